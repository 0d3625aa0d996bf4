//! Pictures of a person's own, as grey images.

use std::io::Cursor;

use image::error::{DecodingError, ImageError};
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};
use ndarray::Array2;

use crate::Result;

/// How the three colours of a picture become one grey.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Grey {
    /// The luminance: sRGB is decoded to linear light, then weighted. Sums of such values are sums of light.
    Linear,
    /// The luma: the values as they are stored are weighted. Steps look even to the eye.
    Encoded,
}

/// What a pixel takes while a picture is read.
const RGBA_16_BYTES: u64 = 8;

/// Red, green and blue in the luminance of sRGB (ITU-R BT.709).
const LUMINANCE: [f64; 3] = [0.2126, 0.7152, 0.0722];

/// Returns the picture in the bytes of a PNG or JPEG file as grey values in [0, 1], `(height, width)`.
///
/// ```text
/// y = α·(0.2126·r + 0.7152·g + 0.0722·b) + 1 − α
/// ```
///
/// with opacity `α`: a transparent picture lies on white, as on a page. The sum is taken over what `grey` says, linear
/// light or stored values. Stored values of 8 and of 16 bits are divided by 255 and 65535; none is rounded first. A
/// photograph is turned as its camera noted. Colour profiles are not read: colours are those of sRGB.
///
/// # Errors
///
/// Bytes that cannot be decoded, and those of a picture that ends too early or has more than 67,108,864 pixels (512 MiB
/// while it is read).
pub fn grey_from_bytes(bytes: &[u8], grey: Grey) -> Result<Array2<f64>> {
    let reader = ImageReader::new(Cursor::new(bytes))
        .with_guessed_format()
        .map_err(ImageError::IoError)?;
    if reader.format() == Some(ImageFormat::Jpeg) {
        not_cut_off(bytes)?;
    }
    let mut decoder = reader.into_decoder()?;
    // A few bytes can say that they hold any number of pixels, and the decoder makes room for all of them.
    let (width, height) = decoder.dimensions();
    Limits::default().reserve(RGBA_16_BYTES * u64::from(width) * u64::from(height))?;
    let orientation = decoder.orientation()?;
    let mut picture = DynamicImage::from_decoder(decoder)?;
    picture.apply_orientation(orientation);
    let picture = picture.into_rgba16();
    let (width, height) = picture.dimensions();
    Ok(Array2::from_shape_fn(
        (height as usize, width as usize),
        |(y, x)| {
            let [red, green, blue, opacity] = picture
                .get_pixel(x as u32, y as u32)
                .0
                .map(|stored| f64::from(stored) / f64::from(u16::MAX));
            let sum: f64 = [red, green, blue]
                .iter()
                .zip(LUMINANCE)
                .map(|(value, weight)| weight * light(*value, grey))
                .sum();
            (opacity * sum + (1.0 - opacity)).clamp(0.0, 1.0)
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

/// The decoder makes up what a JPEG that was cut off lacks; without the mark of its end after the last scan it is refused.
fn not_cut_off(bytes: &[u8]) -> Result<()> {
    let last = |mark: [u8; 2]| bytes.windows(2).rposition(|pair| pair == mark);
    let (scan, end) = (last([0xff, 0xda]), last([0xff, 0xd9]));
    if scan < end {
        return Ok(());
    }
    let cut_off = DecodingError::new(ImageFormat::Jpeg.into(), "the file ends too early");
    Err(ImageError::Decoding(cut_off).into())
}
