//! The sliding sum of products.

use ndarray::{Array, ArrayRef, Dimension};

use crate::fold::Windows;
use crate::window::{Axis, check_output, output_shape, windows};
use crate::{Options, PerAxis, Result, Scalar};

/// Returns the cross-correlation of `input` with `kernel`: under every window, the sum of the products.
///
/// ```text
/// output(y) = Σₖ f(s·y + d·k − b) · ψ(k)
/// ```
///
/// with `k` over the indices of the kernel `ψ`, stride `s`, dilation `d` and `b` samples of padding before the first (see
/// [`Padding`](crate::Padding)). For `N` samples and `K` weights, without padding, stride and dilation, `k` goes from 0 to
/// `K − 1` and `y` from 0 to `N − K`.
///
/// The kernel is *not* flipped; [`convolve`](crate::convolve) flips it. The sum starts from 0 and takes the weights in
/// row-major order, padded zeros included, so equal windows give equal bits.
///
/// Shapes: `(n₁, …)`, `(k₁, …)` → `(output_size(n₁, k₁), …)`.
///
/// # Errors
///
/// Those of [`output_size`](crate::output_size) on any axis, and a kernel with another number of axes.
///
/// # Examples
///
/// ```
/// use equivariance::{correlate, Options};
/// use ndarray::array;
///
/// let signal = array![0.0, 1.0, 3.0, 2.0];
/// let kernel = array![-1.0, 0.0, 1.0];
/// assert_eq!(correlate(&signal, &kernel, Options::valid())?, array![3.0, 1.0]);
/// assert_eq!(correlate(&signal, &kernel, Options::same())?, array![1.0, 3.0, 1.0, -3.0]);
/// # Ok::<(), equivariance::Error>(())
/// ```
pub fn correlate<A: Scalar, D: Dimension>(
    input: &ArrayRef<A, D>,
    kernel: &ArrayRef<A, D>,
    options: impl PerAxis<Options>,
) -> Result<Array<A, D>> {
    let axes = windows(input.shape(), kernel.shape(), options)?;
    let kernel = kernel.as_standard_layout();
    let weights = kernel.as_slice().expect("the layout is standard");
    sums_of_products(&axes, weights).fold_all(input)
}

/// Writes the [`correlate`] of `input` with `kernel` into an array of the shape that it returns, in any layout.
///
/// # Errors
///
/// Those of [`correlate`], and an output of another shape.
///
/// # Examples
///
/// ```
/// use equivariance::{correlate_into, Options};
/// use ndarray::{Array1, array};
///
/// let mut slope = Array1::zeros(2);
/// let signal = array![0.0, 1.0, 3.0, 2.0];
/// correlate_into(&signal, &array![-1.0, 0.0, 1.0], Options::valid(), &mut slope)?;
/// assert_eq!(slope, array![3.0, 1.0]);
/// # Ok::<(), equivariance::Error>(())
/// ```
pub fn correlate_into<A: Scalar, D: Dimension>(
    input: &ArrayRef<A, D>,
    kernel: &ArrayRef<A, D>,
    options: impl PerAxis<Options>,
    output: &mut ArrayRef<A, D>,
) -> Result<()> {
    let axes = windows(input.shape(), kernel.shape(), options)?;
    check_output(output, &output_shape(&axes))?;
    let kernel = kernel.as_standard_layout();
    let weights = kernel.as_slice().expect("the layout is standard");
    sums_of_products(&axes, weights).fold_into(input, output);
    Ok(())
}

/// The sums of the products, each from 0.
pub(crate) fn sums_of_products<'a, A: Scalar>(
    axes: &'a [Axis],
    weights: &'a [A],
) -> Windows<'a, A> {
    Windows {
        axes,
        weights,
        weights_of_plane: weights_of_plane(axes),
        outside: A::zero(),
        start: A::zero(),
        fold: A::add_products,
        nan: None,
    }
}

/// How many weights a window has along its last two axes.
pub(crate) fn weights_of_plane(axes: &[Axis]) -> usize {
    let last_two = &axes[axes.len().saturating_sub(2)..];
    last_two.iter().map(|axis| axis.kernel).product()
}
