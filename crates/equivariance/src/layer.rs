//! The convolutional layer of a network.

use ndarray::{Array, Array1, ArrayRef, ArrayView, Dimension, Ix4, RemoveAxis};

use crate::channels::Group;
use crate::forward::{Forward, check_groups, check_input, check_layer, spatial_axes};
use crate::window::{Axis, output_shape, windows};
use crate::{Options, PerAxis, Result, Scalar};

/// A convolutional layer: a stack of kernels, one for every pair of an output and an input channel, and a bias.
///
/// In the plane its weights have four axes (`D` is [`Ix4`](type@Ix4)), on a line three, in space five.
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
            options: options.per_axis(spatial_axes(weights.shape())?)?,
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
        self.one(input)
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
        self.one_into(input, output)
    }

    /// Returns the outputs of the layer for a batch of inputs, each as [`forward`](Self::forward) gives it.
    ///
    /// Shapes: `(b, c_in, n, …)` → `(b, c_out, n', …)`.
    ///
    /// # Errors
    ///
    /// Those of [`forward`](Self::forward).
    pub fn forward_batch(&self, input: &ArrayRef<A, D>) -> Result<Array<A, D>> {
        self.batch(input)
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
        self.batch_into(input, output)
    }

    fn check(&self) -> Result<()> {
        let weights = self.weights.shape();
        spatial_axes(weights)?;
        check_layer(weights, &self.bias, weights[0], &self.options)?;
        check_groups("output", self.bias.len(), self.groups)
    }
}

impl<A: Scalar, D: RemoveAxis> Forward<A, D> for ConvLayer<A, D> {
    fn weights(&self) -> &ArrayRef<A, D> {
        &self.weights
    }

    fn plan(&self, input: &[usize]) -> Result<(Vec<Axis>, Vec<usize>)> {
        self.check()?;
        let weights = self.weights.shape();
        check_input(input, weights, weights[1] * self.groups, self.groups)?;
        let axes = windows(&input[1..], &weights[2..], &self.options[..])?;
        let shape = [&[self.bias.len()], &output_shape(&axes)[..]].concat();
        Ok((axes, shape))
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
}
