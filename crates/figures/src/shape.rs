//! What a drawing consists of: filled and outlined shapes, text, and images of pixels.

use std::fmt::{self, Write as _};

use base64::prelude::{BASE64_STANDARD, Engine as _};
use glyphs::SANS;

use crate::{Colour, format_number};

/// How many backend pixels are one unit of a drawing: plotters places everything on whole pixels.
pub(crate) const PIXELS_PER_UNIT: f64 = 10.0;

/// A length in units as one in backend pixels.
pub(crate) fn pixels(units: f64) -> i32 {
    (units * PIXELS_PER_UNIT).round() as i32
}

/// A place or a length in tenths of a unit; written in units, with at most one decimal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tenths(pub i32);

impl fmt::Display for Tenths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(tenths) = self;
        let sign = if *tenths < 0 { "-" } else { "" };
        let (units, rest) = (tenths.abs() / 10, tenths.abs() % 10);
        match rest {
            0 => write!(f, "{sign}{units}"),
            _ => write!(f, "{sign}{units}.{rest}"),
        }
    }
}

/// A colour that may let through what lies under it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Paint {
    /// The colour.
    pub colour: Colour,
    /// From 0 (invisible) to 1.
    pub opacity: f64,
}

/// A part of a drawing. Coordinates are in tenths of a unit from the upper left corner, y downwards.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Shape {
    /// A rectangle: filled, or outlined with a line of a width, half of which lies outside.
    Rectangle {
        /// Left, top, width and height.
        bounds: [i32; 4],
        /// The colour.
        paint: Paint,
        /// The width of the outline; a filled rectangle has none.
        line: Option<u32>,
    },
    /// Straight lines from point to point.
    Line {
        /// The points.
        points: Vec<(i32, i32)>,
        /// The colour.
        paint: Paint,
        /// The width of the line.
        width: u32,
    },
    /// A filled polygon.
    Polygon {
        /// The corners.
        points: Vec<(i32, i32)>,
        /// The colour.
        paint: Paint,
    },
    /// A circle: filled, or outlined with a line of a width.
    Circle {
        /// The centre.
        centre: (i32, i32),
        /// The radius.
        radius: u32,
        /// The colour.
        paint: Paint,
        /// The width of the outline; a filled circle has none.
        line: Option<u32>,
    },
    /// A line of text, drawn as outlines.
    Text {
        /// Where its base line starts.
        start: (i32, i32),
        /// The text; every character has a glyph.
        text: String,
        /// The size of the em square.
        size: u32,
        /// The colour.
        colour: Colour,
    },
    /// An image, each of whose pixels is a rectangle with sharp edges.
    Image {
        /// Left, top, width and height.
        bounds: [i32; 4],
        /// Columns and rows of pixels.
        pixels: (u32, u32),
        /// The image as PNG.
        png: Vec<u8>,
    },
}

impl Shape {
    /// Writes the shape as one SVG element on a line of its own.
    pub(crate) fn write_svg(&self, svg: &mut String) {
        // Writing into a string does not fail.
        let _ = match self {
            Self::Rectangle {
                bounds,
                paint,
                line,
            } => {
                let [x, y, width, height] = bounds.map(Tenths);
                writeln!(
                    svg,
                    "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" {}/>",
                    filled_or_outlined(*paint, *line)
                )
            }
            Self::Line {
                points,
                paint,
                width,
            } => {
                let line = filled_or_outlined(*paint, Some(*width));
                writeln!(svg, "<polyline points=\"{}\" {line}/>", list(points))
            }
            Self::Polygon { points, paint } => {
                let fill = filled_or_outlined(*paint, None);
                writeln!(svg, "<polygon points=\"{}\" {fill}/>", list(points))
            }
            Self::Circle {
                centre: (x, y),
                radius,
                paint,
                line,
            } => writeln!(
                svg,
                "<circle cx=\"{}\" cy=\"{}\" r=\"{}\" {}/>",
                Tenths(*x),
                Tenths(*y),
                Tenths(*radius as i32),
                filled_or_outlined(*paint, *line)
            ),
            Self::Text {
                start: (x, y),
                text,
                size,
                colour,
            } => {
                let [x, y, size] =
                    [*x, *y, *size as i32].map(|tenths| f64::from(tenths) / PIXELS_PER_UNIT);
                match SANS.path((x, y), text, size, &colour.hex()) {
                    Ok(path) => writeln!(svg, "{path}"),
                    Err(_) => Ok(()),
                }
            }
            Self::Image { bounds, png, .. } => {
                let [x, y, width, height] = bounds.map(Tenths);
                writeln!(
                    svg,
                    "<image x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" preserveAspectRatio=\"none\" \
                     style=\"image-rendering:pixelated\" href=\"data:image/png;base64,{}\"/>",
                    BASE64_STANDARD.encode(png)
                )
            }
        };
    }
}

fn list(points: &[(i32, i32)]) -> String {
    let points: Vec<String> = points
        .iter()
        .map(|&(x, y)| format!("{},{}", Tenths(x), Tenths(y)))
        .collect();
    points.join(" ")
}

/// The attributes of a shape that is filled, or of one that is a line.
fn filled_or_outlined(Paint { colour, opacity }: Paint, line: Option<u32>) -> String {
    let colour = colour.hex();
    let (mut attributes, kind) = match line {
        None => (format!("fill=\"{colour}\""), "fill"),
        Some(width) => (
            format!(
                "fill=\"none\" stroke=\"{colour}\" stroke-width=\"{}\"",
                Tenths(width as i32)
            ),
            "stroke",
        ),
    };
    if opacity < 1.0 {
        let _ = write!(
            attributes,
            " {kind}-opacity=\"{}\"",
            format_number(opacity, 3)
        );
    }
    attributes
}

/// One line for people: `rectangle 24,66 358×358 #00aacc`.
impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rectangle {
                bounds,
                paint,
                line,
            } => {
                let [x, y, width, height] = bounds.map(Tenths);
                write!(f, "rectangle {x},{y} {width}×{height} {paint}")?;
                line_width(f, *line)
            }
            Self::Line {
                points,
                paint,
                width,
            } => {
                write!(f, "line {} {paint}", list(points))?;
                line_width(f, Some(*width))
            }
            Self::Polygon { points, paint } => write!(f, "polygon {} {paint}", list(points)),
            Self::Circle {
                centre,
                radius,
                paint,
                line,
            } => {
                let radius = Tenths(*radius as i32);
                write!(f, "circle {} {radius} {paint}", list(&[*centre]))?;
                line_width(f, *line)
            }
            Self::Text {
                start,
                text,
                size,
                colour,
            } => {
                let size = Tenths(*size as i32);
                write!(
                    f,
                    "text {} {size} {} {text:?}",
                    list(&[*start]),
                    colour.hex()
                )
            }
            Self::Image {
                bounds,
                pixels: (columns, rows),
                png,
            } => {
                let [x, y, width, height] = bounds.map(Tenths);
                let checksum = crate::png::crc(png);
                write!(
                    f,
                    "image {x},{y} {width}×{height} of {columns}×{rows} pixels, checksum {checksum:08x}"
                )
            }
        }
    }
}

fn line_width(f: &mut fmt::Formatter<'_>, width: Option<u32>) -> fmt::Result {
    match width {
        Some(width) => write!(f, " line {}", Tenths(width as i32)),
        None => Ok(()),
    }
}

impl fmt::Display for Paint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.colour.hex())?;
        if self.opacity < 1.0 {
            write!(f, " at {}", format_number(self.opacity, 3))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tenths_are_written_in_units() {
        for (tenths, text) in [
            (0, "0"),
            (10, "1"),
            (-5, "-0.5"),
            (1234, "123.4"),
            (-120, "-12"),
        ] {
            assert_eq!(Tenths(tenths).to_string(), text);
        }
    }
}
