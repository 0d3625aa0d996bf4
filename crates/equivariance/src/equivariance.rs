//! The measure of how far a map is from being equivariant.

use ndarray::{Array, ArrayRef, Dimension};

use crate::region::index_of;
use crate::scalar::double;
use crate::shape::expect_shape;
use crate::{Error, Region, Result, Scalar};

/// How far a map is from being equivariant, over a set of group elements.
#[derive(Clone, Debug, PartialEq)]
pub struct EquivarianceError<G> {
    /// The largest absolute difference, over all elements and all positions of their regions.
    pub largest: f64,
    /// The mean absolute difference, over the same.
    pub mean: f64,
    /// The element at which the largest difference was met; the first one if several tie.
    pub worst: G,
    /// The region over which the worst element was measured.
    pub region: Region,
}

/// Returns how far a map is from commuting with a group, over some of its elements and a region of the output:
///
/// ```text
/// |map(act_in(f, g)) − act_out(map(f), g)|
/// ```
///
/// for the input `f` and the elements `g`. `act_in` is the action on the input and `act_out` the action on the output; both
/// get the array and the element. The map is tried on this one input. `region` gets an element and the shape of the output, and says where to compare:
/// [`Region::full`] for everywhere, [`interior`](crate::interior) for where a sliding map must be exact.
///
/// # Errors
///
/// No element, an empty region or one outside the output, outputs of two shapes, an infinite or undefined difference,
/// and the errors of the four functions.
///
/// # Examples
///
/// ```
/// use equivariance::{Fill, Options, Region, correlate, equivariance_error, translate};
/// use ndarray::array;
///
/// let signal = array![1.0, 4.0, 2.0, 8.0];
/// let error = equivariance_error(
///     &signal,
///     |f| correlate(f, &array![-1.0, 0.0, 1.0], Options::circular()),
///     |f, s: &isize| translate(f, &[*s], Fill::Circular),
///     |f, s| translate(f, &[*s], Fill::Circular),
///     &[1, 2, 3],
///     |_, shape| Ok(Region::full(shape)),
/// )?;
/// assert_eq!(error.largest, 0.0);
/// # Ok::<(), equivariance::Error>(())
/// ```
pub fn equivariance_error<A: Scalar, D: Dimension, E: Dimension, G: Clone>(
    input: &ArrayRef<A, D>,
    map: impl Fn(&ArrayRef<A, D>) -> Result<Array<A, E>>,
    act_in: impl Fn(&ArrayRef<A, D>, &G) -> Result<Array<A, D>>,
    act_out: impl Fn(&ArrayRef<A, E>, &G) -> Result<Array<A, E>>,
    elements: &[G],
    region: impl Fn(&G, &[usize]) -> Result<Region>,
) -> Result<EquivarianceError<G>> {
    let output = map(input)?;
    let mut worst: Option<(f64, &G, Region)> = None;
    let mut sum = 0.0;
    let mut count = 0;
    for element in elements {
        let acted_first = map(&act_in(input, element)?)?;
        let acted_last = act_out(&output, element)?;
        let (expected, actual) = (acted_last.shape(), acted_first.shape());
        expect_shape("map of the acted-on input", expected, actual)?;
        let region = region(element, acted_last.shape())?;
        region.check(acted_last.shape())?;
        if region.is_empty() {
            return Err(Error::EmptyRegion {
                region: region.ranges,
                shape: acted_last.shape().to_vec(),
            });
        }
        let mut largest = 0.0_f64;
        let (left, right) = (
            region.crop_view(&acted_first),
            region.crop_view(&acted_last),
        );
        for (offset, (left, right)) in left.iter().zip(&right).enumerate() {
            let difference = double((*left - *right).abs());
            if !difference.is_finite() {
                let mut index = index_of(offset, &region.shape());
                index
                    .iter_mut()
                    .zip(&region.ranges)
                    .for_each(|(x, range)| *x += range.start);
                return Err(Error::NonFinite {
                    what: "difference",
                    index,
                    value: difference,
                });
            }
            largest = largest.max(difference);
            sum += difference;
        }
        count += region.len();
        if worst.as_ref().is_none_or(|(so_far, ..)| largest > *so_far) {
            worst = Some((largest, element, region));
        }
    }
    let (largest, worst, region) = worst.ok_or(Error::NoElements)?;
    Ok(EquivarianceError {
        largest,
        mean: sum / count as f64,
        worst: worst.clone(),
        region,
    })
}
