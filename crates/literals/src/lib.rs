//! The numbers of a program that a reader may change. Its author marks one by a comment at the end of its line:
//!
//! ```text
//! let sigma = 1.5; // try: 0.5..=4
//! let steps = 10; // try: 1..=50
//! let edge = blur(9, 0.25); // try 0.25: 0..=1 by 0.05
//! ```
//!
//! The program stays an ordinary one. A line with several numbers names the one that is meant. A whole number stays one, and its step is 1;
//! of a decimal number any value within the range may be typed, and its step is one of the last place that the mark or the number writes.

mod range;
mod tokens;

use range::{Range as Bounds, read};
use std::ops::Range;
use tokens::{Token, tokens};

/// A number that a reader may change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Literal {
    /// Its line, from 1.
    pub line: usize,
    /// The bytes of the number, with its sign and without its type: what a reader changes.
    pub number: Range<usize>,
    /// The bytes of the number with its type, as in `3_usize`.
    pub whole: Range<usize>,
    /// The bytes of the comment, with the spaces before it.
    pub mark: Range<usize>,
    /// The number as others write it: without `_`, and without a point at its end.
    pub value: String,
    /// The least that it may be, the most, and the step of an arrow key, each a decimal number.
    pub bounds: [String; 3],
    /// Whether it stays a whole number.
    pub is_integer: bool,
}

/// What is wrong with a mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// Its line, from 1.
    pub line: usize,
    /// What is wrong, and what would be right.
    pub message: String,
}

/// The numbers of a program that are marked, in their order.
///
/// # Errors
///
/// Every mark that is none: on a line without such a number or with several, with a range that is none or that the number is not in, and on a
/// number that the compiler must know: the size of an array, a constant, a pattern, a parameter of a type.
pub fn literals(program: &str) -> Result<Vec<Literal>, Vec<Mistake>> {
    // No token of a program without marks needs to be read.
    if !program.contains(TRY) {
        return Ok(Vec::new());
    }
    let tokens = tokens(program);
    let (mut found, mut mistakes) = (Vec::new(), Vec::new());
    for (at, comment) in tokens.iter().enumerate() {
        let Some(words) = mark(comment) else { continue };
        match literal(program, &tokens, at, words) {
            Ok(literal) => found.push(literal),
            Err(message) => mistakes.push(Mistake {
                line: comment.line,
                message: format!("'{}': {message}", comment.text),
            }),
        }
    }
    if mistakes.is_empty() {
        Ok(found)
    } else {
        Err(mistakes)
    }
}

/// A program in which each marked number is what `change` makes of its index and its text, and the marks are gone. Its lines stay its lines.
///
/// # Errors
///
/// As [`literals`].
pub fn changed(
    program: &str,
    change: impl Fn(usize, &str) -> String,
) -> Result<String, Vec<Mistake>> {
    let (mut out, mut at) = (String::new(), 0);
    for (index, literal) in literals(program)?.iter().enumerate() {
        out.push_str(&program[at..literal.whole.start]);
        out.push_str(&change(index, &program[literal.whole.clone()]));
        out.push_str(&program[literal.whole.end..literal.mark.start]);
        at = literal.mark.end;
    }
    out.push_str(&program[at..]);
    Ok(out)
}

/// How a mark begins, after the slashes of its comment.
const TRY: &str = "try";

/// What a comment says after `// try`, if it is a mark or nearly one.
fn mark<'p>(comment: &Token<'p>) -> Option<&'p str> {
    let words = comment
        .text
        .strip_prefix("//")?
        .trim_start()
        .strip_prefix(TRY)?;
    let is_mark = words.starts_with(':')
        || words.starts_with(' ')
            && words
                .trim_start()
                .starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '.'));
    (comment.is_comment && is_mark).then_some(words)
}

/// The number that the comment at this place marks.
fn literal(
    program: &str,
    tokens: &[Token<'_>],
    comment: usize,
    words: &str,
) -> Result<Literal, String> {
    let form = "write '// try: 0.5..=4', '// try: 0.5..=4 by 0.25', or '// try 1.5: 0.5..=4' to name one of several numbers";
    let (named, bounds) = words.split_once(':').ok_or(form)?;
    let named = named.trim();
    let line = tokens[comment].line;
    let code: Vec<usize> = (0..tokens.len())
        .filter(|&at| !tokens[at].is_comment)
        .collect();
    let numbers = code
        .iter()
        .enumerate()
        .filter(|&(_, &at)| tokens[at].line == line && at < comment)
        .filter_map(|(place, _)| Number::read(tokens, &code, place));
    let mut numbers: Vec<Number> = numbers.collect();
    if !named.is_empty() {
        numbers.retain(|number| program[number.number.clone()] == *named);
    }
    let number = match numbers.as_slice() {
        [number] => number,
        [] if named.is_empty() => return Err("no number stands on this line".into()),
        [] => return Err(format!("no number '{named}' stands on this line")),
        [..] if named.is_empty() => {
            return Err(
                "several numbers stand on this line; name one, as in '// try 1.5: 0.5..=4'".into(),
            );
        }
        [..] => {
            return Err(format!(
                "'{named}' stands on this line more than once; give it a line of its own"
            ));
        }
    };
    if let Some(fixed) = tokens::fixed(tokens, &code, number.place) {
        return Err(format!(
            "the compiler must know {fixed}, so a reader cannot change it; mark a number in a function"
        ));
    }
    let value = program[number.number.clone()].replace([' ', '_'], "");
    let value = value.strip_suffix('.').unwrap_or(&value).to_owned();
    let Bounds { least, most, step } = read(bounds, &value, number.is_integer)?;
    let start = tokens[comment].start;
    let code_end = program[..start].trim_end_matches(' ').len();
    Ok(Literal {
        line,
        number: number.number.clone(),
        whole: number.number.start..number.end,
        mark: code_end..start + tokens[comment].text.len(),
        value,
        bounds: [least, most, step],
        is_integer: number.is_integer,
    })
}

/// A number of a program.
struct Number {
    /// The place of its token among those of the code.
    place: usize,
    number: Range<usize>,
    /// Where its type ends.
    end: usize,
    is_integer: bool,
}

impl Number {
    /// The number that the token of the code at this place is, with the sign before it.
    fn read(tokens: &[Token<'_>], code: &[usize], place: usize) -> Option<Self> {
        let token = &tokens[code[place]];
        let (digits, is_float) = token.number?;
        let text = |place: Option<usize>| {
            place
                .and_then(|place| code.get(place))
                .map_or("", |&at| tokens[at].text)
        };
        let before = place.checked_sub(1);
        // The field of a tuple, and not the end of a range.
        if text(before) == "." && text(place.checked_sub(2)) != "." {
            return None;
        }
        let suffix = &token.text[digits..];
        let mut start = token.start;
        // A method would be called before the sign is taken.
        if text(before) == "-"
            && text(Some(place + 1)) != "."
            && tokens::begins_value(text(place.checked_sub(2)))
        {
            start = tokens[code[place - 1]].start;
        }
        Some(Self {
            place,
            number: start..token.start + digits,
            end: token.start + token.text.len(),
            is_integer: !is_float && !suffix.contains('f'),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn wrong(program: &str) -> String {
        let mistakes = literals(program).unwrap_err();
        assert_eq!(mistakes.len(), 1);
        format!("{}: {}", mistakes[0].line, mistakes[0].message)
    }

    #[test]
    fn a_marked_number_has_its_range_and_its_step() {
        let of = |program: &str| {
            let found = literals(program).unwrap();
            let [literal] = found.as_slice() else {
                panic!("{found:?}")
            };
            let [least, most, step] = &literal.bounds;
            let number = &program[literal.number.clone()];
            let whole = &program[literal.whole.clone()];
            format!("{number} {whole} {least}..={most} by {step}")
        };
        for (line, expected) in [
            ("let s = 1.5; // try: 0.5..=4", "1.5 1.5 0.5..=4 by 0.1"),
            (
                "let s = 1.5; // try: 0.5..=4 by 0.25",
                "1.5 1.5 0.5..=4 by 0.25",
            ),
            ("let s = 2.0;   // try: 1..=4", "2.0 2.0 1..=4 by 0.1"),
            (
                "let n = 1_000_usize; // try: 1..=5000",
                "1_000 1_000_usize 1..=5000 by 1",
            ),
            (
                "let x = 1_f32; // try: 0..=2 by 0.5",
                "1 1_f32 0..=2 by 0.5",
            ),
            ("f(2, -3, 2) // try -3: -9..=9", "-3 -3 -9..=9 by 1"),
            ("f(2, a - 3) // try 3: 1..=9", "3 3 1..=9 by 1"),
            ("-2.0_f64.abs() // try: 1..=9", "2.0 2.0_f64 1..=9 by 0.1"),
            ("x.0 + y.1 + 4 // try: 1..=9", "4 4 1..=9 by 1"),
            ("array![0., 1.] // try 1.: 0..=9 by 2", "1. 1. 0..=9 by 2"),
            ("for _ in 0..4 { // try 4: 1..=9", "4 4 1..=9 by 1"),
            ("vec![0.0; 8] // try 8: 1..=9", "8 8 1..=9 by 1"),
            ("\"3\".len() + 4 // try: 1..=9", "4 4 1..=9 by 1"),
        ] {
            assert_eq!(of(line), expected, "{line}");
        }
    }

    #[test]
    fn a_program_keeps_its_lines_when_its_numbers_are_changed() {
        let program =
            "// try all of it\nf(1, 2_u8); // try 2: 0..=3\n// and\ng(-4) // try: -9..=0\n";
        assert_eq!(
            changed(program, |index, number| format!("<{index} {number}>")).unwrap(),
            "// try all of it\nf(1, <0 2_u8>);\n// and\ng(<1 -4>)\n"
        );
    }

    #[test]
    fn a_mark_that_is_none_says_what_would_be_right() {
        for (line, expected) in [
            ("f(x); // try: 1..=2", "no number stands"),
            ("f(1, 2); // try: 1..=2", "name one"),
            ("f(1, 2); // try 3: 1..=2", "no number '3'"),
            ("f(2, 2); // try 2: 1..=2", "more than once"),
            ("f(2); // try: 3..=4", "2 is not within 3..=4"),
            ("f(2); // try: 4..=1", "the least comes first"),
            ("f(2); // try: 1..4", "a range is written '0.5..=4'"),
            ("f(2); // try 1..=4", "write '// try: 0.5..=4'"),
            ("f(2); // try: 1..=x", "a range is written '0.5..=4'"),
            ("f(2); // try: 0.5..=4", "whole number"),
            ("f(2); // try: 0..=4 by 0.5", "whole number"),
            ("f(2); // try: 0..=4 by 0", "a step is more than 0"),
            ("f(0x10); // try: 0..=40", "no number stands"),
            ("const N: usize = 8; // try: 1..=9", "a constant"),
            (
                "static N: [u8; 2] = [1, 2,\n 8]; // try: 1..=9",
                "a constant",
            ),
            ("let a = [0.0; 8]; // try 8: 1..=9", "the size of an array"),
            (
                "let a: [f64; 8] = f(); // try: 1..=9",
                "the size of an array",
            ),
            ("let a = f::<8>(); // try: 1..=9", "the parameter of a type"),
            ("match x { 8 => 1.5, } // try 8: 1..=9", "a pattern"),
        ] {
            let said = wrong(line);
            assert!(said.contains(expected), "{line}: {said}");
        }
        assert!(wrong("\n\nf(); // try: 1..=2").starts_with("3: '// try: 1..=2': "));
    }
}
