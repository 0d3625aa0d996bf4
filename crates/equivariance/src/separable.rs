//! The sliding sum of products with one kernel along each axis.

use ndarray::{Array, ArrayRef, ArrayRef1, Dimension};

use crate::correlate::sums_of_products;
use crate::fold::Windows;
use crate::window::{Axis, check_output, output_shape, windows};
use crate::{Error, Options, PerAxis, Result, Scalar};

/// Returns the cross-correlation of `input` with a kernel along its first axis, of that with one along the second, and so
/// on.
///
/// For a kernel that is a product, `ψ(k₁, k₂, …) = ψ₁(k₁) · ψ₂(k₂) · …`, this is [`correlate`](crate::correlate) up to
/// rounding, at stride 1 with about `k₁ + k₂ + …` products an output instead of `k₁ · k₂ · …`.
///
/// The result has the bits of one `correlate` after another, the first axis first, each with a kernel that has a single
/// weight along the other axes. In the plane only a few rows of what comes between are kept at a time.
///
/// Shapes: `(n₁, …)`, a kernel `(kᵢ,)` for each axis → `(output_size(n₁, k₁), …)`.
///
/// # Errors
///
/// Those of [`output_size`](crate::output_size) on any axis, and another number of kernels than axes.
///
/// # Examples
///
/// ```
/// use equivariance::{correlate, correlate_separable, Options};
/// use ndarray::array;
///
/// let image = array![[1.0, 2.0, 4.0], [0.0, 1.0, 0.0], [3.0, 0.0, 1.0]];
/// let (smooth, slope) = (array![1.0, 2.0, 1.0], array![-1.0, 0.0, 1.0]);
/// let edges = correlate_separable(&image, &[&smooth, &slope], Options::same())?;
/// let sobel = array![[-1.0, 0.0, 1.0], [-2.0, 0.0, 2.0], [-1.0, 0.0, 1.0]];
/// assert_eq!(edges, correlate(&image, &sobel, Options::same())?);
/// # Ok::<(), equivariance::Error>(())
/// ```
pub fn correlate_separable<A: Scalar, D: Dimension>(
    input: &ArrayRef<A, D>,
    kernels: &[&ArrayRef1<A>],
    options: impl PerAxis<Options>,
) -> Result<Array<A, D>> {
    let axes = separable_windows(input.shape(), kernels, options)?;
    let weights: Vec<Vec<A>> = kernels.iter().map(|kernel| kernel.to_vec()).collect();
    match one_after_another(input, &axes, &weights)? {
        Some(input) => passes_in_the_plane(&axes, &weights, |last| last.fold_all(&input)),
        None => passes_in_the_plane(&axes, &weights, |last| last.fold_all(input)),
    }
}

/// Writes [`correlate_separable`] into an array of the shape that it returns, in any layout.
///
/// # Errors
///
/// Those of [`correlate_separable`], and an output of another shape.
pub fn correlate_separable_into<A: Scalar, D: Dimension>(
    input: &ArrayRef<A, D>,
    kernels: &[&ArrayRef1<A>],
    options: impl PerAxis<Options>,
    output: &mut ArrayRef<A, D>,
) -> Result<()> {
    let axes = separable_windows(input.shape(), kernels, options)?;
    check_output(output, &output_shape(&axes))?;
    let weights: Vec<Vec<A>> = kernels.iter().map(|kernel| kernel.to_vec()).collect();
    match one_after_another(input, &axes, &weights)? {
        Some(input) => passes_in_the_plane(&axes, &weights, |last| last.fold_into(&input, output)),
        None => passes_in_the_plane(&axes, &weights, |last| last.fold_into(input, output)),
    }
    Ok(())
}

fn separable_windows<A>(
    input: &[usize],
    kernels: &[&ArrayRef1<A>],
    options: impl PerAxis<Options>,
) -> Result<Vec<Axis>> {
    let kernel: Vec<usize> = kernels.iter().map(|kernel| kernel.len()).collect();
    if kernel.len() != input.len() {
        return Err(Error::DimensionMismatch {
            what: "separable kernel",
            expected: input.len(),
            actual: kernel.len(),
        });
    }
    windows(input, &kernel, options)
}

/// The passes along all axes but the last two, one array after another; none where there are no others.
fn one_after_another<A: Scalar, D: Dimension>(
    input: &ArrayRef<A, D>,
    axes: &[Axis],
    weights: &[Vec<A>],
) -> Result<Option<Array<A, D>>> {
    let mut passed = None;
    for number in 0..axes.len().saturating_sub(2) {
        let input = passed.as_ref().map_or(input, |passed: &Array<A, D>| passed);
        let mut along: Vec<Axis> = input.shape().iter().map(|size| Axis::each(*size)).collect();
        along[number] = axes[number];
        passed = Some(sums_of_products(&along, &weights[number]).fold_all(input)?);
    }
    Ok(passed)
}

/// Calls `fold` with the passes along the last two axes, or along the only one.
fn passes_in_the_plane<A: Scalar, R>(
    axes: &[Axis],
    weights: &[Vec<A>],
    fold: impl FnOnce(&Windows<'_, A>) -> R,
) -> R {
    let leading = axes.len().saturating_sub(2);
    let along: Vec<Axis> = axes[..leading]
        .iter()
        .map(|axis| Axis::each(axis.output))
        .chain(axes[leading..].iter().copied())
        .collect();
    let mut weights = weights[leading..].concat();
    if axes.is_empty() {
        // The product of no kernels.
        weights.push(A::one());
    }
    let sums = sums_of_products(&along, &weights);
    if along.len() < 2 {
        return fold(&sums);
    }
    fold(&Windows {
        weights_of_plane: weights.len(),
        fold: A::add_separable,
        ..sums
    })
}
