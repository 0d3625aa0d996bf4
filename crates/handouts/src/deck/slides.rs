//! From a chapter to its slides: one for its question, and those of its sections.

use super::{
    blocks::{Block, Inline, Reader},
    notes::notes,
    section::Section,
    slide::{Slide, SlideContent, without_marks},
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
            && *depth <= 3
            && let Some((title, start)) = start.replace((title.as_slice(), k + 1))
        {
            parts.push((title, &blocks[start..k]));
        }
    }
    if let Some((title, start)) = start {
        parts.push((title, &blocks[start..]));
    }
    let Some(((title, opening), sections)) = parts.split_first() else {
        return Vec::new();
    };
    let is_paragraph = |block: &Block| matches!(block, Block::Paragraph(_));
    let asked = opening.iter().position(is_paragraph);
    let question = match asked.map(|at| &opening[at]) {
        Some(Block::Paragraph(inlines)) => without_marks(inlines),
        _ => Vec::new(),
    };
    // What stands before the first section is in the notes of the question, and makes slides if it is more than text.
    let rest: Vec<Block> = opening
        .iter()
        .enumerate()
        .filter(|(at, _)| Some(*at) != asked)
        .map(|(_, block)| block.clone())
        .collect();
    let is_text = |block: &Block| matches!(block, Block::Paragraph(_) | Block::Mark(_));
    let shows = !rest.iter().all(is_text);
    let content = SlideContent::Question(question);
    let mut notes = notes(opening, &content, reader);
    notes.push(Block::List {
        ordered: true,
        items: sections
            .iter()
            .filter(|(_, blocks)| !blocks.is_empty())
            .map(|(title, _)| title.to_vec())
            .collect(),
    });
    let mut slides = vec![Slide {
        title: title.to_vec(),
        section: Vec::new(),
        chapter: Some(chapter),
        above: Vec::new(),
        content,
        below: Vec::new(),
        notes,
    }];
    let opening = shows.then_some((*title, rest.as_slice()));
    // A section of exercises alone has nothing for a slide.
    let sections = sections.iter().filter(|(_, blocks)| !blocks.is_empty());
    for (title, blocks) in opening.into_iter().chain(sections.copied()) {
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
