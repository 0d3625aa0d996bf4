//! An exercise on a page: its number and name, its text, and its hint and its answer folded.

use super::{LINE_WIDTH, check::Checked, listing};
use crate::{context::Solution, diagnostics::suggest, document::Document};

impl Checked<'_> {
    /// Checks the exercises of a chapter, and writes what stands for their directives.
    pub(super) fn check_exercises(&mut self, document: &Document) {
        let mut names: Vec<&str> = Vec::new();
        for (k, exercise) in document.exercises.iter().enumerate() {
            let name = exercise.name.as_str();
            let mut elsewhere = self.book.exercises().filter(|(known, _)| *known == name);
            if names.contains(&name) || elsewhere.any(|(_, chapter)| chapter < self.chapter) {
                let message = format!("exercise '{name}' stands in the book twice");
                self.mistakes.push(self.mistake(exercise.line, message));
            }
            names.push(name);
            let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            if !name.chars().all(plain) {
                let message = format!("'{name}' is no name of an exercise");
                let hint = "a name is of the letters a to z, digits and hyphens";
                self.mistakes
                    .push(self.mistake(exercise.line, message).hint(hint));
            }
            let solutions = &self.book.context.solutions;
            let solution = solutions.get(name);
            if exercise.is_program != solution.is_some() {
                let (message, hint) = if exercise.is_program {
                    let known = solutions.keys().map(String::as_str);
                    ("has no solution", suggest(name, known))
                } else {
                    let hint = format!("write {{{{#exercise {name} program}}}}");
                    ("has a solution and does not ask for a program", hint)
                };
                let message = format!("exercise '{name}' {message}");
                self.mistakes
                    .push(self.mistake(exercise.line, message).hint(hint));
            }
            let lines = solution
                .iter()
                .flat_map(|solution| solution.program.lines());
            for (k, line) in lines.enumerate() {
                let width = line.chars().count();
                if width > LINE_WIDTH {
                    let message = format!(
                        "exercise '{name}': line {} of its solution has {width} characters; {LINE_WIDTH} is the most",
                        k + 1
                    );
                    self.mistakes.push(self.mistake(exercise.line, message));
                }
            }
            let number = self.source().exercise_number(k);
            let [begin, hint, answer, end] = exercise.lines.clone();
            let title = format!(
                "\n<section class=\"exercise\">\n\n### Exercise {number}: {} {{#{}}}\n",
                words(name),
                anchor(name)
            );
            let (check, solution) = match solution {
                Some(Solution { skeleton, program }) => (
                    format!(
                        "\n<p>Write it in <code>{}</code>; <code>cargo book exercise {name}</code> says what is missing.</p>\n",
                        skeleton.display()
                    ),
                    format!("\n{}\n", listing::fenced(program)),
                ),
                None => Default::default(),
            };
            let folded = |title: &str| format!("<details>\n<summary>{title}</summary>\n");
            self.edits.extend([
                (begin, title),
                (hint, format!("{check}\n{}", folded("Hint"))),
                (answer, format!("\n</details>\n\n{}", folded("Answer"))),
                (end, format!("{solution}\n</details>\n</section>\n")),
            ]);
        }
    }
}

/// Where on its page an exercise stands.
pub(super) fn anchor(name: &str) -> String {
    format!("exercise-{name}")
}

/// A name in words: `margin-of-each-side` is "Margin of each side".
fn words(name: &str) -> String {
    let words = name.replace('-', " ");
    let mut letters = words.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters.clone()).collect()
}
