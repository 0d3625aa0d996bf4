//! An axis: a range of numbers, linear or logarithmic, that plotters maps to the places of a drawing.
//!
//! plotters' own axes round down to a whole pixel, and its logarithmic one takes the logarithm of the platform and labels
//! 10⁻¹¹ as 1.0000000000000001e-11.

use std::ops::Range;

use plotters::coord::ranged1d::{KeyPointHint, NoDefaultFormatting, Ranged, ValueFormatter};

use crate::format_number;
use crate::number::{scientific, typeset};

/// A range of numbers along one side of a chart or a grid, with the numbers that are written beside it.
#[derive(Clone, Debug)]
pub(crate) struct Axis {
    range: Range<f64>,
    logarithmic: bool,
    ticks: Vec<f64>,
    /// Between two ticks; 0 where they are powers of ten or 1 to 9 times one.
    step: f64,
}

impl Axis {
    /// From one number to another, which may be the smaller one, without ticks.
    pub(crate) fn cells(from: f64, to: f64) -> Self {
        Self {
            range: from..to,
            logarithmic: false,
            ticks: Vec::new(),
            step: 0.0,
        }
    }

    /// An axis around `range` with ticks in steps of 1, 2 or 5 times a power of ten, about `most` of them.
    pub(crate) fn linear(range: Range<f64>, most: usize) -> Self {
        let span = match range.end - range.start {
            span if span > 0.0 => span,
            // One number alone stands at the start of a step.
            _ => 1.0,
        };
        let step = nice_step(span / most.max(1) as f64);
        // A quotient such as 0.07/0.01 is a whole number but for rounding.
        let first = (range.start / step + 1e-9).floor();
        let last = (range.end / step - 1e-9).ceil().max(first + 1.0);
        let ticks = (0..=(last - first) as usize).map(|tick| (first + tick as f64) * step);
        Self {
            range: first * step..last * step,
            logarithmic: false,
            ticks: ticks.collect(),
            step,
        }
    }

    /// A linear axis that ends where `range` does, with a tick at each of the whole numbers, or at some of them.
    pub(crate) fn whole_numbers(range: Range<f64>, most: usize) -> Self {
        let step = nice_step((range.end - range.start) / most.max(1) as f64).max(1.0);
        let first = (range.start / step).ceil() as i64;
        let last = (range.end / step).floor() as i64;
        Self {
            ticks: (first..=last).map(|tick| tick as f64 * step).collect(),
            range,
            logarithmic: false,
            step,
        }
    }

    /// A logarithmic axis over positive numbers. It has ticks at powers of ten, at most about `most`; where it touches no more
    /// than two decades, also at 2 and 5 times one, however many. Where these are fewer than two, it has ticks at all whole
    /// multiples of a power of ten, or else in steps of 1, 2 or 5 times a power of ten.
    pub(crate) fn logarithmic(range: Range<f64>, most: usize) -> Self {
        let exponent = |value: f64, round: fn(f64) -> f64| round(libm::log10(value)) as i32;
        let first = exponent(range.start, f64::floor);
        let last = exponent(range.end, f64::ceil);
        let (steps, every): (&[f64], _) = if last - first <= 2 {
            (&[1.0, 2.0, 5.0], 1)
        } else {
            let count = (last - first).unsigned_abs() as usize;
            (&[1.0], count.div_ceil(most.max(1)).max(1))
        };
        // A tick such as 14 · 0.1 is beyond 1.4 by rounding.
        let (least, most_allowed) = (range.start * (1.0 - 1e-9), range.end * (1.0 + 1e-9));
        let inside = |tick: &f64| (least..=most_allowed).contains(tick);
        let multiples = |steps: &[f64], every| {
            let mut ticks = Vec::new();
            for decade in (first..=last).step_by(every).map(power_of_ten) {
                ticks.extend(steps.iter().map(|step| step * decade).filter(inside));
            }
            ticks
        };
        let (mut ticks, mut step) = (multiples(steps, every), 0.0);
        if ticks.len() < 2 {
            ticks = multiples(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0], 1);
        }
        if ticks.len() < 2 {
            let even = Self::linear(range.clone(), most.max(2));
            (ticks, step) = (even.ticks, even.step);
            ticks.retain(inside);
        }
        Self {
            ticks,
            range,
            logarithmic: true,
            step,
        }
    }

    /// Where the axis begins and ends.
    pub(crate) fn bounds(&self) -> (f64, f64) {
        (self.range.start, self.range.end)
    }

    /// The numbers beside the axis, and how each is written.
    pub(crate) fn labels(&self) -> Vec<(f64, String)> {
        let write = |tick: &f64| (*tick, label(*tick, self.step));
        self.ticks.iter().map(write).collect()
    }

    /// How far along the axis a number lies, from 0 to 1 within its range.
    fn part(&self, value: f64) -> f64 {
        let Range { start, end } = self.range;
        if self.logarithmic {
            let from = libm::log10(start);
            return (libm::log10(value.max(f64::MIN_POSITIVE)) - from) / (libm::log10(end) - from);
        }
        (value - start) / (end - start)
    }
}

/// The least of 1, 2, 5 times a power of ten that is not below `least`.
fn nice_step(least: f64) -> f64 {
    let decade = power_of_ten(libm::log10(least.max(f64::MIN_POSITIVE)).floor() as i32);
    [1.0, 2.0, 5.0]
        .into_iter()
        .map(|times| times * decade)
        // A step such as 0.3/3 is 0.1 but for rounding.
        .find(|step| *step >= least * (1.0 - 1e-9))
        .unwrap_or(10.0 * decade)
}

/// A power of ten, which is exact from 1 to 10²².
fn power_of_ten(exponent: i32) -> f64 {
    let power = (0..exponent.abs()).fold(1.0, |power, _| power * 10.0);
    if exponent < 0 { 1.0 / power } else { power }
}

/// A tick with as many digits as tell it from the next one: those of its step, or its first without a step. From a million on and
/// below a ten-thousandth it may be written as `1e6`, where that is shorter.
fn label(tick: f64, step: f64) -> String {
    let size = tick.abs();
    // A power of ten that was divided may be a little less than it.
    let exponent = |size: f64| libm::log10(size * (1.0 + 1e-9)).floor() as i32;
    let last_digit = exponent(if step > 0.0 {
        step
    } else {
        size.max(f64::MIN_POSITIVE)
    });
    let decimals = if size == 0.0 { 0 } else { (-last_digit).max(0) };
    let plain = format_number(tick, decimals as usize);
    if size == 0.0 || (1e-4..1e6).contains(&size) {
        return typeset(plain);
    }
    let short = scientific(tick, (exponent(size) - last_digit).max(0) as usize);
    typeset(if short.len() < plain.len() {
        short
    } else {
        plain
    })
}

impl Ranged for Axis {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, (from, to): (i32, i32)) -> i32 {
        let length = f64::from(to) - f64::from(from);
        from.saturating_add((self.part(*value) * length).round() as i32)
    }

    fn key_points<H: KeyPointHint>(&self, _: H) -> Vec<f64> {
        self.ticks.clone()
    }

    fn range(&self) -> Range<f64> {
        self.range.clone()
    }
}

impl ValueFormatter<f64> for Axis {
    fn format_ext(&self, value: &f64) -> String {
        let found = self.labels().into_iter().find(|(tick, _)| tick == value);
        found.map(|(_, label)| label).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(axis: &Axis) -> String {
        let labels: Vec<String> = axis.labels().into_iter().map(|(_, label)| label).collect();
        labels.join(" ")
    }

    #[test]
    fn linear_ticks_are_round_and_reach_round_the_range() {
        for (range, most, expected) in [
            (0.0..0.13, 3, "0 0.05 0.1 0.15"),
            (0.0..0.3, 3, "0 0.1 0.2 0.3"),
            (-1.0..1.0, 4, "−1 −0.5 0 0.5 1"),
            (0.0..48.0, 5, "0 10 20 30 40 50"),
            (3.0..3.0, 2, "3 3.5"),
            (0.0..0.07, 7, "0 0.01 0.02 0.03 0.04 0.05 0.06 0.07"),
        ] {
            let axis = Axis::linear(range.clone(), most);
            assert_eq!(labels(&axis), expected, "{range:?}");
        }
    }

    #[test]
    fn logarithmic_ticks_are_powers_of_ten_without_the_error_of_a_logarithm() {
        let axis = Axis::logarithmic(1e-11..1e-3, 4);
        assert_eq!(labels(&axis), "1e−11 1e−9 1e−7 1e−5 0.001");
        assert_eq!(labels(&Axis::logarithmic(8.0..60.0, 5)), "10 20 50");
        assert_eq!(labels(&Axis::logarithmic(1e6..1e7, 5)), "1e6 2e6 5e6 1e7");
        assert_eq!(axis.map(&1e-7, (0, 800)), 400);
        assert_eq!(axis.map(&1e-3, (800, 0)), 0);
    }

    #[test]
    fn a_short_logarithmic_axis_has_ticks_too() {
        for (range, expected) in [
            (6.0..9.0, "6 7 8 9"),
            (0.06..0.09, "0.06 0.07 0.08 0.09"),
            (8.2..8.9, "8.2 8.4 8.6 8.8"),
            (1.0..1.4, "1 1.1 1.2 1.3 1.4"),
            (3.0..3.0001, "3 3.00002 3.00004 3.00006 3.00008 3.0001"),
        ] {
            assert_eq!(labels(&Axis::logarithmic(range, 5)), expected);
        }
    }

    #[test]
    fn labels_tell_ticks_apart_wherever_the_range_lies_and_however_small_it_is() {
        for (range, expected) in [
            (1_000_000.0..1_000_003.0, "1e6 1000001 1000002 1000003"),
            (2.5e9..2.8e9, "2.5e9 2.6e9 2.7e9 2.8e9"),
            (0.0..3e-5, "0 1e−5 2e−5 3e−5"),
            (0.12..0.120_03, "0.12 0.12001 0.12002 0.12003"),
            (-3e-7..0.0, "−3e−7 −2e−7 −1e−7 0"),
        ] {
            assert_eq!(
                labels(&Axis::linear(range.clone(), 3)),
                expected,
                "{range:?}"
            );
        }
        for start in (-12..=12).flat_map(|k| [-1.0, 1.0].map(|sign| sign * libm::exp10(k.into()))) {
            for span in (-6..=6).map(|k| libm::exp10(k.into()) * f64::abs(start)) {
                let mut labels: Vec<_> = Axis::linear(start..start + span, 5).labels();
                let ticks = labels.len();
                labels.dedup_by(|a, b| a.1 == b.1);
                assert_eq!(labels.len(), ticks, "{start} {span}");
            }
        }
    }

    #[test]
    fn places_are_rounded_to_the_nearest_pixel() {
        let axis = Axis::cells(0.0, 3.0);
        assert_eq!([1.0, 2.0].map(|at| axis.map(&at, (0, 100))), [33, 67]);
    }

    #[test]
    fn whole_numbers_have_ticks_at_whole_numbers_only() {
        assert_eq!(
            labels(&Axis::whole_numbers(-7.5..7.5, 15)),
            "−7 −6 −5 −4 −3 −2 −1 0 1 2 3 4 5 6 7"
        );
        assert_eq!(labels(&Axis::whole_numbers(-7.5..7.5, 4)), "−5 0 5");
    }
}
