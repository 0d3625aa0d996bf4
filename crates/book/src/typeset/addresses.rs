//! Addresses within the book: each must lead somewhere.

use super::{Book, check::Checked, exercise, predict};
use crate::{
    address::{from_root, is_elsewhere},
    chapter::page,
    diagnostics::{Diagnostic, suggest},
    directive::Directive,
    document::Target,
    figure,
};
use percent_encoding::percent_decode_str;
use std::{collections::BTreeSet, ops::Range};

/// Pages that mdBook makes itself.
const MADE: [&str; 2] = ["index.html", "print.html"];

impl Checked<'_> {
    /// Follows an address, where it is one within the book. mdBook makes an `index.html` of a `README.md` and leaves the links to it as
    /// they are, so these are edited.
    pub(super) fn follow(
        &self,
        target: &Target,
    ) -> Result<Option<(Range<usize>, String)>, Diagnostic> {
        let address = target.address.as_str();
        if is_elsewhere(address) {
            return Ok(None);
        }
        let (path, anchor) = address.split_once('#').unwrap_or((address, ""));
        let path = path.split('?').next().unwrap_or_default();
        let dead = |problem: String, hint: String| {
            let message = format!("dead link '{address}': {problem}");
            Err(self.mistake(target.line, message).hint(hint))
        };
        let file = match path {
            "" => Some(self.source().file.clone()),
            path => from_root(&self.source().file, path),
        };
        let outside = "an address within the book is relative to its chapter";
        let Some(file) = file else {
            return dead("it leads out of the book".into(), outside.into());
        };
        let chapters = self.book.chapters;
        let chapter = chapters
            .iter()
            .position(|chapter| chapter.file == file || page(&chapter.file) == file);
        let Some(chapter) = chapter else {
            let exists = self.book.context.source.join(&file).is_file();
            if file.ends_with(".md") {
                let files = chapters.iter().map(|chapter| chapter.file.as_str());
                return dead(format!("no chapter is '{file}'"), suggest(&file, files));
            }
            if exists || MADE.contains(&file.as_str()) {
                return Ok(None);
            }
            let problem = format!("there is no file '{file}' beside the chapters");
            return dead(problem, outside.into());
        };
        let anchor = percent_decode_str(anchor).decode_utf8_lossy();
        let anchors = self.book.anchors(chapter);
        if !anchor.is_empty() && !anchors.contains(anchor.as_ref()) {
            let hint = suggest(&anchor, anchors.iter().map(String::as_str));
            return dead(format!("'{file}' has no '#{anchor}'"), hint);
        }
        let readme = "README.md";
        if !path.ends_with(readme) {
            return Ok(None);
        }
        // After the text of the link, whatever that is.
        let link = self.source().text.get(target.range.clone());
        let place = link.and_then(|link| {
            let address = link.rfind("](")?;
            let at = target.range.start + address + link[address..].find(readme)?;
            Some(at..at + readme.len())
        });
        match place {
            Some(place) => Ok(Some((place, "index.md".into()))),
            None => Err(self
                .mistake(
                    target.line,
                    format!("the link to '{address}' cannot be set"),
                )
                .hint("write the address in the link itself: [text](README.md)")),
        }
    }
}

impl Book<'_> {
    /// The names of the places on the page of a chapter.
    fn anchors(&self, chapter: usize) -> BTreeSet<String> {
        let document = &self.documents[chapter];
        let mut anchors: BTreeSet<String> = document.anchors.iter().cloned().collect();
        for line in &document.directives {
            match &line.directive {
                Directive::Listing { name, .. } => {
                    anchors.insert(format!("listing-{name}"));
                }
                Directive::Figure { name, .. } => {
                    anchors.insert(figure::anchor(name));
                }
                Directive::Bibliography => {
                    let works = self.context.bibliography.0.keys();
                    anchors.extend(works.map(|key| format!("cite-{key}")));
                }
                Directive::Exercise { name, .. } => {
                    anchors.insert(exercise::anchor(name));
                }
                Directive::Predict { asked, .. } => {
                    anchors.insert(predict::anchor(asked));
                }
                _ => {}
            }
        }
        anchors
    }
}
