//! What two runs of the benchmark say: the table of operators, how times grow, and the numbers that the text quotes.

use super::Shown;
use crate::Error;
use crate::decimal::decimal;
use crate::measurement::{Measurement, Row, duration, exponent, three_digits};

/// What `peers.py` of the benchmarks wrote, of the operators as they were first and as they are.
const BEFORE: &str = include_str!("../../../data/operators-before.tsv");
const AFTER: &str = include_str!("../../../data/operators-after.tsv");

/// The groups of rows, or how their names begin.
const OPERATORS: &str = "operators";
const OTHERS: &str = "others";
const GROWTH: &str = "growth";
const NARROWER: &str = "narrower";
const THREADS: &str = "two threads";

/// An exponent so near to 1 is called linear.
const LINEAR: f64 = 0.1;

/// An operator of the table: how its rows begin, and the names of its readouts.
pub(super) struct Operator {
    pub(super) item: &'static str,
    peer: &'static str,
    peer_time: &'static str,
    time: &'static str,
    before: &'static str,
    after: &'static str,
}

macro_rules! operators {
    ($($key:literal: $item:literal),+ $(,)?) => {
        [$(Operator {
            item: $item,
            peer: concat!($key, "-peer"),
            peer_time: concat!($key, "-peer-time"),
            time: concat!($key, "-time"),
            before: concat!($key, "-before"),
            after: concat!($key, "-after"),
        }),+]
    };
}

pub(super) const TABLE: [Operator; 9] = operators! {
    "correlate-48": "correlate 3×3 on 48²",
    "correlate-512": "correlate 3×3 on 512²",
    "correlate-4096": "correlate 3×3 on 4096²",
    "separable": "separable 5×5 on 4096²",
    "kernel-15": "15×15 on 1024²",
    "kernel-31": "31×31 on 1024²",
    "kernel-101": "101×101 on 1024²",
    "layer": "layer 64 → 64, 3×3, 56²",
    "pooling": "max pooling 2×2 on 4096²",
};

/// Two runs of the benchmark.
pub(super) struct Runs {
    before: Measurement,
    after: Measurement,
}

impl Runs {
    /// The runs that are kept with the book.
    pub(super) fn read() -> Result<Self, Error> {
        Ok(Self {
            before: Measurement::read(BEFORE)?,
            after: Measurement::read(AFTER)?,
        })
    }

    /// The points of a growth before and after: sizes, and times in microseconds.
    pub(super) fn growth(&self, shown: Shown) -> [Vec<(f64, f64)>; 2] {
        [&self.before, &self.after].map(|run| Self::points(run, shown))
    }

    /// The rows of an operator before and after, where they were measured.
    pub(super) fn rows(&self, operator: &Operator) -> [Option<&Row>; 2] {
        [&self.before, &self.after].map(|run| run.row(OPERATORS, operator.item))
    }

    /// The points of a growth: a size, and a time in microseconds.
    fn points(run: &Measurement, shown: Shown) -> Vec<(f64, f64)> {
        let points = run.group(GROWTH).filter_map(|row| {
            let (weights, samples) = row.item.split_once(" on ")?;
            let (weights, _) = weights.split_once('×')?;
            let size = match shown {
                Shown::Samples if weights == "3" => samples.trim_end_matches('²'),
                Shown::Weights if samples == "512²" => weights,
                _ => return None,
            };
            let side: f64 = decimal(size)?;
            Some((side * side, row.ours / 1e3))
        });
        let mut points: Vec<(f64, f64)> = points.collect();
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        points.dedup_by_key(|point| point.0);
        points
    }

    /// What the picture shows, in words.
    pub(super) fn describe(&self, shown: Shown) -> String {
        let [_, _, _, date] = self.after.machine;
        let mut text = format!("Measured on {} on {date}. ", self.after.machine[0]);
        match shown {
            Shown::Operators => {
                text.push_str(
                    "The time of each operator over that of the other library, before and after: ",
                );
                let each = TABLE.iter().map(|operator| {
                    let [before, after] = self.rows(operator).map(ratio);
                    format!("{}: {before}, then {after}", operator.item)
                });
                text.push_str(&each.collect::<Vec<_>>().join("; "));
                text.push('.');
            }
            shown => {
                let [before, after] = self.growth(shown);
                text.push_str(&format!(
                    "A chart on logarithmic axes shows the time of a correlation against the number of {shown}, before and after, with a line \
                     of slope 1. "
                ));
                for (name, points) in [("Before", before), ("After", after)] {
                    let each = points
                        .iter()
                        .map(|(size, time)| format!("{size}: {}", duration(time * 1e3)));
                    text.push_str(&format!(
                        "{name}: {}. ",
                        each.collect::<Vec<_>>().join(", ")
                    ));
                }
                text.truncate(text.trim_end().len());
            }
        }
        text
    }

    /// The numbers of the figure by name.
    pub(super) fn readouts(&self) -> Vec<(&'static str, String)> {
        let [cpu, vectors, cores, date] = self.after.machine;
        let mut readouts = vec![
            ("cpu", cpu.to_owned()),
            ("vectors", vectors.to_owned()),
            ("cores", cores.to_owned()),
            ("date", date.to_owned()),
            ("date-before", self.before.machine[3].to_owned()),
            (
                "opencv",
                self.after.version("opencv-python-headless").to_owned(),
            ),
            ("onnxruntime", self.after.version("onnxruntime").to_owned()),
            ("rustc", self.after.version("rustc").to_owned()),
            ("operators", TABLE.len().to_string()),
        ];
        let mut counts = [0, 0, 0];
        for operator in &TABLE {
            let [before, after] = self.rows(operator);
            let median =
                |row: Option<&Row>| row.and_then(|row| row.ratio).map(|ratio| ratio.median);
            let ahead = |row| usize::from(median(row).is_some_and(|median| median < 1.0));
            let goal = after.and_then(|row| row.goal);
            let met = goal.is_some_and(|goal| median(after).is_some_and(|median| median <= goal));
            counts[0] += ahead(before);
            counts[1] += ahead(after);
            counts[2] += usize::from(met);
            readouts.extend([
                (
                    operator.peer,
                    after.map_or_else(missing, |row| row.peer.to_owned()),
                ),
                (
                    operator.peer_time,
                    time(after.and_then(|row| row.peer_time)),
                ),
                (operator.time, time(after.map(|row| row.ours))),
                (operator.before, ratio(before)),
                (operator.after, ratio(after)),
            ]);
        }
        let [ahead_before, ahead, met] = counts.map(|count| count.to_string());
        readouts.extend([
            ("ahead-before", ahead_before),
            ("ahead", ahead),
            ("goals-met", met),
        ]);
        readouts.extend(self.readouts_of_memory());
        readouts.push(("linear-within", LINEAR.to_string()));
        readouts.extend(self.readouts_of_growth());
        readouts
    }

    /// How times grow with sizes, and what one sample or one product takes of them.
    fn readouts_of_growth(&self) -> Vec<(&'static str, String)> {
        let names = [
            (
                Shown::Samples,
                [
                    "samples-decades",
                    "samples-exponent",
                    "samples-growth",
                    "samples-exponent-before",
                ],
            ),
            (
                Shown::Weights,
                [
                    "weights-decades",
                    "weights-exponent",
                    "weights-growth",
                    "weights-exponent-before",
                ],
            ),
        ];
        let mut readouts = Vec::new();
        for (shown, names) in names {
            let [before, after] = self.growth(shown);
            let (first, last) = (after[0], after[after.len() - 1]);
            let fitted = exponent(&after);
            let values = [
                format!("{:.1}", libm::log10(last.0 / first.0)),
                format!("{fitted:.2}"),
                kind_of_growth(fitted).to_owned(),
                format!("{:.2}", exponent(&before)),
            ];
            readouts.extend(names.into_iter().zip(values));
        }
        let [_, samples] = self.growth(Shown::Samples);
        let [_, weights] = self.growth(Shown::Weights);
        // From microseconds.
        let of_sample = |(samples, time): (f64, f64)| three_digits(1e3 * time / samples);
        let of_product = |(weights, time): (f64, f64)| {
            let side = 513.0 - libm::sqrt(weights);
            three_digits(1e6 * time / (weights * side * side))
        };
        let least = samples.iter().map(|(samples, time)| 1e3 * time / samples);
        let ends = |points: &[(f64, f64)]| (points[0], points[points.len() - 1]);
        let ((few_samples, most_samples), (one, most)) = (ends(&samples), ends(&weights));
        readouts.extend([
            ("sample-first", of_sample(few_samples)),
            (
                "sample-least",
                three_digits(least.fold(f64::INFINITY, f64::min)),
            ),
            ("sample-last", of_sample(most_samples)),
            ("product-first", of_product(one)),
            ("product-last", of_product(most)),
            ("weights-last", format!("{:.0}", most.0)),
        ]);
        readouts
    }

    /// What memory, vectors and threads make of the times.
    fn readouts_of_memory(&self) -> [(&'static str, String); 12] {
        let run = &self.after;
        let in_small_pages = run.row(OTHERS, "correlate 3×3 on 4096², small pages");
        let into = run.row(OTHERS, "correlate 3×3 on 4096², into an array");
        let copy = run.row(OTHERS, "copy of 4096²");
        let median = |row: Option<&Row>| row.and_then(|row| row.ratio).map(|ratio| ratio.median);
        let narrow = |item| median(run.row(NARROWER, item)).map_or_else(missing, three_digits);
        let faster = |item| {
            let ratio = median(run.row(THREADS, item));
            ratio.map_or_else(missing, |ratio| format!("{:.1}", 1.0 / ratio))
        };
        let rate = |row: Option<&Row>| {
            let rate = row.and_then(|row| row.gigabytes_per_second);
            rate.map_or_else(missing, |rate| format!("{rate:.0}"))
        };
        // Each sample is read once and each output written once, four bytes each.
        let moved = 2.0 * 4.0 * 4096.0 * 4096.0;
        [
            ("small-pages-time", time(in_small_pages.map(|row| row.ours))),
            ("into-time", time(into.map(|row| row.ours))),
            ("copy-time", time(copy.map(|row| row.ours))),
            (
                "into-rate",
                into.map_or_else(missing, |row| format!("{:.0}", moved / row.ours)),
            ),
            ("copy-rate", rate(copy)),
            ("layer-single", narrow("layer 64 → 64, 3×3, 56², single")),
            ("correlate-single", narrow("correlate 3×3 on 4096², single")),
            ("threads-layer", faster("layer")),
            ("threads-kernel-15", faster("15×15")),
            (
                "threads-into",
                faster("correlate 3×3 on 4096², into an array"),
            ),
            (
                "threads-into-rate",
                rate(run.row(THREADS, "correlate 3×3 on 4096², into an array")),
            ),
            ("threads-copy-rate", rate(run.row(THREADS, "copy of 4096²"))),
        ]
    }
}

/// What growth with this exponent is called.
fn kind_of_growth(exponent: f64) -> &'static str {
    match exponent - 1.0 {
        difference if difference.abs() <= LINEAR => "linear",
        difference if difference < 0.0 => "slower than linear",
        _ => "faster than linear",
    }
}

/// What stands for a number that this run has not.
fn missing() -> String {
    "not measured".to_owned()
}

fn time(nanoseconds: Option<f64>) -> String {
    nanoseconds.map_or_else(missing, duration)
}

/// A median ratio with its quartiles.
fn ratio(row: Option<&Row>) -> String {
    row.and_then(|row| row.ratio).map_or_else(missing, |ratio| {
        let [median, lower, upper] = [ratio.median, ratio.lower, ratio.upper].map(three_digits);
        format!("{median} ({lower} to {upper})")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_have_all_rows_that_the_figure_shows() {
        let runs = Runs::read().unwrap();
        for operator in &TABLE {
            let [before, after] = runs.rows(operator);
            for row in [before, after] {
                let row = row.unwrap_or_else(|| panic!("{} was not measured", operator.item));
                let ratio = row.ratio.unwrap();
                assert!(ratio.lower <= ratio.median && ratio.median <= ratio.upper);
                assert!(row.peer_time.is_some() && row.goal.is_some());
            }
        }
        for (shown, sizes) in [(Shown::Samples, 8), (Shown::Weights, 7)] {
            for points in runs.growth(shown) {
                assert_eq!(points.len(), sizes, "{shown}");
            }
        }
        for (name, value) in runs.readouts() {
            assert!(!value.is_empty() && value != missing(), "{name}");
        }
    }

    #[test]
    fn growth_is_named_by_its_exponent() {
        for (exponent, expected) in [
            (0.89, "slower than linear"),
            (0.91, "linear"),
            (1.09, "linear"),
            (1.11, "faster than linear"),
        ] {
            assert_eq!(kind_of_growth(exponent), expected);
        }
    }
}
