//! Pictures that a person gives, made here pixel by pixel, with values computed by hand.

use std::io::Cursor;

use equivariance::{Error, Grey, grey_from_bytes};
use image::codecs::jpeg::JpegEncoder;
use image::{
    DynamicImage, GrayImage, ImageBuffer, ImageEncoder, ImageFormat, Luma, LumaA, Pixel, Rgb,
    RgbImage, Rgba,
};
use ndarray::{Array2, array};

/// Three products and two sums of numbers up to 1.
const ROUNDING: f64 = 4.0 * f64::EPSILON;

/// JPEG stores 8 bits of a transform: at its best quality a flat colour comes back within this.
const JPEG: f64 = 1.5 / 255.0;

fn png<P>(width: u32, pixels: &[P::Subpixel]) -> Vec<u8>
where
    P: Pixel,
    DynamicImage: From<ImageBuffer<P, Vec<P::Subpixel>>>,
{
    let height = pixels.len() as u32 / u32::from(P::CHANNEL_COUNT) / width;
    let picture = ImageBuffer::<P, _>::from_raw(width, height, pixels.to_vec()).unwrap();
    let mut bytes = Vec::new();
    DynamicImage::from(picture)
        .write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png)
        .unwrap();
    bytes
}

#[track_caller]
fn assert_near(actual: &Array2<f64>, expected: &Array2<f64>, tolerance: f64) {
    assert_eq!(actual.dim(), expected.dim());
    let near = |(a, e): (&f64, &f64)| (a - e).abs() <= tolerance;
    assert!(
        actual.iter().zip(expected).all(near),
        "{actual} is not {expected}"
    );
}

/// Encoded and linear.
#[track_caller]
fn assert_grey(bytes: &[u8], encoded: &Array2<f64>, linear: &Array2<f64>) {
    assert_near(
        &grey_from_bytes(bytes, Grey::Encoded).unwrap(),
        encoded,
        ROUNDING,
    );
    assert_near(
        &grey_from_bytes(bytes, Grey::Linear).unwrap(),
        linear,
        ROUNDING,
    );
}

/// The linear light of stored values: ((v + 0.055) / 1.055)^2.4, worked out to more digits than `f64` holds.
const LIGHT_OF_0_2: f64 = 0.033_104_766_570_885_05;
const LIGHT_OF_0_6: f64 = 0.318_546_778_125_091_73;

#[test]
#[rustfmt::skip]
fn colours_are_weighted_by_their_luminance() {
    let bytes = png::<Rgb<u8>>(3, &[255, 0, 0,   0, 255, 0,   0, 0, 255,
                                    0, 0, 0,     153, 0, 51,  255, 255, 255]);
    assert_grey(&bytes,
        &array![[0.2126, 0.7152, 0.0722], [0.0, 0.2126 * 0.6 + 0.0722 * 0.2, 1.0]],
        &array![[0.2126, 0.7152, 0.0722], [0.0, 0.2126 * LIGHT_OF_0_6 + 0.0722 * LIGHT_OF_0_2, 1.0]]);
}

#[test]
fn a_grey_picture_keeps_its_values() {
    // Up to 0.04045 linear light is a straight line.
    assert_grey(
        &png::<Luma<u8>>(2, &[0, 5, 51, 255]),
        &array![[0.0, 5.0 / 255.0], [0.2, 1.0]],
        &array![[0.0, 5.0 / 255.0 / 12.92], [LIGHT_OF_0_2, 1.0]],
    );
}

#[test]
#[rustfmt::skip]
fn a_transparent_picture_lies_on_white() {
    let colour = png::<Rgba<u8>>(3, &[0, 0, 0, 0,   153, 0, 0, 51,   153, 0, 0, 255]);
    assert_grey(&colour,
        &array![[1.0, 0.2 * 0.2126 * 0.6 + 0.8, 0.2126 * 0.6]],
        &array![[1.0, 0.2 * 0.2126 * LIGHT_OF_0_6 + 0.8, 0.2126 * LIGHT_OF_0_6]]);
    let grey = png::<LumaA<u8>>(1, &[0, 102,   153, 51]);
    assert_grey(&grey,
        &array![[0.6], [0.2 * 0.6 + 0.8]],
        &array![[0.6], [0.2 * LIGHT_OF_0_6 + 0.8]]);
}

#[test]
#[rustfmt::skip]
fn sixteen_bits_are_not_rounded_to_eight() {
    let small = 1.0 / 65535.0;
    assert_grey(&png::<Luma<u16>>(3, &[1, 13_107, 65_535]),
        &array![[small, 0.2, 1.0]],
        &array![[small / 12.92, LIGHT_OF_0_2, 1.0]]);
    assert_grey(&png::<Rgb<u16>>(1, &[0, 1, 0]),
        &array![[0.7152 * small]],
        &array![[0.7152 * small / 12.92]]);
    assert_grey(&png::<Rgba<u16>>(1, &[0, 0, 0, 65_534]),
        &array![[small]],
        &array![[small]]);
}

/// A picture 16 wide and 8 high, black on the left and white on the right, with an orientation noted by a camera.
fn photograph(orientation: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, 100);
    // Little-endian TIFF, one entry: tag 0x0112, of type 3 (16 bits), one of them.
    let mut exif = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".to_vec();
    exif.extend([orientation, 0, 0, 0, 0, 0, 0, 0]);
    encoder.set_exif_metadata(exif).unwrap();
    let picture = GrayImage::from_fn(16, 8, |x, _| Luma([if x < 8 { 0 } else { 255 }]));
    encoder.encode_image(&picture).unwrap();
    bytes
}

#[test]
fn a_jpeg_is_read_row_by_row() {
    let right = |x| if x < 8 { 0.0 } else { 1.0 };
    let expected = Array2::from_shape_fn((8, 16), |(_, x)| right(x));
    for grey in [Grey::Encoded, Grey::Linear] {
        let picture = grey_from_bytes(&photograph(1), grey).unwrap();
        assert_near(&picture, &expected, JPEG);
    }
    let mut bytes = Vec::new();
    let colour = RgbImage::from_pixel(9, 5, Rgb([153, 0, 51]));
    JpegEncoder::new_with_quality(&mut bytes, 100)
        .encode_image(&colour)
        .unwrap();
    let expected = Array2::from_elem((5, 9), 0.2126 * 0.6 + 0.0722 * 0.2);
    let picture = grey_from_bytes(&bytes, Grey::Encoded).unwrap();
    assert_near(&picture, &expected, JPEG);
}

#[test]
fn a_photograph_is_turned_as_its_camera_noted() {
    // Orientation 6: what was stored on the left belongs at the top.
    let down = |y| if y < 8 { 0.0 } else { 1.0 };
    let expected = Array2::from_shape_fn((16, 8), |(y, _)| down(y));
    let picture = grey_from_bytes(&photograph(6), Grey::Encoded).unwrap();
    assert_near(&picture, &expected, JPEG);
}

#[test]
fn a_picture_that_was_cut_off_is_an_error() {
    let drawing = png::<Rgb<u8>>(1, &[255, 0, 0, 0, 255, 0]);
    for bytes in [drawing, photograph(1)] {
        let whole = grey_from_bytes(&bytes, Grey::Encoded).unwrap();
        for length in 0..bytes.len() {
            match grey_from_bytes(&bytes[..length], Grey::Encoded) {
                Err(error) => assert!(matches!(error, Error::Image(_)), "{error:?}"),
                // The last four bytes of a PNG only check the mark of its end.
                Ok(picture) => assert_eq!(picture, whole, "{length} of {}", bytes.len()),
            }
        }
        assert!(grey_from_bytes(&bytes[..bytes.len() - 5], Grey::Encoded).is_err());
    }
}

#[test]
fn a_picture_that_says_it_is_huge_is_refused_before_room_is_made_for_it() {
    let mut bytes = photograph(1);
    let start_of_frame = bytes
        .windows(2)
        .position(|pair| pair == [0xff, 0xc0])
        .unwrap();
    // The marker, the length and 8 bits; then the height and the width, one more than 67,108,864 pixels allow.
    let size = |side: u16| [side.to_be_bytes(), side.to_be_bytes()].concat();
    bytes.splice(start_of_frame + 5..start_of_frame + 9, size(8_193));
    let error = grey_from_bytes(&bytes, Grey::Encoded).unwrap_err();
    let Error::Image(image::ImageError::Limits(_)) = error else {
        panic!("{error:?}");
    };
}
