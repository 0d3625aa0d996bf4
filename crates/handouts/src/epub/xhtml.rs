//! The page of a chapter as XHTML.
//!
//! The typeset Markdown is made HTML, as mdBook makes it, and read tag by tag; each tag is written as XML has it. What only a browser
//! with scripts can use is left out, pictures become files, and links lead to the pages of this book.

use crate::image::Image;
use anyhow::{Context as _, Result};
use base64::prelude::{BASE64_STANDARD, Engine as _};
use book::{Chapter, Context, Places, from_root, heading_names, html::escape, is_elsewhere};
use html5ever::{
    Attribute,
    tendril::StrTendril,
    tokenizer::{
        BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
    },
};
use mdbook_markdown::{MarkdownOptions, new_cmark_parser};
use percent_encoding::percent_decode_str;
use pulldown_cmark::html::push_html;
use std::{
    cell::RefCell,
    collections::{BTreeMap, VecDeque},
};

/// Elements that have no content and no end.
const VOID: [&str; 13] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
];

/// Elements that do nothing without a script.
const ACTIVE: [&str; 9] = [
    "button", "form", "input", "noscript", "script", "select", "style", "template", "textarea",
];

/// The classes of elements that stand in the page for a script, of the lines of a program that are not shown, and of what a program
/// says of a number that can be changed.
const UNSEEN: [&str; 9] = [
    "live",
    "try-mark",
    "live-actions",
    "live-more",
    "live-panel",
    "live-readouts",
    "live-run",
    "live-row",
    "boring",
];

/// What the pages of the book share.
pub(super) struct Pages<'a> {
    pub(super) chapters: &'a [Chapter],
    pub(super) context: &'a Context,
    pub(super) places: &'a Places,
    /// The pictures of the pages: by their path in the book, media type and content.
    pub(super) pictures: BTreeMap<String, (&'static str, Vec<u8>)>,
}

/// A page.
pub(super) struct Page {
    /// The content of its body.
    pub(super) body: String,
    /// Whether it has formulas.
    pub(super) has_formulas: bool,
}

/// The path of a chapter's page in the book.
pub(super) fn path(chapter: &Chapter) -> String {
    format!("{}.xhtml", chapter.name())
}

impl Pages<'_> {
    /// The page of a chapter, from its typeset Markdown.
    ///
    /// # Errors
    ///
    /// A picture that cannot be read, and HTML of the author whose elements are not closed.
    pub(super) fn page(&mut self, k: usize, typeset: &str) -> Result<Page> {
        let mut html = String::new();
        push_html(
            &mut html,
            new_cmark_parser(typeset, &MarkdownOptions::default()),
        );
        let mut writer = Writer {
            headings: heading_names(typeset).into(),
            pages: self,
            chapter: k,
            body: String::new(),
            open: Vec::new(),
            left_out: 0,
            after_unseen: false,
            figure: None,
            has_formulas: false,
        };
        for token in tokens(&html) {
            match token {
                Token::TagToken(tag) if tag.kind == TagKind::StartTag => writer.start(&tag)?,
                Token::TagToken(tag) => writer.end(&tag),
                Token::CharacterTokens(text) => writer.text(&text),
                _ => {}
            }
        }
        let (body, has_formulas) = (writer.body, writer.has_formulas);
        roxmltree::Document::parse(&format!("<body>{body}</body>"))
            .with_context(|| format!("{}: its HTML is not closed", self.chapters[k].file))?;
        Ok(Page { body, has_formulas })
    }
}

/// Writes the tokens of a page.
struct Writer<'a, 'b> {
    pages: &'a mut Pages<'b>,
    chapter: usize,
    /// The names of the headings that are still to come.
    headings: VecDeque<String>,
    body: String,
    /// The elements that are open, each with whether an `mstyle` stands around it.
    open: Vec<(String, bool)>,
    /// How many elements are open of those that are left out, the outermost included.
    left_out: usize,
    /// Whether lines of a program were left out just before.
    after_unseen: bool,
    /// The figure whose picture comes next.
    figure: Option<String>,
    has_formulas: bool,
}

impl Writer<'_, '_> {
    fn start(&mut self, tag: &Tag) -> Result<()> {
        let name = &*tag.name;
        let is_void = VOID.contains(&name) || tag.self_closing;
        if self.left_out > 0 {
            self.left_out += usize::from(!is_void);
            return Ok(());
        }
        if is_left_out(tag) {
            self.left_out = usize::from(!is_void);
            return Ok(());
        }
        // What an element of a script's own surrounds is its still form.
        if name.contains('-') {
            if name == "live-figure" {
                self.figure = value(tag, "name").map(str::to_owned);
            }
            return Ok(());
        }
        let is_styled =
            !is_void && !["math", "mstyle"].contains(&name) && tag.attrs.iter().any(is_math_style);
        if is_styled {
            self.body.push_str("<mstyle");
            for Attribute { name, value } in tag
                .attrs
                .iter()
                .filter(|attribute| is_math_style(attribute))
            {
                self.attribute(&name.local, value);
            }
            self.body.push('>');
        }
        if !is_void {
            self.open.push((name.to_owned(), is_styled));
        }
        self.body.push('<');
        self.body.push_str(name);
        match name {
            "math" => {
                self.has_formulas = true;
                self.attribute("xmlns", "http://www.w3.org/1998/Math/MathML");
            }
            // A reader of books may not be able to unfold what a program prints.
            "details" if has_class(tag, "output") => self.attribute("open", "open"),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" if value(tag, "id").is_none() => {
                if let Some(id) = self.headings.pop_front() {
                    self.attribute("id", &id);
                }
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.headings.pop_front();
            }
            _ => {}
        }
        for Attribute { name: key, value } in tag
            .attrs
            .iter()
            .filter(|attribute| !is_styled || !is_math_style(attribute))
        {
            let key = &*key.local;
            match (name, key) {
                ("img", "width" | "height" | "role") | (_, "tabindex" | "xmlns") => {}
                _ if key.starts_with("data-") || key.starts_with("on") => {}
                ("a", "href") => {
                    if let Some(address) = self.address(value) {
                        self.attribute(key, &address);
                    }
                }
                ("img", "src") => {
                    let address = self.picture(value)?;
                    self.attribute(key, &address);
                }
                _ => self.attribute(key, value),
            }
        }
        self.body.push_str(if is_void { "/>" } else { ">" });
        Ok(())
    }

    fn end(&mut self, tag: &Tag) {
        let name = &*tag.name;
        if VOID.contains(&name) {
            return;
        }
        if self.left_out > 0 {
            self.left_out -= 1;
            self.after_unseen = self.left_out == 0;
            return;
        }
        if name.contains('-') {
            return;
        }
        self.after_unseen = false;
        self.body.push_str(&format!("</{name}>"));
        if let Some((_, true)) = self.open.pop_if(|(open, _)| open == name) {
            self.body.push_str("</mstyle>");
        }
    }

    fn text(&mut self, text: &str) {
        if self.left_out > 0 {
            return;
        }
        // Lines that are left out leave no empty line.
        let text = match self.after_unseen && self.body.ends_with(['\n', '>']) {
            true => text.strip_prefix('\n').unwrap_or(text),
            false => text,
        };
        self.after_unseen = false;
        self.body.push_str(&escape(text));
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.body
            .push_str(&format!(" {name}=\"{}\"", escape(value)));
    }

    /// Where a link leads in this book; none where that is no part of it, such as the documentation of the library.
    fn address(&self, address: &str) -> Option<String> {
        if is_elsewhere(address) {
            return Some(address.to_owned());
        }
        let (path, place) = address.split_once('#').unwrap_or((address, ""));
        // A figure's state stands behind the name of its place.
        let place = place.split('?').next().filter(|place| !place.is_empty());
        let place = place.map_or_else(String::new, |place| format!("#{place}"));
        let path = path.split('?').next().unwrap_or_default();
        if path.is_empty() {
            return Some(place).filter(|place| !place.is_empty());
        }
        let chapters = self.pages.chapters;
        let here = &chapters[self.chapter];
        let file = from_root(&here.file, path)?;
        let is_meant =
            |chapter: &&Chapter| chapter.file == file || chapter.address("") == format!("{file}#");
        let found = chapters.iter().find(is_meant);
        let found = found.or_else(|| chapters.first().filter(|_| file == "index.html"));
        Some(format!("{}{}{place}", here.up(), self::path(found?)))
    }

    /// The address of a picture, which becomes a file of the book.
    fn picture(&mut self, address: &str) -> Result<String> {
        let here = &self.pages.chapters[self.chapter];
        let drawn = self.figure.take().and_then(|name| {
            let (_, drawn) = self
                .pages
                .places
                .figures
                .get(&(name.clone(), self.chapter))?;
            Some((name, drawn.as_ref()?))
        });
        let page = here.name().replace('/', "-");
        let (path, media_type, bytes) = match (drawn, address.strip_prefix("data:")) {
            (Some((name, drawn)), _) => {
                let svg = raster::portable(&drawn.light)?;
                (
                    format!("pictures/{page}-{name}.svg"),
                    "image/svg+xml",
                    svg.into_bytes(),
                )
            }
            (None, Some(data)) => {
                let number = self.pages.pictures.len() + 1;
                let (media_type, ending, bytes) = decoded(data).with_context(|| {
                    format!(
                        "{}: a picture in the text is neither SVG nor PNG",
                        here.file
                    )
                })?;
                (
                    format!("pictures/{page}-{number}.{ending}"),
                    media_type,
                    bytes,
                )
            }
            (None, None) => {
                let image = Image::read(&self.pages.context.source, here, self.chapter, address)?;
                let path = from_root(&here.file, address)
                    .with_context(|| format!("{}: '{address}' leads out of the book", here.file))?;
                (path, image.media_type, image.bytes)
            }
        };
        let address = format!("{}{path}", here.up());
        self.pages.pictures.insert(path, (media_type, bytes));
        Ok(address)
    }
}

/// Whether MathML 3, the one of EPUB, knows an attribute at the elements `math` and `mstyle` only, and MathML Core at all.
fn is_math_style(attribute: &Attribute) -> bool {
    ["displaystyle", "scriptlevel"].contains(&&*attribute.name.local)
}

fn is_left_out(tag: &Tag) -> bool {
    ACTIVE.contains(&&*tag.name) || UNSEEN.iter().any(|class| has_class(tag, class))
}

fn value<'a>(tag: &'a Tag, name: &str) -> Option<&'a str> {
    let found = tag
        .attrs
        .iter()
        .find(|attribute| &*attribute.name.local == name);
    found.map(|attribute| &*attribute.value)
}

fn has_class(tag: &Tag, name: &str) -> bool {
    value(tag, "class").is_some_and(|classes| classes.split_whitespace().any(|class| class == name))
}

/// Media type, ending and content of a picture in a `data:` address.
fn decoded(data: &str) -> Option<(&'static str, &'static str, Vec<u8>)> {
    let (kind, content) = data.split_once(',')?;
    let bytes = match kind.strip_suffix(";base64") {
        Some(_) => BASE64_STANDARD.decode(content).ok()?,
        None => percent_decode_str(content).collect(),
    };
    match kind.split(';').next()? {
        "image/svg+xml" => {
            let svg = raster::portable(&String::from_utf8(bytes).ok()?).ok()?;
            Some(("image/svg+xml", "svg", svg.into_bytes()))
        }
        "image/png" => Some(("image/png", "png", bytes)),
        _ => None,
    }
}

/// The tokens of a piece of HTML, with the text of a row of them in one.
fn tokens(html: &str) -> Vec<Token> {
    #[derive(Default)]
    struct Collector(RefCell<Vec<Token>>);

    impl TokenSink for Collector {
        type Handle = ();

        fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
            if matches!(token, Token::TagToken(_) | Token::CharacterTokens(_)) {
                self.0.borrow_mut().push(token);
            }
            TokenSinkResult::Continue
        }
    }

    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from(html));
    let tokenizer = Tokenizer::new(Collector::default(), TokenizerOpts::default());
    let _ = tokenizer.feed(&queue);
    tokenizer.end();
    tokenizer.sink.0.into_inner()
}

#[cfg(test)]
mod tests {
    use super::*;
    use book::{Bibliography, Listings};
    use figures::FIGURES;

    /// The body of a page of a book of two chapters, the second in a folder.
    fn body(typeset: &str) -> Result<String> {
        let chapter = |file: &str| Chapter {
            file: file.into(),
            title: "A".into(),
            number: None,
            text: typeset.into(),
        };
        let chapters = [chapter("one.md"), chapter("part/two.md")];
        let context = Context {
            figures: &FIGURES,
            listings: Listings::default(),
            solutions: BTreeMap::new(),
            bibliography: Bibliography::default(),
            repository: None,
            source: "nowhere".into(),
            live: None,
        };
        let mut pages = Pages {
            chapters: &chapters,
            context: &context,
            places: &Places::default(),
            pictures: BTreeMap::new(),
        };
        Ok(pages.page(1, typeset)?.body)
    }

    #[test]
    fn html_becomes_xml() {
        let got = body("# A *b*\n\nA<br>b&nbsp;c <img alt=x>\n").unwrap();
        assert_eq!(
            got,
            "<h1 id=\"a-b\">A <em>b</em></h1>\n<p>A<br/>b\u{a0}c <img alt=\"x\"/></p>\n"
        );
    }

    #[test]
    fn what_is_live_leaves_what_stands_still() {
        let live = "<live-listing name=\"a\" data-version=\"1\">\n<p onclick=\"x\" tabindex=\"0\">still</p>\n<p class=\"live live-run\"><button>Run</button> <b>x</b></p>\n</live-listing>\n";
        assert_eq!(body(live).unwrap().trim(), "<p>still</p>");
        let folded = "<details class=\"output\"><summary>What it prints</summary>a</details>\n";
        assert!(
            body(folded)
                .unwrap()
                .starts_with("<details open=\"open\" class=\"output\">")
        );
    }

    #[test]
    fn lines_that_are_not_shown_leave_no_empty_line() {
        let program = "<pre><code><span class=\"boring\">use a;</span>&#10;fn f() {&#10;<span class=\"boring\">    b();&#10;    c();</span>&#10;}&#10;<span class=\"boring\">d</span></code></pre>\n";
        assert_eq!(
            body(program).unwrap(),
            "<pre><code>fn f() {\n}\n</code></pre>\n"
        );
    }

    #[test]
    fn a_number_that_can_be_changed_in_the_page_is_a_number() {
        let program = "<pre><code>let a = <span class=\"try\">2<input type=\"number\" value=\"2\"></span>;<span class=\"try-mark\"> // try: 1..=3</span></code></pre>\n";
        assert_eq!(
            body(program).unwrap(),
            "<pre><code>let a = <span class=\"try\">2</span>;</code></pre>\n"
        );
    }

    #[test]
    fn formulas_are_those_of_mathml_3() {
        let formula = "<math display=\"block\"><mfrac displaystyle=\"true\" class=\"c\"><mi>a</mi><mi>b</mi></mfrac></math>\n";
        assert_eq!(
            body(formula).unwrap(),
            "<p><math xmlns=\"http://www.w3.org/1998/Math/MathML\" display=\"block\"><mstyle displaystyle=\"true\"><mfrac class=\"c\"><mi>a</mi><mi>b</mi></mfrac></mstyle></math></p>\n"
        );
    }

    #[test]
    fn links_lead_to_pages_of_the_book_or_out_of_it_or_nowhere() {
        let links = "[a](../one.md#x) [b](two.html) [c](#fig-a?dx=3) [d](https://a.org/b.html#c) [e](../api/index.html) [f](../index.html)\n";
        assert_eq!(
            body(links).unwrap(),
            "<p><a href=\"../one.xhtml#x\">a</a> <a href=\"../part/two.xhtml\">b</a> <a href=\"#fig-a\">c</a> \
             <a href=\"https://a.org/b.html#c\">d</a> <a>e</a> <a href=\"../one.xhtml\">f</a></p>\n"
        );
    }

    #[test]
    fn elements_that_are_not_closed_and_pictures_that_are_not_there_are_errors() {
        let said = |text: &str| format!("{:#}", body(text).unwrap_err());
        assert!(said("a <b>c\n").starts_with("part/two.md: its HTML is not closed: "));
        assert!(
            said("![a](b.png)\n").starts_with("part/two.md: the image 'b.png' cannot be read: ")
        );
        assert!(said("![a](https://a.org/b.png)\n").contains("lies on another host"));
        assert_eq!(
            said("![a](data:text/plain,b)\n"),
            "part/two.md: a picture in the text is neither SVG nor PNG"
        );
    }
}
