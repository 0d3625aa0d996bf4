//! The style sheet of a deck, with its fonts in it.

use crate::code::Colours;
use book::{highlight::Class, html::data_address};
use figures::Theme;
use glyphs::MONO_FONT;
use std::fmt::Write as _;

const STYLE: &str = include_str!("../deck.css");

macro_rules! font {
    ($name:literal) => {
        include_bytes!(concat!("../../../../../book/theme/fonts/", $name))
    };
}

/// Family, weight, style and file of each typeface.
const FONTS: [(&str, u16, &str, &[u8]); 4] = [
    (
        "STIX Two Text",
        400,
        "normal",
        font!("stix-two-text-latin-400-normal.woff2"),
    ),
    (
        "STIX Two Text",
        400,
        "italic",
        font!("stix-two-text-latin-400-italic.woff2"),
    ),
    (
        "STIX Two Text",
        700,
        "normal",
        font!("stix-two-text-latin-700-normal.woff2"),
    ),
    (
        "STIX Two Math",
        400,
        "normal",
        font!("stix-two-math-subset.woff2"),
    ),
];

/// The style sheet: fonts, the colours of both themes, and all else.
pub(super) fn sheet() -> String {
    fonts() + &colours() + STYLE
}

fn fonts() -> String {
    let mut out = String::new();
    let woff2 =
        FONTS.map(|(family, weight, style, bytes)| (family, weight, style, "font/woff2", bytes));
    for (family, weight, style, kind, bytes) in
        woff2
            .into_iter()
            .chain([("Listing Mono", 400, "normal", "font/ttf", MONO_FONT)])
    {
        let _ = writeln!(
            out,
            "@font-face{{font-family:\"{family}\";font-weight:{weight};font-style:{style};src:url({})}}",
            data_address(kind, bytes)
        );
    }
    out
}

/// The colours of the figures, as they are to be set in each theme.
fn colours() -> String {
    let set = |theme: Theme, scheme: &str| {
        let colours = Colours::of(theme);
        let class = |class| colours.of_class(class).hex();
        format!(
            "color-scheme:{scheme};--paper:{};--ink:{};--muted:{};--keyword:{};--type:{};--literal:{}",
            colours.background.hex(),
            colours.ink.hex(),
            colours.muted.hex(),
            class(Class::Keyword),
            class(Class::Type),
            class(Class::Literal),
        )
    };
    let (light, dark) = (set(Theme::Light, "light"), set(Theme::Dark, "dark"));
    format!(
        ":root{{{light}}}\n.dark{{display:none}}\n\
         @media (prefers-color-scheme:dark){{:root:not([data-theme]){{{dark}}}:root:not([data-theme]) .dark{{display:block}}:root:not([data-theme]) .light{{display:none}}}}\n\
         :root[data-theme=dark]{{{dark}}}:root[data-theme=dark] .dark{{display:block}}:root[data-theme=dark] .light{{display:none}}\n\
         @media print{{:root:root:root{{{light}}}:root:root:root .dark{{display:none}}:root:root:root .light{{display:block}}}}\n"
    )
}
