//! A dense, a circulant and a banded matrix, and how many free numbers each has.

use equivariance::{Options, Padding, correlate, seeded_noise};
use ndarray::{Array1, Array2};

use crate::axis::Axis;
use crate::canvas::Canvas;
use crate::chart::{Chart, Marker, Series};
use crate::colour_bar::signed_colour_bar;
use crate::drawing::Summary;
use crate::figure::Describe;
use crate::panel::{column, filling, labelled, row, scaled};
use crate::parameters::Parameters;
use crate::{Drawing, Error, Gesture, Space, Theme, Track};

const SIZES: std::ops::RangeInclusive<i64> = 8..=50;
const SEED: u64 = 5;

/// The figure *matrices*.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Matrices {
    /// How many inputs and outputs there are.
    n: usize,
    /// How many weights the banded matrix has.
    k: usize,
}

impl Default for Matrices {
    fn default() -> Self {
        Self { n: 12, k: 3 }
    }
}

/// The matrix of a correlation on a ring: column j holds what becomes of an input that is 1 at place j and else 0.
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

/// Numbers from −1 to 1.
fn noise(count: usize) -> Array1<f64> {
    seeded_noise::<f64, _, _>(count, SEED).mapv(|value: f64| 2.0 * value - 1.0)
}

impl Describe for Matrices {
    const NAME: &'static str = "matrices";
    const TITLE: &'static str = "Fewer and fewer free numbers";

    fn caption(&self) -> String {
        format!(
            "Three linear maps of {n} inputs to {n} outputs. A dense matrix is free in {} numbers. One that commutes with cyclic shifts is \
             circulant and free in {n}: every row is the row above it, moved on by one place. One that is local as well is free in {}.",
            self.n * self.n,
            self.k,
            n = self.n,
        )
    }

    fn parameters(&mut self, parameters: &mut Parameters<'_>) {
        parameters.range(("n", "Inputs and outputs n"), SIZES, &mut self.n);
        parameters.range(("k", "Weights of the band k"), 1..=8, &mut self.k);
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
            ("banded", banded),
        ];
        let [dense, circulant, banded] = [n * n, n, k].map(|count| count.to_string());
        let summary = Summary {
            title: Self::TITLE,
            description: format!(
                "Three matrices of {n} rows and columns as heat maps: dense, with {dense} free numbers; circulant, whose rows are one row of \
                 {circulant} numbers shifted on; banded, a circulant of which only {banded} numbers in a row are not 0. A chart on \
                 logarithmic axes shows the free numbers of each against n: n², n and {banded}."
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
                cells.signed_map(matrix, 1.0)?;
                if *name != "banded" {
                    return Ok(());
                }
                let gesture = Gesture::Drag {
                    across: Track::new("k", 1.0, 0),
                    down: None,
                };
                let all = 0.0..n as f64;
                cells.handle((all.clone(), all), "the band", gesture)
            };
            labelled(*name, scaled(matrix.dim(), (1.0, 1.0), map))
        });
        let palette = theme.palette();
        let line = |name, colour, free: &dyn Fn(f64) -> f64| {
            let points = SIZES.map(|n| (n as f64, free(n as f64))).collect();
            Series::line(name, points, Marker::None, colour)
        };
        let chart = filling(500.0, 330.0, move |canvas| {
            let (across, up) = (
                Axis::logarithmic(8.0..50.0, 6),
                Axis::logarithmic(1.0..2500.0, 4),
            );
            Chart::new(("n", across), ("free numbers", up))
                .highlight(n as f64 * 0.98..n as f64 * 1.02)
                .series(line("dense: n²", palette.ink, &|n| n * n))
                .series(line("circulant: n", palette.positive, &|n| n))
                .series(line("banded: k", palette.negative, &|_| k as f64))
                .draw(canvas)
        });
        let bar = labelled("", signed_colour_bar(200.0, 1.0));
        column([row(maps.chain([bar])), chart]).draw(space, theme, summary)
    }
}
