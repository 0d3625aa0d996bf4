//! How large the values are that a picture shows.

/// The smallest and the largest of the finite values; infinite and the wrong way round when there is none.
pub(crate) fn bounds<'a>(values: impl IntoIterator<Item = &'a f64>) -> (f64, f64) {
    let none = (f64::INFINITY, f64::NEG_INFINITY);
    let finite = values.into_iter().filter(|value| value.is_finite());
    finite.fold(none, |(least, most), &value| {
        (least.min(value), most.max(value))
    })
}

/// The largest absolute value of the finite ones; 0 when there is none.
pub(crate) fn largest<'a>(values: impl IntoIterator<Item = &'a f64>) -> f64 {
    let finite = values.into_iter().filter(|value| value.is_finite());
    finite.fold(0.0, |most, value| most.max(value.abs()))
}
