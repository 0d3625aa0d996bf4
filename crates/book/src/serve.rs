//! `cargo book` alone: builds, serves on this machine, rebuilds as files change, and makes the open pages reload.

use crate::build;
use anyhow::{Context, Result};
use book::Project;
use std::{
    fs, io,
    path::{Component, Path, PathBuf},
    process::Command,
    sync::{Arc, Condvar, Mutex},
    thread,
    time::{Duration, SystemTime},
};
use tiny_http::{Header, Response, Server};

const FIRST_PORT: u16 = 3000;
const LAST_PORT: u16 = 3099;
const POLL: Duration = Duration::from_millis(300);
/// How long a request of a page for the next build is left open.
const LONGEST_WAIT: Duration = Duration::from_secs(25);
const RELOAD: &str = "/__reload";

/// Asks for the number of the build and reloads when it is another one. Only the server adds it to a page.
const SCRIPT: &str = "<script>(async () => { let last = null; for (;;) { try { \
    const now = await (await fetch('/__reload?' + (last ?? ''))).text(); \
    if (last !== null && now !== last) location.reload(); last = now; \
    } catch { await new Promise(wake => setTimeout(wake, 1000)); } } })()</script>";

/// The number of successful builds so far, and a way to wait for the next.
struct Builds {
    count: Mutex<u64>,
    changed: Condvar,
}

impl Builds {
    fn new() -> Self {
        Self {
            count: Mutex::new(1),
            changed: Condvar::new(),
        }
    }

    fn add_one(&self) {
        *self.count.lock().expect("no thread panics with the count") += 1;
        self.changed.notify_all();
    }

    /// The number, as soon as it is another one than `seen`, or after [`LONGEST_WAIT`].
    fn after(&self, seen: &str) -> u64 {
        let count = self.count.lock().expect("no thread panics with the count");
        let (count, _) = self
            .changed
            .wait_timeout_while(count, LONGEST_WAIT, |count| seen == count.to_string())
            .expect("no thread panics with the count");
        *count
    }
}

/// Where mdBook writes the pages.
pub(crate) fn output(project: &Project) -> Result<PathBuf> {
    Ok(book::load(project)?.build_dir_for("html"))
}

/// Serves until the process is ended.
pub(crate) fn serve(project: &Project) -> Result<()> {
    eprintln!("building the book");
    let mut stamp = newest(project);
    if let Err(error) = build(project) {
        eprintln!("{error:#}");
    }
    let folder = output(project)?;
    let (server, port) = bind()?;
    println!("http://localhost:{port}");
    let builds = Arc::new(Builds::new());
    let answering = Arc::clone(&builds);
    thread::spawn(move || {
        for request in server.incoming_requests() {
            let (folder, builds) = (folder.clone(), Arc::clone(&answering));
            // An answer fails when the page was closed meanwhile, and then nobody needs it.
            thread::spawn(move || {
                let response = answer(request.url(), &folder, &builds);
                drop(request.respond(response));
            });
        }
    });
    loop {
        thread::sleep(POLL);
        let now = newest(project);
        if now == stamp {
            continue;
        }
        let own_code_changed = now.code != stamp.code;
        stamp = now;
        eprintln!("a file changed; building");
        match rebuild(project, own_code_changed) {
            Ok(()) => {
                eprintln!("built");
                builds.add_one();
            }
            Err(error) => eprintln!("{error:#}"),
        }
    }
}

/// The figures and this command are part of the running program: when they change, cargo makes a new one to build with.
fn rebuild(project: &Project, own_code_changed: bool) -> Result<()> {
    if !own_code_changed {
        return build(project);
    }
    let status = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["run", "--package", "book", "--", "build"])
        .current_dir(&project.root)
        .status()
        .context("cannot run cargo")?;
    anyhow::ensure!(status.success(), "the book was not built");
    Ok(())
}

fn bind() -> Result<(Server, u16)> {
    for port in FIRST_PORT..=LAST_PORT {
        if let Ok(server) = Server::http(("127.0.0.1", port)) {
            return Ok((server, port));
        }
    }
    anyhow::bail!("no port from {FIRST_PORT} to {LAST_PORT} is free")
}

/// The state of the watched files: how many there are and the newest change, apart for the code of this command.
#[derive(PartialEq, Default)]
struct Stamp {
    pages: (usize, Option<SystemTime>),
    code: (usize, Option<SystemTime>),
}

fn newest(project: &Project) -> Stamp {
    let mut stamp = Stamp::default();
    let mut waiting = project.watched();
    let listings = project.programs();
    let crates = project.root.join("crates");
    while let Some(path) = waiting.pop() {
        let Ok(metadata) = fs::metadata(&path) else {
            continue;
        };
        if metadata.is_dir() {
            waiting.extend(
                fs::read_dir(&path)
                    .into_iter()
                    .flatten()
                    .flatten()
                    .map(|entry| entry.path()),
            );
        } else {
            let is_code = path.starts_with(&crates) && !path.starts_with(&listings);
            let (count, newest) = if is_code {
                &mut stamp.code
            } else {
                &mut stamp.pages
            };
            *count += 1;
            *newest = (*newest).max(metadata.modified().ok());
        }
    }
    stamp
}

/// What is sent for an address: a file of `folder`, or the number of the build.
fn answer(url: &str, folder: &Path, builds: &Builds) -> Response<io::Cursor<Vec<u8>>> {
    let (path, query) = url.split_once('?').unwrap_or((url, ""));
    if path == RELOAD {
        let now = builds.after(query).to_string();
        return Response::from_string(now).with_header(header("Cache-Control", "no-store"));
    }
    let Some(mut file) = file_of(path, folder) else {
        return Response::from_string("not found").with_status_code(404);
    };
    if file.is_dir() {
        file.push("index.html");
    }
    let extension = file
        .extension()
        .and_then(|extension| extension.to_str())
        .unwrap_or_default();
    let (mut bytes, status) = match fs::read(&file) {
        Ok(bytes) => (bytes, 200),
        Err(_) => (b"<!DOCTYPE html><title>not found</title><body>There is no such page, or the book has not been built: see the terminal.</body>".to_vec(), 404),
    };
    let media_type = if status == 200 {
        media_type(extension)
    } else {
        media_type("html")
    };
    if media_type.starts_with("text/html") {
        let at = bytes
            .windows(7)
            .rposition(|window| window == b"</body>")
            .unwrap_or(bytes.len());
        bytes.splice(at..at, SCRIPT.bytes());
    }
    Response::from_data(bytes)
        .with_status_code(status)
        .with_header(header("Content-Type", media_type))
        .with_header(header("Cache-Control", "no-cache"))
}

fn header(name: &str, value: &str) -> Header {
    Header::from_bytes(name, value).expect("the header is plain ASCII")
}

/// The file that an address means, if it lies in `folder`.
fn file_of(path: &str, folder: &Path) -> Option<PathBuf> {
    let mut bytes = Vec::new();
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next()?, rest.next()?];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    let path = String::from_utf8(bytes).ok()?;
    let relative = Path::new(path.trim_start_matches('/'));
    relative
        .components()
        .all(|component| matches!(component, Component::Normal(_)))
        .then(|| folder.join(relative))
}

fn media_type(extension: &str) -> &'static str {
    match extension {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "woff" => "font/woff",
        "wasm" => "application/wasm",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicBool, Ordering};

    #[test]
    fn an_address_never_leaves_the_folder() {
        let folder = Path::new("book");
        assert_eq!(
            file_of("/a/b%20c.html", folder),
            Some(folder.join("a/b c.html"))
        );
        for outside in ["/../x", "/a/%2e%2e/x", "/%zz", "//etc/../passwd"] {
            assert_eq!(file_of(outside, folder), None, "{outside}");
        }
    }

    /// The status, the media type and the text of an answer.
    fn ask(url: &str, folder: &Path, builds: &Builds) -> (u16, String, String) {
        let response = answer(url, folder, builds);
        let is_type = |header: &&Header| header.field.equiv("Content-Type");
        let media_type = response.headers().iter().find(is_type).unwrap();
        let (status, media_type) = (response.status_code().0, media_type.value.to_string());
        (
            status,
            media_type,
            io::read_to_string(response.into_reader()).unwrap(),
        )
    }

    #[test]
    fn a_page_is_told_of_the_next_build_and_of_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let builds = Builds::new();
        let reload = |query: &str| ask(&format!("{RELOAD}?{query}"), folder.path(), &builds).2;
        assert_eq!(reload(""), "1", "the first question is answered at once");
        assert_eq!(reload("7"), "1", "so is that of a page of another server");
        let answered = AtomicBool::new(false);
        thread::scope(|scope| {
            let waiting = scope.spawn(|| {
                let now = reload("1");
                answered.store(true, Ordering::SeqCst);
                now
            });
            thread::sleep(Duration::from_millis(200));
            assert!(!answered.load(Ordering::SeqCst), "it waits for a build");
            builds.add_one();
            assert_eq!(waiting.join().unwrap(), "2");
        });
        assert_eq!(
            reload("1"),
            "2",
            "a build between two questions is not missed"
        );
    }

    #[test]
    fn pages_get_the_script_and_other_files_are_as_they_are() {
        let folder = tempfile::tempdir().unwrap();
        let builds = Builds::new();
        let ask = |url| ask(url, folder.path(), &builds);
        fs::create_dir(folder.path().join("part")).unwrap();
        for (name, text) in [
            ("index.html", "<body>1</body>"),
            ("part/index.html", "2"),
            ("a.css", "</body>"),
            ("a.wasm", "</body>"),
        ] {
            fs::write(folder.path().join(name), text).unwrap();
        }
        let html = "text/html; charset=utf-8".to_owned();
        let page = format!("<body>1{SCRIPT}</body>");
        assert_eq!(ask("/"), (200, html.clone(), page.clone()));
        assert_eq!(ask("/index.html?q"), (200, html.clone(), page));
        assert_eq!(ask("/part/"), (200, html.clone(), format!("2{SCRIPT}")));
        let plain = |media_type: &str| (200, media_type.to_owned(), "</body>".to_owned());
        assert_eq!(ask("/a.css"), plain("text/css; charset=utf-8"));
        assert_eq!(ask("/a.wasm"), plain("application/wasm"));
        let (status, media_type, text) = ask("/no.html");
        assert_eq!((status, media_type), (404, html));
        assert!(text.contains(SCRIPT), "it comes back when it is built");
        assert_eq!(ask("/../a.css").0, 404);
    }
}
