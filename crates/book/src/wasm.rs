//! `cargo book wasm`: compiles the figures and the experiments for the page.

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

/// Compiles `crates/live`, once for each module of figures, and `crates/experiments`, and puts the modules beside the chapters, where mdBook finds them.
pub(crate) fn compile(project: &Project) -> Result<()> {
    compile_module(project, "live", &[], "web", "figures")?;
    compile_module(project, "live", &["objects"], "web", "objects")?;
    compile_module(
        project,
        "experiments",
        &[],
        "web-experiments",
        "experiments",
    )
}

fn compile_module(
    project: &Project,
    package: &str,
    features: &[&str],
    profile: &str,
    name: &str,
) -> Result<()> {
    let module = project.module(name);
    let folder = project.target().join("web");
    let mut command = compiler(project)?;
    command
        .args(["build", "--locked", "--package", package])
        .args(["--features", &features.join(",")])
        .args(["--profile", profile, "--target", TARGET, "--target-dir"])
        .arg(&folder)
        .current_dir(&project.root);
    let status = command.status().context("cannot run cargo")?;
    ensure!(status.success(), "{name}.wasm was not compiled");
    let made = folder.join(TARGET).join(profile).join(package);
    let made = made.with_extension("wasm");
    let bytes = fs::read(&made).with_context(|| format!("cannot read {}", made.display()))?;
    let temporary = module.with_extension("new");
    fs::write(&temporary, &bytes)
        .and_then(|()| fs::rename(&temporary, &module))
        .with_context(|| format!("cannot write {}", module.display()))?;
    eprintln!("{} kB", bytes.len().div_ceil(1000));
    book::print(&format!("{}\n", module.display()))
}

/// A cargo that can compile for the web: rustup's with its target, or that of Debian's packages.
fn compiler(project: &Project) -> Result<Command> {
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
            "-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none",
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
