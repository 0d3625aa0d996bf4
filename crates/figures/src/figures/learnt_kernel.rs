//! A kernel that gradient descent finds from a picture and what another kernel made of it.

use std::ops::RangeInclusive;

use equivariance::{Kernel2d, Options, TestImage, correlate, kernel_gradient};
use ndarray::{Array2, ArrayRef2};

use crate::axis::Axis;
use crate::canvas::Canvas;
use crate::chart::{Chart, Marker, Series};
use crate::colour_bar::{BAR, colour_bar};
use crate::drawing::Summary;
use crate::extent::{bounds, largest};
use crate::figure::Describe;
use crate::number::{format_number, format_residual, typeset};
use crate::panel::{Panel, column, filling, label, labelled, lines, row, scaled};
use crate::parameters::Parameters;
use crate::scale::Scale;
use crate::{Drawing, Error, Gesture, Image, Space, Theme};

/// The side of the picture.
const SIDE: usize = 24;
/// The most steps.
const STEPS: usize = 100;
const USUAL_STEP: usize = 20;
/// The rate, in hundredths. Below 1 every descent converges; above, those of bright pictures first do not.
const RATES: RangeInclusive<i64> = 5..=200;
/// The least part of a loss or a distance that the chart tells apart from 0.
const LEAST: f64 = 1e-6;

/// The figure *learnt-kernel*.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct LearntKernel {
    image: Image,
    /// The kernel to be found.
    kernel: Kernel2d,
    /// How many steps were taken, 20 unless it is set.
    step: Option<usize>,
    /// How far a step goes, in hundredths.
    rate: usize,
}

impl Default for LearntKernel {
    fn default() -> Self {
        Self {
            image: Image::Made(TestImage::Noise),
            kernel: Kernel2d::SobelX,
            step: None,
            rate: 90,
        }
    }
}

/// The state after some steps.
struct State {
    weights: Array2<f64>,
    /// The mean squared difference of the outputs.
    loss: f64,
    /// The root of the sum of the squared differences of the weights, relative to that of the weights to be found.
    distance: f64,
}

impl LearntKernel {
    /// What a step subtracts is the gradient times this: the rate, divided by the mean squared norm of a window.
    ///
    /// The curvature of the loss in any direction is at most twice that mean, so a rate below 1 suits every picture.
    fn step_size(&self, picture: &ArrayRef2<f64>) -> Result<f64, Error> {
        let squares = picture.mapv(|value| value * value);
        let norms = correlate(&squares, &Array2::ones((3, 3)), Options::valid())?;
        let mean = norms.sum() / norms.len() as f64;
        // A picture without light has no gradient either.
        Ok(if mean > 0.0 {
            self.rate as f64 / 100.0 / mean
        } else {
            0.0
        })
    }

    /// The states from 0 weights on, after each step.
    ///
    /// The loss is the mean of `(output − target)²`, so its gradient by the output is `2 (output − target)` divided by the number of outputs.
    fn states(
        &self,
        picture: &ArrayRef2<f64>,
        target: &ArrayRef2<f64>,
    ) -> Result<Vec<State>, Error> {
        let options = Options::valid();
        let wanted: Array2<f64> = self.kernel.weights();
        let norm = |weights: &ArrayRef2<f64>| weights.iter().map(|w| w * w).sum::<f64>().sqrt();
        let size = self.step_size(picture)?;
        let mut weights: Array2<f64> = Array2::zeros(wanted.dim());
        let mut states = Vec::new();
        for _ in 0..=STEPS {
            let difference = correlate(picture, &weights, options)? - target;
            let count = difference.len() as f64;
            states.push(State {
                loss: difference.iter().map(|d| d * d).sum::<f64>() / count,
                distance: norm(&(&weights - &wanted)) / norm(&wanted),
                weights: weights.clone(),
            });
            let by_output = difference * (2.0 / count);
            let gradient = kernel_gradient(picture, &by_output, wanted.shape(), options)?;
            weights.scaled_add(-size, &gradient);
        }
        Ok(states)
    }
}

impl Describe for LearntKernel {
    const NAME: &'static str = "learnt-kernel";
    const TITLE: &'static str = "A kernel that is learnt";

    fn caption(&self) -> String {
        format!(
            "Gradient descent looks for the kernel {kernel} and is given nothing but a picture and what that kernel makes of it. It starts from zeros, and each step \
             subtracts the gradient of the mean squared difference of the outputs, times the rate and divided by the mean squared norm of a window. The chart shows this loss, relative to what it was at the start, and how far the weights are from those of {kernel}, \
             relative to the size of these.",
            kernel = self.kernel,
        )
    }

    fn parameters(&mut self, parameters: &mut Parameters<'_>) {
        parameters.image(("image", "Picture"), &mut self.image);
        parameters.choice(("kernel", "Kernel to be found"), &mut self.kernel);
        parameters.place(
            ("step", "Steps taken"),
            (STEPS + 1, STEPS),
            USUAL_STEP,
            &mut self.step,
        );
        parameters.range(("rate", "Rate, hundredths"), RATES, &mut self.rate);
    }

    fn draw(&self, theme: Theme, space: Space) -> Result<Drawing, Error> {
        let picture = self.image.pixels(SIDE);
        let wanted: Array2<f64> = self.kernel.weights();
        let target = correlate(&*picture, &wanted, Options::valid())?;
        let states = self.states(&picture, &target)?;
        let step = self.step.unwrap_or(USUAL_STEP);
        let State {
            weights,
            loss,
            distance,
        } = &states[step];
        let output = correlate(&*picture, weights, Options::valid())?;
        let first = states[0].loss;
        // A picture without light has no loss from the start.
        let relative = |loss: f64| if first > 0.0 { loss / first } else { loss };
        let (loss, distance) = (format_residual(relative(*loss)), format_residual(*distance));
        let rows: Vec<String> = weights
            .iter()
            .map(|weight| format_number(*weight, 2))
            .collect();
        let summary = Summary {
            title: Self::TITLE,
            description: format!(
                "A picture ({}), the output of {} on it, and the output of the weights that were learnt in {step} steps. The weights, row by row, are {}. The loss is {loss} of what it \
                 was, and the weights are away from those of {} by {distance} of the size of these. A chart on a logarithmic axis shows both for each of {STEPS} steps.",
                self.image.phrase(),
                self.kernel,
                rows.join(", "),
                self.kernel,
            ),
            readouts: vec![
                ("steps", step.to_string()),
                ("loss", loss),
                ("distance", distance),
                ("middle-right", format_number(weights[[1, 2]], 2)),
            ],
        };
        let scale = Scale::of_output(&wanted, &target);
        let side = (SIDE - 2) as f64 / SIDE as f64;
        let shown = |name: &str, map: Array2<f64>| {
            let size = (side, side);
            labelled(
                name,
                scaled(map.dim(), size, move |canvas: &Canvas| {
                    canvas.cells(map.dim()).map(&map, scale)
                }),
            )
        };
        let input = labelled(
            "picture",
            scaled(picture.dim(), (1.0, 1.0), |canvas| {
                canvas.cells(picture.dim()).map(&picture, Scale::BRIGHTNESS)
            }),
        )
        .named("pictures");
        let greatest = largest(&output);
        let images = row([
            input,
            shown("wanted", target).named("pictures"),
            shown("so far", output),
        ]);
        let grid = |name: String, weights: Array2<f64>| -> Panel<'_> {
            let scale = Scale::signed(&wanted);
            labelled(
                name,
                scaled((3, 3), (0.8, 0.8), move |canvas: &Canvas| {
                    canvas.cells((3, 3)).grid(&weights, scale)
                }),
            )
        };
        let kernels = row([
            grid(self.kernel.to_string(), wanted.clone()),
            grid(format!("after {step} steps"), weights.clone()).named("weights"),
        ]);
        let palette = theme.palette();
        let points = |of: &dyn Fn(&State) -> f64| -> Vec<(f64, f64)> {
            let values = states.iter().map(|state| of(state).max(LEAST));
            values
                .enumerate()
                .map(|(step, value)| (step as f64, value))
                .collect()
        };
        let (losses, distances) = (
            points(&|state| relative(state.loss)),
            points(&|state| state.distance),
        );
        let chart = filling(440.0, 330.0, move |canvas| {
            let (least, most) = bounds(losses.iter().chain(&distances).map(|(_, value)| value));
            let up = Axis::logarithmic(least.min(0.1)..most.max(2.0), 6);
            let across = Axis::whole_numbers(-1.0..STEPS as f64 + 1.0, 6);
            let gesture = Gesture::drag("step");
            Chart::new(("steps", across), ("loss and distance, relative", up))
                .highlight(step as f64 - 1.0..step as f64 + 1.0)
                .series(Series::line(
                    "loss",
                    losses.clone(),
                    Marker::None,
                    palette.ink,
                ))
                .series(Series::line(
                    "distance",
                    distances.clone(),
                    Marker::None,
                    palette.positive,
                ))
                .handle("the chart of the steps", gesture)
                .draw(canvas)
        })
        .named("chart");
        let facts = lines([
            colour_bar(BAR, scale, greatest),
            label(typeset(format!("loss {}", summary.readouts[1].1))),
            label(typeset(format!("distance {}", summary.readouts[2].1))),
        ]);
        if space.is_landscape() {
            row([column([images, row([kernels, facts])]), chart]).draw(space, theme, summary)
        } else {
            column([images, row([kernels, facts]), chart]).draw(space, theme, summary)
        }
    }

    #[cfg(not(target_family = "wasm"))]
    fn quoted(&self) -> Result<Vec<(String, String)>, Error> {
        let picture = self.image.pixels(SIDE);
        let target = correlate(&*picture, &self.kernel.weights(), Options::valid())?;
        let last = self.states(&picture, &target)?.pop();
        let distance = last.map_or_else(String::new, |last| format_residual(last.distance));
        Ok(vec![("last-distance".to_owned(), distance)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn states(figure: &LearntKernel) -> Vec<State> {
        let picture = figure.image.pixels(SIDE);
        let target = correlate(&*picture, &figure.kernel.weights(), Options::valid()).unwrap();
        figure.states(&picture, &target).unwrap()
    }

    #[test]
    fn a_step_goes_down_the_gradient_of_the_loss() {
        let figure = LearntKernel::default();
        let states = states(&figure);
        let picture = figure.image.pixels(SIDE);
        let target = correlate(&*picture, &figure.kernel.weights(), Options::valid()).unwrap();
        let size = figure.step_size(&picture).unwrap();
        let loss = |weights: &Array2<f64>| {
            let difference = correlate(&*picture, weights, Options::valid()).unwrap() - &target;
            difference.iter().map(|d| d * d).sum::<f64>() / difference.len() as f64
        };
        // A quadratic function: the central difference is its derivative.
        for (at, _) in states[3].weights.indexed_iter() {
            let moved = |by: f64| {
                let mut weights = states[3].weights.clone();
                weights[at] += by;
                loss(&weights)
            };
            let derivative = (moved(0.5) - moved(-0.5)) / 1.0;
            let step = states[4].weights[at] - states[3].weights[at];
            assert!((step + size * derivative).abs() < 1e-12, "{at:?}");
        }
    }

    #[test]
    fn on_noise_every_kernel_is_found() {
        for kernel in [Kernel2d::SobelX, Kernel2d::Laplacian, Kernel2d::Emboss] {
            let figure = LearntKernel {
                kernel,
                ..LearntKernel::default()
            };
            let states = states(&figure);
            let last = &states[STEPS];
            assert!(
                last.loss < 1e-3 * states[0].loss && last.distance < 0.05,
                "{kernel} {} {}",
                last.loss,
                last.distance
            );
        }
    }

    /// Windows of the gradient are constants and slopes, and so are all the steps. What Sobel's kernel has beside these is a third of it.
    #[test]
    fn a_gradient_shows_too_little_of_the_kernel() {
        let image = Image::Made(TestImage::Gradient);
        let states = states(&LearntKernel {
            image,
            ..LearntKernel::default()
        });
        let last = &states[STEPS];
        assert!(last.loss < states[0].loss, "{}", last.loss);
        assert!(last.distance >= 1.0 / 3.0 - 1e-9, "{}", last.distance);
    }

    #[test]
    fn below_rate_one_every_picture_converges_and_above_it_not_every_one() {
        for image in TestImage::ALL {
            let figure = |rate| LearntKernel {
                image: Image::Made(*image),
                rate,
                ..LearntKernel::default()
            };
            let losses = states(&figure(95)).into_iter().map(|state| state.loss);
            assert!(
                losses.is_sorted_by(|before, after| after <= before),
                "{image}"
            );
        }
        let image = Image::Made(TestImage::Scene);
        let states = states(&LearntKernel {
            image,
            rate: 130,
            ..LearntKernel::default()
        });
        assert!(states[STEPS].loss > states[0].loss);
    }

    #[test]
    fn without_light_nothing_is_learnt_and_nothing_fails() {
        let mut figure = LearntKernel::default();
        let black = crate::Picture::from_rgba(1, 1, &[0, 0, 0, 255]).unwrap();
        figure.image = Image::Own(black);
        let states = states(&figure);
        assert!(
            states
                .iter()
                .all(|state| state.loss == 0.0 && state.distance == 1.0)
        );
        let drawing = figure.draw(Theme::Light, Space::PAGE).unwrap();
        let values = drawing.readouts.iter().map(|(_, value)| value.as_str());
        assert_eq!(values.collect::<Vec<_>>(), ["20", "0", "1.000", "0"]);
    }

    #[test]
    fn readouts_are_those_of_the_steps_taken() {
        for step in [0, 7, STEPS] {
            let figure = LearntKernel {
                step: Some(step),
                ..LearntKernel::default()
            };
            let states = states(&figure);
            let State {
                weights,
                loss,
                distance,
            } = &states[step];
            let drawing = figure.draw(Theme::Light, Space::PAGE).unwrap();
            let expected = [
                step.to_string(),
                format_residual(loss / states[0].loss),
                format_residual(*distance),
                format_number(weights[[1, 2]], 2),
            ];
            let values: Vec<String> = drawing
                .readouts
                .into_iter()
                .map(|(_, value)| value)
                .collect();
            assert_eq!(values, expected);
        }
    }
}
