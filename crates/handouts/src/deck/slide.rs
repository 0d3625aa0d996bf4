//! A slide: what it shows, and its notes.

use super::{
    blocks::{Block, Inline, Shows, plain},
    program::Part,
};

/// One idea, and the notes for its speaker.
#[derive(Debug, Clone)]
pub(crate) struct Slide {
    pub(crate) title: Vec<Inline>,
    /// The title of its section, where the slide has another.
    pub(crate) section: Vec<Inline>,
    /// The chapter, among those of the deck; none for what belongs to all of them.
    pub(crate) chapter: Option<usize>,
    pub(crate) above: Vec<Inline>,
    pub(crate) content: SlideContent,
    pub(crate) below: Vec<Inline>,
    pub(crate) notes: Vec<Block>,
}

/// What a slide shows between its sentences.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum SlideContent {
    /// The first slide.
    Cover,
    /// The chapters of the deck.
    Contents,
    /// The question that a chapter begins with.
    Question(Vec<Inline>),
    /// Nothing but a sentence.
    Text(Vec<Inline>),
    Formula(String),
    Figure(String),
    /// A part of a listing, with its name and number.
    Listing {
        name: String,
        number: String,
        part: Part,
    },
    Quote(Vec<Inline>),
    Image {
        description: String,
        address: String,
    },
    Table {
        head: Vec<Vec<Inline>>,
        rows: Vec<Vec<Vec<Inline>>>,
    },
    List {
        ordered: bool,
        items: Vec<Vec<Inline>>,
    },
}

impl SlideContent {
    /// The figure or listing that it shows.
    pub(crate) fn shows(&self) -> Option<Shows> {
        match self {
            Self::Figure(name) => Some(Shows::Figure(name.clone())),
            Self::Listing { name, .. } => Some(Shows::Listing(name.clone())),
            _ => None,
        }
    }
}

/// The text of a slide's title.
pub(crate) fn title(slide: &Slide) -> String {
    plain(&slide.title)
}

pub(crate) fn without_marks(inlines: &[Inline]) -> Vec<Inline> {
    let kept = inlines
        .iter()
        .filter(|inline| !matches!(inline, Inline::Mark(_)));
    kept.cloned().collect()
}
