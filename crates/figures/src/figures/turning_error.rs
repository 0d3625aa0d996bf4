//! What a turn costs on the pixels, against the width of the filter.

use std::ops::RangeInclusive;

use equivariance::{GaussianDerivative, TurnedPicture, turning_error};

use crate::axis::Axis;
use crate::chart::{Chart, Marker, Series};
use crate::drawing::Summary;
use crate::figure::Describe;
use crate::number::scientific;
use crate::panel::filling;
use crate::parameters::Parameters;
use crate::{Drawing, Error, Gesture, Space, Theme, Track, format_number};

const ANGLES: RangeInclusive<i64> = 1..=89;
const ORDERS: RangeInclusive<i64> = 0..=3;
/// Where the filter of one series is cut, in its widths.
const CUTS: RangeInclusive<i64> = 2..=8;
/// The width of the picture that does not widen, in tenths of a pixel.
const FIXED: RangeInclusive<i64> = 3..=11;
/// The widths of the filter, in quarters of a pixel.
const WIDTHS: RangeInclusive<i64> = 2..=10;
/// Where a filter ends whose end must not be noticed, in its widths; beside a larger error a shorter one will do.
const WHOLE: f64 = 8.0;
const LONG: f64 = 4.5;
/// The chart ends below what rounding makes of an error.
const LEAST: f64 = 3e-17;

/// The figure *turning-error*.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct TurningError {
    /// By how many degrees the picture is turned.
    angle: usize,
    /// The order of the filter.
    order: usize,
    cut: usize,
    fixed: usize,
    /// The marked width of the filter.
    width: usize,
}

impl Default for TurningError {
    fn default() -> Self {
        Self {
            angle: 30,
            order: 1,
            cut: 3,
            fixed: 5,
            width: 8,
        }
    }
}

impl TurningError {
    /// The error for a filter of a width that ends after so many widths, and a picture of a width.
    fn error(
        &self,
        (width, widths): (f64, f64),
        picture: f64,
        turned: TurnedPicture,
    ) -> Result<f64, Error> {
        let reach = (widths * width).ceil() as usize;
        let filter = GaussianDerivative::new(self.order, width, reach)?;
        // An elongated spot, beside the centre of the turn and not on a pixel.
        let spot = |x: f64, y: f64| {
            let (x, y) = (x / picture - 0.3, y / picture + 0.2);
            libm::exp(-(x * x + y * y / 4.0) / 2.0)
        };
        // More would show the same, and take longer than a frame.
        let outputs = (1, width.ceil() as usize);
        let angle = (self.angle as f64).to_radians();
        Ok(turning_error(&filter, spot, turned, angle, outputs)?)
    }

    /// The errors at a width: with nothing amiss, with a filter that is cut, with a picture that does not widen, and with one that is turned by its pixels.
    fn errors(&self, width: f64) -> Result<[f64; 4], Error> {
        let (formula, pixels) = (TurnedPicture::FromFormula, TurnedPicture::FromPixels);
        Ok([
            self.error((width, WHOLE), width, formula)?,
            self.error((width, self.cut as f64), width, formula)?,
            self.error((width, LONG), self.fixed as f64 / 10.0, formula)?,
            self.error((width, LONG), width, pixels)?,
        ])
    }
}

/// The width that a number of quarters stands for.
fn width(quarters: i64) -> f64 {
    quarters as f64 / 4.0
}

impl Describe for TurningError {
    const NAME: &'static str = "turning-error";
    const TITLE: &'static str = "What a turn costs on the grid";

    fn caption(&self) -> String {
        format!(
            "The largest difference between the filtered turned picture and the turned filtered picture, relative to the largest output, for a derivative of order {} and a turn \
             by {} degrees, against the width σ of the filter. The picture is a spot that widens with the filter and is turned by its formula, and the filter ends where it is no more \
             than rounding. In each of the other series one thing is different: the filter is cut at {} σ, or the spot keeps its width, or its pixels are turned by interpolation.",
            self.order, self.angle, self.cut,
        )
    }

    fn parameters(&mut self, parameters: &mut Parameters<'_>) {
        parameters.range(("angle", "Turn in degrees"), ANGLES, &mut self.angle);
        parameters.range(
            ("order", "Order of the derivative"),
            ORDERS,
            &mut self.order,
        );
        parameters.range(("cut", "Cut of the filter in σ"), CUTS, &mut self.cut);
        let fixed = ("fixed", "Fixed spot, tenths of a pixel");
        parameters.range(fixed, FIXED, &mut self.fixed);
        let width = ("width", "Marked σ, quarter pixels");
        parameters.range(width, WIDTHS, &mut self.width);
    }

    fn draw(&self, theme: Theme, space: Space) -> Result<Drawing, Error> {
        let mut points: [Vec<(f64, f64)>; 4] = Default::default();
        for quarters in WIDTHS {
            let width = width(quarters);
            for (points, error) in points.iter_mut().zip(self.errors(width)?) {
                points.push((width, error.max(LEAST)));
            }
        }
        let marked = self.width - *WIDTHS.start() as usize;
        let [kept, cut, fixed, interpolated] =
            [0, 1, 2, 3].map(|series| scientific(points[series][marked].1, 1));
        let at = width(self.width as i64);
        let summary = Summary {
            title: Self::TITLE,
            description: format!(
                "A chart of the error of a turn by {}° against the width of the filter, from {} to {} pixels, the error on a logarithmic axis. Picture and filter widen, \
                 the filter is whole and the picture is turned by its formula: it falls ever faster, down to rounding. At {} pixels it is {kept}; with a filter cut at {} widths, {cut}; with a \
                 spot that stays {} pixels wide, {fixed}; with interpolated pixels, {interpolated}.",
                self.angle,
                width(*WIDTHS.start()),
                width(*WIDTHS.end()),
                at,
                self.cut,
                format_number(self.fixed as f64 / 10.0, 1),
            ),
            readouts: vec![
                ("angle", self.angle.to_string()),
                ("all-kept", kept),
                ("cut", cut),
                ("fixed-spot", fixed),
                ("interpolated", interpolated),
            ],
        };
        let palette = theme.palette();
        let chart = filling(600.0, 620.0, move |canvas| {
            let (across, up) = (Axis::linear(0.5..2.5, 5), Axis::logarithmic(LEAST..1.0, 9));
            let [kept, cut, fixed, interpolated] = &points;
            let line = |name, points: &Vec<_>, marker, colour| {
                Series::line(name, points.clone(), marker, colour)
            };
            let gesture = Gesture::Drag {
                across: Track::new("width", 0.25, 0),
                down: None,
            };
            Chart::new(("width σ of the filter in pixels", across), ("error", up))
                .highlight(at - 0.03..at + 0.03)
                .series(line("all kept", kept, Marker::Circle, palette.positive))
                .series(line("cut", cut, Marker::Square, palette.negative))
                .series(line("fixed spot", fixed, Marker::HollowSquare, palette.ink))
                .series(line(
                    "interpolated",
                    interpolated,
                    Marker::None,
                    palette.muted,
                ))
                .handle("the chart", gesture)
                .draw(canvas)
        });
        chart.draw(space, theme, summary)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_floor_stays_where_the_whole_error_is_rounding() {
        for angle in [17, 30, 45, 80] {
            for order in ORDERS {
                let figure = TurningError {
                    angle,
                    order: order as usize,
                    ..TurningError::default()
                };
                let [kept, cut, fixed, interpolated] = figure.errors(2.5).unwrap();
                assert!(kept < 1e-13, "{angle} {order} {kept}");
                let floor = 1e-5..0.5;
                assert!(
                    [cut, fixed, interpolated]
                        .iter()
                        .all(|error| floor.contains(error))
                );
            }
        }
    }
}
