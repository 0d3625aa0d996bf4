//! Clebsch–Gordan coefficients in real numbers.

use ndarray::Array3;

use super::check_degree;
use crate::{Error, Result, So3Error};

/// Returns the Clebsch–Gordan coefficients of three degrees, of shape `(2l₁ + 1, 2l₂ + 1, 2l₃ + 1)`: the array C with
///
/// ```text
/// Σ_abc D_{a′a} D_{b′b} D_{c′c} C_abc = C_a′b′c′    for every rotation,
/// ```
///
/// where D are the [`wigner_d`](crate::wigner_d) of l₁, l₂ and l₃. It is unique up to a factor. Here the squares of its entries sum
/// to 1, and then it is unique up to sign: `wigner_3j` of e3nn has the same entries up to that.
///
/// For numbers x of degree l₁ and y of degree l₂, Σ_ab C_abc x_a y_b is of degree l₃: the scalar product over √3 for
/// (1, 1, 0), and the cross product over √6 for (1, 1, 1).
///
/// # Errors
///
/// A degree above 10; degrees that are not the sides of a triangle, |l₁ − l₂| ≤ l₃ ≤ l₁ + l₂, for which only 0 obeys the
/// equation.
///
/// # Source
///
/// Liqiang Wei, *Unified approach for exact calculation of angular momentum coupling and recoupling coefficients*, 1999,
/// <https://doi.org/10.1016/S0010-4655(99)00232-5>, for the sum of products of binomials, which is computed in whole numbers.
///
/// # Examples
///
/// ```
/// use equivariance::clebsch_gordan;
///
/// let cross = clebsch_gordan(1, 1, 1)?;
/// assert!((cross[[0, 1, 2]] - 1.0 / 6.0_f64.sqrt()).abs() < 1e-15);
/// assert_eq!(cross[[0, 1, 2]], -cross[[1, 0, 2]]);
/// assert_eq!(cross[[0, 0, 2]], 0.0);
/// # Ok::<(), equivariance::Error>(())
/// ```
pub fn clebsch_gordan(l1: usize, l2: usize, l3: usize) -> Result<Array3<f64>> {
    for degree in [l1, l2, l3] {
        check_degree(degree)?;
    }
    if l3 < l1.abs_diff(l2) || l3 > l1 + l2 {
        return Err(Error::So3(So3Error::NoTriangle {
            degrees: [l1, l2, l3],
        }));
    }
    let complex = Complex::new(l1, l2, l3);
    // The sum below is real for an even sum of degrees, and imaginary for an odd one.
    let quarter = (l1 + l2 + l3) % 2;
    // With this sign the products of vectors are the scalar product and the cross product, and not their negatives.
    let sign = if (l1 + l2 + quarter - l3).is_multiple_of(4) {
        1.0
    } else {
        -1.0
    };
    let shape = (2 * l1 + 1, 2 * l2 + 1, 2 * l3 + 1);
    let tensor = Array3::from_shape_fn(shape, |(a, b, c)| {
        let mut sum = 0.0;
        for (m1, u1) in harmonics(l1, a) {
            for (m2, u2) in harmonics(l2, b) {
                for (m3, u3) in harmonics(l3, c) {
                    if m1 + m2 == m3 {
                        // i to the power u1 + u2 − u3, of which the real or the imaginary part is kept.
                        let turns = (u1.quarters + u2.quarters + 4 - u3.quarters + 4 - quarter) % 4;
                        let part = [1.0, 0.0, -1.0, 0.0][turns];
                        sum += part * u1.size * u2.size * u3.size * complex.at(m1, m2);
                    }
                }
            }
        }
        sum
    });
    // So far each number of degree l₃ is a vector of length 1 among the products.
    Ok(tensor * (sign / ((2 * l3 + 1) as f64).sqrt()))
}

/// A complex number: a size, times i so many times.
#[derive(Clone, Copy)]
struct Unit {
    size: f64,
    quarters: usize,
}

/// Returns the complex harmonics, by order, that a real one is the sum of, with their factors.
///
/// The real one of order m > 0 is ((−1)ᵐ Yₘ + Y₋ₘ) / √2, and that of order −m is ((−1)ᵐ Yₘ − Y₋ₘ) / (i √2).
fn harmonics(degree: usize, place: usize) -> Vec<(isize, Unit)> {
    let order = place as isize - degree as isize;
    let m = order.abs();
    let half = 0.5_f64.sqrt();
    let unit = |quarters: isize| Unit {
        size: half,
        quarters: quarters.rem_euclid(4) as usize,
    };
    match order {
        0 => vec![(
            0,
            Unit {
                size: 1.0,
                quarters: 0,
            },
        )],
        1.. => vec![(m, unit(2 * m)), (-m, unit(0))],
        _ => vec![(m, unit(2 * m - 1)), (-m, unit(1))],
    }
}

/// The coefficients of complex harmonics.
struct Complex {
    degrees: [isize; 3],
    /// Row n of Pascal's triangle, up to n = l₁ + l₂ + l₃ + 1.
    binomials: Vec<Vec<f64>>,
}

impl Complex {
    fn new(l1: usize, l2: usize, l3: usize) -> Self {
        // Whole numbers below 2⁵³: C(31, 15) is the largest.
        let mut binomials = vec![vec![1.0]];
        for n in 1..=l1 + l2 + l3 + 1 {
            let last = &binomials[n - 1];
            let mut row = vec![1.0; n + 1];
            for k in 1..n {
                row[k] = last[k - 1] + last[k];
            }
            binomials.push(row);
        }
        Self {
            degrees: [l1, l2, l3].map(|l| l as isize),
            binomials,
        }
    }

    /// Returns n over k, 0 where k is not from 0 to n.
    fn binomial(&self, n: isize, k: isize) -> f64 {
        let row = &self.binomials[n as usize];
        usize::try_from(k)
            .ok()
            .and_then(|k| row.get(k))
            .copied()
            .unwrap_or(0.0)
    }

    /// Returns ⟨l₁ m₁ l₂ m₂ | l₃ m₁ + m₂⟩.
    fn at(&self, m1: isize, m2: isize) -> f64 {
        let [l1, l2, l3] = self.degrees;
        let (first, second, third) = (l1 + l2 - l3, l1 - l2 + l3, l2 + l3 - l1);
        let mut sum = 0.0;
        for k in 0..=first {
            let term = self.binomial(first, k)
                * self.binomial(second, l1 - m1 - k)
                * self.binomial(third, l2 + m2 - k);
            sum += if k % 2 == 0 { term } else { -term };
        }
        let above = self.binomial(2 * l1, first) * self.binomial(2 * l2, first);
        let below = self.binomial(l1 + l2 + l3 + 1, first)
            * self.binomial(2 * l1, l1 - m1)
            * self.binomial(2 * l2, l2 - m2)
            * self.binomial(2 * l3, l3 - m1 - m2);
        sum * (above / below).sqrt()
    }
}
