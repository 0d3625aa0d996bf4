//! What two runs of the benchmark say of the operators, and how times grow.

use super::Shown;
use crate::Error;
use crate::measurement::{Measurement, Row, duration, exponent, three_digits};

/// What `peers.py` of the benchmarks wrote, of the operators as they were first and as they are.
const BEFORE: &str = include_str!("../../../data/operators-before.tsv");
const AFTER: &str = include_str!("../../../data/operators-after.tsv");
/// The rows that the text quotes besides.
#[cfg(not(target_arch = "wasm32"))]
const QUOTED: [&str; 2] = [
    include_str!("../../../data/operators-before-quoted.tsv"),
    include_str!("../../../data/operators-after-quoted.tsv"),
];

/// How the rows of the table begin.
pub(super) const OPERATORS: [&str; 9] = [
    "correlate 3×3 on 48²",
    "correlate 3×3 on 512²",
    "correlate 3×3 on 4096²",
    "separable 5×5 on 4096²",
    "15×15 on 1024²",
    "31×31 on 1024²",
    "101×101 on 1024²",
    "layer 64 → 64, 3×3, 56²",
    "max pooling 2×2 on 4096²",
];

/// An exponent so near to 1 is called linear.
pub(super) const LINEAR: f64 = 0.1;

/// A size and the time of a call in nanoseconds.
pub(super) type Point = (f64, f64);

/// Two runs of the benchmark.
pub(super) struct Runs {
    pub(super) before: Measurement,
    pub(super) after: Measurement,
}

impl Runs {
    /// The runs that are kept with the book.
    pub(super) fn read() -> Result<Self, Error> {
        Ok(Self {
            before: Measurement::read(BEFORE)?,
            after: Measurement::read(AFTER)?,
        })
    }

    /// The runs with the rows that only the text quotes.
    #[cfg(not(target_arch = "wasm32"))]
    pub(super) fn read_with_quoted() -> Result<Self, Error> {
        let [before, after] = QUOTED;
        let runs = Self::read()?;
        Ok(Self {
            before: runs.before.with(before)?,
            after: runs.after.with(after)?,
        })
    }

    /// The rows of an operator before and after, where they were measured.
    pub(super) fn rows(&self, operator: &str) -> [Option<&Row>; 2] {
        let group = Shown::Operators.name();
        [
            self.before.row(group, operator),
            self.after.row(group, operator),
        ]
    }

    /// Times against sizes, before and after.
    pub(super) fn growth(&self, shown: Shown) -> [Vec<Point>; 2] {
        let group = shown.name();
        [self.before.sizes(group), self.after.sizes(group)]
    }

    /// The numbers below the picture: of the row that is marked, counted from 1, and of all.
    pub(super) fn readouts(&self, shown: Shown, row: usize) -> Vec<(&'static str, String)> {
        if shown == Shown::Operators {
            let [before, after] = self.rows(OPERATORS[row - 1]);
            // Short, so that each stays on one line of a phone.
            let ratio = |row: Option<&Row>| {
                let ratio = row.and_then(|row| row.ratio);
                ratio.map_or_else(missing, |ratio| three_digits(ratio.median))
            };
            let time = |time: Option<f64>| time.map_or_else(missing, duration);
            return vec![
                ("ratio-before", ratio(before)),
                ("ratio-after", ratio(after)),
                ("time", time(after.map(|row| row.ours))),
                ("other-time", time(after.and_then(|row| row.peer_time))),
            ];
        }
        let [before, after] = self.growth(shown);
        let (fitted_before, fitted) = (exponent(&before), exponent(&after));
        let (size, time) = after[row.min(after.len()) - 1];
        vec![
            (shown.name(), size.to_string()),
            ("time", duration(time)),
            ("slope-before", format!("{fitted_before:.2}")),
            ("slope-after", format!("{fitted:.2}")),
            ("growth", kind_of_growth(fitted).to_owned()),
        ]
    }

    /// What the picture shows, in words.
    pub(super) fn describe(&self, shown: Shown, row: usize) -> String {
        let [cpu, _, _, date] = self.after.machine;
        let mut text = format!("Measured on {cpu} on {date}, before and after. ");
        if shown == Shown::Operators {
            text.push_str("The marked row is ");
            text.push_str(OPERATORS[row - 1]);
            text.push_str(". The time of each operator over that of the other library:");
            for operator in OPERATORS {
                let [before, after] = self.rows(operator);
                let (before, after) = (ratio(before), ratio(after));
                text.push_str(&format!(" {operator}: {before}, then {after}."));
            }
        } else {
            text.push_str("The time of a call against the number of ");
            text.push_str(shown.name());
            text.push_str(", on logarithmic axes with a line of slope 1:");
            let [before, after] = self.growth(shown);
            for ((size, before), (_, after)) in before.iter().zip(after) {
                let (before, after) = (duration(*before), duration(after));
                text.push_str(&format!(" {size}: {before}, then {after}."));
            }
        }
        text
    }
}

/// What growth with this exponent is called.
pub(super) fn kind_of_growth(exponent: f64) -> &'static str {
    match exponent - 1.0 {
        difference if difference.abs() <= LINEAR => "linear",
        difference if difference < 0.0 => "slower than linear",
        _ => "faster than linear",
    }
}

/// What stands for a number that this run has not.
pub(super) fn missing() -> String {
    "not measured".to_owned()
}

/// A median ratio with its quartiles, which stay on one line.
pub(super) fn ratio(row: Option<&Row>) -> String {
    row.and_then(|row| row.ratio).map_or_else(missing, |ratio| {
        format!(
            "{} ({}\u{a0}to\u{a0}{})",
            three_digits(ratio.median),
            three_digits(ratio.lower),
            three_digits(ratio.upper)
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_have_all_rows_that_the_figure_shows() {
        let runs = Runs::read().unwrap();
        for operator in OPERATORS {
            for row in runs.rows(operator) {
                let row = row.unwrap_or_else(|| panic!("{operator} was not measured"));
                let ratio = row.ratio.unwrap();
                assert!(ratio.lower <= ratio.median && ratio.median <= ratio.upper);
                assert!(row.peer_time.is_some() && row.goal.is_some());
            }
        }
        for (shown, sizes) in [(Shown::Samples, 8), (Shown::Weights, 7)] {
            for points in runs.growth(shown) {
                assert_eq!(points.len(), sizes, "{shown}");
                assert!(points.is_sorted_by(|(a, _), (b, _)| a < b), "{shown}");
            }
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
