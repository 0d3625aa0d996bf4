//! The slides of a section: one for each thing that it shows, with the sentences nearest to it.

use super::{
    blocks::{Block, Inline, Reader, plain},
    sentences::{Sentence, sentences},
    slide::{Slide, SlideContent, prose},
};
use book::{Mark, MarkKind};

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
            let text = candidates.sentence;
            let text = text.unwrap_or_else(|| self.idea(0..self.blocks.len(), SHORT_SLIDE));
            return vec![self.slide(SlideContent::Text(text), self.blocks)];
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
            let mut slide = self.slide(
                self.content(candidate, candidates.get(k + 1)),
                &self.blocks[start..end],
            );
            let before = k.checked_sub(1).map_or(0, |k| candidates[k].at + 1);
            let after = candidates
                .get(k + 1)
                .map_or(self.blocks.len(), |next| next.at);
            self.add_sentences(candidate, &mut slide, before, after);
            slides.push(slide);
        }
        slides
    }

    fn slide(&self, content: SlideContent, notes: &[Block]) -> Slide {
        Slide {
            title: self.title.to_vec(),
            chapter: None,
            above: Vec::new(),
            content,
            below: Vec::new(),
            notes: prose(notes),
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

    fn content(&self, candidate: &Candidate, next: Option<&Candidate>) -> SlideContent {
        if let Some(text) = &candidate.text {
            return SlideContent::Text(text.clone());
        }
        match &self.blocks[candidate.at] {
            Block::Formula(mathml) => SlideContent::Formula(mathml.clone()),
            Block::Figure(name) => SlideContent::Figure(name.clone()),
            Block::Listing(name) => SlideContent::Listing {
                name: name.clone(),
                output_follows: next
                    .is_some_and(|next| matches!(self.blocks[next.at], Block::Table { .. })),
            },
            Block::Table { head, rows } => SlideContent::Table {
                head: head.clone(),
                rows: rows.clone(),
            },
            Block::List { items, .. } if items.len() == 1 => {
                SlideContent::Text(idea(sentences(&items[0]), SHORT_SLIDE))
            }
            Block::List { ordered, items } => SlideContent::List {
                ordered: *ordered,
                items: items
                    .iter()
                    .map(|item| idea(sentences(item), SHORT))
                    .collect(),
            },
            _ => SlideContent::Text(Vec::new()),
        }
    }

    /// The sentences of a slide: those of its mark, or those nearest to what it shows.
    fn add_sentences(&self, candidate: &Candidate, slide: &mut Slide, before: usize, after: usize) {
        match slide.content {
            SlideContent::Formula(_) => {
                slide.above = self.lead(candidate.at);
                let next = self.sentences_in(candidate.at + 1..after).next();
                slide.below = match (&candidate.sentence, next) {
                    (Some(sentence), _) => sentence.clone(),
                    (None, Some(next)) if next.continues() => next.inlines,
                    (None, Some(next)) if next.is_complete() && !leads_on(&next) => {
                        self.idea(candidate.at + 1..after, SHORT)
                    }
                    _ => Vec::new(),
                };
            }
            SlideContent::List { .. } => {
                slide.above = candidate.sentence.clone().unwrap_or_default()
            }
            SlideContent::Text(_) => {}
            _ => {
                let nearest = || {
                    Some(self.idea(candidate.at + 1..after, SHORT)).filter(|idea| !idea.is_empty())
                };
                let last = || {
                    let complete = self
                        .sentences_in(before..candidate.at)
                        .filter(Sentence::is_complete);
                    complete.last().map(|sentence| sentence.inlines)
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
