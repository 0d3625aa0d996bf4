//! What every figure is: parameters with a name, controls that describe them, and a drawing.

use crate::parameters::unknown;
use crate::{
    Error, ImageFilter, Picture, Pooling, Region, SlidingWindow, Theme, TranslationEquivariance,
};

/// A figure: parameters that can be set by name, and a drawing that depends on nothing else.
pub trait Figure {
    /// The figure's kebab-case name.
    fn name(&self) -> &'static str;
    /// A short title.
    fn title(&self) -> &'static str;
    /// A caption that fits the present parameters.
    fn caption(&self) -> String;
    /// The controls of its parameters, with their present values and bounds.
    fn controls(&self) -> Vec<Control>;
    /// Sets a parameter from text: a number, a kebab-case choice or a comma list.
    ///
    /// # Errors
    /// An unknown parameter or a value that it does not take.
    fn set(&mut self, name: &str, value: &str) -> Result<(), Error>;
    /// Shows a person's picture in place of the figure's image.
    ///
    /// # Errors
    /// A figure without an image.
    fn show(&mut self, _picture: Picture) -> Result<(), Error> {
        Err(Error::NoImage {
            figure: self.name(),
        })
    }
    /// Draws the figure.
    ///
    /// # Errors
    /// Parameters that do not fit together.
    fn draw(&self, theme: Theme) -> Result<Drawing, Error>;
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
    /// The parts of the picture that stand for a parameter; a later one lies above an earlier one.
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
    /// One of several images, or a picture of a person's own.
    Image {
        /// The images' names.
        options: Vec<String>,
    },
    /// A whole number between two bounds, both included.
    Range {
        /// The smallest value.
        min: i64,
        /// The largest value.
        max: i64,
        /// Whether the values are places that one visits in turn, so that the figure can be played.
        plays: bool,
    },
    /// A comma list of numbers.
    Numbers {
        /// How many numbers there may be.
        counts: Vec<usize>,
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
    /// Its present value, as [`Figure::set`] takes it.
    pub value: String,
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
        _ => Err(unknown("figure", name, NAMES)),
    }
}

/// The fewest settings that lead from the defaults to a figure, in the order in which [`Figure::set`] takes them.
///
/// ```
/// use figures::{figure, settings};
/// let mut filter = figure("image-filter")?;
/// filter.set("kernel", "laplacian")?;
/// assert_eq!(settings(filter.as_ref()), [("kernel".to_owned(), "laplacian".to_owned())]);
/// # Ok::<(), figures::Error>(())
/// ```
#[must_use]
pub fn settings(figure: &dyn Figure) -> Vec<(String, String)> {
    let Ok(mut reached) = self::figure(figure.name()) else {
        return Vec::new();
    };
    let mut settings = Vec::new();
    for (at, wanted) in figure.controls().into_iter().enumerate() {
        // What an earlier setting brought with it needs none of its own: a kernel has its weights.
        if reached.controls()[at].value != wanted.value {
            // Own numbers follow with their own parameter; a person's picture has a name that only the figure that shows it
            // takes.
            let taken = reached.set(&wanted.name, &wanted.value).is_ok();
            if !taken && matches!(wanted.kind, Kind::Choice { .. }) {
                continue;
            }
            settings.push((wanted.name, wanted.value));
        }
    }
    settings
}
