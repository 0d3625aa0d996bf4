//! From a chapter to its slides: one for its question, and one for each thing that a section shows.

use super::content::{Block, Inline, Reader, plain};
use super::sentences::{Sentence, sentences};
use book::{Document, Mark, MarkKind};

/// A sentence shorter than this, in letters, takes the next one along, unless that is long: beside something, or alone on
/// a slide.
const SHORT: usize = 48;
const SHORT_SLIDE: usize = 90;
const LONG: usize = 170;
/// A lead to a formula that is shorter takes along the sentence before it.
const SHORTEST_LEAD: usize = 12;

/// One idea, and what a speaker says of it.
#[derive(Debug, Clone)]
pub(crate) struct Slide {
    pub(crate) title: Vec<Inline>,
    /// The chapter, among those of the deck; none for what belongs to all of them.
    pub(crate) chapter: Option<usize>,
    pub(crate) above: Vec<Inline>,
    pub(crate) shows: Shows,
    pub(crate) below: Vec<Inline>,
    pub(crate) notes: Vec<Block>,
}

/// What a slide shows between its sentences.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Shows {
    /// The first slide.
    Cover,
    /// The chapters of the deck.
    Contents,
    /// The question that a chapter begins with.
    Question(Vec<Inline>),
    /// Nothing but a sentence.
    Words(Vec<Inline>),
    Formula(String),
    Figure(String),
    Listing {
        name: String,
        /// Whether a table shows what it prints, on the next slide.
        output_follows: bool,
    },
    Table {
        head: Vec<Vec<Inline>>,
        rows: Vec<Vec<Vec<Inline>>>,
    },
    List {
        ordered: bool,
        items: Vec<Vec<Inline>>,
    },
}

/// The title of a chapter as it stands in it, and its slides.
pub(crate) fn slides(
    blocks: &[Block],
    document: &Document,
    reader: &Reader<'_>,
    chapter: usize,
) -> Vec<Slide> {
    let mut parts: Vec<(&[Inline], &[Block])> = Vec::new();
    let mut start = None;
    for (k, block) in blocks.iter().enumerate() {
        if let Block::Heading(depth, title) = block
            && *depth <= 2
            && let Some((title, start)) = start.replace((title.as_slice(), k + 1))
        {
            parts.push((title, &blocks[start..k]));
        }
    }
    if let Some((title, start)) = start {
        parts.push((title, &blocks[start..]));
    }
    let mut slides = Vec::new();
    if let Some((title, opening)) = parts.first() {
        let question = opening.iter().find_map(|block| match block {
            Block::Paragraph(inlines) => Some(without_marks(inlines)),
            _ => None,
        });
        let mut notes = prose(opening);
        let sections = parts[1..].iter().map(|(title, _)| title.to_vec());
        notes.push(Block::List {
            ordered: true,
            items: sections.collect(),
        });
        slides.push(Slide {
            title: title.to_vec(),
            chapter: Some(chapter),
            above: Vec::new(),
            shows: Shows::Question(question.unwrap_or_default()),
            below: Vec::new(),
            notes,
        });
    }
    for (title, blocks) in parts.iter().skip(1) {
        let section = Section {
            title,
            blocks,
            marks: &document.marks,
            reader,
        };
        slides.extend(section.slides().into_iter().map(|slide| Slide {
            chapter: Some(chapter),
            ..slide
        }));
    }
    slides
}

struct Section<'a> {
    title: &'a [Inline],
    blocks: &'a [Block],
    marks: &'a [Mark],
    reader: &'a Reader<'a>,
}

/// What becomes a slide: a block that is no prose, or words that an author marked.
struct Thing {
    /// The block.
    at: usize,
    /// The words, where they are marked.
    words: Option<Vec<Inline>>,
    said: Option<Vec<Inline>>,
    skipped: bool,
}

impl Section<'_> {
    fn slides(&self) -> Vec<Slide> {
        let (things, alone, skipped) = self.things();
        if things.is_empty() {
            if skipped {
                return Vec::new();
            }
            let words = alone.unwrap_or_else(|| self.idea(0..self.blocks.len(), SHORT_SLIDE));
            return vec![self.slide(Shows::Words(words), self.blocks)];
        }
        let mut slides = Vec::new();
        for (k, thing) in things.iter().enumerate() {
            if thing.skipped {
                continue;
            }
            let start = if k == 0 {
                0
            } else {
                self.cut(&things[k - 1], thing)
            };
            let end = match things.get(k + 1) {
                Some(next) => self.cut(thing, next),
                None => self.blocks.len(),
            };
            let mut slide = self.slide(
                self.shows(thing, things.get(k + 1)),
                &self.blocks[start..end],
            );
            let before = k.checked_sub(1).map_or(0, |k| things[k].at + 1);
            let after = things.get(k + 1).map_or(self.blocks.len(), |next| next.at);
            self.say(thing, &mut slide, before, after);
            slides.push(slide);
        }
        slides
    }

    fn slide(&self, shows: Shows, said: &[Block]) -> Slide {
        Slide {
            title: self.title.to_vec(),
            chapter: None,
            above: Vec::new(),
            shows,
            below: Vec::new(),
            notes: prose(said),
        }
    }

    /// What becomes a slide; and if nothing does, the words of a mark for the section's slide and whether it is skipped.
    fn things(&self) -> (Vec<Thing>, Option<Vec<Inline>>, bool) {
        let mut things: Vec<Thing> = Vec::new();
        // What is said before the first thing is said of it.
        let mut waiting: Option<Vec<Inline>> = None;
        let mut skip_next = false;
        for (at, block) in self.blocks.iter().enumerate() {
            for (mark, next) in self.marks_in(at, block) {
                let mark = &self.marks[mark];
                let words = || self.reader.slide_text(mark).or_else(|| next.clone());
                match mark.kind {
                    MarkKind::Slide => things.push(Thing {
                        at,
                        words: words(),
                        said: None,
                        skipped: false,
                    }),
                    MarkKind::Say => match things.last_mut() {
                        Some(thing) => thing.said = words(),
                        None => waiting = words(),
                    },
                    MarkKind::Skip => match things.last_mut() {
                        Some(thing) => thing.skipped = true,
                        None => skip_next = true,
                    },
                }
            }
            let is_thing = matches!(
                block,
                Block::Formula(_)
                    | Block::Figure(_)
                    | Block::Listing(_)
                    | Block::Table { .. }
                    | Block::List { .. }
            );
            if is_thing {
                things.push(Thing {
                    at,
                    words: None,
                    said: waiting.take(),
                    skipped: std::mem::take(&mut skip_next),
                });
            }
        }
        (things, waiting, skip_next)
    }

    /// The marks in a block, each with the sentence after it.
    fn marks_in(&self, at: usize, block: &Block) -> Vec<(usize, Option<Vec<Inline>>)> {
        match block {
            Block::Mark(mark) => {
                let next = self.idea(at + 1..self.blocks.len(), SHORT_SLIDE);
                vec![(*mark, Some(next).filter(|next| !next.is_empty()))]
            }
            Block::Paragraph(inlines) => {
                let sentences = sentences(inlines);
                let mut marks = Vec::new();
                for (k, sentence) in sentences.iter().enumerate() {
                    let next = idea(sentences[k..].iter().cloned(), SHORT_SLIDE);
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
    fn cut(&self, thing: &Thing, next: &Thing) -> usize {
        let is_paragraph = |at: usize| matches!(self.blocks[at], Block::Paragraph(_));
        if next.words.is_some() || next.at <= thing.at + 1 || !is_paragraph(next.at - 1) {
            return next.at.max(thing.at);
        }
        let paragraphs = (thing.at + 1..next.at).filter(|&at| is_paragraph(at));
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

    fn shows(&self, thing: &Thing, next: Option<&Thing>) -> Shows {
        if let Some(words) = &thing.words {
            return Shows::Words(words.clone());
        }
        match &self.blocks[thing.at] {
            Block::Formula(mathml) => Shows::Formula(mathml.clone()),
            Block::Figure(name) => Shows::Figure(name.clone()),
            Block::Listing(name) => Shows::Listing {
                name: name.clone(),
                output_follows: next
                    .is_some_and(|next| matches!(self.blocks[next.at], Block::Table { .. })),
            },
            Block::Table { head, rows } => Shows::Table {
                head: head.clone(),
                rows: rows.clone(),
            },
            Block::List { items, .. } if items.len() == 1 => {
                Shows::Words(idea(sentences(&items[0]), SHORT_SLIDE))
            }
            Block::List { ordered, items } => Shows::List {
                ordered: *ordered,
                items: items
                    .iter()
                    .map(|item| idea(sentences(item), SHORT))
                    .collect(),
            },
            _ => Shows::Words(Vec::new()),
        }
    }

    /// The sentences of a slide: those of its mark, or those nearest to what it shows.
    fn say(&self, thing: &Thing, slide: &mut Slide, before: usize, after: usize) {
        match slide.shows {
            Shows::Formula(_) => {
                slide.above = self.lead(thing.at);
                let next = self.sentences_in(thing.at + 1..after).next();
                slide.below = match (&thing.said, next) {
                    (Some(said), _) => said.clone(),
                    (None, Some(next)) if next.continues() => next.inlines,
                    (None, Some(next)) if next.is_complete() && !leads_on(&next) => {
                        self.idea(thing.at + 1..after, SHORT)
                    }
                    _ => Vec::new(),
                };
            }
            Shows::List { .. } => slide.above = thing.said.clone().unwrap_or_default(),
            Shows::Words(_) => {}
            _ => {
                let nearest =
                    || Some(self.idea(thing.at + 1..after, SHORT)).filter(|idea| !idea.is_empty());
                let last = || {
                    let complete = self
                        .sentences_in(before..thing.at)
                        .filter(Sentence::is_complete);
                    complete.last().map(|sentence| sentence.inlines)
                };
                slide.below = thing
                    .said
                    .clone()
                    .or_else(nearest)
                    .or_else(last)
                    .unwrap_or_default();
            }
        }
    }

    /// The first complete sentence in these blocks; a short one takes the next along.
    fn idea(&self, range: std::ops::Range<usize>, short: usize) -> Vec<Inline> {
        idea(self.sentences_in(range), short)
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

/// What a speaker can say: the blocks without their marks.
fn prose(blocks: &[Block]) -> Vec<Block> {
    blocks
        .iter()
        .filter_map(|block| match block {
            Block::Mark(_) => None,
            Block::Paragraph(inlines) => Some(Block::Paragraph(without_marks(inlines))),
            other => Some(other.clone()),
        })
        .collect()
}

fn without_marks(inlines: &[Inline]) -> Vec<Inline> {
    let kept = inlines
        .iter()
        .filter(|inline| !matches!(inline, Inline::Mark(_)));
    kept.cloned().collect()
}

fn idea(sentences: impl IntoIterator<Item = Sentence>, short: usize) -> Vec<Inline> {
    let sentences: Vec<Sentence> = sentences.into_iter().collect();
    let mut complete = sentences.iter().filter(|one| one.is_complete()).cloned();
    let first = complete.next().or_else(|| sentences.first().cloned());
    let first = first.unwrap_or_default().inlines;
    match complete.next() {
        Some(next) if letters(&first) < short && letters(&next.inlines) < LONG => {
            joined(first, next.inlines)
        }
        _ => first,
    }
}

/// Whether a sentence speaks of what comes after it.
fn leads_on(sentence: &Sentence) -> bool {
    let text = plain(&sentence.inlines);
    text.starts_with("Listing") || text.starts_with("Figure")
}

fn letters(inlines: &[Inline]) -> usize {
    plain(inlines).chars().count()
}

fn joined(mut first: Vec<Inline>, next: Vec<Inline>) -> Vec<Inline> {
    first.push(Inline::Text(" ".into()));
    first.extend(next);
    first
}

/// The words of a slide's title.
pub(crate) fn title(slide: &Slide) -> String {
    plain(&slide.title)
}
