//! Pictures from files: taken as the page takes their pixels, or refused with a reason.

mod files;

use std::io::Cursor;

use figures::{MAX_FILE_BYTES, Picture, whole_picture};
use image::codecs::jpeg::JpegEncoder;
use image::{
    DynamicImage, GrayImage, ImageBuffer, ImageEncoder as _, ImageFormat, Luma, Rgba, RgbaImage,
};
use raster::picture_from_file;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

fn png(picture: impl Into<DynamicImage>) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture
        .into()
        .write_to(&mut bytes, ImageFormat::Png)
        .unwrap();
    bytes.into_inner()
}

/// Pixels of every colour and opacity.
fn noise(width: u32, height: u32) -> RgbaImage {
    let mut state = 7_u32;
    RgbaImage::from_fn(width, height, |_, _| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        Rgba(state.to_be_bytes())
    })
}

/// Dark on the left and light on the right, with what its camera noted.
fn photograph(orientation: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, 100);
    // Little-endian TIFF, one entry: tag 0x0112, of type 3 (16 bits), one of them.
    let mut exif = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".to_vec();
    exif.extend([orientation, 0, 0, 0, 0, 0, 0, 0]);
    encoder.set_exif_metadata(exif).unwrap();
    let picture = GrayImage::from_fn(16, 16, |x, _| Luma([if x < 8 { 0 } else { 255 }]));
    encoder.encode_image(&picture).unwrap();
    bytes
}

#[test]
fn a_file_gives_the_picture_that_its_pixels_give() -> Result<()> {
    for (width, height) in [(300, 280), (7, 90), (1, 1)] {
        let pixels = noise(width, height);
        let direct = Picture::from_rgba(width, height, &pixels)?;
        assert!(
            picture_from_file(&png(pixels))? == direct,
            "{width}×{height}"
        );
    }
    Ok(())
}

#[test]
fn sixteen_bits_are_rounded_to_eight() -> Result<()> {
    let stored = |level: u16| ImageBuffer::<Luma<u16>, _>::from_pixel(1, 1, Luma([level]));
    for (sixteen, eight) in [(0, 0), (128, 0), (129, 1), (257 * 77, 77), (65_535, 255)] {
        let expected = Picture::from_rgba(1, 1, &[eight, eight, eight, 255])?;
        assert!(
            picture_from_file(&png(stored(sixteen)))? == expected,
            "{sixteen}"
        );
    }
    Ok(())
}

#[test]
fn a_photograph_is_turned_as_its_camera_noted() -> Result<()> {
    let dark_on = |dark: fn(u32, u32) -> bool| {
        let picture = RgbaImage::from_fn(16, 16, |x, y| {
            let level = if dark(x, y) { 0 } else { 255 };
            Rgba([level, level, level, 255])
        });
        Picture::from_rgba(16, 16, &picture)
    };
    assert!(picture_from_file(&photograph(1))? == dark_on(|x, _| x < 8)?);
    assert!(picture_from_file(&photograph(3))? == dark_on(|x, _| x >= 8)?);
    assert!(picture_from_file(&photograph(6))? == dark_on(|_, y| y < 8)?);
    Ok(())
}

#[test]
fn whole_pictures_are_taken_and_others_refused_with_a_reason() {
    let mut messages = Vec::new();
    for file in files::all() {
        let result = picture_from_file(&file.bytes);
        assert_eq!(result.is_ok(), file.taken, "{}: {result:?}", file.name);
        if let Err(error) = result {
            messages.push(format!("{}: {error}", file.name));
        }
    }
    let too_long = vec![0; MAX_FILE_BYTES as usize + 1];
    messages.push(picture_from_file(&too_long).unwrap_err().to_string());
    insta::assert_snapshot!(messages.join("\n"));
}

/// A byte that is lost anywhere in a scan, and a file that ends anywhere, are noticed; bytes after the end are not read.
#[test]
fn no_place_of_a_photograph_can_be_cut() -> Result<()> {
    let photograph = photograph(1);
    assert!(
        picture_from_file(&photograph)?
            == picture_from_file(&[&photograph[..], &photograph].concat())?
    );
    for end in 0..photograph.len() {
        assert!(
            picture_from_file(&photograph[..end]).is_err(),
            "it ends at {end}"
        );
    }
    Ok(())
}

/// What is read is bounded by what is there, whatever it says.
#[test]
fn no_changed_byte_makes_the_check_panic() {
    for file in files::all() {
        for at in (0..file.bytes.len().min(2000)).step_by(7) {
            for change in [0x01, 0x80, 0xff] {
                let mut bytes = file.bytes.clone();
                bytes[at] ^= change;
                let _ = whole_picture(&bytes);
            }
        }
    }
}
