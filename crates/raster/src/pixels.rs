//! A page in pixels, and as PNG.

use std::borrow::Cow;

use figures::Colour;
use resvg::{tiny_skia, usvg};

use crate::page::check_size;
use crate::{Error, Page};

/// A picture in pixels, row by row from the top, four bytes each: red, green, blue and opacity.
#[derive(Clone, Debug, PartialEq)]
pub struct Pixels {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) rgba: Vec<u8>,
    /// What half transparent pixels are mixed with where a format cannot hold them.
    pub(crate) background: Colour,
}

impl Page {
    /// The page's SVG as usvg's tree of shapes.
    pub(crate) fn tree(&self) -> Result<usvg::Tree, Error> {
        Ok(usvg::Tree::from_str(self.svg(), &usvg::Options::default())?)
    }

    /// Returns the page in pixels, `scale` of them for each pixel of the page along a side.
    ///
    /// # Errors
    /// More pixels than a page may have, and SVG that cannot be read.
    pub fn pixels(&self, scale: f64) -> Result<Pixels, Error> {
        let scaled = |side: u32| (f64::from(side) * scale).round() as u32;
        let (width, height) = (scaled(self.size().0), scaled(self.size().1));
        check_size((width, height))?;
        let tree = self.tree()?;
        let mut map =
            tiny_skia::Pixmap::new(width, height).expect("the size is neither 0 nor too large");
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
            background: self.background(),
        })
    }
}

impl Pixels {
    pub(crate) fn is_opaque(&self) -> bool {
        self.rgba.chunks_exact(4).all(|pixel| pixel[3] == u8::MAX)
    }

    /// Returns the picture as a PNG file: 8 bits a channel, with opacity only if some pixel is not opaque.
    ///
    /// # Errors
    /// Those of the encoder. A page's pixels give none.
    pub fn png(&self) -> Result<Vec<u8>, Error> {
        let opaque = self.is_opaque();
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, self.width, self.height);
        encoder.set_color(colour_type(opaque));
        let mut writer = encoder.write_header()?;
        writer.write_image_data(&samples(&self.rgba, opaque))?;
        writer.finish()?;
        Ok(file)
    }
}

/// How a PNG stores pixels: without opacity if all are opaque.
pub(crate) fn colour_type(opaque: bool) -> png::ColorType {
    if opaque {
        png::ColorType::Rgb
    } else {
        png::ColorType::Rgba
    }
}

/// The bytes of pixels as [`colour_type`] stores them.
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
