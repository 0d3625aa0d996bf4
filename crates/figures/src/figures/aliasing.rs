//! A wave under a kernel and a stride: its gain, and the frequency at which it appears afterwards.

use std::f64::consts::PI;
use std::fmt;
use std::ops::RangeInclusive;

use equivariance::{Kernel1d, Options, TestSignal, correlate};
use ndarray::{Array1, ArrayRef1, s};

use crate::axis::Axis;
use crate::canvas::Canvas;
use crate::chart::{Chart, Kind, Marker, Series};
use crate::drawing::Summary;
use crate::extent::{bounds, largest};
use crate::figure::Describe;
use crate::fourier::{angle, coefficient};
use crate::named::named;
use crate::number::format_number;
use crate::panel::{Panel, column, filling, row, row_or_column};
use crate::parameters::Parameters;
use crate::{Colour, Drawing, Error, Gesture, Space, Theme};

/// How many samples the ring has: a multiple of every stride, so that the kept ones are a ring too.
const N: usize = 48;
/// The frequencies, in cycles round the ring: two samples a cycle is the highest.
const FREQUENCIES: usize = N / 2 + 1;
const STRIDES: RangeInclusive<i64> = 1..=4;
const USUAL_FREQUENCY: usize = 18;

/// What goes into the kernel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Signal {
    /// A cosine of the marked frequency and of amplitude 1.
    Wave,
    /// 0, and 1 in the second half of the ring.
    Step,
    /// Noise in [0, 1).
    Noise,
}

impl Signal {
    /// All of them.
    pub(crate) const ALL: [Self; 3] = [Self::Wave, Self::Step, Self::Noise];
}

impl fmt::Display for Signal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Wave => "wave",
            Self::Step => "step",
            Self::Noise => "noise",
        })
    }
}

named!(Signal);

/// The figure *aliasing*.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Aliasing {
    signal: Signal,
    kernel: Kernel1d,
    stride: usize,
    /// The marked frequency, in cycles round the ring; 18 unless it is set.
    frequency: Option<usize>,
}

impl Default for Aliasing {
    fn default() -> Self {
        Self {
            signal: Signal::Wave,
            kernel: Kernel1d::Identity,
            stride: 2,
            frequency: None,
        }
    }
}

/// The size of a Fourier coefficient.
fn size<'a>(values: impl IntoIterator<Item = &'a f64>, k: usize, n: usize) -> f64 {
    let (real, imaginary) = coefficient(values, k, n);
    libm::hypot(real, imaginary)
}

/// The amplitudes of the waves of which a signal on a ring is the sum, from 0 cycles to half as many as there are samples.
///
/// Of `a·cos(2πkx/n + φ)` it is `a`. At two samples a cycle the phase cannot be told, and it is `|a·cos φ|`.
fn amplitudes(signal: &ArrayRef1<f64>) -> Vec<f64> {
    let n = signal.len();
    let amplitude = |k: usize| {
        let times = if k == 0 || 2 * k == n { 1.0 } else { 2.0 };
        times / n as f64 * size(signal, k, n)
    };
    (0..=n / 2).map(amplitude).collect()
}

/// The frequency on a ring of `n` samples that has the same samples as a higher one.
fn alias(frequency: usize, n: usize) -> usize {
    let rest = frequency % n;
    rest.min(n - rest)
}

/// What a kernel multiplies the amplitude of a wave by.
fn gain(kernel: Kernel1d, frequency: usize) -> f64 {
    let weights: Array1<f64> = kernel.weights();
    size(&weights, frequency, N)
}

/// The gain of the true derivative that a kernel stands for, over the turn `ω` of a wave from sample to sample: its name and its slope.
fn slope(kernel: Kernel1d) -> Option<(&'static str, f64)> {
    match kernel {
        Kernel1d::Derivative => Some(("2ω", 2.0)),
        Kernel1d::Difference => Some(("ω", 1.0)),
        _ => None,
    }
}

/// What the true derivative that a kernel stands for multiplies the amplitude of a wave by.
fn ideal(kernel: Kernel1d, frequency: usize) -> Option<f64> {
    slope(kernel).map(|(_, slope)| slope * 2.0 * PI * frequency as f64 / N as f64)
}

/// A signal after a kernel and after a stride, with the spectra of both.
struct Passed {
    filtered: Array1<f64>,
    kept: Array1<f64>,
    before: Vec<f64>,
    after: Vec<f64>,
}

impl Aliasing {
    fn frequency(&self) -> usize {
        self.frequency.unwrap_or(USUAL_FREQUENCY)
    }

    fn passed(&self, kernel: Kernel1d) -> Result<Passed, Error> {
        let wave = |x: usize| libm::cos(angle(self.frequency(), x as f64, N));
        let signal: Array1<f64> = match self.signal {
            Signal::Wave => (0..N).map(wave).collect(),
            Signal::Step => TestSignal::Step.samples(N),
            Signal::Noise => TestSignal::Noise.samples(N),
        };
        let filtered = correlate(&signal, &kernel.weights(), Options::circular())?;
        let kept = filtered.slice(s![..;self.stride as isize]).to_owned();
        let (before, after) = (amplitudes(&filtered), amplitudes(&kept));
        Ok(Passed {
            filtered,
            kept,
            before,
            after,
        })
    }

    /// The gain of the kernel over all frequencies, and of a true derivative where the kernel stands for one.
    fn gain_chart(&self, theme: Theme) -> Panel<'static> {
        let (palette, frequency, kernel) = (theme.palette(), self.frequency(), self.kernel);
        let points = |of: &dyn Fn(usize) -> f64| {
            (0..FREQUENCIES)
                .map(|k| (k as f64, of(k)))
                .collect::<Vec<_>>()
        };
        let gains = points(&|k| gain(kernel, k));
        let ideal =
            slope(kernel).map(|(name, _)| (name, points(&|k| ideal(kernel, k).unwrap_or(0.0))));
        filling(480.0, 270.0, move |canvas| {
            let ideals = ideal.iter().flat_map(|(_, points)| points);
            let most = largest(gains.iter().chain(ideals).map(|(_, gain)| gain));
            let name = match kernel {
                Kernel1d::Derivative => "2 sin ω",
                _ => "gain",
            };
            let across = format!("cycles k, turn ω = 2πk/{N}");
            let mut chart = Chart::new(
                (&across, frequencies()),
                ("gain of the kernel", Axis::linear(0.0..most, 4)),
            )
            .highlight(marked(frequency));
            if let Some((name, points)) = &ideal {
                chart = chart.series(Series::line(
                    name,
                    points.clone(),
                    Marker::None,
                    palette.muted,
                ));
            }
            let series = Series::line(name, gains.clone(), Marker::None, palette.positive);
            chart
                .series(series)
                .handle("the gain of the kernel", Gesture::point("frequency"))
                .draw(canvas)
        })
    }

    /// The filtered samples, and those that the stride keeps.
    fn samples_chart(&self, passed: &Passed, theme: Theme) -> Panel<'static> {
        let palette = theme.palette();
        let place = |step: usize, values: &Array1<f64>| {
            let places = values.iter().enumerate();
            places
                .map(|(at, value)| ((at * step) as f64, *value))
                .collect::<Vec<_>>()
        };
        let (filtered, kept) = (place(1, &passed.filtered), place(self.stride, &passed.kept));
        filling(480.0, 270.0, move |canvas| {
            let (least, most) = bounds(filtered.iter().map(|(_, value)| value));
            // What rounding leaves of a wave is flat.
            let up = Axis::linear(least.min(-0.1)..most.max(0.1), 3);
            Chart::new(
                ("sample", Axis::whole_numbers(-0.5..N as f64, 7)),
                ("the filtered signal", up),
            )
            .series(Series::line(
                "all",
                filtered.clone(),
                Marker::None,
                palette.muted,
            ))
            .series(Series::line(
                "kept",
                kept.clone(),
                Marker::Square,
                palette.positive,
            ))
            .draw(canvas)
        })
    }
}

/// The axis of the frequencies.
fn frequencies() -> Axis {
    Axis::whole_numbers(-0.5..FREQUENCIES as f64 - 0.5, 7)
}

/// The range of a frequency on its axis.
fn marked(frequency: usize) -> std::ops::Range<f64> {
    frequency as f64 - 0.5..frequency as f64 + 0.5
}

/// The amplitudes of a spectrum as bars, one of them marked. Both spectra have the scale of `most`.
fn spectrum<'a>(
    name: &'a str,
    amplitudes: &'a [f64],
    frequency: usize,
    most: f64,
    colour: Colour,
    points: bool,
) -> Panel<'a> {
    filling(300.0, 270.0, move |canvas: &Canvas| {
        let bars = Series {
            name: "",
            points: amplitudes
                .iter()
                .enumerate()
                .map(|(k, amplitude)| (k as f64, *amplitude))
                .collect(),
            kind: Kind::Bars(0.8),
            colour,
        };
        let chart = Chart::new(
            ("cycles", frequencies()),
            (name, Axis::linear(0.0..most, 3)),
        )
        .highlight(marked(frequency))
        .series(bars);
        match points {
            true => chart.handle(name, Gesture::point("frequency")).draw(canvas),
            false => chart.draw(canvas),
        }
    })
}

impl Describe for Aliasing {
    const NAME: &'static str = "aliasing";
    const TITLE: &'static str = "What a stride makes of a fast wave";

    fn caption(&self) -> String {
        let signal = match self.signal {
            Signal::Wave => format!("A wave of {} cycles", self.frequency()),
            Signal::Step => "A step".to_owned(),
            Signal::Noise => "Noise".to_owned(),
        };
        format!(
            "{signal} on a ring of samples, after the kernel {}, and after a stride of {}. At the top, by how much the kernel multiplies a wave of each frequency. Then the filtered \
             samples, and those that the stride keeps. Below, the amplitudes of the waves of which the signal consists, before and after the stride: fewer samples have room for fewer cycles.",
            self.kernel, self.stride,
        )
    }

    fn parameters(&mut self, parameters: &mut Parameters<'_>) {
        parameters.choice(("signal", "Signal"), &mut self.signal);
        parameters.choice(("kernel", "Kernel"), &mut self.kernel);
        parameters.range(("stride", "Stride"), STRIDES, &mut self.stride);
        let name = ("frequency", "Cycles of the wave");
        let places = (FREQUENCIES, FREQUENCIES - 1);
        parameters.place(name, places, USUAL_FREQUENCY, &mut self.frequency);
    }

    fn draw(&self, theme: Theme, space: Space) -> Result<Drawing, Error> {
        let passed = self.passed(self.kernel)?;
        let frequency = self.frequency();
        let alias = alias(frequency, passed.kept.len());
        let [gain, before, after] = [
            gain(self.kernel, frequency),
            passed.before[frequency],
            passed.after[alias],
        ]
        .map(|number| format_number(number, 3));
        let highest = passed.after.len() - 1;
        let summary = Summary {
            title: Self::TITLE,
            description: format!(
                "The kernel {} multiplies a wave of {frequency} cycles in {N} samples by {gain}. The signal is {}; after the kernel it has the amplitude {before} at {frequency} \
                 cycles. A stride of {} keeps {} samples, which have room for {highest} cycles at most: there the wave of {frequency} cycles appears at {alias} cycles, where the amplitude is {after}. Charts show \
                 the gain, the samples, and the spectra before and after the stride.",
                self.kernel,
                self.signal,
                self.stride,
                passed.kept.len(),
            ),
            readouts: vec![
                ("frequency", frequency.to_string()),
                ("gain", gain),
                ("before", before),
                ("appears-at", alias.to_string()),
                ("after", after),
            ],
        };
        let palette = theme.palette();
        let most = largest(passed.before.iter().chain(&passed.after)).max(0.1);
        let before = spectrum(
            "before the stride",
            &passed.before,
            frequency,
            most,
            palette.ink,
            true,
        )
        .named("before");
        let after = spectrum(
            "after the stride",
            &passed.after,
            alias,
            most,
            palette.positive,
            false,
        )
        .named("after");
        let gain = self.gain_chart(theme).named("gain");
        let samples = self.samples_chart(&passed, theme).named("samples");
        let parts = if space.is_landscape() {
            [column([gain, samples]), column([before, after])]
        } else {
            [column([gain, samples]), row([before, after])]
        };
        row_or_column(space, parts).draw(space, theme, summary)
    }

    #[cfg(not(target_family = "wasm"))]
    fn quoted(&self) -> Result<Vec<(String, String)>, Error> {
        let alias = alias(self.frequency(), N / self.stride);
        let kernels = Kernel1d::ALL.iter().map(|kernel| {
            let after = self.passed(*kernel)?.after[alias];
            Ok((format!("after-{kernel}"), format_number(after, 3)))
        });
        kernels.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gain_of_the_derivative_is_twice_the_sine_and_of_the_blur_a_squared_cosine() {
        for k in 0..FREQUENCIES {
            let turn = 2.0 * PI * k as f64 / N as f64;
            let derivative = 2.0 * libm::sin(turn);
            let blur = libm::pow(libm::cos(turn / 2.0), 2.0);
            assert!(
                (gain(Kernel1d::Derivative, k) - derivative.abs()).abs() < 1e-14,
                "{k}"
            );
            assert!(
                (gain(Kernel1d::GaussianBlur, k) - blur).abs() < 1e-14,
                "{k}"
            );
        }
    }

    #[test]
    fn a_wave_appears_at_its_alias_with_the_amplitude_that_the_kernel_left_and_nowhere_else() {
        for kernel in Kernel1d::ALL.iter().copied() {
            for stride in 1..=4 {
                for k in 0..FREQUENCIES {
                    let figure = Aliasing {
                        kernel,
                        stride,
                        frequency: Some(k),
                        ..Aliasing::default()
                    };
                    let Passed { before, after, .. } = figure.passed(kernel).unwrap();
                    let kept = N / stride;
                    for (spectrum, place, n) in [(&before, k, N), (&after, alias(k, kept), kept)] {
                        for (at, amplitude) in spectrum.iter().enumerate() {
                            if at != place {
                                assert!(*amplitude < 1e-12, "{kernel} {stride} {k} at {at}");
                            } else if 0 < at && 2 * at < n {
                                let gain = gain(kernel, k);
                                assert!((amplitude - gain).abs() < 1e-12, "{kernel} {stride} {k}");
                            }
                        }
                    }
                }
            }
        }
    }

    /// Of a 1 in every second half of `n` samples the wave of an odd number of cycles has the amplitude `2/(n sin(πk/n))`: a geometric sum.
    #[test]
    fn the_spectrum_of_a_step_is_the_known_one_before_the_stride_and_after_it() {
        for stride in 1..=4 {
            let figure = Aliasing {
                signal: Signal::Step,
                stride,
                ..Aliasing::default()
            };
            let passed = figure.passed(Kernel1d::Identity).unwrap();
            for spectrum in [&passed.before, &passed.after] {
                let n = 2 * (spectrum.len() - 1);
                for (k, amplitude) in spectrum.iter().enumerate() {
                    let odd = 2.0 / (n as f64 * libm::sin(PI * k as f64 / n as f64));
                    let expected = match k {
                        0 => 0.5,
                        _ if k % 2 == 1 => odd,
                        _ => 0.0,
                    };
                    assert!((amplitude - expected).abs() < 1e-12, "{stride} {n} {k}");
                }
            }
        }
    }

    /// The mean square of a signal is that of its waves, each half the square of its amplitude but at the two ends.
    #[test]
    fn the_waves_of_noise_have_its_mean_square_together() {
        let figure = Aliasing {
            signal: Signal::Noise,
            ..Aliasing::default()
        };
        let passed = figure.passed(Kernel1d::Identity).unwrap();
        for (signal, spectrum) in [
            (&passed.filtered, &passed.before),
            (&passed.kept, &passed.after),
        ] {
            assert!(signal.iter().all(|value| (0.0..1.0).contains(value)));
            let squares = signal.mapv(|value| value * value);
            let last = spectrum.len() - 1;
            let waves = spectrum.iter().enumerate().map(|(k, amplitude)| {
                let share = if k == 0 || k == last { 1.0 } else { 0.5 };
                share * amplitude * amplitude
            });
            let sums = [squares.sum() / signal.len() as f64, waves.sum()];
            assert!((sums[0] - sums[1]).abs() < 1e-12, "{sums:?}");
        }
    }

    #[test]
    fn readouts_are_those_of_the_marked_frequency_before_the_stride_and_of_its_alias_after_it() {
        let readouts = |signal| {
            let figure = Aliasing {
                signal,
                kernel: Kernel1d::GaussianBlur,
                stride: 4,
                frequency: Some(11),
            };
            let drawing = figure.draw(Theme::Light, Space::PAGE).unwrap();
            drawing.readouts.into_iter().map(|(_, value)| value)
        };
        // cos²(11π/48) = 0.565; 12 samples have a wave of 1 cycle where there was one of 11.
        let wave: Vec<String> = readouts(Signal::Wave).collect();
        assert_eq!(wave, ["11", "0.565", "0.565", "1", "0.565"]);
        // The step has 2/(48 sin(11π/48)) of that wave before the kernel; after the stride its slow waves are there too.
        let step: Vec<String> = readouts(Signal::Step).collect();
        assert_eq!(step[..4], ["11", "0.565", "0.036", "1"]);
        assert_ne!(step[4], step[2]);
    }

    /// A true derivative multiplies a slow wave as its kernel does.
    #[test]
    fn the_line_beside_the_gain_touches_it_at_slow_waves_and_only_a_derivative_has_one() {
        for kernel in Kernel1d::ALL {
            let ratio = ideal(*kernel, 1).map(|ideal| ideal / gain(*kernel, 1));
            let is_derivative = matches!(kernel, Kernel1d::Derivative | Kernel1d::Difference);
            assert_eq!(ratio.is_some(), is_derivative, "{kernel}");
            assert!(
                ratio.is_none_or(|ratio| (1.0..1.01).contains(&ratio)),
                "{kernel} {ratio:?}"
            );
        }
    }
}
