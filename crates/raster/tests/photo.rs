//! Pictures from files: taken as the page takes their pixels, or refused with a reason.

use std::io::Cursor;

use figures::{FIGURES, Picture, Theme};
use image::codecs::jpeg::JpegEncoder;
use image::{
    DynamicImage, GrayImage, ImageBuffer, ImageEncoder as _, ImageFormat, Luma, Rgba, RgbaImage,
};
use raster::{Animation, Format, Layout, MAX_FILE_BYTES, picture_from_file};

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

/// A JPEG whose header says that it has four components.
fn cmyk() -> Vec<u8> {
    let mut bytes = photograph(1);
    let start = bytes
        .windows(2)
        .position(|pair| pair == [0xff, 0xc0])
        .unwrap();
    // The marker, the length, 8 bits, height and width; then how many components there are, and three bytes of each.
    bytes[start + 9] = 4;
    bytes[start + 3] += 9;
    let more = [[2, 0x11, 0], [3, 0x11, 0], [4, 0x11, 0]].concat();
    let end = start + 13;
    bytes.splice(end..end, more);
    bytes
}

/// A small PNG that says it has so many pixels.
fn bomb(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Grayscale);
    let mut writer = encoder.write_header().unwrap();
    // Of what is compressed, no more than the start.
    writer
        .write_chunk(png::chunk::IDAT, &[0x78, 0x9c, 0x63, 0])
        .unwrap();
    drop(writer);
    bytes
}

#[test]
fn what_is_no_single_whole_picture_is_refused_with_a_reason() -> Result<()> {
    let whole = png(noise(40, 30));
    let layout = Layout {
        width: Some(40.0),
        ..Layout::default()
    };
    let page = layout.page(FIGURES.figure("pooling")?.as_ref(), Theme::Light)?;
    let mut animation = Animation::new(page.pixels(1.0)?, 2.0)?;
    animation.push(page.pixels(1.0)?)?;
    let mut messages = Vec::new();
    for (what, bytes) in [
        ("empty", Vec::new()),
        ("text", b"no picture".to_vec()),
        ("cut off", whole[..whole.len() / 2].to_vec()),
        ("cut off in its header", whole[..20].to_vec()),
        ("a photograph cut off", photograph(1)[..375].to_vec()),
        ("animated", Format::Apng.encode_animation(&animation)?),
        ("GIF", Format::Gif.encode_animation(&animation)?),
        ("CMYK", cmyk()),
        ("a bomb", bomb(60_000, 60_000)),
        ("a little too large", bomb(5_001, 5_000)),
        ("too long", vec![0; MAX_FILE_BYTES as usize + 1]),
    ] {
        let error = picture_from_file(&bytes).err();
        let error = error.ok_or(format!("{what}: taken"))?;
        messages.push(format!("{what}: {error}"));
    }
    insta::assert_snapshot!(messages.join("\n"));
    Ok(())
}
