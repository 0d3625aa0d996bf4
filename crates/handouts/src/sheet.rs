//! All figures on one page, small, each with the command that renders it.

use crate::code::Colours;
use book::html::{escape, svg_address};
use figures::{Catalogue, Drawing, Figure, Space, Theme};
use glyphs::{MONO, MissingGlyph, SANS, SharedOutlines};
use raster::Graphic;
use std::fmt::Write as _;

/// The sheet as a picture: two columns of entries, in the units of the picture.
const MARGIN: f64 = 60.0;
const COLUMN: f64 = 900.0;
const GAP: f64 = 60.0;
const ACROSS: usize = 2;
/// How large a figure is on the sheet.
const PICTURE: (f64, f64) = (360.0, 500.0);
const HEAD: f64 = 130.0;

/// A figure on the sheet.
struct Entry {
    name: &'static str,
    title: &'static str,
    /// Each of its parameters with the values that it takes.
    parameters: Vec<String>,
    commands: Vec<String>,
    light: Drawing,
    dark: Drawing,
}

/// The sheet, drawn.
pub struct Sheet {
    entries: Vec<Entry>,
}

impl Sheet {
    /// Draws every figure at its defaults.
    ///
    /// # Errors
    ///
    /// As [`Figure::draw`].
    pub fn draw(figures: &Catalogue) -> Result<Self, figures::Error> {
        let entries = figures.names().into_iter().map(|name| {
            let figure = figures.figure(name)?;
            Ok(Entry {
                name,
                title: figure.title(),
                parameters: figure.controls().iter().map(book::takes).collect(),
                commands: commands(figure.as_ref()),
                light: figure.draw(Theme::Light, Space::PAGE)?,
                dark: figure.draw(Theme::Dark, Space::PAGE)?,
            })
        });
        Ok(Self {
            entries: entries.collect::<Result<_, figures::Error>>()?,
        })
    }

    /// The sheet as one HTML file, in both themes.
    #[must_use]
    pub fn html(&self) -> String {
        let mut entries = String::new();
        for entry in &self.entries {
            let image = |class: &str, drawing: &Drawing| {
                format!(
                    "<img class=\"{class}\" alt=\"{}\" src=\"{}\">",
                    escape(&drawing.description),
                    svg_address(&drawing.svg())
                )
            };
            let lines = |lines: &[String]| unbroken(&lines.join("\n"));
            let _ = write!(
                entries,
                "<section id=\"{0}\">\n<div class=\"picture\">{1}{2}</div>\n<div>\n<h2>{3}</h2>\n<pre class=\"command\">{4}</pre>\n<pre>{5}</pre>\n</div>\n</section>\n",
                entry.name,
                image("light", &entry.light),
                image("dark", &entry.dark),
                escape(entry.title),
                lines(&entry.commands),
                lines(&entry.parameters),
            );
        }
        let colours = |theme: Theme| {
            let colours = Colours::of(theme);
            format!(
                "--paper:{};--ink:{};--muted:{}",
                colours.background.hex(),
                colours.ink.hex(),
                colours.muted.hex()
            )
        };
        format!(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>Figures</title>\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<link rel=\"icon\" href=\"data:,\">\n<style>\n\
             :root{{color-scheme:light dark;{}}}\n\
             body{{background:var(--paper);color:var(--ink);font:16px/1.45 system-ui,sans-serif;margin:0 auto;max-width:1240px;padding:24px}}\n\
             main{{display:grid;gap:48px 40px;grid-template-columns:repeat(auto-fit,minmax(min(100%,560px),1fr))}}\n\
             section{{align-items:start;display:grid;gap:20px;grid-template-columns:minmax(0,2fr) minmax(0,3fr)}}\n\
             h1{{font-size:28px}}\nh2{{font-size:20px;margin:0 0 8px}}\nimg{{max-height:360px;max-width:100%}}\n\
             pre{{color:var(--muted);font:13px/1.5 ui-monospace,monospace;margin:0 0 12px;white-space:pre-wrap}}pre span{{white-space:nowrap}}\n\
             .command{{color:var(--ink)}}\n.dark{{display:none}}\n\
             @media (prefers-color-scheme:dark){{:root{{{}}}.light{{display:none}}.dark{{display:block}}}}\n\
             @media (max-width:600px){{section{{grid-template-columns:1fr}}}}\n\
             @media print{{:root:root{{color-scheme:light;{}}}:root .light{{display:block}}:root .dark{{display:none}}section{{break-inside:avoid}}}}\n\
             </style>\n</head>\n<body>\n<h1>Figures</h1>\n<main>\n{entries}</main>\n</body>\n</html>\n",
            colours(Theme::Light),
            colours(Theme::Dark),
            colours(Theme::Light),
        )
    }

    /// The sheet as a picture, its text as outlines.
    ///
    /// # Errors
    ///
    /// A character that a typeface has no glyph of.
    pub fn graphic(&self) -> Result<Graphic, MissingGlyph> {
        let colours = Colours::of(Theme::Light);
        let (ink, muted) = (colours.ink.hex(), colours.muted.hex());
        let mut outlines = SharedOutlines::default();
        let mut pictures = String::new();
        outlines.add(&SANS, (MARGIN, MARGIN + 36.0), "Figures", 48.0, &ink)?;
        for (k, entry) in self.entries.iter().enumerate() {
            let x = MARGIN + (k % ACROSS) as f64 * (COLUMN + GAP);
            let top = HEAD + (k / ACROSS) as f64 * (PICTURE.1 + GAP);
            pictures.push_str(&placed(&entry.light, (x, top)));
            let left = x + PICTURE.0 + 24.0;
            let mut base = top + 26.0;
            outlines.add(&SANS, (left, base), entry.title, 28.0, &ink)?;
            base += 16.0;
            let room = x + COLUMN - left;
            for command in &entry.commands {
                for line in folded(command, room, COMMAND)? {
                    base += 23.0;
                    outlines.add(&MONO, (left, base), &line, COMMAND, &ink)?;
                }
                base += 6.0;
            }
            base += 8.0;
            for parameter in &entry.parameters {
                for line in folded(parameter, room, PARAMETER)? {
                    base += 20.0;
                    outlines.add(&MONO, (left, base), &line, PARAMETER, &muted)?;
                }
            }
        }
        let rows = self.entries.len().div_ceil(ACROSS) as f64;
        let width = 2.0 * MARGIN + ACROSS as f64 * (COLUMN + GAP) - GAP;
        let height = HEAD + rows * (PICTURE.1 + GAP) - GAP + MARGIN;
        let titles: Vec<&str> = self.entries.iter().map(|entry| entry.title).collect();
        Ok(Graphic {
            title: "Figures".to_owned(),
            description: titles.join("; "),
            size: (width, height),
            background: colours.background,
            elements: pictures + &outlines.svg(),
            label: PARAMETER,
        })
    }
}

const COMMAND: f64 = 17.0;
const PARAMETER: f64 = 14.0;

/// The command that renders the figure, and the one that animates it if one of its parameters can be played.
fn commands(figure: &dyn Figure) -> Vec<String> {
    let mut commands = vec![format!("cargo book figures render {}", figure.name())];
    let can_be_played = |control: &&figures::Control| {
        matches!(control.kind, figures::Kind::Range { plays: true, .. })
    };
    if let Some(control) = figure.controls().iter().find(can_be_played) {
        commands.push(format!(
            "cargo book figures animate {} --sweep {}",
            figure.name(),
            control.name
        ));
    }
    commands
}

/// A text in lines that are no wider than the room, broken at spaces and after the characters between names.
fn folded(text: &str, room: f64, size: f64) -> Result<Vec<String>, MissingGlyph> {
    let mut lines = vec![String::new()];
    for piece in text.split_inclusive([' ', '|', ',']) {
        let line = lines.last_mut().expect("there is a first line");
        if !line.is_empty() && MONO.width(&format!("{line}{}", piece.trim_end()), size)? > room {
            lines.push(format!("  {piece}"));
        } else {
            line.push_str(piece);
        }
    }
    Ok(lines)
}

/// A text as HTML that breaks at spaces and between choices, and not within a name or an option.
fn unbroken(text: &str) -> String {
    let pieces = text.split_inclusive([' ', '\n', '|']);
    let piece = |piece: &str| {
        let word = piece.trim_end();
        let space = &piece[word.len()..];
        let next = if space.is_empty() { "<wbr>" } else { space };
        format!("<span>{}</span>{next}", escape(word))
    };
    pieces.map(piece).collect()
}

/// A figure at a place of the sheet, as large as it fits there.
fn placed(drawing: &Drawing, (x, y): (f64, f64)) -> String {
    let scale = (PICTURE.0 / drawing.width).min(PICTURE.1 / drawing.height);
    format!(
        "<g transform=\"translate({x} {y}) scale({scale:.5})\">\n{}</g>\n",
        drawing.elements()
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use figures::FIGURES;
    use raster::Layout;

    #[test]
    fn a_long_line_is_folded_where_it_may_be() {
        let lines = folded("kernel=a|bcd|e", 9.0 * 0.6, 1.0).unwrap();
        assert_eq!(lines, ["kernel=a|", "  bcd|e"]);
    }

    #[test]
    fn every_figure_is_on_the_sheet_with_its_command() {
        let sheet = Sheet::draw(&FIGURES).unwrap();
        let html = sheet.html();
        for name in FIGURES.names() {
            assert!(
                html.contains(&format!("<span>render</span> <span>{name}</span>")),
                "{name}"
            );
        }
        let page = Layout::default().place(sheet.graphic().unwrap()).unwrap();
        let tree = roxmltree::Document::parse(page.svg()).unwrap();
        let mut names: Vec<&str> = tree
            .descendants()
            .filter_map(|node| node.attribute("id"))
            .collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count, "each outline has a name of its own");
    }
}
