//! The files of an EPUB in a ZIP, with the package document, which lists them, and the contents.
//!
//! # Source
//! W3C, *EPUB 3.3*, sections 4 (container), 5 (package document) and 7 (navigation document).

use anyhow::Result;
use book::{
    Imprint,
    html::{escape, nested_lists},
};
use sha2::{Digest as _, Sha256};
use std::io::{Cursor, Write as _};
use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

/// The media type of a page.
pub(super) const XHTML: &str = "application/xhtml+xml";

/// What the book says of its accessibility.
///
/// # Source
/// W3C, *EPUB Accessibility 1.1*, section 2.2.
const ACCESSIBILITY: [(&str, &str); 11] = [
    ("accessMode", "textual"),
    ("accessMode", "visual"),
    ("accessModeSufficient", "textual"),
    ("accessibilityFeature", "alternativeText"),
    ("accessibilityFeature", "MathML"),
    ("accessibilityFeature", "readingOrder"),
    ("accessibilityFeature", "structuralNavigation"),
    ("accessibilityFeature", "tableOfContents"),
    ("accessibilityFeature", "displayTransformability"),
    ("accessibilityHazard", "none"),
    (
        "accessibilitySummary",
        "Each figure has a description in words, each formula is MathML, and each program is text.",
    ),
];

const CONTAINER: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
    <container version=\"1.0\" xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\">\n<rootfiles>\n\
    <rootfile full-path=\"EPUB/package.opf\" media-type=\"application/oebps-package+xml\"/>\n</rootfiles>\n</container>\n";

/// A file of the book.
pub(super) struct File {
    path: String,
    media_type: &'static str,
    /// What a reader must know before it opens the file, such as `mathml`.
    property: Option<&'static str>,
    content: Vec<u8>,
}

impl File {
    pub(super) fn new(path: &str, media_type: &'static str, content: impl Into<Vec<u8>>) -> Self {
        Self {
            path: path.to_owned(),
            media_type,
            property: None,
            content: content.into(),
        }
    }

    pub(super) fn with(self, property: &'static str) -> Self {
        Self {
            property: Some(property),
            ..self
        }
    }
}

/// An entry of the contents.
pub(super) struct Entry {
    pub(super) title: String,
    pub(super) path: String,
    /// How many entries it stands under.
    pub(super) level: usize,
}

/// All that a book is made of.
pub(super) struct Package<'a> {
    imprint: &'a Imprint,
    pub(super) files: Vec<File>,
    /// How many of the files are pages, which come first, in the order of reading.
    pages: usize,
    pub(super) contents: Vec<Entry>,
}

impl<'a> Package<'a> {
    pub(super) fn new(imprint: &'a Imprint) -> Self {
        Self {
            imprint,
            files: Vec::new(),
            pages: 0,
            contents: Vec::new(),
        }
    }

    /// Adds a page at the end of the book.
    pub(super) fn page(&mut self, file: File) {
        self.files.insert(self.pages, file);
        self.pages += 1;
    }

    /// The book as one file, with the dates of the edition and no other.
    pub(super) fn zip(mut self) -> Result<Vec<u8>> {
        let contents = self.navigation();
        self.files
            .push(File::new("nav.xhtml", XHTML, contents).with("nav"));
        let date = DateTime::default();
        let deflated = SimpleFileOptions::default()
            .last_modified_time(date)
            .compression_method(CompressionMethod::Deflated);
        let stored = deflated.compression_method(CompressionMethod::Stored);
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        // A reader knows the format by the first bytes of the file.
        zip.start_file("mimetype", stored)?;
        zip.write_all(b"application/epub+zip")?;
        zip.start_file("META-INF/container.xml", deflated)?;
        zip.write_all(CONTAINER.as_bytes())?;
        zip.start_file("EPUB/package.opf", deflated)?;
        zip.write_all(self.document().as_bytes())?;
        for file in &self.files {
            zip.start_file(format!("EPUB/{}", file.path), deflated)?;
            zip.write_all(&file.content)?;
        }
        Ok(zip.finish()?.into_inner())
    }

    /// The package document.
    fn document(&self) -> String {
        let Imprint {
            title,
            authors,
            description,
            language,
            licence,
            edition,
        } = self.imprint;
        let date = edition.date_time();
        let mut metadata = vec![
            format!(
                "<dc:identifier id=\"identifier\">{}</dc:identifier>",
                identifier(self.imprint)
            ),
            format!("<dc:title>{}</dc:title>", escape(title)),
            format!("<dc:language>{}</dc:language>", escape(language)),
        ];
        metadata.extend(
            authors
                .iter()
                .map(|author| format!("<dc:creator>{}</dc:creator>", escape(author))),
        );
        for (name, text) in [
            ("description", description),
            ("rights", licence),
            ("date", &date),
        ] {
            if !text.is_empty() {
                metadata.push(format!("<dc:{name}>{}</dc:{name}>", escape(text)));
            }
        }
        metadata.push(format!("<meta property=\"dcterms:modified\">{date}</meta>"));
        let accessibility = ACCESSIBILITY.iter();
        metadata.extend(accessibility.map(|(name, text)| {
            format!("<meta property=\"schema:{name}\">{}</meta>", escape(text))
        }));
        let item = |(k, file): (usize, &File)| {
            let property = file.property.map_or_else(String::new, |property| {
                format!(" properties=\"{property}\"")
            });
            format!(
                "<item id=\"file-{k}\" href=\"{}\" media-type=\"{}\"{property}/>\n",
                escape(&file.path),
                file.media_type
            )
        };
        let manifest: String = self.files.iter().enumerate().map(item).collect();
        let spine: String = (0..self.pages)
            .map(|k| format!("<itemref idref=\"file-{k}\"/>\n"))
            .collect();
        format!(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
             <package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\" unique-identifier=\"identifier\" xml:lang=\"{}\">\n\
             <metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n{}\n</metadata>\n\
             <manifest>\n{manifest}</manifest>\n<spine>\n{spine}</spine>\n</package>\n",
            escape(language),
            metadata.join("\n"),
        )
    }

    /// The contents as a page.
    fn navigation(&self) -> String {
        let link = |entry: &Entry| {
            format!(
                "<a href=\"{}\">{}</a>",
                escape(&entry.path),
                escape(&entry.title)
            )
        };
        let entries: Vec<(usize, String)> = self
            .contents
            .iter()
            .map(|entry| (entry.level, link(entry)))
            .collect();
        let list = format!(
            "<nav xmlns:epub=\"http://www.idpf.org/2007/ops\" epub:type=\"toc\">\n<h1>Contents</h1>\n{}</nav>\n",
            nested_lists("ol", &entries)
        );
        super::document("Contents", "", &list, &self.imprint.language)
    }
}

/// A name that all editions of the book share, and no other book: a UUID of the free kind, made of title and authors.
///
/// # Source
/// K. R. Davis, B. Peabody, P. Leach, *Universally Unique IDentifiers (UUIDs)*, RFC 9562, section 5.8.
fn identifier(imprint: &Imprint) -> String {
    let mut digest = Sha256::digest(format!("{}\n{}", imprint.title, imprint.authors.join("\n")));
    digest[6] = digest[6] & 0x0f | 0x80;
    digest[8] = digest[8] & 0x3f | 0x80;
    let digits: String = digest[..16]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let parts = [
        &digits[..8],
        &digits[8..12],
        &digits[12..16],
        &digits[16..20],
        &digits[20..],
    ];
    format!("urn:uuid:{}", parts.join("-"))
}
