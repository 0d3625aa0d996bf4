//! The cover of the book as a picture: its title above its first figure.

use crate::code::Colours;
use anyhow::Result;
use book::{FigureUse, Imprint};
use figures::{Catalogue, Space, Theme};
use glyphs::{MissingGlyph, SANS, SharedOutlines};
use raster::{Format, Graphic, Layout};

/// Width and height, as most shops of books ask for them.
const SIZE: (f64, f64) = (1200.0, 1800.0);
const MARGIN: f64 = 100.0;
/// The sizes of the title and of the authors' names.
const TITLE: f64 = 108.0;
const AUTHORS: f64 = 44.0;

/// The cover as a PNG.
///
/// # Errors
///
/// A figure that cannot be drawn, and a letter that the typeface lacks.
pub(super) fn cover(
    figures: &Catalogue,
    first: Option<&FigureUse>,
    imprint: &Imprint,
) -> Result<Vec<u8>> {
    let colours = Colours::of(Theme::Light);
    let (ink, muted) = (colours.ink.hex(), colours.muted.hex());
    let room = SIZE.0 - 2.0 * MARGIN;
    let mut outlines = SharedOutlines::default();
    let mut base = MARGIN + TITLE;
    for line in lines(&imprint.title, room, TITLE)? {
        outlines.add(&SANS, (MARGIN, base), &line, TITLE, &ink)?;
        base += 1.15 * TITLE;
    }
    let bottom = SIZE.1 - MARGIN;
    outlines.add(
        &SANS,
        (MARGIN, bottom),
        &imprint.authors.join(", "),
        AUTHORS,
        &muted,
    )?;
    let picture = match first {
        Some(shown) => {
            let figure = shown.at_settings(figures)?;
            let drawing = figure.draw(Theme::Light, Space::PAGE)?;
            let height = bottom - 3.0 * AUTHORS - base;
            let scale = (room / drawing.width).min(height / drawing.height);
            let left = (SIZE.0 - scale * drawing.width) / 2.0;
            let top = base + (height - scale * drawing.height) / 2.0;
            format!(
                "<g transform=\"translate({left} {top}) scale({scale:.5})\">\n{}</g>\n",
                drawing.elements()
            )
        }
        None => String::new(),
    };
    let page = Layout {
        width: Some(SIZE.0),
        ..Layout::default()
    }
    .place(Graphic {
        title: imprint.title.clone(),
        description: imprint.description.clone(),
        size: SIZE,
        background: colours.background,
        elements: picture + &outlines.svg(),
        label: AUTHORS,
    })?;
    Ok(Format::Png.encode(&page, 1.0)?)
}

/// A text in lines that are no wider than the room, broken at spaces.
fn lines(text: &str, room: f64, size: f64) -> Result<Vec<String>, MissingGlyph> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if SANS.width(&format!("{line} {word}"), size)? <= room => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    Ok(lines)
}
