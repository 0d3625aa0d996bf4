//! Integrals over the sphere as sums over points.

use std::f64::consts::PI;

use ndarray::aview1;

use super::{MOST_DEGREE, Normalization, spherical_harmonics_up_to};
use crate::dense::with_room;
use crate::finite::check_finite;
use crate::named::named;
use crate::{Error, Result, So3Error};

/// The most latitudes or longitudes of a grid.
const MOST_CIRCLES: usize = 1024;

/// By how much the length of a point may differ from 1.
const SLACK: f64 = 1e-12;

/// By how much a sum may differ from the integral of a product of two harmonics, each of which has length 1 as a function, to be
/// called exact. Rounding is a thousandth of this at most, and a rule that is not exact in a degree fails by far more.
const TOLERANCE: f64 = 1e-10;

/// Where the circles of latitude of a grid lie, and what weights its points have.
///
/// With n latitudes, the middles of n equal steps of the angle θ from the north pole are θᵢ = (i + ½)π/n.
///
/// # Source
///
/// Jörg Waldvogel, *Fast Construction of the Fejér and Clenshaw–Curtis Quadrature Rules*, BIT Numerical Mathematics 46
/// (2006), <https://doi.org/10.1007/s10543-006-0045-4>, for the weights of Fejér's rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LatitudeRule {
    /// Latitudes and weights of Gauss and Legendre.
    GaussLegendre,
    /// The middles of equal steps, with the weights of Fejér's first rule.
    Fejer,
    /// The middles of equal steps, with weights in proportion to sin θ whose sum is the area of the sphere.
    Sines,
    /// The middles of equal steps, with the weights sin θ · π/n · 2π/m, whose sum is not quite the area.
    PlainSines,
}

named!(LatitudeRule, "rule for latitudes", {
    GaussLegendre => "gauss-legendre",
    Fejer => "fejer",
    Sines => "sines",
    PlainSines => "plain-sines",
});

impl LatitudeRule {
    /// Returns the degree up to which a grid with so many latitudes and longitudes is exact, as theorems have it; `None` where
    /// not even the area is right.
    ///
    /// For n latitudes that is 2n − 1 (Gauss–Legendre); n − 1, or n if n is odd (Fejér); 1 (sines). Equal longitudes are exact up
    /// to one degree less than their number. [`SphereQuadrature::exact_degree`] measures it.
    pub fn degree(self, latitudes: usize, longitudes: usize) -> Option<usize> {
        let (n, most) = (latitudes.checked_sub(1)?, longitudes.checked_sub(1)?);
        let by_latitudes = match self {
            Self::GaussLegendre => n.saturating_mul(2).saturating_add(1),
            Self::Fejer => n + latitudes % 2,
            Self::Sines => 1,
            Self::PlainSines => return None,
        };
        Some(by_latitudes.min(most))
    }

    /// Returns cos θ and the weight of each latitude, from the north pole on. The weights are for the integral over −1 … 1.
    fn latitudes(self, n: usize) -> Vec<(f64, f64)> {
        if self == Self::GaussLegendre {
            return gauss_legendre(n);
        }
        let middles = (0..n).map(|i| libm::sincos((i as f64 + 0.5) * PI / n as f64));
        let sum: f64 = middles.clone().map(|(sin, _)| sin).sum();
        let angle = |i: usize, k: usize| (2 * i + 1) as f64 * k as f64 * PI / n as f64;
        let weight = |i: usize, sin: f64| match self {
            Self::Sines => 2.0 * sin / sum,
            Self::PlainSines => sin * PI / n as f64,
            _ => {
                let terms = (1..=n / 2).map(|k| libm::cos(angle(i, k)) / (4 * k * k - 1) as f64);
                2.0 / n as f64 * (1.0 - 2.0 * terms.sum::<f64>())
            }
        };
        let with_weight = |(i, (sin, cos))| (cos, weight(i, sin));
        middles.enumerate().map(with_weight).collect()
    }
}

/// Returns the n roots of the Legendre polynomial Pₙ, the largest first, with their weights 2 / ((1 − x²) Pₙ′(x)²).
///
/// The sum over them is the integral over −1 … 1 for every polynomial of degree at most 2n − 1.
pub(super) fn gauss_legendre(n: usize) -> Vec<(f64, f64)> {
    let root = |i: usize| {
        let mut x = libm::cos(PI * (i as f64 + 0.75) / (n as f64 + 0.5));
        let mut slope = 0.0;
        // From this start Newton's method doubles the number of right digits in each step.
        for _ in 0..6 {
            let (value, before) = legendre(n, x);
            slope = n as f64 * (before - x * value) / (1.0 - x * x);
            x -= value / slope;
        }
        (x, 2.0 / ((1.0 - x * x) * slope * slope))
    };
    (0..n).map(root).collect()
}

/// Returns Pₙ(x) and Pₙ₋₁(x); 1 and 0 for n = 0.
pub(super) fn legendre(n: usize, x: f64) -> (f64, f64) {
    let (mut value, mut before) = (1.0, 0.0);
    for l in 0..n {
        let l = l as f64;
        let next = ((2.0 * l + 1.0) * x * value - l * before) / (l + 1.0);
        (value, before) = (next, value);
    }
    (value, before)
}

/// Points on the unit sphere with weights: the sum of wᵢ f(xᵢ) stands for the integral of f over the sphere, whose area is 4π.
///
/// The polar axis of a grid is y, as that of the [harmonics](crate::spherical_harmonics), and its longitudes are counted from z
/// towards x.
///
/// # Examples
///
/// ```
/// use equivariance::{LatitudeRule, SphereQuadrature};
///
/// let exact = SphereQuadrature::grid(LatitudeRule::GaussLegendre, 4, 8)?;
/// assert_eq!(exact.exact_degree(), Some(7));
/// // The mean of x² over the sphere is 1/3.
/// let integral = exact.integrate(|[x, _, _]| x * x);
/// assert!((integral - 4.0 / 3.0 * std::f64::consts::PI).abs() < 1e-14);
///
/// let sines = SphereQuadrature::grid(LatitudeRule::Sines, 4, 8)?;
/// assert_eq!(sines.exact_degree(), Some(1));
/// # Ok::<(), equivariance::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct SphereQuadrature {
    points: Vec<[f64; 3]>,
    weights: Vec<f64>,
}

impl SphereQuadrature {
    /// Returns points with their weights.
    ///
    /// # Errors
    ///
    /// No point; another number of weights than of points; a coordinate or weight that is not finite; a point whose length
    /// differs from 1 by more than 10⁻¹².
    pub fn new(points: Vec<[f64; 3]>, weights: Vec<f64>) -> Result<Self> {
        if points.is_empty() {
            return Err(Error::NoPoints);
        }
        crate::shape::expect_shape(
            "list of weights of the points",
            &[points.len()],
            &[weights.len()],
        )?;
        check_finite("weight of a point", &aview1(&weights))?;
        for (index, point) in points.iter().enumerate() {
            let length = point.iter().map(|x| x * x).sum::<f64>().sqrt();
            if length.is_nan() || (length - 1.0).abs() > SLACK {
                return Err(Error::So3(So3Error::NotOnSphere { index, length }));
            }
        }
        Ok(Self { points, weights })
    }

    /// Returns the points of a grid of `latitudes` circles with `longitudes` points each, from the north pole on.
    ///
    /// # Errors
    ///
    /// No latitude or longitude, or more than 1024 of them.
    pub fn grid(rule: LatitudeRule, latitudes: usize, longitudes: usize) -> Result<Self> {
        for (what, count) in [("latitudes", latitudes), ("longitudes", longitudes)] {
            if !(1..=MOST_CIRCLES).contains(&count) {
                let most = MOST_CIRCLES;
                return Err(Error::So3(So3Error::CirclesOfGrid { what, count, most }));
            }
        }
        let mut points = with_room(latitudes * longitudes)?;
        let mut weights = with_room(latitudes * longitudes)?;
        let step = 2.0 * PI / longitudes as f64;
        for (cos, weight) in rule.latitudes(latitudes) {
            let radius = ((1.0 - cos) * (1.0 + cos)).sqrt();
            for j in 0..longitudes {
                let (x, z) = libm::sincos(step * j as f64);
                points.push([radius * x, cos, radius * z]);
                weights.push(weight * step);
            }
        }
        Ok(Self { points, weights })
    }

    /// Returns the 6 corners of an octahedron, with equal weights: exact up to degree 3.
    pub fn octahedron() -> Self {
        let corner = |i: usize, sign: f64| [0, 1, 2].map(|axis| if axis == i { sign } else { 0.0 });
        Self::equal(
            (0..3)
                .flat_map(|i| [corner(i, 1.0), corner(i, -1.0)])
                .collect(),
        )
    }

    /// Returns the 12 corners of an icosahedron, with equal weights: exact up to degree 5.
    pub fn icosahedron() -> Self {
        let golden = f64::midpoint(1.0, 5.0_f64.sqrt());
        let length = (1.0 + golden * golden).sqrt();
        let (short, long) = (1.0 / length, golden / length);
        let corners = |i: usize| {
            [(1.0, 1.0), (1.0, -1.0), (-1.0, 1.0), (-1.0, -1.0)].map(|(a, b)| {
                let mut corner = [0.0; 3];
                corner[(i + 1) % 3] = a * short;
                corner[(i + 2) % 3] = b * long;
                corner
            })
        };
        Self::equal((0..3).flat_map(corners).collect())
    }

    /// Points with equal weights, which add up to the area of the sphere.
    fn equal(points: Vec<[f64; 3]>) -> Self {
        let weights = vec![4.0 * PI / points.len() as f64; points.len()];
        Self { points, weights }
    }

    /// Returns the points.
    pub fn points(&self) -> &[[f64; 3]] {
        &self.points
    }

    /// Returns the weights of the points.
    pub fn weights(&self) -> &[f64] {
        &self.weights
    }

    /// Returns the sum that stands for the integral of a function.
    pub fn integrate(&self, function: impl Fn([f64; 3]) -> f64) -> f64 {
        let terms = self.points.iter().zip(&self.weights);
        terms.map(|(point, weight)| weight * function(*point)).sum()
    }

    /// Returns the largest degree, of those up to 20, up to which the sum is the integral of every polynomial; `None` where it is not
    /// even that of a constant.
    ///
    /// It is measured. Polynomials up to degree a + b are sums of products of a harmonic up to degree a with one up to degree b, so
    /// the integrals of all products of two harmonics are compared with what they are: 1 for the square of one and 0 for two,
    /// in the normalisation *integral*. A difference up to 10⁻¹⁰ counts as rounding. Each point takes 7381 products: a million
    /// points take seconds.
    pub fn exact_degree(&self) -> Option<usize> {
        let degrees = (0..=MOST_DEGREE).flat_map(|l| std::iter::repeat_n(l, 2 * l + 1));
        let degrees: Vec<usize> = degrees.collect();
        let mut integrals = vec![vec![0.0; degrees.len()]; degrees.len()];
        for (point, weight) in self.points.iter().zip(&self.weights) {
            let harmonics = spherical_harmonics_up_to(MOST_DEGREE, *point, Normalization::Integral)
                .expect("a point on the unit sphere has harmonics of every degree up to the bound");
            for (left, sums) in integrals.iter_mut().enumerate() {
                for (right, sum) in sums[..=left].iter_mut().enumerate() {
                    *sum += weight * harmonics[left] * harmonics[right];
                }
            }
        }
        let mut first_wrong = 2 * MOST_DEGREE + 1;
        for (left, sums) in integrals.iter().enumerate() {
            for (right, integral) in sums[..=left].iter().enumerate() {
                let expected = f64::from(left == right);
                if integral.is_nan() || (integral - expected).abs() > TOLERANCE {
                    first_wrong = first_wrong.min(degrees[left] + degrees[right]);
                }
            }
        }
        first_wrong.checked_sub(1)
    }
}
