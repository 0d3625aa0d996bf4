//! An author's mistakes: where each is, what is wrong, what to do. All of them are reported together.

use figures::nearest_name;
use std::fmt;

/// One mistake in the book's sources.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The file, as its author knows it: a chapter relative to `book/src`, or a path from the project's root.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
}

impl Diagnostic {
    /// A mistake without advice.
    pub fn new(file: impl Into<String>, line: usize, message: impl Into<String>) -> Self {
        Self {
            file: file.into(),
            line,
            message: message.into(),
            hint: None,
        }
    }

    /// The same, with advice.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: error: {}", self.file, self.line, self.message)?;
        if let Some(hint) = &self.hint {
            write!(f, "\n  hint: {hint}")?;
        }
        Ok(())
    }
}

/// All the mistakes of a book, in the order of its chapters and lines.
#[derive(Debug)]
pub struct Mistakes(pub Vec<Diagnostic>);

impl fmt::Display for Mistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for diagnostic in &self.0 {
            writeln!(f, "{diagnostic}")?;
        }
        match self.0.len() {
            1 => write!(f, "one mistake in the book"),
            n => write!(f, "{n} mistakes in the book"),
        }
    }
}

impl std::error::Error for Mistakes {}

/// Advice for a name that is not among those known: the nearest of them, or all where none is near.
#[must_use]
pub fn suggest<'a>(wanted: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.into_iter().collect();
    if known.is_empty() {
        return "there are none".into();
    }
    match nearest_name(wanted, known.iter().copied()) {
        Some((name, distance)) if distance <= wanted.len().max(3) / 3 => {
            format!("did you mean '{name}'?")
        }
        _ => format!("known: {}", known.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_name_is_answered_with_the_nearest_one() {
        let known = ["sobel", "blur"];
        assert_eq!(suggest("sobal", known), "did you mean 'sobel'?");
        assert_eq!(suggest("xyz", known), "known: sobel, blur");
    }
}
