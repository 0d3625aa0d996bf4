//! Formulas for Typst, from the MathML of the pages, so that LaTeX is parsed in one place.

use roxmltree::{Document, Node};
use std::fmt::Write as _;

/// What a formula holds that is not written for Typst.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FormulaError {
    /// MathML that is not well formed.
    #[error("MathML that cannot be read ({0})")]
    Malformed(String),
    /// An element that has no counterpart here.
    #[error("<{0}>")]
    Element(String),
    /// An element with another number of parts than it should have.
    #[error("<{element}> with {parts} parts")]
    Parts {
        /// The element.
        element: String,
        /// How many parts it has.
        parts: usize,
    },
}

/// A formula in MathML as the inside of a formula of Typst.
pub(crate) fn formula(mathml: &str) -> Result<String, FormulaError> {
    let tree =
        Document::parse(mathml).map_err(|error| FormulaError::Malformed(error.to_string()))?;
    let mut out = String::new();
    children(tree.root_element(), &mut out)?;
    Ok(out.trim().to_owned())
}

fn children(node: Node<'_, '_>, out: &mut String) -> Result<(), FormulaError> {
    for child in elements(node) {
        write(child, out)?;
    }
    Ok(())
}

fn write(node: Node<'_, '_>, out: &mut String) -> Result<(), FormulaError> {
    let text = node.text().unwrap_or_default().trim();
    match node.tag_name().name() {
        "math" | "mrow" | "mstyle" | "mpadded" => children(node, out)?,
        "mi" => identifier(text, node.attribute("mathvariant") == Some("normal"), out),
        "mn" => {
            let _ = write!(out, "{text} ");
        }
        "mo" => operator(text, out),
        "mtext" => {
            let text = node
                .text()
                .unwrap_or_default()
                .replace('\\', "\\\\")
                .replace('"', "\\\"");
            let _ = write!(out, "\"{text}\" ");
        }
        "mspace" => {
            let width = node.attribute("width").unwrap_or("0em");
            let _ = write!(out, "#h({width}) ");
        }
        "mfrac" => {
            let [above, below] = parts(node)?;
            let _ = write!(out, "frac({above}, {below}) ");
        }
        "msqrt" => {
            let mut inner = String::new();
            children(node, &mut inner)?;
            let _ = write!(out, "sqrt({}) ", inner.trim());
        }
        "mroot" => {
            let [base, index] = parts(node)?;
            let _ = write!(out, "root({index}, {base}) ");
        }
        "mtable" => {
            let rows: Result<Vec<String>, FormulaError> = elements(node)
                .map(|row| Ok(all_parts(row)?.join(", ")))
                .collect();
            // Sides of an equation that are aligned with each other have the space of the sign between them.
            let is_aligned = node.descendants().any(|cell| {
                let style = cell.attribute("style").unwrap_or_default();
                style.contains("padding-left: 0")
            });
            let gap = if is_aligned {
                "column-gap: #0.28em, "
            } else {
                ""
            };
            let _ = write!(out, "mat(delim: #none, {gap}{}) ", rows?.join("; "));
        }
        "mtd" => {
            // Typst sets what stands before an alignment point to the right, and what stands after it to the left.
            let side = node.attribute("style").unwrap_or_default();
            if side.contains("text-align: left") {
                out.push_str("& ");
            }
            children(node, out)?;
            if side.contains("text-align: right") {
                out.push_str("& ");
            }
        }
        "msub" => {
            let [base, below] = parts(node)?;
            let _ = write!(out, "attach({base}, b: {below}) ");
        }
        "msup" => {
            let [base, above] = parts(node)?;
            let _ = write!(out, "attach({base}, t: {above}) ");
        }
        "msubsup" => {
            let [base, below, above] = parts(node)?;
            let _ = write!(out, "attach({base}, t: {above}, b: {below}) ");
        }
        "munder" => {
            let [base, below] = parts(node)?;
            let _ = write!(out, "attach(limits({base}), b: {below}) ");
        }
        "mover" => {
            let [base, above] = parts(node)?;
            let _ = write!(out, "attach(limits({base}), t: {above}) ");
        }
        "munderover" => {
            let [base, below, above] = parts(node)?;
            let _ = write!(out, "attach(limits({base}), t: {above}, b: {below}) ");
        }
        other => return Err(FormulaError::Element(other.to_owned())),
    }
    Ok(())
}

/// The parts of an element that has `N` of them.
fn parts<const N: usize>(node: Node<'_, '_>) -> Result<[String; N], FormulaError> {
    all_parts(node)?
        .try_into()
        .map_err(|parts: Vec<String>| FormulaError::Parts {
            element: node.tag_name().name().to_owned(),
            parts: parts.len(),
        })
}

fn all_parts(node: Node<'_, '_>) -> Result<Vec<String>, FormulaError> {
    let part = |child| {
        let mut part = String::new();
        write(child, &mut part)?;
        let part = part.trim();
        // Typst needs an argument for an empty part too.
        Ok(if part.is_empty() { "\"\"" } else { part }.to_owned())
    };
    elements(node).map(part).collect()
}

fn elements<'a, 'i>(node: Node<'a, 'i>) -> impl Iterator<Item = Node<'a, 'i>> {
    node.children().filter(Node::is_element)
}

fn identifier(name: &str, upright: bool, out: &mut String) {
    let one = name.chars().count() == 1;
    let _ = match (one, upright) {
        (true, false) => write!(out, "{name} "),
        (true, true) => write!(out, "upright(\"{name}\") "),
        // Typst would show a space after a text in quotes.
        (false, _) => write!(out, "upright(\"{name}\")"),
    };
}

fn operator(text: &str, out: &mut String) {
    // Typst sets a space after the name of an operator, such as max.
    if text.chars().count() > 1 && text.chars().all(char::is_alphabetic) {
        let _ = write!(out, "op(\"{text}\") ");
        return;
    }
    for character in text.chars() {
        let _ = match character {
            // Invisible operators, such as the application of a function.
            '\u{2061}'..='\u{2064}' => Ok(()),
            '′' => write!(out, "prime "),
            // Typst would interpret it as markup.
            _ if character.is_ascii_punctuation() => write!(out, "\\{character} "),
            _ => write!(out, "{character} "),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use book::Typesetter;

    fn of(latex: &str) -> String {
        formula(&Typesetter::new().typeset(latex, true).unwrap()).unwrap()
    }

    #[test]
    fn formulas_keep_their_structure() {
        assert_eq!(of("f(x)"), "f \\( x \\)");
        assert_eq!(of("T_s"), "attach(T, b: s)");
        assert_eq!(of(r"\frac{a}{2}"), "frac(a, 2)");
        assert_eq!(of(r"\sin x"), "op(\"sin\") x");
        assert_eq!(of(r"\min(a)"), "op(\"min\") \\( a \\)");
        assert_eq!(of(r"\max_x a"), "attach(limits(op(\"max\")), b: x) a");
        assert_eq!(of(r"\mathrm{rank}"), "#h(0em) upright(\"rank\")");
        assert_eq!(of("a^2_i"), "attach(a, t: 2, b: i)");
        assert_eq!(
            of(r"\begin{matrix} a & b \\ c & d \end{matrix}"),
            "mat(delim: #none, a, b; c, d)"
        );
        assert_eq!(
            of(r"\begin{aligned} a &= b \\ c &= d \end{aligned}"),
            "mat(delim: #none, column-gap: #0.28em, a &, & \\= b; c &, & \\= d)"
        );
        assert!(of(r"\sum_{k=0}^{K-1} x").starts_with("attach(limits(∑), t: K − 1, b: k \\= 0) x"));
    }

    #[test]
    fn an_unknown_element_is_an_error_that_names_it() {
        assert_eq!(
            formula("<math><menclose/></math>"),
            Err(FormulaError::Element("menclose".into()))
        );
    }
}
