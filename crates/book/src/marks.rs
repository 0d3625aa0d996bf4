//! Reads the comments with which an author controls the slides of a chapter.
//!
//! | mark | what it does |
//! |---|---|
//! | `<!-- slide -->` | the next sentence is a slide of its own |
//! | `<!-- slide: words -->` | the words are a slide of their own |
//! | `<!-- say -->` | the next sentence stands on the slide |
//! | `<!-- say: words -->` | the words stand on the slide |
//! | `<!-- skip -->` | no slide |
//!
//! `say` and `skip` belong to the listing, figure, table, formula or list before them; where there is none before them in their
//! section, to the first one in it; where there is none at all, to the section's one slide.

use crate::{
    diagnostics::{Diagnostic, suggest},
    document::MarkKind,
};
use std::ops::Range;

/// Where the comments in a piece of HTML are. A comment without an end reaches to the end of the piece.
pub(crate) fn comments(html: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = html[at..].find("<!--").map(|i| at + i) {
        at = html[open..]
            .find("-->")
            .map_or(html.len(), |i| open + i + "-->".len());
        found.push(open..at);
    }
    found
}

/// What a comment asks for, and where in it the words for the slide are.
///
/// A comment that is no mark is a mistake, so that a misspelt mark is not taken for a note.
pub(crate) fn read(
    comment: &str,
    file: &str,
    line: usize,
) -> Result<(MarkKind, Option<Range<usize>>), Diagnostic> {
    let start = "<!--".len();
    let Some(inner) = comment[start..].strip_suffix("-->") else {
        let mistake = Diagnostic::new(file, line, "a comment without an end");
        return Err(mistake.hint("close it with -->"));
    };
    let (name, words) = match inner.split_once(':') {
        Some((name, words)) => (name.trim(), Some(words)),
        None => (inner.trim(), None),
    };
    let kind = match name {
        "slide" => MarkKind::Slide,
        "say" => MarkKind::Say,
        "skip" => MarkKind::Skip,
        _ => {
            let name: String = name.chars().take(40).collect();
            let message = format!("unknown mark '<!-- {name} -->'");
            let hint = suggest(&name, ["slide", "say", "skip"]);
            return Err(Diagnostic::new(file, line, message).hint(hint));
        }
    };
    let problem = match words {
        Some(_) if kind == MarkKind::Skip => "takes no words",
        Some(words) if words.trim().is_empty() => "has no words",
        _ => {
            let end = start + inner.len();
            return Ok((kind, words.map(|words| end - words.len()..end)));
        }
    };
    Err(
        Diagnostic::new(file, line, format!("the mark '{name}:' {problem}"))
            .hint("write <!-- slide: words -->, <!-- say: words --> or <!-- skip -->"),
    )
}
