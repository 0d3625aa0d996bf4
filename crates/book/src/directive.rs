//! Lines such as `{{#listing two-passes}}`, which the book replaces by listings, figures and tables.

use crate::diagnostics::suggest;

/// What a `{{#name arguments}}` stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Directive {
    /// A program and what it prints.
    Listing {
        /// The program.
        name: String,
        /// Whether what it prints is folded, because a table of the chapter shows it.
        folded: bool,
    },
    /// A figure.
    Figure {
        /// The figure.
        name: String,
        /// What is set, each as `parameter=value`.
        settings: Vec<String>,
    },
    /// The works that the book cites.
    Bibliography,
    /// The table of all checked numbers.
    Claims,
}

impl Directive {
    /// The names of all directives.
    pub const NAMES: [&str; 4] = ["listing", "figure", "bibliography", "claims"];

    /// Its name, as an author writes it.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Listing { .. } => "listing",
            Self::Figure { .. } => "figure",
            Self::Bibliography => "bibliography",
            Self::Claims => "claims",
        }
    }

    /// Reads what stands between `{{#` and `}}`.
    pub(crate) fn read(body: &str) -> Result<Self, DirectiveError> {
        let words: Vec<&str> = body.split_whitespace().collect();
        match words.as_slice() {
            ["listing", name] => Ok(Self::Listing {
                name: (*name).to_owned(),
                folded: false,
            }),
            ["listing", name, "folded"] => Ok(Self::Listing {
                name: (*name).to_owned(),
                folded: true,
            }),
            ["listing", ..] => Err(DirectiveError::Listing),
            ["figure", name, settings @ ..] => Ok(Self::Figure {
                name: (*name).to_owned(),
                settings: settings.iter().map(|&setting| setting.to_owned()).collect(),
            }),
            ["bibliography"] => Ok(Self::Bibliography),
            ["claims"] => Ok(Self::Claims),
            ["include" | "rustdoc_include", ..] => Err(DirectiveError::Include),
            [name, ..] if Self::NAMES.contains(name) => {
                Err(DirectiveError::Arguments((*name).to_owned()))
            }
            words => Err(DirectiveError::Unknown(
                words.first().copied().unwrap_or_default().to_owned(),
            )),
        }
    }
}

/// Why a directive is refused.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DirectiveError {
    #[error("a listing that is not one name, or one name and the word 'folded'")]
    Listing,
    #[error("wrong arguments for {{{{#{0}}}}}")]
    Arguments(String),
    #[error("an include outside a code block, where its numbers would not be checked")]
    Include,
    #[error("unknown directive '{{{{#{0}}}}}'")]
    Unknown(String),
}

impl DirectiveError {
    /// What would be right.
    pub(crate) fn hint(&self) -> String {
        match self {
            Self::Listing => {
                "write {{#listing NAME}}, or {{#listing NAME folded}} to fold what it prints".into()
            }
            Self::Arguments(_) => {
                "write {{#figure NAME parameter=value …}}, {{#bibliography}} or {{#claims}}".into()
            }
            Self::Include => "include files in a ```text, ```toml or ```rust block".into(),
            Self::Unknown(name) => suggest(name, Directive::NAMES),
        }
    }
}
