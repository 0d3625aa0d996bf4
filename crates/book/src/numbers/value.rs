//! Whether what is written says what was computed: compared as text, and where it is no plain decimal as a value.

use super::words::{Kind, whole_text};

/// A rational number, with a positive denominator.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fraction {
    over: i128,
    under: i128,
}

impl Fraction {
    pub(super) fn new(over: i128, under: i128) -> Self {
        Self { over, under }
    }

    pub(super) fn is_below_one(self) -> bool {
        self.over < self.under
    }

    pub(super) fn plus(self, whole: i128) -> Self {
        Self::new(whole * self.under + self.over, self.under)
    }

    pub(super) fn over(self, divisor: i128) -> Self {
        Self::new(self.over, self.under * divisor)
    }
}

impl PartialEq for Fraction {
    fn eq(&self, other: &Self) -> bool {
        match (
            self.over.checked_mul(other.under),
            other.over.checked_mul(self.under),
        ) {
            (Some(one), Some(two)) => one == two,
            _ => false,
        }
    }
}

/// Whether a claim that is written so says what a program printed.
///
/// Decimals are compared as they are written. A number in words, a fraction, a percentage or a value per mille is compared as a
/// value; where the program printed three decimals or more, with what it prints of such a value.
pub(crate) fn says(written: &str, computed: &str) -> bool {
    let (written, computed) = (normal(written), normal(computed));
    if written == computed {
        return true;
    }
    match read(&written) {
        Some(Kind::Size(sides)) => {
            let sides: Vec<String> = sides.iter().map(ToString::to_string).collect();
            sides.join("×") == computed.replace(' ', "").replace('x', "×")
        }
        Some(Kind::Whole(whole)) => agree(Fraction::new(whole, 1), &computed),
        Some(Kind::Counted(part) | Kind::Part(part) | Kind::Ratio(part)) => agree(part, &computed),
        None => false,
    }
}

/// A number with a typographic minus is the number with a hyphen.
fn normal(text: &str) -> String {
    text.trim().replace('−', "-").replace('\u{a0}', " ")
}

fn agree(value: Fraction, computed: &str) -> bool {
    if read(computed).is_some_and(|kind| match kind {
        Kind::Counted(part) | Kind::Ratio(part) => part == value,
        _ => false,
    }) {
        return true;
    }
    let Some((printed, decimals)) = decimal(computed) else {
        return false;
    };
    // |over/under - digits/scale| is at most one half of the last decimal.
    let rounded = || {
        let left = value.over.checked_mul(printed.under)?;
        let right = printed.over.checked_mul(value.under)?;
        Some(left.checked_sub(right)?.checked_abs()?.checked_mul(2)? <= value.under)
    };
    value == printed || (decimals >= 3 && rounded() == Some(true))
}

/// A number that is no plain decimal: in words, with `½`, `3/4`, `%` or `‰`.
fn read(text: &str) -> Option<Kind> {
    if let Some(kind) = whole_text(text) {
        return Some(kind);
    }
    for (sign, in_all) in [('%', 100), ('‰', 1000)] {
        if let Some(number) = text.strip_suffix(sign) {
            let number = number.trim_end();
            let part = match read(number) {
                Some(Kind::Counted(part) | Kind::Part(part)) => part,
                Some(_) => return None,
                None => decimal(number)?.0,
            };
            return Some(Kind::Ratio(part.over(in_all)));
        }
    }
    if let Some((over, under)) = text.split_once('/') {
        let part = |text: &str| decimal(text.trim()).filter(|(_, decimals)| *decimals == 0);
        let (over, under) = (part(over)?.0, part(under)?.0);
        return (under.over > 0).then(|| Kind::Counted(Fraction::new(over.over, under.over)));
    }
    let sign = text.chars().last()?;
    let part = vulgar(sign)?;
    match text.strip_suffix(sign)?.trim_end() {
        "" => Some(Kind::Counted(part)),
        whole => {
            let (whole, decimals) = decimal(whole)?;
            (decimals == 0 && whole.over >= 0).then(|| Kind::Counted(part.plus(whole.over)))
        }
    }
}

fn vulgar(sign: char) -> Option<Fraction> {
    let (over, under) = match sign {
        '½' => (1, 2),
        '⅓' => (1, 3),
        '⅔' => (2, 3),
        '¼' => (1, 4),
        '¾' => (3, 4),
        '⅕' => (1, 5),
        '⅖' => (2, 5),
        '⅗' => (3, 5),
        '⅘' => (4, 5),
        '⅙' => (1, 6),
        '⅚' => (5, 6),
        '⅐' => (1, 7),
        '⅛' => (1, 8),
        '⅜' => (3, 8),
        '⅝' => (5, 8),
        '⅞' => (7, 8),
        '⅑' => (1, 9),
        '⅒' => (1, 10),
        _ => return None,
    };
    Some(Fraction::new(over, under))
}

/// A decimal number as a fraction, and how many decimals it has.
fn decimal(text: &str) -> Option<(Fraction, usize)> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let digits = format!("{}{decimals}", whole.replace(',', ""));
    let is_number = digits
        .trim_start_matches('-')
        .bytes()
        .all(|b| b.is_ascii_digit());
    let scale = 10_i128.checked_pow(u32::try_from(decimals.len()).ok()?)?;
    let over = digits.parse().ok().filter(|_| is_number)?;
    Some((Fraction::new(over, scale), decimals.len()))
}

#[cfg(test)]
mod tests {
    use super::says;

    #[test]
    fn words_fractions_and_percentages_are_compared_as_values() {
        for (written, computed) in [
            ("46×46", "46×46"),
            ("−1", "-1"),
            ("three quarters", "0.75"),
            ("three-quarters", "3/4"),
            ("a quarter", "0.250"),
            ("Half", "0.5"),
            ("one half", "0.5"),
            ("two thirds", "0.667"),
            ("two and a half", "2.5"),
            ("two", "2"),
            ("Twenty-one", "21"),
            ("a hundred and five", "105"),
            ("two thousand and one", "2001"),
            ("nine hundred thousand", "900,000"),
            ("no", "0"),
            ("twice", "2"),
            ("eight by eight", "8×8"),
            ("one in two", "0.5"),
            ("nine out of ten", "0.9"),
            ("five per cent", "0.05"),
            ("75 %", "0.75"),
            ("75%", "3/4"),
            ("5 ‰", "0.005"),
            ("½", "0.5"),
            ("2½", "2.50"),
            ("3/4", "0.75"),
        ] {
            assert!(says(written, computed), "{written} is {computed}");
        }
    }

    #[test]
    fn another_value_and_other_decimals_are_not_what_was_computed() {
        for (written, computed) in [
            ("three quarters", "0.76"),
            ("three quarters", "75"),
            ("three quarters7", "0.75"),
            ("three quarters of", "0.75"),
            ("a third", "0.3"),
            ("two thirds", "0.666"),
            ("two", "2.5"),
            ("two", "-2"),
            ("eight by nine", "8×8"),
            ("0.75", "0.750"),
            ("0.5", "1/2"),
            ("75", "0.75"),
            ("75 %", "75"),
            ("5 ‰", "0.05"),
            ("½", "2"),
            ("3/0", "0"),
            ("", "0"),
            ("none", "true"),
            ("one in two", "1"),
        ] {
            assert!(!says(written, computed), "{written} is not {computed}");
        }
    }
}
