//! The checked numbers: every one, with the program that computed it.

use crate::{chapter, html};
use serde::Serialize;

/// A number in the prose that was compared with what a program computed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Claim {
    /// The chapter's title.
    pub chapter: String,
    /// The chapter's file, relative to `book/src`.
    pub file: String,
    /// The line in it.
    pub line: usize,
    /// The value, as computed and as written.
    pub value: String,
    /// `LISTING#name`, or `@FIGURE#readout`.
    pub source: String,
    /// The page and the anchor at which the program is shown, from the book's root.
    pub address: String,
}

/// The claims as an HTML table; `up` leads from the page to the book's root.
pub(crate) fn table(claims: &[Claim], up: &str) -> String {
    let mut out = String::from(
        "<div class=\"table-wrapper\">\n<table class=\"claims\">\n<thead><tr><th>Chapter</th><th>Value</th><th>Computed by</th></tr></thead>\n<tbody>\n",
    );
    for claim in claims {
        out.push_str(&format!(
            "<tr><td><a href=\"{up}{}\">{}</a></td><td>{}</td><td><a href=\"{up}{}\"><code>{}</code></a></td></tr>\n",
            html::escape(&chapter::page(&claim.file)),
            html::escape(&claim.chapter),
            html::escape(&with_minus(&claim.value)),
            html::escape(&claim.address),
            html::escape(&claim.source),
        ));
    }
    out.push_str("</tbody>\n</table>\n</div>");
    out
}

/// A negative number with a minus sign in place of its hyphen.
fn with_minus(value: &str) -> String {
    match value.strip_prefix('-') {
        Some(number) if number.starts_with(|c: char| c.is_ascii_digit()) => format!("−{number}"),
        _ => value.to_owned(),
    }
}

/// The claims as lines for a terminal.
pub fn lines(claims: &[Claim]) -> String {
    claims
        .iter()
        .map(|claim| {
            format!(
                "{}:{}  {}  {}\n",
                claim.file, claim.line, claim.value, claim.source
            )
        })
        .collect()
}
