//! The subcommands that the crate `handouts` does: `cargo book` passes on arguments, folder, output and exit code.

use std::{
    path::Path,
    process::{Command, Output},
};

/// Runs `cargo book` in a folder of the project.
fn book(arguments: &[&str], folder: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_book"));
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    command.args(arguments).current_dir(root.join(folder));
    command.output().unwrap()
}

#[test]
fn paths_are_relative_to_the_folder_and_stdout_is_that_of_the_command() {
    let out = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let name = out.path().file_name().unwrap().to_str().unwrap();
    let arguments = ["figures", "render", "pooling", "--out", name];
    let output = book(&arguments, env!("CARGO_TARGET_TMPDIR"));
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{stderr}");
    let printed = String::from_utf8(output.stdout).unwrap();
    let path = Path::new(name).join("pooling-light.svg");
    assert_eq!(printed, format!("{}\n", path.display()));
    assert!(out.path().join("pooling-light.svg").is_file());
}

#[test]
fn a_refused_command_ends_with_its_exit_code_and_message() {
    let output = book(&["figures", "render", "polling"], "book/src");
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(stderr.contains("unknown figure `polling`"), "{stderr}");
}

#[test]
fn help_lists_the_commands_and_theirs_is_reached_in_both_ways() {
    let help = |arguments: &[&str]| String::from_utf8(book(arguments, ".").stdout).unwrap();
    let own = help(&["--help"]);
    for (name, about) in [
        ("figures", "Lists and exports the figures"),
        (
            "listings",
            "Writes the programs of the listings as pictures",
        ),
        ("deck", "Writes the book as slides with notes"),
    ] {
        let mut lines = own.lines().map(str::trim);
        assert!(
            lines.any(|line| line.starts_with(name) && line.contains(about)),
            "{own}"
        );
    }
    let theirs = help(&["figures", "render", "--help"]);
    assert!(
        theirs.contains("Usage: cargo book figures render"),
        "{theirs}"
    );
    assert!(help(&["help", "figures", "render"]).contains("cargo book figures render"));
}
