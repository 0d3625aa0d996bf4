//! Where plotters draws: a list of shapes and regions, in tenths of a unit.
//!
//! Text is measured and placed with the glyph tables and never through plotters' fonts, so that a drawing is the same on
//! every machine and in a page.

use std::convert::Infallible;

use glyphs::SANS;
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};

use crate::shape::{PIXELS_PER_UNIT, Paint, Shape};
use crate::{Colour, Part, Region};

/// What drawing into memory ends with: it does not fail.
pub(crate) type Outcome = Result<(), DrawingErrorKind<Infallible>>;

/// The shapes that were drawn, and the regions and parts among them.
#[derive(Debug, Default)]
pub(crate) struct Recorder {
    pub(crate) size: (u32, u32),
    pub(crate) shapes: Vec<Shape>,
    pub(crate) regions: Vec<Region>,
    pub(crate) parts: Vec<Part>,
}

impl Recorder {
    pub(crate) fn add(&mut self, shape: Shape) {
        self.shapes.push(shape);
    }
}

impl DrawingBackend for Recorder {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Outcome {
        Ok(())
    }

    fn present(&mut self) -> Outcome {
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, color: BackendColor) -> Outcome {
        if let Some(paint) = paint(color) {
            let bounds = [x, y, 1, 1];
            let line = None;
            self.add(Shape::Rectangle {
                bounds,
                paint,
                line,
            });
        }
        Ok(())
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Outcome {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        (left, top): BackendCoord,
        (right, bottom): BackendCoord,
        style: &S,
        fill: bool,
    ) -> Outcome {
        if let Some(paint) = paint(style.color()) {
            let bounds = [
                left.min(right),
                top.min(bottom),
                (right - left).abs(),
                (bottom - top).abs(),
            ];
            let line = (!fill).then(|| style.stroke_width());
            self.add(Shape::Rectangle {
                bounds,
                paint,
                line,
            });
        }
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Outcome {
        if let Some(paint) = paint(style.color()) {
            self.add(Shape::Line {
                points: path.into_iter().collect(),
                paint,
                width: style.stroke_width(),
            });
        }
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        centre: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Outcome {
        if let Some(paint) = paint(style.color()) {
            let line = (!fill).then(|| style.stroke_width());
            self.add(Shape::Circle {
                centre,
                radius,
                paint,
                line,
            });
        }
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        corners: I,
        style: &S,
    ) -> Outcome {
        if let Some(paint) = paint(style.color()) {
            let points = corners.into_iter().collect();
            self.add(Shape::Polygon { points, paint });
        }
        Ok(())
    }

    /// Vertically it is the capitals that are aligned, not the box around all glyphs.
    fn draw_text<S: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &S,
        (x, y): BackendCoord,
    ) -> Outcome {
        let Some(paint) = paint(style.color()) else {
            return Ok(());
        };
        let text = SANS.replace_missing(text);
        let (width, height) = measure(&text, style.size());
        let left = match style.anchor().h_pos {
            HPos::Left => 0.0,
            HPos::Center => width / 2.0,
            HPos::Right => width,
        };
        let base = match style.anchor().v_pos {
            VPos::Top => height,
            VPos::Center => height / 2.0,
            VPos::Bottom => 0.0,
        };
        self.add(Shape::Text {
            start: (x - left.round() as i32, y + base.round() as i32),
            text,
            size: style.size().round() as u32,
            colour: paint.colour,
        });
        Ok(())
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        let (width, height) = measure(&SANS.replace_missing(text), style.size());
        Ok((width.ceil() as u32, height.ceil() as u32))
    }
}

/// The width of a text and the height of its capitals, in backend pixels.
fn measure(text: &str, size: f64) -> (f64, f64) {
    // Every character of `text` has a glyph.
    let width = SANS.width(text, size).unwrap_or_default();
    (width, SANS.cap_height(size))
}

/// The width of a text of a size, both in units.
pub(crate) fn text_width(text: &str, size: f64) -> f64 {
    measure(&SANS.replace_missing(text), size * PIXELS_PER_UNIT).0 / PIXELS_PER_UNIT
}

/// The colour of a shape; none for one that plotters draws with an opacity of 0, such as the lines of a hidden mesh.
fn paint(color: BackendColor) -> Option<Paint> {
    let (red, green, blue) = color.rgb;
    (color.alpha > 0.0).then_some(Paint {
        colour: Colour(red, green, blue),
        opacity: color.alpha,
    })
}
