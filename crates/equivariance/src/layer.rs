//! The convolutional layer of a network.

use ndarray::{Array1, Array3, Array4, ArrayRef3, Axis, Zip};

use crate::window::check_shape;
use crate::{Error, Options, Result, Scalar, correlate};

/// A convolutional layer: a stack of kernels, one for every pair of an output and an input channel, and a bias.
///
/// ```
/// use equivariance::{ConvLayer, Options};
/// use ndarray::{Array3, Array4, array};
///
/// let layer = ConvLayer::new(Array4::ones((1, 2, 3, 3)), array![0.5], Options::valid())?;
/// let output = layer.forward(&Array3::ones((2, 4, 5)))?;
/// assert_eq!(output, Array3::from_elem((1, 2, 3), 18.5));
/// # Ok::<(), equivariance::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct ConvLayer<A> {
    /// The kernels, `(c_out, c_in, k_h, k_w)`.
    pub weights: Array4<A>,
    /// One number for every output channel, `(c_out,)`.
    pub bias: Array1<A>,
    /// Padding, stride and dilation of both spatial axes.
    pub options: Options,
}

impl<A: Scalar> ConvLayer<A> {
    /// Returns the layer with these weights and this bias.
    ///
    /// # Errors
    ///
    /// Weights with an empty axis, and a bias that has not one number for every output channel.
    pub fn new(weights: Array4<A>, bias: Array1<A>, options: Options) -> Result<Self> {
        if weights.is_empty() {
            return Err(Error::EmptyKernel {
                shape: weights.shape().to_vec(),
            });
        }
        let layer = Self {
            weights,
            bias,
            options,
        };
        layer.check_bias()?;
        Ok(layer)
    }

    /// Returns the output of the layer, the correlations of all input channels summed.
    ///
    /// ```text
    /// g(o) = bias(o) + Σ f(c) ⋆ weights(o, c)   over the input channels c
    /// ```
    ///
    /// with `⋆` for [`correlate`]. The sum starts from the bias and takes the channels in order. Shapes: `(c_in, h, w)` → `(c_out, h', w')`.
    ///
    /// # Errors
    ///
    /// Those of [`correlate`], and an input whose number of channels is not that of the weights.
    pub fn forward(&self, input: &ArrayRef3<A>) -> Result<Array3<A>> {
        self.check_bias()?;
        let (_, c_in, k_h, k_w) = self.weights.dim();
        let (channels, h, w) = input.dim();
        if channels != c_in {
            return Err(Error::ChannelMismatch {
                expected: c_in,
                actual: channels,
                input: input.shape().to_vec(),
                weights: self.weights.shape().to_vec(),
            });
        }
        let size = |n, k| crate::output_size(n, k, self.options);
        let shape = [self.bias.len(), size(h, k_h)?, size(w, k_w)?];
        check_shape(&shape)?;
        let mut output = Array3::zeros(shape);
        for ((mut map, kernels), bias) in output
            .outer_iter_mut()
            .zip(self.weights.outer_iter())
            .zip(&self.bias)
        {
            map.fill(*bias);
            for channel in 0..c_in {
                let part = correlate(
                    &input.index_axis(Axis(0), channel),
                    &kernels.index_axis(Axis(0), channel),
                    self.options,
                )?;
                Zip::from(&mut map)
                    .and(&part)
                    .for_each(|sum, value| *sum = *sum + *value);
            }
        }
        Ok(output)
    }

    fn check_bias(&self) -> Result<()> {
        let c_out = self.weights.dim().0;
        if self.bias.len() == c_out {
            return Ok(());
        }
        Err(Error::ShapeMismatch {
            what: "bias",
            expected: vec![c_out],
            actual: self.bias.shape().to_vec(),
        })
    }
}
