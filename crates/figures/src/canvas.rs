//! Drawing with plotters in the units of a drawing, or in the cells of a grid.

use std::cell::RefCell;
use std::convert::Infallible;
use std::ops::Range;
use std::rc::Rc;

use ndarray::ArrayRef2;
use plotters::coord::Shift;
use plotters::coord::cartesian::Cartesian2d;
use plotters::prelude::{DrawingArea, DrawingAreaErrorKind, PathElement, Polygon, Rectangle, Text};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{
    Color as _, FontDesc, FontFamily, FontStyle, RGBAColor, ShapeStyle, TextStyle,
};

use crate::axis::Axis;
use crate::backend::Recorder;
use crate::drawing::{LABEL, Summary};
use crate::elements::{Handle, Mark, Named, PixelImage};
use crate::number_format::NumberFormat;
use crate::parameters::round_to_millionths;
use crate::png::png;
use crate::scale::Scale;
use crate::shape::{PIXELS_PER_UNIT, pixels};
use crate::{Colour, Drawing, Error, Gesture, Palette, Theme};

/// The width of hairlines, in units.
pub(crate) const HAIRLINE: f64 = 2.0;

/// Where a text stands relative to its point; vertically its capitals are always centred.
#[derive(Clone, Copy)]
pub(crate) enum Align {
    Left,
    Centre,
}

/// A rectangle of a drawing, in units from its upper left corner.
pub(crate) struct Canvas {
    pub(crate) area: DrawingArea<Recorder, Shift>,
    pub(crate) palette: Palette,
}

/// Draws with `paint` on a canvas of a width and a height in units.
pub(crate) fn draw_on_canvas(
    (width, height): (f64, f64),
    theme: Theme,
    summary: Summary,
    paint: impl FnOnce(&Canvas) -> Result<(), Error>,
) -> Result<Drawing, Error> {
    let recorder = Rc::new(RefCell::new(Recorder {
        size: (pixels(width) as u32, pixels(height) as u32),
        ..Recorder::default()
    }));
    let palette = theme.palette();
    paint(&Canvas {
        area: (&recorder).into(),
        palette,
    })?;
    let Recorder {
        shapes,
        regions,
        parts,
        ..
    } = recorder.take();
    let named = |(name, value): (&str, String)| (name.to_owned(), value);
    Ok(Drawing {
        title: summary.title.to_owned(),
        description: summary.description,
        width,
        height,
        background: palette.background,
        shapes,
        readouts: summary.readouts.into_iter().map(named).collect(),
        regions,
        parts,
    })
}

impl Canvas {
    /// The width in units.
    pub(crate) fn width(&self) -> f64 {
        f64::from(self.area.dim_in_pixel().0) / PIXELS_PER_UNIT
    }

    /// The height in units.
    pub(crate) fn height(&self) -> f64 {
        f64::from(self.area.dim_in_pixel().1) / PIXELS_PER_UNIT
    }

    /// A rectangle within this one.
    pub(crate) fn part(&self, [x, y]: [f64; 2], [width, height]: [f64; 2]) -> Self {
        let size = (pixels(width).max(0) as u32, pixels(height).max(0) as u32);
        Self {
            area: self.area.clone().shrink((pixels(x), pixels(y)), size),
            palette: self.palette,
        }
    }

    pub(crate) fn text(
        &self,
        (x, y): (f64, f64),
        text: &str,
        size: f64,
        colour: Colour,
        align: Align,
    ) -> Result<(), Error> {
        let style = text_style(size, colour, align);
        self.area
            .draw(&Text::new(text, (pixels(x), pixels(y)), style))?;
        Ok(())
    }

    /// A label in the vertical middle, from the left.
    pub(crate) fn label(&self, text: &str) -> Result<(), Error> {
        let middle = (0.0, self.height() / 2.0);
        self.text(middle, text, LABEL, self.palette.ink, Align::Left)
    }

    /// The weights of a kernel in cells of their colours, each a number of the parameter `weights` that can be typed.
    pub(crate) fn weights(&self, kernel: &ArrayRef2<f64>) -> Result<(), Error> {
        let cells = self.cells(kernel.dim());
        cells.grid(kernel, Scale::signed(kernel))?;
        for (index, ((row, column), &value)) in kernel.indexed_iter().enumerate() {
            let gesture = Gesture::Type {
                parameter: "weights".to_owned(),
                index,
                value: round_to_millionths(value),
            };
            let label = format!("weight in row {row}, column {column}");
            cells.handle(cell(row, column), label, gesture)?;
        }
        Ok(())
    }

    /// An image that a shift has moved, and that a person can drag on.
    pub(crate) fn moved_image(
        &self,
        image: &ArrayRef2<f64>,
        label: impl Into<String>,
    ) -> Result<(), Error> {
        let (rows, columns) = image.dim();
        let cells = self.cells((rows, columns));
        cells.map(image, Scale::BRIGHTNESS)?;
        let whole = (0.0..rows as f64, 0.0..columns as f64);
        cells.handle(whole, label, Gesture::shift())
    }

    /// Gives the whole canvas a name, by which a text can point at it.
    pub(crate) fn name(&self, name: &'static str) -> Result<(), Error> {
        self.cells((1, 1)).name(cell(0, 0), name)
    }

    /// The canvas as a grid of cells, the first row at the top.
    pub(crate) fn cells(&self, (rows, columns): (usize, usize)) -> Cells {
        self.plane((0.0, columns as f64), (0.0, rows as f64))
    }

    /// The canvas as a plane that shows `across` from left to right and `down` from top to bottom.
    pub(crate) fn plane(&self, across: (f64, f64), down: (f64, f64)) -> Cells {
        let plane = Cartesian2d::<Axis, Axis>::new(
            Axis::cells(across.0, across.1),
            Axis::cells(down.0, down.1),
            self.area.get_pixel_range(),
        );
        Cells {
            area: self.area.apply_coord_spec(plane),
            palette: self.palette,
            cell: (
                self.width() / (across.1 - across.0).abs(),
                self.height() / (down.1 - down.0).abs(),
            ),
        }
    }
}

/// A rectangle of a drawing with coordinates of its own: columns to the right, rows downwards.
pub(crate) struct Cells {
    pub(crate) area: DrawingArea<Recorder, Cartesian2d<Axis, Axis>>,
    pub(crate) palette: Palette,
    /// The width and the height of a cell in units.
    cell: (f64, f64),
}

/// A cell, as the rows and columns from its upper left to its lower right corner.
pub(crate) fn cell(row: usize, column: usize) -> (Range<f64>, Range<f64>) {
    let (row, column) = (row as f64, column as f64);
    (row..row + 1.0, column..column + 1.0)
}

/// Whole cells as ranges of rows or columns.
pub(crate) fn span(cells: &Range<usize>) -> Range<f64> {
    cells.start as f64..cells.end as f64
}

fn corners((rows, columns): (Range<f64>, Range<f64>)) -> [(f64, f64); 2] {
    [(columns.start, rows.start), (columns.end, rows.end)]
}

impl Cells {
    pub(crate) fn fill(
        &self,
        place: (Range<f64>, Range<f64>),
        colour: Colour,
        opacity: f64,
    ) -> Result<(), Error> {
        let style = fill(colour, opacity);
        self.area.draw(&Rectangle::new(corners(place), style))?;
        Ok(())
    }

    pub(crate) fn outline(
        &self,
        place: (Range<f64>, Range<f64>),
        colour: Colour,
        width: f64,
    ) -> Result<(), Error> {
        let style = line(colour, width);
        self.area.draw(&Rectangle::new(corners(place), style))?;
        Ok(())
    }

    /// A straight line from one place to another, each given as column and row.
    pub(crate) fn line(
        &self,
        from: (f64, f64),
        to: (f64, f64),
        colour: Colour,
        width: f64,
    ) -> Result<(), Error> {
        let style = line(colour, width);
        self.area.draw(&PathElement::new(vec![from, to], style))?;
        Ok(())
    }

    /// A face of a solid: a polygon with a hairline round it.
    pub(crate) fn face(
        &self,
        corners: &[(f64, f64)],
        colour: Colour,
        opacity: f64,
    ) -> Result<(), Error> {
        self.area
            .draw(&Polygon::new(corners.to_vec(), fill(colour, opacity)))?;
        let outline: Vec<_> = [corners, &corners[..1]].concat();
        let style = line(self.palette.muted, HAIRLINE);
        self.area.draw(&PathElement::new(outline, style))?;
        Ok(())
    }

    /// A frame in the colour of the window, with a border that sets it off from what it lies on. Where it would be too small to be
    /// seen it is larger than its place.
    pub(crate) fn mark(&self, place: (Range<f64>, Range<f64>)) -> Result<(), Error> {
        self.area.draw(&Mark {
            corners: corners(place),
            colour: self.palette.window_edge,
            border: self.palette.background,
        })?;
        Ok(())
    }

    /// A text about the middle of a place.
    pub(crate) fn text(
        &self,
        (rows, columns): (Range<f64>, Range<f64>),
        text: &str,
        size: f64,
        colour: Colour,
    ) -> Result<(), Error> {
        let middle = (
            f64::midpoint(columns.start, columns.end),
            f64::midpoint(rows.start, rows.end),
        );
        let style = text_style(size, colour, Align::Centre);
        self.area.draw(&Text::new(text, middle, style))?;
        Ok(())
    }

    /// Lets a person drag a place, point at it, draw or type there. The tracks of the gesture are in the units of the axes: 1 for a parameter that
    /// counts cells.
    pub(crate) fn handle(
        &self,
        place: (Range<f64>, Range<f64>),
        label: impl Into<String>,
        gesture: Gesture,
    ) -> Result<(), Error> {
        self.area.draw(&Handle {
            corners: corners(place),
            label: label.into(),
            gesture,
        })?;
        Ok(())
    }

    /// Gives a place a name, by which a text can point at it.
    pub(crate) fn name(
        &self,
        place: (Range<f64>, Range<f64>),
        name: &'static str,
    ) -> Result<(), Error> {
        let corners = corners(place);
        self.area.draw(&Named { corners, name })?;
        Ok(())
    }

    /// Lines between the cells of `rows` × `columns`.
    pub(crate) fn grid_lines(&self, (rows, columns): (usize, usize)) -> Result<(), Error> {
        let (down, across) = (rows as f64, columns as f64);
        for row in (1..rows).map(|row| row as f64) {
            self.line((0.0, row), (across, row), self.palette.line, HAIRLINE)?;
        }
        for column in (1..columns).map(|column| column as f64) {
            self.line((column, 0.0), (column, down), self.palette.line, HAIRLINE)?;
        }
        Ok(())
    }

    /// The numbers of a grid, each in its cell and in an ink that is readable on the cell's colour.
    fn numbers(&self, values: &ArrayRef2<f64>, scale: Scale) -> Result<(), Error> {
        let numbers: Vec<f64> = values.iter().copied().collect();
        let format = NumberFormat::fitting(self.cell, &numbers);
        for ((row, column), &value) in values.indexed_iter() {
            self.number(cell(row, column), value, scale, format)?;
        }
        Ok(())
    }

    /// A number about the middle of a place that has the number's colour, in an ink that is readable on it.
    pub(crate) fn number(
        &self,
        place: (Range<f64>, Range<f64>),
        value: f64,
        scale: Scale,
        format: NumberFormat,
    ) -> Result<(), Error> {
        let background = if value.is_finite() {
            scale.colour(value)
        } else {
            self.palette.background
        };
        let ink = self.palette.ink_on(background);
        let (rows, columns) = place;
        let (lines, size) = format.lines(value);
        let height = (rows.end - rows.start) / lines.len() as f64;
        for (at, line) in lines.iter().enumerate() {
            let top = rows.start + height * at as f64;
            self.text((top..top + height, columns.clone()), line, size, ink)?;
        }
        Ok(())
    }

    /// A cell in the colour of a value, with a border; crossed out where the value is not finite.
    pub(crate) fn value_cell(
        &self,
        place: (Range<f64>, Range<f64>),
        value: f64,
        scale: Scale,
    ) -> Result<(), Error> {
        if value.is_finite() {
            self.fill(place.clone(), scale.colour(value), 1.0)?;
        } else {
            self.cross_out(place.clone())?;
        }
        self.outline(place, self.palette.line, HAIRLINE)
    }

    /// What stands in place of a colour where a value is not finite.
    fn cross_out(&self, place: (Range<f64>, Range<f64>)) -> Result<(), Error> {
        self.fill(place.clone(), self.palette.background, 1.0)?;
        let [(left, top), (right, bottom)] = corners(place);
        let line = |from, to| self.line(from, to, self.palette.muted, HAIRLINE);
        line((left, top), (right, bottom))?;
        line((left, bottom), (right, top))
    }

    /// Values in cells of their colours, with their numbers.
    pub(crate) fn grid(&self, values: &ArrayRef2<f64>, scale: Scale) -> Result<(), Error> {
        for ((row, column), &value) in values.indexed_iter() {
            self.value_cell(cell(row, column), value, scale)?;
        }
        self.numbers(values, scale)
    }

    /// Values in their colours as one image with a border, with lines between the cells and with their numbers.
    pub(crate) fn map_with_numbers(
        &self,
        values: &ArrayRef2<f64>,
        scale: Scale,
    ) -> Result<(), Error> {
        self.map(values, scale)?;
        self.grid_lines(values.dim())?;
        self.numbers(values, scale)
    }

    /// Values in their colours as one image with a border. A cell whose value is not finite is crossed out.
    pub(crate) fn map(&self, values: &ArrayRef2<f64>, scale: Scale) -> Result<(), Error> {
        let (rows, columns) = values.dim();
        let shades: Vec<u8> = values.iter().map(|value| scale.shade(*value)).collect();
        let colours = scale.colours();
        let place = (0.0..rows as f64, 0.0..columns as f64);
        self.area.draw(&PixelImage {
            corners: corners(place.clone()),
            pixels: (columns as u32, rows as u32),
            png: png((rows, columns), &shades, colours.as_deref()),
        })?;
        for ((row, column), value) in values.indexed_iter() {
            if !value.is_finite() {
                self.cross_out(cell(row, column))?;
            }
        }
        self.outline(place, self.palette.line, HAIRLINE)
    }
}

/// A line of a width in units.
pub(crate) fn line(colour: Colour, width: f64) -> ShapeStyle {
    ShapeStyle {
        color: colour_of(colour, 1.0),
        filled: false,
        stroke_width: pixels(width) as u32,
    }
}

/// An area without a border.
pub(crate) fn fill(colour: Colour, opacity: f64) -> ShapeStyle {
    ShapeStyle {
        color: colour_of(colour, opacity),
        filled: true,
        stroke_width: 0,
    }
}

/// A text of a size in units.
pub(crate) fn text_style(size: f64, colour: Colour, align: Align) -> TextStyle<'static> {
    let horizontal = match align {
        Align::Left => HPos::Left,
        Align::Centre => HPos::Center,
    };
    let size = f64::from(pixels(size));
    TextStyle {
        font: FontDesc::new(FontFamily::SansSerif, size, FontStyle::Normal),
        color: colour_of(colour, 1.0).to_backend_color(),
        pos: Pos::new(horizontal, VPos::Center),
    }
}

fn colour_of(Colour(red, green, blue): Colour, opacity: f64) -> RGBAColor {
    RGBAColor(red, green, blue, opacity)
}

impl From<DrawingAreaErrorKind<Infallible>> for Error {
    fn from(error: DrawingAreaErrorKind<Infallible>) -> Self {
        Self::Drawing(error.to_string())
    }
}

#[cfg(test)]
mod tests;
