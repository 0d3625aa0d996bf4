//! The committed tables are those of the fonts. `UPDATE_GLYPHS=1 cargo test -p glyphs` writes them anew.

use std::{env, fmt::Write as _, fs, path::Path};

use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, MetadataProvider as _};

/// What figures and exports write beside ASCII; each character costs some 200 bytes in the module that a page loads.
const BESIDE_ASCII: &str = "°±²³·¹×éü–’“”…−ⁿ→√∞≈≠≤≥θλμπρσφψω";

#[test]
fn table_of_sans_is_current() {
    let characters = (' '..='~').chain(BESIDE_ASCII.chars());
    check("sans", "Lato-Regular", characters.collect());
}

#[test]
fn table_of_mono_is_current() {
    let bytes = font("ListingMono");
    let font = FontRef::new(&bytes).unwrap();
    let all = font.charmap().mappings();
    let characters = all
        .filter_map(|(character, _)| char::from_u32(character))
        .filter(|character| !character.is_control());
    check("mono", "ListingMono", characters.collect());
}

fn font(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("fonts/{name}.ttf"))).unwrap()
}

#[track_caller]
fn check(module: &str, name: &str, characters: Vec<char>) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("src/{module}.rs"));
    let table = table(name, characters);
    if env::var_os("UPDATE_GLYPHS").is_some() {
        fs::write(&path, &table).unwrap();
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == table,
        "src/{module}.rs is not what the font says; write it anew with UPDATE_GLYPHS=1 cargo test -p glyphs"
    );
}

/// The source of a table: each character with its advance and its outline, sorted by character.
fn table(name: &str, mut characters: Vec<char>) -> String {
    let bytes = font(name);
    let font = FontRef::new(&bytes).unwrap();
    let size = Size::new(glyphs::UNITS_PER_EM as f32);
    let outlines = font.outline_glyphs();
    let advances = font.glyph_metrics(size, LocationRef::default());
    let cap_height = font.metrics(size, LocationRef::default()).cap_height;
    let mut table = format!(
        "//! The glyphs of {name}, written by `tests/tables.rs`.\n\n\
         pub(crate) const CAP_HEIGHT: f64 = {:?};\npub(crate) const GLYPHS: &[crate::Glyph] = &[\n",
        f64::from(cap_height.unwrap()),
    );
    characters.sort_unstable();
    for character in characters {
        let glyph = font
            .charmap()
            .map(character)
            .unwrap_or_else(|| panic!("{name} has no {character:?}"));
        let advance = advances.advance_width(glyph).unwrap().round() as u16;
        let mut path = SvgPath::default();
        if let Some(outline) = outlines.get(glyph) {
            let settings = DrawSettings::unhinted(size, LocationRef::default());
            outline.draw(settings, &mut path).unwrap();
        }
        writeln!(table, "    ({character:?}, {advance}, {:?}),", path.data).unwrap();
    }
    table.push_str("];\n");
    table
}

/// An outline as the data of an SVG path in whole units, y downwards, each point relative to the one before.
#[derive(Default)]
struct SvgPath {
    data: String,
    at: (i32, i32),
    start: (i32, i32),
    /// The control point of the curve before, if there was one.
    control: Option<(i32, i32)>,
}

impl SvgPath {
    fn add(&mut self, command: char, points: &[(f32, f32)]) {
        self.data.push(command);
        self.control = None;
        let mut end = self.at;
        for (k, &(x, y)) in points.iter().enumerate() {
            end = (x.round() as i32, -y.round() as i32);
            let step = [end.0 - self.at.0, end.1 - self.at.1];
            for (axis, step) in step.into_iter().enumerate() {
                if (k > 0 || axis > 0) && step >= 0 {
                    self.data.push(' ');
                }
                write!(self.data, "{step}").unwrap();
            }
        }
        self.at = end;
    }
}

impl OutlinePen for SvgPath {
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
