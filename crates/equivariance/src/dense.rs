//! Dense matrices, and the way to nalgebra, which decomposes them.

use nalgebra::DMatrix;
use ndarray::{Array2, ArrayRef2};

use crate::{Error, Result};

/// Returns the inverse of a square matrix, `None` if elimination meets only zeros.
pub(crate) fn inverse(matrix: &ArrayRef2<f64>) -> Option<Array2<f64>> {
    let inverse = to_nalgebra(matrix).lu().try_inverse()?;
    Some(Array2::from_shape_fn(matrix.dim(), |index| inverse[index]))
}

pub(crate) fn to_nalgebra(matrix: &ArrayRef2<f64>) -> DMatrix<f64> {
    DMatrix::from_fn(matrix.nrows(), matrix.ncols(), |i, j| matrix[[i, j]])
}

/// Returns an error that names the first entry that is not finite.
pub(crate) fn check_finite(matrix: &ArrayRef2<f64>, what: &'static str) -> Result<()> {
    let first = matrix.indexed_iter().find(|(_, entry)| !entry.is_finite());
    first.map_or(Ok(()), |((row, column), &value)| {
        Err(Error::NonFinite {
            what,
            index: vec![row, column],
            value,
        })
    })
}
