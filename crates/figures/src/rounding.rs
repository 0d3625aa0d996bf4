//! Sums without what only rounding made of them.

use equivariance::{Options, correlate};
use ndarray::{Array, ArrayRef, Dimension};

use crate::Error;
use crate::extent::largest;

/// Returns the correlation with 0 in place of each sum that may be rounding alone: what is not above its bound.
///
/// # Errors
/// Those of [`correlate`].
pub(crate) fn correlate_above_rounding<D: Dimension>(
    input: &ArrayRef<f64, D>,
    kernel: &ArrayRef<f64, D>,
    options: Options,
) -> Result<Array<f64, D>, Error> {
    let mut output = correlate(input, kernel, options)?;
    // Next to always no value is small enough, and the bounds of each need not be computed.
    let most = kernel.iter().map(|weight| weight.abs()).sum::<f64>() * largest(input);
    let highest_bound = rounding(kernel.len()) * most;
    if output
        .iter()
        .any(|value| *value != 0.0 && value.abs() <= highest_bound)
    {
        let bounds = rounding_bounds(input, kernel, options)?;
        drop_rounding(&mut output, &bounds);
    }
    Ok(output)
}

/// Returns for each sum of a correlation how far rounding may have moved it:
///
/// `n · ε · Σ |w| |x|`
///
/// with `n` weights `w` over samples `x` and `ε = 2⁻⁵²`. It holds the rounding of the products and sums,
/// `n · ε/2 · Σ |w| |x|` to first order, and that of the samples and weights themselves, `ε · Σ |w| |x|`.
///
/// # Source
/// Nicholas J. Higham, *Accuracy and Stability of Numerical Algorithms*, second edition, SIAM 2002, section 3.1.
pub(crate) fn rounding_bounds<D: Dimension>(
    input: &ArrayRef<f64, D>,
    kernel: &ArrayRef<f64, D>,
    options: Options,
) -> Result<Array<f64, D>, Error> {
    let magnitudes = |values: &ArrayRef<f64, D>| values.mapv(f64::abs);
    let mut bounds = correlate(&magnitudes(input), &magnitudes(kernel), options)?;
    bounds.mapv_inplace(|sum| sum * rounding(kernel.len()));
    Ok(bounds)
}

/// Puts 0 in place of each value that is not above its bound.
pub(crate) fn drop_rounding<D: Dimension>(
    values: &mut ArrayRef<f64, D>,
    bounds: &ArrayRef<f64, D>,
) {
    for (value, bound) in values.iter_mut().zip(bounds) {
        if value.abs() <= *bound {
            *value = 0.0;
        }
    }
}

fn rounding(count: usize) -> f64 {
    count as f64 * f64::EPSILON
}

#[cfg(test)]
mod tests {
    use equivariance::{Kernel2d, Padding, TestImage};
    use ndarray::{Array2, array};

    use super::*;

    #[test]
    fn bounds_are_those_of_the_formula() {
        // Three products: 1·2, 4·1 and 3·3.
        let input = array![2.0, -1.0, 3.0];
        let kernel = array![-1.0, 4.0, 3.0];
        let bounds = rounding_bounds(&input, &kernel, Options::valid()).unwrap();
        assert_eq!(bounds, array![3.0 * f64::EPSILON * 15.0]);
    }

    #[test]
    fn sums_that_cancel_are_0_and_small_ones_are_kept() {
        // 0.1 − 2 · 0.2 + 0.3 is 5.55e-17 in floating point.
        let ramp = array![0.1, 0.2, 0.3, 0.4, 0.5, 0.6];
        let second = array![1.0, -2.0, 1.0];
        let plain = correlate(&ramp, &second, Options::valid()).unwrap();
        assert!(plain.iter().any(|value| *value != 0.0));
        let output = correlate_above_rounding(&ramp, &second, Options::valid()).unwrap();
        assert_eq!(output, array![0.0, 0.0, 0.0, 0.0]);

        // A millionth beside a million.
        let kernel = array![1e6, -1e6, 1e-6];
        let output = correlate_above_rounding(&array![1.0, 1.0, 1.0], &kernel, Options::valid());
        assert!((output.unwrap()[0] - 1e-6).abs() < 1e-9);
        let single = correlate_above_rounding(&array![1e-300], &array![-1e-5], Options::valid());
        assert_eq!(single.unwrap(), array![1e-300 * -1e-5]);
    }

    #[test]
    fn no_kernel_leaves_rounding_of_an_image_without_noise() {
        for image in TestImage::ALL {
            for side in [8, 48, 61] {
                for kernel in Kernel2d::ALL {
                    for &padding in Padding::ALL {
                        let pixels: Array2<f64> = image.pixels(side, side);
                        let options = Options::padded(padding);
                        let output = correlate_above_rounding(&pixels, &kernel.weights(), options);
                        let least = output.unwrap().iter().fold(1.0, |least: f64, value| {
                            if *value == 0.0 {
                                least
                            } else {
                                least.min(value.abs())
                            }
                        });
                        assert!(
                            least > 1e-12,
                            "{image} {side} {kernel} {padding}: {least:e}"
                        );
                    }
                }
            }
        }
    }
}
