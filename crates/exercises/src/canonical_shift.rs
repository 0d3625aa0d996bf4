//! An invariant that forgets the place and nothing else.
//!
//! Write [`solve`] for signals on a ring, of at least one sample. Its output must be the same for every shift of a signal, to the last bit, and must differ for
//! two signals of which neither is a shift of the other. What it holds and how long it is is yours to decide.

use crate::{Answer, Unsolved};

/// Returns what is left of a signal when its place is forgotten.
pub fn solve(signal: &[f64]) -> Answer<Vec<f64>> {
    let _ = signal;
    Err(Unsolved)
}
