//! Numbers of a signal on a ring that no shift changes.

use ndarray::{Array1, Array2, ArrayRef1};

use crate::{Error, Result, Scalar};

/// Returns the autocorrelation of a signal on a ring of `n` samples: what it and its shifts have in common.
///
/// ```text
/// a(s) = Σ f(u)·f(u + s)   over u = 0 … n − 1
/// ```
///
/// with indices modulo `n`. The sum starts from 0 and takes `u` in order, so it is the same for every shift of the signal where
/// sums are exact, as those of whole numbers are below 2⁵³ (2²⁴ for `f32`), and otherwise up to rounding. Its Fourier transform is the
/// power spectrum `|F(k)|²`; each of the two determines the other. Shapes: `(n,)` → `(n,)`.
///
/// # Errors
///
/// An empty signal.
///
/// # Examples
///
/// ```
/// use equivariance::autocorrelation;
/// use ndarray::array;
///
/// assert_eq!(autocorrelation(&array![1.0, 2.0, 0.0, 0.0])?, array![5.0, 2.0, 0.0, 2.0]);
/// # Ok::<(), equivariance::Error>(())
/// ```
pub fn autocorrelation<A: Scalar>(signal: &ArrayRef1<A>) -> Result<Array1<A>> {
    let n = not_empty(signal)?;
    let mut sums = Array1::zeros(n);
    for s in 0..n {
        for u in 0..n {
            sums[s] = sums[s] + signal[u] * signal[(u + s) % n];
        }
    }
    Ok(sums)
}

/// Returns the triple correlation of a real signal on a ring of `n` samples.
///
/// ```text
/// c(s, t) = Σ f(u)·f(u + s)·f(u + t)   over u = 0 … n − 1
/// ```
///
/// with indices modulo `n`, the products taken from left to right, the sum from 0 in the order of `u`: as exact as an
/// [`autocorrelation`]. Its Fourier transform is the bispectrum `F(k)·F(l)·F*(k + l)`; each of the two determines the other.
/// Two signals of which no Fourier coefficient is 0 have one triple correlation exactly when one is a shift of the other.
/// Shapes: `(n,)` → `(n, n)`.
///
/// # Errors
///
/// An empty signal.
///
/// # Source
///
/// Ramakrishna Kakarala, *The Bispectrum as a Source of Phase-Sensitive Invariants for Fourier Descriptors: A Group-Theoretic
/// Approach*, Journal of Mathematical Imaging and Vision 44 (2012), <https://doi.org/10.1007/s10851-012-0330-6>.
///
/// # Examples
///
/// ```
/// use equivariance::triple_correlation;
/// use ndarray::array;
///
/// let expected = array![[9.0, 2.0, 4.0], [2.0, 4.0, 0.0], [4.0, 0.0, 2.0]];
/// assert_eq!(triple_correlation(&array![1.0, 2.0, 0.0])?, expected);
/// # Ok::<(), equivariance::Error>(())
/// ```
pub fn triple_correlation<A: Scalar>(signal: &ArrayRef1<A>) -> Result<Array2<A>> {
    let n = not_empty(signal)?;
    let mut sums = Array2::zeros((n, n));
    for s in 0..n {
        for t in 0..n {
            for u in 0..n {
                let product = signal[u] * signal[(u + s) % n] * signal[(u + t) % n];
                sums[[s, t]] = sums[[s, t]] + product;
            }
        }
    }
    Ok(sums)
}

fn not_empty<A>(signal: &ArrayRef1<A>) -> Result<usize> {
    match signal.len() {
        0 => Err(Error::EmptyInput { shape: vec![0] }),
        n => Ok(n),
    }
}
