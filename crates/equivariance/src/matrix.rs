//! The matrix of a linear map.

use ndarray::{Array, Array2, ArrayRef, Dimension, Ix2};

use crate::region::index_of;
use crate::shape::expect_shape;
use crate::window::filled;
use crate::{Error, Result, Scalar};

/// Returns the matrix of a linear map of arrays: column `j` is what the map makes of the array that is 1 at element `j` and
/// 0 elsewhere.
///
/// ```text
/// map(f)(i) = Σⱼ matrix(i, j) · f(j)
/// ```
///
/// with the elements of inputs and outputs numbered in row-major order. Of a linear map only this is checked, that it takes 0
/// to 0, which a bias does not.
///
/// Shapes: a map from `shape` (`n` elements) to arrays of `m` elements → `(m, n)`.
///
/// # Errors
///
/// Those of the map, a shape without elements, a map that does not take 0 to 0, outputs of two shapes, and a matrix that no
/// array can hold.
///
/// # Examples
///
/// ```
/// use equivariance::{Options, correlate, matrix_of};
/// use ndarray::{Dim, array};
///
/// let kernel = array![1.0, 2.0, 3.0];
/// let matrix = matrix_of(Dim(4), |f| correlate(f, &kernel, Options::valid()))?;
/// assert_eq!(matrix, array![[1.0, 2.0, 3.0, 0.0], [0.0, 1.0, 2.0, 3.0]]);
/// # Ok::<(), equivariance::Error>(())
/// ```
pub fn matrix_of<A: Scalar, D: Dimension, E: Dimension>(
    shape: D,
    map: impl Fn(&ArrayRef<A, D>) -> Result<Array<A, E>>,
) -> Result<Array2<A>> {
    if shape.slice().contains(&0) {
        return Err(Error::EmptyInput {
            shape: shape.slice().to_vec(),
        });
    }
    let mut unit = filled(shape, A::zero())?;
    let zero = map(&unit)?;
    if let Some(offset) = zero.iter().position(|value| !value.is_zero()) {
        return Err(Error::NotLinear {
            index: index_of(offset, zero.shape()),
            value: zero
                .iter()
                .nth(offset)
                .and_then(A::to_f64)
                .unwrap_or(f64::NAN),
        });
    }
    let mut matrix = filled(Ix2(zero.len(), unit.len()), A::zero())?;
    for (j, mut column) in matrix.columns_mut().into_iter().enumerate() {
        unit.as_slice_mut().expect("the layout is standard")[j] = A::one();
        let output = map(&unit)?;
        unit.as_slice_mut().expect("the layout is standard")[j] = A::zero();
        expect_shape("output of the map", zero.shape(), output.shape())?;
        column
            .iter_mut()
            .zip(&output)
            .for_each(|(entry, value)| *entry = *value);
    }
    Ok(matrix)
}
