//! The difference that a shift makes to pooled noise, measured and by its law.

use std::fmt;
use std::ops::RangeInclusive;

use equivariance::{Fill, Pool, max_pool, mean_pool, seeded_noise, translate};
use ndarray::{Array2, ArrayRef2};

use super::pooling::mean_difference;
use crate::axis::Axis;
use crate::canvas::{Canvas, HAIRLINE};
use crate::chart::{Chart, Kind, Marker, Series};
use crate::drawing::Summary;
use crate::extent::largest;
use crate::figure::Describe;
use crate::named::named;
use crate::number::format_shape;
use crate::panel::{Panel, column, filling, label, labelled, lines, row, scaled, text};
use crate::parameters::Parameters;
use crate::scale::Scale;
use crate::{Drawing, Error, Gesture, Space, Theme};

/// Twice the largest window fits, so that a window and its shifted self meet at one side only.
const SIDES: RangeInclusive<i64> = 8..=64;
const WINDOWS: RangeInclusive<i64> = 1..=4;
const STRIDES: RangeInclusive<i64> = 1..=4;
/// The shifts to the right.
const SHIFTS: usize = 9;
const USUAL_SHIFT: usize = 1;
/// How many maps of noise there are.
const MAPS: usize = 20;
const SMALL: f64 = 24.0;

/// How a window becomes one number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PoolKind {
    /// Its largest value.
    Max,
    /// Its mean.
    Mean,
}

impl PoolKind {
    /// Both of them.
    pub(crate) const ALL: [Self; 2] = [Self::Max, Self::Mean];
}

impl fmt::Display for PoolKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Max => "max",
            Self::Mean => "mean",
        })
    }
}

named!(PoolKind);

/// The figure *difference-laws*.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct DifferenceLaws {
    kind: PoolKind,
    /// The window's side.
    window: usize,
    /// The step between windows.
    stride: usize,
    /// The side of the map.
    size: usize,
    /// The marked shift, 1 unless it is set.
    shift: Option<usize>,
    /// Which map of noise is measured, the first unless it is set.
    noise: Option<usize>,
}

impl Default for DifferenceLaws {
    fn default() -> Self {
        Self {
            kind: PoolKind::Max,
            window: 2,
            stride: 2,
            size: 32,
            shift: None,
            noise: None,
        }
    }
}

/// The cells of a window, and how many of them its shifted self has not.
#[derive(Clone, Copy)]
struct Overlap {
    cells: usize,
    left: usize,
}

impl Overlap {
    /// Of a window of `window × window` cells and a shift by `shift` along the rows of a torus of a side.
    fn new(window: usize, shift: usize, side: usize) -> Self {
        Self {
            cells: window * window,
            left: window * distance(window, shift, side),
        }
    }

    /// How many cells the window and its shifted self have together.
    fn union(self) -> usize {
        self.cells + self.left
    }

    /// The expectation of the difference of the two maxima, as a fraction in lowest terms.
    ///
    /// Of `m` independent numbers, uniform in [0, 1], the largest is `m/(m + 1)` on average. With `|a − b| = 2 max(a, b) − a − b`, and since
    /// the larger of the two maxima is that of the union of `u` cells, the expectation is
    ///
    /// ```text
    /// 2 u/(u + 1) − 2 m/(m + 1) = 2 (u − m) / ((u + 1) (m + 1))
    /// ```
    fn of_maxima(self) -> (usize, usize) {
        let (above, below) = (2 * self.left, (self.union() + 1) * (self.cells + 1));
        let divisor = greatest_common_divisor(above, below);
        (above / divisor, below / divisor)
    }

    /// The fraction of [`of_maxima`](Self::of_maxima) as text.
    fn fraction(self) -> String {
        match self.of_maxima() {
            (0, _) => "0".to_owned(),
            (above, below) => format!("{above}/{below}"),
        }
    }

    /// The expectation of the difference of the two means.
    ///
    /// The cells that both have cancel, and `j` are left on each side. With `u` and `1 − u` alike, the difference of their sums is that of
    /// `n = 2j` independent uniform numbers from its mean, whose density is a piecewise polynomial (Irwin and Hall). Its mean absolute
    /// value, divided by the `m` cells of a window, is
    ///
    /// ```text
    /// 2 / (m (n + 1)!) · Σ (−1)ᵏ (n over k) (n/2 − k)ⁿ⁺¹   over 0 ≤ k < n/2
    /// ```
    ///
    /// The terms have alternating signs; with the 32 numbers of the largest window four digits of sixteen are lost.
    fn of_means(self) -> f64 {
        let n = 2 * self.left;
        let half = self.left as f64;
        let (mut sum, mut times) = (0.0, 2.0 / self.cells as f64);
        for k in 0..self.left {
            // The power and the factorial in turn, since each alone is large.
            let part = (1..=n + 1).fold(times, |part, factor| {
                part * (half - k as f64) / factor as f64
            });
            sum += part;
            times *= -((n - k) as f64) / (k + 1) as f64;
        }
        sum
    }
}

/// How far a shift by less than a side of a torus carries a window, up to where it has left its place.
fn distance(window: usize, shift: usize, side: usize) -> usize {
    shift.min(side - shift).min(window)
}

fn greatest_common_divisor(a: usize, b: usize) -> usize {
    if b == 0 {
        a
    } else {
        greatest_common_divisor(b, a % b)
    }
}

impl DifferenceLaws {
    fn shift(&self) -> usize {
        self.shift.unwrap_or(USUAL_SHIFT)
    }

    fn map(&self) -> Array2<f64> {
        let seed = self.noise.unwrap_or(0) as u64;
        seeded_noise((self.size, self.size), seed)
    }

    fn pool(&self, map: &ArrayRef2<f64>) -> Result<Array2<f64>, Error> {
        let pool = Pool::new(self.window, self.stride);
        Ok(match self.kind {
            PoolKind::Max => max_pool(map, pool),
            PoolKind::Mean => mean_pool(map, pool),
        }?)
    }

    /// The mean absolute differences of the map and of the pooled map, after a shift to the right.
    fn measured(
        &self,
        map: &ArrayRef2<f64>,
        pooled: &ArrayRef2<f64>,
        shift: usize,
    ) -> Result<[f64; 2], Error> {
        let moved = translate(map, &[0, shift as isize], Fill::Circular)?;
        let pooled_moved = self.pool(&moved)?;
        Ok([
            mean_difference(map, &moved),
            mean_difference(pooled, &pooled_moved),
        ])
    }

    /// The expectation of the difference of the pooled map, for independent uniform values. It does not depend on the stride.
    fn law(&self, shift: usize) -> f64 {
        let overlap = Overlap::new(self.window, shift, self.size);
        match self.kind {
            PoolKind::Max => {
                let (above, below) = overlap.of_maxima();
                above as f64 / below as f64
            }
            PoolKind::Mean => overlap.of_means(),
        }
    }

    /// The law as text: for maxima the fraction too.
    fn told(&self, shift: usize) -> String {
        let number = format!("{:.4}", self.law(shift));
        let overlap = Overlap::new(self.window, shift, self.size);
        match self.kind {
            PoolKind::Max if overlap.left > 0 => format!("{} = {number}", overlap.fraction()),
            _ => number,
        }
    }

    /// A window and its shifted self, over the cells that they have together.
    fn draw_windows(&self, canvas: &Canvas) -> Result<(), Error> {
        let shift = distance(self.window, self.shift(), self.size) as f64;
        let window = self.window as f64;
        let plane = canvas.plane((-0.15, 2.0 * window + 0.15), (-0.15, window + 0.15));
        let palette = canvas.palette;
        let rows = 0.0..window;
        plane.fill((rows.clone(), shift..window), palette.window, 0.35)?;
        for line in 0..=2 * self.window {
            let at = line as f64;
            plane.line((at, 0.0), (at, window), palette.line, HAIRLINE)?;
        }
        for line in 0..=self.window {
            let at = line as f64;
            plane.line((0.0, at), (2.0 * window, at), palette.line, HAIRLINE)?;
        }
        plane.outline((rows.clone(), 0.0..window), palette.ink, 6.0)?;
        let inside = -0.08..window + 0.08;
        plane.outline(
            (inside, shift - 0.08..shift + window + 0.08),
            palette.positive,
            6.0,
        )
    }
}

impl Describe for DifferenceLaws {
    const NAME: &'static str = "difference-laws";
    const TITLE: &'static str = "The difference after a shift, and its law";

    fn caption(&self) -> String {
        format!(
            "A map of noise, {} pooled with a window of side {} and a stride of {}. For each shift to the right, the mean absolute difference before and after the shift: the marks are \
             measured on this map, the lines are the expectations for independent values that are uniform between 0 and 1. The two frames are a window and its shifted self, drawn side by side where \
             they have nothing in common.",
            self.kind, self.window, self.stride,
        )
    }

    fn parameters(&mut self, parameters: &mut Parameters<'_>) {
        parameters.choice(("kind", "Pooling"), &mut self.kind);
        parameters.range(("window", "Window"), WINDOWS, &mut self.window);
        parameters.range(("stride", "Stride"), STRIDES, &mut self.stride);
        parameters.range(("size", "Side of the map"), SIDES, &mut self.size);
        parameters.place(
            ("shift", "Shift right"),
            (SHIFTS, SHIFTS - 1),
            USUAL_SHIFT,
            &mut self.shift,
        );
        parameters.place(
            ("noise", "Map of noise"),
            (MAPS, MAPS - 1),
            0,
            &mut self.noise,
        );
    }

    fn draw(&self, theme: Theme, space: Space) -> Result<Drawing, Error> {
        let map = self.map();
        let pooled = self.pool(&map)?;
        let shift = self.shift();
        let mut measured = [Vec::new(), Vec::new()];
        for at in 0..SHIFTS {
            let values = self.measured(&map, &pooled, at)?;
            for (points, value) in measured.iter_mut().zip(values) {
                points.push((at as f64, value));
            }
        }
        let overlap = Overlap::new(self.window, shift, self.size);
        let [raw, after] = [0, 1].map(|series: usize| format!("{:.4}", measured[series][shift].1));
        // The largest value of a window of one cell is the cell.
        let raw_law = Overlap::new(1, shift, self.size).fraction();
        let told = self.told(shift);
        let size = format_shape(map.shape());
        let summary = Summary {
            title: Self::TITLE,
            description: format!(
                "A map of noise of {size}, {kind} pooled to {} with a window of {} and a stride of {}. A chart of the mean absolute difference against the shift to the right, from 0 to {}: \
                 measured values as marks beside their expectations as lines. For a shift by {shift} the map differs by {raw}, expected {raw_law}, and the pooled map by {after}, expected {told}. A window of \
                 {} cells and its shifted self have {} cells together.",
                format_shape(pooled.shape()),
                format_shape(&[self.window; 2]),
                self.stride,
                SHIFTS - 1,
                overlap.cells,
                overlap.union(),
                kind = self.kind,
            ),
            readouts: vec![
                ("shift", shift.to_string()),
                ("measured", raw),
                ("law", raw_law),
                ("pooled-measured", after),
                ("pooled-law", told.clone()),
            ],
        };
        let palette = theme.palette();
        let laws = |of: &dyn Fn(usize) -> f64| {
            (0..SHIFTS)
                .map(|at| (at as f64, of(at)))
                .collect::<Vec<_>>()
        };
        let single = laws(&|at| Overlap::new(1, at, self.size).of_means());
        let law = laws(&|at| self.law(at));
        let height = if space.is_landscape() { 300.0 } else { 420.0 };
        let chart = filling(480.0, height, move |canvas| {
            let [raw, pooled] = &measured;
            let values = raw.iter().chain(pooled).map(|(_, value)| value);
            let marks = |name, points: &[(f64, f64)], marker, colour| Series {
                name,
                points: points.to_vec(),
                kind: Kind::Scatter(marker),
                colour,
            };
            let gesture = Gesture::point("shift");
            let across = Axis::whole_numbers(-0.5..SHIFTS as f64 - 0.5, SHIFTS);
            let up = Axis::linear(0.0..largest(values).max(0.4), 4);
            Chart::new(("shift to the right", across), ("mean |difference|", up))
                .highlight(shift as f64 - 0.3..shift as f64 + 0.3)
                .series(Series::line(
                    "law: 1/3",
                    single.clone(),
                    Marker::None,
                    palette.muted,
                ))
                .series(Series::line(
                    "law, pooled",
                    law.clone(),
                    Marker::None,
                    palette.negative,
                ))
                .series(marks("map", raw, Marker::HollowSquare, palette.muted))
                .series(marks("pooled", pooled, Marker::Square, palette.positive))
                .handle("the chart of the shifts", gesture)
                .draw(canvas)
        })
        .named("chart");
        let picture = |map: Array2<f64>| -> Panel<'static> {
            scaled((1, 1), (1.0, 1.0), move |canvas| {
                canvas.cells(map.dim()).map(&map, Scale::BRIGHTNESS)
            })
        };
        let pooled_name = format!("pooled {}", format_shape(pooled.shape()));
        let small = |line: String| text(line, SMALL, |palette| palette.muted);
        let windows = lines([
            label("a window, shifted"),
            scaled((1, 1), (1.0, 0.5), |canvas| self.draw_windows(canvas)).named("windows"),
            small(format!(
                "{} cells, {} together",
                overlap.cells,
                overlap.union()
            )),
            small(format!("law {told}")),
        ]);
        let maps = [
            labelled(format!("noise {size}"), picture(map).named("noise")),
            labelled(pooled_name, picture(pooled)),
        ];
        let [before, after] = maps;
        if space.is_landscape() {
            row([column([before, windows]), column([after, chart])]).draw(space, theme, summary)
        } else {
            column([row([before, after, windows]), chart]).draw(space, theme, summary)
        }
    }

    #[cfg(not(target_family = "wasm"))]
    fn quoted(&self) -> Result<Vec<(String, String)>, Error> {
        let mut quoted = Vec::new();
        for shift in 1..SHIFTS {
            quoted.push((format!("law-{shift}"), format!("{:.4}", self.law(shift))));
            if self.kind == PoolKind::Max {
                let overlap = Overlap::new(self.window, shift, self.size);
                quoted.push((format!("fraction-{shift}"), overlap.fraction()));
            }
        }
        Ok(quoted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn laws_of_maxima_are_the_fractions_that_the_chapter_derives() {
        let law = |window, shift| Overlap::new(window, shift, 32).of_maxima();
        assert_eq!([law(1, 1), law(1, 5)], [(1, 3), (1, 3)]);
        assert_eq!(
            [law(2, 0), law(2, 1), law(2, 2), law(2, 8)],
            [(0, 1), (4, 35), (8, 45), (8, 45)]
        );
        // 2 · 12/13 − 2 · 9/10, 2 · 15/16 − 2 · 9/10 and 2 · 18/19 − 2 · 9/10.
        assert_eq!(
            [law(3, 1), law(3, 2), law(3, 3)],
            [(3, 65), (3, 40), (9, 95)]
        );
        // On a torus of eight cells a shift by seven is one by one to the left.
        assert_eq!(Overlap::new(2, 7, 8).of_maxima(), (4, 35));
        let fraction = |shift| Overlap::new(1, shift, 8).fraction();
        assert_eq!([fraction(3), fraction(8)], ["1/3", "0"]);
    }

    #[test]
    fn laws_of_means_are_those_of_sums_of_two_and_four_numbers_and_near_the_normal_one_for_many() {
        let law = |window, shift| Overlap::new(window, shift, 32).of_means();
        assert!((law(1, 1) - 1.0 / 3.0).abs() < 1e-15);
        // E|u₁ + u₂ − u₃ − u₄| = 7/15.
        assert!((law(2, 1) - 7.0 / 60.0).abs() < 1e-15);
        assert_eq!(law(2, 0), 0.0);
        // √(2/π) of the standard deviation √(32/12), less a part that falls with the number of cells.
        let normal = (2.0 / std::f64::consts::PI * 32.0 / 12.0).sqrt() / 16.0;
        assert!((law(4, 4) / normal - 1.0).abs() < 0.01, "{}", law(4, 4));
    }

    /// The mean over many maps is within five of its standard errors of the law, for every window, stride and shift.
    #[test]
    fn means_over_many_maps_are_near_the_laws() {
        for kind in PoolKind::ALL {
            for (window, stride, size) in [
                (1, 1, 8),
                (2, 2, 8),
                (2, 1, 9),
                (3, 2, 11),
                (4, 4, 16),
                (4, 3, 8),
            ] {
                for shift in [0, 1, 2, 3, 5, 8] {
                    let shift = if shift >= size { size - 1 } else { shift };
                    let figure = DifferenceLaws {
                        kind,
                        window,
                        stride,
                        size,
                        ..DifferenceLaws::default()
                    };
                    let values: Vec<f64> = (0..400)
                        .map(|seed| {
                            let map: Array2<f64> = seeded_noise((size, size), 1000 + seed);
                            let pooled = figure.pool(&map).unwrap();
                            figure.measured(&map, &pooled, shift).unwrap()[1]
                        })
                        .collect();
                    let values = ndarray::Array1::from(values);
                    let (mean, error) = (values.mean().unwrap(), values.std(1.0) / 20.0);
                    let law = figure.law(shift);
                    assert!(
                        (mean - law).abs() <= 5.0 * error,
                        "{kind} {window} {stride} {size} {shift}: {mean}, not {law}"
                    );
                }
            }
        }
    }

    #[test]
    fn without_a_shift_nothing_differs_and_the_law_says_so() {
        for kind in PoolKind::ALL {
            let figure = DifferenceLaws {
                kind,
                shift: Some(0),
                ..DifferenceLaws::default()
            };
            let drawing = figure.draw(Theme::Light, Space::PAGE).unwrap();
            let values: Vec<String> = drawing
                .readouts
                .into_iter()
                .map(|(_, value)| value)
                .collect();
            assert_eq!(values, ["0", "0.0000", "0", "0.0000", "0.0000"], "{kind}");
        }
    }

    #[test]
    fn the_map_has_its_side_and_its_noise_and_the_pooling_its_stride() {
        let figure = DifferenceLaws {
            size: 17,
            stride: 3,
            ..DifferenceLaws::default()
        };
        let map = figure.map();
        // 1 + (17 − 2) div 3.
        assert_eq!(
            (map.dim(), figure.pool(&map).unwrap().dim()),
            ((17, 17), (6, 6))
        );
        let noise = Some(1);
        assert_ne!(DifferenceLaws { noise, ..figure }.map(), map);
    }
}
