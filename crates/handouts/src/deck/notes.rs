//! The notes of a slide: the text of the book, without what the slide shows.

use super::{
    blocks::{Block, Inline, Reader},
    slide::{SlideContent, without_marks},
};

/// The blocks as notes to a slide that shows `content`.
pub(crate) fn notes(blocks: &[Block], content: &SlideContent, reader: &Reader<'_>) -> Vec<Block> {
    let mut notes = Vec::new();
    for block in blocks {
        match block {
            Block::Mark(_) => {}
            Block::Paragraph(inlines) => notes.push(Block::Paragraph(without_marks(inlines))),
            Block::Listing(name) => notes.extend(of_listing(name, content, reader)),
            Block::Figure(name) => notes.extend(of_figure(name, reader)),
            other => notes.push(other.clone()),
        }
    }
    notes
}

fn of_listing(name: &str, content: &SlideContent, reader: &Reader<'_>) -> Vec<Block> {
    let Some((place, listing)) = reader.listing(name) else {
        return Vec::new();
    };
    let head = |text: &str| {
        Block::Paragraph(vec![
            Inline::Strong(vec![Inline::Text(format!("Listing {}. ", place.number))]),
            Inline::Code(format!("{name}.rs")),
            Inline::Text(text.to_owned()),
        ])
    };
    let is_shown = matches!(content, SlideContent::Listing { name: shown, .. } if shown == name);
    match &listing.outcome {
        Ok(output) if !is_shown && !output.stdout.is_empty() => {
            vec![
                head(" prints:"),
                Block::Verbatim(output.stdout.trim_end().to_owned()),
            ]
        }
        _ => vec![head("")],
    }
}

fn of_figure(name: &str, reader: &Reader<'_>) -> Option<Block> {
    let (place, drawn) = reader.figure(name)?;
    Some(Block::Paragraph(vec![
        Inline::Strong(vec![Inline::Text(format!("Figure {}. ", place.number))]),
        Inline::Text(format!("{} {}", drawn.caption, drawn.description)),
    ]))
}
