//! Files that a person may give as a picture, made by code: each with what must become of it, in the command and in the page.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageEncoder as _, ImageFormat, RgbImage};
use png::{BitDepth, ColorType};

/// A file with its name, and whether it is taken.
pub(crate) struct PictureFile {
    pub(crate) name: &'static str,
    pub(crate) bytes: Vec<u8>,
    pub(crate) taken: bool,
}

/// The size of most of the pictures.
const SIDE: u32 = 48;

/// All of them.
pub(crate) fn all() -> Vec<PictureFile> {
    let mut files = Vec::new();
    let mut add = |name, bytes, taken| files.push(PictureFile { name, bytes, taken });

    let picture = scene(SIDE, SIDE);
    let dynamic = DynamicImage::ImageRgb8(picture.clone());
    let png = |picture: DynamicImage| encoded(&picture, ImageFormat::Png);
    let whole = png(dynamic.clone());
    let data = place(&whole, b"IDAT");
    let length = whole.len();
    add("rgb.png", whole.clone(), true);
    add("rgba.png", png(dynamic.to_rgba8().into()), true);
    add("grey.png", png(dynamic.to_luma8().into()), true);
    add("grey-alpha.png", png(dynamic.to_luma_alpha8().into()), true);
    add("rgb-16.png", png(dynamic.to_rgb16().into()), true);
    add("grey-16.png", png(dynamic.to_luma16().into()), true);
    add("palette.png", palette(BitDepth::Eight), true);
    add("palette-of-2-bits.png", palette(BitDepth::Two), true);
    add("one-pixel.png", png(scene(1, 1).into()), true);
    add("interlaced.png", interlaced(), true);
    add("png-called.jpg", whole.clone(), true);
    add("junk-after.png", [&whole, &b"junk"[..]].concat(), true);
    add("two-in-one.png", [&whole[..], &whole].concat(), true);
    add("text-checksum.png", with_text(&whole, true), true);
    add("text.png", with_text(&whole, false), true);
    add("animated.png", animated(2), false);
    add("animated-once.png", animated(1), false);
    add("cut-in-signature.png", whole[..5].to_vec(), false);
    add("cut-in-header.png", whole[..20].to_vec(), false);
    add("cut-before-data.png", whole[..data - 4].to_vec(), false);
    add(
        "cut-in-data.png",
        whole[..(data + length) / 2].to_vec(),
        false,
    );
    add("cut-late-in-data.png", whole[..length - 40].to_vec(), false);
    add(
        "cut-in-last-checksum.png",
        whole[..length - 14].to_vec(),
        false,
    );
    add("without-end.png", whole[..length - 12].to_vec(), false);
    // Nothing of the picture is missing.
    add("cut-in-end.png", whole[..length - 2].to_vec(), true);
    add("data-checksum.png", flipped(&whole, length - 14), false);
    add("header-checksum.png", flipped(&whole, 30), false);
    add("damaged-data.png", flipped(&whole, data + 200), false);
    add("hole.png", without(&whole, data + 100, 64), false);
    add("too-few-rows.png", claiming(20, 20), false);
    add("too-many-pixels.png", claiming(60_000, 60_000), false);
    add("no-pixels.png", claiming(0, 9), false);
    add("thin.png", png(scene(20_000, 4).into()), true);

    let whole = jpeg(&picture, None);
    let length = whole.len();
    let scan = place(&whole, &[0xff, 0xda]);
    // Zeros stand for blocks too, in a grey picture for long ones, so that there are too few of them.
    let grey = encoded(&dynamic.to_luma8().into(), ImageFormat::Jpeg);
    let end = [0xff, 0xd9];
    add("rgb.jpg", whole.clone(), true);
    add("grey.jpg", grey.clone(), true);
    add("turned.jpg", jpeg(&picture, Some(6)), true);
    add("mirrored.jpg", jpeg(&picture, Some(2)), true);
    add("progressive.jpg", progressive(true), true);
    add("progressive-without-details.jpg", progressive(false), true);
    add("restarts.jpg", restarts([0xd0, 0xd1]), true);
    add("jpeg-called.png", whole.clone(), true);
    add("one-pixel.jpg", jpeg(&scene(1, 1), None), true);
    add("wide.jpg", jpeg(&scene(20_000, 8), None), true);
    add("junk-after.jpg", [&whole, &b"junk"[..]].concat(), true);
    add("zeros-after.jpg", [&whole[..], &[0; 5000]].concat(), true);
    add("two-in-one.jpg", [&whole[..], &whole].concat(), true);
    add(
        "half-of-another-after.jpg",
        [&whole[..], &whole[..length / 2]].concat(),
        true,
    );
    add("cut-in-header.jpg", whole[..100].to_vec(), false);
    add("cut-before-scan.jpg", whole[..scan].to_vec(), false);
    add(
        "cut-in-scan.jpg",
        whole[..(scan + length) / 2].to_vec(),
        false,
    );
    add("without-end.jpg", whole[..length - 2].to_vec(), false);
    add("cut-in-end.jpg", whole[..length - 1].to_vec(), false);
    add(
        "cut-and-ended.jpg",
        [&whole[..(scan + length) / 2], &end].concat(),
        false,
    );
    add(
        "hole-in-scan.jpg",
        without(&whole, (scan + length) / 2, 64),
        false,
    );
    add(
        "zeros-in-scan.jpg",
        zeroed(&grey, grey.len() - 400, 200),
        false,
    );
    add("hole-in-header.jpg", without(&whole, 200, 40), false);
    add("lost-restart.jpg", restarts([0xd0, 0xd2]), false);
    add("cmyk.jpg", cmyk(&dynamic.to_luma8()), false);

    let of = |format| encoded(&dynamic, format);
    add("picture.gif", of(ImageFormat::Gif), false);
    add("picture.bmp", of(ImageFormat::Bmp), false);
    add("picture.ico", of(ImageFormat::Ico), false);
    add("picture.webp", of(ImageFormat::WebP), false);
    add("picture.svg", SVG.to_vec(), false);
    add("gif-called.png", of(ImageFormat::Gif), false);
    add("text.jpg", b"no picture".to_vec(), false);
    add("empty.png", Vec::new(), false);
    files
}

const SVG: &[u8] = b"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><rect width=\"5\" height=\"9\"/></svg>";

/// Smooth and rough parts, dark on the left.
fn scene(width: u32, height: u32) -> RgbImage {
    let mut state = 7_u32;
    RgbImage::from_fn(width, height, |x, y| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let level = x * 200 / width + (state >> 27);
        image::Rgb([level as u8, (y * 255 / height) as u8, (level / 2) as u8])
    })
}

fn encoded(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A JPEG with what the camera noted of how it was held.
fn jpeg(picture: &RgbImage, orientation: Option<u8>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, 90);
    if let Some(orientation) = orientation {
        // Little-endian TIFF, one entry: tag 0x0112, of type 3 (16 bits), one of them.
        let mut exif = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".to_vec();
        exif.extend([orientation, 0, 0, 0, 0, 0, 0, 0]);
        encoder.set_exif_metadata(exif).unwrap();
    }
    encoder.encode_image(picture).unwrap();
    bytes
}

/// Where some bytes first stand.
fn place(bytes: &[u8], part: &[u8]) -> usize {
    bytes
        .windows(part.len())
        .position(|window| window == part)
        .unwrap()
}

fn flipped(bytes: &[u8], at: usize) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    bytes[at] ^= 1;
    bytes
}

fn without(bytes: &[u8], at: usize, count: usize) -> Vec<u8> {
    [&bytes[..at], &bytes[at + count..]].concat()
}

fn zeroed(bytes: &[u8], at: usize, count: usize) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    bytes[at..at + count].fill(0);
    bytes
}

fn palette(depth: BitDepth) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 16, 16);
    encoder.set_color(ColorType::Indexed);
    encoder.set_depth(depth);
    encoder.set_palette(vec![0, 0, 0, 255, 0, 0, 0, 255, 0, 255, 255, 255]);
    let row = match depth {
        BitDepth::Eight => [0, 1, 2, 3].repeat(4),
        _ => vec![0b00_01_10_11; 4],
    };
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&row.repeat(16)).unwrap();
    drop(writer);
    bytes
}

/// Two frames, or one.
fn animated(frames: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 8, 8);
    encoder.set_animated(frames, 0).unwrap();
    let mut writer = encoder.write_header().unwrap();
    for frame in 0..frames {
        writer.write_image_data(&[100 * frame as u8; 64]).unwrap();
    }
    drop(writer);
    bytes
}

/// A header and data in chunks of one's own.
fn chunks(header: [u8; 13], data: &[u8]) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    for (name, data) in [(b"IHDR", &header[..]), (b"IDAT", data), (b"IEND", &[])] {
        bytes.extend((data.len() as u32).to_be_bytes());
        let checked = [name, data].concat();
        bytes.extend(&checked);
        bytes.extend(crc(&checked).to_be_bytes());
    }
    bytes
}

fn header(width: u32, height: u32, interlaced: bool) -> [u8; 13] {
    let mut header = [0; 13];
    header[..4].copy_from_slice(&width.to_be_bytes());
    header[4..8].copy_from_slice(&height.to_be_bytes());
    header[8] = 8;
    header[12] = interlaced.into();
    header
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg())
        })
    })
}

/// 8×8 greys in the seven passes of Adam7, whose sizes stand in the PNG specification, section 8.
fn interlaced() -> Vec<u8> {
    let passes = [(1, 1), (1, 1), (2, 1), (2, 2), (4, 2), (4, 4), (8, 4)];
    let mut rows = Vec::new();
    for (level, (width, height)) in passes.into_iter().enumerate() {
        for _ in 0..height {
            rows.push(0);
            rows.extend([30 * level as u8; 8].iter().take(width));
        }
    }
    let data = miniz_oxide::deflate::compress_to_vec_zlib(&rows, 6);
    chunks(header(8, 8, true), &data)
}

/// A small PNG that says it has so many pixels.
fn claiming(width: u32, height: u32) -> Vec<u8> {
    let data = miniz_oxide::deflate::compress_to_vec_zlib(&[0; 100], 6);
    chunks(header(width, height, false), &data)
}

/// A remark before the data, whose checksum may be wrong: what is no part of the picture may be passed over.
fn with_text(png: &[u8], wrong: bool) -> Vec<u8> {
    let text = b"tEXtComment\0of no weight";
    let mut chunk = ((text.len() - 4) as u32).to_be_bytes().to_vec();
    chunk.extend(text);
    chunk.extend((crc(text) ^ u32::from(wrong)).to_be_bytes());
    let at = place(png, b"IDAT") - 4;
    [&png[..at], &chunk, &png[at..]].concat()
}

/// A marker of a JPEG with what follows it, its length in front.
fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
    let length = (content.len() + 2) as u16;
    [&[0xff, marker][..], &length.to_be_bytes(), content].concat()
}

/// The start of a grey JPEG of 16×8 pixels, which is two blocks: steps of 8 levels, and tables of the codes `0` and
/// `10`. A `0` is a block that is as the one before (DC), or has no more details (AC); a `10` is a difference of 7 bits, or is
/// not used.
fn two_blocks(frame: u8) -> Vec<u8> {
    let codes = |symbols: [u8; 2]| {
        [
            &[1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0][..],
            &symbols,
        ]
        .concat()
    };
    [
        vec![0xff, 0xd8],
        segment(0xdb, &[&[0][..], &[8; 64]].concat()),
        segment(frame, &[8, 0, 8, 0, 16, 1, 1, 0x11, 0]),
        segment(0xc4, &[&[0x00][..], &codes([0, 7])].concat()),
        segment(0xc4, &[&[0x10][..], &codes([0, 1])].concat()),
    ]
    .concat()
}

/// A scan of the coefficients from `first` to `last`.
fn scan_of(first: u8, last: u8, data: &[u8]) -> Vec<u8> {
    [&segment(0xda, &[1, 1, 0, first, last, 0]), data].concat()
}

/// A JPEG in two scans, of the means of its blocks and of their details, or in the first of them only.
fn progressive(with_details: bool) -> Vec<u8> {
    // +100, so `10` and 1100100; then 0; then ones to the end of the byte.
    let mut parts = vec![two_blocks(0xc2), scan_of(0, 0, &[0b1011_0010, 0b0011_1111])];
    if with_details {
        parts.push(scan_of(1, 63, &[0b0011_1111]));
    }
    parts.push(vec![0xff, 0xd9]);
    parts.concat()
}

/// A JPEG of three blocks with two restarts between them, which are counted.
fn restarts(counted: [u8; 2]) -> Vec<u8> {
    let mut start = two_blocks(0xc0);
    let size = place(&start, &[0xff, 0xc0]) + 8;
    start[size] = 24;
    // +100 and no details: `10` 1100100 `0`, and ones.
    let block = [0b1011_0010, 0b0011_1111];
    let mut data = block.to_vec();
    for marker in counted {
        data.extend([0xff, marker]);
        data.extend(block);
    }
    [
        start,
        segment(0xdd, &[0, 1]),
        scan_of(0, 63, &data),
        vec![0xff, 0xd9],
    ]
    .concat()
}

/// Four components, each the same grey, as a program for print writes them.
fn cmyk(grey: &image::GrayImage) -> Vec<u8> {
    let one = encoded(&grey.clone().into(), ImageFormat::Jpeg);
    let scan = place(&one, &[0xff, 0xda]);
    let frame = place(&one, &[0xff, 0xc0]);
    let entropy = scan + 10;
    // The four components in a scan each, one after another.
    let header: Vec<u8> = (1..=4).flat_map(|id| [id, 0x11, 0]).collect();
    let frame_of_four = segment(0xc0, &[&one[frame + 4..frame + 9], &[4], &header].concat());
    let mut bytes = [&one[..frame], &frame_of_four, &one[frame + 13..scan]].concat();
    for id in 1..=4 {
        bytes.extend(segment(0xda, &[1, id, 0, 0, 63, 0]));
        bytes.extend(&one[entropy..one.len() - 2]);
    }
    bytes.extend([0xff, 0xd9]);
    bytes
}
