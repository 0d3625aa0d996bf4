//! Takes from a font the outlines of the signs that are written with it, so that a picture looks the same wherever it is
//! shown and no program that shows it needs a font. For build scripts.

use std::fmt::Write as _;

use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, MetadataProvider as _};

/// How fine the outlines are: a thousandth of the size of a text.
const UNITS_PER_EM: f32 = 1000.0;

/// The Rust source of three constants: `UNITS_PER_EM`, `CAP_HEIGHT`, and `GLYPHS`, which holds each sign with its advance
/// and its outline as the data of an SVG path, sorted by sign.
///
/// # Panics
///
/// When the font is not sound, or lacks one of the signs.
#[must_use]
pub fn table(font: &[u8], signs: impl IntoIterator<Item = char>) -> String {
    let font = FontRef::new(font).expect("the font is sound");
    let outlines = font.outline_glyphs();
    let size = Size::new(UNITS_PER_EM);
    let metrics = font.glyph_metrics(size, LocationRef::default());
    let units = font.metrics(size, LocationRef::default());
    let mut table = format!(
        "pub(crate) const UNITS_PER_EM: f64 = {:?};\npub(crate) const CAP_HEIGHT: f64 = {:?};\npub(crate) const GLYPHS: &[(char, u16, &str)] = &[\n",
        UNITS_PER_EM,
        f64::from(units.cap_height.expect("the font tells its cap height")),
    );
    let mut signs: Vec<char> = signs.into_iter().collect();
    signs.sort_unstable();
    for sign in signs {
        let glyph = font
            .charmap()
            .map(sign)
            .unwrap_or_else(|| panic!("the font has no {sign:?}"));
        let advance = metrics
            .advance_width(glyph)
            .expect("every glyph has one")
            .round() as u16;
        let mut pen = Path2d::default();
        if let Some(outline) = outlines.get(glyph) {
            let settings = DrawSettings::unhinted(size, LocationRef::default());
            outline
                .draw(settings, &mut pen)
                .expect("the outline is sound");
        }
        writeln!(table, "    ({sign:?}, {advance}, {:?}),", pen.data).expect("a string grows");
    }
    table.push_str("];\n");
    table
}

/// Every sign that the font has, but for control characters.
///
/// # Panics
///
/// When the font is not sound.
#[must_use]
pub fn signs(font: &[u8]) -> Vec<char> {
    let font = FontRef::new(font).expect("the font is sound");
    let signs = font.charmap().mappings();
    signs
        .filter_map(|(sign, _)| char::from_u32(sign))
        .filter(|sign| !sign.is_control())
        .collect()
}

/// An outline as the data of an SVG path in whole units, y downwards, each point relative to the one before.
#[derive(Default)]
struct Path2d {
    data: String,
    at: (i32, i32),
    start: (i32, i32),
    /// The control point of the curve before, if there was one.
    control: Option<(i32, i32)>,
}

impl Path2d {
    fn add(&mut self, command: char, points: &[(f32, f32)]) {
        self.data.push(command);
        self.control = None;
        let mut end = self.at;
        for (k, &(x, y)) in points.iter().enumerate() {
            end = (x.round() as i32, -y.round() as i32);
            for (axis, way) in [end.0 - self.at.0, end.1 - self.at.1]
                .into_iter()
                .enumerate()
            {
                if (k > 0 || axis > 0) && way >= 0 {
                    self.data.push(' ');
                }
                write!(self.data, "{way}").expect("a string grows");
            }
        }
        self.at = end;
    }
}

impl OutlinePen for Path2d {
    fn move_to(&mut self, x: f32, y: f32) {
        self.add('m', &[(x, y)]);
        self.start = self.at;
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.add('l', &[(x, y)]);
    }

    /// Most curves go on smoothly from the one before, so that their control point need not be written.
    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        let (cx_here, cy_here) = (cx.round() as i32, -cy.round() as i32);
        let smooth = self
            .control
            .map(|(x, y)| (2 * self.at.0 - x, 2 * self.at.1 - y))
            .filter(|(x, y)| (x - cx_here).abs() <= 1 && (y - cy_here).abs() <= 1);
        if smooth.is_some() {
            self.add('t', &[(x, y)]);
        } else {
            self.add('q', &[(cx, cy), (x, y)]);
        }
        self.control = smooth.or(Some((cx_here, cy_here)));
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        self.add('c', &[(ax, ay), (bx, by), (x, y)]);
    }

    fn close(&mut self) {
        self.data.push('z');
        self.at = self.start;
    }
}
