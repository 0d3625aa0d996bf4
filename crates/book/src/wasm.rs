//! `cargo book wasm`: compiles the figures and the listings for the page.

use anyhow::{Context, Result, bail, ensure};
use book::Project;
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

const TARGET: &str = "wasm32-unknown-unknown";
/// Where Debian's packages put their toolchain for the web.
const DEBIAN: &str = "/usr/bin";

/// The modules of figures, each with the features of `crates/live` that it takes.
const FIGURES: [(&str, &str); 2] = [("figures", ""), ("objects", "objects")];

/// A package to compile to a module.
struct Source<'a> {
    package: &'a str,
    features: &'a str,
    profile: &'a str,
    /// Flags for the compiler.
    flags: &'a str,
    /// The listings that are compiled in.
    listings: &'a [String],
}

/// Compiles the modules for the page, or those that are `wanted`, and puts them beside the chapters, where mdBook finds them: of `crates/live`
/// the figures, and of `crates/live-listings` one for each group of listings.
pub(crate) fn compile(project: &Project, wanted: &[String]) -> Result<()> {
    let book = book::load(project)?;
    let experiments = book::experiment_names(project)?;
    let listings = book::modules(&book::chapters(&book.book), &experiments);
    let figures = FIGURES.map(|(name, _)| name);
    let known = || listings.keys().map(String::as_str).chain(figures);
    if let Some(name) = wanted
        .iter()
        .find(|name| !known().any(|known| known == *name))
    {
        bail!(
            "there is no module '{name}'; {}",
            book::suggest(name, known())
        );
    }
    let is_wanted = |name: &str| wanted.is_empty() || wanted.iter().any(|wanted| wanted == name);
    for (name, features) in FIGURES.into_iter().filter(|(name, _)| is_wanted(name)) {
        let source = Source {
            package: "live",
            features,
            profile: "web",
            // Nothing there fails by a reader's doing, so no message is lost.
            flags: "-Cpanic=immediate-abort",
            listings: &[],
        };
        compile_module(project, name, &source)?;
    }
    for (name, names) in listings.iter().filter(|(name, _)| is_wanted(name)) {
        let is_experiment = names.iter().any(|name| experiments.contains(name));
        let source = Source {
            package: "live-listings",
            features: "",
            profile: if is_experiment {
                "web-experiments"
            } else {
                "web-programs"
            },
            flags: "",
            listings: names,
        };
        compile_module(project, name, &source)?;
    }
    Ok(())
}

fn compile_module(project: &Project, name: &str, source: &Source<'_>) -> Result<()> {
    let folder = project.target().join("web");
    let mut command = compiler(project, source.flags)?;
    command
        .args(["build", "--locked", "--package", source.package])
        .args(["--features", source.features])
        .args(["--profile", source.profile])
        .args(["--target", TARGET, "--target-dir"])
        .arg(&folder)
        .env("LISTINGS", source.listings.join(","))
        .current_dir(&project.root);
    let status = command.status().context("cannot run cargo")?;
    ensure!(status.success(), "{name}.wasm was not compiled");
    let made = folder.join(TARGET).join(source.profile);
    let made = made
        .join(source.package.replace('-', "_"))
        .with_extension("wasm");
    let bytes = fs::read(&made).with_context(|| format!("cannot read {}", made.display()))?;
    let module = project.module(name);
    let temporary = module.with_extension("new");
    fs::write(&temporary, &bytes)
        .and_then(|()| fs::rename(&temporary, &module))
        .with_context(|| format!("cannot write {}", module.display()))?;
    eprintln!("{} kB", bytes.len().div_ceil(1000));
    book::print(&format!("{}\n", module.display()))
}

/// A cargo that can compile for the web: rustup's with its target, or that of Debian's packages.
fn compiler(project: &Project, flags: &str) -> Result<Command> {
    let rustup = printed(
        Path::new("rustc"),
        &["--print", "target-libdir", "--target", TARGET],
    );
    if rustup.is_some_and(|folder| folder.is_dir()) {
        return Ok(project.cargo());
    }
    let rustc = Path::new(DEBIAN).join("rustc");
    let library = printed(&rustc, &["--print", "sysroot"])
        .map(|folder| folder.join("lib/rustlib/src/rust/library"));
    if !library.is_some_and(|folder| folder.is_dir()) {
        bail!(
            "nothing here compiles for the web\n  \
             with rustup: rustup target add {TARGET}\n  \
             on Debian:   apt-get install --no-install-recommends rustc-web cargo-web rust-web-src lld"
        );
    }
    let mut command = Command::new(Path::new(DEBIAN).join("cargo"));
    command
        .args(["-Z", "build-std=std,panic_abort"])
        .args(["-Z", "build-std-features=optimize_for_size"])
        .env("RUSTC", rustc)
        // Debian's compiler brings the standard library as source, which only unstable options compile.
        .env("RUSTC_BOOTSTRAP", "1")
        .env(
            "RUSTFLAGS",
            format!("-Zunstable-options -Zlocation-detail=none {flags}"),
        )
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker());
    Ok(command)
}

/// The linker that came with rustup's toolchain, else the system's.
fn linker() -> PathBuf {
    let toolchains = printed(Path::new("rustc"), &["--print", "sysroot"])
        .and_then(|folder| fs::read_dir(folder.join("lib/rustlib")).ok());
    toolchains
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path().join("bin/rust-lld"))
        .find(|path| path.is_file())
        .unwrap_or_else(|| "wasm-ld".into())
}

/// The path that a compiler prints.
fn printed(rustc: &Path, arguments: &[&str]) -> Option<PathBuf> {
    let output = Command::new(rustc).args(arguments).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().into())
}
