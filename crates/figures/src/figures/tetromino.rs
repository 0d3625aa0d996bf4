//! The eight pieces of four cubes, and what tells the screws from each other.

use std::fmt;
use std::ops::RangeInclusive;

use equivariance::Tetromino;

use crate::canvas::{Canvas, Cells};
use crate::drawing::Summary;
use crate::figure::Describe;
use crate::named::named;
use crate::number::{format_number, typeset};
use crate::palette::mix;
use crate::panel::{Panel, column, labelled, lines, row, scaled, text};
use crate::parameters::Parameters;
use crate::projection::View;
use crate::vector::{Vector, combination, cross, dot};
use crate::{Colour, Drawing, Error, Gesture, Palette, SMALLEST, Space, Theme, Track};

const AZIMUTHS: RangeInclusive<i64> = -180..=180;
const ELEVATIONS: RangeInclusive<i64> = -90..=90;
/// Half of what a picture shows: a little more than the distance from the mean of a line of four cubes to its corners.
const HALF: f64 = 2.2;
/// The width of a small picture beside that of the large one.
const SMALL: f64 = 0.42;
/// The largest distance of neighbours. Other cubes are at least √2 apart.
const RADIUS: f64 = 1.1;
/// Where the light comes from: to the right, up and towards the viewer.
const LIGHT: Vector = [-0.48, 0.8, 0.36];
/// The brightness of a face that gets no light.
const DARKEST: f64 = 0.62;

/// A piece, or what a mirror shows of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shown {
    /// The piece as the library has it.
    Piece,
    /// Its mirror image.
    MirrorImage,
}

impl Shown {
    pub(crate) const ALL: [Self; 2] = [Self::Piece, Self::MirrorImage];
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Piece => "piece",
            Self::MirrorImage => "mirror-image",
        })
    }
}

named!(Shown);

/// The figure *tetromino*.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct TetrominoFigure {
    piece: Tetromino,
    shown: Shown,
    /// The pose, in degrees.
    azimuth: i64,
    elevation: i64,
}

impl Default for TetrominoFigure {
    fn default() -> Self {
        Self {
            piece: Tetromino::RightScrew,
            shown: Shown::Piece,
            azimuth: -30,
            elevation: 25,
        }
    }
}

/// Cubes as they are seen: coordinates to the right, up and towards the viewer.
struct Pose {
    /// The centres, the farthest first, from their mean.
    cubes: Vec<Vector>,
    /// The edges of length 1 in the three directions of the cubes, each towards the viewer.
    edges: [Vector; 3],
}

impl Pose {
    fn new(cubes: &[[i32; 3]], shown: Shown, view: &View) -> Self {
        let sign = match shown {
            Shown::Piece => 1.0,
            Shown::MirrorImage => -1.0,
        };
        let turned = |[x, y, z]: Vector| {
            let seen = view.project([sign * x, y, z]);
            [seen.right, seen.up, seen.towards]
        };
        let mut cubes: Vec<Vector> = cubes
            .iter()
            .map(|cube| turned(cube.map(f64::from)))
            .collect();
        let mut mean = [0.0; 3];
        for cube in &cubes {
            mean = combination(&[(1.0, mean), (1.0 / cubes.len() as f64, *cube)]);
        }
        for cube in &mut cubes {
            *cube = combination(&[(1.0, *cube), (-1.0, mean)]);
        }
        // Of two cubes of a grid none hides any part of one whose centre is nearer to the viewer.
        cubes.sort_unstable_by(|a, b| a[2].total_cmp(&b[2]));
        let mut edges = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]].map(turned);
        for edge in &mut edges {
            if edge[2] < 0.0 {
                *edge = edge.map(|coordinate| -coordinate);
            }
        }
        Self { cubes, edges }
    }

    /// The determinant of three vectors that turn with the cubes: sums over all centres x of |x|² x and |x|⁴ x, and of
    /// (x · c) x with the first of them for c.
    fn moments(&self) -> f64 {
        let (mut cubic, mut quintic, mut last) = ([0.0; 3], [0.0; 3], [0.0; 3]);
        for &x in &self.cubes {
            let square = dot(x, x);
            cubic = combination(&[(1.0, cubic), (square, x)]);
            quintic = combination(&[(1.0, quintic), (square * square, x)]);
        }
        for &x in &self.cubes {
            last = combination(&[(1.0, last), (dot(x, cubic), x)]);
        }
        dot(cubic, cross(quintic, last))
    }

    /// The sum of the determinants of three edges, over all walks along three edges between neighbours.
    fn walks(&self) -> f64 {
        let count = self.cubes.len();
        let edge = |from: usize, to: usize| {
            let edge = combination(&[(1.0, self.cubes[to]), (-1.0, self.cubes[from])]);
            (from != to && dot(edge, edge) < RADIUS * RADIUS).then_some(edge)
        };
        let mut sum = 0.0;
        // A walk is known by its second and third cube, with a first one before them and a last one after them.
        for second in 0..count {
            for third in 0..count {
                let Some(middle) = edge(second, third) else {
                    continue;
                };
                for first in 0..count {
                    for last in 0..count {
                        if let (Some(a), Some(c)) = (edge(first, second), edge(third, last)) {
                            sum += dot(a, cross(middle, c));
                        }
                    }
                }
            }
        }
        sum
    }

    /// The faces that are seen, those behind first, as corners on the picture, each with its brightness.
    fn faces(&self) -> Vec<([(f64, f64); 4], f64)> {
        let mut faces = Vec::new();
        for cube in &self.cubes {
            for axis in 0..3 {
                let [normal, a, b] = [0, 1, 2].map(|more| self.edges[(axis + more) % 3]);
                // Seen from its side, a face is a line.
                if normal[2] < 1e-9 {
                    continue;
                }
                let corners = [(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)];
                let corners = corners.map(|(along, across)| {
                    let parts = [(1.0, *cube), (0.5, normal), (along, a), (across, b)];
                    let [right, up, _] = combination(&parts);
                    (right, -up)
                });
                let light = dot(normal, LIGHT).max(0.0);
                faces.push((corners, DARKEST + (1.0 - DARKEST) * light));
            }
        }
        faces
    }

    fn draw(&self, canvas: &Canvas, colour: fn(&Palette) -> Colour) -> Result<Cells, Error> {
        let cells = canvas.plane((-HALF, HALF), (-HALF, HALF));
        for (corners, brightness) in self.faces() {
            let colour = mix(Colour(0, 0, 0), colour(&cells.palette), brightness);
            cells.face(&corners, colour, 1.0)?;
        }
        Ok(cells)
    }
}

impl TetrominoFigure {
    fn view(&self) -> View {
        View::turned(self.azimuth as f64, self.elevation as f64)
    }

    fn pose(&self) -> Pose {
        Pose::new(&self.piece.cubes(), self.shown, &self.view())
    }
}

impl Describe for TetrominoFigure {
    const NAME: &'static str = "tetromino";
    const TITLE: &'static str = "Eight tetrominoes, and what tells the screws apart";

    fn caption(&self) -> String {
        "The eight pieces of four cubes in one pose, and one of them, or its mirror image, large: drag it. Two numbers are computed from the centres of its cubes in that \
         pose: the determinant of three moments, which are vectors summed over all cubes, and the sum of the determinants of three edges over all walks along three \
         edges. No pose changes either, but for rounding. In the mirror image each is the negative of what it was. The first is 0 for all pieces, the second for all but the screws."
            .to_owned()
    }

    fn parameters(&mut self, parameters: &mut Parameters<'_>) {
        parameters.choice(("piece", "Piece"), &mut self.piece);
        parameters.choice(("shown", "The piece or its mirror image"), &mut self.shown);
        let azimuth = ("azimuth", "Turn to the right, in degrees");
        parameters.range(azimuth, AZIMUTHS, &mut self.azimuth);
        let elevation = ("elevation", "Turn down, in degrees");
        parameters.range(elevation, ELEVATIONS, &mut self.elevation);
    }

    fn draw(&self, theme: Theme, space: Space) -> Result<Drawing, Error> {
        let pose = self.pose();
        let [moments, walks] =
            [pose.moments(), pose.walks()].map(|number| format_number(number, 6));
        let what = match self.shown {
            Shown::Piece => self.piece.to_string(),
            Shown::MirrorImage => format!("{}, mirror image", self.piece),
        };
        let summary = Summary {
            title: Self::TITLE,
            description: format!(
                "The eight pieces of four cubes in parallel projection, in one pose: turned to the right by {} degrees and down by {}. Large: {what}. The determinant of three moments \
                 of its cubes is {moments}, and the sum over walks along its edges is {walks}.",
                self.azimuth, self.elevation,
            ),
            readouts: vec![
                ("determinant-of-moments", moments.clone()),
                ("sum-over-walks", walks.clone()),
            ],
        };
        let side = if space.is_landscape() { 1.4 } else { 1.0 };
        let large = scaled((1, 1), (side, side), |canvas| {
            let cells = pose.draw(canvas, |palette| palette.window)?;
            let degree = 1.0_f64.to_radians();
            let gesture = Gesture::Drag {
                across: Track::new("azimuth", degree, 0),
                down: Track::new("elevation", degree, 0),
            };
            cells.handle((-HALF..HALF, -HALF..HALF), "the piece", gesture)
        });
        let small = |piece: &Tetromino| -> Panel<'_> {
            let pose = Pose::new(&piece.cubes(), Shown::Piece, &self.view());
            let colour: fn(&Palette) -> Colour = if *piece == self.piece {
                |palette| palette.window
            } else {
                |palette| palette.line
            };
            let picture = scaled((1, 1), (SMALL, SMALL), move |canvas| {
                pose.draw(canvas, colour).map(|_| ())
            });
            let name = text(piece.name(), SMALLEST + 1.0, |palette| palette.ink);
            lines([picture, name])
        };
        let (above, below) = Tetromino::ALL.split_at(4);
        let all = column([above, below].map(|pieces| row(pieces.iter().map(small))));
        let muted = |words: &'static str| text(words, 25.0, |palette| palette.muted);
        let number = |number: &str| text(typeset(number), 40.0, |palette| palette.ink);
        let facts = lines([
            muted("determinant of three moments"),
            number(&moments),
            muted("sum over walks"),
            number(&walks),
        ]);
        let large = labelled(what, large);
        let panel = if space.is_landscape() {
            row([large, column([all, facts])])
        } else {
            column([row([large, facts]), all])
        };
        panel.draw(space, theme, summary)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn views() -> Vec<View> {
        let mut views = Vec::new();
        for azimuth in (-180..=180).step_by(15) {
            for elevation in (-90..=90).step_by(15) {
                views.push(View::turned(f64::from(azimuth), f64::from(elevation)));
                // No cube stands straight.
                let [azimuth, elevation] = [azimuth + 4, elevation - 3].map(f64::from);
                views.push(View::turned(azimuth, elevation));
            }
        }
        views
    }

    /// The determinant and the sum over walks of cubes and of their mirror image, as exact numbers.
    fn check(cubes: &[[i32; 3]], moments: f64, walks: f64) {
        for view in views() {
            for (shown, sign) in [(Shown::Piece, 1.0), (Shown::MirrorImage, -1.0)] {
                let pose = Pose::new(cubes, shown, &view);
                let off = (pose.moments() - sign * moments).abs();
                assert!(off < 1e-12, "{cubes:?} {shown}: {off:e}");
                let off = (pose.walks() - sign * walks).abs();
                assert!(off < 1e-12, "{cubes:?} {shown}: {off:e}");
            }
        }
    }

    #[test]
    fn no_pose_changes_the_numbers_and_the_mirror_image_negates_them() {
        for &piece in Tetromino::ALL {
            let walks = match piece {
                Tetromino::RightScrew => 2.0,
                Tetromino::LeftScrew => -2.0,
                _ => 0.0,
            };
            check(&piece.cubes(), 0.0, walks);
        }
        // The determinant of five cubes without a half-turn, of centres times 5 from their mean, is a whole number; it has 13 factors of length.
        let five = [[1, 0, 0], [0, 0, 0], [0, 1, 0], [0, 1, -1], [2, 0, 0]];
        check(&five, 23_437_500.0 / 1_220_703_125.0, 2.0);
    }

    /// The distance at which a line of sight meets a cube first, of those within.
    fn meets(pose: &Pose, cube: Vector, (right, down): (f64, f64)) -> Option<f64> {
        let (mut near, mut far) = (f64::INFINITY, f64::NEG_INFINITY);
        for edge in pose.edges {
            // Within the cube the coordinate along each edge is at most a half from that of the centre.
            let from = combination(&[(1.0, [right, -down, 0.0]), (-1.0, cube)]);
            let at = dot(from, edge);
            if edge[2] < 1e-9 {
                if at.abs() > 0.5 {
                    return None;
                }
                continue;
            }
            near = near.min((0.5 - at) / edge[2]);
            far = far.max((-0.5 - at) / edge[2]);
        }
        (far < near).then_some(near)
    }

    /// Whether a place is within a polygon whose corners turn one way.
    fn covers(corners: &[(f64, f64)], (x, y): (f64, f64)) -> bool {
        let sides = (0..corners.len()).map(|at| {
            let ((ax, ay), (bx, by)) = (corners[at], corners[(at + 1) % corners.len()]);
            (bx - ax) * (y - ay) - (by - ay) * (x - ax)
        });
        let sides: Vec<f64> = sides.collect();
        sides.iter().all(|side| *side > 0.0) || sides.iter().all(|side| *side < 0.0)
    }

    #[test]
    fn what_is_drawn_last_at_a_place_is_the_cube_that_is_nearest_there() {
        for &piece in Tetromino::ALL {
            for view in views() {
                let pose = Pose::new(&piece.cubes(), Shown::Piece, &view);
                let faces = pose.faces();
                let each = faces.len() / pose.cubes.len();
                // Places on no edge of a cube, also where its faces are seen from their sides.
                for at in 0..400 {
                    let column = f64::from(at % 20) * 0.2171 - 2.07;
                    let place = (column, f64::from(at / 20) * 0.1937 - 1.83);
                    let drawn = faces.iter().rposition(|(face, _)| covers(face, place));
                    let distances: Vec<Option<f64>> = pose
                        .cubes
                        .iter()
                        .map(|cube| meets(&pose, *cube, place))
                        .collect();
                    let nearest = distances.iter().flatten().copied().fold(-9.0, f64::max);
                    match drawn {
                        None => assert_eq!(nearest, -9.0, "{piece} {place:?}"),
                        Some(face) => {
                            assert_eq!(distances[face / each], Some(nearest), "{piece} {place:?}");
                        }
                    }
                }
            }
        }
    }
}
