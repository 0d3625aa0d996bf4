//! The book: runs what its chapters show, checks what they say, and typesets them for mdBook.
//!
//! [`typeset`](typeset()) is the core, a pure function from chapters and outputs to pages or [`Mistakes`]. Around it:
//! `listings` runs the programs, `preprocessor` speaks with mdBook, and the `cargo book` command does the rest.

mod citations;
mod claims;
mod code;
mod deck;
mod diagnostics;
mod figure;
mod html;
mod listings;
mod marks;
mod math;
mod numbers;
mod parse;
mod places;
mod preprocessor;
mod project;
mod sheet;
mod typeset;

pub use citations::{Bibliography, Entry};
pub use claims::{Claim, lines as claim_lines};
pub use code::program_svg;
pub use deck::{About, Deck, Untold};
pub use diagnostics::{Diagnostic, Mistakes};
pub use figure::takes;
pub use listings::{Failure, Listing, Listings, Output, listing_names, shown_code, whole_code};
pub use math::Typesetter;
pub use numbers::results_in;
pub use preprocessor::{BookPreprocessor, chapters, run};
pub use project::Project;
pub use sheet::Sheet;
pub use typeset::{
    Chapter, Mode, Typeset, Use, VISIBLE_LINES, World, figures_in, listings_in, typeset,
};

use anyhow::{Result, bail};
use mdbook_driver::MDBook;

/// mdBook's book of a project, with the preprocessor in this process in place of the command in `book.toml`.
///
/// # Errors
///
/// When mdBook cannot read the book.
pub fn load(project: &Project) -> Result<MDBook> {
    let mut book = MDBook::load(&project.root)?;
    book.with_preprocessor(BookPreprocessor);
    Ok(book)
}

/// All the checked numbers of a project.
///
/// # Errors
///
/// As [`run`].
pub fn claims(project: &Project) -> Result<Vec<Claim>> {
    let book = load(project)?;
    Ok(run(project, &chapters(&book.book), Mode::Read)?.claims)
}

/// The slides of a project's book, or of the chapters that are named in `only`.
///
/// # Errors
///
/// As [`run`]; and a name that is not a chapter's.
pub fn deck(project: &Project, only: &[String]) -> Result<Deck> {
    let book = load(project)?;
    let chapters = chapters(&book.book);
    let numbered = || chapters.iter().filter(|chapter| chapter.number.is_some());
    for name in only {
        if !numbered().any(|chapter| chapter.name() == name) {
            let hint = diagnostics::suggest(name, numbered().map(Chapter::name));
            bail!("no chapter is named '{name}'; {hint}");
        }
    }
    let world = preprocessor::world(project, &chapters)?;
    let typeset = typeset(&chapters, &world, Mode::Read)?;
    let config = &book.config.book;
    let about = About {
        title: config.title.clone().unwrap_or_default(),
        description: config.description.clone().unwrap_or_default(),
        authors: config.authors.clone(),
    };
    Ok(Deck::new(about, &chapters, &world, &typeset, only))
}

/// Advice for a name that is not among those known: the nearest of them, or all.
#[must_use]
pub fn suggest(wanted: &str, known: &[String]) -> String {
    diagnostics::suggest(wanted, known.iter().map(String::as_str))
}
