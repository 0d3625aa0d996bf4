//! The rule for prose: a number that could be a result is checked, or marked as not being one.

mod value;
mod words;

use std::ops::Range;

pub(crate) use value::says;

/// Before these words, `half of` and `two of` speak of something known: `the other half of the cells`.
const NAMING: [&str; 16] = [
    "the", "this", "that", "these", "those", "its", "their", "each", "other", "first", "second",
    "left", "right", "upper", "lower", "last",
];

/// Where in `text` the numbers are that the rule covers, in bytes.
///
/// In digits: decimals, fractions, `a×b`, percentages and values per mille, integers of two digits or more, and any integer before a
/// unit. In words: numbers from ten on; numbers from two on before a unit or `of`; a fraction that is counted, or that stands
/// before a unit or `of`; `eight by eight`, `one in two`.
///
/// A number that is part of a name is not one: `f64`, `x86`, `VGG-16`, `ResNet-50`.
pub fn results_in(text: &str) -> Vec<Range<usize>> {
    let chars: Vec<char> = text.chars().collect();
    let mut bytes: Vec<usize> = text.char_indices().map(|(byte, _)| byte).collect();
    bytes.push(text.len());
    let mut found = Vec::new();
    let mut at = 0;
    let mut named = false;
    while at < chars.len() {
        let start = at;
        let decimal_point =
            chars[at] == '.' && is_digit(&chars, at + 1) && !follows_word(&chars, at);
        if chars[at].is_alphabetic() {
            let word = words::words(&chars, at, 1).remove(0);
            let result = match words::begins_number(&word) {
                true => words::result(&words::words(&chars, at, words::MOST), named),
                false => None,
            };
            at = result.unwrap_or(word.end);
            named = NAMING.contains(&word.text.as_str());
            if result.is_none() {
                continue;
            }
        } else if chars[at].is_ascii_digit() && is_in_name(&chars, at) {
            while at < chars.len() && chars[at].is_alphanumeric() {
                at += 1;
            }
            continue;
        } else if chars[at].is_ascii_digit() || decimal_point {
            let covered;
            (at, covered) = number(&chars, at);
            if !covered {
                continue;
            }
        } else {
            at += 1;
            // ½, and digits of other scripts; ² and ₁ belong to the name before them.
            if !chars[start].is_numeric() || follows_word(&chars, start) {
                continue;
            }
            while chars.get(at).is_some_and(|c| c.is_numeric()) {
                at += 1;
            }
        }
        found.push(bytes[start]..bytes[at]);
    }
    found
}

fn is_digit(chars: &[char], at: usize) -> bool {
    chars.get(at).is_some_and(char::is_ascii_digit)
}

/// Whether a letter or a digit stands before `at`.
fn follows_word(chars: &[char], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|i| chars.get(i));
    before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | ')'))
}

/// Whether the digit at `at` continues a name: a letter before it, or a hyphen after a capitalised word.
fn is_in_name(chars: &[char], at: usize) -> bool {
    let Some(&before) = at.checked_sub(1).and_then(|i| chars.get(i)) else {
        return false;
    };
    if before.is_alphabetic() || before == '_' {
        return true;
    }
    before == '-'
        && chars[..at - 1]
            .iter()
            .rev()
            .take_while(|c| c.is_alphanumeric())
            .last()
            .is_some_and(|c| c.is_uppercase())
}

/// The end of the number that starts at `at`, and whether the rule covers it.
fn number(chars: &[char], at: usize) -> (usize, bool) {
    let digit = |i: usize| is_digit(chars, i);
    let mut end = at;
    while digit(end) {
        end += 1;
    }
    let mut covered = end - at >= 2;
    while chars.get(end) == Some(&',') && (1..=3).all(|k| digit(end + k)) && !digit(end + 4) {
        end += 4;
        covered = true;
    }
    if chars.get(end) == Some(&'.') && digit(end + 1) {
        covered = true;
        end += 1;
        while digit(end) {
            end += 1;
        }
    }
    if matches!(chars.get(end), Some('e' | 'E')) {
        let exponent = end + 1 + usize::from(matches!(chars.get(end + 1), Some('-' | '−' | '+')));
        if digit(exponent) {
            covered = true;
            end = exponent;
            while digit(end) {
                end += 1;
            }
        }
    }
    if matches!(chars.get(end), Some('/' | '⁄')) && digit(end + 1) {
        let (end, _) = number(chars, end + 1);
        return (end, true);
    }
    if chars
        .get(end)
        .is_some_and(|c| "¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞".contains(*c))
    {
        return (end + 1, true);
    }
    let spaced = |mut i: usize| {
        while chars.get(i).is_some_and(|c| c.is_whitespace()) {
            i += 1;
        }
        i
    };
    let next = spaced(end);
    if matches!(chars.get(next), Some('×' | 'x')) && digit(spaced(next + 1)) {
        let (end, _) = number(chars, spaced(next + 1));
        return (end, true);
    }
    if matches!(chars.get(next), Some('%' | '‰' | '°')) {
        return (next + 1, true);
    }
    let unit = if chars.get(end) == Some(&'-') {
        end + 1
    } else {
        next
    };
    if words::unit(&words::words(chars, unit, 2)).is_some() {
        covered = true;
    }
    (end, covered)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        let ranges = results_in(text).into_iter();
        ranges.map(|range| &text[range]).collect()
    }

    #[test]
    fn results_are_found_and_names_and_small_integers_are_not() {
        for (text, expected) in [
            ("the output is 46×46 pixels", &["46×46"][..]),
            (
                "a 3×3 kernel, a 3 × 3 one, a 3x3 one",
                &["3×3", "3 × 3", "3x3"],
            ),
            ("3×3×8 weights", &["3×3×8"]),
            ("0.130, 6.00e-1 and 1e-3", &["0.130", "6.00e-1", "1e-3"]),
            ("5% of 1,024, or 5 %", &["5%", "1,024", "5 %"]),
            ("5 ‰, 5‰, turned by 5°", &["5 ‰", "5‰", "5°"]),
            ("in 1989, 12 of them", &["1989", "12"]),
            ("½, 2½ or 3/4 of it", &["½", "2½", "3/4"]),
            (".5 of it (.5)", &[".5", ".5"]),
            ("１２ things", &["１２"]),
            ("2 pixels, a 3-sample window", &["2", "3"]),
            ("5 per cent", &["5"]),
            ("one of 2. Then 3, 4-5", &[]),
            ("f64, x86, VGG-16, ResNet-50 in 2-D", &[]),
            ("k² and x₁, (a + b)²", &[]),
            ("see it. 5 more things", &[]),
            ("a window-16 wide", &["16"]),
            ("48px", &["48"]),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }
    #[test]
    fn words_with_a_unit_or_of_are_results_and_ordinary_prose_is_not() {
        for (text, expected) in [
            ("a seam two pixels wide", &["two"][..]),
            ("A seam Two\npixels wide, a two-pixel seam", &["Two", "two"]),
            ("moved by five places, three times", &["five", "three"]),
            ("three quarters of the weight", &["three quarters"]),
            ("climbs by one quarter", &["one quarter"]),
            ("a quarter of all", &["a quarter"]),
            ("keeps half of the shifts", &["half"]),
            ("half a pixel", &["half"]),
            ("two and a half", &["two and a half"]),
            ("the middle nine tenths", &["nine tenths"]),
            ("seven of the kernels", &["seven"]),
            ("an eight by eight map", &["eight by eight"]),
            ("two by two by three cells", &["two by two by three"]),
            (
                "one in two, nine out of ten",
                &["one in two", "nine out of ten"],
            ),
            ("twenty lines, twenty-one lines", &["twenty", "twenty-one"]),
            ("a hundred and five columns", &["a hundred and five"]),
            ("two thousand", &["two thousand"]),
            ("one per cent, five percent", &["one", "five"]),
            ("One of them. Two things happen here.", &[]),
            ("one by one, one pixel at a time, one step", &[]),
            ("for one or two networks", &[]),
            ("none of them, both of these, a pair of them", &[]),
            ("the other half of the cells", &[]),
            ("the two of them", &[]),
            ("a second look, a third layer, the first quarter turn", &[]),
            ("someone often tends to weigh tenderness", &[]),
            ("four, of course", &[]),
            ("hundreds of pixels, a thousandth part", &[]),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }
}
