//! Builds the runner with cargo, whose progress goes to standard error.

use crate::project::Project;
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    process::Stdio,
};

/// What cargo made of the listings.
pub(super) enum Build {
    /// All of them compile.
    Runner(Runner),
    /// rustc's messages by the names of the listings that do not compile.
    Broken(BTreeMap<String, String>),
}

/// The binary that runs any listing.
pub(super) struct Runner {
    /// Where it is.
    pub(super) path: PathBuf,
    /// The file names of the libraries in it, in which cargo hashes version, features, profile and compiler, and the
    /// profile of the runner itself.
    pub(super) compiled_with: Vec<String>,
}

/// Builds the runner.
///
/// # Errors
///
/// When cargo cannot be run, and when something other than a listing does not compile.
pub(super) fn build(project: &Project) -> Result<Build> {
    let package = project.listings_package();
    let output = project
        .cargo()
        .args([
            "build",
            // With the features of `book`, whose dependencies are compiled already.
            "--package",
            "book",
            "--package",
            &package,
            "--bin",
            &package,
            "--message-format",
            "json",
        ])
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .context("cannot run cargo to build the listings")?;
    let mut path = None;
    let mut compiled_with = Vec::new();
    let mut broken: BTreeMap<String, String> = BTreeMap::new();
    let mut elsewhere = String::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let Ok(message) = serde_json::from_str::<Value>(line) else {
            continue;
        };
        match message["reason"].as_str() {
            Some("compiler-artifact") => match message["executable"].as_str() {
                Some(executable) if message["target"]["name"] == *package => {
                    path = Some(PathBuf::from(executable));
                    compiled_with.push(message["profile"].to_string());
                }
                _ => compiled_with.extend(file_names(&message["filenames"])),
            },
            Some("compiler-message") => {
                let message = &message["message"];
                let rendered = message["rendered"].as_str().unwrap_or_default();
                if message["level"] != "error" {
                    eprint!("{rendered}");
                } else if let Some(name) = listing_of(&message["spans"]) {
                    broken.entry(name).or_default().push_str(rendered);
                } else {
                    elsewhere.push_str(rendered);
                }
            }
            _ => {}
        }
    }
    if output.status.success() {
        let path = path.context("cargo built the listings without saying where")?;
        compiled_with.sort();
        return Ok(Build::Runner(Runner {
            path,
            compiled_with,
        }));
    }
    if broken.is_empty() {
        bail!("the listings cannot be built\n{elsewhere}");
    }
    Ok(Build::Broken(broken))
}

fn file_names(paths: &Value) -> impl Iterator<Item = String> {
    let paths = paths.as_array().into_iter().flatten();
    paths.filter_map(|path| {
        let name = Path::new(path.as_str()?).file_name()?;
        Some(name.to_string_lossy().into_owned())
    })
}

/// The listing in which an error of rustc lies.
fn listing_of(spans: &Value) -> Option<String> {
    let mut spans = spans.as_array()?.iter();
    let primary = spans.find(|span| span["is_primary"] == true)?;
    let path = Path::new(primary["file_name"].as_str()?);
    let folder = path.parent()?.file_name()?;
    (folder == "programs" || folder == "experiments")
        .then(|| path.file_stem()?.to_str().map(str::to_owned))?
}
