//! What has a begin and an end: predictions with their answers, and exercises with their hint and answer.

use super::Reader;
use crate::{
    directive::Directive,
    document::{Choice, DirectiveLine, Exercise, Prediction},
};
use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};
use std::ops::Range;

const EXERCISE: &str = "write {{#exercise NAME}}, the text, {{#hint}}, the hint, {{#answer}}, the answer, {{/exercise}}";
const PREDICTION: &str =
    "write {{#predict LISTING#name}}, the question, a list of answers, {{/predict}}";

impl Reader<'_> {
    /// Pairs the directives that begin a prediction or an exercise with those that end it.
    pub(super) fn find_blocks(&mut self) {
        let lines = std::mem::take(&mut self.document.directives);
        let mut rest = lines.iter();
        while let Some(line) = rest.next() {
            match &line.directive {
                Directive::Predict { asked, within } => {
                    let mut after = rest.clone();
                    match after.next() {
                        Some(end) if end.directive == Directive::EndPredict => {
                            rest = after;
                            self.prediction(asked, within.as_deref(), line, end);
                        }
                        _ => self.mistake(
                            line.range.start,
                            "a prediction without its {{/predict}}, or with another directive in it",
                            PREDICTION,
                        ),
                    }
                }
                Directive::Exercise { name, is_program } => {
                    let end = rest.clone().position(|line| ends_exercise(&line.directive));
                    let inner = &rest.as_slice()[..end.unwrap_or(0)];
                    let found = |wanted: Directive| {
                        let mut found = inner.iter().filter(|line| line.directive == wanted);
                        found.next().filter(|_| found.next().is_none())
                    };
                    let parts = end.map(|end| &rest.as_slice()[end]);
                    let parts = parts.filter(|end| end.directive == Directive::EndExercise);
                    let parts = parts.zip(found(Directive::Hint).zip(found(Directive::Answer)));
                    match parts {
                        Some((end, (hint, answer))) if hint.line < answer.line => {
                            self.document.exercises.push(Exercise {
                                name: name.clone(),
                                is_program: *is_program,
                                lines: [line, hint, answer, end].map(|line| line.range.clone()),
                                line: line.line,
                            });
                        }
                        _ => self.mistake(
                            line.range.start,
                            format!("exercise '{name}' is not a text, one hint, one answer and its {{{{/exercise}}}}"),
                            EXERCISE,
                        ),
                    }
                    // What stands within it is its own; a prediction there was not asked for.
                    let known = inner.iter().filter(|line| {
                        matches!(
                            line.directive,
                            Directive::Predict { .. } | Directive::EndPredict
                        )
                    });
                    for line in known {
                        self.mistake(line.range.start, "a prediction in an exercise", EXERCISE);
                    }
                    let passed =
                        end.map_or(rest.len(), |end| match rest.as_slice()[end].directive {
                            Directive::EndExercise => end + 1,
                            _ => end,
                        });
                    rest = rest.as_slice()[passed..].iter();
                }
                Directive::Hint | Directive::Answer | Directive::EndExercise => {
                    let name = line.directive.name().trim_start_matches('/');
                    let message = format!("'{name}' outside an exercise");
                    self.mistake(line.range.start, message, EXERCISE);
                }
                Directive::EndPredict => self.mistake(
                    line.range.start,
                    "the end of a prediction that did not begin",
                    PREDICTION,
                ),
                _ => {}
            }
        }
        self.document.directives = lines;
    }

    fn prediction(
        &mut self,
        asked: &str,
        within: Option<&str>,
        first: &DirectiveLine,
        last: &DirectiveLine,
    ) {
        let answers = self.answers(first.range.end..last.range.start);
        let sections = self.events().filter_map(|(event, range)| match event {
            Event::Start(Tag::Heading {
                level: HeadingLevel::H1 | HeadingLevel::H2,
                ..
            }) => Some(range.start),
            _ => None,
        });
        let mut after = sections.filter(|start| *start > last.range.end);
        let section_end = after.next().unwrap_or(self.text.len());
        self.document.predictions.push(Prediction {
            asked: asked.to_owned(),
            within: within.map(str::to_owned),
            answers,
            lines: [first.range.clone(), last.range.clone()],
            section_end,
            line: first.line,
        });
    }

    /// The items of the list in a part of the chapter.
    fn answers(&self, part: Range<usize>) -> Vec<Choice> {
        let mut answers: Vec<Choice> = Vec::new();
        // The text of the item that is open, and the bytes of its content.
        let mut open: Option<(String, Range<usize>)> = None;
        let mut depth = 0;
        for (event, range) in self.events() {
            if !part.contains(&range.start) || self.in_directive(range.start) {
                continue;
            }
            match (event, &mut open) {
                (Event::Start(Tag::Item), _) => {
                    depth += 1;
                    if depth == 1 {
                        open = Some((String::new(), range.end..range.start));
                    }
                }
                (Event::End(TagEnd::Item), _) => {
                    depth -= 1;
                    if depth == 0
                        && let Some((text, content)) = open.take()
                        && content.start < content.end
                    {
                        answers.push(self.choice(text, content));
                    }
                }
                // A paragraph reaches over the line break after it.
                (Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph), _) => {}
                (event, Some((text, content))) => {
                    content.start = content.start.min(range.start);
                    content.end = content.end.max(range.end);
                    match event {
                        Event::Text(more) | Event::Code(more) | Event::InlineMath(more) => {
                            text.push_str(&more);
                        }
                        Event::SoftBreak | Event::HardBreak => text.push(' '),
                        _ => {}
                    }
                }
                _ => {}
            }
        }
        answers
    }

    fn choice(&self, text: String, range: Range<usize>) -> Choice {
        let written = self.text[range.clone()].trim_end();
        let condition = written
            .strip_suffix('}')
            .and_then(|written| Some((written.rfind('{')?, written)))
            .map(|(open, written)| {
                let before = written[..open].trim_end().len();
                (before, written[open + 1..].trim().to_owned())
            });
        let end = range.start + written.len();
        let line = self.line(range.start);
        match condition {
            Some((before, condition)) => Choice {
                text: text
                    .rsplit_once('{')
                    .map_or("", |(text, _)| text)
                    .trim()
                    .to_owned(),
                condition: Some(condition),
                condition_range: range.start + before..end,
                range,
                line,
            },
            None => Choice {
                text: text.trim().to_owned(),
                condition: None,
                condition_range: end..end,
                range,
                line,
            },
        }
    }

    /// The condition of an answer that reaches into a part of the chapter.
    pub(super) fn condition_in(&self, part: &Range<usize>) -> Option<Range<usize>> {
        let mut conditions = self.choices().map(|choice| &choice.condition_range);
        conditions
            .find(|condition| condition.start < part.end && part.start < condition.end)
            .cloned()
    }

    /// Whether a place is in an answer that is a value, which is compared with what was computed.
    pub(super) fn in_value(&self, at: usize) -> bool {
        self.choices()
            .any(|choice| choice.condition.is_none() && choice.range.contains(&at))
    }

    fn choices(&self) -> impl Iterator<Item = &Choice> {
        let predictions = self.document.predictions.iter();
        predictions.flat_map(|prediction| &prediction.answers)
    }
}

/// Whether a directive ends an exercise, its own end or the begin of the next.
fn ends_exercise(directive: &Directive) -> bool {
    matches!(
        directive,
        Directive::EndExercise | Directive::Exercise { .. }
    )
}
