//! Pictures of a person's own, as grey images.

use std::path::Path;

use ndarray::Array2;

use crate::{Error, Result};

/// How the three colours of a picture become one grey.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Grey {
    /// The luminance: sRGB is decoded to linear light, then weighted. Sums of such values are sums of light.
    Linear,
    /// The luma: the values as they are stored are weighted. Steps look even to the eye.
    Encoded,
}

/// Red, green and blue in the luminance of sRGB (ITU-R BT.709).
const LUMINANCE: [f64; 3] = [0.2126, 0.7152, 0.0722];

/// Returns a PNG or JPEG file as grey values in [0, 1], `(height, width)`, by [`Grey::Encoded`].
///
/// # Errors
///
/// A file that cannot be read or decoded.
pub fn load_grey(path: impl AsRef<Path>) -> Result<Array2<f64>> {
    let path = path.as_ref();
    let bytes = std::fs::read(path).map_err(|source| Error::Read {
        path: path.to_owned(),
        source,
    })?;
    grey_from_bytes(&bytes, Grey::Encoded)
}

/// Returns the picture in the bytes of a PNG or JPEG file as grey values in [0, 1], `(height, width)`.
///
/// $$y = 0.2126\,r + 0.7152\,g + 0.0722\,b$$
///
/// Transparency is ignored.
///
/// # Errors
///
/// Bytes that cannot be decoded.
pub fn grey_from_bytes(bytes: &[u8], grey: Grey) -> Result<Array2<f64>> {
    let picture = image::load_from_memory(bytes)?.to_rgb32f();
    let (width, height) = picture.dimensions();
    Ok(Array2::from_shape_fn(
        (height as usize, width as usize),
        |(y, x)| {
            let colour = picture.get_pixel(x as u32, y as u32).0;
            let sum: f64 = colour
                .iter()
                .zip(LUMINANCE)
                .map(|(value, weight)| weight * light(f64::from(*value), grey))
                .sum();
            sum.clamp(0.0, 1.0)
        },
    ))
}

fn light(value: f64, grey: Grey) -> f64 {
    match grey {
        Grey::Encoded => value,
        Grey::Linear if value <= 0.04045 => value / 12.92,
        Grey::Linear => libm::pow((value + 0.055) / 1.055, 2.4),
    }
}
