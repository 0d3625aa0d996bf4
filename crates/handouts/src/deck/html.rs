//! A deck as one HTML file: it loads nothing else, and without scripts it is a scroll of slides.

mod style;

use super::{
    CONTENTS, Deck, Picture,
    blocks::{Block, Inline, characters, plain},
    fit, is_under,
    program::Part,
    sentences::sentences,
    slide::{Slide, SlideContent},
};
use book::{
    highlight::{Class, highlight},
    html::{data_address, escape, svg_address},
};
use std::fmt::Write as _;

const SCRIPT: &str = include_str!("deck.js");

impl Deck {
    /// The deck as one HTML file.
    #[must_use]
    pub fn html(&self) -> String {
        let name = escape(&self.about.title);
        let mut slides = String::new();
        for (k, slide) in self.slides.iter().enumerate() {
            slides.push_str(&self.slide_html(k, slide));
        }
        format!(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>{name}: slides</title>\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"description\" content=\"{}\">\n\
             <link rel=\"icon\" href=\"data:,\">\n<style>\n{}</style>\n</head>\n<body>\n<main>\n{slides}</main>\n<script>\n{SCRIPT}</script>\n</body>\n</html>\n",
            escape(&self.about.description),
            style::sheet(),
        )
    }

    fn slide_html(&self, k: usize, slide: &Slide) -> String {
        let n = k + 1;
        let (kind, body) = self.body(slide);
        let level = if k == 0 { 1 } else { 2 };
        let place = match (&slide.content, slide.chapter) {
            (SlideContent::Question(_), Some(chapter)) => self.called(chapter),
            (_, Some(chapter)) => {
                let (number, title, _) = &self.chapters[chapter];
                let section = if slide.section.is_empty() {
                    title
                } else {
                    &slide.section
                };
                format!("{number} · {}", inlines(section))
            }
            _ => String::new(),
        };
        let wide = match (&slide.content, slide.chapter) {
            (SlideContent::Figure(name), Some(chapter)) => self
                .picture(name, chapter)
                .map(|picture| format!(" style=\"--wide:{:.0}\"", picture.width())),
            _ => None,
        }
        .unwrap_or_default();
        format!(
            "<section class=\"slide {kind}\" id=\"s{n}\"{wide} aria-labelledby=\"t{n}\">\n<div class=\"frame\"><div class=\"paper\">\n\
             <header><h{level} id=\"t{n}\">{}</h{level}><p class=\"place\">{place}</p></header>\n\
             <div class=\"body\">\n{body}</div>\n<footer><span>{}</span><span>{n} / {}</span></footer>\n</div></div>\n\
             <details class=\"notes\"><summary>Notes</summary>\n<div>\n{}</div></details>\n</section>\n",
            inlines(&slide.title),
            escape(&self.about.title),
            self.slides.len(),
            blocks(&slide.notes),
        )
    }

    /// The kind of a slide, for its style, and what it shows.
    fn body(&self, slide: &Slide) -> (&'static str, String) {
        let above = sentence(&slide.above, 30.0, 1168.0, 100.0);
        let below = sentence(&slide.below, 30.0, 1168.0, 100.0);
        match &slide.content {
            SlideContent::Cover => {
                let authors = escape(&self.about.authors.join(", "));
                let description = inlines(&slide.below);
                (
                    "cover",
                    format!("<p class=\"lead\">{description}</p>\n<p class=\"by\">{authors}</p>\n"),
                )
            }
            SlideContent::Contents => ("contents", self.contents()),
            SlideContent::Question(text) => ("question", self::question(text)),
            SlideContent::Text(text) => {
                let sizes = [52.0, 46.0, 40.0, 36.0, 32.0, 28.0, 24.0];
                let size = fit::text([text.as_slice()], &sizes, (1080.0, 440.0), 0.0);
                (
                    "words",
                    format!("<p {}>{}</p>\n", sized(size), inlines(text)),
                )
            }
            SlideContent::Formula(mathml) => {
                let size = sized(fit::formula(characters(mathml)));
                (
                    "formula",
                    format!("{above}<div class=\"display\" {size}>{mathml}</div>\n{below}"),
                )
            }
            SlideContent::Figure(name) => {
                let chapter = slide.chapter.unwrap_or_default();
                let picture = self.picture(name, chapter);
                (
                    "figure",
                    picture.map_or_else(String::new, |picture| figure(picture, slide)),
                )
            }
            SlideContent::Listing { name, number, part } => (
                "listing",
                listing(name, number, part) + &sentence(&slide.below, 25.0, 1168.0, 64.0),
            ),
            SlideContent::Quote(text) => {
                let sizes = [46.0, 40.0, 36.0, 32.0, 28.0, 24.0];
                let size = sized(fit::text([text.as_slice()], &sizes, (1040.0, 400.0), 0.0));
                let quote = format!("<blockquote {size}>{}</blockquote>\n", inlines(text));
                ("words", quote + &below)
            }
            SlideContent::Image {
                description,
                address,
            } => {
                let image = self.image(address, slide.chapter.unwrap_or_default());
                let image = image.map_or_else(String::new, |image| {
                    let address = data_address(image.media_type, &image.bytes);
                    format!(
                        "<img class=\"photo\" alt=\"{}\" src=\"{address}\">\n",
                        escape(description)
                    )
                });
                ("image", image + &below)
            }
            SlideContent::Table { head, rows } => (
                "table",
                table(head, rows, Some(fit::table(head, rows)))
                    + &sentence(&slide.below, 27.0, 1168.0, 80.0),
            ),
            SlideContent::List { ordered, items } => {
                let paragraphs = items.iter().map(Vec::as_slice);
                let sizes = [38.0, 34.0, 31.0, 28.0, 26.0, 24.0, 22.0];
                let size = fit::text(paragraphs, &sizes, (1110.0, 500.0), 0.5);
                let list = list(*ordered, items, &sized(size));
                ("list", format!("{above}{list}"))
            }
        }
    }

    fn contents(&self) -> String {
        let many = if self.chapters.len() > CONTENTS {
            " class=\"many\""
        } else {
            ""
        };
        let mut out = format!("<ol{many}>\n");
        for (number, title, first) in &self.chapters {
            let under = if is_under(number) {
                " class=\"under\""
            } else {
                ""
            };
            let _ = writeln!(
                out,
                "<li{under}><a href=\"#s{}\"><span>{number}</span> {}</a></li>",
                first + 1,
                inlines(title)
            );
        }
        out + "</ol>\n"
    }
}

fn listing(name: &str, number: &str, part: &Part) -> String {
    let class = match part.place {
        fit::Output::Beside => "beside",
        fit::Output::Below => "below",
        fit::Output::Nowhere => "alone",
    };
    let mut out = format!("<div class=\"program {class}\" {}>\n", sized(part.size));
    if !part.code.is_empty() {
        let _ = writeln!(out, "<pre><code>{}</code></pre>", code(&part.code));
    }
    if !part.output.is_empty() {
        out.push_str("<div class=\"outputs\">");
        for column in &part.output {
            let _ = write!(
                out,
                "<pre class=\"output\"><samp>{}</samp></pre>",
                escape(column)
            );
        }
        out.push_str("</div>\n");
    }
    let what = if part.code.is_empty() {
        "What it prints: listing"
    } else {
        "Listing"
    };
    let name = escape(name);
    let _ = write!(
        out,
        "</div>\n<p class=\"caption\"><strong>{what} {number}.</strong> <code>{name}.rs</code></p>\n"
    );
    out
}

fn figure(picture: &Picture, slide: &Slide) -> String {
    let image = |class: &str, svg: &str| {
        format!(
            "<img class=\"{class}\" alt=\"{}\" src=\"{}\">",
            escape(&picture.description),
            svg_address(svg)
        )
    };
    let width = 1184.0 - picture.width() - 32.0;
    format!(
        "{}<p class=\"caption\"><strong>Figure {}.</strong> <a href=\"{}\">Open the live figure</a></p>\n<div class=\"picture\">{}{}</div>\n",
        sentence(&slide.below, 34.0, width, 300.0),
        picture.number,
        escape(&picture.live),
        image("light", &picture.light),
        image("dark", &picture.dark),
    )
}

/// A question, and before it what leads to it.
fn question(paragraph: &[Inline]) -> String {
    let size = fit::text(
        [paragraph],
        &[46.0, 42.0, 38.0, 34.0, 30.0],
        (1060.0, 400.0),
        0.0,
    );
    let mut out = format!("<p {}>", sized(size));
    for sentence in sentences(paragraph) {
        let text = inlines(&sentence.inlines);
        if plain(&sentence.inlines).ends_with('?') {
            let _ = write!(out, "<strong>{text}</strong> ");
        } else {
            let _ = write!(out, "{text} ");
        }
    }
    out.trim_end().to_owned() + "</p>\n"
}

/// A sentence at a size, or at a smaller one if it would be too high.
fn sentence(inlines: &[Inline], size: f64, width: f64, height: f64) -> String {
    if inlines.is_empty() {
        return String::new();
    }
    let sizes = [size, size - 3.0, size - 6.0, size - 9.0];
    let size = fit::text([inlines], &sizes, (width, height), 0.0);
    format!(
        "<p class=\"say\" {}>{}</p>\n",
        sized(size),
        self::inlines(inlines)
    )
}

fn sized(size: f64) -> String {
    format!("style=\"--size:{}\"", (size * 10.0).floor() / 10.0)
}

fn inlines(inlines: &[Inline]) -> String {
    let mut out = String::new();
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::Reference { text, .. } => out.push_str(&escape(text)),
            Inline::Code(text) => {
                let _ = write!(out, "<code>{}</code>", escape(text));
            }
            Inline::Formula(mathml) => out.push_str(mathml),
            Inline::Emphasis(inner) => {
                let _ = write!(out, "<em>{}</em>", self::inlines(inner));
            }
            Inline::Strong(inner) => {
                let _ = write!(out, "<strong>{}</strong>", self::inlines(inner));
            }
            Inline::Mark(_) => {}
        }
    }
    out
}

fn blocks(blocks: &[Block]) -> String {
    let mut out = String::new();
    for block in blocks {
        match block {
            Block::Paragraph(text) => {
                let _ = writeln!(out, "<p>{}</p>", inlines(text));
            }
            Block::Heading(_, text) => {
                let _ = writeln!(out, "<p><strong>{}</strong></p>", inlines(text));
            }
            Block::Formula(mathml) => {
                let _ = writeln!(out, "{mathml}");
            }
            Block::List { ordered, items } => out.push_str(&list(*ordered, items, "")),
            Block::Table { head, rows } => out.push_str(&table(head, rows, None)),
            Block::Verbatim(text) => {
                let _ = writeln!(out, "<pre>{}</pre>", escape(text.trim_end()));
            }
            Block::Quote(text) => {
                let _ = writeln!(out, "<blockquote>{}</blockquote>", inlines(text));
            }
            Block::Image { description, .. } => {
                let _ = writeln!(out, "<p>{}</p>", escape(description));
            }
            Block::Listing(_) | Block::Figure(_) | Block::Mark(_) => {}
        }
    }
    out
}

fn list(ordered: bool, items: &[Vec<Inline>], style: &str) -> String {
    let element = if ordered { "ol" } else { "ul" };
    let mut out = format!("<{element} {style}>\n");
    for item in items {
        let _ = writeln!(out, "<li>{}</li>", inlines(item));
    }
    out + &format!("</{element}>\n")
}

fn table(head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>], size: Option<f64>) -> String {
    let cells = |cells: &[Vec<Inline>], element: &str| -> String {
        let cells = cells
            .iter()
            .map(|cell| format!("<{element}>{}</{element}>", inlines(cell)));
        cells.collect()
    };
    let style = size.map(sized).unwrap_or_default();
    let mut out = format!(
        "<table {style}>\n<thead><tr>{}</tr></thead>\n<tbody>\n",
        cells(head, "th")
    );
    for row in rows {
        let _ = writeln!(out, "<tr>{}</tr>", cells(row, "td"));
    }
    out + "</tbody>\n</table>\n"
}

fn code(program: &str) -> String {
    let mut out = String::new();
    for (k, line) in highlight(program).iter().enumerate() {
        if k > 0 {
            out.push('\n');
        }
        for (class, text) in line {
            let text = escape(text);
            let _ = match name(*class) {
                "" => write!(out, "{text}"),
                name => write!(out, "<span class=\"{name}\">{text}</span>"),
            };
        }
    }
    out
}

fn name(class: Class) -> &'static str {
    match class {
        Class::Plain => "",
        Class::Keyword => "k",
        Class::Type => "t",
        Class::Literal => "l",
        Class::Comment => "c",
    }
}
