//! The interior of a shift, on one axis.
//!
//! Write [`solve`]. A window of `kernel` weights slides with stride 1 over `inputs` samples, with `border` zeros added on either side. It is
//! at most `kernel - 1`: with 0 the padding is *valid*, with `kernel - 1` it is *full*. The input is moved by `shift`, to the right if it is positive, with
//! zeros moving in; so is the output. Return the range of the outputs at which both ways meet the same samples, or zeros, under
//! every weight, without those that the shift of the output filled. `inputs` is at least `kernel`. Where no output is left, return any
//! empty range.

use crate::{Answer, Unsolved};
use std::ops::Range;

/// Returns the outputs at which the window and the shift commute exactly.
pub fn solve(
    inputs: usize,
    kernel: usize,
    border: usize,
    shift: isize,
) -> Answer<Range<usize>> {
    let _ = (inputs, kernel, border, shift);
    Err(Unsolved)
}
