//! The exercises that ask for a program: lists them, and has one checked by the crate that they stand in.

use crate::handouts::run_package;
use anyhow::{Context as _, Result, bail};
use book::{ExerciseUse, Project, exercises_in, suggest};
use std::{ffi::OsString, process::ExitCode};

/// Lists the exercises, or has one checked: the exit code tells whether it is solved.
pub(crate) fn run(project: &Project, name: Option<&str>) -> Result<ExitCode> {
    let package = project
        .exercises_package()
        .context("this book has no exercises: [preprocessor.book] does not name their folder")?;
    let chapters = book::chapters(&book::load(project)?.book);
    let all: Vec<ExerciseUse> = exercises_in(&chapters);
    let programs = || all.iter().filter(|exercise| exercise.is_program);
    let Some(name) = name else {
        for ExerciseUse { name, number, .. } in programs() {
            let file = project.skeleton(name).unwrap_or_default();
            let line = format!("{number:5}  {name:24} {}\n", file.display());
            book::print(&line)?;
        }
        return Ok(ExitCode::SUCCESS);
    };
    if !programs().any(|exercise| exercise.name == name) {
        if let Some(other) = all.iter().find(|exercise| exercise.name == name) {
            bail!(
                "exercise {} '{name}' asks for no program; its answer is in the book, {}",
                other.number,
                other.file
            );
        }
        let known = programs().map(|exercise| exercise.name.as_str());
        bail!("no exercise '{name}': {}", suggest(name, known));
    }
    run_package(project, &package, &[OsString::from(name)])
}
