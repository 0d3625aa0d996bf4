use crate::Answer;
use std::ops::Range;

pub(crate) fn solve(
    inputs: usize,
    kernel: usize,
    border: usize,
    shift: isize,
) -> Answer<Range<usize>> {
    let outputs = inputs + 2 * border + 1 - kernel;
    let filled = shift.unsigned_abs();
    // Windows over the end that the input moves towards read zeros one way only.
    Ok(match shift.signum() {
        0 => 0..outputs,
        1 => filled..outputs - border,
        _ => border..outputs.saturating_sub(filled),
    })
}
