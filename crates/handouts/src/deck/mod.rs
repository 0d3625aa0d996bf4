//! The book as slides: made from the chapters, after every number in them was checked.
//!
//! [`Deck::new`] reads the chapters as `blocks` and makes `slides` of them, a `section` at a time; [`Deck::html`] and
//! [`Deck::typst`] write the slides, at the sizes of `fit`.

mod blocks;
mod fit;
mod html;
mod notes;
mod program;
mod section;
mod sentences;
mod slide;
mod slides;
pub(crate) mod typst;

use crate::image::{Image, ImageError};
use blocks::{Block, Inline, Reader};
use book::{
    Bibliography, Chapter, Context, DrawnFigure, Places, Scheme, Typeset, Typesetter, parse,
};
use slide::{Slide, SlideContent};
use std::collections::BTreeSet;

/// At most so many works are named on one slide.
const WORKS: usize = 6;

/// So many chapters are named below each other; of more, the second half stands beside the first.
const CONTENTS: usize = 9;

/// What the cover of a deck names.
#[derive(Debug, Clone, Default)]
pub struct About {
    /// The title of the book.
    pub title: String,
    /// One sentence.
    pub description: String,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// Where it is read, for the links from a figure to the live one; without a slash at the end.
    pub site: String,
}

/// The slides of a book.
#[derive(Debug)]
pub struct Deck {
    about: About,
    /// Number and title of each chapter, and its first slide.
    chapters: Vec<(String, Vec<Inline>, usize)>,
    slides: Vec<Slide>,
    figures: Vec<Picture>,
    images: Vec<Image>,
}

/// A figure on a slide.
#[derive(Debug)]
struct Picture {
    name: String,
    chapter: usize,
    number: String,
    description: String,
    /// The address of the live figure.
    live: String,
    aspect: f64,
    light: String,
    dark: String,
}

impl Deck {
    /// Makes slides of those chapters that have a number, and of all of them unless `only` names some.
    ///
    /// The chapters are those that were typeset, so every number in them was checked.
    ///
    /// # Errors
    ///
    /// An image of a chapter that cannot be put on a slide.
    pub fn new(
        about: About,
        chapters: &[Chapter],
        context: &Context,
        typeset: &Typeset,
        only: &[String],
    ) -> Result<Self, ImageError> {
        let formulas = Typesetter::new();
        let mut deck = Self {
            about,
            chapters: Vec::new(),
            slides: Vec::new(),
            figures: Vec::new(),
            images: Vec::new(),
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
                listings: &context.listings,
                chapter: k,
            };
            let blocks = reader.blocks(&chapter.text, &document);
            let at = deck.chapters.len();
            let slides = slides::slides(&blocks, &document, &reader, at);
            deck.collect_figures(&slides, &typeset.places, (chapter, k), at);
            for slide in &slides {
                if let SlideContent::Image { address, .. } = &slide.content {
                    deck.images
                        .push(Image::read(&context.source, chapter, at, address)?);
                }
            }
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
        Ok(deck)
    }

    /// Collects the figures that the slides of a chapter show.
    fn collect_figures(
        &mut self,
        slides: &[Slide],
        places: &Places,
        (chapter, k): (&Chapter, usize),
        at: usize,
    ) {
        for slide in slides {
            let SlideContent::Figure(name) = &slide.content else {
                continue;
            };
            if self.picture(name, at).is_some() {
                continue;
            }
            if let Some((place, Some(drawn))) = places.figures.get(&(name.clone(), k)) {
                let anchor = match places.referred(name, "figure", k) {
                    Ok(Some((_, anchor))) => anchor,
                    _ => String::new(),
                };
                let live = format!("{}/{}", self.about.site, chapter.address(&anchor));
                self.figures
                    .push(Picture::new(name, at, &place.number, live, drawn));
            }
        }
    }

    /// Puts the cover and the contents before the chapters.
    fn begin(&mut self) {
        let text = |text: &str| vec![Inline::Text(text.to_owned())];
        let cover = Slide {
            title: text(&self.about.title),
            section: Vec::new(),
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
            section: Vec::new(),
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
                section: Vec::new(),
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

    /// How a slide calls a chapter by its number: one under another chapter is a section of that.
    fn called(&self, chapter: usize) -> String {
        let number = &self.chapters[chapter].0;
        let kind = if is_under(number) {
            "Section"
        } else {
            "Chapter"
        };
        format!("{kind} {number}")
    }

    fn image(&self, address: &str, chapter: usize) -> Option<&Image> {
        let found = |image: &&Image| image.address == address && image.chapter == chapter;
        self.images.iter().find(found)
    }

    fn picture(&self, name: &str, chapter: usize) -> Option<&Picture> {
        let found = |picture: &&Picture| picture.name == name && picture.chapter == chapter;
        self.figures.iter().find(found)
    }
}

/// Whether a chapter with this number, such as `6.1`, stands under another one.
fn is_under(number: &str) -> bool {
    number.contains('.')
}

impl Picture {
    fn new(name: &str, chapter: usize, number: &str, live: String, drawn: &DrawnFigure) -> Self {
        Self {
            name: name.to_owned(),
            chapter,
            number: number.to_owned(),
            description: drawn.description.clone(),
            live,
            aspect: drawn.aspect,
            light: drawn.light.clone(),
            dark: drawn.dark.clone(),
        }
    }

    /// Its width on a slide: at the height of a figure, or what a figure may take beside words.
    fn width(&self) -> f64 {
        (fit::FIGURE * self.aspect).min(fit::WIDEST_FIGURE)
    }
}
