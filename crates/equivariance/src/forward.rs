//! What all layers do alike: they check an input, and compute the outputs of one or of a batch.

use ndarray::{Array, Array1, ArrayRef, ArrayView, Dimension, RemoveAxis};

use crate::shape::expect_shape;
use crate::window::{Axis, check_output, filled};
use crate::{Error, Options, PerAxis, Result, Scalar};

/// A layer whose weights have the axes of `D`.
pub(crate) trait Forward<A: Scalar, D: RemoveAxis> {
    /// The weights, two axes for channels and the others for space.
    fn weights(&self) -> &ArrayRef<A, D>;

    /// For an input of shape `(c_in, n, …)`, the windows along its spatial axes and the shape of the output.
    fn plan(&self, input: &[usize]) -> Result<(Vec<Axis>, Vec<usize>)>;

    /// Writes the output, of the planned shape.
    fn write(
        &self,
        input: ArrayView<A, D::Smaller>,
        axes: &[Axis],
        output: &mut ArrayRef<A, D::Smaller>,
    );

    fn one(&self, input: &ArrayRef<A, D::Smaller>) -> Result<Array<A, D::Smaller>> {
        let (axes, shape) = self.plan(input.shape())?;
        let mut output = filled(dimension(&shape), A::zero())?;
        self.write(input.view(), &axes, &mut output);
        Ok(output)
    }

    fn one_into(
        &self,
        input: &ArrayRef<A, D::Smaller>,
        output: &mut ArrayRef<A, D::Smaller>,
    ) -> Result<()> {
        let (axes, shape) = self.plan(input.shape())?;
        check_output(output, &shape)?;
        self.write(input.view(), &axes, output);
        Ok(())
    }

    fn batch(&self, input: &ArrayRef<A, D>) -> Result<Array<A, D>> {
        let (axes, shape) = self.plan_batch(input)?;
        let mut output = filled(dimension(&shape), A::zero())?;
        self.write_batch(input, &axes, &mut output);
        Ok(output)
    }

    fn batch_into(&self, input: &ArrayRef<A, D>, output: &mut ArrayRef<A, D>) -> Result<()> {
        let (axes, shape) = self.plan_batch(input)?;
        check_output(output, &shape)?;
        self.write_batch(input, &axes, output);
        Ok(())
    }

    fn plan_batch(&self, input: &ArrayRef<A, D>) -> Result<(Vec<Axis>, Vec<usize>)> {
        spatial_axes(self.weights().shape())?;
        let (expected, actual) = (self.weights().ndim(), input.ndim());
        if expected != actual {
            return Err(Error::DimensionMismatch {
                what: "batch of inputs",
                expected,
                actual,
            });
        }
        let (axes, shape) = self.plan(&input.shape()[1..])?;
        Ok((axes, [&input.shape()[..1], &shape].concat()))
    }

    fn write_batch(&self, input: &ArrayRef<A, D>, axes: &[Axis], output: &mut ArrayRef<A, D>) {
        for (input, mut output) in input.outer_iter().zip(output.outer_iter_mut()) {
            self.write(input, axes, &mut output);
        }
    }
}

/// Checks the fields of a layer, which are public, so that they may have changed.
pub(crate) fn check_layer<A>(
    weights: &[usize],
    bias: &Array1<A>,
    c_out: usize,
    options: &[Options],
) -> Result<()> {
    if weights.contains(&0) {
        return Err(Error::EmptyKernel {
            shape: weights.to_vec(),
        });
    }
    expect_shape("bias", &[c_out], bias.shape())?;
    PerAxis::<Options>::per_axis(&options, weights.len() - 2).map(|_| ())
}

/// Checks that weights have axes for both kinds of channels and for space, and returns the number of the latter.
pub(crate) fn spatial_axes(weights: &[usize]) -> Result<usize> {
    match weights.len().checked_sub(2) {
        Some(axes) if axes > 0 => Ok(axes),
        _ => Err(Error::DimensionMismatch {
            what: "array of weights",
            expected: 3,
            actual: weights.len(),
        }),
    }
}

/// Checks that a layer's groups divide its channels.
pub(crate) fn check_groups(what: &'static str, channels: usize, groups: usize) -> Result<()> {
    if groups > 0 && channels.is_multiple_of(groups) {
        return Ok(());
    }
    Err(Error::GroupMismatch {
        what,
        channels,
        groups,
    })
}

/// Checks an input of shape `(c_in, n, …)` for weights of this shape, which need so many channels.
pub(crate) fn check_input(
    input: &[usize],
    weights: &[usize],
    channels: usize,
    groups: usize,
) -> Result<()> {
    if input.len() + 1 != weights.len() {
        return Err(Error::DimensionMismatch {
            what: "input of a layer",
            expected: weights.len() - 1,
            actual: input.len(),
        });
    }
    if input[0] != channels {
        return Err(Error::ChannelMismatch {
            expected: channels,
            actual: input[0],
            input: input.to_vec(),
            weights: weights.to_vec(),
            groups,
        });
    }
    Ok(())
}

fn dimension<D: Dimension>(shape: &[usize]) -> D {
    let mut dimension = D::zeros(shape.len());
    dimension.slice_mut().copy_from_slice(shape);
    dimension
}
