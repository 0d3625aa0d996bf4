//! A person's picture from a file.

use equivariance::{Grey, grey_from_bytes};
use figures::{Picture, whole_picture};

use crate::Error;

/// Returns the picture in a PNG or JPEG file, turned upright as its camera noted; the rest is as for
/// [`Picture::from_rgba`]. Of 16 bits a channel, the upper 8 are taken after rounding. Colours are read as sRGB.
///
/// # Errors
/// As [`whole_picture`], and a picture whose data are damaged.
pub fn picture_from_file(bytes: &[u8]) -> Result<Picture, Error> {
    let bytes = whole_picture(bytes)?;
    let grey = grey_from_bytes(bytes, Grey::Encoded).map_err(|_| Error::DamagedPicture)?;
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
