//! From a chapter to its slides: one for its question, and those of its sections.

use super::{
    blocks::{Block, Inline, Reader},
    section::Section,
    slide::{Slide, SlideContent, prose, without_marks},
};
use book::Document;

/// The slides of a chapter, which is given by its index among those of the deck.
pub(crate) fn slides(
    blocks: &[Block],
    document: &Document,
    reader: &Reader<'_>,
    chapter: usize,
) -> Vec<Slide> {
    let mut parts: Vec<(&[Inline], &[Block])> = Vec::new();
    let mut start = None;
    for (k, block) in blocks.iter().enumerate() {
        if let Block::Heading(depth, title) = block
            && *depth <= 2
            && let Some((title, start)) = start.replace((title.as_slice(), k + 1))
        {
            parts.push((title, &blocks[start..k]));
        }
    }
    if let Some((title, start)) = start {
        parts.push((title, &blocks[start..]));
    }
    let mut slides = Vec::new();
    if let Some((title, opening)) = parts.first() {
        let question = opening.iter().find_map(|block| match block {
            Block::Paragraph(inlines) => Some(without_marks(inlines)),
            _ => None,
        });
        let mut notes = prose(opening);
        let sections = parts[1..].iter().map(|(title, _)| title.to_vec());
        notes.push(Block::List {
            ordered: true,
            items: sections.collect(),
        });
        slides.push(Slide {
            title: title.to_vec(),
            chapter: Some(chapter),
            above: Vec::new(),
            content: SlideContent::Question(question.unwrap_or_default()),
            below: Vec::new(),
            notes,
        });
    }
    for (title, blocks) in parts.iter().skip(1) {
        let section = Section {
            title,
            blocks,
            marks: &document.marks,
            reader,
        };
        slides.extend(section.slides().into_iter().map(|slide| Slide {
            chapter: Some(chapter),
            ..slide
        }));
    }
    slides
}
