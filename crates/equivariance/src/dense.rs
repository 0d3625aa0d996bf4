//! Dense matrices, and the way to nalgebra, which decomposes them.

use nalgebra::DMatrix;
use ndarray::{Array2, ArrayRef2};

use crate::{Error, Result};

/// Returns the inverse of a square matrix, `None` if elimination meets only zeros.
pub(crate) fn inverse(matrix: &ArrayRef2<f64>) -> Option<Array2<f64>> {
    let inverse = to_nalgebra(matrix).lu().try_inverse()?;
    Some(Array2::from_shape_fn(matrix.dim(), |index| inverse[index]))
}

/// Returns an error if an array of any number of axes has none.
pub(crate) fn check_axis(axes: usize, what: &'static str) -> Result<()> {
    match axes {
        0 => Err(Error::DimensionMismatch {
            what,
            expected: 1,
            actual: 0,
        }),
        _ => Ok(()),
    }
}

/// Returns an empty list with room for so many, unless there is no memory for them.
pub(crate) fn with_room<T>(count: usize) -> Result<Vec<T>> {
    let mut list = Vec::new();
    let too_large = |_| Error::OutputTooLarge { shape: vec![count] };
    list.try_reserve_exact(count).map_err(too_large)?;
    Ok(list)
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
