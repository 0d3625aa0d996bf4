//! What holds for every axis, or for each its own.

use crate::{Error, Result};

/// One value for every axis, or one for each: a `T`, a `[T; N]` or a `&[T]`.
///
/// ```
/// use equivariance::{Options, correlate};
/// use ndarray::{Array2, array};
///
/// let image = array![[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]];
/// let ones = Array2::ones((2, 2));
/// assert_eq!(correlate(&image, &ones, Options::valid())?, array![[12.0, 16.0]]);
/// let options = [Options::valid(), Options::same().stride(2)];
/// assert_eq!(correlate(&image, &ones, options)?, array![[12.0, 9.0]]);
/// # Ok::<(), equivariance::Error>(())
/// ```
pub trait PerAxis<T> {
    /// Returns the values for this many axes.
    ///
    /// # Errors
    ///
    /// Another number of values, unless one is given for all.
    fn per_axis(&self, axes: usize) -> Result<Vec<T>>;
}

impl<T: Copy> PerAxis<T> for T {
    fn per_axis(&self, axes: usize) -> Result<Vec<T>> {
        Ok(vec![*self; axes])
    }
}

impl<T: Copy, const N: usize> PerAxis<T> for [T; N] {
    fn per_axis(&self, axes: usize) -> Result<Vec<T>> {
        (&self[..]).per_axis(axes)
    }
}

impl<T: Copy> PerAxis<T> for &[T] {
    fn per_axis(&self, axes: usize) -> Result<Vec<T>> {
        if self.len() == axes {
            return Ok(self.to_vec());
        }
        Err(Error::DimensionMismatch {
            what: "list with an entry for each axis",
            expected: axes,
            actual: self.len(),
        })
    }
}
