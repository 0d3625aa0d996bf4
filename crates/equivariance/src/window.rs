//! Which input sample each weight of each window meets: the one place that knows about borders.

use std::ops::Range;

use ndarray::{Array, ArrayRef, Dimension};

use crate::shape::expect_shape;
use crate::{Error, Options, Padding, PerAxis, Result, output_size};

/// The windows along one axis: weight `k` of output `y` meets the place `y * stride + k * dilation`, counted from the first
/// padded sample.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Axis {
    /// The number of samples.
    pub(crate) input: usize,
    /// The number of weights.
    pub(crate) kernel: usize,
    /// The number of windows.
    pub(crate) output: usize,
    pub(crate) stride: usize,
    pub(crate) dilation: usize,
    /// The number of padded samples before the first sample.
    pub(crate) before: usize,
    /// The number of padded samples behind the last sample; a window that rounding up has added may reach further.
    pub(crate) after: usize,
    pub(crate) border: Border,
}

/// What stands at a place beyond the border.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Border {
    Zero,
    Circular,
    Reflect,
}

impl From<Padding> for Border {
    fn from(padding: Padding) -> Self {
        match padding {
            Padding::Circular => Self::Circular,
            Padding::Reflect => Self::Reflect,
            Padding::Valid
            | Padding::Same
            | Padding::Full
            | Padding::Zeros { .. }
            | Padding::SameUpper
            | Padding::SameLower => Self::Zero,
        }
    }
}

impl Axis {
    /// An axis with a single sample, as all arrays have beyond their own.
    pub(crate) const SINGLE: Self = Self {
        input: 1,
        kernel: 1,
        output: 1,
        stride: 1,
        dilation: 1,
        before: 0,
        after: 0,
        border: Border::Zero,
    };

    /// An axis of `size` samples, each of which is a window.
    pub(crate) const fn each(size: usize) -> Self {
        Self {
            input: size,
            output: size,
            ..Self::SINGLE
        }
    }

    /// Fails as [`output_size`].
    pub(crate) fn new(input: usize, kernel: usize, options: Options) -> Result<Self> {
        let output = output_size(input, kernel, options)?;
        let (before, after) = options.around(input, kernel);
        Ok(Self {
            input,
            kernel,
            output,
            stride: options.stride,
            dilation: options.dilation,
            before,
            after,
            border: options.padding.into(),
        })
    }

    /// The windows in which weights and outputs, stride and dilation are exchanged: output `k` meets under weight `y` what
    /// output `y` meets here under weight `k`.
    pub(crate) const fn exchanged(self) -> Self {
        Self {
            kernel: self.output,
            output: self.kernel,
            stride: self.dilation,
            dilation: self.stride,
            ..self
        }
    }

    /// The number of places that the windows reach, from the first padded sample on.
    pub(crate) const fn places(&self) -> usize {
        (self.output - 1) * self.stride + (self.kernel - 1) * self.dilation + 1
    }

    /// The input index at a place, counted from the first padded sample; none stands for a zero.
    pub(crate) fn source(&self, place: usize) -> Option<usize> {
        let n = self.input;
        match self.border {
            Border::Zero => place.checked_sub(self.before).filter(|index| *index < n),
            Border::Circular => Some((place + (n - self.before % n)) % n),
            Border::Reflect if n == 1 => Some(0),
            Border::Reflect => {
                let period = 2 * (n - 1);
                let phase = (place + (period - self.before % period)) % period;
                Some(phase.min(period - phase))
            }
        }
    }

    /// The input indices under the window of output `y`.
    pub(crate) fn sources(self, y: usize) -> impl Iterator<Item = Option<usize>> {
        (0..self.kernel).map(move |k| self.source(y * self.stride + k * self.dilation))
    }

    /// The number of weights of output `y` that meet a sample of the input, not a zero.
    pub(crate) fn samples(&self, y: usize) -> usize {
        if self.border != Border::Zero {
            return self.kernel;
        }
        self.weights_before(y, self.before + self.input) - self.weights_before(y, self.before)
    }

    /// The number of weights of output `y` that meet a sample of the input or its padding.
    pub(crate) fn samples_and_padding(&self, y: usize) -> usize {
        if self.border != Border::Zero {
            return self.kernel;
        }
        self.weights_before(y, self.before + self.input + self.after)
    }

    /// The number of weights of output `y` that meet a place before this one.
    fn weights_before(&self, y: usize, place: usize) -> usize {
        let places = place.saturating_sub(y * self.stride);
        places.div_ceil(self.dilation).min(self.kernel)
    }

    /// The outputs whose window lies inside the input: there weight `k` meets the index that [`inner`](Self::inner) gives.
    pub(crate) fn inside(&self) -> Range<usize> {
        let reach = (self.kernel - 1) * self.dilation;
        // The first sample is met from y * stride = before on, the last one up to y * stride + reach = before + input - 1.
        let end = (self.before + self.input)
            .checked_sub(reach + 1)
            .map_or(0, |last| last / self.stride + 1)
            .min(self.output);
        self.before.div_ceil(self.stride).min(end)..end
    }

    /// Says whether the windows of all these outputs, at least one, lie inside the input.
    pub(crate) fn are_inside(&self, outputs: &Range<usize>) -> bool {
        let inside = self.inside();
        inside.start <= outputs.start && outputs.end <= inside.end
    }

    /// The input index under weight `k` of output `y`, which is one of those [`inside`](Self::inside).
    pub(crate) fn inner(&self, y: usize, k: usize) -> usize {
        y * self.stride + k * self.dilation - self.before
    }
}

/// The windows of a kernel of shape `kernel` along every axis of `input`.
pub(crate) fn windows(
    input: &[usize],
    kernel: &[usize],
    options: impl PerAxis<Options>,
) -> Result<Vec<Axis>> {
    if input.len() != kernel.len() {
        return Err(Error::DimensionMismatch {
            what: "kernel",
            expected: input.len(),
            actual: kernel.len(),
        });
    }
    windows_of(input, kernel, &options.per_axis(input.len())?)
}

/// As [`windows`], the options of each axis given, and as many axes in all.
pub(crate) fn windows_of(
    input: &[usize],
    kernel: &[usize],
    options: &[Options],
) -> Result<Vec<Axis>> {
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
    let mut axes = Vec::with_capacity(input.len());
    for ((input, kernel), options) in input.iter().zip(kernel).zip(options) {
        axes.push(Axis::new(*input, *kernel, *options)?);
    }
    if !fits(kernel) {
        return Err(Error::WindowTooLarge {
            shape: kernel.to_vec(),
        });
    }
    check_shape(&output_shape(&axes))?;
    Ok(axes)
}

/// The number of windows along each axis.
pub(crate) fn output_shape(axes: &[Axis]) -> Vec<usize> {
    axes.iter().map(|axis| axis.output).collect()
}

/// Checks that an array of `f64` can have this shape: making one that it cannot have would panic.
pub(crate) fn check_shape(shape: &[usize]) -> Result<()> {
    if fits(shape) {
        return Ok(());
    }
    Err(Error::OutputTooLarge {
        shape: shape.to_vec(),
    })
}

fn fits(shape: &[usize]) -> bool {
    shape
        .iter()
        .try_fold(size_of::<f64>(), |bytes, size| bytes.checked_mul(*size))
        .is_some_and(|bytes| isize::try_from(bytes).is_ok())
}

/// An array of this shape that holds `value` everywhere, unless there is no memory for it.
pub(crate) fn filled<A: Clone, D: Dimension>(shape: D, value: A) -> Result<Array<A, D>> {
    let too_large = |_| Error::OutputTooLarge {
        shape: shape.slice().to_vec(),
    };
    check_shape(shape.slice())?;
    let mut values = Vec::new();
    values.try_reserve_exact(shape.size()).map_err(too_large)?;
    values.resize(shape.size(), value);
    Ok(Array::from_shape_vec(shape, values).expect("one value for every place"))
}

/// An array for one value of every window.
#[cfg(feature = "fft")]
pub(crate) fn outputs<A: crate::Scalar, D: Dimension>(axes: &[Axis]) -> Result<Array<A, D>> {
    let mut shape = D::zeros(axes.len());
    shape.slice_mut().copy_from_slice(&output_shape(axes));
    filled(shape, A::zero())
}

/// Checks that an output that the caller owns has the shape that is computed.
pub(crate) fn check_output<A, D: Dimension>(
    output: &ArrayRef<A, D>,
    shape: &[usize],
) -> Result<()> {
    expect_shape("output", shape, output.shape())
}
