//! The scale of a heat map: its colours from the least to the greatest value, with the numbers that they stand for.

use ndarray::Array2;

use crate::axis::Axis;
use crate::backend::text_width;
use crate::canvas::Align;
use crate::panel::{Panel, sized};

const WIDTH: f64 = 30.0;
const TEXT: f64 = 26.0;
const GAP: f64 = 10.0;
/// How many shades the bar shows, the greatest value at the top.
const SHADES: usize = 255;

/// A bar of a height in units for signed values from −`scale` to `scale`.
pub(crate) fn signed_colour_bar<'a>(height: f64, scale: f64) -> Panel<'a> {
    let labels = Axis::linear(-scale..scale, 4).labels();
    let labels: Vec<_> = labels
        .into_iter()
        .filter(|(value, _)| value.abs() <= scale)
        .collect();
    let widest = labels.iter().map(|(_, label)| text_width(label, TEXT));
    let width = WIDTH + GAP + widest.fold(0.0, f64::max);
    sized(width, height + TEXT, move |canvas| {
        let bar = canvas.part([0.0, TEXT / 2.0], [WIDTH, height]);
        let shades = Array2::from_shape_fn((SHADES, 1), |(row, _)| {
            1.0 - 2.0 * row as f64 / (SHADES - 1) as f64
        });
        bar.cells((SHADES, 1)).signed_map(&shades, 1.0)?;
        for (value, label) in &labels {
            let part = (scale - value) / (2.0 * scale);
            let place = (WIDTH + GAP, TEXT / 2.0 + part * height);
            canvas.text(place, label, TEXT, canvas.palette.muted, Align::Left)?;
        }
        Ok(())
    })
}
