//! The listings: built once, run once, their output kept until the runner changes.

use crate::{parallel::in_parallel, project::Project};
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet, hash_map::DefaultHasher},
    fs,
    hash::Hasher,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::SystemTime,
};

/// How many runners' outputs are kept.
const KEPT: usize = 4;

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

/// What a program left behind.
#[derive(Debug, Clone, Default)]
pub struct Output {
    /// Its standard output.
    pub stdout: String,
    /// The same, as names and values in the order of printing.
    pub values: Vec<(String, String)>,
    /// The pictures that it saved, by file name.
    pub pictures: Vec<(String, Vec<u8>)>,
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

impl Output {
    /// Reads lines `name = value`.
    ///
    /// # Errors
    ///
    /// [`Failure::Print`] for a line of another form, and for a name that comes twice.
    pub fn parse(stdout: String, pictures: Vec<(String, Vec<u8>)>) -> Result<Self, Failure> {
        let mut values: Vec<(String, String)> = Vec::new();
        for (k, line) in stdout.lines().enumerate() {
            let pair = line
                .split_once(" = ")
                .map(|(name, value)| (name.trim(), value.trim()))
                .filter(|(name, value)| is_kebab_case(name) && !value.is_empty());
            let Some((name, value)) = pair else {
                let line_number = k + 1;
                return Err(Failure::Print(format!(
                    "line {line_number} of its output is not 'name = value': {line:?}"
                )));
            };
            if values.iter().any(|(known, _)| known == name) {
                return Err(Failure::Print(format!("it prints '{name}' twice")));
            }
            values.push((name.to_owned(), value.to_owned()));
        }
        Ok(Self {
            stdout,
            values,
            pictures,
        })
    }

    /// The value that was printed under this name.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.values
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }
}

fn is_kebab_case(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
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
        let mut programs = BTreeMap::new();
        let used: Vec<&String> = wanted.iter().filter(|name| names.contains(name)).collect();
        if used.is_empty() {
            return Ok(Self {
                package: project.listings_package(),
                names,
                ..Self::default()
            });
        }
        let (runner, outcomes) = match build(project)? {
            Build::Runner(runner) => {
                let outcomes = run_all(project, &runner, &used)?;
                (runner, outcomes)
            }
            Build::Broken(messages) => {
                if !used.iter().any(|name| messages.contains_key(*name)) {
                    let said: String = messages.into_values().collect();
                    bail!("the listings cannot be built\n{said}");
                }
                let outcomes = used
                    .iter()
                    .map(|name| match messages.get(*name) {
                        Some(said) => Err(Failure::Compile(said.clone())),
                        None => Err(Failure::Unbuilt),
                    })
                    .collect();
                (PathBuf::new(), outcomes)
            }
        };
        for (name, outcome) in used.into_iter().zip(outcomes) {
            let path = folder.join(name).with_extension("rs");
            let source = fs::read_to_string(&path)
                .with_context(|| format!("cannot read {}", path.display()))?;
            programs.insert(name.clone(), Listing { source, outcome });
        }
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

enum Build {
    Runner(PathBuf),
    /// rustc's messages by the names of the listings that do not compile.
    Broken(BTreeMap<String, String>),
}

fn build(project: &Project) -> Result<Build> {
    let package = project.listings_package();
    let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args([
            "build",
            "--quiet",
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
        .current_dir(&project.root)
        .stdin(Stdio::null())
        .output()
        .context("cannot run cargo to build the listings")?;
    let mut runner = None;
    let mut broken: BTreeMap<String, String> = BTreeMap::new();
    let mut elsewhere = String::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let Ok(message) = serde_json::from_str::<Value>(line) else {
            continue;
        };
        if let Some(executable) = message["executable"].as_str()
            && message["target"]["name"] == *package
        {
            runner = Some(PathBuf::from(executable));
        }
        if message["reason"] == "compiler-message" && message["message"]["level"] == "error" {
            let rendered = message["message"]["rendered"].as_str().unwrap_or_default();
            match message["message"]["spans"]
                .as_array()
                .and_then(|spans| listing_of(spans))
            {
                Some(name) => broken.entry(name).or_default().push_str(rendered),
                None => elsewhere.push_str(rendered),
            }
        }
    }
    if output.status.success() {
        return runner
            .map(Build::Runner)
            .context("cargo built the listings without saying where");
    }
    if broken.is_empty() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("the listings cannot be built\n{elsewhere}{said}");
    }
    Ok(Build::Broken(broken))
}

/// The listing in which an error of rustc lies.
fn listing_of(spans: &[Value]) -> Option<String> {
    let primary = spans.iter().find(|span| span["is_primary"] == true)?;
    let path = Path::new(primary["file_name"].as_str()?);
    let folder = path.parent()?.file_name()?;
    (folder == "programs").then(|| path.file_stem()?.to_str().map(str::to_owned))?
}

/// Runs the listings whose output is not kept yet, as many at a time as there are processors.
fn run_all(
    project: &Project,
    runner: &Path,
    names: &[&String],
) -> Result<Vec<Result<Output, Failure>>> {
    let bytes = fs::read(runner).with_context(|| format!("cannot read {}", runner.display()))?;
    let mut hasher = DefaultHasher::new();
    hasher.write(&bytes);
    let outputs = project.target_of(runner).join("listing-outputs");
    let kept = outputs.join(format!("{:016x}", hasher.finish()));
    fs::create_dir_all(&kept).with_context(|| format!("cannot write to {}", kept.display()))?;
    forget_old(&outputs, &kept);
    let missing = names
        .iter()
        .filter(|name| !kept.join(name).exists())
        .count();
    if missing > 0 {
        eprintln!("running {missing} of {} listings", names.len());
    }
    in_parallel(names, |name| run_one(runner, &kept, name))
        .into_iter()
        .collect()
}

/// The output of one listing, from `kept` or by running it in a folder of its own there.
fn run_one(runner: &Path, kept: &Path, name: &str) -> Result<Result<Output, Failure>> {
    let folder = kept.join(name);
    if !folder.exists() {
        let scratch = kept.join(format!("{name}.{}", std::process::id()));
        let work = scratch.join("files");
        fs::create_dir_all(&work).with_context(|| format!("cannot write to {}", work.display()))?;
        let output = Command::new(runner)
            .arg(name)
            .current_dir(&work)
            .stdin(Stdio::null())
            .output()
            .with_context(|| format!("cannot run the listing '{name}'"))?;
        if !output.status.success() {
            fs::remove_dir_all(&scratch)?;
            let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
            return Ok(Err(Failure::Run(
                format!("{said}\n({})", output.status).trim().to_owned(),
            )));
        }
        fs::write(scratch.join("stdout"), &output.stdout)?;
        // Another process may have been faster; its output is the same.
        if fs::rename(&scratch, &folder).is_err() {
            fs::remove_dir_all(&scratch)?;
        }
    }
    let stdout = fs::read(folder.join("stdout"))
        .with_context(|| format!("cannot read what '{name}' printed"))?;
    let Ok(stdout) = String::from_utf8(stdout) else {
        return Ok(Err(Failure::Print("its output is not UTF-8".into())));
    };
    let mut pictures = Vec::new();
    for entry in fs::read_dir(folder.join("files"))? {
        let path = entry?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "svg" || extension == "png")
        {
            let file = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            pictures.push((file, fs::read(&path)?));
        }
    }
    pictures.sort();
    Ok(Output::parse(stdout, pictures))
}

/// Removes what old runners printed; a failure to remove costs only space.
fn forget_old(outputs: &Path, current: &Path) {
    let Ok(entries) = fs::read_dir(outputs) else {
        return;
    };
    let mut folders: Vec<(SystemTime, PathBuf)> = entries
        .flatten()
        .filter_map(|entry| Some((entry.metadata().ok()?.modified().ok()?, entry.path())))
        .filter(|(_, path)| path != current)
        .collect();
    folders.sort();
    for (_, path) in folders.iter().rev().skip(KEPT) {
        let _ = fs::remove_dir_all(path);
    }
}

/// The text of a program in two parts of meaning: each line with whether it is shown, without the anchor marks.
pub(crate) fn shown_lines(source: &str) -> Vec<(bool, &str)> {
    let marked = source.lines().any(|line| line.trim() == "// ANCHOR: shown");
    let mut shown = !marked;
    let mut lines = Vec::new();
    for line in source.lines() {
        match line.trim() {
            "// ANCHOR: shown" => shown = true,
            "// ANCHOR_END: shown" => shown = false,
            _ => lines.push((shown, line)),
        }
    }
    lines
}

/// The part of a program that the book shows, without the margin that its lines have in common.
#[must_use]
pub fn shown_code(source: &str) -> String {
    code(shown_lines(source).into_iter().filter(|(shown, _)| *shown))
}

/// A program without the marks of the part that the book shows.
#[must_use]
pub fn whole_code(source: &str) -> String {
    code(shown_lines(source).into_iter())
}

fn code<'s>(lines: impl Iterator<Item = (bool, &'s str)>) -> String {
    let lines: Vec<&str> = lines.map(|(_, line)| line).collect();
    let margin = lines
        .iter()
        .filter(|line| !line.trim().is_empty())
        .map(|line| line.len() - line.trim_start().len())
        .min()
        .unwrap_or(0);
    let mut code = String::new();
    for line in lines {
        code.push_str(line.get(margin..).unwrap_or_default());
        code.push('\n');
    }
    code.trim_matches('\n').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn output_of_named_values_is_read_in_order() {
        let output = Output::parse("output-size = 46×46\nsum = -1\n".into(), Vec::new()).unwrap();
        assert_eq!(output.value("output-size"), Some("46×46"));
        assert_eq!(output.value("sum"), Some("-1"));
        assert_eq!(output.value("other"), None);
    }

    #[test]
    fn other_output_is_a_failure_that_names_the_line() {
        for (stdout, said) in [
            ("a = 1\nhello\n", "line 2"),
            ("A = 1\n", "line 1"),
            ("a =\n", "line 1"),
            ("a = 1\na = 2\n", "twice"),
        ] {
            let Err(Failure::Print(message)) = Output::parse(stdout.into(), Vec::new()) else {
                panic!("{stdout:?} was accepted");
            };
            assert!(message.contains(said), "{message}");
        }
    }

    #[test]
    fn only_the_part_between_the_anchors_is_shown() {
        let source = "use x;\n// ANCHOR: shown\nfn main() {}\n// ANCHOR_END: shown\nfn f() {}\n";
        assert_eq!(
            shown_lines(source),
            [
                (false, "use x;"),
                (true, "fn main() {}"),
                (false, "fn f() {}")
            ]
        );
        assert_eq!(shown_lines("fn main() {}"), [(true, "fn main() {}")]);
    }
}
