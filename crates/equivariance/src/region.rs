//! Boxes of positions, and the box on which a sliding map must be exactly equivariant.

use std::ops::Range;

use ndarray::{Array, ArrayRef, ArrayView, Dimension, Slice};

use crate::window::{Axis, windows};
use crate::{Error, Fill, Options, PerAxis, Result};

/// A box of positions of an array: a range along each axis.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Region {
    /// The range along each axis.
    pub ranges: Vec<Range<usize>>,
}

impl Region {
    /// Returns the region of all positions of an array of this shape.
    pub fn full(shape: &[usize]) -> Self {
        Self {
            ranges: shape.iter().map(|size| 0..*size).collect(),
        }
    }

    /// Says whether the position is inside.
    pub fn contains(&self, position: &[usize]) -> bool {
        position.len() == self.ranges.len()
            && self
                .ranges
                .iter()
                .zip(position)
                .all(|(range, x)| range.contains(x))
    }

    /// Says whether there is no position inside.
    pub fn is_empty(&self) -> bool {
        self.ranges.iter().any(Range::is_empty)
    }

    /// Returns the number of positions inside; `usize::MAX` if there are more.
    pub fn len(&self) -> usize {
        if self.is_empty() {
            return 0;
        }
        self.shape()
            .into_iter()
            .fold(1, |count, size| count.saturating_mul(size))
    }

    /// Returns the number of positions along each axis.
    pub fn shape(&self) -> Vec<usize> {
        self.ranges.iter().map(ExactSizeIterator::len).collect()
    }

    /// Returns the part of the array that is inside, as a view.
    ///
    /// # Panics
    ///
    /// If the region is not inside the array.
    #[track_caller]
    pub fn crop_view<'a, A, D: Dimension>(&self, array: &'a ArrayRef<A, D>) -> ArrayView<'a, A, D> {
        if let Err(error) = self.check(array.shape()) {
            panic!("{error}");
        }
        array.slice_each_axis(|axis| Slice::from(self.ranges[axis.axis.index()].clone()))
    }

    /// Returns the part of the array that is inside.
    ///
    /// # Panics
    ///
    /// If the region is not inside the array.
    #[track_caller]
    pub fn select<A: Clone, D: Dimension>(&self, array: &ArrayRef<A, D>) -> Array<A, D> {
        self.crop_view(array).to_owned()
    }

    /// Checks that the region is inside an array of this shape.
    pub(crate) fn check(&self, shape: &[usize]) -> Result<()> {
        let inside =
            |(range, size): (&Range<usize>, &usize)| range.start <= range.end && range.end <= *size;
        if self.ranges.len() == shape.len() && self.ranges.iter().zip(shape).all(inside) {
            return Ok(());
        }
        Err(Error::RegionOutside {
            region: self.ranges.clone(),
            shape: shape.to_vec(),
        })
    }
}

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
    interior_of(&windows(input, kernel, options)?, shift, fill)
}

fn interior_of(axes: &[Axis], shift: &[isize], fill: Fill) -> Result<Region> {
    if shift.len() != axes.len() {
        return Err(Error::DimensionMismatch {
            what: "shift",
            expected: axes.len(),
            actual: shift.len(),
        });
    }
    let mut ranges = Vec::with_capacity(axes.len());
    for (axis, s) in axes.iter().zip(shift) {
        let moved = output_shift(*s, axis.stride)?;
        let sources = all_sources(axis)?;
        let window = |y: usize| &sources[y * axis.kernel..][..axis.kernel];
        let exact = |y: usize| {
            let Some(from) = fill.source(y, moved, axis.output) else {
                return false;
            };
            let translated = window(y)
                .iter()
                .map(|x| x.and_then(|x| fill.source(x, *s, axis.input)));
            translated.eq(window(from).iter().copied())
        };
        ranges.push(longest_run(axis.output, exact));
    }
    Ok(Region { ranges })
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

fn longest_run(count: usize, inside: impl Fn(usize) -> bool) -> Range<usize> {
    let mut longest = 0..0;
    let mut start = 0;
    for y in 0..count {
        if !inside(y) {
            start = y + 1;
        } else if y + 1 - start > longest.len() {
            longest = start..y + 1;
        }
    }
    longest
}

/// The position of the element that is `offset`-th in row-major order.
pub(crate) fn index_of(mut offset: usize, shape: &[usize]) -> Vec<usize> {
    let mut index = vec![0; shape.len()];
    for axis in (0..shape.len()).rev() {
        index[axis] = offset % shape[axis];
        offset /= shape[axis];
    }
    index
}
