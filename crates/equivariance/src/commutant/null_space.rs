//! The null space of a matrix, and how its dimension is decided.

use nalgebra::SVD;
use ndarray::{Array1, Array2, ArrayRef2};

use crate::dense::{product, to_nalgebra};
use crate::finite::check_finite;
use crate::{Error, Result};

/// By how much a singular value that is kept must exceed all that are taken as zero.
const GAP: f64 = 1e6;

/// How many times max(m, n) · ε a decomposition may be off, relative to the largest singular value.
const SLACK: f64 = 16.0;

/// How often rotations go through all pairs of columns. Where the start is good, one round finds nothing to do.
const ROUNDS: usize = 40;

/// Returns an orthonormal basis of all x with A x = 0, up to rounding, from the singular values of A.
///
/// A of shape (m, n) has n singular values here, of which n − m are 0 if there are more columns than rows. One counts as
/// zero if
///
/// ```text
/// σ ≤ max(m, n) · ε · max(1, σ_max),    ε = 2⁻⁵²,
/// ```
///
/// and the smallest other one must be 10⁶ times the largest of these, else the rank is ambiguous. Where there is none on
/// one side, nothing is compared. The values are computed in `f64` from A itself, never from AᵀA, whose singular values
/// are their squares: there, 10⁻⁹ could not be told from 0.
///
/// What is found is tried: that the vectors are orthonormal, that their products with A are at right angles, and that
/// these are the products, all up to 16 max(m, n) · ε, relative to σ_max.
///
/// Entries that are known less precisely than to rounding can make a value nonzero that should be zero; scale them, or
/// find out how many there must be.
///
/// # Errors
///
/// An empty matrix, an entry that is not finite, an ambiguous rank, and singular values that were not found.
///
/// # Examples
///
/// ```
/// use equivariance::null_space;
/// use ndarray::array;
///
/// let basis = null_space(&array![[1.0, 1.0, 0.0]])?;
/// assert_eq!(basis.len(), 2);
/// assert!((basis[0][0] + basis[0][1]).abs() < 1e-15);
/// # Ok::<(), equivariance::Error>(())
/// ```
pub fn null_space(matrix: &ArrayRef2<f64>) -> Result<Vec<Array1<f64>>> {
    with_uncertainty(matrix, 0.0)
}

/// As [`null_space`], where values that are kept as nonzero must also exceed what the entries are uncertain by.
pub(super) fn with_uncertainty(
    matrix: &ArrayRef2<f64>,
    uncertainty: f64,
) -> Result<Vec<Array1<f64>>> {
    Ok(ranked(matrix, 1.0, uncertainty)?.null)
}

/// A singular value, a vector of length 1 that it belongs to, and what the matrix sends this to.
type Singular = (f64, Array1<f64>, Array1<f64>);

/// A singular value that is not zero, and its vectors of length 1: the matrix sends `right` to `value` times `left`.
pub(crate) struct Direction {
    pub(crate) value: f64,
    pub(crate) right: Array1<f64>,
    pub(crate) left: Array1<f64>,
}

/// What a matrix sends to zero, and what it does not.
pub(crate) struct Ranked {
    pub(crate) kept: Vec<Direction>,
    pub(crate) null: Vec<Array1<f64>>,
}

/// Decides which singular values are zero, by the rule of [`null_space`] with `smallest_scale` in place of the 1 there.
pub(crate) fn ranked(
    matrix: &ArrayRef2<f64>,
    smallest_scale: f64,
    uncertainty: f64,
) -> Result<Ranked> {
    let (rows, columns) = matrix.dim();
    if matrix.is_empty() {
        return Err(Error::EmptyInput {
            shape: vec![rows, columns],
        });
    }
    check_finite("matrix", matrix)?;
    let largest = matrix
        .iter()
        .fold(0.0_f64, |largest, entry| largest.max(entry.abs()));
    // A power of two, so that dividing by it is exact, and neither squares of entries nor singular values overflow.
    let scale = match largest {
        0.0 => 1.0,
        _ => libm::scalbn(1.0, libm::ilogb(largest)),
    };
    let scaled = matrix.mapv(|entry| entry / scale);
    let found = singular(&scaled, &nearly_singular_vectors(&scaled))?;
    let values = found.iter().map(|(value, ..)| *value);
    let largest = values.fold(smallest_scale / scale, f64::max);
    let zero = rows.max(columns) as f64 * f64::EPSILON * largest;
    let (mut least, mut dropped) = (f64::INFINITY, 0.0_f64);
    let (mut kept, mut null) = (Vec::new(), Vec::new());
    for (value, right, image) in found {
        if value <= zero {
            dropped = dropped.max(value);
            null.push(right);
        } else {
            least = least.min(value);
            kept.push(Direction {
                value: value * scale,
                right,
                left: image / value,
            });
        }
    }
    if least < GAP * dropped.max(uncertainty / scale) {
        return Err(Error::AmbiguousRank {
            kept: least * scale,
            dropped: dropped * scale,
            uncertainty,
        });
    }
    Ok(Ranked { kept, null })
}

/// Returns the singular values of a matrix, as many as there are columns, with their vectors.
///
/// `start` has orthonormal columns; the nearer they are to the vectors, the less is left to do.
fn singular(matrix: &ArrayRef2<f64>, start: &ArrayRef2<f64>) -> Result<Vec<Singular>> {
    let (rows, columns) = matrix.dim();
    let tolerance = rows.max(columns) as f64 * f64::EPSILON;
    let mut vectors = columns_of(start);
    let mut images = columns_of(&product(matrix, start));
    let converged = make_orthogonal(&mut images, &mut vectors, tolerance);

    // The images are at right angles now. With orthonormal vectors, their lengths are the singular values.
    let values: Vec<f64> = images.iter().map(|image| norm(image)).collect();
    let allowed = SLACK * tolerance;
    let largest = values.iter().copied().fold(0.0, f64::max);
    let final_vectors = Array2::from_shape_fn((columns, columns), |(i, k)| vectors[k][i]);
    let again = columns_of(&product(matrix, &final_vectors));
    let follows = images.iter().zip(&again).all(|(image, again)| {
        let difference: Vec<f64> = image.iter().zip(again).map(|(a, b)| a - b).collect();
        norm(&difference) <= allowed * largest
    });
    let orthonormal = (0..columns).all(|k| {
        (0..=k).all(|l| (dot(&vectors[k], &vectors[l]) - f64::from(k == l)).abs() <= allowed)
    });
    if !(converged && follows && orthonormal) {
        return Err(Error::NoSingularValues { rows, columns });
    }
    let vectors = vectors.into_iter().zip(images);
    let found = values.into_iter().zip(vectors);
    Ok(found
        .map(|(value, (vector, image))| (value, vector.into(), image.into()))
        .collect())
}

/// Returns orthonormal columns that are near to the vectors of a singular value decomposition, or at least a place to start.
///
/// That of nalgebra is not enough by itself: for the rows (1, 1), (10⁻⁹, 0), (0, 10⁻⁹) it is off by 10⁻⁹.
fn nearly_singular_vectors(matrix: &ArrayRef2<f64>) -> Array2<f64> {
    let (rows, columns) = matrix.dim();
    let mut matrix = to_nalgebra(matrix);
    if rows > columns {
        matrix = matrix.qr().unpack_r();
    } else if rows < columns {
        // Rows of zeros make room for the vectors of the values that are 0.
        matrix = matrix.resize_vertically(columns, 0.0);
    }
    let steps = 100 * columns + 1000;
    SVD::try_new(matrix, false, true, 5.0 * f64::EPSILON, steps)
        .and_then(|decomposition| decomposition.v_t)
        .map_or_else(
            || Array2::eye(columns),
            |rows| Array2::from_shape_fn((columns, columns), |(i, k)| rows[(k, i)]),
        )
}

fn columns_of(matrix: &ArrayRef2<f64>) -> Vec<Vec<f64>> {
    let columns = matrix.columns().into_iter();
    columns.map(|column| column.to_vec()).collect()
}

/// Turns vectors in pairs until all their images are at right angles; false if that was not reached.
///
/// # Source
///
/// Magnus R. Hestenes, *Inversion of Matrices by Biorthogonalization and Related Results*, 1958,
/// <https://doi.org/10.1137/0106005>.
fn make_orthogonal(images: &mut [Vec<f64>], vectors: &mut [Vec<f64>], tolerance: f64) -> bool {
    let mut lengths: Vec<f64> = images.iter().map(|image| norm(image)).collect();
    for _ in 0..ROUNDS {
        let mut turned = false;
        let largest = lengths.iter().copied().fold(0.0, f64::max);
        for k in 1..images.len() {
            for l in 0..k {
                let (a, b) = (lengths[l], lengths[k]);
                // An image that is this short counts as zero.
                if a.min(b) <= f64::EPSILON * largest {
                    continue;
                }
                let inner = dot(&images[l], &images[k]);
                if inner.abs() <= tolerance * a * b {
                    continue;
                }
                turned = true;
                let ratio = (b - a) * (b + a) / (2.0 * inner);
                let tangent = ratio.signum() / (ratio.abs() + (1.0 + ratio * ratio).sqrt());
                let cosine = 1.0 / (1.0 + tangent * tangent).sqrt();
                turn(images, [l, k], cosine, cosine * tangent);
                turn(vectors, [l, k], cosine, cosine * tangent);
                (lengths[l], lengths[k]) = (norm(&images[l]), norm(&images[k]));
            }
        }
        if !turned {
            return true;
        }
    }
    false
}

fn turn(columns: &mut [Vec<f64>], [l, k]: [usize; 2], cosine: f64, sine: f64) {
    let (before, from_k) = columns.split_at_mut(k);
    for (x, y) in before[l].iter_mut().zip(&mut from_k[0]) {
        (*x, *y) = (cosine * *x - sine * *y, sine * *x + cosine * *y);
    }
}

fn dot(left: &[f64], right: &[f64]) -> f64 {
    left.iter().zip(right).map(|(a, b)| a * b).sum()
}

fn norm(vector: &[f64]) -> f64 {
    dot(vector, vector).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seeded_noise;

    /// Whatever nalgebra returns, the values and their number of zeros are right, or there is an error.
    #[test]
    fn singular_values_do_not_depend_on_a_good_start() -> Result<()> {
        for (rows, rank, columns) in [(4, 1, 4), (9, 3, 5), (6, 6, 6), (5, 2, 9)] {
            let left: Array2<f64> = seeded_noise((rows, rank), 1) - 0.5;
            let right: Array2<f64> = seeded_noise((rank, columns), 2) - 0.5;
            let matrix = left.dot(&right);
            let sorted = |start: &Array2<f64>| -> Result<Vec<f64>> {
                let found = singular(&matrix, start)?;
                let mut values: Vec<f64> = found.into_iter().map(|(value, ..)| value).collect();
                values.sort_by(f64::total_cmp);
                Ok(values)
            };
            let good = sorted(&nearly_singular_vectors(&matrix))?;
            let poor = sorted(&Array2::eye(columns))?;
            for (good, poor) in good.iter().zip(&poor) {
                assert!((good - poor).abs() < 1e-14, "{good:?} {poor:?}");
            }
            assert_eq!(poor.iter().filter(|value| **value > 1e-14).count(), rank);
        }
        Ok(())
    }

    #[test]
    fn start_that_is_not_orthonormal_is_an_error() {
        let matrix = Array2::<f64>::eye(3);
        for start in [Array2::zeros((3, 3)), Array2::from_elem((3, 3), 0.5)] {
            let error = singular(&matrix, &start).unwrap_err();
            assert!(matches!(error, Error::NoSingularValues { .. }), "{error}");
        }
    }
}
