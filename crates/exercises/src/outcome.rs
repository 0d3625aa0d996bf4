//! What a check finds.

use std::fmt::{self, Debug, Display};

/// What an exercise returns: a value, or that it is not written yet.
pub type Answer<T> = Result<T, Unsolved>;

/// The exercise is not written yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unsolved;

/// What a check finds: nothing, or the first thing that is missing.
pub type Outcome = Result<(), Missing>;

/// What is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Missing {
    /// All of it.
    Unwritten,
    /// One case is wrong.
    Wrong {
        /// What was asked.
        input: String,
        /// What would be right.
        expected: String,
        /// What was answered.
        got: String,
        /// What to think of.
        hint: &'static str,
    },
}

impl Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unwritten => {
                write!(f, "is not written yet: its function returns Unsolved")
            }
            Self::Wrong {
                input,
                expected,
                got,
                hint,
            } => write!(
                f,
                "is wrong for one case\n  input:    {input}\n  expected: {expected}\n  got:      {got}\n  hint:     {hint}"
            ),
        }
    }
}

impl From<Unsolved> for Missing {
    fn from(Unsolved: Unsolved) -> Self {
        Self::Unwritten
    }
}

/// Whether an answer is the expected one.
pub(crate) fn equal<T: PartialEq + Debug>(
    input: impl Display,
    expected: &T,
    got: &T,
    hint: &'static str,
) -> Outcome {
    holds(
        got == expected,
        input,
        format_args!("{expected:?}"),
        got,
        hint,
    )
}

/// Whether an answer is right, where more than one may be.
pub(crate) fn holds(
    right: bool,
    input: impl Display,
    expected: impl Display,
    got: &impl Debug,
    hint: &'static str,
) -> Outcome {
    if right {
        return Ok(());
    }
    Err(Missing::Wrong {
        input: input.to_string(),
        expected: expected.to_string(),
        got: format!("{got:?}"),
        hint,
    })
}
