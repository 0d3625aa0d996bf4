//! What one output of a stack of layers sees, and on how many paths.

use std::fmt;
use std::ops::RangeInclusive;

use equivariance::{Options, Stage, correlate_transposed, receptive_field};
use ndarray::{Array1, Array2};

use crate::axis::Axis;
use crate::canvas::{Canvas, HAIRLINE, cell};
use crate::chart::{Chart, Kind, Marker, Series};
use crate::drawing::{SMALLEST, Summary};
use crate::extent::largest;
use crate::figure::Describe;
use crate::named::named;
use crate::number::{format_number, format_shape};
use crate::panel::{column, filling, labelled, row, row_or_column, scaled};
use crate::parameters::Parameters;
use crate::scale::Scale;
use crate::{Drawing, Error, Gesture, Space, Theme};

/// The most layers.
const LAYERS: usize = 5;
const WEIGHTS: RangeInclusive<i64> = 2..=5;
/// The samples that the most layers see: 1 + 4 · (1 + 2 + 4 + 8 + 16).
const MOST_SAMPLES: usize = 125;
const USUAL_LAYERS: usize = 3;

/// By what a layer reaches further than the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Growth {
    /// By its weights alone.
    Plain,
    /// Its weights stand twice as far apart as those of the layer before.
    Dilated,
    /// Each layer keeps every second of its outputs.
    Strided,
}

impl Growth {
    /// All of them.
    pub(crate) const ALL: [Self; 3] = [Self::Plain, Self::Dilated, Self::Strided];

    /// What the text says of the layers.
    fn words(self) -> &'static str {
        match self {
            Self::Plain => "stride 1",
            Self::Dilated => "dilations 1, 2, 4 and so on",
            Self::Strided => "stride 2",
        }
    }
}

impl fmt::Display for Growth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Plain => "plain",
            Self::Dilated => "dilated",
            Self::Strided => "strided",
        })
    }
}

named!(Growth);

/// The figure *receptive-field*.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ReceptiveField {
    /// How many layers follow one another, 3 unless it is set.
    layers: Option<usize>,
    /// How many weights each kernel has.
    k: usize,
    growth: Growth,
    /// The marked sample; the middle one unless it is set.
    sample: Option<usize>,
}

impl Default for ReceptiveField {
    fn default() -> Self {
        Self {
            layers: None,
            k: 3,
            growth: Growth::Plain,
            sample: None,
        }
    }
}

/// One output and what it is computed from.
struct Paths {
    /// For each place below the output, from the output itself to the samples: on how many paths the output depends on it.
    counts: Vec<Array1<f64>>,
    /// For each stage between them how far its weights are apart, and how far its windows.
    stages: Vec<Stage>,
}

impl ReceptiveField {
    fn layers(&self) -> usize {
        self.layers.unwrap_or(USUAL_LAYERS)
    }

    /// The stages from the samples to the output.
    fn stages(&self) -> Vec<Stage> {
        let stage = |layer| match self.growth {
            Growth::Plain => Stage::new(self.k, 1),
            Growth::Strided => Stage::new(self.k, 2),
            Growth::Dilated => Stage {
                kernel: self.k,
                stride: 1,
                dilation: 1_usize << layer,
            },
        };
        (0..self.layers()).map(stage).collect()
    }

    /// How many samples one output sees.
    fn field(&self) -> usize {
        receptive_field(&self.stages()).unwrap_or(1)
    }

    /// The number of paths to each sample is the gradient of the output by it when all weights are 1.
    fn paths(&self) -> Result<Paths, Error> {
        let mut stages = self.stages();
        let ones = Array1::ones(self.k);
        let mut counts = vec![Array1::ones(1)];
        stages.reverse();
        for stage in &stages {
            let above: &Array1<f64> = &counts[counts.len() - 1];
            let size = stage.stride * (above.len() - 1) + stage.dilation * (self.k - 1) + 1;
            let options = Options::valid()
                .stride(stage.stride)
                .dilation(stage.dilation);
            counts.push(correlate_transposed(above, &ones, &[size], options)?);
        }
        Ok(Paths { counts, stages })
    }
}

impl Paths {
    /// The numbers of paths to the samples.
    fn samples(&self) -> &Array1<f64> {
        &self.counts[self.counts.len() - 1]
    }

    /// Which of the places depend on a sample, in the order of `counts`.
    fn seeing(&self, sample: usize) -> Vec<Vec<bool>> {
        let is_sample = (0..self.samples().len()).map(|place| place == sample);
        let mut seeing = vec![is_sample.collect::<Vec<_>>()];
        for (stage, above) in self.stages.iter().zip(&self.counts).rev() {
            let below = &seeing[seeing.len() - 1];
            let sees = |place| (0..stage.kernel).any(|weight| below[under(stage, place, weight)]);
            seeing.push((0..above.len()).map(sees).collect());
        }
        seeing.reverse();
        seeing
    }

    /// The mean place and the standard deviation of the ends of all paths.
    fn spread(&self) -> (f64, f64) {
        let counts = self.samples();
        let mean = |of: &dyn Fn(f64) -> f64| {
            let sum: f64 = counts
                .iter()
                .enumerate()
                .map(|(at, count)| count * of(at as f64))
                .sum();
            sum / counts.sum()
        };
        let middle = mean(&|at| at);
        (middle, mean(&|at| (at - middle) * (at - middle)).sqrt())
    }

    /// How many samples in the middle have at least half of the paths.
    fn middle_half(&self) -> usize {
        let counts = self.samples();
        let mut ends = (0, counts.len());
        let half = counts.sum() / 2.0;
        while ends.1 - ends.0 > 2 {
            let inner = (ends.0 + 1, ends.1 - 1);
            if counts.iter().take(inner.1).skip(inner.0).sum::<f64>() < half {
                break;
            }
            ends = inner;
        }
        ends.1 - ends.0
    }

    /// Where a place stands over the samples: in the middle of those that it sees.
    fn middle(&self, depth: usize, place: usize) -> f64 {
        let below = &self.stages[depth..];
        let step: usize = below.iter().map(|stage| stage.stride).product();
        let from_first_to_last = self.samples().len() - 1 - step * (self.counts[depth].len() - 1);
        (step * place) as f64 + from_first_to_last as f64 / 2.0 + 0.5
    }

    /// The places as a tree below the output, with the paths to one sample in the colour of the window, and the samples as cells.
    fn draw(&self, canvas: &Canvas, sample: usize) -> Result<(), Error> {
        let (palette, seeing) = (canvas.palette, self.seeing(sample));
        let (samples, depth) = (self.samples().len(), self.stages.len());
        let cell_width = canvas.width() / samples as f64;
        let strip = cell_width.clamp(24.0, 56.0);
        let tree = canvas.height() - strip;
        let level = |at: usize| 8.0 + (tree - 16.0) * at as f64 / depth.max(1) as f64;
        let plane = canvas.plane((0.0, samples as f64), (0.0, canvas.height()));
        // What is marked lies over the rest.
        for marked in [false, true] {
            let (colour, width) = match marked {
                true => (palette.window_edge, 2.0 * HAIRLINE),
                false => (palette.line, HAIRLINE),
            };
            for (at, stage) in self.stages.iter().enumerate() {
                for place in 0..self.counts[at].len() {
                    for weight in 0..stage.kernel {
                        let other = under(stage, place, weight);
                        let end = if at + 1 == depth { tree } else { level(at + 1) };
                        if self.counts[at][place] > 0.0 && seeing[at + 1][other] == marked {
                            let from = (self.middle(at, place), level(at));
                            plane.line(from, (self.middle(at + 1, other), end), colour, width)?;
                        }
                    }
                }
            }
        }
        let half = (0.3 * cell_width).min(7.0);
        for (at, counts) in self.counts.iter().enumerate().take(depth) {
            for (place, _) in counts.iter().enumerate().filter(|(_, count)| **count > 0.0) {
                let (x, y) = (self.middle(at, place), level(at));
                let across = half / cell_width;
                let colour = if seeing[at][place] {
                    palette.window_edge
                } else {
                    palette.muted
                };
                plane.fill((y - half..y + half, x - across..x + across), colour, 1.0)?;
            }
        }
        let cells = canvas
            .part([0.0, tree], [canvas.width(), strip])
            .cells((1, samples));
        cells.name((0.0..1.0, 0.0..samples as f64), "samples")?;
        let counts = self.samples().to_owned().insert_axis(ndarray::Axis(0));
        let scale = Scale::Grey(largest(&counts));
        cells.map(&counts, scale)?;
        cells.grid_lines((1, samples))?;
        for (at, count) in self.samples().iter().enumerate() {
            let number = count.to_string();
            let size = (0.5 * strip).clamp(SMALLEST, 30.0);
            if crate::backend::text_width(&number, size) + 4.0 <= cell_width {
                let ink = palette.ink_on(scale.colour(*count));
                cells.text(cell(0, at), &number, size, ink)?;
            }
        }
        cells.mark(cell(0, sample))?;
        let gesture = Gesture::point("sample");
        // All of the height, since the cells alone are low for a finger.
        let whole = (0.0..canvas.height(), 0.0..samples as f64);
        plane.handle(whole, "the samples", gesture)
    }
}

/// The place that a weight of a stage meets.
fn under(stage: &Stage, place: usize, weight: usize) -> usize {
    stage.stride * place + stage.dilation * weight
}

impl Describe for ReceptiveField {
    const NAME: &'static str = "receptive-field";
    const TITLE: &'static str = "How far an output sees, and on how many paths";

    fn caption(&self) -> String {
        format!(
            "One output at the top, and all that it is computed from: {} of {} weights, {}. In the cells, on how many paths each sample reaches the output; the paths of the \
             marked sample are drawn out. In the chart the same numbers, and the Gaussian curve of their mean and spread. In the square, the numbers for an image: the product of \
             those of the row and the column.",
            layers(self.layers()),
            self.k,
            self.growth.words(),
        )
    }

    fn parameters(&mut self, parameters: &mut Parameters<'_>) {
        let name = ("layers", "Layers");
        parameters.place(name, (LAYERS + 1, LAYERS), USUAL_LAYERS, &mut self.layers);
        parameters.range(("k", "Weights of a kernel"), WEIGHTS, &mut self.k);
        parameters.choice(("growth", "Growth of the layers"), &mut self.growth);
        let field = self.field();
        let places = (field, MOST_SAMPLES - 1);
        parameters.place(
            ("sample", "Marked sample"),
            places,
            (field - 1) / 2,
            &mut self.sample,
        );
    }

    fn draw(&self, theme: Theme, space: Space) -> Result<Drawing, Error> {
        let paths = self.paths()?;
        let counts = paths.samples();
        let field = counts.len();
        let sample = self.sample.unwrap_or((field - 1) / 2).min(field - 1);
        let (total, most) = (counts.sum(), largest(counts));
        let (middle, spread) = paths.spread();
        let half = paths.middle_half();
        let told = format_number(spread, 2);
        let summary = Summary {
            title: Self::TITLE,
            description: format!(
                "A tree from one output down through {} of {} weights, {}, to the {field} samples that it sees. Of {total} paths {} lead to the marked sample {sample}; {most} to \
                 the samples with the most, {} to the first. The ends of the paths have the standard deviation {told}, and the middle {half} samples have at least half of them. A chart shows the \
                 numbers of paths beside the Gaussian curve of the same mean and spread, and a map those of an image of {}.",
                layers(self.layers()),
                self.k,
                self.growth.words(),
                counts[sample],
                counts[0],
                format_shape(&[field; 2]),
            ),
            readouts: vec![
                ("field", field.to_string()),
                ("paths", total.to_string()),
                ("paths-of-sample", counts[sample].to_string()),
                ("most", most.to_string()),
                ("spread", told),
                ("middle-half", half.to_string()),
            ],
        };
        let tree_height = if space.is_landscape() { 260.0 } else { 300.0 };
        let tree = labelled(
            format!("{} paths from the output to {field} samples", total),
            filling(680.0, tree_height, |canvas| paths.draw(canvas, sample)).named("paths"),
        );
        let palette = theme.palette();
        let gaussian = move |at: f64| {
            let deviation = (at - middle) / spread;
            let height = total / (spread * (2.0 * std::f64::consts::PI).sqrt());
            height * libm::exp(-deviation * deviation / 2.0)
        };
        let chart = filling(440.0, 330.0, move |canvas| {
            let end = field as f64 - 0.5;
            let across = Axis::whole_numbers(-0.5..end, 7);
            let up = Axis::linear(0.0..most, 4);
            let bars = Series {
                // One bar alone leaves no room for its name.
                name: if field > 1 { "paths" } else { "" },
                points: counts
                    .iter()
                    .enumerate()
                    .map(|(at, count)| (at as f64, *count))
                    .collect(),
                kind: Kind::Bars(1.0),
                colour: palette.positive,
            };
            let mut chart = Chart::new(("sample", across), ("paths", up))
                .highlight(sample as f64 - 0.5..sample as f64 + 0.5)
                .series(bars);
            if spread > 0.0 {
                let step = field as f64 / 80.0;
                let points = (0..=80).map(|at| -0.5 + step * f64::from(at));
                let points = points.map(|at| (at, gaussian(at))).collect();
                chart = chart.series(Series::line(
                    "Gaussian",
                    points,
                    Marker::None,
                    palette.negative,
                ));
            }
            let gesture = Gesture::point("sample");
            chart
                .handle("the chart of the samples", gesture)
                .draw(canvas)
        })
        .named("chart");
        let image = Array2::from_shape_fn((field, field), |(i, j)| counts[i] * counts[j]);
        let map = labelled(
            format!("an image, {}", format_shape(&[field; 2])),
            scaled((1, 1), (1.0, 1.0), move |canvas| {
                canvas
                    .cells(image.dim())
                    .map(&image, Scale::Grey(largest(&image)))
            })
            .named("image"),
        );
        if space.is_landscape() {
            row([column([tree, chart]), map]).draw(space, theme, summary)
        } else {
            column([tree, row_or_column(Space::slide(2.0), [chart, map])])
                .draw(space, theme, summary)
        }
    }

    #[cfg(not(target_family = "wasm"))]
    fn quoted(&self) -> Result<Vec<(String, String)>, Error> {
        let paths = self.paths()?;
        let counts: Vec<String> = paths.samples().iter().map(ToString::to_string).collect();
        let (_, spread) = paths.spread();
        let field = paths.samples().len() as f64;
        Ok(vec![
            ("counts".to_owned(), counts.join(" ")),
            (
                "spread-over-field".to_owned(),
                format_number(spread / field, 3),
            ),
            (
                "middle-half-over-field".to_owned(),
                format_number(paths.middle_half() as f64 / field, 3),
            ),
        ])
    }
}

/// A number of layers in words.
fn layers(count: usize) -> String {
    format!("{count} {}", if count == 1 { "layer" } else { "layers" })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures() -> impl Iterator<Item = ReceptiveField> {
        let sizes = WEIGHTS.flat_map(|k| (0..=LAYERS).map(move |layers| (k as usize, layers)));
        sizes.flat_map(|(k, layers)| {
            Growth::ALL.map(|growth| ReceptiveField {
                layers: Some(layers),
                k,
                growth,
                sample: None,
            })
        })
    }

    #[test]
    fn paths_are_counted_one_by_one_and_fill_the_field_that_the_formula_tells() {
        for figure in figures() {
            let paths = figure.paths().unwrap();
            let mut ends = vec![0_usize];
            let mut step = 1;
            let stages = figure.stages();
            // From the samples up: every sequence of weights, one a layer, is a path, and ends where the distances add up to.
            for stage in &stages {
                let reach = |end: &usize| {
                    let (end, distance) = (*end, step * stage.dilation);
                    (0..stage.kernel).map(move |weight| end + weight * distance)
                };
                ends = ends.iter().flat_map(reach).collect();
                step *= stage.stride;
            }
            let mut counts = vec![0.0; figure.field()];
            for end in ends {
                counts[end] += 1.0;
            }
            assert_eq!(paths.samples().to_vec(), counts, "{figure:?}");
            assert!(paths.samples().len() <= MOST_SAMPLES);
        }
    }

    #[test]
    fn spread_is_that_of_independent_steps() {
        for figure in figures() {
            let mut step = 1.0;
            let mut variance = 0.0;
            for stage in figure.stages() {
                let distance = step * stage.dilation as f64;
                variance += distance * distance * ((stage.kernel * stage.kernel - 1) as f64) / 12.0;
                step *= stage.stride as f64;
            }
            let (_, spread) = figure.paths().unwrap().spread();
            assert!(
                (spread - variance.sqrt()).abs() < 1e-12 * spread.max(1.0),
                "{figure:?}"
            );
        }
    }

    #[test]
    fn marked_paths_are_as_many_as_the_sample_has() {
        for figure in figures().filter(|figure| figure.layers() <= 3) {
            let paths = figure.paths().unwrap();
            for (sample, count) in paths.samples().iter().enumerate() {
                let seeing = paths.seeing(sample);
                // Down from the output through what sees the sample.
                let mut ways = vec![vec![1.0]];
                for (at, stage) in paths.stages.iter().enumerate() {
                    let mut below = vec![0.0; paths.counts[at + 1].len()];
                    for (place, ways) in ways[at].iter().enumerate() {
                        for weight in 0..stage.kernel {
                            let other = under(stage, place, weight);
                            if seeing[at + 1][other] {
                                below[other] += ways;
                            }
                        }
                    }
                    ways.push(below);
                }
                assert_eq!(
                    ways[paths.stages.len()][sample],
                    *count,
                    "{figure:?} {sample}"
                );
            }
        }
    }

    #[test]
    fn middle_half_has_half_and_one_less_on_each_side_has_not() {
        for figure in figures() {
            let paths = figure.paths().unwrap();
            let (counts, half) = (paths.samples(), paths.middle_half());
            let sum = |middle: usize| {
                let outside = (counts.len() - middle) / 2;
                counts.iter().skip(outside).take(middle).sum::<f64>()
            };
            assert!(2.0 * sum(half) >= counts.sum(), "{figure:?}");
            assert!(
                half <= 2 || 2.0 * sum(half - 2) < counts.sum(),
                "{figure:?}"
            );
        }
    }

    #[test]
    fn fields_grow_as_they_are_known_to() {
        let fields = |growth, k| {
            let field = |layers| ReceptiveField {
                layers: Some(layers),
                k,
                growth,
                sample: None,
            };
            (0..=4)
                .map(|layers| field(layers).field())
                .collect::<Vec<_>>()
        };
        assert_eq!(fields(Growth::Plain, 3), [1, 3, 5, 7, 9]);
        // Dilations 1, 2, 4, 8, and strides of 2, reach equally far: 1 + (k − 1)(2ⁿ − 1).
        for growth in [Growth::Dilated, Growth::Strided] {
            assert_eq!(fields(growth, 2), [1, 2, 4, 8, 16]);
            assert_eq!(fields(growth, 3), [1, 3, 7, 15, 31]);
        }
    }

    #[test]
    fn a_place_stands_over_the_middle_of_the_samples_that_it_sees() {
        for figure in figures() {
            let paths = figure.paths().unwrap();
            let seen = |depth: usize, place: usize| {
                let samples = 0..paths.samples().len();
                let seen: Vec<usize> = samples
                    .filter(|sample| paths.seeing(*sample)[depth][place])
                    .collect();
                (seen[0] + seen[seen.len() - 1]) as f64 / 2.0 + 0.5
            };
            for (depth, counts) in paths.counts.iter().enumerate() {
                let last = counts.len() - 1;
                // The first and the last place suffice, since all are equally far apart.
                for place in [0, last] {
                    assert_eq!(paths.middle(depth, place), seen(depth, place), "{figure:?}");
                }
            }
        }
    }

    #[test]
    fn the_tree_leads_to_places_that_the_output_depends_on_alone() {
        let figure = ReceptiveField {
            k: 2,
            growth: Growth::Dilated,
            ..ReceptiveField::default()
        };
        let drawing = figure.draw(Theme::Light, Space::PAGE).unwrap();
        // Two weights below each place are two slanted lines, and no other line of two points is slanted.
        let slanted = drawing.shapes.iter().filter(|shape| match shape {
            crate::Shape::Line { points, .. } => {
                matches!(points[..], [(a, b), (c, d)] if a != c && b != d)
            }
            _ => false,
        });
        assert_eq!(slanted.count(), 2 * (1 + 2 + 4));
    }
}
