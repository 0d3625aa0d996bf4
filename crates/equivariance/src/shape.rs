//! Checks of shapes that all operators share.

use crate::{Error, Result};

/// Returns an error if an array has another shape than it must have.
pub(crate) fn expect_shape(what: &'static str, expected: &[usize], actual: &[usize]) -> Result<()> {
    if actual == expected {
        return Ok(());
    }
    Err(Error::ShapeMismatch {
        what,
        expected: expected.to_vec(),
        actual: actual.to_vec(),
    })
}

/// Returns an error if an array of any number of axes has none.
pub(crate) fn expect_axis(what: &'static str, axes: usize) -> Result<()> {
    match axes {
        0 => Err(Error::DimensionMismatch {
            what,
            expected: 1,
            actual: 0,
        }),
        _ => Ok(()),
    }
}
