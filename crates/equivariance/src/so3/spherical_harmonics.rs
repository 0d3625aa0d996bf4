//! Real spherical harmonics.

use std::f64::consts::PI;

use ndarray::{Array1, aview1};

use super::step::{Entry, step_up};
use super::{MOST_DEGREE, check_degree};
use crate::finite::check_finite;
use crate::named::named;
use crate::scalar::{double, scalar};
use crate::vector::{Vector, largest, length, scaled};
use crate::{Error, Result, Scalar, So3Error};

/// How long the 2l + 1 harmonics of a degree are together, at every point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Normalization {
    /// Length 1.
    Norm,
    /// Length √(2l + 1): the mean of the square of each harmonic over the sphere is 1.
    Component,
    /// Length √((2l + 1) / 4π): the integral of the square of each harmonic over the sphere is 1.
    Integral,
}

named!(Normalization, "normalization", {
    Norm => "norm",
    Component => "component",
    Integral => "integral",
});

impl Normalization {
    /// Returns the Euclidean length of the harmonics of a degree at a point.
    pub fn length(self, degree: usize) -> f64 {
        let size = 2.0 * degree as f64 + 1.0;
        match self {
            Self::Norm => 1.0,
            Self::Component => size.sqrt(),
            Self::Integral => (size / (4.0 * PI)).sqrt(),
        }
    }
}

/// Returns the real spherical harmonics of one degree in the direction of a point: 2l + 1 numbers, of orders −l, …, l.
///
/// The point need not have length 1; only its direction counts. Degree 1 is the unit vector (x, y, z) itself, times
/// [`Normalization::length`]. When the point is turned by R, they are multiplied by [`wigner_d`](crate::wigner_d) of R; in
/// degree 10 with length 1, up to 1e-14 in `f64` and 2e-6 in `f32`, if R is a turn about an axis or a random one. For other
/// lengths the bound is as many times larger, and a matrix that is orthogonal only within δ adds an error in proportion to δ. All is
/// computed in `f64`, and then rounded.
///
/// # Errors
///
/// A degree above 10; the zero vector, which has no direction; a coordinate that is not finite.
///
/// # Source
///
/// Mario Geiger, Tess Smidt, *e3nn: Euclidean Neural Networks*, 2022, <https://doi.org/10.48550/arXiv.2207.09453>, for the
/// convention.
///
/// # Examples
///
/// ```
/// use equivariance::{Normalization, spherical_harmonics};
///
/// let quadratic = spherical_harmonics(2, [1.0_f64, 2.0, 3.0], Normalization::Norm)?;
/// for (value, known) in quadratic.iter().zip([0.371154, 0.247436, -0.071429, 0.742307, 0.494872]) {
///     assert!((value - known).abs() < 1e-6);
/// }
/// # Ok::<(), equivariance::Error>(())
/// ```
pub fn spherical_harmonics<A: Scalar>(
    degree: usize,
    point: [A; 3],
    normalization: Normalization,
) -> Result<Array1<A>> {
    let all = spherical_harmonics_up_to(degree, point, normalization)?;
    Ok(all.into_iter().skip(degree * degree).collect())
}

/// Returns the harmonics of the degrees 0, …, `degree`, one degree after the other: (l + 1)² numbers.
///
/// Order m of degree l is at place l² + l + m.
///
/// # Errors
///
/// As [`spherical_harmonics`].
pub fn spherical_harmonics_up_to<A: Scalar>(
    degree: usize,
    point: [A; 3],
    normalization: Normalization,
) -> Result<Array1<A>> {
    Harmonics::new(degree, normalization)?.at(point)
}

/// The harmonics up to a degree, for many points: what does not depend on the point is computed once.
pub(super) struct Harmonics {
    /// For each degree but the last the entries of the step to the next one, and by how much that step shortens the product of two vectors of length 1.
    steps: Vec<(Vec<Entry>, f64)>,
    /// For each harmonic the length of those of its degree.
    lengths: Vec<f64>,
}

impl Harmonics {
    pub(super) fn new(degree: usize, normalization: Normalization) -> Result<Self> {
        check_degree(degree)?;
        let stretch = |l: usize| ((2 * l + 1) as f64 / (l + 1) as f64).sqrt();
        let length = |l| std::iter::repeat_n(normalization.length(l), 2 * l + 1);
        Ok(Self {
            steps: (0..degree).map(|l| (step_up(l), stretch(l))).collect(),
            lengths: (0..=degree).flat_map(length).collect(),
        })
    }

    /// The harmonics in the direction of a point, as [`spherical_harmonics_up_to`] returns them.
    pub(super) fn at<A: Scalar>(&self, point: [A; 3]) -> Result<Array1<A>> {
        let unit = direction(point.map(double), "coordinate of the point")?;
        let mut all = Vec::with_capacity(self.lengths.len());
        all.push(1.0);
        for (l, (entries, stretch)) in self.steps.iter().enumerate() {
            let mut next = [0.0; 2 * MOST_DEGREE + 1];
            for entry in entries {
                next[entry.to] += entry.value * all[l * l + entry.from] * unit[entry.axis];
            }
            all.extend(next[..2 * l + 3].iter().map(|value| stretch * value));
        }
        let scaled = all.iter().zip(&self.lengths);
        Ok(scaled
            .map(|(value, length)| scalar(value * length))
            .collect())
    }
}

/// Returns the vector of length 1 with the direction of a point. `what` names its coordinates in an error.
pub(super) fn direction(point: Vector, what: &'static str) -> Result<Vector> {
    check_finite(what, &aview1(&point))?;
    let largest = largest(point);
    if largest == 0.0 {
        return Err(Error::So3(So3Error::NoDirection));
    }
    // Divided by the largest coordinate first, so that no square overflows or vanishes.
    let point = scaled(point, largest);
    Ok(scaled(point, length(point)))
}
