//! The transposed convolutional layer of a network.

use ndarray::{Array, Array1, ArrayRef, ArrayView, Axis as AxisNumber, Dimension, Ix4, RemoveAxis};

use crate::forward::{Forward, check_groups, check_input, check_layer, spatial_axes};
use crate::options::MOST_PLACES;
use crate::transposed::Spread;
use crate::window::{Axis, Border, check_shape};
use crate::{Error, Options, Padding, PerAxis, Result, Scalar, output_size};

/// A transposed convolutional layer: every input spreads over its window, for every pair of an input and an output channel
/// by a kernel of its own. It enlarges what a [`ConvLayer`](crate::ConvLayer) with the same options reduces; without biases,
/// and with the size of what was reduced, the two are adjoint.
///
/// ```
/// use equivariance::{Options, TransposedConvLayer};
/// use ndarray::{Array3, array};
///
/// let options = Options::valid().stride(2);
/// let layer = TransposedConvLayer::new(array![[[1.0, 2.0, 3.0]]], array![0.5], options)?;
/// assert_eq!(layer.forward(&array![[1.0, 10.0]])?, array![[1.5, 2.5, 13.5, 20.5, 30.5]]);
/// let layer = layer.output_padding(1)?;
/// assert_eq!(layer.forward(&array![[1.0, 10.0]])?, array![[1.5, 2.5, 13.5, 20.5, 30.5, 0.5]]);
/// # Ok::<(), equivariance::Error>(())
/// ```
///
/// # Sizes
///
/// Along each axis `n` inputs reach over `l = (n − 1)·s + (k − 1)·d + 1 + a` samples, with the output padding `a`, which is 0
/// unless it is set. The padding of the options says how many of them are cut off before and behind:
///
/// | padding | output |
/// |---|---|
/// | *valid* | `l` |
/// | *zeros* | `l − before − after` |
/// | *same*, *circular*, *reflect* | `(n − 1)·s + 1 + a` |
/// | *full* | `(n − 1)·s + 1 − (k − 1)·d + a` |
/// | *same-upper*, *same-lower* | `n·s` |
///
/// A size that is [given](Self::size) takes the place of that of the table. Under *same-upper* and *same-lower* so many samples
/// are cut off that it is left, the larger half of an odd number behind or before; where `l` is less, nothing is cut off, and
/// the rest stands behind. Under other paddings it must be one from which the convolution makes `n` outputs.
#[derive(Clone, Debug, PartialEq)]
pub struct TransposedConvLayer<A, D: Dimension = Ix4> {
    /// The kernels, `(c_in, c_out / groups, k, …)`.
    pub weights: Array<A, D>,
    /// One number for every output channel, `(c_out,)`.
    pub bias: Array1<A>,
    /// Padding, stride and dilation of each spatial axis.
    pub options: Vec<Options>,
    /// Into how many groups the channels are divided, in order; the outputs of a group see its inputs only.
    pub groups: usize,
    /// How many samples stand behind those that the windows reach, along each spatial axis.
    pub output_padding: Vec<usize>,
    /// The size of the output along each spatial axis, if it is given.
    pub size: Option<Vec<usize>>,
}

impl<A: Scalar, D: RemoveAxis> TransposedConvLayer<A, D> {
    /// Returns the layer with these weights, `(c_in, c_out, k, …)`, and this bias, its channels in one group.
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
        Self::grouped(weights, bias, options, 1)
    }

    /// Returns the layer with these weights, `(c_in, c_out / groups, k, …)`, and this bias, `(c_out,)`.
    ///
    /// # Errors
    ///
    /// Those of [`new`](Self::new), and groups that do not divide the input channels.
    pub fn grouped(
        weights: Array<A, D>,
        bias: Array1<A>,
        options: impl PerAxis<Options>,
        groups: usize,
    ) -> Result<Self> {
        let axes = spatial_axes(weights.shape())?;
        let layer = Self {
            weights,
            bias,
            options: options.per_axis(axes)?,
            groups,
            output_padding: vec![0; axes],
            size: None,
        };
        layer.check()?;
        Ok(layer)
    }

    /// Returns the layer with so many samples behind those that the windows reach: of the sizes from which a stride makes the
    /// same number of outputs, a larger one.
    ///
    /// # Errors
    ///
    /// Numbers for another number of spatial axes.
    pub fn output_padding(self, samples: impl PerAxis<usize>) -> Result<Self> {
        let output_padding = samples.per_axis(self.options.len())?;
        Ok(Self {
            output_padding,
            ..self
        })
    }

    /// Returns the layer with outputs of this size.
    ///
    /// # Errors
    ///
    /// Numbers for another number of spatial axes.
    pub fn size(self, size: impl PerAxis<usize>) -> Result<Self> {
        let size = Some(size.per_axis(self.options.len())?);
        Ok(Self { size, ..self })
    }

    /// Returns the output of the layer, what all input channels of the group give summed.
    ///
    /// ```text
    /// g(o) = bias(o) + Σ f(c) ⋆ᵀ weights(c, o)   over the input channels c
    /// ```
    ///
    /// with `⋆ᵀ` for [`correlate_transposed`](crate::correlate_transposed). Each output is one chain of additions: from the
    /// bias, over the channels in order, within a channel over the inputs in row-major order. Shapes: `(c_in, n, …)` →
    /// `(c_out, n', …)`.
    ///
    /// # Errors
    ///
    /// An input whose number of channels is not that of the weights, an empty one, a stride or dilation of 0, an output of
    /// which padding leaves nothing, a given size from which the convolution would not make the input's, those of
    /// [`new`](Self::new), and sizes that no array can have.
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
        let c_out = weights[1].saturating_mul(self.groups);
        check_groups("input", weights[0], self.groups)?;
        check_layer(weights, &self.bias, c_out, &self.options)?;
        let axes = self.options.len();
        PerAxis::<usize>::per_axis(&&self.output_padding[..], axes)?;
        let size = self.size.as_deref();
        size.map_or(Ok(()), |size| {
            PerAxis::<usize>::per_axis(&size, axes).map(|_| ())
        })
    }
}

impl<A: Scalar, D: RemoveAxis> Forward<A, D> for TransposedConvLayer<A, D> {
    fn weights(&self) -> &ArrayRef<A, D> {
        &self.weights
    }

    fn plan(&self, input: &[usize]) -> Result<(Vec<Axis>, Vec<usize>)> {
        self.check()?;
        let weights = self.weights.shape();
        check_input(input, weights, weights[0], self.groups)?;
        if input.contains(&0) {
            return Err(Error::EmptyInput {
                shape: input.to_vec(),
            });
        }
        let axes = (0..self.options.len())
            .map(|axis| {
                transposed_axis(
                    input[axis + 1],
                    weights[axis + 2],
                    self.options[axis],
                    self.output_padding[axis],
                    self.size.as_ref().map(|size| size[axis]),
                )
            })
            .collect::<Result<Vec<_>>>()?;
        let sizes = axes.iter().map(|axis| axis.input);
        let shape: Vec<usize> = std::iter::once(self.bias.len()).chain(sizes).collect();
        check_shape(&shape)?;
        Ok((axes, shape))
    }

    fn write(
        &self,
        input: ArrayView<A, D::Smaller>,
        axes: &[Axis],
        output: &mut ArrayRef<A, D::Smaller>,
    ) {
        let (input, weights) = (input.into_dyn(), self.weights.view().into_dyn());
        let mut output = output.view_mut().into_dyn();
        let (from, to) = (weights.shape()[0] / self.groups, weights.shape()[1]);
        let bias = self.bias.as_standard_layout();
        let biases = bias.as_slice().expect("the layout is standard").chunks(to);
        let groups = input
            .axis_chunks_iter(AxisNumber(0), from)
            .zip(weights.axis_chunks_iter(AxisNumber(0), from))
            .zip(biases)
            .zip(output.axis_chunks_iter_mut(AxisNumber(0), to));
        for (((input, weights), bias), mut output) in groups {
            let spread = Spread {
                axes,
                input,
                weights,
                bias,
            };
            spread.write(&mut output);
        }
    }
}

/// The windows of the convolution that makes so many outputs, along one axis.
fn transposed_axis(
    outputs: usize,
    kernel: usize,
    options: Options,
    output_padding: usize,
    size: Option<usize>,
) -> Result<Axis> {
    let Options {
        padding,
        stride,
        dilation,
        ..
    } = options;
    if stride == 0 {
        return Err(Error::ZeroStride);
    }
    if dilation == 0 {
        return Err(Error::ZeroDilation);
    }
    let reached = ((outputs - 1).saturating_mul(stride))
        .saturating_add((kernel - 1).saturating_mul(dilation))
        .saturating_add(output_padding);
    let too_large = |size: usize| Error::OutputTooLarge { shape: vec![size] };
    let reached = reached.saturating_add(1);
    if reached > MOST_PLACES {
        return Err(too_large(reached));
    }
    let (before, input) = if let Padding::SameUpper | Padding::SameLower = padding {
        let input = size.map_or_else(|| outputs.checked_mul(stride), Some);
        let input = input.ok_or_else(|| too_large(usize::MAX))?;
        let cut = reached.saturating_sub(input);
        if input == 0 {
            return Err(Error::NoOutputLeft { reached, cut });
        }
        let upper = padding == Padding::SameUpper;
        (if upper { cut / 2 } else { cut.div_ceil(2) }, input)
    } else {
        let (before, after) = options.around(0, kernel);
        let cut = before.saturating_add(after);
        let input = size.map_or_else(|| reached.checked_sub(cut).filter(|n| *n > 0), Some);
        let input = input.ok_or(Error::NoOutputLeft { reached, cut })?;
        // Beyond a border of zeros nothing is met; a circle or a mirror of another size would meet other samples.
        if size.is_some() || Border::from(padding) != Border::Zero {
            let expected = output_size(input, kernel, options)?;
            if expected != outputs {
                return Err(Error::ShapeMismatch {
                    what: "input along an axis",
                    expected: vec![expected],
                    actual: vec![outputs],
                });
            }
        }
        (before, input)
    };
    Ok(Axis {
        input,
        kernel,
        output: outputs,
        stride,
        dilation,
        before,
        after: reached.saturating_sub(before.saturating_add(input)),
        border: padding.into(),
    })
}
