//! `cargo book exercise`: lists the exercises that ask for a program, and has one checked.

use std::{path::Path, process::Command};

/// Runs `cargo book exercise`; whether it succeeded, and what it printed and said.
fn exercise(arguments: &[&str]) -> (bool, String, String) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut command = Command::new(env!("CARGO_BIN_EXE_book"));
    command.arg("exercise").args(arguments).current_dir(root);
    let output = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (
        output.status.success(),
        text(output.stdout),
        text(output.stderr),
    )
}

#[test]
fn without_a_name_it_lists_numbers_names_and_files() {
    let (success, printed, _) = exercise(&[]);
    assert!(success);
    let file = "crates/exercises/src/interior_of_a_shift.rs";
    let line = printed.lines().find(|line| line.ends_with(file)).unwrap();
    assert!(
        line.starts_with("4.") && line.contains(" interior-of-a-shift "),
        "{line}"
    );
}

#[test]
fn an_unknown_name_is_answered_with_the_nearest_and_one_without_a_program_with_its_chapter() {
    let (success, printed, said) = exercise(&["interior-of-a-shif"]);
    assert!(!success && printed.is_empty());
    assert!(
        said.contains("did you mean 'interior-of-a-shift'?"),
        "{said}"
    );
    let (success, _, said) = exercise(&["there-and-back"]);
    assert!(!success);
    assert!(
        said.contains(
            "asks for no program; its answer is in the book, translation-equivariance.md"
        ),
        "{said}"
    );
}

#[test]
fn an_exercise_is_checked_and_the_exit_code_tells_whether_it_is_solved() {
    let (success, printed, _) = exercise(&["respected-shifts"]);
    // A reader may have solved it in this clone.
    if success {
        assert_eq!(printed, "respected-shifts: solved\n");
    } else {
        assert!(
            printed.starts_with("respected-shifts is not written yet")
                || printed.contains("hint:")
                || printed.contains("panicked"),
            "{printed}"
        );
        assert!(
            printed.contains("crates/exercises/src/respected_shifts.rs"),
            "{printed}"
        );
    }
}
