//! A chapter as blocks: its markdown, with what the links and directives stand for and without the marks of a page.

use book::{
    Directive, Document, DrawnFigure, Listing, Listings, Mark, Place, Places, Scheme, Typesetter,
    events, parse,
};
use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};
use std::ops::Range;

/// A piece of a line.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Inline {
    Text(String),
    Code(String),
    /// A formula in a line, as MathML.
    Formula(String),
    Emphasis(Vec<Inline>),
    Strong(Vec<Inline>),
    /// What stands for a figure or a listing, such as `Figure 1.1`.
    Reference {
        text: String,
        shows: Shows,
    },
    /// A mark in the middle of a paragraph, by its number in the chapter.
    Mark(usize),
}

/// A figure or a listing, by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Shows {
    Figure(String),
    Listing(String),
}

/// A piece of a chapter.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Block {
    Heading(usize, Vec<Inline>),
    Paragraph(Vec<Inline>),
    /// A formula on a line of its own, as MathML.
    Formula(String),
    List {
        ordered: bool,
        items: Vec<Vec<Inline>>,
    },
    Table {
        head: Vec<Vec<Inline>>,
        rows: Vec<Vec<Vec<Inline>>>,
    },
    /// A block of text as it stands.
    Verbatim(String),
    /// A block quote.
    Quote(Vec<Inline>),
    /// A picture of the chapter's own, with its address there.
    Image {
        description: String,
        address: String,
    },
    Listing(String),
    Figure(String),
    /// A mark between paragraphs, by its number in the chapter.
    Mark(usize),
}

/// What a chapter is read with.
pub(crate) struct Reader<'a> {
    pub(crate) formulas: &'a Typesetter,
    pub(crate) places: &'a Places,
    pub(crate) listings: &'a Listings,
    pub(crate) chapter: usize,
}

impl Reader<'_> {
    /// The blocks of a text that was checked.
    pub(crate) fn blocks(&self, text: &str, document: &Document) -> Vec<Block> {
        let mut building = Building {
            reader: self,
            document,
            blocks: Vec::new(),
            open: vec![Vec::new()],
            rows: Vec::new(),
            row: Vec::new(),
            items: Vec::new(),
            verbatim: None,
            links: Vec::new(),
            depth: 0,
            quotes: 0,
        };
        // Questions and exercises are for a reader with a page before them.
        let predictions = document.predictions.iter().map(|one| &one.lines[..]);
        let exercises = document.exercises.iter().map(|one| &one.lines[..]);
        let left_out: Vec<Range<usize>> = predictions
            .chain(exercises)
            .filter_map(|lines| Some(lines.first()?.start..lines.last()?.end))
            .collect();
        for (event, range) in events(text) {
            if !left_out.iter().any(|part| part.contains(&range.start)) {
                building.take(event, range);
            }
        }
        building.blocks
    }

    /// A listing that the book shows, with its place.
    pub(crate) fn listing(&self, name: &str) -> Option<(&Place, &Listing)> {
        self.places
            .listings
            .get(name)
            .zip(self.listings.programs.get(name))
    }

    /// A figure that the chapter shows, with its place.
    pub(crate) fn figure(&self, name: &str) -> Option<(&Place, &DrawnFigure)> {
        let (place, drawn) = self.places.figures.get(&(name.to_owned(), self.chapter))?;
        Some((place, drawn.as_ref()?))
    }

    /// The text that a mark gives.
    pub(crate) fn slide_text(&self, mark: &Mark) -> Option<Vec<Inline>> {
        let markdown = &mark.text.as_ref()?.markdown;
        let blocks = self.blocks(markdown, &parse("", markdown));
        blocks.into_iter().find_map(|block| match block {
            Block::Paragraph(inlines) => Some(inlines),
            _ => None,
        })
    }
}

/// The blocks so far, and the one that is being read.
struct Building<'a, 't> {
    reader: &'a Reader<'a>,
    document: &'a Document,
    blocks: Vec<Block>,
    /// The inlines of each element that is open, the innermost last.
    open: Vec<Vec<Inline>>,
    rows: Vec<Vec<Vec<Inline>>>,
    row: Vec<Vec<Inline>>,
    items: Vec<Vec<Inline>>,
    verbatim: Option<String>,
    links: Vec<pulldown_cmark::CowStr<'t>>,
    /// How many lists are open; the items of an inner list belong to the item around it.
    depth: usize,
    /// How many block quotes are open; an inner one belongs to the one around it.
    quotes: usize,
}

impl<'t> Building<'_, 't> {
    fn take(&mut self, event: Event<'t>, range: Range<usize>) {
        match event {
            Event::Start(Tag::CodeBlock(_)) => self.verbatim = Some(String::new()),
            Event::End(TagEnd::CodeBlock) => {
                let text = self.verbatim.take().unwrap_or_default();
                self.blocks.push(Block::Verbatim(text));
            }
            Event::Text(text) => match &mut self.verbatim {
                Some(verbatim) => verbatim.push_str(&text),
                None => self.text(text.into_string(), &range),
            },
            Event::SoftBreak | Event::HardBreak => self.text(" ".into(), &range),
            Event::Code(code) => self.push(Inline::Code(code.into_string())),
            Event::InlineMath(latex) => {
                let formula = self.formula(&latex, false);
                self.push(Inline::Formula(formula));
            }
            Event::DisplayMath(latex) => {
                // A formula in the middle of a paragraph ends the one and begins another.
                self.end_paragraph();
                let formula = self.formula(&latex, true);
                self.blocks.push(Block::Formula(formula));
            }
            Event::Html(html) | Event::InlineHtml(html) if html.contains("<!--") => {
                self.marks(&range);
            }
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'t>) {
        match tag {
            Tag::Heading { .. } | Tag::TableCell | Tag::Emphasis | Tag::Strong => {
                self.open.push(Vec::new());
            }
            Tag::List(_) => self.depth += 1,
            Tag::Item if self.depth == 1 => self.open.push(Vec::new()),
            Tag::BlockQuote(_) => {
                self.quotes += 1;
                if self.quotes == 1 {
                    self.open.push(Vec::new());
                }
            }
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => {
                self.open.push(Vec::new());
                self.links.push(dest_url);
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(level) => {
                let inlines = self.close();
                self.blocks.push(Block::Heading(depth(level), inlines));
            }
            TagEnd::Paragraph if self.depth == 0 && self.quotes == 0 => self.end_paragraph(),
            TagEnd::Paragraph => self.push(Inline::Text(" ".into())),
            TagEnd::Emphasis => {
                let inlines = self.close();
                self.push(Inline::Emphasis(inlines));
            }
            TagEnd::Strong => {
                let inlines = self.close();
                self.push(Inline::Strong(inlines));
            }
            TagEnd::Link => {
                let inlines = self.close();
                let target = self.links.pop().unwrap_or("".into());
                self.link(&target, inlines);
            }
            TagEnd::BlockQuote(_) => {
                self.quotes -= 1;
                if self.quotes == 0 {
                    let inlines = self.close();
                    self.blocks.push(Block::Quote(inlines));
                }
            }
            TagEnd::Image => {
                let description = plain(&self.close());
                let address = self.links.pop().unwrap_or("".into()).into_string();
                self.end_paragraph();
                self.blocks.push(Block::Image {
                    description,
                    address,
                });
            }
            TagEnd::Item if self.depth == 1 => {
                let inlines = self.close();
                self.items.push(inlines);
            }
            TagEnd::List(ordered) => {
                self.depth -= 1;
                if self.depth == 0 {
                    let items = std::mem::take(&mut self.items);
                    self.blocks.push(Block::List { ordered, items });
                }
            }
            TagEnd::TableCell => {
                let inlines = self.close();
                self.row.push(inlines);
            }
            TagEnd::TableHead | TagEnd::TableRow => {
                let row = std::mem::take(&mut self.row);
                self.rows.push(row);
            }
            TagEnd::Table => {
                let mut rows = std::mem::take(&mut self.rows).into_iter();
                let head = rows.next().unwrap_or_default();
                self.blocks.push(Block::Table {
                    head,
                    rows: rows.collect(),
                });
            }
            _ => {}
        }
    }

    /// The inlines of the innermost open element.
    fn close(&mut self) -> Vec<Inline> {
        trimmed(self.open.pop().unwrap_or_default())
    }

    fn end_paragraph(&mut self) {
        if let [outermost] = self.open.as_mut_slice() {
            let inlines = trimmed(std::mem::take(outermost));
            if !inlines.is_empty() {
                self.blocks.push(Block::Paragraph(inlines));
            }
        }
    }

    fn push(&mut self, inline: Inline) {
        let innermost = self.open.last_mut().expect("the paragraph is always open");
        match (innermost.last_mut(), inline) {
            (Some(Inline::Text(text)), Inline::Text(more)) => text.push_str(&more),
            (_, inline) => innermost.push(inline),
        }
    }

    fn text(&mut self, text: String, range: &Range<usize>) {
        let mut lines = self.document.directives.iter();
        let Some(line) = lines.find(|line| line.range.contains(&range.start)) else {
            let text = self.with_minus_signs(text, range);
            return self.push(Inline::Text(text));
        };
        // A directive may come in several pieces; the first of them counts.
        if text.starts_with("{{#") {
            self.end_paragraph();
            match &line.directive {
                Directive::Listing { name, .. } => self.blocks.push(Block::Listing(name.clone())),
                Directive::Figure { name, .. } => self.blocks.push(Block::Figure(name.clone())),
                // What is made of all chapters stands on no slide of one.
                _ => {}
            }
        }
    }

    /// The text with the sign of each negative number as the page has it.
    fn with_minus_signs(&self, text: String, range: &Range<usize>) -> String {
        // A text of another length has escapes, so its places are not those of the source.
        if text.len() != range.len() {
            return text;
        }
        let signs = self.document.minus_signs.iter();
        let signs = signs.filter(|sign| range.start <= sign.start && sign.end <= range.end);
        let (mut out, mut from) = (String::new(), 0);
        for sign in signs {
            out.push_str(&text[from..sign.start - range.start]);
            out.push('−');
            from = sign.end - range.start;
        }
        out + &text[from..]
    }

    fn link(&mut self, target: &str, inlines: Vec<Inline>) {
        if let Some((Scheme::Reference, name)) = Scheme::split(target) {
            let (places, chapter) = (self.reader.places, self.reader.chapter);
            let word = plain(&inlines);
            if let Ok(Some((place, anchor))) = places.referred(name, &word, chapter) {
                let shows = if anchor.starts_with("listing-") {
                    Shows::Listing(name.to_owned())
                } else {
                    Shows::Figure(name.to_owned())
                };
                let text = format!("{word}\u{a0}{}", place.number);
                return self.push(Inline::Reference { text, shows });
            }
        }
        for inline in inlines {
            self.push(inline);
        }
    }

    fn formula(&self, latex: &str, block: bool) -> String {
        // The chapter was checked, so this is a formula.
        self.reader
            .formulas
            .typeset(latex, block)
            .unwrap_or_default()
    }

    fn marks(&mut self, html: &Range<usize>) {
        let marks = &self.document.marks;
        for (k, mark) in marks.iter().enumerate() {
            if html.contains(&mark.range.start) {
                if self.open.len() == 1 && self.open[0].is_empty() {
                    self.blocks.push(Block::Mark(k));
                } else {
                    self.push(Inline::Mark(k));
                }
            }
        }
    }
}

fn depth(level: HeadingLevel) -> usize {
    level as usize
}

/// The inlines without spaces at their ends.
fn trimmed(mut inlines: Vec<Inline>) -> Vec<Inline> {
    if let Some(Inline::Text(text)) = inlines.first_mut() {
        *text = text.trim_start().to_owned();
    }
    if let Some(Inline::Text(text)) = inlines.last_mut() {
        *text = text.trim_end().to_owned();
    }
    inlines.retain(|inline| !matches!(inline, Inline::Text(text) if text.is_empty()));
    inlines
}

/// The text of inlines without any markup; a formula counts as an `x` for each of its characters.
pub(crate) fn plain(inlines: &[Inline]) -> String {
    let mut out = String::new();
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::Code(text) | Inline::Reference { text, .. } => {
                out.push_str(text);
            }
            Inline::Formula(mathml) => out.push_str(&"x".repeat(characters(mathml))),
            Inline::Emphasis(inner) | Inline::Strong(inner) => out.push_str(&plain(inner)),
            Inline::Mark(_) => {}
        }
    }
    out
}

/// How many characters a formula shows.
pub(crate) fn characters(mathml: &str) -> usize {
    match roxmltree::Document::parse(mathml) {
        Ok(tree) => tree
            .descendants()
            .filter(|node| node.is_text())
            .filter_map(|node| node.text())
            .map(|text| text.trim().chars().count())
            .sum(),
        Err(_) => mathml.chars().count() / 20,
    }
}
