//! Squares that fill the windows of a pooling, moved by one cell: the change is the same before the pooling and after it.

use std::fmt;

use equivariance::{Fill, Pool, max_pool, translate};
use ndarray::Array2;

use crate::canvas::{Canvas, HAIRLINE, span};
use crate::drawing::Summary;
use crate::figure::Describe;
use crate::named::named;
use crate::number::readable_number;
use crate::panel::{Panel, column, label, labelled, row, scaled};
use crate::parameters::{NamedOrOwn, Parameters};
use crate::scale::Scale;
use crate::{Drawing, Error, Gesture, Space, Theme};

/// How many squares stand in the ring, and the side of each in cells, which is that of a window and the stride.
const SQUARES: usize = 4;
const SIDE: usize = 2;
const COLUMNS: usize = SQUARES * SIDE;
/// The shift unless it is set.
const SHIFT: usize = 1;

/// What the squares hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Squares {
    /// Four values, up and down.
    Uneven,
    /// One step up and one down.
    OneStep,
    /// Up at each step, and down at the seam.
    Stairs,
}

impl Squares {
    /// All of them.
    pub(crate) const ALL: [Self; 3] = [Self::Uneven, Self::OneStep, Self::Stairs];
}

impl fmt::Display for Squares {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Uneven => "uneven",
            Self::OneStep => "one-step",
            Self::Stairs => "stairs",
        })
    }
}

named!(Squares);

fn values(squares: Squares) -> Vec<f64> {
    match squares {
        Squares::Uneven => vec![3.0, 8.0, 1.0, 5.0],
        Squares::OneStep => vec![2.0, 2.0, 6.0, 6.0],
        Squares::Stairs => vec![1.0, 3.0, 5.0, 7.0],
    }
}

/// The figure *tie*.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Tie {
    squares: NamedOrOwn<Squares>,
    /// By how many cells the map is moved to the right, round the ring.
    shift: Option<usize>,
}

impl Default for Tie {
    fn default() -> Self {
        Self {
            squares: NamedOrOwn::named(Squares::Uneven),
            shift: None,
        }
    }
}

/// A map and its pooling.
struct Pair {
    cells: Array2<f64>,
    pooled: Array2<f64>,
}

impl Pair {
    fn new(cells: Array2<f64>) -> Result<Self, Error> {
        let pooled = max_pool(&cells, Pool::new(SIDE, SIDE))?;
        Ok(Self { cells, pooled })
    }

    /// How much each number of another pair differs from this one.
    fn changes(&self, other: &Self) -> Self {
        let change = |from: &Array2<f64>, to: &Array2<f64>| (to - from).mapv(f64::abs);
        Self {
            cells: change(&self.cells, &other.cells),
            pooled: change(&self.pooled, &other.pooled),
        }
    }

    /// The means of the cells and of what is pooled.
    fn means(&self) -> [f64; 2] {
        [&self.cells, &self.pooled].map(|map| map.sum() / map.len() as f64)
    }
}

impl Tie {
    /// The map before the shift and after it.
    fn pairs(&self) -> Result<[Pair; 2], Error> {
        let values = self.squares.numbers(values);
        let cells = Array2::from_shape_fn((SIDE, COLUMNS), |(_, column)| values[column / SIDE]);
        let shift = [0, self.shift.unwrap_or(SHIFT) as isize];
        let moved = translate(&cells, &shift, Fill::Circular)?;
        Ok([Pair::new(cells)?, Pair::new(moved)?])
    }
}

/// What a panel of cells can be taken hold of for.
#[derive(Clone, Copy, PartialEq)]
enum Hold {
    Values,
    Shift,
    Nothing,
}

/// A map in cells with its numbers and the windows over it, and what is pooled beside it.
fn panels(names: [String; 2], pair: &Pair, scale: Scale, hold: Hold) -> Panel<'_> {
    let cells = move |canvas: &Canvas| {
        let cells = canvas.cells(pair.cells.dim());
        cells.grid(&pair.cells, scale)?;
        for window in 0..SQUARES {
            let place = (
                0.0..SIDE as f64,
                span(&(window * SIDE..(window + 1) * SIDE)),
            );
            cells.outline(place.clone(), canvas.palette.window_edge, 2.5 * HAIRLINE)?;
            if hold == Hold::Values {
                let gesture = Gesture::Type {
                    parameter: "values".to_owned(),
                    index: window,
                    value: pair.pooled[[0, window]],
                };
                cells.handle(place, format!("square {window}"), gesture)?;
            }
        }
        if hold != Hold::Shift {
            return Ok(());
        }
        let gesture = Gesture::drag("shift");
        let whole = (0.0..SIDE as f64, 0.0..COLUMNS as f64);
        cells.handle(whole, "the moved squares", gesture)
    };
    let pooled = move |canvas: &Canvas| canvas.cells(pair.pooled.dim()).grid(&pair.pooled, scale);
    let size = (COLUMNS as f64, SIDE as f64);
    let [first, second] = names;
    row([
        labelled(first, scaled((SIDE, COLUMNS), size, cells)),
        labelled(second, scaled((1, SQUARES), size, pooled)),
    ])
}

impl Describe for Tie {
    const NAME: &'static str = "tie";
    const TITLE: &'static str = "Squares that tie";

    fn caption(&self) -> String {
        "A ring of squares, each as large as a window and of one value, and the largest value in each window; both again after a shift to the right, and by how much each number has \
             changed. Moved by one cell, each window holds a column of its own square and one of the square before, and takes the larger value. Then the mean change of the cells and that of \
             the pooled values are the same, whatever the squares hold."
            .to_owned()
    }

    fn parameters(&mut self, parameters: &mut Parameters<'_>) {
        let places = (COLUMNS, COLUMNS - 1);
        parameters.place(("shift", "Shift right"), places, SHIFT, &mut self.shift);
        parameters.choice_or_own(
            ("squares", "Squares"),
            ("values", "Values"),
            &[SQUARES],
            values,
            &mut self.squares,
        );
    }

    fn draw(&self, theme: Theme, space: Space) -> Result<Drawing, Error> {
        let shift = self.shift.unwrap_or(SHIFT);
        let [before, after] = &self.pairs()?;
        let changes = &before.changes(after);
        let [raw, pooled] = changes.means().map(|mean| readable_number(mean, 3));
        let list = |map: &Array2<f64>| {
            let numbers = map
                .row(0)
                .iter()
                .map(|value| readable_number(*value, 2))
                .collect::<Vec<_>>();
            numbers.join(", ")
        };
        let summary = Summary {
            title: Self::TITLE,
            description: format!(
                "A ring of squares, in each row of cells {}, pooled to {}. Moved by {shift} to the right: {}, pooled to {}. The mean change of the cells is {raw}, that of the pooled values \
                 {pooled}.",
                list(&before.cells),
                list(&before.pooled),
                list(&after.cells),
                list(&after.pooled),
            ),
            readouts: vec![
                ("shift", shift.to_string()),
                ("raw-difference", raw.clone()),
                ("pooled-difference", pooled.clone()),
            ],
        };
        let scale = Scale::signed(&before.cells);
        let change_scale = Scale::signed(changes.cells.iter().chain(&changes.pooled));
        let names = |first: &str, second: &str| [first.to_owned(), second.to_owned()];
        let facts = label(format!("mean |change|: cells {raw}, pooled {pooled}"));
        column([
            panels(
                names("squares", "max of each window"),
                before,
                scale,
                Hold::Values,
            )
            .named("squares"),
            panels(
                [format!("moved by {shift}"), "max of each window".to_owned()],
                after,
                scale,
                Hold::Shift,
            )
            .named("moved"),
            panels(
                names("|change|", "|change| of the max"),
                changes,
                change_scale,
                Hold::Nothing,
            )
            .named("changes"),
            facts,
        ])
        .draw(space, theme, summary)
    }
}

#[cfg(test)]
mod tests {
    use equivariance::seeded_noise;
    use ndarray::Array1;

    use super::*;

    fn means(values: &[f64], shift: usize) -> [f64; 2] {
        let figure = Tie {
            squares: NamedOrOwn {
                named: Squares::Uneven,
                own: Some(values.to_vec()),
            },
            shift: Some(shift),
        };
        let [before, after] = figure.pairs().unwrap();
        before.changes(&after).means()
    }

    #[test]
    fn both_means_tie_for_a_shift_by_one_either_way_whatever_whole_numbers_the_squares_hold() {
        for seed in 0..200 {
            let noise: Array1<f64> = seeded_noise(SQUARES, seed);
            let values = noise.mapv(|value| (value * 200.0).round() - 100.0).to_vec();
            for shift in [0, 1, COLUMNS - 1] {
                let [raw, pooled] = means(&values, shift);
                assert_eq!(raw, pooled, "{values:?} {shift}");
            }
            // Σ |a − b| over neighbours, twice over, as the chapter derives it.
            let steps: f64 = (0..SQUARES)
                .map(|at| (values[at] - values[(at + SQUARES - 1) % SQUARES]).abs())
                .sum();
            assert_eq!(means(&values, 1)[0], steps / (2 * SQUARES) as f64);
        }
    }

    #[test]
    fn a_shift_by_three_does_not_tie() {
        let [raw, pooled] = means(&values(Squares::Uneven), 3);
        assert_ne!(raw, pooled);
    }

    #[test]
    fn each_square_can_be_typed_in_at_its_place() {
        let drawing = Tie::default().draw(Theme::Light, Space::PAGE).unwrap();
        let typed: Vec<(usize, f64)> = drawing
            .regions
            .iter()
            .filter_map(|region| match &region.gesture {
                Gesture::Type { index, value, .. } => Some((*index, *value)),
                _ => None,
            })
            .collect();
        assert_eq!(typed, [(0, 3.0), (1, 8.0), (2, 1.0), (3, 5.0)]);
    }

    /// What each kind of squares is named for: the steps from each square to the next, round the ring.
    #[test]
    fn named_squares_have_the_steps_that_their_names_say() {
        let rises = |squares| {
            let values = values(squares);
            let pairs = (0..SQUARES).map(|at| values[(at + 1) % SQUARES] - values[at]);
            pairs.map(f64::signum).collect::<Vec<_>>()
        };
        assert_eq!(rises(Squares::Uneven), [1.0, -1.0, 1.0, -1.0]);
        assert_eq!(rises(Squares::Stairs), [1.0, 1.0, 1.0, -1.0]);
        let one_step = values(Squares::OneStep);
        let steps = (0..SQUARES).filter(|at| one_step[(at + 1) % SQUARES] != one_step[*at]);
        assert_eq!(steps.count(), 2);
    }
}
