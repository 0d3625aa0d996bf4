//! A question before an output or a figure. Which of its answers is right follows from what was computed.

use super::{Book, check::Checked};
use crate::{
    diagnostics::{Diagnostic, suggest},
    directive::Directive,
    document::{Choice, DirectiveLine, Document, Prediction},
    html, numbers,
};
use std::{collections::BTreeSet, ops::RangeInclusive};

/// How many answers there may be to choose from.
const CHOICES: RangeInclusive<usize> = 2..=4;

const ORDINALS: [&str; 4] = ["first", "second", "third", "fourth"];

/// What a program or a figure computed, by name.
type Values<'a> = &'a [(String, String)];

/// What was found to be right.
struct Judged {
    /// The answer, in words and with what was computed.
    answer: String,
    /// What the script of the page compares with: attributes of the section.
    attributes: String,
}

impl Checked<'_> {
    /// Checks the predictions of a chapter, and writes what stands for their directives.
    pub(super) fn check_predictions(&mut self, document: &Document) {
        let mut anchors = BTreeSet::new();
        for prediction in &document.predictions {
            if !anchors.insert(anchor(&prediction.asked)) {
                let message = format!("'{}' is asked twice in this chapter", prediction.asked);
                self.mistakes.push(self.mistake(prediction.line, message));
            }
            match self.judge(prediction, document) {
                Ok(Some(judged)) => self.write(prediction, &judged),
                Ok(None) => {}
                Err(mistake) => self.mistakes.push(mistake),
            }
        }
    }

    /// Finds the right answer; none where what computes it has failed, which is reported elsewhere.
    fn judge(
        &self,
        prediction: &Prediction,
        document: &Document,
    ) -> Result<Option<Judged>, Diagnostic> {
        let (source, name) = split(&prediction.asked);
        let mistake = |message: String| self.mistake(prediction.line, message);
        let after = document.directives.iter().any(|line| {
            line.range.start > prediction.lines[1].end && computes(&line.directive, source)
        });
        if !after {
            return Err(mistake(format!(
                "a prediction of '{source}', which this chapter does not show after it"
            ))
            .hint("a prediction stands before the listing or the figure that it asks about"));
        }
        let Some(values) = self.values(source, prediction.line)? else {
            return Ok(None);
        };
        let asked = match name {
            Some(name) => Some((
                name,
                value(values, name, source)
                    .map_err(|(message, hint)| mistake(message).hint(hint))?,
            )),
            None => None,
        };
        let count = prediction.answers.len();
        if let Some(within) = &prediction.within {
            if count > 0 {
                return Err(mistake(
                    "a prediction with answers to choose from and with 'within'".into(),
                )
                .hint("leave out 'within' or the answers"));
            }
            let Some((name, computed)) = asked else {
                return Err(
                    mistake(format!("a number to type, and '{source}' names none")).hint(format!(
                        "write {{{{#predict {source}#name within {within}}}}}"
                    )),
                );
            };
            return typed(name, computed, within).map(Some).map_err(|message| {
                mistake(message)
                    .hint("write within 10%, or within 2 for a number that may differ by 2")
            });
        }
        if !CHOICES.contains(&count) {
            return Err(mistake(format!("a prediction with {count} answers; two to four is right"))
                .hint("write a list of answers, or 'within 10%' after what is asked, for a number to type"));
        }
        let mut right = Vec::new();
        for (k, choice) in prediction.answers.iter().enumerate() {
            if let Some(used) = self.is_right(choice, source, asked)? {
                right.push((k, used));
            }
        }
        match right.as_slice() {
            [(k, used)] => {
                let used: Vec<String> = used
                    .iter()
                    .map(|(name, value)| {
                        format!(
                            "<code>{}</code> is {}",
                            html::escape(name),
                            html::escape(value)
                        )
                    })
                    .collect();
                Ok(Some(Judged {
                    answer: format!(
                        "The {} answer is right. Computed: {}.",
                        ORDINALS[*k],
                        used.join(", ")
                    ),
                    attributes: format!(" data-right=\"{k}\""),
                }))
            }
            [] => {
                let computed =
                    asked.map_or_else(String::new, |(_, value)| format!(": computed is '{value}'"));
                Err(
                    mistake(format!("no answer of this prediction is right{computed}"))
                        .hint("change an answer, or see why the program gives another result"),
                )
            }
            right => {
                let texts: Vec<String> = right
                    .iter()
                    .map(|(k, _)| format!("'{}'", prediction.answers[*k].text))
                    .collect();
                Err(mistake(format!(
                    "{} answers of this prediction are right: {}",
                    right.len(),
                    texts.join(", ")
                ))
                .hint("exactly one may be"))
            }
        }
    }

    /// What a right answer rests on, by name; none for a wrong one.
    fn is_right(
        &self,
        choice: &Choice,
        source: &str,
        asked: Option<(&str, &str)>,
    ) -> Result<Option<Vec<(String, String)>>, Diagnostic> {
        let mistake = |message: String| self.mistake(choice.line, message);
        let Some(condition) = &choice.condition else {
            let Some((name, computed)) = asked else {
                return Err(mistake(format!("the answer '{}' has no condition, and '{source}' names no value to compare it with", choice.text))
                    .hint("write {name > 2} after the answer, or {{#predict LISTING#name}}"));
            };
            let right = numbers::says(&choice.text, computed);
            return Ok(right.then(|| vec![(name.to_owned(), computed.to_owned())]));
        };
        let mut used: Vec<(String, String)> = Vec::new();
        let mut holds = true;
        for comparison in condition.split(" and ") {
            let words: Vec<&str> = comparison.split_whitespace().collect();
            let [left, sign, right] = words[..] else {
                return Err(mistake(format!("the condition '{condition}' is not 'name sign value'"))
                    .hint("write {name > 2}, {one < other} or {one = 0 and other > 0}; the signs are = ≠ < > ≤ ≥"));
            };
            let mut side = |word: &str| -> Result<Option<String>, Diagnostic> {
                if word.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '−'))
                    || matches!(word, "true" | "false")
                {
                    return Ok(Some(word.replace('−', "-")));
                }
                let (program, name) = match word.contains('#') {
                    true => split(word),
                    false => (source, Some(word)),
                };
                let Some(values) = self.values(program, choice.line)? else {
                    return Ok(None);
                };
                let name = name.unwrap_or_default();
                let value = value(values, name, program)
                    .map_err(|(message, hint)| mistake(message).hint(hint))?;
                if !used.iter().any(|(known, _)| known == word) {
                    used.push((word.to_owned(), value.to_owned()));
                }
                Ok(Some(value.to_owned()))
            };
            let (Some(left), Some(right)) = (side(left)?, side(right)?) else {
                return Ok(None);
            };
            holds &= compare(&left, sign, &right).map_err(|message| {
                mistake(format!("the condition '{condition}': {message}"))
                    .hint("the signs are = ≠ < > ≤ ≥, with a space on either side; the last four compare numbers")
            })?;
        }
        Ok(holds.then_some(used))
    }

    /// What a listing, or with an `@` a figure, computed; none where it has failed.
    fn values(&self, source: &str, line: usize) -> Result<Option<Values<'_>>, Diagnostic> {
        let found = match source.strip_prefix('@') {
            Some(figure) => self.figure(figure),
            None => self.listing(source),
        };
        found
            .map(|found| found.map(|found| found.values))
            .map_err(|hint| {
                self.mistake(
                    line,
                    format!("a prediction of '{source}', which the book does not show"),
                )
                .hint(hint)
            })
    }

    fn write(&mut self, prediction: &Prediction, judged: &Judged) {
        let id = html::escape(&anchor(&prediction.asked));
        let (source, _) = split(&prediction.asked);
        let source = html::escape(source);
        let [first, last] = prediction.lines.clone();
        let live = self.book.context.live.as_deref();
        let version = live.map_or_else(String::new, |version| {
            format!(" data-version=\"{version}\"")
        });
        let open = format!(
            "\n<section class=\"predict\" id=\"{id}\" data-of=\"{source}\"{}{version}>\n<fieldset><legend>Predict, then look</legend>\n",
            judged.attributes
        );
        // Where no script can tell which answer was right, there is nothing to press.
        let field = match prediction.answers.is_empty() && live.is_some() {
            true => {
                "<label class=\"live\">Your number: <input type=\"number\" step=\"any\"></label>\n"
            }
            false => "",
        };
        let buttons = "<p class=\"live\"><button type=\"button\">That is my answer</button> <button type=\"button\">Show it without answering</button> <span role=\"status\"></span></p>";
        let close = format!(
            "\n{field}</fieldset>\n{}\n<details><summary>Answer</summary><p>{}</p></details>\n</section>\n",
            if live.is_some() { buttons } else { "" },
            judged.answer
        );
        self.edits.extend([(first, open), (last, close)]);
        for (k, choice) in prediction.answers.iter().enumerate() {
            let (before, after) = match live {
                Some(_) => (
                    format!("<label><input type=\"radio\" name=\"{id}\" value=\"{k}\"> "),
                    "</label>".to_owned(),
                ),
                None => (String::new(), String::new()),
            };
            let start = choice.range.start;
            self.edits.push((start..start, before));
            self.edits.push((choice.condition_range.clone(), after));
        }
    }

    /// Whether a number of a program or a figure, at a place in the chapter, tells the answer to a question before it.
    pub(super) fn tells_an_answer(&self, source: &str, at: usize) -> bool {
        self.book.context.live.is_some()
            && self.book.documents[self.chapter]
                .predictions
                .iter()
                .any(|prediction| {
                    (prediction.lines[1].end..prediction.section_end).contains(&at)
                        && split(&prediction.asked).0 == source
                })
    }
}

impl Book<'_> {
    /// A listing or a figure, in an element by which it is hidden until the questions about it are answered.
    pub(super) fn hidden_until_answered(
        &self,
        chapter: usize,
        line: &DirectiveLine,
        block: String,
    ) -> String {
        let predictions = &self.documents[chapter].predictions;
        let mut asked = predictions
            .iter()
            .map(|prediction| split(&prediction.asked).0);
        let found = asked.find(|source| computes(&line.directive, source));
        match found.filter(|_| self.context.live.is_some()) {
            Some(source) => {
                format!("<div class=\"predicted\" data-of=\"{source}\">\n\n{block}\n\n</div>")
            }
            None => block,
        }
    }
}

/// Where on its page a prediction stands.
pub(super) fn anchor(asked: &str) -> String {
    format!(
        "predict-{}",
        asked.trim_start_matches('@').replace('#', "-")
    )
}

/// A listing or a figure, and the name of one of its values.
fn split(asked: &str) -> (&str, Option<&str>) {
    match asked.split_once('#') {
        Some((source, name)) => (source, Some(name)),
        None => (asked, None),
    }
}

/// Whether a directive shows this listing, or with an `@` this figure.
fn computes(directive: &Directive, source: &str) -> bool {
    match directive {
        Directive::Listing { name, .. } => name == source,
        Directive::Figure { name, .. } => source.strip_prefix('@') == Some(name),
        _ => false,
    }
}

/// A value by name, or what is wrong and a hint.
fn value<'v>(values: Values<'v>, name: &str, source: &str) -> Result<&'v str, (String, String)> {
    let found = values.iter().find(|(known, _)| known == name);
    found.map(|(_, value)| value.as_str()).ok_or_else(|| {
        let known = values.iter().map(|(known, _)| known.as_str());
        (
            format!("a prediction of '{name}': '{source}' computes no such value"),
            suggest(name, known),
        )
    })
}

/// The answer where a number is to be typed.
fn typed(name: &str, computed: &str, within: &str) -> Result<Judged, String> {
    let number = number(computed).ok_or_else(|| format!("'{name}' is no number: '{computed}'"))?;
    let tolerance = match within.strip_suffix('%') {
        Some(percent) => percent
            .parse()
            .ok()
            .map(|percent: f64| number.abs() * percent / 100.0),
        None => within.parse().ok(),
    };
    let tolerance = tolerance
        .filter(|tolerance: &f64| tolerance.is_finite() && *tolerance >= 0.0)
        .ok_or_else(|| format!("'within {within}' is no tolerance"))?;
    Ok(Judged {
        answer: format!(
            "Computed: <code>{}</code> is {}. Within {} counts as right.",
            html::escape(name),
            html::escape(computed),
            html::escape(within)
        ),
        attributes: format!(" data-value=\"{number}\" data-within=\"{tolerance}\""),
    })
}

fn number(text: &str) -> Option<f64> {
    text.parse().ok().filter(|number: &f64| number.is_finite())
}

/// Whether a comparison holds. Equality is that of numbers where both sides are, and else that of text.
fn compare(left: &str, sign: &str, right: &str) -> Result<bool, String> {
    let numbers = number(left).zip(number(right));
    let equal = numbers.map_or(left == right, |(left, right)| left == right);
    let ordered = || numbers.ok_or_else(|| format!("'{left}' and '{right}' are not both numbers"));
    match sign {
        "=" => Ok(equal),
        "≠" | "!=" => Ok(!equal),
        "<" => ordered().map(|(left, right)| left < right),
        ">" => ordered().map(|(left, right)| left > right),
        "≤" | "<=" => ordered().map(|(left, right)| left <= right),
        "≥" | ">=" => ordered().map(|(left, right)| left >= right),
        _ => Err(format!("'{sign}' is no sign")),
    }
}
