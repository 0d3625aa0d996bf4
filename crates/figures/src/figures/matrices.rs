//! A dense, a circulant and a banded matrix, and how many numbers of each can be chosen freely.

use std::fmt;
use std::ops::RangeInclusive;

use equivariance::{Options, correlate, matrix_of, seeded_noise};
use ndarray::{Array1, Array2, Dim};

use crate::axis::Axis;
use crate::canvas::Canvas;
use crate::chart::{Chart, Marker, Series};
use crate::colour_bar::{BAR, colour_bar};
use crate::drawing::Summary;
use crate::figure::Describe;
use crate::named::named;
use crate::panel::{column, filling, labelled, row, scaled};
use crate::parameters::Parameters;
use crate::scale::Scale;
use crate::{Drawing, Error, Gesture, Space, Theme};

const SIZES: RangeInclusive<i64> = 8..=50;
/// Fewer weights than the smallest matrix has columns, so that a band is never the whole matrix.
const BANDS: RangeInclusive<i64> = 1..=7;
const SEED: u64 = 5;
/// All entries are between −1 and 1.
const SCALE: Scale = Scale::Signed(1.0);

/// What stands beyond the ends of the inputs of the banded matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Border {
    /// The other end: the matrix is circulant.
    Circular,
    /// Zeros: the matrix is Toeplitz.
    Zeros,
}

impl Border {
    /// All of them.
    pub(crate) const ALL: [Self; 2] = [Self::Circular, Self::Zeros];
}

impl fmt::Display for Border {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Circular => "circular",
            Self::Zeros => "zeros",
        })
    }
}

/// Whether the matrices are shown, or their transposes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// The maps.
    Map,
    /// Their adjoints.
    Adjoint,
}

impl Side {
    /// Both of them.
    pub(crate) const ALL: [Self; 2] = [Self::Map, Self::Adjoint];
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Map => "map",
            Self::Adjoint => "adjoint",
        })
    }
}

named!(Border, Side);

/// The figure *matrices*.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Matrices {
    /// How many inputs and outputs there are.
    n: usize,
    /// How many weights each row of the banded matrix has.
    k: usize,
    /// The border of the banded matrix.
    border: Border,
    /// The maps, or their adjoints.
    side: Side,
}

impl Default for Matrices {
    fn default() -> Self {
        Self {
            n: 12,
            k: 3,
            border: Border::Circular,
            side: Side::Map,
        }
    }
}

/// The matrix of the correlation of `n` samples.
fn correlation(kernel: &Array1<f64>, n: usize, options: Options) -> Result<Array2<f64>, Error> {
    Ok(matrix_of(Dim(n), |input| {
        correlate(input, kernel, options)
    })?)
}

/// At how many places a matrix differs from itself moved down and to the right by one, round the edges. That is the number of
/// entries at which `M T` and `T M` differ, for the cyclic shift `T`.
fn moved_and_different(matrix: &Array2<f64>) -> usize {
    let n = matrix.nrows();
    let moved =
        |((i, j), value): &((usize, usize), &f64)| matrix[((i + 1) % n, (j + 1) % n)] != **value;
    matrix.indexed_iter().filter(moved).count()
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
        let banded = match self.border {
            Border::Circular => "In a circulant that is local as well,",
            Border::Zeros => {
                "A Toeplitz matrix is constant along its diagonals as well, but nothing comes round its edges; in one that is local,"
            }
        };
        let adjoint = match self.side {
            Side::Map => "",
            Side::Adjoint => " Their adjoints are shown: rows and columns are exchanged.",
        };
        format!(
            "Three linear maps of {n} inputs to {n} outputs. In a dense matrix {} numbers can be chosen freely. A matrix that commutes with cyclic \
             shifts is circulant, with {n}: each row is the row before it moved one place to the right, what leaves on the right comes in on the \
             left, and the first row follows the last in this way. {banded} only {} entries of a row can differ from 0.{adjoint}",
            self.n * self.n,
            self.k,
            n = self.n,
        )
    }

    fn parameters(&mut self, parameters: &mut Parameters<'_>) {
        parameters.range(("n", "Inputs and outputs n"), SIZES, &mut self.n);
        parameters.range(("k", "Weights of the band k"), BANDS, &mut self.k);
        parameters.choice(("border", "Border of the band"), &mut self.border);
        parameters.choice(("side", "Maps or adjoints"), &mut self.side);
    }

    fn draw(&self, theme: Theme, space: Space) -> Result<Drawing, Error> {
        let (n, k) = (self.n, self.k);
        let dense = noise(n * n)
            .into_shape_with_order((n, n))
            .map_err(|error| Error::Drawing(error.to_string()))?;
        let circulant = correlation(&noise(n), n, Options::circular())?;
        let (name, options) = match self.border {
            Border::Circular => ("banded circulant", Options::circular()),
            Border::Zeros => ("banded Toeplitz", Options::same()),
        };
        let banded = correlation(&noise(k), n, options)?;
        let differ = moved_and_different(&banded).to_string();
        let mut matrices = [("dense", dense), ("circulant", circulant), (name, banded)];
        let mut adjoint = "";
        if self.side == Side::Adjoint {
            adjoint = ", rows and columns exchanged";
            for (_, matrix) in &mut matrices {
                matrix.swap_axes(0, 1);
            }
        }
        let [dense, circulant, banded] = [n * n, n, k].map(|count| count.to_string());
        let summary = Summary {
            title: Self::TITLE,
            description: format!(
                "Three matrices of {n} rows and columns as heat maps{adjoint}: dense, with {dense} numbers that can be chosen freely; circulant, with \
                 {circulant}, its rows the same numbers moved on by one place each; {name}, with {banded} in each row and 0 elsewhere. Moved by one place down and \
                 to the right, round the edges, the last matrix differs at {differ} places. A chart on logarithmic axes shows the free numbers of \
                 each against n: n², n and {banded}."
            ),
            readouts: vec![
                ("dense", dense),
                ("circulant", circulant),
                ("banded", banded),
                ("moved-and-different", differ),
            ],
        };
        let maps = matrices.iter().enumerate().map(|(at, (name, matrix))| {
            let map = move |canvas: &Canvas| {
                let cells = canvas.cells(matrix.dim());
                cells.map(matrix, SCALE)?;
                if at != 2 {
                    return Ok(());
                }
                let gesture = Gesture::drag("k");
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
        let legend = match self.border {
            Border::Circular => "banded circulant: k",
            Border::Zeros => "banded Toeplitz: k",
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
                .series(line(legend, palette.negative, &|_| k as f64))
                .draw(canvas)
        });
        column([row(maps), colour_bar(BAR, SCALE, 1.0), chart]).draw(space, theme, summary)
    }
}
