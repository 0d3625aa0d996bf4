//! The adjoint of the sliding sum of products.

use ndarray::{
    Array, ArrayD, ArrayRef, ArrayViewD, Axis as AxisNumber, Dimension, IxDyn, Slice, indices,
};

use crate::channels::Group;
use crate::shape::expect_shape;
use crate::window::{Axis, Border, check_output, filled, output_shape, windows};
use crate::{Error, Options, PerAxis, Result, Scalar};

/// Returns what the adjoint of [`correlate`](crate::correlate)`(·, kernel, options)` makes of `input`, where that map takes
/// inputs of shape `size`: every input spreads over its window, in the proportions of the weights.
///
/// ```text
/// output(x) = Σ f(y) · ψ(k)   over all y and k with s·y + d·k − b = x
/// ```
///
/// with `y` over the indices of the input `f`, `k` over those of the kernel `ψ`, stride `s`, dilation `d` and `b` samples of
/// padding before the first. What falls on padded zeros is lost; under *circular* and *reflect* it falls on the sample that
/// stands there, so `x` is what [`Padding`](crate::Padding) makes of `s·y + d·k − b`. As a matrix it is the transpose:
/// `⟨correlate(g), f⟩ = ⟨g, correlate_transposed(f)⟩` for every `g` of shape `size`.
///
/// Each sum starts from 0 and takes the inputs in row-major order. Where one input meets a sample with several weights,
/// as may be under *circular* and *reflect*, they are taken in row-major order.
///
/// Several sizes have the same number of windows, when the stride is larger than 1; so it must be given.
///
/// Shapes: `(output_size(n₁, k₁), …)`, `(k₁, …)` → `(n₁, …)`, which is `size`.
///
/// # Errors
///
/// Those of [`correlate`](crate::correlate) on an input of shape `size`, and an `input` that has not the shape of what it
/// returns.
///
/// # Examples
///
/// ```
/// use equivariance::{correlate_transposed, Options};
/// use ndarray::array;
///
/// let kernel = array![1.0, 2.0, 3.0];
/// let spread = |options, size| correlate_transposed(&array![1.0, 10.0], &kernel, &[size], options);
/// assert_eq!(spread(Options::valid(), 4)?, array![1.0, 12.0, 23.0, 30.0]);
/// assert_eq!(spread(Options::valid().stride(2), 5)?, array![1.0, 2.0, 13.0, 20.0, 30.0]);
/// assert_eq!(spread(Options::valid().stride(2), 6)?, array![1.0, 2.0, 13.0, 20.0, 30.0, 0.0]);
/// assert_eq!(spread(Options::same(), 2)?, array![12.0, 23.0]);
/// # Ok::<(), equivariance::Error>(())
/// ```
pub fn correlate_transposed<A: Scalar, D: Dimension>(
    input: &ArrayRef<A, D>,
    kernel: &ArrayRef<A, D>,
    size: &[usize],
    options: impl PerAxis<Options>,
) -> Result<Array<A, D>> {
    let axes = transposed_windows(input.shape(), kernel.shape(), size, options)?;
    let mut shape = input.raw_dim();
    shape.slice_mut().copy_from_slice(size);
    let mut output = filled(shape, A::zero())?;
    spread(input, kernel, &axes, &mut output);
    Ok(output)
}

/// Writes [`correlate_transposed`] into an array of the shape `size`, which is that of `output`, in any layout.
///
/// # Errors
///
/// Those of [`correlate_transposed`], and an output of another shape than `size`.
pub fn correlate_transposed_into<A: Scalar, D: Dimension>(
    input: &ArrayRef<A, D>,
    kernel: &ArrayRef<A, D>,
    size: &[usize],
    options: impl PerAxis<Options>,
    output: &mut ArrayRef<A, D>,
) -> Result<()> {
    let axes = transposed_windows(input.shape(), kernel.shape(), size, options)?;
    check_output(output, size)?;
    spread(input, kernel, &axes, output);
    Ok(())
}

fn spread<A: Scalar, D: Dimension>(
    input: &ArrayRef<A, D>,
    kernel: &ArrayRef<A, D>,
    axes: &[Axis],
    output: &mut ArrayRef<A, D>,
) {
    let channel = AxisNumber(0);
    let spread = Spread {
        axes,
        input: input.view().into_dyn().insert_axis(channel),
        weights: (kernel.view().into_dyn().insert_axis(channel)).insert_axis(channel),
        bias: &[A::zero()],
    };
    spread.write(&mut output.view_mut().into_dyn().insert_axis(channel));
}

fn transposed_windows(
    input: &[usize],
    kernel: &[usize],
    size: &[usize],
    options: impl PerAxis<Options>,
) -> Result<Vec<Axis>> {
    if size.len() != input.len() {
        return Err(Error::DimensionMismatch {
            what: "size of the output",
            expected: input.len(),
            actual: size.len(),
        });
    }
    let axes = windows(size, kernel, options)?;
    expect_shape("input", &output_shape(&axes), input)?;
    Ok(axes)
}

/// One group of the channels of a transposed layer.
pub(crate) struct Spread<'a, A> {
    /// The windows of the correlation whose outputs the inputs stand for, along the spatial axes.
    pub(crate) axes: &'a [Axis],
    /// `(c_in, n, …)`.
    pub(crate) input: ArrayViewD<'a, A>,
    /// `(c_in, c_out, k, …)`.
    pub(crate) weights: ArrayViewD<'a, A>,
    /// `(c_out,)`.
    pub(crate) bias: &'a [A],
}

impl<A: Scalar> Spread<'_, A> {
    /// Writes the outputs, `(c_out, size, …)`. Each is one chain of additions from the bias, over the channels in order, and
    /// within a channel over the inputs in row-major order.
    pub(crate) fn write(&self, output: &mut ArrayRef<A, IxDyn>) {
        for (mut map, bias) in output.outer_iter_mut().zip(self.bias) {
            map.fill(*bias);
        }
        // A correlation adds products with zeros beyond its input. They leave all bits as they are, unless a weight is not
        // finite, or a sum is −0, which none becomes that starts otherwise.
        let zeros_matter = self.weights.iter().any(|weight| !weight.is_finite())
            || self
                .bias
                .iter()
                .any(|bias| bias.is_zero() && bias.is_sign_negative());
        let all = |axis: &Axis| (0..axis.input).collect::<Vec<_>>();
        if zeros_matter {
            let places: Vec<_> = self.axes.iter().map(all).collect();
            return self.write_each(output, &places);
        }
        self.write_remainders(output);
        for (number, axis) in self.axes.iter().enumerate() {
            // Those to which something comes back along this axis, and along no axis before it.
            let before = self.axes[..number].iter().map(|axis| wrapped(axis, false));
            let behind = self.axes[number + 1..].iter().map(all);
            let places: Vec<_> = before.chain([wrapped(axis, true)]).chain(behind).collect();
            self.write_each(output, &places);
        }
    }

    /// Writes the outputs for which nothing beyond the border counts. Along each axis, those with one remainder modulo the
    /// stride are a correlation of the inputs with some of the weights, the last one first.
    fn write_remainders(&self, output: &mut ArrayRef<A, IxDyn>) {
        let remainders: Vec<Vec<Remainder>> = self.axes.iter().map(Remainder::all).collect();
        let counts: Vec<usize> = remainders.iter().map(Vec::len).collect();
        // Weights are chosen by their numbers in a kernel: to copy a view of many axes takes longer.
        let kernels = self.weights.as_standard_layout();
        let kernels = kernels.as_slice().expect("the layout is standard");
        let kernel: Vec<usize> = self.axes.iter().map(|axis| axis.kernel).collect();
        let numbers = 0..kernel.iter().product();
        let numbers = ArrayD::from_shape_vec(kernel, numbers.collect());
        let numbers = numbers.expect("one number for every weight");
        for chosen in indices(&counts[..]) {
            let along: Vec<&Remainder> = remainders
                .iter()
                .enumerate()
                .map(|(axis, all)| &all[chosen[axis]])
                .collect();
            let axes: Vec<Axis> = along.iter().map(|remainder| remainder.axis).collect();
            let mut input = self.input.view();
            let mut chosen = numbers.view();
            let mut output = output.view_mut();
            for (axis, remainder) in along.iter().enumerate() {
                input.slice_axis_inplace(AxisNumber(axis + 1), remainder.inputs);
                chosen.slice_axis_inplace(AxisNumber(axis), remainder.weights);
                chosen.invert_axis(AxisNumber(axis));
                output.slice_axis_inplace(AxisNumber(axis + 1), remainder.outputs);
            }
            let chosen: Vec<usize> = chosen.iter().copied().collect();
            let (c_in, c_out) = (input.len_of(AxisNumber(0)), self.bias.len());
            let mut weights = Vec::with_capacity(c_in * c_out * chosen.len());
            for (o, c) in (0..c_out).flat_map(|o| (0..c_in).map(move |c| (o, c))) {
                let kernel = &kernels[(c * c_out + o) * numbers.len()..][..numbers.len()];
                weights.extend(chosen.iter().map(|number| kernel[*number]));
            }
            let input = input.as_standard_layout();
            let group = Group {
                axes: &axes,
                samples: input.as_slice().expect("the layout is standard"),
                weights: &weights,
                bias: self.bias,
            };
            match output.as_slice_mut() {
                Some(output) => group.write(output),
                None => {
                    let mut sums = ArrayD::zeros(output.shape());
                    group.write(sums.as_slice_mut().expect("the layout is standard"));
                    output.assign(&sums);
                }
            }
        }
    }

    /// Writes the outputs at these places along each axis, each from the inputs and weights that meet it.
    fn write_each(&self, output: &mut ArrayRef<A, IxDyn>, places: &[Vec<usize>]) {
        let counts: Vec<usize> = places.iter().map(Vec::len).collect();
        if counts.contains(&0) {
            return;
        }
        let (input, weights) = (
            self.input.as_standard_layout(),
            self.weights.as_standard_layout(),
        );
        let input = input.as_slice().expect("the layout is standard");
        let weights = weights.as_slice().expect("the layout is standard");
        let sizes = |size: fn(&Axis) -> usize| self.axes.iter().map(size).product::<usize>();
        let (count, kernel) = (sizes(|axis| axis.output), sizes(|axis| axis.kernel));
        let meetings: Vec<Vec<Vec<(usize, usize)>>> = self.axes.iter().map(meetings).collect();
        let mut pairs = Vec::new();
        for chosen in indices(&counts[..]) {
            let mut x = chosen;
            for (x, places) in x.slice_mut().iter_mut().zip(places) {
                *x = places[*x];
            }
            // Of inputs and weights, by their numbers in row-major order.
            pairs.clear();
            pairs.push((0, 0));
            for (number, axis) in self.axes.iter().enumerate() {
                let along = &meetings[number][x[number]];
                let wider = pairs.iter().flat_map(|(y, k)| {
                    along
                        .iter()
                        .map(move |(j, l)| (y * axis.output + j, k * axis.kernel + l))
                });
                pairs = wider.collect();
            }
            pairs.sort_unstable();
            for (o, mut map) in output.outer_iter_mut().enumerate() {
                let sum = &mut map[x.slice()];
                *sum = self.bias[o];
                for (c, input) in input.chunks(count).enumerate() {
                    let weights = &weights[(c * self.bias.len() + o) * kernel..];
                    for (y, k) in &pairs {
                        *sum = *sum + weights[*k] * input[*y];
                    }
                }
            }
        }
    }
}

/// For each output along an axis, the inputs and weights that meet it.
fn meetings(axis: &Axis) -> Vec<Vec<(usize, usize)>> {
    let mut meetings = vec![Vec::new(); axis.input];
    for y in 0..axis.output {
        for (k, x) in axis.sources(y).enumerate() {
            if let Some(x) = x {
                meetings[x].push((y, k));
            }
        }
    }
    meetings
}

/// The outputs along an axis to which something that falls beyond the border comes back, or the others.
fn wrapped(axis: &Axis, chosen: bool) -> Vec<usize> {
    let mut wrapped = vec![false; axis.input];
    if axis.border != Border::Zero {
        let inside = axis.before..axis.before + axis.input;
        for y in 0..axis.output {
            let places = (0..axis.kernel).map(|k| y * axis.stride + k * axis.dilation);
            let beyond = places.filter(|place| !inside.contains(place));
            for x in beyond.filter_map(|place| axis.source(place)) {
                wrapped[x] = true;
            }
        }
    }
    (0..axis.input).filter(|x| wrapped[*x] == chosen).collect()
}

/// The outputs `x`, `x + s`, `x + 2·s` … along one axis with stride `s`, as a correlation.
struct Remainder {
    /// The outputs.
    outputs: Slice,
    /// The weights that meet them, in the order of the kernel.
    weights: Slice,
    /// The inputs from the first on that the correlation takes.
    inputs: Slice,
    axis: Axis,
}

impl Remainder {
    /// Those that any input meets.
    fn all(axis: &Axis) -> Vec<Self> {
        let first_outputs = 0..axis.stride.min(axis.input);
        first_outputs.filter_map(|x| Self::new(axis, x)).collect()
    }

    /// Output `x` meets weight `k` at input `y` where `s·y + d·k = x + b`. With `g` the greatest common divisor of `s` and `d`,
    /// from one solution to the next `k` grows by `s / g`, and `y` falls by `d / g`.
    fn new(axis: &Axis, first_output: usize) -> Option<Self> {
        let (stride, dilation) = (axis.stride, axis.dilation);
        let common = greatest_common_divisor(stride, dilation);
        let step = stride / common;
        let place = first_output + axis.before;
        let first_weight =
            (0..step.min(axis.kernel)).find(|k| place % stride == k * dilation % stride)?;
        let count = (axis.kernel - first_weight).div_ceil(step);
        let reach = (count - 1) * (dilation / common);
        // The first output meets the last of these weights, which is the first of the correlation, at input `start`; that may
        // be before the first one there is. A stride beyond all places divides their difference only if that is 0.
        let difference = place as isize - (first_weight * dilation) as isize;
        let start =
            isize::try_from(stride).map_or(0, |stride| difference / stride) - reach as isize;
        let first_input = start.max(0);
        let inputs = axis.output.checked_sub(first_input as usize)?;
        if inputs == 0 {
            return None;
        }
        // A step that is larger than there are steps is no number with a sign.
        let every = |first: usize, step: usize, count: usize| {
            Slice::new(first as isize, None, step.min(count) as isize)
        };
        Some(Self {
            outputs: every(first_output, stride, axis.input),
            weights: every(first_weight, step, axis.kernel),
            inputs: Slice::new(first_input, None, 1),
            axis: Axis {
                input: inputs,
                kernel: count,
                output: (axis.input - first_output).div_ceil(stride),
                stride: 1,
                dilation: dilation / common,
                before: start.min(0).unsigned_abs(),
                after: 0,
                border: Border::Zero,
            },
        })
    }
}

fn greatest_common_divisor(a: usize, b: usize) -> usize {
    if b == 0 {
        a
    } else {
        greatest_common_divisor(b, a % b)
    }
}
