//! Two sets of points on a ring, and what their invariants tell apart.

use std::f64::consts::FRAC_1_SQRT_2;
use std::fmt;

use equivariance::{Fill, autocorrelation, translate, triple_correlation};
use ndarray::{Array1, Array2, Axis};

use crate::canvas::{Canvas, HAIRLINE, cell};
use crate::drawing::{SMALLEST, Summary};
use crate::figure::Describe;
use crate::named::named;
use crate::panel::{Panel, column, labelled, row, scaled};
use crate::parameters::{NamedOrOwn, Parameters};
use crate::scale::Scale;
use crate::{Drawing, Error, Gesture, Space, Theme};

/// How many points the ring has.
const N: usize = 8;
/// The places of the points on a circle of radius 1, from the top on and to the right: the sine, and the negative cosine, of
/// eighths of a turn.
const PLACES: [(f64, f64); N] = [
    (0.0, -1.0),
    (FRAC_1_SQRT_2, -FRAC_1_SQRT_2),
    (1.0, 0.0),
    (FRAC_1_SQRT_2, FRAC_1_SQRT_2),
    (0.0, 1.0),
    (-FRAC_1_SQRT_2, FRAC_1_SQRT_2),
    (-1.0, 0.0),
    (-FRAC_1_SQRT_2, -FRAC_1_SQRT_2),
];
/// The cosines of eighths of a turn, as a whole number and as a multiple of √½.
const COSINES: [(f64, f64); N] = [
    (1.0, 0.0),
    (0.0, 1.0),
    (0.0, 0.0),
    (0.0, -1.0),
    (-1.0, 0.0),
    (0.0, -1.0),
    (0.0, 0.0),
    (0.0, 1.0),
];
/// The side of a ring and the width of what stands below it, relative to one another.
const RING: f64 = 250.0;
const WIDTH: f64 = 350.0;
/// Half the side of a point.
const POINT: f64 = 0.2;

/// Two sets of points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pair {
    /// No shift or mirror image of one another, with one autocorrelation.
    SameSpectrum,
    /// One a mirror image of the other, and no shift of it.
    MirrorImages,
    /// One a shift of the other.
    Shifts,
    /// As large as one another, with two autocorrelations.
    SameSize,
}

impl Pair {
    /// All of them.
    pub(crate) const ALL: [Self; 4] = [
        Self::SameSpectrum,
        Self::MirrorImages,
        Self::Shifts,
        Self::SameSize,
    ];
}

impl fmt::Display for Pair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::SameSpectrum => "same-spectrum",
            Self::MirrorImages => "mirror-images",
            Self::Shifts => "shifts",
            Self::SameSize => "same-size",
        })
    }
}

named!(Pair);

/// The points of both sets: 1 for one that is in it, first those of A.
fn points(pair: Pair) -> Vec<f64> {
    let [a, b]: [[u8; N]; 2] = match pair {
        Pair::SameSpectrum => [[1, 1, 0, 1, 1, 0, 0, 0], [1, 1, 1, 0, 0, 1, 0, 0]],
        Pair::MirrorImages => [[1, 1, 0, 1, 0, 0, 0, 0], [1, 0, 1, 1, 0, 0, 0, 0]],
        Pair::Shifts => [[1, 1, 0, 1, 1, 0, 0, 0], [0, 0, 0, 1, 1, 0, 1, 1]],
        Pair::SameSize => [[1, 1, 0, 1, 1, 0, 0, 0], [1, 1, 1, 1, 0, 0, 0, 0]],
    };
    a.iter().chain(&b).map(|point| f64::from(*point)).collect()
}

/// The figure *spectrum*.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Spectrum {
    pair: NamedOrOwn<Pair>,
}

impl Default for Spectrum {
    fn default() -> Self {
        Self {
            pair: NamedOrOwn::named(Pair::SameSpectrum),
        }
    }
}

impl Describe for Spectrum {
    const NAME: &'static str = "spectrum";
    const TITLE: &'static str = "What a spectrum forgets";

    fn caption(&self) -> String {
        "Two sets A and B of points on a ring. Below each, the autocorrelation a(s) for s = 0 to 7: how many points u of the set have u + s in it too, round the ring. \
         Its Fourier transform is the power spectrum, the squares of the sizes of the Fourier coefficients. The triple correlation c(s, t), in row s and column t, counts the points u of the set that have both u + s and u + t \
         in it; its transform is the bispectrum. A frame is around the numbers in which A and B differ. Click a point to put it into its set, or to \
         take it out."
            .to_owned()
    }

    fn parameters(&mut self, parameters: &mut Parameters<'_>) {
        parameters.choice_or_own(
            ("pair", "Sets A and B"),
            ("points", "Points of A, then of B"),
            &[2 * N],
            points,
            &mut self.pair,
        );
    }

    fn draw(&self, theme: Theme, space: Space) -> Result<Drawing, Error> {
        let [a, b] = self.sets()?;
        let same = |equal: bool| if equal { "equal" } else { "different" }.to_owned();
        let differ = differences(&a.triple, &b.triple);
        let shift = shift(&a.set, &b.set)?;
        let mirrored: Array1<f64> = (0..N).map(|u| a.set[(N - u) % N]).collect();
        let mirror = self::shift(&mirrored, &b.set)?;
        let told = |shift: Option<isize>| shift.map_or("none".to_owned(), |s| s.to_string());
        let zeros = |set: &Set| set.power.iter().filter(|power| **power == 0.0).count();
        let summary = Summary {
            title: Self::TITLE,
            description: format!(
                "Two sets of points on a ring of {N}: A holds the points {}, B the points {}. Their power spectra are {}, and their bispectra {}: the \
                 triple correlations differ in {differ} of {} numbers. {} {}",
                a.members(),
                b.members(),
                same(a.auto == b.auto),
                same(differ == 0),
                N * N,
                match shift {
                    Some(s) => format!("B is A shifted by {s}."),
                    None => "B is no shift of A.".to_owned(),
                },
                match mirror {
                    Some(s) => format!("It is the mirror image of A shifted by {s}."),
                    None => "It is no mirror image of A, however shifted.".to_owned(),
                },
            ),
            readouts: vec![
                ("power-spectra", same(a.auto == b.auto)),
                ("bispectra", same(differ == 0)),
                ("numbers-that-differ", differ.to_string()),
                ("shift-of-a", told(shift)),
                ("shift-of-mirrored-a", told(mirror)),
                (
                    "zeros-of-the-spectra",
                    format!("{} and {}", zeros(&a), zeros(&b)),
                ),
            ],
        };
        let blocks = [("A", 0, &a, &b), ("B", N, &b, &a)].map(|(name, first, set, other)| {
            let ring = labelled(
                name,
                scaled((1, 1), (RING, RING), move |canvas| {
                    set.draw_ring(canvas, name, first)
                }),
            );
            let strip = |label: &'static str, of: fn(&Set) -> &Array1<f64>| {
                let numbers = |set: &Set| of(set).to_owned().insert_axis(Axis(0));
                grid(label, numbers(set), numbers(other), WIDTH / N as f64)
            };
            let triple = grid(
                "triple correlation",
                set.triple.to_owned(),
                other.triple.to_owned(),
                WIDTH,
            );
            let below = column([
                strip("autocorrelation", |set| &set.auto),
                strip("power spectrum", |set| &set.power),
            ]);
            if space.is_landscape() {
                row([column([ring, below]), triple])
            } else {
                column([ring, below, triple])
            }
        });
        row(blocks).draw(space, theme, summary)
    }
}

impl Spectrum {
    fn sets(&self) -> Result<[Set; 2], Error> {
        let points = self.pair.numbers(points);
        Ok([Set::new(&points[..N])?, Set::new(&points[N..])?])
    }
}

/// By how much the first set must be shifted to be the second one; none if no shift does.
fn shift(from: &Array1<f64>, to: &Array1<f64>) -> Result<Option<isize>, Error> {
    for s in 0..N as isize {
        if translate(from, &[s], Fill::Circular)? == to {
            return Ok(Some(s));
        }
    }
    Ok(None)
}

/// At how many places two arrays of numbers differ.
fn differences(a: &Array2<f64>, b: &Array2<f64>) -> usize {
    a.iter().zip(b).filter(|(a, b)| a != b).count()
}

/// A set of points as a signal of 0 and 1, and its invariants.
struct Set {
    /// The number of each point, as the parameter has it: 0 for one that is not in the set.
    numbers: Vec<f64>,
    set: Array1<f64>,
    auto: Array1<f64>,
    power: Array1<f64>,
    triple: Array2<f64>,
}

impl Set {
    fn new(numbers: &[f64]) -> Result<Self, Error> {
        let set: Array1<f64> = (numbers.iter())
            .map(|number| f64::from(*number != 0.0))
            .collect();
        let auto = autocorrelation(&set)?;
        // In whole numbers and whole multiples of √½, so that what is 0 is 0, and what is equal has equal bits.
        let power = |k: usize| {
            let (mut whole, mut root) = (0.0, 0.0);
            for s in 0..N {
                let cosine = COSINES[k * s % N];
                whole += auto[s] * cosine.0;
                root += auto[s] * cosine.1;
            }
            whole + root * FRAC_1_SQRT_2
        };
        Ok(Self {
            power: (0..N).map(power).collect(),
            triple: triple_correlation(&set)?,
            auto,
            set,
            numbers: numbers.to_vec(),
        })
    }

    /// The numbers of its points, for people.
    fn members(&self) -> String {
        let mut members = String::new();
        for (u, _) in self
            .set
            .iter()
            .enumerate()
            .filter(|(_, value)| **value != 0.0)
        {
            if !members.is_empty() {
                members.push_str(", ");
            }
            members.push_str(&u.to_string());
        }
        if members.is_empty() {
            members.push_str("none");
        }
        members
    }

    /// The points of the ring, those of the set filled, each a button.
    fn draw_ring(&self, canvas: &Canvas, name: &str, first: usize) -> Result<(), Error> {
        let plane = canvas.plane((-1.25, 1.25), (-1.25, 1.25));
        let palette = canvas.palette;
        for u in 0..N {
            plane.line(PLACES[u], PLACES[(u + 1) % N], palette.line, HAIRLINE)?;
        }
        for (u, (x, y)) in PLACES.iter().enumerate() {
            let square = (y - POINT..y + POINT, x - POINT..x + POINT);
            let colour = if self.set[u] == 0.0 {
                palette.background
            } else {
                palette.positive
            };
            plane.fill(square.clone(), colour, 1.0)?;
            plane.outline(square.clone(), palette.ink, HAIRLINE)?;
            let ink = palette.ink_on(colour);
            plane.text(square.clone(), &u.to_string(), SMALLEST, ink)?;
            let gesture = Gesture::Toggle {
                parameter: "points".to_owned(),
                index: first + u,
                value: self.numbers[u],
            };
            plane.handle(square, format!("point {u} of {name}"), gesture)?;
        }
        Ok(())
    }
}

/// Numbers in cells; those that differ from the other set's have a frame.
fn grid<'a>(
    label: &'static str,
    numbers: Array2<f64>,
    others: Array2<f64>,
    height: f64,
) -> Panel<'a> {
    let paint = move |canvas: &Canvas| {
        let cells = canvas.cells(numbers.dim());
        let scale = Scale::signed(numbers.iter().chain(&others));
        cells.grid(&numbers, scale)?;
        for ((i, j), number) in numbers.indexed_iter() {
            if *number != others[[i, j]] {
                cells.outline(cell(i, j), canvas.palette.window_edge, 2.5 * HAIRLINE)?;
            }
        }
        Ok(())
    };
    labelled(label, scaled((1, 1), (WIDTH, height), paint))
}
