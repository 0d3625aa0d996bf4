//! What other programs make of a page's SVG and PDF: many smooth the images that they scale, and some read SVG 1.1 only.

use base64::prelude::{BASE64_STANDARD, Engine as _};
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{DynamicImage, ImageBuffer, Pixel};

use crate::Error;

/// An embedded image is enlarged by a whole number to about so many pixels a side. What smooths it then blurs no more than
/// the edge of a cell.
const ENLARGED_SIDE: u32 = 1024;
/// Where an image in an SVG begins.
const IMAGE: &str = "data:image/png;base64,";

/// Returns the image, each of its pixels a square of several.
pub(crate) fn enlarged(image: &DynamicImage) -> DynamicImage {
    let times = (ENLARGED_SIDE / image.width().max(image.height()).max(1)).max(1);
    match image {
        DynamicImage::ImageLuma8(grey) => repeated(grey, times).into(),
        DynamicImage::ImageRgb8(colours) => repeated(colours, times).into(),
        other => repeated(&other.to_rgba8(), times).into(),
    }
}

/// Each pixel so many times in both directions. What the crate has for it weighs the neighbours of each pixel, and takes half of an export.
fn repeated<P: Pixel<Subpixel = u8>>(
    image: &ImageBuffer<P, Vec<u8>>,
    times: u32,
) -> ImageBuffer<P, Vec<u8>> {
    let channels = usize::from(P::CHANNEL_COUNT);
    let [width, height] = [image.width(), image.height()].map(|side| side * times);
    let mut bytes = Vec::with_capacity(channels * width as usize * height as usize);
    for row in image.rows() {
        let start = bytes.len();
        for pixel in row {
            for _ in 0..times {
                bytes.extend_from_slice(pixel.channels());
            }
        }
        let end = bytes.len();
        for _ in 1..times {
            bytes.extend_from_within(start..end);
        }
    }
    ImageBuffer::from_raw(width, height, bytes).expect("the bytes of as many pixels")
}

/// Returns the SVG with its images enlarged, and with references as SVG 1.1 writes them, which those who read SVG 2 know too.
///
/// # Errors
/// An image that is no PNG.
///
/// # Source
/// W3C, *Scalable Vector Graphics (SVG) 2*, section 16.1.6, Deprecated XLink URL reference attributes.
pub fn portable(svg: &str) -> Result<String, Error> {
    let mut parts = svg.split(IMAGE);
    let mut whole = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (encoded, rest) = part.split_once('"').unwrap_or((part, ""));
        whole.push_str(IMAGE);
        match BASE64_STANDARD.decode(encoded) {
            Ok(png) => whole.push_str(&BASE64_STANDARD.encode(larger(&png)?)),
            Err(_) => whole.push_str(encoded),
        }
        whole.push('"');
        whole.push_str(rest);
    }
    let whole = whole.replace(" href=\"", " xlink:href=\"");
    Ok(whole.replacen(
        "<svg ",
        "<svg xmlns:xlink=\"http://www.w3.org/1999/xlink\" ",
        1,
    ))
}

/// A PNG, enlarged.
fn larger(png: &[u8]) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    let encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Best, FilterType::Up);
    enlarged(&image::load_from_memory(png)?).write_with_encoder(encoder)?;
    Ok(bytes)
}
