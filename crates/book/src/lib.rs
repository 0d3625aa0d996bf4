//! The book: runs what its chapters show, checks what they say, and typesets them for mdBook.
//!
//! [`typeset`](typeset()) is the core, a pure function from chapters and outputs to pages or [`Mistakes`]. Around it:
//! `listings` runs the programs, `preprocessor` speaks with mdBook, and the `cargo book` command does the rest.

mod citations;
mod claims;
mod diagnostics;
mod figure;
pub mod highlight;
pub mod html;
mod listings;
mod marks;
mod math;
mod numbers;
mod parse;
mod places;
mod preprocessor;
mod project;
mod typeset;

pub use citations::{Bibliography, Entry, sorted};
pub use claims::{Claim, lines as claim_lines};
pub use diagnostics::{Diagnostic, Mistakes, suggest};
pub use figure::{Shown, takes};
pub use listings::{Failure, Listing, Listings, Output, listing_names, shown_code, whole_code};
pub use marks::{Kind as MarkKind, Mark, Words};
pub use math::Typesetter;
pub use numbers::results_in;
pub use parse::{Directive, Document, Formula, Include, Link, Program, Prose, events};
pub use places::{Ambiguous, Place, Places};
pub use preprocessor::{BookPreprocessor, chapters, run, world};
pub use project::Project;
pub use typeset::{
    Chapter, Mode, Typeset, Use, VISIBLE_LINES, World, figures_in, listings_in, typeset,
};

use anyhow::Result;
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
