//! The formats of files.

use std::fmt;
use std::str::FromStr;

use crate::portable::portable;
use crate::{Animation, Error, Page};

/// A format that a page is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Scalable Vector Graphics, text as outlines.
    Svg,
    /// Portable Network Graphics.
    Png,
    /// Portable Document Format, of one page.
    Pdf,
    /// Graphics Interchange Format, in at most 255 colours.
    Gif,
    /// An animated PNG.
    Apng,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 5] = [Self::Svg, Self::Png, Self::Pdf, Self::Gif, Self::Apng];

    /// The extension of a file's name, in lower case and without the dot. It is also the format's name.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Svg => "svg",
            Self::Png => "png",
            Self::Pdf => "pdf",
            Self::Gif => "gif",
            Self::Apng => "apng",
        }
    }

    /// Whether a file has a fixed number of pixels, so that a scale makes it sharper.
    #[must_use]
    pub fn has_pixels(self) -> bool {
        matches!(self, Self::Png | Self::Gif | Self::Apng)
    }

    /// Whether a file can hold an animation.
    #[must_use]
    pub fn is_animated(self) -> bool {
        matches!(self, Self::Gif | Self::Apng)
    }

    /// Returns the page as a file of this format. `scale` is the number of pixels in the file for each pixel of the page
    /// along a side; formats without pixels ignore it.
    ///
    /// # Errors
    /// More pixels than a page may have, and in a PDF something that no figure draws, such as a gradient.
    pub fn encode(self, page: &Page, scale: f64) -> Result<Vec<u8>, Error> {
        match self {
            Self::Svg => Ok(portable(page.svg())?.into_bytes()),
            Self::Png => page.pixels(scale)?.png(),
            Self::Pdf => page.pdf(),
            Self::Gif | Self::Apng => {
                self.encode_animation(&Animation::new(page.pixels(scale)?, 1.0)?)
            }
        }
    }

    /// Returns the animation as a file of this format.
    ///
    /// # Errors
    /// A format that holds no animation.
    pub fn encode_animation(self, animation: &Animation) -> Result<Vec<u8>, Error> {
        match self {
            Self::Gif => animation.gif(),
            Self::Apng => animation.apng(),
            Self::Svg | Self::Png | Self::Pdf => Err(Error::NotAnimated(self)),
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.extension())
    }
}

impl FromStr for Format {
    type Err = Error;

    /// Reads the name of a format, as [`Format::extension`] writes it.
    fn from_str(name: &str) -> Result<Self, Error> {
        Self::ALL
            .into_iter()
            .find(|format| format.extension() == name)
            .ok_or_else(|| Error::Value {
                what: "format",
                got: name.to_owned(),
                expected: format!("one of {}", Self::ALL.map(Self::extension).join(", ")),
            })
    }
}
