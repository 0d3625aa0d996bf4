//! Makes one module of every file in `programs/`, so that one binary can run any of them.

use std::{env, fmt::Write, fs, path::PathBuf};

fn main() {
    let programs = PathBuf::from(env::var("CARGO_MANIFEST_DIR").unwrap()).join("programs");
    println!("cargo::rerun-if-changed={}", programs.display());
    let mut files: Vec<PathBuf> = fs::read_dir(&programs)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect();
    files.sort();
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
            "mod {module} {{ include!({file:?}); pub(crate) fn run() -> std::process::ExitCode {{ std::process::Termination::report(main()) }} }}"
        )
        .unwrap();
        writeln!(table, "    ({name:?}, {module}::run),").unwrap();
    }
    table.push_str("];\n");
    let out = PathBuf::from(env::var("OUT_DIR").unwrap()).join("programs.rs");
    fs::write(out, modules + &table).unwrap();
}
