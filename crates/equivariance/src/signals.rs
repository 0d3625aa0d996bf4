//! Signals made by code, and the noise of which every run sees the same.

use std::f64::consts::PI;

use ndarray::{Array, Array1, Dimension, ShapeBuilder};

use crate::Scalar;
use crate::named::named;
use crate::scalar::scalar;

/// A signal to try things on, of any length `n`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TestSignal {
    /// 0, and 1 from sample `n / 2` on.
    Step,
    /// 1 at sample `n / 2`, else 0.
    Impulse,
    /// From 0 to 1 in equal steps of `1 / (n - 1)`.
    Ramp,
    /// 1 and -1 in turn, four periods, starting with 1.
    Square,
    /// A sine whose frequency rises from 0 to a quarter of the sampling rate.
    Chirp,
    /// Uniform in [0, 1), always the same.
    Noise,
}

named!(TestSignal, "signal", {
    Step => "step",
    Impulse => "impulse",
    Ramp => "ramp",
    Square => "square",
    Chirp => "chirp",
    Noise => "noise",
});

/// The seed of [`TestSignal::Noise`].
const NOISE_SEED: u64 = 1;

impl TestSignal {
    /// Returns the `n` samples.
    ///
    /// # Panics
    ///
    /// If there is no memory for `n` samples.
    pub fn samples<A: Scalar>(self, n: usize) -> Array1<A> {
        let at = |i: usize| match self {
            Self::Step => f64::from(i >= n / 2),
            Self::Impulse => f64::from(i == n / 2),
            Self::Ramp => i as f64 / (n.max(2) - 1) as f64,
            Self::Square => 1.0 - 2.0 * ((8 * i / n) % 2) as f64,
            // The frequency is the derivative of the phase, i / (4 n) cycles for each sample.
            Self::Chirp => libm::sin(2.0 * PI * (i as f64 * i as f64) / (8.0 * n as f64)),
            Self::Noise => unreachable!("noise is made below"),
        };
        match self {
            Self::Noise => seeded_noise(n, NOISE_SEED),
            _ => (0..n).map(|i| scalar(at(i))).collect(),
        }
    }
}

/// Returns an array of numbers uniform in [0, 1), in row-major order, the same for a seed on every machine.
///
/// An `f64` has 53 random bits, an `f32` 24 of the same draw.
///
/// # Panics
///
/// If no array can have this shape.
///
/// # Source
///
/// Guy Steele, Doug Lea, Christine Flood, *Fast Splittable Pseudorandom Number Generators*, OOPSLA 2014 (SplitMix64),
/// <https://doi.org/10.1145/2660193.2660195>.
///
/// # Examples
///
/// ```
/// let noise = equivariance::seeded_noise::<f64, _, _>((2, 3), 7);
/// assert_eq!(noise.dim(), (2, 3));
/// assert!(noise.iter().all(|value| (0.0..1.0).contains(value)));
/// ```
pub fn seeded_noise<A: Scalar, D: Dimension, S: ShapeBuilder<Dim = D>>(
    shape: S,
    seed: u64,
) -> Array<A, D> {
    let mut state = seed;
    // The top 24 bits are exact in both precisions, so rounding never reaches 1.
    let bits = if size_of::<A>() == 4 { 24 } else { 53 };
    let unit = 1.0 / (1_u64 << bits) as f64;
    Array::from_shape_simple_fn(shape, || {
        scalar((split_mix(&mut state) >> (64 - bits)) as f64 * unit)
    })
}

pub(crate) fn split_mix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
