//! The book as an EPUB 3: its chapters as `xhtml` pages, formulas as MathML, figures as still pictures, and a `cover`. The `package`
//! says which files there are, in which order they are read, and what the book is.

mod cover;
mod package;
mod xhtml;

use anyhow::Result;
use book::{Context, Edition, Imprint, Mode, Project, figures_in, html::escape};
use package::{Entry, File, Package};
use std::collections::BTreeMap;
use xhtml::{Pages, path};

const STYLE: &str = include_str!("style.css");

/// What a reader of the title page should know of this form of the book.
const NOTE: &str = "<p class=\"book-note\">In this edition the figures stand still. In the pages of the book, in a browser, each of them \
    can be changed.</p>\n";

macro_rules! font {
    ($name:literal, $media_type:literal) => {
        (
            concat!("fonts/", $name),
            $media_type,
            include_bytes!(concat!("../../../../book/theme/fonts/", $name)).as_slice(),
        )
    };
}

/// The fonts of the style sheet, which few readers of books have, and their licence.
const FONTS: [(&str, &str, &[u8]); 5] = [
    font!("stix-two-text-latin-400-normal.woff2", "font/woff2"),
    font!("stix-two-text-latin-400-italic.woff2", "font/woff2"),
    font!("stix-two-text-latin-700-normal.woff2", "font/woff2"),
    font!("stix-two-math-subset.woff2", "font/woff2"),
    font!("STIX-LICENSE.txt", "text/plain"),
];

/// The book of a project as an EPUB, and the name of its file. The same source gives the same bytes.
///
/// # Errors
///
/// As [`book::run`]; a picture that cannot be read, and HTML in a chapter whose elements are not closed.
pub fn epub(project: &Project) -> Result<(String, Vec<u8>)> {
    let book = book::load(project)?;
    let chapters = book::chapters(&book.book);
    let imprint = Imprint::read(&book, Edition::of(project)?)?;
    let context = Context {
        // Nothing is live in a file for readers of books.
        live: None,
        ..Context::read(project, &chapters)?
    };
    let typeset = book::typeset(&chapters, &context, Mode::Read)?;
    let mut pages = Pages {
        chapters: &chapters,
        context: &context,
        places: &typeset.places,
        pictures: BTreeMap::new(),
    };
    let title = imprint.html() + NOTE;
    let title = document(&imprint.title, "", &title, &imprint.language);
    let mut package = Package::new(&imprint);
    package.page(File::new("title.xhtml", package::XHTML, title));
    for (k, (chapter, text)) in chapters.iter().zip(&typeset.texts).enumerate() {
        let page = pages.page(k, text)?;
        let content = document(&chapter.title, &chapter.up(), &page.body, &imprint.language);
        let file = File::new(&path(chapter), package::XHTML, content);
        package.page(if page.has_formulas {
            file.with("mathml")
        } else {
            file
        });
        package.contents.push(Entry {
            title: chapter.numbered_title(),
            path: path(chapter),
            level: chapter.level(),
        });
    }
    let cover = cover::cover(project.figures, figures_in(&chapters).first(), &imprint)?;
    package
        .files
        .push(File::new("cover.png", "image/png", cover).with("cover-image"));
    package
        .files
        .push(File::new("style.css", "text/css", STYLE));
    for (path, media_type, content) in FONTS {
        package.files.push(File::new(path, media_type, content));
    }
    for (path, (media_type, content)) in pages.pictures {
        package.files.push(File::new(&path, media_type, content));
    }
    Ok((file_name(&imprint.title), package.zip()?))
}

fn document(title: &str, up: &str, body: &str, language: &str) -> String {
    let (title, language) = (escape(title), escape(language));
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"{language}\" xml:lang=\"{language}\">\n<head>\n<title>{title}</title>\n\
         <link rel=\"stylesheet\" type=\"text/css\" href=\"{up}style.css\"/>\n</head>\n<body>\n{body}</body>\n</html>\n"
    )
}

/// The title in small letters, with hyphens.
fn file_name(title: &str) -> String {
    let words: Vec<String> = title
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let name = if words.is_empty() {
        "book".to_owned()
    } else {
        words.join("-")
    };
    format!("{name}.epub")
}
