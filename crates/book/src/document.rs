//! What a chapter holds, as the parser finds it. Every part keeps its bytes, so that the chapter can be rewritten in place.

use crate::{diagnostics::Diagnostic, directive::Directive};
use std::{fmt, ops::Range};

/// What a chapter holds, each kind in the order of the chapter.
#[derive(Debug, Default)]
pub struct Document {
    /// The directives.
    pub directives: Vec<DirectiveLine>,
    /// The questions before an output or a figure.
    pub predictions: Vec<Prediction>,
    /// The exercises.
    pub exercises: Vec<Exercise>,
    /// The links that the book gives a meaning.
    pub links: Vec<Link>,
    /// The formulas.
    pub formulas: Vec<Formula>,
    /// The programs that stand in the chapter itself.
    pub programs: Vec<Program>,
    /// The text to which the rule for numbers applies.
    pub prose: Vec<Prose>,
    /// The files that code blocks include.
    pub includes: Vec<Include>,
    /// The comments about slides.
    pub marks: Vec<Mark>,
    /// The hyphens before numbers, which are set as minus signs.
    pub minus_signs: Vec<Range<usize>>,
    /// The addresses that links, images and HTML point to.
    pub targets: Vec<Target>,
    /// The names of the places in the chapter that an address can end in.
    pub anchors: Vec<String>,
    /// The mistakes that the chapter has by itself.
    pub mistakes: Vec<Diagnostic>,
}

/// A directive, which is alone on its line.
#[derive(Debug)]
pub struct DirectiveLine {
    /// The directive.
    pub directive: Directive,
    /// The bytes of its line.
    pub range: Range<usize>,
    /// The number of its line, from 1.
    pub line: usize,
}

/// A question before an output or a figure: from its `{{#predict …}}` to its `{{/predict}}`.
#[derive(Debug)]
pub struct Prediction {
    /// What computes the answer: `LISTING#name` or `@FIGURE#readout`; or without the name.
    pub asked: String,
    /// How near a number that is typed must come.
    pub within: Option<String>,
    /// The answers to choose from; none where a number is to be typed.
    pub answers: Vec<Choice>,
    /// The bytes of its first line, and of its last.
    pub lines: [Range<usize>; 2],
    /// Where the section that it stands in ends.
    pub section_end: usize,
    /// The number of its first line, from 1.
    pub line: usize,
}

/// An answer that a reader may choose: an item of the list in a prediction.
#[derive(Debug)]
pub struct Choice {
    /// Its text, without markup and condition.
    pub text: String,
    /// When it is right, such as `size > 3`; without one its text is compared with what was computed.
    pub condition: Option<String>,
    /// The bytes of its content, without the mark of the list.
    pub range: Range<usize>,
    /// The bytes of the condition with its braces and the space before it; empty, at the end of the content, where there is none.
    pub condition_range: Range<usize>,
    /// Its line, from 1.
    pub line: usize,
}

/// An exercise: from its `{{#exercise …}}` to its `{{/exercise}}`.
#[derive(Debug)]
pub struct Exercise {
    /// Its name.
    pub name: String,
    /// Whether it asks for a program.
    pub is_program: bool,
    /// The bytes of the lines that begin it, its hint and its answer, and that end it.
    pub lines: [Range<usize>; 4],
    /// The number of its first line, from 1.
    pub line: usize,
}

/// What a link of the book means: the part of its address before the colon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// A number that a program computed.
    Claim,
    /// A listing or a figure of the book.
    Reference,
    /// A work of the bibliography.
    Citation,
    /// A number that is not a result.
    Given,
    /// Settings of a figure, which the link sets.
    Set,
    /// A part of a figure on the same page.
    Part,
}

impl Scheme {
    /// All schemes.
    pub const ALL: [Self; 6] = [
        Self::Claim,
        Self::Reference,
        Self::Citation,
        Self::Given,
        Self::Set,
        Self::Part,
    ];

    /// The scheme as an author writes it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Claim => "claim",
            Self::Reference => "ref",
            Self::Citation => "cite",
            Self::Given => "given",
            Self::Set => "set",
            Self::Part => "part",
        }
    }

    /// How an author writes a link of the scheme.
    pub(crate) fn form(self) -> &'static str {
        match self {
            Self::Claim => "[text](claim:LISTING#name) or [text](claim:@FIGURE#readout)",
            Self::Reference => "[Listing](ref:name) or [Figure](ref:name)",
            Self::Citation => "[text](cite:key)",
            Self::Given => "[text](given:the-reason)",
            Self::Set => "[text](set:FIGURE parameter=value) on one line",
            Self::Part => "[text](part:FIGURE part) on one line",
        }
    }

    /// The scheme of an address and what stands after its colon; none for an address that is not the book's own.
    #[must_use]
    pub fn split(address: &str) -> Option<(Self, &str)> {
        let (name, target) = address.split_once(':')?;
        let scheme = Self::ALL.into_iter().find(|scheme| scheme.name() == name)?;
        Some((scheme, target))
    }
}

impl fmt::Display for Scheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A link such as `[46×46](claim:sobel#output-size)`.
#[derive(Debug)]
pub struct Link {
    /// What it means.
    pub scheme: Scheme,
    /// What stands after the colon; of settings and of a part words with a space between.
    pub target: String,
    /// The text between the brackets, without markup.
    pub text: String,
    /// The bytes of the link.
    pub range: Range<usize>,
    /// The bytes between the brackets.
    pub inner: Range<usize>,
    /// What it stands in.
    pub within: Within,
    /// Its line, from 1.
    pub line: usize,
}

/// An address in a chapter that is no link of the book's own.
#[derive(Debug)]
pub struct Target {
    /// The address.
    pub address: String,
    /// The bytes of what holds it.
    pub range: Range<usize>,
    /// Its line, from 1.
    pub line: usize,
}

/// What a link stands in, which decides whether a page can have a link there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Within {
    /// Text: the page has a link.
    Text,
    /// A heading, which is a link itself.
    Heading,
    /// The text alternative of an image, which has no markup.
    Image,
}

/// A formula between dollar signs.
#[derive(Debug)]
pub struct Formula {
    /// What stands between the dollar signs.
    pub latex: String,
    /// Whether it stands on a line of its own.
    pub block: bool,
    /// The bytes of the formula with its dollar signs.
    pub range: Range<usize>,
    /// Its line, from 1.
    pub line: usize,
}

/// A ```` ```rust ```` block that stands in the chapter itself.
#[derive(Debug)]
pub struct Program {
    /// Its text.
    pub code: String,
    /// Where the block stands in the chapter.
    pub range: Range<usize>,
    /// The line of the fence, from 1.
    pub line: usize,
}

/// A run of plain text to which the rule for numbers applies.
#[derive(Debug)]
pub struct Prose {
    /// The text, without markup, in its lines.
    pub text: String,
    /// The line where it begins, from 1.
    pub line: usize,
    /// Whether it is a title or another attribute, in which nothing can be a link.
    pub is_attribute: bool,
}

/// An `{{#include FILE}}` in a code block.
#[derive(Debug)]
pub struct Include {
    /// The file, relative to the chapter.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
}

/// What a mark asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MarkKind {
    /// A slide of its own.
    Slide,
    /// The text of a slide.
    Say,
    /// No slide.
    Skip,
}

/// A comment about slides.
#[derive(Debug)]
pub struct Mark {
    /// What it asks for.
    pub kind: MarkKind,
    /// The text that it gives.
    pub text: Option<SlideText>,
    /// The bytes of the comment.
    pub range: Range<usize>,
}

/// The text that an author gives a slide in a comment, checked as all of the chapter is.
#[derive(Debug)]
pub struct SlideText {
    /// The Markdown.
    pub markdown: String,
    /// What it holds. Lines are those of the chapter, byte ranges are not.
    pub document: Document,
}
