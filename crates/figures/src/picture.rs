//! What a figure shows as its image: one made by code, or a person's picture.

use std::fmt;
use std::sync::{Arc, Mutex};

use equivariance::TestImage;
use ndarray::Array2;

use crate::Error;
use crate::error::wrong;
use crate::named::choice;

/// The largest side of a picture that is stored; no figure shows a larger one.
pub(crate) const LARGEST_SIDE: usize = 256;
/// How many of the images made by code are cached.
const CACHED: usize = 8;

/// A person's picture: the largest square in its middle, grey, at most 256×256.
///
/// No curve changes its greys: a grey pixel of a level is a value of level/255, which a figure shows as that level again. A smaller
/// picture has the mean of what each of its pixels covers; a larger one repeats pixels, so that edges stay edges.
#[derive(Clone, PartialEq)]
pub struct Picture(Arc<Array2<u8>>);

impl fmt::Debug for Picture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Picture({0}×{0})", self.0.nrows())
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
        let (width, height) = (width as usize, height as usize);
        let side = width.min(height);
        let corner = ((height - side) / 2 * width + (width - side) / 2) * 4;
        let grey = |row: usize, column: usize| {
            let at = corner + (row * width + column) * 4;
            let [red, green, blue, opacity] = [0, 1, 2, 3].map(|byte| u32::from(rgba[at + byte]));
            let luma = 2126 * red + 7152 * green + 722 * blue;
            // Ten-thousandths of a level, mixed with white, and rounded.
            let mixed = luma * opacity + 2_550_000 * (255 - opacity);
            f64::from((mixed + 1_275_000) / 2_550_000)
        };
        let levels = resized(side, side.min(LARGEST_SIDE), &grey);
        Ok(Self(Arc::new(levels.mapv(|level| level.round() as u8))))
    }

    /// The side, in pixels.
    #[must_use]
    pub fn side(&self) -> u32 {
        self.0.nrows() as u32
    }

    /// The pixels, row by row, four bytes each: the same picture again for [`from_rgba`](Self::from_rgba).
    #[must_use]
    pub fn to_rgba(&self) -> Vec<u8> {
        let grey = |&level| [level, level, level, 255];
        self.0.iter().flat_map(grey).collect()
    }

    /// The picture at `side` × `side`, with values in [0, 1].
    fn pixels(&self, side: usize) -> Array2<f64> {
        resized(self.0.nrows(), side, &|row, column| {
            f64::from(self.0[(row, column)]) / 255.0
        })
    }
}

/// A square of `side` pixels a side as one of `new` a side. A smaller one has the mean over the area that each pixel covers, a larger
/// one the pixel under the middle of each.
fn resized(side: usize, new: usize, pixel: &dyn Fn(usize, usize) -> f64) -> Array2<f64> {
    let middle = |place: usize| (2 * place + 1) * side / (2 * new);
    // In units of 1/new of a pixel, a pixel is `new` wide and a new one `side`.
    let covered = |place: usize| place * side / new..((place + 1) * side).div_ceil(new);
    let share = |at: usize, place: usize| {
        ((at + 1) * new).min((place + 1) * side) - (at * new).max(place * side)
    };
    Array2::from_shape_fn((new, new), |(row, column)| {
        if new >= side {
            return pixel(middle(row), middle(column));
        }
        let mut sum = 0.0;
        for y in covered(row) {
            for x in covered(column) {
                sum += (share(y, row) * share(x, column)) as f64 * pixel(y, x);
            }
        }
        sum / (side as f64 * side as f64)
    })
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
    use ndarray::array;

    use super::*;

    #[test]
    fn the_middle_square_is_taken_and_greyed_by_hand_checked_weights() -> Result<(), Error> {
        let (red, white, clear) = ([255, 0, 0, 255], [255; 4], [0, 0, 0, 0]);
        // 4×2: the outer columns are cut off.
        let rows = [[white, red, clear, white], [white, white, red, white]];
        let picture = Picture::from_rgba(4, 2, rows.concat().concat().as_slice())?;
        // 0.2126 of 255 is 54.2.
        let dark = 54.0 / 255.0;
        assert_eq!(picture.pixels(2), array![[dark, 1.0], [1.0, dark]]);
        // 2×4: the outer rows are.
        let columns = [[white, white], [red, clear], [white, red], [red, red]];
        let picture = Picture::from_rgba(2, 4, columns.concat().concat().as_slice())?;
        assert_eq!(picture.pixels(2), array![[dark, 1.0], [1.0, dark]]);
        Ok(())
    }

    /// A picture of grey levels, row by row.
    fn picture(side: u32, levels: impl IntoIterator<Item = u8>) -> Picture {
        let rgba: Vec<u8> = levels
            .into_iter()
            .flat_map(|level| [level, level, level, 255])
            .collect();
        Picture::from_rgba(side, side, &rgba).unwrap()
    }

    #[test]
    fn an_enlarged_edge_stays_one() {
        let halves = |at: usize| if at % 8 < 4 { 0 } else { 255 };
        let halves = picture(8, (0..64).map(halves));
        for side in [8, 9, 13, 48, 61, 256] {
            for (at, row) in halves.pixels(side).rows().into_iter().enumerate() {
                let black = row.iter().take_while(|value| **value == 0.0).count();
                assert!(
                    black == side / 2 && row.iter().skip(black).all(|value| *value == 1.0),
                    "{side} {at}: {row}"
                );
            }
        }
    }

    #[test]
    fn enlarging_repeats_pixels_and_makes_no_new_greys() {
        let quarters = picture(2, [10, 20, 30, 40]);
        let expected = array![
            [10.0, 10.0, 20.0, 20.0],
            [10.0, 10.0, 20.0, 20.0],
            [30.0, 30.0, 40.0, 40.0],
            [30.0, 30.0, 40.0, 40.0]
        ];
        assert_eq!(quarters.pixels(4), expected / 255.0);
        let odd = quarters.pixels(5) * 255.0;
        let known = [10.0, 20.0, 30.0, 40.0];
        assert!(
            odd.iter().all(|level| known.contains(&level.round())),
            "{odd}"
        );
    }

    #[test]
    fn reducing_takes_the_mean_of_the_area() {
        let near = |picture: Picture, expected: Array2<f64>| {
            let means = picture.pixels(2) * 255.0;
            let difference = (&means - expected).mapv(f64::abs);
            assert!(difference.iter().all(|part| *part < 1e-12), "{means}");
        };
        let levels = [0, 4, 8, 12, 16, 20, 24, 28, 32, 36, 40, 44, 48, 52, 56, 60];
        near(picture(4, levels), array![[10.0, 18.0], [42.0, 50.0]]);
        // Each of two pixels covers one and a half of three.
        let levels = [0, 90, 180, 0, 90, 180, 0, 90, 180];
        near(picture(3, levels), array![[30.0, 150.0], [30.0, 150.0]]);
        // A mean over all stays one at every size, but for the rounding to levels at 256.
        let levels: Vec<u8> = (0..900_u32 * 900)
            .map(|at| (at.wrapping_mul(2_654_435_761) >> 24) as u8)
            .collect();
        let mean = levels.iter().map(|level| f64::from(*level)).sum::<f64>() / 810_000.0;
        let large = picture(900, levels);
        for side in [1, 7, 60, 256] {
            let pixels = large.pixels(side) * 255.0;
            assert!((pixels.mean().unwrap() - mean).abs() < 0.02, "{side}");
        }
    }

    #[test]
    fn every_grey_of_a_photograph_is_shown_as_it_is() {
        let ramp = picture(16, 0..=255);
        let shown: Vec<u8> = ramp
            .pixels(16)
            .iter()
            .map(|value| crate::scale::Scale::BRIGHTNESS.shade(*value))
            .collect();
        assert!(shown.into_iter().eq(0..=255));
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
