//! A program as an SVG, its text as outlines.

use super::Colours;
use book::{highlight::highlight, html};
use figures::Theme;
use glyphs::{MONO, MissingGlyph, SharedOutlines};

/// The size of the letters, in the units of the picture.
const SIZE: f64 = 20.0;
const LINE: f64 = 29.0;
/// From the top of a line to its base.
const ASCENT: f64 = 20.0;
const MARGIN: f64 = 24.0;

/// A program, highlighted, as an SVG that is as large as the program, with its width and height in pixels: letters are 20
/// pixels high.
///
/// The picture's title is `title`, its description the program itself.
///
/// # Errors
///
/// A character of the program that the typeface has no glyph of.
pub fn program_svg(
    title: &str,
    program: &str,
    theme: Theme,
) -> Result<(String, (u32, u32)), MissingGlyph> {
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
    let (width, height) = ((widest + MARGIN).ceil(), LINE * lines as f64 + 2.0 * MARGIN);
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\">\n\
         <title>{}</title>\n<desc>{}</desc>\n\
         <rect x=\"0\" y=\"0\" width=\"{width}\" height=\"{height}\" fill=\"{}\"/>\n{}</svg>\n",
        html::escape(title),
        html::escape(program),
        colours.background.hex(),
        outlines.svg(),
    );
    Ok((svg, (width as u32, height as u32)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_is_drawn_as_outlines_with_its_text_as_description() {
        let program = "fn main() {\n    println!(\"×\"); // <&>\n}\n";
        let (svg, _) = program_svg("Listing a", program, Theme::Dark).unwrap();
        let tree = roxmltree::Document::parse(&svg).unwrap();
        let text = |name: &str| {
            let found = tree.descendants().find(|node| node.has_tag_name(name));
            found.and_then(|node| node.text()).unwrap().to_owned()
        };
        assert_eq!(text("title"), "Listing a");
        assert_eq!(text("desc"), program.trim_end());
        assert!(!svg.contains("<text"), "no viewer needs a font");
        // The widest line has 25 characters of 0.6 of their size.
        let width = 2.0 * MARGIN + 25.0 * SIZE * 0.6;
        assert!(
            svg.contains(&format!("viewBox=\"0 0 {width} ")),
            "{}",
            &svg[..200]
        );
    }

    #[test]
    fn a_character_without_a_glyph_is_an_error() {
        assert_eq!(
            program_svg("Listing a", "// 語", Theme::Light),
            Err(MissingGlyph('語'))
        );
    }
}
