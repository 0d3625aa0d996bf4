//! The linear map that fits given values best.

use ndarray::{Array2, ArrayRef2};

use crate::Result;
use crate::commutant::ranked;
use crate::dense::product;
use crate::finite::check_finite;
use crate::shape::expect_shape;

/// What [`least_squares`] returns.
#[derive(Clone, Debug, PartialEq)]
pub struct LeastSquares {
    /// The map, `(inputs, outputs)`: of all that fit equally well, the one with the least sum of squared entries.
    pub solution: Array2<f64>,
    /// The rank of the samples: how many of the numbers of a column of the solution they determine.
    pub rank: usize,
    /// What remains, the sum over all samples and outputs of the squared difference. It is never quite 0, because of rounding.
    pub loss: f64,
}

/// Returns the matrix X for which the sum of the squared entries of A X − B is least, and how large it is.
///
/// A = `samples`, `(samples, inputs)`, has a row for each sample, and B = `targets`, `(samples, outputs)`, what it should give. The
/// solution is the sum of `v (u · B) / σ` over the singular values σ of A that are not zero, with their vectors A v = σ u. One counts
/// as zero if
///
/// ```text
/// σ ≤ max(samples, inputs) · ε · σ_max,    ε = 2⁻⁵²,
/// ```
///
/// and the smallest other one must be 10⁶ times the largest of these, as in [`null_space`](crate::null_space). There is no
/// constant term: give A a column of ones for it.
///
/// # Errors
///
/// An empty array of samples or targets, another number of targets than samples, an entry that is not finite, an ambiguous rank, singular values that
/// were not found, and a solution or a squared difference that is too large for an `f64`.
///
/// # Examples
///
/// The line through three points that are nearly on one.
///
/// ```
/// use equivariance::least_squares;
/// use ndarray::array;
///
/// let samples = array![[0.0, 1.0], [1.0, 1.0], [2.0, 1.0]];
/// let fit = least_squares(&samples, &array![[0.0], [3.0], [3.0]])?;
/// assert!((fit.solution[[0, 0]] - 1.5).abs() < 1e-14); // the slope
/// assert!((fit.solution[[1, 0]] - 0.5).abs() < 1e-14);
/// assert!((fit.loss - 1.5).abs() < 1e-14 && fit.rank == 2);
/// # Ok::<(), equivariance::Error>(())
/// ```
pub fn least_squares(samples: &ArrayRef2<f64>, targets: &ArrayRef2<f64>) -> Result<LeastSquares> {
    let directions = ranked(samples, 0.0, 0.0)?.kept;
    let (count, outputs) = (samples.nrows(), targets.ncols());
    expect_shape(
        "array of targets",
        &[count, outputs.max(1)],
        targets.shape(),
    )?;
    check_finite("target", targets)?;
    let mut solution = Array2::zeros((samples.ncols(), outputs));
    for direction in &directions {
        for (mut column, target) in solution.columns_mut().into_iter().zip(targets.columns()) {
            let along = direction.left.iter().zip(target);
            let along: f64 = along.map(|(entry, target)| entry * target).sum();
            column.scaled_add(along / direction.value, &direction.right);
        }
    }
    check_finite("solution", &solution)?;
    let difference = product(samples, &*solution) - targets;
    let squares = difference.mapv(|entry| entry * entry);
    check_finite("squared difference of the best fit", &squares)?;
    Ok(LeastSquares {
        solution,
        rank: directions.len(),
        loss: squares.iter().sum(),
    })
}
