//! Formulas: LaTeX in, MathML out, when the book is built.

use math_core::{LatexToMathML, MathCoreConfig, MathDisplay};

/// Turns LaTeX into MathML that is safe to put into Markdown.
pub struct Typesetter(LatexToMathML);

impl Typesetter {
    /// A typesetter with the default commands.
    pub fn new() -> Self {
        let config = MathCoreConfig::default();
        Self(
            LatexToMathML::new(config)
                .expect("the default configuration has no macros that could fail"),
        )
    }

    /// `latex` as one line of MathML, in which Markdown finds nothing to interpret.
    ///
    /// # Errors
    ///
    /// [`BadFormula`], when `latex` is not a formula.
    pub fn typeset(&self, latex: &str, block: bool) -> Result<String, BadFormula> {
        let display = if block {
            MathDisplay::Block
        } else {
            MathDisplay::Inline
        };
        let result = self
            .0
            .convert_with_local_state(latex.trim(), display)
            .map_err(|error| BadFormula(error.error_message()))?;
        Ok(shield(&result.mathml))
    }
}

/// LaTeX that is not a formula: the message of its parser.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct BadFormula(String);

impl Default for Typesetter {
    fn default() -> Self {
        Self::new()
    }
}

/// Writes the punctuation between tags as character references, and line ends as spaces.
fn shield(mathml: &str) -> String {
    let mut out = String::with_capacity(mathml.len());
    let (mut in_tag, mut in_reference) = (false, false);
    for c in mathml.chars() {
        match c {
            '\n' | '\r' => out.push(' '),
            '<' => {
                in_tag = true;
                out.push(c);
            }
            '>' if in_tag => {
                in_tag = false;
                out.push(c);
            }
            '&' => {
                in_reference = true;
                out.push(c);
            }
            ';' if in_reference => {
                in_reference = false;
                out.push(c);
            }
            _ if in_tag || in_reference || !c.is_ascii_punctuation() => out.push(c),
            _ => out.push_str(&format!("&#{};", u32::from(c))),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_becomes_mathml_without_markdown_in_it() {
        let mathml = Typesetter::new()
            .typeset(r"a_1 * b_{2} [x]", false)
            .unwrap();
        assert!(mathml.starts_with("<math"), "{mathml}");
        assert!(!mathml.contains(['*', '_', '[', '\n']), "{mathml}");
    }

    #[test]
    fn a_formula_that_does_not_parse_is_an_error() {
        assert!(Typesetter::new().typeset(r"\frac{1}{", false).is_err());
        assert!(Typesetter::new().typeset(r"\nosuchcommand", true).is_err());
    }
}
