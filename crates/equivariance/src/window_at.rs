//! The samples under one window.

use ndarray::{Array, ArrayRef, Dimension};

use crate::region::index_of;
use crate::window::{filled, output_shape, windows};
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
    if output.len() != axes.len() {
        return Err(Error::DimensionMismatch {
            what: "output",
            expected: axes.len(),
            actual: output.len(),
        });
    }
    let shape = output_shape(&axes);
    if output.iter().zip(&shape).any(|(place, size)| place >= size) {
        return Err(Error::NoSuchOutput {
            output: output.to_vec(),
            shape,
        });
    }
    let mut size = input.raw_dim();
    size.slice_mut().copy_from_slice(kernel);
    let mut samples = filled(size, A::zero())?;
    for (offset, sample) in samples.iter_mut().enumerate() {
        let weight = index_of(offset, kernel);
        let mut index = input.raw_dim();
        let met = weight.iter().zip(&axes).zip(output).zip(index.slice_mut());
        let mut inside = true;
        for (((k, axis), place), index) in met {
            match axis.source(place * axis.stride + k * axis.dilation) {
                Some(source) => *index = source,
                None => inside = false,
            }
        }
        if inside {
            *sample = input[index];
        }
    }
    Ok(samples)
}
