//! Addresses within the book that lead nowhere.

use super::{Book, check::Checked};
use crate::{
    chapter::page,
    diagnostics::{Diagnostic, suggest},
    directive::Directive,
    document::Target,
    figure,
};
use percent_encoding::percent_decode_str;
use std::collections::BTreeSet;

/// Pages that mdBook makes itself.
const MADE: [&str; 2] = ["index.html", "print.html"];

impl Checked<'_> {
    /// What is wrong with an address, where it is one within the book.
    pub(super) fn dead(&self, target: &Target) -> Option<Diagnostic> {
        let address = target.address.as_str();
        if is_elsewhere(address) {
            return None;
        }
        let (path, anchor) = match address.split_once('#') {
            Some((path, anchor)) => (path, Some(anchor)),
            None => (address, None),
        };
        let path = percent_decode_str(path.split('?').next().unwrap_or_default());
        let path = path.decode_utf8_lossy();
        let mistake = |problem: String, hint: String| {
            let message = format!("dead link '{address}': {problem}");
            Some(self.mistake(target.line, message).hint(hint))
        };
        let file = match path.as_ref() {
            "" => Some(self.source().file.clone()),
            path => from_root(&self.source().file, path),
        };
        let outside = "an address within the book is relative to its chapter";
        let Some(file) = file else {
            return mistake("it leads out of the book".into(), outside.into());
        };
        let chapters = self.book.chapters;
        let chapter = chapters
            .iter()
            .position(|chapter| chapter.file == file || page(&chapter.file) == file);
        let Some(chapter) = chapter else {
            let exists = self.book.context.source.join(&file).is_file();
            return match file.strip_suffix(".md") {
                None if exists || MADE.contains(&file.as_str()) => None,
                Some(_) => {
                    let files = chapters.iter().map(|chapter| chapter.file.as_str());
                    mistake(format!("no chapter is '{file}'"), suggest(&file, files))
                }
                None => mistake(
                    format!("there is no file '{file}' beside the chapters"),
                    outside.into(),
                ),
            };
        };
        let anchor = percent_decode_str(anchor.unwrap_or_default());
        let anchor = anchor.decode_utf8_lossy();
        let anchors = self.book.anchors(chapter);
        if anchor.is_empty() || anchors.contains(anchor.as_ref()) {
            return None;
        }
        let hint = suggest(&anchor, anchors.iter().map(String::as_str));
        mistake(format!("'{file}' has no '#{anchor}'"), hint)
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
                Directive::Claims => {}
            }
        }
        anchors
    }
}

/// Whether an address has a scheme such as `https:`, or a host.
fn is_elsewhere(address: &str) -> bool {
    let scheme = address.split_once(':').map_or("", |(scheme, _)| scheme);
    address.starts_with("//")
        || scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '.' | '-'))
}

/// A path that is relative to a chapter, from the folder of all chapters; none where it leads out of it.
fn from_root(chapter: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = chapter.split('/').collect();
    parts.pop();
    if path.starts_with('/') {
        return None;
    }
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}
