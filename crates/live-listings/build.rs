//! Makes a module of each listing that `LISTINGS` names, in which `println!` and `eprintln!` are those of this crate and a marked number is
//! asked for. Only a page has a use for these, so they are compiled for the web alone.

use std::{env, fmt::Write as _, fs, path::Path, path::PathBuf};

/// The names of the listings, with commas between.
const LISTINGS: &str = "LISTINGS";

/// What each listing sees.
const PRELUDE: &str = "#[allow(unused_imports, reason = \"one may write nothing\")] use crate::{to_page as println, to_progress as eprintln};";

fn main() {
    println!("cargo::rerun-if-env-changed={LISTINGS}");
    let is_web = env::var("CARGO_CFG_TARGET_FAMILY").is_ok_and(|family| family == "wasm");
    let names = env::var(LISTINGS).unwrap_or_default();
    let names = names.split(',').filter(|name| is_web && !name.is_empty());
    let out = PathBuf::from(env::var("OUT_DIR").unwrap());
    let (mut modules, mut table) = (String::new(), String::new());
    for name in names {
        // The prefix makes an identifier of any name, such as `match` or `2d-filter`.
        let module = format!("listing_{}", name.replace('-', "_"));
        let file = out.join(name).with_extension("rs");
        fs::write(&file, program(name)).unwrap();
        writeln!(
            modules,
            "mod {module} {{ {PRELUDE} include!({file:?}); pub(crate) fn run() -> crate::End {{ crate::outcome::Outcome::outcome(main()) }} }}"
        )
        .unwrap();
        writeln!(table, "    ({name:?}, {module}::run),").unwrap();
    }
    let table = format!("const PROGRAMS: &[(&str, Program)] = &[\n{table}];\n");
    fs::write(out.join("programs.rs"), modules + &table).unwrap();
}

/// The text of a listing, with a call in the place of each marked number.
fn program(name: &str) -> String {
    let package = PathBuf::from(env::var("CARGO_MANIFEST_DIR").unwrap());
    let of = |folder: &str| {
        package
            .join("../listings")
            .join(folder)
            .join(name)
            .with_extension("rs")
    };
    let path = ["programs", "experiments"]
        .map(of)
        .into_iter()
        .find(|path| path.exists());
    let path = path.unwrap_or_else(|| panic!("there is no listing '{name}'"));
    println!("cargo::rerun-if-changed={}", path.display());
    let source = fs::read_to_string(&path).unwrap();
    literals::changed(&source, |index, number| {
        format!("crate::numbers::number({index}, {number})")
    })
    .unwrap_or_else(|mistakes| panic!("{}: {mistakes:?}", shown(&path)))
}

fn shown(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}
