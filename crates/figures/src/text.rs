//! Text as outlines: the signs of Lato, measured and placed.

use std::fmt::Write as _;

use crate::Colour;
use crate::canvas::hex;

mod glyphs {
    include!(concat!(env!("OUT_DIR"), "/glyphs.rs"));
}
use glyphs::{CAP_HEIGHT, GLYPHS, UNITS_PER_EM};

/// Where a text stands relative to its point; vertically its capitals are always centred.
#[derive(Clone, Copy)]
pub(crate) enum Align {
    Left,
    Centre,
}

/// The place of a sign in the table; that of `?` for one that is not there.
fn place(sign: char) -> usize {
    let find = |sign: char| GLYPHS.binary_search_by_key(&sign, |(known, ..)| *known);
    find(sign).or_else(|_| find('?')).unwrap_or(0)
}

/// The width of a text, in the units of its size.
pub(crate) fn width(text: &str, size: f64) -> f64 {
    let advance: f64 = text
        .chars()
        .map(|sign| f64::from(GLYPHS[place(sign)].1))
        .sum();
    advance / UNITS_PER_EM * size
}

/// The texts of one picture, and which signs they use.
#[derive(Default)]
pub(crate) struct Texts {
    body: String,
    used: [u128; 1 + GLYPHS.len() / 128],
}

impl Texts {
    pub(crate) fn add(
        &mut self,
        (x, y): (i32, i32),
        text: &str,
        size: f64,
        colour: Colour,
        align: Align,
    ) {
        let scale = size / UNITS_PER_EM;
        let left = match align {
            Align::Left => f64::from(x),
            Align::Centre => f64::from(x) - width(text, size) / 2.0,
        };
        let base = f64::from(y) + CAP_HEIGHT * scale / 2.0;
        // A string grows without fail.
        let _ = write!(
            self.body,
            "<g transform=\"translate({left:.1} {base:.1}) scale({scale:.5})\" fill=\"{}\">",
            hex(colour)
        );
        let mut at = 0;
        for sign in text.chars() {
            let place = place(sign);
            debug_assert_eq!(
                GLYPHS[place].0, sign,
                "build.rs lists every sign that is written"
            );
            let (_, advance, outline) = GLYPHS[place];
            if !outline.is_empty() {
                self.used[place / 128] |= 1 << (place % 128);
                let _ = if at == 0 {
                    write!(self.body, "<use href=\"#g{place}\"/>")
                } else {
                    write!(self.body, "<use href=\"#g{place}\" x=\"{at}\"/>")
                };
            }
            at += i32::from(advance);
        }
        self.body.push_str("</g>\n");
    }

    /// The outlines that are used, and the texts.
    pub(crate) fn svg(&self) -> (String, &str) {
        let mut outlines = String::from("<defs>");
        for (place, (_, _, outline)) in GLYPHS.iter().enumerate() {
            if self.used[place / 128] >> (place % 128) & 1 == 1 {
                let _ = write!(outlines, "<path id=\"g{place}\" d=\"{outline}\"/>");
            }
        }
        outlines.push_str("</defs>\n");
        (outlines, &self.body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_sorted_and_a_missing_one_is_a_question_mark() {
        assert!(GLYPHS.is_sorted_by(|a, b| a.0 < b.0));
        for sign in "AZaz09.,()|×−".chars() {
            assert_eq!(GLYPHS[place(sign)].0, sign);
        }
        assert_eq!(GLYPHS[place('語')].0, '?');
    }

    #[test]
    fn digits_are_of_one_width_and_widths_add_up() {
        assert_eq!(width("1", 10.0), width("8", 10.0));
        assert!((width("123", 10.0) - 3.0 * width("0", 10.0)).abs() < 1e-9);
    }
}
