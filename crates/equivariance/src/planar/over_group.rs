//! From maps over a group to maps of the plane, with no rounding that depends on where the group has moved them.

use ndarray::{Array, Array3, ArrayRef4, Axis, Dimension, Zip};

use super::PointGroup;
use crate::scalar::scalar;
use crate::{Error, FiniteGroup, Result, Scalar};

/// Returns the sum of the maps over the group, in an order that no element of the group changes:
///
/// ```text
/// (e + r²) + (r + r³)                                  C4
/// ((e + r²) + (r + r³)) + ((m + r²m) + (rm + r³m))     D4
/// ```
///
/// Multiplication by an element exchanges summands, pairs or halves, and `a + b` and `b + a` are rounded alike. So if the maps
/// are moved by [`PointGroup::act`], the sum is turned with them, to the last bit. Shapes: `(c, |G|, n, n)` → `(c, n, n)`.
///
/// # Errors
///
/// An axis of the group with another number of maps, and maps that are not square.
///
/// # Examples
///
/// ```
/// use equivariance::{PointGroup, sum_over_group};
/// use ndarray::array;
///
/// let maps = array![[[[1.0]], [[1e16]], [[1.0]], [[-1e16]]]];
/// assert_eq!(sum_over_group(PointGroup::C4, &maps)?, array![[[2.0]]]);
/// // From the left to the right a one is lost in 1e16.
/// assert_eq!(1.0 + 1e16 + 1.0 - 1e16, 0.0);
/// # Ok::<(), equivariance::Error>(())
/// ```
pub fn sum_over_group<A: Scalar>(group: PointGroup, maps: &ArrayRef4<A>) -> Result<Array3<A>> {
    group.check(maps.shape())?;
    let maps = (0..group.order())
        .map(|place| maps.index_axis(Axis(1), place).to_owned())
        .collect();
    Ok(sum_in_pairs(maps))
}

/// Returns the mean of the maps over the group: [`sum_over_group`], divided by the number of elements, which is exact if
/// nothing underflows.
///
/// # Errors
///
/// Those of [`sum_over_group`].
pub fn mean_over_group<A: Scalar>(group: PointGroup, maps: &ArrayRef4<A>) -> Result<Array3<A>> {
    let count: A = scalar(group.order() as f64);
    Ok(sum_over_group(group, maps)?.mapv_into(|sum| sum / count))
}

/// Returns the largest of the maps over the group at each place, of 0 and −0 the 0. Nothing is rounded, and if the maps
/// are moved by [`PointGroup::act`], the result is turned with them. Shapes: `(c, |G|, n, n)` → `(c, n, n)`.
///
/// # Errors
///
/// Those of [`sum_over_group`], and a value that is not a number.
///
/// # Examples
///
/// ```
/// use equivariance::{PointGroup, max_over_group};
/// use ndarray::array;
///
/// let maps = array![[[[1.0]], [[4.0]], [[-2.0]], [[3.0]]]];
/// assert_eq!(max_over_group(PointGroup::C4, &maps)?, array![[[4.0]]]);
/// # Ok::<(), equivariance::Error>(())
/// ```
pub fn max_over_group<A: Scalar>(group: PointGroup, maps: &ArrayRef4<A>) -> Result<Array3<A>> {
    group.check(maps.shape())?;
    let unordered = maps.indexed_iter().find(|(_, value)| value.is_nan());
    if let Some(((c, g, i, j), _)) = unordered {
        return Err(Error::NonFinite {
            what: "sample",
            index: vec![c, g, i, j],
            value: f64::NAN,
        });
    }
    let mut largest = maps.index_axis(Axis(1), 0).to_owned();
    for map in maps.axis_iter(Axis(1)).skip(1) {
        Zip::from(&mut largest).and(&map).for_each(|so_far, value| {
            // Of equal values only zeros can differ: in their sign.
            if *value > *so_far || (*value == *so_far && so_far.is_sign_negative()) {
                *so_far = *value;
            }
        });
    }
    Ok(largest)
}

/// The sum of one array for each element, all of one shape, in the order of [`sum_over_group`].
///
/// The pairs are the left cosets of `{e, r²}` and the halves those of the turns, so multiplication from the left permutes
/// them.
pub(super) fn sum_in_pairs<A: Scalar, D: Dimension>(arrays: Vec<Array<A, D>>) -> Array<A, D> {
    let halves = arrays.chunks(4).map(|turns| {
        let pairs = [[0, 2], [1, 3]].map(|[a, b]| sum(&turns[a], &turns[b]));
        sum(&pairs[0], &pairs[1])
    });
    let total = halves.reduce(|half, other| sum(&half, &other));
    total.expect("a group has four elements or eight")
}

fn sum<A: Scalar, D: Dimension>(a: &Array<A, D>, b: &Array<A, D>) -> Array<A, D> {
    let mut sum = a.clone();
    sum.zip_mut_with(b, |sum, value| *sum = *sum + *value);
    sum
}
