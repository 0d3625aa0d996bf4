//! Correlation with the kernel turned round.

use ndarray::{Array, ArrayRef, Axis, Dimension};

use crate::{Options, Result, Scalar, correlate};

/// Returns the convolution of `input` with `kernel`: the [`correlate`] of the input with the [`flip`]ped kernel.
///
/// $$(f * \psi)(x) = \sum_{k} f(x - k)\,\psi(k)$$
///
/// with *full* padding this is the product of the two as polynomials. Under *same*, *circular* and *reflect* a kernel
/// of even size is laid over the input as in [`correlate`], after the flip.
///
/// # Errors
///
/// As [`correlate`].
///
/// # Examples
///
/// ```
/// use equivariance::{convolve, Options};
/// use ndarray::array;
///
/// // (1 + 2x)(3 + 4x) = 3 + 10x + 8x²
/// let product = convolve(&array![1.0, 2.0], &array![3.0, 4.0], Options::full())?;
/// assert_eq!(product, array![3.0, 10.0, 8.0]);
/// # Ok::<(), equivariance::Error>(())
/// ```
pub fn convolve<A: Scalar, D: Dimension>(
    input: &ArrayRef<A, D>,
    kernel: &ArrayRef<A, D>,
    options: Options,
) -> Result<Array<A, D>> {
    correlate(input, &flip(kernel), options)
}

/// Returns the kernel reversed along every axis; in the plane, turned by a half turn.
///
/// ```
/// use ndarray::array;
///
/// assert_eq!(equivariance::flip(&array![[1.0, 2.0], [3.0, 4.0]]), array![[4.0, 3.0], [2.0, 1.0]]);
/// ```
pub fn flip<A: Clone, D: Dimension>(kernel: &ArrayRef<A, D>) -> Array<A, D> {
    let mut view = kernel.view();
    for axis in 0..kernel.ndim() {
        view.invert_axis(Axis(axis));
    }
    view.as_standard_layout().into_owned()
}
