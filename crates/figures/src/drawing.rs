//! A figure, drawn: its size, its shapes, what they show, and the parts of it that a person can drag or point at.

use std::fmt::Write as _;

use crate::escape::escape;
use crate::shape::Shape;
use crate::{Colour, Part, Region, format_number};

/// The size of labels, in units.
pub const LABEL: f64 = 31.0;
/// The smallest size of a text, in units: 9 px on a phone that shows a page's drawing 320 px wide, and 16 pt on a slide of
/// 13.33 inches.
pub const SMALLEST: f64 = 22.5;

/// The room that a drawing may fill, in units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Space {
    /// The width.
    pub width: f64,
    /// The height; without one, a drawing is as tall as it needs to be.
    pub height: Option<f64>,
}

impl Space {
    /// A page or a phone: narrow, and as tall as the drawing needs.
    pub const PAGE: Self = Self {
        width: 800.0,
        height: None,
    };

    /// A slide of an aspect of width to height: so wide that the smallest text is 1/60 of it.
    #[must_use]
    pub fn slide(aspect: f64) -> Self {
        let width = 60.0 * SMALLEST;
        Self {
            width,
            height: Some((width / aspect).round()),
        }
    }

    /// Whether things stand beside one another rather than below.
    pub(crate) fn is_landscape(&self) -> bool {
        self.height.is_some_and(|height| self.width > height)
    }
}

/// What a drawing says beside its picture.
pub(crate) struct Summary {
    pub(crate) title: &'static str,
    pub(crate) description: String,
    pub(crate) readouts: Vec<(&'static str, String)>,
}

/// A figure, drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    /// The figure's title.
    pub title: String,
    /// The picture in words.
    pub description: String,
    /// The width in units.
    pub width: f64,
    /// The height in units.
    pub height: f64,
    /// The colour under all shapes.
    pub background: Colour,
    /// The picture; a later shape lies over an earlier one.
    pub shapes: Vec<Shape>,
    /// The numbers that the picture shows, by kebab-case name.
    pub readouts: Vec<(String, String)>,
    /// The parts of the picture that stand for a parameter; a later one lies above an earlier one.
    pub regions: Vec<Region>,
    /// The parts of the picture that a text can name.
    pub parts: Vec<Part>,
}

/// What the root element of an SVG says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SvgHead {
    /// Width and height in pixels; without them the picture scales by its view box.
    pub pixels: Option<(f64, f64)>,
    /// Left, top, width and height of what is shown, in units.
    pub view_box: [f64; 4],
    /// What fills the view box under all shapes; without it, what lies under the picture shows through.
    pub background: Option<Colour>,
}

impl SvgHead {
    /// The SVG of these elements, with a title and a description.
    #[must_use]
    pub fn svg(&self, title: &str, description: &str, elements: &str) -> String {
        let [x, y, width, height] = self.view_box.map(|length| format_number(length, 4));
        let mut svg = String::from("<svg xmlns=\"http://www.w3.org/2000/svg\"");
        // Writing into a string does not fail.
        if let Some((width, height)) = self.pixels {
            let [width, height] = [width, height].map(|length| format_number(length, 4));
            let _ = write!(svg, " width=\"{width}\" height=\"{height}\"");
        }
        let _ = writeln!(
            svg,
            " viewBox=\"{x} {y} {width} {height}\" role=\"img\">\n<title>{}</title>\n<desc>{}</desc>",
            escape(title),
            escape(description),
        );
        if let Some(background) = self.background {
            let _ = writeln!(
                svg,
                "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"{}\"/>",
                background.hex()
            );
        }
        svg.push_str(elements);
        svg.push_str("</svg>\n");
        svg
    }
}

impl Drawing {
    /// The drawing as SVG that scales by its view box; each element stands on a line of its own.
    #[must_use]
    pub fn svg(&self) -> String {
        let head = SvgHead {
            pixels: None,
            view_box: [0.0, 0.0, self.width, self.height],
            background: Some(self.background),
        };
        head.svg(&self.title, &self.description, &self.elements())
    }

    /// The shapes as SVG elements, each on a line of its own, for a picture that is put together of several.
    #[must_use]
    pub fn elements(&self) -> String {
        let mut svg = String::new();
        for shape in &self.shapes {
            shape.write_svg(&mut svg);
        }
        svg
    }

    /// What is drawn, a line for each shape, for people and for comparisons.
    #[must_use]
    pub fn list(&self) -> String {
        let mut list = format!(
            "{}×{} on {}\n",
            self.width,
            self.height,
            self.background.hex()
        );
        for shape in &self.shapes {
            let _ = writeln!(list, "{shape}");
        }
        list
    }
}
