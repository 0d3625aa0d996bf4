//! A window slides along a signal; each position gives one dot product.

use equivariance::{Kernel1d, Options, Padding, TestSignal, output_size, window_at};
use ndarray::Array1;

use crate::canvas::{Canvas, Cells, HAIRLINE, cell, span};
use crate::drawing::{SMALLEST, Summary};
use crate::extent::largest;
use crate::figure::Describe;
use crate::number::{readable_number, typeset};
use crate::number_format::NumberFormat;
use crate::panel::{Panel, column, filling, label, labelled, lines, row, sized, text};
use crate::parameters::{NamedOrOwn, Parameters, round_to_millionths};
use crate::rounding::correlate_above_rounding;
use crate::scale::Scale;
use crate::{Drawing, Error, Gesture, Space, Theme};

const COUNT: usize = 10;
const SAMPLE_COUNTS: &[usize] = &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
const WEIGHT_COUNTS: &[usize] = &[1, 2, 3, 4, 5];
/// The last position of the longest signal under the longest kernel with the widest padding.
const LAST_POSITION: usize = 15;

/// The figure *sliding-window*.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SlidingWindow {
    signal: NamedOrOwn<TestSignal>,
    kernel: NamedOrOwn<Kernel1d>,
    /// What stands beyond the border.
    padding: Padding,
    /// The output that the window is computing; the middle one unless it is set.
    position: Option<usize>,
}

impl Default for SlidingWindow {
    fn default() -> Self {
        Self {
            signal: NamedOrOwn::named(TestSignal::Step),
            kernel: NamedOrOwn::named(Kernel1d::Derivative),
            padding: Padding::Valid,
            position: None,
        }
    }
}

fn samples(signal: TestSignal) -> Vec<f64> {
    signal.samples(COUNT).to_vec()
}

fn weights(kernel: Kernel1d) -> Vec<f64> {
    kernel.weights().to_vec()
}

impl SlidingWindow {
    fn input(&self) -> Array1<f64> {
        self.signal.numbers(samples).into()
    }

    fn weights(&self) -> Array1<f64> {
        self.kernel.numbers(weights).into()
    }

    fn slide(&self) -> Result<Slide, Error> {
        let options = Options::padded(self.padding);
        let (input, kernel) = (self.input(), self.weights());
        let output = correlate_above_rounding(&input, &kernel, options)?;
        Ok(Slide {
            values: padded(&input, kernel.len(), options)?,
            before: options.before(input.len(), kernel.len()),
            count: input.len(),
            kernel: kernel.to_vec(),
            position: self.position.unwrap_or(output.len() / 2),
            output: output.to_vec(),
        })
    }
}

/// The input as the kernel meets it, border included.
fn padded(input: &Array1<f64>, width: usize, options: Options) -> Result<Vec<f64>, Error> {
    let count = output_size(input.len(), width, options)?;
    let mut values = Vec::with_capacity(count + width - 1);
    for place in 0..count {
        let window = window_at(input, &[width], options, &[place])?;
        // Each window adds its first sample, the last one all of them.
        let new = if place + 1 < count { 1 } else { width };
        values.extend(window.iter().take(new));
    }
    Ok(values)
}

impl Describe for SlidingWindow {
    const NAME: &'static str = "sliding-window";
    const TITLE: &'static str = "One window, one dot product";

    fn caption(&self) -> String {
        format!(
            "The yellow window lies over some samples: each is multiplied with its weight ({}), and the products are added to one output.",
            self.kernel.name("your own weights")
        )
    }

    fn parameters(&mut self, parameters: &mut Parameters<'_>) {
        let list = ("samples", "Samples");
        parameters.choice_or_own(
            ("signal", "Signal"),
            list,
            SAMPLE_COUNTS,
            samples,
            &mut self.signal,
        );
        let list = ("weights", "Weights");
        parameters.choice_or_own(
            ("kernel", "Kernel"),
            list,
            WEIGHT_COUNTS,
            weights,
            &mut self.kernel,
        );
        parameters.choice(("padding", "Padding"), &mut self.padding);
        let options = Options::padded(self.padding);
        let count = output_size(self.input().len(), self.weights().len(), options).unwrap_or(1);
        let places = (count, LAST_POSITION);
        parameters.place(
            ("position", "Position"),
            places,
            count / 2,
            &mut self.position,
        );
    }

    fn draw(&self, theme: Theme, space: Space) -> Result<Drawing, Error> {
        let slide = self.slide()?;
        let sum = readable_number(slide.sum(), 3);
        let list = |values: &[f64]| {
            let texts: Vec<String> = values
                .iter()
                .map(|&value| readable_number(value, 2))
                .collect();
            texts.join(", ")
        };
        let summary = Summary {
            title: Self::TITLE,
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
        let input = labelled(
            format!(
                "{}, {} samples",
                self.signal.phrase("input", "your own input"),
                slide.count
            ),
            filling(560.0, BARS + CELL + PAD, |canvas| slide.draw_input(canvas)),
        );
        let kernel = self.kernel.phrase("kernel", "your own kernel");
        let heading = format!("{kernel}, at position {}", slide.position);
        let products = lines([label(heading), slide.products(space)]);
        let so_far = format!(
            "output so far, {} of {}",
            slide.position + 1,
            slide.output.len()
        );
        let output = labelled(
            so_far,
            filling(560.0, BARS + CELL, |canvas| slide.draw_output(canvas)),
        );
        let panel = if space.is_landscape() {
            row([column([input, output]), products])
        } else {
            column([input, products, output])
        };
        panel.draw(space, theme, summary)
    }
}

/// The heights of the bars, of a cell, and of a line below it, and the most that a cell is wide.
const BARS: f64 = 150.0;
const CELL: f64 = 64.0;
const PAD: f64 = 36.0;
const WIDEST: f64 = 74.0;
/// The width of the window's frame.
const FRAME: f64 = 6.0;
/// Where numbers stand below their cells: the height of a cell, how many lines of numbers there are, and the height of each.
const LOW_CELL: f64 = 24.0;
const LINES: usize = 3;
const LINE: f64 = 26.0;

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

/// A row of cells across a canvas, with bars above it: one plane for each, and one over both that counts from 0 to 1 downwards.
struct Strip {
    bars: Cells,
    cells: Cells,
    whole: Cells,
    /// What stands below.
    below: Cells,
    numbers: Numbers,
}

/// Where the numbers of a row of cells stand.
enum Numbers {
    InTheirCells(NumberFormat),
    /// Below their cells, on one of some lines in turn, so that each has the width of several cells.
    Below(NumberFormat, Cells),
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

    fn output_scale(&self) -> f64 {
        Scale::signed(&self.output).ends().1
    }

    /// As many cells as the input has with its border, for input and output alike; those of the output show `numbers` of it.
    fn strip(&self, canvas: &Canvas, scale: f64, numbers: &[f64]) -> Strip {
        let count = self.values.len() as f64;
        let width = (canvas.width() / count).min(WIDEST);
        let left = (canvas.width() - width * count) / 2.0;
        let part = |top: f64, height: f64| canvas.part([left, top], [width * count, height]);
        let row = |top, height| part(top, height).cells((1, self.values.len()));
        let format = NumberFormat::fitting((width, CELL), numbers);
        let fits = numbers.iter().all(|&number| format.line(number).is_some());
        let (height, cell, numbers) = if fits {
            (CELL, CELL, Numbers::InTheirCells(format))
        } else {
            let lines = LINE * LINES as f64;
            let cells = part(BARS + CELL - lines, lines).cells((LINES, self.values.len()));
            let format = NumberFormat::smallest(width * LINES as f64);
            (LOW_CELL + lines, LOW_CELL, Numbers::Below(format, cells))
        };
        let bars = BARS + CELL - height;
        Strip {
            bars: part(0.0, bars).plane((0.0, count), (scale, -scale)),
            cells: row(bars, cell),
            whole: part(0.0, bars + cell).plane((0.0, count), (0.0, 1.0)),
            below: row(BARS + CELL, PAD),
            numbers,
        }
    }

    /// The input as bars and cells, with the window over it.
    fn draw_input(&self, canvas: &Canvas) -> Result<(), Error> {
        let (palette, scale) = (canvas.palette, self.scale());
        let strip = self.strip(canvas, scale, &self.values);
        for (at, &value) in self.values.iter().enumerate() {
            strip.draw(at, value, scale)?;
            let index = at.checked_sub(self.before);
            if let Some(index) = index.filter(|index| *index < self.count) {
                let gesture = Gesture::Draw {
                    parameter: "samples".to_owned(),
                    index,
                    value: round_to_millionths(value),
                    bottom: -scale,
                    top: scale,
                };
                let (_, across) = cell(0, at);
                let bar = (scale..-scale, across);
                strip.bars.handle(bar, format!("sample {index}"), gesture)?;
            }
        }
        let end = self.before + self.count;
        for border in [0..self.before, end..self.values.len()] {
            if !border.is_empty() {
                let place = (0.0..1.0, span(&border));
                strip.below.text(place, "pad", SMALLEST, palette.muted)?;
                strip.cells.name((0.0..1.0, span(&border)), "border")?;
            }
        }
        let start = self.position as f64;
        let across = start..start + self.kernel.len() as f64;
        let window = (0.0..1.0, across.clone());
        strip.whole.fill(window.clone(), palette.window, 0.22)?;
        strip
            .whole
            .outline(window.clone(), palette.window_edge, FRAME)?;
        strip.whole.name(window, "window")?;
        let gesture = Gesture::drag("position");
        strip
            .cells
            .handle((0.0..1.0, across), "the window", gesture)
    }

    /// The samples in the window, the weights, their products and the sum.
    fn products(&self, space: Space) -> Panel<'_> {
        // Beside the signal there is less room than below it.
        let size = if space.is_landscape() {
            (80.0, 60.0)
        } else {
            (100.0, 64.0)
        };
        let pairs = self.window().iter().zip(&self.kernel);
        let products: Vec<f64> = pairs.map(|(value, weight)| value * weight).collect();
        let name = |name| sized(150.0, size.1, move |canvas: &Canvas| canvas.label(name));
        let numbers = |numbers: Vec<f64>, scale: Scale, role: Role| {
            let width = (size.0 + 10.0) * numbers.len() as f64;
            sized(width, size.1, move |canvas| {
                draw_factors(canvas, size, &numbers, scale, role)
            })
        };
        let weights = Scale::signed(&self.kernel);
        let scale = Scale::signed(&products);
        lines([
            row([
                name("window"),
                numbers(
                    self.window().to_vec(),
                    Scale::Signed(self.scale()),
                    Role::Window,
                )
                .named("factors"),
            ]),
            row([
                name("× weights"),
                numbers(self.kernel.clone(), weights, Role::Weights).named("weights"),
            ]),
            row([
                name("= products"),
                numbers(products, scale, Role::Products).named("products"),
            ]),
            row([
                name("sum"),
                text(typeset(readable_number(self.sum(), 3)), 44.0, |palette| {
                    palette.ink
                })
                .named("sum"),
            ]),
        ])
    }

    /// The outputs up to the window's; each stands under the middle of its window.
    fn draw_output(&self, canvas: &Canvas) -> Result<(), Error> {
        let (palette, scale) = (canvas.palette, self.output_scale());
        let strip = self.strip(canvas, scale, &self.output);
        let middle = (self.kernel.len() - 1) / 2;
        for (at, &value) in self.output.iter().enumerate() {
            if at <= self.position {
                strip.draw(at + middle, value, scale)?;
            } else {
                let place = cell(0, at + middle);
                strip.cells.outline(place, palette.line, HAIRLINE)?;
            }
        }
        let current = cell(0, self.position + middle);
        strip
            .cells
            .outline(current.clone(), palette.window_edge, FRAME)?;
        strip.cells.name(current, "output")?;
        let middle = middle as f64;
        let outputs = (0.0..1.0, middle..middle + self.output.len() as f64);
        strip.whole.name(outputs.clone(), "outputs")?;
        let gesture = Gesture::point("position");
        strip.whole.handle(outputs, "the outputs", gesture)
    }
}

impl Strip {
    /// A value as a bar from the zero line in the middle, as the colour of its cell, and as a number.
    fn draw(&self, at: usize, value: f64, scale: f64) -> Result<(), Error> {
        let palette = self.bars.palette;
        let x = at as f64;
        if value != 0.0 {
            let colour = if value < 0.0 {
                palette.negative
            } else {
                palette.positive
            };
            self.bars
                .fill((value..0.0, x + 0.2..x + 0.8), colour, 1.0)?;
        }
        self.bars
            .line((x, 0.0), (x + 1.0, 0.0), palette.line, HAIRLINE)?;
        let scale = Scale::Signed(scale);
        self.cells.value_cell(cell(0, at), value, scale)?;
        match &self.numbers {
            Numbers::InTheirCells(format) => self.cells.number(cell(0, at), value, scale, *format),
            Numbers::Below(format, lines) => {
                let text = format.line(value).unwrap_or_default();
                lines.text(cell(at % LINES, at), &text, SMALLEST, palette.ink)
            }
        }
    }
}

/// Which numbers of the dot product a row shows.
#[derive(Clone, Copy)]
enum Role {
    Window,
    Weights,
    Products,
}

/// Numbers in cells that stand apart: those of the window with its frame, and those that a person may type.
fn draw_factors(
    canvas: &Canvas,
    size: (f64, f64),
    numbers: &[f64],
    scale: Scale,
    role: Role,
) -> Result<(), Error> {
    let palette = canvas.palette;
    let cells = canvas.cells((1, numbers.len()));
    let frame = if let Role::Window = role { FRAME } else { 0.0 };
    let format = NumberFormat::fitting((size.0 - frame, size.1), numbers);
    for (index, &value) in numbers.iter().enumerate() {
        let left = index as f64;
        let place = (0.0..1.0, left..left + size.0 / (size.0 + 10.0));
        cells.value_cell(place.clone(), value, scale)?;
        cells.number(place.clone(), value, scale, format)?;
        match role {
            Role::Weights => {
                let gesture = Gesture::Type {
                    parameter: "weights".to_owned(),
                    index,
                    value: round_to_millionths(value),
                };
                cells.handle(place, format!("weight {index}"), gesture)?;
            }
            Role::Window => cells.outline(place, palette.window_edge, FRAME)?,
            Role::Products => {}
        }
    }
    Ok(())
}
