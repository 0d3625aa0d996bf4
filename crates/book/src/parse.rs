//! Reads a chapter: where its directives, links, formulas, code blocks and prose are.
//!
//! Everything is found with the parser that mdBook itself uses, so that code is code and a `$` in code is no formula; and
//! everything keeps its byte range, so that the chapter can be rewritten without touching the rest of it.

mod addresses;
mod anchors;
mod blocks;
mod code;

pub use anchors::heading_names;

use crate::{
    diagnostics::Diagnostic,
    directive::Directive,
    document::{
        DirectiveLine, Document, Formula, Link, Mark, Prose, Scheme, SlideText, Target, Within,
    },
    html, marks,
};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use std::{ops::Range, rc::Rc};

/// Reads the chapter `text`, whose path for messages is `file`.
#[must_use]
pub fn parse(file: &str, text: &str) -> Document {
    let mut reader = Reader {
        file,
        text,
        events: events(text).collect(),
        starts: line_starts(text),
        document: Document::default(),
        code: Vec::new(),
        directives: Vec::new(),
    };
    reader.find_code();
    reader.find_directives();
    reader.find_blocks();
    reader.find_inlines();
    reader.find_anchors();
    reader.document
}

struct Reader<'a> {
    file: &'a str,
    text: &'a str,
    events: Rc<[(Event<'a>, Range<usize>)]>,
    starts: Vec<usize>,
    document: Document,
    code: Vec<Range<usize>>,
    /// The lines of all directives, also of those that are refused.
    directives: Vec<Range<usize>>,
}

impl<'a> Reader<'a> {
    fn events(&self) -> impl Iterator<Item = (Event<'a>, Range<usize>)> + use<'a> {
        let events = Rc::clone(&self.events);
        (0..events.len()).map(move |at| events[at].clone())
    }

    fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|&start| start <= offset)
    }

    fn mistake(&mut self, offset: usize, message: impl Into<String>, hint: &str) {
        let diagnostic = Diagnostic::new(self.file, self.line(offset), message).hint(hint);
        self.document.mistakes.push(diagnostic);
    }

    fn in_code(&self, at: usize) -> bool {
        self.code.iter().any(|range| range.contains(&at))
    }

    fn find_directives(&mut self) {
        let opens = self.text.match_indices("{{#");
        let closes = self.text.match_indices("{{/");
        let mut all: Vec<(usize, &str)> = opens.chain(closes).collect();
        all.sort_unstable();
        for (at, mark) in all {
            if self.in_code(at) || self.text[..at].ends_with('\\') {
                continue;
            }
            let start = self.text[..at].rfind('\n').map_or(0, |i| i + 1);
            let end = self.text[at..]
                .find('\n')
                .map_or(self.text.len(), |i| at + i);
            let line = self.text[start..end].trim();
            let body = line
                .strip_prefix(mark)
                .and_then(|rest| rest.strip_suffix("}}"))
                .filter(|body| !body.contains(['{', '}']));
            let Some(body) = body else {
                self.mistake(
                    at,
                    "a directive that is not alone on its line",
                    "put {{#name …}} on a line of its own, and close it with }}",
                );
                continue;
            };
            let range = start..end;
            self.directives.push(range.clone());
            let line = self.line(start);
            let read = match mark {
                "{{/" => Directive::read_end(body),
                _ => Directive::read(body),
            };
            match read {
                Ok(directive) => self.document.directives.push(DirectiveLine {
                    directive,
                    range,
                    line,
                }),
                Err(problem) => {
                    let mistake = Diagnostic::new(self.file, line, problem.to_string());
                    self.document.mistakes.push(mistake.hint(problem.hint()));
                }
            }
        }
    }

    fn in_directive(&self, at: usize) -> bool {
        self.directives.iter().any(|range| range.contains(&at))
    }

    fn find_inlines(&mut self) {
        let mut prose: Option<(String, usize)> = None;
        let mut headings = 0;
        let mut in_block = false;
        let mut link: Option<Link> = None;
        let mut image: Option<(usize, String)> = None;
        let mut markup: Option<Markup> = None;
        for (event, range) in self.events() {
            if !goes_on(&event, link.is_some()) {
                self.end_prose(&mut prose);
            }
            if let Some(link) = &mut link
                && !matches!(event, Event::End(TagEnd::Link))
            {
                link.inner.start = link.inner.start.min(range.start);
                link.inner.end = link.inner.end.max(range.end);
            }
            match event {
                Event::Start(Tag::Heading { .. }) => headings += 1,
                Event::End(TagEnd::Heading(_)) => headings -= 1,
                Event::Start(Tag::CodeBlock(_)) => in_block = true,
                Event::End(TagEnd::CodeBlock) => in_block = false,
                Event::Start(Tag::HtmlBlock) => markup = Some(Markup::default()),
                Event::Html(html) => {
                    if let Some(markup) = &mut markup {
                        markup.push(&html, range.start);
                    }
                }
                Event::End(TagEnd::HtmlBlock) => {
                    if let Some(markup) = markup.take() {
                        self.prose_in_html(&markup.html, range.start);
                        self.attributes_in_html(&markup.html, range.start);
                        for comment in marks::comments(&markup.html) {
                            self.mark(&markup.html[comment.clone()], markup.places(&comment));
                        }
                    }
                }
                Event::InlineHtml(html) => {
                    self.attributes_in_html(&html, range.start);
                    if html.starts_with("<!--") {
                        self.mark(&html, range);
                    }
                }
                Event::Start(Tag::Image {
                    dest_url, title, ..
                }) => {
                    self.attribute(&title, range.start);
                    self.target(&dest_url, range.clone());
                    image = Some((range.start, String::new()));
                }
                Event::End(TagEnd::Image) => {
                    if let Some((start, alternative)) = image.take()
                        && alternative.trim().is_empty()
                    {
                        self.mistake(
                            start,
                            "an image without a text alternative",
                            "write ![what it shows](file)",
                        );
                    }
                }
                Event::Start(Tag::Link {
                    dest_url, title, ..
                }) => {
                    self.attribute(&title, range.start);
                    if let Some((scheme, target)) = Scheme::split(&dest_url) {
                        link = Some(Link {
                            scheme,
                            target: addresses::words(scheme, target),
                            text: String::new(),
                            line: self.line(range.start),
                            inner: range.end..range.start,
                            range,
                            within: match image {
                                Some(_) => Within::Image,
                                None if headings > 0 => Within::Heading,
                                None => Within::Text,
                            },
                        });
                    } else {
                        self.target(&dest_url, range.clone());
                    }
                }
                Event::End(TagEnd::Link) => {
                    if let Some(mut link) = link.take() {
                        if link.text.trim().is_empty() {
                            link.inner = link.range.start..link.range.start;
                            self.mistake(
                                link.range.start,
                                "a link without text",
                                "write [text](scheme:target)",
                            );
                        }
                        self.document.links.push(link);
                    }
                }
                Event::InlineMath(latex) | Event::DisplayMath(latex) => {
                    let block = self.text[range.clone()].starts_with("$$");
                    if let Some(link) = &mut link {
                        link.text.push_str(&latex);
                    }
                    let line = self.line(range.start);
                    self.document.formulas.push(Formula {
                        latex: latex.into_string(),
                        block,
                        range,
                        line,
                    });
                }
                Event::Code(code) => {
                    if let Some(link) = &mut link {
                        link.text.push_str(&code);
                    }
                }
                Event::SoftBreak | Event::HardBreak => {
                    if let Some(link) = &mut link {
                        link.text.push(' ');
                    }
                    if let Some((run, _)) = &mut prose {
                        run.push('\n');
                    }
                }
                Event::Text(text) if !in_block => {
                    // The condition of an answer is for the build and not for readers.
                    let condition = self.condition_in(&range);
                    let text = match &condition {
                        Some(condition) => {
                            let before = condition.start.saturating_sub(range.start);
                            text.get(..before).unwrap_or_default().to_owned().into()
                        }
                        None => text,
                    };
                    if text.is_empty() {
                        continue;
                    }
                    let range = match condition {
                        Some(condition) => range.start..condition.start,
                        None => range,
                    };
                    self.find_minus_signs(&range);
                    if let Some((_, alternative)) = &mut image {
                        alternative.push_str(&text);
                    }
                    if let Some(link) = &mut link {
                        link.text.push_str(&text);
                    } else if !self.in_directive(range.start) && !self.in_value(range.start) {
                        self.check_dollars(&range);
                        let (run, _) = prose.get_or_insert((String::new(), range.start));
                        run.push_str(&text);
                    }
                }
                _ => {}
            }
        }
        self.end_prose(&mut prose);
    }

    fn end_prose(&mut self, prose: &mut Option<(String, usize)>) {
        let Some((text, start)) = prose.take() else {
            return;
        };
        let line = self.line(start);
        let unread = |open: &str| {
            Scheme::ALL.into_iter().find_map(|scheme| {
                let at = text.find(&format!("{open}{scheme}:"))?;
                Some((scheme, line + text[..at].matches('\n').count()))
            })
        };
        if let Some((scheme, line)) = unread("](").or_else(|| unread("(")) {
            let message = format!("a '{scheme}:' link that markdown does not read as a link");
            self.document.mistakes.push(
                Diagnostic::new(self.file, line, message).hint(format!("write {}", scheme.form())),
            );
        }
        self.document.prose.push(Prose {
            text,
            line,
            is_attribute: false,
        });
    }

    /// A title or another attribute, which begins near an offset.
    fn attribute(&mut self, text: &str, near: usize) {
        if !text.is_empty() {
            let line = self.line(near);
            self.document.prose.push(Prose {
                text: text.to_owned(),
                line,
                is_attribute: true,
            });
        }
    }

    /// The attributes of HTML tags that a reader sees or hears.
    fn attributes_in_html(&mut self, html: &str, start: usize) {
        for (at, name, value) in html::attributes(html) {
            match name {
                "href" | "src" => self.target(value, start + at..start + at),
                "id" => self.document.anchors.push(value.to_owned()),
                _ => self.attribute(value, start + at),
            }
        }
    }

    fn target(&mut self, address: &str, range: Range<usize>) {
        let line = self.line(range.start);
        self.document.targets.push(Target {
            address: address.to_owned(),
            range,
            line,
        });
    }

    /// A hyphen before a digit is a minus sign, unless it follows a word or another hyphen.
    fn find_minus_signs(&mut self, range: &Range<usize>) {
        for (at, _) in self.text[range.clone()].match_indices('-') {
            let at = range.start + at;
            let before = self.text[..at].chars().next_back();
            let is_sign =
                before.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '-' | '/' | '.' | '_'));
            if is_sign && self.text[at + 1..].starts_with(|c: char| c.is_ascii_digit()) {
                self.document.minus_signs.push(at..at + 1);
            }
        }
    }

    /// A dollar sign in plain text is a formula that was not closed, unless it is escaped.
    fn check_dollars(&mut self, range: &Range<usize>) {
        for (at, _) in self.text[range.clone()].match_indices('$') {
            if !self.text[..range.start + at].ends_with('\\') {
                self.mistake(
                    range.start + at,
                    "bad formula: a '$' without its partner",
                    "close the formula on the same paragraph, without a space inside the dollar signs, or write \\$",
                );
            }
        }
    }

    /// Reads a comment, which stands at a range of the chapter.
    fn mark(&mut self, comment: &str, range: Range<usize>) {
        let line = self.line(range.start);
        match marks::read(comment, self.file, line) {
            Ok((kind, words)) => {
                let text = words.map(|words| {
                    let lines = comment[..words.start].matches('\n').count();
                    self.slide_text(&comment[words], line + lines)
                });
                self.document.marks.push(Mark { kind, text, range });
            }
            Err(mistake) => self.document.mistakes.push(mistake),
        }
    }

    /// Reads the words of a mark, which begin on a line of the chapter.
    fn slide_text(&mut self, words: &str, line: usize) -> SlideText {
        // With as many lines before it as in the chapter, it has the chapter's line numbers.
        let lines = "\n".repeat(line - 1);
        let markdown = words.trim_end().trim_start_matches(' ');
        let document = parse(self.file, &(lines + markdown));
        let mistakes = &mut self.document.mistakes;
        mistakes.extend(document.mistakes.iter().cloned());
        if let Some(DirectiveLine {
            directive, line, ..
        }) = document.directives.first()
        {
            let message = format!("a directive '{{{{#{}}}}}' in a mark", directive.name());
            mistakes.push(
                Diagnostic::new(self.file, *line, message)
                    .hint("a slide shows what the chapter shows"),
            );
        }
        SlideText {
            markdown: words.trim().to_owned(),
            document,
        }
    }

    /// The text between the tags of an HTML block is prose as well.
    fn prose_in_html(&mut self, html: &str, start: usize) {
        let first = self.line(start);
        let mut text = String::new();
        let mut rest = html;
        while let Some(open) = rest.find('<') {
            text.push_str(&rest[..open]);
            rest = &rest[open..];
            let close = if rest.starts_with("<!--") { "-->" } else { ">" };
            let end = rest.find(close).map_or(rest.len(), |i| i + close.len());
            text.extend(rest[..end].chars().filter(|&c| c == '\n'));
            rest = &rest[end..];
        }
        text.push_str(rest);
        let lines = text.lines().map(|line| {
            let is_directive = line.trim_start().starts_with("{{#");
            if is_directive { "" } else { line }
        });
        self.document.prose.push(Prose {
            text: lines.collect::<Vec<_>>().join("\n"),
            line: first,
            is_attribute: false,
        });
    }
}

/// A block of HTML, and where each line of it stands in the chapter: in a quote or a list there is something between them.
#[derive(Default)]
struct Markup {
    html: String,
    /// Where a line starts, in the HTML and in the chapter.
    lines: Vec<(usize, usize)>,
}

impl Markup {
    fn push(&mut self, html: &str, place: usize) {
        self.lines.push((self.html.len(), place));
        self.html.push_str(html);
    }

    /// Where a part of the HTML that is not empty stands in the chapter.
    fn places(&self, part: &Range<usize>) -> Range<usize> {
        let place = |byte: usize| {
            let line = self.lines.partition_point(|(start, _)| *start <= byte) - 1;
            let (start, place) = self.lines[line];
            place + (byte - start)
        };
        place(part.start)..place(part.end - 1) + 1
    }
}

/// Whether a run of prose goes on across a part of the text: across lines, and markup that is no link of the book.
fn goes_on(event: &Event<'_>, in_link: bool) -> bool {
    match event {
        Event::Text(_) | Event::SoftBreak | Event::HardBreak => !in_link,
        Event::Start(Tag::Link { dest_url, .. }) => Scheme::split(dest_url).is_none(),
        Event::End(TagEnd::Link) => !in_link,
        Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough)
        | Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough) => true,
        _ => false,
    }
}

/// The parts of a Markdown text, as mdBook reads it, but that an address of a figure's settings or of its part may hold spaces.
pub fn events(text: &str) -> Box<dyn Iterator<Item = (Event<'_>, Range<usize>)> + '_> {
    match addresses::joined(text) {
        None => Box::new(markdown(text)),
        Some(joined) => {
            let events = markdown(&joined).map(|(event, range)| (event.into_static(), range));
            Box::new(events.collect::<Vec<_>>().into_iter())
        }
    }
}

fn markdown(text: &str) -> impl Iterator<Item = (Event<'_>, Range<usize>)> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_MATH;
    Parser::new_ext(text, options).into_offset_iter()
}

fn line_starts(text: &str) -> Vec<usize> {
    std::iter::once(0)
        .chain(text.match_indices('\n').map(|(at, _)| at + 1))
        .collect()
}
