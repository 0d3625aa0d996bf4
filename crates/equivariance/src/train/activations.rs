//! What stands between layers, and its gradients.

use ndarray::{Array, Array1, ArrayRef, ArrayRef1, Dimension, RemoveAxis};

use crate::scalar::scalar;
use crate::shape::{expect_axis, expect_shape};
use crate::window::filled;
use crate::{Error, Result, Scalar, global_max, global_mean};

/// Returns each element that is larger than 0, and 0 in place of the others; what is not a number stays.
///
/// ```
/// assert_eq!(equivariance::relu(&ndarray::array![-1.0, 0.0, 2.0]), ndarray::array![0.0, 0.0, 2.0]);
/// ```
pub fn relu<A: Scalar, D: Dimension>(input: &ArrayRef<A, D>) -> Array<A, D> {
    input.map(|value| {
        if *value <= A::zero() {
            A::zero()
        } else {
            *value
        }
    })
}

/// Returns the gradient of a loss by the input of [`relu`], given what it returned and the gradient by that: 0 where the
/// output is 0.
///
/// # Errors
///
/// Two arrays of different shapes.
pub fn relu_gradient<A: Scalar, D: Dimension>(
    output: &ArrayRef<A, D>,
    output_gradient: &ArrayRef<A, D>,
) -> Result<Array<A, D>> {
    check(output_gradient.shape(), output.shape())?;
    let mut gradient = output_gradient.to_owned();
    gradient.zip_mut_with(output, |value, output| {
        if output.is_zero() {
            *value = A::zero();
        }
    });
    Ok(gradient)
}

/// Returns the [`global_max`] of each channel. Shapes: `(c, n, …)` → `(c,)`.
///
/// # Errors
///
/// Those of [`global_max`], and an input without axes.
pub fn channel_max<A: Scalar, D: RemoveAxis>(input: &ArrayRef<A, D>) -> Result<Array1<A>> {
    expect_axis("input", input.ndim())?;
    input
        .outer_iter()
        .map(|channel| global_max(&channel))
        .collect()
}

/// Returns the gradient of a loss by the input of [`channel_max`], where `output_gradient` is that by its output: all of it
/// goes to the sample that was the largest, of equal ones to the first.
///
/// # Errors
///
/// Those of [`channel_max`], and another number of derivatives than there are channels.
pub fn channel_max_gradient<A: Scalar, D: RemoveAxis>(
    input: &ArrayRef<A, D>,
    output_gradient: &ArrayRef1<A>,
) -> Result<Array<A, D>> {
    let largest = channel_max(input)?;
    check(output_gradient.shape(), largest.shape())?;
    let mut gradient = Array::zeros(input.raw_dim());
    let channels = gradient.outer_iter_mut().zip(input.outer_iter());
    for ((mut gradient, channel), (largest, g)) in channels.zip(largest.iter().zip(output_gradient))
    {
        let mut samples = gradient.iter_mut().zip(&channel);
        let sample = samples.find(|(_, sample)| *sample == largest);
        *sample.expect("the largest is one of them").0 = *g;
    }
    Ok(gradient)
}

/// Returns the [`global_mean`] of each channel. Shapes: `(c, n, …)` → `(c,)`.
///
/// # Errors
///
/// Those of [`global_mean`], and an input without axes.
pub fn channel_mean<A: Scalar, D: RemoveAxis>(input: &ArrayRef<A, D>) -> Result<Array1<A>> {
    expect_axis("input", input.ndim())?;
    input
        .outer_iter()
        .map(|channel| global_mean(&channel))
        .collect()
}

/// Returns the gradient of a loss by an input of this shape of [`channel_mean`], where `output_gradient` is that by its
/// output: every sample of a channel has the same part of it.
///
/// # Errors
///
/// Another number of derivatives than there are channels, channels without samples, and an input that no array can hold.
pub fn channel_mean_gradient<A: Scalar, D: RemoveAxis>(
    input: D,
    output_gradient: &ArrayRef1<A>,
) -> Result<Array<A, D>> {
    expect_axis("input", input.ndim())?;
    check(output_gradient.shape(), &input.slice()[..1])?;
    if input.slice().contains(&0) {
        return Err(Error::EmptyInput {
            shape: input.slice().to_vec(),
        });
    }
    let mut gradient = filled(input, A::zero())?;
    let samples = gradient.len() / gradient.shape()[0];
    for (mut channel, g) in gradient.outer_iter_mut().zip(output_gradient) {
        channel.fill(*g / scalar(samples as f64));
    }
    Ok(gradient)
}

fn check(actual: &[usize], expected: &[usize]) -> Result<()> {
    expect_shape("gradient by the output", expected, actual)
}
