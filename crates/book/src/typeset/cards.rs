//! A card for each chapter: its figure, its question, and how long it takes.

use super::Book;
use crate::{directive::Directive, html, plain};
use std::fmt::Write as _;

/// At most so many characters of a chapter's opening stand on its card.
const QUESTION: usize = 300;

impl Book<'_> {
    /// A card for each chapter that stands under no other, as a list on the page of the chapter `on`.
    pub(super) fn cards(&self, on: usize) -> String {
        let up = self.chapters[on].up();
        let mut out = String::from("<ul class=\"chapters\">\n");
        for (k, chapter) in self.chapters.iter().enumerate() {
            let Some(number) = chapter.number.as_ref().filter(|_| chapter.level() == 0) else {
                continue;
            };
            let minutes = plain::minutes(&chapter.text);
            let plural = if minutes == 1 { "" } else { "s" };
            let mut time = format!("About {minutes} minute{plural}");
            let under = format!("{number}.");
            let is_under = |number: &&String| number.starts_with(&under);
            let numbers = self.chapters.iter().filter_map(|one| one.number.as_ref());
            match numbers.filter(is_under).count() {
                0 => {}
                1 => time += ", and 1 page that goes deeper",
                pages => {
                    let _ = write!(time, ", and {pages} pages that go deeper");
                }
            }
            // Writing into a string does not fail.
            let _ = writeln!(
                out,
                "<li>{}<a href=\"{up}{}\">{}</a>\n<p>{}</p>\n<p class=\"chapters-time\">{time}</p></li>",
                self.picture(k),
                html::escape(&chapter.page()),
                html::escape(&chapter.numbered_title()),
                html::escape(&plain::question(&chapter.text, QUESTION)),
            );
        }
        out + "</ul>"
    }

    /// The first figure of a chapter, small; nothing for a chapter without one.
    fn picture(&self, chapter: usize) -> String {
        let mut lines = self.documents[chapter].directives.iter();
        let figure = lines.find_map(|line| match &line.directive {
            Directive::Figure { name, .. } => Some(name.clone()),
            _ => None,
        });
        let drawn = figure.and_then(|name| self.places.figures.get(&(name, chapter)));
        let Some((place, Some(figure))) = drawn else {
            return String::new();
        };
        let alternative = format!("Figure {}, small: {}", place.number, figure.title);
        format!(
            "<span class=\"chapters-picture\">{}</span>\n",
            figure.still(&alternative)
        )
    }
}

/// A line that names the repository.
pub(super) fn repository(address: &str) -> String {
    let address = html::escape(address);
    format!(
        "<p>The text, the programs and the figures are in one repository, where mistakes can be reported: <a href=\"{address}\">{address}</a>.</p>"
    )
}
