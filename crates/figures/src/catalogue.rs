//! The figures that there are.

use crate::parameters::unknown;
use crate::{Error, Figure, ImageFilter, Pooling, SlidingWindow, TranslationEquivariance};

/// A list of figures, each at its defaults.
#[derive(Debug)]
pub struct Catalogue(&'static [fn() -> Box<dyn Figure>]);

/// The figures of this book.
pub static FIGURES: Catalogue = Catalogue(&[
    || Box::new(SlidingWindow::default()),
    || Box::new(ImageFilter::default()),
    || Box::new(TranslationEquivariance::default()),
    || Box::new(Pooling::default()),
]);

impl Catalogue {
    /// The names of the figures, in the order of the list.
    #[must_use]
    pub fn names(&self) -> Vec<&'static str> {
        self.0.iter().map(|figure| figure().name()).collect()
    }

    /// The figure of a name, at its defaults.
    ///
    /// # Errors
    /// An unknown name.
    pub fn figure(&self, name: &str) -> Result<Box<dyn Figure>, Error> {
        let found = self.0.iter().map(|figure| figure());
        found
            .into_iter()
            .find(|figure| figure.name() == name)
            .ok_or_else(|| unknown("figure", name, &self.names()))
    }
}
