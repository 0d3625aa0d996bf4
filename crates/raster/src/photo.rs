//! A person's picture from a file.

use std::io::Cursor;

use equivariance::{Grey, grey_from_bytes};
use figures::Picture;
use image::codecs::png::PngDecoder;
use image::{ImageFormat, ImageReader, Limits, guess_format};
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;

use crate::Error;

/// The longest file that [`picture_from_file`] reads, in bytes.
pub const MAX_FILE_BYTES: u64 = 64_000_000;

/// The most pixels of a picture. A picture in the page has the same limit.
const MAX_PIXELS: u64 = 25_000_000;

/// Returns the picture in a PNG or JPEG file, turned upright as its camera noted; the rest is as for
/// [`Picture::from_rgba`]. Of 16 bits a channel, the upper 8 are taken after rounding. Colours are read as sRGB.
///
/// # Errors
/// A file that is empty, longer than [`MAX_FILE_BYTES`], of another format, animated, in CMYK, broken or cut off, and a
/// picture of more than 25 million pixels, which is refused before it is decoded.
pub fn picture_from_file(bytes: &[u8]) -> Result<Picture, Error> {
    if bytes.is_empty() {
        return refused("the file is empty");
    }
    if bytes.len() as u64 > MAX_FILE_BYTES {
        let most = MAX_FILE_BYTES / 1_000_000;
        return refused(format!("the file is longer than {most} MB"));
    }
    let format = match guess_format(bytes) {
        Ok(format @ (ImageFormat::Png | ImageFormat::Jpeg)) => format,
        Ok(other) => {
            let name = other.extensions_str().first().unwrap_or(&"?");
            return refused(format!(
                "it is a {} file; save it as PNG or JPEG",
                name.to_uppercase()
            ));
        }
        Err(_) => return refused("it is neither PNG nor JPEG"),
    };
    let (width, height) = ImageReader::with_format(Cursor::new(bytes), format)
        .into_dimensions()
        .map_err(|error| broken(&error))?;
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        return refused(format!(
            "it has {width}×{height} pixels, and at most {} million are taken; make it smaller first",
            MAX_PIXELS / 1_000_000
        ));
    }
    match format {
        ImageFormat::Png => {
            let decoder = PngDecoder::with_limits(Cursor::new(bytes), Limits::default())
                .map_err(|error| broken(&error))?;
            if decoder.is_apng().map_err(|error| broken(&error))? {
                return refused("it is animated; save the one picture that you want");
            }
        }
        _ => {
            let mut decoder = JpegDecoder::new(ZCursor::new(bytes));
            decoder.decode_headers().map_err(|error| broken(&error))?;
            if let Some(ColorSpace::CMYK | ColorSpace::YCCK) = decoder.input_colorspace() {
                return refused("its colours are CMYK, for print; save it with RGB colours");
            }
        }
    }
    let grey = grey_from_bytes(bytes, Grey::Encoded).map_err(|error| broken(&error))?;
    let (height, width) = grey.dim();
    let rgba: Vec<u8> = grey
        .iter()
        .flat_map(|value| {
            // Rounded as `from_rgba` rounds: halves go up, whatever the last bit says.
            let level = (value * 255.0 + 0.5 + 1e-9) as u8;
            [level, level, level, u8::MAX]
        })
        .collect();
    Ok(Picture::from_rgba(width as u32, height as u32, &rgba)?)
}

/// The error of a decoder, with those of its causes that its own text leaves out.
fn broken(error: &(dyn std::error::Error + 'static)) -> Error {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let reason = error.to_string();
        if !text.contains(&reason) {
            text = format!("{text}: {reason}");
        }
        cause = error.source();
    }
    Error::Picture(text.trim().to_owned())
}

/// A picture that is not taken, and why.
fn refused<T>(reason: impl Into<String>) -> Result<T, Error> {
    Err(Error::Picture(reason.into()))
}
