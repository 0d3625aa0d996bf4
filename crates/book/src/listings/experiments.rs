//! Listings that may run long: what they printed is committed beside them, with the key of all that it depends on.
//!
//! While the key matches, a build uses the committed output. Otherwise it trains the experiment, one at a time, since each
//! uses all processors, and stores what it printed under `target`, as that of other listings; the committed file is
//! renewed by a command only. The tests train every experiment again and compare.

use super::{
    Failure, Output,
    build::Build,
    build_of_present,
    key::Key,
    names,
    outputs::{is_current, output_in, run},
    progress::Progress,
    refusal::refusal,
    run::Limits,
};
use crate::project::Project;
use anyhow::{Context, Result, bail, ensure};
use std::{
    fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

/// What renews the committed files.
const RENEW: &str = "cargo book experiments";

/// Experiments that may be trained, and the runner for them.
pub(super) struct Experiments<'p> {
    runner: &'p Path,
    experiments: Vec<Experiment>,
    /// Whether no input changed since the build of the runner began, so that what is trained belongs to the keys.
    is_current: bool,
}

/// One experiment as it is now.
struct Experiment {
    name: String,
    key: String,
    /// Its committed file, from the root of the project.
    file: PathBuf,
    /// What the file holds, if there is one.
    committed: Option<Committed>,
    /// Where the output of this key is stored under `target`, or will be.
    stored: PathBuf,
}

/// What a committed file holds.
struct Committed {
    key: String,
    stdout: String,
}

impl Committed {
    /// The first line is `key: ` and the key; the others are what the experiment printed.
    fn parse(text: &str) -> Option<Self> {
        let (first, stdout) = text.split_once('\n')?;
        Some(Self {
            key: first.strip_prefix("key: ")?.trim_end().to_owned(),
            stdout: stdout.to_owned(),
        })
    }
}

impl<'p> Experiments<'p> {
    /// The experiments with these names and sources, after a build of the runner that began at `start`.
    ///
    /// # Errors
    ///
    /// When a file cannot be read.
    pub(super) fn find(
        project: &Project,
        runner: &'p Path,
        listings: &[(&String, String)],
        start: SystemTime,
    ) -> Result<Self> {
        if listings.is_empty() {
            return Ok(Self {
                runner,
                experiments: Vec::new(),
                is_current: true,
            });
        }
        let common = Key::of_runner(project, runner)?;
        let outputs = project.target_of(runner).join("listing-outputs");
        let folder = project.experiments();
        let experiments = listings.iter().map(|(name, source)| {
            let key = common.of_experiment(source);
            let path = folder.join(name).with_extension("txt");
            let text = match path.exists() {
                true => fs::read_to_string(&path)
                    .with_context(|| format!("cannot read {}", path.display()))?,
                false => String::new(),
            };
            let file = path.strip_prefix(&project.root).unwrap_or(&path).to_owned();
            anyhow::Ok(Experiment {
                name: (*name).clone(),
                stored: outputs.join(format!("{name}/{key}")),
                key,
                file,
                committed: Committed::parse(&text),
            })
        });
        Ok(Self {
            runner,
            experiments: experiments.collect::<Result<_>>()?,
            is_current: is_current(runner, start)?,
        })
    }

    /// What the experiments print, in their order: what is committed for the present key, else what was stored or is
    /// trained now.
    ///
    /// # Errors
    ///
    /// When the runner does not start, and when a file cannot be read or written.
    pub(super) fn outputs(&self) -> Result<Vec<Result<Output, Failure>>> {
        let outputs = self.experiments.iter().map(|experiment| {
            if let Some(committed) = experiment.present() {
                return Ok(Output::parse(committed.stdout.clone(), Vec::new()));
            }
            let output = self.trained(experiment)?;
            let file = experiment.file.display();
            eprintln!(
                "{file} is not what {} prints now; '{RENEW}' renews it",
                experiment.name
            );
            Ok(output)
        });
        outputs.collect()
    }

    /// The committed files, if all of them are of the present key.
    pub(super) fn committed(&self) -> Option<Vec<&Path>> {
        let files = self.experiments.iter();
        files
            .map(|experiment| experiment.present().map(|_| experiment.file.as_path()))
            .collect()
    }

    /// What an experiment prints with the present key: stored, or by training.
    fn trained(&self, experiment: &Experiment) -> Result<Result<Output, Failure>> {
        output_in(&experiment.stored, self.is_current, |folder| {
            train(self.runner, &experiment.name, folder)
        })
    }
}

impl Experiment {
    /// What is committed, if it is of the present key.
    fn present(&self) -> Option<&Committed> {
        self.committed
            .as_ref()
            .filter(|committed| committed.key == self.key)
    }
}

/// What the committed file of an experiment says that it printed.
///
/// # Errors
///
/// When the file cannot be read.
pub(super) fn committed(file: &Path) -> Result<String> {
    let text =
        fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    Ok(Committed::parse(&text).map_or_else(String::new, |committed| committed.stdout))
}

/// Trains an experiment in an empty folder, and writes what it prints there.
fn train(runner: &Path, name: &str, folder: &Path) -> Result<Result<(), Failure>> {
    let mut progress = Progress::start(name);
    let done = run(runner, name, folder, Limits::EXPERIMENT, &mut |line| {
        progress.hear(line)
    })?;
    let has_files = fs::read_dir(folder.join("files"))?.next().is_some();
    Ok(match done {
        Ok(()) if has_files => Err(Failure::Print(
            "it saves a file, but what an experiment leaves is committed as text; print it".into(),
        )),
        done => done,
    })
}

/// Builds the runner and does something with all experiments of a project.
fn with_all<T>(project: &Project, work: impl FnOnce(&Experiments<'_>) -> Result<T>) -> Result<T> {
    let mut sources = Vec::new();
    let names = names(&project.experiments())?;
    for name in &names {
        let path = project.listing(name);
        let source =
            fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        if let Some(reason) = refusal(&source) {
            bail!("listing '{name}' is refused\n{reason}");
        }
        sources.push((name, source));
    }
    let (build, start) = build_of_present(project)?;
    match build {
        Build::Runner(runner) => work(&Experiments::find(project, &runner.path, &sources, start)?),
        Build::Broken(messages) => {
            let messages: String = messages.into_values().collect();
            bail!("the listings cannot be built\n{messages}")
        }
    }
}

/// Writes the committed files of the experiments whose key does not match, and of `all` others too after training them
/// again. Returns the files written.
///
/// # Errors
///
/// When an experiment fails or prints what is no list of named values, when a file changes meanwhile, and when a file
/// cannot be read or written.
pub fn renew_experiments(project: &Project, all: bool) -> Result<Vec<PathBuf>> {
    with_all(project, |experiments| {
        ensure!(
            experiments.is_current,
            "a file changed while the listings were built; call '{RENEW}' once more"
        );
        let mut written = Vec::new();
        for experiment in &experiments.experiments {
            if !all && experiment.present().is_some() {
                continue;
            }
            if all && experiment.stored.exists() {
                fs::remove_dir_all(&experiment.stored)?;
            }
            let output = experiments.trained(experiment)?;
            let output = output.map_err(|failure| failed(&experiment.name, failure))?;
            let path = project.root.join(&experiment.file);
            fs::write(&path, format!("key: {}\n{}", experiment.key, output.stdout))
                .with_context(|| format!("cannot write {}", path.display()))?;
            written.push(path);
        }
        Ok(written)
    })
}

/// Trains every experiment again, and compares what it prints with what is committed, byte for byte.
///
/// # Errors
///
/// All committed files that are missing, of another key, of no experiment, or not what the experiment prints, each with
/// the first line that differs; and as [`renew_experiments`].
pub fn check_experiments(project: &Project) -> Result<()> {
    with_all(project, |experiments| {
        let mut mistakes = without_experiment(project)?;
        for experiment in &experiments.experiments {
            mistakes.extend(check(experiments.runner, experiment)?);
        }
        ensure!(
            mistakes.is_empty(),
            "{}\n'{RENEW}' renews what is of another state, '{RENEW} --all' everything",
            mistakes.join("\n")
        );
        Ok(())
    })
}

/// What is wrong with the committed file of an experiment.
fn check(runner: &Path, experiment: &Experiment) -> Result<Vec<String>> {
    let Experiment { name, file, .. } = experiment;
    let file = file.display();
    let mut mistakes = Vec::new();
    if experiment.present().is_none() {
        let what = match experiment.committed {
            Some(_) => "is of another state of the program or of the crates",
            None => "is missing, or does not begin with a line 'key: '",
        };
        mistakes.push(format!("{file}: {what}"));
    }
    let folder = tempfolder(&experiment.stored);
    let trained = train(runner, name, &folder).and_then(|done| match done {
        Ok(()) => Ok(Ok(fs::read(folder.join("stdout"))?)),
        Err(failure) => Ok(Err(failure)),
    });
    fs::remove_dir_all(&folder)?;
    match trained? {
        Err(failure) => mistakes.push(failed(name, failure).to_string()),
        Ok(printed) => {
            let committed = experiment
                .committed
                .as_ref()
                .map(|committed| committed.stdout.as_str());
            mistakes.extend(
                difference(
                    committed.unwrap_or_default(),
                    &String::from_utf8_lossy(&printed),
                )
                .map(|(line, what)| format!("{file}:{line}: {what}")),
            );
        }
    }
    Ok(mistakes)
}

/// The first line of a committed file that is not what was printed, and how it differs.
fn difference(committed: &str, printed: &str) -> Option<(usize, String)> {
    if committed == printed {
        return None;
    }
    let (mut committed, mut printed) = (committed.split('\n'), printed.split('\n'));
    // The first line of the file is the key.
    (2..).find_map(|line| {
        let lines = (committed.next(), printed.next());
        let shown =
            |line: Option<&str>| line.map_or("nothing".to_owned(), |line| format!("'{line}'"));
        (lines.0 != lines.1).then(|| {
            (
                line,
                format!(
                    "{} is committed, the experiment prints {}",
                    shown(lines.0),
                    shown(lines.1)
                ),
            )
        })
    })
}

/// Committed files whose experiment is gone.
fn without_experiment(project: &Project) -> Result<Vec<String>> {
    let folder = project.experiments();
    let Ok(entries) = fs::read_dir(&folder) else {
        return Ok(Vec::new());
    };
    let mut mistakes = Vec::new();
    for entry in entries {
        let path = entry?.path();
        let is_output = path.extension().is_some_and(|extension| extension == "txt");
        if is_output && !path.with_extension("rs").exists() {
            let file = path.strip_prefix(&project.root).unwrap_or(&path);
            mistakes.push(format!(
                "{}: no experiment has this name; remove it",
                file.display()
            ));
        }
    }
    mistakes.sort();
    Ok(mistakes)
}

fn tempfolder(stored: &Path) -> PathBuf {
    stored.with_extension(format!("check-{}", std::process::id()))
}

fn failed(name: &str, failure: Failure) -> anyhow::Error {
    let text = match failure {
        Failure::Run(text) => format!("failed\n{text}"),
        Failure::Stopped(text) => format!("was stopped: {text}"),
        Failure::Compile(text) | Failure::Refused(text) | Failure::Print(text) => text,
        Failure::Unbuilt => "was not built".to_owned(),
    };
    anyhow::anyhow!("listing '{name}': {text}")
}

#[cfg(test)]
mod tests {
    use super::difference;

    #[test]
    fn the_first_line_that_differs_is_named_by_its_place_in_the_file() {
        assert_eq!(difference("a = 1\nb = 2\n", "a = 1\nb = 2\n"), None);
        let found = |committed, printed| {
            let (line, what) = difference(committed, printed).unwrap();
            format!("{line}: {what}")
        };
        assert_eq!(
            found("a = 1\nb = 2\n", "a = 1\nb = 3\n"),
            "3: 'b = 2' is committed, the experiment prints 'b = 3'"
        );
        assert_eq!(
            found("a = 1\n", "a = 1"),
            "3: '' is committed, the experiment prints nothing"
        );
        assert_eq!(
            found("", "a = 1\n"),
            "2: '' is committed, the experiment prints 'a = 1'"
        );
        assert_eq!(found("a = 1\r\n", "a = 1\n").split(':').next(), Some("2"));
    }
}
