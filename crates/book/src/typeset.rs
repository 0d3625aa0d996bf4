//! Chapters in, pages out: checks everything that a chapter says and writes what the directives stand for.
//!
//! A pure function of the chapters and of what the programs printed; nothing here runs or writes anything.

mod links;
mod listing;

use crate::{
    citations::{self, Bibliography},
    claims::{self, Claim},
    diagnostics::{Diagnostic, Mistakes, suggest},
    figure::Shown,
    listings::{Failure, Listings, shown_lines},
    marks::Mark,
    math::Typesetter,
    numbers,
    parse::{Directive, Document},
    places::{Place, Places},
};
use std::{collections::BTreeSet, ops::Range, path::PathBuf};

/// The most lines of a listing that are shown unfolded.
pub const VISIBLE_LINES: usize = 25;

/// The folder, beside the chapters, of the files that bring figures to life.
pub(crate) const LIVE: &str = "live";

/// A chapter as its author wrote it.
#[derive(Debug, Clone)]
pub struct Chapter {
    /// Its file, relative to `book/src`.
    pub file: String,
    /// Its title.
    pub title: String,
    /// Its number, such as `3`, when it has one.
    pub number: Option<String>,
    /// Its markdown.
    pub text: String,
}

impl Chapter {
    /// Its name, as a person types it: that of its file.
    #[must_use]
    pub fn name(&self) -> &str {
        self.file.strip_suffix(".md").unwrap_or(&self.file)
    }
}

/// What the chapters are compared with.
#[derive(Debug, Default)]
pub struct World {
    /// The programs and what they printed.
    pub listings: Listings,
    /// The works that may be cited.
    pub bibliography: Bibliography,
    /// The folder of the chapters, in which included files are looked for.
    pub source: PathBuf,
    /// The version of the live figures, if the book has them: another one after every change, so that no browser takes an
    /// old file for a new one.
    pub live: Option<String>,
}

/// What the pages are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// To be read.
    Read,
    /// To be tested by rustdoc: nothing but programs, each on the line of the chapter that shows it.
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

/// The names of the listings that the chapters show.
pub fn listings_in(chapters: &[Chapter]) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for chapter in chapters {
        let document = Document::parse(&chapter.file, &chapter.text);
        let shown = document
            .directives
            .iter()
            .filter(|directive| directive.name == "listing");
        names.extend(shown.filter_map(|directive| directive.arguments.first().cloned()));
    }
    names
}

/// A place in the book where a figure stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    /// The figure.
    pub figure: String,
    /// The chapter's title.
    pub chapter: String,
    /// The chapter's file, relative to `book/src`.
    pub file: String,
    /// The line in it.
    pub line: usize,
    /// What the chapter sets, each as `parameter=value`.
    pub settings: Vec<String>,
}

/// The figures that the chapters show, in the order of the book.
pub fn figures_in(chapters: &[Chapter]) -> Vec<Use> {
    let mut uses = Vec::new();
    for chapter in chapters {
        for directive in Document::parse(&chapter.file, &chapter.text).directives {
            if let ("figure", [figure, settings @ ..]) =
                (directive.name.as_str(), directive.arguments.as_slice())
            {
                uses.push(Use {
                    figure: figure.clone(),
                    chapter: chapter.title.clone(),
                    file: chapter.file.clone(),
                    line: directive.line,
                    settings: settings.to_vec(),
                });
            }
        }
    }
    uses
}

/// Checks the chapters and typesets them.
///
/// # Errors
///
/// All mistakes together.
pub fn typeset(chapters: &[Chapter], world: &World, mode: Mode) -> Result<Typeset, Mistakes> {
    let documents: Vec<Document> = chapters
        .iter()
        .map(|chapter| Document::parse(&chapter.file, &chapter.text))
        .collect();
    let mut book = Book::new(chapters, world, mode);
    for (k, document) in documents.iter().enumerate() {
        book.mistakes.extend(document.mistakes.iter().cloned());
        book.register(k, document);
    }
    let mut edits: Vec<Edits> = documents
        .iter()
        .enumerate()
        .map(|(k, document)| book.check(k, document))
        .collect();
    for (k, document) in documents.iter().enumerate() {
        for directive in &document.directives {
            let text = book.replacement(k, directive);
            edits[k].push((directive.range.clone(), text));
        }
    }
    if !book.mistakes.is_empty() {
        let place = |file: &str| chapters.iter().position(|chapter| chapter.file == file);
        book.mistakes
            .sort_by_key(|mistake| (place(&mistake.file), mistake.line));
        return Err(Mistakes(book.mistakes));
    }
    let texts = match mode {
        Mode::Read => chapters
            .iter()
            .zip(edits)
            .enumerate()
            .map(|(k, (chapter, edits))| apply(&chapter.text, edits) + &book.live(k))
            .collect(),
        Mode::Test => documents
            .iter()
            .map(|document| listing::tests(document, &world.listings))
            .collect(),
    };
    Ok(Typeset {
        texts,
        claims: book.claims,
        places: book.places,
    })
}

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

struct Book<'a> {
    chapters: &'a [Chapter],
    world: &'a World,
    mode: Mode,
    formulas: Typesetter,
    places: Places,
    bibliography_page: Option<usize>,
    cited: BTreeSet<String>,
    claims: Vec<Claim>,
    mistakes: Vec<Diagnostic>,
}

impl<'a> Book<'a> {
    fn new(chapters: &'a [Chapter], world: &'a World, mode: Mode) -> Self {
        Self {
            chapters,
            world,
            mode,
            formulas: Typesetter::new(),
            places: Places::default(),
            bibliography_page: None,
            cited: BTreeSet::new(),
            claims: Vec::new(),
            mistakes: Vec::new(),
        }
    }

    fn mistake(&mut self, chapter: usize, line: usize, message: String, hint: impl Into<String>) {
        let hint = hint.into();
        let diagnostic = Diagnostic::new(&self.chapters[chapter].file, line, message);
        self.mistakes.push(if hint.is_empty() {
            diagnostic
        } else {
            diagnostic.hint(hint)
        });
    }

    /// Numbers the listings and figures of a chapter, and draws the figures.
    fn register(&mut self, chapter: usize, document: &Document) {
        let (mut listings, mut figures) = (0, 0);
        let number = |count: usize| match &self.chapters[chapter].number {
            Some(number) => format!("{number}.{count}"),
            None => count.to_string(),
        };
        for directive in &document.directives {
            match (directive.name.as_str(), directive.arguments.as_slice()) {
                ("listing", [name]) => {
                    listings += 1;
                    let place = Place {
                        chapter,
                        number: number(listings),
                    };
                    self.register_listing(name, place, directive.line);
                }
                ("figure", [name, settings @ ..]) => {
                    figures += 1;
                    let place = Place {
                        chapter,
                        number: number(figures),
                    };
                    self.register_figure(name, settings, place, directive.line);
                }
                ("bibliography", []) => self.bibliography_page = Some(chapter),
                ("claims", []) => {}
                ("listing", _) => {
                    self.mistake(
                        chapter,
                        directive.line,
                        "a listing without exactly one name".into(),
                        "write {{#listing NAME}}",
                    );
                }
                ("figure" | "bibliography" | "claims", _) => {
                    let message = format!("wrong arguments for {{{{#{}}}}}", directive.name);
                    self.mistake(
                        chapter,
                        directive.line,
                        message,
                        "write {{#figure NAME parameter=value …}}, {{#bibliography}} or {{#claims}}",
                    );
                }
                ("include" | "rustdoc_include", _) => self.mistake(
                    chapter,
                    directive.line,
                    "an include outside a code block, where its numbers would not be checked"
                        .into(),
                    "include files in a ```text, ```toml or ```rust block",
                ),
                (name, _) => {
                    let known = ["listing", "figure", "bibliography", "claims"];
                    self.mistake(
                        chapter,
                        directive.line,
                        format!("unknown directive '{{{{#{name}}}}}'"),
                        suggest(name, known.into_iter()),
                    );
                }
            }
        }
    }

    fn register_listing(&mut self, name: &str, place: Place, line: usize) {
        let chapter = place.chapter;
        if let Some(first) = self.places.listings.get(name) {
            let message = format!("listing '{name}' is shown twice");
            let hint = format!(
                "it is Listing {} already; refer to it with [Listing](ref:{name})",
                first.number
            );
            return self.mistake(chapter, line, message, hint);
        }
        let Some(listing) = self.world.listings.programs.get(name) else {
            let hint = suggest(name, self.world.listings.names.iter().map(String::as_str));
            return self.mistake(chapter, line, format!("unknown listing '{name}'"), hint);
        };
        self.places.listings.insert(name.to_owned(), place);
        let visible = shown_lines(&listing.source)
            .iter()
            .filter(|(shown, _)| *shown)
            .count();
        if visible > VISIBLE_LINES {
            self.mistake(
                chapter,
                line,
                format!("listing '{name}' shows {visible} lines; {VISIBLE_LINES} is the most"),
                "move the '// ANCHOR: shown' and '// ANCHOR_END: shown' marks closer to what matters",
            );
        }
        let message = match &listing.outcome {
            Ok(_) => return,
            // The listing that does not compile is reported.
            Err(Failure::Unbuilt) => return,
            // rustdoc runs it again and reports it as a test of its own.
            Err(Failure::Run(_)) if self.mode == Mode::Test => return,
            Err(Failure::Compile(said)) => format!("listing '{name}' does not compile\n{said}"),
            Err(Failure::Run(said)) => format!("listing '{name}' failed\n{said}"),
            Err(Failure::Print(said)) => format!("listing '{name}': {said}"),
        };
        let hint = format!("run it alone: cargo run -p listings -- {name}");
        self.mistake(chapter, line, message, hint);
    }

    fn register_figure(&mut self, name: &str, settings: &[String], place: Place, line: usize) {
        let chapter = place.chapter;
        if self
            .places
            .figures
            .contains_key(&(name.to_owned(), chapter))
        {
            let message = format!("figure '{name}' is shown twice in this chapter");
            return self.mistake(
                chapter,
                line,
                message,
                "a claim could not tell which one it means",
            );
        }
        if !figures::NAMES.contains(&name) {
            let hint = suggest(name, figures::NAMES.iter().copied());
            return self.mistake(chapter, line, format!("unknown figure '{name}'"), hint);
        }
        let shown = match Shown::draw(name, settings) {
            Ok(shown) => Some(shown),
            Err((message, hint)) => {
                self.mistake(chapter, line, message, hint);
                None
            }
        };
        self.places
            .figures
            .insert((name.to_owned(), chapter), (place, shown));
    }

    /// The address of an anchor from the book's root.
    fn address(&self, chapter: usize, anchor: &str) -> String {
        let file = &self.chapters[chapter].file;
        let page = file.strip_suffix(".md").unwrap_or(file);
        // mdBook makes an index.html of a README.md.
        let page = match page.strip_suffix("README") {
            Some(folder) => format!("{folder}index"),
            None => page.to_owned(),
        };
        format!("{page}.html#{anchor}")
    }

    /// What leads from a chapter's page to the book's root.
    fn up(&self, chapter: usize) -> String {
        "../".repeat(self.chapters[chapter].file.matches('/').count())
    }

    /// What brings the figures of a chapter to life, where there are any.
    fn live(&self, chapter: usize) -> String {
        match &self.world.live {
            Some(version)
                if self
                    .places
                    .figures
                    .keys()
                    .any(|(_, shown)| *shown == chapter) =>
            {
                let up = self.up(chapter);
                format!(
                    "\n<script type=\"module\" src=\"{up}{LIVE}/live-figure.js?v={version}\"></script>\n"
                )
            }
            _ => String::new(),
        }
    }

    /// Checks formulas, links, includes and prose, and collects how they are to be rewritten.
    fn check(&mut self, chapter: usize, document: &Document) -> Edits {
        let mut edits = Edits::new();
        for formula in &document.formulas {
            match self.formulas.typeset(&formula.latex, formula.block) {
                Ok(mathml) => edits.push((formula.range.clone(), mathml)),
                Err(said) => {
                    let message = format!("bad formula '{}': {said}", formula.latex.trim());
                    self.mistake(chapter, formula.line, message, "");
                }
            }
        }
        // In the order in which they are written, so that the claims are in that order too.
        let mut marks = document.marks.iter().peekable();
        for link in &document.links {
            while let Some(mark) = marks.next_if(|mark| mark.range.start < link.range.start) {
                edits.push(self.mark(chapter, mark));
            }
            if let Some((open, close)) = self.link(chapter, link) {
                edits.push((link.range.start..link.inner.start, open));
                edits.push((link.inner.end..link.range.end, close));
            }
        }
        for mark in marks {
            edits.push(self.mark(chapter, mark));
        }
        for include in &document.includes {
            let folder = self.world.source.join(&self.chapters[chapter].file);
            let file = folder
                .parent()
                .unwrap_or(&self.world.source)
                .join(&include.file);
            if !file.is_file() {
                let message = format!("missing include '{}'", include.file);
                self.mistake(
                    chapter,
                    include.line,
                    message,
                    "the path is relative to the chapter",
                );
            }
        }
        for prose in &document.prose {
            for number in numbers::results_in(&prose.text) {
                self.mistake(
                    chapter,
                    prose.line,
                    format!("unchecked number '{number}'"),
                    format!("write [{number}](claim:LISTING#name) for a result, [{number}](given:the-reason) for what is none"),
                );
            }
        }
        edits
    }

    /// A mark is for slides: its words are checked as all else, and stand on no page.
    fn mark(&mut self, chapter: usize, mark: &Mark) -> (Range<usize>, String) {
        if let Some(words) = &mark.words {
            self.check(chapter, &words.document);
        }
        (mark.range.clone(), String::new())
    }

    /// What stands on the page for a directive. A directive that was refused stands for nothing.
    fn replacement(&self, chapter: usize, directive: &Directive) -> String {
        let block = match (directive.name.as_str(), directive.arguments.first()) {
            ("listing", Some(name)) => {
                let listing = self.world.listings.programs.get(name);
                listing
                    .zip(self.places.listings.get(name))
                    .map(|(listing, place)| listing::block(name, listing, &place.number))
            }
            ("figure", Some(name)) => {
                let figure = self.places.figures.get(&(name.clone(), chapter));
                figure.and_then(|(place, shown)| Some(shown.as_ref()?.html(name, &place.number)))
            }
            ("claims", None) => Some(claims::table(&self.claims, &self.up(chapter))),
            ("bibliography", None) => {
                Some(citations::render(&self.world.bibliography, &self.cited))
            }
            _ => None,
        };
        format!("\n{}\n", block.unwrap_or_default())
    }
}
