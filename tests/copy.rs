//! What happens to the listings of the real book when one of them breaks, and beside the artefacts of other builds.
//!
//! It happens in a copy of the project, kept in the target folder for the next run. The copy uses the dependencies that
//! are compiled for the project; what is compiled for the copy itself has another version and takes the place of nothing.

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    fs::{self, File},
    path::{Path, PathBuf},
    process::Command,
    sync::{Mutex, MutexGuard, PoisonError},
    thread,
    time::Duration,
};

use tests::{cargo, fail, mdbook, root, run};

/// The copy is one for all tests of this file.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

const EXPERIMENTS: &str = "crates/listings/experiments";

struct Copy {
    root: PathBuf,
    /// The target folder of the project.
    target: PathBuf,
    /// The command `cargo book` of the project itself, which works in the folder that it is called in.
    book: PathBuf,
    _alone: MutexGuard<'static, ()>,
}

impl Copy {
    /// The project as it is.
    fn new() -> Self {
        let alone = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
        run(cargo()
            .args(["build", "--quiet", "--package", "book"])
            .current_dir(root()));
        // This program is TARGET/debug/deps/copy-….
        let program = env::current_exe().unwrap();
        let debug = program.ancestors().nth(2).unwrap();
        let target = debug.parent().unwrap();
        let copy = target.join("copy");
        mirror(&root(), &copy);
        let manifest = fs::read_to_string(copy.join("Cargo.toml")).unwrap();
        let version = format!("version = \"{}", env!("CARGO_PKG_VERSION"));
        assert!(manifest.contains(&version), "the version of the workspace");
        let manifest = manifest.replacen(&version, &format!("{version}-copy"), 1);
        fs::write(copy.join("Cargo.toml"), manifest).unwrap();
        Self {
            root: copy,
            target: target.to_owned(),
            book: debug.join(format!("book{}", env::consts::EXE_SUFFIX)),
            _alone: alone,
        }
    }

    /// A command that works in the copy: binaries go to a target folder there, all else to that of the project.
    fn inside(&self, mut command: Command) -> Command {
        command
            .current_dir(&self.root)
            .env("CARGO_BUILD_BUILD_DIR", &self.target)
            .env_remove("CARGO_TARGET_DIR");
        command
    }

    /// `cargo book` with this argument. It does not compile the command anew for the copy.
    fn cargo_book(&self, argument: &str) -> Command {
        let mut command = self.inside(Command::new(&self.book));
        command.arg(argument);
        command
    }

    /// `cargo book test`, and `mdbook test` where it is installed, with the same command.
    fn tests(&self) -> Vec<Command> {
        let theirs = mdbook().map(|mdbook| {
            let preprocessor = format!("'{}' preprocess", self.book.display());
            let mut command = self.inside(mdbook);
            command
                .arg("test")
                .env("MDBOOK_PREPROCESSOR__BOOK__COMMAND", preprocessor);
            command
        });
        let ours = self.cargo_book("test");
        [Some(ours), theirs].into_iter().flatten().collect()
    }

    /// Checks both of them, at the same time.
    fn check_tests(&self, check: impl Fn(&mut Command) + Sync) {
        thread::scope(|scope| {
            for mut test in self.tests() {
                let check = &check;
                scope.spawn(move || check(&mut test));
            }
        });
    }

    fn listing(&self, name: &str) -> PathBuf {
        let programs = self.root.join("crates/listings/programs");
        programs.join(name).with_extension("rs")
    }

    /// Puts a statement at the start of the `main` of a listing.
    fn break_listing(&self, name: &str, statement: &str) {
        let path = self.listing(name);
        let mut text = fs::read_to_string(&path).unwrap();
        let main = text.find("fn main()").unwrap();
        let body = main + text[main..].find('{').unwrap() + 1;
        text.insert_str(body, statement);
        fs::write(path, text).unwrap();
    }
}

/// The stored outputs of each listing, by the names of their folders.
fn stored(folder: &Path) -> BTreeMap<String, BTreeSet<String>> {
    let names = |folder: &Path| -> Vec<String> {
        fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect()
    };
    names(folder)
        .into_iter()
        .map(|listing| {
            let outputs = names(&folder.join(&listing)).into_iter().collect();
            (listing, outputs)
        })
        .collect()
}

/// Makes `to` like `from`; what is alike already keeps its time, so that cargo compiles only what changed.
fn mirror(from: &Path, to: &Path) {
    let is_ours = |path: &Path| {
        let name = path.file_name().unwrap();
        // The tag marks a target folder of cargo, unless something else made the folder first. The copy stands in one of them.
        let is_target = name == "target" || path.join("CACHEDIR.TAG").exists();
        name != ".git" && name != "node_modules" && !is_target
    };
    fs::create_dir_all(to).unwrap();
    let here = |folder: &Path| -> Vec<PathBuf> {
        fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| is_ours(path))
            .collect()
    };
    for old in here(to) {
        if !from.join(old.file_name().unwrap()).exists() {
            match old.is_dir() {
                true => fs::remove_dir_all(old).unwrap(),
                false => fs::remove_file(old).unwrap(),
            }
        }
    }
    for path in here(from) {
        let copy = to.join(path.file_name().unwrap());
        if path.is_dir() {
            mirror(&path, &copy);
        } else {
            let bytes = fs::read(&path).unwrap();
            if fs::read(&copy).ok().as_ref() != Some(&bytes) {
                fs::write(copy, bytes).unwrap();
            }
        }
    }
}

/// A listing that the book shows, the chapter and the line.
fn any_listing() -> (String, String, usize) {
    let project = book::Project::find(&root(), &figures::FIGURES).unwrap();
    let chapters = book::chapters(&book::load(&project).unwrap().book);
    let shown = chapters.iter().find_map(|chapter| {
        let mut lines = chapter.text.lines().enumerate();
        lines.find_map(|(k, line)| {
            let name = line.strip_prefix("{{#listing ")?.strip_suffix("}}")?;
            Some((name.to_owned(), chapter.file.clone(), k + 1))
        })
    });
    shown.expect("the book shows a listing")
}

/// What a listing calls depends on no more than the listing itself: see `refusal.rs` in the crate `book`.
#[test]
fn the_mathematics_reads_no_file_and_no_clock() {
    let mut files = 0;
    let mut paths = vec![root().join("crates/equivariance/src")];
    while let Some(path) = paths.pop() {
        if path.is_dir() {
            paths.extend(
                fs::read_dir(path)
                    .unwrap()
                    .map(|entry| entry.unwrap().path()),
            );
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        // What only tests have does not count; it stands at the end.
        let text = text.split("\nmod tests {").next().unwrap();
        for part in [
            "env", "fs", "net", "os", "path", "process", "thread", "time",
        ] {
            let name = format!("std::{part}");
            assert!(!text.contains(&name), "{name} in {}", path.display());
        }
        files += 1;
    }
    assert!(files > 10, "{files}");
}

#[test]
fn listings_pass_beside_the_artefacts_of_other_builds() {
    let copy = Copy::new();
    let mut other_builds = vec![
        "check --package listings",
        // With the features of `book`, for which the dependencies are compiled already.
        "build --package book --package listings --bin listings --package equivariance --features libm/force-soft-floats",
    ];
    let clippy = cargo().args(["clippy", "--version"]).output().unwrap();
    if clippy.status.success() {
        other_builds.push("clippy --package listings");
    }
    for arguments in other_builds {
        run(copy.inside(cargo()).args(arguments.split(' ')));
    }
    copy.check_tests(|test| {
        run(test);
    });
}

#[test]
fn a_change_runs_the_listings_that_depend_on_it_and_no_other() {
    let copy = Copy::new();
    let (listing, ..) = any_listing();
    let outputs = copy.root.join("target/listing-outputs");
    // Those of an earlier run of this test.
    if outputs.exists() {
        fs::remove_dir_all(&outputs).unwrap();
    }
    let changed = || {
        let before = match outputs.exists() {
            true => stored(&outputs),
            false => BTreeMap::new(),
        };
        // It runs the same listings as a test of the book, whose programs it does not compile once more.
        run(&mut copy.cargo_book("claims"));
        let mut after = stored(&outputs);
        // Experiments are trained only where what is committed is of another state, and an edit of a comment is none.
        after.retain(|name, _| {
            !copy
                .root
                .join(EXPERIMENTS)
                .join(name)
                .with_extension("rs")
                .exists()
        });
        let changed = after
            .keys()
            .filter(|name| before.get(*name) != after.get(*name));
        (changed.cloned().collect::<Vec<_>>(), after.len())
    };
    let (ran, all) = changed();
    assert!(ran.len() == all && all > 1, "{ran:?} of {all}");
    assert!(changed().0.is_empty());
    copy.break_listing(&listing, " ");
    assert_eq!(changed().0, [listing]);
    let mathematics = copy.root.join("crates/equivariance/src/lib.rs");
    let text = fs::read_to_string(&mathematics).unwrap();
    fs::write(&mathematics, text + "\n// Another line.\n").unwrap();
    assert_eq!(changed().0.len(), all);
}

#[test]
fn a_listing_that_panics_fails_with_chapter_and_line() {
    let copy = Copy::new();
    let (listing, chapter, line) = any_listing();
    copy.break_listing(&listing, "panic!(\"broken on purpose\");");
    copy.check_tests(|test| {
        let output = fail(test);
        let failed = format!("test {chapter} - (line {line}) ... FAILED");
        assert!(output.contains(&failed), "no '{failed}' in:\n{output}");
        assert!(output.contains("broken on purpose"), "{output}");
        assert_eq!(output.matches("... FAILED").count(), 1, "{output}");
    });
}

#[test]
fn a_listing_that_reads_or_never_ends_fails_with_chapter_line_and_reason() {
    let copy = Copy::new();
    let (listing, chapter, line) = any_listing();
    let reading = "let _ = std::fs::read(\"x\");";
    let printing = "loop { println!(\"a = 1\"); }";
    for (statement, reasons) in [
        (reading, ["is refused", "'std::fs::read'"]),
        (
            printing,
            ["was stopped", "it prints more than 1000000 bytes"],
        ),
    ] {
        let path = copy.listing(&listing);
        let text = fs::read_to_string(&path).unwrap();
        copy.break_listing(&listing, statement);
        copy.check_tests(|test| {
            let output = fail(test);
            let error = format!(
                "{chapter}:{line}: error: listing '{listing}' {}",
                reasons[0]
            );
            for part in [&error, reasons[1], "one mistake in the book"] {
                assert!(output.contains(part), "no '{part}' in:\n{output}");
            }
        });
        fs::write(path, text).unwrap();
    }
}

#[test]
fn a_listing_that_is_replaced_by_one_with_an_older_date_runs_anew() {
    let copy = Copy::new();
    let (listing, ..) = any_listing();
    run(&mut copy.cargo_book("claims"));
    let path = copy.listing(&listing);
    let date = fs::metadata(&path).unwrap().modified().unwrap();
    copy.break_listing(&listing, "panic!(\"broken on purpose\");");
    let file = File::options().append(true).open(&path).unwrap();
    file.set_modified(date - Duration::from_secs(60)).unwrap();
    let output = fail(&mut copy.cargo_book("claims"));
    assert!(output.contains("broken on purpose"), "{output}");
}

#[test]
fn a_listing_that_does_not_compile_fails_with_chapter_and_line() {
    let copy = Copy::new();
    let (listing, chapter, line) = any_listing();
    copy.break_listing(&listing, "let _: u8 = \"broken on purpose\";");
    copy.check_tests(|test| {
        let output = fail(test);
        let error = format!("{chapter}:{line}: error: listing '{listing}' does not compile");
        for part in [&error, "mismatched types", "one mistake in the book"] {
            assert!(output.contains(part), "no '{part}' in:\n{output}");
        }
    });
}
