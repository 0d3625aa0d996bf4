//! A window slides along a signal; each position gives one dot product.

use equivariance::{Kernel1d, Options, Padding, TestSignal, correlate};
use ndarray::Array1;
use serde::{Deserialize, Serialize};

use crate::canvas::{Align, Canvas, LABEL, Rect, draw};
use crate::parameters::{
    by_name, choice, choice_control, numbers, numbers_control, range_control, short, shown,
    unknown, whole, wrong,
};
use crate::{Control, Drawing, Error, Figure, Theme};

const COUNT: usize = 10;
const SAMPLE_COUNTS: &[usize] = &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
const WEIGHT_COUNTS: &[usize] = &[1, 2, 3, 4, 5];
const POSITIONS: (i64, i64) = (0, 15);

/// The figure *sliding-window*.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SlidingWindow {
    /// The named signal.
    #[serde(with = "by_name")]
    pub signal: TestSignal,
    /// Samples in place of the named signal's.
    pub samples: Option<Vec<f64>>,
    /// The named kernel.
    #[serde(with = "by_name")]
    pub kernel: Kernel1d,
    /// Weights in place of the named kernel's.
    pub weights: Option<Vec<f64>>,
    /// What stands beyond the border.
    #[serde(with = "by_name")]
    pub padding: Padding,
    /// The output that the window is computing.
    pub position: usize,
}

impl Default for SlidingWindow {
    fn default() -> Self {
        Self {
            signal: TestSignal::Step,
            samples: None,
            kernel: Kernel1d::Derivative,
            weights: None,
            padding: Padding::Valid,
            position: 4,
        }
    }
}

impl SlidingWindow {
    fn input(&self) -> Array1<f64> {
        self.samples.as_ref().map_or_else(
            || self.signal.samples(COUNT),
            |samples| Array1::from(samples.clone()),
        )
    }

    fn kernel_weights(&self) -> Array1<f64> {
        self.weights.as_ref().map_or_else(
            || self.kernel.weights(),
            |weights| Array1::from(weights.clone()),
        )
    }

    fn kernel_name(&self) -> String {
        if self.weights.is_some() {
            "own weights".to_owned()
        } else {
            self.kernel.to_string()
        }
    }
}

/// The input as the kernel meets it, border included: what a kernel of a single 1 in each place answers.
fn padded(input: &Array1<f64>, width: usize, options: Options) -> Result<Vec<f64>, Error> {
    let seen = |place: usize| {
        let single = Array1::from_shape_fn(width, |at| if at == place { 1.0 } else { 0.0 });
        correlate(input, &single, options)
    };
    let mut values = seen(0)?.to_vec();
    for place in 1..width {
        values.extend(seen(place)?.last());
    }
    Ok(values)
}

impl Figure for SlidingWindow {
    fn name(&self) -> &'static str {
        "sliding-window"
    }

    fn title(&self) -> &'static str {
        "One window, one dot product"
    }

    fn caption(&self) -> String {
        format!(
            "The yellow window lies at position {}: each sample in it is multiplied with its weight ({}), and the products are added.",
            self.position,
            self.kernel_name()
        )
    }

    fn controls(&self) -> Vec<Control> {
        let default = Self::default();
        vec![
            choice_control("signal", "Signal", default.signal),
            numbers_control(
                "samples",
                "Samples",
                SAMPLE_COUNTS,
                &default.input().to_vec(),
            ),
            choice_control("kernel", "Kernel", default.kernel),
            numbers_control(
                "weights",
                "Weights",
                WEIGHT_COUNTS,
                &default.kernel_weights().to_vec(),
            ),
            choice_control("padding", "Padding", default.padding),
            range_control("position", "Position", POSITIONS, default.position),
        ]
    }

    fn set(&mut self, name: &str, value: &str) -> Result<(), Error> {
        match name {
            "signal" => {
                self.signal = choice(name, value)?;
                self.samples = None;
            }
            "samples" => self.samples = Some(numbers(name, value, SAMPLE_COUNTS)?),
            "kernel" => {
                self.kernel = choice(name, value)?;
                self.weights = None;
            }
            "weights" => self.weights = Some(numbers(name, value, WEIGHT_COUNTS)?),
            "padding" => self.padding = choice(name, value)?,
            "position" => self.position = whole(name, value, POSITIONS)?,
            _ => {
                return Err(unknown(
                    "parameter",
                    name,
                    &[
                        "signal", "samples", "kernel", "weights", "padding", "position",
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
        let (input, kernel) = (self.input(), self.kernel_weights());
        let options = Options {
            padding: self.padding,
            ..Options::default()
        };
        let output = correlate(&input, &kernel, options)?;
        if self.position >= output.len() {
            let expected = format!(
                "from 0 to {}, since the output has {} values",
                output.len() - 1,
                output.len()
            );
            return Err(wrong("position", &self.position.to_string(), expected));
        }
        let values = padded(&input, kernel.len(), options)?;
        let before = match self.padding {
            Padding::Valid => 0,
            Padding::Full => kernel.len() - 1,
            _ => (kernel.len() - 1) / 2,
        };
        let window = &values[self.position..self.position + kernel.len()];
        let sum = output[self.position];
        let description = format!(
            "A signal of {} samples with a window of {} at position {}. The window's samples ({}) times the weights ({}) add up to {}. \
             The output has {} values.",
            input.len(),
            kernel.len(),
            self.position,
            window
                .iter()
                .map(|&value| short(value, 2))
                .collect::<Vec<_>>()
                .join(", "),
            kernel
                .iter()
                .map(|&value| short(value, 2))
                .collect::<Vec<_>>()
                .join(", "),
            short(sum, 3),
            output.len(),
        );
        let mut regions = Vec::new();
        let svg = draw(1010, theme, self.title(), &description, |canvas| {
            let palette = canvas.palette;
            let row = Row::new(values.len());
            let name = if self.samples.is_some() {
                "own samples".to_owned()
            } else {
                self.signal.to_string()
            };
            canvas.label((30, 36), &format!("input {name}, {} samples", input.len()))?;
            let scale = values
                .iter()
                .fold(0.0, |most: f64, value| most.max(value.abs()));
            for (at, &value) in values.iter().enumerate() {
                let cell = row.cell(at, 220);
                row.bar(canvas, at, (68, 204), value, scale)?;
                canvas.cell(
                    cell,
                    palette.signed(value, scale),
                    &row.number(value),
                    row.text,
                )?;
                match at.checked_sub(before) {
                    Some(index) if index < input.len() => {
                        let tall = Rect::new(cell.x, 68, cell.width, 152 + cell.height);
                        regions.push(tall.region(
                            "samples",
                            Some(vec![index]),
                            format!("sample {index}: {}", short(value, 2)),
                        ));
                    }
                    _ => canvas.text(
                        (cell.x + cell.width / 2, 302),
                        "pad",
                        row.text.min(24.0),
                        palette.muted,
                        Align::Centre,
                    )?,
                }
            }
            let (left, right) = (
                row.cell(self.position, 0),
                row.cell(self.position + kernel.len() - 1, 0),
            );
            let mark = Rect::new(left.x, 60, right.x + right.width - left.x, 228);
            canvas.fill(mark, palette.window, 0.22)?;
            canvas.outline(mark, palette.window_edge, 6)?;
            regions.push(mark.region(
                "position",
                None,
                format!("the window at position {}", self.position),
            ));

            canvas.label(
                (30, 352),
                &format!(
                    "kernel {}, at position {}",
                    self.kernel_name(),
                    self.position
                ),
            )?;
            let products: Vec<f64> = window
                .iter()
                .zip(&kernel)
                .map(|(value, weight)| value * weight)
                .collect();
            let weight_scale = kernel
                .iter()
                .fold(0.0, |most: f64, weight| most.max(weight.abs()));
            let product_scale = products
                .iter()
                .fold(0.0, |most: f64, value| most.max(value.abs()));
            let lines: [(&str, Vec<f64>, f64); 3] = [
                ("window", window.to_vec(), scale),
                ("× weights", kernel.to_vec(), weight_scale),
                ("= products", products, product_scale),
            ];
            for (line, (name, numbers, scale)) in lines.iter().enumerate() {
                let top = 384 + 80 * line as i32;
                canvas.label((30, top + 32), name)?;
                for (at, &value) in numbers.iter().enumerate() {
                    let cell = Rect::new(220 + 110 * at as i32, top, 100, 64);
                    canvas.cell(cell, palette.signed(value, *scale), &shown(value, 2), LABEL)?;
                    if line == 0 {
                        canvas.outline(cell, palette.window_edge, 6)?;
                    } else if line == 1 {
                        regions.push(cell.region(
                            "weights",
                            Some(vec![at]),
                            format!("weight {at}: {}", short(value, 2)),
                        ));
                    }
                }
            }
            canvas.label((30, 656), "sum")?;
            canvas.text((220, 656), &shown(sum, 3), 44.0, palette.ink, Align::Left)?;

            canvas.label(
                (30, 726),
                &format!("output so far, {} of {}", self.position + 1, output.len()),
            )?;
            let output_scale = output
                .iter()
                .fold(0.0, |most: f64, value| most.max(value.abs()));
            let middle = (kernel.len() - 1) / 2;
            for (at, &value) in output.iter().enumerate() {
                let cell = row.cell(at + middle, 910);
                if at <= self.position {
                    row.bar(canvas, at + middle, (758, 894), value, output_scale)?;
                    canvas.cell(
                        cell,
                        palette.signed(value, output_scale),
                        &row.number(value),
                        row.text,
                    )?;
                } else {
                    canvas.outline(cell, palette.line, 2)?;
                }
                if at == self.position {
                    canvas.outline(cell, palette.window_edge, 6)?;
                }
                regions.push(cell.region("position", Some(vec![at]), format!("output {at}")));
            }
            Ok(())
        })?;
        Ok(Drawing {
            svg,
            readouts: vec![
                ("samples".to_owned(), input.len().to_string()),
                ("output-size".to_owned(), output.len().to_string()),
                ("sum".to_owned(), short(sum, 3)),
            ],
            description,
            regions,
        })
    }
}

/// A row of cells across the figure.
struct Row {
    left: i32,
    cell: i32,
    text: f64,
}

impl Row {
    fn new(count: usize) -> Self {
        let cell = (740 / count as i32).min(74);
        Self {
            left: (crate::canvas::WIDTH - cell * count as i32) / 2,
            cell,
            text: (f64::from(cell) * 0.42).min(28.0),
        }
    }

    fn cell(&self, at: usize, top: i32) -> Rect {
        Rect::new(self.left + self.cell * at as i32, top, self.cell, 60)
    }

    /// Two decimals where they fit.
    fn number(&self, value: f64) -> String {
        shown(value, if self.cell >= 60 { 2 } else { 1 })
    }

    /// A bar from the zero line in the middle of the band `top..bottom`.
    fn bar(
        &self,
        canvas: &mut Canvas<'_>,
        at: usize,
        (top, bottom): (i32, i32),
        value: f64,
        scale: f64,
    ) -> Result<(), Error> {
        let palette = canvas.palette;
        let zero = i32::midpoint(top, bottom);
        let amount = if scale > 0.0 { value / scale } else { 0.0 };
        let length = (amount.abs() * f64::from(bottom - top) / 2.0).round() as i32;
        let x = self.left + self.cell * at as i32;
        let (start, colour) = if amount < 0.0 {
            (zero, palette.negative)
        } else {
            (zero - length, palette.positive)
        };
        if length > 0 {
            canvas.fill(
                Rect::new(x + self.cell / 5, start, self.cell * 3 / 5, length),
                colour,
                1.0,
            )?;
        }
        canvas.line((x, zero), (x + self.cell, zero), palette.line, 2)
    }
}
