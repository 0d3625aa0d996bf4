//! A canvas 800 units wide: plotters for shapes and text, one embedded PNG for each heatmap.

use std::fmt::Write as _;

use image::ImageEncoder as _;
use ndarray::ArrayRef2;
use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use crate::{Colour, Error, Palette, Theme};

pub(crate) const WIDTH: i32 = 800;
pub(crate) const FONT: &str = "Lato, sans-serif";
/// The size of labels.
pub(crate) const LABEL: f64 = 31.0;

/// Where a text stands relative to its point; vertically it is always centred.
#[derive(Clone, Copy)]
pub(crate) enum Align {
    Left,
    Centre,
}

#[derive(Clone, Copy)]
pub(crate) struct Rect {
    pub(crate) x: i32,
    pub(crate) y: i32,
    pub(crate) width: i32,
    pub(crate) height: i32,
}

impl Rect {
    pub(crate) fn new(x: i32, y: i32, width: i32, height: i32) -> Self {
        Self {
            x,
            y,
            width,
            height,
        }
    }

    pub(crate) fn centre(self) -> (i32, i32) {
        (self.x + self.width / 2, self.y + self.height / 2)
    }

    /// The part of this rectangle that shows `rows` × `columns` of a grid of `shape`.
    pub(crate) fn part(
        self,
        shape: (usize, usize),
        rows: &std::ops::Range<usize>,
        columns: &std::ops::Range<usize>,
    ) -> Self {
        let at = |index: usize, count: usize, length: i32| {
            (index as f64 / count as f64 * f64::from(length)).round() as i32
        };
        let (left, right) = (
            at(columns.start, shape.1, self.width),
            at(columns.end, shape.1, self.width),
        );
        let (top, bottom) = (
            at(rows.start, shape.0, self.height),
            at(rows.end, shape.0, self.height),
        );
        Self::new(self.x + left, self.y + top, right - left, bottom - top)
    }

    pub(crate) fn region(
        self,
        parameter: &str,
        index: Option<Vec<usize>>,
        label: String,
    ) -> crate::Region {
        crate::Region {
            parameter: parameter.to_owned(),
            index,
            x: f64::from(self.x),
            y: f64::from(self.y),
            width: f64::from(self.width),
            height: f64::from(self.height),
            label,
        }
    }
}

/// Draws into SVG text.
pub(crate) struct Canvas<'a> {
    area: DrawingArea<SVGBackend<'a>, Shift>,
    images: String,
    pub(crate) palette: Palette,
}

/// Draws with `paint` on a canvas of the given height and returns the SVG.
pub(crate) fn draw(
    height: i32,
    theme: Theme,
    title: &str,
    description: &str,
    paint: impl FnOnce(&mut Canvas<'_>) -> Result<(), Error>,
) -> Result<String, Error> {
    let palette = theme.palette();
    let mut body = String::new();
    let images = {
        let area =
            SVGBackend::with_string(&mut body, (WIDTH as u32, height as u32)).into_drawing_area();
        let mut canvas = Canvas {
            area,
            images: String::new(),
            palette,
        };
        paint(&mut canvas)?;
        canvas.area.present().map_err(failed)?;
        canvas.images
    };
    let content = body
        .split_once("<svg")
        .and_then(|(_, rest)| rest.split_once('>'))
        .map(|(_, rest)| rest.trim_start())
        .ok_or_else(|| Error::Drawing("the backend wrote no <svg> element".to_owned()))?;
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\">\n<title>{}</title>\n<desc>{}</desc>\n\
         <rect x=\"0\" y=\"0\" width=\"{WIDTH}\" height=\"{height}\" fill=\"{}\"/>\n{images}{content}",
        escape(title),
        escape(description),
        hex(palette.background),
    ))
}

impl Canvas<'_> {
    pub(crate) fn fill(&mut self, rect: Rect, colour: Colour, opacity: f64) -> Result<(), Error> {
        let corners = [
            (rect.x, rect.y),
            (rect.x + rect.width, rect.y + rect.height),
        ];
        self.area
            .draw(&Rectangle::new(corners, rgb(colour).mix(opacity).filled()))
            .map_err(failed)
    }

    /// A border as a path, since the backend gives the border of a rectangle no width.
    pub(crate) fn outline(&mut self, rect: Rect, colour: Colour, width: u32) -> Result<(), Error> {
        let (left, top, right, bottom) =
            (rect.x, rect.y, rect.x + rect.width, rect.y + rect.height);
        // The first side twice, so that the last corner is joined too.
        let corners = vec![
            (left, top),
            (right, top),
            (right, bottom),
            (left, bottom),
            (left, top),
            (right, top),
        ];
        self.area
            .draw(&PathElement::new(corners, rgb(colour).stroke_width(width)))
            .map_err(failed)
    }

    pub(crate) fn line(
        &mut self,
        from: (i32, i32),
        to: (i32, i32),
        colour: Colour,
        width: u32,
    ) -> Result<(), Error> {
        self.area
            .draw(&PathElement::new(
                vec![from, to],
                rgb(colour).stroke_width(width),
            ))
            .map_err(failed)
    }

    pub(crate) fn text(
        &mut self,
        at: (i32, i32),
        text: &str,
        size: f64,
        colour: Colour,
        align: Align,
    ) -> Result<(), Error> {
        let horizontal = match align {
            Align::Left => HPos::Left,
            Align::Centre => HPos::Center,
        };
        // The SVG backend divides the size by 1.24 to turn its idea of a size into an em.
        let style = (FONT, size * 1.24)
            .into_font()
            .color(&rgb(colour))
            .pos(Pos::new(horizontal, VPos::Center));
        self.area.draw_text(text, &style, at).map_err(failed)
    }

    pub(crate) fn label(&mut self, at: (i32, i32), text: &str) -> Result<(), Error> {
        self.text(at, text, LABEL, self.palette.ink, Align::Left)
    }

    /// A filled cell with a border and its text in a readable ink.
    pub(crate) fn cell(
        &mut self,
        rect: Rect,
        ground: Colour,
        text: &str,
        size: f64,
    ) -> Result<(), Error> {
        self.fill(rect, ground, 1.0)?;
        self.outline(rect, self.palette.line, 2)?;
        self.text(
            rect.centre(),
            text,
            size,
            self.palette.ink_on(ground),
            Align::Centre,
        )
    }

    /// A heatmap as one embedded picture, with a border.
    pub(crate) fn heatmap(
        &mut self,
        rect: Rect,
        values: &ArrayRef2<f64>,
        colour: impl Fn(f64) -> Colour,
    ) -> Result<(), Error> {
        let bytes: Vec<u8> = values
            .iter()
            .flat_map(|&value| {
                let Colour(red, green, blue) = colour(value);
                [red, green, blue]
            })
            .collect();
        let (height, width) = values.dim();
        let mut file = Vec::new();
        image::codecs::png::PngEncoder::new(&mut file)
            .write_image(
                &bytes,
                width as u32,
                height as u32,
                image::ExtendedColorType::Rgb8,
            )
            .map_err(failed)?;
        writeln!(
            self.images,
            "<image x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" preserveAspectRatio=\"none\" style=\"image-rendering:pixelated\" \
             href=\"data:image/png;base64,{}\"/>",
            rect.x,
            rect.y,
            rect.width,
            rect.height,
            base64(&file)
        )
        .map_err(failed)?;
        self.outline(rect, self.palette.line, 2)
    }
}

fn rgb(colour: Colour) -> RGBColor {
    RGBColor(colour.0, colour.1, colour.2)
}

fn hex(colour: Colour) -> String {
    format!("#{:02x}{:02x}{:02x}", colour.0, colour.1, colour.2)
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

fn failed(error: impl std::fmt::Display) -> Error {
    Error::Drawing(error.to_string())
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let group = (0..3).fold(0_u32, |group, at| {
            (group << 8) | u32::from(chunk.get(at).copied().unwrap_or(0))
        });
        for at in 0..4 {
            if at <= chunk.len() {
                text.push(char::from(LETTERS[(group >> (18 - 6 * at)) as usize & 63]));
            } else {
                text.push('=');
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    #[test]
    fn base64_matches_the_examples_of_rfc_4648() {
        for (plain, coded) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(super::base64(plain.as_bytes()), coded);
        }
    }
}
