//! A derivative of a Gaussian, turned to any angle by the weights of a few copies.

use std::ops::RangeInclusive;

use equivariance::{
    GaussianDerivative, Options, TestImage, basis_angles, correlate, steer, steering_weights,
};
use ndarray::Array2;

use crate::canvas::Canvas;
use crate::colour_bar::{BAR, colour_bar};
use crate::drawing::Summary;
use crate::extent::largest;
use crate::figure::Describe;
use crate::number::{format_shape, readable_number, scientific, typeset};
use crate::panel::{column, labelled, lines, row, scaled, text};
use crate::parameters::Parameters;
use crate::scale::Scale;
use crate::{Drawing, Error, Gesture, Image, Space, Theme, Track, format_number};

const ORDERS: RangeInclusive<i64> = 1..=4;
const ANGLES: RangeInclusive<i64> = 0..=359;
/// The width of the Gaussian and how far the filters reach, in pixels.
const WIDTH: f64 = 2.0;
const REACH: usize = 7;
/// The side of the image in pixels.
const SIDE: usize = 48;
/// The side of a filter of the basis relative to that of the sum.
const COPY: f64 = 0.6;
/// How far a pointer moves for a degree, in cells of the sum.
const DEGREE: f64 = 0.125;
/// The names of the weights.
const WEIGHTS: [&str; 5] = ["weight-0", "weight-1", "weight-2", "weight-3", "weight-4"];

/// The figure *steerable-filter*.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SteerableFilter {
    /// The order of the derivative.
    order: usize,
    /// Where the filter is turned to, in degrees.
    angle: usize,
    image: Image,
}

impl Default for SteerableFilter {
    fn default() -> Self {
        Self {
            order: 3,
            angle: 30,
            image: Image::Made(TestImage::Scene),
        }
    }
}

impl Describe for SteerableFilter {
    const NAME: &'static str = "steerable-filter";
    const TITLE: &'static str = "One filter, any angle, from a fixed basis";

    fn caption(&self) -> String {
        format!(
            "Above, the derivative of order {} of a Gaussian at {} fixed angles, each with its weight. Below, their sum with these weights, which is the filter turned to \
             {} degrees, along the line; and an image with what the sum makes of it. Drag the sum to turn it.",
            self.order,
            self.order + 1,
            self.angle,
        )
    }

    fn parameters(&mut self, parameters: &mut Parameters<'_>) {
        parameters.range(
            ("order", "Order of the derivative"),
            ORDERS,
            &mut self.order,
        );
        parameters.range(("angle", "Angle in degrees"), ANGLES, &mut self.angle);
        parameters.image(("image", "Image"), &mut self.image);
    }

    fn draw(&self, theme: Theme, space: Space) -> Result<Drawing, Error> {
        let angle = (self.angle as f64).to_radians();
        let filter = GaussianDerivative::new(self.order, WIDTH, REACH)?;
        let basis: Vec<Array2<f64>> = filter.basis()?;
        let weights = steering_weights(self.order, angle)?;
        let sum = steer(&basis, angle)?;
        let formula = filter.sampled(angle)?;
        let difference = scientific(largest(&(&sum - &formula)) / largest(&formula), 1);
        let image = self.image.pixels(SIDE);
        let answer = correlate(&image, &sum, Options::valid())?;
        let strongest = readable_number(largest(&answer), 3);

        let written: Vec<String> = weights
            .iter()
            .map(|weight| format_number(*weight, 6))
            .collect();
        let angles: Vec<String> = basis_angles(self.order)?
            .into_iter()
            .map(|angle| format!("{}°", format_number(angle.to_degrees(), 0)))
            .collect();
        let mut readouts: Vec<_> = WEIGHTS.into_iter().zip(written.clone()).collect();
        readouts.extend([
            ("angle", self.angle.to_string()),
            ("sum-against-formula", difference.clone()),
            ("strongest-answer", strongest.clone()),
        ]);
        let summary = Summary {
            title: Self::TITLE,
            description: format!(
                "Above, {} filters as heat maps of {} cells: the derivative of order {} of a Gaussian, at {}, with the weights {}. Below, their sum, the filter turned \
                 to {}°; relative to its largest sample it differs by {difference} from the formula. Beside it {} and the answer of the sum to it, {}, at most \
                 {strongest} in size.",
                basis.len(),
                format_shape(sum.shape()),
                self.order,
                angles.join(", "),
                written.join(", "),
                self.angle,
                self.image.phrase(),
                format_shape(answer.shape()),
            ),
            readouts,
        };
        // A turn does not change how large a filter is, so one scale does for all.
        let scale = Scale::signed(basis.iter().flatten());
        let copies = basis
            .iter()
            .zip(&angles)
            .zip(&weights)
            .map(|((copy, angle), weight)| {
                let map = move |canvas: &Canvas| canvas.cells(copy.dim()).map(copy, scale);
                lines([
                    labelled(
                        angle.clone(),
                        scaled(copy.dim(), (COPY, COPY), map).named("copies"),
                    ),
                    text(typeset(format!("{weight:+.3}")), 27.0, |palette| {
                        palette.ink
                    })
                    .named("weights"),
                ])
            });
        let (sin, cos) = libm::sincos(angle);
        let sum_map = |canvas: &Canvas| {
            let cells = canvas.cells(sum.dim());
            cells.map(&sum, scale)?;
            let side = sum.nrows() as f64;
            let end = |length: f64| (side / 2.0 + length * cos, side / 2.0 - length * sin);
            let edge = canvas.palette.window_edge;
            cells.line(end(0.3 * side), end(0.47 * side), edge, 6.0)?;
            let gesture = Gesture::Drag {
                across: Track::new("angle", DEGREE, 0),
                down: None,
            };
            let whole = 0.0..side;
            cells.handle((whole.clone(), whole), "the turned filter", gesture)
        };
        let answers = Scale::signed(&answer);
        let part = answer.nrows() as f64 / SIDE as f64;
        let image_map = scaled(image.dim(), (1.0, 1.0), |canvas| {
            canvas.cells(image.dim()).map(&image, Scale::BRIGHTNESS)
        });
        let answer_map = scaled(answer.dim(), (part, part), |canvas| {
            canvas.cells(answer.dim()).map(&answer, answers)
        });
        let side = if space.is_landscape() { 1.5 } else { 1.0 };
        let sum = labelled(
            format!("sum, at {}°", self.angle),
            scaled(sum.dim(), (side, side), sum_map).named("sum"),
        );
        let pictures = lines([
            row([labelled("image", image_map), labelled("answer", answer_map)]),
            colour_bar(BAR, answers, 0.0),
        ]);
        let copies = row(copies);
        let panel = if space.is_landscape() {
            row([column([copies, pictures]), sum])
        } else {
            column([copies, row([sum, pictures])])
        };
        panel.draw(space, theme, summary)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Figure;

    #[test]
    fn the_sum_is_the_formula_up_to_rounding_at_every_angle() {
        for order in ORDERS {
            for angle in ANGLES {
                let figure = SteerableFilter {
                    order: order as usize,
                    angle: angle as usize,
                    ..SteerableFilter::default()
                };
                let drawing = Figure::draw(&figure, Theme::Light, Space::PAGE).unwrap();
                let readout = |name: &str| {
                    let found = drawing.readouts.iter().find(|(readout, _)| readout == name);
                    found.unwrap().1.parse::<f64>().unwrap()
                };
                assert!(readout("sum-against-formula") < 1e-14, "{order} {angle}");
                assert_eq!(drawing.readouts.len(), figure.order + 4);
            }
        }
    }
}
