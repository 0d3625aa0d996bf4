//! A built page, as a browser splits it into tags and text.

use html5ever::{
    tendril::StrTendril,
    tokenizer::{
        BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
        states::RawKind,
    },
};
use std::{cell::RefCell, collections::BTreeMap};

/// The elements of a page in their order, and the text in its `main`.
#[derive(Debug, Default)]
pub struct Page {
    /// Every element.
    pub elements: Vec<Element>,
    /// What a reader reads.
    pub main_text: String,
}

/// An element of a page.
#[derive(Debug)]
pub struct Element {
    /// Its name, such as `img`.
    pub name: String,
    /// Its attributes.
    pub attributes: BTreeMap<String, String>,
    /// Whether it stands in the `main` of the page.
    pub in_main: bool,
    /// Whether it stands in a `figure`.
    pub in_figure: bool,
}

impl Page {
    /// Reads a page.
    pub fn parse(html: &str) -> Self {
        let input = BufferQueue::default();
        input.push_back(StrTendril::from(html));
        let tokenizer = Tokenizer::new(Reader::default(), TokenizerOpts::default());
        // The reader never stops the tokenizer for a script.
        let _ = tokenizer.feed(&input);
        tokenizer.end();
        tokenizer.sink.0.into_inner().page
    }

    /// The elements of this name in the `main` of the page.
    pub fn main(&self, name: &str) -> impl Iterator<Item = &Element> {
        self.elements
            .iter()
            .filter(move |element| element.in_main && element.name == name)
    }

    /// Whether an element has this id.
    pub fn has_id(&self, id: &str) -> bool {
        self.elements
            .iter()
            .any(|element| element.attribute("id") == Some(id))
    }
}

impl Element {
    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }
}

#[derive(Default)]
struct Reader(RefCell<Reading>);

#[derive(Default)]
struct Reading {
    page: Page,
    mains: usize,
    figures: usize,
}

impl TokenSink for Reader {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let reading = &mut *self.0.borrow_mut();
        match token {
            Token::CharacterTokens(text) if reading.mains > 0 => reading.page.main_text += &text,
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => {
                reading.page.elements.push(Element {
                    name: tag.name.to_string(),
                    attributes: tag
                        .attrs
                        .iter()
                        .map(|attribute| {
                            (
                                attribute.name.local.to_string(),
                                attribute.value.to_string(),
                            )
                        })
                        .collect(),
                    in_main: reading.mains > 0,
                    in_figure: reading.figures > 0,
                });
                match &*tag.name {
                    "main" => reading.mains += 1,
                    "figure" => reading.figures += 1,
                    "script" => return TokenSinkResult::RawData(RawKind::ScriptData),
                    "style" => return TokenSinkResult::RawData(RawKind::Rawtext),
                    "title" | "textarea" => return TokenSinkResult::RawData(RawKind::Rcdata),
                    _ => {}
                }
            }
            Token::TagToken(tag) => match &*tag.name {
                "main" => reading.mains -= 1,
                "figure" => reading.figures -= 1,
                _ => {}
            },
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_know_where_they_stand() {
        let page = Page::parse(
            "<title>a <b</title><script>'<p id=no>'</script><p id=x><main>1 &lt; <figure><img alt='&quot;'></figure><img></main>2",
        );
        assert_eq!(page.main_text, "1 < ");
        assert!(page.has_id("x") && !page.has_id("no"));
        let images: Vec<_> = page
            .main("img")
            .map(|image| (image.in_figure, image.attribute("alt")))
            .collect();
        assert_eq!(images, [(true, Some("\"")), (false, None)]);
        assert_eq!(page.main("p").count(), 0);
    }
}
