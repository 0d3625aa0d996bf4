//! The scale of a map: its colours from the least to the greatest value, with the numbers that they stand for.

use ndarray::Array2;

use crate::backend::text_width;
use crate::canvas::Align;
use crate::number::{readable_number, scientific, typeset};
use crate::panel::{Panel, sized};
use crate::scale::Scale;

/// The usual width of a bar.
pub(crate) const BAR: f64 = 300.0;
const HEIGHT: f64 = 24.0;
const TEXT: f64 = 26.0;
/// From here on a number is in scientific notation, so that three of them have room below the bar.
const LONG: f64 = 1e4;
/// How many shades the bar shows: as many as a map of signed values has.
const SHADES: usize = 255;

/// A bar of a width in units, with the numbers at its ends below it, and 0 where negative values end. The numbers say when the
/// `greatest` absolute value of what is shown lies beyond the scale.
pub(crate) fn colour_bar<'a>(width: f64, scale: Scale, greatest: f64) -> Panel<'a> {
    sized(width, HEIGHT + 1.4 * TEXT, move |canvas| {
        let (least, most) = scale.ends();
        let bar = canvas.part([0.0, 0.0], [width, HEIGHT]);
        let shades = Array2::from_shape_fn((1, SHADES), |(_, column)| {
            least + (most - least) * column as f64 / (SHADES - 1) as f64
        });
        bar.cells(shades.dim()).map(&shades, scale)?;
        let number = |part: f64| {
            let value = least + (most - least) * part;
            let mut text = typeset(if value.abs() < LONG {
                readable_number(value, 2)
            } else {
                scientific(value, 2)
            });
            if greatest > most && value != 0.0 {
                text = format!("{} {text}", if value < 0.0 { '≤' } else { '≥' });
            }
            // At the left end it starts where the bar starts, at the right end it ends there.
            let left = part * (width - text_width(&text, TEXT));
            let place = (left, HEIGHT + 0.9 * TEXT);
            canvas.text(place, &text, TEXT, canvas.palette.muted, Align::Left)
        };
        number(0.0)?;
        if least < 0.0 {
            number(0.5)?;
        }
        number(1.0)
    })
}
