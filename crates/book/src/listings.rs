//! The listings: built together, run one by one, each output stored until something that it depends on changes.

mod build;
mod experiments;
mod key;
mod known;
mod modules;
mod output;
mod outputs;
mod progress;
mod refusal;
mod run;
mod source;
mod versions;

pub use experiments::{check_experiments, renew_experiments};
pub use modules::modules;
pub(crate) use modules::modules_of;
pub use output::Output;
pub(crate) use source::{margins, shown_lines, unmarked};
pub use source::{shown_code, whole_code};

use crate::{project::Project, sources::renew_overlooked};
use anyhow::{Context, Result, bail, ensure};
use build::{Build, Runner, build};
use experiments::Experiments;
use known::Sources;
use outputs::Stored;
use refusal::refusal;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    time::SystemTime,
};

/// What the book knows of the listings.
#[derive(Debug, Default)]
pub struct Listings {
    /// The package of the binary that runs any of them.
    pub package: String,
    /// The names of all that exist, sorted.
    pub names: Vec<String>,
    /// Those that the book uses.
    pub programs: BTreeMap<String, Listing>,
    /// The names of those that may run long, sorted.
    pub experiments: Vec<String>,
}

/// One program.
#[derive(Debug, Clone)]
pub struct Listing {
    /// Its text.
    pub source: String,
    /// What it printed and saved, or why it did not.
    pub outcome: Result<Output, Failure>,
}

/// Why a program has no output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// It does not compile: rustc's message.
    Compile(String),
    /// It was not built, because another listing that the book shows does not compile.
    Unbuilt,
    /// It depends on more than its text and the crates, or is no part of a program: what is wrong, with the lines. It was not run.
    Refused(String),
    /// It panicked or returned an error: what it wrote to its standard error.
    Run(String),
    /// It ran or printed beyond the limit, which is named. It was stopped.
    Stopped(String),
    /// It printed something that is not a list of named values.
    Print(String),
}

impl Listings {
    /// Builds the runner and runs those of the listings `wanted` that exist.
    ///
    /// # Errors
    ///
    /// When cargo cannot be run, when something other than a listing does not compile, or when a file cannot be read or
    /// written. A listing that fails is no error here: it is in its [`Listing::outcome`].
    pub fn run(project: &Project, wanted: &BTreeSet<String>) -> Result<Self> {
        let names = listing_names(project)?;
        let experiments = self::names(&project.experiments())?;
        let used: Vec<&String> = wanted.iter().filter(|name| names.contains(name)).collect();
        if used.is_empty() {
            return Ok(Self {
                package: project.listings_package(),
                names,
                experiments,
                ..Self::default()
            });
        }
        let state = Sources::now(project)?;
        let known = state.outputs(&used)?;
        let read = used.into_iter().map(|name| {
            let path = project.listing(name);
            let source = fs::read_to_string(&path)
                .with_context(|| format!("cannot read {}", path.display()))?;
            anyhow::Ok((name, source))
        });
        let read: Vec<(&String, String)> = read.collect::<Result<_>>()?;
        let mut programs = BTreeMap::new();
        let (sound, outcomes) = match known {
            Some(outcomes) => (read, outcomes),
            None => {
                let mut sound = Vec::new();
                for (name, source) in read {
                    match refusal(&source) {
                        Some(reason) => {
                            let outcome = Err(Failure::Refused(reason));
                            programs.insert(name.clone(), Listing { source, outcome });
                        }
                        None => sound.push((name, source)),
                    }
                }
                // Experiments come last, one after the other: each uses all processors.
                sound.sort_by_key(|(name, _)| experiments.contains(name));
                let outcomes =
                    outcomes(project, &state, &sound, &experiments, !programs.is_empty())?;
                (sound, outcomes)
            }
        };
        let ran = sound.into_iter().zip(outcomes);
        programs.extend(
            ran.map(|((name, source), outcome)| (name.clone(), Listing { source, outcome })),
        );
        Ok(Self {
            package: project.listings_package(),
            names,
            programs,
            experiments,
        })
    }
}

/// Builds the runner and runs the listings with these names and sources, the quick ones before the `experiments`.
///
/// # Errors
///
/// When none of these is why the runner does not compile, unless others are `refused`, which is then reported.
fn outcomes(
    project: &Project,
    state: &Sources,
    listings: &[(&String, String)],
    experiments: &[String],
    refused: bool,
) -> Result<Vec<Result<Output, Failure>>> {
    let (build, start) = build_of_present(project)?;
    match build {
        Build::Runner(runner) => {
            let quick = listings.partition_point(|(name, _)| !experiments.contains(name));
            let (quick, long) = listings.split_at(quick);
            outputs(project, state, &runner, quick, long, start)
        }
        Build::Broken(messages) => {
            let is_broken = |(name, _): &(&String, String)| messages.contains_key(*name);
            if !refused && !listings.iter().any(is_broken) {
                let messages: String = messages.into_values().collect();
                bail!("the listings cannot be built\n{messages}");
            }
            let outcome = |(name, _): &(&String, String)| match messages.get(*name) {
                Some(message) => Err(Failure::Compile(message.clone())),
                None => Err(Failure::Unbuilt),
            };
            Ok(listings.iter().map(outcome).collect())
        }
    }
}

/// What the listings with these names and sources print, the quick ones before the experiments.
fn outputs(
    project: &Project,
    state: &Sources,
    runner: &Runner,
    quick: &[(&String, String)],
    experiments: &[(&String, String)],
    start: SystemTime,
) -> Result<Vec<Result<Output, Failure>>> {
    let names = |listings: &[(&String, String)]| -> Vec<String> {
        listings.iter().map(|(name, _)| (*name).clone()).collect()
    };
    let stored = Stored::find(project, runner, quick, start)?;
    let mut outputs = stored.outputs(&runner.path, &names(quick))?;
    let trained = Experiments::find(project, &runner.path, experiments, start)?;
    outputs.extend(trained.outputs()?);
    if let Some(committed) = trained.committed()
        && stored.is_current
        && outputs.iter().all(Result::is_ok)
    {
        let committed = committed.into_iter().map(|file| project.root.join(file));
        let places = stored.folders.into_iter().chain(committed);
        let names = names(quick).into_iter().chain(names(experiments));
        state.keep(&runner.path, names.zip(places))?;
    }
    Ok(outputs)
}

/// The runner of the listings as they are now, and the time before it was built.
fn build_of_present(project: &Project) -> Result<(Build, SystemTime)> {
    let start = SystemTime::now();
    let made = build(project)?;
    match &made {
        Build::Runner(runner) if renew_overlooked(&runner.path)? => {
            let start = SystemTime::now();
            Ok((build(project)?, start))
        }
        _ => Ok((made, start)),
    }
}

/// The names of the listings of a project, sorted.
///
/// # Errors
///
/// When their folder cannot be read, and when one has a name that is none for a listing or the name of another one.
pub fn listing_names(project: &Project) -> Result<Vec<String>> {
    let mut names = self::names(&project.programs())?;
    names.extend(self::names(&project.experiments())?);
    names.sort();
    let twice = names.windows(2).find(|pair| pair[0] == pair[1]);
    if let Some([name, _]) = twice {
        bail!(
            "two listings are named '{name}', in {} and in {}",
            project.programs().display(),
            project.experiments().display()
        );
    }
    Ok(names)
}

/// The names of those that may run long, sorted.
///
/// # Errors
///
/// When their folder cannot be read, and when one has a name that is none for a listing.
pub fn experiment_names(project: &Project) -> Result<Vec<String>> {
    names(&project.experiments())
}

/// The names of the listings in a folder, sorted; none where there is no folder of experiments.
fn names(folder: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    if folder.ends_with("experiments") && !folder.exists() {
        return Ok(names);
    }
    let entries =
        fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "rs") {
            let name = path.file_stem().unwrap_or_default().to_string_lossy();
            let is_right = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            ensure!(
                name.chars().all(is_right),
                "{}: a listing is named by the letters a to z, digits and hyphens, not '{name}'",
                path.display()
            );
            names.push(name.into_owned());
        }
    }
    names.sort();
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::names;
    use std::fs;

    #[test]
    fn a_listing_may_have_the_name_of_a_keyword_but_no_other_characters() {
        let folder = tempfile::tempdir().unwrap();
        let right = ["2d-filter", "main", "match", "self"];
        for name in right {
            fs::write(folder.path().join(name).with_extension("rs"), "").unwrap();
        }
        fs::write(folder.path().join("notes.txt"), "").unwrap();
        assert_eq!(names(folder.path()).unwrap(), right);
        for wrong in ["Match", "a.b", "a_b", "é", "a b"] {
            let path = folder.path().join(format!("{wrong}.rs"));
            fs::write(&path, "").unwrap();
            let error = names(folder.path()).unwrap_err().to_string();
            assert!(error.ends_with(&format!("not '{wrong}'")), "{error}");
            fs::remove_file(path).unwrap();
        }
    }
}
