//! What the colours of a map stand for.

use crate::Colour;
use crate::extent::largest;
use crate::palette::mix;

/// Negative, zero and positive. In grey, as on paper or to an eye that sees no colours, negative is darker than zero and positive
/// lighter, and to each kind of colour blindness the signs stay apart.
const NEGATIVE: Colour = Colour(0x84, 0x00, 0x6a);
const ZERO: Colour = Colour(0x9c, 0x9c, 0xa2);
const POSITIVE: Colour = Colour(0x52, 0xf0, 0xff);

/// How many shades a map of signed values has on each side of 0.
const SHADES: u8 = 127;

/// The scale of a map: which colour stands for which value. It is the same in both themes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Scale {
    /// From black at 0 to white at a value above 0.
    Grey(f64),
    /// From magenta at minus a value above 0, through grey at 0, to cyan at that value.
    Signed(f64),
}

impl Scale {
    /// Grey levels for brightnesses in [0, 1].
    pub(crate) const BRIGHTNESS: Self = Self::Grey(1.0);

    /// The scale of signed values: its colours are full at the largest absolute value. Where all are 0, it is that of ±1.
    pub(crate) fn signed<'a>(values: impl IntoIterator<Item = &'a f64>) -> Self {
        Self::Signed(positive_or_one(largest(values)))
    }

    /// The scale of what weights make of an image: signed values where a weight is negative, else brightnesses up to that of white.
    pub(crate) fn of_output<'a>(
        weights: impl IntoIterator<Item = &'a f64> + Clone,
        output: impl IntoIterator<Item = &'a f64>,
    ) -> Self {
        if weights.clone().into_iter().any(|weight| *weight < 0.0) {
            Self::signed(output)
        } else {
            Self::Grey(positive_or_one(weights.into_iter().sum()))
        }
    }

    /// The values at the two ends.
    pub(crate) fn ends(self) -> (f64, f64) {
        match self {
            Self::Grey(most) => (0.0, most),
            Self::Signed(most) => (-most, most),
        }
    }

    /// The number of the shade that stands for a value; that of an end for what lies beyond it. No shade stands for a value
    /// that is not finite.
    pub(crate) fn shade(self, value: f64) -> u8 {
        match self {
            Self::Grey(most) => (value / most * 255.0).round() as u8,
            Self::Signed(most) => {
                let shades = f64::from(SHADES);
                ((value / most).clamp(-1.0, 1.0) * shades + shades).round() as u8
            }
        }
    }

    /// The colour that stands for a value.
    pub(crate) fn colour(self, value: f64) -> Colour {
        let shade = self.shade(value);
        match self {
            Self::Grey(_) => Colour(shade, shade, shade),
            Self::Signed(_) => signed_colour(shade),
        }
    }

    /// The colours of all shades in turn, red, green and blue of each; none where a shade is a level of grey.
    pub(crate) fn colours(self) -> Option<Vec<u8>> {
        let Self::Signed(_) = self else { return None };
        let colours = (0..=2 * SHADES).flat_map(|shade| {
            let Colour(red, green, blue) = signed_colour(shade);
            [red, green, blue]
        });
        Some(colours.collect())
    }
}

fn signed_colour(shade: u8) -> Colour {
    let amount = (f64::from(shade) - f64::from(SHADES)) / f64::from(SHADES);
    let end = if amount < 0.0 { NEGATIVE } else { POSITIVE };
    mix(ZERO, end, amount.abs())
}

fn positive_or_one(value: f64) -> f64 {
    if value > 0.0 { value } else { 1.0 }
}

#[cfg(test)]
mod tests;
