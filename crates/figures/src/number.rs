//! Numbers as text.

/// A number with at most `places` decimals and no trailing zeros; never `-0`.
///
/// ```
/// assert_eq!(figures::format_number(-0.250, 3), "-0.25");
/// assert_eq!(figures::format_number(-0.001, 2), "0");
/// ```
#[must_use]
pub fn format_number(value: f64, places: usize) -> String {
    let text = format!("{value:.places$}");
    let text = if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.')
    } else {
        &text
    };
    if text == "-0" {
        "0".to_owned()
    } else {
        text.to_owned()
    }
}

/// A number as people read it: [`format_number`], or scientific notation with three digits where that is 0 without the number being
/// 0, and from a million on.
pub(crate) fn readable_number(value: f64, places: usize) -> String {
    let text = format_number(value, places);
    if value != 0.0 && (text == "0" || value.abs() >= 1e6) {
        return scientific(value, 2);
    }
    text
}

/// A number in scientific notation with at most `places` decimals and no trailing zeros: `1.2e6`.
pub(crate) fn scientific(value: f64, places: usize) -> String {
    let text = format!("{value:.places$e}");
    match text.split_once('e') {
        Some((mantissa, exponent)) if mantissa.contains('.') => {
            let mantissa = mantissa.trim_end_matches('0').trim_end_matches('.');
            format!("{mantissa}e{exponent}")
        }
        _ => text,
    }
}

/// The text of a number with a typographic minus sign, for a picture.
pub(crate) fn typeset(number: impl AsRef<str>) -> String {
    number.as_ref().replace('-', "−")
}

/// A residual with three decimals, or in scientific notation where these would say little: `0` exactly when it is 0.
pub(crate) fn format_residual(value: f64) -> String {
    if value == 0.0 {
        "0".to_owned()
    } else if (0.001..1e6).contains(&value) {
        format!("{value:.3}")
    } else {
        format!("{value:.2e}")
    }
}

/// The sizes of an array as `46×46`.
pub(crate) fn format_shape(shape: &[usize]) -> String {
    shape
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join("×")
}
