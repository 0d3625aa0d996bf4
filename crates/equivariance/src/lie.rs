//! The recipe for continuous groups: the maps that commute, and how many there are, by two ways.

use std::f64::consts::TAU;

use ndarray::Array2;

use crate::commutant::whole_dimension;
use crate::shape::expect_shape;
use crate::{Error, Result, commutant_of_pairs};

/// The largest number of entries of a map: the system for it has as many columns and at least as many rows, and with more would
/// take gigabytes and hours.
const MOST_ENTRIES: usize = 4096;

/// A real representation of a compact group of turns: SO(2), SO(3) or O(3).
///
/// [`generators`](Self::generators) serve [`lie_commutant`], which finds the maps that commute; [`characters`](Self::characters)
/// serve [`lie_commutant_dimension`], which counts them. An implementation must not compute the one from the other, so
/// that each tests the other.
pub trait LieRepresentation {
    /// Returns the number of rows of its matrices.
    fn dimension(&self) -> usize;

    /// Returns matrices that a map must commute with: the images of a basis of the Lie algebra, and for a group of several
    /// connected parts also the image of one element of each other part. Each has shape `(dimension, dimension)`.
    ///
    /// Their number and order are those of the group: a map commutes with the first of one representation and the first of
    /// another, and so on.
    fn generators(&self) -> Vec<Array2<f64>>;

    /// Returns the traces at the turn by `angle`, in radians, about any axis, one for each connected part of the group: of R
    /// for SO(2) and SO(3), of R and of −R for O(3).
    fn characters(&self, angle: f64) -> Vec<f64>;

    /// Returns the density of the turns by `angle` among all turns, whose mean over the circle is 1: 1 for SO(2), and
    /// 1 − cos(angle) for SO(3) and O(3).
    ///
    /// It must be a sum of harmonics of frequency 1 at most.
    fn density(angle: f64) -> f64;

    /// Returns the highest frequency of a harmonic of the angle in a character.
    fn highest_frequency(&self) -> usize;
}

/// Returns a basis of all linear maps that commute with a group of turns: all M with M ρ(g) = ρ′(g) M for every g, for
/// ρ = `from` and ρ′ = `to`.
///
/// They are found as the null space of the equation for the [generators](LieRepresentation::generators). On a connected group
/// it holds for every turn if it holds for a basis of the Lie algebra, since every turn is the exponential of an element of that.
/// Each map has shape `(to.dimension(), from.dimension())`; the basis is orthonormal up to rounding.
///
/// # Errors
///
/// Maps of more than 4096 entries, two representations with different numbers of generators, and the errors of
/// [`commutant_of_pairs`].
///
/// # Source
///
/// Marc Finzi, Max Welling, Andrew Gordon Wilson, *A Practical Method for Constructing Equivariant Multilayer Perceptrons
/// for Arbitrary Matrix Groups*, ICML 2021, theorem 1, <https://doi.org/10.48550/arXiv.2104.09459>.
///
/// # Examples
///
/// Vectors of the plane have two maps that commute with all turns: multiples of the identity and of the quarter turn.
///
/// ```
/// use equivariance::{So2Representation, lie_commutant, lie_commutant_dimension};
///
/// let vectors = So2Representation::new(&[1])?;
/// assert_eq!(lie_commutant(&vectors, &vectors)?.len(), 2);
/// assert_eq!(lie_commutant_dimension(&vectors, &vectors)?, 2);
/// # Ok::<(), equivariance::Error>(())
/// ```
pub fn lie_commutant<R: LieRepresentation>(from: &R, to: &R) -> Result<Vec<Array2<f64>>> {
    let (columns, rows) = (from.dimension(), to.dimension());
    if rows.saturating_mul(columns) > MOST_ENTRIES {
        return Err(Error::MapsTooLarge {
            rows,
            columns,
            most: MOST_ENTRIES,
        });
    }
    let (from, to) = (from.generators(), to.generators());
    expect_shape("list of generators", &[from.len()], &[to.len()])?;
    commutant_of_pairs(&from.into_iter().zip(to).collect::<Vec<_>>())
}

/// Returns the dimension of the space of all linear maps that commute with a group of turns, without finding any of them:
/// the mean of the product of the characters,
///
/// ```text
/// 1/N Σ_j w(t_j) Σ_p χ_p(t_j) χ′_p(t_j) / P,    t_j = 2π j / N,
/// ```
///
/// for the P connected parts of the group and the density w of its turns.
///
/// The sum over N equal angles is the integral, up to rounding: a harmonic of frequency k sums to 0 over them unless N
/// divides k, and N is larger than the frequency of every harmonic of the product.
///
/// # Errors
///
/// A mean that differs from every whole number by more than 10⁻⁶, which characters of representations never have.
///
/// # Source
///
/// Jean-Pierre Serre, *Linear Representations of Finite Groups*, Springer 1977, section 4.3.
pub fn lie_commutant_dimension<R: LieRepresentation>(from: &R, to: &R) -> Result<usize> {
    let highest = from.highest_frequency() + to.highest_frequency() + 1;
    let angles = highest + 1;
    let mut sum = 0.0;
    for j in 0..angles {
        let angle = TAU * j as f64 / angles as f64;
        let (left, right) = (from.characters(angle), to.characters(angle));
        let product: f64 = left.iter().zip(&right).map(|(a, b)| a * b).sum();
        sum += R::density(angle) * product / left.len() as f64;
    }
    whole_dimension(sum / angles as f64)
}
