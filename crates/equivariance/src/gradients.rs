//! The gradients of a correlation and of a layer.
//!
//! A loss `ℓ` is a number that is computed from an output. Its gradient by an array is the array of its derivatives by each
//! element; where the gradient by the output is known, these functions return those by what the output was computed from.

use ndarray::{Array, Array1, ArrayRef, Axis as AxisNumber, Dimension, RemoveAxis};

use crate::channels::{MOST, multiply_matrices};
use crate::correlate::sums_of_products;
use crate::dense::with_room;
use crate::forward::Forward;
use crate::shape::expect_shape;
use crate::transposed::Spread;
use crate::window::{Axis, Border, filled, output_shape, windows};
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
    /// with `⋆ᵀ` for [`correlate_transposed`](crate::correlate_transposed) and `⋆′` for [`kernel_gradient`]. Each sum starts from
    /// 0 and takes the channels in order, within a channel the outputs in row-major order. Only under *circular* and *reflect*
    /// the gradient by the input is first computed so for the padded samples, and these are then added up, in row-major order,
    /// where they come from. Shapes: `(c_in, n, …)`, `(c_out, n', …)` → those of input, weights and bias.
    ///
    /// # Errors
    ///
    /// Those of [`forward`](Self::forward), an `output_gradient` of another shape than its output, and under *circular* and
    /// *reflect* more padded samples than there is memory for.
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
        let (weights, bias) = self.parameter_gradients(input, output_gradient)?;
        Ok(LayerGradients {
            input: self.input_gradient(input.raw_dim(), output_gradient)?,
            weights,
            bias,
        })
    }

    /// Returns what [`gradients`](Self::gradients) does by the weights and by the bias: all that the first layer of a network
    /// needs.
    ///
    /// # Errors
    ///
    /// Those of [`gradients`](Self::gradients).
    pub fn parameter_gradients(
        &self,
        input: &ArrayRef<A, D::Smaller>,
        output_gradient: &ArrayRef<A, D::Smaller>,
    ) -> Result<(Array<A, D>, Array1<A>)> {
        let (axes, shape) = self.plan(input.shape())?;
        check_gradient(output_gradient, &shape)?;
        let gradient = output_gradient.as_standard_layout();
        let gradient = gradient.as_slice().expect("the layout is standard");
        let sum = |outputs: &[A]| outputs.iter().fold(A::zero(), |sum, value| sum + *value);
        let bias = gradient
            .chunks(gradient.len() / self.bias.len())
            .map(sum)
            .collect();
        let samples = input.as_standard_layout();
        let samples = samples.as_slice().expect("the layout is standard");
        let mut by_weights = filled(self.weights.raw_dim(), A::zero())?;
        let weights = by_weights.as_slice_mut().expect("the layout is standard");
        let part = |count: usize| count / self.groups;
        let groups = samples
            .chunks(part(samples.len()))
            .zip(gradient.chunks(part(gradient.len())))
            .zip(weights.chunks_mut(part(weights.len())));
        for ((samples, gradient), weights) in groups {
            write_weights_gradient(&axes, samples, gradient, part(self.bias.len()), weights)?;
        }
        Ok((by_weights, bias))
    }

    /// Returns what [`gradients`](Self::gradients) does by an input of the shape `input`, on which it depends no further.
    ///
    /// # Errors
    ///
    /// Those of [`gradients`](Self::gradients).
    pub fn input_gradient(
        &self,
        input: D::Smaller,
        output_gradient: &ArrayRef<A, D::Smaller>,
    ) -> Result<Array<A, D::Smaller>> {
        let (axes, shape) = self.plan(input.slice())?;
        check_gradient(output_gradient, &shape)?;
        let mut by_input = filled(input.clone(), A::zero())?;
        if axes.iter().all(|axis| axis.border == Border::Zero) {
            self.spread(output_gradient, &axes, &mut by_input);
            return Ok(by_input);
        }
        let padded: Vec<Axis> = (axes.iter())
            .map(|axis| match axis.border {
                Border::Zero => *axis,
                _ => Axis {
                    input: axis.places(),
                    before: 0,
                    after: 0,
                    border: Border::Zero,
                    ..*axis
                },
            })
            .collect();
        let mut shape = input;
        for (size, axis) in shape.slice_mut()[1..].iter_mut().zip(&padded) {
            *size = axis.input;
        }
        let mut by_padded = filled(shape, A::zero())?;
        self.spread(output_gradient, &padded, &mut by_padded);
        let padded = by_padded.as_slice().expect("the layout is standard");
        let samples = by_input.as_slice_mut().expect("the layout is standard");
        add_up(&axes, padded, samples);
        Ok(by_input)
    }

    /// Returns its parameters, to be changed: the weights in row-major order, then the bias.
    pub fn parameters(&mut self) -> [&mut [A]; 2] {
        in_standard_layout(&mut self.weights, &mut self.bias)
    }

    /// Writes what each group of the channels spreads.
    fn spread(
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

/// Weights and bias as slices; a layout that is not standard is made so.
pub(crate) fn in_standard_layout<'a, A: Clone, D: Dimension>(
    weights: &'a mut Array<A, D>,
    bias: &'a mut Array1<A>,
) -> [&'a mut [A]; 2] {
    if !weights.is_standard_layout() {
        *weights = weights.as_standard_layout().into_owned();
    }
    if !bias.is_standard_layout() {
        *bias = bias.as_standard_layout().into_owned();
    }
    let (weights, bias) = (weights.as_slice_mut(), bias.as_slice_mut());
    [weights, bias].map(|slice| slice.expect("the layout is standard"))
}

/// Adds each padded sample of each channel, in row-major order, to the sample that it comes from. Zeros are no such samples.
fn add_up<A: Scalar>(axes: &[Axis], padded: &[A], samples: &mut [A]) {
    let places: Vec<Axis> = (axes.iter())
        .map(|axis| match axis.border {
            Border::Zero => Axis::each(axis.input),
            _ => Axis {
                kernel: 1,
                output: axis.places(),
                stride: 1,
                ..*axis
            },
        })
        .collect();
    let sources = numbers_of_samples(&places);
    let each = axes.iter().map(|axis| axis.input).product();
    for (padded, samples) in padded.chunks(sources.len()).zip(samples.chunks_mut(each)) {
        for (value, source) in padded.iter().zip(&sources) {
            if let Some(source) = source {
                samples[*source] = samples[*source] + *value;
            }
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
) -> Result<()> {
    let kernel: usize = axes.iter().map(|axis| axis.kernel).product();
    let outputs = gradient.len() / c_out;
    let each: usize = axes.iter().map(|axis| axis.input).product();
    let c_in = samples.len() / each;
    let channels = (SAMPLES / outputs / kernel).clamp(1, c_in);
    let shape = vec![outputs, channels * kernel];
    let size = outputs.checked_mul(channels * kernel);
    let size = size.and_then(|size| size.checked_add(MOST));
    let mut matrix = with_room(size.ok_or(Error::OutputTooLarge { shape })?)?;
    let mut sums = vec![A::zero(); c_out * channels * kernel];
    for (number, samples) in samples.chunks(channels * each).enumerate() {
        let columns = samples.len() / each * kernel;
        matrix.clear();
        matrix.resize(outputs * columns + MOST, A::zero());
        copy_windows(axes, samples, &mut matrix);
        let sums = &mut sums[..c_out * columns];
        multiply_matrices(gradient, &matrix, columns, sums);
        let rows = output.chunks_mut(c_in * kernel);
        for (row, sums) in rows.zip(sums.chunks(columns)) {
            row[number * channels * kernel..][..columns].copy_from_slice(sums);
        }
    }
    Ok(())
}

/// Writes the samples of all windows, `(y, c, k)`, of some channels over zeros.
fn copy_windows<A: Scalar>(axes: &[Axis], samples: &[A], matrix: &mut [A]) {
    let (across, down) = axes.split_last().expect("a layer has a spatial axis");
    let each = axes.iter().map(|axis| axis.input).product();
    let rows: usize = down.iter().map(|axis| axis.kernel).product();
    let width = samples.len() / each * rows * across.kernel;
    let sources = numbers_of_samples(&[*across]);
    let inside = across.inside();
    let numbers = numbers_of_samples(down);
    let windows = matrix.chunks_exact_mut(width * across.output);
    for (windows, numbers) in windows.zip(numbers.chunks(rows)) {
        let channels = samples.chunks(each);
        let rows = channels.flat_map(|channel| numbers.iter().map(move |row| (channel, row)));
        for (number, (channel, row)) in rows.enumerate() {
            let Some(row) = row else { continue };
            let row = &channel[row * across.input..][..across.input];
            for (y, window) in windows.chunks_exact_mut(width).enumerate() {
                let window = &mut window[number * across.kernel..][..across.kernel];
                if inside.contains(&y) {
                    let samples = row[across.inner(y, 0)..].iter().step_by(across.dilation);
                    window
                        .iter_mut()
                        .zip(samples)
                        .for_each(|(to, from)| *to = *from);
                    continue;
                }
                let sources = &sources[y * across.kernel..];
                for (sample, source) in window.iter_mut().zip(sources) {
                    *sample = source.map_or(A::zero(), |x| row[x]);
                }
            }
        }
    }
}

/// The numbers of the samples under each window, both in row-major order; none for what lies beyond the border.
fn numbers_of_samples(axes: &[Axis]) -> Vec<Option<usize>> {
    let mut numbers = vec![Some(0)];
    let mut kernel = 1;
    for axis in axes {
        let mut wider = Vec::with_capacity(numbers.len() * axis.output * axis.kernel);
        for window in numbers.chunks(kernel) {
            for y in 0..axis.output {
                for number in window {
                    let sources = axis.sources(y);
                    wider.extend(sources.map(|x| Some((*number)? * axis.input + x?)));
                }
            }
        }
        numbers = wider;
        kernel *= axis.kernel;
    }
    numbers
}

fn check_gradient<A, D: Dimension>(gradient: &ArrayRef<A, D>, expected: &[usize]) -> Result<()> {
    expect_shape("gradient by the output", expected, gradient.shape())
}
