//! The key of what an experiment printed: a checksum of everything that its digits depend on.
//!
//! These are its text, the local files that are compiled into the runner with it, except the other listings, and the
//! versions of the crates from elsewhere. Comments, spaces and parts that only tests have do not count, so that an edit of
//! the documentation trains nothing. The compiler, the machine, the profile and the features of crates do not count
//! either: Rust computes each floating-point operation as it stands, whatever the level of optimisation, and the library
//! promises the same bits on every path. That this is so, each run of the tests shows, which trains all experiments again.

use super::{
    outputs::{inputs, is_listing},
    versions::versions,
};
use crate::project::Project;
use anyhow::{Context, Result};
use ra_ap_rustc_lexer::{FrontmatterAllowed, TokenKind, tokenize};
use sha2::{Digest as _, Sha256};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// What all experiments depend on, hashed.
pub(super) struct Key(Sha256);

impl Key {
    /// Hashes the local files and the versions of the libraries that are compiled into the runner.
    ///
    /// # Errors
    ///
    /// When a file cannot be read.
    pub(super) fn of_runner(project: &Project, runner: &Path) -> Result<Self> {
        let root = fs::canonicalize(&project.root)?;
        let mut files = BTreeMap::new();
        for path in inputs(runner)? {
            if is_listing(project, &path)? {
                continue;
            }
            let path = fs::canonicalize(path)?;
            let name = path.strip_prefix(&root).unwrap_or(&path);
            files.insert(name.to_string_lossy().replace('\\', "/"), path);
        }
        let manifests: BTreeSet<PathBuf> = files
            .values()
            .filter_map(|path| {
                let mut manifests = path.ancestors().map(|folder| folder.join("Cargo.toml"));
                manifests.find(|manifest| manifest.is_file())
            })
            .collect();
        let mut key = Self(Sha256::new());
        for (name, path) in &files {
            let bytes = fs::read(path).with_context(|| format!("cannot read {name}"))?;
            key.add(name);
            match str::from_utf8(&bytes) {
                Ok(text) if name.ends_with(".rs") => key.add(&meaning(text)),
                _ => key.0.update(bytes),
            }
        }
        for version in versions(&root, &manifests)? {
            key.add(&version);
        }
        Ok(key)
    }

    /// The key of an experiment with this text, 16 digits in base 16.
    pub(super) fn of_experiment(&self, source: &str) -> String {
        let mut key = Self(self.0.clone());
        key.add(&meaning(source));
        let digest = key.0.finalize();
        digest[..8]
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }

    fn add(&mut self, part: &str) {
        self.0.update(part.len().to_le_bytes());
        self.0.update(part);
    }
}

/// The characters that make other operators where they touch: `& &` is none, and `&&` is one.
const OPERATORS: &str = "!%&*+-./:<=>?^|";

/// The tokens of a program without its comments and without what only tests have.
fn meaning(source: &str) -> String {
    let mut out = String::new();
    for (text, touches) in without_tests(&tokens(source)) {
        let operators = [out.chars().last(), text.chars().next()];
        let joined = *touches
            && operators
                .into_iter()
                .flatten()
                .all(|c| OPERATORS.contains(c));
        if !joined {
            out.push('\n');
        }
        out.push_str(text);
    }
    out
}

/// The tokens, each with whether it touches the one before it.
fn tokens(source: &str) -> Vec<(&str, bool)> {
    let (mut tokens, mut at, mut touches) = (Vec::new(), 0, false);
    for token in tokenize(source, FrontmatterAllowed::No) {
        let text = &source[at..at + token.len as usize];
        at += text.len();
        let is_kept = !matches!(
            token.kind,
            TokenKind::Whitespace | TokenKind::LineComment { .. } | TokenKind::BlockComment { .. }
        );
        if is_kept {
            tokens.push((text, touches));
        }
        touches = is_kept;
    }
    tokens
}

/// What stands before the item of a test.
const TEST: [&str; 7] = ["#", "[", "cfg", "(", "test", ")", "]"];

/// The tokens without each item after `#[cfg(test)]`, which ends with its braces or with a semicolon.
fn without_tests<'t>(tokens: &'t [(&'t str, bool)]) -> Vec<&'t (&'t str, bool)> {
    let is_test = |at: usize| {
        let texts = tokens[at..].iter().map(|(text, _)| *text);
        texts.take(TEST.len()).eq(TEST)
    };
    let mut kept = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if !is_test(at) {
            kept.push(&tokens[at]);
            at += 1;
            continue;
        }
        at += TEST.len();
        let mut depth = 0;
        while let Some((text, _)) = tokens.get(at) {
            at += 1;
            match *text {
                "{" | "(" | "[" => depth += 1,
                "}" | ")" | "]" => depth -= 1,
                _ => {}
            }
            if depth == 0 && matches!(*text, "}" | ";") {
                break;
            }
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::meaning;

    #[test]
    fn comments_spaces_and_tests_mean_nothing() {
        let plain = "fn f(a: &[u8]) -> u8 { a[0] & a[1] }\nfn g() {}";
        for alike in [
            "//! About.\n/// Returns.\nfn f(a: &[u8]) -> u8 {\n    // Why.\n    a[0] /* and */ & a[1]\n}\nfn g() {}\n",
            "fn f(\n    a: &[u8],\n) -> u8 {\n    a[0] & a[1]\n}\nfn g() {}",
            "fn f(a: &[u8]) -> u8 { a[0] & a[1] }\n#[cfg(test)]\nmod tests { fn h() { [0; 3]; } }\nfn g() {}",
            "#[cfg(test)]\nuse x;\nfn f(a: &[u8]) -> u8 { a[0] & a[1] }\n#[cfg(test)]\n#[test]\nfn t() { if a { b } }\nfn g() {}",
        ] {
            // A comma that the formatter adds at the end of a list is the one token that may differ.
            let text = meaning(alike).replace("\n,\n)", "\n)");
            assert_eq!(text, meaning(plain), "{alike}");
        }
    }

    #[test]
    fn every_other_token_means_something() {
        let plain = meaning("let x = a & &b; let y = \"c  d\"; let z = 1.0; for f in [a] {}");
        for other in [
            "let x = a && b; let y = \"c  d\"; let z = 1.0; for f in [a] {}",
            "let x = a & &b; let y = \"c d\"; let z = 1.0; for f in [a] {}",
            "let x = a & &b; let y = \"c  d\"; let z = 1.00; for f in [a] {}",
            "let x = a & &b; let y = \"c  d\"; let z = 1.0; forf in [a] {}",
            "let x = a & &b; let y = \"c  d\"; let z = 1.0; #[cfg(not(test))] for f in [a] {}",
        ] {
            assert_ne!(meaning(other), plain, "{other}");
        }
    }
}
