//! The check for values that are not finite.

use ndarray::{ArrayRef, Dimension, IntoDimension};

use crate::scalar::double;
use crate::{Error, Result, Scalar};

/// Returns an error that names the first value that is not finite, and its place.
pub(crate) fn check_finite<A: Scalar, D: Dimension>(
    what: &'static str,
    values: &ArrayRef<A, D>,
) -> Result<()> {
    // Without an end before the last value, which would keep the compiler from looking at several at once.
    let all_finite = |values: &[A]| {
        values
            .iter()
            .fold(true, |all, value| all & value.is_finite())
    };
    if values.as_slice_memory_order().is_some_and(all_finite) {
        return Ok(());
    }
    match values.indexed_iter().find(|(_, value)| !value.is_finite()) {
        None => Ok(()),
        Some((index, value)) => Err(Error::NonFinite {
            what,
            index: index.into_dimension().slice().to_vec(),
            value: double(*value),
        }),
    }
}
