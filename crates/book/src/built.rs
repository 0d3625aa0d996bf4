//! Whether the pages are what a build would write now: then it has nothing to do.

use crate::serve::output;
use anyhow::{Context, Result};
use book::{Edition, Files, Project, join};
use std::{
    env, fs,
    hash::{DefaultHasher, Hash as _, Hasher as _},
    path::{Path, PathBuf},
};

/// The pages of a project and the state of what they are made from.
pub(crate) struct Pages {
    /// Their folder.
    pub(crate) folder: PathBuf,
    /// The state of the source.
    pub(crate) edition: Edition,
    /// Where the state of a build is kept.
    record: PathBuf,
    made_from: DefaultHasher,
}

impl Pages {
    /// The pages as they are, and the present state of the files, the program, the variables and the commit that they are made from.
    ///
    /// # Errors
    ///
    /// When the configuration or the state of the source cannot be read.
    pub(crate) fn of(project: &Project, binary: &Path) -> Result<Self> {
        let mut made_from = DefaultHasher::new();
        let mut files = project.watched();
        files.push(binary.to_owned());
        // git works meanwhile.
        let (files, edition) = join(|| Files::now(files), || Edition::of(project));
        files.hash(&mut made_from);
        let configures = |name: &str| name.starts_with("MDBOOK_");
        let mut variables: Vec<_> = env::vars_os()
            .filter(|(name, _)| name.to_str().is_some_and(configures))
            .collect();
        variables.sort();
        variables.hash(&mut made_from);
        let edition = edition?;
        edition.hash(&mut made_from);
        Ok(Self {
            folder: output(project)?,
            edition,
            record: project.target().join("built"),
            made_from,
        })
    }

    /// Whether all of this is as it was after the last build.
    pub(crate) fn are_current(&self) -> bool {
        fs::read_to_string(&self.record).is_ok_and(|state| state == self.state())
    }

    /// Keeps the state: what the pages are made from as it was before the build, and the pages as they are after it.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub(crate) fn keep(&self) -> Result<()> {
        fs::write(&self.record, self.state())
            .with_context(|| format!("cannot write {}", self.record.display()))
    }

    fn state(&self) -> String {
        let mut hasher = self.made_from.clone();
        Files::now(vec![self.folder.clone()]).hash(&mut hasher);
        format!("{:016x}\n", hasher.finish())
    }
}
