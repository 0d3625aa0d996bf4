//! What `cargo book` compiles: all of it in Rust, and `cargo test --workspace` uses it as it is.

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
    // The command, the listings, and what the command calls as programs of the workspace.
    for packages in [
        &["--package", "book"][..],
        &["--package", "book", "--package", "listings"],
        &["--workspace"],
    ] {
        let here = compiled(&[packages, &["--edges", "normal,build"]].concat());
        let other: Vec<&String> = here.difference(&all).collect();
        assert!(
            other.is_empty(),
            "compiled twice; Cargo.toml of book names the features that are missing here: {other:#?}"
        );
    }
}

#[test]
fn no_package_compiles_c() {
    let all = compiled(&["--workspace", "--edges", "normal,build,dev"]);
    let c: Vec<&String> = all.iter().filter(|name| name.starts_with("cc ")).collect();
    assert!(
        c.is_empty(),
        "{c:?} calls a compiler for C, and compiles anew whenever the environment changes; `cargo tree --invert cc` says for \
         which package. pest asks for it from version 2.9.3 on: `cargo update NAME --precise 2.9.2` for pest_derive, pest_generator, \
         pest_meta and pest, in this order"
    );
}
