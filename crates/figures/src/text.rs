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
    let scale = size / UNITS_PER_EM;
    let left = match align {
        Align::Left => f64::from(x),
        Align::Centre => f64::from(x) - width(text, size) / 2.0,
    };
    let base = f64::from(y) + CAP_HEIGHT * scale / 2.0;
    // A string grows without fail.
    let _ = write!(
        svg,
        "<path transform=\"translate({left:.1} {base:.1}) scale({scale:.5})\" fill=\"{}\" d=\"",
        hex(colour)
    );
    let mut at = 0;
    for sign in text.chars() {
        let (known, advance, outline) = GLYPHS[place(sign)];
        debug_assert_eq!(known, sign, "build.rs lists every sign that is written");
        if !outline.is_empty() {
            let _ = write!(svg, "M{at} 0{outline}");
        }
        at += i32::from(advance);
    }
    svg.push_str("\"/>\n");
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
