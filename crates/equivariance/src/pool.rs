//! Pooling: one number for every window.

use ndarray::{Array, ArrayRef, Dimension};

use crate::scalar::scalar;
use crate::window::{fold_windows, windows};
use crate::{Error, Kernel1d, Options, Result, Scalar};

/// The window of a pooling and the distance between two windows, the same along every axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Pool {
    /// Number of samples along each axis of a window.
    pub window: usize,
    /// Distance between the starts of two windows.
    pub stride: usize,
}

impl Pool {
    /// Returns the pooling with this window and this stride.
    pub const fn new(window: usize, stride: usize) -> Self {
        Self { window, stride }
    }

    fn shape(self, axes: usize) -> Vec<usize> {
        vec![self.window; axes]
    }
}

/// Returns the largest sample of every window, without padding.
///
/// ```text
/// output(y) = max f(s·y + k)   over 0 ≤ k < w
/// ```
///
/// Shapes: `(n, …)` → `(output_size(n, w), …)` with stride `s`. Every axis is pooled.
///
/// # Errors
///
/// An empty input, a window that is empty or larger than the input, a stride of 0, and a sample that is not a number.
///
/// # Examples
///
/// ```
/// use equivariance::{max_pool, Pool};
/// use ndarray::array;
///
/// assert_eq!(max_pool(&array![1.0, 2.0, 5.0, 3.0], Pool::new(2, 2))?, array![2.0, 5.0]);
/// # Ok::<(), equivariance::Error>(())
/// ```
pub fn max_pool<A: Scalar, D: Dimension>(
    input: &ArrayRef<A, D>,
    pool: Pool,
) -> Result<Array<A, D>> {
    largest(input, pool.window, Options::valid().stride(pool.stride))
}

/// Returns the mean of every window, without padding; shapes and errors as [`max_pool`], but any sample is allowed.
///
/// ```text
/// output(y) = (1 / w) · Σₖ f(s·y + k)   over 0 ≤ k < w
/// ```
///
/// (In several dimensions, over the number of samples of the window.)
///
/// # Errors
///
/// An empty input, a window that is empty or larger than the input, and a stride of 0.
///
/// # Examples
///
/// ```
/// use equivariance::{mean_pool, Pool};
/// use ndarray::array;
///
/// assert_eq!(mean_pool(&array![1.0, 2.0, 5.0, 3.0], Pool::new(2, 2))?, array![1.5, 4.0]);
/// # Ok::<(), equivariance::Error>(())
/// ```
pub fn mean_pool<A: Scalar, D: Dimension>(
    input: &ArrayRef<A, D>,
    pool: Pool,
) -> Result<Array<A, D>> {
    let axes = windows(
        input.shape(),
        &pool.shape(input.ndim()),
        Options::valid().stride(pool.stride),
    )?;
    let sums = fold_windows(input, &axes, A::zero(), |sum, _, sample| sum + sample);
    let count = (0..input.ndim()).fold(A::one(), |count, _| count * scalar(pool.window as f64));
    Ok(sums.mapv(|sum| sum / count))
}

/// Returns the max pooling that is blurred before it is subsampled, on a circle.
///
/// First the maximum of the window `y, …, y + w - 1` at every `y`, indices modulo the size; then the blur
/// `[1, 2, 1] / 4` along each axis, centred and circular; then every `s`-th value, from the first. So a shift by a
/// multiple of the stride commutes with it exactly where the stride divides the size, and others nearly.
///
/// Shapes: `(n, …)` → `(⌈n / s⌉, …)`.
///
/// # Errors
///
/// Those of [`max_pool`].
///
/// # Source
///
/// Richard Zhang, *Making Convolutional Networks Shift-Invariant Again*, ICML 2019, section 3 and figure 2,
/// <https://doi.org/10.48550/arXiv.1904.11486>.
///
/// # Examples
///
/// ```
/// use equivariance::{blurred_max_pool, Pool};
/// use ndarray::array;
///
/// let signal = array![0.0, 0.0, 1.0, 1.0, 0.0, 0.0, 1.0, 1.0];
/// assert_eq!(blurred_max_pool(&signal, Pool::new(2, 2))?, array![0.5, 1.0, 0.5, 1.0]);
/// # Ok::<(), equivariance::Error>(())
/// ```
pub fn blurred_max_pool<A: Scalar, D: Dimension>(
    input: &ArrayRef<A, D>,
    pool: Pool,
) -> Result<Array<A, D>> {
    // Circular windows always fit; a window larger than its input is as wrong here as in `max_pool`.
    windows(
        input.shape(),
        &pool.shape(input.ndim()),
        Options::valid().stride(pool.stride),
    )?;
    // A circular window of w starts at -⌊(w - 1) / 2⌋: moved back, it starts at its own position.
    let centred = largest(input, pool.window, Options::circular())?;
    let back = vec![-(((pool.window - 1) / 2) as isize); input.ndim()];
    let mut dense = crate::translate(&centred, &back, crate::Fill::Circular)?;
    let blur = Kernel1d::GaussianBlur.weights::<A>();
    for axis in 0..input.ndim() {
        let mut shape = vec![1; input.ndim()];
        shape[axis] = blur.len();
        let axes = windows(dense.shape(), &shape, Options::circular())?;
        dense = fold_windows(&dense, &axes, A::zero(), |sum, k, sample| {
            sum + blur[k] * sample
        });
    }
    let every = windows(
        dense.shape(),
        &vec![1; input.ndim()],
        Options::valid().stride(pool.stride),
    )?;
    Ok(fold_windows(&dense, &every, A::zero(), |_, _, sample| {
        sample
    }))
}

/// Returns the largest of all samples, whatever their order: invariant under every circular shift.
///
/// # Errors
///
/// An empty input, and a sample that is not a number.
pub fn global_max<A: Scalar, D: Dimension>(input: &ArrayRef<A, D>) -> Result<A> {
    not_empty(input)?;
    numbers(input)?;
    Ok(input
        .iter()
        .fold(A::neg_infinity(), |largest, sample| largest.max(*sample)))
}

/// Returns the mean of all samples, summed in row-major order: invariant under every circular shift up to rounding.
///
/// # Errors
///
/// An empty input.
pub fn global_mean<A: Scalar, D: Dimension>(input: &ArrayRef<A, D>) -> Result<A> {
    not_empty(input)?;
    Ok(input.iter().fold(A::zero(), |sum, sample| sum + *sample) / scalar(input.len() as f64))
}

fn largest<A: Scalar, D: Dimension>(
    input: &ArrayRef<A, D>,
    window: usize,
    options: Options,
) -> Result<Array<A, D>> {
    let axes = windows(input.shape(), &vec![window; input.ndim()], options)?;
    numbers(input)?;
    Ok(fold_windows(
        input,
        &axes,
        A::neg_infinity(),
        |largest, _, sample| largest.max(sample),
    ))
}

fn not_empty<A, D: Dimension>(input: &ArrayRef<A, D>) -> Result<()> {
    if input.is_empty() {
        Err(Error::EmptyInput {
            shape: input.shape().to_vec(),
        })
    } else {
        Ok(())
    }
}

/// A maximum has no meaning among values that have no order.
fn numbers<A: Scalar, D: Dimension>(input: &ArrayRef<A, D>) -> Result<()> {
    match input.iter().position(|sample| sample.is_nan()) {
        Some(offset) => Err(Error::NonFinite {
            what: "sample",
            index: crate::region::index_of(offset, input.shape()),
            value: f64::NAN,
        }),
        None => Ok(()),
    }
}
