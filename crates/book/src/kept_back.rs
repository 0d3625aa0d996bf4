//! What mdBook does not need to see of a page: pictures, in whose addresses it would search for links, and formulas, programs and what
//! they print, of whose elements it would make a tree and an index for the search. They are kept back from it and put in after it. The
//! pages are the same. The search does not find what is kept back; of a program it would take what stands between two spaces for a
//! word.

use crate::parallel::in_parallel;
use anyhow::Result;
use mdbook_preprocessor::{Preprocessor, PreprocessorContext, book::Book};
use std::{
    borrow::Cow,
    mem,
    sync::{Arc, PoisonError, RwLock},
};

/// What stands before the number of a piece that is kept back, and after it.
const NUMBER: [&str; 2] = ["kept-back:", ";"];

/// How a picture begins whose address holds it.
const PICTURE: &str = "src=\"data:";

/// How an output, a program and a formula begin, and the names of their elements. One that may hold others comes before them, so that
/// all are one piece.
const ELEMENTS: [[&str; 2]; 3] = [
    ["<samp", "samp"],
    ["<code class=\"language-rust\"", "code"],
    ["<math", "math"],
];

/// A preprocessor after all others, which keeps these back, and what it kept.
#[derive(Debug, Clone, Default)]
pub(crate) struct KeptBack(Arc<RwLock<Vec<String>>>);

impl Preprocessor for KeptBack {
    fn name(&self) -> &str {
        "kept-back"
    }

    fn run(&self, _: &PreprocessorContext, mut book: Book) -> Result<Book> {
        let mut texts = Vec::new();
        book.for_each_chapter_mut(|chapter| texts.push(mem::take(&mut chapter.content)));
        let mut texts = in_parallel(&texts, |text| self.without(text)).into_iter();
        book.for_each_chapter_mut(|chapter| chapter.content = texts.next().unwrap_or_default());
        Ok(book)
    }
}

impl KeptBack {
    /// A text with a number in place of each address that holds a picture, and of what stands in each of the elements.
    fn without(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for element in ELEMENTS {
            text = self.without_elements(&text, element);
        }
        self.without_pictures(&text)
    }

    fn without_pictures(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(start) = rest.find(PICTURE) {
            let (before, after) = rest.split_at(start + "src=\"".len());
            let (address, end) = after.split_at(after.find('"').unwrap_or(after.len()));
            out += before;
            // mdBook may write these in another way.
            if ["'", "\\", "&", "<", ">"]
                .iter()
                .any(|c| address.contains(c))
            {
                out += address;
            } else {
                // To mdBook it is an address with a scheme, which it leaves as it is.
                out += &self.keep(address);
            }
            rest = end;
        }
        out + rest
    }

    fn without_elements(&self, text: &str, [open, name]: [&str; 2]) -> String {
        let close = &format!("</{name}>");
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        while let Some(start) = text[at..].find(open).map(|start| at + start)
            && let Some(length) = text[start..].find(close)
        {
            let end = start + length + close.len();
            out += &text[at..start];
            // mdBook names a heading after all that stands in it.
            let line = text[..start].rsplit('\n').next().unwrap_or_default();
            if line.starts_with('#') {
                out += &text[start..end];
            } else {
                // The same element to Markdown, so that what stands around it is read as it was.
                let kept = self.keep(&text[start..end]);
                out += &format!("<{name} class=\"{kept}\">{close}");
            }
            at = end;
        }
        out + &text[at..]
    }

    /// Keeps a piece, and returns what stands for it.
    fn keep(&self, piece: &str) -> String {
        let mut kept = self.0.write().unwrap_or_else(PoisonError::into_inner);
        kept.push(piece.to_owned());
        let [before, after] = NUMBER;
        format!("{before}{}{after}", kept.len() - 1)
    }

    /// A text with what was kept back in place of what stands for it.
    pub(crate) fn put_back(&self, text: &str) -> String {
        let kept = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let in_page =
            ELEMENTS.map(|[_, name]| [format!("<{name} class=\""), format!("\"></{name}>")]);
        let in_code = in_page
            .clone()
            .map(|around| around.map(|piece| escaped(&piece)));
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once(NUMBER[0]) {
            let found = after.split_once(NUMBER[1]).and_then(|(number, after)| {
                let piece = kept.get(number.parse::<usize>().ok()?)?;
                Some((piece, after))
            });
            let Some((piece, after)) = found else {
                out += before;
                out += NUMBER[0];
                rest = after;
                continue;
            };
            let within = |elements: &[[String; 2]]| {
                elements.iter().find_map(|[open, close]| {
                    let before = before.strip_suffix(open.as_str())?;
                    Some((before, after.strip_prefix(close.as_str())?))
                })
            };
            let (before, piece, after) = if let Some((before, after)) = within(&in_page) {
                (before, Cow::from(written(piece)), after)
            } else if let Some((before, after)) = within(&in_code) {
                (before, Cow::from(escaped(piece)), after)
            } else {
                (before, Cow::from(piece), after)
            };
            out += before;
            out += &piece;
            rest = after;
        }
        out + rest
    }
}

/// An element as mdBook writes it: a character in place of each reference that need not be one. In an attribute a quotation mark must.
fn written(element: &str) -> String {
    let mut out = String::with_capacity(element.len());
    let mut rest = element;
    while let Some((before, after)) = rest.split_once("&#") {
        out += before;
        let character = after.split_once(';').and_then(|(number, after)| {
            let character = char::from_u32(number.parse().ok()?)?;
            Some((character, after))
        });
        rest = if let Some((character, after)) = character {
            out += &escaped(&character.to_string());
            after
        } else {
            out += "&#";
            after
        };
    }
    out += rest;
    let out = out.replace("/>", " />");
    let pieces = out.split_inclusive('>');
    let pieces = pieces.map(|piece| {
        let (text, tag) = piece.split_at(piece.find('<').unwrap_or(piece.len()));
        text.replace("&quot;", "\"") + tag
    });
    pieces.collect()
}

/// Text as mdBook writes it in code.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::{KeptBack, escaped};

    #[test]
    fn what_was_kept_back_is_put_back() {
        let kept = KeptBack::default();
        for (text, without) in [
            ("a <img src=\"b.svg\"> c", "a <img src=\"b.svg\"> c"),
            (
                "<img src=\"data:x,%3C\"><img src=\"data:y;z\" alt=\"\"> d",
                "<img src=\"kept-back:0;\"><img src=\"kept-back:1;\" alt=\"\"> d",
            ),
            ("<img src=\"data:it's\">", "<img src=\"data:it's\">"),
            ("<img src=\"data:a&amp;b\">", "<img src=\"data:a&amp;b\">"),
            ("<img src=\"data:x\">", "<img src=\"kept-back:2;\">"),
            ("src=\"data:", "src=\"kept-back:3;"),
            (
                "of <math><mi>x</mi></math> and\n<math a=\"b\"></math>,",
                "of <math class=\"kept-back:4;\"></math> and\n<math class=\"kept-back:5;\"></math>,",
            ),
            ("# A <math>x</math>\n", "# A <math>x</math>\n"),
            (
                "# <math>x</math> <math>y</math>\n<math>z</math>",
                "# <math>x</math> <math>y</math>\n<math class=\"kept-back:6;\"></math>",
            ),
            (
                "<pre><samp>a = 1\n\nb = 2</samp></pre>",
                "<pre><samp class=\"kept-back:7;\"></samp></pre>",
            ),
            (
                "<samp>b <math>x</math></samp>",
                "<samp class=\"kept-back:8;\"></samp>",
            ),
            (
                "<pre><code class=\"language-rust\">f(<span>x</span>)</code></pre> <code>x</code>",
                "<pre><code class=\"kept-back:9;\"></code></pre> <code>x</code>",
            ),
            ("<math>x", "<math>x"),
        ] {
            let taken = kept.without(text);
            assert_eq!(taken, without);
            assert_eq!(kept.put_back(&taken), text);
            assert_eq!(kept.put_back(&escaped(&taken)), escaped(text), "in code");
        }
        let formula = kept.without("<math><mo>&#40;&#60;&lt;&#x3b1;</mo><mspace/></math>");
        let as_written = "<math><mo>(&lt;&lt;&#x3b1;</mo><mspace /></math>";
        assert_eq!(kept.put_back(&formula), as_written);
        let program =
            "<code class=\"language-rust\">f(&quot;a&quot;)<b c=\"&quot;d&quot;\"></b></code>";
        let as_written = "<code class=\"language-rust\">f(\"a\")<b c=\"&quot;d&quot;\"></b></code>";
        assert_eq!(kept.put_back(&kept.without(program)), as_written);
        for other in ["kept-back:99;", "kept-back:", "kept-back:x; a"] {
            assert_eq!(kept.put_back(other), other);
        }
    }
}
