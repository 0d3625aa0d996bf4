//! Pooling: one number for every window.

use ndarray::{Array, ArrayRef, Dimension};

use crate::scalar::scalar;
use crate::window::{fold_windows, outputs, windows};
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
/// (P f)(y) = max { f(s·y + k) : 0 ≤ k < w }
/// ```
///
/// with window `w` and stride `s`, on every axis. Nothing is rounded: each output is one of the samples.
///
/// A circular shift by `s·t` moves the output by `t`, exactly, on every input, where the stride divides the size and the
/// window is not larger than the stride. A larger window would have to reach across the border, which it does not.
///
/// Shapes: `(n, …)` → `(⌊(n − w) / s⌋ + 1, …)`.
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
/// let pool = Pool::new(2, 2);
/// assert_eq!(max_pool(&array![1.0, 2.0, 5.0, 3.0], pool)?, array![2.0, 5.0]);
/// // Shifted round by 2, and by 1.
/// assert_eq!(max_pool(&array![5.0, 3.0, 1.0, 2.0], pool)?, array![5.0, 2.0]);
/// assert_eq!(max_pool(&array![3.0, 1.0, 2.0, 5.0], pool)?, array![3.0, 5.0]);
/// # Ok::<(), equivariance::Error>(())
/// ```
pub fn max_pool<A: Scalar, D: Dimension>(
    input: &ArrayRef<A, D>,
    pool: Pool,
) -> Result<Array<A, D>> {
    largest(input, pool.window, Options::valid().stride(pool.stride))
}

/// Returns the mean of every window, without padding.
///
/// ```text
/// (P f)(y) = (f(s·y) + f(s·y + 1) + … + f(s·y + w − 1)) / w
/// ```
///
/// with window `w` and stride `s`; in several dimensions the sum over the window, divided by its number of samples. Sums
/// are taken in the row-major order of the window, so windows with the same samples give the same bits. Shifts commute
/// with it as with [`max_pool`], whose shapes it has. A sample that is not a number is allowed, and makes its windows so.
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
    let mut sums = outputs(&axes)?;
    fold_windows(input, &axes, &mut sums, |sum, _, sample| sum + sample);
    let count = (0..input.ndim()).fold(A::one(), |count, _| count * scalar(pool.window as f64));
    sums.mapv_inplace(|sum| sum / count);
    Ok(sums)
}

/// Returns the max pooling that is blurred before it is subsampled, on a circle.
///
/// ```text
/// m(y)     = max { f(y + k) : 0 ≤ k < w }
/// b(y)     = (m(y − 1) + 2·m(y) + m(y + 1)) / 4
/// (P f)(y) = b(s·y)
/// ```
///
/// with window `w`, stride `s` and indices modulo the size; in several dimensions the maximum is that of a window of all
/// axes, and the blur acts along one axis after another.
///
/// A circular shift by `s·t` moves the output by `t`, to the last bit, where the stride divides the size. No other shift
/// has such a law: the example shows one that changes every output by half of their range.
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
/// let moved = array![1.0, 0.0, 0.0, 1.0, 1.0, 0.0, 0.0, 1.0];
/// assert_eq!(blurred_max_pool(&moved, Pool::new(2, 2))?, array![0.75, 0.75, 0.75, 0.75]);
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
        let mut blurred = outputs(&axes)?;
        fold_windows(&dense, &axes, &mut blurred, |sum, k, sample| {
            sum + blur[k] * sample
        });
        dense = blurred;
    }
    let every = windows(
        dense.shape(),
        &vec![1; input.ndim()],
        Options::valid().stride(pool.stride),
    )?;
    let mut output = outputs(&every)?;
    fold_windows(&dense, &every, &mut output, |_, _, sample| sample);
    Ok(output)
}

/// Returns the largest of all samples, whatever their order: exactly invariant under every circular shift.
///
/// # Errors
///
/// An empty input, and a sample that is not a number.
///
/// # Examples
///
/// ```
/// use equivariance::global_max;
/// use ndarray::array;
///
/// assert_eq!(global_max(&array![1.0, 2.0, 5.0])?, 5.0);
/// assert_eq!(global_max(&array![5.0, 1.0, 2.0])?, 5.0);
/// # Ok::<(), equivariance::Error>(())
/// ```
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
///
/// # Examples
///
/// ```
/// use equivariance::global_mean;
/// use ndarray::array;
///
/// assert_eq!(global_mean(&array![1.0, 2.0, 6.0])?, 3.0);
/// # Ok::<(), equivariance::Error>(())
/// ```
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
    let mut output = outputs(&axes)?;
    output.fill(A::neg_infinity());
    fold_windows(input, &axes, &mut output, |largest, _, sample| {
        largest.max(sample)
    });
    Ok(output)
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
