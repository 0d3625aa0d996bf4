//! A window slides along a signal; each position gives one dot product.

use equivariance::{Kernel1d, Options, Padding, TestSignal, correlate, output_size, seen};
use ndarray::Array1;
use serde::{Deserialize, Serialize};

use crate::canvas::{Canvas, Form, Rect, SMALLEST, Words, draw};
use crate::extent::largest;
use crate::parameters::{
    OWN, by_name, check_place, choice, choice_control, choice_or_own_control, kept, numbers,
    numbers_control, place_control, short, shown, unknown_parameter, whole,
};
use crate::text::Align;
use crate::{Control, Drawing, Error, Figure, Gesture, Theme, Track};

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
    /// The output that the window is computing; the middle one unless it is set.
    pub position: Option<usize>,
}

impl Default for SlidingWindow {
    fn default() -> Self {
        Self {
            signal: TestSignal::Step,
            samples: None,
            kernel: Kernel1d::Derivative,
            weights: None,
            padding: Padding::Valid,
            position: None,
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

    fn options(&self) -> Options {
        Options::padded(self.padding)
    }

    /// The position that is shown among `count`.
    fn place(&self, count: usize) -> usize {
        self.position.unwrap_or(count / 2)
    }

    fn slide(&self) -> Result<Slide, Error> {
        let (input, kernel, options) = (self.input(), self.kernel_weights(), self.options());
        let output = correlate(&input, &kernel, options)?;
        let position = self.place(output.len());
        check_place("position", position, output.len())?;
        Ok(Slide {
            values: padded(&input, kernel.len(), options)?,
            before: options.before(kernel.len()),
            count: input.len(),
            kernel: kernel.to_vec(),
            output: output.to_vec(),
            position,
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

/// The input as the kernel meets it, border included.
fn padded(input: &Array1<f64>, width: usize, options: Options) -> Result<Vec<f64>, Error> {
    let count = output_size(input.len(), width, options)?;
    let mut values = Vec::with_capacity(count + width - 1);
    for place in 0..count {
        let window = seen(input, &[width], options, &[place])?;
        // Each window adds its first sample, the last one all of them.
        let new = if place + 1 < count { 1 } else { width };
        values.extend(window.iter().take(new));
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
            "The yellow window lies over some samples: each is multiplied with its weight ({}), and the products are added to one output.",
            self.kernel_name()
        )
    }

    fn controls(&self) -> Vec<Control> {
        let (input, kernel) = (self.input(), self.kernel_weights());
        let count = output_size(input.len(), kernel.len(), self.options()).unwrap_or(1);
        vec![
            choice_or_own_control("signal", "Signal", self.signal, self.samples.is_some()),
            numbers_control("samples", "Samples", SAMPLE_COUNTS, &input),
            choice_or_own_control("kernel", "Kernel", self.kernel, self.weights.is_some()),
            numbers_control("weights", "Weights", WEIGHT_COUNTS, &kernel),
            choice_control("padding", "Padding", self.padding),
            place_control("position", "Position", count, self.place(count)),
        ]
    }

    fn set(&mut self, name: &str, value: &str) -> Result<(), Error> {
        match name {
            "signal" if value.trim() == OWN && self.samples.is_some() => {}
            "signal" => {
                self.signal = choice(name, value)?;
                self.samples = None;
            }
            "samples" => self.samples = Some(numbers(name, value, SAMPLE_COUNTS)?),
            "kernel" if value.trim() == OWN && self.weights.is_some() => {}
            "kernel" => {
                self.kernel = choice(name, value)?;
                self.weights = None;
            }
            "weights" => self.weights = Some(numbers(name, value, WEIGHT_COUNTS)?),
            "padding" => self.padding = choice(name, value)?,
            "position" => self.position = Some(whole(name, value, POSITIONS)?),
            _ => return Err(unknown_parameter(self, name)),
        }
        Ok(())
    }

    fn draw(&self, theme: Theme) -> Result<Drawing, Error> {
        let slide = self.slide()?;
        let sum = short(slide.sum(), 3);
        let list = |values: &[f64]| {
            let texts: Vec<String> = values.iter().map(|&value| short(value, 2)).collect();
            texts.join(", ")
        };
        let words = Words {
            title: self.title(),
            description: format!(
                "A signal of {} samples with a window of {} at position {}. The window's samples ({}) times the weights ({}) add up to {sum}. \
                 The output has {} values.",
                slide.count,
                slide.kernel.len(),
                slide.position,
                list(slide.window()),
                list(&slide.kernel),
                slide.output.len(),
            ),
            readouts: vec![
                ("samples", slide.count.to_string()),
                ("output-size", slide.output.len().to_string()),
                ("sum", sum),
            ],
        };
        draw(1010, theme, words, |canvas| {
            let row = Row::new(slide.values.len());
            let name = match self.samples {
                Some(_) => "own samples",
                None => self.signal.name(),
            };
            canvas.label((30, 36), &format!("input {name}, {} samples", slide.count));
            slide.paint_input(canvas, &row)?;
            let name = self.kernel_name();
            canvas.label(
                (30, 352),
                &format!("kernel {name}, at position {}", slide.position),
            );
            slide.paint_sum(canvas)?;
            slide.paint_output(canvas, &row)
        })
    }
}

/// A kernel that stands somewhere on a signal.
struct Slide {
    /// The input as the kernel meets it, border included.
    values: Vec<f64>,
    /// How many of them stand before the signal, and how many are the signal.
    before: usize,
    count: usize,
    kernel: Vec<f64>,
    output: Vec<f64>,
    position: usize,
}

impl Slide {
    fn window(&self) -> &[f64] {
        &self.values[self.position..self.position + self.kernel.len()]
    }

    fn sum(&self) -> f64 {
        self.output[self.position]
    }

    /// What a full bar and a full colour of the input stand for: 1 at least, so that a signal does not grow under the
    /// hand that draws it.
    fn scale(&self) -> f64 {
        largest(&self.values).max(1.0)
    }

    /// The input as bars and cells, with the window over it.
    fn paint_input(&self, canvas: &mut Canvas<'_>, row: &Row) -> Result<(), Error> {
        let (palette, scale) = (canvas.palette, self.scale());
        let form = Form::fitting(row.size(), &self.values);
        for (at, &value) in self.values.iter().enumerate() {
            let cell = row.cell(at, 220);
            row.bar(canvas, at, (68, 204), value, scale)?;
            canvas.cell(cell, palette.signed(value, scale), value, form)?;
            if let Some(index) = at
                .checked_sub(self.before)
                .filter(|index| *index < self.count)
            {
                let gesture = Gesture::Draw {
                    parameter: "samples".to_owned(),
                    index,
                    value: kept(value),
                    bottom: -scale,
                    top: scale,
                };
                let bar = Rect::new(cell.x, 68, cell.width, 136);
                canvas.region(bar, format!("sample {index}"), gesture);
            }
        }
        let behind = self.values.len() - self.before - self.count;
        for (first, count) in [(0, self.before), (self.values.len() - behind, behind)] {
            if count > 0 {
                let middle = row.left + row.cell * (2 * first + count) as i32 / 2;
                canvas.text((middle, 310), "pad", SMALLEST, palette.muted, Align::Centre);
            }
        }
        let left = row.cell(self.position, 60).x;
        let mark = Rect::new(left, 60, row.cell * self.kernel.len() as i32, 228);
        canvas.fill(mark, palette.window, 0.22)?;
        canvas.outline(mark, palette.window_edge, 6)?;
        let across = Track::new("position", f64::from(row.cell), 0);
        let handle = Rect::new(mark.x, 216, mark.width, 72);
        canvas.region(handle, "the window", Gesture::Drag { across, down: None });
        Ok(())
    }

    /// The samples in the window, the weights, their products and the sum.
    fn paint_sum(&self, canvas: &mut Canvas<'_>) -> Result<(), Error> {
        let palette = canvas.palette;
        let pairs = self.window().iter().zip(&self.kernel);
        let products: Vec<f64> = pairs.map(|(value, weight)| value * weight).collect();
        for (line, (name, numbers, scale)) in [
            ("window", self.window(), self.scale()),
            ("× weights", &self.kernel, largest(&self.kernel)),
            ("= products", &products, largest(&products)),
        ]
        .into_iter()
        .enumerate()
        {
            let top = 384 + 80 * line as i32;
            canvas.label((30, top + 32), name);
            let form = Form::fitting((100, 64), numbers);
            for (index, &value) in numbers.iter().enumerate() {
                let cell = Rect::new(220 + 110 * index as i32, top, 100, 64);
                canvas.cell(cell, palette.signed(value, scale), value, form)?;
                if line == 0 {
                    canvas.outline(cell, palette.window_edge, 6)?;
                } else if line == 1 {
                    let parameter = "weights".to_owned();
                    let gesture = Gesture::Type {
                        parameter,
                        index,
                        value: kept(value),
                    };
                    canvas.region(cell, format!("weight {index}"), gesture);
                }
            }
        }
        canvas.label((30, 656), "sum");
        canvas.text(
            (220, 656),
            &shown(self.sum(), 3),
            44.0,
            palette.ink,
            Align::Left,
        );
        Ok(())
    }

    /// The outputs up to the window's.
    fn paint_output(&self, canvas: &mut Canvas<'_>, row: &Row) -> Result<(), Error> {
        let (palette, scale) = (canvas.palette, largest(&self.output));
        let (position, count) = (self.position, self.output.len());
        canvas.label(
            (30, 726),
            &format!("output so far, {} of {count}", position + 1),
        );
        let form = Form::fitting(row.size(), &self.output);
        // An output stands under the middle of its window.
        let middle = (self.kernel.len() - 1) / 2;
        for (at, &value) in self.output.iter().enumerate() {
            let cell = row.cell(at + middle, 910);
            if at <= position {
                row.bar(canvas, at + middle, (758, 894), value, scale)?;
                canvas.cell(cell, palette.signed(value, scale), value, form)?;
            } else {
                canvas.outline(cell, palette.line, 2)?;
            }
            if at == position {
                canvas.outline(cell, palette.window_edge, 6)?;
            }
        }
        let outputs = Rect::new(row.cell(middle, 758).x, 758, row.cell * count as i32, 212);
        let across = Track::new("position", f64::from(row.cell), 0);
        canvas.region(
            outputs,
            "the outputs",
            Gesture::Point { across, down: None },
        );
        Ok(())
    }
}

/// A row of cells across the figure.
struct Row {
    left: i32,
    cell: i32,
}

impl Row {
    fn new(count: usize) -> Self {
        let cell = (740 / count as i32).min(74);
        Self {
            left: (crate::canvas::WIDTH - cell * count as i32) / 2,
            cell,
        }
    }

    fn size(&self) -> (i32, i32) {
        (self.cell, 60)
    }

    fn cell(&self, at: usize, top: i32) -> Rect {
        let (width, height) = self.size();
        Rect::new(self.left + width * at as i32, top, width, height)
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
