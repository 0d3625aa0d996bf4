//! The documentation that `cargo doc` makes of the crates: it shows no TeX, so a formula in a comment stands in code.

use std::{fs, path::Path};

/// The lines of documentation in a source file that have a dollar outside of code, by number from 1.
fn lines_with_a_formula(source: &str) -> Vec<usize> {
    let mut in_block = false;
    let mut found = Vec::new();
    for (at, line) in source.lines().enumerate() {
        let line = line.trim_start();
        let Some(text) = line
            .strip_prefix("///")
            .or_else(|| line.strip_prefix("//!"))
        else {
            in_block = false;
            continue;
        };
        if text.trim_start().starts_with("```") {
            in_block = !in_block;
        } else if !in_block && text.split('`').step_by(2).any(|prose| prose.contains('$')) {
            found.push(at + 1);
        }
    }
    found
}

fn rust_files(folder: &Path, visit: &mut impl FnMut(&Path)) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, visit);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            visit(&path);
        }
    }
}

#[test]
fn no_comment_of_any_crate_has_a_formula_that_only_the_book_can_show() {
    let (mut files, mut mistakes) = (0, Vec::new());
    rust_files(&tests::root().join("crates"), &mut |path| {
        files += 1;
        for line in lines_with_a_formula(&fs::read_to_string(path).unwrap()) {
            mistakes.push(format!("{}:{line}", path.display()));
        }
    });
    assert!(files > 100, "only {files} files were read");
    assert!(
        mistakes.is_empty(),
        "write these formulas as code, with characters such as Σ and ₖ:\n{}",
        mistakes.join("\n")
    );
}

#[test]
fn a_formula_is_told_from_code() {
    let source = "/// Returns $x$.\n/// `$x$` is code.\n/// ```console\n/// $ cargo doc\n/// ```\n//! $$y$$\n// $z$\n";
    assert_eq!(lines_with_a_formula(source), [1, 6]);
}
