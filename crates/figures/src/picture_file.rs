//! Whether a file is one whole picture, before anything decodes it. Decoders make up what is missing from a file, each in its
//! own way; the page and the commands ask here, and so take the same files.

use std::fmt;

use crate::Error;
use crate::jpeg_file::jpeg_end;

/// The longest file that is read, in bytes.
pub const MAX_FILE_BYTES: u64 = 64_000_000;
/// The most pixels of a picture.
const MAX_PIXELS: u64 = 25_000_000;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";
const JPEG: &[u8] = b"\xff\xd8\xff";
/// The start of files of other formats, after so many bytes.
const OTHERS: [(usize, &[u8], &str); 11] = [
    (0, b"GIF8", "GIF"),
    (0, b"BM", "BMP"),
    (0, b"\0\0\x01\0", "ICO"),
    (8, b"WEBP", "WebP"),
    (4, b"ftypavif", "AVIF"),
    (4, b"ftyphei", "HEIC"),
    (4, b"ftypmif1", "HEIC"),
    (0, b"II*\0", "TIFF"),
    (0, b"MM\0*", "TIFF"),
    (0, b"%PDF", "PDF"),
    (0, b"<", "SVG"),
];

/// Why a file is not taken.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Flaw {
    Empty,
    TooLong,
    NotKnown,
    Other(&'static str),
    TooLarge(u32, u32),
    Animated,
    Cmyk,
    Rare,
    EndsEarly,
    Damaged,
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("the file is empty"),
            Self::TooLong => write!(
                f,
                "the file is longer than {} MB",
                MAX_FILE_BYTES / 1_000_000
            ),
            Self::NotKnown => f.write_str("it is neither PNG nor JPEG"),
            Self::Other(name) => write!(f, "its format is {name}; save it as PNG or JPEG"),
            Self::TooLarge(width, height) => write!(
                f,
                "it has {width}×{height} pixels, and at most {} million are taken; make it smaller first",
                MAX_PIXELS / 1_000_000
            ),
            Self::Animated => f.write_str("it is animated; save the one picture that you want"),
            Self::Cmyk => f.write_str("its colours are CMYK, for print; save it with RGB colours"),
            Self::Rare => f.write_str("it is a JPEG of a rare kind; save it anew, as PNG or JPEG"),
            Self::EndsEarly => f.write_str("the file ends too early"),
            Self::Damaged => {
                f.write_str("the file is damaged: a part of it is missing or was changed")
            }
        }
    }
}

/// Returns the part of a PNG or JPEG file that is the picture; there may be other bytes after it.
///
/// A PNG is whole if its chunks are there to the last; their checksums are for the decoder. A JPEG is whole if each of its
/// scans has as many blocks as the picture, and it has an end.
///
/// # Errors
/// A file that is empty, longer than [`MAX_FILE_BYTES`], of another format, animated, in CMYK, cut off, or with a hole, and a
/// picture of more than 25 million pixels.
pub fn whole_picture(bytes: &[u8]) -> Result<&[u8], Error> {
    let end = end_of_picture(bytes).map_err(|flaw| Error::Picture(flaw.to_string()))?;
    Ok(&bytes[..end])
}

fn end_of_picture(bytes: &[u8]) -> Result<usize, Flaw> {
    if bytes.is_empty() {
        return Err(Flaw::Empty);
    }
    if bytes.len() as u64 > MAX_FILE_BYTES {
        return Err(Flaw::TooLong);
    }
    if bytes.starts_with(PNG) {
        return png_end(bytes);
    }
    if bytes.starts_with(JPEG) {
        return jpeg_end(bytes);
    }
    let starts =
        |at: usize, start: &[u8]| bytes.get(at..).is_some_and(|rest| rest.starts_with(start));
    let other = OTHERS.iter().find(|(at, start, _)| starts(*at, start));
    Err(other.map_or(Flaw::NotKnown, |(_, _, name)| Flaw::Other(name)))
}

/// Refuses a picture of too many pixels, before any is decoded.
pub(crate) fn check_size(width: u32, height: u32) -> Result<(), Flaw> {
    if u64::from(width) * u64::from(height) <= MAX_PIXELS {
        return Ok(());
    }
    Err(Flaw::TooLarge(width, height))
}

/// Where a PNG ends.
///
/// # Source
/// W3C, *Portable Network Graphics (PNG) Specification (Third Edition)*, sections 5.3, Chunk layout; 11.2.1, IHDR; 11.3.6.1,
/// acTL.
fn png_end(bytes: &[u8]) -> Result<usize, Flaw> {
    let number = |at: usize| {
        let four = bytes.get(at..).and_then(<[u8]>::first_chunk);
        four.map(|four| u32::from_be_bytes(*four))
            .ok_or(Flaw::EndsEarly)
    };
    let mut at = PNG.len();
    loop {
        let length = number(at)?;
        let name = bytes.get(at + 4..at + 8).ok_or(Flaw::EndsEarly)?;
        let end = at as u64 + 12 + u64::from(length);
        match name {
            // Its checksum is that of nothing.
            b"IEND" => return Ok(bytes.len().min(end as usize)),
            b"acTL" => return Err(Flaw::Animated),
            _ if end > bytes.len() as u64 => return Err(Flaw::EndsEarly),
            b"IHDR" => check_size(number(at + 8)?, number(at + 12)?)?,
            _ => {}
        }
        at = end as usize;
    }
}
