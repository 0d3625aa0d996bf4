//! A random matrix that becomes a convolution as it is averaged over a group.

use std::fmt;
use std::ops::RangeInclusive;

use equivariance::{orbits, seeded_noise};
use ndarray::Array2;

use crate::canvas::Canvas;
use crate::drawing::Summary;
use crate::error::wrong;
use crate::extent::largest;
use crate::figure::Describe;
use crate::named::named;
use crate::number::format_number;
use crate::panel::{Panel, column, label, lines, row, scaled, text};
use crate::parameters::Parameters;
use crate::scale::Scale;
use crate::{Drawing, Error, Gesture, Space, Theme};

const MOST: usize = 16;
const SIZES: RangeInclusive<i64> = 1..=MOST as i64;
const DRAWS: RangeInclusive<i64> = 1..=20;
const SMALL: f64 = 26.0;

/// A group that moves points on a ring.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Symmetry {
    /// The shifts.
    Cyclic,
    /// The shifts and the mirror images.
    Dihedral,
    /// All permutations.
    Symmetric,
}

impl Symmetry {
    /// All of them.
    pub(crate) const ALL: [Self; 3] = [Self::Cyclic, Self::Dihedral, Self::Symmetric];

    /// What the elements do.
    fn elements(self) -> &'static str {
        match self {
            Self::Cyclic => "shifts",
            Self::Dihedral => "shifts and mirror images",
            Self::Symmetric => "permutations",
        }
    }
}

impl fmt::Display for Symmetry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Cyclic => "cyclic",
            Self::Dihedral => "dihedral",
            Self::Symmetric => "symmetric",
        })
    }
}

named!(Symmetry);

/// The figure *symmetrise*.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Symmetrise {
    group: Symmetry,
    /// How many points there are on the ring.
    n: usize,
    /// The last shift over which is averaged, or the last point that is permuted; the middle one unless it is set.
    last: Option<usize>,
    /// Which random matrix it is.
    draw: u64,
}

impl Default for Symmetrise {
    fn default() -> Self {
        Self {
            group: Symmetry::Cyclic,
            n: 12,
            last: None,
            draw: 1,
        }
    }
}

impl Symmetrise {
    /// Numbers from −1 to 1.
    fn matrix(&self) -> Array2<f64> {
        2.0 * seeded_noise::<f64, _, _>((self.n, self.n), self.draw) - 1.0
    }

    /// The exchange of the point `k` with the one before it.
    fn exchange(&self, k: usize) -> Vec<usize> {
        let mut points: Vec<usize> = (0..self.n).collect();
        if k > 0 {
            points.swap(k - 1, k);
        }
        points
    }

    /// The mean over the group, and its number of orbits.
    fn whole(&self, matrix: &Array2<f64>) -> Result<(Array2<f64>, usize), Error> {
        let shift = (0..self.n).map(|i| (i + 1) % self.n).collect();
        let other = match self.group {
            Symmetry::Cyclic => self.exchange(0),
            Symmetry::Dihedral => (0..self.n).rev().collect(),
            Symmetry::Symmetric => self.exchange(1.min(self.n - 1)),
        };
        mean_over_orbits(matrix, &[shift, other])
    }

    /// The mean over the elements up to `last`.
    fn part(&self, matrix: &Array2<f64>, last: usize) -> Result<Array2<f64>, Error> {
        if self.group == Symmetry::Symmetric {
            let exchanges: Vec<_> = (0..=last).map(|k| self.exchange(k)).collect();
            return Ok(mean_over_orbits(matrix, &exchanges)?.0);
        }
        let n = self.n;
        let mut mean = Array2::zeros((n, n));
        for ((i, j), sum) in mean.indexed_iter_mut() {
            for shift in 0..=last {
                *sum += matrix[[(i + shift) % n, (j + shift) % n]];
                if self.group == Symmetry::Dihedral {
                    *sum += matrix[[(shift + n - i) % n, (shift + n - j) % n]];
                }
            }
            *sum /= self.count(last) as f64;
        }
        Ok(mean)
    }

    /// How many elements there are up to `last`.
    fn count(&self, last: usize) -> u64 {
        let shifts = last as u64 + 1;
        match self.group {
            Symmetry::Cyclic => shifts,
            Symmetry::Dihedral => 2 * shifts,
            Symmetry::Symmetric => (1..=shifts).product(),
        }
    }
}

/// The mean over each orbit under these permutations of rows and columns alike, and the number of orbits.
pub(super) fn mean_over_orbits(
    matrix: &Array2<f64>,
    permutations: &[Vec<usize>],
) -> Result<(Array2<f64>, usize), Error> {
    let orbits = orbits(permutations, permutations)?;
    let mut sums = vec![(0.0, 0.0); matrix.len()];
    let mut count = 0;
    for (&entry, &orbit) in matrix.iter().zip(&orbits) {
        sums[orbit].0 += entry;
        sums[orbit].1 += 1.0;
        count = count.max(orbit + 1);
    }
    let mean = orbits.mapv(|orbit| sums[orbit].0 / sums[orbit].1);
    Ok((mean, count))
}

/// The sum of the squares.
fn squared(matrix: &Array2<f64>) -> f64 {
    matrix.iter().map(|entry| entry * entry).sum()
}

/// A matrix in the scale of its own entries.
fn map<'a>(name: &str, matrix: &'a Array2<f64>, draggable: bool) -> Panel<'a> {
    let most = format_number(largest(matrix), 2);
    let draw = move |canvas: &Canvas| {
        let cells = canvas.cells(matrix.dim());
        cells.map(matrix, Scale::signed(matrix))?;
        if !draggable {
            return Ok(());
        }
        let gesture = Gesture::drag("last");
        let all = 0.0..matrix.nrows() as f64;
        cells.handle((all.clone(), all), "the mean", gesture)
    };
    lines([
        label(name),
        scaled((1, 1), (1.0, 1.0), draw),
        text(format!("−{most} to {most}"), SMALL, |palette| {
            palette.muted
        }),
    ])
}

impl Describe for Symmetrise {
    const NAME: &'static str = "symmetrise";
    const TITLE: &'static str = "A matrix becomes a convolution";

    fn caption(&self) -> String {
        format!(
            "A random matrix of {n} rows and columns, its mean over some elements of a group that moves the {n} points of a ring, and its mean over the whole group. \
             Each map is drawn in the scale of its own entries. The slider adds elements: shifts, shifts and mirror images, or the \
             permutations of more and more points.",
            n = self.n,
        )
    }

    fn parameters(&mut self, parameters: &mut Parameters<'_>) {
        parameters.choice(("group", "Group"), &mut self.group);
        let places = (self.n, MOST - 1);
        parameters.place(
            ("last", "Average up to"),
            places,
            self.n / 2,
            &mut self.last,
        );
        parameters.range(("n", "Points n"), SIZES, &mut self.n);
        parameters.range(("draw", "Random matrix"), DRAWS, &mut self.draw);
    }

    fn draw(&self, theme: Theme, space: Space) -> Result<Drawing, Error> {
        let last = self.last.unwrap_or(self.n / 2);
        if last >= self.n {
            let expected = format!("a whole number from 0 to {}", self.n - 1);
            return Err(wrong("last", &last.to_string(), expected));
        }
        let matrix = self.matrix();
        let (whole, free) = self.whole(&matrix)?;
        let part = self.part(&matrix, last)?;
        let all = squared(&matrix);
        let part_of_all = |matrix: &Array2<f64>| format_number(squared(matrix) / all, 3);
        let kept = part_of_all(&part);
        let usual = format_number(free as f64 / (self.n * self.n) as f64, 3);
        // The mean over the group is the nearest matrix that commutes, and all matrices here have the same one.
        let distance = format_number((squared(&(&part - &whole)) / all).sqrt(), 3);
        let (count, order) = (self.count(last), self.count(self.n - 1));
        let elements = format!("{count} of {order}");
        let summary = Summary {
            title: Self::TITLE,
            description: format!(
                "Three matrices of {n} rows and columns as heat maps: random numbers from −1 to 1, their mean over {elements} {} of the ring, and the mean over all, \
                 in which {free} numbers are free. The second keeps {kept} of the squared norm, the third {}; on average over random matrices that is {usual}. \
                 The second is {distance} of the norm away from the nearest matrix that commutes with the group.",
                self.group.elements(),
                part_of_all(&whole),
                n = self.n,
            ),
            readouts: vec![
                ("elements", elements.clone()),
                ("kept", kept),
                ("kept-by-all", part_of_all(&whole)),
                ("kept-on-average", usual),
                ("distance", distance),
                ("free", free.to_string()),
            ],
        };
        let random = map("random", &matrix, false);
        let so_far = map("mean so far", &part, true);
        let over_all = map("mean over all", &whole, false);
        let facts = lines([
            label(elements),
            // On a line of its own: with all permutations counted, one line would leave no width for the maps.
            text(self.group.elements(), SMALL, |palette| palette.muted),
            text(
                format!("{} of the squared norm kept", summary.readouts[1].1),
                SMALL,
                |palette| palette.muted,
            ),
        ]);
        let rows = if space.is_landscape() {
            [row([random, so_far, over_all]), facts]
        } else {
            [row([random, so_far]), row([over_all, facts])]
        };
        column(rows).draw(space, theme, summary)
    }
}
