//! Text as outlines in an SVG, in one of two faces.

use std::{collections::BTreeSet, fmt::Write as _};

mod mono {
    #![expect(dead_code, reason = "the height of capitals is for labels")]
    include!(concat!(env!("OUT_DIR"), "/mono.rs"));
}
mod sans {
    #![expect(dead_code, reason = "the height of capitals is for labels")]
    include!(concat!(env!("OUT_DIR"), "/sans.rs"));
}

/// A typeface, as outlines.
pub(crate) struct Face {
    /// What the names of its outlines in an SVG begin with.
    prefix: char,
    units: f64,
    glyphs: &'static [(char, u16, &'static str)],
}

/// All signs have one width: for programs.
pub(crate) const MONO: Face = Face {
    prefix: 'm',
    units: mono::UNITS_PER_EM,
    glyphs: mono::GLYPHS,
};

/// The typeface of the figures.
pub(crate) const SANS: Face = Face {
    prefix: 's',
    units: sans::UNITS_PER_EM,
    glyphs: sans::GLYPHS,
};

/// A sign that the face does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoSign(pub char);

impl std::fmt::Display for NoSign {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let NoSign(sign) = self;
        write!(f, "the typeface has no outline of {sign:?}")
    }
}

impl std::error::Error for NoSign {}

impl Face {
    fn place(&self, sign: char) -> Result<usize, NoSign> {
        let find = self
            .glyphs
            .binary_search_by_key(&sign, |(known, ..)| *known);
        find.map_err(|_| NoSign(sign))
    }

    /// The width of a text, in the units of its size.
    pub(crate) fn width(&self, text: &str, size: f64) -> Result<f64, NoSign> {
        let mut advance = 0.0;
        for sign in text.chars() {
            advance += f64::from(self.glyphs[self.place(sign)?].1);
        }
        Ok(advance / self.units * size)
    }
}

/// The texts of one picture, and which outlines they use.
#[derive(Default)]
pub(crate) struct Writing {
    body: String,
    used: BTreeSet<(char, usize, &'static str)>,
}

impl Writing {
    /// Writes a text that begins at a point of its base line.
    pub(crate) fn add(
        &mut self,
        face: &Face,
        (x, y): (f64, f64),
        text: &str,
        size: f64,
        colour: &str,
    ) -> Result<(), NoSign> {
        let scale = size / face.units;
        let mut uses = String::new();
        let mut at = 0;
        for sign in text.chars() {
            let place = face.place(sign)?;
            let (_, advance, outline) = face.glyphs[place];
            if !outline.is_empty() {
                self.used.insert((face.prefix, place, outline));
                // A string grows without fail.
                let _ = write!(uses, "<use href=\"#{}{place}\" x=\"{at}\"/>", face.prefix);
            }
            at += i32::from(advance);
        }
        if !uses.is_empty() {
            let _ = writeln!(
                self.body,
                "<g transform=\"translate({x:.1} {y:.1}) scale({scale:.5})\" fill=\"{colour}\">{uses}</g>"
            );
        }
        Ok(())
    }

    /// The outlines that are used, and the texts.
    pub(crate) fn svg(&self) -> String {
        let mut out = String::from("<defs>");
        for (prefix, place, outline) in &self.used {
            let _ = write!(out, "<path id=\"{prefix}{place}\" d=\"{outline}\"/>");
        }
        out.push_str("</defs>\n");
        out.push_str(&self.body);
        out
    }
}
