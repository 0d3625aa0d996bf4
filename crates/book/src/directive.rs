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
    /// The begin of a question before an output or a figure. What the program or the figure computes tells which answer is right.
    Predict {
        /// What computes the answer: `LISTING#name` or `@FIGURE#readout`, without the name where each answer has a condition.
        asked: String,
        /// How near a number that is typed must come, such as `10%` or `2`; none where there are answers to choose from.
        within: Option<String>,
    },
    /// The end of a question.
    EndPredict,
    /// The begin of an exercise.
    Exercise {
        /// Its name.
        name: String,
        /// Whether it asks for a program, whose skeleton and solution stand in the crate of the exercises.
        is_program: bool,
    },
    /// The begin of the hint of an exercise.
    Hint,
    /// The begin of the answer of an exercise.
    Answer,
    /// The end of an exercise.
    EndExercise,
    /// The works that the book cites.
    Bibliography,
    /// The table of all checked numbers.
    Claims,
    /// A card for each chapter.
    Chapters,
    /// A line with the address of the repository, where one is configured.
    Repository,
}

impl Directive {
    /// The names of all directives.
    pub const NAMES: [&str; 10] = [
        "listing",
        "figure",
        "predict",
        "exercise",
        "hint",
        "answer",
        "bibliography",
        "claims",
        "chapters",
        "repository",
    ];

    /// Its name, as an author writes it.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Listing { .. } => "listing",
            Self::Figure { .. } => "figure",
            Self::Predict { .. } => "predict",
            Self::Exercise { .. } => "exercise",
            Self::Hint => "hint",
            Self::Answer => "answer",
            Self::EndPredict => "/predict",
            Self::EndExercise => "/exercise",
            Self::Bibliography => "bibliography",
            Self::Claims => "claims",
            Self::Chapters => "chapters",
            Self::Repository => "repository",
        }
    }

    /// Reads what stands between `{{/` and `}}`.
    pub(crate) fn read_end(body: &str) -> Result<Self, DirectiveError> {
        match body.trim() {
            "predict" => Ok(Self::EndPredict),
            "exercise" => Ok(Self::EndExercise),
            name => Err(DirectiveError::End(name.to_owned())),
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
            ["predict", asked] => Ok(Self::Predict {
                asked: (*asked).to_owned(),
                within: None,
            }),
            ["predict", asked, "within", tolerance] => Ok(Self::Predict {
                asked: (*asked).to_owned(),
                within: Some((*tolerance).to_owned()),
            }),
            ["predict", ..] => Err(DirectiveError::Predict),
            ["exercise", name] => Ok(Self::Exercise {
                name: (*name).to_owned(),
                is_program: false,
            }),
            ["exercise", name, "program"] => Ok(Self::Exercise {
                name: (*name).to_owned(),
                is_program: true,
            }),
            ["exercise", ..] => Err(DirectiveError::Exercise),
            ["hint"] => Ok(Self::Hint),
            ["answer"] => Ok(Self::Answer),
            ["bibliography"] => Ok(Self::Bibliography),
            ["claims"] => Ok(Self::Claims),
            ["chapters"] => Ok(Self::Chapters),
            ["repository"] => Ok(Self::Repository),
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
    #[error("a prediction that does not name one value of a listing or of a figure")]
    Predict,
    #[error("an exercise that is not one name, or one name and the word 'program'")]
    Exercise,
    #[error("'{{{{/{0}}}}}' closes nothing")]
    End(String),
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
            Self::Predict => {
                "write {{#predict LISTING#name}} or {{#predict @FIGURE#readout}} before a list of answers, and 'within 10%' after it for a number to type".into()
            }
            Self::Exercise => {
                "write {{#exercise NAME}}, or {{#exercise NAME program}} for one with a skeleton".into()
            }
            Self::End(name) => suggest(name, ["predict", "exercise"]),
            Self::Arguments(_) => {
                "write {{#figure NAME parameter=value …}}, {{#hint}}, {{#answer}}, {{#bibliography}}, {{#claims}}, {{#chapters}} or {{#repository}}".into()
            }
            Self::Include => "include files in a ```text, ```toml or ```rust block".into(),
            Self::Unknown(name) => suggest(name, Directive::NAMES),
        }
    }
}
