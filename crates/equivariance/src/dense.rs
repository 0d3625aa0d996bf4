//! Dense matrices, and the way to nalgebra, which decomposes them.

use nalgebra::DMatrix;
use ndarray::{Array, Array2, ArrayRef, ArrayRef2, RemoveAxis};

use crate::{Error, Result};

/// Returns `left · right`, summed over the columns of `left` and the first axis of `right`, in their order.
///
/// `dot` of ndarray has fused operations where the machine has them, so its digits would depend on the machine.
pub(crate) fn product<D: RemoveAxis>(
    left: &ArrayRef2<f64>,
    right: &ArrayRef<f64, D>,
) -> Array<f64, D> {
    let mut shape = right.raw_dim();
    shape[0] = left.nrows();
    let mut product = Array::zeros(shape);
    for (weights, mut row) in left.outer_iter().zip(product.outer_iter_mut()) {
        for (&weight, input) in weights.iter().zip(right.outer_iter()) {
            row.scaled_add(weight, &input);
        }
    }
    product
}

/// Returns the inverse of a square matrix, `None` if elimination meets only zeros.
pub(crate) fn inverse(matrix: &ArrayRef2<f64>) -> Option<Array2<f64>> {
    let inverse = to_nalgebra(matrix).lu().try_inverse()?;
    Some(Array2::from_shape_fn(matrix.dim(), |index| inverse[index]))
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
