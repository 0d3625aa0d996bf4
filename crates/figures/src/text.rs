//! Text as outlines: the signs of Lato, measured and placed.

use glyphs::SANS;

use crate::Colour;
use crate::canvas::hex;

/// Where a text stands relative to its point; vertically its capitals are always centred.
#[derive(Clone, Copy)]
pub(crate) enum Align {
    Left,
    Centre,
}

/// The width of a text, in the units of its size.
pub(crate) fn width(text: &str, size: f64) -> f64 {
    SANS.width(&SANS.replace_missing(text), size)
        .unwrap_or_default()
}

/// Writes a text as one path.
///
/// Each sign stands in it anew, and not once with references to it: a browser makes a tree of its own of each reference,
/// and a picture with hundreds of numbers would take three times as long to show.
pub(crate) fn write(
    svg: &mut String,
    (x, y): (i32, i32),
    text: &str,
    size: f64,
    colour: Colour,
    align: Align,
) {
    let text = SANS.replace_missing(text);
    let left = match align {
        Align::Left => f64::from(x),
        Align::Centre => f64::from(x) - width(&text, size) / 2.0,
    };
    let base = f64::from(y) + SANS.cap_height(size) / 2.0;
    if let Ok(path) = SANS.path((left, base), &text, size, &hex(colour)) {
        svg.push_str(&path);
        svg.push('\n');
    }
}
