//! The names of the places in a chapter that an address can end in.

use super::Reader;
use pulldown_cmark::{Event, Tag, TagEnd};
use std::collections::BTreeSet;

impl Reader<'_> {
    /// Finds the names of the headings, as mdBook gives them: its own, or one made of its text.
    pub(super) fn find_anchors(&mut self) {
        let mut used = BTreeSet::new();
        let mut heading: Option<(Option<String>, String)> = None;
        for (event, _) in self.events() {
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
                        self.document.anchors.push(id);
                    }
                }
                _ => {}
            }
        }
    }
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
