//! Signals that simpler invariants confuse.

use crate::{
    Answer, Outcome,
    outcome::{equal, holds},
};

/// Pairs of signals of which neither is a shift of the other, and what confuses them.
const PAIRS: [(&[f64], &[f64], &str); 6] = [
    (
        &[1.0, 2.0, 3.0],
        &[1.0, 2.0, 4.0],
        "the smallest value is the same; look at the others",
    ),
    (
        &[1.0, 2.0, 3.0],
        &[3.0, 2.0, 1.0],
        "they hold the same values, in another order round the ring",
    ),
    (
        &[0.0, 1.0, 0.0, 1.0, 1.0, 0.0],
        &[0.0, 0.0, 0.0, 1.0, 1.0, 1.0],
        "the sum and the values are the same; keep their order",
    ),
    (
        &[0.0, 1.0, 1.0, 0.0, 1.0, 0.0, 0.0],
        &[0.0, 0.0, 1.0, 0.0, 1.0, 1.0, 0.0],
        "one is the other read backwards, with the same autocorrelation",
    ),
    (
        &[1.0, 0.0],
        &[1.0, 0.0, 1.0, 0.0],
        "the rings have different lengths",
    ),
    (
        &[1.0, 5.0, 1.0, 4.0],
        &[1.0, 4.0, 5.0, 1.0],
        "the smallest value stands twice: which of the two begins matters",
    ),
];

pub(crate) fn check(solve: impl Fn(&[f64]) -> Answer<Vec<f64>>) -> Outcome {
    for (one, other, hint) in PAIRS {
        for signal in [one, other] {
            let expected = solve(signal)?;
            for shift in 1..signal.len() {
                let mut moved = signal.to_vec();
                moved.rotate_right(shift);
                let hint = "every shift must give the same output, whichever sample comes first";
                let input = format!("{moved:?}, which is {signal:?} moved by {shift}");
                equal(input, &expected, &solve(&moved)?, hint)?;
            }
        }
        let (left, right) = (solve(one)?, solve(other)?);
        let input = format!("{one:?} and {other:?}");
        holds(left != right, input, "two different outputs", &left, hint)?;
    }
    Ok(())
}
