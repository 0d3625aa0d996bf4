//! The recipe: choose a group, and find all linear maps that commute with it.

mod dimension;
mod null_space;
mod orbits;

use ndarray::{Array1, Array2, ArrayRef2, Ix2};

pub use dimension::commutant_dimension;
pub(crate) use dimension::whole_dimension;
pub use null_space::null_space;
pub(crate) use null_space::ranked;
pub use orbits::orbits;
pub(crate) use orbits::sizes;

use crate::finite::check_finite;
use crate::representation::check_same_group;
use crate::shape::expect_shape;
use crate::window::filled;
use crate::{Error, Group, Representation, Result};

/// Returns a basis of all linear maps that commute with a group: all M with
///
/// ```text
/// M ρ(g) = ρ′(g) M    for every g,
/// ```
///
/// for ρ = `from` and ρ′ = `to`. Each has shape `(to.dimension(), from.dimension())`. As vectors of their entries they
/// have length 1 and are at right angles, up to rounding. The equation holds for every element if it holds for
/// generators, so only these are asked for.
///
/// Between two representations by permutations the maps are those of the [`orbits`]: the basis has one for each, equal
/// entries on the orbit and 0 elsewhere, in their order, without further rounding. Where all of these matrices would not fit
/// into memory, the orbits alone say the same. Otherwise the basis is found by
/// [`commutant_of_pairs`], and any other basis of the same space would do as well.
///
/// # Errors
///
/// Representations of two groups; a rank that rounding leaves open, as [`null_space`] has it. Singular values that are
/// kept as nonzero must also be 10⁶ times as large as the amount by which the relations of the group fail for the
/// matrices.
///
/// # Source
///
/// Marc Finzi, Max Welling, Andrew Gordon Wilson, *A Practical Method for Constructing Equivariant Multilayer Perceptrons
/// for Arbitrary Matrix Groups*, ICML 2021, <https://doi.org/10.48550/arXiv.2104.09459>.
///
/// # Examples
///
/// Two maps commute with all permutations of 3 points: the identity, and the sum over the other points.
///
/// ```
/// use equivariance::{Representation, Symmetric, commutant};
///
/// let points = Representation::permutation(Symmetric::new(3)?, 3, |p, i| p[i])?;
/// let [identity, others] = commutant(&points, &points)?.try_into().unwrap();
/// assert_eq!(identity[[0, 0]], identity[[2, 2]]);
/// assert_eq!(identity[[0, 1]], 0.0);
/// assert_eq!(others[[0, 0]], 0.0);
/// assert_eq!(others[[0, 1]], others[[2, 0]]);
/// # Ok::<(), equivariance::Error>(())
/// ```
pub fn commutant<G: Group>(
    from: &Representation<G>,
    to: &Representation<G>,
) -> Result<Vec<Array2<f64>>> {
    check_same_group(from, to)?;
    if let (Some(from), Some(to)) = (from.permutations(), to.permutations()) {
        let orbits = orbits(&from, &to)?;
        let basis = sizes(&orbits).into_iter().enumerate().map(|(orbit, size)| {
            let entry = 1.0 / (size as f64).sqrt();
            orbits.mapv(|other| if other == orbit { entry } else { 0.0 })
        });
        return Ok(basis.collect());
    }
    let pairs: Vec<_> = from
        .images()
        .iter()
        .zip(to.images())
        .map(|(from, to)| Ok((from.dense()?, to.dense()?)))
        .collect::<Result<_>>()?;
    of_pairs(&pairs, from.deviation().max(to.deviation()))
}

/// Returns a basis of all matrices M with M A = B M for each pair (A, B).
///
/// The pairs can be the images of the generators of a group, or of a Lie algebra, whose matrices need not be invertible.
/// The basis is orthonormal up to rounding, as that of [`commutant`], and is found by [`null_space`] from one equation
/// for each entry of M and each pair.
///
/// For matrices of sizes p and q these are n·q·p equations of n pairs in q·p unknowns: memory grows as the square of q·p, and
/// time as its cube. A few hundred unknowns take less than a second, a few thousand take minutes.
///
/// # Errors
///
/// No pair; a matrix that is not square, is empty, or has another size than that of the first pair; an entry that is not
/// finite; and the errors of [`null_space`].
///
/// # Examples
///
/// The maps of the plane that commute with all turns, by the generator of the turns: multiples of turns.
///
/// ```
/// use equivariance::commutant_of_pairs;
/// use ndarray::array;
///
/// let generator = array![[0.0, -1.0], [1.0, 0.0]];
/// let basis = commutant_of_pairs(&[(generator.clone(), generator)])?;
/// assert_eq!(basis.len(), 2);
/// for map in basis {
///     assert!((map[[0, 0]] - map[[1, 1]]).abs() < 1e-15);
///     assert!((map[[0, 1]] + map[[1, 0]]).abs() < 1e-15);
/// }
/// # Ok::<(), equivariance::Error>(())
/// ```
pub fn commutant_of_pairs(pairs: &[(Array2<f64>, Array2<f64>)]) -> Result<Vec<Array2<f64>>> {
    of_pairs(pairs, 0.0)
}

/// As [`commutant_of_pairs`], for matrices that are only known up to `uncertainty`.
fn of_pairs(pairs: &[(Array2<f64>, Array2<f64>)], uncertainty: f64) -> Result<Vec<Array2<f64>>> {
    let (first, last) = pairs.first().ok_or(Error::NoPairs)?;
    let (p, q) = (first.nrows(), last.nrows());
    for (a, b) in pairs {
        check_square(a, p, "first matrix of a pair")?;
        check_square(b, q, "second matrix of a pair")?;
    }
    // No overflow: the matrices of a pair are in memory, so p and q are below 2³⁰.
    let rows = pairs.len().saturating_mul(q * p);
    // Row (pair, i, j) is entry (i, j) of M A − B M, and column (i, j) stands for that entry of M.
    let mut system = filled(Ix2(rows, q * p), 0.0)?;
    for (row, mut equation) in system.outer_iter_mut().enumerate() {
        let (a, b) = &pairs[row / (q * p)];
        let (i, j) = (row / p % q, row % p);
        for k in 0..p {
            equation[i * p + k] += a[[k, j]];
        }
        for k in 0..q {
            equation[k * p + j] -= b[[i, k]];
        }
    }
    let basis = null_space::with_uncertainty(&system, uncertainty)?;
    let matrix = |entries: Array1<f64>| Array2::from_shape_fn((q, p), |(i, j)| entries[i * p + j]);
    Ok(basis.into_iter().map(matrix).collect())
}

fn check_square(matrix: &ArrayRef2<f64>, size: usize, what: &'static str) -> Result<()> {
    let size = size.max(1);
    expect_shape(what, &[size, size], matrix.shape())?;
    check_finite(what, matrix)
}

/// Returns a basis of the biases that a layer may have whose output the group acts on by `to`: all b with ρ′(g) b = b for
/// every g.
///
/// These are the maps that commute from the trivial representation. The basis is orthonormal up to rounding.
///
/// # Errors
///
/// As [`commutant`].
pub fn equivariant_bias<G: Group>(to: &Representation<G>) -> Result<Vec<Array1<f64>>> {
    let from = Representation::trivial(to.group().clone());
    let basis = commutant(&from, to)?;
    Ok(basis
        .into_iter()
        .map(|map| map.column(0).to_owned())
        .collect())
}
