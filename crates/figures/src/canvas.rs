//! A canvas 800 units wide: plotters for shapes, outlines for text, one embedded PNG for each heatmap.

use std::fmt::Write as _;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use ndarray::ArrayRef2;
use plotters_backend::{BackendColor, BackendStyle, DrawingBackend as _};
use plotters_svg::SVGBackend;

use crate::heatmap::png;
use crate::palette::intensity;
use crate::text::{self, Align};
use crate::{Colour, Drawing, Error, Gesture, Palette, Region, Theme};

pub(crate) const WIDTH: i32 = 800;
/// The size of labels.
pub(crate) const LABEL: f64 = 31.0;
/// How many shades a signed map has on each side of 0.
const SHADES: f64 = 127.0;
/// The smallest size of a text: on a phone, where a picture is 320 px wide, this is 9 px.
pub(crate) const SMALLEST: f64 = 22.5;

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

    /// This rectangle, larger by so much on every side.
    pub(crate) fn grown(self, by: i32) -> Self {
        Self::new(
            self.x - by,
            self.y - by,
            self.width + 2 * by,
            self.height + 2 * by,
        )
    }

    /// This rectangle about its centre, at least so wide and high.
    pub(crate) fn at_least(self, side: i32) -> Self {
        let (width, height) = (self.width.max(side), self.height.max(side));
        Self::new(
            self.x - (width - self.width) / 2,
            self.y - (height - self.height) / 2,
            width,
            height,
        )
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
}

/// Draws into SVG text.
pub(crate) struct Canvas<'a> {
    backend: SVGBackend<'a>,
    images: String,
    texts: String,
    regions: Vec<Region>,
    pub(crate) palette: Palette,
}

/// What a drawing says beside its picture.
pub(crate) struct Words {
    pub(crate) title: &'static str,
    pub(crate) description: String,
    pub(crate) readouts: Vec<(&'static str, String)>,
}

/// Draws with `paint` on a canvas of the given height.
pub(crate) fn draw(
    height: i32,
    theme: Theme,
    words: Words,
    paint: impl FnOnce(&mut Canvas<'_>) -> Result<(), Error>,
) -> Result<Drawing, Error> {
    let palette = theme.palette();
    let mut body = String::new();
    let (images, texts, regions) = {
        let mut canvas = Canvas {
            backend: SVGBackend::with_string(&mut body, (WIDTH as u32, height as u32)),
            images: String::new(),
            texts: String::new(),
            regions: Vec::new(),
            palette,
        };
        paint(&mut canvas)?;
        canvas.backend.present().map_err(failed)?;
        (canvas.images, canvas.texts, canvas.regions)
    };
    let content = body
        .split_once("<svg")
        .and_then(|(_, rest)| rest.split_once('>'))
        .and_then(|(_, rest)| rest.rsplit_once("</svg>"))
        .map(|(shapes, _)| shapes.trim_start())
        .ok_or_else(|| Error::Drawing("the backend wrote no <svg> element".to_owned()))?;
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\">\n<title>{}</title>\n<desc>{}</desc>\n\
         <rect x=\"0\" y=\"0\" width=\"{WIDTH}\" height=\"{height}\" fill=\"{}\"/>\n{images}{content}{texts}</svg>\n",
        escape(words.title),
        escape(&words.description),
        hex(palette.background),
    );
    let named = |(name, value): (&str, String)| (name.to_owned(), value);
    Ok(Drawing {
        svg,
        readouts: words.readouts.into_iter().map(named).collect(),
        description: words.description,
        regions,
    })
}

impl Canvas<'_> {
    /// Lets a person take hold of a part of the picture.
    pub(crate) fn region(&mut self, rect: Rect, label: impl Into<String>, gesture: Gesture) {
        self.regions.push(Region {
            x: rect.x,
            y: rect.y,
            width: rect.width,
            height: rect.height,
            label: label.into(),
            gesture,
        });
    }

    pub(crate) fn fill(&mut self, rect: Rect, colour: Colour, opacity: f64) -> Result<(), Error> {
        let end = (rect.x + rect.width, rect.y + rect.height);
        let style = Pen {
            colour,
            opacity,
            width: 0,
        };
        self.backend
            .draw_rect((rect.x, rect.y), end, &style, true)
            .map_err(failed)
    }

    /// A border as a path, since the backend gives the border of a rectangle no width.
    pub(crate) fn outline(&mut self, rect: Rect, colour: Colour, width: u32) -> Result<(), Error> {
        let (left, top, right, bottom) =
            (rect.x, rect.y, rect.x + rect.width, rect.y + rect.height);
        // The first side twice, so that the last corner is joined too.
        let corners = [
            (left, top),
            (right, top),
            (right, bottom),
            (left, bottom),
            (left, top),
            (right, top),
        ];
        self.path(&corners, colour, width)
    }

    pub(crate) fn line(
        &mut self,
        from: (i32, i32),
        to: (i32, i32),
        colour: Colour,
        width: u32,
    ) -> Result<(), Error> {
        self.path(&[from, to], colour, width)
    }

    pub(crate) fn path(
        &mut self,
        points: &[(i32, i32)],
        colour: Colour,
        width: u32,
    ) -> Result<(), Error> {
        let style = Pen {
            colour,
            opacity: 1.0,
            width,
        };
        self.backend
            .draw_path(points.iter().copied(), &style)
            .map_err(failed)
    }

    pub(crate) fn text(
        &mut self,
        at: (i32, i32),
        text: &str,
        size: f64,
        colour: Colour,
        align: Align,
    ) {
        text::write(&mut self.texts, at, text, size, colour, align);
    }

    pub(crate) fn label(&mut self, at: (i32, i32), text: &str) {
        self.text(at, text, LABEL, self.palette.ink, Align::Left);
    }

    /// A filled cell with a border, and its number in a readable ink, written as the form says; without a form, no number.
    pub(crate) fn cell(
        &mut self,
        rect: Rect,
        ground: Colour,
        number: f64,
        form: Option<Form>,
    ) -> Result<(), Error> {
        self.fill(rect, ground, 1.0)?;
        self.outline(rect, self.palette.line, 2)?;
        self.number(rect, ground, number, form);
        Ok(())
    }

    fn number(&mut self, rect: Rect, ground: Colour, number: f64, form: Option<Form>) {
        if let Some(Form { places, size }) = form {
            let ink = self.palette.ink_on(ground);
            let text = tight(number, places);
            self.text(rect.centre(), &text, size, ink, Align::Centre);
        }
    }

    /// A heatmap of grey values in [0, 1], each in a cell with its number.
    pub(crate) fn grid(&mut self, rect: Rect, values: &ArrayRef2<f64>) -> Result<(), Error> {
        self.greymap(rect, values)?;
        let (rows, columns) = values.dim();
        let part = |row: usize, column: usize| {
            rect.part((rows, columns), &(row..row + 1), &(column..column + 1))
        };
        let line = self.palette.line;
        for row in 1..rows {
            let y = part(row, 0).y;
            self.line((rect.x, y), (rect.x + rect.width, y), line, 2)?;
        }
        for column in 1..columns {
            let x = part(0, column).x;
            self.line((x, rect.y), (x, rect.y + rect.height), line, 2)?;
        }
        let form = Form::fitting(
            (rect.width / columns as i32, rect.height / rows as i32),
            values,
        );
        for ((row, column), &value) in values.indexed_iter() {
            self.number(part(row, column), intensity(value), value, form);
        }
        Ok(())
    }

    /// A heatmap of grey values in [0, 1] as one embedded picture, with a border.
    pub(crate) fn greymap(&mut self, rect: Rect, values: &ArrayRef2<f64>) -> Result<(), Error> {
        let bytes: Vec<u8> = values.iter().map(|&value| intensity(value).0).collect();
        self.picture(rect, values.dim(), &bytes, None)
    }

    /// A heatmap of signed values as one embedded picture, with a border.
    pub(crate) fn signed_map(
        &mut self,
        rect: Rect,
        values: &ArrayRef2<f64>,
        scale: f64,
    ) -> Result<(), Error> {
        let unit = if scale > 0.0 { SHADES / scale } else { 0.0 };
        let bytes: Vec<u8> = values
            .iter()
            .map(|value| ((value * unit).clamp(-SHADES, SHADES) + SHADES).round() as u8)
            .collect();
        let colours: Vec<u8> = (0..=2 * SHADES as i32)
            .flat_map(|shade| {
                let colour = self.palette.signed(f64::from(shade) - SHADES, SHADES);
                [colour.0, colour.1, colour.2]
            })
            .collect();
        self.picture(rect, values.dim(), &bytes, Some(&colours))
    }

    /// Signed values in two colours when some are negative, else in grey.
    pub(crate) fn map(
        &mut self,
        rect: Rect,
        values: &ArrayRef2<f64>,
        (least, most): (f64, f64),
    ) -> Result<(), Error> {
        let scale = most.abs().max(least.abs());
        if least < 0.0 {
            self.signed_map(rect, values, scale)
        } else if scale > 0.0 {
            self.greymap(rect, &values.mapv(|value| value / scale))
        } else {
            self.greymap(rect, values)
        }
    }

    /// What the two colours of signed values mean.
    pub(crate) fn legend(&mut self, (x, y): (i32, i32)) -> Result<(), Error> {
        let palette = self.palette;
        for (row, (colour, sign, text)) in [
            (palette.positive, "+", "cyan: positive"),
            (palette.negative, "−", "magenta: negative"),
        ]
        .into_iter()
        .enumerate()
        {
            let y = y + 44 * row as i32;
            let swatch = Rect::new(x, y - 18, 36, 36);
            self.fill(swatch, colour, 1.0)?;
            self.outline(swatch, palette.line, 2)?;
            self.text(
                swatch.centre(),
                sign,
                LABEL,
                palette.ink_on(colour),
                Align::Centre,
            );
            self.label((x + 50, y), text);
        }
        Ok(())
    }

    /// One byte for each pixel: a grey, or the number of a colour.
    fn picture(
        &mut self,
        rect: Rect,
        size: (usize, usize),
        bytes: &[u8],
        colours: Option<&[u8]>,
    ) -> Result<(), Error> {
        write!(
            self.images,
            "<image x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" preserveAspectRatio=\"none\" style=\"image-rendering:pixelated\" \
             href=\"data:image/png;base64,",
            rect.x, rect.y, rect.width, rect.height,
        )
        .map_err(failed)?;
        let file = png(size, bytes, colours);
        BASE64_STANDARD.encode_string(file, &mut self.images);
        self.images.push_str("\"/>\n");
        self.outline(rect, self.palette.line, 2)
    }
}

/// How the numbers of a row or a grid of cells are written.
#[derive(Clone, Copy)]
pub(crate) struct Form {
    places: usize,
    size: f64,
}

impl Form {
    /// The largest size and the most decimals with which all the numbers fit into cells of this size; none if they
    /// would be too small to read.
    pub(crate) fn fitting<'a>(
        (width, height): (i32, i32),
        numbers: impl IntoIterator<Item = &'a f64> + Clone,
    ) -> Option<Self> {
        let room = f64::from(width) - 8.0;
        let most = LABEL.min(f64::from(height) * 0.6);
        [2, 1].into_iter().find_map(|places| {
            let widest = numbers
                .clone()
                .into_iter()
                .map(|&number| text::width(&tight(number, places), 1.0))
                .fold(0.0, f64::max);
            let size = most.min(room / widest);
            (size >= SMALLEST).then_some(Self { places, size })
        })
    }
}

/// A number for a cell: no zero before the point.
fn tight(number: f64, places: usize) -> String {
    let text = crate::parameters::shown(number, places);
    match text.strip_prefix("−0.") {
        Some(decimals) => format!("−.{decimals}"),
        None => text
            .strip_prefix("0.")
            .map_or(text.clone(), |decimals| format!(".{decimals}")),
    }
}

/// How a shape is painted.
struct Pen {
    colour: Colour,
    opacity: f64,
    width: u32,
}

impl BackendStyle for Pen {
    fn color(&self) -> BackendColor {
        let Colour(red, green, blue) = self.colour;
        BackendColor {
            alpha: self.opacity,
            rgb: (red, green, blue),
        }
    }

    fn stroke_width(&self) -> u32 {
        self.width
    }
}

pub(crate) fn hex(colour: Colour) -> String {
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

#[cfg(test)]
mod tests {
    use super::tight;

    #[test]
    fn numbers_of_cells_are_short() {
        for (number, places, text) in [
            (0.0, 2, "0"),
            (0.5, 2, ".5"),
            (-0.25, 2, "−.25"),
            (-0.25, 1, "−.2"),
            (1.0, 2, "1"),
            (-10.04, 1, "−10"),
            (0.001, 2, "0"),
        ] {
            assert_eq!(tight(number, places), text);
        }
    }
}
