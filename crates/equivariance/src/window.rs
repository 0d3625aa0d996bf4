//! Which input sample each weight of each window meets: the one place that knows about borders.

use ndarray::{Array, ArrayRef, Dimension};

use crate::{Error, Options, Padding, Result, Scalar, output_size};

/// Along one axis, the input index under every weight of every window.
pub(crate) struct AxisWindows {
    /// `sources[y * kernel + k]` is the input index that weight `k` meets at output `y`; none stands for a padded zero.
    sources: Vec<Option<usize>>,
    kernel: usize,
}

impl AxisWindows {
    pub(crate) fn new(input: usize, kernel: usize, options: Options) -> Result<Self> {
        let output = output_size(input, kernel, options)?;
        let reach = (kernel - 1) * options.dilation;
        let before = match options.padding {
            Padding::Valid => 0,
            Padding::Same | Padding::Circular | Padding::Reflect => reach / 2,
            Padding::Full => reach,
        };
        let sources = (0..output)
            .flat_map(|y| (0..kernel).map(move |k| y * options.stride + k * options.dilation))
            .map(|shifted| source(shifted as isize - before as isize, input, options.padding))
            .collect();
        Ok(Self { sources, kernel })
    }

    /// The number of windows.
    pub(crate) fn len(&self) -> usize {
        self.sources.len() / self.kernel
    }

    /// The input indices under the window of output `y`.
    pub(crate) fn sources(&self, y: usize) -> &[Option<usize>] {
        &self.sources[y * self.kernel..][..self.kernel]
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
    input
        .iter()
        .zip(kernel)
        .map(|(n, k)| AxisWindows::new(*n, *k, options))
        .collect()
}

/// Folds every window into one output value, its samples in row-major order.
///
/// `step` receives the value so far, the number of the weight in row-major order, and the sample under it.
pub(crate) fn fold_windows<A: Scalar, D: Dimension>(
    input: &ArrayRef<A, D>,
    axes: &[AxisWindows],
    start: A,
    step: impl Fn(A, usize, A) -> A,
) -> Array<A, D> {
    let samples: Vec<A> = input.iter().copied().collect();
    let mut pitches = vec![1; axes.len()];
    for axis in (1..axes.len()).rev() {
        pitches[axis - 1] = pitches[axis] * input.shape()[axis];
    }
    let mut shape = input.raw_dim();
    for (size, axis) in shape.as_array_view_mut().iter_mut().zip(axes) {
        *size = axis.len();
    }
    let count: usize = axes.iter().map(AxisWindows::len).product();
    let mut position = vec![0; axes.len()];
    let mut output = Vec::with_capacity(count);
    let walk = Walk {
        samples: &samples,
        step: &step,
    };
    for _ in 0..count {
        let mut weight = 0;
        output.push(walk.fold(axes, &pitches, &position, Some(0), &mut weight, start));
        for axis in (0..axes.len()).rev() {
            position[axis] += 1;
            if position[axis] < axes[axis].len() {
                break;
            }
            position[axis] = 0;
        }
    }
    Array::from_shape_vec(shape, output).expect("one value for every window")
}

struct Walk<'a, A, F> {
    samples: &'a [A],
    step: &'a F,
}

impl<A: Scalar, F: Fn(A, usize, A) -> A> Walk<'_, A, F> {
    /// Folds the part of a window that starts at the offset `base`; none if an outer axis is beyond the border.
    fn fold(
        &self,
        axes: &[AxisWindows],
        pitches: &[usize],
        position: &[usize],
        base: Option<usize>,
        weight: &mut usize,
        mut value: A,
    ) -> A {
        let Some((axis, inner)) = axes.split_first() else {
            value = (self.step)(
                value,
                *weight,
                base.map_or(A::zero(), |offset| self.samples[offset]),
            );
            *weight += 1;
            return value;
        };
        for source in axis.sources(position[0]) {
            let offset = base
                .zip(*source)
                .map(|(base, index)| base + index * pitches[0]);
            value = self.fold(inner, &pitches[1..], &position[1..], offset, weight, value);
        }
        value
    }
}
