//! Compared with the library, in whole numbers.

use crate::{Answer, Outcome, outcome::equal};
use equivariance::{Options, correlate};
use ndarray::Array1;

/// Inputs, weights, stride, dilation, and a hint.
const CASES: [(usize, usize, usize, usize, &str); 8] = [
    (8, 3, 1, 1, "8 inputs have 6 places for three weights"),
    (8, 1, 1, 1, "a window of one weight fits at every place"),
    (8, 8, 1, 1, "a window as long as the input fits once"),
    (
        8,
        3,
        2,
        1,
        "with stride 2 the window moves on by two places",
    ),
    (9, 3, 2, 1, "the last place counts if the window just fits"),
    (
        9,
        3,
        1,
        2,
        "with dilation 2 the weights lie two places apart, and the window covers 5",
    ),
    (
        20,
        4,
        3,
        2,
        "the stride moves the window; the dilation moves the weights in it",
    ),
    (
        2,
        3,
        1,
        1,
        "where the window fits nowhere there is no output",
    ),
];

pub(crate) fn check(
    solve: impl Fn(&[f64], &[f64], usize, usize) -> Answer<Vec<f64>>,
) -> Outcome {
    for (inputs, weights, stride, dilation, hint) in CASES {
        // Whole numbers without a pattern, so that every sum is exact and each place has its own.
        let row = |count: usize, factor: usize| -> Array1<f64> {
            (0..count)
                .map(|i| (i * i * factor % 17) as f64 - 5.0)
                .collect()
        };
        let (input, kernel) = (row(inputs, 3), row(weights, 5));
        let options = Options::valid().stride(stride).dilation(dilation);
        let expected = correlate(&input, &kernel, options);
        let expected = expected.map_or_else(|_| Vec::new(), |output| output.to_vec());
        let (input, kernel) = (input.to_vec(), kernel.to_vec());
        let got = solve(&input, &kernel, stride, dilation)?;
        let case =
            format!("{input:?} and {kernel:?}, stride {stride}, dilation {dilation}");
        equal(case, &expected, &got, hint)?;
    }
    Ok(())
}
