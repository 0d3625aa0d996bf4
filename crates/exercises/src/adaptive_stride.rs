//! A stride of 2 that respects every shift.
//!
//! To keep every second sample of a ring leaves two choices: the samples at even places, or those at odd places. A layer with stride 2 always
//! takes the first, and a shift by one exchanges them. Write [`solve`] so that it chooses by looking at the values: for a
//! signal on a ring of even length, return one of the two, and such that every shift of the signal gives the same output, moved round its own ring
//! by some number of places. Signals for which your rule cannot decide are not asked for: no two samples of the check are equal.

use crate::{Answer, Unsolved};

/// Returns every second sample, from a place that moves with the signal.
pub fn solve(signal: &[f64]) -> Answer<Vec<f64>> {
    let _ = signal;
    Err(Unsolved)
}
