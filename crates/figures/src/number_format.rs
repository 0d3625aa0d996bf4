//! How numbers are written in cells, so that each fits.

use crate::backend::text_width;
use crate::drawing::{LABEL, SMALLEST};
use crate::format_number;
use crate::number::{scientific, typeset};

/// Between a number and the edges of its cell on both sides together, in units.
const PADDING: f64 = 5.0;

/// How the numbers of a row or a grid of cells are written.
#[derive(Clone, Copy)]
pub(crate) struct NumberFormat {
    /// The most decimals of a number that is not in scientific notation.
    places: usize,
    /// The size of a number that is on one line, in units.
    size: f64,
    /// How wide a line of text may be.
    room: f64,
}

impl NumberFormat {
    /// The format for cells of a size in units: two decimals, or else one, at the largest size with which all numbers fit. A
    /// number that does not fit so is written shorter than the others.
    pub(crate) fn fitting((width, height): (f64, f64), numbers: &[f64]) -> Self {
        let room = width - PADDING;
        let most = (height * 0.6).clamp(SMALLEST, LABEL);
        let all_fit = |places: &usize| {
            numbers.iter().all(|&number| {
                decimals(number, *places).is_some_and(|text| text_width(&text, SMALLEST) <= room)
            })
        };
        let format = Self {
            places: [2, 1].into_iter().find(all_fit).unwrap_or(2),
            size: SMALLEST,
            room,
        };
        let lines = numbers.iter().filter_map(|&number| format.line(number));
        let widest = lines.fold(0.0_f64, |widest, line| widest.max(text_width(&line, 1.0)));
        Self {
            size: most.min(room / widest),
            ..format
        }
    }

    /// The format of numbers at the smallest size in a room of a width.
    pub(crate) fn smallest(width: f64) -> Self {
        Self {
            places: 2,
            size: SMALLEST,
            room: width - PADDING,
        }
    }

    /// A number on one line: the first that fits of the number with up to two decimals, a whole number, and scientific notation.
    pub(crate) fn line(self, number: f64) -> Option<String> {
        let attempt = |attempt| match attempt {
            0 => decimals(number, self.places),
            1 => decimals(number, 1),
            2 if number.abs() >= 10.0 => decimals(number, 0),
            3 => Some(typeset(scientific(number, 1))),
            4 => Some(typeset(scientific(number, 0))),
            _ => None,
        };
        (0..5)
            .filter_map(attempt)
            .find(|text| text_width(text, SMALLEST) <= self.room)
    }

    /// The lines of a number and their size in units: one where it fits, else scientific notation that goes on in a second line
    /// after its `e`.
    pub(crate) fn lines(self, number: f64) -> (Vec<String>, f64) {
        if let Some(line) = self.line(number) {
            return (vec![line], self.size);
        }
        let text = typeset(scientific(number, 0));
        let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, ""));
        (vec![format!("{mantissa}e"), exponent.to_owned()], SMALLEST)
    }
}

/// A number with a minus sign, without a zero before the point, and with at most so many decimals; none if they show nothing of a
/// number that is not 0.
fn decimals(number: f64, places: usize) -> Option<String> {
    let text = typeset(format_number(number, places));
    if text == "0" && number != 0.0 {
        return None;
    }
    let (sign, digits) = match text.strip_prefix('−') {
        Some(digits) => ("−", digits),
        None => ("", text.as_str()),
    };
    Some(format!(
        "{sign}{}",
        digits
            .strip_prefix("0.")
            .map_or_else(|| digits.to_owned(), |part| format!(".{part}"))
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_of_cells_are_short_and_never_hide_a_number() {
        for (number, places, text) in [
            (0.0, 2, Some("0")),
            (-0.0, 2, Some("0")),
            (0.5, 2, Some(".5")),
            (-0.25, 2, Some("−.25")),
            (-0.25, 1, Some("−.2")),
            (1.0, 2, Some("1")),
            (-10.04, 1, Some("−10")),
            (0.001, 2, None),
            (-0.04, 1, None),
        ] {
            assert_eq!(decimals(number, places).as_deref(), text, "{number}");
        }
    }
}
