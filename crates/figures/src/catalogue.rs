//! Lists of figures.

use crate::error::unknown;
use crate::{Error, Figure};

/// Figures that a page loads together: they are compiled into one module, of this name.
#[derive(Clone, Copy, Debug)]
pub struct Module {
    /// The module's name.
    pub name: &'static str,
    /// What makes its figures, each at its defaults.
    pub figures: &'static [fn() -> Box<dyn Figure>],
}

/// Figures by name, each made at its defaults. They are in one module or several, in which each name stands once.
#[derive(Clone, Copy, Debug)]
pub struct Catalogue(pub &'static [Module]);

impl Catalogue {
    /// Every figure, at its defaults.
    pub fn all(&self) -> impl Iterator<Item = Box<dyn Figure>> {
        let makers = self.0.iter().flat_map(|module| module.figures);
        makers.map(|make| make())
    }

    /// The names of all figures.
    #[must_use]
    pub fn names(&self) -> Vec<&'static str> {
        self.all().map(|figure| figure.name()).collect()
    }

    /// The name of the module that has the figure of this name, if there is one.
    #[must_use]
    pub fn module_of(&self, name: &str) -> Option<&'static str> {
        let has = |module: &&Module| module.figures.iter().any(|make| make().name() == name);
        self.0.iter().find(has).map(|module| module.name)
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
