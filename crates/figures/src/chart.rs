//! Charts: series over two axes, with their names beside them.

use std::ops::Range;

use plotters::prelude::{ChartBuilder, Circle, PathElement, Polygon, Rectangle};
use plotters::style::{RGBAColor, ShapeStyle};

use crate::axis::Axis;
use crate::backend::text_width;
use crate::canvas::{Align, Canvas, HAIRLINE, fill, line, text_style};
use crate::elements::Handle;
use crate::shape::{PIXELS_PER_UNIT, pixels};
use crate::{Colour, Error, Gesture, Palette};

/// The size of the numbers at the axes and of all names in a chart, in units.
const TEXT: f64 = 26.0;
/// The height of a line of text.
const LINE: f64 = 1.3 * TEXT;
/// The width of the line of a series, and half the size of its markers.
const STROKE: f64 = 3.5;
const RADIUS: f64 = 7.0;
/// Between an axis and its numbers.
const TICK_GAP: f64 = 10.0;

/// What stands at each point of a series; together with the colour it tells the series apart.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Marker {
    None,
    Circle,
    HollowSquare,
    Square,
}

/// What is drawn of a series of points.
#[derive(Clone)]
#[cfg_attr(
    not(test),
    expect(dead_code, reason = "the tests draw the kinds that no figure has")
)]
pub(crate) enum Kind {
    /// A line from point to point, with a marker at each.
    Line(Marker),
    /// Markers alone.
    Scatter(Marker),
    /// Bars of a width, from zero or from the end of the axis that is nearest to it.
    Bars(f64),
    /// The area between the points and these values.
    Band(Vec<f64>),
    /// A vertical line at each point from the one to the other value.
    ErrorBars(Vec<(f64, f64)>),
}

/// Points with a name and a colour.
pub(crate) struct Series {
    pub(crate) name: &'static str,
    pub(crate) points: Vec<(f64, f64)>,
    pub(crate) kind: Kind,
    pub(crate) colour: Colour,
}

impl Series {
    pub(crate) fn line(
        name: &'static str,
        points: Vec<(f64, f64)>,
        marker: Marker,
        colour: Colour,
    ) -> Self {
        Self {
            name,
            points,
            kind: Kind::Line(marker),
            colour,
        }
    }

    #[cfg_attr(not(test), expect(dead_code, reason = "no figure has a histogram"))]
    /// The counts of values in bins of one width, from the lower bound of the first bin.
    pub(crate) fn histogram(
        name: &'static str,
        values: impl IntoIterator<Item = f64>,
        first: f64,
        width: f64,
        bins: usize,
        colour: Colour,
    ) -> Self {
        let mut counts = vec![0.0; bins];
        for value in values {
            let bin = ((value - first) / width).floor();
            if bin >= 0.0 && (bin as usize) < bins {
                counts[bin as usize] += 1.0;
            }
        }
        let middle = |bin: usize| first + (bin as f64 + 0.5) * width;
        Self {
            name,
            points: counts
                .iter()
                .enumerate()
                .map(|(bin, count)| (middle(bin), *count))
                .collect(),
            kind: Kind::Bars(width),
            colour,
        }
    }

    fn marker(&self) -> Marker {
        match self.kind {
            Kind::Line(marker) | Kind::Scatter(marker) => marker,
            Kind::Bars(_) | Kind::Band(_) => Marker::Square,
            Kind::ErrorBars(_) => Marker::None,
        }
    }
}

/// Series over two axes.
pub(crate) struct Chart<'a> {
    x: Axis,
    y: Axis,
    x_name: &'a str,
    y_name: &'a str,
    series: Vec<Series>,
    highlighted: Option<Range<f64>>,
    handle: Option<(&'a str, Gesture)>,
}

impl<'a> Chart<'a> {
    /// A chart whose axes are named.
    pub(crate) fn new((x_name, x): (&'a str, Axis), (y_name, y): (&'a str, Axis)) -> Self {
        Self {
            x,
            y,
            x_name,
            y_name,
            series: Vec::new(),
            highlighted: None,
            handle: None,
        }
    }

    pub(crate) fn series(mut self, series: Series) -> Self {
        self.series.push(series);
        self
    }

    /// Marks a range of the horizontal axis in the colour of the window.
    pub(crate) fn highlight(mut self, range: Range<f64>) -> Self {
        self.highlighted = Some(range);
        self
    }

    /// Lets a person point at the whole chart or drag it; the tracks of the gesture are in the units of the axes, which must
    /// be linear.
    pub(crate) fn handle(mut self, label: &'a str, gesture: Gesture) -> Self {
        self.handle = Some((label, gesture));
        self
    }

    /// Draws the chart on all of a canvas: the name of the vertical axis above it, that of the horizontal one below, and
    /// the name of each series beside its last point. What lies outside the axes is drawn at their edge.
    pub(crate) fn draw(&self, canvas: &Canvas) -> Result<(), Error> {
        let palette = canvas.palette;
        let widest = |labels: &mut dyn Iterator<Item = &str>| {
            labels
                .map(|label| text_width(label, TEXT))
                .fold(0.0, f64::max)
        };
        let y_labels = self.y.labels();
        let left = widest(&mut y_labels.iter().map(|(_, label)| label.as_str())) + 2.0 * TICK_GAP;
        let names = widest(&mut self.named().map(|series| series.name));
        let right = if names > 0.0 {
            names + 6.0 * RADIUS
        } else {
            TEXT
        };
        let mut chart = ChartBuilder::on(&canvas.area)
            .margin_top(pixels(1.5 * LINE))
            .margin_right(pixels(right))
            .x_label_area_size(pixels(2.0 * LINE))
            .y_label_area_size(pixels(left))
            .build_cartesian_2d(self.x.clone(), self.y.clone())?;
        let nothing = ShapeStyle::from(RGBAColor(0, 0, 0, 0.0));
        chart
            .configure_mesh()
            .disable_x_mesh()
            .axis_style(nothing)
            .light_line_style(nothing)
            .bold_line_style(line(palette.line, HAIRLINE))
            .set_all_tick_mark_size(pixels(TICK_GAP / 2.0))
            .label_style(text_style(TEXT, palette.muted, Align::Left))
            .draw()?;
        canvas.text(
            (0.0, TEXT / 2.0),
            self.y_name,
            TEXT,
            palette.ink,
            Align::Left,
        )?;
        let below = (left, canvas.height() - TEXT / 2.0);
        canvas.text(below, self.x_name, TEXT, palette.ink, Align::Left)?;

        let plane = chart.plotting_area();
        let (bottom, top) = self.y.bounds();
        // Bars would hide the frame of what is highlighted, and it would hide the markers of a line.
        let bars = |series: &Series| matches!(series.kind, Kind::Bars(_));
        let has_bars = self.series.iter().any(bars);
        if !has_bars {
            self.draw_highlight(plane, palette)?;
        }
        for series in &self.series {
            self.draw_series(plane, series, palette.background)?;
        }
        if has_bars {
            self.draw_highlight(plane, palette)?;
        }
        if let Some((label, gesture)) = &self.handle {
            let (start, end) = self.x.bounds();
            plane.draw(&Handle {
                corners: [(start, top), (end, bottom)],
                label: (*label).to_owned(),
                gesture: gesture.clone(),
            })?;
        }
        self.draw_names(canvas, &|at| {
            let (x, y) = plane.map_coordinate(&at);
            let (x0, y0) = canvas.area.get_base_pixel();
            (
                f64::from(x - x0) / PIXELS_PER_UNIT,
                f64::from(y - y0) / PIXELS_PER_UNIT,
            )
        })
    }

    fn named(&self) -> impl Iterator<Item = &Series> {
        self.series.iter().filter(|series| !series.name.is_empty())
    }

    /// Marks the range that is highlighted, if one is.
    fn draw_highlight(&self, plane: &Plane, palette: Palette) -> Result<(), Error> {
        let Some(Range { start, end }) = self.highlighted else {
            return Ok(());
        };
        let (bottom, top) = self.y.bounds();
        let corners = [(start, top), (end, bottom)];
        plane.draw(&Rectangle::new(corners, fill(palette.window, 0.22)))?;
        plane.draw(&Rectangle::new(corners, line(palette.window_edge, 4.0)))?;
        Ok(())
    }

    fn draw_series(&self, plane: &Plane, series: &Series, background: Colour) -> Result<(), Error> {
        let colour = series.colour;
        let stroke = line(colour, STROKE);
        let points = &series.points;
        match &series.kind {
            Kind::Line(_) => plane.draw(&PathElement::new(points.clone(), stroke))?,
            Kind::Scatter(_) => {}
            Kind::Bars(width) => {
                let (bottom, top) = self.y.bounds();
                let zero = 0.0_f64.clamp(bottom, top);
                for (x, y) in points {
                    let corners = [(x - width / 2.0, *y), (x + width / 2.0, zero)];
                    plane.draw(&Rectangle::new(corners, fill(colour, 0.55)))?;
                    plane.draw(&Rectangle::new(corners, line(colour, HAIRLINE)))?;
                }
            }
            Kind::Band(others) => {
                let back = points.iter().zip(others).rev().map(|((x, _), y)| (*x, *y));
                let outline: Vec<_> = points.iter().copied().chain(back).collect();
                plane.draw(&Polygon::new(outline, fill(colour, 0.25)))?;
            }
            Kind::ErrorBars(ranges) => {
                for ((x, _), (low, high)) in points.iter().zip(ranges) {
                    plane.draw(&PathElement::new(vec![(*x, *low), (*x, *high)], stroke))?;
                }
            }
        }
        if let Kind::Line(marker) | Kind::Scatter(marker) = series.kind {
            for point in points {
                draw_marker(plane, *point, marker, colour, background)?;
            }
        }
        Ok(())
    }

    /// The names stand beside the last points of their series, moved apart where they would meet.
    fn draw_names(
        &self,
        canvas: &Canvas,
        place: &dyn Fn((f64, f64)) -> (f64, f64),
    ) -> Result<(), Error> {
        let palette = canvas.palette;
        let mut names: Vec<(f64, f64, &Series)> = self
            .named()
            .filter_map(|series| {
                let (x, y) = place(*series.points.last()?);
                Some((y, x, series))
            })
            .collect();
        names.sort_by(|a, b| a.0.total_cmp(&b.0));
        let right = names
            .iter()
            .fold(0.0, |right: f64, (_, x, _)| right.max(*x));
        let heights = spread(
            names.iter().map(|(y, ..)| *y).collect(),
            LINE,
            canvas.height() - 2.0 * LINE,
        );
        let sample = canvas.plane((0.0, canvas.width()), (0.0, canvas.height()));
        for ((_, _, series), y) in names.iter().zip(heights) {
            let left = right + 4.0 * RADIUS;
            if series.marker() == Marker::None {
                let ends = ((left - RADIUS, y), (left + RADIUS, y));
                sample.line(ends.0, ends.1, series.colour, STROKE)?;
            }
            draw_marker(
                &sample.area,
                (left, y),
                series.marker(),
                series.colour,
                palette.background,
            )?;
            let start = (left + 2.0 * RADIUS, y);
            canvas.text(start, series.name, TEXT, palette.ink, Align::Left)?;
        }
        Ok(())
    }
}

type Plane = plotters::prelude::DrawingArea<
    crate::backend::Recorder,
    plotters::coord::cartesian::Cartesian2d<Axis, Axis>,
>;

fn draw_marker(
    plane: &Plane,
    (x, y): (f64, f64),
    marker: Marker,
    colour: Colour,
    background: Colour,
) -> Result<(), Error> {
    let radius = pixels(RADIUS);
    match marker {
        Marker::None => {}
        Marker::Circle => plane.draw(&Circle::new((x, y), radius, fill(colour, 1.0)))?,
        Marker::Square | Marker::HollowSquare => {
            let inside = if marker == Marker::Square {
                colour
            } else {
                background
            };
            let square = |style| {
                plotters::element::EmptyElement::at((x, y))
                    + Rectangle::new([(-radius, -radius), (radius, radius)], style)
            };
            plane.draw(&square(fill(inside, 1.0)))?;
            plane.draw(&square(line(colour, STROKE)))?;
        }
    }
    Ok(())
}

/// Sorted heights, each moved down until it is `distance` below the one before, and up again from the end where one is
/// below `lowest`.
fn spread(mut heights: Vec<f64>, distance: f64, lowest: f64) -> Vec<f64> {
    for k in 1..heights.len() {
        heights[k] = heights[k].max(heights[k - 1] + distance);
    }
    let mut limit = lowest;
    for height in heights.iter_mut().rev() {
        *height = height.min(limit);
        limit = *height - distance;
    }
    heights
}

#[cfg(test)]
mod tests;
