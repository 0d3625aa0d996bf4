//! Blocks and inlines in the markup of Typst.

use super::math::{self, FormulaError};
use crate::deck::blocks::{Block, Inline};
use std::fmt::Write as _;

/// Inlines as a block of content.
pub(super) fn content(inlines: &[Inline]) -> Result<String, FormulaError> {
    let text = self::inlines(inlines)?;
    // At the start of a line, these would begin a list, a heading or a term.
    let digits = text.len()
        - text
            .trim_start_matches(|character: char| character.is_ascii_digit())
            .len();
    let text = match text.chars().nth(digits) {
        Some('.') if digits > 0 => format!("{}\\{}", &text[..digits], &text[digits..]),
        Some('-' | '+' | '/' | '=') if digits == 0 => format!("\\{text}"),
        _ => text,
    };
    Ok(format!("[{text}]"))
}

pub(super) fn inlines(inlines: &[Inline]) -> Result<String, FormulaError> {
    let mut out = String::new();
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::Reference { text, .. } => out.push_str(&self::text(text)),
            Inline::Code(code) => {
                let _ = write!(out, "#raw({})", string(code));
            }
            Inline::Formula(mathml) => {
                let _ = write!(out, "${}$", math::formula(mathml)?);
            }
            Inline::Emphasis(inner) => {
                let _ = write!(out, "#emph[{}]", self::inlines(inner)?);
            }
            Inline::Strong(inner) => {
                let _ = write!(out, "#strong[{}]", self::inlines(inner)?);
            }
            Inline::Mark(_) => {}
        }
    }
    Ok(out)
}

/// Text with its markup escaped.
pub(super) fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    for character in text.chars() {
        let doubled = matches!(character, '-' | '/' | '.') && before == character;
        if doubled
            || matches!(
                character,
                '\\' | '#' | '$' | '*' | '_' | '`' | '<' | '>' | '@' | '[' | ']' | '~'
            )
        {
            out.push('\\');
        }
        out.push(character);
        before = character;
    }
    // After a piece of code, Typst would read these as its continuation.
    match out.chars().next() {
        Some(first @ ('(' | '.' | ';')) => format!("\\{first}{}", &out[1..]),
        _ => out,
    }
}

pub(super) fn string(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A block of verbatim text, between more backticks than it holds.
pub(super) fn raw(language: &str, text: &str) -> String {
    let mut fence = "```".to_owned();
    while text.contains(&fence) {
        fence.push('`');
    }
    format!("{fence}{language}\n{text}\n{fence}")
}

pub(super) fn blocks(blocks: &[Block]) -> Result<String, FormulaError> {
    let mut out = String::new();
    for block in blocks {
        let text = match block {
            Block::Paragraph(text) => format!("#par{}", content(text)?),
            Block::Heading(_, text) => format!("#strong{}", content(text)?),
            Block::Formula(mathml) => format!("$ {} $", math::formula(mathml)?),
            Block::List { ordered, items } => {
                let items: Result<Vec<String>, FormulaError> =
                    items.iter().map(|item| content(item)).collect();
                format!(
                    "#{}({})",
                    if *ordered { "enum" } else { "list" },
                    items?.join(", ")
                )
            }
            Block::Table { head, rows } => format!("#{}", table(head, rows)?),
            Block::Verbatim(text) => raw("", text.trim_end()),
            Block::Quote(text) => format!("#quote(block: true){}", content(text)?),
            Block::Image { description, .. } => self::text(description),
            Block::Listing(_) | Block::Figure(_) | Block::Mark(_) => continue,
        };
        out.push_str(&text);
        out.push_str("\n\n");
    }
    Ok(out)
}

/// Text indented by two levels. Typst removes the margin that the lines of a raw block have in common.
pub(super) fn indented(text: &str) -> String {
    let mut out = String::new();
    for line in text.trim_end().lines() {
        if !line.is_empty() {
            out.push_str("    ");
            out.push_str(line);
        }
        out.push('\n');
    }
    out
}

pub(super) fn table(
    head: &[Vec<Inline>],
    rows: &[Vec<Vec<Inline>>],
) -> Result<String, FormulaError> {
    let cells = |cells: &[Vec<Inline>]| -> Result<String, FormulaError> {
        let cells: Result<Vec<String>, FormulaError> =
            cells.iter().map(|cell| content(cell)).collect();
        Ok(cells?.join(", "))
    };
    let mut out = format!("values({}, ({}),", head.len(), cells(head)?);
    for row in rows {
        let _ = write!(out, "\n    {},", cells(row)?);
    }
    Ok(out + "\n  )")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_text_is_escaped() {
        assert_eq!(text("a_b #1 [x] -- //"), "a\\_b \\#1 \\[x\\] -\\- /\\/");
        let content = |text: &str| content(&[Inline::Text(text.into())]).unwrap();
        assert_eq!(content("- no list"), "[\\- no list]");
        assert_eq!(content("12. no list"), "[12\\. no list]");
        assert_eq!(content("(a)"), "[\\(a)]");
    }

    #[test]
    fn a_block_of_text_stands_between_more_backticks_than_it_holds() {
        assert_eq!(raw("rust", "a```b"), "````rust\na```b\n````");
    }
}
