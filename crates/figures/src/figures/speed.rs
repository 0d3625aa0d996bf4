//! How fast the operators are: measured times beside those of other libraries, and how they grow.

#[cfg(not(target_family = "wasm"))]
mod quoted;
mod runs;

use std::fmt;
use std::ops::RangeInclusive;

use crate::axis::Axis;
use crate::backend::text_width;
use crate::canvas::{Align, Canvas, HAIRLINE};
use crate::chart::{Chart, Marker, Series};
use crate::drawing::Summary;
use crate::figure::Describe;
use crate::measurement::three_digits;
use crate::named::named;
use crate::panel::{Panel, column, filling, label, row, sized};
use crate::parameters::Parameters;
use crate::{Colour, Drawing, Error, Gesture, Palette, Space, Theme, Track};
use runs::{OPERATORS, Runs};

/// What the figure shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shown {
    /// The times of operators beside those of other libraries.
    Operators,
    /// Time against the number of samples.
    Samples,
    /// Time against the number of weights.
    Weights,
}

impl Shown {
    const ALL: [Self; 3] = [Self::Operators, Self::Samples, Self::Weights];
}

impl Shown {
    /// Its name, which is that of its rows too.
    fn name(self) -> &'static str {
        match self {
            Self::Operators => "operators",
            Self::Samples => "samples",
            Self::Weights => "weights",
        }
    }
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

named!(Shown);

/// The rows that can be marked: those of the table, which has more than there are sizes.
const ROWS: RangeInclusive<i64> = 1..=OPERATORS.len() as i64;

/// The figure *speed*.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Speed {
    shown: Shown,
    /// Which operator or which size is marked, from 1.
    row: usize,
}

impl Default for Speed {
    fn default() -> Self {
        Self {
            shown: Shown::Operators,
            row: 1,
        }
    }
}

impl Describe for Speed {
    const NAME: &'static str = "speed";
    const TITLE: &'static str = "How fast, as measured";

    fn caption(&self) -> String {
        match self.shown {
            Shown::Operators => {
                "Measured, not computed: the time of each operator over that of the other library, before and after it was made fast. Left of 1 \
                 the operator of this book takes less time."
            }
            Shown::Samples => {
                "Measured, not computed: the time of a correlation with 3×3 weights against the number of samples."
            }
            Shown::Weights => {
                "Measured, not computed: the time of a correlation on 512² samples against the number of weights."
            }
        }
        .to_owned()
    }

    fn parameters(&mut self, parameters: &mut Parameters<'_>) {
        parameters.choice(("show", "Show"), &mut self.shown);
        parameters.range(("row", "Marked row or size"), ROWS, &mut self.row);
    }

    fn draw(&self, theme: Theme, space: Space) -> Result<Drawing, Error> {
        let runs = Runs::read()?;
        let picture = match self.shown {
            Shown::Operators => column([legend(), ratios(&runs, self.row)]),
            shown => column([growth_chart(&runs, shown, self.row, theme.palette())]),
        };
        let summary = Summary {
            title: Self::TITLE,
            description: runs.describe(self.shown, self.row),
            readouts: runs.readouts(self.shown, self.row),
        };
        picture.draw(space, theme, summary)
    }

    #[cfg(not(target_family = "wasm"))]
    fn quoted(&self) -> Result<Vec<(String, String)>, Error> {
        quoted::quoted()
    }
}

/// The size of names and numbers beside the bars.
const TEXT: f64 = 26.0;
const SMALL: f64 = 23.0;
/// The height of a bar, and between a row of two bars and the next.
const BAR: f64 = 21.0;
const BETWEEN: f64 = 15.0;
const ROW: f64 = 2.0 * BAR + BETWEEN;
/// The room beyond the least and the greatest point of a growth, as a factor.
const ROOM: f64 = 1.6;
/// How wide the mark of a size is to each side, as a factor.
const MARK: f64 = 1.15;
/// The room for a number beside a bar.
const NUMBER: f64 = 66.0;

fn before_colour(palette: &Palette) -> Colour {
    palette.muted
}

fn after_colour(palette: &Palette) -> Colour {
    palette.positive
}

/// What the bars and the marks mean.
fn legend<'a>() -> Panel<'a> {
    let bar = |colour: fn(&Palette) -> Colour| {
        sized(44.0, 39.0, move |canvas: &Canvas| {
            let place = (9.0..9.0 + BAR, 0.0..44.0);
            plane(canvas).fill(place, colour(&canvas.palette), 1.0)
        })
    };
    let goal = sized(12.0, 39.0, |canvas: &Canvas| {
        plane(canvas).line((6.0, 6.0), (6.0, 33.0), canvas.palette.negative, 6.0)
    });
    row([
        bar(before_colour),
        label("before"),
        bar(after_colour),
        label("after"),
        goal,
        label("goal"),
    ])
}

/// A canvas in its own units.
fn plane(canvas: &Canvas) -> crate::canvas::Cells {
    canvas.plane((0.0, canvas.width()), (0.0, canvas.height()))
}

/// Two bars for each operator, from 1 to its ratio.
fn ratios(runs: &Runs, marked: usize) -> Panel<'_> {
    let height = ROW * OPERATORS.len() as f64 + 2.0 * TEXT + 1.5 * TEXT;
    filling(700.0, height, move |canvas| {
        draw_ratios(runs, marked, canvas)
    })
}

fn draw_ratios(runs: &Runs, marked: usize, canvas: &Canvas) -> Result<(), Error> {
    let palette = canvas.palette;
    let plane = plane(canvas);
    let (mut names, mut least, mut most) = (0.0_f64, 1.0_f64, 1.0_f64);
    for operator in OPERATORS {
        names = names.max(text_width(operator, TEXT));
        for row in runs.rows(operator).into_iter().flatten() {
            let median = row.ratio.map_or(1.0, |ratio| ratio.median);
            let goal = row.goal.unwrap_or(1.0);
            least = least.min(median).min(goal);
            most = most.max(median).max(goal);
        }
    }
    let (left, right) = (names + NUMBER + BETWEEN, canvas.width() - NUMBER);
    let part = |value: f64| libm::log10(value / least) / libm::log10(most / least);
    let x = |value: f64| left + (right - left) * part(value);
    let bottom = ROW * OPERATORS.len() as f64;
    let whole = 0.0..canvas.width();
    for (tick, written) in Axis::logarithmic(least..most, 4).labels() {
        let (at, size) = (x(tick), TEXT);
        plane.line((at, 0.0), (at, bottom), palette.line, HAIRLINE)?;
        let place = (at, bottom + 0.8 * TEXT);
        canvas.text(place, &written, size, palette.muted, Align::Centre)?;
    }
    for (number, operator) in OPERATORS.iter().enumerate() {
        let top = ROW * number as f64;
        if number + 1 == marked {
            let place = (
                top - BETWEEN / 2.0..top + ROW - BETWEEN / 2.0,
                whole.clone(),
            );
            plane.fill(place, palette.window, 0.4)?;
        }
        let middle = (0.0, top + BAR);
        canvas.text(middle, operator, TEXT, palette.ink, Align::Left)?;
        let [before, after] = runs.rows(operator);
        let goal = after.and_then(|row| row.goal).map(x);
        for (bar, row, goal, colour) in [
            (0, before, None, before_colour(&palette)),
            (1, after, goal, after_colour(&palette)),
        ] {
            let Some(ratio) = row.and_then(|row| row.ratio) else {
                continue;
            };
            let top = top + BAR * f64::from(bar);
            let (from, to) = (x(1.0), x(ratio.median));
            plane.fill(
                (top..top + BAR - 1.0, from.min(to)..from.max(to)),
                colour,
                1.0,
            )?;
            let number = three_digits(ratio.median);
            // The number stands beyond the end of the bar, and beyond the mark of the goal where that is near.
            let width = text_width(&number, SMALL);
            let start = if to < from {
                let near = goal.filter(|goal| (to - width - 16.0..to).contains(goal));
                near.unwrap_or(to) - 8.0 - width
            } else {
                let near = goal.filter(|goal| (to..to + width + 16.0).contains(goal));
                near.unwrap_or(to) + 8.0
            };
            let place = (start, top + BAR / 2.0);
            canvas.text(place, &number, SMALL, palette.ink, Align::Left)?;
        }
        if let Some(at) = goal {
            let ends = ((at, top + BAR - 2.0), (at, top + 2.0 * BAR + 1.0));
            plane.line(ends.0, ends.1, palette.negative, 6.0)?;
        }
    }
    plane.line((x(1.0), 0.0), (x(1.0), bottom), palette.ink, HAIRLINE)?;
    let gesture = Gesture::Point {
        across: None,
        down: Track::new("row", ROW, 1),
    };
    plane.handle((0.0..bottom, whole), "the operators", gesture)?;
    let below = "our time / time of the other library";
    let start = (canvas.width() - text_width(below, TEXT)).max(0.0);
    let place = (start, bottom + 2.2 * TEXT);
    canvas.text(place, below, TEXT, palette.ink, Align::Left)
}

/// Times against sizes, with a line of slope 1.
fn growth_chart<'a>(runs: &Runs, shown: Shown, marked: usize, palette: Palette) -> Panel<'a> {
    let [before, after] = runs.growth(shown);
    filling(700.0, 560.0, move |canvas| {
        let linear = in_proportion(&after);
        let (mut sizes, mut times) = (f64::INFINITY..0.0_f64, f64::INFINITY..0.0_f64);
        for points in [&before, &after, &linear] {
            for (size, time) in points {
                sizes = sizes.start.min(size / ROOM)..sizes.end.max(size * ROOM);
                times = times.start.min(time / ROOM)..times.end.max(time * ROOM);
            }
        }
        let (across, up) = (Axis::logarithmic(sizes, 6), Axis::logarithmic(times, 6));
        let (size, _) = after[marked.min(after.len()) - 1];
        let line = |name, points: &[(f64, f64)], marker, colour| {
            Series::line(name, points.to_vec(), marker, colour)
        };
        Chart::new((shown.name(), across), ("time of a call in ns", up))
            .highlight(size / MARK..size * MARK)
            .series(line("slope 1", &linear, Marker::None, palette.ink))
            .series(line(
                "before",
                &before,
                Marker::HollowSquare,
                before_colour(&palette),
            ))
            .series(line(
                "after",
                &after,
                Marker::Circle,
                after_colour(&palette),
            ))
            .draw(canvas)
    })
}

/// The line of slope 1 that fits points with positive coordinates best, on logarithmic axes.
fn in_proportion(points: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let logarithms = points.iter().map(|(x, y)| libm::log10(y / x));
    let factor = libm::pow(10.0, logarithms.sum::<f64>() / points.len() as f64);
    points.iter().map(|(x, _)| (*x, factor * x)).collect()
}
