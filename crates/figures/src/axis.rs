//! An axis: a range of numbers, linear or logarithmic, that plotters maps to the places of a drawing.
//!
//! plotters' own axes round down to a whole pixel, and its logarithmic one takes the logarithm of the platform and labels
//! 10⁻¹¹ as 1.0000000000000001e-11.

use std::ops::Range;

use plotters::coord::ranged1d::{KeyPointHint, NoDefaultFormatting, Ranged, ValueFormatter};

use crate::format_number;
use crate::number::typeset_number;

/// A range of numbers along one side of a chart or a grid, with the numbers that are written beside it.
#[derive(Clone, Debug)]
pub(crate) struct Axis {
    range: Range<f64>,
    logarithmic: bool,
    ticks: Vec<f64>,
}

impl Axis {
    /// From one number to another, which may be the smaller one, without ticks.
    pub(crate) fn cells(from: f64, to: f64) -> Self {
        Self {
            range: from..to,
            logarithmic: false,
            ticks: Vec::new(),
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
        }
    }

    /// A logarithmic axis over positive numbers. It has ticks at powers of ten, at most about `most`; where it touches no more
    /// than two decades, also at 2 and 5 times one, however many.
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
        let decades = (first..=last).step_by(every).map(power_of_ten);
        let ticks = decades.flat_map(|decade| steps.iter().map(move |step| step * decade));
        Self {
            ticks: ticks
                .filter(|tick| range.contains(tick) || *tick == range.end)
                .collect(),
            range,
            logarithmic: true,
        }
    }

    /// Where the axis begins and ends.
    pub(crate) fn bounds(&self) -> (f64, f64) {
        (self.range.start, self.range.end)
    }

    /// The numbers beside the axis, and how each is written.
    pub(crate) fn labels(&self) -> Vec<(f64, String)> {
        let step = match self.ticks.as_slice() {
            [first, second, ..] if !self.logarithmic => second - first,
            _ => 0.0,
        };
        let write = |tick: &f64| (*tick, label(*tick, step));
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
    let power = libm::exp10(f64::from(exponent.abs())).round();
    if exponent < 0 { 1.0 / power } else { power }
}

/// A tick with as many decimals as its step needs, but at most four; from a million on and below a ten-thousandth as `1e6`.
fn label(tick: f64, step: f64) -> String {
    let size = tick.abs();
    if size != 0.0 && !(1e-4..1e6).contains(&size) {
        let exponent = libm::log10(size * (1.0 + 1e-9)).floor() as i32;
        let mantissa = format_number(tick / power_of_ten(exponent), 2);
        return format!("{mantissa}e{exponent}").replace('-', "−");
    }
    let smallest = if step > 0.0 { step } else { size };
    let decimals = (-libm::log10(smallest.max(1e-4) * (1.0 + 1e-9)).floor()).max(0.0) as usize;
    typeset_number(tick, decimals)
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
        assert_eq!(axis.map(&1e-7, (0, 800)), 400);
        assert_eq!(axis.map(&1e-3, (800, 0)), 0);
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
