//! The subcommands of the crate `handouts`. Cargo compiles it when one of them is called, so that a build of the book compiles
//! nothing that only these need.

use anyhow::{Context, Result, ensure};
use book::Project;
use std::{
    env,
    ffi::OsString,
    path::Path,
    process::{Command, ExitCode},
};

/// Whether the arguments call one of these subcommands, or ask for its help.
pub(crate) fn are_called_by(arguments: &[OsString]) -> bool {
    let name = arguments.iter().find(|argument| *argument != "help");
    let name = name.and_then(|name| name.to_str());
    matches!(name, Some("figures" | "listings" | "deck" | "epub"))
}

/// Calls the other program with the arguments, in this folder; its output, exit code and signals are those of this one.
pub(crate) fn run(project: &Project, arguments: &[OsString]) -> Result<ExitCode> {
    run_package(project, "handouts", arguments)
}

/// Calls this program with the arguments once more, compiled by cargo from the files as they are now.
pub(crate) fn run_anew(project: &Project, arguments: &[OsString]) -> Result<ExitCode> {
    // Windows has no other file in the place of a program that runs.
    ensure!(
        !cfg!(windows),
        "the code of the book changed, which is part of this program: call it once more"
    );
    run_package(project, "book", arguments)
}

/// Writes the cards of all pages into the folder of the built book.
pub(crate) fn write_cards(project: &Project, folder: &Path) -> Result<()> {
    let mut cargo = project.cargo();
    cargo.args(["run", "--bin", "handouts", "--", "cards"]);
    let status = cargo.arg(folder).status().context("cannot run cargo")?;
    ensure!(status.success(), "the cards of the pages were not written");
    Ok(())
}

/// Calls the program of this package, compiled by cargo from the files as they are now.
///
/// # Errors
///
/// When cargo does not start.
pub(crate) fn run_package(
    project: &Project,
    package: &str,
    arguments: &[OsString],
) -> Result<ExitCode> {
    let mut command = project.cargo();
    // It is named as a program of the workspace: as a package it would have fewer features, and what is compiled for the book
    // would be compiled once more.
    command
        .args(["run", "--manifest-path"])
        .arg(project.root.join("Cargo.toml"))
        .args(["--bin", package, "--"])
        .args(arguments);
    // Paths in the arguments are relative to the folder of this program.
    command.current_dir(env::current_dir()?);
    hand_over(command).context("cannot run cargo")
}

#[cfg(unix)]
fn hand_over(mut command: Command) -> Result<ExitCode> {
    use std::os::unix::process::CommandExt as _;
    Err(command.exec().into())
}

#[cfg(not(unix))]
fn hand_over(mut command: Command) -> Result<ExitCode> {
    let code = command
        .status()?
        .code()
        .and_then(|code| u8::try_from(code).ok());
    Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
}
