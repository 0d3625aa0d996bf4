//! Code blocks: which are programs, and which files they include.

use super::Reader;
use crate::document::{Include, Program};
use pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};
use std::ops::Range;

/// The labels that a code block may have. Blocks labelled `rust` are tested, the others are not programs.
const LABELS: [&str; 5] = ["rust", "text", "toml", "console", "sh"];

impl Reader<'_> {
    /// Finds the code blocks and the code within lines.
    pub(super) fn find_code(&mut self) {
        let mut open: Option<(bool, Range<usize>)> = None;
        let mut code = String::new();
        for (event, range) in self.events() {
            match event {
                Event::Start(Tag::CodeBlock(kind)) => {
                    let label = match &kind {
                        CodeBlockKind::Fenced(label) => label.trim(),
                        CodeBlockKind::Indented => "",
                    };
                    if !LABELS.contains(&label) {
                        let what = match (&kind, label) {
                            (CodeBlockKind::Indented, _) => {
                                "untested fence: a code block made by indentation".into()
                            }
                            (_, "") => "untested fence: a code block without a label".into(),
                            _ => format!(
                                "untested fence: nothing runs a code block labelled '{label}'"
                            ),
                        };
                        self.mistake(
                            range.start,
                            what,
                            "use {{#listing NAME}} or ```rust for a program, and ```text, ```toml, ```console or ```sh for what is none",
                        );
                    }
                    code.clear();
                    open = Some((label == "rust", range));
                }
                Event::Text(text) if open.is_some() => code.push_str(&text),
                Event::End(TagEnd::CodeBlock) => {
                    if let Some((rust, range)) = open.take() {
                        let line = self.line(range.start);
                        if rust {
                            self.document.programs.push(Program {
                                code: code.clone(),
                                range: range.clone(),
                                line,
                            });
                        }
                        self.directives_in_code(range.clone());
                        self.code.push(range);
                    }
                }
                Event::Code(_) => {
                    self.code.push(range);
                }
                _ => {}
            }
        }
    }

    fn directives_in_code(&mut self, block: Range<usize>) {
        for (at, _) in self.text[block.clone()].match_indices("{{#") {
            let at = block.start + at;
            if self.text[..at].ends_with('\\') {
                continue;
            }
            let Some(end) = self.text[at..block.end].find("}}") else {
                continue;
            };
            let mut words = self.text[at + 3..at + end].split_whitespace();
            match (words.next(), words.next()) {
                (Some("include" | "rustdoc_include"), Some(file)) => {
                    let file = file.split(':').next().unwrap_or(file).to_owned();
                    let line = self.line(at);
                    self.document.includes.push(Include { file, line });
                }
                (name, _) => {
                    let name = name.unwrap_or_default();
                    self.mistake(
                        at,
                        format!("unknown directive '{{{{#{name}}}}}' in a code block"),
                        "a code block may hold {{#include FILE}}; write \\{{# for the characters themselves",
                    );
                }
            }
        }
    }
}
