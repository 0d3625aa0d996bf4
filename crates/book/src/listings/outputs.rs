//! Runs listings, and stores what each of them printed and saved until something that it depends on changes.
//!
//! A listing depends on its own text, on the local files that are compiled into the runner with it (cargo lists them
//! beside the runner) except the other listings, and on the libraries, the compiler and the profile. A hash of these
//! names the stored output; that of an experiment is its key (see `key`). A listing is complete as it stands, and neither uses another one nor reads anything (see
//! `refusal`): it runs in an empty folder of its own, without environment variables and without input.

use super::{
    Failure, Output,
    build::Runner,
    run::{Limits, run_within},
};
use crate::{parallel::in_parallel, project::Project, sources::local_files};
use anyhow::{Context, Result};
use std::{
    env, fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
    process::{self, Command},
    time::SystemTime,
};

/// How many outputs of each listing are stored.
const STORED: usize = 4;

/// Where the outputs of some listings are stored, or will be.
pub(super) struct Stored {
    pub(super) folders: Vec<PathBuf>,
    /// Whether no input changed since the build began, so that what the runner prints belongs to what was hashed.
    pub(super) is_current: bool,
}

impl Stored {
    /// Hashes what the listings with these sources depend on, after a build that began at `start`.
    ///
    /// # Errors
    ///
    /// When a file cannot be read.
    pub(super) fn find(
        project: &Project,
        runner: &Runner,
        listings: &[(&String, String)],
        start: SystemTime,
    ) -> Result<Self> {
        let mut common = DefaultHasher::new();
        runner.compiled_with.hash(&mut common);
        for path in inputs(&runner.path)? {
            if !is_listing(project, &path)? {
                read(&path)?.hash(&mut common);
            }
        }
        let outputs = project.target_of(&runner.path).join("listing-outputs");
        let folders = listings
            .iter()
            .map(|(name, source)| {
                let mut hasher = common.clone();
                source.hash(&mut hasher);
                outputs.join(format!("{name}/{:016x}", hasher.finish()))
            })
            .collect();
        let is_current = is_current(&runner.path, start)?;
        Ok(Self {
            folders,
            is_current,
        })
    }

    /// The outputs of the listings in their order: the stored ones, and the others by running as many at a time as there
    /// are processors.
    ///
    /// # Errors
    ///
    /// When the runner does not start, and when a file cannot be read or written.
    pub(super) fn outputs(
        &self,
        runner: &Path,
        names: &[String],
    ) -> Result<Vec<Result<Output, Failure>>> {
        let missing = self
            .folders
            .iter()
            .filter(|folder| !folder.exists())
            .count();
        if missing > 0 {
            eprintln!("running {missing} of {} listings", names.len());
        }
        let listings: Vec<_> = names.iter().zip(&self.folders).collect();
        in_parallel(&listings, |(name, folder)| {
            output_in(folder, self.is_current, |folder| {
                run(runner, name, folder, Limits::LISTING, &mut |_| false)
            })
        })
        .into_iter()
        .collect()
    }
}

/// The output that is stored in `folder`, or that of a run, which is then stored there if it `is_current`. Nothing is stored
/// of a run that fails.
///
/// # Errors
///
/// When the run does not start, and when a file cannot be read or written.
pub(super) fn output_in(
    folder: &Path,
    is_current: bool,
    run: impl FnOnce(&Path) -> Result<Result<(), Failure>>,
) -> Result<Result<Output, Failure>> {
    if folder.exists() {
        return read_output(folder);
    }
    let scratch = folder.with_extension(process::id().to_string());
    let output = match run(&scratch)? {
        Ok(()) => read_output(&scratch)?,
        Err(failure) => Err(failure),
    };
    // When the renaming fails, another process has stored the same output.
    if output.is_err() || !is_current || fs::rename(&scratch, folder).is_err() {
        fs::remove_dir_all(&scratch)?;
    } else {
        remove_old(folder);
    }
    Ok(output)
}

/// The local files that a runner was compiled from.
///
/// # Errors
///
/// When the list cannot be read.
pub(super) fn inputs(runner: &Path) -> Result<Vec<PathBuf>> {
    let mut files = local_files(runner)?;
    // The build script watches the folders of the listings, and makes a table of all names.
    files.retain(|path| !path.is_dir() && !path.ends_with("out/programs.rs"));
    Ok(files)
}

/// Whether none of the files that a runner was compiled from changed since the build of it began.
///
/// # Errors
///
/// When a file cannot be read.
pub(super) fn is_current(runner: &Path, start: SystemTime) -> Result<bool> {
    for path in inputs(runner)? {
        if fs::metadata(&path)?.modified()? >= start {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether a file is the program of a listing.
///
/// # Errors
///
/// When the folder of the listings cannot be read.
pub(super) fn is_listing(project: &Project, path: &Path) -> Result<bool> {
    if path.extension().is_none_or(|extension| extension != "rs") {
        return Ok(false);
    }
    let folder = path.parent().map(fs::canonicalize).transpose()?;
    let listings = [project.programs(), project.experiments()];
    Ok(listings
        .iter()
        .any(|listings| fs::canonicalize(listings).ok() == folder))
}

/// Runs one listing in an empty folder, `folder/files`, and writes what it prints to `folder/stdout`. `hear` is told each
/// line that it writes to standard error, and whether to leave it out of the message of a failure is what it returns.
///
/// # Errors
///
/// When the runner does not start, and when a file cannot be written.
pub(super) fn run(
    runner: &Path,
    name: &str,
    folder: &Path,
    limits: Limits,
    hear: &mut (dyn FnMut(&str) -> bool + Send),
) -> Result<Result<(), Failure>> {
    let files = folder.join("files");
    fs::create_dir_all(&files).with_context(|| format!("cannot write to {}", files.display()))?;
    let mut command = Command::new(runner);
    command.arg(name).env_clear().current_dir(&files);
    // Without it some programs do not start on Windows.
    command.envs(env::var_os("SystemRoot").map(|folder| ("SystemRoot", folder)));
    let output = run_within(limits, &mut command, hear)
        .with_context(|| format!("cannot run the listing '{name}'"))?;
    let output = match output {
        Ok(output) => output,
        Err(limit) => return Ok(Err(Failure::Stopped(limit))),
    };
    if !output.status.success() {
        let message = String::from_utf8_lossy(&output.stderr);
        let message = format!("{}\n({})", message.trim(), output.status);
        return Ok(Err(Failure::Run(message.trim().to_owned())));
    }
    fs::write(folder.join("stdout"), &output.stdout)?;
    Ok(Ok(()))
}

/// What a listing printed and saved in `folder`.
///
/// # Errors
///
/// When it cannot be read.
pub(super) fn read_output(folder: &Path) -> Result<Result<Output, Failure>> {
    let Ok(stdout) = String::from_utf8(read(&folder.join("stdout"))?) else {
        return Ok(Err(Failure::Print("its output is not UTF-8".into())));
    };
    let mut pictures = Vec::new();
    for path in entries(&folder.join("files"))? {
        let extension = path.extension().unwrap_or_default();
        if extension == "svg" || extension == "png" {
            let file = path.file_name().unwrap_or_default().to_string_lossy();
            pictures.push((file.into_owned(), read(&path)?));
        }
    }
    pictures.sort();
    Ok(Output::parse(stdout, pictures))
}

/// Removes older outputs of the listing that `newest` belongs to; a failure to remove costs only space.
fn remove_old(newest: &Path) {
    let folders = newest.parent().map(entries);
    let mut folders: Vec<(SystemTime, PathBuf)> = folders
        .and_then(Result::ok)
        .into_iter()
        .flatten()
        .filter_map(|path| Some((fs::metadata(&path).ok()?.modified().ok()?, path)))
        .filter(|(_, path)| path != newest)
        .collect();
    folders.sort();
    for (_, path) in folders.iter().rev().skip(STORED - 1) {
        let _ = fs::remove_dir_all(path);
    }
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    fs::read_dir(folder)
        .and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect())
        .with_context(|| format!("cannot read {}", folder.display()))
}

fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}
