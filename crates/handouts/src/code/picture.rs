//! A program as a picture, its text as outlines.

use super::Colours;
use book::highlight::highlight;
use figures::Theme;
use glyphs::{MONO, MissingGlyph, SharedOutlines};
use raster::Graphic;

/// The size of the letters, in the units of the picture.
const SIZE: f64 = 20.0;
const LINE: f64 = 29.0;
/// From the top of a line to its base.
const ASCENT: f64 = 20.0;
const MARGIN: f64 = 24.0;

/// A program, highlighted, as a picture that is as large as the program; its letters are 20 units high.
///
/// The picture's title is `title`, its description the program itself.
///
/// # Errors
///
/// A character of the program that the typeface has no glyph of.
pub fn program(title: &str, program: &str, theme: Theme) -> Result<Graphic, MissingGlyph> {
    let colours = Colours::of(theme);
    let program = program.trim_end();
    let mut outlines = SharedOutlines::default();
    let mut widest: f64 = 0.0;
    let mut lines = 0;
    for (k, line) in highlight(program).iter().enumerate() {
        let base = MARGIN + LINE * k as f64 + ASCENT;
        let mut x = MARGIN;
        for (class, text) in line {
            let colour = colours.of_class(*class).hex();
            outlines.add(&MONO, (x, base), text, SIZE, &colour)?;
            x += MONO.width(text, SIZE)?;
        }
        widest = widest.max(x);
        lines = k + 1;
    }
    Ok(Graphic {
        title: title.to_owned(),
        description: program.to_owned(),
        size: ((widest + MARGIN).ceil(), LINE * lines as f64 + 2.0 * MARGIN),
        background: colours.background,
        elements: outlines.svg(),
        label: SIZE,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use raster::Layout;

    #[test]
    fn a_program_is_drawn_as_outlines_with_its_text_as_description() {
        let program = "fn main() {\n    println!(\"×\"); // <&>\n}\n";
        let drawn = super::program("Listing a", program, Theme::Dark).unwrap();
        // The widest line has 25 characters of 0.6 of their size.
        assert_eq!(drawn.size.0, 2.0 * MARGIN + 25.0 * SIZE * 0.6);
        let page = Layout::default().place(drawn).unwrap();
        let svg = page.svg();
        let tree = roxmltree::Document::parse(svg).unwrap();
        let text = |name: &str| {
            let found = tree.descendants().find(|node| node.has_tag_name(name));
            found.and_then(|node| node.text()).unwrap().to_owned()
        };
        assert_eq!(text("title"), "Listing a");
        assert_eq!(text("desc"), program.trim_end());
        assert!(!svg.contains("<text"), "no viewer needs a font");
    }

    #[test]
    fn a_character_without_a_glyph_is_an_error() {
        assert_eq!(
            program("Listing a", "// 語", Theme::Light).unwrap_err(),
            MissingGlyph('語')
        );
    }
}
