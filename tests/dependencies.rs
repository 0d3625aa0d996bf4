//! What `cargo book` compiles, `cargo test --workspace` uses as it is.

use std::collections::BTreeSet;

use tests::{cargo, root, run};

/// The packages that cargo compiles for these arguments, each with its features.
fn compiled(arguments: &[&str]) -> BTreeSet<String> {
    let shown = ["--prefix", "none", "--no-dedupe", "--format", "{p} [{f}]"];
    let mut tree = cargo();
    tree.arg("tree").arg("--locked").args(shown).args(arguments);
    let packages = run(tree.current_dir(root()));
    packages.lines().map(str::to_owned).collect()
}

#[test]
fn a_package_has_the_same_features_for_the_book_as_for_the_tests() {
    let all = compiled(&["--workspace", "--edges", "normal,build,dev"]);
    assert!(all.len() > 200, "{}", all.len());
    for package in ["book", "handouts", "listings"] {
        let arguments = ["--package", "book", "--package", package];
        let here = compiled(&[&arguments[..], &["--edges", "normal,build"]].concat());
        let other: Vec<&String> = here.difference(&all).collect();
        assert!(
            other.is_empty(),
            "compiled twice; Cargo.toml of book names the features that are missing here: {other:#?}"
        );
    }
}
