//! The rule for prose: a number that could be a result is checked, or marked as not being one.

/// The numbers in `text` that the rule covers: decimals, `a×b`, percentages, and integers of two digits or more.
///
/// A number that is part of a name is not one: `f64`, `x86`, `VGG-16`, `ResNet-50`.
pub fn results_in(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        if !chars[at].is_ascii_digit() {
            at += 1;
        } else if is_in_name(&chars, at) {
            while at < chars.len() && chars[at].is_alphanumeric() {
                at += 1;
            }
        } else {
            let start = at;
            let covered;
            (at, covered) = number(&chars, at);
            if covered {
                found.push(chars[start..at].iter().collect());
            }
        }
    }
    found
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
    let digit = |i: usize| chars.get(i).is_some_and(char::is_ascii_digit);
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
    if chars.get(next) == Some(&'%') {
        return (next + 1, true);
    }
    (end, covered)
}

#[cfg(test)]
mod tests {
    use super::*;

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
            ("in 1989, 12 of them", &["1989", "12"]),
            ("one of 2. Then 3, 4-5", &[]),
            ("f64, x86, VGG-16, ResNet-50 in 2-D", &[]),
            ("a window-16 wide", &["16"]),
            ("48px", &["48"]),
        ] {
            assert_eq!(results_in(text), expected, "{text}");
        }
    }
}
