//! Which input sample each weight of each window meets: the one place that knows about borders.

use std::ops::Range;

use ndarray::{Array, ArrayRef, Dimension, indices};

use crate::{Error, Options, Padding, Result, Scalar, output_size};

/// Along one axis, the input index under every weight of every window.
pub(crate) struct AxisWindows {
    /// `sources[y * kernel + k]` is the input index that weight `k` meets at output `y`; none stands for a zero.
    sources: Vec<Option<usize>>,
    kernel: usize,
    stride: usize,
    /// The outputs whose window lies inside the input, where the next window meets the samples `stride` further on.
    inside: Range<usize>,
}

impl AxisWindows {
    /// None if there is no memory for so many windows; `output` is their number, from [`output_size`].
    fn new(input: usize, kernel: usize, output: usize, options: Options) -> Option<Self> {
        let Options {
            padding,
            stride,
            dilation,
        } = options;
        let reach = (kernel - 1) * dilation;
        let before = options.before(kernel);
        let mut sources = Vec::new();
        sources
            .try_reserve_exact(output.checked_mul(kernel)?)
            .ok()?;
        sources.extend(
            (0..output)
                .flat_map(|y| (0..kernel).map(move |k| y * stride + k * dilation))
                .map(|shifted| source(shifted as isize - before as isize, input, padding)),
        );
        // The first sample is met from y * stride = before on, the last one up to y * stride + reach = before + input - 1.
        let end = (before + input)
            .checked_sub(reach + 1)
            .map_or(0, |last| last / stride + 1)
            .min(output);
        Some(Self {
            sources,
            kernel,
            stride,
            inside: before.div_ceil(stride).min(end)..end,
        })
    }

    /// Windows of a single sample each, which is taken from anywhere.
    pub(crate) fn single(sources: Vec<Option<usize>>) -> Self {
        Self {
            sources,
            kernel: 1,
            stride: 1,
            inside: 0..0,
        }
    }

    /// The number of windows.
    pub(crate) fn len(&self) -> usize {
        self.sources.len() / self.kernel
    }

    /// The input indices under the window of output `y`.
    pub(crate) fn sources(&self, y: usize) -> &[Option<usize>] {
        &self.sources[y * self.kernel..][..self.kernel]
    }

    /// Folds the windows of one row of samples into one row of values.
    ///
    /// One weight after another goes over the whole row, so the inner loops are plain; yet each value meets its own
    /// samples in the order of the weights.
    fn fold_row<A: Scalar>(
        &self,
        values: &mut [A],
        samples: &[A],
        step: impl Fn(A, usize, A) -> A,
    ) {
        for k in 0..self.kernel {
            for y in (0..self.inside.start).chain(self.inside.end..values.len()) {
                let sample = self.sources(y)[k].map_or(A::zero(), |x| samples[x]);
                values[y] = step(values[y], k, sample);
            }
            if self.inside.is_empty() {
                continue;
            }
            let first = self.sources(self.inside.start)[k].expect("an inner window has no padding");
            let values = values[self.inside.clone()].iter_mut();
            let fold = |(value, sample): (&mut A, &A)| *value = step(*value, k, *sample);
            match self.stride {
                1 => values.zip(&samples[first..]).for_each(fold),
                stride => values
                    .zip(samples[first..].iter().step_by(stride))
                    .for_each(fold),
            }
        }
    }
}

/// The input index that stands at `index`, which may be beyond the border.
fn source(index: isize, input: usize, padding: Padding) -> Option<usize> {
    let n = input as isize;
    let inside = match padding {
        Padding::Valid | Padding::Same | Padding::Full => {
            return usize::try_from(index).ok().filter(|i| *i < input);
        }
        Padding::Circular => index.rem_euclid(n),
        Padding::Reflect if n == 1 => 0,
        Padding::Reflect => {
            let period = 2 * (n - 1);
            let phase = index.rem_euclid(period);
            phase.min(period - phase)
        }
    };
    Some(inside as usize)
}

/// The windows of a kernel of shape `kernel` along every axis of `input`.
pub(crate) fn windows(
    input: &[usize],
    kernel: &[usize],
    options: Options,
) -> Result<Vec<AxisWindows>> {
    if input.len() != kernel.len() {
        return Err(Error::DimensionMismatch {
            what: "kernel",
            expected: input.len(),
            actual: kernel.len(),
        });
    }
    if input.contains(&0) {
        return Err(Error::EmptyInput {
            shape: input.to_vec(),
        });
    }
    if kernel.contains(&0) {
        return Err(Error::EmptyKernel {
            shape: kernel.to_vec(),
        });
    }
    let axes = input.iter().zip(kernel);
    let sizes = axes.clone().map(|(n, k)| output_size(*n, *k, options));
    let shape = sizes.collect::<Result<Vec<_>>>()?;
    check_shape(&shape)?;
    axes.zip(&shape)
        .map(|((n, k), size)| AxisWindows::new(*n, *k, *size, options))
        .collect::<Option<_>>()
        .ok_or(Error::OutputTooLarge { shape })
}

/// Checks that an array of `f64` can have this shape: making one that it cannot have would panic.
pub(crate) fn check_shape(shape: &[usize]) -> Result<()> {
    shape
        .iter()
        .try_fold(size_of::<f64>(), |bytes, size| bytes.checked_mul(*size))
        .and_then(|bytes| isize::try_from(bytes).ok())
        .map(|_| ())
        .ok_or_else(|| Error::OutputTooLarge {
            shape: shape.to_vec(),
        })
}

/// Folds every window into one output value, its samples in row-major order.
///
/// `step` receives the value so far, the number of the weight in row-major order, and the sample under it. No axis may be
/// empty.
pub(crate) fn fold_windows<A: Scalar, D: Dimension>(
    input: &ArrayRef<A, D>,
    axes: &[AxisWindows],
    start: A,
    step: impl Fn(A, usize, A) -> A,
) -> Array<A, D> {
    let samples = input.as_standard_layout();
    let samples = samples.as_slice().expect("the layout is standard");
    let mut shape = input.raw_dim();
    for (size, axis) in shape.as_array_view_mut().iter_mut().zip(axes) {
        *size = axis.len();
    }
    let Some((across, down)) = axes.split_last() else {
        return Array::from_elem(shape, step(start, 0, samples[0]));
    };
    let width = input.shape()[down.len()];
    let zeros = vec![A::zero(); width];
    let weights: Vec<usize> = down.iter().map(|axis| axis.kernel).collect();
    let mut output = vec![start; shape.size()];
    let positions = indices(&shape.slice()[..down.len()]);
    for (values, position) in output.chunks_exact_mut(across.len()).zip(positions) {
        for (row, weight) in indices(&weights[..]).into_iter().enumerate() {
            // The row of samples under this row of weights; a row of zeros as soon as one axis is beyond the border.
            let offset = down
                .iter()
                .enumerate()
                .try_fold(0, |offset, (axis, windows)| {
                    let source = windows.sources(position[axis])[weight[axis]];
                    source.map(|index| offset * input.shape()[axis] + index)
                });
            let samples = offset.map_or(&zeros[..], |offset| &samples[offset * width..][..width]);
            across.fold_row(values, samples, |value, k, sample| {
                step(value, row * across.kernel + k, sample)
            });
        }
    }
    Array::from_shape_vec(shape, output).expect("one value for every window")
}
