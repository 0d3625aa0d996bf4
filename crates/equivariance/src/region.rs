//! Boxes of positions.

use std::ops::Range;

use ndarray::{Array, ArrayRef, ArrayView, Dimension, Slice};

use crate::{Error, Result};

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

/// The position of the element that is `offset`-th in row-major order.
pub(crate) fn index_of(mut offset: usize, shape: &[usize]) -> Vec<usize> {
    let mut index = vec![0; shape.len()];
    for axis in (0..shape.len()).rev() {
        index[axis] = offset % shape[axis];
        offset /= shape[axis];
    }
    index
}
