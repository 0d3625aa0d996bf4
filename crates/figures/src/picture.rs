//! What a figure shows as its image: one made by code, or a person's picture.

use std::fmt;
use std::sync::{Arc, Mutex};

use equivariance::TestImage;
use image::imageops::{crop_imm, thumbnail};
use image::{GrayImage, Luma};
use ndarray::Array2;

use crate::Error;
use crate::error::wrong;
use crate::named::choice;

/// The largest side of a picture that is stored; no figure shows a larger one.
pub(crate) const LARGEST_SIDE: usize = 256;
/// How many of the images made by code are cached.
const CACHED: usize = 8;

/// A person's picture: the largest square in its middle, grey, at most 256×256.
#[derive(Clone, PartialEq)]
pub struct Picture(Arc<GrayImage>);

impl fmt::Debug for Picture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Picture({0}×{0})", self.0.width())
    }
}

impl Picture {
    /// Takes a picture from its pixels, row by row, four bytes each: red, green, blue in sRGB, and opacity. What is
    /// transparent lies on white. The grey is the luma, `0.2126·r + 0.7152·g + 0.0722·b` of the values as stored.
    ///
    /// # Errors
    /// A side of 0, or another number of bytes than `4 * width * height`.
    pub fn from_rgba(width: u32, height: u32, rgba: &[u8]) -> Result<Self, Error> {
        let expected = 4 * u64::from(width) * u64::from(height);
        if expected == 0 || rgba.len() as u64 != expected {
            return Err(Error::Picture(format!(
                "{width}×{height} pixels need {expected} bytes and there are {}",
                rgba.len()
            )));
        }
        let grey: Vec<u8> = rgba
            .chunks_exact(4)
            .map(|pixel| {
                let [red, green, blue, opacity] = [0, 1, 2, 3].map(|at| u32::from(pixel[at]));
                let luma = 2126 * red + 7152 * green + 722 * blue;
                // Ten-thousandths of a level, mixed with white, and rounded.
                let mixed = luma * opacity + 2_550_000 * (255 - opacity);
                ((mixed + 1_275_000) / 2_550_000) as u8
            })
            .collect();
        let whole = GrayImage::from_raw(width, height, grey)
            .ok_or_else(|| Error::Picture("it is too large".to_owned()))?;
        let side = width.min(height);
        let square =
            crop_imm(&whole, (width - side) / 2, (height - side) / 2, side, side).to_image();
        let side = (side as usize).min(LARGEST_SIDE) as u32;
        Ok(Self(Arc::new(scaled(&square, side))))
    }

    /// The side, in pixels.
    #[must_use]
    pub fn side(&self) -> u32 {
        self.0.width()
    }

    /// The pixels, row by row, four bytes each: the same picture again for [`from_rgba`](Self::from_rgba).
    #[must_use]
    pub fn to_rgba(&self) -> Vec<u8> {
        let grey = |&level| [level, level, level, 255];
        self.0.iter().flat_map(grey).collect()
    }

    /// The picture at `side` × `side`, with values in [0, 1].
    fn pixels(&self, side: usize) -> Array2<f64> {
        let scaled = scaled(&self.0, side as u32);
        Array2::from_shape_fn((side, side), |(row, column)| {
            let Luma([level]) = *scaled.get_pixel(column as u32, row as u32);
            f64::from(level) / 255.0
        })
    }
}

fn scaled(square: &GrayImage, side: u32) -> GrayImage {
    if square.width() == side {
        square.clone()
    } else {
        thumbnail(square, side, side)
    }
}

/// The image of a figure.
#[derive(Clone, Debug, PartialEq)]
pub enum Image {
    /// One made by code.
    Made(TestImage),
    /// A person's own.
    Own(Picture),
}

/// The name of a person's own picture, whatever it shows.
const OWN: &str = "own";

impl fmt::Display for Image {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Made(image) => image.fmt(f),
            Self::Own(_) => f.pad(OWN),
        }
    }
}

impl Image {
    /// The image in words, within a sentence.
    pub(crate) fn phrase(&self) -> String {
        match self {
            Self::Made(image) => format!("the image {image}"),
            Self::Own(_) => "your own picture".to_owned(),
        }
    }

    /// The names that it can be set to.
    pub(crate) fn options(&self) -> Vec<String> {
        let made = TestImage::ALL.iter().map(ToString::to_string);
        let own = matches!(self, Self::Own(_)).then(|| OWN.to_owned());
        made.chain(own).collect()
    }

    /// Takes the image of a name.
    pub(crate) fn set(&mut self, parameter: &str, name: &str) -> Result<(), Error> {
        match (name.trim(), &*self) {
            (OWN, Self::Own(_)) => {}
            (OWN, Self::Made(_)) => {
                return Err(wrong(
                    parameter,
                    OWN,
                    format!(
                        "one of {}; a picture of your own is not part of the address",
                        self.options().join(", ")
                    ),
                ));
            }
            _ => *self = Self::Made(choice(parameter, name)?),
        }
        Ok(())
    }

    /// The pixels, `(side, side)`, in [0, 1].
    pub(crate) fn pixels(&self, side: usize) -> Arc<Array2<f64>> {
        match self {
            Self::Made(image) => made(*image, side),
            Self::Own(picture) => Arc::new(picture.pixels(side)),
        }
    }
}

type Made = ((TestImage, usize), Arc<Array2<f64>>);

/// An image made by code. The last few are cached, because a scene takes longer to make than a figure to draw.
fn made(image: TestImage, side: usize) -> Arc<Array2<f64>> {
    static LAST: Mutex<Vec<Made>> = Mutex::new(Vec::new());
    let mut last = LAST
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    if let Some((_, pixels)) = last.iter().find(|(key, _)| *key == (image, side)) {
        return Arc::clone(pixels);
    }
    let pixels = Arc::new(image.pixels(side, side));
    last.insert(0, ((image, side), Arc::clone(&pixels)));
    last.truncate(CACHED);
    pixels
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_square_is_taken_and_greyed_by_hand_checked_weights() -> Result<(), Error> {
        let (red, white, clear) = ([255, 0, 0, 255], [255; 4], [0, 0, 0, 0]);
        // 4×2: the outer columns are cut off.
        let rows = [[white, red, clear, white], [white, white, red, white]];
        let picture = Picture::from_rgba(4, 2, rows.concat().concat().as_slice())?;
        // 0.2126 of 255 is 54.2.
        let red = 54.0 / 255.0;
        assert_eq!(picture.pixels(2), ndarray::array![[red, 1.0], [1.0, red]]);
        Ok(())
    }

    #[test]
    fn a_picture_is_the_same_when_its_pixels_are_read_again() -> Result<(), Error> {
        // 300×280: cut to a square and made smaller.
        let rgba: Vec<u8> = (0..300 * 280 * 4_u64)
            .map(|at| (at * at / 7 % 256) as u8)
            .collect();
        let picture = Picture::from_rgba(300, 280, &rgba)?;
        assert_eq!(picture.side(), 256);
        assert_eq!(Picture::from_rgba(256, 256, &picture.to_rgba())?, picture);
        Ok(())
    }

    #[test]
    fn a_wrong_number_of_bytes_is_an_error_that_counts() {
        let message = Picture::from_rgba(3, 2, &[0; 8]).unwrap_err().to_string();
        assert_eq!(
            message,
            "the picture cannot be used: 3×2 pixels need 24 bytes and there are 8"
        );
        assert!(Picture::from_rgba(0, 2, &[]).is_err());
    }
}
