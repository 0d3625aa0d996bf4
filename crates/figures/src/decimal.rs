//! Decimal numbers as a person types them.

/// Reads a decimal number such as `-0.25`, `3` or `+.5`, of at most 15 digits and without an exponent.
///
/// Returns the `f64` nearest to it: the digits make a whole number below 2⁵³ and the divisor is a power of ten up to
/// 10¹⁵, so both are exact and one correctly rounded division is all that happens to them. The reader of the standard
/// library takes any number, and 12 kB of tables along with it to every reader's browser.
pub(crate) fn decimal(text: &str) -> Option<f64> {
    let text = text.trim();
    let (negative, digits) = match text.strip_prefix(['-', '−']) {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let count = whole.len() + part.len();
    if count == 0 || count > 15 {
        return None;
    }
    let mut number = 0_u64;
    for digit in whole.bytes().chain(part.bytes()) {
        if !digit.is_ascii_digit() {
            return None;
        }
        number = 10 * number + u64::from(digit - b'0');
    }
    let value = number as f64 / 10_u64.pow(part.len() as u32) as f64;
    Some(if negative { -value } else { value })
}

#[cfg(test)]
mod tests {
    use super::decimal;

    #[test]
    fn decimals_are_read_to_the_last_bit_as_the_standard_library_reads_them() {
        for text in [
            "0",
            "-0",
            "1",
            "+2.5",
            ".5",
            "5.",
            "-0.1",
            "0.3",
            "3.14159265358979",
            "999999999999999",
            "0.00000000000001",
        ] {
            let expected: f64 = text.parse().unwrap();
            assert_eq!(
                decimal(text).map(f64::to_bits),
                Some(expected.to_bits()),
                "{text}"
            );
        }
        for at in 0..20_000_u64 {
            let digits = at.wrapping_mul(0x9e37_79b9_7f4a_7c15) % 1_000_000_000_000_000;
            let text = format!("{}.{:07}", digits / 10_000_000, digits % 10_000_000);
            assert_eq!(decimal(&text), text.parse().ok(), "{text}");
        }
    }

    #[test]
    fn a_typographic_minus_is_a_minus() {
        assert_eq!(decimal("−1.5"), Some(-1.5));
    }

    #[test]
    fn what_is_no_decimal_is_refused() {
        for text in [
            "",
            "-",
            ".",
            "x",
            "1e3",
            "inf",
            "NaN",
            "1.2.3",
            "--1",
            "1 2",
            "0x10",
            "1234567890123456",
        ] {
            assert_eq!(decimal(text), None, "{text}");
        }
    }
}
