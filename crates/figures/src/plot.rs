//! Two series of non-negative values over whole numbers.

use crate::canvas::{Canvas, Rect};
use crate::extent::largest;
use crate::parameters::shown;
use crate::text::Align;
use crate::{Colour, Error};

/// The size of the numbers at the axes.
const NUMBERS: f64 = 26.0;

/// A plot with one place of the axis marked.
pub(crate) struct Plot<'a> {
    pub(crate) rect: Rect,
    /// The names of the two series.
    pub(crate) names: [&'static str; 2],
    /// Both values at each place of the axis.
    pub(crate) values: &'a [[f64; 2]],
    /// The first place, and the one that is marked.
    pub(crate) first: i64,
    pub(crate) marked: i64,
    /// What the axis counts.
    pub(crate) axis: &'static str,
}

impl Plot<'_> {
    /// The width of one place.
    pub(crate) fn unit(&self) -> f64 {
        f64::from(self.rect.width) / self.values.len() as f64
    }

    fn column(&self, at: usize) -> Rect {
        self.rect
            .part((1, self.values.len()), &(0..1), &(at..at + 1))
    }

    /// The distance of two lines of the scale, and its top.
    fn scale(&self) -> (f64, f64) {
        let most = largest(self.values.iter().flatten());
        let step = [0.02, 0.05, 0.1, 0.2]
            .into_iter()
            .find(|step| most / step <= 3.0)
            .unwrap_or(0.5);
        (step, (most / step).ceil().max(1.0) * step)
    }

    pub(crate) fn paint(&self, canvas: &mut Canvas<'_>) -> Result<(), Error> {
        let palette = canvas.palette;
        let Rect {
            x,
            y,
            width,
            height,
        } = self.rect;
        let (step, top) = self.scale();
        let level = |value: f64| y + height - (value / top * f64::from(height)).round() as i32;
        for line in 0..=(top / step).round() as usize {
            let value = line as f64 * step;
            canvas.line(
                (x, level(value)),
                (x + width, level(value)),
                palette.line,
                2,
            )?;
            canvas.text(
                (x - 60, level(value)),
                &shown(value, 2),
                NUMBERS,
                palette.muted,
                Align::Left,
            );
        }
        if let Ok(at) = usize::try_from(self.marked - self.first) {
            canvas.fill(self.column(at), palette.window, 0.22)?;
            canvas.outline(self.column(at), palette.window_edge, 4)?;
        }
        for at in [0, self.values.len() / 2, self.values.len() - 1] {
            let place = shown((self.first + at as i64) as f64, 0);
            let below = (self.column(at).centre().0, y + height + 26);
            canvas.text(below, &place, NUMBERS, palette.muted, Align::Centre);
        }
        let colours = [palette.muted, palette.positive];
        for (series, colour) in colours.into_iter().enumerate() {
            let points: Vec<(i32, i32)> = (0..self.values.len())
                .map(|at| (self.column(at).centre().0, level(self.values[at][series])))
                .collect();
            paint_series(canvas, &points, colour, series == 0)?;
        }
        // Below, what the two marks mean, and what the axis counts.
        let below = y + height + 58;
        for (series, left) in [x, x + 150].into_iter().enumerate() {
            paint_series(canvas, &[(left + 8, below)], colours[series], series == 0)?;
            canvas.text(
                (left + 28, below),
                self.names[series],
                28.0,
                palette.ink,
                Align::Left,
            );
        }
        canvas.text(
            (x + 376, below),
            self.axis,
            NUMBERS,
            palette.muted,
            Align::Left,
        );
        Ok(())
    }
}

/// A line through squares, hollow ones or full ones.
fn paint_series(
    canvas: &mut Canvas<'_>,
    points: &[(i32, i32)],
    colour: Colour,
    hollow: bool,
) -> Result<(), Error> {
    canvas.path(points, colour, 3)?;
    let inside = if hollow {
        canvas.palette.background
    } else {
        colour
    };
    for &(x, y) in points {
        let square = Rect::new(x - 7, y - 7, 14, 14);
        canvas.fill(square, inside, 1.0)?;
        canvas.outline(square, colour, 3)?;
    }
    Ok(())
}
