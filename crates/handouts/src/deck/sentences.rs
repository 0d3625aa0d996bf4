//! A paragraph, sentence by sentence.

use super::blocks::{Inline, Shows, plain};

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

    /// Whether it begins with a word for something that was said before it.
    pub(crate) fn leans_back(&self) -> bool {
        let text = plain(&self.inlines);
        let first = text
            .split(|character: char| !character.is_alphabetic())
            .next();
        first.is_some_and(|word| BACK.contains(&word))
    }

    /// The figures and listings of which it speaks.
    pub(crate) fn references(&self) -> impl Iterator<Item = &Shows> {
        self.inlines.iter().filter_map(|inline| match inline {
            Inline::Reference { shows, .. } => Some(shows),
            _ => None,
        })
    }

    /// The sentence on a slide that shows `shown`: a reference to anything else is cut off with the colon before it.
    /// None where the sentence cannot do without the reference.
    pub(crate) fn on_slide(mut self, shown: Option<&Shows>) -> Option<Self> {
        let foreign = |inline: &Inline| match inline {
            Inline::Reference { shows, .. } => Some(shows) != shown,
            _ => false,
        };
        let Some(at) = self.inlines.iter().position(foreign) else {
            let nested = self.inlines.iter().any(|inline| match inline {
                Inline::Emphasis(inner) | Inline::Strong(inner) => inner.iter().any(foreign),
                _ => false,
            });
            return (!nested).then_some(self);
        };
        self.inlines.truncate(at);
        let Some(Inline::Text(text)) = self.inlines.last_mut() else {
            return None;
        };
        let kept = text.trim_end().strip_suffix(':')?;
        *text = format!("{kept}.");
        Some(self)
    }

    fn is_empty(&self) -> bool {
        self.inlines.is_empty()
    }
}

/// Words with which a sentence refers back.
const BACK: [&str; 21] = [
    "And", "Both", "But", "Each", "Even", "Half", "Here", "It", "Its", "Neither", "Or", "So",
    "Such", "That", "Their", "Then", "These", "They", "This", "Those", "Yet",
];

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
    fn a_reference_to_what_a_slide_does_not_show_is_cut_off_or_the_sentence_is_not_taken() {
        let shows = Shows::Listing("sobel".into());
        let reference = Inline::Reference {
            text: "Listing 1.1".into(),
            shows: shows.clone(),
        };
        let [tail, head] = sentences(&[
            text("It holds: "),
            reference.clone(),
            text(". "),
            reference,
            text(" shows it."),
        ])
        .try_into()
        .expect("two sentences");
        let on = |sentence: &Sentence, shown| {
            sentence
                .clone()
                .on_slide(shown)
                .map(|one| plain(&one.inlines))
        };
        assert_eq!(on(&tail, None).as_deref(), Some("It holds."));
        assert_eq!(on(&head, None), None);
        assert_eq!(
            on(&tail, Some(&shows)).as_deref(),
            Some("It holds: Listing 1.1.")
        );
        assert_eq!(
            on(&head, Some(&shows)).as_deref(),
            Some("Listing 1.1 shows it.")
        );
        assert!(tail.leans_back() && !head.leans_back());
    }

    #[test]
    fn a_mark_belongs_to_the_sentence_after_it() {
        let found = sentences(&[text("One. "), Inline::Mark(3), text("Two. Three.")]);
        let marks: Vec<&[usize]> = found.iter().map(|one| one.marks.as_slice()).collect();
        assert_eq!(marks, [&[][..], &[3], &[]]);
    }
}
