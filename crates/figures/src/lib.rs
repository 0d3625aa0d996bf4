//! The figures of the book as pure functions of their parameters.
//!
//! A [`Figure`] holds its parameters, describes the controls that change them and draws itself as SVG together with the
//! numbers that it shows. Nothing in a figure knows where it will be shown.
//!
//! ```
//! use figures::{Theme, figure};
//! let mut filter = figure("image-filter")?;
//! filter.set("kernel", "laplacian")?;
//! let drawing = filter.draw(Theme::Dark)?;
//! assert!(drawing.readouts.contains(&("output-size".to_owned(), "46×46".to_owned())));
//! # Ok::<(), figures::Error>(())
//! ```

mod canvas;
mod image_filter;
mod palette;
mod parameters;
mod png;
mod pooling;
mod sliding_window;
mod translation;

pub use image_filter::ImageFilter;
pub use palette::{Colour, Palette, Theme};
pub use png::png;
pub use pooling::{PoolKind, Pooling};
pub use sliding_window::SlidingWindow;
pub use translation::{Interior, TranslationEquivariance};

/// A part of a drawing that stands for a parameter, in viewBox units.
#[derive(Clone, Debug, PartialEq)]
pub struct Region {
    /// The parameter's name.
    pub parameter: String,
    /// Which entry of the parameter, where it has several.
    pub index: Option<Vec<usize>>,
    /// Left edge.
    pub x: f64,
    /// Top edge.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
    /// What the region is, in words.
    pub label: String,
}

/// A figure, drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    /// The picture; it scales by its viewBox.
    pub svg: String,
    /// The numbers that the picture shows, by kebab-case name.
    pub readouts: Vec<(String, String)>,
    /// The picture in words.
    pub description: String,
    /// The parts of the picture that stand for a parameter.
    pub regions: Vec<Region>,
}

/// What values a control takes.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Kind {
    /// One of several names.
    Choice {
        /// The names.
        options: Vec<String>,
    },
    /// A whole number between two bounds, both included.
    Range {
        /// The smallest value.
        min: i64,
        /// The largest value.
        max: i64,
    },
    /// A comma list of numbers.
    Numbers {
        /// The fewest numbers.
        least: usize,
        /// The most numbers.
        most: usize,
    },
}

/// One parameter of a figure, described so that a reader can change it.
#[derive(Clone, Debug, PartialEq)]
pub struct Control {
    /// The parameter's name.
    pub name: String,
    /// Its name for people.
    pub label: String,
    /// What values it takes.
    pub kind: Kind,
    /// Its value at the defaults, as [`Figure::set`] takes it.
    pub default: String,
}

/// Why a figure could not be found, set or drawn.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A name that is not one of the known ones.
    #[error("unknown {what} `{got}`; did you mean `{nearest}`? It can be: {}", options.join(", "))]
    Unknown {
        /// What was named.
        what: String,
        /// The name that was given.
        got: String,
        /// The known name nearest to it.
        nearest: String,
        /// All known names.
        options: Vec<String>,
    },
    /// A value that its parameter does not take.
    #[error("{parameter} = `{got}` is not valid; it must be {expected}")]
    Value {
        /// The parameter.
        parameter: String,
        /// The value that was given.
        got: String,
        /// What the parameter takes.
        expected: String,
    },
    /// The mathematics refused these parameters.
    #[error(transparent)]
    Mathematics(#[from] equivariance::Error),
    /// The picture could not be written.
    #[error("could not draw the figure: {0}")]
    Drawing(String),
}

/// A figure: parameters that can be set by name, and a drawing that depends on nothing else.
pub trait Figure {
    /// The figure's kebab-case name.
    fn name(&self) -> &'static str;
    /// A short title.
    fn title(&self) -> &'static str;
    /// A caption that fits the present parameters.
    fn caption(&self) -> String;
    /// The controls of its parameters.
    fn controls(&self) -> Vec<Control>;
    /// Sets a parameter from text: a number, a kebab-case choice or a comma list.
    ///
    /// # Errors
    /// An unknown parameter or a value that it does not take.
    fn set(&mut self, name: &str, value: &str) -> Result<(), Error>;
    /// The parameters as JSON.
    fn parameters(&self) -> serde_json::Value;
    /// Draws the figure.
    ///
    /// # Errors
    /// Parameters that do not fit together.
    fn draw(&self, theme: Theme) -> Result<Drawing, Error>;
}

/// The names of all figures.
pub const NAMES: &[&str] = &[
    "sliding-window",
    "image-filter",
    "translation-equivariance",
    "pooling",
];

/// The figure of a name, at its defaults.
///
/// # Errors
/// An unknown name.
pub fn figure(name: &str) -> Result<Box<dyn Figure>, Error> {
    match name {
        "sliding-window" => Ok(Box::new(SlidingWindow::default())),
        "image-filter" => Ok(Box::new(ImageFilter::default())),
        "translation-equivariance" => Ok(Box::new(TranslationEquivariance::default())),
        "pooling" => Ok(Box::new(Pooling::default())),
        _ => Err(parameters::unknown("figure", name, NAMES)),
    }
}
