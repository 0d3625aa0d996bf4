//! A deck as Typst source, with its figures and the colours of its programs beside it.

mod math;
mod text;

use super::{
    CONTENTS, Deck, Image, Picture,
    blocks::{characters, plain},
    fit, is_under,
    sentences::sentences,
    slide::{Slide, SlideContent, title},
};
use crate::code::Colours;
use book::highlight::Class;
use figures::Theme;
pub use math::FormulaError;
use std::fmt::Write as _;
use text::{blocks, content, indented, inlines, raw, string, table};

const PREAMBLE: &str = include_str!("preamble.typ");

/// A formula of a slide that cannot be written for Typst.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "slide '{slide}': a formula holds {problem}, which crates/handouts/src/deck/typst/math.rs does not write for Typst"
)]
pub struct UnsupportedMath {
    /// The slide's title.
    pub slide: String,
    /// What its formula holds.
    pub problem: FormulaError,
}

impl Deck {
    /// The files of the deck, each with its path: `deck.typ` and what it reads.
    ///
    /// # Errors
    ///
    /// A formula that cannot be written for Typst.
    pub fn typst(&self) -> Result<Vec<(String, Vec<u8>)>, UnsupportedMath> {
        let mut source = self.preamble();
        for slide in &self.slides {
            let text = self.slide_typst(slide).map_err(|problem| UnsupportedMath {
                slide: title(slide),
                problem,
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
        for image in &self.images {
            files.push((self.image_path(image), image.bytes.clone()));
        }
        Ok(files)
    }

    /// An image's file, named by its chapter and its place there.
    fn image_path(&self, image: &Image) -> String {
        let chapter = &self.chapters[image.chapter].0;
        let name = image.address.replace(['/', '\\'], "-");
        format!("deck/{chapter}-{name}")
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
                colours.background.hex(),
                colours.ink.hex(),
                colours.muted.hex(),
                colours.of_class(Class::Keyword).hex(),
                colours.of_class(Class::Literal).hex(),
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

    fn slide_typst(&self, slide: &Slide) -> Result<String, FormulaError> {
        let place = match (&slide.content, slide.chapter) {
            (SlideContent::Question(_), Some(chapter)) => self.called(chapter),
            (_, Some(chapter)) => {
                let (number, title, _) = &self.chapters[chapter];
                let section = if slide.section.is_empty() {
                    title
                } else {
                    &slide.section
                };
                format!("{number} · {}", inlines(section)?)
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

    fn body_typst(&self, slide: &Slide) -> Result<(&'static str, String), FormulaError> {
        let (above, below) = (content(&slide.above)?, content(&slide.below)?);
        Ok(match &slide.content {
            SlideContent::Cover => ("cover", format!("  cover({below}),\n")),
            SlideContent::Contents => {
                let titles = self.chapters.iter().map(|(number, title, _)| {
                    let under = is_under(number);
                    Ok(format!("([{number}], {}, {under})", content(title)?))
                });
                let titles: Result<Vec<String>, FormulaError> = titles.collect();
                (
                    "contents",
                    format!("  contents({CONTENTS}, {}),\n", titles?.join(", ")),
                )
            }
            SlideContent::Question(question) => {
                let mut parts = Vec::new();
                for sentence in sentences(question) {
                    let text = content(&sentence.inlines)?;
                    let asks = plain(&sentence.inlines).ends_with('?');
                    parts.push(if asks { text } else { format!("leads{text}") });
                }
                ("question", format!("  question({}),\n", parts.join(", ")))
            }
            SlideContent::Text(words) => ("words", format!("  words{},\n", content(words)?)),
            SlideContent::Formula(mathml) => {
                let size = fit::formula(characters(mathml));
                let formula = math::formula(mathml)?;
                (
                    "formula",
                    format!("  formula({above}, {size:.0}pt, $ {formula} $, {below}),\n"),
                )
            }
            SlideContent::Figure(name) => {
                let picture = self.picture(name, slide.chapter.unwrap_or_default());
                let body = picture.map(|picture| {
                    let live = format!("#link({})[Open the live figure]", string(&picture.live));
                    let caption = format!("[*Figure {}.* {live}]", picture.number);
                    let width = picture.width();
                    let path = self.path(picture, "").replace("-.svg", "");
                    format!(
                        "  art: art({width:.0}pt, {}, {}),\n  picture({width:.0}pt, {caption}, {below}),\n",
                        string(&path),
                        string(&picture.description)
                    )
                });
                ("figure", body.unwrap_or_default())
            }
            SlideContent::Listing { name, number, part } => {
                let outputs: Vec<String> =
                    part.output.iter().map(|column| raw("", column)).collect();
                let code = if part.code.is_empty() {
                    "none".to_owned()
                } else {
                    raw("rust", &part.code)
                };
                let what = if part.code.is_empty() {
                    "What it prints: listing"
                } else {
                    "Listing"
                };
                let body = format!(
                    "  program({:.1}pt, {code}, ({}), {}, [*{what} {number}.* `{name}.rs`], {below}),\n",
                    part.size,
                    outputs
                        .iter()
                        .map(|output| format!("{output},"))
                        .collect::<String>(),
                    part.place == fit::Output::Beside,
                );
                ("listing", body)
            }
            SlideContent::Quote(quote) => (
                "words",
                format!("  quotation({}, {below}),\n", content(quote)?),
            ),
            SlideContent::Image {
                description,
                address,
            } => {
                let image = self.image(address, slide.chapter.unwrap_or_default());
                let path = image.map_or_else(String::new, |image| self.image_path(image));
                let body = format!(
                    "  photo({}, {}, {below}),\n",
                    string(&path),
                    string(description)
                );
                ("image", body)
            }
            SlideContent::Table { head, rows } => (
                "table",
                format!(
                    "  rows({:.1}pt, {}, {below}),\n",
                    fit::table(head, rows),
                    table(head, rows)?
                ),
            ),
            SlideContent::List { ordered, items } => {
                let items: Result<Vec<String>, FormulaError> =
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
        colours.ink.hex(),
    );
    for (scope, class) in scopes {
        let _ = writeln!(
            out,
            "<dict><key>scope</key><string>{scope}</string><key>settings</key><dict><key>foreground</key><string>{}</string></dict></dict>",
            colours.of_class(class).hex()
        );
    }
    out + "</array></dict></plist>\n"
}
