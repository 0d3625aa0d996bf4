//! An image, a small kernel with its numbers, and what the kernel makes of the image.

use std::ops::{Range, RangeInclusive};
use std::sync::Arc;

use equivariance::{Kernel2d, Options, Padding, TestImage, output_size, window_at};
use ndarray::Array2;

use crate::canvas::{Canvas, cell, span};
use crate::colour_bar::{BAR, colour_bar};
use crate::drawing::Summary;
use crate::error::wrong;
use crate::extent::{bounds, largest};
use crate::figure::Describe;
use crate::number::{format_shape, readable_number, typeset};
use crate::panel::{Panel, column, label, labelled, lines, row, row_or_column, scaled, text};
use crate::parameters::{NamedOrOwn, Parameters, list};
use crate::picture::LARGEST_SIDE;
use crate::rounding::correlate_above_rounding;
use crate::scale::Scale;
use crate::{Drawing, Error, Gesture, Image, Space, Theme, Track};

const SIZES: RangeInclusive<i64> = 8..=LARGEST_SIDE as i64;
const STEPS: RangeInclusive<i64> = 1..=4;
const WEIGHT_COUNTS: &[usize] = &[1, 9, 25];
/// The last row or column of the largest output.
const LAST_PLACE: usize = LARGEST_SIDE + 15;
/// The sides of a grid of numbers and of an image, relative to one another.
const GRID: f64 = 0.63;
const IMAGE: f64 = 1.0;

/// The figure *image-filter*.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ImageFilter {
    image: Image,
    /// The image's side in pixels.
    size: usize,
    /// The kernel, or weights row by row.
    kernel: NamedOrOwn<Kernel2d>,
    /// What stands beyond the border.
    padding: Padding,
    /// The step between outputs.
    stride: usize,
    /// The step between the pixels under neighbouring weights.
    dilation: usize,
    /// The row of the marked output; one in the middle unless it is set.
    row: Option<usize>,
    /// The column of the marked output; one a little right of the middle, where the scene has an edge, unless it is set.
    column: Option<usize>,
}

impl Default for ImageFilter {
    fn default() -> Self {
        Self {
            image: Image::Made(TestImage::Scene),
            size: 48,
            kernel: NamedOrOwn::named(Kernel2d::SobelX),
            padding: Padding::Valid,
            stride: 1,
            dilation: 1,
            row: None,
            column: None,
        }
    }
}

fn weights(kernel: Kernel2d) -> Vec<f64> {
    kernel.weights().iter().copied().collect()
}

/// The middle row and a column right of the middle among `count` of each.
fn usual_place(count: usize) -> (usize, usize) {
    (count / 2, count * 2 / 3)
}

impl ImageFilter {
    fn weights(&self) -> Result<Array2<f64>, Error> {
        let weights = self.kernel.numbers(weights);
        let side = weights.len().isqrt();
        Array2::from_shape_vec((side, side), weights.clone())
            .map_err(|_| wrong("weights", &list(&weights), "1, 9 or 25 numbers".to_owned()))
    }

    fn options(&self) -> Options {
        Options {
            padding: self.padding,
            stride: self.stride,
            dilation: self.dilation,
            ..Options::default()
        }
    }

    fn filtered(&self) -> Result<Filtered, Error> {
        let image = self.image.pixels(self.size);
        let (kernel, options) = (self.weights()?, self.options());
        let output = correlate_above_rounding(&image, &kernel, options)?;
        let (row, column) = usual_place(output.nrows());
        let place = (self.row.unwrap_or(row), self.column.unwrap_or(column));
        let window = window_at(&*image, kernel.shape(), options, &[place.0, place.1])?;
        let (rows, columns) = kernel.dim();
        Ok(Filtered {
            under: (self.under(place.0, rows), self.under(place.1, columns)),
            image,
            kernel,
            output,
            place,
            window,
        })
    }

    /// The rows or columns of the image from the first to the last under the window of an output.
    fn under(&self, place: usize, kernel: usize) -> Range<usize> {
        let start =
            (place * self.stride) as isize - self.options().before(self.size, kernel) as isize;
        let end = start + ((kernel - 1) * self.dilation + 1) as isize;
        let clamp = |place: isize| place.clamp(0, self.size as isize) as usize;
        // A window that lies beyond the border is marked at the border.
        let start = clamp(start).min(self.size - 1);
        start..clamp(end).max(start + 1)
    }

    /// The image with the window; who points at it means the output whose window has its middle there.
    fn draw_input(&self, canvas: &Canvas, filtered: &Filtered) -> Result<(), Error> {
        let cells = canvas.cells(filtered.image.dim());
        cells.map(&filtered.image, Scale::BRIGHTNESS)?;
        let (rows, columns) = &filtered.under;
        let window = (span(rows), span(columns));
        cells.mark(window.clone())?;
        cells.name(window, "window")?;
        let side = filtered.kernel.nrows();
        let reach = (side - 1) * self.dilation;
        let middle = self.options().before(self.size, side) as i64 - (reach / 2) as i64;
        let (step, first) = (self.stride as f64, middle / self.stride as i64);
        let gesture = Gesture::Point {
            across: Track::new("column", step, first),
            down: Track::new("row", step, first),
        };
        let whole = 0.0..self.size as f64;
        cells.handle((whole.clone(), whole), self.image.phrase(), gesture)
    }
}

impl Describe for ImageFilter {
    const NAME: &'static str = "image-filter";
    const TITLE: &'static str = "A kernel slides over an image";

    fn caption(&self) -> String {
        format!(
            "The kernel ({}) slides over the image and answers with one dot product at every position. \
             Cyan (+) weights add their pixel, magenta (−) weights subtract it.",
            self.kernel.name("your own weights")
        )
    }

    fn parameters(&mut self, parameters: &mut Parameters<'_>) {
        parameters.image(("image", "Image"), &mut self.image);
        parameters.range(("size", "Pixels on each side"), SIZES, &mut self.size);
        let list = ("weights", "Weights, row by row");
        parameters.choice_or_own(
            ("kernel", "Kernel"),
            list,
            WEIGHT_COUNTS,
            weights,
            &mut self.kernel,
        );
        parameters.choice(("padding", "Padding"), &mut self.padding);
        parameters.range(("stride", "Stride"), STEPS, &mut self.stride);
        parameters.range(("dilation", "Dilation"), STEPS, &mut self.dilation);
        let side = self.kernel.numbers(weights).len().isqrt();
        let count = output_size(self.size, side, self.options()).unwrap_or(1);
        let (row, column) = usual_place(count);
        let places = (count, LAST_PLACE);
        parameters.place(("row", "Marked row"), places, row, &mut self.row);
        parameters.place(
            ("column", "Marked column"),
            places,
            column,
            &mut self.column,
        );
    }

    fn draw(&self, theme: Theme, space: Space) -> Result<Drawing, Error> {
        let filtered = self.filtered()?;
        let (image, output) = (&filtered.image, &filtered.output);
        let (row_number, column_number) = filtered.place;
        let (input_size, output_size) = (format_shape(image.shape()), format_shape(output.shape()));
        let (least, greatest) = bounds(output);
        let sum = readable_number(filtered.sum(), 3);
        let [smallest, largest] = [least, greatest].map(|value| readable_number(value, 2));
        let sum_text = format!("sum {}", typeset(&sum));
        let range_text = format!(
            "output from {} to {}",
            typeset(&smallest),
            typeset(&largest)
        );
        let summary = Summary {
            title: Self::TITLE,
            description: format!(
                "At the left {} ({input_size}), at the right its output under {} ({output_size}, values from {smallest} to {largest}). \
                 Below, the {} pixels under the window of the output in row {row_number}, column {column_number}, the weights of \
                 the kernel, and their products, which add up to {sum}.",
                self.image.phrase(),
                self.kernel.phrase("the kernel", "your own weights"),
                format_shape(filtered.kernel.shape()),
            ),
            readouts: vec![
                ("input-size", input_size.clone()),
                ("output-size", output_size.clone()),
                (
                    "shrink",
                    (self.size as i64 - output.nrows() as i64).to_string(),
                ),
                ("smallest", smallest),
                ("largest", largest),
                ("sum", sum),
            ],
        };
        // Both at one scale, unless the output is larger than the input.
        let part = |count: usize| IMAGE * (count as f64 / self.size as f64).min(1.0);
        let (rows, columns) = output.dim();
        let images = row([
            labelled(
                format!("input {input_size}"),
                scaled(image.dim(), (IMAGE, IMAGE), |canvas| {
                    self.draw_input(canvas, &filtered)
                }),
            ),
            lines([
                label(format!("output {output_size}")),
                scaled(output.dim(), (part(columns), part(rows)), |canvas| {
                    filtered.draw_output(canvas)
                }),
                colour_bar(BAR, filtered.scale(), 0.0),
            ]),
        ])
        .spread();
        let facts = lines([
            text(sum_text, 40.0, |palette| palette.ink).named("sum"),
            text(range_text, 27.0, |palette| palette.muted),
        ]);
        let panel = row_or_column(space, [column([images, filtered.products()]), facts]);
        panel.draw(space, theme, summary)
    }
}

/// An image, what a kernel made of it, and one output from close by.
struct Filtered {
    image: Arc<Array2<f64>>,
    kernel: Array2<f64>,
    output: Array2<f64>,
    /// The row and the column of the marked output.
    place: (usize, usize),
    /// The rows and columns of the image under its window, and the pixels there.
    under: (Range<usize>, Range<usize>),
    window: Array2<f64>,
}

impl Filtered {
    fn sum(&self) -> f64 {
        self.output[self.place]
    }

    /// The scale of the output: signed values where the kernel has a negative weight, else brightnesses up to what it makes of white.
    fn scale(&self) -> Scale {
        Scale::of_output(&self.kernel, &self.output)
    }

    fn draw_output(&self, canvas: &Canvas) -> Result<(), Error> {
        let cells = canvas.cells(self.output.dim());
        cells.map(&self.output, self.scale())?;
        let output = cell(self.place.0, self.place.1);
        cells.mark(output.clone())?;
        cells.name(output, "output")?;
        let (rows, columns) = self.output.dim();
        let gesture = Gesture::Point {
            across: Track::new("column", 1.0, 0),
            down: Track::new("row", 1.0, 0),
        };
        let whole = (0.0..rows as f64, 0.0..columns as f64);
        cells.handle(whole, "the output", gesture)
    }

    /// The window, the kernel and their products as grids of numbers.
    fn products(&self) -> Panel<'_> {
        let products = &self.window * &self.kernel;
        let window = scaled(self.window.dim(), (GRID, GRID), |canvas| {
            let cells = canvas.cells(self.window.dim());
            cells.grid(&self.window, Scale::Signed(largest(&self.window).max(1.0)))?;
            let (rows, columns) = self.window.dim();
            let whole = (0.0..rows as f64, 0.0..columns as f64);
            cells.outline(whole, canvas.palette.window_edge, 6.0)
        });
        let kernel = scaled(self.kernel.dim(), (GRID, GRID), |canvas| {
            canvas.weights(&self.kernel)
        });
        let products = scaled(products.dim(), (GRID, GRID), move |canvas| {
            let scale = Scale::signed(&products);
            canvas.cells(products.dim()).grid(&products, scale)
        });
        row([
            labelled("window", window.named("pixels")),
            labelled("× kernel", kernel.named("weights")),
            labelled("= products", products.named("products")),
        ])
        .spread()
    }
}
