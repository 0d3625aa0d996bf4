//! The samples under one window.

use ndarray::{Array, ArrayRef, Dimension};

use crate::window::{Axis, output_shape, windows};
use crate::{Error, Options, PerAxis, Result, Scalar};

/// Returns the samples under the window of one output, in the shape of the kernel; a padded zero is 0.
///
/// ```text
/// k ↦ f(s·y + d·k − b)
/// ```
///
/// for the output at `output`, here `y`, with the conventions of [`correlate`](crate::correlate): the sum of these samples
/// times the weights is the output.
///
/// Shapes: `(n₁, …)` and a kernel of shape `(k₁, …)` → `(k₁, …)`.
///
/// # Errors
///
/// Those of [`output_size`](crate::output_size), a kernel or an output with another number of axes, and an output that is
/// not there.
///
/// # Examples
///
/// ```
/// use equivariance::{Options, window_at};
/// use ndarray::array;
///
/// let signal = array![4.0, 5.0, 6.0];
/// assert_eq!(window_at(&signal, &[3], Options::same(), &[0])?, array![0.0, 4.0, 5.0]);
/// assert_eq!(window_at(&signal, &[3], Options::circular(), &[0])?, array![6.0, 4.0, 5.0]);
/// # Ok::<(), equivariance::Error>(())
/// ```
pub fn window_at<A: Scalar, D: Dimension>(
    input: &ArrayRef<A, D>,
    kernel: &[usize],
    options: impl PerAxis<Options>,
    output: &[usize],
) -> Result<Array<A, D>> {
    let axes = windows(input.shape(), kernel, options)?;
    let offsets = offsets_met(&axes, output)?;
    let mut size = input.raw_dim();
    size.slice_mut().copy_from_slice(kernel);
    let input = input.as_standard_layout();
    let input = input.as_slice().expect("the layout is standard");
    let sample = |offset: Option<usize>| offset.map_or(A::zero(), |offset| input[offset]);
    let samples = offsets.into_iter().map(sample).collect();
    Ok(Array::from_shape_vec(size, samples).expect("one sample for every weight"))
}

/// Which sample each weight meets under the window of an output, both in row-major order; none for a zero.
fn offsets_met(axes: &[Axis], output: &[usize]) -> Result<Vec<Option<usize>>> {
    if output.len() != axes.len() {
        return Err(Error::DimensionMismatch {
            what: "output",
            expected: axes.len(),
            actual: output.len(),
        });
    }
    let shape = output_shape(axes);
    if output.iter().zip(&shape).any(|(place, size)| place >= size) {
        return Err(Error::NoSuchOutput {
            output: output.to_vec(),
            shape,
        });
    }
    let mut offsets = vec![Some(0)];
    for (axis, place) in axes.iter().zip(output) {
        let mut wider = Vec::new();
        wider
            .try_reserve_exact(offsets.len().saturating_mul(axis.kernel))
            .map_err(|_| Error::WindowTooLarge {
                shape: axes.iter().map(|axis| axis.kernel).collect(),
            })?;
        for offset in offsets {
            for k in 0..axis.kernel {
                let source = axis.source(place * axis.stride + k * axis.dilation);
                wider.push(
                    offset
                        .zip(source)
                        .map(|(offset, source)| offset * axis.input + source),
                );
            }
        }
        offsets = wider;
    }
    Ok(offsets)
}
