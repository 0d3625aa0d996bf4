//! A feature map, pooled; and the same after a shift.

use std::fmt;
use std::ops::RangeInclusive;

use equivariance::{Fill, Pool, TestImage, blurred_max_pool, max_pool, mean_pool, translate};
use ndarray::{Array2, ArrayRef2};

use crate::axis::Axis;
use crate::canvas::{Canvas, cell, span};
use crate::chart::{Chart, Marker, Series};
use crate::drawing::Summary;
use crate::extent::largest;
use crate::figure::Describe;
use crate::named::named;
use crate::number::{format_shape, typeset};
use crate::panel::{
    Panel, column, filling, label, labelled, lines, row, row_or_column, scaled, text,
};
use crate::parameters::Parameters;
use crate::scale::Scale;
use crate::{Drawing, Error, Gesture, Image, Space, Theme, Track};

const SIDE: usize = 8;
const SHIFTS: RangeInclusive<i64> = -7..=7;
const STEPS: RangeInclusive<i64> = 1..=4;
/// The sides of a map and of a pooled one, relative to one another.
const MAP: f64 = 456.0;
const POOLED: f64 = 264.0;

/// How a window becomes one number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PoolKind {
    /// Its largest value.
    Max,
    /// Its mean.
    Mean,
    /// Dense maxima, blurred before they are subsampled (Zhang 2019).
    Blurred,
}

impl PoolKind {
    /// All of them.
    pub(crate) const ALL: [Self; 3] = [Self::Max, Self::Mean, Self::Blurred];
}

impl fmt::Display for PoolKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Max => "max",
            Self::Mean => "mean",
            Self::Blurred => "blurred",
        })
    }
}

named!(PoolKind);

/// The figure *pooling*.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Pooling {
    /// The feature map.
    image: Image,
    kind: PoolKind,
    /// The window's side.
    window: usize,
    /// The step between windows.
    stride: usize,
    /// The shift to the right.
    dx: isize,
    /// The shift downwards.
    dy: isize,
    /// What moves in from beyond the border.
    fill: Fill,
    /// The row of the marked output; one in the middle unless it is set.
    row: Option<usize>,
    /// The column of the marked output; one in the middle unless it is set.
    column: Option<usize>,
}

impl Default for Pooling {
    fn default() -> Self {
        Self {
            image: Image::Made(TestImage::Noise),
            kind: PoolKind::Max,
            window: 2,
            stride: 2,
            dx: 1,
            dy: 0,
            fill: Fill::Circular,
            row: None,
            column: None,
        }
    }
}

/// A row and a column in the middle of `count` of each.
fn usual_place(count: usize) -> (usize, usize) {
    (count.saturating_sub(1) / 2, count / 2)
}

impl Pooling {
    fn pool(&self, map: &ArrayRef2<f64>) -> Result<Array2<f64>, Error> {
        let pool = Pool::new(self.window, self.stride);
        Ok(match self.kind {
            PoolKind::Max => max_pool(map, pool),
            PoolKind::Mean => mean_pool(map, pool),
            PoolKind::Blurred => blurred_max_pool(map, pool),
        }?)
    }

    /// The map after a shift by `(dx, dy)`.
    fn moved(&self, map: &ArrayRef2<f64>, dx: isize) -> Result<Array2<f64>, Error> {
        Ok(translate(map, &[self.dy, dx], self.fill)?)
    }

    /// A map and what pooling makes of it, with a window and its output marked.
    fn pair<'a>(
        &'a self,
        name: String,
        gesture: Gesture,
        map: &'a Array2<f64>,
        pooled: &'a Array2<f64>,
    ) -> Panel<'a> {
        let (row_number, column_number) = usual_place(pooled.nrows());
        let place = (
            self.row.unwrap_or(row_number),
            self.column.unwrap_or(column_number),
        );
        let under = |place: usize| {
            span(&(place * self.stride..(place * self.stride + self.window).min(SIDE)))
        };
        let draw_map = {
            let name = name.clone();
            move |canvas: &Canvas| {
                let cells = canvas.cells(map.dim());
                cells.map_with_numbers(map, Scale::BRIGHTNESS)?;
                let window = (under(place.0), under(place.1));
                cells.mark(window.clone())?;
                cells.name(window, "window")?;
                let whole = 0.0..SIDE as f64;
                cells.handle((whole.clone(), whole), name.clone(), gesture.clone())
            }
        };
        let draw_pooled = move |canvas: &Canvas| {
            let cells = canvas.cells(pooled.dim());
            cells.map_with_numbers(pooled, Scale::BRIGHTNESS)?;
            let output = cell(place.0, place.1);
            cells.mark(output.clone())?;
            cells.name(output, "output")?;
            let gesture = Gesture::Point {
                across: Track::new("column", 1.0, 0),
                down: Track::new("row", 1.0, 0),
            };
            let whole = (0.0..pooled.nrows() as f64, 0.0..pooled.ncols() as f64);
            cells.handle(whole, "the pooled map", gesture)
        };
        let pooling = format!("{} pool {}", self.kind, format_shape(pooled.shape()));
        row([
            labelled(name, scaled(map.dim(), (MAP, MAP), draw_map)),
            labelled(pooling, scaled(pooled.dim(), (POOLED, POOLED), draw_pooled)),
        ])
    }

    /// For every shift to the right the mean absolute difference of the maps, and of the pooled maps.
    fn differences(&self, map: &ArrayRef2<f64>) -> Result<[Vec<(f64, f64)>; 2], Error> {
        let pooled = self.pool(map)?;
        let mut differences = [Vec::new(), Vec::new()];
        for dx in SHIFTS {
            let moved = self.moved(map, dx as isize)?;
            let values = [
                mean_difference(map, &moved),
                mean_difference(&pooled, &self.pool(&moved)?),
            ];
            for (series, value) in differences.iter_mut().zip(values) {
                series.push((dx as f64, value));
            }
        }
        Ok(differences)
    }

    /// Both differences over all shifts to the right, with the present one marked.
    fn chart(&self, [maps, pooled]: [Vec<(f64, f64)>; 2], theme: Theme) -> Panel<'static> {
        let dx = self.dx as f64;
        let palette = theme.palette();
        filling(500.0, 300.0, move |canvas| {
            let values = maps.iter().chain(&pooled).map(|(_, value)| value);
            let (first, last) = (*SHIFTS.start() as f64, *SHIFTS.end() as f64);
            let across = Axis::whole_numbers(first - 0.5..last + 0.5, 15);
            let up = Axis::linear(0.0..largest(values).max(0.01), 3);
            let gesture = Gesture::Point {
                across: Track::new("dx", 1.0, *SHIFTS.start()),
                down: None,
            };
            Chart::new(("shift to the right", across), ("mean |difference|", up))
                .highlight(dx - 0.5..dx + 0.5)
                .series(Series::line(
                    "maps",
                    maps.clone(),
                    Marker::HollowSquare,
                    palette.muted,
                ))
                .series(Series::line(
                    "pooled",
                    pooled.clone(),
                    Marker::Square,
                    palette.positive,
                ))
                .handle("the plot over all shifts to the right", gesture)
                .draw(canvas)
        })
    }
}

impl Describe for Pooling {
    const NAME: &'static str = "pooling";
    const TITLE: &'static str = "Pooling before and after a shift";

    fn caption(&self) -> String {
        let neighbours = match self.kind {
            PoolKind::Blurred => " The output is blurred with the windows one step to each side.",
            PoolKind::Max | PoolKind::Mean => "",
        };
        format!(
            "A feature map and its {} pooling, and both again after a shift by ({}, {}). One window and its output are marked.{neighbours}",
            self.kind, self.dx, self.dy
        )
    }

    fn parameters(&mut self, parameters: &mut Parameters<'_>) {
        parameters.image(("image", "Feature map"), &mut self.image);
        parameters.choice(("kind", "Pooling"), &mut self.kind);
        parameters.range(("window", "Window"), STEPS, &mut self.window);
        parameters.range(("stride", "Stride"), STEPS, &mut self.stride);
        parameters.range(("dx", "Shift right"), SHIFTS, &mut self.dx);
        parameters.range(("dy", "Shift down"), SHIFTS, &mut self.dy);
        parameters.choice(("fill", "Fill"), &mut self.fill);
        let pooled = self.pool(&self.image.pixels(SIDE));
        let count = pooled.map_or(1, |pooled| pooled.nrows());
        let (row, column) = usual_place(count);
        let places = (count, SIDE - 1);
        parameters.place(("row", "Marked row"), places, row, &mut self.row);
        parameters.place(
            ("column", "Marked column"),
            places,
            column,
            &mut self.column,
        );
    }

    fn draw(&self, theme: Theme, space: Space) -> Result<Drawing, Error> {
        let map = self.image.pixels(SIDE);
        let moved = self.moved(&map, self.dx)?;
        let (pooled, pooled_moved) = (self.pool(&map)?, self.pool(&moved)?);
        let raw_difference = format!("{:.3}", mean_difference(&map, &moved));
        let pooled_difference = format!("{:.3}", mean_difference(&pooled, &pooled_moved));
        let (input_size, output_size) = (format_shape(map.shape()), format_shape(pooled.shape()));
        let shift = format!("({}, {})", self.dx, self.dy);
        let summary = Summary {
            title: Self::TITLE,
            description: format!(
                "An {input_size} feature map and its {} pooling ({output_size}); then both after a shift by {shift}. The mean absolute \
                 difference is {raw_difference} between the maps and {pooled_difference} between the pooled maps. A plot shows both \
                 differences for every shift to the right.",
                self.kind,
            ),
            readouts: vec![
                ("input-size", input_size.clone()),
                ("output-size", output_size),
                ("raw-difference", raw_difference.clone()),
                ("pooled-difference", pooled_difference.clone()),
            ],
        };
        // Who points at the map means the window there; who drags the shifted one shifts it.
        let step = self.stride as f64;
        let point = Gesture::Point {
            across: Track::new("column", step, 0),
            down: Track::new("row", step, 0),
        };
        let drag = Gesture::shift();
        let before = self.pair(format!("feature map {input_size}"), point, &map, &pooled);
        let after = self.pair(
            typeset(format!("shifted by {shift}")),
            drag,
            &moved,
            &pooled_moved,
        );
        let difference = |name, value| text(format!("{name} {value}"), 40.0, |palette| palette.ink);
        let differences = [
            difference("maps", raw_difference),
            difference("pooled", pooled_difference),
        ];
        let differences = if space.is_landscape() {
            lines(differences)
        } else {
            row(differences)
        };
        let facts = lines([
            label("mean |difference|"),
            text("of before and after", 27.0, |palette| palette.muted),
            differences,
        ]);
        let chart = self.chart(self.differences(&map)?, theme).named("plot");
        column([
            row_or_column(space, [before, after]),
            row_or_column(space, [facts, chart]),
        ])
        .draw(space, theme, summary)
    }
}

/// The mean of the absolute differences.
pub(super) fn mean_difference(a: &ArrayRef2<f64>, b: &ArrayRef2<f64>) -> f64 {
    (a - b)
        .iter()
        .map(|difference| difference.abs())
        .sum::<f64>()
        / a.len() as f64
}

#[cfg(test)]
mod tests {
    use equivariance::seeded_noise;

    use super::*;

    /// A reader takes the map that is shown for what noise does, so it may not be an exception.
    #[test]
    fn noise_that_is_shown_is_typical_in_each_of_its_differences() {
        let figure = Pooling::default();
        let shown = figure.differences(&figure.image.pixels(SIDE)).unwrap();
        let maps: Vec<_> = (0..1000)
            .map(|seed| figure.differences(&seeded_noise((SIDE, SIDE), seed)))
            .collect::<Result<_, _>>()
            .unwrap();
        for (kind, series) in shown.iter().enumerate() {
            for (place, (dx, value)) in series.iter().enumerate() {
                let values = maps
                    .iter()
                    .map(|map| map[kind][place].1)
                    .collect::<Vec<_>>();
                let values = ndarray::Array1::from(values);
                let distance = (value - values.mean().unwrap()).abs();
                assert!(
                    distance <= 0.5 * values.std(0.0),
                    "dx={dx}: {value} is {distance} from the mean of 1000 maps"
                );
            }
        }
    }
}
