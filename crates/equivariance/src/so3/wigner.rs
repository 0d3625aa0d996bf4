//! The matrices by which rotations act on numbers of a degree.

use ndarray::Array2;

use super::check_degree;
use super::step::step_up;
use crate::scalar::{double, scalar};
use crate::{Result, Rotation, Scalar};

/// Returns the Wigner matrix Dₗ(R) of a rotation, of shape `(2l + 1, 2l + 1)`: the real orthogonal matrix with
///
/// ```text
/// Yₗ(R x) = Dₗ(R) Yₗ(x)
/// ```
///
/// for the [`spherical_harmonics`](crate::spherical_harmonics) Yₗ. Degree 0 is 1, degree 1 the rotation itself, and
/// Dₗ(R S) = Dₗ(R) Dₗ(S). All is computed in `f64`, and then rounded.
///
/// # Errors
///
/// A degree above 10.
///
/// # Examples
///
/// ```
/// use equivariance::{Rotation, wigner_d};
///
/// let turn = Rotation::about_axis([0.0_f64, 1.0, 0.0], 0.5)?;
/// let d = wigner_d(3, &turn)?;
/// assert!((d.dot(&d.t())[[0, 0]] - 1.0).abs() < 1e-15);
/// // About the polar axis, order m turns m times as fast, and order 0 stays.
/// assert!((d[[6, 6]] - libm::cos(1.5)).abs() < 1e-15);
/// assert!((d[[3, 3]] - 1.0).abs() < 1e-15);
/// # Ok::<(), equivariance::Error>(())
/// ```
pub fn wigner_d<A: Scalar>(degree: usize, rotation: &Rotation<A>) -> Result<Array2<A>> {
    check_degree(degree)?;
    let turn = rotation.rows().map(|row| row.map(double));
    let mut matrix = Array2::ones((1, 1));
    for l in 0..degree {
        let entries = step_up(l);
        let mut next = Array2::zeros((2 * l + 3, 2 * l + 3));
        for row in &entries {
            for column in &entries {
                let product = matrix[[row.from, column.from]] * turn[row.axis][column.axis];
                next[[row.to, column.to]] += row.value * column.value * product;
            }
        }
        matrix = next;
    }
    Ok(matrix.mapv(scalar))
}

/// Returns the generators of the turns about x, y and z in a degree: the derivatives of [`wigner_d`] by the angle, at 0.
///
/// Each is antisymmetric, of shape `(2l + 1, 2l + 1)`. A matrix commutes with all rotations exactly when it commutes with
/// these three, because turns are exponentials of them.
///
/// # Errors
///
/// A degree above 10.
pub fn rotation_generators(degree: usize) -> Result<[Array2<f64>; 3]> {
    check_degree(degree)?;
    Ok([0, 1, 2].map(|axis| {
        let (first, second) = ((axis + 1) % 3, (axis + 2) % 3);
        let mut generator = Array2::zeros((1, 1));
        for l in 0..degree {
            let entries = step_up(l);
            let mut next = Array2::zeros((2 * l + 3, 2 * l + 3));
            // The derivative of a product: that of the first factor with the second as it is, and the other way round.
            for row in &entries {
                for column in &entries {
                    let mut value = 0.0;
                    if row.axis == column.axis {
                        value += generator[[row.from, column.from]];
                    }
                    if row.from == column.from {
                        value += match (row.axis, column.axis) {
                            axes if axes == (second, first) => 1.0,
                            axes if axes == (first, second) => -1.0,
                            _ => 0.0,
                        };
                    }
                    next[[row.to, column.to]] += row.value * column.value * value;
                }
            }
            generator = next;
        }
        generator
    }))
}
