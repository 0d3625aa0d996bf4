//! Text as outlines, so that a picture looks the same in every viewer and no viewer needs a font.
//!
//! A [`Face`] holds the glyphs of one font as a table: each character with its advance and its outline as SVG path data.
//! The tables are committed; `tests/tables.rs` compares them with the fonts in `fonts/` and writes them anew.
//!
//! ```
//! // Three digits of one width each.
//! let width = glyphs::SANS.width("123", 10.0)?;
//! assert!((width - 3.0 * glyphs::SANS.width("0", 10.0)?).abs() < 1e-9);
//! assert_eq!(glyphs::MONO.width("語", 10.0), Err(glyphs::MissingGlyph('語')));
//! # Ok::<(), glyphs::MissingGlyph>(())
//! ```
//!
//! # Conventions
//!
//! - **Units**: sizes and widths are in the units of the picture; a size is that of the em square. Outlines are in
//!   [`UNITS_PER_EM`]-ths of the size, y downwards, from the start of the base line.
//! - **Kerning** is not applied: a text is as wide as its glyphs' advances.

use std::fmt::Write as _;

#[rustfmt::skip]
mod mono;
#[rustfmt::skip]
mod sans;
mod shared;

pub use shared::SharedOutlines;

/// A glyph: its character, its advance, and its outline as SVG path data that starts at the current point.
type Glyph = (char, u16, &'static str);

/// How fine the outlines are: so many units are the size of a text.
pub const UNITS_PER_EM: f64 = 1000.0;

/// Lato Regular: the labels of figures and the words of exports.
pub static SANS: Face = Face {
    cap_height: sans::CAP_HEIGHT,
    glyphs: sans::GLYPHS,
};

/// Listing Mono, in which every glyph has one width: programs.
pub static MONO: Face = Face {
    cap_height: mono::CAP_HEIGHT,
    glyphs: mono::GLYPHS,
};

/// The bytes of Listing Mono, a TrueType font, for documents that embed it.
pub const MONO_FONT: &[u8] = include_bytes!("../fonts/ListingMono.ttf");

/// The glyphs of one font.
#[derive(Debug)]
pub struct Face {
    cap_height: f64,
    /// Sorted by character.
    glyphs: &'static [Glyph],
}

/// A character that a face has no glyph of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the typeface has no glyph of {0:?}")]
pub struct MissingGlyph(pub char);

impl Face {
    /// The height of capitals in a text of this size.
    #[must_use]
    pub fn cap_height(&self, size: f64) -> f64 {
        self.cap_height / UNITS_PER_EM * size
    }

    /// The width of a text of this size: the sum of its glyphs' advances.
    ///
    /// # Errors
    /// A character without a glyph.
    pub fn width(&self, text: &str, size: f64) -> Result<f64, MissingGlyph> {
        let mut advance = 0.0;
        for character in text.chars() {
            advance += f64::from(self.glyph(character)?.1);
        }
        Ok(advance / UNITS_PER_EM * size)
    }

    /// The outline of a text as the data of one SVG path, in units of the em square; empty for a text of spaces.
    ///
    /// The glyphs are repeated and not referred to: a browser builds a tree of its own for each reference, and shows a
    /// picture with hundreds of numbers three times as slowly.
    ///
    /// # Errors
    /// A character without a glyph.
    pub fn outline(&self, text: &str) -> Result<String, MissingGlyph> {
        let mut data = String::new();
        let mut x = 0;
        for character in text.chars() {
            let (_, advance, outline) = self.glyph(character)?;
            if !outline.is_empty() {
                let _ = write!(data, "M{x} 0{outline}");
            }
            x += i32::from(*advance);
        }
        Ok(data)
    }

    /// The text as an SVG `path` element whose base line starts at a point; `fill` is a colour as SVG writes it.
    ///
    /// # Errors
    /// A character without a glyph.
    pub fn path(
        &self,
        (x, y): (f64, f64),
        text: &str,
        size: f64,
        fill: &str,
    ) -> Result<String, MissingGlyph> {
        let scale = size / UNITS_PER_EM;
        let data = self.outline(text)?;
        Ok(format!(
            "<path transform=\"translate({x:.1} {y:.1}) scale({scale:.5})\" fill=\"{fill}\" d=\"{data}\"/>"
        ))
    }

    /// The text with every character that has no glyph replaced by a question mark.
    #[must_use]
    pub fn replace_missing(&self, text: &str) -> String {
        let known = |character| self.glyph(character).map_or('?', |_| character);
        text.chars().map(known).collect()
    }

    fn glyph(&self, character: char) -> Result<&Glyph, MissingGlyph> {
        self.glyphs
            .binary_search_by_key(&character, |(known, ..)| *known)
            .map(|at| &self.glyphs[at])
            .map_err(|_| MissingGlyph(character))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_one_path_of_its_glyphs_one_advance_apart() {
        let one = MONO.outline("1").unwrap();
        let advance = MONO.width("1", UNITS_PER_EM).unwrap();
        let both = MONO.outline("1 1").unwrap();
        let second = one.replacen("M0 0", &format!("M{} 0", 2.0 * advance), 1);
        assert_eq!(both, one + &second);
        assert_eq!(MONO.outline("  "), Ok(String::new()));
    }

    #[test]
    fn a_missing_glyph_is_named_and_can_be_replaced() {
        assert_eq!(SANS.outline("a語"), Err(MissingGlyph('語')));
        assert_eq!(SANS.replace_missing("a語−"), "a?−");
        let message = MissingGlyph('語').to_string();
        assert_eq!(message, "the typeface has no glyph of '語'");
    }
}
