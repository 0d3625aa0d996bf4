//! The fifteen maps between relations that commute with all permutations of the points, and what they make of a relation.

use std::fmt;
use std::ops::RangeInclusive;

use equivariance::{Classes, PairMap, TensorMaps, seeded_noise};
use ndarray::{Array1, Array2};

use crate::canvas::{Canvas, HAIRLINE, cell};
use crate::drawing::{SMALLEST, Summary};
use crate::extent::bounds;
use crate::figure::Describe;
use crate::named::named;
use crate::number::{format_shape, readable_number};
use crate::panel::{Panel, column, labelled, lines, row, row_or_column, scaled, text};
use crate::parameters::{NamedOrOwn, Parameters};
use crate::scale::Scale;
use crate::{Drawing, Error, Gesture, Space, Theme, Track};

/// How many points the named relations have; of fewer points, a relation shows the part between the first ones.
const MOST: usize = 6;
const POINTS: RangeInclusive<i64> = 1..=MOST as i64;
const COUNT: i64 = PairMap::ALL.len() as i64;
/// What an entry of the matrix is worth that belongs to another orbit, which the map contains.
const PALE: f64 = 0.4;
/// The sides of the relation, of the panels beside it, and the width and height of a map, relative to one another.
const RELATION: f64 = 276.0;
const BESIDE: f64 = 204.0;
const MAP: (f64, f64) = (126.0, 78.0);
/// The places of six points on a circle, as columns and rows of a square from −1 to 1.
const PLACES: [(f64, f64); MOST] = [
    (0.0, -1.0),
    (0.866, -0.5),
    (0.866, 0.5),
    (0.0, 1.0),
    (-0.866, 0.5),
    (-0.866, -0.5),
];

/// A relation between six points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Relation {
    /// Each point joined to the next, round a ring.
    Hexagon,
    /// The first three points joined to one another, and the others.
    TwoTriangles,
    /// The first point joined to all others.
    Star,
    /// Tenths from −1 to 1, without a pattern.
    Noise,
}

impl Relation {
    /// All of them.
    pub(crate) const ALL: [Self; 4] = [Self::Hexagon, Self::TwoTriangles, Self::Star, Self::Noise];
}

impl fmt::Display for Relation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Hexagon => "hexagon",
            Self::TwoTriangles => "two-triangles",
            Self::Star => "star",
            Self::Noise => "noise",
        })
    }
}

named!(Relation);

/// The values of a relation, row by row.
fn values(relation: Relation) -> Vec<f64> {
    let noise: Array1<f64> = seeded_noise(MOST * MOST, 4);
    let value = |at: usize| {
        let (i, j) = (at / MOST, at % MOST);
        let joined = match relation {
            Relation::Hexagon => i.abs_diff(j) == 1 || i.abs_diff(j) == MOST - 1,
            Relation::TwoTriangles => i != j && i / 3 == j / 3,
            Relation::Star => (i == 0) != (j == 0),
            Relation::Noise => return (20.0 * noise[at] - 10.0).round() / 10.0,
        };
        f64::from(u8::from(joined))
    };
    (0..MOST * MOST).map(value).collect()
}

/// The figure *fifteen*.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Fifteen {
    /// How many points there are.
    n: usize,
    relation: NamedOrOwn<Relation>,
    /// The number of the marked map, from 1.
    map: usize,
}

impl Default for Fifteen {
    fn default() -> Self {
        Self {
            n: MOST,
            relation: NamedOrOwn::named(Relation::Hexagon),
            map: 8,
        }
    }
}

impl Describe for Fifteen {
    const NAME: &'static str = "fifteen";
    const TITLE: &'static str = "The fifteen maps between relations";

    fn caption(&self) -> String {
        "Each linear map of relations X to relations Y that commutes with all permutations of the points is a sum of these, each times a number. In a \
         formula, · stands for an index that is summed over. Four dots stand for the indices i, j of Y, above, and those of X, below; lines join those that are equal. Each output is \
         shown in the scale of its own values. Over fewer than 4 points some maps are combinations of others, and are left out. Click a number of X to change it, and a map to see its matrix."
            .to_owned()
    }

    fn parameters(&mut self, parameters: &mut Parameters<'_>) {
        parameters.range(("n", "Points n"), POINTS, &mut self.n);
        parameters.choice_or_own(
            ("relation", "Relation X"),
            ("values", "Values of X, row by row"),
            &[MOST * MOST],
            values,
            &mut self.relation,
        );
        parameters.range(("map", "Marked map"), 1..=COUNT, &mut self.map);
    }

    fn draw(&self, theme: Theme, space: Space) -> Result<Drawing, Error> {
        let shown = self.shown()?;
        let n = self.n;
        let dimension = shown.maps.dimension();
        let marked = PairMap::ALL[self.map - 1];
        let name = words(marked);
        let (smallest, largest) = match &shown.outputs[self.map - 1] {
            Some(output) => {
                let (least, most) = bounds(output);
                (readable_number(least, 2), readable_number(most, 2))
            }
            None => ("none".to_owned(), "none".to_owned()),
        };
        let trace = readable_number(trace_of_cube(&shown.relation), 2);
        let relation = self.relation.phrase("relation", "your own relation");
        let size = format_shape(&[n * n; 2]);
        let summary = Summary {
            title: Self::TITLE,
            description: format!(
                "Above, the {relation} X between {n} points, as a table and as a graph, and the matrix of the marked map {name} ({size}). Below, the \
                 {COUNT} maps, each with what it makes of X: five that are 0 but on the diagonal, and ten others. {dimension} of them are a basis over \
                 {n} points. The values of the marked one go from {smallest} to {largest}; the trace of X³ is {trace}."
            ),
            readouts: vec![
                ("points", n.to_string()),
                ("dimension", dimension.to_string()),
                ("marked", name),
                ("smallest", smallest),
                ("largest", largest),
                ("trace-of-cube", trace),
            ],
        };
        let table = labelled(
            "relation X",
            scaled((n, n), (RELATION, RELATION), |canvas| {
                shown.draw_table(canvas)
            })
            .named("relation"),
        );
        let graph = labelled(
            "as a graph",
            scaled((1, 1), (BESIDE, BESIDE), |canvas| shown.draw_graph(canvas)),
        );
        let matrix = labelled(
            "matrix",
            scaled((n * n, n * n), (BESIDE, BESIDE), |canvas| {
                shown.draw_matrix(canvas, marked)
            })
            .named("matrix"),
        );
        let above = if space.is_landscape() {
            column([table, row([graph, matrix])])
        } else {
            row([table, graph, matrix])
        };
        let tiles = |first: usize| {
            let shown = &shown;
            row((first..first + 5).map(move |at| shown.tile(at, at + 1 == self.map)))
        };
        let below = column([
            labelled("only where i = j", tiles(0)),
            labelled("for all i and j", tiles(5)),
            tiles(10),
        ]);
        row_or_column(space, [above, below]).draw(space, theme, summary)
    }
}

impl Fifteen {
    fn shown(&self) -> Result<Shown, Error> {
        let n = self.n;
        let all = Array1::from(self.relation.numbers(values));
        let relation = Array2::from_shape_fn((n, n), |(i, j)| all[i * MOST + j]);
        let maps = TensorMaps::new(n, 2, 2)?;
        let mut outputs = Vec::new();
        for map in PairMap::ALL {
            outputs.push(match place(&maps, *map) {
                Some(at) => Some(maps.apply(at, Classes::Free, &relation)?),
                None => None,
            });
        }
        Ok(Shown {
            relation,
            maps,
            outputs,
        })
    }
}

/// The number of a map among those of a basis; none if it is a sum of others.
fn place(maps: &TensorMaps, map: PairMap) -> Option<usize> {
    let partition = map.partition();
    maps.partitions().iter().position(|of| *of == partition)
}

/// The name of a map in words: hyphens would be read as minus signs.
fn words(map: PairMap) -> String {
    map.name().replace('-', " ")
}

/// How a map is written: what its output at the indices i and j is.
fn formula(map: PairMap) -> &'static str {
    match map {
        PairMap::Identity => "X(i,j)",
        PairMap::Transpose => "X(j,i)",
        PairMap::Diagonal | PairMap::DiagonalAlongRows => "X(i,i)",
        PairMap::DiagonalAlongColumns => "X(j,j)",
        PairMap::RowSumsOnDiagonal | PairMap::RowSumsAlongRows => "X(i,·)",
        PairMap::RowSumsAlongColumns => "X(j,·)",
        PairMap::ColumnSumsOnDiagonal | PairMap::ColumnSumsAlongRows => "X(·,i)",
        PairMap::ColumnSumsAlongColumns => "X(·,j)",
        PairMap::TraceOnDiagonal | PairMap::TraceEverywhere => "trace X",
        PairMap::TotalOnDiagonal | PairMap::TotalEverywhere => "X(·,·)",
    }
}

/// The sum over i, j and k of X(i, j) X(j, k) X(k, i): six times the triangles of a graph.
fn trace_of_cube(x: &Array2<f64>) -> f64 {
    let n = x.nrows();
    let mut sum = 0.0;
    for i in 0..n {
        for j in 0..n {
            for k in 0..n {
                sum += x[[i, j]] * x[[j, k]] * x[[k, i]];
            }
        }
    }
    sum
}

/// A relation, and what each of the fifteen maps makes of it; nothing for a map that is left out.
struct Shown {
    relation: Array2<f64>,
    maps: TensorMaps,
    outputs: Vec<Option<Array2<f64>>>,
}

impl Shown {
    /// The relation as a table of numbers that a person can change.
    fn draw_table(&self, canvas: &Canvas) -> Result<(), Error> {
        let cells = canvas.cells(self.relation.dim());
        cells.grid(&self.relation, Scale::signed(&self.relation))?;
        for ((i, j), &value) in self.relation.indexed_iter() {
            let gesture = Gesture::Type {
                parameter: "values".to_owned(),
                index: i * MOST + j,
                value,
            };
            cells.handle(cell(i, j), format!("X({i}, {j})"), gesture)?;
        }
        Ok(())
    }

    /// The points on a circle, and a line between two of them that have a value in either direction.
    fn draw_graph(&self, canvas: &Canvas) -> Result<(), Error> {
        let plane = canvas.plane((-1.15, 1.15), (-1.15, 1.15));
        for ((i, j), value) in self.relation.indexed_iter() {
            if i < j && (*value != 0.0 || self.relation[[j, i]] != 0.0) {
                plane.line(PLACES[i], PLACES[j], canvas.palette.ink, 2.0 * HAIRLINE)?;
            }
        }
        for (x, y) in &PLACES[..self.relation.nrows()] {
            let square = (y - 0.1..y + 0.1, x - 0.1..x + 0.1);
            plane.fill(square, canvas.palette.positive, 1.0)?;
        }
        Ok(())
    }

    /// The matrix of a map: full colour where all indices of different classes are different points, pale where some of them are one.
    fn draw_matrix(&self, canvas: &Canvas, map: PairMap) -> Result<(), Error> {
        let side = self.relation.len();
        let cells = canvas.cells((side, side));
        let Some(at) = place(&self.maps, map) else {
            let whole = 0.0..side as f64;
            return cells.outline((whole.clone(), whole), canvas.palette.line, HAIRLINE);
        };
        let mut matrix = self.maps.matrix(at, Classes::Free)?;
        let orbit = self.maps.matrix(at, Classes::Distinct)?;
        matrix.zip_mut_with(&orbit, |entry, full| {
            *entry = if *full > 0.0 { 1.0 } else { PALE * *entry };
        });
        cells.map(&matrix, Scale::Signed(1.0))
    }

    /// A map: its formula, its partition as lines between dots, and its output.
    fn tile(&self, at: usize, is_marked: bool) -> Panel<'_> {
        let map = PairMap::ALL[at];
        let output = &self.outputs[at];
        let colour = if output.is_some() {
            |palette: &crate::Palette| palette.ink
        } else {
            |palette: &crate::Palette| palette.muted
        };
        let paint = move |canvas: &Canvas| {
            let (width, height) = (canvas.width(), canvas.height());
            draw_partition(&canvas.part([0.0, 0.0], [width - height, height]), map)?;
            let canvas = canvas.part([width - height, 0.0], [height, height]);
            let cells = canvas.cells(self.relation.dim());
            let side = 0.0..self.relation.nrows() as f64;
            let whole = (side.clone(), side);
            match output {
                Some(output) => cells.map(output, Scale::signed(output))?,
                None => cells.outline(whole.clone(), canvas.palette.line, HAIRLINE)?,
            }
            if is_marked {
                cells.mark(whole.clone())?;
            }
            let gesture = Gesture::Point {
                across: Track::new("map", self.relation.nrows() as f64, at as i64 + 1),
                down: None,
            };
            cells.handle(whole, words(map), gesture)
        };
        lines([
            text(formula(map), SMALLEST, colour),
            // As high as whole units for each row of the output, so that its cells are alike.
            scaled((self.relation.nrows(), 1), MAP, paint),
        ])
    }
}

/// The four indices as dots, i and j above, those of X below; those of one class are joined.
fn draw_partition(canvas: &Canvas, map: PairMap) -> Result<(), Error> {
    const DOTS: [(f64, f64); 4] = [(0.25, 0.2), (0.65, 0.2), (0.25, 0.8), (0.65, 0.8)];
    let plane = canvas.plane((0.0, 1.0), (0.0, 1.0));
    let partition = map.partition();
    let classes = partition.classes();
    for (to, (x, y)) in DOTS.iter().enumerate() {
        // A line to the dot before it in its class is enough.
        if let Some(from) = (0..to).rfind(|from| classes[*from] == classes[to]) {
            plane.line(DOTS[from], (*x, *y), canvas.palette.ink, 2.0 * HAIRLINE)?;
        }
        plane.fill(
            (y - 0.06..y + 0.06, x - 0.1..x + 0.1),
            canvas.palette.ink,
            1.0,
        )?;
    }
    Ok(())
}
