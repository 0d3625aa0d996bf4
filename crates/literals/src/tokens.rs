//! The tokens of a program, and what they say of the numbers among them.

use ra_ap_rustc_lexer::{Base, FrontmatterAllowed, LiteralKind, TokenKind, tokenize};

/// A token that is no space.
pub(crate) struct Token<'p> {
    pub(crate) text: &'p str,
    /// Its first byte.
    pub(crate) start: usize,
    /// Its line, from 1.
    pub(crate) line: usize,
    pub(crate) is_comment: bool,
    /// Of a decimal number how many bytes stand before its type, and whether it has a point.
    pub(crate) number: Option<(usize, bool)>,
}

/// The tokens of a program.
pub(crate) fn tokens(program: &str) -> Vec<Token<'_>> {
    let (mut tokens, mut start, mut line) = (Vec::new(), 0, 1);
    for token in tokenize(program, FrontmatterAllowed::No) {
        let text = &program[start..start + token.len as usize];
        let number = match token.kind {
            TokenKind::Literal {
                kind:
                    LiteralKind::Int {
                        base: Base::Decimal,
                        ..
                    },
                suffix_start,
            } => Some((suffix_start as usize, false)),
            TokenKind::Literal {
                kind:
                    LiteralKind::Float {
                        base: Base::Decimal,
                        ..
                    },
                suffix_start,
            } => Some((suffix_start as usize, true)),
            _ => None,
        };
        // The underscore before a type is part of the number for the lexer, as in `3_usize`.
        let number =
            number.map(|(digits, is_float)| (text[..digits].trim_end_matches('_').len(), is_float));
        let is_comment = matches!(
            token.kind,
            TokenKind::LineComment { .. } | TokenKind::BlockComment { .. }
        );
        if token.kind != TokenKind::Whitespace {
            tokens.push(Token {
                text,
                start,
                line,
                is_comment,
                number,
            });
        }
        start += text.len();
        line += text.matches('\n').count();
    }
    tokens
}

/// Whether a value begins after this token, so that a `-` there is a sign.
pub(crate) fn begins_value(text: &str) -> bool {
    matches!(
        text,
        "" | "("
            | "["
            | "{"
            | ","
            | "="
            | ";"
            | ":"
            | "+"
            | "-"
            | "*"
            | "/"
            | "%"
            | "<"
            | ">"
            | "&"
            | "|"
            | "!"
            | "."
            | "return"
            | "in"
            | "if"
    )
}

/// What the compiler must know of the number at this place of the code; nothing if a program may compute it.
pub(crate) fn fixed(tokens: &[Token<'_>], code: &[usize], place: usize) -> Option<&'static str> {
    let text = |place: usize| code.get(place).map_or("", |&at| tokens[at].text);
    if is_array_size(&text, place) {
        return Some("the size of an array");
    }
    if text(place - usize::from(place > 0)) == "<" && text(place + 1) == ">" {
        return Some("the parameter of a type");
    }
    if text(place + 1) == "=" && text(place + 2) == ">" {
        return Some("a pattern");
    }
    is_constant(&text, place).then_some("a constant")
}

/// Whether `[…; ` stands before the number, in an array and not in a macro such as `vec!`.
fn is_array_size<'p>(text: &impl Fn(usize) -> &'p str, place: usize) -> bool {
    let (mut depth, mut after_semicolon) = (0, false);
    for at in (0..place).rev() {
        match text(at) {
            ")" | "]" | "}" => depth += 1,
            "[" if depth == 0 => return after_semicolon && (at == 0 || text(at - 1) != "!"),
            "(" | "{" if depth == 0 => return false,
            "(" | "[" | "{" => depth -= 1,
            ";" if depth == 0 => after_semicolon = true,
            _ => {}
        }
    }
    false
}

/// Whether the number stands in `const NAME: … ;` or `static NAME: … ;`.
fn is_constant<'p>(text: &impl Fn(usize) -> &'p str, place: usize) -> bool {
    let begins = |at: usize| {
        let name = at + 1 + usize::from(text(at + 1) == "mut");
        matches!(text(at), "const" | "static") && text(name + 1) == ":"
    };
    let (mut at, mut constant, mut depth) = (0, false, 0);
    while at < place {
        match text(at) {
            _ if !constant && begins(at) => (constant, depth) = (true, 0),
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth -= 1,
            ";" if depth == 0 => constant = false,
            _ => {}
        }
        at += 1;
    }
    constant
}
