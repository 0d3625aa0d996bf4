//! An image, a small kernel with its numbers, and what the kernel makes of the image.

use equivariance::{Kernel2d, Options, Padding, TestImage, correlate};
use ndarray::{Array2, ArrayRef2};
use serde::{Deserialize, Serialize};

use crate::canvas::{Align, Canvas, LABEL, Rect, draw};
use crate::palette::intensity;
use crate::parameters::{
    by_name, choice, choice_control, numbers, numbers_control, range_control, short, shown, size,
    unknown, whole,
};
use crate::{Control, Drawing, Error, Figure, Theme};

pub(crate) const SIDE: usize = 48;
const WEIGHT_COUNTS: &[usize] = &[1, 9, 25];
const STEPS: (i64, i64) = (1, 4);

/// The figure *image-filter*.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ImageFilter {
    /// The image.
    #[serde(with = "by_name")]
    pub image: TestImage,
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
}

impl Default for ImageFilter {
    fn default() -> Self {
        Self {
            image: TestImage::Scene,
            kernel: Kernel2d::SobelX,
            weights: None,
            padding: Padding::Valid,
            stride: 1,
            dilation: 1,
        }
    }
}

impl ImageFilter {
    fn kernel_weights(&self) -> Result<Array2<f64>, Error> {
        let Some(weights) = &self.weights else {
            return Ok(self.kernel.weights());
        };
        let side = (1..=5)
            .find(|side| side * side == weights.len())
            .unwrap_or(0);
        Array2::from_shape_vec((side, side), weights.clone()).map_err(|_| {
            crate::parameters::wrong(
                "weights",
                &crate::parameters::list(weights),
                "1, 9 or 25 numbers".to_owned(),
            )
        })
    }

    fn kernel_name(&self) -> String {
        if self.weights.is_some() {
            "own weights".to_owned()
        } else {
            self.kernel.to_string()
        }
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
        let default = Self::default();
        let weights: Vec<f64> = default.kernel.weights::<f64>().iter().copied().collect();
        vec![
            choice_control("image", "Image", default.image),
            choice_control("kernel", "Kernel", default.kernel),
            numbers_control("weights", "Weights, row by row", WEIGHT_COUNTS, &weights),
            choice_control("padding", "Padding", default.padding),
            range_control("stride", "Stride", STEPS, default.stride),
            range_control("dilation", "Dilation", STEPS, default.dilation),
        ]
    }

    fn set(&mut self, name: &str, value: &str) -> Result<(), Error> {
        match name {
            "image" => self.image = choice(name, value)?,
            "kernel" => {
                self.kernel = choice(name, value)?;
                self.weights = None;
            }
            "weights" => self.weights = Some(numbers(name, value, WEIGHT_COUNTS)?),
            "padding" => self.padding = choice(name, value)?,
            "stride" => self.stride = whole(name, value, STEPS)?,
            "dilation" => self.dilation = whole(name, value, STEPS)?,
            _ => {
                return Err(unknown(
                    "parameter",
                    name,
                    &[
                        "image", "kernel", "weights", "padding", "stride", "dilation",
                    ],
                ));
            }
        }
        Ok(())
    }

    fn parameters(&self) -> serde_json::Value {
        serde_json::json!(self)
    }

    fn draw(&self, theme: Theme) -> Result<Drawing, Error> {
        let image: Array2<f64> = self.image.pixels(SIDE, SIDE);
        let kernel = self.kernel_weights()?;
        let options = Options {
            padding: self.padding,
            stride: self.stride,
            dilation: self.dilation,
        };
        let output = correlate(&image, &kernel, options)?;
        let (input_size, output_size) = (size(image.shape()), size(output.shape()));
        let (least, most) = bounds(&output);
        let signed = least < 0.0;
        let scale = most.abs().max(least.abs());
        let description = format!(
            "The image {} ({input_size}) at the left, its output under the kernel {} ({output_size}, values from {} to {}) at the right, \
             and the kernel's {} weights below.",
            self.image,
            self.kernel_name(),
            short(least, 2),
            short(most, 2),
            size(kernel.shape()),
        );
        let mut regions = Vec::new();
        let svg = draw(800, theme, self.title(), &description, |canvas| {
            let palette = canvas.palette;
            let input = Rect::new(30, 70, 358, 358);
            // Both images at one scale, unless the output is larger than the input.
            let side =
                |count: usize| ((count as f64 / SIDE as f64).min(1.0) * 358.0).round() as i32;
            let result = Rect::new(412, 70, side(output.ncols()), side(output.nrows()));
            canvas.label((30, 40), &format!("input {input_size}"))?;
            canvas.label((412, 40), &format!("output {output_size}"))?;
            canvas.heatmap(input, &image, intensity)?;
            if signed {
                canvas.heatmap(result, &output, |value| palette.signed(value, scale))?;
            } else {
                canvas.heatmap(result, &output, |value| {
                    intensity(if scale > 0.0 { value / scale } else { 0.0 })
                })?;
            }
            regions.push(input.region("image", None, format!("the image {}", self.image)));
            canvas.label((30, 474), &format!("kernel {}", self.kernel_name()))?;
            let grid = Rect::new(30, 506, 260, 260);
            let weight_scale = kernel
                .iter()
                .fold(0.0, |most: f64, weight| most.max(weight.abs()));
            let text = if kernel.nrows() > 3 { 22.0 } else { LABEL };
            for ((row, column), &weight) in kernel.indexed_iter() {
                let cell = grid.part(kernel.dim(), &(row..row + 1), &(column..column + 1));
                canvas.cell(
                    cell,
                    palette.signed(weight, weight_scale),
                    &shown(weight, 2),
                    text,
                )?;
                regions.push(cell.region(
                    "weights",
                    Some(vec![row, column]),
                    format!("weight {} in row {row}, column {column}", short(weight, 2)),
                ));
            }
            legend(canvas, (330, 540))?;
            canvas.text(
                (330, 650),
                "output values from",
                LABEL,
                palette.ink,
                Align::Left,
            )?;
            canvas.text(
                (330, 694),
                &format!("{} to {}", shown(least, 2), shown(most, 2)),
                LABEL,
                palette.ink,
                Align::Left,
            )?;
            let steps = format!(
                "padding {}, stride {}, dilation {}",
                self.padding, self.stride, self.dilation
            );
            canvas.text((330, 744), &steps, 27.0, palette.muted, Align::Left)
        })?;
        let shrink = SIDE as i64 - output.nrows() as i64;
        Ok(Drawing {
            svg,
            readouts: vec![
                ("input-size".to_owned(), input_size),
                ("output-size".to_owned(), output_size),
                ("shrink".to_owned(), shrink.to_string()),
                ("smallest".to_owned(), short(least, 2)),
                ("largest".to_owned(), short(most, 2)),
            ],
            description,
            regions,
        })
    }
}

/// The smallest and the largest value.
pub(crate) fn bounds(values: &ArrayRef2<f64>) -> (f64, f64) {
    values.iter().fold(
        (f64::INFINITY, f64::NEG_INFINITY),
        |(least, most), &value| (least.min(value), most.max(value)),
    )
}

/// What the two colours of signed values mean.
pub(crate) fn legend(canvas: &mut Canvas<'_>, (x, y): (i32, i32)) -> Result<(), Error> {
    let palette = canvas.palette;
    for (row, (colour, sign, text)) in [
        (palette.positive, "+", "cyan: positive"),
        (palette.negative, "−", "magenta: negative"),
    ]
    .into_iter()
    .enumerate()
    {
        let y = y + 44 * row as i32;
        canvas.cell(Rect::new(x, y - 18, 36, 36), colour, sign, LABEL)?;
        canvas.label((x + 50, y), text)?;
    }
    Ok(())
}
