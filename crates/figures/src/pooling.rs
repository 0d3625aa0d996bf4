//! A feature map, pooled; and the same after a shift.

use std::fmt;

use equivariance::{Fill, Pool, TestImage, blurred_max_pool, max_pool, mean_pool, translate};
use ndarray::{Array2, ArrayRef2};
use serde::{Deserialize, Serialize};

use crate::canvas::{Align, Canvas, LABEL, Rect, draw};
use crate::palette::intensity;
use crate::parameters::{
    by_name, choice, choice_control, range_control, short, size, unknown, whole, wrong,
};
use crate::{Control, Drawing, Error, Figure, Theme};

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
    #[serde(with = "by_name")]
    pub image: TestImage,
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
    /// The row of the marked output.
    pub row: usize,
    /// The column of the marked output.
    pub column: usize,
}

impl Default for Pooling {
    fn default() -> Self {
        Self {
            image: TestImage::Noise,
            kind: PoolKind::Max,
            window: 2,
            stride: 2,
            dx: 1,
            dy: 0,
            fill: Fill::Circular,
            row: 1,
            column: 2,
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
        let default = Self::default();
        vec![
            choice_control("image", "Feature map", default.image),
            choice_control("kind", "Pooling", default.kind),
            range_control("window", "Window", STEPS, default.window),
            range_control("stride", "Stride", STEPS, default.stride),
            range_control("dx", "Shift right", SHIFTS, default.dx),
            range_control("dy", "Shift down", SHIFTS, default.dy),
            choice_control("fill", "Fill", default.fill),
            range_control("row", "Marked row", PLACES, default.row),
            range_control("column", "Marked column", PLACES, default.column),
        ]
    }

    fn set(&mut self, name: &str, value: &str) -> Result<(), Error> {
        match name {
            "image" => self.image = choice(name, value)?,
            "kind" => self.kind = choice(name, value)?,
            "window" => self.window = whole(name, value, STEPS)?,
            "stride" => self.stride = whole(name, value, STEPS)?,
            "dx" => self.dx = whole(name, value, SHIFTS)?,
            "dy" => self.dy = whole(name, value, SHIFTS)?,
            "fill" => self.fill = choice(name, value)?,
            "row" => self.row = whole(name, value, PLACES)?,
            "column" => self.column = whole(name, value, PLACES)?,
            _ => {
                let known = [
                    "image", "kind", "window", "stride", "dx", "dy", "fill", "row", "column",
                ];
                return Err(unknown("parameter", name, &known));
            }
        }
        Ok(())
    }

    fn parameters(&self) -> serde_json::Value {
        serde_json::json!(self)
    }

    fn draw(&self, theme: Theme) -> Result<Drawing, Error> {
        let map: Array2<f64> = self.image.pixels(SIDE, SIDE);
        let moved = translate(&map, &[self.dy, self.dx], self.fill)?;
        let (pooled, pooled_moved) = (self.pool(&map)?, self.pool(&moved)?);
        for (parameter, value, count) in [
            ("row", self.row, pooled.nrows()),
            ("column", self.column, pooled.ncols()),
        ] {
            if value >= count {
                return Err(wrong(
                    parameter,
                    &value.to_string(),
                    format!("from 0 to {}, since the output has {count}", count - 1),
                ));
            }
        }
        let raw_difference = format!("{:.3}", mean_difference(&map, &moved));
        let pooled_difference = format!("{:.3}", mean_difference(&pooled, &pooled_moved));
        let (input_size, output_size) = (size(map.shape()), size(pooled.shape()));
        let description = format!(
            "A {input_size} feature map and its {} pooling ({output_size}); below, both after a shift by ({}, {}). The mean absolute \
             difference is {raw_difference} between the maps and {pooled_difference} between the pooled maps.",
            self.kind, self.dx, self.dy,
        );
        let rows = self.row * self.stride..(self.row * self.stride + self.window).min(SIDE);
        let columns =
            self.column * self.stride..(self.column * self.stride + self.window).min(SIDE);
        let mut regions = Vec::new();
        let svg = draw(1230, theme, self.title(), &description, |canvas| {
            let palette = canvas.palette;
            for (top, shifted, map, pooled) in [
                (0, false, &map, &pooled),
                (550, true, &moved, &pooled_moved),
            ] {
                let heading = if shifted {
                    format!("shifted by ({}, {})", self.dx, self.dy)
                } else {
                    format!("feature map {input_size}")
                };
                canvas.label((24, top + 36), &heading)?;
                canvas.label(
                    (510, top + 36),
                    &format!("{} pool {output_size}", self.kind),
                )?;
                let input = Rect::new(24, top + 66, 456, 456);
                let output = Rect::new(510, top + 66, 264, 264);
                grid(canvas, input, map)?;
                grid(canvas, output, pooled)?;
                let window = input.part(map.dim(), &rows, &columns);
                let mark = output.part(
                    pooled.dim(),
                    &(self.row..self.row + 1),
                    &(self.column..self.column + 1),
                );
                for rect in [window, mark] {
                    canvas.outline(rect, palette.background, 11)?;
                    canvas.outline(rect, palette.window_edge, 7)?;
                }
                if shifted {
                    regions.push(input.region("dx", None, "the shifted feature map".to_owned()));
                } else {
                    regions.push(window.region(
                        "window",
                        None,
                        format!("window of output row {}, column {}", self.row, self.column),
                    ));
                    for ((row, column), value) in pooled.indexed_iter() {
                        let cell =
                            output.part(pooled.dim(), &(row..row + 1), &(column..column + 1));
                        let label =
                            format!("output {} in row {row}, column {column}", short(*value, 2));
                        regions.push(cell.region("row", Some(vec![row, column]), label));
                    }
                }
            }
            canvas.label((24, 1125), "mean |difference| between above and below")?;
            canvas.text(
                (24, 1185),
                &format!("maps {raw_difference}"),
                40.0,
                palette.ink,
                Align::Left,
            )?;
            canvas.text(
                (510, 1185),
                &format!("pooled {pooled_difference}"),
                40.0,
                palette.ink,
                Align::Left,
            )
        })?;
        Ok(Drawing {
            svg,
            readouts: vec![
                ("input-size".to_owned(), input_size),
                ("output-size".to_owned(), output_size),
                ("raw-difference".to_owned(), raw_difference),
                ("pooled-difference".to_owned(), pooled_difference),
            ],
            description,
            regions,
        })
    }
}

/// The mean of the absolute differences.
fn mean_difference(a: &Array2<f64>, b: &Array2<f64>) -> f64 {
    (a - b)
        .iter()
        .map(|difference| difference.abs())
        .sum::<f64>()
        / a.len() as f64
}

/// Cells in grey with their values in hundredths, as `.83`.
fn grid(canvas: &mut Canvas<'_>, rect: Rect, values: &Array2<f64>) -> Result<(), Error> {
    let cell_width = f64::from(rect.width) / values.ncols() as f64;
    let text = (cell_width * 0.46).min(LABEL);
    for ((row, column), &value) in values.indexed_iter() {
        let cell = rect.part(values.dim(), &(row..row + 1), &(column..column + 1));
        let number = format!("{value:.2}");
        canvas.cell(
            cell,
            intensity(value),
            number.strip_prefix('0').unwrap_or(&number),
            text,
        )?;
    }
    Ok(())
}
