//! An image that a chapter shows: a file beside the chapter, which a handout holds itself.

use book::Chapter;
use std::{fs, io, path::Path};

/// An image of a chapter that no handout can hold.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ImageError {
    /// It lies on another host, and a handout asks for nothing.
    #[error(
        "{chapter}: the image '{address}' lies on another host; it must be a file beside the chapter"
    )]
    Elsewhere {
        /// The chapter's file.
        chapter: String,
        /// Its address.
        address: String,
    },
    /// A kind of file that not every program for slides and books shows.
    #[error("{chapter}: the image '{address}' is none of svg, png, jpg, gif and webp")]
    Kind {
        /// The chapter's file.
        chapter: String,
        /// Its address.
        address: String,
    },
    /// A file that cannot be read.
    #[error("{chapter}: the image '{address}' cannot be read: {error}")]
    Unreadable {
        /// The chapter's file.
        chapter: String,
        /// Its address.
        address: String,
        /// Why.
        error: io::Error,
    },
}

/// An image of a chapter.
#[derive(Debug)]
pub(crate) struct Image {
    /// Its address in the chapter.
    pub(crate) address: String,
    /// The chapter, among those of the handout.
    pub(crate) chapter: usize,
    pub(crate) media_type: &'static str,
    pub(crate) bytes: Vec<u8>,
}

impl Image {
    /// Reads the file at an address in a chapter, whose folder is looked for in `source`.
    pub(crate) fn read(
        source: &Path,
        chapter: &Chapter,
        at: usize,
        address: &str,
    ) -> Result<Self, ImageError> {
        let (file, given) = (chapter.file.clone(), address.to_owned());
        if address.contains("://") || address.starts_with("//") {
            return Err(ImageError::Elsewhere {
                chapter: file,
                address: given,
            });
        }
        let extension = address
            .rsplit('.')
            .next()
            .unwrap_or_default()
            .to_lowercase();
        let media_type = match extension.as_str() {
            "svg" => "image/svg+xml",
            "png" => "image/png",
            "jpg" | "jpeg" => "image/jpeg",
            "gif" => "image/gif",
            "webp" => "image/webp",
            _ => {
                return Err(ImageError::Kind {
                    chapter: file,
                    address: given,
                });
            }
        };
        let folder = Path::new(&chapter.file).parent().unwrap_or(Path::new(""));
        match fs::read(source.join(folder).join(address)) {
            Ok(bytes) => Ok(Self {
                address: given,
                chapter: at,
                media_type,
                bytes,
            }),
            Err(error) => Err(ImageError::Unreadable {
                chapter: file,
                address: given,
                error,
            }),
        }
    }
}
