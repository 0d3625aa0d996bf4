//! Rotations of space.

use ndarray::{Array2, aview2};

use super::spherical_harmonics::direction;
use crate::finite::check_finite;
use crate::scalar::{double, scalar};
use crate::signals::seeded_noise;
use crate::{Error, Result, Scalar, So3Error};

/// How many ε an entry of Rᵀ R may differ from the identity.
const SLACK: f64 = 64.0;

/// A rotation about the origin of space: an orthogonal matrix R with determinant 1, which takes x to R x.
///
/// # Examples
///
/// ```
/// use equivariance::Rotation;
/// use std::f64::consts::FRAC_PI_2;
///
/// let turn = Rotation::about_axis([0.0, 0.0, 1.0], FRAC_PI_2)?;
/// let [x, y, z] = turn.apply([1.0, 0.0, 0.0]);
/// assert!(x.abs() < 1e-15 && (y - 1.0).abs() < 1e-15 && z == 0.0);
/// # Ok::<(), equivariance::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rotation<A> {
    rows: [[A; 3]; 3],
}

impl<A: Scalar> Rotation<A> {
    /// Returns the rotation that changes nothing.
    pub fn identity() -> Self {
        let entry = |i, j| if i == j { A::one() } else { A::zero() };
        Self {
            rows: [0, 1, 2].map(|i| [0, 1, 2].map(|j| entry(i, j))),
        }
    }

    /// Returns the rotation with these rows.
    ///
    /// # Errors
    ///
    /// An entry that is not finite; an entry of Rᵀ R that differs from the identity by more than 64 ε; determinant −1.
    pub fn from_matrix(rows: [[A; 3]; 3]) -> Result<Self> {
        check_finite("entry of the rotation", &aview2(&rows))?;
        let rotation = Self { rows };
        let product = rotation.inverse().compose(&rotation);
        let tolerance = scalar::<A>(SLACK) * A::epsilon();
        for (row, entries) in product.rows.iter().enumerate() {
            for (column, &entry) in entries.iter().enumerate() {
                let expected = if row == column { A::one() } else { A::zero() };
                if (entry - expected).abs() > tolerance || entry.is_nan() {
                    return Err(Error::So3(So3Error::NotOrthogonal {
                        row,
                        column,
                        entry: double(entry),
                        tolerance: double(tolerance),
                    }));
                }
            }
        }
        let [a, b, c] = rows;
        let normal =
            [0, 1, 2].map(|i| a[(i + 1) % 3] * b[(i + 2) % 3] - a[(i + 2) % 3] * b[(i + 1) % 3]);
        if normal[0] * c[0] + normal[1] * c[1] + normal[2] * c[2] < A::zero() {
            return Err(Error::So3(So3Error::MirrorImage));
        }
        Ok(rotation)
    }

    /// Returns the turn by `angle`, in radians, about an axis: counter-clockwise as seen by one whom the axis points to.
    ///
    /// It is computed in `f64` and then rounded.
    ///
    /// # Errors
    ///
    /// An axis that is the zero vector, a coordinate or an angle that is not finite.
    pub fn about_axis(axis: [A; 3], angle: A) -> Result<Self> {
        let angle = double(angle);
        if !angle.is_finite() {
            return Err(Error::AngleNotFinite { angle });
        }
        let [x, y, z] = direction(axis.map(double), "coordinate of the axis")?;
        // Half angles, since a unit quaternion gives an orthogonal matrix up to rounding, whatever its angle.
        let (sine, cosine) = libm::sincos(angle / 2.0);
        Ok(Self::from_quaternion([
            cosine,
            sine * x,
            sine * y,
            sine * z,
        ]))
    }

    /// Returns a random rotation, uniform among all, the same for a seed on every machine.
    ///
    /// # Source
    ///
    /// Ken Shoemake, *Uniform Random Rotations*, Graphics Gems III, 1992,
    /// <https://doi.org/10.1016/B978-0-08-050755-2.50036-1>.
    pub fn random(seed: u64) -> Self {
        let noise = seeded_noise::<f64, _, _>(3, seed);
        let (sine, cosine) = libm::sincos(std::f64::consts::TAU * noise[1]);
        let (other_sine, other_cosine) = libm::sincos(std::f64::consts::TAU * noise[2]);
        let (small, large) = ((1.0 - noise[0]).sqrt(), noise[0].sqrt());
        Self::from_quaternion([
            small * sine,
            small * cosine,
            large * other_sine,
            large * other_cosine,
        ])
    }

    /// Returns the rotation of a quaternion of length 1.
    fn from_quaternion([w, x, y, z]: [f64; 4]) -> Self {
        let rows = [
            [
                1.0 - 2.0 * (y * y + z * z),
                2.0 * (x * y - w * z),
                2.0 * (x * z + w * y),
            ],
            [
                2.0 * (x * y + w * z),
                1.0 - 2.0 * (x * x + z * z),
                2.0 * (y * z - w * x),
            ],
            [
                2.0 * (x * z - w * y),
                2.0 * (y * z + w * x),
                1.0 - 2.0 * (x * x + y * y),
            ],
        ];
        Self {
            rows: rows.map(|row| row.map(scalar)),
        }
    }

    /// Returns the rows of the matrix.
    pub fn rows(&self) -> [[A; 3]; 3] {
        self.rows
    }

    /// Returns the matrix, of shape `(3, 3)`.
    pub fn matrix(&self) -> Array2<A> {
        Array2::from_shape_fn((3, 3), |(i, j)| self.rows[i][j])
    }

    /// Returns R x.
    pub fn apply(&self, [x, y, z]: [A; 3]) -> [A; 3] {
        self.rows.map(|[a, b, c]| a * x + b * y + c * z)
    }

    /// Returns the product `self · first`: `first` acts first.
    #[must_use]
    pub fn compose(&self, first: &Self) -> Self {
        let columns = first.inverse().rows.map(|column| self.apply(column));
        Self { rows: columns }.inverse()
    }

    /// Returns the rotation that undoes this one: the transposed matrix.
    #[must_use]
    pub fn inverse(&self) -> Self {
        Self {
            rows: [0, 1, 2].map(|j| self.rows.map(|row| row[j])),
        }
    }

    /// Returns the 12 turns of a regular tetrahedron, the identity first, then two that generate the others.
    pub fn tetrahedral() -> Vec<Self> {
        group(&[
            [[0.0, 0.0, 1.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0]],
            [[-1.0, 0.0, 0.0], [0.0, -1.0, 0.0], [0.0, 0.0, 1.0]],
        ])
    }

    /// Returns the 24 turns of a cube or an octahedron with its axes along x, y and z: all products of quarter turns, the
    /// identity first, then two that generate the others.
    pub fn octahedral() -> Vec<Self> {
        group(&[
            [[0.0, 0.0, 1.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0]],
            [[0.0, -1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]],
        ])
    }

    /// Returns the 60 turns of a regular icosahedron, the identity first, then two that generate the others.
    pub fn icosahedral() -> Vec<Self> {
        // A fifth of a turn about the corner (0, 1, φ), from cos 72° = (φ − 1) / 2.
        let golden = f64::midpoint(1.0, 5.0_f64.sqrt());
        let (a, b) = (golden / 2.0, (golden - 1.0) / 2.0);
        group(&[
            [[0.0, 0.0, 1.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0]],
            [[b, -a, 0.5], [a, 0.5, b], [-0.5, b, a]],
        ])
    }
}

/// Returns all products of some rotations, the identity first. There must be finitely many.
fn group<A: Scalar>(generators: &[[[f64; 3]; 3]]) -> Vec<Rotation<A>> {
    let generators: Vec<_> = generators.iter().map(|&rows| Rotation { rows }).collect();
    let mut elements = vec![Rotation::<f64>::identity()];
    let mut next = 0;
    while next < elements.len() {
        for generator in &generators {
            let product = generator.compose(&elements[next]);
            if !elements.iter().any(|element| near(element, &product)) {
                elements.push(product);
            }
        }
        next += 1;
    }
    let rounded = elements.iter().map(|element| Rotation {
        rows: element.rows.map(|row| row.map(scalar)),
    });
    rounded.collect()
}

fn near(left: &Rotation<f64>, right: &Rotation<f64>) -> bool {
    let entries = left.rows.iter().flatten().zip(right.rows.iter().flatten());
    entries.fold(0.0, |sum, (a, b)| sum + (a - b).abs()) < 1e-6
}
