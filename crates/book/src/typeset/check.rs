//! The second pass over a book: checks a chapter, and collects how it is to be rewritten.

use super::{Book, Edits, LINE_WIDTH, listing};
use crate::{
    chapter::Chapter,
    claims::Claim,
    diagnostics::Diagnostic,
    document::{Document, Mark},
    math, numbers,
};
use std::collections::BTreeSet;

/// A chapter, checked.
pub(super) struct Checked<'a> {
    pub(super) book: &'a Book<'a>,
    /// The chapter's index in the book.
    pub(super) chapter: usize,
    /// How the chapter's formulas, links and marks are to be rewritten.
    pub(super) edits: Edits,
    /// The checked numbers, in order.
    pub(super) claims: Vec<Claim>,
    /// The keys of the works that are cited.
    pub(super) cited: BTreeSet<String>,
    /// The states of figures that links set: the figure, the index of the chapter that shows it, and the query of the address.
    pub(super) states: BTreeSet<(String, usize, String)>,
    /// The mistakes that neither the parser nor the first pass found.
    pub(super) mistakes: Vec<Diagnostic>,
}

impl<'a> Checked<'a> {
    /// Checks what a chapter of a book holds.
    pub(super) fn new(book: &'a Book<'a>, chapter: usize, document: &Document) -> Self {
        let mut checked = Self {
            book,
            chapter,
            edits: Edits::new(),
            claims: Vec::new(),
            cited: BTreeSet::new(),
            states: BTreeSet::new(),
            mistakes: Vec::new(),
        };
        checked.check(document);
        checked
    }

    /// The chapter as its author wrote it.
    pub(super) fn source(&self) -> &'a Chapter {
        &self.book.chapters[self.chapter]
    }

    /// A mistake in this chapter.
    pub(super) fn mistake(&self, line: usize, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(&self.source().file, line, message)
    }

    fn check(&mut self, document: &Document) {
        let formulas = document.formulas.iter();
        let formulas: Vec<(&str, bool)> = formulas
            .map(|formula| (formula.latex.as_str(), formula.block))
            .collect();
        let set = self.book.formulas.typeset_all(&formulas);
        for (formula, set) in document.formulas.iter().zip(set) {
            match set {
                Ok(mathml) => {
                    let mathml = math::with_primes_on_their_line(&mathml);
                    let mathml = math::with_classes_for_styles(&mathml);
                    self.edits.push((formula.range.clone(), mathml));
                }
                Err(error) => {
                    let message = format!("bad formula '{}': {error}", formula.latex.trim());
                    self.mistakes.push(self.mistake(formula.line, message));
                }
            }
        }
        self.check_predictions(document);
        self.check_exercises(document);
        self.check_links_and_marks(document);
        for sign in &document.minus_signs {
            self.edits.push((sign.clone(), "−".into()));
        }
        for target in &document.targets {
            match self.follow(target) {
                Ok(edit) => self.edits.extend(edit),
                Err(mistake) => self.mistakes.push(mistake),
            }
        }
        for program in &document.programs {
            for (k, line) in program.code.lines().enumerate() {
                let width = line.chars().count();
                if width > LINE_WIDTH {
                    let message = format!(
                        "a program's line has {width} characters; {LINE_WIDTH} is the most"
                    );
                    let mistake = self.mistake(program.line + 1 + k, message);
                    self.mistakes.push(mistake);
                }
            }
            // What is included is put in later, by mdBook.
            if !program.code.contains("{{#") {
                let html = listing::fenced(&program.code);
                self.edits.push((program.range.clone(), html));
            }
        }
        let source = &self.book.context.source;
        let file = source.join(&self.source().file);
        let folder = file.parent().unwrap_or(source);
        for include in &document.includes {
            if !folder.join(&include.file).is_file() {
                let message = format!("missing include '{}'", include.file);
                let mistake = self.mistake(include.line, message);
                self.mistakes
                    .push(mistake.hint("the path is relative to the chapter"));
            }
        }
        for prose in &document.prose {
            for place in numbers::results_in(&prose.text) {
                let line = prose.line + prose.text[..place.start].matches('\n').count();
                let number = prose.text[place].replace('\n', " ");
                let mistake = self.mistake(line, format!("unchecked number '{number}'"));
                self.mistakes.push(mistake.hint(if prose.is_attribute {
                    "a title or another attribute can hold no claim; say it in the text".into()
                } else {
                    format!("write [{number}](claim:LISTING#name) for a result, [{number}](given:the-reason) for what is none")
                }));
            }
        }
    }

    /// Links and marks in the order of the chapter, so that the claims in them are in it too.
    fn check_links_and_marks(&mut self, document: &Document) {
        let mut marks = document.marks.iter().peekable();
        for link in &document.links {
            while let Some(mark) = marks.next_if(|mark| mark.range.start < link.range.start) {
                self.check_mark(mark);
            }
            match self.link(link) {
                Ok(Some(tags)) => {
                    let (open, close) = tags.html(link.within);
                    self.edits.push((link.range.start..link.inner.start, open));
                    self.edits.push((link.inner.end..link.range.end, close));
                }
                Ok(None) => {}
                Err(mistake) => self.mistakes.push(mistake),
            }
        }
        marks.for_each(|mark| self.check_mark(mark));
    }

    /// A mark is for slides: its text is checked as the rest is, and does not appear on the page.
    fn check_mark(&mut self, mark: &Mark) {
        if let Some(text) = &mark.text {
            let edits = std::mem::take(&mut self.edits);
            self.check(&text.document);
            self.edits = edits;
        }
        self.edits.push((mark.range.clone(), String::new()));
    }
}
