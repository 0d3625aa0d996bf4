//! How large the values are that a picture shows.

/// The smallest and the largest value; infinite and the wrong way round when there is none.
pub(crate) fn bounds<'a>(values: impl IntoIterator<Item = &'a f64>) -> (f64, f64) {
    let none = (f64::INFINITY, f64::NEG_INFINITY);
    values.into_iter().fold(none, |(least, most), &value| {
        (least.min(value), most.max(value))
    })
}

/// The largest absolute value; 0 when there is none.
pub(crate) fn largest<'a>(values: impl IntoIterator<Item = &'a f64>) -> f64 {
    values
        .into_iter()
        .fold(0.0, |most, value| most.max(value.abs()))
}
