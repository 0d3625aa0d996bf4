//! The sliding window, with a stride and a dilation.
//!
//! Write [`solve`] with loops of your own. Output `p` is the sum over `k` of `input[p * stride + k * dilation] * kernel[k]`. The
//! window never leaves the input: there are as many outputs as places where it fits, and none where it fits nowhere. The kernel has at least
//! one weight, the stride and the dilation are at least 1, and the input may be empty.

use crate::{Answer, Unsolved};

/// Returns the outputs of the window.
pub fn solve(
    input: &[f64],
    kernel: &[f64],
    stride: usize,
    dilation: usize,
) -> Answer<Vec<f64>> {
    let _ = (input, kernel, stride, dilation);
    Err(Unsolved)
}
