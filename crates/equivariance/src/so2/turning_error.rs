//! What the grid of pixels takes from a law that holds for every angle in the plane.

use ndarray::Array2;

use super::GaussianDerivative;
use super::representation::direction;
use crate::{Error, Options, Result, So2Error, correlate};

/// The largest picture, from its middle to its border in pixels.
const MOST_REACH: usize = 2000;

/// How the pixels of a turned picture are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TurnedPicture {
    /// From the formula of the picture, at the place from which each pixel came.
    FromFormula,
    /// From the pixels of the picture before it was turned: between the four round the place from which each pixel came, linear in each
    /// direction.
    FromPixels,
}

/// Returns by how much a filter fails to commute with a turn, on pixels:
///
/// ```text
/// max |A(p) − B(p)| / max |B(p)|,    A(p) = Σₖ ψ_α(k) f(R⁻¹(p + k)),    B(p) = Σₖ ψ₀(k) f(R⁻¹p + k)
/// ```
///
/// for the turn R by α, in radians, of a picture f that is given by a formula, and the filter ψ_α turned to α. A is the turned picture, sampled and
/// filtered. B is the filtered picture, turned: the answer at the place from which p came, which is seldom a pixel, and
/// where the formula gives f. On the plane, with integrals for sums over all k, both are equal.
///
/// The picture is a function of x to the right and y upwards in pixels, and is turned counter-clockwise about (0, 0). The
/// outputs p are those at `(step i, step j)` for i and j from −`half` to `half`.
///
/// The picture is asked for a value once for each output and each weight of the filter.
///
/// # Errors
///
/// An angle or a value of the picture that is not finite, a step of 0, pictures of more than 4001 pixels on a side, and a picture to
/// which the filter answers 0 at all these places.
///
/// # Examples
///
/// ```
/// use equivariance::{GaussianDerivative, TurnedPicture, turning_error};
///
/// let spot = |x: f64, y: f64| 1.0 / (1.0 + (x * x + y * y) / 9.0);
/// let filter = GaussianDerivative::new(1, 2.0, 6)?;
/// let error = |angle| turning_error(&filter, spot, TurnedPicture::FromFormula, angle, (4, 1));
/// assert_eq!(error(0.0)?, 0.0);
/// assert!((1e-4..1e-2).contains(&error(0.5)?)); // the filter ends at 3 widths
/// # Ok::<(), equivariance::Error>(())
/// ```
pub fn turning_error(
    filter: &GaussianDerivative,
    picture: impl Fn(f64, f64) -> f64,
    turned: TurnedPicture,
    angle: f64,
    (half, step): (usize, usize),
) -> Result<f64> {
    let [cos, sin] = direction(angle)?;
    if step == 0 {
        return Err(Error::ZeroStride);
    }
    let reach = half
        .checked_mul(step)
        .and_then(|outputs| outputs.checked_add(filter.reach()))
        .filter(|reach| *reach <= MOST_REACH)
        .ok_or(Error::So2(So2Error::PictureTooLarge { most: MOST_REACH }))?;
    let origin = |x: f64, y: f64| (x * cos + y * sin, y * cos - x * sin);

    let pixels = samples(reach, 1, |x, y| {
        let (x, y) = origin(x, y);
        match turned {
            TurnedPicture::FromFormula => picture(x, y),
            TurnedPicture::FromPixels => between_pixels(&picture, x, y),
        }
    });
    if let Some(value) = pixels.iter().find(|value| !value.is_finite()) {
        return Err(Error::So2(So2Error::PictureNotFinite { value: *value }));
    }
    let turned_first = correlate(
        &pixels,
        &filter.sampled(angle)?,
        Options::valid().stride(step),
    )?;

    let weights = filter.sampled::<f64>(0.0)?;
    let middle = filter.reach() as f64;
    let turned_last = samples(half, step, |x, y| {
        let (x, y) = origin(x, y);
        let products = weights.indexed_iter().map(|((row, column), weight)| {
            weight * picture(x + (column as f64 - middle), y + (middle - row as f64))
        });
        products.sum()
    });
    let (mut difference, mut largest) = (0.0_f64, 0.0_f64);
    for (first, last) in turned_first.iter().zip(&turned_last) {
        if let Some(value) = [first, last].into_iter().find(|value| !value.is_finite()) {
            return Err(Error::So2(So2Error::PictureNotFinite { value: *value }));
        }
        difference = difference.max((first - last).abs());
        largest = largest.max(last.abs());
    }
    if largest == 0.0 {
        return Err(Error::So2(So2Error::NoAnswer));
    }
    Ok(difference / largest)
}

/// The values of a function at `(step i, step j)` for i and j from −`half` to `half`, the largest y in the first row.
fn samples(half: usize, step: usize, value: impl Fn(f64, f64) -> f64) -> Array2<f64> {
    let (side, step, half) = (2 * half + 1, step as f64, half as f64);
    Array2::from_shape_fn((side, side), |(row, column)| {
        value(step * (column as f64 - half), step * (half - row as f64))
    })
}

/// The value at a place by that at the four pixels round it.
fn between_pixels(picture: &impl Fn(f64, f64) -> f64, x: f64, y: f64) -> f64 {
    let (left, below) = (x.floor(), y.floor());
    let (right, up) = (x - left, y - below);
    let row = |y: f64| (1.0 - right) * picture(left, y) + right * picture(left + 1.0, y);
    (1.0 - up) * row(below) + up * row(below + 1.0)
}
