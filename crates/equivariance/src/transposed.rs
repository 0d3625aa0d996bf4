//! The adjoint of the sliding sum of products.

use ndarray::{Array, ArrayRef, Dimension, indices};

use crate::window::{Axis, check_output, filled, output_shape, windows};
use crate::{Error, Options, PerAxis, Result, Scalar};

/// Returns what the adjoint of [`correlate`](crate::correlate)`(·, kernel, options)` makes of `input`, where that map takes
/// inputs of shape `size`: every input spreads over its window, in the proportions of the weights.
///
/// ```text
/// output(x) = Σ f(y) · ψ(k)   over all y and k with s·y + d·k − b = x
/// ```
///
/// with `y` over the indices of the input `f`, `k` over those of the kernel `ψ`, stride `s`, dilation `d` and `b` samples of
/// padding before the first. What falls on padded zeros is lost; under *circular* and *reflect* it falls on the sample that
/// stands there, so `x` is what [`Padding`](crate::Padding) makes of `s·y + d·k − b`. As a matrix it is the transpose:
/// `⟨correlate(g), f⟩ = ⟨g, correlate_transposed(f)⟩` for every `g` of shape `size`.
///
/// Each sum starts from 0 and takes the inputs in row-major order. Where one input meets a sample with several weights,
/// as may be under *circular* and *reflect*, they are taken in row-major order.
///
/// Several sizes have the same number of windows, when the stride is larger than 1; so it must be given.
///
/// Shapes: `(output_size(n₁, k₁), …)`, `(k₁, …)` → `(n₁, …)`, which is `size`.
///
/// # Errors
///
/// Those of [`correlate`](crate::correlate) on an input of shape `size`, and an `input` that has not the shape of what it
/// returns.
///
/// # Examples
///
/// ```
/// use equivariance::{correlate_transposed, Options};
/// use ndarray::array;
///
/// let kernel = array![1.0, 2.0, 3.0];
/// let spread = |options, size| correlate_transposed(&array![1.0, 10.0], &kernel, &[size], options);
/// assert_eq!(spread(Options::valid(), 4)?, array![1.0, 12.0, 23.0, 30.0]);
/// assert_eq!(spread(Options::valid().stride(2), 5)?, array![1.0, 2.0, 13.0, 20.0, 30.0]);
/// assert_eq!(spread(Options::valid().stride(2), 6)?, array![1.0, 2.0, 13.0, 20.0, 30.0, 0.0]);
/// assert_eq!(spread(Options::same(), 2)?, array![12.0, 23.0]);
/// # Ok::<(), equivariance::Error>(())
/// ```
pub fn correlate_transposed<A: Scalar, D: Dimension>(
    input: &ArrayRef<A, D>,
    kernel: &ArrayRef<A, D>,
    size: &[usize],
    options: impl PerAxis<Options>,
) -> Result<Array<A, D>> {
    let axes = transposed_windows(input.shape(), kernel.shape(), size, options)?;
    let mut shape = input.raw_dim();
    shape.slice_mut().copy_from_slice(size);
    let mut output = filled(shape, A::zero())?;
    spread_windows(input, kernel, &axes, &mut output);
    Ok(output)
}

/// Writes [`correlate_transposed`] into an array of the shape `size`, which is that of `output`, in any layout.
///
/// # Errors
///
/// Those of [`correlate_transposed`], and an output of another shape than `size`.
pub fn correlate_transposed_into<A: Scalar, D: Dimension>(
    input: &ArrayRef<A, D>,
    kernel: &ArrayRef<A, D>,
    size: &[usize],
    options: impl PerAxis<Options>,
    output: &mut ArrayRef<A, D>,
) -> Result<()> {
    let axes = transposed_windows(input.shape(), kernel.shape(), size, options)?;
    check_output(output, size)?;
    output.fill(A::zero());
    spread_windows(input, kernel, &axes, output);
    Ok(())
}

fn transposed_windows(
    input: &[usize],
    kernel: &[usize],
    size: &[usize],
    options: impl PerAxis<Options>,
) -> Result<Vec<Axis>> {
    if size.len() != input.len() {
        return Err(Error::DimensionMismatch {
            what: "size of the output",
            expected: input.len(),
            actual: size.len(),
        });
    }
    let axes = windows(size, kernel, options)?;
    let expected = output_shape(&axes);
    if input == expected {
        return Ok(axes);
    }
    Err(Error::ShapeMismatch {
        what: "input",
        expected,
        actual: input.to_vec(),
    })
}

/// Adds to `output` what each input gives to the samples of its window, inputs in row-major order, and of each the weights.
///
/// The axes are those of the correlation, whose outputs the inputs stand for.
pub(crate) fn spread_windows<A: Scalar, D: Dimension>(
    input: &ArrayRef<A, D>,
    kernel: &ArrayRef<A, D>,
    axes: &[Axis],
    output: &mut ArrayRef<A, D>,
) {
    let weights: Vec<A> = kernel.iter().copied().collect();
    let mut sums: Vec<A> = output.iter().copied().collect();
    let (mut places, mut wider) = (Vec::new(), Vec::new());
    for (value, y) in input.iter().zip(indices(&output_shape(axes)[..])) {
        // The place of each weight among the outputs, one axis after another.
        places.clear();
        places.push(Some(0));
        for (number, axis) in axes.iter().enumerate() {
            wider.clear();
            for place in &places {
                let sources = axis.sources(y[number]);
                wider.extend(sources.map(|x| Some((*place)? * axis.input + x?)));
            }
            std::mem::swap(&mut places, &mut wider);
        }
        for (weight, place) in weights.iter().zip(&places) {
            if let Some(place) = place {
                sums[*place] = sums[*place] + *weight * *value;
            }
        }
    }
    output.iter_mut().zip(sums).for_each(|(to, sum)| *to = sum);
}
