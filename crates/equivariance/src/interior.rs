//! The box on which sliding maps must be exactly equivariant.

use std::ops::Range;

use crate::window::{Axis, output_shape, windows};
use crate::{Error, Fill, Options, PerAxis, Region, Result};

/// Returns the output positions at which a sliding map and a translation commute to the last bit, whatever the weights.
///
/// The map slides a window of shape `kernel` over an input of shape `input`; [`correlate`](crate::correlate) is one, a
/// pooling another (but a pooling that leaves padded zeros out tells them from those that [`Fill::Zero`] puts in, so with
/// both the answer does not hold for it). The input is translated by `shift`, the output by `shift / stride`, both with `fill`. A position is
/// inside if each weight meets the same input sample (or the same padded zero) on both ways, and the output was not
/// filled there. Positions that the translation of the output fills are left out: where they agree, it is zero against
/// zero. Along each axis the longest run of such positions is taken (the first of equal ones), so the answer is a box;
/// it may be empty.
///
/// # Errors
///
/// Those of [`output_size`](crate::output_size), a kernel or a shift with another number of axes, and a shift that is no
/// multiple of the stride.
///
/// # Examples
///
/// ```
/// use equivariance::{interior, Fill, Options};
///
/// // 46×46 outputs, moved 5 down and 3 to the left.
/// let region = interior(&[48, 48], &[3, 3], Options::valid(), &[5, -3], Fill::Zero)?;
/// assert_eq!(region.ranges, [5..46, 0..43]);
/// // On a circle there is no border.
/// let region = interior(&[48, 48], &[3, 3], Options::circular(), &[5, -3], Fill::Circular)?;
/// assert_eq!(region.ranges, [0..48, 0..48]);
/// # Ok::<(), equivariance::Error>(())
/// ```
pub fn interior(
    input: &[usize],
    kernel: &[usize],
    options: impl PerAxis<Options>,
    shift: &[isize],
    fill: Fill,
) -> Result<Region> {
    let layer = windows(input, kernel, options)?;
    interior_of(input, &[layer], shift, fill)
}

/// Returns the output positions at which a stack of sliding maps and a translation commute to the last bit, whatever the
/// weights: [`interior`] for layers that follow one another.
///
/// Each layer is the shape of its window and its options. Between the layers, and after the last, the same bias and the same
/// function may be applied to every sample. The input is translated by `shift`, the output by `shift` over the product of the
/// strides, both with `fill`. A position is inside if at every layer each weight meets the same sample on both ways, or
/// the same padded zero; the samples of the later layers are the positions that are inside at the layer before. So it is not
/// the interior of one map with a window as large as the receptive field: zeros that stand around the input are what a
/// translation with zeros brings in, and zeros that stand around a layer in the middle are not.
///
/// Along each axis the longest run of such positions is taken (the first of equal ones); it may be empty. A stack without
/// layers leaves out the filled positions only. Beside the run the two ways differ for most weights, unless a ring has
/// become shorter than the strides make it: then they may agree at further positions.
///
/// # Errors
///
/// Those of [`interior`] for each layer, on an input of the size and a shift by the steps that the layers before leave.
///
/// # Examples
///
/// ```
/// use equivariance::{Fill, Options, stacked_interior};
///
/// // On a ring, a border with zeros reaches in by one sample a layer, at the border and where it was moved to.
/// let layers = |count| vec![(&[3][..], Options::same()); count];
/// let inside = |count| stacked_interior(&[32], &layers(count), &[2], Fill::Circular);
/// assert_eq!(inside(1)?.ranges, [3..31]);
/// assert_eq!(inside(4)?.ranges, [6..28]);
/// # Ok::<(), equivariance::Error>(())
/// ```
pub fn stacked_interior<P: PerAxis<Options> + Copy>(
    input: &[usize],
    layers: &[(&[usize], P)],
    shift: &[isize],
    fill: Fill,
) -> Result<Region> {
    let each = |size: &usize| Axis::each(*size);
    if layers.is_empty() {
        return interior_of(input, &[input.iter().map(each).collect()], shift, fill);
    }
    let mut size = input.to_vec();
    let mut stack = Vec::with_capacity(layers.len());
    for (kernel, options) in layers {
        let axes = windows(&size, kernel, *options)?;
        size = output_shape(&axes);
        stack.push(axes);
    }
    interior_of(input, &stack, shift, fill)
}

/// The interior of layers, each given by its windows along every axis.
fn interior_of(
    input: &[usize],
    layers: &[Vec<Axis>],
    shift: &[isize],
    fill: Fill,
) -> Result<Region> {
    if shift.len() != input.len() {
        return Err(Error::DimensionMismatch {
            what: "shift",
            expected: input.len(),
            actual: shift.len(),
        });
    }
    let along = |(axis, shift): (usize, &isize)| {
        let mut shift = *shift;
        let mut exact = None;
        for layer in layers {
            let axis = &layer[axis];
            let moved = output_shift(shift, axis.stride)?;
            exact = Some(exact_outputs(axis, (shift, moved), fill, exact)?);
            shift = moved;
        }
        Ok(longest_run(&exact.unwrap_or_default()))
    };
    let ranges = shift.iter().enumerate().map(along).collect::<Result<_>>()?;
    Ok(Region { ranges })
}

/// Which outputs along an axis have the same samples under each weight, whether the input or the output is shifted. Which of
/// the samples are the same is given; before the first layer all are, filled zeros among them.
fn exact_outputs(
    axis: &Axis,
    (shift, moved): (isize, isize),
    fill: Fill,
    exact: Option<Vec<bool>>,
) -> Result<Vec<bool>> {
    let sources = all_sources(axis)?;
    let window = |y: usize| &sources[y * axis.kernel..][..axis.kernel];
    let is_exact = |y: usize| {
        let Some(from) = fill.source(y, moved, axis.output) else {
            return false;
        };
        let same = |(x, other): (&Option<usize>, &Option<usize>)| match x {
            Some(x) => {
                exact.as_ref().is_none_or(|exact| exact[*x])
                    && fill.source(*x, shift, axis.input) == *other
            }
            None => other.is_none(),
        };
        window(y).iter().zip(window(from)).all(same)
    };
    Ok((0..axis.output).map(is_exact).collect())
}

/// The input index under every weight of every window, unless there is no memory for so many.
fn all_sources(axis: &Axis) -> Result<Vec<Option<usize>>> {
    let too_large = || Error::OutputTooLarge {
        shape: vec![axis.output],
    };
    let count = axis.output.checked_mul(axis.kernel).ok_or_else(too_large)?;
    let mut sources = Vec::new();
    sources.try_reserve_exact(count).map_err(|_| too_large())?;
    for y in 0..axis.output {
        for k in 0..axis.kernel {
            sources.push(axis.source(y * axis.stride + k * axis.dilation));
        }
    }
    Ok(sources)
}

/// The shift of the output that answers a shift of the input.
fn output_shift(shift: isize, stride: usize) -> Result<isize> {
    let mismatch = Error::ShiftNotMultipleOfStride { shift, stride };
    match isize::try_from(stride) {
        Ok(step) if shift % step == 0 => Ok(shift / step),
        Err(_) if shift == 0 => Ok(0),
        _ => Err(mismatch),
    }
}

fn longest_run(inside: &[bool]) -> Range<usize> {
    let mut longest = 0..0;
    let mut start = 0;
    for (y, inside) in inside.iter().enumerate() {
        if !inside {
            start = y + 1;
        } else if y + 1 - start > longest.len() {
            longest = start..y + 1;
        }
    }
    longest
}
