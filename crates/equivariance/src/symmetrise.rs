//! The mean of a linear map over a group.

use ndarray::{Array2, ArrayRef2};

use crate::commutant::sizes;
use crate::representation::{check_order, check_same_group};
use crate::shape::expect_shape;
use crate::{FiniteGroup, Representation, Result, orbits};

/// Returns the mean of a linear map over a finite group, also called its Reynolds operator:
///
/// ```text
/// 1/|G| Σ_g ρ′(g)⁻¹ M ρ(g)
/// ```
///
/// for ρ = `from` and ρ′ = `to`. The mean commutes with the group, and a map that commutes is its own mean. So this is a
/// projection onto the space that [`commutant`](crate::commutant) spans. It is the *orthogonal* projection, and its
/// result the nearest map that commutes, if both representations are orthogonal, as permutations are. For others it need
/// not be: the result can even be larger than the map.
///
/// Shape: `(to.dimension(), from.dimension())`, as the map has. Between two representations by permutations it is the
/// mean over each of the [`orbits`], each a sum in row-major order, and commutes with the group to the last bit; else up
/// to rounding, with a sum in the order of [`FiniteGroup::elements`].
///
/// # Errors
///
/// Representations of two groups, a map of another shape, an entry that is not finite, and, where one representation is
/// not by permutations, a group of more than ten million elements.
///
/// # Source
///
/// Jean-Pierre Serre, *Linear Representations of Finite Groups*, Springer 1977, section 2.2.
///
/// # Examples
///
/// Symmetrised over the shifts of a ring, a matrix becomes a convolution with the means of its diagonals:
///
/// ```
/// use equivariance::{Cyclic, Representation, symmetrise};
/// use ndarray::array;
///
/// let ring = Representation::regular(Cyclic::new(3)?)?;
/// let matrix = array![[1.0, 0.0, 6.0], [3.0, 2.0, 0.0], [0.0, 0.0, 3.0]];
/// let circulant = symmetrise(&matrix, &ring, &ring)?;
/// assert_eq!(circulant, array![[2.0, 0.0, 3.0], [3.0, 2.0, 0.0], [0.0, 3.0, 2.0]]);
/// # Ok::<(), equivariance::Error>(())
/// ```
pub fn symmetrise<G: FiniteGroup>(
    matrix: &ArrayRef2<f64>,
    from: &Representation<G>,
    to: &Representation<G>,
) -> Result<Array2<f64>> {
    check_same_group(from, to)?;
    let shape = [to.dimension(), from.dimension()];
    expect_shape("matrix of the map", &shape, matrix.shape())?;
    crate::finite::check_finite("matrix of the map", matrix)?;
    if let (Some(from), Some(to)) = (from.permutations(), to.permutations()) {
        return Ok(mean_over_orbits(matrix, &orbits(&from, &to)?));
    }
    check_order(from.group())?;
    let group = from.group();
    let mut sum = Array2::zeros(matrix.dim());
    for element in group.elements() {
        let back = to.image(&group.inverse(&element))?;
        sum += &back.apply(&from.image(&element)?.behind(matrix));
    }
    Ok(sum / group.order() as f64)
}

fn mean_over_orbits(matrix: &ArrayRef2<f64>, orbits: &Array2<usize>) -> Array2<f64> {
    let sizes = sizes(orbits);
    let mut sums = vec![0.0; sizes.len()];
    for (&entry, &orbit) in matrix.iter().zip(orbits) {
        sums[orbit] += entry;
    }
    orbits.mapv(|orbit| sums[orbit] / sizes[orbit] as f64)
}
