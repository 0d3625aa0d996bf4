//! A slide: what it shows, and its notes.

use super::blocks::{Block, Inline, plain};

/// One idea, and the notes for its speaker.
#[derive(Debug, Clone)]
pub(crate) struct Slide {
    pub(crate) title: Vec<Inline>,
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
    Listing {
        name: String,
        /// Whether a table shows what it prints, on the next slide.
        output_follows: bool,
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

/// The text of a slide's title.
pub(crate) fn title(slide: &Slide) -> String {
    plain(&slide.title)
}

/// The blocks without their marks, for the notes.
pub(crate) fn prose(blocks: &[Block]) -> Vec<Block> {
    blocks
        .iter()
        .filter_map(|block| match block {
            Block::Mark(_) => None,
            Block::Paragraph(inlines) => Some(Block::Paragraph(without_marks(inlines))),
            other => Some(other.clone()),
        })
        .collect()
}

pub(crate) fn without_marks(inlines: &[Inline]) -> Vec<Inline> {
    let kept = inlines
        .iter()
        .filter(|inline| !matches!(inline, Inline::Mark(_)));
    kept.cloned().collect()
}
