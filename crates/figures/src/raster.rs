//! A page as pixels, and as PNG.

use std::borrow::Cow;

use resvg::{tiny_skia, usvg};

use crate::layout::check;
use crate::{Colour, Error, Page};

/// A picture in pixels, row by row, four bytes each: red, green, blue and opacity.
#[derive(Clone, Debug, PartialEq)]
pub struct Pixels {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) rgba: Vec<u8>,
    pub(crate) ground: Colour,
}

impl Page {
    pub(crate) fn tree(&self) -> Result<usvg::Tree, Error> {
        usvg::Tree::from_str(&self.svg, &usvg::Options::default()).map_err(failed)
    }

    /// The page in pixels, so many of them for each pixel of the layout along a side.
    ///
    /// # Errors
    /// More pixels than a page may have.
    pub fn pixels(&self, scale: f64) -> Result<Pixels, Error> {
        let scaled = |side: u32| (f64::from(side) * scale).round() as u32;
        let (width, height) = (scaled(self.size.0), scaled(self.size.1));
        check((width, height))?;
        let tree = self.tree()?;
        let mut map = tiny_skia::Pixmap::new(width, height)
            .ok_or_else(|| failed("the picture is too large"))?;
        // Each side by itself, so that rounding leaves no half covered row at an edge.
        let transform = tiny_skia::Transform::from_scale(
            width as f32 / tree.size().width(),
            height as f32 / tree.size().height(),
        );
        resvg::render(&tree, transform, &mut map.as_mut());
        Ok(Pixels {
            width,
            height,
            rgba: map.take_demultiplied(),
            ground: self.ground,
        })
    }
}

impl Pixels {
    pub(crate) fn is_opaque(&self) -> bool {
        self.rgba.chunks_exact(4).all(|pixel| pixel[3] == u8::MAX)
    }

    /// The picture as a PNG file.
    ///
    /// # Errors
    /// None that is known of.
    pub fn png(&self) -> Result<Vec<u8>, Error> {
        let opaque = self.is_opaque();
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, self.width, self.height);
        encoder.set_color(colour_type(opaque));
        let mut writer = encoder.write_header().map_err(failed)?;
        writer
            .write_image_data(&samples(&self.rgba, opaque))
            .map_err(failed)?;
        writer.finish().map_err(failed)?;
        Ok(file)
    }
}

pub(crate) fn colour_type(opaque: bool) -> png::ColorType {
    if opaque {
        png::ColorType::Rgb
    } else {
        png::ColorType::Rgba
    }
}

/// The bytes of pixels as a PNG stores them: without opacity where nothing shows through.
pub(crate) fn samples(rgba: &[u8], opaque: bool) -> Cow<'_, [u8]> {
    if opaque {
        let rgb = rgba
            .chunks_exact(4)
            .flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]);
        Cow::Owned(rgb.collect())
    } else {
        Cow::Borrowed(rgba)
    }
}

pub(crate) fn failed(error: impl std::fmt::Display) -> Error {
    Error::Drawing(error.to_string())
}
