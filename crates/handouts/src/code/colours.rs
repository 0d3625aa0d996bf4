//! The colours of programs, from the palette of the figures; each has enough contrast for the small letters of programs.

use book::highlight::Class;
use figures::{Colour, Theme};

/// The colours of one theme.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Colours {
    pub(crate) background: Colour,
    pub(crate) ink: Colour,
    pub(crate) muted: Colour,
    keyword: Colour,
    kind: Colour,
    literal: Colour,
}

impl Colours {
    pub(crate) fn of(theme: Theme) -> Self {
        let palette = theme.palette();
        // Cyan and yellow of the light palette are for areas; letters need them darker.
        let (literal, kind) = match theme {
            Theme::Light => (Colour(0x00, 0x6d, 0x80), Colour(0x80, 0x58, 0x00)),
            Theme::Dark => (palette.positive, palette.window),
        };
        Self {
            background: palette.background,
            ink: palette.ink,
            muted: palette.muted,
            keyword: palette.negative,
            kind,
            literal,
        }
    }

    pub(crate) fn of_class(&self, class: Class) -> Colour {
        match class {
            Class::Plain => self.ink,
            Class::Keyword => self.keyword,
            Class::Type => self.kind,
            Class::Literal => self.literal,
            Class::Comment => self.muted,
        }
    }
}
