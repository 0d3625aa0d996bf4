//! Correlation with the kernel turned round.

use ndarray::{Array, ArrayRef, Axis, Dimension};

use crate::{Options, PerAxis, Result, Scalar, correlate, correlate_into};

/// Returns the convolution of `input` with `kernel`: the [`correlate`] of the input with the [`flip`]ped kernel.
///
/// ```text
/// output(y) = Σₖ f(s·y + c − d·k) · ψ(k)
/// ```
///
/// over the indices `k` of the kernel, with stride `s`, dilation `d` and a place `c` that depends on the padding. With `e`
/// for the span of the kernel, as in [`Padding`](crate::Padding), it is
///
/// | padding | `c` |
/// |---|---|
/// | *full* | `0` |
/// | *same*, *circular*, *reflect* | `⌈(e − 1) / 2⌉` |
/// | *valid* | `e − 1` |
/// | *zeros*, *same-upper*, *same-lower* | `e − 1` less the zeros before the input |
///
/// So only under *full* does the output begin with the first value of the convolution `Σₖ f(x − k) · ψ(k)`, which is the
/// product of the two as polynomials. Under *circular* it is the circular convolution moved back by `c`.
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
///
/// // A kernel that moves by 2: full padding shows it so, the others moved back by c.
/// let (signal, kernel) = (array![1.0, 2.0, 3.0, 4.0], array![0.0, 0.0, 1.0]);
/// let output = |options| convolve(&signal, &kernel, options);
/// assert_eq!(output(Options::full())?, array![0.0, 0.0, 1.0, 2.0, 3.0, 4.0]);
/// assert_eq!(output(Options::same())?, array![0.0, 1.0, 2.0, 3.0]);
/// assert_eq!(output(Options::circular())?, array![4.0, 1.0, 2.0, 3.0]);
/// assert_eq!(output(Options::valid())?, array![1.0, 2.0]);
/// # Ok::<(), equivariance::Error>(())
/// ```
pub fn convolve<A: Scalar, D: Dimension>(
    input: &ArrayRef<A, D>,
    kernel: &ArrayRef<A, D>,
    options: impl PerAxis<Options>,
) -> Result<Array<A, D>> {
    correlate(input, &flip(kernel), options)
}

/// Writes the [`convolve`] of `input` with `kernel` into an array of the shape that it returns, in any layout.
///
/// # Errors
///
/// Those of [`convolve`], and an output of another shape.
pub fn convolve_into<A: Scalar, D: Dimension>(
    input: &ArrayRef<A, D>,
    kernel: &ArrayRef<A, D>,
    options: impl PerAxis<Options>,
    output: &mut ArrayRef<A, D>,
) -> Result<()> {
    correlate_into(input, &flip(kernel), options, output)
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
