//! Which shifts of a ring does a linear map respect?
//!
//! Write [`solve`]. It is given a linear map of rows of numbers, and the number of its inputs, at least one. The inputs lie on a ring; the
//! outputs lie on a ring of their own, which may be shorter. Return, in rising order, each shift `s` from 0 to `samples - 1`
//! for which one shift `t` of the outputs does: for *every* input, to shift it by `s` and then apply the map is to apply the map and then
//! shift by `t`. Shift to the right, round the ring. Compare with `==`: the numbers of the check are exact.

use crate::{Answer, Unsolved};

/// Returns the shifts of the inputs that `map` respects.
pub fn solve(map: &dyn Fn(&[f64]) -> Vec<f64>, samples: usize) -> Answer<Vec<usize>> {
    let _ = (map, samples);
    Err(Unsolved)
}
