//! Harmonics on a ring of points, and how much of each is in a signal.

use std::f64::consts::PI;

/// A complex number by its real and its imaginary part.
pub(crate) type Complex = (f64, f64);

/// The angle `2π·k·x/n` of the harmonic `k` at a place of a ring of `n` points, from −π to π.
pub(crate) fn angle(k: usize, x: f64, n: usize) -> f64 {
    let turns = k as f64 * x / n as f64;
    2.0 * PI * (turns - turns.round())
}

/// The Fourier coefficient of values that stand at the first places of a ring of `n` points, and are 0 at the others:
///
/// `ĝ(k) = Σ_x g(x) exp(−2πi·k·x/n)`, `0 ≤ x < n`
pub(crate) fn coefficient<'a>(
    values: impl IntoIterator<Item = &'a f64>,
    k: usize,
    n: usize,
) -> Complex {
    let mut sum = (0.0, 0.0);
    for (x, value) in values.into_iter().enumerate() {
        let (sine, cosine) = libm::sincos(angle(k, x as f64, n));
        sum = (sum.0 + value * cosine, sum.1 - value * sine);
    }
    sum
}
