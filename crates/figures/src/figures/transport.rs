//! A vector that is carried round a vertex of a mesh, from face to face, and the frames in which it has components.

use std::f64::consts::FRAC_PI_2;
use std::fmt;
use std::ops::RangeInclusive;

use equivariance::TriangleMesh;
use plotters::prelude::{Circle, Polygon};

use crate::canvas::{Canvas, Cells, fill};
use crate::drawing::Summary;
use crate::figure::Describe;
use crate::named::named;
use crate::number::format_number;
use crate::palette::mix;
use crate::panel::{Panel, column, labelled, lines, row, scaled, text};
use crate::parameters::Parameters;
use crate::projection::View;
use crate::shape::pixels;
use crate::vector::{Vector, combination, cross, dot};
use crate::{Colour, Drawing, Error, Gesture, Palette, Space, Theme, Track};

const VERTICES: usize = 12;
/// Two rounds, at most, with the first face.
const PLACES: usize = 13;
const TURNS: RangeInclusive<i64> = -180..=180;
const ELEVATIONS: RangeInclusive<i64> = -90..=90;
const SMALL: f64 = 25.0;
/// The length of a frame's axis beside half of the vector.
const AXIS: f64 = 0.8;
/// The radius of the dot at the vertex, in units.
const DOT: f64 = 8.0;
/// The widths of a vector and of an axis, in units.
const STROKES: (f64, f64) = (6.0, 4.0);

/// A surface in space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Surface {
    /// Twelve vertices of five faces each.
    Icosahedron,
    /// The icosahedron with its edges halved, on the sphere.
    Sphere,
    /// A torus.
    Torus,
    /// A patch with a border, curved like a saddle.
    Saddle,
}

impl Surface {
    /// All of them.
    pub(crate) const ALL: [Self; 4] = [Self::Icosahedron, Self::Sphere, Self::Torus, Self::Saddle];

    fn mesh(self) -> Result<TriangleMesh, Error> {
        Ok(match self {
            Self::Icosahedron => TriangleMesh::icosahedron(),
            Self::Sphere => TriangleMesh::icosphere(2)?,
            Self::Torus => TriangleMesh::torus(7, 6, 0.72, 0.28)?,
            Self::Saddle => TriangleMesh::patch(5, 5, |x, y| 0.5 * (x * x - y * y))?,
        })
    }
}

impl fmt::Display for Surface {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Icosahedron => "icosahedron",
            Self::Sphere => "sphere",
            Self::Torus => "torus",
            Self::Saddle => "saddle",
        })
    }
}

named!(Surface);

/// The figure *transport*.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Transport {
    surface: Surface,
    /// Which of twelve vertices that are not of the border.
    vertex: usize,
    /// How many edges the vector has crossed; a whole round unless it is set.
    crossed: Option<usize>,
    /// By how many degrees all frames are turned.
    frames: i64,
    /// From where it is seen, in degrees.
    azimuth: i64,
    elevation: i64,
}

impl Default for Transport {
    fn default() -> Self {
        Self {
            surface: Surface::Icosahedron,
            vertex: 0,
            crossed: None,
            frames: 0,
            azimuth: 0,
            elevation: 0,
        }
    }
}

/// A place on a picture: to the right and down.
type Place = (f64, f64);

/// A vector on its way round a vertex.
struct Journey {
    mesh: TriangleMesh,
    vertex: usize,
    /// The faces round the vertex.
    faces: Vec<usize>,
    /// The axes of the frames of these faces.
    axes: Vec<[Vector; 2]>,
    /// The components of the vector in the faces that it has met, from the first.
    components: Vec<[f64; 2]>,
    /// The angles of the faces at the vertex.
    angles: Vec<f64>,
    defect: f64,
    holonomy: f64,
    /// Half the length of a vector that stays within a face.
    half: f64,
}

impl Journey {
    /// The middle of a face.
    fn middle(&self, face: usize) -> Vector {
        let [a, b, c] = self.mesh.faces()[face].map(|vertex| self.mesh.vertices()[vertex]);
        combination(&[(1.0 / 3.0, a), (1.0 / 3.0, b), (1.0 / 3.0, c)])
    }

    /// The last place of the path that is the face number `at` round the vertex.
    fn last_at(&self, at: usize) -> Option<usize> {
        let count = self.faces.len();
        (at..self.components.len()).step_by(count).next_back()
    }
}

impl Transport {
    /// The mesh and its chosen vertex.
    fn place(&self) -> Result<(TriangleMesh, usize), Error> {
        let mesh = self.surface.mesh()?;
        let mut within = Vec::new();
        for vertex in 0..mesh.vertices().len() {
            if mesh.vertex_faces(vertex).len() == mesh.vertex_neighbours(vertex).len() {
                within.push(vertex);
            }
        }
        let vertex = within[self.vertex * within.len() / VERTICES];
        Ok((mesh, vertex))
    }

    /// From where the surface is seen: where the azimuth and the elevation are 0, from the direction that it faces at the vertex, and a little
    /// from the side. What faces the hole of the torus is seen along the axis too, for the other side stands in the way.
    fn view(&self, journey: &Journey) -> View {
        let outwards = outwards(journey);
        let length = dot(outwards, outwards).sqrt();
        let (along, aside, above) = match self.surface {
            Surface::Torus if outwards[2] < -1e-9 * length => (-0.9, 0, 0),
            Surface::Torus => (0.9, 0, 0),
            _ => (0.0, -10, 12),
        };
        let ahead = combination(&[(1.0, outwards), (along * length, [0.0, 0.0, 1.0])]);
        let azimuth = -libm::atan2(ahead[0], ahead[2]);
        let elevation = libm::atan2(ahead[1], (ahead[0] * ahead[0] + ahead[2] * ahead[2]).sqrt());
        View::turned(
            azimuth.to_degrees() + (self.azimuth + aside) as f64,
            elevation.to_degrees() + (self.elevation + above) as f64,
        )
    }

    fn journey(&self) -> Result<Journey, Error> {
        let (mesh, vertex) = self.place()?;
        let frames = vec![(self.frames as f64).to_radians(); mesh.faces().len()];
        let transport = mesh.face_transport(&frames)?;
        let faces = mesh.vertex_faces(vertex).to_vec();
        let count = faces.len();
        // Loops, since each chain of iterators is code of its own in the module for the page.
        let (mut path, mut axes, mut angles) = (Vec::new(), Vec::new(), Vec::new());
        for at in 0..=self.crossed.unwrap_or(count) {
            path.push(faces[at % count]);
        }
        for &face in &faces {
            axes.push(transport.axes(face)?);
            let [first, second, _] = mesh.faces()[face];
            let corner = if first == vertex {
                0
            } else if second == vertex {
                1
            } else {
                2
            };
            angles.push(mesh.corner_angle(face, corner)?);
        }
        let components = transport.carry(&path, start(&mesh, vertex, faces[0], axes[0]))?;
        let (defect, holonomy) = (mesh.angle_defect(vertex)?, transport.holonomy(vertex)?);
        let half = 0.27 * shortest_edge(&mesh, &faces);
        Ok(Journey {
            vertex,
            faces,
            axes,
            components,
            angles,
            defect,
            holonomy,
            half,
            mesh,
        })
    }
}

/// The components of the vector that points away from a vertex in the middle of a face, with the length 1.
fn start(mesh: &TriangleMesh, vertex: usize, face: usize, axes: [Vector; 2]) -> [f64; 2] {
    let third = |vertex: usize| (1.0 / 3.0, mesh.vertices()[vertex]);
    let [a, b, c] = mesh.faces()[face].map(third);
    let away = combination(&[a, b, c, (-1.0, mesh.vertices()[vertex])]);
    let length = dot(away, away).sqrt();
    axes.map(|axis| dot(axis, away) / length)
}

fn shortest_edge(mesh: &TriangleMesh, faces: &[usize]) -> f64 {
    let mut shortest = f64::INFINITY;
    for &face in faces {
        let corners = mesh.faces()[face].map(|vertex| mesh.vertices()[vertex]);
        for at in 0..3 {
            let edge = combination(&[(1.0, corners[at]), (-1.0, corners[(at + 1) % 3])]);
            shortest = shortest.min(dot(edge, edge));
        }
    }
    shortest.sqrt()
}

/// A picture in the units of space, its origin in the middle.
fn plane(canvas: &Canvas, half: f64) -> Cells {
    canvas.plane((-half, half), (-half, half))
}

/// An arrow with its head: the half of the vector, the same turned by a quarter, and its middle, where they are seen.
fn arrow(
    cells: &Cells,
    middle: Place,
    [along, across]: [Place; 2],
    colour: Colour,
) -> Result<(), Error> {
    let at = |far: f64, aside: f64| {
        (
            middle.0 + far * along.0 + aside * across.0,
            middle.1 + far * along.1 + aside * across.1,
        )
    };
    cells.line(at(-1.0, 0.0), at(0.5, 0.0), colour, STROKES.0)?;
    let head = vec![at(1.0, 0.0), at(0.3, 0.35), at(0.3, -0.35)];
    cells.area.draw(&Polygon::new(head, fill(colour, 1.0)))?;
    Ok(())
}

/// A dot at the vertex.
fn mark(cells: &Cells, place: Place) -> Result<(), Error> {
    let style = fill(cells.palette.window_edge, 1.0);
    cells.area.draw(&Circle::new(place, pixels(DOT), style))?;
    Ok(())
}

/// The colour of a face round the vertex.
fn tint(palette: &Palette) -> Colour {
    mix(palette.background, palette.window, 0.35)
}

/// The surface, with frames and vectors on the faces round the vertex.
fn surface(journey: &Journey, view: &View, canvas: &Canvas) -> Result<(), Error> {
    let cells = plane(canvas, 1.2);
    let seen = |point: Vector| {
        let seen = view.project(point);
        (seen.right, -seen.up)
    };
    let mesh = &journey.mesh;
    let mut order = Vec::new();
    for face in 0..mesh.faces().len() {
        order.push((view.project(journey.middle(face)).towards, face));
    }
    order.sort_unstable_by(|(a, _), (b, _)| a.total_cmp(b));
    let palette = &cells.palette;
    for (_, face) in order {
        let corners = mesh.faces()[face].map(|vertex| seen(mesh.vertices()[vertex]));
        let [(ax, ay), (bx, by), (cx, cy)] = corners;
        let outside = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax) < 0.0;
        if !outside && mesh.is_closed() {
            continue;
        }
        let at = journey.faces.iter().position(|other| *other == face);
        let colour = match at {
            Some(_) => tint(palette),
            None => mix(
                palette.background,
                palette.line,
                if outside { 0.35 } else { 0.8 },
            ),
        };
        cells.face(&corners, colour, 1.0)?;
        let Some(at) = at.filter(|_| outside) else {
            continue;
        };
        let middle = journey.middle(face);
        let along = |direction: Vector, length: f64| {
            let (from, to) = (
                seen(middle),
                seen(combination(&[(1.0, middle), (length, direction)])),
            );
            (to.0 - from.0, to.1 - from.1)
        };
        let from = seen(middle);
        // The vector as it began is seen in the first face still when it has come back.
        let last = journey.last_at(at);
        let began = last.filter(|last| *last > 0 && at == 0).map(|_| 0);
        for (place, colour) in [(began, palette.muted), (last, palette.ink)] {
            let Some(place) = place else { continue };
            let [x, y] = journey.components[place];
            let [first, second] = journey.axes[at];
            let sides = [[x, y], [-y, x]].map(|[x, y]| {
                let direction = combination(&[(x, first), (y, second)]);
                along(direction, journey.half)
            });
            arrow(&cells, from, sides, colour)?;
        }
        for (axis, colour) in journey.axes[at]
            .iter()
            .zip([palette.positive, palette.negative])
        {
            let (right, down) = along(*axis, AXIS * journey.half);
            cells.line(from, (from.0 + right, from.1 + down), colour, STROKES.1)?;
        }
        // On top of the faces round it, and under what hides them.
        mark(&cells, seen(mesh.vertices()[journey.vertex]))?;
    }
    let gesture = Gesture::Drag {
        across: Track::new("azimuth", 1.0_f64.to_radians(), 0),
        down: Track::new("elevation", 1.0_f64.to_radians(), 0),
    };
    let all = -1.2..1.2;
    cells.handle((all.clone(), all), "the surface", gesture)
}

/// The faces round the vertex laid into a plane, one beside the other from the first, and the vector in each: there it does not turn.
fn unfolded(journey: &Journey, canvas: &Canvas) -> Result<(), Error> {
    let mesh = &journey.mesh;
    let neighbours = mesh.vertex_neighbours(journey.vertex);
    let count = journey.faces.len();
    let (mut lengths, mut longest) = (Vec::new(), 0.0_f64);
    for &other in neighbours {
        let (from, to) = (mesh.vertices()[journey.vertex], mesh.vertices()[other]);
        let edge = combination(&[(1.0, to), (-1.0, from)]);
        let length = dot(edge, edge).sqrt();
        lengths.push(length);
        longest = longest.max(length);
    }
    let cells = plane(canvas, 1.1 * longest);
    // The first edge points upwards, and the faces follow counter-clockwise as seen from outside.
    let place = |angle: f64, length: f64| {
        let (sine, cosine) = libm::sincos(angle);
        (-length * sine, -length * cosine)
    };
    // The angle of the vector with the first edge.
    let [first, second] = journey.axes[0];
    let edge = combination(&[
        (1.0, mesh.vertices()[neighbours[0]]),
        (-1.0, mesh.vertices()[journey.vertex]),
    ]);
    let [along, aside] = [first, second].map(|axis| dot(axis, edge));
    let [x, y] = journey.components[0];
    let vector = libm::atan2(along * y - aside * x, along * x + aside * y);
    let mut angle = 0.0;
    let mut from = place(0.0, lengths[0]);
    for at in 0..count {
        angle += journey.angles[at];
        let to = place(angle, lengths[(at + 1) % count]);
        // Where the angles are more than a whole turn, faces lie upon others.
        let corners = [(0.0, 0.0), from, to];
        cells.face(&corners, tint(&cells.palette), 0.7)?;
        if at < journey.components.len() {
            let middle = ((from.0 + to.0) / 3.0, (from.1 + to.1) / 3.0);
            let sides = [0.0, FRAC_PI_2].map(|turn| place(vector + turn, journey.half));
            arrow(&cells, middle, sides, cells.palette.ink)?;
        }
        from = to;
    }
    mark(&cells, (0.0, 0.0))
}

/// An angle in degrees.
fn degrees(angle: f64) -> String {
    format!("{}°", format_number(angle.to_degrees(), 2))
}

fn pair([x, y]: [f64; 2]) -> String {
    format!("{}, {}", format_number(x, 3), format_number(y, 3))
}

impl Describe for Transport {
    const NAME: &'static str = "transport";
    const TITLE: &'static str = "A vector round a vertex";

    fn caption(&self) -> String {
        format!(
            "Left: a mesh ({}), and a vector that is carried counter-clockwise round the marked vertex, from face to face, with the frame of each face. When it comes back it \
             stands over the vector as it began. Right: the same faces unfolded into a plane, where the vector keeps its direction. Turn the frames, and the vectors \
             remain where they are; only their components change.",
            self.surface
        )
    }

    fn parameters(&mut self, parameters: &mut Parameters<'_>) {
        parameters.choice(("mesh", "Mesh"), &mut self.surface);
        let vertices = 0..=VERTICES as i64 - 1;
        parameters.range(("vertex", "Vertex"), vertices, &mut self.vertex);
        let round = self
            .place()
            .map(|(mesh, vertex)| mesh.vertex_faces(vertex).len());
        parameters.place(
            ("crossed", "Edges crossed"),
            (PLACES, PLACES - 1),
            round.unwrap_or(0),
            &mut self.crossed,
        );
        parameters.range(
            ("frames", "Turn the frames by (degrees)"),
            TURNS,
            &mut self.frames,
        );
        parameters.range(
            ("azimuth", "View from the side (degrees)"),
            TURNS,
            &mut self.azimuth,
        );
        let elevation = ("elevation", "View from above (degrees)");
        parameters.range(elevation, ELEVATIONS, &mut self.elevation);
    }

    fn draw(&self, theme: Theme, space: Space) -> Result<Drawing, Error> {
        let journey = self.journey()?;
        let [curvature, turning] = journey.mesh.curvature_and_turning();
        let count = journey.faces.len();
        let crossed = journey.components.len() - 1;
        let now = journey.components[crossed];
        let (defect, holonomy) = (degrees(journey.defect), degrees(journey.holonomy));
        let summary = Summary {
            title: Self::TITLE,
            description: format!(
                "A mesh ({}) in parallel projection. Round one of its vertices there are {count} faces, each with a frame of two axes at a right angle. A vector that points away from the vertex in \
                 the first of these faces has been carried across {crossed} edges. Its components were {} and are now {}. Round the vertex {defect} are missing to a whole turn, and a vector that is \
                 carried round it turns by {holonomy}. Beside it, the faces unfolded into a plane, with the vector in one direction.",
                self.surface,
                pair(journey.components[0]),
                pair(now),
            ),
            readouts: vec![
                ("faces", count.to_string()),
                ("defect", defect),
                ("holonomy", holonomy),
                ("components-first", pair(journey.components[0])),
                ("components-now", pair(now)),
                ("sum-of-defects", degrees(curvature)),
                ("turning-of-border", degrees(turning)),
            ],
        };
        let view = self.view(&journey);
        let word = |words: &'static str, colour: fn(&Palette) -> Colour| text(words, SMALL, colour);
        let legend = lines([
            word("the vector now", |palette| palette.ink),
            word("as it began", |palette| palette.muted),
            word("first axis of a frame", |palette| palette.positive),
            word("second axis", |palette| palette.negative),
        ]);
        let mesh: Panel<'_> = scaled((1, 1), (1.2, 1.2), |canvas| {
            surface(&journey, &view, canvas)
        });
        let flat = scaled((1, 1), (1.25, 1.25), |canvas| unfolded(&journey, canvas));
        let mesh = labelled("on the mesh", mesh.named("mesh"));
        let flat = labelled("unfolded", flat.named("unfolded"));
        let panel = if space.is_landscape() {
            row([mesh, flat, legend])
        } else {
            row([mesh, column([flat, legend])])
        };
        panel.draw(space, theme, summary)
    }
}

/// The direction that the surface faces at the vertex, in the mean over the areas of its faces.
fn outwards(journey: &Journey) -> Vector {
    let mesh = &journey.mesh;
    let mut sum = [0.0; 3];
    for &face in &journey.faces {
        let [a, b, c] = mesh.faces()[face].map(|vertex| mesh.vertices()[vertex]);
        let [p, q] = [b, c].map(|corner| combination(&[(1.0, corner), (-1.0, a)]));
        sum = combination(&[(1.0, sum), (1.0, cross(p, q))]);
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Shape;

    /// What is drawn, without what has the colours of the frames.
    fn without_frames(figure: &Transport) -> Vec<Shape> {
        let palette = Theme::Light.palette();
        let drawing = figure.draw(Theme::Light, Space::PAGE).unwrap();
        let of_frame = |shape: &Shape| matches!(shape, Shape::Line { paint, .. } if [palette.positive, palette.negative].contains(&paint.colour));
        let shapes = drawing.shapes.into_iter();
        shapes.filter(|shape| !of_frame(shape)).collect()
    }

    #[test]
    fn vectors_stay_when_frames_turn_and_components_change() {
        for surface in Surface::ALL {
            for vertex in 0..VERTICES {
                let straight = Transport {
                    surface,
                    vertex,
                    ..Transport::default()
                };
                let turned = Transport {
                    frames: 77,
                    ..straight.clone()
                };
                let stays = without_frames(&straight) == without_frames(&turned);
                assert!(stays, "{surface} {vertex}");
                let [one, other] = [&straight, &turned].map(|figure| figure.journey().unwrap());
                let [a, b] = [one.components[0], other.components[0]];
                assert!((a[0] - b[0]).abs() + (a[1] - b[1]).abs() > 0.1);
                let difference = (one.holonomy - one.defect).abs();
                assert!(difference < 1e-13 && (one.holonomy - other.holonomy).abs() < 1e-13);
            }
        }
    }

    /// Whether a place is within a triangle.
    fn covers(corners: &[(i32, i32)], (x, y): (i32, i32)) -> bool {
        let sides = (0..3).map(|at| {
            let ((ax, ay), (bx, by)) = (corners[at], corners[(at + 1) % 3]);
            ((bx - ax) * (y - ay) - (by - ay) * (x - ax)).signum()
        });
        let sides: Vec<i32> = sides.collect();
        sides.iter().all(|side| *side >= 0) || sides.iter().all(|side| *side <= 0)
    }

    #[test]
    fn vectors_round_the_vertex_are_not_hidden_at_first() {
        let palette = Theme::Light.palette();
        for surface in Surface::ALL {
            for vertex in 0..VERTICES {
                let figure = Transport {
                    surface,
                    vertex,
                    ..Transport::default()
                };
                let drawing = figure.draw(Theme::Light, Space::PAGE).unwrap();
                let polygons: Vec<_> = drawing
                    .shapes
                    .iter()
                    .filter_map(|shape| match shape {
                        Shape::Polygon { points, paint } => Some((points, *paint)),
                        _ => None,
                    })
                    .collect();
                let is_head = |colour| colour == palette.ink || colour == palette.muted;
                let mut seen = 0;
                for (at, (head, paint)) in polygons.iter().enumerate() {
                    if paint.colour != palette.ink {
                        continue;
                    }
                    // A face that lets through what lies under it hides nothing.
                    seen += usize::from(polygons[at..].iter().all(|(points, paint)| {
                        is_head(paint.colour) || paint.opacity < 1.0 || !covers(points, head[0])
                    }));
                }
                // On the mesh and in the plane.
                let count = figure.journey().unwrap().faces.len();
                assert_eq!(seen, 2 * count, "{surface} {vertex}");
            }
        }
    }
}
