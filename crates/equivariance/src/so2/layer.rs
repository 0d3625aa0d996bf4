//! Kernels on a grid of pixels that commute with the turns of the plane.

use ndarray::{Array1, Array4, Ix4};

use super::{RingKernels, So2Representation, ring_kernels_up_to};
use crate::scalar::scalar;
use crate::shape::expect_shape;
use crate::window::filled;
use crate::{ConvLayer, Error, Options, Result, Scalar, So2Error};

/// A ring of a kernel on a grid of pixels, with the Gaussian profile exp(−(r − radius)² / (2 width²)) at the distance r from
/// the centre.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ring {
    /// Its radius in pixels, 0 for a disc in the centre.
    pub radius: f64,
    /// The standard deviation of its profile, in pixels.
    pub width: f64,
    /// The highest angular frequency of a kernel on it.
    pub limit: usize,
}

/// A basis of kernels on a square of pixels between features of two types: on each [`Ring`], those of
/// [`ring_kernels_up_to`] its limit.
///
/// With x to the right and y upwards from the pixel in the centre, r and θ for the polar coordinates, the kernel of a ring and an
/// element K of its basis is
///
/// ```text
/// exp(−(r − radius)² / (2 width²)) K(θ)
/// ```
///
/// where K is sampled at each pixel, and is 0 in the centre unless it is constant, since the centre has no angle. On the whole
/// plane a correlation with such a kernel commutes with all turns. On the grid:
///
/// - Quarter turns carry pixels into pixels, and the kernels there obey the law in their last bit, up to the sign of a zero.
///   So a [layer](Self::layer) commutes with them up to the rounding of its sums: where no number overflows or
///   underflows, both sides differ by at most 2 γ S, where S is the same sum over the absolute values of weights and
///   samples, γ = n u / (1 − n u) for n = c side² + 4 and c input channels, and u is half the distance from 1 to the next number. This
///   is so for `f32` and `f64`.
/// - Any other angle is approximate, since the picture and the kernel are known at the pixels only.
///
/// # Source
///
/// Maurice Weiler, Gabriele Cesa, *General E(2)-Equivariant Steerable CNNs*, NeurIPS 2019,
/// <https://doi.org/10.48550/arXiv.1911.08251>.
///
/// # Examples
///
/// ```
/// use equivariance::{Ring, So2Representation, SteerableKernels};
/// use ndarray::Array3;
///
/// let (scalars, vectors) = (So2Representation::new(&[0])?, So2Representation::new(&[1])?);
/// let ring = Ring { radius: 1.0, width: 0.6, limit: 2 };
/// let kernels = SteerableKernels::new(scalars, vectors, 3, &[ring])?;
/// assert_eq!((kernels.count(), kernels.possible()), (2, 2));
///
/// // The first kernel is a gradient: along a slope to the right, it points to the right.
/// let layer = kernels.layer(&[1.0, 0.0], &[])?;
/// let slope = Array3::from_shape_fn((1, 3, 3), |(_, _, x)| x as f64);
/// let vectors = layer.forward(&slope)?;
/// assert!(vectors[[0, 1, 1]] > 1.0 && vectors[[1, 1, 1]].abs() < 1e-15);
/// # Ok::<(), equivariance::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct SteerableKernels {
    from: So2Representation,
    to: So2Representation,
    side: usize,
    rings: Vec<(Ring, RingKernels)>,
}

impl SteerableKernels {
    /// Returns the basis on `side` × `side` pixels, for features of the type `from` in the input and `to` in the output.
    ///
    /// # Errors
    ///
    /// An even side, which has no pixel in the centre; no ring; a ring whose radius or width is not finite, whose radius is
    /// below 0, or whose width is not above 0; and those of [`ring_kernels_up_to`].
    pub fn new(
        from: So2Representation,
        to: So2Representation,
        side: usize,
        rings: &[Ring],
    ) -> Result<Self> {
        if side.is_multiple_of(2) {
            return Err(Error::So2(So2Error::NoCentre { side }));
        }
        if rings.is_empty() {
            return Err(Error::So2(So2Error::NoRing));
        }
        let mut kernels = Vec::with_capacity(rings.len());
        for (index, &ring) in rings.iter().enumerate() {
            let Ring {
                radius,
                width,
                limit,
            } = ring;
            let is_ring = radius.is_finite() && width.is_finite() && radius >= 0.0 && width > 0.0;
            if !is_ring {
                return Err(Error::So2(So2Error::NotARing {
                    index,
                    radius,
                    width,
                }));
            }
            kernels.push((ring, ring_kernels_up_to(&from, &to, limit)?.0));
        }
        Ok(Self {
            from,
            to,
            side,
            rings: kernels,
        })
    }

    /// Returns how many kernels there are, on all rings together.
    pub fn count(&self) -> usize {
        self.rings.iter().map(|(_, kernels)| kernels.count()).sum()
    }

    /// Returns how many kernels there would be if the rings had no limit.
    pub fn possible(&self) -> usize {
        self.rings.len() * self.to.dimension() * self.from.dimension()
    }

    /// Returns the sum of the kernels times their coefficients, those of the first ring first, of shape
    /// `(to.dimension(), from.dimension(), side, side)`. The last two axes are rows, downwards, and columns.
    ///
    /// # Errors
    ///
    /// Another number of coefficients than [`count`](Self::count), and weights that memory does not hold.
    pub fn weights(&self, coefficients: &[f64]) -> Result<Array4<f64>> {
        expect_shape(
            "list of coefficients",
            &[self.count()],
            &[coefficients.len()],
        )?;
        let side = self.side;
        let shape = [self.to.dimension(), self.from.dimension(), side, side];
        let mut weights = filled(Ix4(shape[0], shape[1], side, side), 0.0)?;
        let half = (side / 2) as f64;
        for i in 0..side {
            for j in 0..side {
                let (x, y) = (j as f64 - half, half - i as f64);
                let r = (x * x + y * y).sqrt();
                let direction = if r > 0.0 { [x / r, y / r] } else { [1.0, 0.0] };
                let mut coefficients = coefficients.iter();
                for (ring, kernels) in &self.rings {
                    let distance = (r - ring.radius) / ring.width;
                    let height = libm::exp(-0.5 * distance * distance);
                    let profiles = kernels.profiles(direction);
                    for (kernel, frequency) in kernels.frequencies().into_iter().enumerate() {
                        let coefficient = coefficients.next().expect("as many as kernels");
                        if r == 0.0 && frequency > 0 {
                            continue;
                        }
                        for ([row, column], value) in kernels.entries(kernel, &profiles) {
                            weights[[row, column, i, j]] += coefficient * height * value;
                        }
                    }
                }
            }
        }
        Ok(weights)
    }

    /// Returns the layer with these [`weights`](Self::weights), rounded to `A`, under *same* padding with stride 1.
    ///
    /// A bias that commutes with turns is a vector that they leave as it is, so there is one number for each part of
    /// frequency 0 of the output, in their order. The other channels have 0.
    ///
    /// # Errors
    ///
    /// Those of [`weights`](Self::weights), and another number of biases.
    pub fn layer<A: Scalar>(&self, coefficients: &[f64], bias: &[A]) -> Result<ConvLayer<A>> {
        let trivial: Vec<usize> = self
            .to
            .parts()
            .filter(|(_, frequency)| *frequency == 0)
            .map(|(channel, _)| channel)
            .collect();
        expect_shape("list of biases", &[trivial.len()], &[bias.len()])?;
        let weights = self.weights(coefficients)?.mapv(scalar::<A>);
        let mut all = Array1::from_elem(self.to.dimension(), A::zero());
        for (channel, bias) in trivial.into_iter().zip(bias) {
            all[channel] = *bias;
        }
        ConvLayer::new(weights, all, Options::same())
    }
}
