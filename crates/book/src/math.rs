//! Formulas: LaTeX in, MathML out, when the book is built.

use math_core::{LatexToMathML, MathCoreConfig, MathDisplay};
use std::{panic, sync::Once, thread};

/// The longest formula, in bytes.
const LONGEST: usize = 2000;

/// The stack on which formulas are set. Every brace and command may be inside the one before it.
const STACK: usize = LONGEST * (32 << 10);

/// The name of a thread that sets formulas.
const THREAD: &str = "formula";

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
        on_a_thread_of_its_own(|| self.set(latex, block)).unwrap_or_else(|| {
            let message = "it stops the typesetter; write it another way";
            Err(BadFormula(message.into()))
        })
    }

    /// Each formula, with whether it stands on a line of its own, as [`Typesetter::typeset`] sets it. They share a thread, since
    /// to start one takes longer than to set a formula.
    pub(crate) fn typeset_all(&self, formulas: &[(&str, bool)]) -> Vec<Result<String, BadFormula>> {
        let on_one = || {
            let formulas = formulas.iter();
            formulas
                .map(|(latex, block)| self.set(latex, *block))
                .collect()
        };
        // One that stops the typesetter stops it for all.
        on_a_thread_of_its_own(on_one).unwrap_or_else(|| {
            let formulas = formulas.iter();
            formulas
                .map(|(latex, block)| self.typeset(latex, *block))
                .collect()
        })
    }

    fn set(&self, latex: &str, block: bool) -> Result<String, BadFormula> {
        let latex = latex.trim();
        if latex.len() > LONGEST {
            let message = format!(
                "it is {} bytes long; at most {LONGEST} are set",
                latex.len()
            );
            return Err(BadFormula(message));
        }
        let display = if block {
            MathDisplay::Block
        } else {
            MathDisplay::Inline
        };
        let set = self.0.convert_with_local_state(latex, display);
        let set = set.map_err(|error| BadFormula(error.error_message()))?;
        Ok(shield(&set.mathml))
    }
}

/// What `work` returns, or none where it panics, which the parser of some formulas does. Nothing is printed then; other
/// threads report their panics as before.
fn on_a_thread_of_its_own<T: Send>(work: impl FnOnce() -> T + Send) -> Option<T> {
    static QUIET: Once = Once::new();
    QUIET.call_once(|| {
        let report = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            if thread::current().name() != Some(THREAD) {
                report(panic);
            }
        }));
    });
    thread::scope(|scope| {
        let thread = thread::Builder::new().name(THREAD.into()).stack_size(STACK);
        let running = thread.spawn_scoped(scope, work);
        running.expect("there is room for a thread").join().ok()
    })
}

/// Gives the cells of aligned equations a class in place of their style, which a site's policy may forbid.
pub(crate) fn with_classes_for_styles(mathml: &str) -> String {
    mathml
        .replace(
            "style=\"text-align: right;justify-items: end;padding-right: 0;\"",
            "class=\"left-side\"",
        )
        .replace(
            "style=\"text-align: left;justify-items: start;padding-left: 0;\"",
            "class=\"right-side\"",
        )
}

/// Sets primes beside their letter: their glyphs are raised already, so that a superscript would raise them twice.
pub(crate) fn with_primes_on_their_line(mathml: &str) -> String {
    let mut out = String::with_capacity(mathml.len());
    // Where the elements that are open begin in what is written.
    let mut open: Vec<usize> = Vec::new();
    let mut rest = mathml;
    while let Some(tag) = rest.find('<') {
        out.push_str(&rest[..tag]);
        rest = &rest[tag..];
        let end = rest.find('>').map_or(rest.len(), |at| at + 1);
        let (tag, after) = rest.split_at(end);
        rest = after;
        if !tag.starts_with("</") {
            if !tag.ends_with("/>") {
                open.push(out.len());
            }
            out.push_str(tag);
            continue;
        }
        let start = open.pop().unwrap_or_default();
        let prime = ['′', '″', '‴', '⁗']
            .into_iter()
            .find(|prime| out.ends_with(&format!("<mo>{prime}</mo>")));
        match prime {
            Some(prime) if tag == "</msup>" && out[start..].starts_with("<msup>") => {
                out.truncate(out.len() - format!("<mo>{prime}</mo>").len());
                out.replace_range(start..start + "<msup>".len(), "<mrow>");
                out.push_str(&format!(
                    "<mo form=\"postfix\" lspace=\"0\" rspace=\"0\">{prime}</mo></mrow>"
                ));
            }
            _ => out.push_str(tag),
        }
    }
    out + rest
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
    fn a_prime_stands_on_the_line_of_its_letter() {
        let set =
            |latex| with_primes_on_their_line(&Typesetter::new().typeset(latex, false).unwrap());
        let prime = "<mo form=\"postfix\" lspace=\"0\" rspace=\"0\">′</mo></mrow>";
        let formula = set("f'(x^2) + (a^{b'})'");
        assert!(
            formula.contains(&format!("<mrow><mi>f</mi>{prime}")),
            "{formula}"
        );
        assert!(
            formula.contains("<msup><mi>x</mi><mn>2</mn></msup>"),
            "{formula}"
        );
        assert!(
            formula.contains(&format!("<mrow><mi>b</mi>{prime}")),
            "{formula}"
        );
        assert_eq!(
            formula.matches("<msup>").count(),
            formula.matches("</msup>").count()
        );
        assert_eq!(
            formula.matches("<mrow>").count(),
            formula.matches("</mrow>").count()
        );
        let plain = Typesetter::new()
            .typeset(r"\frac{a}{b_1} < 2", true)
            .unwrap();
        assert_eq!(with_primes_on_their_line(&plain), plain);
    }

    #[test]
    fn aligned_equations_have_classes_and_no_styles() {
        let aligned = r"\begin{aligned} a &= b \\ c &= d \end{aligned}";
        let set = with_classes_for_styles(&Typesetter::new().typeset(aligned, true).unwrap());
        assert!(!set.contains(" style="), "{set}");
        assert_eq!(set.matches("<mtd class=\"left-side\">").count(), 2);
        assert_eq!(set.matches("<mtd class=\"right-side\">").count(), 2);
    }

    #[test]
    fn a_formula_that_does_not_parse_is_an_error() {
        assert!(Typesetter::new().typeset(r"\frac{1}{", false).is_err());
        assert!(Typesetter::new().typeset(r"\nosuchcommand", true).is_err());
    }

    #[test]
    fn a_formula_at_which_the_parser_panics_is_an_error() {
        let error = Typesetter::new()
            .typeset(r"\begin{matrix}&'\end{matrix}", true)
            .unwrap_err();
        assert_eq!(
            error.to_string(),
            "it stops the typesetter; write it another way"
        );
    }

    #[test]
    fn a_formula_may_be_nested_as_deep_as_it_is_long() {
        let typesetter = Typesetter::new();
        for part in [
            "{",
            r"\sqrt",
            r"\left(",
            "x^{",
            r"\hat",
            r"\frac1",
            r"\begin{matrix}",
        ] {
            let deep = part.repeat(LONGEST / part.len());
            // An answer, of whatever kind: a stack that overflows ends the program.
            let _ = typesetter.typeset(&deep, false);
            let longer = typesetter.typeset(&deep.repeat(2), false).unwrap_err();
            assert!(longer.to_string().ends_with("at most 2000 are set"));
        }
    }
}
