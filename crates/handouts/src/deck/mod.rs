//! The book as slides: made from the chapters, after every number in them was checked.
//!
//! [`Deck::new`] reads the chapters as `blocks` and makes `slides` of them, a `section` at a time; [`Deck::html`] and
//! [`Deck::typst`] write the slides, at the sizes of `fit`.

mod blocks;
mod fit;
mod html;
mod section;
mod sentences;
mod slide;
mod slides;
pub(crate) mod typst;

use blocks::{Block, Inline, Reader};
use book::{
    Bibliography, Chapter, Context, DrawnFigure, Listings, Places, Scheme, Typeset, Typesetter,
    parse, shown_code,
};
use slide::{Slide, SlideContent};
use std::collections::BTreeSet;

/// At most so many works are named on one slide.
const WORKS: usize = 6;
/// An output of more lines than this is not repeated in the notes when a table shows it.
const LONG_OUTPUT: usize = 12;

/// What the cover of a deck names.
#[derive(Debug, Clone, Default)]
pub struct About {
    /// The title of the book.
    pub title: String,
    /// One sentence.
    pub description: String,
    /// Who wrote it.
    pub authors: Vec<String>,
}

/// The slides of a book.
#[derive(Debug)]
pub struct Deck {
    about: About,
    /// Number and title of each chapter, and its first slide.
    chapters: Vec<(String, Vec<Inline>, usize)>,
    slides: Vec<Slide>,
    programs: Vec<Program>,
    figures: Vec<Picture>,
}

/// A listing on a slide.
#[derive(Debug)]
struct Program {
    name: String,
    number: String,
    code: String,
    output: String,
}

/// A figure on a slide.
#[derive(Debug)]
struct Picture {
    name: String,
    chapter: usize,
    number: String,
    title: String,
    caption: String,
    description: String,
    aspect: f64,
    light: String,
    dark: String,
}

impl Deck {
    /// Makes slides of those chapters that have a number, and of all of them unless `only` names some.
    ///
    /// The chapters are those that were typeset, so every number in them was checked.
    #[must_use]
    pub fn new(
        about: About,
        chapters: &[Chapter],
        context: &Context,
        typeset: &Typeset,
        only: &[String],
    ) -> Self {
        let formulas = Typesetter::new();
        let mut deck = Self {
            about,
            chapters: Vec::new(),
            slides: Vec::new(),
            programs: Vec::new(),
            figures: Vec::new(),
        };
        let mut cited = BTreeSet::new();
        for (k, chapter) in chapters.iter().enumerate() {
            let Some(number) = &chapter.number else {
                continue;
            };
            if !only.is_empty() && !only.iter().any(|name| *name == chapter.name()) {
                continue;
            }
            let document = parse(&chapter.file, &chapter.text);
            let reader = Reader {
                formulas: &formulas,
                places: &typeset.places,
                chapter: k,
            };
            let blocks = reader.blocks(&chapter.text, &document);
            let at = deck.chapters.len();
            let slides = slides::slides(&blocks, &document, &reader, at);
            deck.collect(&slides, &typeset.places, &context.listings, k, at);
            let title = slides.first().map(|slide| slide.title.clone());
            let title = title.unwrap_or_else(|| vec![Inline::Text(chapter.title.clone())]);
            deck.chapters
                .push((number.clone(), title, deck.slides.len()));
            deck.slides.extend(slides);
            let works = document
                .links
                .iter()
                .filter(|link| link.scheme == Scheme::Citation);
            cited.extend(works.map(|link| link.target.clone()));
        }
        deck.begin();
        deck.end(&context.bibliography, &cited);
        deck.fill_notes();
        deck
    }

    /// Collects the programs and figures that the slides of a chapter show.
    fn collect(
        &mut self,
        slides: &[Slide],
        places: &Places,
        listings: &Listings,
        chapter: usize,
        at: usize,
    ) {
        for slide in slides {
            match &slide.content {
                SlideContent::Listing { name, .. } => {
                    let place = places.listings.get(name);
                    if let Some((place, listing)) = place.zip(listings.programs.get(name)) {
                        self.programs.push(Program {
                            name: name.clone(),
                            number: place.number.clone(),
                            code: shown_code(&listing.source),
                            output: match &listing.outcome {
                                Ok(output) => output.stdout.trim_end().to_owned(),
                                Err(_) => String::new(),
                            },
                        });
                    }
                }
                SlideContent::Figure(name) => {
                    if let Some((place, Some(drawn))) = places.figures.get(&(name.clone(), chapter))
                    {
                        self.figures
                            .push(Picture::new(name, at, &place.number, drawn));
                    }
                }
                _ => {}
            }
        }
    }

    /// Puts the cover and the contents before the chapters.
    fn begin(&mut self) {
        let text = |text: &str| vec![Inline::Text(text.to_owned())];
        let cover = Slide {
            title: text(&self.about.title),
            chapter: None,
            above: Vec::new(),
            content: SlideContent::Cover,
            below: text(&self.about.description),
            notes: vec![
                Block::Paragraph(text(&self.about.description)),
                Block::Paragraph(text(
                    "These slides are made from the book. Each number on them was compared with the program that computes it. \
                     The notes are the text of the book.",
                )),
            ],
        };
        let contents = Slide {
            title: text("Contents"),
            chapter: None,
            above: Vec::new(),
            content: SlideContent::Contents,
            below: Vec::new(),
            notes: vec![Block::List {
                ordered: true,
                items: self
                    .chapters
                    .iter()
                    .map(|(_, title, _)| title.clone())
                    .collect(),
            }],
        };
        self.slides.splice(0..0, [cover, contents]);
        for (_, _, first) in &mut self.chapters {
            *first += 2;
        }
    }

    /// Puts the works that are cited after the chapters.
    fn end(&mut self, bibliography: &Bibliography, cited: &BTreeSet<String>) {
        let works = book::sorted(bibliography, cited);
        // As even a number on each slide as possible.
        let slides = works.len().div_ceil(WORKS).max(1);
        for works in works.chunks(works.len().div_ceil(slides).max(1)) {
            let items: Vec<Vec<Inline>> = works
                .iter()
                .map(|(_, work)| {
                    let mut inlines = vec![
                        Inline::Text(format!("{} ({}). ", work.authors, work.year)),
                        Inline::Emphasis(vec![Inline::Text(work.title.clone())]),
                    ];
                    if !work.venue.is_empty() {
                        let dot = if work.title.ends_with(['?', '!']) {
                            ""
                        } else {
                            "."
                        };
                        inlines.push(Inline::Text(format!("{dot} {}", work.venue)));
                    }
                    inlines
                })
                .collect();
            self.slides.push(Slide {
                title: vec![Inline::Text("Works".into())],
                chapter: None,
                above: Vec::new(),
                content: SlideContent::List {
                    ordered: false,
                    items: items.clone(),
                },
                below: Vec::new(),
                notes: vec![Block::List {
                    ordered: false,
                    items,
                }],
            });
        }
    }

    /// Writes into the notes what a speaker needs that the slide does not show.
    fn fill_notes(&mut self) {
        for slide in 0..self.slides.len() {
            let mut notes = Vec::new();
            for block in std::mem::take(&mut self.slides[slide].notes) {
                match block {
                    Block::Listing(name) => notes.extend(self.notes_of_program(slide, &name)),
                    Block::Figure(name) => {
                        let chapter = self.slides[slide].chapter;
                        notes.extend(chapter.and_then(|at| self.picture(&name, at)).map(
                            |picture| {
                                Block::Paragraph(vec![
                                    Inline::Strong(vec![Inline::Text(format!(
                                        "Figure {}. ",
                                        picture.number
                                    ))]),
                                    Inline::Text(format!(
                                        "{} {}",
                                        picture.caption, picture.description
                                    )),
                                ])
                            },
                        ));
                    }
                    other => notes.push(other),
                }
            }
            self.slides[slide].notes = notes;
        }
    }

    fn notes_of_program(&self, slide: usize, name: &str) -> Vec<Block> {
        let Some(program) = self.program(name) else {
            return Vec::new();
        };
        let head = |text: &str| {
            Block::Paragraph(vec![
                Inline::Strong(vec![Inline::Text(format!("Listing {}. ", program.number))]),
                Inline::Code(format!("{}.rs", program.name)),
                Inline::Text(text.to_owned()),
            ])
        };
        let output_is_shown = match &self.slides[slide].content {
            SlideContent::Listing {
                name: on_slide,
                output_follows,
            } if on_slide == name => {
                let in_table = *output_follows && program.output.lines().count() > LONG_OUTPUT;
                in_table || self.layout(program, *output_follows).1 != fit::Output::Nowhere
            }
            _ => false,
        };
        if output_is_shown || program.output.is_empty() {
            vec![head("")]
        } else {
            vec![head(" prints:"), Block::Verbatim(program.output.clone())]
        }
    }

    /// The size of a program on its slide, and the place of its output.
    fn layout(&self, program: &Program, output_follows: bool) -> (f64, fit::Output) {
        let output = (!output_follows).then_some(program.output.as_str());
        fit::program(&program.code, output)
    }

    fn program(&self, name: &str) -> Option<&Program> {
        self.programs.iter().find(|program| program.name == name)
    }

    fn picture(&self, name: &str, chapter: usize) -> Option<&Picture> {
        let found = |picture: &&Picture| picture.name == name && picture.chapter == chapter;
        self.figures.iter().find(found)
    }
}

impl Picture {
    fn new(name: &str, chapter: usize, number: &str, drawn: &DrawnFigure) -> Self {
        Self {
            name: name.to_owned(),
            chapter,
            number: number.to_owned(),
            title: drawn.title.to_owned(),
            caption: drawn.caption.clone(),
            description: drawn.description.clone(),
            aspect: drawn.aspect,
            light: drawn.light.clone(),
            dark: drawn.dark.clone(),
        }
    }

    /// Its width at this height.
    fn width_at(&self, height: f64) -> f64 {
        height * self.aspect
    }
}
