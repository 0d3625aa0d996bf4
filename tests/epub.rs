//! The book as a file for readers of books, as programs that are not ours read it.

use std::{
    collections::BTreeSet,
    fs,
    io::{Cursor, Read as _},
    path::Path,
    process::Command,
    sync::OnceLock,
};

use tests::{cargo_book, fail, installed, root, run};
use zip::ZipArchive;

/// No shop takes a larger cover or book without a word.
const LARGEST: usize = 10_000_000;

/// The checker of the body that maintains the format. Debian has it as a program for Java, with a link that not every system starts.
fn epubcheck() -> Option<Command> {
    let install = "apt-get install epubcheck";
    let jar = Path::new("/usr/share/java/epubcheck.jar");
    if !jar.exists() {
        return installed("epubcheck", install);
    }
    let mut command = installed("java", install)?;
    command.arg("-jar").arg(jar);
    Some(command)
}

/// A date for the book, in seconds since 1970.
const DATE: (&str, &str) = ("SOURCE_DATE_EPOCH", "951782400");

/// The book that the command writes into a folder, of the date above.
fn written() -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let mut command = cargo_book(&["epub", "--out", folder.path().to_str().unwrap()]);
    let path = run(command.env(DATE.0, DATE.1));
    assert!(path.ends_with("convolutions-equivariance.epub\n"), "{path}");
    fs::read(path.trim_end()).unwrap()
}

/// The book, written once for all tests.
fn book() -> &'static [u8] {
    static BOOK: OnceLock<Vec<u8>> = OnceLock::new();
    BOOK.get_or_init(written)
}

fn files(book: &[u8]) -> Vec<(String, String)> {
    let mut archive = ZipArchive::new(Cursor::new(book)).unwrap();
    let mut files = Vec::new();
    for k in 0..archive.len() {
        let mut file = archive.by_index(k).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        files.push((
            file.name().to_owned(),
            String::from_utf8_lossy(&bytes).into_owned(),
        ));
    }
    files
}

#[test]
fn the_book_is_a_valid_epub() {
    let book = book();
    assert!(book.len() < LARGEST, "{} bytes", book.len());
    let Some(mut epubcheck) = epubcheck() else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.epub");
    fs::write(&path, book).unwrap();
    let output = epubcheck
        .arg("--failonwarnings")
        .arg(&path)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    assert!(said.contains("0 fatals / 0 errors / 0 warnings"), "{said}");
}

#[test]
fn it_has_every_chapter_in_order_with_its_formulas_figures_and_programs() {
    let files = files(book());
    assert_eq!(
        files[0],
        ("mimetype".to_owned(), "application/epub+zip".to_owned())
    );
    let file = |name: &str| {
        let found = files
            .iter()
            .find(|(path, _)| path == &format!("EPUB/{name}"));
        &found.unwrap_or_else(|| panic!("{name} is missing")).1
    };
    let project = book::Project::find(&root(), &figures::FIGURES).unwrap();
    let chapters = book::chapters(&book::load(&project).unwrap().book);
    let spine: Vec<&str> = files
        .iter()
        .map(|(path, _)| path.as_str())
        .filter(|path| path.ends_with(".xhtml") && !path.ends_with("nav.xhtml"))
        .collect();
    let pages = chapters
        .iter()
        .map(|chapter| format!("EPUB/{}.xhtml", chapter.name()));
    assert_eq!(
        spine,
        [vec!["EPUB/title.xhtml".to_owned()], pages.collect()].concat()
    );
    let (mut formulas, mut programs) = (0, 0);
    for chapter in &chapters {
        let page = file(&format!("{}.xhtml", chapter.name()));
        let document = book::parse(&chapter.file, &chapter.text);
        for name in document.anchors.iter().filter(|name| !name.is_empty()) {
            assert!(
                page.contains(&format!("id=\"{name}\"")),
                "{}: {name}",
                chapter.file
            );
        }
        assert!(
            page.matches("<math ").count() >= document.formulas.len(),
            "{}",
            chapter.file
        );
        formulas += document.formulas.len();
        programs += page.matches("<pre><code class=\"language-rust\">").count();
        for (count, what) in [("<figure", "</figcaption>"), ("<figure", "pictures/")] {
            assert!(
                page.matches(what).count() >= page.matches(count).count(),
                "{}: {what}",
                chapter.file
            );
        }
        for gone in [
            "<button",
            "<script",
            "live-",
            "data:",
            "boring",
            "src=\"http",
        ] {
            assert!(!page.contains(gone), "{}: {gone}", chapter.file);
        }
    }
    assert!(
        formulas > 100 && programs > 50,
        "{formulas} formulas, {programs} programs"
    );
    let contents = file("nav.xhtml");
    assert!(contents.contains("<li><a href=\"objects.xhtml\">6. Objects</a><ol>\n<li><a href=\"objects/convolution.xhtml\">6.1. Convolution</a></li>"), "{contents}");
    let package = file("package.opf");
    let used: BTreeSet<&str> = chapters
        .iter()
        .filter(|chapter| {
            package.contains(&format!(
                "href=\"{}.xhtml\" media-type=\"application/xhtml+xml\" properties=\"mathml\"",
                chapter.name()
            ))
        })
        .map(book::Chapter::name)
        .collect();
    assert!(
        used.contains("pooling") && !used.contains("bibliography"),
        "{used:?}"
    );
}

#[test]
fn the_same_source_gives_the_same_bytes_and_says_its_date() {
    assert!(written() == book());
    let package = &files(book())
        .into_iter()
        .find(|(path, _)| path == "EPUB/package.opf")
        .unwrap()
        .1;
    for line in [
        "<dc:title>Convolutions &amp; Equivariance</dc:title>",
        "<dc:language>en</dc:language>",
        "<dc:rights>Text and figures: CC BY 4.0. Programs: MIT or Apache 2.0.</dc:rights>",
        "<meta property=\"dcterms:modified\">2000-02-29T00:00:00Z</meta>",
        "<meta property=\"schema:accessibilityFeature\">MathML</meta>",
    ] {
        assert!(package.contains(line), "{line}: {package}");
    }
    let mut wrong = cargo_book(&["epub", "--out", env!("CARGO_TARGET_TMPDIR")]);
    let said = fail(wrong.env("SOURCE_DATE_EPOCH", "yesterday"));
    assert!(
        said.contains("SOURCE_DATE_EPOCH is 'yesterday'; it must be seconds since 1970"),
        "{said}"
    );
    // A file with the name that the command would give it is refused as by the other commands.
    let said = fail(&mut cargo_book(&["epub", "--out", "book.epub"]));
    assert!(said.contains("it must be the folder to write to"), "{said}");
}
