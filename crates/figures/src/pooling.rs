//! A feature map, pooled; and the same after a shift.

use std::fmt;

use equivariance::{Fill, Pool, TestImage, blurred_max_pool, max_pool, mean_pool, translate};
use ndarray::{Array2, ArrayRef2};
use serde::{Deserialize, Serialize};

use crate::canvas::{Canvas, Form, Rect, draw};
use crate::palette::intensity;
use crate::parameters::{
    by_name, check_place, choice, choice_control, image_control, place_control, range_control,
    short, size, unknown_parameter, whole,
};
use crate::text::Align;
use crate::{Colour, Control, Drawing, Error, Figure, Gesture, Image, Picture, Theme, Track};

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
        let (row, column) = self.place(pooled.nrows());
        check_place("row", row, pooled.nrows())?;
        check_place("column", column, pooled.ncols())?;
        let differences = self.differences(&map)?;
        let raw_difference = format!("{:.3}", mean_difference(&map, &moved));
        let pooled_difference = format!("{:.3}", mean_difference(&pooled, &pooled_moved));
        let (input_size, output_size) = (size(map.shape()), size(pooled.shape()));
        let description = format!(
            "A {input_size} feature map and its {} pooling ({output_size}); below, both after a shift by ({}, {}). The mean absolute \
             difference is {raw_difference} between the maps and {pooled_difference} between the pooled maps. A plot shows both \
             differences for every shift to the right.",
            self.kind, self.dx, self.dy,
        );
        let under =
            |place: usize| place * self.stride..(place * self.stride + self.window).min(SIDE);
        let mut regions = Vec::new();
        let svg = draw(1480, theme, self.title(), &description, |canvas| {
            let palette = canvas.palette;
            for (top, shifted, map, pooled) in [
                (0, false, &*map, &pooled),
                (550, true, &moved, &pooled_moved),
            ] {
                let heading = if shifted {
                    format!("shifted by ({}, {})", self.dx, self.dy)
                } else {
                    format!("feature map {input_size}")
                };
                canvas.label((24, top + 36), &heading);
                canvas.label(
                    (510, top + 36),
                    &format!("{} pool {output_size}", self.kind),
                );
                let input = Rect::new(24, top + 66, 456, 456);
                let output = Rect::new(510, top + 66, 264, 264);
                grid(canvas, input, map)?;
                grid(canvas, output, pooled)?;
                let window = input.part(map.dim(), &under(row), &under(column));
                let mark = output.part(pooled.dim(), &(row..row + 1), &(column..column + 1));
                for rect in [window, mark] {
                    canvas.outline(rect, palette.background, 11)?;
                    canvas.outline(rect, palette.window_edge, 7)?;
                }
                let unit = f64::from(input.width) / SIDE as f64;
                let cells = unit * self.stride as f64;
                let gesture = if shifted {
                    Gesture::Drag {
                        across: Track::new("dx", unit, 0),
                        down: Track::new("dy", unit, 0),
                    }
                } else {
                    Gesture::Point {
                        across: Track::new("column", cells, 0),
                        down: Track::new("row", cells, 0),
                    }
                };
                regions.push(input.region(heading, gesture));
                let cell = f64::from(output.width) / pooled.ncols() as f64;
                regions.push(output.region(
                    "the pooled map".to_owned(),
                    Gesture::Point {
                        across: Track::new("column", cell, 0),
                        down: Track::new("row", cell, 0),
                    },
                ));
            }
            canvas.label((24, 1125), "mean |difference| between above and below");
            for (left, text) in [
                (24, format!("maps {raw_difference}")),
                (510, format!("pooled {pooled_difference}")),
            ] {
                canvas.text((left, 1180), &text, 40.0, palette.ink, Align::Left);
            }
            let plot = Rect::new(84, 1226, 692, 180);
            let across = Track::new(
                "dx",
                f64::from(plot.width) / differences.len() as f64,
                SHIFTS.0,
            );
            regions.push(plot.region(
                "the plot over all shifts to the right".to_owned(),
                Gesture::Point { across, down: None },
            ));
            paint_plot(
                canvas,
                plot,
                &differences,
                (self.dx as i64 - SHIFTS.0) as usize,
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
fn mean_difference(a: &ArrayRef2<f64>, b: &ArrayRef2<f64>) -> f64 {
    (a - b)
        .iter()
        .map(|difference| difference.abs())
        .sum::<f64>()
        / a.len() as f64
}

/// Cells in grey with their values.
fn grid(canvas: &mut Canvas<'_>, rect: Rect, values: &ArrayRef2<f64>) -> Result<(), Error> {
    let (rows, columns) = values.dim();
    let side = (rect.width / columns as i32, rect.height / rows as i32);
    let form = Form::fitting(side, values);
    for ((row, column), &value) in values.indexed_iter() {
        let cell = rect.part(values.dim(), &(row..row + 1), &(column..column + 1));
        canvas.cell(cell, intensity(value), value, form)?;
    }
    Ok(())
}

/// The differences of the maps and of the pooled maps over all shifts, the present one marked.
fn paint_plot(
    canvas: &mut Canvas<'_>,
    plot: Rect,
    differences: &[[f64; 2]],
    marked: usize,
) -> Result<(), Error> {
    let palette = canvas.palette;
    let most = differences
        .iter()
        .flatten()
        .fold(0.0, |most: f64, value| most.max(*value));
    let step = [0.02, 0.05, 0.1, 0.2]
        .into_iter()
        .find(|step| most / step <= 3.0)
        .unwrap_or(0.5);
    let top = (most / step).ceil().max(1.0) * step;
    let height =
        |value: f64| plot.y + plot.height - (value / top * f64::from(plot.height)).round() as i32;
    let column = |at: usize| plot.part((1, differences.len()), &(0..1), &(at..at + 1));
    for tick in 0..=(top / step).round() as usize {
        let value = tick as f64 * step;
        let y = height(value);
        canvas.line((plot.x, y), (plot.x + plot.width, y), palette.line, 2)?;
        let text = short(value, 2);
        canvas.text(
            (24, y),
            text.strip_prefix('0')
                .filter(|rest| !rest.is_empty())
                .unwrap_or(&text),
            26.0,
            palette.muted,
            Align::Left,
        );
    }
    let now = column(marked);
    canvas.fill(now, palette.window, 0.22)?;
    canvas.outline(now, palette.window_edge, 4)?;
    for at in (0..differences.len()).step_by(7) {
        let shift = SHIFTS.0 + at as i64;
        let text = shift.to_string().replace('-', "−");
        canvas.text(
            (column(at).centre().0, plot.y + plot.height + 26),
            &text,
            26.0,
            palette.muted,
            Align::Centre,
        );
    }
    for (series, colour) in [palette.muted, palette.positive].into_iter().enumerate() {
        let points: Vec<(i32, i32)> = differences
            .iter()
            .enumerate()
            .map(|(at, pair)| (column(at).centre().0, height(pair[series])))
            .collect();
        mark(canvas, &points, colour, series)?;
    }
    // The two marks explained.
    let y = plot.y + plot.height + 58;
    for (series, (left, text, colour)) in [
        (84, "maps", palette.muted),
        (234, "pooled", palette.positive),
    ]
    .into_iter()
    .enumerate()
    {
        mark(canvas, &[(left + 8, y)], colour, series)?;
        canvas.text((left + 28, y), text, 28.0, palette.ink, Align::Left);
    }
    canvas.text(
        (460, y),
        "over the shift to the right",
        26.0,
        palette.muted,
        Align::Left,
    );
    Ok(())
}

/// A line with hollow squares for the first series, full ones for the second.
fn mark(
    canvas: &mut Canvas<'_>,
    points: &[(i32, i32)],
    colour: Colour,
    series: usize,
) -> Result<(), Error> {
    canvas.path(points, colour, 3)?;
    for &(x, y) in points {
        let square = Rect::new(x - 7, y - 7, 14, 14);
        let inside = if series == 0 {
            canvas.palette.background
        } else {
            colour
        };
        canvas.fill(square, inside, 1.0)?;
        canvas.outline(square, colour, 3)?;
    }
    Ok(())
}
