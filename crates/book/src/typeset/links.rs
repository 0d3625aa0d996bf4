//! The links that the book gives a meaning: claims, references, citations, and numbers that are given.

use super::check::Checked;
use crate::{
    chapter::Chapter,
    claims::Claim,
    diagnostics::{Diagnostic, suggest},
    document::{Link, Scheme, Within},
    figure, html, numbers,
};

/// What a link becomes on its page.
pub(super) struct Tags {
    class: &'static str,
    /// The address, from the page.
    href: Option<String>,
    /// The title.
    title: Option<String>,
    /// The number of what is referred to, which follows the text.
    number: Option<String>,
}

/// A program or figure that a claim names: where it is shown, and what it computed.
pub(super) struct Source<'a> {
    chapter: &'a Chapter,
    anchor: String,
    pub(super) values: &'a [(String, String)],
}

/// None for a link that cannot be followed because of a mistake that is reported elsewhere.
type Outcome<T> = Result<Option<T>, Diagnostic>;

impl<'a> Checked<'a> {
    /// Checks a link.
    pub(super) fn link(&mut self, link: &Link) -> Outcome<Tags> {
        match link.scheme {
            Scheme::Claim => self.claim(link),
            Scheme::Reference => self.reference(link).map(Some),
            Scheme::Citation => self.citation(link).map(Some),
            Scheme::Given => self.given(link).map(Some),
        }
    }

    fn claim(&mut self, link: &Link) -> Outcome<Tags> {
        let target = &link.target;
        let unknown = |problem: String| {
            self.mistake(link.line, format!("unknown claim '{target}': {problem}"))
        };
        let Some((program, name)) = target.split_once('#') else {
            return Err(unknown("it has no '#'".into())
                .hint("write claim:LISTING#name or claim:@FIGURE#readout"));
        };
        let found = match program.strip_prefix('@') {
            Some(figure) => self
                .figure(figure)
                .map_err(|hint| unknown(format!("the book shows no figure '{figure}'")).hint(hint)),
            None => self.listing(program).map_err(|hint| {
                unknown(format!("the book shows no listing '{program}'")).hint(hint)
            }),
        };
        let Some(source) = found? else {
            return Ok(None);
        };
        let computed = source.values.iter().find(|(known, _)| known == name);
        let Some((_, computed)) = computed else {
            let known = source.values.iter().map(|(known, _)| known.as_str());
            return Err(
                unknown(format!("'{program}' computes no '{name}'")).hint(suggest(name, known))
            );
        };
        if !numbers::says(&link.text, computed) {
            let message = format!(
                "wrong number: '{}' is written, {target} computed '{computed}'",
                link.text.trim()
            );
            return Err(self.mistake(link.line, message).hint(format!(
                "write [{computed}](claim:{target}), or see why the program gives another result"
            )));
        }
        let address = source.chapter.address(&source.anchor);
        let tags = Tags {
            class: match self.tells_an_answer(program, link.range.start) {
                true => "claim predicted",
                false => "claim",
            },
            href: Some(format!("{}{address}", self.source().up())),
            title: Some(format!("computed: {target}")),
            number: None,
        };
        self.claims.push(Claim {
            chapter: self.source().title.clone(),
            file: self.source().file.clone(),
            line: link.line,
            value: computed.clone(),
            source: target.clone(),
            address,
        });
        Ok(Some(tags))
    }

    /// A figure that the book shows, or a hint if it shows none of this name.
    pub(super) fn figure(&self, name: &str) -> Result<Option<Source<'a>>, String> {
        let places = &self.book.places;
        let Some((place, drawn)) = places.figure(name, self.chapter) else {
            let known = places.figures.keys().map(|(name, _)| name.as_str());
            return Err(suggest(name, known));
        };
        // A figure that cannot be drawn has been reported.
        Ok(drawn.as_ref().map(|drawn| Source {
            chapter: &self.book.chapters[place.chapter],
            anchor: figure::anchor(name),
            values: &drawn.quoted,
        }))
    }

    /// A listing that the book shows, or a hint if it shows none of this name.
    pub(super) fn listing(&self, name: &str) -> Result<Option<Source<'a>>, String> {
        let places = &self.book.places;
        let Some(place) = places.listings.get(name) else {
            return Err(suggest(name, places.listings.keys().map(String::as_str)));
        };
        // A listing that failed has been reported.
        let output = self.book.context.listings.programs[name].outcome.as_ref();
        Ok(output.ok().map(|output| Source {
            chapter: &self.book.chapters[place.chapter],
            anchor: format!("listing-{name}"),
            values: &output.values,
        }))
    }

    fn reference(&self, link: &Link) -> Result<Tags, Diagnostic> {
        let name = link.target.as_str();
        let places = &self.book.places;
        let found = places
            .referred(name, &link.text, self.chapter)
            .map_err(|_| {
                let message = format!("'{name}' is the name of a figure and of a listing");
                self.mistake(link.line, message).hint(format!(
                    "write [Figure](ref:{name}) or [Listing](ref:{name})"
                ))
            })?;
        let Some((place, anchor)) = found else {
            let listings = places.listings.keys().map(String::as_str);
            let figures = places.figures.keys().map(|(name, _)| name.as_str());
            let hint = suggest(name, listings.chain(figures));
            let message = format!(
                "unknown reference '{name}': the book shows no such {}",
                match link.text.to_lowercase() {
                    word if word.is_empty() => "thing".into(),
                    word => word,
                }
            );
            return Err(self.mistake(link.line, message).hint(hint));
        };
        let address = self.book.chapters[place.chapter].address(&anchor);
        Ok(Tags {
            class: "ref",
            href: Some(format!("{}{address}", self.source().up())),
            title: None,
            number: Some(place.number),
        })
    }

    fn citation(&mut self, link: &Link) -> Result<Tags, Diagnostic> {
        let key = &link.target;
        let works = &self.book.context.bibliography.0;
        let Some(work) = works.get(key) else {
            return Err(self
                .mistake(link.line, format!("unknown citation '{key}'"))
                .hint(suggest(key, works.keys().map(String::as_str))));
        };
        for number in numbers::results_in(&link.text) {
            let number = &link.text[number];
            if number != work.year.to_string() {
                let message = format!(
                    "wrong number: '{number}' is written, the bibliography says {} for '{key}'",
                    work.year
                );
                let mistake = self.mistake(link.line, message);
                self.mistakes
                    .push(mistake.hint("a citation may hold no number but its year"));
            }
        }
        let Some(page) = self.book.bibliography_page else {
            let message = format!("'{key}' is cited and no page lists the bibliography");
            return Err(self
                .mistake(link.line, message)
                .hint("put {{#bibliography}} on a page"));
        };
        self.cited.insert(key.clone());
        let address = self.book.chapters[page].address(&format!("cite-{key}"));
        Ok(Tags {
            class: "citation",
            href: Some(format!("{}{address}", self.source().up())),
            title: None,
            number: None,
        })
    }

    fn given(&self, link: &Link) -> Result<Tags, Diagnostic> {
        let reason = link.target.replace(['-', '_'], " ");
        if reason.trim().is_empty() {
            let message = format!("'{}' is given without a reason", link.text);
            return Err(self
                .mistake(link.line, message)
                .hint("write [text](given:the-reason)"));
        }
        Ok(Tags {
            class: "given",
            href: None,
            title: Some(reason),
            number: None,
        })
    }
}

impl Tags {
    /// What stands before the text of the link, and after it.
    pub(super) fn html(self, within: Within) -> (String, String) {
        let number = self.number.map(|number| format!("\u{a0}{number}"));
        let number = number.unwrap_or_default();
        if within == Within::Image {
            return (String::new(), number);
        }
        let attribute = |name: &str, value: Option<String>| {
            value.map_or_else(String::new, |value| {
                format!(" {name}=\"{}\"", html::escape(&value))
            })
        };
        let name = match (within, &self.href) {
            (Within::Text, Some(_)) => "a",
            _ => "span",
        };
        let href = attribute("href", self.href.filter(|_| name == "a"));
        let title = attribute("title", self.title);
        let class = self.class;
        (
            format!("<{name} class=\"{class}\"{href}{title}>"),
            format!("{number}</{name}>"),
        )
    }
}
