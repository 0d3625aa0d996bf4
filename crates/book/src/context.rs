//! What a build compares the chapters with.

use crate::{
    chapter::{Chapter, listings_in},
    citations::Bibliography,
    diagnostics::Mistakes,
    listings::Listings,
    project::{LIVE, Project},
};
use anyhow::Result;
use figures::Catalogue;
use sha2::{Digest as _, Sha256};
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

/// What a build compares the chapters with.
#[derive(Debug)]
pub struct Context {
    /// The figures that may be shown.
    pub figures: &'static Catalogue,
    /// The programs and what they printed.
    pub listings: Listings,
    /// The solutions of the exercises that ask for a program, by the name of the exercise.
    pub solutions: BTreeMap<String, Solution>,
    /// The works that may be cited.
    pub bibliography: Bibliography,
    /// The address of the book's repository, if one is configured.
    pub repository: Option<String>,
    /// The folder of the chapters, in which included files are looked for.
    pub source: PathBuf,
    /// The version of the live figures, if the book has them: another one after every change, so that no browser takes an
    /// old file for a new one.
    pub live: Option<String>,
}

/// The solution of an exercise that asks for a program.
#[derive(Debug)]
pub struct Solution {
    /// The file that a reader completes instead, from the root of the project.
    pub skeleton: PathBuf,
    /// The program that solves it.
    pub program: String,
}

impl Context {
    /// Runs the listings that the chapters show, and reads the other files.
    ///
    /// # Errors
    ///
    /// [`Mistakes`] for a bibliography that cannot be read; any other error when the machine fails.
    pub fn read(project: &Project, chapters: &[Chapter]) -> Result<Self> {
        let html = project.config()?.html_config();
        let bibliography = Bibliography::read(&project.bibliography())
            .map_err(|mistake| Mistakes(vec![mistake]))?;
        Ok(Self {
            figures: project.figures,
            listings: Listings::run(project, &listings_in(chapters))?,
            solutions: solutions(project)?,
            bibliography,
            repository: html.and_then(|html| html.git_repository_url),
            live: version(&project.source().join(LIVE))?,
            source: project.source(),
        })
    }
}

/// The solutions of a project's exercises; none where the project has no such folder.
fn solutions(project: &Project) -> Result<BTreeMap<String, Solution>> {
    let mut found = BTreeMap::new();
    let Some(folder) = project.solutions().filter(|folder| folder.is_dir()) else {
        return Ok(found);
    };
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        if path.extension().is_some_and(|extension| extension == "rs") && stem != "mod" {
            let name = stem.replace('_', "-");
            let solution = Solution {
                skeleton: project.skeleton(&name).unwrap_or_default(),
                program: fs::read_to_string(&path)?,
            };
            found.insert(name, solution);
        }
    }
    Ok(found)
}

/// A short name for the present content of the files in a folder; none without the folder.
fn version(folder: &Path) -> Result<Option<String>> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Ok(None);
    };
    let mut paths: Vec<_> = entries
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<_>>()?;
    paths.sort();
    let mut hasher = Sha256::new();
    for path in paths {
        hasher.update(fs::read(path)?);
    }
    let [a, b, c, d, ..] = <[u8; 32]>::from(hasher.finalize());
    Ok(Some(format!("{:08x}", u32::from_be_bytes([a, b, c, d]))))
}
