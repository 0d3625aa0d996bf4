//! Chapters in, pages out: checks the numbers, links and formulas of each chapter, and puts listings and figures in place of directives.
//!
//! A pure function of the chapters and of what they are compared with; nothing here runs or writes anything.

mod addresses;
mod cards;
mod check;
mod exercise;
mod links;
mod listing;
mod predict;
mod register;

use crate::{
    chapter::Chapter,
    citations,
    claims::{self, Claim},
    context::Context,
    diagnostics::{Diagnostic, Mistakes},
    directive::Directive,
    document::Document,
    listings::modules_of,
    math::Typesetter,
    parallel::in_parallel,
    parse::parse,
    places::Places,
};
use check::Checked;
use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

/// The most lines of a listing that are shown unfolded.
pub const VISIBLE_LINES: usize = 15;

/// The most characters on a line of a program, which fit the page on a desk.
pub(crate) const LINE_WIDTH: usize = 88;

/// The purpose of the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// To be read.
    Read,
    /// To be tested by rustdoc: the programs in the chapters and a failure for each listing that failed, each on its line.
    Test,
}

/// The book, typeset.
#[derive(Debug)]
pub struct Typeset {
    /// The text of each chapter, in the given order.
    pub texts: Vec<String>,
    /// All checked numbers, in the order of the book.
    pub claims: Vec<Claim>,
    /// What is shown where.
    pub places: Places,
}

/// Checks the chapters and typesets them.
///
/// # Errors
///
/// All mistakes together.
pub fn typeset(chapters: &[Chapter], context: &Context, mode: Mode) -> Result<Typeset, Mistakes> {
    Book::new(chapters, context, mode).typeset()
}

/// A book whose chapters are parsed, whose listings and figures are numbered, and whose figures are drawn.
pub struct Book<'a> {
    chapters: &'a [Chapter],
    documents: Vec<Document>,
    context: &'a Context,
    mode: Mode,
    formulas: Typesetter,
    places: Places,
    bibliography_page: Option<usize>,
    /// The module for the page that has each listing.
    modules: BTreeMap<String, String>,
    /// Mistakes in what the chapters show.
    mistakes: Vec<Diagnostic>,
}

impl<'a> Book<'a> {
    /// Parses the chapters and draws their figures. Mistakes are kept for [`Book::typeset`].
    #[must_use]
    pub fn new(chapters: &'a [Chapter], context: &'a Context, mode: Mode) -> Self {
        let documents = in_parallel(chapters, |chapter| parse(&chapter.file, &chapter.text));
        let modules = modules_of(chapters, &documents, &context.listings.experiments);
        let mut book = Self {
            chapters,
            documents,
            context,
            mode,
            formulas: Typesetter::new(),
            places: Places::default(),
            bibliography_page: None,
            modules,
            mistakes: Vec::new(),
        };
        book.register();
        book
    }

    /// The mistakes in another text of a chapter, in the order of its lines, as [`typeset`](fn@typeset) finds them. Nothing
    /// is drawn or parsed for it but this text.
    ///
    /// # Panics
    ///
    /// When the text shows other listings and figures, or on other lines: they would change what all chapters are compared
    /// with.
    #[must_use]
    #[track_caller]
    pub fn mistakes_in(&self, chapter: usize, text: &str) -> Vec<Diagnostic> {
        let document = parse(&self.chapters[chapter].file, text);
        let shown = |document: &Document| -> Vec<(Directive, usize)> {
            let lines = document.directives.iter();
            lines
                .map(|line| (line.directive.clone(), line.line))
                .collect()
        };
        assert_eq!(shown(&document), shown(&self.documents[chapter]));
        let checked = Checked::new(self, chapter, &document);
        let file = &self.chapters[chapter].file;
        let registered = self.mistakes.iter().filter(|mistake| mistake.file == *file);
        let mut mistakes: Vec<Diagnostic> = document.mistakes.clone();
        mistakes.extend(registered.cloned());
        mistakes.extend(checked.mistakes);
        mistakes.sort_by_key(|mistake| mistake.line);
        mistakes
    }

    /// Checks the chapters and typesets them.
    ///
    /// # Errors
    ///
    /// All mistakes together.
    pub fn typeset(self) -> Result<Typeset, Mistakes> {
        let numbered: Vec<(usize, &Document)> = self.documents.iter().enumerate().collect();
        let checked = in_parallel(&numbered, |(k, document)| Checked::new(&self, *k, document));
        let of_documents = self.documents.iter().map(|document| &document.mistakes);
        let mut mistakes: Vec<Diagnostic> = of_documents.flatten().cloned().collect();
        mistakes.extend(self.mistakes.iter().cloned());
        mistakes.extend(checked.iter().flat_map(|checked| checked.mistakes.clone()));
        if !mistakes.is_empty() {
            let place = |file: &str| self.chapters.iter().position(|one| one.file == file);
            mistakes.sort_by_key(|mistake| (place(&mistake.file), mistake.line));
            return Err(Mistakes(mistakes));
        }
        let claims: Vec<Claim> = checked.iter().flat_map(|one| one.claims.clone()).collect();
        let cited: BTreeSet<String> = checked.iter().flat_map(|one| one.cited.clone()).collect();
        let states: BTreeSet<(String, usize, String)> =
            checked.iter().flat_map(|one| one.states.clone()).collect();
        let texts = match self.mode {
            Mode::Read => in_parallel(&checked, |checked| {
                self.page(checked, &claims, &cited, &states)
            }),
            Mode::Test => self
                .documents
                .iter()
                .map(|document| listing::tests(document, &self.context.listings))
                .collect(),
        };
        Ok(Typeset {
            texts,
            claims,
            places: self.places,
        })
    }

    /// The names of all exercises, each with the index of its chapter.
    fn exercises(&self) -> impl Iterator<Item = (&str, usize)> {
        let documents = self.documents.iter().enumerate();
        documents.flat_map(|(k, document)| {
            let names = document.exercises.iter();
            names.map(move |exercise| (exercise.name.as_str(), k))
        })
    }

    /// The page of a chapter: its text with the edits, and with what its directives stand for.
    fn page(
        &self,
        checked: &Checked<'_>,
        claims: &[Claim],
        cited: &BTreeSet<String>,
        states: &BTreeSet<(String, usize, String)>,
    ) -> String {
        let chapter = checked.chapter;
        let mut edits = checked.edits.clone();
        for line in &self.documents[chapter].directives {
            let block = match &line.directive {
                Directive::Listing { name, folded } => self.listing(chapter, name, *folded, claims),
                Directive::Figure { name, .. } => {
                    let (place, figure) = &self.places.figures[&(name.clone(), chapter)];
                    let figure = figure.as_ref();
                    let live = self.context.live.as_deref();
                    let of_this = |(figure, shown, _): &&(String, usize, String)| {
                        figure == name && *shown == chapter
                    };
                    let states = states
                        .iter()
                        .filter(of_this)
                        .map(|(_, _, state)| state.as_str());
                    figure.map_or_else(String::new, |figure| {
                        figure.html(name, &place.number, live, states)
                    })
                }
                // Their lines are edited where they are checked.
                Directive::Predict { .. }
                | Directive::EndPredict
                | Directive::Exercise { .. }
                | Directive::Hint
                | Directive::Answer
                | Directive::EndExercise => continue,
                Directive::Claims => claims::table(claims, &self.chapters[chapter].up()),
                Directive::Bibliography => citations::render(&self.context.bibliography, cited),
                Directive::Chapters => self.cards(chapter),
                Directive::Repository => {
                    let repository = self.context.repository.as_deref();
                    repository.map_or_else(String::new, cards::repository)
                }
            };
            let block = self.hidden_until_answered(chapter, line, block);
            // mdBook would take what a program writes for a directive of its own.
            let block = block.replace("{{#", "{&#123;#");
            edits.push((line.range.clone(), format!("\n{block}\n")));
        }
        apply(&self.chapters[chapter].text, edits)
    }
}

impl Book<'_> {
    /// A listing on the page of a chapter.
    fn listing(&self, chapter: usize, name: &str, folded: bool, claims: &[Claim]) -> String {
        let listings = &self.context.listings;
        let file = &self.chapters[chapter].file;
        let is_experiment = listings.experiments.iter().any(|known| known == name);
        let quoted = claims
            .iter()
            .filter(|claim| claim.file == *file)
            .filter_map(|claim| claim.source.split_once('#'))
            .filter(|(listing, _)| *listing == name)
            .map(|(_, value)| value);
        let shown = listing::Shown {
            name,
            number: &self.places.listings[name].number,
            folded,
            quoted: quoted.collect(),
            package: &listings.package,
            live: self.context.live.as_deref().map(|version| listing::Live {
                version,
                module: &self.modules[name],
                is_experiment,
            }),
        };
        listing::block(&listings.programs[name], &shown)
    }
}

/// Ranges of bytes of a chapter, each with the text that takes its place.
type Edits = Vec<(Range<usize>, String)>;

fn apply(text: &str, mut edits: Edits) -> String {
    edits.sort_by_key(|(range, _)| (range.start, range.end));
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (range, replacement) in edits {
        out.push_str(&text[at..range.start]);
        out.push_str(&replacement);
        at = range.end;
    }
    out.push_str(&text[at..]);
    out
}
