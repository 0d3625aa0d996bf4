//! What can go wrong with a file.

use crate::Format;

/// Why a page could not be laid out or encoded, or a picture not read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A value that a page or an animation does not take.
    #[error("{what} = `{got}` is not valid; it must be {expected}")]
    Value {
        /// What was given, such as `font-size`.
        what: &'static str,
        /// The value that was given.
        got: String,
        /// What is taken instead.
        expected: String,
    },
    /// A page, or a picture of it, without pixels or with too many.
    #[error("the picture would have {}×{} pixels; it may have from 1 to {side} on each side, and {millions} million in all", got.0, got.1)]
    Size {
        /// Its width and height.
        got: (u32, u32),
        /// The most pixels on a side.
        side: u32,
        /// The most pixels in all, in millions.
        millions: u64,
    },
    /// The figure could not be drawn, or does not take the picture.
    #[error(transparent)]
    Figure(#[from] figures::Error),
    /// A person's picture that cannot be decoded. What a decoder says of it helps nobody to mend it.
    #[error(
        "the picture cannot be used: the file is damaged: its data do not match their checksums, or are none of a picture"
    )]
    DamagedPicture,
    /// A page whose SVG cannot be read.
    #[error("the SVG cannot be read")]
    Svg(#[from] resvg::usvg::Error),
    /// A page with something that is not written to PDF.
    #[error("a PDF of this page cannot be written: {0}")]
    Pdf(&'static str),
    /// An image within a page that cannot be decoded.
    #[error("an image in the page cannot be decoded")]
    EmbeddedImage(#[from] image::ImageError),
    /// PNG or APNG data that cannot be written.
    #[error("the PNG cannot be written")]
    Png(#[from] png::EncodingError),
    /// GIF data that cannot be written.
    #[error("the GIF cannot be written")]
    Gif(#[from] ::gif::EncodingError),
    /// A frame of another size than the first.
    #[error("a frame of {}×{} pixels cannot follow one of {}×{}", got.0, got.1, expected.0, expected.1)]
    FrameSize {
        /// The width and height of the first frame.
        expected: (u32, u32),
        /// Those of the refused one.
        got: (u32, u32),
    },
    /// A format that holds no animation.
    #[error("{0} holds no animation")]
    NotAnimated(Format),
}
