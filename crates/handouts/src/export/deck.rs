//! `cargo book deck`.

use crate::export::{
    choice::in_file_name,
    files::{self, File},
    options::{Destination, once_each},
};
use anyhow::Result;
use book::Project;
use clap::{Args, ValueEnum};

#[derive(Args)]
pub(crate) struct Deck {
    /// A chapter, by the name of its file; may be repeated. Without any, the whole book.
    #[arg(long = "chapter", value_name = "NAME")]
    chapters: Vec<String>,
    /// The formats, separated by commas.
    ///
    /// `html` is one file that asks for no other, in both themes. `typst` is `deck.typ` with a folder `deck` beside it. The
    /// name of a deck of some chapters tells them: `deck-pooling.html`.
    #[arg(long, value_enum, value_delimiter = ',', default_value = "html,typst")]
    format: Vec<Format>,
    /// Where the book is read: a slide's figure links to the live one there. As it stands, the address of `cargo book`.
    #[arg(long, value_name = "ADDRESS", default_value = "http://localhost:3000", value_parser = address)]
    site: String,
    #[command(flatten)]
    destination: Destination,
}

fn address(text: &str) -> Result<String, String> {
    if text.starts_with("http://") || text.starts_with("https://") {
        Ok(text.to_owned())
    } else {
        Err("an address such as https://example.org/book".to_owned())
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Html,
    Typst,
}

impl Deck {
    /// Writes the files; returns their paths, one a line.
    pub(crate) fn write(&self, project: &Project) -> Result<String> {
        let deck = handouts::deck(project, &self.chapters, &self.site)?;
        let name = in_file_name("deck", &self.chapters);
        let mut files = Vec::new();
        let mut add = |name: String, bytes| {
            let variant = format!("{name} {}", self.site);
            files.push(File {
                name,
                bytes,
                variant,
            });
        };
        for format in once_each(&self.format) {
            match format {
                Format::Html => add(format!("{name}.html"), deck.html().into_bytes()),
                Format::Typst => {
                    for (part, bytes) in deck.typst()? {
                        // What it reads is the same for every choice of chapters.
                        let source = part == "deck.typ";
                        add(if source { format!("{name}.typ") } else { part }, bytes);
                    }
                }
            }
        }
        files::write(&files, &self.destination, project)
    }
}
