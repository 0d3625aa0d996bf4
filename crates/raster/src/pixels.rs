//! A page in pixels, and as PNG.

use std::borrow::Cow;

use figures::Colour;
use resvg::{tiny_skia, usvg};

use crate::{Error, Page};

/// A picture in pixels, row by row from the top, four bytes each: red, green, blue and opacity.
#[derive(Clone, Debug, PartialEq)]
pub struct Pixels {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) rgba: Vec<u8>,
    /// What half transparent pixels are mixed with where a format cannot hold them.
    pub(crate) background: Colour,
    pub(crate) about: About,
}

/// What a file says of its picture.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct About {
    title: String,
    description: String,
    /// Pixels on a metre, so that the picture is as large on paper as the same page in SVG and PDF.
    density: u32,
}

/// CSS has 96 pixels on an inch of 25.4 mm.
const PIXELS_ON_A_METRE: f64 = 96.0 / 0.0254;

impl About {
    /// Writes it into a PNG.
    ///
    /// # Source
    /// W3C, *Portable Network Graphics (PNG) Specification (Third Edition)*, sections 11.3.3, Textual information, and
    /// 11.3.4.3, pHYs.
    pub(crate) fn write<W: std::io::Write>(
        &self,
        encoder: &mut png::Encoder<'_, W>,
    ) -> Result<(), png::EncodingError> {
        encoder.set_pixel_dims(Some(png::PixelDimensions {
            xppu: self.density,
            yppu: self.density,
            unit: png::Unit::Meter,
        }));
        for (keyword, text) in [("Title", &self.title), ("Description", &self.description)] {
            if !text.is_empty() {
                encoder.add_itxt_chunk(keyword.to_owned(), text.clone())?;
            }
        }
        Ok(())
    }
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
        let (width, height) = self.scaled_size(scale)?;
        let tree = self.tree()?;
        let mut map =
            tiny_skia::Pixmap::new(width, height).expect("the size is neither 0 nor too large");
        // Each side by itself, so that rounding leaves no half covered row at an edge.
        let transform = tiny_skia::Transform::from_scale(
            width as f32 / tree.size().width(),
            height as f32 / tree.size().height(),
        );
        resvg::render(&tree, transform, &mut map.as_mut());
        let density = f64::from(width) / f64::from(tree.size().width()) * PIXELS_ON_A_METRE;
        let about = About {
            title: self.title().to_owned(),
            description: self.description().to_owned(),
            density: density.round() as u32,
        };
        Ok(Pixels {
            about,
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

    /// Returns the picture as a PNG file with its title and description: 8 bits a channel, with opacity only if some pixel is
    /// not opaque.
    ///
    /// # Errors
    /// Those of the encoder. A page's pixels give none.
    pub fn png(&self) -> Result<Vec<u8>, Error> {
        let opaque = self.is_opaque();
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, self.width, self.height);
        encoder.set_color(colour_type(opaque));
        // Most rows of a figure are the ones above them: smaller and faster than the best filter for each row.
        encoder.set_filter(png::Filter::Up);
        self.about.write(&mut encoder)?;
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
