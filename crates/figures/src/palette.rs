//! The colours of every figure.

/// A colour in sRGB.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour(pub u8, pub u8, pub u8);

impl Colour {
    /// The colour as SVG and CSS write it: `#rrggbb`.
    #[must_use]
    pub fn hex(self) -> String {
        let Self(red, green, blue) = self;
        format!("#{red:02x}{green:02x}{blue:02x}")
    }
}

/// The page that a figure is drawn for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// Dark ink on white.
    Light,
    /// Light ink on near black.
    Dark,
}

/// The colours of one theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Palette {
    /// The page.
    pub background: Colour,
    /// Text.
    pub ink: Colour,
    /// Text of less weight.
    pub muted: Colour,
    /// Hairlines and cell borders.
    pub line: Colour,
    /// Lines and bars of positive values, on the page.
    pub positive: Colour,
    /// Lines and bars of negative values, on the page.
    pub negative: Colour,
    /// The moving window.
    pub window: Colour,
    /// The border of the moving window.
    pub window_edge: Colour,
    /// A mark where a law holds, on the page; words beside it say so too.
    pub holds: Colour,
    /// A mark where a law fails, on the page; words beside it say so too.
    pub fails: Colour,
}

impl Theme {
    /// The colours of this theme.
    #[must_use]
    pub fn palette(self) -> Palette {
        match self {
            Self::Light => Palette {
                background: Colour(0xff, 0xff, 0xff),
                ink: Colour(0x1c, 0x1c, 0x20),
                muted: Colour(0x5c, 0x5c, 0x66),
                line: Colour(0xbc, 0xbc, 0xc6),
                positive: Colour(0x00, 0x98, 0xb3),
                negative: Colour(0x86, 0x00, 0x6a),
                window: Colour(0xff, 0xd6, 0x0a),
                window_edge: Colour(0xc7, 0x8a, 0x00),
                holds: Colour(0x1a, 0x7f, 0x37),
                fails: Colour(0xc6, 0x28, 0x28),
            },
            Self::Dark => Palette {
                background: Colour(0x1c, 0x1c, 0x20),
                ink: Colour(0xf2, 0xf2, 0xf5),
                muted: Colour(0xac, 0xac, 0xb8),
                line: Colour(0x55, 0x55, 0x60),
                positive: Colour(0x4b, 0xe3, 0xfa),
                negative: Colour(0xd9, 0x55, 0xb6),
                window: Colour(0xff, 0xd6, 0x0a),
                window_edge: Colour(0xff, 0xd6, 0x0a),
                holds: Colour(0x4c, 0xc3, 0x5f),
                fails: Colour(0xff, 0x6b, 0x6b),
            },
        }
    }
}

impl Palette {
    /// Near-black or white, whichever reads better on `background`.
    #[must_use]
    pub fn ink_on(&self, background: Colour) -> Colour {
        if luminance(background) > 0.18 {
            Colour(0x10, 0x10, 0x14)
        } else {
            Colour(0xff, 0xff, 0xff)
        }
    }
}

/// The colour at a part of the way from one to another.
pub(crate) fn mix(from: Colour, to: Colour, amount: f64) -> Colour {
    let blend = |a: u8, b: u8| byte(f64::from(a) + (f64::from(b) - f64::from(a)) * amount);
    Colour(
        blend(from.0, to.0),
        blend(from.1, to.1),
        blend(from.2, to.2),
    )
}

fn byte(value: f64) -> u8 {
    value.clamp(0.0, 255.0).round() as u8
}

fn luminance(colour: Colour) -> f64 {
    let linear = |channel: u8| libm::pow(f64::from(channel) / 255.0, 2.2);
    0.2126 * linear(colour.0) + 0.7152 * linear(colour.1) + 0.0722 * linear(colour.2)
}
