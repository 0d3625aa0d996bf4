//! What an address means: a file of the book, or the number of the build.

use super::http::Reply;
use percent_encoding::percent_decode_str;
use std::{
    fs,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
    time::SystemTime,
};

const BUILD: &str = "/__build";

/// Asks for the number of the build and reloads when it is another one. Only the server adds it to a page.
///
/// It asks again and again and does not wait for an answer: a browser has six connections to a server, for all pages.
const SCRIPT: &str = "<script>(async () => { for (let last = null; ; ) { try { \
    const now = await (await fetch('/__build')).text(); \
    if (last !== null && now !== last) location.reload(); last = now; \
    } catch {} await new Promise(wake => setTimeout(wake, 500)); } })()</script>";

/// The number of the latest build, which no other build has, not even of another server.
pub(super) struct Builds(AtomicU64);

impl Builds {
    pub(super) fn new() -> Self {
        let start = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        // In microseconds, so that a server that is started later counts from a larger number.
        Self(AtomicU64::new(
            start.map_or(0, |time| time.as_micros() as u64),
        ))
    }

    pub(super) fn add_one(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

/// What is sent for an address: a file of `folder`, which pages get with [`SCRIPT`], or the number of the build.
pub(super) fn reply(address: &str, folder: &Path, builds: &Builds) -> Reply {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    if path == BUILD {
        let number = builds.0.load(Ordering::Relaxed).to_string();
        return Reply::text(200, number).with("Cache-Control", "no-store");
    }
    let path = path.trim_start_matches('/');
    let Some(found) = find(path, folder) else {
        let page = fs::read(folder.join("404.html"));
        let page = page.unwrap_or_else(|_| b"<!DOCTYPE html><title>not found</title><body>There is no such page, or the book has not been built: see the terminal.</body>".to_vec());
        return file(404, Path::new("404.html"), page);
    };
    match found {
        Found::Folder => {
            // Addresses in the page of a folder are relative to it.
            let query = if query.is_empty() {
                String::new()
            } else {
                format!("?{query}")
            };
            Reply::text(307, "this is a folder").with("Location", format!("/{path}/{query}"))
        }
        Found::File(path, bytes) => file(200, &path, bytes),
    }
}

enum Found {
    /// A folder, whose address lacks the `/` at its end.
    Folder,
    File(PathBuf, Vec<u8>),
}

/// What a path without its first `/` means, if it lies in `folder`.
fn find(path: &str, folder: &Path) -> Option<Found> {
    let name = percent_decode_str(path).decode_utf8().ok()?;
    // Without links and `..`, to see where it lies.
    let folder = fs::canonicalize(folder).ok()?;
    let mut file = fs::canonicalize(folder.join(&*name)).ok()?;
    if !file.starts_with(&folder) {
        return None;
    }
    if file.is_dir() {
        if !path.is_empty() && !path.ends_with('/') {
            return Some(Found::Folder);
        }
        file.push("index.html");
    }
    let bytes = fs::read(&file).ok()?;
    Some(Found::File(file, bytes))
}

/// The reply with a file.
fn file(status: u16, path: &Path, mut bytes: Vec<u8>) -> Reply {
    let media_type = mime_guess::from_path(path).first_or_octet_stream();
    if media_type == mime_guess::mime::TEXT_HTML {
        let at = bytes
            .windows(7)
            .rposition(|window| window == b"</body>")
            .unwrap_or(bytes.len());
        bytes.splice(at..at, SCRIPT.bytes());
    }
    let charset = if media_type.type_() == mime_guess::mime::TEXT {
        "; charset=utf-8"
    } else {
        ""
    };
    Reply {
        status,
        headers: vec![
            ("Content-Type", format!("{media_type}{charset}")),
            ("Cache-Control", "no-cache".into()),
        ],
        body: bytes,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder with these files, each of which holds its own name.
    fn folder(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for name in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, name).unwrap();
        }
        folder
    }

    /// The status and what is sent.
    fn ask(address: &str, folder: &Path) -> (u16, String) {
        let reply = reply(address, folder, &Builds::new());
        (reply.status, String::from_utf8(reply.body).unwrap())
    }

    fn header(reply: &Reply, name: &str) -> String {
        let header = reply.headers.iter().find(|header| header.0 == name);
        header.unwrap_or_else(|| panic!("no {name}")).1.clone()
    }

    #[test]
    fn an_address_never_leaves_the_folder() {
        let outer = folder(&["secret.txt", "book/a b/é.txt", "book/c.txt"]);
        let book = outer.path().join("book");
        let found = |name: &str| (200, name.to_owned());
        assert_eq!(ask("/a%20b/%C3%A9.txt", &book), found("book/a b/é.txt"));
        assert_eq!(ask("/%63.txt?query", &book), found("book/c.txt"));
        assert_eq!(ask("/a%20b/../c.txt", &book), found("book/c.txt"));
        for address in [
            "/../secret.txt",
            "/%2e%2e/secret.txt",
            "/..%2fsecret.txt",
            "/a%20b/../../secret.txt",
            "/..%5csecret.txt",
            "/..\\secret.txt",
            "//../secret.txt",
            "/%2fetc/passwd",
            "/C:/secret.txt",
            "/c.txt%00",
            "/%zz",
            "/%ff",
            "/c.txt/",
        ] {
            assert_eq!(ask(address, &book).0, 404, "{address}");
        }
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(outer.path().join("secret.txt"), book.join("link.txt"))
                .unwrap();
            assert_eq!(ask("/link.txt", &book).0, 404);
        }
    }

    #[test]
    fn a_folder_is_shown_under_its_address_with_a_slash() {
        let book = folder(&["index.html", "part/index.html", "part/a.txt", "é/a.txt"]);
        let page = |name: &str| (200, format!("{name}{SCRIPT}"));
        assert_eq!(ask("/", book.path()), page("index.html"));
        assert_eq!(ask("/part/", book.path()), page("part/index.html"));
        for (address, location) in [
            ("/part", "/part/"),
            ("/part?a=b", "/part/?a=b"),
            ("//part", "/part/"),
            ("/%C3%A9", "/%C3%A9/"),
        ] {
            let reply = reply(address, book.path(), &Builds::new());
            assert_eq!(
                (reply.status, header(&reply, "Location")),
                (307, location.into())
            );
        }
        assert_eq!(ask("/é/", book.path()).0, 404, "it has no page");
    }

    #[test]
    fn pages_get_the_script_and_other_files_are_as_they_are() {
        let book = folder(&["a.css"]);
        fs::write(book.path().join("a.html"), "<body>1</body>").unwrap();
        assert_eq!(
            ask("/a.html", book.path()),
            (200, format!("<body>1{SCRIPT}</body>"))
        );
        assert_eq!(ask("/a.css", book.path()), (200, "a.css".into()));
        let (status, text) = ask("/no.html", book.path());
        assert_eq!(status, 404);
        assert!(text.contains(SCRIPT), "it comes back when it is built");
        fs::write(book.path().join("404.html"), "no such page").unwrap();
        assert_eq!(
            ask("/no.html", book.path()),
            (404, format!("no such page{SCRIPT}"))
        );
    }

    #[test]
    fn every_kind_of_file_has_its_media_type() {
        let book = tempfile::tempdir().unwrap();
        for (extension, expected) in [
            ("html", "text/html; charset=utf-8"),
            ("css", "text/css; charset=utf-8"),
            ("js", "text/javascript; charset=utf-8"),
            ("mjs", "application/javascript"),
            ("json", "application/json"),
            ("svg", "image/svg+xml"),
            ("png", "image/png"),
            ("PNG", "image/png"),
            ("jpg", "image/jpeg"),
            ("gif", "image/gif"),
            ("webp", "image/webp"),
            ("avif", "image/avif"),
            ("ico", "image/x-icon"),
            ("woff", "application/font-woff"),
            ("woff2", "font/woff2"),
            ("ttf", "font/ttf"),
            ("wasm", "application/wasm"),
            ("pdf", "application/pdf"),
            ("mp4", "video/mp4"),
            ("webm", "video/webm"),
            ("txt", "text/plain; charset=utf-8"),
            ("md", "text/markdown; charset=utf-8"),
            ("csv", "text/csv; charset=utf-8"),
            ("xml", "text/xml; charset=utf-8"),
            ("zip", "application/zip"),
            ("unknown", "application/octet-stream"),
        ] {
            let name = PathBuf::from(format!("a.{extension}"));
            fs::write(book.path().join(&name), "").unwrap();
            let reply = reply(&format!("/a.{extension}"), book.path(), &Builds::new());
            assert_eq!(header(&reply, "Content-Type"), expected, "{extension}");
        }
    }

    #[test]
    fn a_page_is_told_of_the_next_build_and_of_another_server() {
        let book = tempfile::tempdir().unwrap();
        let builds = Builds::new();
        let number = |builds: &Builds| reply(BUILD, book.path(), builds).body;
        let first = number(&builds);
        assert_eq!(number(&builds), first);
        builds.add_one();
        assert_ne!(number(&builds), first);
        assert_ne!(number(&Builds::new()), first);
        assert!(SCRIPT.contains(&format!("fetch('{BUILD}')")));
    }
}
