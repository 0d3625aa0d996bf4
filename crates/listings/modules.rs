//! For build scripts: makes one module of every listing in some folders.

use std::{env, fmt::Write, fs, path::Path, path::PathBuf};

/// Writes `OUT_DIR/programs.rs`: a module of each listing in the `folders` of this package, which begins with the
/// `prelude`, and the table `PROGRAMS` of their names.
pub(crate) fn write(package: &Path, folders: &[&str], prelude: &str) {
    let mut files: Vec<PathBuf> = Vec::new();
    for folder in folders.iter().map(|name| package.join(name)) {
        // Cargo takes a folder that is missing for one that changed; in the package it is noticed when it comes.
        let watched = if folder.exists() { &folder } else { package };
        println!("cargo::rerun-if-changed={}", watched.display());
        let entries = fs::read_dir(&folder).into_iter().flatten();
        files.extend(
            entries
                .map(|entry| entry.unwrap().path())
                .filter(|path| path.extension().is_some_and(|extension| extension == "rs")),
        );
    }
    files.sort_by(|a, b| a.file_stem().cmp(&b.file_stem()));
    let mut modules = String::new();
    let mut table = String::from("const PROGRAMS: &[(&str, Program)] = &[\n");
    for file in files {
        let name = file.file_stem().unwrap().to_string_lossy();
        if !name
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        {
            println!("cargo::error=a listing is named by a-z, 0-9 and '-', not '{name}'");
            continue;
        }
        // The prefix makes an identifier of any name, such as `match` or `2d-filter`.
        let module = format!("listing_{}", name.replace('-', "_"));
        writeln!(
            modules,
            "mod {module} {{ {prelude} include!({file:?}); pub(crate) fn run() -> std::process::ExitCode {{ std::process::Termination::report(main()) }} }}"
        )
        .unwrap();
        writeln!(table, "    ({name:?}, {module}::run),").unwrap();
    }
    table.push_str("];\n");
    let out = PathBuf::from(env::var("OUT_DIR").unwrap()).join("programs.rs");
    fs::write(out, modules + &table).unwrap();
}
