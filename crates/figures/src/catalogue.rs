//! Lists of figures.

use crate::error::unknown;
use crate::{Error, Figure};

/// Figures by name, each made at its defaults.
#[derive(Clone, Copy, Debug)]
pub struct Catalogue(pub(crate) &'static [fn() -> Box<dyn Figure>]);

impl Catalogue {
    /// Every figure, at its defaults.
    pub fn all(&self) -> impl Iterator<Item = Box<dyn Figure>> {
        self.0.iter().map(|make| make())
    }

    /// The names of all figures.
    #[must_use]
    pub fn names(&self) -> Vec<&'static str> {
        self.all().map(|figure| figure.name()).collect()
    }

    /// The figure of a name, at its defaults.
    ///
    /// # Errors
    /// An unknown name.
    pub fn figure(&self, name: &str) -> Result<Box<dyn Figure>, Error> {
        self.all()
            .find(|figure| figure.name() == name)
            .ok_or_else(|| {
                let names = self.names().into_iter().map(str::to_owned);
                unknown("figure", name, names.collect())
            })
    }
}
