//! A harmonic goes through a kernel on a ring: it comes out as the same harmonic, scaled and turned.

use std::f64::consts::PI;

use equivariance::{Kernel1d, Options, correlate};
use ndarray::Array1;
use plotters::prelude::PathElement;

use crate::axis::Axis;
use crate::canvas::{Canvas, HAIRLINE, line};
use crate::chart::{Chart, Kind, Marker, Series};
use crate::drawing::Summary;
use crate::extent::largest;
use crate::figure::Describe;
use crate::fourier::{Complex, angle, coefficient};
use crate::number::{format_residual, readable_number, typeset};
use crate::panel::{column, filling, label, labelled, lines, row, sized, text};
use crate::parameters::{NamedOrOwn, Parameters};
use crate::{Drawing, Error, Gesture, Space, Theme};

/// How many points the ring has.
const N: usize = 24;
/// The frequency and the place of the crest unless they are set.
const FREQUENCY: usize = 3;
const CREST: usize = 0;
const WEIGHT_COUNTS: &[usize] = &[1, 2, 3, 4, 5];
/// Points of a smooth line between two points of the ring.
const FINE: usize = 8;
/// The side of the complex plane, in units.
const PLANE: f64 = 400.0;
/// The width of the line to a number in the complex plane.
const STROKE: f64 = 5.0;
const SMALL: f64 = 26.0;

/// The figure *harmonic*.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Harmonic {
    kernel: NamedOrOwn<Kernel1d>,
    /// How many times the harmonic swings round the ring.
    frequency: Option<usize>,
    /// Where a crest of it stands.
    crest: Option<usize>,
}

impl Default for Harmonic {
    fn default() -> Self {
        Self {
            kernel: NamedOrOwn::named(Kernel1d::Difference),
            frequency: None,
            crest: None,
        }
    }
}

fn weights(kernel: Kernel1d) -> Vec<f64> {
    kernel.weights().to_vec()
}

/// What goes in, what comes out, and the number between them.
struct Passage {
    k: usize,
    crest: usize,
    input: Array1<f64>,
    output: Array1<f64>,
    /// The factor of each frequency, and that of this one.
    factors: Vec<Complex>,
    factor: Complex,
    /// The size of the factor; 0 where it is rounding alone.
    gain: f64,
}

impl Passage {
    /// The harmonic at a place of the ring, times the factor: `Re ĝ(k) exp(2πi·k·(x − c)/n)`.
    fn expected(&self, x: f64) -> f64 {
        let (sine, cosine) = libm::sincos(angle(self.k, x - self.crest as f64, N));
        self.factor.0 * cosine - self.factor.1 * sine
    }

    /// The angle of the factor in degrees, from −180 to 180; none where the factor is 0 but for rounding.
    fn turn(&self) -> Option<f64> {
        (self.gain != 0.0).then(|| libm::atan2(self.factor.1, self.factor.0).to_degrees())
    }
}

impl Harmonic {
    fn passage(&self) -> Result<Passage, Error> {
        let weights = Array1::from(self.kernel.numbers(weights));
        let k = self.frequency.unwrap_or(FREQUENCY);
        let crest = self.crest.unwrap_or(CREST);
        let input: Array1<f64> = (0..N)
            .map(|x| libm::cos(angle(k, x as f64 - crest as f64, N)))
            .collect();
        let mut impulse = Array1::zeros(N);
        impulse[0] = 1.0;
        let answer = correlate(&impulse, &weights, Options::circular())?;
        // A map that commutes with the shifts multiplies each harmonic by the coefficient of its answer to an impulse.
        let factors: Vec<Complex> = (0..N).map(|k| coefficient(&answer, k, N)).collect();
        let factor = factors[k];
        let gain = libm::hypot(factor.0, factor.1);
        // Terms that cancel leave rounding of their size.
        let rounding =
            N as f64 * f64::EPSILON * answer.iter().map(|value| value.abs()).sum::<f64>();
        Ok(Passage {
            output: correlate(&input, &weights, Options::circular())?,
            gain: if gain > rounding { gain } else { 0.0 },
            k,
            crest,
            input,
            factors,
            factor,
        })
    }
}

impl Passage {
    /// How far an output is from the harmonic times the factor at most.
    fn off(&self) -> f64 {
        let off = |(x, output): (usize, &f64)| output - self.expected(x as f64);
        largest(&self.output.iter().enumerate().map(off).collect::<Vec<_>>())
    }

    /// Both signals over the ring as points, each on the harmonic that it samples.
    fn draw_signals(&self, canvas: &Canvas) -> Result<(), Error> {
        let palette = canvas.palette;
        // No marker reaches the numbers below the chart.
        let most = 1.1 * largest(&self.input).max(largest(&self.output));
        let across = Axis::whole_numbers(0.0..N as f64 - 0.5, 12);
        let mut chart = Chart::new(
            ("place on the ring", across),
            ("value", Axis::linear(-most..most, 8)),
        );
        let input = |x: f64| libm::cos(angle(self.k, x - self.crest as f64, N));
        let expected = |x: f64| self.expected(x);
        let waves: [(&dyn Fn(f64) -> f64, _, _, _, _); 2] = [
            (
                &input,
                &self.input,
                "in",
                Marker::HollowSquare,
                palette.muted,
            ),
            (
                &expected,
                &self.output,
                "out",
                Marker::Square,
                palette.positive,
            ),
        ];
        for (wave, samples, name, marker, colour) in waves {
            let fine = (0..=(N - 1) * FINE).map(|at| at as f64 / FINE as f64);
            let smooth = fine.map(|x| (x, wave(x))).collect();
            let points = samples
                .iter()
                .enumerate()
                .map(|(x, value)| (x as f64, *value));
            chart = chart
                .series(Series::line("", smooth, Marker::None, colour))
                .series(Series {
                    name,
                    points: points.collect(),
                    kind: Kind::Scatter(marker),
                    colour,
                });
        }
        let gesture = Gesture::point("crest");
        chart
            .handle("the ring, by the place of a crest", gesture)
            .draw(canvas)
    }

    /// The factors of all frequencies in the complex plane, with the circle of radius 1; an arrow to 1 and one to the factor.
    fn draw_factors(&self, canvas: &Canvas) -> Result<(), Error> {
        let palette = canvas.palette;
        let parts = self.factors.iter().flat_map(|(x, y)| [*x, *y]);
        let most = 1.15 * largest(&parts.collect::<Vec<_>>()).max(1.0);
        let plane = canvas.plane((-most, most), (most, -most));
        plane.outline((-most..most, -most..most), palette.line, HAIRLINE)?;
        plane.line((-most, 0.0), (most, 0.0), palette.line, HAIRLINE)?;
        plane.line((0.0, -most), (0.0, most), palette.line, HAIRLINE)?;
        let circle = (0..=4 * N).map(|at| {
            let (sine, cosine) = libm::sincos(PI / 2.0 * at as f64 / N as f64);
            (cosine, sine)
        });
        let circle = PathElement::new(circle.collect::<Vec<_>>(), line(palette.muted, HAIRLINE));
        plane.area.draw(&circle)?;
        for (x, y) in &self.factors {
            let half = most / 60.0;
            plane.fill((y + half..y - half, x - half..x + half), palette.muted, 1.0)?;
        }
        plane.line((0.0, 0.0), (1.0, 0.0), palette.muted, STROKE)?;
        plane.line((0.0, 0.0), self.factor, palette.positive, STROKE)?;
        let half = most / 30.0;
        let (x, y) = self.factor;
        plane.fill(
            (y + half..y - half, x - half..x + half),
            palette.positive,
            1.0,
        )
    }
}

impl Describe for Harmonic {
    const NAME: &'static str = "harmonic";
    const TITLE: &'static str = "A harmonic stays a harmonic";

    fn caption(&self) -> String {
        format!(
            "The harmonic cos(2πkx/{N}) on a ring of {N} points, moved to where its crest stands, and what the kernel {} makes of it. The points are computed as a sum over \
             each window; the line through those that come out is the same harmonic, times one complex number. Its size scales the wave and its angle turns it. The square at the right shows \
             that number for each frequency k, with the present one at the end of the line from 0, and the circle of size 1.",
            self.kernel.name("of your own weights"),
        )
    }

    fn parameters(&mut self, parameters: &mut Parameters<'_>) {
        let (all, half) = ((N, N - 1), (N / 2 + 1, N / 2));
        parameters.place(
            ("frequency", "Frequency k"),
            half,
            FREQUENCY,
            &mut self.frequency,
        );
        parameters.place(("crest", "Place of a crest"), all, CREST, &mut self.crest);
        parameters.choice_or_own(
            ("kernel", "Kernel"),
            ("weights", "Weights"),
            WEIGHT_COUNTS,
            weights,
            &mut self.kernel,
        );
    }

    fn draw(&self, theme: Theme, space: Space) -> Result<Drawing, Error> {
        let passage = &self.passage()?;
        let gain = readable_number(passage.gain, 3);
        let turn = passage
            .turn()
            .map_or("none".to_owned(), |turn| readable_number(turn, 1));
        let off = format_residual(passage.off());
        let summary = Summary {
            title: Self::TITLE,
            description: format!(
                "Two waves on a ring of {N} points: a harmonic that swings {} times round it, with a crest at {}, and what {} makes of it. The second is the \
                 first times {gain}, turned by {}; at no point is it further from that than {off}. In the complex plane, the factors of all frequencies.",
                passage.k,
                passage.crest,
                self.kernel.phrase("the kernel", "a kernel of your own"),
                passage
                    .turn()
                    .map_or("no angle, since nothing is left".to_owned(), |_| {
                        format!("{turn} degrees")
                    }),
            ),
            readouts: vec![
                ("points", N.to_string()),
                ("gain", gain.clone()),
                ("turn-in-degrees", turn.clone()),
                ("off", off),
            ],
        };
        let chart = filling(500.0, 360.0, |canvas| passage.draw_signals(canvas)).named("waves");
        let plane = labelled(
            "complex plane",
            sized(PLANE, PLANE, |canvas| passage.draw_factors(canvas)).named("factors"),
        );
        let note = |note: String| text(typeset(note), SMALL, |palette| palette.muted);
        let turned = match passage.turn() {
            Some(_) => format!("turned by {turn}°"),
            None => "nothing is left".to_owned(),
        };
        let facts = lines([
            label(format!("frequency {} of {N}", passage.k)),
            label(format!("scaled by {}", typeset(gain))),
            label(typeset(turned)),
            note(self.kernel.phrase("kernel", "your own kernel")),
        ]);
        let panel = if space.is_landscape() {
            row([chart, lines([plane, facts])])
        } else {
            column([chart, row([plane, facts])])
        };
        panel.draw(space, theme, summary)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_named_kernel_multiplies_every_harmonic_by_its_factor() {
        for kernel in Kernel1d::ALL {
            for k in 0..=N / 2 {
                for crest in [0, 5] {
                    let figure = Harmonic {
                        kernel: NamedOrOwn::named(*kernel),
                        frequency: Some(k),
                        crest: Some(crest),
                    };
                    let off = figure.passage().unwrap().off();
                    // Each term rounds an angle, its cosine, a product and a sum.
                    let sum: f64 = weights(*kernel).iter().map(|weight| weight.abs()).sum();
                    let bound = N as f64 * f64::EPSILON * sum;
                    assert!(
                        off <= bound,
                        "{kernel} {k} {crest}: {off:e} above {bound:e}"
                    );
                }
            }
        }
    }

    #[test]
    fn factors_are_those_that_are_known_in_closed_form() {
        let passage = |kernel, k| {
            let figure = Harmonic {
                kernel: NamedOrOwn::named(kernel),
                frequency: Some(k),
                crest: None,
            };
            figure.passage().unwrap()
        };
        for k in 0..=N / 2 {
            let omega = 2.0 * PI * k as f64 / N as f64;
            // f(x + 1) − f(x − 1): 2i sin ω.
            let (real, imaginary) = passage(Kernel1d::Derivative, k).factor;
            assert!(real.abs() < 1e-14 && (imaginary - 2.0 * libm::sin(omega)).abs() < 1e-14);
            // ¼, ½, ¼: (1 + cos ω) / 2, without a turn.
            let blur = passage(Kernel1d::GaussianBlur, k).factor;
            assert!(
                (blur.0 - (1.0 + libm::cos(omega)) / 2.0).abs() < 1e-14 && blur.1.abs() < 1e-14
            );
        }
        // A quarter of a turn, forwards.
        assert_eq!(
            passage(Kernel1d::Derivative, 3).turn().map(f64::round),
            Some(90.0)
        );
        // Where all cancels nothing is left, and there is no angle.
        for (kernel, k) in [(Kernel1d::Derivative, 12), (Kernel1d::BoxBlur, 8)] {
            let passage = passage(kernel, k);
            assert_eq!((passage.gain, passage.turn()), (0.0, None), "{kernel}");
        }
    }

    #[test]
    fn where_nothing_is_left_the_words_say_so() {
        let figure = Harmonic {
            kernel: NamedOrOwn::named(Kernel1d::Derivative),
            frequency: Some(N / 2),
            crest: Some(5),
        };
        let drawing = figure.draw(Theme::Light, Space::PAGE).unwrap();
        let [gain, turn] = [1, 2].map(|at: usize| drawing.readouts[at].1.as_str());
        assert_eq!([gain, turn], ["0", "none"]);
        let said = "turned by no angle, since nothing is left";
        assert!(
            drawing.description.contains(said),
            "{}",
            drawing.description
        );
        let texts: Vec<String> = drawing.shapes.iter().map(ToString::to_string).collect();
        for part in ["\"frequency 12 of 24\"", "\"nothing is left\""] {
            assert!(texts.iter().any(|text| text.contains(part)), "{part}");
        }
    }
}
