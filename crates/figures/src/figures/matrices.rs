//! A dense, a circulant and a banded circulant matrix, and how many numbers of each can be chosen freely.

use std::ops::RangeInclusive;

use equivariance::{Options, Padding, correlate, seeded_noise};
use ndarray::{Array1, Array2};

use crate::axis::Axis;
use crate::canvas::Canvas;
use crate::chart::{Chart, Marker, Series};
use crate::colour_bar::{BAR, colour_bar};
use crate::drawing::Summary;
use crate::figure::Describe;
use crate::panel::{column, filling, labelled, row, scaled};
use crate::parameters::Parameters;
use crate::scale::Scale;
use crate::{Drawing, Error, Gesture, Space, Theme, Track};

const SIZES: RangeInclusive<i64> = 8..=50;
/// Fewer weights than the smallest matrix has columns, so that a band is never the whole matrix.
const BANDS: RangeInclusive<i64> = 1..=7;
const SEED: u64 = 5;
/// All entries are between −1 and 1.
const SCALE: Scale = Scale::Signed(1.0);

/// The figure *matrices*.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Matrices {
    /// How many inputs and outputs there are.
    n: usize,
    /// How many weights each row of the banded matrix has.
    k: usize,
}

impl Default for Matrices {
    fn default() -> Self {
        Self { n: 12, k: 3 }
    }
}

/// The matrix of a correlation on a ring: column j is the output for an input that is 1 at place j and else 0.
fn circulant(kernel: &Array1<f64>, n: usize) -> Result<Array2<f64>, Error> {
    let mut matrix = Array2::zeros((n, n));
    for (j, mut column) in matrix.columns_mut().into_iter().enumerate() {
        let mut unit = Array1::zeros(n);
        unit[j] = 1.0;
        column.assign(&correlate(
            &unit,
            kernel,
            Options::padded(Padding::Circular),
        )?);
    }
    Ok(matrix)
}

/// Numbers from −1 to 1, none of them so near 0 that its colour is that of 0.
fn noise(count: usize) -> Array1<f64> {
    let noise: Array1<f64> = seeded_noise(count, SEED);
    noise.mapv(|value| {
        let value = 2.0 * value - 1.0;
        value.signum() * (0.2 + 0.8 * value.abs())
    })
}

impl Describe for Matrices {
    const NAME: &'static str = "matrices";
    const TITLE: &'static str = "Dense, circulant, local";

    fn caption(&self) -> String {
        format!(
            "Three linear maps of {n} inputs to {n} outputs. In a dense matrix {} numbers can be chosen freely. A matrix that commutes with cyclic \
             shifts is circulant, with {n}: each row is the row before it moved one place to the right, what leaves on the right comes in on the \
             left, and the first row follows the last in this way. In a circulant that is local as well, only {} entries of a row can differ from 0.",
            self.n * self.n,
            self.k,
            n = self.n,
        )
    }

    fn parameters(&mut self, parameters: &mut Parameters<'_>) {
        parameters.range(("n", "Inputs and outputs n"), SIZES, &mut self.n);
        parameters.range(("k", "Weights of the band k"), BANDS, &mut self.k);
    }

    fn draw(&self, theme: Theme, space: Space) -> Result<Drawing, Error> {
        let (n, k) = (self.n, self.k);
        let dense = noise(n * n)
            .into_shape_with_order((n, n))
            .map_err(|error| Error::Drawing(error.to_string()))?;
        let circulant_matrix = circulant(&noise(n), n)?;
        let banded = circulant(&noise(k), n)?;
        let matrices = [
            ("dense", dense),
            ("circulant", circulant_matrix),
            ("banded circulant", banded),
        ];
        let [dense, circulant, banded] = [n * n, n, k].map(|count| count.to_string());
        let summary = Summary {
            title: Self::TITLE,
            description: format!(
                "Three matrices of {n} rows and columns as heat maps: dense, with {dense} numbers that can be chosen freely; circulant, with \
                 {circulant}, its rows the same numbers moved on by one place each; banded circulant, with {banded} in each row and 0 elsewhere. A \
                 chart on logarithmic axes shows the free numbers of each against n: n², n and {banded}."
            ),
            readouts: vec![
                ("dense", dense),
                ("circulant", circulant),
                ("banded", banded),
            ],
        };
        let maps = matrices.iter().map(|(name, matrix)| {
            let map = move |canvas: &Canvas| {
                let cells = canvas.cells(matrix.dim());
                cells.map(matrix, SCALE)?;
                if *name != "banded circulant" {
                    return Ok(());
                }
                let gesture = Gesture::Drag {
                    across: Track::new("k", 1.0, 0),
                    down: None,
                };
                let all = 0.0..n as f64;
                cells.handle((all.clone(), all), "the banded matrix", gesture)
            };
            labelled(*name, scaled((1, 1), (1.0, 1.0), map))
        });
        let palette = theme.palette();
        let line = |name, colour, free: &dyn Fn(f64) -> f64| {
            let points = SIZES.map(|n| (n as f64, free(n as f64))).collect();
            Series::line(name, points, Marker::None, colour)
        };
        let chart = filling(500.0, 330.0, move |canvas| {
            let (across, up) = (
                Axis::logarithmic(7.5..54.0, 6),
                Axis::logarithmic(0.9..3000.0, 5),
            );
            Chart::new(("n", across), ("free numbers", up))
                .highlight(n as f64 * 0.98..n as f64 * 1.02)
                .series(line("dense: n²", palette.ink, &|n| n * n))
                .series(line("circulant: n", palette.positive, &|n| n))
                .series(line("banded circulant: k", palette.negative, &|_| k as f64))
                .draw(canvas)
        });
        column([row(maps), colour_bar(BAR, SCALE, 1.0), chart]).draw(space, theme, summary)
    }
}
