//! The range of a mark.

/// A range, as decimal numbers.
pub(crate) struct Range {
    pub(crate) least: String,
    pub(crate) most: String,
    pub(crate) step: String,
}

/// Reads `0.5..=4` or `0.5..=4 by 0.25`, for a number with this value.
pub(crate) fn read(text: &str, value: &str, is_integer: bool) -> Result<Range, String> {
    let form = || "a range is written '0.5..=4' or '0.5..=4 by 0.25'".to_owned();
    let (bounds, step) = match text.split_once(" by ") {
        Some((bounds, step)) => (bounds, Some(step.trim())),
        None => (text, None),
    };
    let (least, most) = bounds.split_once("..=").ok_or_else(form)?;
    let (least, most) = (least.trim(), most.trim());
    let number = |text: &str| decimal(text).ok_or_else(form);
    let (low, high, now) = (number(least)?, number(most)?, number(value)?);
    if is_integer
        && [least, most, step.unwrap_or("1")]
            .iter()
            .any(|text| text.contains('.'))
    {
        return Err(format!(
            "{value} is a whole number, and so are its range and its step; write {value}.0 for a decimal number"
        ));
    }
    if low >= high {
        return Err(format!("{least}..={most} is empty: the least comes first"));
    }
    if !(low..=high).contains(&now) {
        return Err(format!("{value} is not within {least}..={most}"));
    }
    let step = match step {
        Some(step) if number(step)? <= 0.0 => return Err("a step is more than 0".to_owned()),
        Some(step) => step.to_owned(),
        None => unit(is_integer, [value, least, most]),
    };
    Ok(Range {
        least: least.to_owned(),
        most: most.to_owned(),
        step,
    })
}

/// A number without an exponent.
fn decimal(text: &str) -> Option<f64> {
    let is_decimal = text
        .strip_prefix('-')
        .unwrap_or(text)
        .chars()
        .all(|c| c.is_ascii_digit() || c == '.');
    is_decimal.then(|| text.parse().ok()).flatten()
}

/// One of the last place that any of these decimal numbers writes, 0.1 at most.
fn unit(is_integer: bool, numbers: [&str; 3]) -> String {
    if is_integer {
        return "1".to_owned();
    }
    let places = |text: &str| text.split_once('.').map_or(0, |(_, places)| places.len());
    let places = numbers.into_iter().map(places).max().unwrap_or(0).max(1);
    format!("0.{}1", "0".repeat(places - 1))
}
