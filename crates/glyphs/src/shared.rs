//! Many texts in one picture, with each outline written once.

use std::{collections::BTreeMap, fmt::Write as _};

use crate::{Face, MissingGlyph, UNITS_PER_EM};

/// The texts of one SVG, whose glyphs refer to outlines that stand in it once: for pictures of programs, which would be
/// three times as large otherwise.
#[derive(Debug, Default)]
pub struct SharedOutlines {
    texts: String,
    /// The outlines that are used, each with its number.
    used: BTreeMap<&'static str, usize>,
}

impl SharedOutlines {
    /// Adds a text whose base line starts at a point; `fill` is a colour as SVG writes it.
    ///
    /// # Errors
    /// A character without a glyph.
    pub fn add(
        &mut self,
        face: &Face,
        (x, y): (f64, f64),
        text: &str,
        size: f64,
        fill: &str,
    ) -> Result<(), MissingGlyph> {
        let scale = size / UNITS_PER_EM;
        let mut references = String::new();
        let mut at = 0;
        for character in text.chars() {
            let &(_, advance, outline) = face.glyph(character)?;
            if !outline.is_empty() {
                let next = self.used.len();
                let number = self.used.entry(outline).or_insert(next);
                let _ = write!(references, "<use href=\"#g{number}\" x=\"{at}\"/>");
            }
            at += i32::from(advance);
        }
        if !references.is_empty() {
            let _ = writeln!(
                self.texts,
                "<g transform=\"translate({x:.1} {y:.1}) scale({scale:.5})\" fill=\"{fill}\">{references}</g>"
            );
        }
        Ok(())
    }

    /// The outlines that are used, and the texts, as SVG elements.
    #[must_use]
    pub fn svg(&self) -> String {
        let mut svg = String::from("<defs>");
        for (outline, number) in &self.used {
            let _ = write!(svg, "<path id=\"g{number}\" d=\"{outline}\"/>");
        }
        svg.push_str("</defs>\n");
        svg.push_str(&self.texts);
        svg
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::MONO;

    #[test]
    fn an_outline_that_is_used_twice_stands_there_once() {
        let mut texts = SharedOutlines::default();
        texts.add(&MONO, (0.0, 0.0), "a ba", 10.0, "#000").unwrap();
        let svg = texts.svg();
        assert_eq!(svg.matches("<path id=").count(), 2);
        assert_eq!(svg.matches("<use href=\"#g0\"").count(), 2);
        let missing = texts.add(&MONO, (0.0, 0.0), "語", 10.0, "#000");
        assert_eq!(missing, Err(MissingGlyph('語')));
    }
}
