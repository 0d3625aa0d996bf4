//! The book: runs the listings that its chapters show, checks their numbers, and typesets them for mdBook.
//!
//! [`typeset`](fn@typeset) is the core, a pure function from chapters and their [`Context`] to pages or [`Mistakes`]. Around it:
//! `listings` runs the programs, `preprocessor` is the interface to mdBook, and the `cargo book` command does the rest. A
//! [`Project`] gives the list of figures and the folder of the listings: nothing here knows which they are.

mod address;
mod both_themes;
mod chapter;
mod citations;
mod claims;
mod console;
mod context;
mod diagnostics;
mod directive;
mod document;
mod edition;
mod figure;
mod files;
pub mod highlight;
pub mod html;
mod imprint;
mod kept_back;
mod listings;
mod marks;
mod math;
mod numbers;
mod parallel;
mod parse;
mod places;
mod plain;
mod preprocessor;
mod print_page;
mod project;
pub mod site;
mod sources;
mod typeset;

pub use address::{from_root, is_elsewhere};
pub use chapter::{Chapter, ExerciseUse, FigureUse, exercises_in, figures_in, listings_in};
pub use citations::{Bibliography, Entry, sorted};
pub use claims::{Claim, lines as claim_lines};
pub use console::{print, report};
pub use context::{Context, Solution};
pub use diagnostics::{Diagnostic, Mistakes, suggest};
pub use directive::Directive;
pub use document::{
    Choice, DirectiveLine, Document, Exercise, Formula, Include, Link, Mark, MarkKind, Prediction,
    Program, Prose, Scheme, SlideText, Target, Within,
};
pub use edition::Edition;
pub use figure::{DrawnFigure, takes};
pub use files::Files;
pub use imprint::Imprint;
pub use listings::{
    Failure, Listing, Listings, Output, check_experiments, experiment_names, listing_names,
    modules, renew_experiments, shown_code, whole_code,
};
pub use math::{BadFormula, Typesetter};
pub use numbers::results_in;
pub use parallel::{in_parallel, join};
pub use parse::{events, heading_names, parse};
pub use places::{Ambiguous, Place, Places};
pub use plain::question;
pub use preprocessor::{BookPreprocessor, chapters, run};
pub use project::Project;
pub use sources::renew_overlooked;
pub use typeset::{Book, Mode, Typeset, VISIBLE_LINES, typeset};

use anyhow::{Context as _, Result};
use kept_back::KeptBack;
use mdbook_driver::MDBook;
use site::Site;
use std::{
    fs,
    path::{Path, PathBuf},
};

/// mdBook's book of a project, with the preprocessor in this process in place of the command in `book.toml`, and with its
/// pages in [`Project::target`] where `book.toml` says `target`.
///
/// # Errors
///
/// When mdBook cannot read the book.
pub fn load(project: &Project) -> Result<MDBook> {
    let mut book = MDBook::load(&project.root)?;
    let build_dir = &mut book.config.build.build_dir;
    if let Ok(below) = build_dir.strip_prefix("target") {
        *build_dir = project.target().join(below);
    }
    book.with_preprocessor(BookPreprocessor {
        figures: project.figures,
    });
    Ok(book)
}

/// Builds the pages of an edition of a project. On the page of the whole book a title page and the contents come first, and the
/// others describe themselves for those who find them from elsewhere: see [`site`].
///
/// # Errors
///
/// As [`run`], and when the pages cannot be written.
pub fn build(project: &Project, edition: Edition) -> Result<()> {
    let kept_back = KeptBack::default();
    let mut book = load(project)?;
    book.with_preprocessor(kept_back.clone());
    let chapters = chapters(&book.book);
    let site = Site::of(&chapters, &book.config, project.figures);
    // mdBook works on one processor.
    let (heads, built) = join(|| site.heads(&chapters), || book.build());
    built?;
    let heads = heads?;
    let folder = book.build_dir_for("html");
    let imprint = Imprint::read(&book, edition)?;
    let chapter_at = |path: &Path| {
        let mut all = chapters.iter().zip(&heads);
        all.find(|(chapter, _)| folder.join(chapter.page()) == path)
    };
    let finished = in_parallel(&pages_in(&folder)?, |path| {
        let finish = || -> Result<()> {
            let mut page = kept_back.put_back(&fs::read_to_string(path)?);
            if *path == folder.join("print.html") {
                page = print_page::with_title_page(&page, &imprint, &chapters)?;
            }
            if let Some((chapter, head)) = chapter_at(path) {
                page = site.with_head(&page, chapter, head)?;
            }
            Ok(fs::write(path, page)?)
        };
        finish().with_context(|| format!("cannot finish {}", path.display()))
    });
    finished.into_iter().collect::<Result<()>>()?;
    site.write_map(&folder, &chapters)
}

/// The pages in a folder, also in folders in it.
fn pages_in(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let entries = fs::read_dir(folder);
    for entry in entries.with_context(|| format!("cannot read {}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(pages_in(&path)?);
        } else if path
            .extension()
            .is_some_and(|extension| extension == "html")
        {
            found.push(path);
        }
    }
    Ok(found)
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
