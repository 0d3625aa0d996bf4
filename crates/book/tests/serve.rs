//! `cargo book` alone and `cargo book build`, with a book of one page: what is served, when it is built anew, and where it is written.

use std::{
    fs::{self, File},
    io::{self, BufRead as _, BufReader, Write as _},
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{Mutex, MutexGuard, PoisonError},
    thread,
    time::{Duration, Instant, SystemTime},
};

/// A program that was just written does not start while another test starts one.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// The folder of a book with one page, without listings.
struct Project {
    folder: PathBuf,
    _temporary: tempfile::TempDir,
    _alone: MutexGuard<'static, ()>,
}

impl Project {
    fn path(&self) -> &Path {
        &self.folder
    }
}

fn project() -> Project {
    let alone = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let temporary = tempfile::tempdir().unwrap();
    // As a program sees the folder that it is in.
    let folder = match cfg!(unix) {
        true => fs::canonicalize(temporary.path()).unwrap(),
        false => temporary.path().to_owned(),
    };
    for (name, text) in [
        (
            "book.toml",
            "[build]\nbuild-dir = \"target/book\"\n[book]\ntitle = \"A\"\nsrc = \"book/src\"\n\
             [preprocessor.book]\nlistings = \"crates/listings\"\n",
        ),
        ("book/bibliography.toml", ""),
        ("book/src/SUMMARY.md", "[One](one.md)\n"),
        ("book/src/one.md", "# One\n\nbefore\n"),
        ("crates/listings/programs/none.txt", ""),
    ] {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    Project {
        folder,
        _temporary: temporary,
        _alone: alone,
    }
}

fn book(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_book"));
    command.current_dir(folder).env_remove("CARGO_TARGET_DIR");
    command
}

/// The command while it serves.
struct Served {
    process: Child,
    /// What it printed: the address of the book.
    address: String,
}

impl Served {
    fn start(command: &mut Command) -> Self {
        let mut process = command
            .args(["--port", "0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let stdout = process.stdout.take().unwrap();
        BufReader::new(stdout).read_line(&mut line).unwrap();
        let address = line.trim().to_owned();
        Self { process, address }
    }

    fn get(&self, path: &str) -> String {
        let host = self.address.strip_prefix("http://").unwrap();
        let port: u16 = host.strip_prefix("localhost:").unwrap().parse().unwrap();
        let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n").unwrap();
        io::read_to_string(stream).unwrap()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

#[track_caller]
fn until(what: &str, happened: impl Fn() -> bool) {
    let start = Instant::now();
    while !happened() {
        assert!(start.elapsed() < Duration::from_secs(30), "{what}");
        thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn a_page_that_is_replaced_by_an_older_file_is_built_and_its_readers_are_told() {
    let project = project();
    let served = Served::start(&mut book(project.path()));
    assert!(served.get("/one.html").contains("before"));
    let build = || served.get("/__build").lines().last().map(str::to_owned);
    let first = build();
    let page = project.path().join("book/src/one.md");
    let other = project.path().join("other.md");
    fs::write(&other, "# One\n\nafter!\n").unwrap();
    let old = SystemTime::now() - Duration::from_secs(86_400);
    let file = File::options().append(true).open(&other).unwrap();
    file.set_modified(old).unwrap();
    drop(file);
    fs::rename(other, page).unwrap();
    until("another build", || build() != first);
    assert!(served.get("/one.html").contains("after!"));
}

#[test]
fn a_port_that_is_taken_is_named() {
    let taken = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let project = project();
    let output = book(project.path())
        .args(["--port", &port])
        .output()
        .unwrap();
    let message = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success());
    assert!(
        message.contains(&format!("port {port} cannot be used")),
        "{message}"
    );
}

#[cfg(target_os = "linux")]
#[test]
fn open_shows_the_address_in_the_browser() {
    use std::os::unix::fs::PermissionsExt as _;
    let project = project();
    let (browser, shown) = (
        project.path().join("xdg-open"),
        project.path().join("shown"),
    );
    fs::write(
        &browser,
        format!("#!/bin/sh\necho \"$1\" >'{}'\n", shown.display()),
    )
    .unwrap();
    fs::set_permissions(&browser, fs::Permissions::from_mode(0o755)).unwrap();
    let mut command = book(project.path());
    let served = Served::start(command.arg("--open").env("PATH", project.path()));
    let text = || fs::read_to_string(&shown).unwrap_or_default();
    until("a browser", || text().ends_with('\n'));
    assert_eq!(text().trim(), served.address);
}

/// The first page of the book, where the folder of all that is built is this one.
fn first_page(target: &Path) -> PathBuf {
    target.join("book/index.html")
}

#[test]
fn pages_are_written_where_cargo_writes() {
    let project = project();
    let built = |command: &mut Command| {
        let output = command.arg("build").output().unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stderr).unwrap()
    };
    let target = project.path().join("elsewhere");
    let inner = project.path().join("book");
    for name in ["../elsewhere".as_ref(), target.as_path()] {
        let printed = built(book(&inner).env("CARGO_TARGET_DIR", name));
        assert!(first_page(&target).is_file(), "{printed}");
        fs::remove_dir_all(&target).unwrap();
    }
    assert!(!project.path().join("target").exists());
    built(book(&inner).env("CARGO_TARGET_DIR", ""));
    assert!(first_page(&project.path().join("target")).is_file());
}

#[test]
fn a_target_that_cannot_be_written_is_named_with_the_way_out() {
    let project = project();
    // A file in the way of the folder keeps out the superuser too.
    fs::write(project.path().join("target"), "").unwrap();
    for arguments in [&["build"][..], &["claims"], &["test"], &["--port", "0"]] {
        let output = book(project.path()).args(arguments).output().unwrap();
        let message = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success(), "{arguments:?}");
        let target = project.path().join("target").display().to_string();
        for part in [&target, "cannot be written", "CARGO_TARGET_DIR="] {
            assert!(message.contains(part), "no '{part}' in {message}");
        }
        assert_eq!(message.trim().lines().count(), 1, "{message}");
    }
    let way_out = book(project.path())
        .arg("build")
        .env("CARGO_TARGET_DIR", project.path().join("other"))
        .output()
        .unwrap();
    assert!(way_out.status.success(), "{way_out:?}");
}

#[cfg(unix)]
#[test]
fn a_command_whose_own_code_was_replaced_by_an_older_file_is_compiled_anew() {
    use std::os::unix::fs::PermissionsExt as _;
    let project = project();
    let path = |name: &str| project.path().join(name);
    fs::copy(env!("CARGO_BIN_EXE_book"), path("book-command")).unwrap();
    fs::write(path("figure.rs"), "1").unwrap();
    fs::write(
        path("book-command.d"),
        format!("book: {}\n", path("figure.rs").display()),
    )
    .unwrap();
    // In the place of cargo, a program that says how it is called.
    fs::write(path("cargo"), "#!/bin/sh\necho cargo \"$@\"\n").unwrap();
    fs::set_permissions(path("cargo"), fs::Permissions::from_mode(0o755)).unwrap();
    let run = || {
        let mut command = Command::new(path("book-command"));
        command
            .args(["claims", "--json"])
            .current_dir(project.path());
        let output = command.env("CARGO", path("cargo")).output().unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    assert_eq!(run(), "[]\n");
    assert_eq!(run(), "[]\n");
    fs::write(path("figure.rs"), "2").unwrap();
    let file = File::options()
        .append(true)
        .open(path("figure.rs"))
        .unwrap();
    file.set_modified(SystemTime::now() - Duration::from_secs(86_400))
        .unwrap();
    let manifest = path("Cargo.toml");
    let call = format!(
        "cargo run --manifest-path {} --bin book -- claims --json\n",
        manifest.display()
    );
    assert_eq!(run(), call);
    assert_eq!(run(), "[]\n", "it is told once");
}

#[test]
fn a_build_after_which_nothing_changed_writes_nothing_and_every_change_is_built() {
    let project = project();
    let path = |name: &str| project.path().join(name);
    let builds = |change: &str, variable: (&str, &str)| {
        let mut command = book(project.path());
        command.arg("build").env(variable.0, variable.1);
        let output = command.output().unwrap();
        assert!(output.status.success(), "{change}: {output:?}");
        let said = String::from_utf8(output.stderr).unwrap();
        let page = path("target/book/index.html").display().to_string();
        assert_eq!(said.lines().filter(|line| line.contains(&page)).count(), 1);
        match said.contains(&format!("{page} is as it was built; nothing changed\n")) {
            true => false,
            false => said.contains(&format!("built {page} in ")),
        }
    };
    let none = ("A", "");
    assert!(builds("the first", none));
    let page = path("target/book/index.html");
    let written = || fs::metadata(&page).unwrap().modified().unwrap();
    let first = written();
    assert!(!builds("nothing", none));
    assert_eq!(written(), first);
    let edits = [
        ("book/src/one.md", "# One\n\nafter\n"),
        ("book/src/picture.svg", "<svg/>"),
        ("crates/listings/programs/none.txt", "1"),
        ("target/book/index.html", "broken"),
        ("target/book/more.html", ""),
    ];
    for (file, text) in edits {
        fs::write(path(file), text).unwrap();
        assert!(builds(file, none));
        assert!(!builds(file, none));
    }
    assert!(fs::read_to_string(&page).unwrap().contains("after"));
    fs::remove_dir_all(path("target/book")).unwrap();
    assert!(builds("no pages", none));
    for variable in [
        ("MDBOOK_BOOK__TITLE", "B"),
        ("MDBOOK_OUTPUT__HTML__SITE_URL", "/b/"),
        ("SOURCE_DATE_EPOCH", "86400"),
    ] {
        assert!(builds(variable.0, variable));
        assert!(!builds(variable.0, variable));
        assert!(builds("as before", none));
    }
    fs::write(path("book/src/one.md"), "# One\n\n12\n").unwrap();
    for _ in 0..2 {
        let output = book(project.path()).arg("build").output().unwrap();
        assert!(!output.status.success(), "{output:?}");
    }
}
