//! What the tests of the whole book share: where things are, how commands are run, how a built page is read.

mod page;

pub use page::{Element, Page};

use std::{
    collections::BTreeMap,
    env, fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
    process::{Command, Output},
};

/// The project's root.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("this package stands in the project")
        .to_owned()
}

/// The pages of the built book: under `target`, or under the folder that `CARGO_TARGET_DIR` names.
pub fn pages() -> PathBuf {
    let target = env::var_os("CARGO_TARGET_DIR").filter(|name| !name.is_empty());
    let target = target.unwrap_or_else(|| "target".into());
    root().join(target).join("book")
}

/// The pages below a folder, by their paths from it.
///
/// # Panics
///
/// When one cannot be read.
pub fn pages_in(folder: &Path) -> BTreeMap<String, Page> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(inner) = folders.pop() {
        for entry in fs::read_dir(inner).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path
                .extension()
                .is_some_and(|extension| extension == "html")
            {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap();
                let page = Page::parse(&fs::read_to_string(&path).unwrap());
                found.insert(name.replace('\\', "/"), page);
            }
        }
    }
    found
}

/// An address, from the folder that it is relative to, without its `.` and `..`; none where it leads out of the site.
pub fn resolved(folder: &str, address: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in address.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// What the command prints on its standard output; progress goes to standard error.
///
/// # Panics
///
/// When it does not start or fails, with all that it printed.
#[track_caller]
pub fn run(command: &mut Command) -> String {
    let (passed, stdout, stderr) = outcome(command);
    assert!(passed, "{command:?} failed:\n{stdout}{stderr}");
    stdout
}

/// All that the command prints, its standard output first.
///
/// # Panics
///
/// When it does not start, and when it passes.
#[track_caller]
pub fn fail(command: &mut Command) -> String {
    let (passed, stdout, stderr) = outcome(command);
    assert!(!passed, "{command:?} passed:\n{stdout}{stderr}");
    stdout + &stderr
}

#[track_caller]
fn outcome(command: &mut Command) -> (bool, String, String) {
    let Output {
        status,
        stdout,
        stderr,
    } = command
        .output()
        .unwrap_or_else(|error| panic!("{command:?} does not start: {error}"));
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    (status.success(), text(stdout), text(stderr))
}

/// The same cargo that runs the tests.
pub fn cargo() -> Command {
    Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// `cargo book` with these arguments, in the project.
pub fn cargo_book(arguments: &[&str]) -> Command {
    let mut command = cargo();
    command
        .args(["run", "--quiet", "--package", "book", "--"])
        .args(arguments)
        .current_dir(root());
    command
}

/// A program that is no part of the project and that a test needs, where it is installed.
///
/// Where it is not, a note says that a part of the test was left out, and how to install the program.
///
/// # Panics
///
/// When it is not installed where the environment variable `CI` is set: there nothing is left out.
#[track_caller]
pub fn installed(program: &str, install: &str) -> Option<Command> {
    // Whatever it makes of the argument, it started.
    if Command::new(program).arg("--version").output().is_ok() {
        return Some(Command::new(program));
    }
    let said = format!("left out: {program} is not installed ({install})");
    assert!(env::var_os("CI").is_none(), "{said}");
    // Not by a macro: the words of a test that passes are kept back.
    let _ = writeln!(io::stderr(), "{said}");
    None
}

/// The plain `mdbook`, as [`installed`].
#[track_caller]
pub fn mdbook() -> Option<Command> {
    installed("mdbook", "cargo install mdbook --version 0.5.4 --locked")
}
