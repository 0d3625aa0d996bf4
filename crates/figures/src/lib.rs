//! The figures of the book as pure functions of their parameters.
//!
//! A [`Figure`] holds its parameters, describes the controls that change them and draws itself, through plotters, as a list of
//! shapes together with the numbers that it shows and the parts of the picture that a person can drag or point at. Nothing in a
//! figure knows where it will be shown.
//!
//! ```
//! use figures::{FIGURES, Space, Theme};
//! let mut filter = FIGURES.figure("image-filter")?;
//! filter.set("kernel", "laplacian")?;
//! let drawing = filter.draw(Theme::Dark, Space::PAGE)?;
//! assert!(drawing.readouts.contains(&("output-size".to_owned(), "46×46".to_owned())));
//! assert_eq!(filter.settings(), [("kernel".to_owned(), "laplacian".to_owned())]);
//! # Ok::<(), figures::Error>(())
//! ```
//!
//! # Conventions
//!
//! - **Settings**: a parameter is set by `name=value`, the same text on the command line, in a chapter and in the
//!   address of a page; [`Figure::settings`] writes it, [`Catalogue::draw_nearest`] takes the nearest valid value instead of
//!   an invalid one.
//! - **Units**: a drawing for a page is 800 units wide, one for a slide 1350; both scale by their view box. Regions are in
//!   these units, y downwards. Shapes are in tenths of them, since plotters draws on whole pixels.
//! - **Text** is drawn as outlines, so that no viewer needs a font.
//!
//! # How to write a figure
//!
//! A figure is one file in `figures/`: a struct of parameters, their description, and one function that arranges panels
//! (`panel.rs`) and draws on them in the coordinates of their cells (`canvas.rs`) or axes (`chart.rs`). `figures/mod.rs` lists
//! it.

mod axis;
mod backend;
mod canvas;
mod catalogue;
mod chart;
mod colour_bar;
mod decimal;
mod drawing;
mod elements;
mod error;
mod escape;
mod extent;
mod figure;
mod figures;
mod fourier;
mod jpeg_file;
mod measurement;
mod named;
mod names;
mod nearest;
mod number;
mod number_format;
mod palette;
mod panel;
mod parameters;
mod picture;
mod picture_file;
mod png;
#[allow(
    dead_code,
    reason = "one figure turns points, the other turns them back"
)]
mod projection;
mod region;
mod rounding;
mod scale;
mod shape;
mod vector;

pub use catalogue::{Catalogue, Module};
pub use drawing::{Drawing, LABEL, SMALLEST, Space, SvgHead};
pub use error::Error;
pub use escape::escape;
pub use figure::Figure;
pub use figures::{CHAPTERS, FIGURES, OBJECTS};
pub use names::nearest_name;
pub use nearest::Nearest;
pub use number::format_number;
pub use palette::{Colour, Palette, Theme};
pub use parameters::{Control, Kind, format_in_list};
pub use picture::{Image, Picture};
pub use picture_file::{MAX_FILE_BYTES, whole_picture};
pub use region::{Gesture, Part, Region, Track};
pub use shape::{Paint, Shape, Tenths};
