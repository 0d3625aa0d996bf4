//! The listings: built together, run one by one, each output stored until something that it depends on changes.

mod build;
mod output;
mod outputs;
mod source;

pub use output::Output;
pub(crate) use source::shown_lines;
pub use source::{shown_code, whole_code};

use crate::project::Project;
use anyhow::{Context, Result, bail};
use build::{Build, build};
use outputs::Stored;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

/// What the book knows of the listings.
#[derive(Debug, Default)]
pub struct Listings {
    /// The package of the binary that runs any of them.
    pub package: String,
    /// The binary.
    pub runner: PathBuf,
    /// The names of all that exist, sorted.
    pub names: Vec<String>,
    /// Those that the book uses.
    pub programs: BTreeMap<String, Listing>,
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
    /// It panicked or returned an error: what it wrote to its standard error.
    Run(String),
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
        let folder = project.programs();
        let names = names(&folder)?;
        let used: Vec<&String> = wanted.iter().filter(|name| names.contains(name)).collect();
        if used.is_empty() {
            return Ok(Self {
                package: project.listings_package(),
                names,
                ..Self::default()
            });
        }
        let start = SystemTime::now();
        let build = build(project)?;
        let mut listings = Vec::new();
        for name in used {
            let path = folder.join(name).with_extension("rs");
            let source = fs::read_to_string(&path)
                .with_context(|| format!("cannot read {}", path.display()))?;
            listings.push((name, source));
        }
        let used: Vec<&String> = listings.iter().map(|(name, _)| *name).collect();
        let (runner, outcomes) = match build {
            Build::Runner(runner) => {
                let stored = Stored::find(project, &runner, &listings, start)?;
                let outcomes = stored.outputs(&runner.path, &used)?;
                (runner.path, outcomes)
            }
            Build::Broken(messages) => {
                if !used.iter().any(|name| messages.contains_key(*name)) {
                    let messages: String = messages.into_values().collect();
                    bail!("the listings cannot be built\n{messages}");
                }
                let outcome = |name: &&String| match messages.get(*name) {
                    Some(message) => Err(Failure::Compile(message.clone())),
                    None => Err(Failure::Unbuilt),
                };
                (PathBuf::new(), used.iter().map(outcome).collect())
            }
        };
        let programs = listings
            .into_iter()
            .zip(outcomes)
            .map(|((name, source), outcome)| (name.clone(), Listing { source, outcome }))
            .collect();
        Ok(Self {
            package: project.listings_package(),
            runner,
            names,
            programs,
        })
    }
}

/// The names of the listings of a project, sorted.
///
/// # Errors
///
/// When their folder cannot be read.
pub fn listing_names(project: &Project) -> Result<Vec<String>> {
    names(&project.programs())
}

fn names(folder: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    let entries =
        fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "rs")
            && let Some(name) = path.file_stem().and_then(|stem| stem.to_str())
        {
            names.push(name.to_owned());
        }
    }
    names.sort();
    Ok(names)
}
