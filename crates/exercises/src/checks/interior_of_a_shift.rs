//! Compared with the library, for each kernel, border and shift of small inputs.

use crate::{Answer, Outcome, outcome::holds};
use equivariance::{Fill, Options, Padding, interior};
use std::ops::Range;

pub(crate) fn check(
    solve: impl Fn(usize, usize, usize, isize) -> Answer<Range<usize>>,
) -> Outcome {
    for border in 0..3 {
        for (inputs, kernel) in [(8, 3), (9, 5), (6, 4)] {
            let border = border.min(kernel - 1);
            for shift in [0, 1, 3, -1, -3, 5, -5, 20, -20] {
                let padding = Padding::Zeros {
                    before: border,
                    after: border,
                };
                let options = Options {
                    padding,
                    ..Options::valid()
                };
                let expected =
                    interior(&[inputs], &[kernel], options, &[shift], Fill::Zero)
                        .map(|region| region.ranges[0].clone())
                        .unwrap_or_default();
                let got = solve(inputs, kernel, border, shift)?;
                let hint = match (border, shift) {
                    (_, 0) => "without a shift nothing is lost",
                    (0, 1..) => "the outputs that the shift filled are at the left",
                    (0, _) => "the outputs that the shift filled are at the right",
                    _ if expected.is_empty() => {
                        "a shift may leave nothing; subtract with care"
                    }
                    (_, 1..) => {
                        "windows over the right end read a zero on one way and a sample on the other"
                    }
                    _ => {
                        "windows over the left end read a zero on one way and a sample on the other"
                    }
                };
                holds(
                    got == expected || got.is_empty() && expected.is_empty(),
                    format_args!(
                        "{inputs} inputs, {kernel} weights, {border} zeros on either side, shift {shift}"
                    ),
                    format_args!("{expected:?}"),
                    &got,
                    hint,
                )?;
            }
        }
    }
    Ok(())
}
