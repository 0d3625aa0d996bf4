//! The links that the book gives a meaning: claims, references, citations, numbers that are given, and settings and parts of figures.

use super::check::Checked;
use crate::{
    chapter::Chapter,
    claims::Claim,
    diagnostics::{Diagnostic, suggest},
    document::{Link, Scheme, Within},
    figure, html, numbers,
};

/// What a link becomes on its page.
#[derive(Default)]
pub(super) struct Tags {
    class: &'static str,
    /// The address, from the page.
    href: Option<String>,
    /// The title.
    title: Option<String>,
    /// What the scripts of the page are told, by the name of the attribute.
    data: Vec<(&'static str, String)>,
    /// The number of what is referred to, which follows the text.
    number: Option<String>,
}

/// A program or figure that a claim names: where it is shown, and what it computed.
pub(super) struct Source<'a> {
    chapter: &'a Chapter,
    anchor: String,
    pub(super) values: &'a [(String, String)],
    /// Those of them that change with a figure on the page of the claim.
    live: &'a [(String, String)],
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
            Scheme::Set => self.set(link),
            Scheme::Part => self.part(link),
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
        let data = if source.live.iter().any(|(live, _)| live == name) {
            [("readout", name), ("book", computed)]
                .map(|(attribute, value)| (attribute, value.to_owned()))
                .to_vec()
        } else {
            Vec::new()
        };
        let tags = Tags {
            class: match self.tells_an_answer(program, link.range.start) {
                true => "claim predicted",
                false => "claim",
            },
            href: Some(format!("{}{address}", self.source().up())),
            title: Some(format!("computed: {target}")),
            data,
            ..Tags::default()
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
            live: match place.chapter == self.chapter {
                true => &drawn.readouts,
                false => &[],
            },
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
            live: &[],
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
            number: Some(place.number),
            ..Tags::default()
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
            ..Tags::default()
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
            title: Some(reason),
            ..Tags::default()
        })
    }

    /// A link that sets a figure: the one of this page, or else where the book shows it first. Its settings are added to those of the
    /// chapter that shows the figure.
    fn set(&mut self, link: &Link) -> Outcome<Tags> {
        let mut words = link.target.split_whitespace();
        let name = words.next().unwrap_or_default();
        let settings: Vec<&str> = words.collect();
        let context = self.book.context;
        let Some((place, drawn)) = self.book.places.figure(name, self.chapter) else {
            let known = self.book.places.figures.keys();
            let hint = suggest(name, known.map(|(name, _)| name.as_str()));
            let message = format!("cannot set '{name}': the book shows no such figure");
            return Err(self.mistake(link.line, message).hint(hint));
        };
        let Some(drawn) = drawn else {
            return Ok(None);
        };
        let parameters = || figure::parameters(context.figures, name).unwrap_or_default();
        if settings.is_empty() {
            let message = format!("'set:{name}' sets nothing: write {}", link.scheme.form());
            return Err(self.mistake(link.line, message).hint(parameters()));
        }
        let state = drawn.state_at(context.figures, name, settings.iter().copied());
        let state = state.map_err(|error| {
            let message = format!("cannot set it so: {error}");
            self.mistake(link.line, message).hint(parameters())
        })?;
        let said = |number: &str| {
            let values = settings
                .iter()
                .filter_map(|setting| setting.split_once('='));
            values
                .flat_map(|(_, value)| value.split(','))
                .any(|value| numbers::says(number, value))
        };
        self.check_numbers(link, said, "is none of its settings");
        self.states
            .insert((name.to_owned(), place.chapter, state.clone()));
        let anchor = format!("{}?{state}", figure::anchor(name));
        let address = self.book.chapters[place.chapter].address(&anchor);
        let data = match place.chapter == self.chapter {
            true => vec![("set", settings.join("&"))],
            false => Vec::new(),
        };
        Ok(Some(Tags {
            class: "set",
            href: Some(format!("{}{address}", self.source().up())),
            data,
            ..Tags::default()
        }))
    }

    /// A word for a part of a figure on this page. It becomes a link only where a script can light the part.
    fn part(&mut self, link: &Link) -> Outcome<Tags> {
        let words: Vec<&str> = link.target.split_whitespace().collect();
        let &[name, part] = words.as_slice() else {
            let message = format!("'part:{}' names no part of a figure", link.target);
            let hint = format!("write {}", link.scheme.form());
            return Err(self.mistake(link.line, message).hint(hint));
        };
        let figures = &self.book.places.figures;
        let Some((_, drawn)) = figures.get(&(name.to_owned(), self.chapter)) else {
            let here = figures.keys().filter(|(_, shown)| *shown == self.chapter);
            let hint = suggest(name, here.map(|(name, _)| name.as_str()));
            let message = format!("this chapter shows no figure '{name}', so no part of it");
            return Err(self.mistake(link.line, message).hint(hint));
        };
        let Some(drawn) = drawn else {
            return Ok(None);
        };
        if !drawn.parts.contains(&part) {
            let message = format!("figure '{name}' has no part '{part}'");
            let hint = match drawn.parts.as_slice() {
                [] => "none of its parts has a name".to_owned(),
                parts => format!("the parts of '{name}' are {}", parts.join(", ")),
            };
            return Err(self.mistake(link.line, message).hint(hint));
        }
        self.check_numbers(link, |_| false, "cannot stand in the name of a part");
        let data = [("figure", name), ("part", part)];
        Ok(Some(Tags {
            class: "part",
            data: data.map(|(name, value)| (name, value.to_owned())).to_vec(),
            ..Tags::default()
        }))
    }

    /// Reports the numbers in the text of a link that are not among those that it may say.
    fn check_numbers(&mut self, link: &Link, may_say: impl Fn(&str) -> bool, problem: &str) {
        for number in numbers::results_in(&link.text) {
            let number = &link.text[number];
            if !may_say(number) {
                let message = format!("unchecked number '{number}': it {problem}");
                let mistake = self.mistake(link.line, message);
                let hint = "a result is a claim, in a link of its own";
                self.mistakes.push(mistake.hint(hint));
            }
        }
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
        // Without an address an `a` is a word that a script may make a link.
        let is_link = within == Within::Text && (self.href.is_some() || !self.data.is_empty());
        let name = if is_link { "a" } else { "span" };
        let href = attribute("href", self.href.filter(|_| is_link));
        let title = attribute("title", self.title);
        let data: String = self
            .data
            .into_iter()
            .filter(|_| is_link)
            .map(|(name, value)| attribute(&format!("data-{name}"), Some(value)))
            .collect();
        let class = self.class;
        (
            format!("<{name} class=\"{class}\"{href}{title}{data}>"),
            format!("{number}</{name}>"),
        )
    }
}
