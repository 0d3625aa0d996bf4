//! The gradients of a correlation and of a layer.
//!
//! A loss `ℓ` is a number that is computed from an output. Its gradient by an array is the array of its derivatives by each
//! element; where the gradient by the output is known, these functions return those by what the output was computed from.

use ndarray::{Array, Array1, ArrayRef, Axis as AxisNumber, Dimension, RemoveAxis, indices};

use crate::channels::Group;
use crate::correlate::sums_of_products;
use crate::forward::Forward;
use crate::transposed::Spread;
use crate::window::{Axis, filled, output_shape, windows};
use crate::{ConvLayer, Error, Options, PerAxis, Result, Scalar};

/// Returns the gradient of a loss by the kernel of [`correlate`](crate::correlate)`(input, ·, options)`, where
/// `output_gradient` is that by the output.
///
/// ```text
/// ∂ℓ/∂ψ(k) = Σ f(s·y + d·k − b) · ∂ℓ/∂g(y)   over the outputs y
/// ```
///
/// with stride `s`, dilation `d` and `b` samples of padding before the first. So it is a correlation of the input, padded in
/// the same way, with the gradient as its kernel; stride and dilation are exchanged, and there are as many outputs as the
/// kernel has weights. The sum starts from 0 and takes the outputs in row-major order, padded zeros included. The gradient
/// by the *input* is [`correlate_transposed`](crate::correlate_transposed).
///
/// Shapes: `(n₁, …)`, `(output_size(n₁, k₁), …)` → `(k₁, …)`, which is `kernel`.
///
/// # Errors
///
/// Those of [`correlate`](crate::correlate) with a kernel of shape `kernel`, and an `output_gradient` of another shape than
/// its output.
///
/// # Examples
///
/// ```
/// use equivariance::{Options, correlate_transposed, kernel_gradient};
/// use ndarray::array;
///
/// let (input, kernel) = (array![1.0, 2.0, 3.0, 4.0], array![-1.0, 0.0, 1.0]);
/// let output_gradient = array![1.0, 2.0];
/// let valid = Options::valid();
/// let by_kernel = kernel_gradient(&input, &output_gradient, &[3], valid)?;
/// assert_eq!(by_kernel, array![5.0, 8.0, 11.0]);
/// let by_input = correlate_transposed(&output_gradient, &kernel, &[4], valid)?;
/// assert_eq!(by_input, array![-1.0, -2.0, 1.0, 2.0]);
/// # Ok::<(), equivariance::Error>(())
/// ```
pub fn kernel_gradient<A: Scalar, D: Dimension>(
    input: &ArrayRef<A, D>,
    output_gradient: &ArrayRef<A, D>,
    kernel: &[usize],
    options: impl PerAxis<Options>,
) -> Result<Array<A, D>> {
    let axes = windows(input.shape(), kernel, options)?;
    check_gradient(output_gradient, &output_shape(&axes))?;
    let gradient = output_gradient.as_standard_layout();
    let gradient = gradient.as_slice().expect("the layout is standard");
    let axes: Vec<Axis> = axes.into_iter().map(Axis::exchanged).collect();
    sums_of_products(&axes, gradient).fold_all(input)
}

/// The gradients of a loss by what the output of a [`ConvLayer`] is computed from.
#[derive(Clone, Debug, PartialEq)]
pub struct LayerGradients<A, D: RemoveAxis> {
    /// By the input, `(c_in, n, …)`.
    pub input: Array<A, D::Smaller>,
    /// By the weights, `(c_out, c_in / groups, k, …)`.
    pub weights: Array<A, D>,
    /// By the bias, `(c_out,)`.
    pub bias: Array1<A>,
}

impl<A: Scalar, D: RemoveAxis> ConvLayer<A, D> {
    /// Returns the gradients of a loss by the input, the weights and the bias of the layer, where `output_gradient` is that by
    /// the output of [`forward`](Self::forward).
    ///
    /// ```text
    /// ∂ℓ/∂f(c)          = Σ ∂ℓ/∂g(o) ⋆ᵀ weights(o, c)   over the output channels o
    /// ∂ℓ/∂weights(o, c) = f(c) ⋆′ ∂ℓ/∂g(o)
    /// ∂ℓ/∂bias(o)       = Σ ∂ℓ/∂g(o, y)                 over the outputs y
    /// ```
    ///
    /// with `⋆ᵀ` for [`correlate_transposed`](crate::correlate_transposed) and `⋆′` for [`kernel_gradient`]. Each number is one
    /// chain of additions from 0, in the order that these two document, over the channels in order. Shapes: `(c_in, n, …)`,
    /// `(c_out, n', …)` → those of input, weights and bias.
    ///
    /// # Errors
    ///
    /// Those of [`forward`](Self::forward), and an `output_gradient` of another shape than its output.
    ///
    /// # Examples
    ///
    /// ```
    /// use equivariance::{ConvLayer, Options};
    /// use ndarray::array;
    ///
    /// let layer = ConvLayer::new(array![[[-1.0, 0.0, 1.0]]], array![0.5], Options::valid())?;
    /// let gradients = layer.gradients(&array![[1.0, 2.0, 3.0, 4.0]], &array![[1.0, 2.0]])?;
    /// assert_eq!(gradients.input, array![[-1.0, -2.0, 1.0, 2.0]]);
    /// assert_eq!(gradients.weights, array![[[5.0, 8.0, 11.0]]]);
    /// assert_eq!(gradients.bias, array![3.0]);
    /// # Ok::<(), equivariance::Error>(())
    /// ```
    pub fn gradients(
        &self,
        input: &ArrayRef<A, D::Smaller>,
        output_gradient: &ArrayRef<A, D::Smaller>,
    ) -> Result<LayerGradients<A, D>> {
        let (axes, shape) = self.plan(input.shape())?;
        check_gradient(output_gradient, &shape)?;
        let gradient = output_gradient.as_standard_layout();
        let gradient = gradient.as_slice().expect("the layout is standard");
        let mut gradients = LayerGradients {
            input: filled(input.raw_dim(), A::zero())?,
            weights: filled(self.weights.raw_dim(), A::zero())?,
            bias: gradient
                .chunks(gradient.len() / self.bias.len())
                .map(|outputs| outputs.iter().fold(A::zero(), |sum, value| sum + *value))
                .collect(),
        };
        self.write_input_gradient(output_gradient, &axes, &mut gradients.input);
        let samples = input.as_standard_layout();
        let samples = samples.as_slice().expect("the layout is standard");
        let weights = gradients.weights.as_slice_mut();
        let weights = weights.expect("the layout is standard");
        let part = |count: usize| count / self.groups;
        let groups = samples
            .chunks(part(samples.len()))
            .zip(gradient.chunks(part(gradient.len())))
            .zip(weights.chunks_mut(part(weights.len())));
        for ((samples, gradient), weights) in groups {
            write_weights_gradient(&axes, samples, gradient, part(self.bias.len()), weights);
        }
        Ok(gradients)
    }

    fn write_input_gradient(
        &self,
        gradient: &ArrayRef<A, D::Smaller>,
        axes: &[Axis],
        output: &mut ArrayRef<A, D::Smaller>,
    ) {
        let channel = AxisNumber(0);
        let (gradient, weights) = (gradient.view().into_dyn(), self.weights.view().into_dyn());
        let (from, to) = (self.bias.len() / self.groups, weights.shape()[1]);
        let mut output = output.view_mut().into_dyn();
        let groups = gradient
            .axis_chunks_iter(channel, from)
            .zip(weights.axis_chunks_iter(channel, from))
            .zip(output.axis_chunks_iter_mut(channel, to));
        for ((input, weights), mut output) in groups {
            let spread = Spread {
                axes,
                input,
                weights,
                bias: &vec![A::zero(); to],
            };
            spread.write(&mut output);
        }
    }
}

/// About as many samples are laid out at a time.
const SAMPLES: usize = 1 << 20;

/// Writes the gradient by the weights of one group, `(c_out, c_in, k, …)`: the product of the gradient by the outputs,
/// `(c_out, y)`, with the matrix of all windows, `(y, c_in·k)`. A row of the kernel is too short for vectors; the weights of
/// several channels are not.
fn write_weights_gradient<A: Scalar>(
    axes: &[Axis],
    samples: &[A],
    gradient: &[A],
    c_out: usize,
    output: &mut [A],
) {
    let kernel: usize = axes.iter().map(|axis| axis.kernel).product();
    let outputs = gradient.len() / c_out;
    let each: usize = axes.iter().map(|axis| axis.input).product();
    let c_in = samples.len() / each;
    let channels = (SAMPLES / outputs / kernel).clamp(1, c_in);
    let bias = vec![A::zero(); c_out];
    let mut sums = vec![A::zero(); c_out * channels * kernel];
    for (number, samples) in samples.chunks(channels * each).enumerate() {
        let matrix = all_windows(axes, samples);
        let columns = matrix.len() / outputs;
        let product = Group {
            axes: &[Axis::each(columns)],
            samples: &matrix,
            weights: gradient,
            bias: &bias,
        };
        let sums = &mut sums[..c_out * columns];
        product.write(sums);
        let rows = output.chunks_mut(c_in * kernel);
        for (row, sums) in rows.zip(sums.chunks(columns)) {
            row[number * channels * kernel..][..columns].copy_from_slice(sums);
        }
    }
}

/// The samples of all windows, `(y, c, k)`, of some channels.
fn all_windows<A: Scalar>(axes: &[Axis], samples: &[A]) -> Vec<A> {
    let (across, down) = axes.split_last().expect("a layer has a spatial axis");
    let kernel: Vec<usize> = down.iter().map(|axis| axis.kernel).collect();
    let channels = samples.chunks(axes.iter().map(|axis| axis.input).product());
    // Where no sample stands, the index lies behind the last one.
    let along: Vec<usize> = (0..across.output)
        .flat_map(|y| across.sources(y))
        .map(|source| source.unwrap_or(usize::MAX))
        .collect();
    let width = across.kernel * kernel.iter().product::<usize>() * channels.len();
    let mut all = Vec::new();
    for position in indices(&output_shape(down)[..]) {
        let first = all.len();
        all.resize(first + across.output * width, A::zero());
        let rows = channels.clone().flat_map(|channel| {
            indices(&kernel[..])
                .into_iter()
                .map(move |weight| (channel, weight))
        });
        for (number, (channel, weight)) in rows.enumerate() {
            let row = down.iter().enumerate().try_fold(0, |row, (i, axis)| {
                let source = axis.source(position[i] * axis.stride + weight[i] * axis.dilation);
                source.map(|source| row * axis.input + source)
            });
            let Some(row) = row else { continue };
            let row = &channel[row * across.input..][..across.input];
            let windows = all[first..].chunks_mut(width);
            for (window, along) in windows.zip(along.chunks(across.kernel)) {
                let window = &mut window[number * across.kernel..][..across.kernel];
                for (sample, source) in window.iter_mut().zip(along) {
                    *sample = row.get(*source).copied().unwrap_or(A::zero());
                }
            }
        }
    }
    all
}

fn check_gradient<A, D: Dimension>(gradient: &ArrayRef<A, D>, expected: &[usize]) -> Result<()> {
    if gradient.shape() == expected {
        return Ok(());
    }
    Err(Error::ShapeMismatch {
        what: "gradient by the output",
        expected: expected.to_vec(),
        actual: gradient.shape().to_vec(),
    })
}
