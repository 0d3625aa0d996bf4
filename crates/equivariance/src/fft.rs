//! The sliding sum of products by the fast Fourier transform: for large kernels, and within a stated error.
//!
//! The transform is a small one of this crate, not that of `rustfft`: it gives the same bits on every machine and at every
//! width of the vectors, where `rustfft` chooses its algorithm by the processor; and it transforms many columns side by side, so
//! that a tile of an image takes half the time that it takes there, with transpositions.

mod engine;
mod tiling;
mod transform;

use std::borrow::Cow;

use ndarray::{Array, ArrayRef, Dimension, IntoDimension, indices};

use crate::vector_width::dispatch;
use crate::window::{Axis, output_shape, outputs, windows};
use crate::{Error, Options, PerAxis, Result, Scalar};
use engine::{Correlation, Memory};
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
/// with what [`correlate`](crate::correlate) says of each symbol. The last two axes are cut into tiles of up to
/// a few hundred samples that overlap by the size of the kernel. Products of transforms are summed over the axes before them, each with a
/// transform of its own. Of a stride all outputs are computed and some are kept; a dilation costs nothing. The
/// result is the same to the last bit on every machine.
///
/// Shapes: `(n₁, …)`, `(k₁, …)` → `(output_size(n₁, k₁), …)`.
///
/// # Accuracy
///
/// Every output is off by at most
///
/// ```text
/// (12 · log₂ N + m) · ε · ‖f‖ · ‖ψ‖
/// ```
///
/// with the machine's `ε` (`A::epsilon()`), the number `N` of samples of a tile, the number `m` of two-dimensional planes of
/// the kernel, the Euclidean norm of the samples of the two tiles that are transformed together, and that of the
/// kernel. [`fft_error_bound`] returns its largest value. It is a bound on the error against the largest outputs: a small output beside
/// large samples may have no correct digit, where [`correlate`](crate::correlate) is accurate to the size of its own
/// products. It holds if nothing overflows or underflows on the way: all squares of samples and weights, their sums and their products
/// with `N` are to be normal numbers. What overflows makes outputs infinite or NaN, never finite and wrong.
///
/// The derivation, with `u = ε/2` and first powers of `u`. A complex product is off by `√5·u`, a root of unity, computed in `f64` from
/// at most an eighth of a turn, by `4·u`. A butterfly of four values is two levels of sums, `2·u`; one of three values is off by
/// `5.7·u`, as its sums are by `u` each and its root by `u`. With products and roots this is less than `7.5·u` for each
/// factor 2 of `N`, relative to the norm, which a butterfly keeps but for a factor; hence `‖ΔF‖ ≤ 7.5·u·log₂N·‖F‖` for `f` and
/// likewise for `ψ`. By the Cauchy–Schwarz inequality the products `G = F·Ψ̄` have `Σ|G|/N ≤ ‖f‖·‖ψ‖` and the errors
/// before them, with `√5·u` for the product and `u` for the division by `N`, at most `(15·log₂N + 3.3)·u` times that. Back,
/// an output meets each `G` once, with a factor of absolute value 1, and each level rounds sums of some of them: `7.5·u·log₂N` times
/// `Σ|G|/N` more, and `u` times it for each further plane. Together that is less than the bound, as `N ≥ 16`.
///
/// # Errors
///
/// Those of [`correlate`](crate::correlate), a sample or weight that is not finite, since it would spread over its tile, and a tile
/// for which there is no memory.
///
/// # Source
///
/// N. J. Higham, *Accuracy and Stability of Numerical Algorithms*, 2nd edition, 2002, section 24.1, for the transform of
/// radix 2; R. Brent, C. Percival, P. Zimmermann, *Error bounds on complex floating-point multiplication*, Mathematics of
/// Computation 76, 2007, for the product.
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
    check_finite("sample", input)?;
    check_finite("weight", kernel)?;
    let mut output = outputs(&axes)?;
    let (input, kernel) = (input.as_standard_layout(), kernel.as_standard_layout());
    let samples = input.as_slice().expect("the layout is standard");
    let weights = kernel.as_slice().expect("the layout is standard");
    let values = output.as_slice_mut().expect("a new array");
    match &axes[..] {
        [] => values[0] = samples[0] * weights[0],
        [axis] => {
            let segments = row_segments(axis);
            let problem = Problem::row(axis, &segments, samples, weights);
            let mut rows = vec![A::zero(); problem.output_size];
            problem.solve(&mut rows)?;
            for (row, segment) in rows.chunks_exact(problem.output_width).zip(&segments) {
                for (sample, output) in &segment.outputs {
                    values[*output] = row[*sample];
                }
            }
        }
        _ => Problem::planes(&axes, samples, weights).solve(values)?,
    }
    Ok(output)
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

fn check_finite<A: Scalar, D: Dimension>(
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

fn double<A: Scalar>(value: A) -> f64 {
    value.to_f64().expect("f64 holds every f32 and f64")
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
        let memory = Memory::new(&self.tilings, planes).ok_or_else(|| Error::TileTooLarge {
            shape: self.tilings.iter().map(|tiling| tiling.size).collect(),
            planes,
        })?;
        dispatch(Correlation {
            input: &self.input,
            input_width: self.input_width,
            kernel: self.kernel,
            tilings: &self.tilings,
            sums: &self.sums,
            output,
            output_size: self.output_size,
            output_width: self.output_width,
            memory,
        });
        Ok(())
    }

    fn error_bound(&self) -> f64 {
        let square = |value: A| double(value) * double(value);
        let [rows, columns] = &self.tilings;
        let of_tile = |products: &[(usize, usize)], (rows, columns): (&Segment, &Segment)| -> f64 {
            let planes = products.iter().map(|(plane, _)| &self.input[*plane..]);
            let rows = planes.flat_map(|plane| {
                rows.sources
                    .iter()
                    .flatten()
                    .map(move |row| &plane[row * self.input_width..])
            });
            rows.flat_map(|row| {
                columns
                    .sources
                    .iter()
                    .flatten()
                    .map(|column| square(row[*column]))
            })
            .sum()
        };
        let tiles: Vec<_> = rows
            .segments
            .iter()
            .flat_map(|rows| columns.segments.iter().map(move |columns| (rows, columns)))
            .collect();
        let pairs = self.sums.iter().flat_map(|products| {
            tiles
                .chunks(2)
                .map(|pair| pair.iter().map(|tile| of_tile(products, *tile)).sum())
        });
        let samples = pairs.fold(0.0, f64::max).sqrt();
        let weights = self
            .kernel
            .iter()
            .map(|weight| square(*weight))
            .sum::<f64>()
            .sqrt();
        let planes = self.kernel.len() / (rows.kernel * columns.kernel);
        let levels = libm::log2(tiling::transformed(&self.tilings) as f64);
        (12.0 * levels + planes as f64) * double(A::epsilon()) * samples * weights
    }
}
