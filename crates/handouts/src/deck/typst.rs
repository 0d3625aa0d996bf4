//! A deck as Typst source, with its figures and the colours of its programs beside it.

use super::{
    Deck, Picture,
    content::{Block, Inline, plain, signs},
    fit,
    sentences::sentences,
    slides::{Shows, Slide, title},
    typst_math,
};
use crate::code::{Colours, hex};
use book::highlight::Class;
use figures::Theme;
use std::fmt::Write as _;

const PREAMBLE: &str = include_str!("preamble.typ");

/// Something in a slide that Typst could not be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Untold {
    /// The slide's title.
    pub slide: String,
    /// What it is.
    pub what: String,
}

impl std::fmt::Display for Untold {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { slide, what } = self;
        write!(
            f,
            "slide '{slide}': a formula holds {what}, which crates/handouts/src/deck/typst_math.rs does not write for Typst"
        )
    }
}

impl std::error::Error for Untold {}

impl Deck {
    /// The files of the deck, each with its path: `deck.typ` and what it reads.
    ///
    /// # Errors
    ///
    /// A formula that cannot be written for Typst.
    pub fn typst(&self) -> Result<Vec<(String, Vec<u8>)>, Untold> {
        let mut source = self.preamble();
        for slide in &self.slides {
            let text = self.slide_typst(slide).map_err(|what| Untold {
                slide: title(slide),
                what,
            })?;
            source.push_str(&text);
        }
        let mut files = vec![("deck.typ".to_owned(), source.into_bytes())];
        for theme in [Theme::Light, Theme::Dark] {
            files.push((
                format!("deck/code-{}.tmTheme", word(theme)),
                code_theme(theme).into_bytes(),
            ));
        }
        for picture in &self.figures {
            for (theme, svg) in [("light", &picture.light), ("dark", &picture.dark)] {
                files.push((self.path(picture, theme), svg.clone().into_bytes()));
            }
        }
        Ok(files)
    }

    /// A figure's file, named by its chapter, since the book may show it twice.
    fn path(&self, picture: &Picture, theme: &str) -> String {
        let chapter = &self.chapters[picture.chapter].0;
        format!("deck/{chapter}-{}-{theme}.svg", picture.name)
    }

    fn preamble(&self) -> String {
        let colours = |theme: Theme| {
            let colours = Colours::of(theme);
            format!(
                "(paper: rgb(\"{}\"), ink: rgb(\"{}\"), muted: rgb(\"{}\"), keyword: rgb(\"{}\"), literal: rgb(\"{}\"))",
                hex(colours.background),
                hex(colours.ink),
                hex(colours.muted),
                hex(colours.of_class(Class::Keyword)),
                hex(colours.of_class(Class::Literal)),
            )
        };
        PREAMBLE
            .replace("LIGHT", &colours(Theme::Light))
            .replace("DARK", &colours(Theme::Dark))
            .replace("TITLE", &string(&self.about.title))
            .replace(
                "AUTHORS",
                &format!(
                    "({},)",
                    self.about
                        .authors
                        .iter()
                        .map(|name| string(name))
                        .collect::<Vec<_>>()
                        .join(", ")
                ),
            )
            .replace("COUNT", &self.slides.len().to_string())
    }

    fn slide_typst(&self, slide: &Slide) -> Result<String, String> {
        let place = match (&slide.shows, slide.chapter) {
            (Shows::Question(_), Some(chapter)) => format!("Chapter {}", self.chapters[chapter].0),
            (_, Some(chapter)) => {
                let (number, title, _) = &self.chapters[chapter];
                format!("{number} · {}", inlines(title)?)
            }
            _ => String::new(),
        };
        let (kind, body) = self.body_typst(slide)?;
        Ok(format!(
            "\n#slide(\n  kind: \"{kind}\",\n  place: [{place}],\n  title: {},\n  notes: [\n{}  ],\n{body})\n",
            content(&slide.title)?,
            indented(&blocks(&slide.notes)?),
        ))
    }

    fn body_typst(&self, slide: &Slide) -> Result<(&'static str, String), String> {
        let (above, below) = (content(&slide.above)?, content(&slide.below)?);
        Ok(match &slide.shows {
            Shows::Cover => ("cover", format!("  cover({below}),\n")),
            Shows::Contents => {
                let titles = self
                    .chapters
                    .iter()
                    .map(|(number, title, _)| Ok(format!("([{number}], {})", content(title)?)));
                let titles: Result<Vec<String>, String> = titles.collect();
                ("contents", format!("  contents({}),\n", titles?.join(", ")))
            }
            Shows::Question(question) => {
                let mut parts = Vec::new();
                for sentence in sentences(question) {
                    let text = content(&sentence.inlines)?;
                    let asks = plain(&sentence.inlines).ends_with('?');
                    parts.push(if asks { text } else { format!("leads{text}") });
                }
                ("question", format!("  question({}),\n", parts.join(", ")))
            }
            Shows::Words(words) => ("words", format!("  words{},\n", content(words)?)),
            Shows::Formula(mathml) => {
                let size = fit::formula(signs(mathml));
                let formula = typst_math::formula(mathml)?;
                (
                    "formula",
                    format!("  formula({above}, {size:.0}pt, $ {formula} $, {below}),\n"),
                )
            }
            Shows::Figure(name) => {
                let picture = self.picture(name, slide.chapter.unwrap_or_default());
                let body = picture.map(|picture| {
                    let caption = format!("[*Figure {}.* {}]", picture.number, text(&picture.title));
                    let width = picture.width_at(fit::FIGURE);
                    let path = self.path(picture, "").replace("-.svg", "");
                    format!(
                        "  art: art({width:.0}pt, {}, {}),\n  picture({width:.0}pt, {caption}, {below}),\n",
                        string(&path),
                        string(&picture.description)
                    )
                });
                ("figure", body.unwrap_or_default())
            }
            Shows::Listing {
                name,
                output_follows,
            } => {
                let body = self.program(name).map(|program| {
                    let (size, place) = self.layout(program, *output_follows);
                    let printed = match place {
                        fit::Output::Nowhere => "none".to_owned(),
                        _ => raw("", &program.output),
                    };
                    format!(
                        "  program({size:.1}pt, {}, {printed}, {}, [*Listing {}.* `{}.rs`], {below}),\n",
                        raw("rust", &program.code),
                        place == fit::Output::Beside,
                        program.number,
                        program.name
                    )
                });
                ("listing", body.unwrap_or_default())
            }
            Shows::Table { head, rows } => (
                "table",
                format!(
                    "  rows({:.1}pt, {}, {below}),\n",
                    fit::table(head, rows),
                    table(head, rows)?
                ),
            ),
            Shows::List { ordered, items } => {
                let items: Result<Vec<String>, String> =
                    items.iter().map(|item| content(item)).collect();
                let list = if *ordered { "enum" } else { "list" };
                (
                    "list",
                    format!(
                        "  bullets({above}, {list}(\n    {},\n  )),\n",
                        items?.join(",\n    ")
                    ),
                )
            }
        })
    }
}

fn word(theme: Theme) -> &'static str {
    match theme {
        Theme::Light => "light",
        Theme::Dark => "dark",
    }
}

/// Inlines as a block of content.
fn content(inlines: &[Inline]) -> Result<String, String> {
    let text = self::inlines(inlines)?;
    // What would begin a list, a heading or a term at the start of a line.
    let digits = text.len()
        - text
            .trim_start_matches(|sign: char| sign.is_ascii_digit())
            .len();
    let text = match text.chars().nth(digits) {
        Some('.') if digits > 0 => format!("{}\\{}", &text[..digits], &text[digits..]),
        Some('-' | '+' | '/' | '=') if digits == 0 => format!("\\{text}"),
        _ => text,
    };
    Ok(format!("[{text}]"))
}

fn inlines(inlines: &[Inline]) -> Result<String, String> {
    let mut out = String::new();
    for inline in inlines {
        match inline {
            Inline::Text(text) => out.push_str(&self::text(text)),
            Inline::Code(code) => {
                let _ = write!(out, "#raw({})", string(code));
            }
            Inline::Formula(mathml) => {
                let _ = write!(out, "${}$", typst_math::formula(mathml)?);
            }
            Inline::Emphasis(inner) => {
                let _ = write!(out, "#emph[{}]", self::inlines(inner)?);
            }
            Inline::Strong(inner) => {
                let _ = write!(out, "#strong[{}]", self::inlines(inner)?);
            }
            Inline::Mark(_) => {}
        }
    }
    Ok(out)
}

/// Text in which Typst finds nothing to interpret.
fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    for sign in text.chars() {
        let doubled = matches!(sign, '-' | '/' | '.') && before == sign;
        if doubled
            || matches!(
                sign,
                '\\' | '#' | '$' | '*' | '_' | '`' | '<' | '>' | '@' | '[' | ']' | '~'
            )
        {
            out.push('\\');
        }
        out.push(sign);
        before = sign;
    }
    // A piece of code that ends before a text would go on with it.
    match out.chars().next() {
        Some(first @ ('(' | '.' | ';')) => format!("\\{first}{}", &out[1..]),
        _ => out,
    }
}

fn string(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A block of text as it stands, between more backticks than it holds.
fn raw(language: &str, text: &str) -> String {
    let mut fence = "```".to_owned();
    while text.contains(&fence) {
        fence.push('`');
    }
    format!("{fence}{language}\n{text}\n{fence}")
}

fn blocks(blocks: &[Block]) -> Result<String, String> {
    let mut out = String::new();
    for block in blocks {
        let text = match block {
            Block::Paragraph(text) => format!("#par{}", content(text)?),
            Block::Heading(_, text) => format!("#strong{}", content(text)?),
            Block::Formula(mathml) => format!("$ {} $", typst_math::formula(mathml)?),
            Block::List { ordered, items } => {
                let items: Result<Vec<String>, String> =
                    items.iter().map(|item| content(item)).collect();
                format!(
                    "#{}({})",
                    if *ordered { "enum" } else { "list" },
                    items?.join(", ")
                )
            }
            Block::Table { head, rows } => format!("#{}", table(head, rows)?),
            Block::Verbatim(text) => raw("", text.trim_end()),
            Block::Listing(_) | Block::Figure(_) | Block::Mark(_) => continue,
        };
        out.push_str(&text);
        out.push_str("\n\n");
    }
    Ok(out)
}

/// Text two levels deep; what stands between backticks keeps its own margin, since Typst takes off what it has in common.
fn indented(text: &str) -> String {
    let mut out = String::new();
    for line in text.trim_end().lines() {
        if !line.is_empty() {
            out.push_str("    ");
            out.push_str(line);
        }
        out.push('\n');
    }
    out
}

fn table(head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>]) -> Result<String, String> {
    let cells = |cells: &[Vec<Inline>]| -> Result<String, String> {
        let cells: Result<Vec<String>, String> = cells.iter().map(|cell| content(cell)).collect();
        Ok(cells?.join(", "))
    };
    let mut out = format!("values({}, ({}),", head.len(), cells(head)?);
    for row in rows {
        let _ = write!(out, "\n    {},", cells(row)?);
    }
    Ok(out + "\n  )")
}

/// The colours of programs, in the form that Typst reads.
fn code_theme(theme: Theme) -> String {
    let colours = Colours::of(theme);
    let scopes = [
        (
            "keyword, storage, constant.language, variable.language",
            Class::Keyword,
        ),
        (
            "entity.name.type, entity.name.struct, entity.name.enum, support.type, entity.name.impl",
            Class::Type,
        ),
        (
            "string, constant.numeric, constant.character",
            Class::Literal,
        ),
        ("comment", Class::Comment),
        ("keyword.operator", Class::Plain),
    ];
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<plist version=\"1.0\"><dict>\n<key>name</key><string>{}</string>\n<key>settings</key><array>\n\
         <dict><key>settings</key><dict><key>foreground</key><string>{}</string></dict></dict>\n",
        word(theme),
        hex(colours.ink),
    );
    for (scope, class) in scopes {
        let _ = writeln!(
            out,
            "<dict><key>scope</key><string>{scope}</string><key>settings</key><dict><key>foreground</key><string>{}</string></dict></dict>",
            hex(colours.of_class(class))
        );
    }
    out + "</array></dict></plist>\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_shielded_from_typst() {
        assert_eq!(text("a_b #1 [x] -- //"), "a\\_b \\#1 \\[x\\] -\\- /\\/");
        let content = |text: &str| content(&[Inline::Text(text.into())]).unwrap();
        assert_eq!(content("- no list"), "[\\- no list]");
        assert_eq!(content("12. no list"), "[12\\. no list]");
        assert_eq!(content("(a)"), "[\\(a)]");
    }

    #[test]
    fn a_block_of_text_stands_between_more_backticks_than_it_holds() {
        assert_eq!(raw("rust", "a```b"), "````rust\na```b\n````");
    }
}
