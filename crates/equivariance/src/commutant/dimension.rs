//! How many maps commute, by characters.

use crate::representation::{check_order, check_same_group};
use crate::{Error, FiniteGroup, Representation, Result};

/// How far from a whole number a mean of products of characters may be.
const WHOLE: f64 = 1e-6;

/// Returns the dimension of the space of all linear maps that commute with a finite group, without finding any of them:
///
/// ```text
/// 1/|G| Σ_g χ(g) χ′(g)
/// ```
///
/// for the characters χ, χ′ of `from` and `to`, which are traces. It is the trace of [`symmetrise`](crate::symmetrise), a
/// projection onto these maps.
///
/// # Errors
///
/// Representations of two groups, a group of more than ten million elements, and a mean that differs from every whole
/// number by more than 10⁻⁶, as it may where the entries of matrices are large.
///
/// # Source
///
/// Jean-Pierre Serre, *Linear Representations of Finite Groups*, Springer 1977, section 2.3.
///
/// # Examples
///
/// ```
/// use equivariance::{Cyclic, Representation, commutant_dimension};
///
/// let ring = Representation::regular(Cyclic::new(12)?)?;
/// assert_eq!(commutant_dimension(&ring, &ring)?, 12);
/// # Ok::<(), equivariance::Error>(())
/// ```
pub fn commutant_dimension<G: FiniteGroup>(
    from: &Representation<G>,
    to: &Representation<G>,
) -> Result<usize> {
    check_same_group(from, to)?;
    check_order(from.group())?;
    let mut sum = 0.0;
    for element in from.group().elements() {
        sum += from.character(&element)? * to.character(&element)?;
    }
    whole_dimension(sum / from.group().order() as f64)
}

/// Returns a mean of products of characters as the dimension that it must be.
pub(crate) fn whole_dimension(value: f64) -> Result<usize> {
    let whole = value.round();
    if (value - whole).abs() <= WHOLE && whole >= 0.0 {
        Ok(whole as usize)
    } else {
        Err(Error::DimensionNotWhole { value })
    }
}
