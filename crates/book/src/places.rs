//! Where the book shows its listings and figures, and which of them a reference means.

use crate::figure::{self, DrawnFigure};
use std::collections::BTreeMap;

/// The number of a page before the first chapter, for what it shows.
pub(crate) const FRONT: &str = "0";

/// Where a listing or a figure is shown, and its number there.
#[derive(Debug, Clone)]
pub struct Place {
    /// The chapter, by its index in the book.
    pub chapter: usize,
    /// The number under which it is shown, such as `3.1`.
    pub number: String,
}

/// All listings and figures that the book shows.
#[derive(Debug, Default)]
pub struct Places {
    /// By name.
    pub listings: BTreeMap<String, Place>,
    /// By name and chapter; none for one that could not be drawn.
    pub figures: BTreeMap<(String, usize), (Place, Option<DrawnFigure>)>,
}

/// A reference to what is a figure and a listing.
#[derive(Debug)]
pub struct Ambiguous;

impl Places {
    /// The figure in this chapter, or else where a chapter shows it first, or else on a page before the first chapter.
    pub(crate) fn figure(
        &self,
        name: &str,
        chapter: usize,
    ) -> Option<&(Place, Option<DrawnFigure>)> {
        self.figures.get(&(name.to_owned(), chapter)).or_else(|| {
            let named = self.figures.iter().filter(|((known, _), _)| known == name);
            let is_before =
                |(place, _): &&(Place, _)| place.number.split('.').next() == Some(FRONT);
            named.map(|(_, drawn)| drawn).min_by_key(is_before)
        })
    }

    /// What `[word](ref:name)` in a chapter refers to, with its anchor.
    ///
    /// # Errors
    ///
    /// A name of a figure and of a listing, where the word does not tell which is meant.
    pub fn referred(
        &self,
        name: &str,
        word: &str,
        chapter: usize,
    ) -> Result<Option<(Place, String)>, Ambiguous> {
        let figure = self
            .figure(name, chapter)
            .map(|(place, _)| (place.clone(), figure::anchor(name)));
        let listing = self
            .listings
            .get(name)
            .map(|place| (place.clone(), format!("listing-{name}")));
        let word = word.to_lowercase();
        match (figure, listing) {
            (figure, _) if word.contains("figure") => Ok(figure),
            (_, listing) if word.contains("listing") => Ok(listing),
            (Some(_), Some(_)) => Err(Ambiguous),
            (figure, listing) => Ok(figure.or(listing)),
        }
    }
}
