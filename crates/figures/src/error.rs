//! What can go wrong with a figure.

use crate::names::nearest_name;

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
    /// A person's picture where none is shown.
    #[error("the figure {figure} shows no image, so it takes no picture")]
    NoImage {
        /// The figure.
        figure: &'static str,
    },
    /// A person's picture that cannot be used.
    #[error("the picture cannot be used: {0}")]
    Picture(String),
    /// The mathematics refused these parameters.
    #[error(transparent)]
    Mathematics(#[from] equivariance::Error),
    /// The picture could not be written.
    #[error("could not draw the figure: {0}")]
    Drawing(String),
}

/// The error for a value that a parameter does not take.
pub(crate) fn wrong(parameter: &str, got: &str, expected: String) -> Error {
    Error::Value {
        parameter: parameter.to_owned(),
        got: got.to_owned(),
        expected,
    }
}

/// The error for a name that is not among `options`.
pub(crate) fn unknown(what: &str, got: &str, options: Vec<String>) -> Error {
    let nearest = nearest_name(got, options.iter().map(String::as_str));
    let nearest = nearest.map_or_else(String::new, |(name, _)| name.to_owned());
    Error::Unknown {
        what: what.to_owned(),
        got: got.to_owned(),
        nearest,
        options,
    }
}
