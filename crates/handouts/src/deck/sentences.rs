//! A paragraph, sentence by sentence.

use super::blocks::{Inline, plain};

/// A sentence, or the part of one before a formula on a line of its own.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Sentence {
    pub(crate) inlines: Vec<Inline>,
    /// The marks that stand before it.
    pub(crate) marks: Vec<usize>,
}

impl Sentence {
    /// Whether it has an end, and does not go on in a formula.
    pub(crate) fn is_complete(&self) -> bool {
        let text = plain(&self.inlines);
        let end = text.trim_end_matches(CLOSING);
        end.ends_with(END)
    }

    /// Whether it continues what is before it.
    pub(crate) fn continues(&self) -> bool {
        matches!(self.inlines.first(), Some(Inline::Text(text)) if text.starts_with(char::is_lowercase))
    }

    fn is_empty(&self) -> bool {
        self.inlines.is_empty()
    }
}

const END: [char; 3] = ['.', '?', '!'];
const CLOSING: [char; 4] = [')', '"', '”', '’'];

/// The sentences of a paragraph. What is emphasised is in one sentence.
pub(crate) fn sentences(paragraph: &[Inline]) -> Vec<Sentence> {
    let mut done = Vec::new();
    let mut current = Sentence::default();
    for inline in paragraph {
        match inline {
            Inline::Text(text) => {
                let mut rest = text.as_str();
                while let Some(end) = end_of_sentence(rest) {
                    add(&mut current, &rest[..end]);
                    done.push(std::mem::take(&mut current));
                    rest = rest[end..].trim_start();
                }
                add(&mut current, rest);
            }
            Inline::Mark(mark) if current.is_empty() => current.marks.push(*mark),
            // In the middle of a sentence it ends that one and belongs to the next.
            Inline::Mark(mark) => {
                done.push(std::mem::take(&mut current));
                current.marks.push(*mark);
            }
            other => current.inlines.push(other.clone()),
        }
    }
    if !current.is_empty() {
        done.push(current);
    }
    done
}

fn add(sentence: &mut Sentence, text: &str) {
    let text = if sentence.is_empty() {
        text.trim_start()
    } else {
        text
    };
    if !text.is_empty() {
        sentence.inlines.push(Inline::Text(text.to_owned()));
    }
}

/// Where the first sentence of a text ends, if it ends in it.
fn end_of_sentence(text: &str) -> Option<usize> {
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        if !END.contains(&character) {
            continue;
        }
        let mut end = at + character.len_utf8();
        while let Some((at, closing)) = characters.next_if(|(_, next)| CLOSING.contains(next)) {
            end = at + closing.len_utf8();
        }
        let rest = &text[end..];
        let next = rest.trim_start();
        if rest.starts_with(char::is_whitespace) && !next.starts_with(char::is_lowercase) {
            return Some(end);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Inline {
        Inline::Text(text.into())
    }

    #[test]
    fn sentences_end_at_punctuation_that_no_small_letter_follows() {
        let paragraph = [
            Inline::Strong(vec![text("Padding.")]),
            text(" Every one (but two.) It is 0.5, e.g. here. "),
            Inline::Code("x".into()),
            text(" is next! Then, with"),
        ];
        let found = sentences(&paragraph);
        let texts: Vec<String> = found.iter().map(|one| plain(&one.inlines)).collect();
        assert_eq!(
            texts,
            [
                "Padding. Every one (but two.)",
                "It is 0.5, e.g. here.",
                "x is next!",
                "Then, with"
            ]
        );
        let complete: Vec<bool> = found.iter().map(Sentence::is_complete).collect();
        assert_eq!(complete, [true, true, true, false]);
    }

    #[test]
    fn a_mark_belongs_to_the_sentence_after_it() {
        let found = sentences(&[text("One. "), Inline::Mark(3), text("Two. Three.")]);
        let marks: Vec<&[usize]> = found.iter().map(|one| one.marks.as_slice()).collect();
        assert_eq!(marks, [&[][..], &[3], &[]]);
    }
}
