//! Derivatives of a Gaussian along a direction, and the few of them that make all the others.

use std::f64::consts::{PI, TAU};

use ndarray::{Array, Array2, Dimension};

use super::representation::direction;
use crate::scalar::scalar;
use crate::shape::expect_shape;
use crate::{Error, Result, Scalar, So2Error};

/// The highest order. The polynomial of order 10 is still known to 12 digits.
const MOST_ORDER: usize = 10;

/// The narrowest Gaussian is next to a single sample, the widest does not fit the longest reach.
const WIDTHS: [f64; 2] = [0.1, 1000.0];

/// The longest reach: an array of it has 32 MB in `f64`.
const MOST_REACH: usize = 1000;

/// A derivative of a Gaussian along a direction, as a kernel on the pixels:
///
/// ```text
/// ψ(x, y) = Heₙ(u/σ) exp(−(x² + y²)/2σ²) / 2πσ²,    u = x cos θ + y sin θ
/// ```
///
/// for the order n, the width σ in pixels, and Hermite's polynomials 1, u, u² − 1, u³ − 3u, …; for x to the right and y upwards
/// from the middle of the kernel, so that θ grows counter-clockwise as seen.
///
/// [`correlate`](crate::correlate) answers with it σⁿ times the n-th derivative along θ of the picture, smoothed by the Gaussian of
/// width σ. This is so for functions of the plane; for samples it is so up to the error of a sum in place of an integral and that of the
/// kernel's end. The derivative of the Gaussian itself, σⁿ ∂ⁿG, is (−1)ⁿ ψ.
///
/// **Steering.** Turned to any angle θ, it is a sum of n + 1 turned copies, at θⱼ = jπ/(n + 1):
///
/// ```text
/// ψ_θ = Σⱼ kⱼ(θ) ψ_θⱼ,    kⱼ(θ) = sin((n + 1)(θ − θⱼ)) / ((n + 1) sin(θ − θⱼ))
/// ```
///
/// This holds at every point, so also for samples: no other angle is ever interpolated from pixels. All turned copies
/// together span n + 1 dimensions, no fewer copies would do.
///
/// # Source
///
/// William T. Freeman, Edward H. Adelson, *The Design and Use of Steerable Filters*, IEEE Transactions on Pattern Analysis and
/// Machine Intelligence 13 (1991), theorem 3 and table 1, <https://doi.org/10.1109/34.93808>.
///
/// # Examples
///
/// ```
/// use equivariance::{GaussianDerivative, steer};
/// use ndarray::Array2;
///
/// let filter = GaussianDerivative::new(3, 2.0, 8)?;
/// let angle = 30_f64.to_radians();
/// let turned: Array2<f64> = filter.sampled(angle)?;
/// let steered = steer(&filter.basis::<f64>()?, angle)?; // of those at 0°, 45°, 90°, 135°
/// assert!((turned - steered).iter().all(|difference| difference.abs() < 1e-16));
/// # Ok::<(), equivariance::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GaussianDerivative {
    order: usize,
    width: f64,
    reach: usize,
}

impl GaussianDerivative {
    /// Returns the derivative of an order of a Gaussian of a width in pixels, which reaches so many pixels from its middle.
    ///
    /// What lies beyond the reach is cut off. At 3 widths this is 1 % of the largest sample or more, at 8.5 widths it is no more than
    /// rounding.
    ///
    /// # Errors
    ///
    /// An order above 10, a width that is not from 0.1 to 1000, and a reach above 1000.
    pub fn new(order: usize, width: f64, reach: usize) -> Result<Self> {
        check_order(order)?;
        let [least, most] = WIDTHS;
        if !(least..=most).contains(&width) {
            return Err(Error::So2(So2Error::WidthOutside { width, least, most }));
        }
        if reach > MOST_REACH {
            let most = MOST_REACH;
            return Err(Error::So2(So2Error::ReachTooLong { reach, most }));
        }
        Ok(Self {
            order,
            width,
            reach,
        })
    }

    /// Returns its order.
    pub fn order(&self) -> usize {
        self.order
    }

    /// Returns the width of the Gaussian in pixels.
    pub fn width(&self) -> f64 {
        self.width
    }

    /// Returns how many pixels it reaches from its middle to each side.
    pub fn reach(&self) -> usize {
        self.reach
    }

    /// Returns its samples when it is turned to an angle in radians, `(2 reach + 1, 2 reach + 1)`. Each is computed by the formula in
    /// `f64` and then rounded.
    ///
    /// # Errors
    ///
    /// An angle that is not finite.
    pub fn sampled<A: Scalar>(&self, angle: f64) -> Result<Array2<A>> {
        let [cos, sin] = direction(angle)?;
        let reach = self.reach as f64;
        let side = 2 * self.reach + 1;
        Ok(Array2::from_shape_fn((side, side), |(row, column)| {
            let (x, y) = (column as f64 - reach, reach - row as f64);
            let [x, y] = [x, y].map(|place| place / self.width);
            let gaussian = libm::exp(-(x * x + y * y) / 2.0) / (TAU * self.width * self.width);
            scalar(hermite(self.order, x * cos + y * sin) * gaussian)
        }))
    }

    /// Returns the samples of the copies that make all others, at the [`basis_angles`] of its order.
    ///
    /// # Errors
    ///
    /// None for a filter that [`new`](Self::new) returned.
    pub fn basis<A: Scalar>(&self) -> Result<Vec<Array2<A>>> {
        let angles = basis_angles(self.order)?;
        angles
            .into_iter()
            .map(|angle| self.sampled(angle))
            .collect()
    }
}

/// Returns the angles of the n + 1 copies that make all others of order n, in radians: jπ/(n + 1) for j = 0 … n.
///
/// # Errors
///
/// An order above 10.
pub fn basis_angles(order: usize) -> Result<Vec<f64>> {
    check_order(order)?;
    let copies = order + 1;
    Ok((0..copies).map(|j| PI * j as f64 / copies as f64).collect())
}

/// Returns the weight of each copy of a [`GaussianDerivative`] in the one turned to an angle in radians, as its documentation has them.
///
/// They are computed as Uₙ(cos(θ − θⱼ))/(n + 1), with Chebyshev's polynomial of the second kind: the quotient of sines, without a
/// division by 0. At an angle of the basis itself one weight is 1 and the others are 0, up to rounding.
///
/// # Errors
///
/// An order above 10, and an angle that is not finite.
///
/// # Examples
///
/// ```
/// use equivariance::steering_weights;
///
/// let weights = steering_weights(3, 30_f64.to_radians())?;
/// let expected = [0.433013, 0.836516, -0.25, 0.224144];
/// assert!(weights.iter().zip(expected).all(|(weight, expected)| (weight - expected).abs() < 5e-7));
/// # Ok::<(), equivariance::Error>(())
/// ```
pub fn steering_weights(order: usize, angle: f64) -> Result<Vec<f64>> {
    let [cos, sin] = direction(angle)?;
    let weight = |copy: f64| {
        let (copy_sin, copy_cos) = libm::sincos(copy);
        let x = cos * copy_cos + sin * copy_sin;
        // Uₙ = 2x Uₙ₋₁ − Uₙ₋₂, from U₀ = 1 and U₋₁ = 0.
        let (mut last, mut before) = (1.0, 0.0);
        for _ in 0..order {
            (last, before) = (2.0 * x * last - before, last);
        }
        last / (order + 1) as f64
    };
    Ok(basis_angles(order)?.into_iter().map(weight).collect())
}

/// Returns the sum of n + 1 arrays with the [`steering_weights`] of order n at an angle in radians, from the first to the last.
///
/// The arrays are the [`basis`](GaussianDerivative::basis) of a filter, and the sum is the filter turned to that angle; or they are
/// the answers of a linear layer to these, and the sum is its answer to the turned filter. Either is exact up to rounding. A filter
/// that reaches 4 widths or more is off by at most 4 (n + 1)² ε times its largest sample, as far as it was tried, for ε = 2⁻⁵² in `f64`
/// and 2⁻²³ in `f32`.
///
/// # Errors
///
/// No array or more than 11, two shapes, and an angle that is not finite.
pub fn steer<A: Scalar, D: Dimension>(parts: &[Array<A, D>], angle: f64) -> Result<Array<A, D>> {
    let (first, others) = parts
        .split_first()
        .ok_or(Error::So2(So2Error::NothingToSteer))?;
    let weights = steering_weights(others.len(), angle)?;
    let mut sum = first.mapv(|value| value * scalar(weights[0]));
    for (part, weight) in others.iter().zip(&weights[1..]) {
        expect_shape("part to be steered", first.shape(), part.shape())?;
        sum.zip_mut_with(part, |sum, value| *sum = *sum + *value * scalar(*weight));
    }
    Ok(sum)
}

/// Returns Hermite's polynomial of an order, as those of probability have it, by its recurrence.
fn hermite(order: usize, u: f64) -> f64 {
    let (mut last, mut before) = (1.0, 0.0);
    for k in 0..order {
        (last, before) = (u * last - k as f64 * before, last);
    }
    last
}

fn check_order(order: usize) -> Result<()> {
    if order > MOST_ORDER {
        let most = MOST_ORDER;
        return Err(Error::So2(So2Error::OrderTooHigh { order, most }));
    }
    Ok(())
}
