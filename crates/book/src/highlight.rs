//! What each part of a program is, for its colour.

use ra_ap_rustc_lexer::{FrontmatterAllowed, TokenKind, tokenize};

/// What a part of a program is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Names, punctuation and spaces.
    Plain,
    /// A word of the language.
    Keyword,
    /// A type, a trait, a variant: a name with a capital.
    Type,
    /// A number, or a character or text in quotes.
    Literal,
    /// A comment.
    Comment,
}

const KEYWORDS: [&str; 37] = [
    "as", "async", "await", "break", "const", "continue", "crate", "dyn", "else", "enum", "extern",
    "false", "fn", "for", "if", "impl", "in", "let", "loop", "match", "mod", "move", "mut", "pub",
    "ref", "return", "self", "static", "struct", "super", "trait", "true", "type", "unsafe", "use",
    "where", "while",
];

/// The lines of a program, each in its parts; neighbours of one class are one part.
pub fn highlight(program: &str) -> Vec<Vec<(Class, &str)>> {
    let mut lines = vec![Vec::new()];
    let mut at = 0;
    for token in tokenize(program, FrontmatterAllowed::No) {
        let text = &program[at..at + token.len as usize];
        let class = class(token.kind, text);
        for (k, piece) in text.split('\n').enumerate() {
            if k > 0 {
                lines.push(Vec::new());
            }
            let start = at + (piece.as_ptr() as usize - text.as_ptr() as usize);
            let line = lines.last_mut().expect("there is a first line");
            add(line, class, program, start..start + piece.len());
        }
        at += text.len();
    }
    if lines.last().is_some_and(Vec::is_empty) {
        lines.pop();
    }
    lines
}

fn add<'p>(
    line: &mut Vec<(Class, &'p str)>,
    class: Class,
    program: &'p str,
    range: std::ops::Range<usize>,
) {
    if range.is_empty() {
        return;
    }
    match line.last_mut() {
        Some((last, text)) if *last == class => {
            *text = &program[range.end - text.len() - range.len()..range.end];
        }
        _ => line.push((class, &program[range])),
    }
}

fn class(kind: TokenKind, text: &str) -> Class {
    match kind {
        TokenKind::LineComment { .. } | TokenKind::BlockComment { .. } => Class::Comment,
        TokenKind::Literal { .. } => Class::Literal,
        TokenKind::Ident if KEYWORDS.contains(&text) => Class::Keyword,
        TokenKind::Ident if text.starts_with(char::is_uppercase) => Class::Type,
        _ => Class::Plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_has_its_class_and_nothing_is_lost() {
        let program = "// two\nlet x: Vec<f64> = f(\"a\n b\", 1.5);\n\n/* no\nmore */ X\n";
        let lines = highlight(program);
        let text: Vec<String> = lines
            .iter()
            .map(|line| line.iter().map(|(_, text)| *text).collect())
            .collect();
        assert_eq!(text.join("\n") + "\n", program);
        assert_eq!(lines[0], [(Class::Comment, "// two")]);
        assert_eq!(
            lines[1],
            [
                (Class::Keyword, "let"),
                (Class::Plain, " x: "),
                (Class::Type, "Vec"),
                (Class::Plain, "<f64> = f("),
                (Class::Literal, "\"a"),
            ]
        );
        assert_eq!(lines[2][0], (Class::Literal, " b\""));
        assert!(lines[3].is_empty());
        assert_eq!(lines[5][0], (Class::Comment, "more */"));
        assert_eq!(lines.len(), 6);
    }
}
