//! Pooling: one number for every window.

use std::sync::atomic::{AtomicBool, Ordering};

use ndarray::{Array, ArrayRef, Dimension, indices};

use crate::correlate::{sums_of_products, weights_of_plane};
use crate::fold::Windows;
use crate::scalar::scalar;
use crate::window::{Axis, check_output, output_shape, windows_of};
use crate::{Error, Fill, Kernel1d, Options, Padding, PerAxis, Result, Scalar, translate};

/// The window of a pooling along one axis and how it is laid over the input. Where only one is given, it holds for every
/// axis (see [`PerAxis`]).
///
/// ```
/// use equivariance::{Padding, Pool, max_pool};
/// use ndarray::array;
///
/// let signal = array![-1.0, -2.0, -5.0, -3.0, -4.0];
/// let pool = Pool::new(2, 2);
/// assert_eq!(max_pool(&signal, pool)?, array![-1.0, -3.0]);
/// assert_eq!(max_pool(&signal, pool.ceil())?, array![-1.0, -3.0, -4.0]);
/// let padded = pool.padding(Padding::Zeros { before: 1, after: 0 });
/// assert_eq!(max_pool(&signal, padded)?, array![-1.0, -2.0, -3.0]);
/// # Ok::<(), equivariance::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Pool {
    /// Number of samples of a window.
    pub window: usize,
    /// Padding, stride and dilation, and whether the number of outputs is rounded up.
    pub options: Options,
}

impl Pool {
    /// Returns the pooling with this window and this stride, [`Padding::Valid`], dilation 1.
    pub const fn new(window: usize, stride: usize) -> Self {
        Self {
            window,
            options: Options::valid().stride(stride),
        }
    }

    /// The same pooling with another padding.
    pub const fn padding(self, padding: Padding) -> Self {
        Self {
            options: Options {
                padding,
                ..self.options
            },
            ..self
        }
    }

    /// The same pooling with another distance between two neighbouring samples of a window.
    pub const fn dilation(self, dilation: usize) -> Self {
        Self {
            options: self.options.dilation(dilation),
            ..self
        }
    }

    /// The same pooling with the number of outputs rounded up.
    pub const fn ceil(self) -> Self {
        Self {
            options: self.options.ceil(),
            ..self
        }
    }
}

/// Returns the largest sample of every window.
///
/// ```text
/// (P f)(y) = max { f(s·y + d·k − b) : 0 ≤ k < w }
/// ```
///
/// with window `w`, stride `s`, dilation `d` and `b` samples of padding before the first, on every axis. Nothing is
/// rounded: each output is one of the samples, of equal ones (0 and −0) the first in the row-major order of the window.
/// Padded zeros are left out; what *circular* and *reflect* put beyond the border are samples.
///
/// A circular shift by `s·t` moves the output by `t`, exactly, on every input, where nothing is padded, the stride divides
/// the size and the window spans, with `d·(w − 1) + 1`, no more than the stride. A larger one would have to reach across the
/// border, which it does only with [`Padding::Circular`].
///
/// Shapes: `(n, …)` → `(output_size(n, w), …)`, which is `(⌊(n − w) / s⌋ + 1, …)` without padding and dilation.
///
/// # Errors
///
/// Those of [`output_size`](crate::output_size) on any axis, such as an empty input or a window that is larger than the
/// input without padding; a window that meets no sample, only padding; and a sample that is not a number.
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
    pool: impl PerAxis<Pool>,
) -> Result<Array<A, D>> {
    let axes = windows_with_samples(input, pool)?;
    max_pool_with(input, &axes)
}

fn max_pool_with<A: Scalar, D: Dimension>(
    input: &ArrayRef<A, D>,
    axes: &[Axis],
) -> Result<Array<A, D>> {
    let nan = AtomicBool::new(false);
    let output = largest(axes, &ones(axes), Some(&nan)).fold_all(input)?;
    if nan.load(Ordering::Relaxed) {
        numbers(input)?;
    }
    Ok(output)
}

/// Writes [`max_pool`] into an array of the shape that it returns, in any layout.
///
/// # Errors
///
/// Those of [`max_pool`], and an output of another shape.
pub fn max_pool_into<A: Scalar, D: Dimension>(
    input: &ArrayRef<A, D>,
    pool: impl PerAxis<Pool>,
    output: &mut ArrayRef<A, D>,
) -> Result<()> {
    let axes = windows_with_samples(input, pool)?;
    check_output(output, &output_shape(&axes))?;
    // First, since an error must leave the output as it is.
    numbers(input)?;
    largest(&axes, &ones(&axes), None).fold_into(input, output);
    Ok(())
}

/// Returns the mean of the samples of every window.
///
/// ```text
/// (P f)(y) = (f(s·y) + f(s·y + d) + … + f(s·y + d·(w − 1))) / w
/// ```
///
/// with window `w`, stride `s` and dilation `d`, here without padding; in several dimensions the sum over the window,
/// divided by its number of samples. Padded zeros are left out and not counted, so at the border the divisor is smaller;
/// [`mean_pool_counting_padding`] counts them.
///
/// Sums start from 0 and are taken in the row-major order of the window, so windows with the same samples give the same
/// bits. Shifts commute with it as with [`max_pool`], whose shapes it has. A sample that is not a number is allowed, and
/// makes its windows so.
///
/// # Errors
///
/// Those of [`output_size`](crate::output_size) on any axis, such as an empty input or a window that is larger than the
/// input without padding; and a window that meets no sample, only padding.
///
/// # Examples
///
/// ```
/// use equivariance::{mean_pool, Padding, Pool};
/// use ndarray::array;
///
/// let pool = Pool::new(2, 2);
/// assert_eq!(mean_pool(&array![1.0, 2.0, 5.0, 3.0], pool)?, array![1.5, 4.0]);
/// let padded = pool.padding(Padding::Zeros { before: 1, after: 1 });
/// assert_eq!(mean_pool(&array![1.0, 2.0, 5.0, 3.0], padded)?, array![1.0, 3.5, 3.0]);
/// # Ok::<(), equivariance::Error>(())
/// ```
pub fn mean_pool<A: Scalar, D: Dimension>(
    input: &ArrayRef<A, D>,
    pool: impl PerAxis<Pool>,
) -> Result<Array<A, D>> {
    let axes = windows_with_samples(input, pool)?;
    let mut sums = sums_of_products(&axes, &ones(&axes)).fold_all(input)?;
    divide(&axes, Axis::samples, &mut sums);
    Ok(sums)
}

/// Writes [`mean_pool`] into an array of the shape that it returns, in any layout.
///
/// # Errors
///
/// Those of [`mean_pool`], and an output of another shape.
pub fn mean_pool_into<A: Scalar, D: Dimension>(
    input: &ArrayRef<A, D>,
    pool: impl PerAxis<Pool>,
    output: &mut ArrayRef<A, D>,
) -> Result<()> {
    let axes = windows_with_samples(input, pool)?;
    check_output(output, &output_shape(&axes))?;
    sums_of_products(&axes, &ones(&axes)).fold_into(input, output);
    divide(&axes, Axis::samples, output);
    Ok(())
}

/// Returns the mean of every window, its padded zeros counted as samples; what rounding up adds beyond the padding is not.
///
/// Otherwise as [`mean_pool`]. ONNX calls it `count_include_pad`.
///
/// # Errors
///
/// Those of [`output_size`](crate::output_size) on any axis.
///
/// # Examples
///
/// ```
/// use equivariance::{mean_pool_counting_padding, Padding, Pool};
/// use ndarray::array;
///
/// let pool = Pool::new(2, 2).padding(Padding::Zeros { before: 1, after: 0 });
/// let signal = array![1.0, 2.0, 5.0, 3.0];
/// assert_eq!(mean_pool_counting_padding(&signal, pool)?, array![0.5, 3.5]);
/// // The last window has one sample, and another place that is no padding.
/// assert_eq!(mean_pool_counting_padding(&signal, pool.ceil())?, array![0.5, 3.5, 3.0]);
/// # Ok::<(), equivariance::Error>(())
/// ```
pub fn mean_pool_counting_padding<A: Scalar, D: Dimension>(
    input: &ArrayRef<A, D>,
    pool: impl PerAxis<Pool>,
) -> Result<Array<A, D>> {
    let axes = windows(input, pool)?;
    let mut sums = sums_of_products(&axes, &ones(&axes)).fold_all(input)?;
    divide(&axes, Axis::samples_and_padding, &mut sums);
    Ok(sums)
}

/// Writes [`mean_pool_counting_padding`] into an array of the shape that it returns, in any layout.
///
/// # Errors
///
/// Those of [`mean_pool_counting_padding`], and an output of another shape.
pub fn mean_pool_counting_padding_into<A: Scalar, D: Dimension>(
    input: &ArrayRef<A, D>,
    pool: impl PerAxis<Pool>,
    output: &mut ArrayRef<A, D>,
) -> Result<()> {
    let axes = windows(input, pool)?;
    check_output(output, &output_shape(&axes))?;
    sums_of_products(&axes, &ones(&axes)).fold_into(input, output);
    divide(&axes, Axis::samples_and_padding, output);
    Ok(())
}

/// Returns the max pooling that is blurred before it is subsampled, on a circle.
///
/// ```text
/// m(y)     = max { f(y + d·k) : 0 ≤ k < w }
/// b(y)     = (m(y − 1) + 2·m(y) + m(y + 1)) / 4
/// (P f)(y) = b(s·y)
/// ```
///
/// with window `w`, stride `s`, dilation `d` and indices modulo the size; in several dimensions the maximum is that of a
/// window of all axes, and the blur acts along one axis after another.
///
/// A circular shift by `s·t` moves the output by `t`, to the last bit, where the stride divides the size. No other shift
/// has such a law: the example shows one that changes every output by half of their range.
///
/// Shapes: `(n, …)` → `(⌈n / s⌉, …)`.
///
/// # Errors
///
/// Those of [`max_pool`], a window that spans more than the input, and a padding other than that of [`Pool::new`] and
/// [`Padding::Circular`].
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
    pool: impl PerAxis<Pool>,
) -> Result<Array<A, D>> {
    let pools = pool.per_axis(input.ndim())?;
    let other = pools
        .iter()
        .find(|pool| !matches!(pool.options.padding, Padding::Valid | Padding::Circular));
    if let Some(pool) = other {
        return Err(Error::WrongPadding {
            expected: "valid or circular",
            actual: pool.options.padding,
        });
    }
    let shape = input.shape();
    // Circular windows always fit; a window larger than its input is as wrong here as in `max_pool`.
    windows_of_pools(shape, &pools, |pool| pool.padding(Padding::Valid))?;
    let axes = windows_of_pools(shape, &pools, |pool| Pool {
        options: Options::circular().dilation(pool.options.dilation),
        ..pool
    })?;
    let centred = max_pool_with(input, &axes)?;
    // A circular window starts before its position: moved back, it starts at its own.
    let back: Vec<isize> = axes.iter().map(|axis| -(axis.before as isize)).collect();
    let mut dense = translate(&centred, &back, Fill::Circular)?;
    let blur = Kernel1d::GaussianBlur.weights::<A>();
    let weights = blur.as_slice().expect("the layout is standard");
    let circular = vec![Options::circular(); shape.len()];
    for axis in 0..shape.len() {
        let mut kernel = vec![1; shape.len()];
        kernel[axis] = blur.len();
        let axes = windows_of(shape, &kernel, &circular)?;
        dense = sums_of_products(&axes, weights).fold_all(&dense)?;
    }
    let every = windows_of_pools(shape, &pools, |pool| Pool::new(1, pool.options.stride))?;
    max_pool_with(&dense, &every)
}

/// Returns the largest of all samples, of equal ones (0 and −0) the first in row-major order: invariant under every
/// circular shift, but for the sign of a zero.
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
        .fold(A::neg_infinity(), |so_far, sample| larger(so_far, *sample)))
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

fn windows<A, D: Dimension>(input: &ArrayRef<A, D>, pool: impl PerAxis<Pool>) -> Result<Vec<Axis>> {
    windows_of_pools(input.shape(), &pool.per_axis(input.ndim())?, |pool| pool)
}

/// The windows of pools that are changed so.
fn windows_of_pools(
    input: &[usize],
    pools: &[Pool],
    change: fn(Pool) -> Pool,
) -> Result<Vec<Axis>> {
    let (mut sizes, mut options) = (Vec::new(), Vec::new());
    for pool in pools {
        let pool = change(*pool);
        sizes.push(pool.window);
        options.push(pool.options);
    }
    windows_of(input, &sizes, &options)
}

/// The windows, unless one of them lies in the padding.
fn windows_with_samples<A, D: Dimension>(
    input: &ArrayRef<A, D>,
    pool: impl PerAxis<Pool>,
) -> Result<Vec<Axis>> {
    let axes = windows(input, pool)?;
    check_samples(&axes)?;
    Ok(axes)
}

fn check_samples(axes: &[Axis]) -> Result<()> {
    for (number, axis) in axes.iter().enumerate() {
        if let Some(output) = (0..axis.output).find(|y| axis.samples(*y) == 0) {
            return Err(Error::WindowWithoutSample {
                axis: number,
                output,
            });
        }
    }
    Ok(())
}

/// The largest samples. No sample is less than what stands for padding, so that it is left out.
fn largest<'a, A: Scalar>(
    axes: &'a [Axis],
    ones: &'a [A],
    nan: Option<&'a AtomicBool>,
) -> Windows<'a, A> {
    Windows {
        axes,
        weights: ones,
        weights_of_plane: weights_of_plane(axes),
        outside: A::neg_infinity(),
        start: A::neg_infinity(),
        fold: A::find_largest,
        nan,
    }
}

/// A weight of one for each sample of a window.
fn ones<A: Scalar>(axes: &[Axis]) -> Vec<A> {
    vec![A::one(); axes.iter().map(|axis| axis.kernel).product()]
}

/// The first of equal ones. `Float::max` does not say which.
fn larger<A: Scalar>(so_far: A, sample: A) -> A {
    if sample > so_far { sample } else { so_far }
}

/// Divides each sum by the number of samples of its window; `count` says how many there are along an axis.
fn divide<A: Scalar, D: Dimension>(
    axes: &[Axis],
    count: impl Fn(&Axis, usize) -> usize,
    sums: &mut ArrayRef<A, D>,
) {
    let counts: Vec<Vec<f64>> = axes
        .iter()
        .map(|axis| (0..axis.output).map(|y| count(axis, y) as f64).collect())
        .collect();
    let Some((across, down)) = counts.split_last() else {
        return;
    };
    let positions = indices(&output_shape(axes)[..down.len()]);
    for (mut row, position) in sums.rows_mut().into_iter().zip(positions) {
        let along = down
            .iter()
            .enumerate()
            .map(|(axis, counts)| counts[position[axis]]);
        let rows: f64 = along.product();
        for (sum, columns) in row.iter_mut().zip(across) {
            *sum = *sum / scalar(rows * columns);
        }
    }
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
    if input.as_slice().is_some_and(|samples| !A::has_nan(samples)) {
        return Ok(());
    }
    match input.iter().position(|sample| sample.is_nan()) {
        Some(offset) => Err(Error::NonFinite {
            what: "sample",
            index: crate::region::index_of(offset, input.shape()),
            value: f64::NAN,
        }),
        None => Ok(()),
    }
}
