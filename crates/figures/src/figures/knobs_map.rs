//! The knobs of a layer against the shifts of its input: how far each layer is from answering each shift.

use std::ops::RangeInclusive;

use equivariance::{Kernel1d, Options, Pool, correlate, matrix_of, max_pool, mean_pool};
use ndarray::{Array2, ArrayRef1, Dim};

use crate::backend::text_width;
use crate::canvas::{Align, Canvas, Cells, cell};
use crate::colour_bar::{BAR, colour_bar};
use crate::drawing::{SMALLEST, Summary};
use crate::extent::largest;
use crate::figure::Describe;
use crate::named::named;
use crate::number::format_number;
use crate::panel::{Panel, column, filling, labelled, lines, row, text};
use crate::parameters::Parameters;
use crate::scale::Scale;
use crate::{Drawing, Error, Gesture, Space, Theme, Track};

/// How many samples the ring has.
const SAMPLES: RangeInclusive<i64> = 12..=18;
/// The size of the names of the rows.
const SMALL: f64 = 25.0;
/// The least height of a row and width of a cell.
const ROW: f64 = 33.0;
const CELL: f64 = 25.0;

/// A layer with one knob turned, or two.
struct Knob {
    /// Its kebab-case name, under which chapters quote its numbers.
    key: &'static str,
    name: &'static str,
    layer: Layer,
}

/// What a layer does with a signal.
#[derive(Clone, Copy)]
enum Layer {
    /// Correlates it with the kernel.
    Filter(Options),
    /// Takes the largest of each so many samples.
    Max(usize),
    /// Takes the mean of each so many samples.
    Mean(usize),
}

/// How many knobs there are.
const KNOBS: usize = 14;

/// The knobs in the order of their rows.
const fn knobs() -> [Knob; KNOBS] {
    const fn knob(key: &'static str, name: &'static str, layer: Layer) -> Knob {
        Knob { key, name, layer }
    }
    const RING: Options = Options::circular();
    use Layer::{Filter, Max, Mean};
    [
        knob("padding-circular", "circular padding", Filter(RING)),
        knob("padding-valid", "no padding", Filter(Options::valid())),
        knob("padding-same", "zeros, same size", Filter(Options::same())),
        knob("padding-full", "zeros, full", Filter(Options::full())),
        knob("padding-reflect", "mirror", Filter(Options::reflect())),
        knob("stride-2", "stride 2", Filter(RING.stride(2))),
        knob("stride-3", "stride 3", Filter(RING.stride(3))),
        knob("stride-4", "stride 4", Filter(RING.stride(4))),
        knob("dilation-2", "dilation 2", Filter(RING.dilation(2))),
        knob(
            "dilation-2-stride-2",
            "dilation 2, stride 2",
            Filter(RING.dilation(2).stride(2)),
        ),
        knob("pooling-2", "max pooling by 2", Max(2)),
        knob("pooling-3", "max pooling by 3", Max(3)),
        knob("pooling-4", "max pooling by 4", Max(4)),
        knob("mean-pooling-2", "mean pooling by 2", Mean(2)),
    ]
}

/// The figure *knobs-map*.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct KnobsMap {
    kernel: Kernel,
    /// How many samples the ring has.
    samples: usize,
    /// The marked shift, 3 unless it is set.
    shift: Option<usize>,
    /// The row of the marked knob, that of stride 2 unless it is set.
    knob: Option<usize>,
}

const USUAL_SHIFT: usize = 3;
const USUAL_KNOB: usize = 5;

/// A kernel of three weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Kernel(Kernel1d);

impl Kernel {
    /// All named ones that have three weights.
    pub(crate) const ALL: [Self; 5] = [
        Self(Kernel1d::GaussianBlur),
        Self(Kernel1d::BoxBlur),
        Self(Kernel1d::Derivative),
        Self(Kernel1d::Sharpen),
        Self(Kernel1d::Identity),
    ];
}

impl std::fmt::Display for Kernel {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

named!(Kernel);

impl Default for KnobsMap {
    fn default() -> Self {
        Self {
            kernel: Kernel(Kernel1d::GaussianBlur),
            samples: 16,
            shift: None,
            knob: None,
        }
    }
}

/// How a layer answers a shift of the input with the shift of the output that does best.
#[derive(Clone, Copy)]
struct Answer {
    /// The largest difference, over all impulses and outputs.
    error: f64,
    /// The shift of the output.
    by: usize,
    /// The place of an impulse that has this difference.
    impulse: usize,
}

impl Layer {
    /// What it makes of each impulse on a ring, one row an impulse.
    fn responses(self, kernel: &ArrayRef1<f64>, samples: usize) -> Result<Array2<f64>, Error> {
        // Maxima are no linear map, but all that is asked here is what becomes of impulses.
        let columns = matrix_of(Dim(samples), |impulse| match self {
            Self::Filter(options) => correlate(impulse, kernel, options),
            Self::Max(size) => max_pool(impulse, Pool::new(size, size)),
            Self::Mean(size) => mean_pool(impulse, Pool::new(size, size)),
        })?;
        Ok(columns.reversed_axes())
    }
}

/// The answer to a shift of the impulses, the smallest shift of the output where several do equally well.
///
/// An impulse that was shifted is another impulse, so the rows of `responses` hold the responses before and after the shift.
fn answer(responses: &Array2<f64>, shift: usize) -> Answer {
    let (samples, outputs) = responses.dim();
    let mut best = Answer {
        error: f64::INFINITY,
        by: 0,
        impulse: 0,
    };
    for by in 0..outputs {
        let mut worst = (0.0, 0);
        'impulses: for place in 0..samples {
            let (before, after) = (
                responses.row(place),
                responses.row((place + shift) % samples),
            );
            for output in 0..outputs {
                let moved = before[(output + outputs - by) % outputs];
                let error = (after[output] - moved).abs();
                if error > worst.0 {
                    worst = (error, place);
                    if error >= best.error {
                        break 'impulses;
                    }
                }
            }
        }
        let (error, impulse) = worst;
        if error < best.error {
            best = Answer { error, by, impulse };
        }
    }
    best
}

/// A row of the map.
struct Row {
    knob: Knob,
    /// What the layer makes of each impulse.
    responses: Array2<f64>,
    /// Its answer to each shift.
    answers: Vec<Answer>,
}

impl KnobsMap {
    fn rows(&self) -> Result<Vec<Row>, Error> {
        let kernel = self.kernel.0.weights();
        let rows = knobs().into_iter().map(|knob| {
            let responses = knob.layer.responses(&kernel, self.samples)?;
            let shifts = 0..self.samples;
            let answers = shifts.map(|shift| answer(&responses, shift)).collect();
            Ok(Row {
                knob,
                responses,
                answers,
            })
        });
        rows.collect()
    }
}

/// How many of the shifts are answered without an error.
fn respected(answers: &[Answer]) -> usize {
    let respected = answers.iter().filter(|answer| answer.error == 0.0);
    respected.count()
}

/// The smallest shift above 0 that is answered without an error; the whole ring if there is none.
#[cfg(not(target_family = "wasm"))]
fn step(answers: &[Answer]) -> usize {
    let mut others = answers.iter().skip(1);
    others
        .position(|answer| answer.error == 0.0)
        .map_or(answers.len(), |at| at + 1)
}

/// Rows of cells in their colours with the name of each beside it, the numbers of the columns above them, and what `draw` adds to the cells.
fn named_rows<'a>(
    names: Vec<&'static str>,
    values: Array2<f64>,
    scale: Scale,
    draw: impl Fn(&Cells) -> Result<(), Error> + 'a,
) -> Panel<'a> {
    let (rows, columns) = values.dim();
    let widest = (names.iter()).fold(0.0, |widest: f64, name| widest.max(text_width(name, SMALL)));
    let left = widest.ceil() + 12.0;
    let paint = move |canvas: &Canvas| {
        let ink = canvas.palette.ink;
        let across = ((canvas.width() - left) / columns as f64).floor();
        let down = ((canvas.height() - ROW) / rows as f64)
            .floor()
            .min(1.5 * ROW);
        for (at, name) in names.iter().enumerate() {
            let middle = ROW + down * (at as f64 + 0.5);
            canvas.text((0.0, middle), name, SMALL, ink, Align::Left)?;
        }
        let every = ((text_width("00", SMALLEST) + 4.0) / across).ceil() as usize;
        for column in (0..columns).step_by(every) {
            let middle = left + across * (column as f64 + 0.5);
            let colour = canvas.palette.muted;
            let number = column.to_string();
            canvas.text(
                (middle, ROW / 2.0),
                &number,
                SMALLEST,
                colour,
                Align::Centre,
            )?;
        }
        let size = [across * columns as f64, down * rows as f64];
        let cells = canvas.part([left, ROW], size).cells(values.dim());
        cells.map(&values, scale)?;
        cells.grid_lines(values.dim())?;
        draw(&cells)
    };
    filling(left + columns as f64 * CELL, ROW * (rows + 1) as f64, paint)
}

impl Describe for KnobsMap {
    const NAME: &'static str = "knobs-map";
    const TITLE: &'static str = "Which knob keeps which shifts";

    fn caption(&self) -> String {
        "A row for each knob and a column for each shift of a ring of samples. The shade of a cell is the largest difference between the answer to a shifted impulse and the \
         shifted answer to the impulse, over all impulses, for the shift of the output that does best. A black cell with a 0 is a shift that the layer respects, whatever the \
         input. Below, the marked cell: both answers for an impulse with the largest difference."
            .to_owned()
    }

    fn parameters(&mut self, parameters: &mut Parameters<'_>) {
        let knob = ("knob", "Knob, by its row");
        parameters.place(knob, (KNOBS, KNOBS - 1), USUAL_KNOB, &mut self.knob);
        let most = *SAMPLES.end() as usize - 1;
        let shift = ("shift", "Shift of the input");
        parameters.place(shift, (self.samples, most), USUAL_SHIFT, &mut self.shift);
        parameters.choice(("kernel", "Kernel"), &mut self.kernel);
        parameters.range(
            ("samples", "Samples of the ring"),
            SAMPLES,
            &mut self.samples,
        );
    }

    fn draw(&self, theme: Theme, space: Space) -> Result<Drawing, Error> {
        let all = self.rows()?;
        let at = self.knob.unwrap_or(USUAL_KNOB);
        let shift = self.shift.unwrap_or(USUAL_SHIFT).min(self.samples - 1);
        let Row {
            knob,
            responses,
            answers,
        } = &all[at];
        let Answer { error, by, impulse } = answers[shift];
        let told = format_number(error, 3);
        let respected = respected(answers);
        let list: Vec<String> = all
            .iter()
            .map(|row| format!("{} {}", row.knob.name, self::respected(&row.answers)))
            .collect();
        let summary = Summary {
            title: Self::TITLE,
            description: format!(
                "A map of {KNOBS} knobs against {samples} shifts of a ring of {samples} samples, the kernel {}, shaded by the error of the best answer. How many \
                 shifts each knob respects: {}. Marked: {}, shifted by {shift}; no answer is better than a shift of the output by {by}, with an error of {told}. Below, \
                 three strips for the impulse at {impulse}: shifted first, shifted last, and their difference.",
                self.kernel,
                list.join("; "),
                knob.name,
                samples = self.samples,
            ),
            readouts: vec![
                ("knob", knob.name.to_owned()),
                ("shift", shift.to_string()),
                ("answer", by.to_string()),
                ("error", told.clone()),
                ("respected", respected.to_string()),
            ],
        };
        let errors: Array2<f64> = Array2::from_shape_fn((KNOBS, self.samples), |(knob, shift)| {
            all[knob].answers[shift].error
        });
        let most = largest(&errors).max(1.0);
        let names = all.iter().map(|row| row.knob.name).collect();
        let zeros = errors.mapv(|error| error == 0.0);
        let draw_map = move |cells: &Cells| {
            let ink = cells.palette.ink_on(Scale::Grey(most).colour(0.0));
            for ((row, column), _) in zeros.indexed_iter().filter(|(_, zero)| **zero) {
                cells.text(cell(row, column), "0", SMALLEST, ink)?;
            }
            cells.name(cell(at, shift), "cell")?;
            cells.outline(cell(at, shift), cells.palette.window_edge, 6.0)?;
            let gesture = Gesture::Point {
                across: Track::new("shift", 1.0, 0),
                down: Track::new("knob", 1.0, 0),
            };
            let whole = (0.0..KNOBS as f64, 0.0..zeros.ncols() as f64);
            cells.handle(whole, "the map of knobs and shifts", gesture)
        };
        let map = labelled(
            "error for each shift of the input",
            named_rows(names, errors, Scale::Grey(most), draw_map),
        )
        .named("map");
        let (outputs, before) = (responses.ncols(), responses.row(impulse));
        let after = responses.row((impulse + shift) % self.samples);
        let strips = Array2::from_shape_fn((3, outputs), |(strip, output)| {
            let moved = before[(output + outputs - by) % outputs];
            match strip {
                0 => after[output],
                1 => moved,
                _ => after[output] - moved,
            }
        });
        let scale = Scale::signed(&strips);
        let strips = labelled(
            format!("{}, shift {shift}: best answer {by}", knob.name),
            named_rows(
                vec!["shifted first", "shifted last", "difference"],
                strips,
                scale,
                |_| Ok(()),
            ),
        )
        .named("answers");
        let small = |line: String| text(line, SMALL, |palette| palette.muted);
        let facts = lines([
            text(format!("error {told}"), 40.0, |palette| palette.ink),
            small(format!("{respected} of {} shifts respected", self.samples)),
        ]);
        let bars = lines([
            colour_bar(BAR, Scale::Grey(most), 0.0),
            colour_bar(BAR, scale, 0.0),
        ]);
        if space.is_landscape() {
            row([map, column([strips, facts, bars])]).draw(space, theme, summary)
        } else {
            column([map, strips, row([facts, bars])]).draw(space, theme, summary)
        }
    }

    #[cfg(not(target_family = "wasm"))]
    fn quoted(&self) -> Result<Vec<(String, String)>, Error> {
        let mut quoted = Vec::new();
        for Row { knob, answers, .. } in self.rows()? {
            let outside = answers
                .iter()
                .fold(0.0, |most: f64, answer| most.max(answer.error));
            for (what, value) in [
                ("respected", respected(&answers).to_string()),
                ("step", step(&answers).to_string()),
                ("outside", format_number(outside, 3)),
            ] {
                quoted.push((format!("{}-{what}", knob.key), value));
            }
        }
        Ok(quoted)
    }
}

#[cfg(test)]
mod tests {
    use equivariance::{Fill, translate};
    use ndarray::Array1;

    use super::*;

    /// The definition, by shifting signals and applying the layer anew.
    fn naive(layer: Layer, kernel: &ArrayRef1<f64>, samples: usize, shift: usize) -> f64 {
        let map = |signal: &Array1<f64>| match layer {
            Layer::Filter(options) => correlate(signal, kernel, options).unwrap(),
            Layer::Max(size) => max_pool(signal, Pool::new(size, size)).unwrap(),
            Layer::Mean(size) => mean_pool(signal, Pool::new(size, size)).unwrap(),
        };
        let by = |signal: &Array1<f64>, s: usize| {
            translate(signal, &[s as isize], Fill::Circular).unwrap()
        };
        let impulses: Vec<Array1<f64>> = (0..samples)
            .map(|place| (0..samples).map(|i| f64::from(i == place)).collect())
            .collect();
        let outputs = map(&impulses[0]).len();
        let errors = (0..outputs).map(|t| {
            let differences = impulses
                .iter()
                .flat_map(|f| map(&by(f, shift)) - by(&map(f), t));
            differences.fold(0.0, |most: f64, difference| most.max(difference.abs()))
        });
        errors.fold(f64::INFINITY, f64::min)
    }

    #[test]
    fn errors_are_those_of_the_definition() {
        for (kernel, samples) in [
            (Kernel1d::GaussianBlur, 16),
            (Kernel1d::Derivative, 12),
            (Kernel1d::Sharpen, 13),
        ] {
            let figure = KnobsMap {
                kernel: Kernel(kernel),
                samples,
                ..KnobsMap::default()
            };
            for Row { knob, answers, .. } in figure.rows().unwrap() {
                for (shift, answer) in answers.iter().enumerate() {
                    let expected = naive(knob.layer, &kernel.weights(), samples, shift);
                    assert_eq!(answer.error, expected, "{} {samples} {shift}", knob.key);
                }
            }
        }
    }

    #[test]
    fn respected_shifts_are_the_multiples_of_a_step_that_divides_the_ring() {
        for kernel in Kernel::ALL {
            for samples in SAMPLES {
                let figure = KnobsMap {
                    kernel,
                    samples: samples as usize,
                    ..KnobsMap::default()
                };
                for Row { knob, answers, .. } in figure.rows().unwrap() {
                    let step = step(&answers);
                    for (shift, answer) in answers.iter().enumerate() {
                        assert_eq!(
                            answer.error == 0.0,
                            shift % step == 0,
                            "{} {samples} {shift}",
                            knob.key
                        );
                    }
                    assert_eq!(
                        respected(&answers) * step,
                        figure.samples,
                        "{} {samples}",
                        knob.key
                    );
                }
            }
        }
    }

    #[test]
    fn of_several_answers_that_do_equally_well_the_smallest_is_told() {
        for samples in [12, 16] {
            let figure = KnobsMap {
                samples,
                ..KnobsMap::default()
            };
            for Row {
                knob,
                responses,
                answers,
            } in figure.rows().unwrap()
            {
                for (shift, answer) in answers.iter().enumerate() {
                    let outputs = responses.ncols();
                    let error = |by: usize| {
                        let places = (0..samples)
                            .flat_map(|place| (0..outputs).map(move |output| (place, output)));
                        places.fold(0.0, |most: f64, (place, output)| {
                            let moved = responses[[place, (output + outputs - by) % outputs]];
                            most.max((responses[[(place + shift) % samples, output]] - moved).abs())
                        })
                    };
                    let first = (0..outputs).find(|by| error(*by) == answer.error);
                    assert_eq!(first, Some(answer.by), "{} {shift}", knob.key);
                }
            }
        }
    }
}
