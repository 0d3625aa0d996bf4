//! Convolution on the sphere with kernels that depend on an angle alone.

use std::f64::consts::PI;

use ndarray::{Array1, ArrayRef1, Dim};

use super::quadrature::{gauss_legendre, legendre};
use super::spherical_harmonics::{Harmonics, direction};
use super::{MOST_DEGREE, Normalization, SphereQuadrature, check_degree};
use crate::finite::check_finite;
use crate::scalar::{double, scalar};
use crate::shape::expect_shape;
use crate::window::filled;
use crate::{Error, Result, Scalar, So3Error};

/// Returns the coefficients of a function on the sphere by harmonics of the degrees 0, …, `degree`, from its values at the points of a quadrature:
///
/// ```text
/// c(l, m) = Σ wᵢ f(xᵢ) Y(l, m)(xᵢ)
/// ```
///
/// with the harmonics in the normalisation *integral*, in the order of [`spherical_harmonics_up_to`](crate::spherical_harmonics_up_to). If f is a polynomial
/// of degree d, and the quadrature exact up to degree `degree` + d, they are the coefficients of f up to rounding. Shapes:
/// `(points,)` → `((degree + 1)²,)`.
///
/// # Errors
///
/// A degree above 10; another number of values than of points; a value that is not finite.
///
/// # Source
///
/// James R. Driscoll, Dennis M. Healy, *Computing Fourier Transforms and Convolutions on the 2-Sphere*, Advances in
/// Applied Mathematics 15 (1994), <https://doi.org/10.1006/aama.1994.1008>, which does it with fewer operations.
pub fn sphere_coefficients<A: Scalar>(
    degree: usize,
    quadrature: &SphereQuadrature,
    values: &ArrayRef1<A>,
) -> Result<Array1<A>> {
    let harmonics = Harmonics::new(degree, Normalization::Integral)?;
    check_values(quadrature, values)?;
    let mut coefficients = Array1::zeros((degree + 1) * (degree + 1));
    for ((point, &weight), &value) in quadrature
        .points()
        .iter()
        .zip(quadrature.weights())
        .zip(values)
    {
        let harmonics = harmonics.at(point.map(scalar))?;
        coefficients.scaled_add(scalar::<A>(weight) * value, &harmonics);
    }
    Ok(coefficients)
}

/// Returns the values at some points of the function with these coefficients, the sum of c(l, m) Y(l, m).
///
/// Shapes: `((L + 1)²,)` → `(points,)`. Only the directions of the points count.
///
/// # Errors
///
/// Coefficients whose number is not (L + 1)² for a degree L up to 10; a coefficient that is not finite; a point that is the zero vector or not finite.
pub fn sphere_values<A: Scalar>(
    coefficients: &ArrayRef1<A>,
    points: &[[A; 3]],
) -> Result<Array1<A>> {
    let degree = check_coefficients(coefficients)?;
    let harmonics = Harmonics::new(degree, Normalization::Integral)?;
    let mut values = filled(Dim(points.len()), A::zero())?;
    for (value, point) in values.iter_mut().zip(points) {
        let harmonics = harmonics.at(*point)?;
        let terms = coefficients.iter().zip(&harmonics);
        *value = terms.fold(A::zero(), |sum, (&c, &y)| sum + c * y);
    }
    Ok(values)
}

/// A kernel on the sphere whose value depends on the angle from its middle alone, up to a degree L.
///
/// Convolution with it is (k ∗ f)(x) = ∫ k(x · y) f(y) dy, over y on the unit sphere. It multiplies all coefficients of degree l of f by
/// one number kₗ, its *multiplier*, and the kernel is
///
/// ```text
/// k(t) = Σ kₗ (2l + 1) / 4π · Pₗ(t)    over l = 0 … L, for t = x · y
/// ```
///
/// with Legendre's polynomials Pₗ (Funk and Hecke). These are all linear maps of functions up to degree L that commute with
/// rotations: L + 1 numbers.
///
/// With sums in place of the integrals, turning first and turning last are the same up to rounding if the quadrature is exact up
/// to the sum of the degrees of the kernel and of the function: for degrees up to 8, random coefficients and multipliers of
/// one size they differ by 10⁻¹⁴ of the largest value at most in `f64`, and by 2·10⁻⁶ of it in `f32`. Where the kernel takes
/// away most of the function, rounding is a larger part of what is left.
///
/// # Source
///
/// Carlos Esteves, Christine Allen-Blanchette, Ameesh Makadia, Kostas Daniilidis, *Learning SO(3) Equivariant Representations with
/// Spherical CNNs*, ECCV 2018, <https://doi.org/10.48550/arXiv.1711.06721>.
///
/// # Examples
///
/// The kernel k(t) = t keeps degree 1 alone.
///
/// ```
/// use equivariance::ZonalKernel;
///
/// let kernel = ZonalKernel::<f64>::from_profile(2, |t| t)?;
/// for (multiplier, known) in kernel.multipliers().iter().zip([0.0, 4.0 / 3.0 * std::f64::consts::PI, 0.0]) {
///     assert!((multiplier - known).abs() < 1e-14);
/// }
/// # Ok::<(), equivariance::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct ZonalKernel<A> {
    multipliers: Array1<A>,
}

/// How many points an integral over the profile of a kernel has.
const PROFILE_POINTS: usize = 64;

impl<A: Scalar> ZonalKernel<A> {
    /// Returns the kernel with the multipliers k₀, …, k_L.
    ///
    /// # Errors
    ///
    /// No multiplier, or more than those of the degrees up to 10; one that is not finite.
    pub fn new(multipliers: Array1<A>) -> Result<Self> {
        if multipliers.is_empty() {
            return Err(Error::EmptyKernel { shape: vec![0] });
        }
        check_degree(multipliers.len() - 1)?;
        check_finite("multiplier", &multipliers)?;
        Ok(Self { multipliers })
    }

    /// Returns the kernel k(t), for t from −1 opposite its middle to 1 there, up to a degree.
    ///
    /// ```text
    /// kₗ = 2π ∫ k(t) Pₗ(t) dt    over −1 … 1
    /// ```
    ///
    /// by Gauss and Legendre with 64 points, in `f64`: up to rounding for polynomials up to degree 117, and approximately for
    /// other profiles.
    ///
    /// # Errors
    ///
    /// A degree above 10; a value of the profile that is not finite.
    pub fn from_profile(degree: usize, profile: impl Fn(f64) -> f64) -> Result<Self> {
        check_degree(degree)?;
        let mut multipliers = [0.0; MOST_DEGREE + 1];
        for (place, (t, weight)) in gauss_legendre(PROFILE_POINTS).into_iter().enumerate() {
            let value = profile(t);
            if !value.is_finite() {
                return Err(Error::NonFinite {
                    what: "profile of the kernel",
                    index: vec![place],
                    value,
                });
            }
            for (l, multiplier) in multipliers[..=degree].iter_mut().enumerate() {
                *multiplier += 2.0 * PI * weight * value * legendre(l, t).0;
            }
        }
        Self::new(multipliers[..=degree].iter().copied().map(scalar).collect())
    }

    /// Returns the kernel of heat that spreads from a point, up to a degree: kₗ = exp(−l (l + 1) s² / 2), for the width s in
    /// radians. While s is small it is near a Gaussian of standard deviation s, and its integral is 1.
    ///
    /// # Errors
    ///
    /// A degree above 10; a width that is not finite.
    pub fn heat(degree: usize, width: f64) -> Result<Self> {
        check_degree(degree)?;
        if !width.is_finite() {
            return Err(Error::NonFinite {
                what: "width of the kernel",
                index: Vec::new(),
                value: width,
            });
        }
        let multiplier = |l: usize| libm::exp(-((l * (l + 1)) as f64) * width * width / 2.0);
        Self::new((0..=degree).map(|l| scalar(multiplier(l))).collect())
    }

    /// Returns the degree L.
    pub fn degree(&self) -> usize {
        self.multipliers.len() - 1
    }

    /// Returns the multipliers k₀, …, k_L.
    pub fn multipliers(&self) -> &Array1<A> {
        &self.multipliers
    }

    /// Returns k(t), the kernel at the angle from its middle whose cosine is `t`.
    pub fn at(&self, t: A) -> A {
        sum_of_polynomials(&self.terms(), t)
    }

    /// For each degree the factor of Pₗ, and the numbers of the recursion Pₗ₊₁ = (2l + 1)/(l + 1) t Pₗ − l/(l + 1) Pₗ₋₁
    /// that Clenshaw's sum needs at its place.
    fn terms(&self) -> Vec<[A; 3]> {
        let term = |(l, &multiplier): (usize, &A)| {
            let (l, size) = (l as f64, (2 * l + 1) as f64);
            let factor = scalar::<A>(size / (4.0 * PI)) * multiplier;
            [
                factor,
                scalar(size / (l + 1.0)),
                scalar((l + 1.0) / (l + 2.0)),
            ]
        };
        self.multipliers.iter().enumerate().map(term).collect()
    }

    /// Returns the coefficients of the convolution with a function from those of the function, degree by degree.
    ///
    /// Coefficients above the degree of the kernel become 0. Shapes: `((l + 1)²,)` → `((l + 1)²,)`, for any degree l.
    ///
    /// # Errors
    ///
    /// Coefficients whose number is not (l + 1)² for a degree l up to 10; one that is not finite.
    pub fn convolve(&self, coefficients: &ArrayRef1<A>) -> Result<Array1<A>> {
        check_coefficients(coefficients)?;
        let multiplier = |place: usize| self.multipliers.get(place.isqrt()).copied();
        let products = coefficients.iter().enumerate();
        Ok(products
            .map(|(place, &value)| multiplier(place).map_or(A::zero(), |factor| factor * value))
            .collect())
    }

    /// Returns the convolution with a function at some points, from the values of the function at the points of a quadrature: the
    /// sum of wᵢ f(xᵢ) k(x · xᵢ) at x.
    ///
    /// The same values, up to rounding and for any quadrature, are those that [`sphere_values`] has for what [`Self::convolve`] makes
    /// of the [`sphere_coefficients`] up to the degree of the kernel. Shapes: `(n,)` and m points → `(m,)`. Only the directions of the points count.
    ///
    /// # Errors
    ///
    /// Another number of values than of points of the quadrature; a value that is not finite; a point that is the zero vector or not finite.
    pub fn convolve_samples(
        &self,
        quadrature: &SphereQuadrature,
        values: &ArrayRef1<A>,
        points: &[[A; 3]],
    ) -> Result<Array1<A>> {
        check_values(quadrature, values)?;
        let samples = quadrature.points().iter().zip(quadrature.weights());
        let samples: Vec<([A; 3], A)> = samples
            .zip(values)
            .map(|((point, &weight), &value)| (point.map(scalar), scalar::<A>(weight) * value))
            .collect();
        let terms = self.terms();
        let mut sums = filled(Dim(points.len()), A::zero())?;
        for (sum, point) in sums.iter_mut().zip(points) {
            let [x, y, z] =
                direction(point.map(double), "coordinate of the point")?.map(scalar::<A>);
            for ([a, b, c], value) in &samples {
                let t = x * *a + y * *b + z * *c;
                *sum = *sum + *value * sum_of_polynomials(&terms, t);
            }
        }
        Ok(sums)
    }
}

/// Clenshaw's sum of multiples of Legendre's polynomials at t.
fn sum_of_polynomials<A: Scalar>(terms: &[[A; 3]], t: A) -> A {
    let (mut sum, mut after) = (A::zero(), A::zero());
    for &[factor, stretch, back] in terms.iter().rev() {
        (sum, after) = (factor + stretch * t * sum - back * after, sum);
    }
    sum
}

/// Returns the degree up to which these are coefficients, if their number is one that coefficients have.
fn check_coefficients<A: Scalar>(coefficients: &ArrayRef1<A>) -> Result<usize> {
    let count = coefficients.len();
    let root = count.isqrt();
    if root == 0 || root * root != count {
        return Err(Error::So3(So3Error::CoefficientCount { count }));
    }
    check_degree(root - 1)?;
    check_finite("coefficient", coefficients)?;
    Ok(root - 1)
}

fn check_values<A: Scalar>(quadrature: &SphereQuadrature, values: &ArrayRef1<A>) -> Result<()> {
    let points = quadrature.points().len();
    expect_shape("list of values at the points", &[points], values.shape())?;
    check_finite("value", values)
}
