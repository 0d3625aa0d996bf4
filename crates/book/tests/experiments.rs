//! Experiments in a project of a few lines: when one is trained, what is committed, and what is compared.
//!
//! What is committed with the present key is another number than the experiment prints, so that a test sees which of the two
//! the book has.

use book::{Failure, Listings, Project};
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// Reports its progress and prints one number, which it takes from a crate.
const EXPERIMENT: &str = r#"fn main() {
    for done in 1..=20 {
        eprintln!("progress {done}/20");
    }
    println!("accuracy = 0.{}", mathematics::NUMBER);
}
"#;

/// A folder with a book that shows one experiment, the runner of the real book, and a crate that the experiment uses.
struct Fixture {
    project: Project,
    _folder: tempfile::TempDir,
}

impl Fixture {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = fs::canonicalize(folder.path()).unwrap();
        let runner = Path::new(env!("CARGO_MANIFEST_DIR")).join("../listings");
        let [build, modules, main] = ["build.rs", "modules.rs", "src/main.rs"]
            .map(|file| fs::read_to_string(runner.join(file)).unwrap());
        let package = |name: &str, rest: &str| {
            format!("[package]\nname = \"{name}\"\nversion = \"1.0.0\"\nedition = \"2024\"\n{rest}")
        };
        let uses = "[dependencies]\nmathematics = { path = \"../mathematics\" }\n";
        for (file, text) in [
            (
                "Cargo.toml",
                "[workspace]\nmembers = [\"crates/*\"]\nresolver = \"3\"\n",
            ),
            (
                "book.toml",
                "[book]\ntitle = \"A\"\nsrc = \"book/src\"\n[build]\nbuild-dir = \"target/book\"\n\
                 [preprocessor.book]\nlistings = \"crates/listings\"\n",
            ),
            ("book/bibliography.toml", ""),
            ("book/src/SUMMARY.md", "[One](one.md)\n"),
            ("book/src/one.md", "# One\n\n{{#listing training}}\n"),
            ("crates/book/Cargo.toml", &package("book", "")),
            ("crates/book/src/lib.rs", ""),
            ("crates/mathematics/Cargo.toml", &package("mathematics", "")),
            (
                "crates/mathematics/src/lib.rs",
                "pub const NUMBER: u32 = 75;\n",
            ),
            ("crates/listings/Cargo.toml", &package("listings", uses)),
            ("crates/listings/build.rs", &build),
            ("crates/listings/modules.rs", &modules),
            ("crates/listings/src/main.rs", &main),
            (
                "crates/listings/programs/quick.rs",
                "fn main() { println!(\"a = 1\"); }\n",
            ),
            ("crates/listings/experiments/training.rs", EXPERIMENT),
        ] {
            let path = root.join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        Self {
            project: Project::find(&root, &figures::FIGURES).unwrap(),
            _folder: folder,
        }
    }

    fn path(&self, file: &str) -> PathBuf {
        self.project.root.join(file)
    }

    fn output(&self) -> PathBuf {
        self.path("crates/listings/experiments/training.txt")
    }

    /// `cargo book` with these arguments: whether it passes, its standard output, and its standard error without the words
    /// of cargo.
    fn command(&self, arguments: &[&str]) -> (bool, String, String) {
        self.command_with_cargo(arguments, None)
    }

    /// The same with this program in the place of cargo, if one is given.
    fn command_with_cargo(
        &self,
        arguments: &[&str],
        cargo: Option<&str>,
    ) -> (bool, String, String) {
        let output = Command::new(env!("CARGO_BIN_EXE_book"))
            .args(arguments)
            .envs(cargo.map(|cargo| ("CARGO", cargo)))
            .current_dir(&self.project.root)
            .env("CARGO_TERM_QUIET", "true")
            .env_remove("CARGO_TARGET_DIR")
            .output()
            .unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (
            output.status.success(),
            text(output.stdout),
            text(output.stderr),
        )
    }

    /// Trains, and writes what is then committed but for the number, which becomes `0.5`.
    fn commit_another_number(&self) {
        let (passed, printed, said) = self.command(&["experiments", "--all"]);
        assert!(passed, "{said}");
        assert_eq!(printed.trim_end(), self.output().to_str().unwrap());
        let text = fs::read_to_string(self.output()).unwrap();
        let (key, number) = text.split_once('\n').unwrap();
        assert_eq!(
            (key.len(), number),
            ("key: ".len() + 16, "accuracy = 0.75\n")
        );
        fs::write(self.output(), text.replace("0.75", "0.5")).unwrap();
    }

    /// What the book takes for the output of the experiment.
    fn outcome(&self) -> Result<String, Failure> {
        let wanted = BTreeSet::from(["training".to_owned()]);
        let mut listings = Listings::run(&self.project, &wanted).unwrap();
        let listing = listings.programs.remove("training").unwrap();
        listing.outcome.map(|output| output.stdout)
    }

    fn edit(&self, file: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.path(file)).unwrap();
        assert!(text.contains(from), "{text}");
        fs::write(self.path(file), text.replacen(from, to, 1)).unwrap();
    }
}

const PROGRAM: &str = "crates/listings/experiments/training.rs";
const MATHEMATICS: &str = "crates/mathematics/src/lib.rs";
const COMMITTED: &str = "accuracy = 0.5\n";

#[test]
fn an_experiment_is_trained_where_what_it_depends_on_changed_and_nowhere_else() {
    let fixture = Fixture::new();
    fixture.commit_another_number();
    assert_eq!(fixture.outcome().unwrap(), COMMITTED);
    for (what, file, from, to) in [
        ("a comment of the crate", MATHEMATICS, "pub", "/// It.\npub"),
        (
            "a test of the crate",
            MATHEMATICS,
            "75;",
            "75;\n#[cfg(test)]\nmod tests {}",
        ),
        (
            "a comment of the experiment",
            PROGRAM,
            "    for",
            "    // Why.\n    for",
        ),
        (
            "another listing",
            "crates/listings/programs/quick.rs",
            "1",
            "2",
        ),
        (
            "another crate",
            "crates/book/src/lib.rs",
            "",
            "pub fn f() {}",
        ),
        ("a chapter", "book/src/one.md", "# One", "# 1"),
    ] {
        fixture.edit(file, from, to);
        assert_eq!(fixture.outcome().unwrap(), COMMITTED, "{what}");
    }
    fixture.edit(PROGRAM, "= 0.", "= 1.");
    assert_eq!(fixture.outcome().unwrap(), "accuracy = 1.75\n");
    fixture.edit(PROGRAM, "= 1.", "= 0.");
    assert_eq!(fixture.outcome().unwrap(), COMMITTED, "as it was");
    fixture.edit(MATHEMATICS, "75", "25");
    fs::remove_file(fixture.output()).unwrap();
    assert_eq!(fixture.outcome().unwrap(), "accuracy = 0.25\n");
}

#[test]
fn where_the_key_does_not_match_a_build_says_so_trains_once_and_names_the_command() {
    let fixture = Fixture::new();
    fixture.commit_another_number();
    let (passed, _, said) = fixture.command(&["test"]);
    assert!(
        passed && said == "every program of the book ran\n",
        "{said}"
    );
    fixture.edit(PROGRAM, "20\"", "20 \"");
    let file = "crates/listings/experiments/training.txt";
    let told =
        format!("{file} is not what training prints now; 'cargo book experiments' renews it\n");
    let (passed, _, said) = fixture.command(&["test"]);
    assert!(passed && said.contains(&told), "{said}");
    let steps: Vec<&str> = said
        .lines()
        .filter(|line| line.starts_with("training "))
        .collect();
    assert_eq!(
        (steps.len(), steps[0], steps[1]),
        (11, "training training: 0 %", "training training: 10 %")
    );
    assert!(!said.contains("progress"), "{said}");
    let (_, _, said) = fixture.command(&["test"]);
    assert!(
        !said.contains("training training") && said.contains(&told),
        "{said}"
    );
    let (passed, printed, said) = fixture.command(&["experiments"]);
    assert!(
        passed && printed.trim_end().ends_with(file),
        "{printed}{said}"
    );
    assert!(
        !said.contains("training training"),
        "what was trained with this key is written: {said}"
    );
    assert_eq!(fixture.outcome().unwrap(), "accuracy = 0.75\n");
    let (passed, printed, _) = fixture.command(&["experiments"]);
    assert!(
        passed && printed.is_empty(),
        "nothing is left to renew: {printed}"
    );
}

#[test]
fn the_check_trains_again_and_names_the_file_the_line_and_the_command() {
    let fixture = Fixture::new();
    fixture.commit_another_number();
    let file = "crates/listings/experiments/training.txt";
    let fails = |parts: &[&str]| {
        let (passed, _, said) = fixture.command(&["experiments", "--check"]);
        assert!(!passed, "{said}");
        for part in parts.iter().chain(&["'cargo book experiments'"]) {
            assert!(said.contains(part), "no '{part}' in {said}");
        }
    };
    fails(&[&format!(
        "{file}:2: 'accuracy = 0.5' is committed, the experiment prints 'accuracy = 0.75'\n"
    )]);
    fixture.edit(file, "0.5", "0.75");
    let (passed, printed, said) = fixture.command(&["experiments", "--check"]);
    assert!(
        passed && printed.is_empty() && said.contains("training training: 100 %"),
        "{said}"
    );
    fixture.edit(MATHEMATICS, "75", "60 + 15");
    fails(&[&format!(
        "{file}: is of another state of the program or of the crates\n"
    )]);
    fs::rename(
        fixture.output(),
        fixture.path("crates/listings/experiments/gone.txt"),
    )
    .unwrap();
    fails(&[
        "crates/listings/experiments/gone.txt: no experiment has this name",
        &format!("{file}: is missing"),
    ]);
}

#[test]
fn an_experiment_that_fails_is_reported_like_any_listing_without_its_progress() {
    let fixture = Fixture::new();
    fixture.edit(
        PROGRAM,
        "    println!",
        "    panic!(\"no step {}\", 7); println!",
    );
    let Err(Failure::Run(message)) = fixture.outcome() else {
        panic!("it does not fail");
    };
    assert!(
        message.contains("no step 7") && !message.contains("progress"),
        "{message}"
    );
    for arguments in [
        &["build"][..],
        &["experiments"],
        &["experiments", "--check"],
    ] {
        let (passed, _, said) = fixture.command(arguments);
        assert!(!passed && said.contains("no step 7"), "{said}");
        let place = "one.md:3: error: listing 'training' failed";
        assert_eq!(said.contains(place), arguments == ["build"], "{said}");
    }
    let (passed, printed, said) = fixture.command(&["test"]);
    assert!(
        !passed && (printed + &said).contains("one.md - (line 3) ... FAILED"),
        "{said}"
    );
}

#[test]
fn an_experiment_that_saves_a_file_or_has_the_name_of_another_listing_is_a_mistake() {
    let fixture = Fixture::new();
    fixture.edit(
        PROGRAM,
        "    println!",
        "    std::fs::write(\"a.svg\", \"\").unwrap(); println!",
    );
    let outcome = fixture.outcome();
    assert!(
        matches!(&outcome, Err(Failure::Print(text)) if text.starts_with("it saves a file")),
        "{outcome:?}"
    );
    fs::copy(
        fixture.path(PROGRAM),
        fixture.path("crates/listings/programs/training.rs"),
    )
    .unwrap();
    let error = book::listing_names(&fixture.project)
        .unwrap_err()
        .to_string();
    assert!(
        error.starts_with("two listings are named 'training'"),
        "{error}"
    );
}

#[test]
fn where_nothing_changed_that_listings_are_made_from_cargo_is_not_asked() {
    let fixture = Fixture::new();
    fixture.commit_another_number();
    let passes = || {
        let (passed, _, said) = fixture.command_with_cargo(&["test"], Some("no-such-cargo"));
        assert_eq!(passed, !said.contains("cannot run cargo"), "{said}");
        passed
    };
    let builds = || assert!(fixture.command(&["test"]).0);
    assert!(!passes(), "nothing is known yet");
    builds();
    assert!(passes());
    fixture.edit("book/src/one.md", "\n\n", "\n\nMore.\n\n");
    assert!(passes(), "a chapter is no part of a listing");
    for (file, from, to) in [
        (PROGRAM, "fn main", "// More.\nfn main"),
        (MATHEMATICS, "pub", "// More.\npub"),
        ("Cargo.toml", "[workspace]", "# More.\n[workspace]"),
    ] {
        fixture.edit(file, from, to);
        assert!(!passes(), "{file}");
        builds();
        assert!(passes(), "{file}");
    }
    let output = fs::read_to_string(fixture.output()).unwrap();
    fs::write(fixture.output(), output.replace("0.5", "0.25")).unwrap();
    assert!(!passes(), "the committed output");
}
