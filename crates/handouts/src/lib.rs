//! Handouts of the book: its slides, an EPUB of it, and its figures and programs as pictures.
//!
//! All of it comes from chapters that were checked. [`deck`](deck()) makes slides of its chapters, [`program`] a picture of a
//! program, [`epub`](epub()) makes a book for readers of books, and a [`Sheet`] shows all figures on one page. The binary writes them, and figures, as files.

mod cards;
mod code;
mod deck;
mod epub;
mod image;
mod sheet;

pub use cards::write_cards;
pub use code::program;
pub use deck::{
    About, Deck,
    typst::{FormulaError, UnsupportedMath},
};
pub use epub::epub;
pub use image::ImageError;
pub use sheet::Sheet;

use anyhow::{Result, bail};
use book::{Chapter, Context, Mode, Project};

/// The slides of a project's book, or of the chapters that are named in `only`. A figure's slide links to the live figure of
/// the book at the address `site`.
///
/// # Errors
///
/// As [`book::run`]; and a name that is not a chapter's, or an image that cannot be put on a slide.
pub fn deck(project: &Project, only: &[String], site: &str) -> Result<Deck> {
    let book = book::load(project)?;
    let chapters = book::chapters(&book.book);
    let numbered = || chapters.iter().filter(|chapter| chapter.number.is_some());
    for name in only {
        if !numbered().any(|chapter| chapter.name() == name) {
            let hint = book::suggest(name, numbered().map(Chapter::name));
            bail!("no chapter is named '{name}'; {hint}");
        }
    }
    let context = Context::read(project, &chapters)?;
    let typeset = book::typeset(&chapters, &context, Mode::Read)?;
    let config = &book.config.book;
    let about = About {
        title: config.title.clone().unwrap_or_default(),
        description: config.description.clone().unwrap_or_default(),
        authors: config.authors.clone(),
        site: site.trim_end_matches('/').to_owned(),
    };
    Ok(Deck::new(about, &chapters, &context, &typeset, only)?)
}
