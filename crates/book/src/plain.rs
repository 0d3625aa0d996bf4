//! A chapter as plain text: how it opens, and how long it takes to read.

use crate::{document::Scheme, parse::events};
use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};

/// So many words are read in a minute.
const WORDS_A_MINUTE: usize = 200;

/// Stands for what only the page can say, such as the number of a figure.
const UNKNOWN: char = '\u{fffc}';

/// The first whole sentences of a chapter that fit into `limit` characters, without markup; of a first sentence that is too long, its
/// first words. They end before a sentence that refers to a listing or a figure by its number, or that leads to a formula.
#[must_use]
pub(crate) fn opening(text: &str, limit: usize) -> String {
    first_sentences(&paragraphs(text), limit)
}

/// The same of its first paragraph alone, which asks the question of the chapter.
#[must_use]
pub fn question(text: &str, limit: usize) -> String {
    let first: Vec<String> = paragraphs(text).into_iter().take(1).collect();
    first_sentences(&first, limit)
}

fn first_sentences(paragraphs: &[String], limit: usize) -> String {
    let mut opening = String::new();
    for sentence in paragraphs.iter().flat_map(|paragraph| sentences(paragraph)) {
        let joined = format!("{opening} {sentence}");
        let joined = joined.trim_start();
        if sentence.contains(UNKNOWN) || !sentence.ends_with(['.', '?', '!']) {
            if opening.is_empty() {
                continue;
            }
            break;
        }
        if joined.chars().count() <= limit {
            opening = joined.to_owned();
        } else if opening.is_empty() {
            return cut(sentence, limit);
        } else {
            break;
        }
    }
    opening
}

/// The last section of a chapter, for what goes deeper.
const FURTHER: &str = "Further";

/// How many minutes it takes to read a chapter without its programs, its exercises and what goes deeper at its end, at 200 words a
/// minute, rounded up.
#[must_use]
pub(crate) fn minutes(text: &str) -> usize {
    let mut words = 0;
    let (mut in_program, mut in_exercise, mut in_heading) = (false, false, false);
    for (event, _) in events(text) {
        match event {
            Event::Start(Tag::Heading {
                level: HeadingLevel::H2,
                ..
            }) => in_heading = true,
            Event::End(TagEnd::Heading(_)) => in_heading = false,
            Event::Text(text) if in_heading && &*text == FURTHER => break,
            Event::Start(Tag::CodeBlock(_)) => in_program = true,
            Event::End(TagEnd::CodeBlock) => in_program = false,
            Event::Text(text) if text.starts_with("{{") => {
                let body = text.trim_start_matches("{{");
                in_exercise =
                    body.starts_with("#exercise") || in_exercise && !body.starts_with("/exercise");
            }
            _ if in_exercise => {}
            Event::Text(text) if !in_program => {
                let is_word = |word: &&str| word.contains(char::is_alphanumeric);
                words += text.split_whitespace().filter(is_word).count();
            }
            Event::Code(_) | Event::InlineMath(_) | Event::DisplayMath(_) => words += 1,
            _ => {}
        }
    }
    words.div_ceil(WORDS_A_MINUTE)
}

/// The paragraphs of a chapter that are neither directives nor in a list or a quotation.
fn paragraphs(text: &str) -> Vec<String> {
    let mut paragraphs = Vec::new();
    let mut paragraph: Option<String> = None;
    let mut inside = 0;
    let mut in_image = false;
    for (event, _) in events(text) {
        match event {
            Event::Start(Tag::List(_) | Tag::BlockQuote(_)) => inside += 1,
            Event::End(TagEnd::List(_) | TagEnd::BlockQuote(_)) => inside -= 1,
            Event::Start(Tag::Paragraph) if inside == 0 => paragraph = Some(String::new()),
            Event::End(TagEnd::Paragraph) => {
                let text = paragraph.take().unwrap_or_default();
                let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
                if !text.is_empty() && !text.starts_with("{{") {
                    paragraphs.push(text);
                }
            }
            Event::Start(Tag::Image { .. }) => in_image = true,
            Event::End(TagEnd::Image) => in_image = false,
            event => {
                let Some(paragraph) = paragraph.as_mut().filter(|_| !in_image) else {
                    continue;
                };
                match event {
                    Event::Text(text) | Event::Code(text) | Event::InlineMath(text) => {
                        paragraph.push_str(&text);
                    }
                    Event::SoftBreak | Event::HardBreak => paragraph.push(' '),
                    Event::DisplayMath(_) => paragraph.push(UNKNOWN),
                    Event::Start(Tag::Link { dest_url, .. })
                        if matches!(Scheme::split(&dest_url), Some((Scheme::Reference, _))) =>
                    {
                        paragraph.push(UNKNOWN);
                    }
                    _ => {}
                }
            }
        }
    }
    paragraphs
}

/// The sentences of a paragraph, each with its last mark.
fn sentences(paragraph: &str) -> impl Iterator<Item = &str> {
    let mut rest = paragraph;
    std::iter::from_fn(move || {
        let ends = rest.match_indices(['.', '?', '!']);
        let mut ends = ends.map(|(at, mark)| at + mark.len());
        let end = ends.find(|&end| rest[end..].starts_with(' '));
        let (sentence, after) = rest.split_at(end.unwrap_or(rest.len()));
        rest = after.trim_start();
        Some(sentence).filter(|sentence| !sentence.is_empty())
    })
}

/// The first words of a text, and an ellipsis.
fn cut(text: &str, limit: usize) -> String {
    let mut words = String::new();
    for word in text.split(' ') {
        // A space, and the ellipsis after the last word.
        if words.chars().count() + word.chars().count() + 2 > limit {
            break;
        }
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(word);
    }
    words + "…"
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# A title\n\n{{#figure pooling}}\n\nIs *this* `it`, or [46×46](claim:a#b)?\nYes, or $x$.\n\n- a list\n\n```text\na program of many words\n```\n\nNo.\n";

    #[test]
    fn a_chapter_opens_with_the_sentences_that_fit() {
        assert_eq!(opening(TEXT, 26), "Is this it, or 46×46?");
        assert_eq!(opening(TEXT, 32), "Is this it, or 46×46? Yes, or x.");
        assert_eq!(opening(TEXT, 100), "Is this it, or 46×46? Yes, or x. No.");
        assert_eq!(question(TEXT, 100), "Is this it, or 46×46? Yes, or x.");
        assert_eq!(opening("# Only a title\n", 100), "");
    }

    #[test]
    fn no_sentence_follows_one_that_only_the_page_can_say() {
        let figure = "In [Figure](ref:pooling) it is. Here too.\n";
        assert_eq!(opening(figure, 100), "Here too.");
        assert_eq!(opening(&format!("Is it? {figure}"), 100), "Is it?");
        assert_eq!(opening("Is it? Add:\n\n$$x$$\n\nSo.\n", 100), "Is it?");
    }

    #[test]
    fn a_first_sentence_that_is_too_long_ends_after_a_word() {
        assert_eq!(opening("Some words, ébènes.\n", 15), "Some words,…");
        assert_eq!(opening("Some words, ébènes.\n", 19), "Some words, ébènes.");
        assert_eq!(opening("Unbreakable.\n", 5), "…");
    }

    #[test]
    fn programs_and_directives_take_no_time_to_read() {
        let words = "word ".repeat(199);
        assert_eq!(minutes(&words), 1);
        assert_eq!(
            minutes(&format!(
                "{words}\n\n{{{{#figure a}}}}\n\n```text\na b c\n```\n"
            )),
            1
        );
        assert_eq!(minutes(&format!("{words} $x$ – one\n")), 2);
        let exercise =
            "{{#exercise a}}\n\nHow long?\n\n{{#answer}}\n\n`x`, long.\n\n{{/exercise}}\n";
        assert_eq!(minutes(&format!("{words}\n\n{exercise}\nEnd.\n")), 1);
        assert_eq!(minutes(&format!("{words}\n\n{exercise}\nTo the end.\n")), 2);
        let further = |level| format!("{words}\n\n{level} Further\n\nTo the end.\n");
        assert_eq!(["##", "###"].map(|level| minutes(&further(level))), [1, 2]);
    }
}
