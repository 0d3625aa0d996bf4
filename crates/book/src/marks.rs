//! What an author says in comments about the slides of a chapter.
//!
//! | mark | what it does |
//! |---|---|
//! | `<!-- slide -->` | the next sentence is a slide of its own |
//! | `<!-- slide: words -->` | the words are a slide of their own |
//! | `<!-- say -->` | the next sentence stands on the slide |
//! | `<!-- say: words -->` | the words stand on the slide |
//! | `<!-- skip -->` | has no slide |
//!
//! `say` and `skip` speak of the listing, figure, table, formula or list before them; where there is none before them in their
//! section, of the first one in it; where there is none at all, of the section's one slide.

use crate::{
    diagnostics::{Diagnostic, suggest},
    parse::Document,
};
use std::ops::Range;

/// What a mark asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A slide of its own.
    Slide,
    /// The text of a slide.
    Say,
    /// No slide.
    Skip,
}

/// A comment about slides.
#[derive(Debug)]
pub struct Mark {
    /// What it asks for.
    pub kind: Kind,
    /// The author's words, if there are any.
    pub words: Option<Words>,
    /// The bytes of the comment.
    pub range: Range<usize>,
}

/// An author's words for a slide: checked as all of the chapter is.
#[derive(Debug)]
pub struct Words {
    /// The words.
    pub text: String,
    /// What is in them. Its lines are those of the chapter, its ranges are not.
    pub document: Document,
}

impl Mark {
    /// Reads the comments in a piece of HTML that begins at an offset of a chapter.
    ///
    /// A comment that is no mark is a mistake, so that a mark with a slip of the pen is not taken for a note.
    pub(crate) fn read_all(
        html: &str,
        start: usize,
        line_of: impl Fn(usize) -> usize,
        file: &str,
    ) -> Vec<Result<Self, Diagnostic>> {
        let mut marks = Vec::new();
        let mut at = 0;
        while let Some(open) = html[at..].find("<!--").map(|i| at + i) {
            let end = html[open..]
                .find("-->")
                .map_or(html.len(), |i| open + i + "-->".len());
            let range = start + open..start + end;
            marks.push(Self::read(&html[open..end], range, &line_of, file));
            at = end;
        }
        marks
    }

    fn read(
        comment: &str,
        range: Range<usize>,
        line_of: &impl Fn(usize) -> usize,
        file: &str,
    ) -> Result<Self, Diagnostic> {
        let line = line_of(range.start);
        let inner = comment.trim_start_matches("<!--").trim_end_matches("-->");
        let (name, words) = match inner.split_once(':') {
            Some((name, words)) => (name.trim(), Some(words)),
            None => (inner.trim(), None),
        };
        let kind = match name {
            "slide" => Kind::Slide,
            "say" => Kind::Say,
            "skip" => Kind::Skip,
            _ => {
                let name: String = name.chars().take(40).collect();
                let hint = suggest(&name, ["slide", "say", "skip"].into_iter());
                return Err(
                    Diagnostic::new(file, line, format!("unknown mark '<!-- {name} -->'"))
                        .hint(hint),
                );
            }
        };
        let words = match words {
            None => None,
            Some(words) if words.trim().is_empty() || kind == Kind::Skip => {
                let message = format!(
                    "the mark '{name}:' {}",
                    match kind {
                        Kind::Skip => "takes no words",
                        _ => "has no words",
                    }
                );
                let hint = "write <!-- slide: words -->, <!-- say: words --> or <!-- skip -->";
                return Err(Diagnostic::new(file, line, message).hint(hint));
            }
            Some(words) => {
                let before = comment.len() - words.len() - "-->".len();
                let first = line_of(range.start + before);
                let text = words.trim_end();
                let document = Document::parse(
                    file,
                    &("\n".repeat(first - 1) + text.trim_start_matches(' ')),
                );
                Some(Words {
                    text: text.trim().to_owned(),
                    document,
                })
            }
        };
        Ok(Self { kind, words, range })
    }
}
