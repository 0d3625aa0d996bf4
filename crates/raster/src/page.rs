//! A page: SVG of a known size.

use figures::Colour;

use crate::Error;

/// The most pixels on a side of a page.
pub const MAX_SIDE: u32 = 16_384;
/// The most pixels of a page.
const MAX_PIXELS: u64 = 50_000_000;

/// A picture on a page, ready to be encoded in any [`Format`](crate::Format).
#[derive(Clone, Debug)]
pub struct Page {
    title: String,
    description: String,
    svg: String,
    size: (u32, u32),
    background: Colour,
}

impl Page {
    /// A page of an SVG that is `size` pixels wide and high. The title and the description, the picture in words, go into
    /// formats that have a place for them. Half transparent pixels are mixed with the background in formats that cannot hold
    /// them.
    ///
    /// # Errors
    /// A side that is not from 1 to 16384 pixels, and more than 50 million pixels in all.
    pub fn new(
        title: impl Into<String>,
        description: impl Into<String>,
        svg: String,
        size: (u32, u32),
        background: Colour,
    ) -> Result<Self, Error> {
        check_size(size)?;
        Ok(Self {
            title: title.into(),
            description: description.into(),
            svg,
            size,
            background,
        })
    }

    /// The page's title.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The picture in words.
    #[must_use]
    pub fn description(&self) -> &str {
        &self.description
    }

    /// The page as SVG.
    #[must_use]
    pub fn svg(&self) -> &str {
        &self.svg
    }

    /// The page's width and height in pixels.
    #[must_use]
    pub fn size(&self) -> (u32, u32) {
        self.size
    }

    /// Its width and height with so many pixels for each of its own.
    ///
    /// # Errors
    /// A side that is then not from 1 to 16384 pixels, and more than 50 million pixels in all.
    pub fn scaled_size(&self, scale: f64) -> Result<(u32, u32), Error> {
        let scaled = |side: u32| (f64::from(side) * scale).round() as u32;
        let size = (scaled(self.size.0), scaled(self.size.1));
        check_size(size)?;
        Ok(size)
    }

    /// What half transparent pixels are mixed with.
    pub(crate) fn background(&self) -> Colour {
        self.background
    }
}

/// Refuses a picture that is empty or too large.
pub(crate) fn check_size((width, height): (u32, u32)) -> Result<(), Error> {
    let sides = 1..=MAX_SIDE;
    let pixels = u64::from(width) * u64::from(height);
    if sides.contains(&width) && sides.contains(&height) && pixels <= MAX_PIXELS {
        return Ok(());
    }
    Err(Error::Size {
        got: (width, height),
        side: MAX_SIDE,
        millions: MAX_PIXELS / 1_000_000,
    })
}
