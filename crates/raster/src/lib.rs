//! Figures as files, and photographs as pictures for figures.
//!
//! A [`Layout`] sets a figure, or another [`Graphic`], on a [`Page`], which is SVG; a [`Format`] makes a file of it. The [`Pixels`] of several pages
//! are the frames of an [`Animation`]. [`picture_from_file`] reads a person's PNG or JPEG file.
//!
//! ```
//! use figures::{FIGURES, Theme};
//! use raster::{Format, Layout};
//! let layout = Layout { width: Some(320.0), aspect: Some((16, 9)), ..Layout::default() };
//! let page = layout.page(FIGURES.figure("pooling")?.as_ref(), Theme::Dark)?;
//! assert_eq!(page.size(), (320, 180));
//! let file = Format::Png.encode(&page, 2.0)?;
//! // The width and the height of the picture stand in the first chunk of a PNG, from byte 16 on.
//! assert_eq!(file[16..24], [0, 0, 2, 128, 0, 0, 1, 104]);
//! # Ok::<(), raster::Error>(())
//! ```
//!
//! # Conventions
//!
//! - **Lengths** of pages are in pixels. A pixel is one pixel of a PNG, GIF or APNG at scale 1, and 0.75 points of a PDF.
//! - **Colours** are in sRGB; the opacity is separate from them (not premultiplied).
//! - **Files** hold no date: the same page gives the same bytes.

mod animation;
mod apng;
mod colour_table;
mod error;
mod format;
mod gif;
mod layout;
mod page;
mod pdf;
mod photo;
mod pixels;
mod portable;

pub use animation::{Animation, FRAMES_PER_SECOND};
pub use error::Error;
pub use format::Format;
pub use layout::{Graphic, Layout, MAX_FONT_SIZE};
pub use page::{MAX_SIDE, Page};
pub use photo::picture_from_file;
pub use pixels::Pixels;
pub use portable::portable;
