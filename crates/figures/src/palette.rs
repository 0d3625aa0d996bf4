//! The colours of every figure.

use std::sync::OnceLock;

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
    /// Positive values.
    pub positive: Colour,
    /// Negative values.
    pub negative: Colour,
    /// The moving window.
    pub window: Colour,
    /// The border of the moving window.
    pub window_edge: Colour,
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
                positive: Colour(0x00, 0x8f, 0xa8),
                negative: Colour(0xb5, 0x17, 0x8e),
                window: Colour(0xff, 0xd6, 0x0a),
                window_edge: Colour(0xc7, 0x8a, 0x00),
            },
            Self::Dark => Palette {
                background: Colour(0x1c, 0x1c, 0x20),
                ink: Colour(0xf2, 0xf2, 0xf5),
                muted: Colour(0xac, 0xac, 0xb8),
                line: Colour(0x55, 0x55, 0x60),
                positive: Colour(0x22, 0xd3, 0xee),
                negative: Colour(0xf4, 0x72, 0xd0),
                window: Colour(0xff, 0xd6, 0x0a),
                window_edge: Colour(0xff, 0xd6, 0x0a),
            },
        }
    }
}

impl Palette {
    /// A signed value: cyan above zero, magenta below, through the background; saturated at ±`scale`.
    #[must_use]
    pub fn signed(&self, value: f64, scale: f64) -> Colour {
        let amount = if scale > 0.0 {
            (value / scale).clamp(-1.0, 1.0)
        } else {
            0.0
        };
        let end = if amount < 0.0 {
            self.negative
        } else {
            self.positive
        };
        mix(self.background, end, amount.abs())
    }

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

/// How many steps of lightness there are from black to white; two of them are never a whole level of grey apart.
const LIGHTNESSES: usize = 1024;

/// An intensity in `0..=1` as a grey of proportional perceived lightness (CIE L*).
#[must_use]
pub(crate) fn intensity(value: f64) -> Colour {
    static GREYS: OnceLock<[u8; LIGHTNESSES + 1]> = OnceLock::new();
    let greys =
        GREYS.get_or_init(|| std::array::from_fn(|step| grey(step as f64 / LIGHTNESSES as f64)));
    let grey = greys[(value.clamp(0.0, 1.0) * LIGHTNESSES as f64).round() as usize];
    Colour(grey, grey, grey)
}

fn grey(value: f64) -> u8 {
    let lightness = value * 100.0;
    let linear = if lightness > 8.0 {
        let root = (lightness + 16.0) / 116.0;
        root * root * root
    } else {
        lightness / 903.3
    };
    let encoded = if linear <= 0.003_130_8 {
        12.92 * linear
    } else {
        1.055 * libm::pow(linear, 1.0 / 2.4) - 0.055
    };
    byte(encoded * 255.0)
}

fn mix(from: Colour, to: Colour, amount: f64) -> Colour {
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
