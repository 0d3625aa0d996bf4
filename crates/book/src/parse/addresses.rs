//! Addresses with spaces: `[text](set:image-filter padding=same stride=2)` and `[text](part:pooling window)`.
//!
//! To Markdown an address ends at a space. Before it reads a text, each such space is made a `&`, which no name and no value holds. All bytes
//! keep their places.

use super::markdown;
use crate::document::Scheme;
use pulldown_cmark::{Event, Tag};
use std::ops::Range;

const SPACED: [Scheme; 2] = [Scheme::Set, Scheme::Part];

/// The text with its addresses joined; none where it has no such address. What is code stays as it is.
pub(super) fn joined(text: &str) -> Option<String> {
    let found: Vec<Range<usize>> = SPACED
        .into_iter()
        .flat_map(|scheme| addresses(text, scheme))
        .collect();
    if found.is_empty() {
        return None;
    }
    let code: Vec<Range<usize>> = markdown(text)
        .filter(|(event, _)| matches!(event, Event::Code(_) | Event::Start(Tag::CodeBlock(_))))
        .map(|(_, range)| range)
        .collect();
    let mut joined = text.to_owned();
    for address in found {
        if !code.iter().any(|code| code.contains(&address.start)) {
            joined.replace_range(address.clone(), &text[address].replace(' ', "&"));
        }
    }
    Some(joined)
}

/// Where addresses of a scheme stand that end on their line.
fn addresses(text: &str, scheme: Scheme) -> impl Iterator<Item = Range<usize>> {
    let opening = format!("]({scheme}:");
    let starts: Vec<usize> = text.match_indices(&opening).map(|(at, _)| at + 2).collect();
    starts.into_iter().filter_map(|start| {
        let end = start + text[start..].find([')', '\n'])?;
        text[end..].starts_with(')').then_some(start..end)
    })
}

/// What stands after the colon of an address, with a space between words where the scheme has several.
pub(super) fn words(scheme: Scheme, target: &str) -> String {
    if SPACED.contains(&scheme) {
        target.replace('&', " ")
    } else {
        target.to_owned()
    }
}
