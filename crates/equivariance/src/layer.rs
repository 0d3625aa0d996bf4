//! The convolutional layer of a network.

use ndarray::{Array, Array1, ArrayRef, ArrayView, Dimension, Ix4, RemoveAxis};

use crate::channels::Group;
use crate::window::{Axis, check_output, filled, output_shape, windows};
use crate::{Error, Options, PerAxis, Result, Scalar};

/// A convolutional layer: a stack of kernels, one for every pair of an output and an input channel, and a bias.
///
/// In the plane its weights have four axes (`D` is [`Ix4`]), on a line three, in space five.
///
/// ```
/// use equivariance::{ConvLayer, Options};
/// use ndarray::{Array2, Array3, Array4, array};
///
/// let layer = ConvLayer::new(Array4::ones((1, 2, 3, 3)), array![0.5], Options::valid())?;
/// let output = layer.forward(&Array3::ones((2, 4, 5)))?;
/// assert_eq!(output, Array3::from_elem((1, 2, 3), 18.5));
///
/// // On a line, each channel by itself.
/// let options = Options::same().stride(2);
/// let layer = ConvLayer::new(Array3::ones((2, 1, 3)), array![0.0, 1.0], options)?.groups(2)?;
/// let output = layer.forward(&array![[1.0, 2.0, 4.0, 8.0], [0.0, 0.0, 3.0, 0.0]])?;
/// assert_eq!(output, array![[3.0, 14.0], [1.0, 4.0]]);
/// # Ok::<(), equivariance::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct ConvLayer<A, D: Dimension = Ix4> {
    /// The kernels, `(c_out, c_in / groups, k, …)`.
    pub weights: Array<A, D>,
    /// One number for every output channel, `(c_out,)`.
    pub bias: Array1<A>,
    /// Padding, stride and dilation of each spatial axis.
    pub options: Vec<Options>,
    /// Into how many groups the channels are divided, in order; the outputs of a group see its inputs only.
    pub groups: usize,
}

impl<A: Scalar, D: RemoveAxis> ConvLayer<A, D> {
    /// Returns the layer with these weights and this bias, its channels in one group.
    ///
    /// # Errors
    ///
    /// Weights with an empty axis or without a spatial one, a bias that has not one number for every output channel, and
    /// options for another number of spatial axes.
    pub fn new(
        weights: Array<A, D>,
        bias: Array1<A>,
        options: impl PerAxis<Options>,
    ) -> Result<Self> {
        let layer = Self {
            options: options.per_axis(weights.ndim().saturating_sub(2))?,
            weights,
            bias,
            groups: 1,
        };
        layer.check()?;
        Ok(layer)
    }

    /// Returns the layer with its channels divided into groups. Its weights, `(c_out, c_in / groups, k, …)`, stay as they
    /// are, so that the layer takes `groups` times as many input channels as with one group.
    ///
    /// # Errors
    ///
    /// Groups that do not divide the output channels.
    pub fn groups(self, groups: usize) -> Result<Self> {
        let layer = Self { groups, ..self };
        layer.check()?;
        Ok(layer)
    }

    /// Returns the output of the layer, the correlations of all input channels of the group summed.
    ///
    /// ```text
    /// g(o) = bias(o) + Σ f(c) ⋆ weights(o, c)   over the input channels c
    /// ```
    ///
    /// with `⋆` for [`correlate`](crate::correlate). Each output is one chain of additions: from the bias, over the
    /// channels in order, within a channel over the weights in row-major order, padded zeros included. So equal windows
    /// give equal bits. Shapes: `(c_in, n, …)` → `(c_out, n', …)`.
    ///
    /// # Errors
    ///
    /// Those of [`correlate`](crate::correlate), those of [`new`](Self::new) and [`groups`](Self::groups), and an input
    /// whose number of channels is not that of the weights.
    pub fn forward(&self, input: &ArrayRef<A, D::Smaller>) -> Result<Array<A, D::Smaller>> {
        let axes = self.axes(input.shape())?;
        let mut output = filled(shape(&self.output_shape(&axes)), A::zero())?;
        self.write(input.view(), &axes, &mut output);
        Ok(output)
    }

    /// Writes [`forward`](Self::forward) into an array of the shape that it returns, in any layout.
    ///
    /// # Errors
    ///
    /// Those of [`forward`](Self::forward), and an output of another shape.
    pub fn forward_into(
        &self,
        input: &ArrayRef<A, D::Smaller>,
        output: &mut ArrayRef<A, D::Smaller>,
    ) -> Result<()> {
        let axes = self.axes(input.shape())?;
        check_output(output, &self.output_shape(&axes))?;
        self.write(input.view(), &axes, output);
        Ok(())
    }

    /// Returns the outputs of the layer for a batch of inputs, each as [`forward`](Self::forward) gives it.
    ///
    /// Shapes: `(b, c_in, n, …)` → `(b, c_out, n', …)`.
    ///
    /// # Errors
    ///
    /// Those of [`forward`](Self::forward).
    pub fn forward_batch(&self, input: &ArrayRef<A, D>) -> Result<Array<A, D>> {
        let (batch, each) = check_batch(input.shape(), self.weights.ndim())?;
        let axes = self.axes(each)?;
        let batch = [&[batch], &self.output_shape(&axes)[..]].concat();
        let mut output = filled(shape(&batch), A::zero())?;
        self.write_batch(input, &axes, &mut output);
        Ok(output)
    }

    /// Writes [`forward_batch`](Self::forward_batch) into an array of the shape that it returns, in any layout.
    ///
    /// # Errors
    ///
    /// Those of [`forward`](Self::forward), and an output of another shape.
    pub fn forward_batch_into(
        &self,
        input: &ArrayRef<A, D>,
        output: &mut ArrayRef<A, D>,
    ) -> Result<()> {
        let (batch, each) = check_batch(input.shape(), self.weights.ndim())?;
        let axes = self.axes(each)?;
        check_output(output, &[&[batch], &self.output_shape(&axes)[..]].concat())?;
        self.write_batch(input, &axes, output);
        Ok(())
    }

    /// The windows along the spatial axes of an input of shape `(c_in, n, …)`.
    fn axes(&self, input: &[usize]) -> Result<Vec<Axis>> {
        self.check()?;
        let weights = self.weights.shape();
        check_channels(input, weights, weights[1] * self.groups, self.groups)?;
        windows(&input[1..], &weights[2..], &self.options[..])
    }

    fn output_shape(&self, axes: &[Axis]) -> Vec<usize> {
        [&[self.bias.len()], &output_shape(axes)[..]].concat()
    }

    fn write_batch(&self, input: &ArrayRef<A, D>, axes: &[Axis], output: &mut ArrayRef<A, D>) {
        for (input, mut output) in input.outer_iter().zip(output.outer_iter_mut()) {
            self.write(input, axes, &mut output);
        }
    }

    fn write(
        &self,
        input: ArrayView<A, D::Smaller>,
        axes: &[Axis],
        output: &mut ArrayRef<A, D::Smaller>,
    ) {
        let input = input.as_standard_layout();
        let weights = self.weights.as_standard_layout();
        let bias = self.bias.as_standard_layout();
        let samples = input.as_slice().expect("the layout is standard");
        let weights = weights.as_slice().expect("the layout is standard");
        let bias = bias.as_slice().expect("the layout is standard");
        let mut own = None;
        let outputs = match output.as_slice_mut() {
            Some(outputs) => outputs,
            None => own.insert(vec![A::zero(); output.len()]),
        };
        let part = |count: usize| count / self.groups;
        let groups = samples
            .chunks(part(samples.len()))
            .zip(weights.chunks(part(weights.len())))
            .zip(bias.chunks(part(bias.len())))
            .zip(outputs.chunks_mut(part(outputs.len())));
        for (((samples, weights), bias), outputs) in groups {
            let group = Group {
                axes,
                samples,
                weights,
                bias,
            };
            group.write(outputs);
        }
        if let Some(own) = own {
            output.iter_mut().zip(own).for_each(|(to, from)| *to = from);
        }
    }

    /// The fields are public, so they may have changed.
    fn check(&self) -> Result<()> {
        let c_out = self.weights.shape().first().copied();
        check_layer(
            self.weights.shape(),
            &self.bias,
            c_out.unwrap_or(0),
            &self.options,
        )?;
        if !self.bias.len().is_multiple_of(self.groups) {
            return Err(Error::GroupMismatch {
                what: "output",
                channels: self.bias.len(),
                groups: self.groups,
            });
        }
        Ok(())
    }
}

/// Checks what convolutional layers and transposed ones have in common.
pub(crate) fn check_layer<A>(
    weights: &[usize],
    bias: &Array1<A>,
    c_out: usize,
    options: &[Options],
) -> Result<()> {
    if weights.len() < 3 {
        return Err(Error::DimensionMismatch {
            what: "array of weights",
            expected: 3,
            actual: weights.len(),
        });
    }
    if weights.contains(&0) {
        return Err(Error::EmptyKernel {
            shape: weights.to_vec(),
        });
    }
    if bias.len() != c_out {
        return Err(Error::ShapeMismatch {
            what: "bias",
            expected: vec![c_out],
            actual: bias.shape().to_vec(),
        });
    }
    PerAxis::<Options>::per_axis(&options, weights.len() - 2).map(|_| ())
}

/// The number of inputs of a batch, and the shape of each.
pub(crate) fn check_batch(batch: &[usize], axes: usize) -> Result<(usize, &[usize])> {
    match batch.split_first() {
        Some((count, each)) if batch.len() == axes => Ok((*count, each)),
        _ => Err(Error::DimensionMismatch {
            what: "batch of inputs",
            expected: axes,
            actual: batch.len(),
        }),
    }
}

/// Checks an input of shape `(c_in, n, …)`.
pub(crate) fn check_channels(
    input: &[usize],
    weights: &[usize],
    expected: usize,
    groups: usize,
) -> Result<()> {
    if input.len() + 1 != weights.len() {
        return Err(Error::DimensionMismatch {
            what: "input of a layer",
            expected: weights.len() - 1,
            actual: input.len(),
        });
    }
    if input[0] != expected {
        return Err(Error::ChannelMismatch {
            expected,
            actual: input[0],
            input: input.to_vec(),
            weights: weights.to_vec(),
            groups,
        });
    }
    Ok(())
}

/// The shape as a dimension.
pub(crate) fn shape<D: Dimension>(sizes: &[usize]) -> D {
    let mut shape = D::zeros(sizes.len());
    shape.slice_mut().copy_from_slice(sizes);
    shape
}
