//! The action of translations.

use ndarray::{Array, ArrayRef, Axis, Dimension, Zip};

use crate::named::named;
use crate::{Error, Result, Scalar};

/// What a translation puts where the input has moved away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fill {
    /// Zeros; what leaves is lost, so that a shift and its opposite do not always give back the input.
    Zero,
    /// What left at the other end; the cyclic group acts, and nothing is lost.
    Circular,
}

named!(Fill, "fill", {
    Zero => "zero",
    Circular => "circular",
});

impl Fill {
    /// The index along an axis of `n` samples whose value arrives at `x` after a shift by `s`; none for a filled zero.
    pub(crate) fn source(self, x: usize, s: isize, n: usize) -> Option<usize> {
        match self {
            Self::Zero => x
                .checked_add_signed(s.checked_neg()?)
                .filter(|source| *source < n),
            Self::Circular => Some((x + (n - s.rem_euclid(n as isize) as usize)) % n),
        }
    }
}

/// Returns the input moved by `shift`, one number for every axis.
///
/// ```text
/// (Tₛ f)(x) = f(x − s)
/// ```
///
/// A positive shift moves towards higher indices: down and to the right. With [`Fill::Circular`] this is an action of
/// the group: the shift by 0 changes nothing, and a shift by `t` and then one by `s` are one shift by `s + t`. With
/// [`Fill::Zero`] the second law holds where nothing was lost, which is everywhere if `s` and `t` have the same sign on
/// each axis. The shape stays.
///
/// # Errors
///
/// A shift that has not one number for every axis.
///
/// # Examples
///
/// ```
/// use equivariance::{translate, Fill};
/// use ndarray::array;
///
/// let signal = array![1.0, 2.0, 3.0];
/// assert_eq!(translate(&signal, &[1], Fill::Zero)?, array![0.0, 1.0, 2.0]);
/// assert_eq!(translate(&signal, &[1], Fill::Circular)?, array![3.0, 1.0, 2.0]);
/// # Ok::<(), equivariance::Error>(())
/// ```
pub fn translate<A: Scalar, D: Dimension>(
    input: &ArrayRef<A, D>,
    shift: &[isize],
    fill: Fill,
) -> Result<Array<A, D>> {
    if shift.len() != input.ndim() {
        return Err(Error::DimensionMismatch {
            what: "shift",
            expected: input.ndim(),
            actual: shift.len(),
        });
    }
    let mut output = input.to_owned();
    for (axis, s) in shift.iter().enumerate() {
        let n = input.shape()[axis];
        let sources: Vec<_> = (0..n).map(|x| fill.source(x, *s, n)).collect();
        let before = output;
        output = Array::zeros(before.raw_dim());
        Zip::from(output.lanes_mut(Axis(axis)))
            .and(before.lanes(Axis(axis)))
            .for_each(|values, samples| {
                for (value, source) in values.into_iter().zip(&sources) {
                    *value = source.map_or(A::zero(), |x| samples[x]);
                }
            });
    }
    Ok(output)
}
