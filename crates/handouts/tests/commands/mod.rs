//! How a test runs `cargo book` in the project and reads what it wrote.

#![allow(dead_code, reason = "each test file uses some of it")]

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

fn book(arguments: &[&str], out: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_handouts"));
    command.args(arguments).arg("--out").arg(out);
    command.current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
    command.output().unwrap()
}

/// Runs what must succeed, and returns the files in the folder by their paths in it. They are those whose paths it printed.
#[track_caller]
pub(crate) fn write(arguments: &[&str], out: &Path) -> BTreeMap<String, Vec<u8>> {
    let output = book(arguments, out);
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{stderr}");
    let printed = String::from_utf8(output.stdout).unwrap();
    let mut files = BTreeMap::new();
    collect(out, out, &mut files);
    let mut paths: Vec<PathBuf> = printed.lines().map(PathBuf::from).collect();
    paths.sort();
    let mut written: Vec<PathBuf> = files.keys().map(|name| out.join(name)).collect();
    written.sort();
    assert_eq!(paths, written, "it prints the paths of what it writes");
    files
}

fn collect(folder: &Path, root: &Path, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, root, files);
        } else {
            let name = path.strip_prefix(root).unwrap().to_str().unwrap();
            files.insert(name.replace('\\', "/"), fs::read(&path).unwrap());
        }
    }
}

/// Runs what must be refused; returns its standard error. Nothing is written.
#[track_caller]
pub(crate) fn refuse(arguments: &[&str], out: &Path) -> String {
    let output = book(arguments, out);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    assert!(output.stdout.is_empty(), "{arguments:?}");
    if out.is_dir() {
        assert_eq!(fs::read_dir(out).unwrap().count(), 0, "nothing is written");
    }
    String::from_utf8(output.stderr).unwrap()
}
