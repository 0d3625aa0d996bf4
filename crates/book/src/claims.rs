//! The checked numbers: every one, with the program that computed it.

use crate::html;
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
        "<table class=\"claims\">\n<thead><tr><th>Chapter</th><th>Value</th><th>Computed by</th></tr></thead>\n<tbody>\n",
    );
    for claim in claims {
        let page = claim.file.strip_suffix(".md").unwrap_or(&claim.file);
        out.push_str(&format!(
            "<tr><td><a href=\"{up}{page}.html\">{}</a></td><td>{}</td><td><a href=\"{up}{}\"><code>{}</code></a></td></tr>\n",
            html::escape(&claim.chapter),
            html::escape(&claim.value),
            html::escape(&claim.address),
            html::escape(&claim.source),
        ));
    }
    out.push_str("</tbody>\n</table>");
    out
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
