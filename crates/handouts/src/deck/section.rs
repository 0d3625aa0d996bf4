//! The slides of a section: one for each thing that it shows, with the sentences nearest to it.

use super::{
    blocks::{Block, Inline, Reader, Shows, plain},
    program,
    sentences::{Sentence, sentences},
    slide::{Slide, SlideContent},
};
use book::{Mark, MarkKind, shown_code};

/// A sentence of fewer characters is shown with the next one, unless that is long: the first limit is for text beside
/// something, the second for text alone on a slide.
const SHORT: usize = 48;
const SHORT_SLIDE: usize = 90;
const LONG: usize = 170;
/// A lead to a formula of fewer characters is shown with the sentence before it.
const SHORTEST_LEAD: usize = 12;

/// A section of a chapter.
pub(crate) struct Section<'a> {
    pub(crate) title: &'a [Inline],
    pub(crate) blocks: &'a [Block],
    pub(crate) marks: &'a [Mark],
    pub(crate) reader: &'a Reader<'a>,
}

/// What may become a slide: a block that is no prose, or a text that an author marked.
struct Candidate {
    /// The block.
    at: usize,
    /// The text, where it is marked.
    text: Option<Vec<Inline>>,
    /// The sentence that an author marked for it.
    sentence: Option<Vec<Inline>>,
    skipped: bool,
}

/// What a section has for slides.
#[derive(Default)]
struct Candidates {
    all: Vec<Candidate>,
    /// The sentence of a mark that belongs to no candidate, for the section's one slide.
    sentence: Option<Vec<Inline>>,
    /// Whether the section's one slide is skipped.
    skipped: bool,
}

impl Section<'_> {
    /// The slides of the section: one for each thing that it shows, or one for all of it.
    pub(crate) fn slides(&self) -> Vec<Slide> {
        let candidates = self.candidates();
        if candidates.all.is_empty() {
            if candidates.skipped {
                return Vec::new();
            }
            return vec![self.text_slide(candidates.sentence)];
        }
        let candidates = candidates.all;
        let mut slides = Vec::new();
        for (k, candidate) in candidates.iter().enumerate() {
            if candidate.skipped {
                continue;
            }
            let start = if k == 0 {
                0
            } else {
                self.cut(&candidates[k - 1], candidate)
            };
            let end = match candidates.get(k + 1) {
                Some(next) => self.cut(candidate, next),
                None => self.blocks.len(),
            };
            let before = k.checked_sub(1).map_or(0, |k| candidates[k].at + 1);
            let after = candidates
                .get(k + 1)
                .map_or(self.blocks.len(), |next| next.at);
            let contents = self.contents(candidate);
            let count = contents.len();
            for (part, content) in contents.into_iter().enumerate() {
                // Of a listing on several slides, the first has the text before it and the last that after it.
                let notes = match (part, part + 1 == count) {
                    (0, true) => start..end,
                    (0, false) => start..candidate.at + 1,
                    (_, false) => candidate.at..candidate.at + 1,
                    (_, true) => candidate.at..end,
                };
                let mut slide = self.slide(content, &self.blocks[notes]);
                if count > 1 {
                    let part = format!(" ({} of {count})", part + 1);
                    slide.title.push(Inline::Text(part));
                }
                if part + 1 == count {
                    self.add_sentences(candidate, &mut slide, before, after);
                }
                slides.push(slide);
            }
        }
        slides
    }

    /// The slide of a section that shows nothing but text. A text that begins with a figure of its chapter is shown with it.
    fn text_slide(&self, sentence: Option<Vec<Inline>>) -> Slide {
        let all: Vec<Sentence> = self.sentences_in(0..self.blocks.len()).collect();
        let figure = all.iter().take(2).find_map(|sentence| {
            let mut shown = sentence.references().filter_map(|shows| match shows {
                Shows::Figure(name) => Some(name),
                Shows::Listing(_) => None,
            });
            shown.find(|name| self.reader.figure(name).is_some())
        });
        let (content, below) = match (sentence, figure) {
            (Some(text), _) => (SlideContent::Text(text), Vec::new()),
            (None, Some(name)) => {
                let content = SlideContent::Figure(name.clone());
                let below = idea(all.iter().cloned(), SHORT_SLIDE, content.shows().as_ref());
                (content, below)
            }
            (None, None) => {
                let text = idea(all.iter().cloned(), SHORT_SLIDE, None);
                let first = || all.first().cloned().unwrap_or_default().inlines;
                let text = if text.is_empty() { first() } else { text };
                (SlideContent::Text(text), Vec::new())
            }
        };
        let mut slide = self.slide(content, self.blocks);
        slide.title = self.title.to_vec();
        slide.section = Vec::new();
        slide.below = below;
        slide
    }

    /// A slide under the name of the listing or the figure that it shows, or else under the title of the section.
    fn slide(&self, content: SlideContent, notes: &[Block]) -> Slide {
        let own = match &content {
            SlideContent::Listing { name, .. } => Some(words(name)),
            SlideContent::Figure(name) => {
                let drawn = self.reader.figure(name);
                drawn.map(|(_, drawn)| drawn.title.to_owned())
            }
            _ => None,
        };
        let section = self.title.to_vec();
        let (title, section) = match own {
            Some(own) => (vec![Inline::Text(own)], section),
            None => (section, Vec::new()),
        };
        Slide {
            title,
            section,
            chapter: None,
            above: Vec::new(),
            below: Vec::new(),
            notes: super::notes::notes(notes, &content, self.reader),
            content,
        }
    }

    fn candidates(&self) -> Candidates {
        let mut found = Candidates::default();
        for (at, block) in self.blocks.iter().enumerate() {
            for (mark, next) in self.marks_in(at, block) {
                let mark = &self.marks[mark];
                let text = || self.reader.slide_text(mark).or_else(|| next.clone());
                // Without a candidate before it, a mark belongs to the next one.
                match (mark.kind, found.all.last_mut()) {
                    (MarkKind::Slide, _) => found.all.push(Candidate {
                        at,
                        text: text(),
                        sentence: None,
                        skipped: false,
                    }),
                    (MarkKind::Say, Some(last)) => last.sentence = text(),
                    (MarkKind::Say, None) => found.sentence = text(),
                    (MarkKind::Skip, Some(last)) => last.skipped = true,
                    (MarkKind::Skip, None) => found.skipped = true,
                }
            }
            let is_prose = matches!(
                block,
                Block::Heading(..) | Block::Paragraph(_) | Block::Verbatim(_) | Block::Mark(_)
            );
            if !is_prose {
                found.all.push(Candidate {
                    at,
                    text: None,
                    sentence: found.sentence.take(),
                    skipped: std::mem::take(&mut found.skipped),
                });
            }
        }
        found
    }

    /// The marks in a block, each with the sentence after it.
    fn marks_in(&self, at: usize, block: &Block) -> Vec<(usize, Option<Vec<Inline>>)> {
        match block {
            Block::Mark(mark) => {
                let next = self.idea(at + 1..self.blocks.len(), SHORT_SLIDE, None);
                vec![(*mark, Some(next).filter(|next| !next.is_empty()))]
            }
            Block::Paragraph(inlines) => {
                let sentences = sentences(inlines);
                let mut marks = Vec::new();
                for (k, sentence) in sentences.iter().enumerate() {
                    let next = marked(sentences[k..].iter().cloned(), SHORT_SLIDE);
                    let found = sentence.marks.iter();
                    marks.extend(found.map(|mark| (*mark, Some(next.clone()))));
                }
                marks
            }
            _ => Vec::new(),
        }
    }

    fn sentences_in(&self, range: std::ops::Range<usize>) -> impl Iterator<Item = Sentence> {
        let paragraphs = self.blocks[range].iter().filter_map(|block| match block {
            Block::Paragraph(inlines) => Some(inlines),
            _ => None,
        });
        paragraphs.flat_map(|inlines| sentences(inlines))
    }

    /// Where the prose of one slide ends and that of the next begins.
    fn cut(&self, candidate: &Candidate, next: &Candidate) -> usize {
        let is_paragraph = |at: usize| matches!(self.blocks[at], Block::Paragraph(_));
        if next.text.is_some() || next.at <= candidate.at + 1 || !is_paragraph(next.at - 1) {
            return next.at.max(candidate.at);
        }
        let paragraphs = (candidate.at + 1..next.at).filter(|&at| is_paragraph(at));
        let leads_in = |at: usize| {
            let last = self.sentences_in(at..at + 1).last();
            last.is_some_and(|last| !last.is_complete())
        };
        if paragraphs.count() > 1 || leads_in(next.at - 1) {
            next.at - 1
        } else {
            next.at
        }
    }

    /// What a candidate is on slides: one content a slide.
    fn contents(&self, candidate: &Candidate) -> Vec<SlideContent> {
        if let Some(text) = &candidate.text {
            return vec![SlideContent::Text(text.clone())];
        }
        let content = match &self.blocks[candidate.at] {
            Block::Formula(mathml) => SlideContent::Formula(mathml.clone()),
            Block::Figure(name) => SlideContent::Figure(name.clone()),
            Block::Listing(name) => return self.listing(name),
            Block::Table { head, rows } => SlideContent::Table {
                head: head.clone(),
                rows: rows.clone(),
            },
            Block::Quote(text) => SlideContent::Quote(text.clone()),
            Block::Image {
                description,
                address,
            } => SlideContent::Image {
                description: description.clone(),
                address: address.clone(),
            },
            Block::List { items, .. } if items.len() == 1 => {
                SlideContent::Text(item(&items[0], SHORT_SLIDE))
            }
            Block::List { ordered, items } => SlideContent::List {
                ordered: *ordered,
                items: items.iter().map(|one| item(one, SHORT)).collect(),
            },
            _ => SlideContent::Text(Vec::new()),
        };
        vec![content]
    }

    fn listing(&self, name: &str) -> Vec<SlideContent> {
        let Some((place, listing)) = self.reader.listing(name) else {
            return Vec::new();
        };
        let output = match &listing.outcome {
            Ok(output) => output.stdout.as_str(),
            Err(_) => "",
        };
        let parts = program::parts(&shown_code(&listing.source), output);
        let content = |part| SlideContent::Listing {
            name: name.to_owned(),
            number: place.number.clone(),
            part,
        };
        parts.into_iter().map(content).collect()
    }

    /// The sentences of a slide: those of its mark, or those nearest to what it shows.
    fn add_sentences(&self, candidate: &Candidate, slide: &mut Slide, before: usize, after: usize) {
        let shown = slide.content.shows();
        let shown = shown.as_ref();
        match slide.content {
            SlideContent::Formula(_) => {
                slide.above = self.lead(candidate.at);
                let next = self.sentences_in(candidate.at + 1..after).next();
                let next = next.and_then(|next| next.on_slide(shown));
                slide.below = match (&candidate.sentence, next) {
                    (Some(sentence), _) => sentence.clone(),
                    (None, Some(next)) if next.continues() => next.inlines,
                    (None, Some(next)) if next.is_complete() => {
                        marked(self.sentences_in(candidate.at + 1..after), SHORT)
                    }
                    _ => Vec::new(),
                };
            }
            SlideContent::List { .. } => {
                slide.above = candidate.sentence.clone().unwrap_or_default()
            }
            SlideContent::Quote(_) | SlideContent::Image { .. } => {
                slide.below = candidate.sentence.clone().unwrap_or_default()
            }
            SlideContent::Text(_) => {}
            _ => {
                let nearest = || {
                    let idea = self.idea(candidate.at + 1..after, SHORT, shown);
                    Some(idea).filter(|idea| !idea.is_empty())
                };
                let last = || {
                    let sentences = self.sentences_in(before..candidate.at);
                    let usable = sentences.filter_map(|one| one.on_slide(shown));
                    let mut usable: Vec<_> = usable.filter(Sentence::is_complete).collect();
                    let last = usable.pop()?;
                    match usable.pop() {
                        Some(before) if last.leans_back() => {
                            Some(joined(before.inlines, last.inlines))
                        }
                        _ => Some(last.inlines),
                    }
                };
                slide.below = candidate
                    .sentence
                    .clone()
                    .or_else(nearest)
                    .or_else(last)
                    .unwrap_or_default();
            }
        }
    }

    /// As [`idea`], of these blocks.
    fn idea(
        &self,
        range: std::ops::Range<usize>,
        short: usize,
        shown: Option<&Shows>,
    ) -> Vec<Inline> {
        idea(self.sentences_in(range), short, shown)
    }

    /// What leads to a formula: the sentence that goes on in it, or that ends before it.
    fn lead(&self, formula: usize) -> Vec<Inline> {
        let Some(Block::Paragraph(lead)) = formula.checked_sub(1).map(|at| &self.blocks[at]) else {
            return Vec::new();
        };
        let mut lead = sentences(lead);
        let Some(last) = lead.pop() else {
            return Vec::new();
        };
        match lead.pop() {
            Some(before) if letters(&last.inlines) < SHORTEST_LEAD => {
                joined(before.inlines, last.inlines)
            }
            _ => last.inlines,
        }
    }
}

/// The first sentence that can stand on a slide which shows `shown`; a short one takes the next along. Empty where none can.
///
/// It is complete. One that is not the first of all does not lean on a sentence before it, if there is such a one.
fn idea(
    sentences: impl IntoIterator<Item = Sentence>,
    short: usize,
    shown: Option<&Shows>,
) -> Vec<Inline> {
    let sentences: Vec<Option<Sentence>> = sentences
        .into_iter()
        .map(|one| one.on_slide(shown).filter(Sentence::is_complete))
        .collect();
    let stands = |(at, one): (usize, &Option<Sentence>)| {
        one.as_ref().is_some_and(|one| at == 0 || !one.leans_back())
    };
    let start = sentences
        .iter()
        .enumerate()
        .position(stands)
        .or_else(|| sentences.iter().position(Option::is_some));
    let mut from = sentences.into_iter().skip(start.unwrap_or(usize::MAX));
    let first = from.next().flatten().unwrap_or_default().inlines;
    match from.next().flatten() {
        Some(next) if letters(&first) < short && letters(&next.inlines) < LONG => {
            joined(first, next.inlines)
        }
        _ => first,
    }
}

/// The first of these sentences, which an author marked or which follows a formula; a short one takes the next along.
fn marked(sentences: impl IntoIterator<Item = Sentence>, short: usize) -> Vec<Inline> {
    let mut complete = sentences.into_iter().filter(Sentence::is_complete);
    let first = complete.next().unwrap_or_default().inlines;
    match complete.next() {
        Some(next) if letters(&first) < short && letters(&next.inlines) < LONG => {
            joined(first, next.inlines)
        }
        _ => first,
    }
}

/// The idea of an item of a list, or all of it where it is no sentence.
fn item(text: &[Inline], short: usize) -> Vec<Inline> {
    let idea = idea(sentences(text), short, None);
    if idea.is_empty() { text.to_vec() } else { idea }
}

/// The name of a listing in words: `pooling-law` is "Pooling law".
fn words(name: &str) -> String {
    let mut letters = name
        .chars()
        .map(|letter| if letter == '-' { ' ' } else { letter });
    letters
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .chain(letters)
        .collect()
}

fn letters(inlines: &[Inline]) -> usize {
    plain(inlines).chars().count()
}

fn joined(mut first: Vec<Inline>, next: Vec<Inline>) -> Vec<Inline> {
    first.push(Inline::Text(" ".into()));
    first.extend(next);
    first
}
