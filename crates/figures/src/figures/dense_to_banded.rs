//! A dense matrix that becomes circulant, and then banded: what each of the two conditions takes away.

use std::ops::RangeInclusive;

use equivariance::{Fill, seeded_noise, translate};
use ndarray::Array2;

use super::symmetrise::mean_over_orbits;
use crate::canvas::Canvas;
use crate::colour_bar::colour_bar;
use crate::drawing::Summary;
use crate::extent::largest;
use crate::figure::Describe;
use crate::number::{format_number, format_residual, typeset};
use crate::panel::{Panel, labelled, lines, row, scaled, text};
use crate::parameters::Parameters;
use crate::scale::Scale;
use crate::{Drawing, Error, Gesture, Space, Theme, Track};

/// How many points the ring has.
const N: usize = 8;
/// How far the band reaches to each side.
const REACH: usize = 1;
/// The most that either condition is imposed, in percent.
const ALL: usize = 100;
/// Where the first slider stands unless it is set.
const SYMMETRY: usize = 60;
const DRAWS: RangeInclusive<i64> = 1..=20;
/// All entries are between −1 and 1, and so their differences between −2 and 2.
const ENTRIES: Scale = Scale::Signed(1.0);
const DIFFERENCES: Scale = Scale::Signed(2.0);
const SMALL: f64 = 26.0;
/// The width of a colour bar below a map.
const WIDTH: f64 = 220.0;

/// The figure *dense-to-banded*.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct DenseToBanded {
    /// How much of the way the matrix has gone to its mean over the shifts, in percent.
    symmetry: Option<usize>,
    /// How much has been taken from each entry outside the band, in percent.
    locality: Option<usize>,
    /// Which random matrix it is.
    draw: u64,
}

impl Default for DenseToBanded {
    fn default() -> Self {
        Self {
            symmetry: None,
            locality: None,
            draw: 1,
        }
    }
}

/// Both conditions, each from 0, not imposed, to 1.
#[derive(Clone, Copy)]
struct Imposed {
    symmetry: f64,
    locality: f64,
}

impl Imposed {
    /// What an entry (i, j) is multiplied with so that the matrix becomes local: it depends on the distance from j to i round
    /// the ring alone, so this commutes with the mean over the shifts.
    fn factor(self, distance: usize) -> f64 {
        if distance.min(N - distance) <= REACH {
            1.0
        } else {
            1.0 - self.locality
        }
    }

    /// The matrix `B ∘ ((1 − s) M + s P(M))` for the mean `P(M)` over the shifts and the factors `B`.
    fn on(self, matrix: &Array2<f64>) -> Result<Array2<f64>, Error> {
        let shift = (0..N).map(|i| (i + 1) % N).collect();
        let (mean, _) = mean_over_orbits(matrix, &[shift])?;
        let mut imposed = (1.0 - self.symmetry) * matrix + self.symmetry * mean;
        for ((i, j), entry) in imposed.indexed_iter_mut() {
            *entry *= self.factor((j + N - i) % N);
        }
        Ok(imposed)
    }

    /// How much is kept of each of `N²` independent parts of a matrix: for each diagonal, in a row, of its mean and of `N − 1`
    /// ways to differ from it.
    ///
    /// These are the eigenvalues of [`Imposed::on`], a linear map of matrices: `P` keeps the mean of a diagonal and takes the
    /// rest, and the factor is the same along a diagonal.
    fn kept(self) -> Array2<f64> {
        Array2::from_shape_fn((N, N), |(at, part)| {
            let kept = if part == 0 { 1.0 } else { 1.0 - self.symmetry };
            kept * self.factor(distance(at))
        })
    }

    /// How many numbers are free: the rank of [`Imposed::on`].
    fn free(self) -> usize {
        self.kept().iter().filter(|kept| **kept > 0.0).count()
    }
}

/// The distance from the row to the column of the entries of a diagonal, such that those near 0 stand together.
fn distance(diagonal: usize) -> usize {
    (diagonal + N / 2 + 1) % N
}

/// `M T − T M` for the shift `T` round the ring by one: `M T` is `M` with its columns moved to the left, `T M` is `M` with its rows
/// moved down.
fn commutator(matrix: &Array2<f64>) -> Result<Array2<f64>, Error> {
    let first = translate(matrix, &[0, -1], Fill::Circular)?;
    Ok(first - translate(matrix, &[1, 0], Fill::Circular)?)
}

/// The root of the sum of the squares.
fn norm(matrix: &Array2<f64>) -> f64 {
    matrix.iter().map(|entry| entry * entry).sum::<f64>().sqrt()
}

impl DenseToBanded {
    fn imposed(&self) -> Imposed {
        let part = |percent: usize| percent as f64 / ALL as f64;
        Imposed {
            symmetry: part(self.symmetry.unwrap_or(SYMMETRY)),
            locality: part(self.locality.unwrap_or(0)),
        }
    }

    /// Numbers from −1 to 1.
    fn matrix(&self) -> Array2<f64> {
        2.0 * seeded_noise::<f64, _, _>((N, N), self.draw) - 1.0
    }
}

impl Describe for DenseToBanded {
    const NAME: &'static str = "dense-to-banded";
    const TITLE: &'static str = "From a dense matrix to a kernel";

    fn caption(&self) -> String {
        format!(
            "A random matrix M, a map of a ring of {N} points to itself. The first slider moves it towards its mean along the diagonals of the ring, where \
             M T = T M for the shift T by one; the second fades what lies further than {REACH} from the diagonal, round the edges. At the right, what is kept of \
             each independent part of M, white for all of it and black for nothing: a row for each diagonal, with its mean first and then the ways to \
             differ from it. The parts of which something is kept are the numbers that are free."
        )
    }

    fn parameters(&mut self, parameters: &mut Parameters<'_>) {
        let places = (ALL + 1, ALL);
        parameters.place(
            ("symmetry", "M T = T M imposed, %"),
            places,
            SYMMETRY,
            &mut self.symmetry,
        );
        parameters.place(
            ("locality", "Locality imposed, %"),
            places,
            0,
            &mut self.locality,
        );
        parameters.range(("draw", "Random matrix"), DRAWS, &mut self.draw);
    }

    fn draw(&self, theme: Theme, space: Space) -> Result<Drawing, Error> {
        let imposed = self.imposed();
        let matrix = imposed.on(&self.matrix())?;
        let difference = commutator(&matrix)?;
        let kept = imposed.kept();
        let size = format_residual(norm(&difference));
        let (free, sum) = (imposed.free(), format_number(kept.sum(), 1));
        let [symmetry, locality] = [imposed.symmetry, imposed.locality]
            .map(|part| format!("{}%", format_number(100.0 * part, 0)));
        let summary = Summary {
            title: Self::TITLE,
            description: format!(
                "Three maps of {N} rows and columns: a random matrix M with M T = T M imposed by {symmetry} and locality by {locality}; the difference M T − T M, \
                 of norm {size}; and what is kept of each of {} independent parts of M. Something is kept of {free} of them, so {free} numbers can be chosen \
                 freely; counted each by the share of it that is kept they are {sum}.",
                N * N,
            ),
            readouts: vec![
                ("free", free.to_string()),
                ("kept", sum.clone()),
                ("norm-of-difference", size.clone()),
            ],
        };
        let map = |name: &'static str, map: &Array2<f64>, scale: Scale| {
            let map = map.clone();
            let draggable = name == "M";
            labelled(
                name,
                scaled((N, N), (1.0, 1.0), move |canvas: &Canvas| {
                    let cells = canvas.cells(map.dim());
                    cells.map(&map, scale)?;
                    cells.grid_lines(map.dim())?;
                    if !draggable {
                        return Ok(());
                    }
                    let percent = N as f64 / ALL as f64;
                    let gesture = Gesture::Drag {
                        across: Track::new("symmetry", percent, 0),
                        down: Track::new("locality", percent, 0),
                    };
                    let all = 0.0..N as f64;
                    cells.handle((all.clone(), all), "the matrix M", gesture)
                }),
            )
        };
        let below = |panel: Panel<'static>, facts: [String; 2], scale: Scale, greatest: f64| {
            let [first, second] =
                facts.map(|fact| text(typeset(fact), SMALL, |palette| palette.muted));
            lines([panel, colour_bar(WIDTH, scale, greatest), first, second])
        };
        let maps = [
            below(
                map("M", &matrix, ENTRIES).named("matrix"),
                [
                    format!("M T = T M: {symmetry}"),
                    format!("local: {locality}"),
                ],
                ENTRIES,
                largest(&matrix),
            ),
            below(
                map("M T − T M", &difference, DIFFERENCES).named("difference"),
                [format!("norm {size}"), "0 for a circulant".to_owned()],
                DIFFERENCES,
                largest(&difference),
            ),
            below(
                map("kept", &kept, Scale::BRIGHTNESS).named("kept"),
                [format!("free {free}"), format!("sum {sum}")],
                Scale::BRIGHTNESS,
                1.0,
            ),
        ];
        row(maps).draw(space, theme, summary)
    }

    #[cfg(not(target_family = "wasm"))]
    fn quoted(&self) -> Result<Vec<(String, String)>, Error> {
        let ends = [
            ("dense", 0.0, 0.0),
            ("circulant", 1.0, 0.0),
            ("local", 0.0, 1.0),
            ("banded", 1.0, 1.0),
        ];
        let mut quoted = Vec::new();
        for (name, symmetry, locality) in ends {
            let imposed = Imposed { symmetry, locality };
            let difference = norm(&commutator(&imposed.on(&self.matrix())?)?);
            quoted.push((format!("{name}-free"), imposed.free().to_string()));
            quoted.push((format!("{name}-norm"), format_residual(difference)));
        }
        Ok(quoted)
    }
}

#[cfg(test)]
mod tests {
    use equivariance::{Cyclic, Representation, matrix_of, symmetrise};
    use ndarray::{ArrayRef2, Dim};

    use super::*;

    const PARTS: [(f64, f64); 6] = [
        (0.0, 0.0),
        (0.6, 0.0),
        (0.0, 0.3),
        (0.5, 0.25),
        (1.0, 0.0),
        (1.0, 1.0),
    ];

    /// The linear map of matrices as a matrix of `N²` rows: what becomes of each matrix with a single 1.
    fn whole_map(imposed: Imposed) -> Array2<f64> {
        let on = |matrix: &ArrayRef2<f64>| Ok(imposed.on(&matrix.to_owned()).unwrap());
        matrix_of(Dim((N, N)), on).unwrap()
    }

    #[test]
    fn what_is_kept_are_the_eigenvalues_of_the_map_of_matrices() {
        for (symmetry, locality) in PARTS {
            let imposed = Imposed { symmetry, locality };
            let (whole, kept) = (whole_map(imposed), imposed.kept());
            // The map is symmetric, so its eigenvalues are fixed by the sums of their powers: traces.
            let (mut power, mut powers) = (whole.clone(), kept.clone());
            for k in 1..=4 {
                let traces = [power.diag().sum(), powers.sum()];
                let near = (traces[0] - traces[1]).abs() < 1e-9;
                assert!(near, "{symmetry} {locality} {k}: {traces:?}");
                power = power.dot(&whole);
                powers *= &kept;
            }
        }
    }

    #[test]
    fn at_the_end_of_the_first_slider_stands_the_projection_and_it_commutes_to_the_last_bit() {
        let matrix = DenseToBanded::default().matrix();
        let ring = Representation::regular(Cyclic::new(N).unwrap()).unwrap();
        let projected = symmetrise(&matrix, &ring, &ring).unwrap();
        let on = |symmetry, locality| Imposed { symmetry, locality }.on(&matrix).unwrap();
        assert_eq!(on(0.0, 0.0), matrix);
        assert_eq!(on(1.0, 0.0), projected);
        assert_eq!(norm(&commutator(&on(1.0, 0.7)).unwrap()), 0.0);
        assert!(norm(&commutator(&on(0.99, 0.0)).unwrap()) > 0.0);
        let banded = on(1.0, 1.0);
        for ((i, j), entry) in banded.indexed_iter() {
            let near = [N - 1, 0, 1].contains(&((j + N - i) % N));
            assert_eq!(*entry != 0.0, near, "{i} {j}");
        }
    }

    #[test]
    fn the_difference_is_that_of_the_products_of_matrices() {
        let matrix = DenseToBanded::default().matrix();
        let shift = Array2::from_shape_fn((N, N), |(i, j)| f64::from(i == (j + 1) % N));
        let products = matrix.dot(&shift) - shift.dot(&matrix);
        assert_eq!(commutator(&matrix).unwrap(), products);
    }

    #[test]
    fn free_numbers_fall_from_all_to_the_kernel() {
        let free = |symmetry, locality| Imposed { symmetry, locality }.free();
        let ends = [(0.0, 0.0), (0.99, 0.0), (1.0, 0.99), (0.0, 1.0), (1.0, 1.0)];
        assert_eq!(ends.map(|(s, l)| free(s, l)), [64, 64, 8, 24, 3]);
    }

    #[test]
    fn both_sliders_and_the_draw_change_the_matrix_and_are_named() {
        let figure = |symmetry, locality, draw| DenseToBanded {
            symmetry: Some(symmetry),
            locality: Some(locality),
            draw,
        };
        let description = |figure: DenseToBanded| {
            let drawing = figure.draw(Theme::Light, Space::PAGE).unwrap();
            drawing.description
        };
        let said = description(figure(0, 40, 1));
        let expected = "M T = T M imposed by 0% and locality by 40%";
        assert!(said.contains(expected), "{said}");
        assert_ne!(figure(0, 0, 1).matrix(), figure(0, 0, 2).matrix());
        // With 24 of 64 entries near the diagonal, 24 + 0.6 · 40 are kept.
        assert!(said.ends_with("they are 48."), "{said}");
    }

    /// A row of what is kept stands for a diagonal, and those near the main one are the three in the middle.
    #[test]
    fn the_band_stands_together_in_what_is_kept() {
        let kept = Imposed {
            symmetry: 0.0,
            locality: 1.0,
        }
        .kept();
        let full: Vec<usize> = (0..N).filter(|row| kept[[*row, 0]] == 1.0).collect();
        assert_eq!(full, [2, 3, 4]);
    }
}
