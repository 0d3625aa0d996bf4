//! A feature map, pooled; and the same after a shift.

use std::fmt;

use equivariance::{Fill, Pool, TestImage, blurred_max_pool, max_pool, mean_pool, translate};
use ndarray::{Array2, ArrayRef2};
use serde::{Deserialize, Serialize};

use crate::canvas::{Canvas, Rect, Words, draw};
use crate::parameters::{
    by_name, check_place, choice, choice_control, image_control, place_control, range_control,
    size, unknown_parameter, whole,
};
use crate::plot::Plot;
use crate::text::Align;
use crate::{Control, Drawing, Error, Figure, Gesture, Image, Picture, Theme, Track};

const SIDE: usize = 8;
const SHIFTS: (i64, i64) = (-7, 7);
const STEPS: (i64, i64) = (1, 4);
const PLACES: (i64, i64) = (0, 7);

/// How a window becomes one number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PoolKind {
    /// Its largest value.
    Max,
    /// Its mean.
    Mean,
    /// Dense maxima, blurred before they are subsampled (Zhang 2019).
    Blurred,
}

impl PoolKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Max, Self::Mean, Self::Blurred];
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

/// The figure *pooling*.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Pooling {
    /// The feature map.
    pub image: Image,
    /// How a window becomes one number.
    #[serde(with = "by_name")]
    pub kind: PoolKind,
    /// The window's side.
    pub window: usize,
    /// The step between windows.
    pub stride: usize,
    /// The shift to the right.
    pub dx: isize,
    /// The shift downwards.
    pub dy: isize,
    /// What moves in from beyond the border.
    #[serde(with = "by_name")]
    pub fill: Fill,
    /// The row of the marked output; one in the middle unless it is set.
    pub row: Option<usize>,
    /// The column of the marked output; one in the middle unless it is set.
    pub column: Option<usize>,
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

    /// The row and the column of the marked output among `count` of each.
    fn place(&self, count: usize) -> (usize, usize) {
        let middle = count.saturating_sub(1) / 2;
        (self.row.unwrap_or(middle), self.column.unwrap_or(count / 2))
    }

    /// A map and what pooling makes of it, with a window and its output marked.
    fn paint_pair(
        &self,
        canvas: &mut Canvas<'_>,
        top: i32,
        name: &str,
        gesture: Gesture,
        (map, pooled): (&Array2<f64>, &Array2<f64>),
        (row, column): (usize, usize),
    ) -> Result<(), Error> {
        let palette = canvas.palette;
        canvas.label((24, top + 36), name);
        let pooling = format!("{} pool {}", self.kind, size(pooled.shape()));
        canvas.label((510, top + 36), &pooling);
        let input = Rect::new(24, top + 66, INPUT, INPUT);
        let output = Rect::new(510, top + 66, OUTPUT, OUTPUT);
        canvas.grid(input, map)?;
        canvas.grid(output, pooled)?;
        let under =
            |place: usize| place * self.stride..(place * self.stride + self.window).min(SIDE);
        for mark in [
            input.part(map.dim(), &under(row), &under(column)),
            output.part(pooled.dim(), &(row..row + 1), &(column..column + 1)),
        ] {
            canvas.outline(mark, palette.background, 11)?;
            canvas.outline(mark, palette.window_edge, 7)?;
        }
        canvas.region(input, name, gesture);
        let cell = f64::from(OUTPUT) / pooled.ncols() as f64;
        let point = Gesture::Point {
            across: Track::new("column", cell, 0),
            down: Track::new("row", cell, 0),
        };
        canvas.region(output, "the pooled map", point);
        Ok(())
    }

    /// For every shift to the right the mean absolute difference of the maps, and of the pooled maps.
    fn differences(&self, map: &ArrayRef2<f64>) -> Result<Vec<[f64; 2]>, Error> {
        let pooled = self.pool(map)?;
        (SHIFTS.0..=SHIFTS.1)
            .map(|dx| {
                let moved = self.moved(map, dx as isize)?;
                let pooled_moved = self.pool(&moved)?;
                Ok([
                    mean_difference(map, &moved),
                    mean_difference(&pooled, &pooled_moved),
                ])
            })
            .collect()
    }
}

impl Figure for Pooling {
    fn name(&self) -> &'static str {
        "pooling"
    }

    fn title(&self) -> &'static str {
        "Pooling before and after a shift"
    }

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

    fn controls(&self) -> Vec<Control> {
        let map = self.image.pixels(SIDE);
        let count = self.pool(&map).map_or(1, |pooled| pooled.nrows());
        let (row, column) = self.place(count);
        vec![
            image_control("image", "Feature map", &self.image),
            choice_control("kind", "Pooling", self.kind),
            range_control("window", "Window", STEPS, self.window),
            range_control("stride", "Stride", STEPS, self.stride),
            range_control("dx", "Shift right", SHIFTS, self.dx),
            range_control("dy", "Shift down", SHIFTS, self.dy),
            choice_control("fill", "Fill", self.fill),
            place_control("row", "Marked row", count, row),
            place_control("column", "Marked column", count, column),
        ]
    }

    fn set(&mut self, name: &str, value: &str) -> Result<(), Error> {
        match name {
            "image" => self.image.set(name, value)?,
            "kind" => self.kind = choice(name, value)?,
            "window" => self.window = whole(name, value, STEPS)?,
            "stride" => self.stride = whole(name, value, STEPS)?,
            "dx" => self.dx = whole(name, value, SHIFTS)?,
            "dy" => self.dy = whole(name, value, SHIFTS)?,
            "fill" => self.fill = choice(name, value)?,
            "row" => self.row = Some(whole(name, value, PLACES)?),
            "column" => self.column = Some(whole(name, value, PLACES)?),
            _ => return Err(unknown_parameter(self, name)),
        }
        Ok(())
    }

    fn show(&mut self, picture: Picture) -> Result<(), Error> {
        self.image = Image::Own(picture);
        Ok(())
    }

    fn draw(&self, theme: Theme) -> Result<Drawing, Error> {
        let map = self.image.pixels(SIDE);
        let moved = self.moved(&map, self.dx)?;
        let (pooled, pooled_moved) = (self.pool(&map)?, self.pool(&moved)?);
        let place = self.place(pooled.nrows());
        check_place("row", place.0, pooled.nrows())?;
        check_place("column", place.1, pooled.ncols())?;
        let differences = self.differences(&map)?;
        let raw_difference = format!("{:.3}", mean_difference(&map, &moved));
        let pooled_difference = format!("{:.3}", mean_difference(&pooled, &pooled_moved));
        let (input_size, output_size) = (size(map.shape()), size(pooled.shape()));
        let shift = format!("({}, {})", self.dx, self.dy);
        let words = Words {
            title: self.title(),
            description: format!(
                "A {input_size} feature map and its {} pooling ({output_size}); below, both after a shift by {shift}. The mean absolute \
                 difference is {raw_difference} between the maps and {pooled_difference} between the pooled maps. A plot shows both \
                 differences for every shift to the right.",
                self.kind,
            ),
            readouts: vec![
                ("input-size", input_size.clone()),
                ("output-size", output_size.clone()),
                ("raw-difference", raw_difference.clone()),
                ("pooled-difference", pooled_difference.clone()),
            ],
        };
        draw(1480, theme, words, |canvas| {
            let unit = f64::from(INPUT) / SIDE as f64;
            let cells = unit * self.stride as f64;
            let above = Gesture::Point {
                across: Track::new("column", cells, 0),
                down: Track::new("row", cells, 0),
            };
            let below = Gesture::Drag {
                across: Track::new("dx", unit, 0),
                down: Track::new("dy", unit, 0),
            };
            let (name, moved_by) = (
                format!("feature map {input_size}"),
                format!("shifted by {shift}"),
            );
            self.paint_pair(canvas, 0, &name, above, (&map, &pooled), place)?;
            self.paint_pair(
                canvas,
                550,
                &moved_by,
                below,
                (&moved, &pooled_moved),
                place,
            )?;

            canvas.label((24, 1125), "mean |difference| between above and below");
            let ink = canvas.palette.ink;
            canvas.text(
                (24, 1180),
                &format!("maps {raw_difference}"),
                40.0,
                ink,
                Align::Left,
            );
            canvas.text(
                (510, 1180),
                &format!("pooled {pooled_difference}"),
                40.0,
                ink,
                Align::Left,
            );
            let plot = Plot {
                rect: Rect::new(84, 1226, 692, 180),
                names: ["maps", "pooled"],
                values: &differences,
                first: SHIFTS.0,
                marked: self.dx as i64,
                axis: "over the shift to the right",
            };
            let across = Track::new("dx", plot.unit(), SHIFTS.0);
            let gesture = Gesture::Point { across, down: None };
            canvas.region(plot.rect, "the plot over all shifts to the right", gesture);
            plot.paint(canvas)
        })
    }
}

/// The side of a map in the picture, and of a pooled one.
const INPUT: i32 = 456;
const OUTPUT: i32 = 264;

/// The mean of the absolute differences.
fn mean_difference(a: &ArrayRef2<f64>, b: &ArrayRef2<f64>) -> f64 {
    (a - b)
        .iter()
        .map(|difference| difference.abs())
        .sum::<f64>()
        / a.len() as f64
}
