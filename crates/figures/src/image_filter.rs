//! An image, a small kernel with its numbers, and what the kernel makes of the image.

use std::ops::Range;
use std::sync::Arc;

use equivariance::{Kernel2d, Options, Padding, TestImage, correlate, output_size, seen};
use ndarray::Array2;
use serde::{Deserialize, Serialize};

use crate::canvas::{Canvas, Form, Rect, Words, draw};
use crate::extent::{bounds, largest};
use crate::parameters::{
    OWN, by_name, check_place, choice, choice_control, choice_or_own_control, image_control, kept,
    list, numbers, numbers_control, place_control, range_control, short, shown, size,
    unknown_parameter, whole, wrong,
};
use crate::picture::LARGEST_SIDE;
use crate::text::Align;
use crate::{Control, Drawing, Error, Figure, Gesture, Image, Picture, Theme, Track};

pub(crate) const SIDE: usize = 48;
const SIZES: (i64, i64) = (8, LARGEST_SIDE as i64);
const WEIGHT_COUNTS: &[usize] = &[1, 9, 25];
const STEPS: (i64, i64) = (1, 4);
const PLACES: (i64, i64) = (0, LARGEST_SIDE as i64 + 15);

/// The figure *image-filter*.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ImageFilter {
    /// The image.
    pub image: Image,
    /// The image's side in pixels.
    pub size: usize,
    /// The named kernel.
    #[serde(with = "by_name")]
    pub kernel: Kernel2d,
    /// Weights row by row in place of the named kernel's.
    pub weights: Option<Vec<f64>>,
    /// What stands beyond the border.
    #[serde(with = "by_name")]
    pub padding: Padding,
    /// The step between outputs.
    pub stride: usize,
    /// The step between the pixels under neighbouring weights.
    pub dilation: usize,
    /// The row of the marked output; one in the middle unless it is set.
    pub row: Option<usize>,
    /// The column of the marked output; one in the middle unless it is set.
    pub column: Option<usize>,
}

impl Default for ImageFilter {
    fn default() -> Self {
        Self {
            image: Image::Made(TestImage::Scene),
            size: SIDE,
            kernel: Kernel2d::SobelX,
            weights: None,
            padding: Padding::Valid,
            stride: 1,
            dilation: 1,
            row: None,
            column: None,
        }
    }
}

impl ImageFilter {
    fn kernel_weights(&self) -> Result<Array2<f64>, Error> {
        let Some(weights) = &self.weights else {
            return Ok(self.kernel.weights());
        };
        let side = weights.len().isqrt();
        Array2::from_shape_vec((side, side), weights.clone()).map_err(|_| {
            let expected = "1, 9 or 25 numbers".to_owned();
            wrong("weights", &list(weights), expected)
        })
    }

    fn kernel_name(&self) -> String {
        if self.weights.is_some() {
            "own weights".to_owned()
        } else {
            self.kernel.to_string()
        }
    }

    fn options(&self) -> Options {
        Options {
            padding: self.padding,
            stride: self.stride,
            dilation: self.dilation,
        }
    }

    /// The row and the column of the marked output among `count` of each.
    fn place(&self, count: usize) -> (usize, usize) {
        // A little right of the middle, where the scene has an edge.
        (
            self.row.unwrap_or(count / 2),
            self.column.unwrap_or(count * 2 / 3),
        )
    }

    fn filtered(&self) -> Result<Filtered, Error> {
        let image = self.image.pixels(self.size);
        let (kernel, options) = (self.kernel_weights()?, self.options());
        let output = correlate(&*image, &kernel, options)?;
        let place = self.place(output.nrows());
        check_place("row", place.0, output.nrows())?;
        check_place("column", place.1, output.ncols())?;
        let window = seen(&*image, kernel.shape(), options, &[place.0, place.1])?;
        Ok(Filtered {
            image,
            kernel,
            output,
            place,
            window,
        })
    }

    /// Both images, with the window marked in the one and its output in the other.
    fn paint_images(&self, canvas: &mut Canvas<'_>, filtered: &Filtered) -> Result<(), Error> {
        let palette = canvas.palette;
        let Filtered {
            image,
            kernel,
            output,
            place,
            ..
        } = filtered;
        let (rows, columns) = output.dim();
        // Both at one scale, unless the output is larger than the input.
        let side =
            |count: usize| ((count as f64 / self.size as f64).min(1.0) * 358.0).round() as i32;
        let input = Rect::new(24, 66, 358, 358);
        let result = Rect::new(418, 66, side(columns), side(rows));
        canvas.greymap(input, image)?;
        canvas.map(result, output, bounds(output))?;
        let under = |place| self.under(place, kernel.nrows());
        for mark in [
            input.part(image.dim(), &under(place.0), &under(place.1)),
            result.part(
                output.dim(),
                &(place.0..place.0 + 1),
                &(place.1..place.1 + 1),
            ),
        ] {
            let mark = mark.at_least(10);
            canvas.outline(mark.grown(3), palette.background, 2)?;
            canvas.outline(mark, palette.window_edge, 4)?;
        }
        // Who points at the input means the output whose window has its middle there.
        let reach = (kernel.nrows() - 1) * self.dilation;
        let middle = self.options().before(kernel.nrows()) as i64 - (reach / 2) as i64;
        let first = middle / self.stride as i64;
        let unit = f64::from(input.width) / self.size as f64 * self.stride as f64;
        let point = |across: f64, down: f64, first: i64| Gesture::Point {
            across: Track::new("column", across, first),
            down: Track::new("row", down, first),
        };
        canvas.region(
            input,
            format!("the image {}", self.image),
            point(unit, unit, first),
        );
        let unit = |length: i32, count: usize| f64::from(length) / count as f64;
        let cells = point(unit(result.width, columns), unit(result.height, rows), 0);
        canvas.region(result, "the output", cells);
        Ok(())
    }

    /// The rows or columns of the image from the first to the last under the window of an output.
    fn under(&self, place: usize, kernel: usize) -> Range<usize> {
        let start = (place * self.stride) as isize - self.options().before(kernel) as isize;
        let end = start + ((kernel - 1) * self.dilation + 1) as isize;
        let clamp = |place: isize| place.clamp(0, self.size as isize) as usize;
        // A window that lies beyond the border is marked at the border.
        let start = clamp(start).min(self.size - 1);
        start..clamp(end).max(start + 1)
    }
}

impl Figure for ImageFilter {
    fn name(&self) -> &'static str {
        "image-filter"
    }

    fn title(&self) -> &'static str {
        "A kernel slides over an image"
    }

    fn caption(&self) -> String {
        format!(
            "The kernel ({}) slides over the image and answers with one dot product at every position. \
             Cyan (+) weights add their pixel, magenta (−) weights subtract it.",
            self.kernel_name()
        )
    }

    fn controls(&self) -> Vec<Control> {
        let kernel = self
            .kernel_weights()
            .unwrap_or_else(|_| self.kernel.weights());
        let count = output_size(self.size, kernel.nrows(), self.options()).unwrap_or(1);
        let (row, column) = self.place(count);
        vec![
            image_control("image", "Image", &self.image),
            range_control("size", "Pixels on each side", SIZES, self.size),
            choice_or_own_control("kernel", "Kernel", self.kernel, self.weights.is_some()),
            numbers_control("weights", "Weights, row by row", WEIGHT_COUNTS, &kernel),
            choice_control("padding", "Padding", self.padding),
            range_control("stride", "Stride", STEPS, self.stride),
            range_control("dilation", "Dilation", STEPS, self.dilation),
            place_control("row", "Marked row", count, row),
            place_control("column", "Marked column", count, column),
        ]
    }

    fn set(&mut self, name: &str, value: &str) -> Result<(), Error> {
        match name {
            "image" => self.image.set(name, value)?,
            "size" => self.size = whole(name, value, SIZES)?,
            "kernel" if value.trim() == OWN && self.weights.is_some() => {}
            "kernel" => {
                self.kernel = choice(name, value)?;
                self.weights = None;
            }
            "weights" => self.weights = Some(numbers(name, value, WEIGHT_COUNTS)?),
            "padding" => self.padding = choice(name, value)?,
            "stride" => self.stride = whole(name, value, STEPS)?,
            "dilation" => self.dilation = whole(name, value, STEPS)?,
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
        let filtered = self.filtered()?;
        let (row, column) = filtered.place;
        let (input_size, output_size) =
            (size(filtered.image.shape()), size(filtered.output.shape()));
        let (least, most) = bounds(&filtered.output);
        let sum = short(filtered.sum(), 3);
        let words = Words {
            title: self.title(),
            description: format!(
                "The image {} ({input_size}) at the left, its output under the kernel {} ({output_size}, values from {} to {}) at the right. \
                 Below, the {} pixels under the window of the output in row {row}, column {column}, the weights of the kernel, and their \
                 products, which add up to {sum}.",
                self.image,
                self.kernel_name(),
                short(least, 2),
                short(most, 2),
                size(filtered.kernel.shape()),
            ),
            readouts: vec![
                ("input-size", input_size.clone()),
                ("output-size", output_size.clone()),
                (
                    "shrink",
                    (self.size as i64 - filtered.output.nrows() as i64).to_string(),
                ),
                ("smallest", short(least, 2)),
                ("largest", short(most, 2)),
                ("sum", sum),
            ],
        };
        draw(850, theme, words, |canvas| {
            canvas.label((24, 36), &format!("input {input_size}"));
            canvas.label((418, 36), &format!("output {output_size}"));
            self.paint_images(canvas, &filtered)?;
            filtered.paint_sum(canvas)?;
            canvas.legend((24, 768))?;
            let range = format!("output from {} to {}", shown(least, 2), shown(most, 2));
            canvas.text((418, 822), &range, 27.0, canvas.palette.muted, Align::Left);
            Ok(())
        })
    }
}

/// An image, what a kernel made of it, and one output from close by.
struct Filtered {
    image: Arc<Array2<f64>>,
    kernel: Array2<f64>,
    output: Array2<f64>,
    /// The row and the column of the marked output.
    place: (usize, usize),
    /// The pixels under its window.
    window: Array2<f64>,
}

impl Filtered {
    fn sum(&self) -> f64 {
        self.output[self.place]
    }

    /// The window, the kernel and their products as grids of numbers, and the sum.
    fn paint_sum(&self, canvas: &mut Canvas<'_>) -> Result<(), Error> {
        let palette = canvas.palette;
        let products = &self.window * &self.kernel;
        let window = Rect::new(24, 500, 224, 224);
        grid(
            canvas,
            window,
            "window",
            &self.window,
            largest(&self.window).max(1.0),
        )?;
        canvas.outline(window, palette.window_edge, 6)?;
        let kernel = Rect::new(288, 500, 224, 224);
        grid(
            canvas,
            kernel,
            "× kernel",
            &self.kernel,
            largest(&self.kernel),
        )?;
        for (index, ((row, column), &value)) in self.kernel.indexed_iter().enumerate() {
            let cell = kernel.part(self.kernel.dim(), &(row..row + 1), &(column..column + 1));
            let parameter = "weights".to_owned();
            let gesture = Gesture::Type {
                parameter,
                index,
                value: kept(value),
            };
            canvas.region(
                cell,
                format!("weight in row {row}, column {column}"),
                gesture,
            );
        }
        let last = Rect::new(552, 500, 224, 224);
        grid(canvas, last, "= products", &products, largest(&products))?;
        let sum = format!("sum {}", shown(self.sum(), 3));
        canvas.text((552, 762), &sum, 40.0, palette.ink, Align::Left);
        Ok(())
    }
}

/// Signed numbers in cells, under their name.
fn grid(
    canvas: &mut Canvas<'_>,
    rect: Rect,
    name: &str,
    values: &Array2<f64>,
    scale: f64,
) -> Result<(), Error> {
    let palette = canvas.palette;
    canvas.label((rect.x, rect.y - 26), name);
    let side = rect.width / values.ncols() as i32;
    let form = Form::fitting((side, side), values);
    for ((row, column), &value) in values.indexed_iter() {
        let cell = rect.part(values.dim(), &(row..row + 1), &(column..column + 1));
        canvas.cell(cell, palette.signed(value, scale), value, form)?;
    }
    Ok(())
}
