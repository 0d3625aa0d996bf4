//! Names that are nearly right.

/// The name that is nearest to a wanted one, the first of several, with the number of letters in which they differ
/// (Levenshtein's distance); none where there are no names.
///
/// ```
/// assert_eq!(figures::nearest_name("sobal", ["blur", "sobel"]), Some(("sobel", 1)));
/// ```
pub fn nearest_name<'a>(
    wanted: &str,
    names: impl IntoIterator<Item = &'a str>,
) -> Option<(&'a str, usize)> {
    let distances = names
        .into_iter()
        .map(|name| (name, strsim::levenshtein(name, wanted)));
    distances.min_by_key(|(_, distance)| *distance)
}
