//! The names of the places in a chapter that an address can end in.

use super::{Reader, events};
use pulldown_cmark::{Event, Tag, TagEnd};
use std::{collections::BTreeSet, ops::Range};

impl Reader<'_> {
    /// Finds the names of the headings.
    pub(super) fn find_anchors(&mut self) {
        let names = names_of_headings(self.events());
        self.document.anchors.extend(names);
    }
}

/// The name of each heading of a Markdown text in turn, as mdBook gives them: its own, or one made of its words.
pub fn heading_names(text: &str) -> Vec<String> {
    names_of_headings(events(text))
}

fn names_of_headings<'a>(events: impl Iterator<Item = (Event<'a>, Range<usize>)>) -> Vec<String> {
    let mut names = Vec::new();
    let mut used = BTreeSet::new();
    let mut heading: Option<(Option<String>, String)> = None;
    for (event, _) in events {
        match event {
            Event::Start(Tag::Heading { id, .. }) => {
                heading = Some((id.map(|id| id.into_string()), String::new()));
            }
            Event::Text(text) | Event::Code(text) => {
                if let Some((_, words)) = &mut heading {
                    words.push_str(&text);
                }
            }
            // mdBook takes the letters of its MathML.
            Event::InlineMath(latex) => {
                if let Some((_, words)) = &mut heading {
                    words.push_str(&latex);
                }
            }
            Event::End(TagEnd::Heading(_)) => {
                if let Some((id, words)) = heading.take() {
                    let id = id.unwrap_or_else(|| unique(name(&words), &mut used));
                    names.push(id);
                }
            }
            _ => {}
        }
    }
    names
}

fn name(heading: &str) -> String {
    let heading = heading.trim().to_lowercase();
    let kept = heading.chars().filter_map(|c| match c {
        c if c.is_alphanumeric() || matches!(c, '_' | '-') => Some(c),
        c if c.is_whitespace() => Some('-'),
        _ => None,
    });
    kept.collect()
}

fn unique(name: String, used: &mut BTreeSet<String>) -> String {
    let more = (1..).map(|k| format!("{name}-{k}"));
    let free = std::iter::once(name.clone())
        .chain(more)
        .find(|name| !used.contains(name))
        .expect("there are more names than headings");
    used.insert(free.clone());
    free
}
