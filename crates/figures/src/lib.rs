//! The figures of the book as pure functions of their parameters.
//!
//! A [`Figure`] holds its parameters, describes the controls that change them and draws itself as SVG together with the
//! numbers that it shows and the parts of the picture that a person can take hold of. Nothing in a figure knows where it
//! will be shown.
//!
//! ```
//! use figures::{Theme, figure};
//! let mut filter = figure("image-filter")?;
//! filter.set("kernel", "laplacian")?;
//! let drawing = filter.draw(Theme::Dark)?;
//! assert!(drawing.readouts.contains(&("output-size".to_owned(), "46×46".to_owned())));
//! # Ok::<(), figures::Error>(())
//! ```
//!
//! # Conventions
//!
//! - **Settings**: a parameter is set by `name=value`, the same text on the command line, in a chapter and in the
//!   address of a page; [`settings`] writes it, [`draw_nearest`] reads it with good will.
//! - **Units**: a picture is 800 units wide and scales by its viewBox; regions are in these units, y downwards.
//! - **Text** is drawn as outlines, so that no viewer needs a font.

#[cfg(feature = "raster")]
mod animation;
mod canvas;
mod catalogue;
mod decimal;
mod error;
mod extent;
mod figure;
mod heatmap;
mod image_filter;
#[cfg(feature = "raster")]
mod layout;
mod nearest;
mod palette;
mod parameters;
#[cfg(feature = "raster")]
mod pdf;
#[cfg(feature = "raster")]
mod photo;
mod picture;
mod plot;
mod pooling;
#[cfg(feature = "raster")]
mod raster;
mod region;
mod sliding_window;
mod text;
mod translation;

#[cfg(feature = "raster")]
pub use animation::Animation;
pub use catalogue::{Catalogue, FIGURES};
pub use error::Error;
pub use figure::{Control, Drawing, Figure, Kind, NAMES, figure, settings};
pub use image_filter::ImageFilter;
#[cfg(feature = "raster")]
pub use layout::{Layout, Page};
pub use nearest::{Nearest, draw_nearest};
pub use palette::{Colour, Palette, Theme};
pub use picture::{Image, Picture};
pub use pooling::{PoolKind, Pooling};
#[cfg(feature = "raster")]
pub use raster::Pixels;
pub use region::{Gesture, Region, Track};
pub use sliding_window::SlidingWindow;
pub use translation::{Interior, TranslationEquivariance};
