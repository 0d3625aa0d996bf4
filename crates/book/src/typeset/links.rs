//! The links that the book gives a meaning: claims, references, citations, and numbers that are given.

use super::Book;
use crate::{claims::Claim, diagnostics::suggest, figure, html, numbers, parse::Link};

impl Book<'_> {
    /// What stands before and after the text of a link.
    pub(super) fn link(&mut self, chapter: usize, link: &Link) -> Option<(String, String)> {
        match link.scheme {
            "claim" => self.claim(chapter, link),
            "ref" => self.reference(chapter, link),
            "cite" => self.citation(chapter, link),
            _ => self.given(chapter, link),
        }
    }

    fn claim(&mut self, chapter: usize, link: &Link) -> Option<(String, String)> {
        let target = &link.target;
        let Some((program, name)) = target.split_once('#') else {
            let message = format!("unknown claim '{target}': it has no '#'");
            self.mistake(
                chapter,
                link.line,
                message,
                "write claim:LISTING#name or claim:@FIGURE#readout",
            );
            return None;
        };
        let (computed, known, address) = match program.strip_prefix('@') {
            Some(figure) => {
                let Some((place, shown)) = self.places.figure(figure, chapter) else {
                    let known: Vec<String> = self
                        .places
                        .figures
                        .keys()
                        .map(|(name, _)| name.clone())
                        .collect();
                    let hint = suggest(figure, known.iter().map(String::as_str));
                    let message =
                        format!("unknown claim '{target}': the book shows no figure '{figure}'");
                    self.mistake(chapter, link.line, message, hint);
                    return None;
                };
                // A figure that cannot be drawn has been reported.
                let shown = shown.as_ref()?;
                let known: Vec<String> = shown
                    .readouts
                    .iter()
                    .map(|(name, _)| name.clone())
                    .collect();
                let address = self.address(place.chapter, &figure::anchor(figure));
                (shown.readout(name).map(str::to_owned), known, address)
            }
            None => {
                let Some(place) = self.places.listings.get(program) else {
                    let hint = suggest(program, self.places.listings.keys().map(String::as_str));
                    let message =
                        format!("unknown claim '{target}': the book shows no listing '{program}'");
                    self.mistake(chapter, link.line, message, hint);
                    return None;
                };
                // A listing that failed has been reported.
                let output = self.world.listings.programs[program]
                    .outcome
                    .as_ref()
                    .ok()?;
                let known: Vec<String> =
                    output.values.iter().map(|(name, _)| name.clone()).collect();
                let address = self.address(place.chapter, &format!("listing-{program}"));
                (output.value(name).map(str::to_owned), known, address)
            }
        };
        let Some(computed) = computed else {
            let message = format!("unknown claim '{target}': '{program}' computes no '{name}'");
            self.mistake(
                chapter,
                link.line,
                message,
                suggest(name, known.iter().map(String::as_str)),
            );
            return None;
        };
        if normal(&link.text) != normal(&computed) {
            let message = format!(
                "wrong number: '{}' is written, {target} computed '{computed}'",
                link.text.trim()
            );
            let hint = format!(
                "write [{computed}](claim:{target}), or see why the program gives another result"
            );
            self.mistake(chapter, link.line, message, hint);
            return None;
        }
        let open = format!(
            "<a class=\"claim\" href=\"{}{}\" title=\"computed: {}\">",
            self.up(chapter),
            html::escape(&address),
            html::escape(target)
        );
        self.claims.push(Claim {
            chapter: self.chapters[chapter].title.clone(),
            file: self.chapters[chapter].file.clone(),
            line: link.line,
            value: computed,
            source: target.clone(),
            address,
        });
        Some((open, "</a>".into()))
    }

    fn reference(&mut self, chapter: usize, link: &Link) -> Option<(String, String)> {
        let name = link.target.as_str();
        let Ok(found) = self.places.referred(name, &link.text, chapter) else {
            let message = format!("'{name}' is the name of a figure and of a listing");
            self.mistake(
                chapter,
                link.line,
                message,
                format!("write [Figure](ref:{name}) or [Listing](ref:{name})"),
            );
            return None;
        };
        let Some((place, anchor)) = found else {
            let known: Vec<String> = self
                .places
                .listings
                .keys()
                .cloned()
                .chain(self.places.figures.keys().map(|(name, _)| name.clone()))
                .collect();
            let hint = suggest(name, known.iter().map(String::as_str));
            let message = format!(
                "unknown reference '{name}': the book shows no such {}",
                match link.text.to_lowercase() {
                    word if word.is_empty() => "thing".into(),
                    word => word,
                }
            );
            self.mistake(chapter, link.line, message, hint);
            return None;
        };
        let open = format!(
            "<a class=\"ref\" href=\"{}{}\">",
            self.up(chapter),
            self.address(place.chapter, &anchor)
        );
        Some((open, format!("&nbsp;{}</a>", place.number)))
    }

    fn citation(&mut self, chapter: usize, link: &Link) -> Option<(String, String)> {
        let key = &link.target;
        let Some(entry) = self.world.bibliography.0.get(key) else {
            let hint = suggest(key, self.world.bibliography.0.keys().map(String::as_str));
            self.mistake(
                chapter,
                link.line,
                format!("unknown citation '{key}'"),
                hint,
            );
            return None;
        };
        for number in numbers::results_in(&link.text) {
            if number != entry.year.to_string() {
                let message = format!(
                    "wrong number: '{number}' is written, the bibliography says {} for '{key}'",
                    entry.year
                );
                self.mistake(
                    chapter,
                    link.line,
                    message,
                    "a citation may hold no number but its year",
                );
            }
        }
        let Some(page) = self.bibliography_page else {
            let message = format!("'{key}' is cited and no page lists the bibliography");
            self.mistake(
                chapter,
                link.line,
                message,
                "put {{#bibliography}} on a page",
            );
            return None;
        };
        self.cited.insert(key.clone());
        let open = format!(
            "<a class=\"citation\" href=\"{}{}\">",
            self.up(chapter),
            self.address(page, &format!("cite-{key}"))
        );
        Some((open, "</a>".into()))
    }

    fn given(&mut self, chapter: usize, link: &Link) -> Option<(String, String)> {
        let reason = link.target.replace(['-', '_'], " ");
        if reason.trim().is_empty() {
            let message = format!("'{}' is given without a reason", link.text);
            self.mistake(
                chapter,
                link.line,
                message,
                "write [text](given:the-reason)",
            );
            return None;
        }
        let open = format!("<span class=\"given\" title=\"{}\">", html::escape(&reason));
        Some((open, "</span>".into()))
    }
}

/// A number with the typographer's minus is the number with the programmer's.
fn normal(text: &str) -> String {
    text.trim().replace('−', "-").replace('\u{a0}', " ")
}
