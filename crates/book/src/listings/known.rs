//! Where the output of each listing is, known as long as nothing changes that the listings are made from: then cargo is not
//! asked, and no file is hashed.

use super::{Failure, Output, experiments::committed, outputs::inputs, outputs::read_output};
use crate::{files::Files, parallel::in_parallel, project::Project};
use anyhow::{Context, Result};
use std::{
    collections::BTreeMap,
    env, fs,
    hash::{DefaultHasher, Hash as _, Hasher as _},
    path::{Path, PathBuf},
};

/// The state of the files that the listings are made from, at one time.
pub(super) struct Sources {
    record: PathBuf,
    state: DefaultHasher,
}

impl Sources {
    /// The present state.
    ///
    /// # Errors
    ///
    /// When the path of this program is not known.
    pub(super) fn now(project: &Project) -> Result<Self> {
        let files = ["crates", "Cargo.toml", "Cargo.lock", ".cargo"];
        let mut files: Vec<PathBuf> = files.map(|name| project.root.join(name)).to_vec();
        // Another compiler, profile or set of flags makes another one.
        let program = env::current_exe()?;
        let name = program.file_stem().unwrap_or_default().to_string_lossy();
        let record = project.target().join(format!("known-outputs-{name}"));
        files.push(program);
        let mut state = DefaultHasher::new();
        Files::now(files).hash(&mut state);
        Ok(Self { record, state })
    }

    /// The state with that of the runner, and of what is compiled into it from elsewhere.
    fn with(&self, runner: &Path) -> Result<String> {
        let mut files = inputs(runner)?;
        files.push(runner.to_owned());
        let mut state = self.state.clone();
        Files::now(files).hash(&mut state);
        Ok(format!("{:016x}", state.finish()))
    }

    /// Keeps where the outputs are that a runner of these sources gave.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub(super) fn keep(
        &self,
        runner: &Path,
        outputs: impl Iterator<Item = (String, PathBuf)>,
    ) -> Result<()> {
        let mut text = format!("{}\n{}\n", self.with(runner)?, runner.display());
        for (name, path) in outputs {
            text += &format!("{name} {}\n", path.display());
        }
        fs::write(&self.record, text)
            .with_context(|| format!("cannot write {}", self.record.display()))
    }

    /// The outputs of the listings, if they are known and their sources are as they were.
    ///
    /// # Errors
    ///
    /// When an output cannot be read.
    pub(super) fn outputs(
        &self,
        names: &[&String],
    ) -> Result<Option<Vec<Result<Output, Failure>>>> {
        let text = fs::read_to_string(&self.record).unwrap_or_default();
        let mut lines = text.lines();
        let (Some(state), Some(runner)) = (lines.next(), lines.next()) else {
            return Ok(None);
        };
        if self.with(Path::new(runner)).ok().as_deref() != Some(state) {
            return Ok(None);
        }
        let known: BTreeMap<&str, &str> = lines.filter_map(|line| line.split_once(' ')).collect();
        let outputs = in_parallel(names, |name| {
            let path = known.get(name.as_str()).map(Path::new);
            let read = path.filter(|path| path.exists()).map(|path| {
                Ok(match path.is_dir() {
                    true => read_output(path)?,
                    false => Output::parse(committed(path)?, Vec::new()),
                })
            });
            read.transpose()
        });
        outputs.into_iter().collect()
    }
}
