//! The sliding sum of products by the fast Fourier transform: for large kernels, and within a stated error.
//!
//! The transform is one of this crate, because its results are the same on every machine and its error can be derived
//! from a few lines: `rustfft` chooses algorithms and fused operations by the processor. Speed alone would not ask for
//! it. Of a correlation of 1024×1024 with 31×31 and 101×101 in `f32` on a Zen 5, on one thread, the transforms take 1.1
//! and 1.5 ms here, 1.4 and 2.1 ms in `rustfft` 6.4.

mod engine;
mod tiling;
mod transform;

use std::borrow::Cow;

use ndarray::{Array, ArrayRef, Dimension, indices};

#[cfg(all(feature = "rayon", not(target_family = "wasm")))]
use crate::VectorWidth;
use crate::finite::check_finite;
use crate::scalar::double;
use crate::vector_width::dispatch;
use crate::window::{Axis, check_output, output_shape, outputs, windows};
use crate::{Error, Options, PerAxis, Result, Scalar};
use engine::{Correlation, Kernel, Memory, zeros};
use tiling::{Segment, Tiling, row_segments, tilings};

/// The number of columns that are transformed together: 512 bits of `f32`, a line of a cache.
const WIDTH: usize = 16;

/// Returns the cross-correlation of `input` with `kernel` as [`correlate`](crate::correlate) does, computed by Fourier
/// transforms: faster where the kernel is large, and not to the same bits.
///
/// ```text
/// output(y) = Σₖ f(s·y + d·k − b) · ψ(k)
/// ```
///
/// with what [`correlate`](crate::correlate) says of each symbol. The last two axes are cut into overlapping tiles,
/// whose size depends on the shapes and options alone. Over the axes before them the products of transforms are summed,
/// which transforms a plane of the input once for each plane of the kernel that meets it. The outputs that a stride
/// leaves out are computed too; the zeros that a dilation puts between weights are not. The result is the same to the
/// last bit on every machine. It takes the feature `fft`.
///
/// Shapes: `(n₁, …)`, `(k₁, …)` → `(output_size(n₁, k₁), …)`.
///
/// # Accuracy
///
/// Every output is off by at most
///
/// ```text
/// (12·log₂N + m) · ε · ‖f‖ · ‖ψ‖
/// ```
///
/// with the number `N` of samples of a tile, counted along the axes on which the kernel has more than one weight, the
/// number `m` of planes that the last two axes of the kernel make, `ε` of the type (`f32::EPSILON`), and the Euclidean
/// norms of the kernel and of the samples in two tiles, as two are transformed together. [`fft_error_bound`] returns
/// the largest of these bounds. It promises no small relative error: an output that is small beside the norms may have
/// no correct digit.
///
/// The bound holds if nothing overflows and no result that underflows matters beside it. What overflows becomes
/// infinite or NaN in every output that it enters, never a finite number.
///
/// **Derivation**, to first order in `u = ε/2`. A complex sum is off by at most `u` of its absolute value, a product by
/// `√5·u`, and a root of unity, computed in `f64` from an angle of at most an eighth of a turn, by `4·u`. A butterfly
/// multiplies the norm by the root of its size. Relative to that, one of four values is off by `2·u` for its two levels
/// of sums; one of three by `5.65·u`, for its sums, its factor `√¾` and the product with it. With the product with a
/// root of unity, a factor 4 of `N` costs `8.3·u` and a factor 3 `11.9·u`: at most `7.5·u` for every factor 2. So the
/// transforms of `f` and `ψ` are off by `7.5·u·log₂N` of their norms, and the products `G`, whose `Σ|G|/N` is at most
/// `‖f‖·‖ψ‖` by the Cauchy–Schwarz inequality, have errors whose sum is `(15·log₂N + √5 + 2)·u` times that, the 2 for
/// the division by `N`. In the transform back, an output is the sum of all `G`, each with a factor of absolute value 1,
/// and every level rounds parts of this sum: another `7.5·u·log₂N` of `Σ|G|/N`, and `u` for every plane after the
/// first. The total is less than the bound, since `N` is at least 16, or 1 where nothing is transformed.
///
/// # Errors
///
/// Those of [`correlate`](crate::correlate); a sample or weight that is not finite, which would spread over its tile;
/// tiles for which there is no memory.
///
/// # Source
///
/// Nicholas Higham, *Accuracy and Stability of Numerical Algorithms*, 2nd edition, 2002, section 24.1, derives the
/// bound for factors 2. Richard Brent, Colin Percival, Paul Zimmermann, *Error bounds on complex floating-point
/// multiplication*, Mathematics of Computation 76, 2007, pages 1469 to 1481, is the source of `√5·u`.
///
/// # Examples
///
/// ```
/// use equivariance::{Options, correlate, correlate_by_fft, fft_error_bound, seeded_noise};
/// use ndarray::Array2;
///
/// let image: Array2<f64> = seeded_noise((60, 70), 1);
/// let kernel: Array2<f64> = seeded_noise((21, 21), 2);
/// let direct = correlate(&image, &kernel, Options::same())?;
/// let by_fft = correlate_by_fft(&image, &kernel, Options::same())?;
/// let bound = fft_error_bound(&image, &kernel, Options::same())?;
/// assert!(bound < 1e-10);
/// assert!((by_fft - direct).iter().all(|difference| difference.abs() < 2.0 * bound));
/// # Ok::<(), equivariance::Error>(())
/// ```
pub fn correlate_by_fft<A: Scalar, D: Dimension>(
    input: &ArrayRef<A, D>,
    kernel: &ArrayRef<A, D>,
    options: impl PerAxis<Options>,
) -> Result<Array<A, D>> {
    let axes = windows(input.shape(), kernel.shape(), options)?;
    let mut output = outputs(&axes)?;
    let values = output.as_slice_mut().expect("a new array");
    compute(input, kernel, &axes, values)?;
    Ok(output)
}

/// Writes the [`correlate_by_fft`] of `input` with `kernel` into an array of the shape that it returns, in any layout.
///
/// # Errors
///
/// Those of [`correlate_by_fft`], and an output of another shape.
pub fn correlate_by_fft_into<A: Scalar, D: Dimension>(
    input: &ArrayRef<A, D>,
    kernel: &ArrayRef<A, D>,
    options: impl PerAxis<Options>,
    output: &mut ArrayRef<A, D>,
) -> Result<()> {
    let axes = windows(input.shape(), kernel.shape(), options)?;
    check_output(output, &output_shape(&axes))?;
    if let Some(values) = output.as_slice_mut() {
        return compute(input, kernel, &axes, values);
    }
    let mut values = outputs::<A, D>(&axes)?;
    compute(
        input,
        kernel,
        &axes,
        values.as_slice_mut().expect("a new array"),
    )?;
    output.assign(&values);
    Ok(())
}

/// Writes the outputs in row-major order.
fn compute<A: Scalar, D: Dimension>(
    input: &ArrayRef<A, D>,
    kernel: &ArrayRef<A, D>,
    axes: &[Axis],
    output: &mut [A],
) -> Result<()> {
    check_finite("sample", input)?;
    check_finite("weight", kernel)?;
    let (input, kernel) = (input.as_standard_layout(), kernel.as_standard_layout());
    let samples = input.as_slice().expect("the layout is standard");
    let weights = kernel.as_slice().expect("the layout is standard");
    match axes {
        [] => output[0] = samples[0] * weights[0],
        [axis] => {
            let segments = row_segments(axis);
            let problem = Problem::row(axis, &segments, samples, weights);
            let mut rows = vec![A::zero(); problem.output_size];
            problem.solve(&mut rows)?;
            for (row, segment) in rows.chunks_exact(problem.output_width).zip(&segments) {
                for (sample, place) in &segment.outputs {
                    output[*place] = row[*sample];
                }
            }
        }
        _ => Problem::planes(axes, samples, weights).solve(output)?,
    }
    Ok(())
}

/// Returns the bound on the error of every output of [`correlate_by_fft`] for these arguments, as stated there.
///
/// # Errors
///
/// Those of [`correlate_by_fft`].
pub fn fft_error_bound<A: Scalar, D: Dimension>(
    input: &ArrayRef<A, D>,
    kernel: &ArrayRef<A, D>,
    options: impl PerAxis<Options>,
) -> Result<f64> {
    let axes = windows(input.shape(), kernel.shape(), options)?;
    check_finite("sample", input)?;
    check_finite("weight", kernel)?;
    let (input, kernel) = (input.as_standard_layout(), kernel.as_standard_layout());
    let samples = input.as_slice().expect("the layout is standard");
    let weights = kernel.as_slice().expect("the layout is standard");
    Ok(match &axes[..] {
        [] => double(A::epsilon() * (samples[0] * weights[0]).abs()),
        [axis] => Problem::row(axis, &row_segments(axis), samples, weights).error_bound(),
        _ => Problem::planes(&axes, samples, weights).error_bound(),
    })
}

/// From how many samples on threads are worth their start.
#[cfg(all(feature = "rayon", not(target_family = "wasm")))]
const WORTH_THREADS: usize = 1 << 16;

/// Outputs that are computed by themselves, as in [`Correlation`].
struct Part<'a, A> {
    products: &'a [(usize, usize)],
    rows: &'a [Segment],
    output: &'a mut [A],
    first_row: usize,
}

/// Correlations of planes with planes, and which of them are summed.
struct Problem<'a, A: Clone> {
    input: Cow<'a, [A]>,
    input_width: usize,
    kernel: &'a [A],
    tilings: [Tiling; 2],
    /// As in [`Correlation`].
    sums: Vec<Vec<(usize, usize)>>,
    output_size: usize,
    output_width: usize,
}

impl<'a, A: Scalar> Problem<'a, A> {
    /// A correlation of two axes or more.
    fn planes(axes: &[Axis], samples: &'a [A], weights: &'a [A]) -> Self {
        let [leading @ .., rows, columns] = axes else {
            unreachable!("there are two axes or more");
        };
        let kernels: Vec<usize> = leading.iter().map(|axis| axis.kernel).collect();
        // The plane of the input under a plane of the kernel, unless it is one of zeros.
        let plane = |output: &[usize], weight: &[usize]| {
            leading.iter().enumerate().try_fold(0, |plane, (i, axis)| {
                let source = axis.source(output[i] * axis.stride + weight[i] * axis.dilation);
                Some(plane * axis.input + source?)
            })
        };
        let sum = |output: &[usize]| {
            let weights = indices(&kernels[..]).into_iter().enumerate();
            let products = weights.filter_map(|(number, weight)| {
                let plane = plane(output, weight.slice())?;
                Some((plane * rows.input * columns.input, number))
            });
            products.collect()
        };
        Self {
            input: samples.into(),
            input_width: columns.input,
            kernel: weights,
            tilings: tilings([rows, columns]),
            sums: indices(&output_shape(leading)[..])
                .into_iter()
                .map(|output| sum(output.slice()))
                .collect(),
            output_size: rows.output * columns.output,
            output_width: columns.output,
        }
    }

    /// A correlation of one axis: the segments are the rows of an image, which a kernel of one row correlates.
    fn row(axis: &Axis, segments: &[Segment], samples: &[A], weights: &'a [A]) -> Self {
        let size = segments[0].sources.len();
        let sources = segments.iter().flat_map(|segment| &segment.sources);
        let rows = sources.map(|source| source.map_or(A::zero(), |index| samples[index]));
        let output_width = size + 1 - axis.kernel;
        Self {
            input: rows.collect(),
            input_width: size,
            kernel: weights,
            tilings: [
                Tiling::rows(segments.len(), size),
                Tiling::whole(size, axis.kernel),
            ],
            sums: vec![vec![(0, 0)]],
            output_size: segments.len() * output_width,
            output_width,
        }
    }

    fn solve(&self, output: &mut [A]) -> Result<()> {
        let planes = self.kernel.len() / (self.tilings[0].kernel * self.tilings[1].kernel);
        let too_large = || Error::TileTooLarge {
            shape: self.tilings.iter().map(|tiling| tiling.size).collect(),
            planes,
        };
        let size = Memory::<A>::size(&self.tilings, planes).ok_or_else(too_large)?;
        let kernel_size = Kernel::<A>::size(&self.tilings, planes).ok_or_else(too_large)?;
        // One piece of memory, which an allocator has at hand for the next call more often than several pieces.
        let all = size.checked_add(kernel_size).and_then(zeros);
        let mut all = all.ok_or_else(too_large)?;
        let (numbers, for_kernel) = all.split_at_mut(size);
        let mut memory = Memory::new(numbers, &self.tilings);
        let kernel = Kernel::new(for_kernel, &self.tilings, self.kernel, &mut memory);
        let correlate = |memory: &mut Memory<'_, A>, part: Part<'_, A>| {
            dispatch(Correlation {
                input: &self.input,
                input_width: self.input_width,
                kernel: &kernel,
                products: part.products,
                rows: part.rows,
                output: part.output,
                first_row: part.first_row,
                output_width: self.output_width,
                memory,
            });
        };
        let parts = self.parts(output);
        #[cfg(all(feature = "rayon", not(target_family = "wasm")))]
        if parts.len() > 1 && self.input.len() >= WORTH_THREADS {
            use rayon::iter::{IntoParallelIterator, ParallelIterator};
            let width = VectorWidth::chosen();
            return parts.into_par_iter().try_for_each_init(
                || zeros(size),
                |numbers, part| {
                    let numbers = numbers.as_mut().ok_or_else(too_large)?;
                    let mut memory = Memory::new(numbers, &self.tilings);
                    VectorWidth::run_chosen(width, || correlate(&mut memory, part));
                    Ok(())
                },
            );
        }
        for part in parts {
            correlate(&mut memory, part);
        }
        Ok(())
    }

    /// Divides the outputs into parts that are computed each by itself: two segments of rows of a plane, or, if these
    /// are not next to each other, the plane.
    fn parts<'b>(&'b self, output: &'b mut [A]) -> Vec<Part<'b, A>> {
        let segments = &self.tilings[0].segments;
        let numbers = segments.iter().flat_map(|segment| &segment.outputs);
        let in_order = numbers.map(|(_, number)| *number).is_sorted();
        let together = if in_order { 2 } else { segments.len() };
        let mut parts = Vec::new();
        for (products, plane) in self
            .sums
            .iter()
            .zip(output.chunks_exact_mut(self.output_size))
        {
            let mut rest = plane;
            let mut first_row = 0;
            for rows in segments.chunks(together) {
                let count: usize = rows.iter().map(|segment| segment.outputs.len()).sum();
                let (part, others) = rest.split_at_mut(count * self.output_width);
                parts.push(Part {
                    products,
                    rows,
                    output: part,
                    first_row,
                });
                rest = others;
                first_row += count;
            }
        }
        parts
    }

    fn error_bound(&self) -> f64 {
        let square = |value: A| double(value) * double(value);
        let [rows, columns] = &self.tilings;
        let squares = |products: &[(usize, usize)], rows: &Segment, columns: &Segment| {
            let mut sum = 0.0;
            for (plane, _) in products {
                for row in rows.sources.iter().flatten() {
                    let samples = &self.input[plane + row * self.input_width..];
                    let sources = columns.sources.iter().flatten();
                    sum += sources.map(|column| square(samples[*column])).sum::<f64>();
                }
            }
            sum
        };
        let mut largest = 0.0;
        for products in &self.sums {
            for pair in rows.segments.chunks(2) {
                for columns in &columns.segments {
                    let squares = pair.iter().map(|rows| squares(products, rows, columns));
                    largest = f64::max(largest, squares.sum());
                }
            }
        }
        let weights: f64 = self.kernel.iter().map(|weight| square(*weight)).sum();
        let norms = largest.sqrt() * weights.sqrt();
        let planes = self.kernel.len() / (rows.kernel * columns.kernel);
        let levels = libm::log2(tiling::transformed(&self.tilings) as f64);
        (12.0 * levels + planes as f64) * double(A::epsilon()) * norms
    }
}
