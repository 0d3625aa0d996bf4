//! What is a neighbour of what: edges, borders, and the vertices round a vertex.

use super::TriangleMesh;
use crate::dense::with_room;
use crate::{Error, Result};

/// What surrounds a vertex, counter-clockwise as seen from outside.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Fan {
    /// The neighbours. At a vertex of the border the first and the last are of the border too, and there is one more than faces.
    pub(super) neighbours: Vec<usize>,
    /// The faces, each between a neighbour and the next.
    pub(super) faces: Vec<usize>,
}

impl Fan {
    /// Whether the faces go all the way round.
    pub(super) fn is_closed(&self) -> bool {
        self.neighbours.len() == self.faces.len()
    }
}

impl TriangleMesh {
    /// Returns the edges in order, each from its lower to its higher vertex.
    pub fn edges(&self) -> Vec<[usize; 2]> {
        let mut edges = Vec::new();
        for (vertex, fan) in self.fans.iter().enumerate() {
            let higher = fan.neighbours.iter().filter(|other| **other > vertex);
            edges.extend(higher.map(|other| [vertex, *other]));
        }
        edges.sort_unstable();
        edges
    }

    /// Returns the edges of one face only, in order of their first vertex, each in the direction in which that face goes along it; none if the mesh is closed.
    pub fn boundary_edges(&self) -> Vec<[usize; 2]> {
        let open = self.fans.iter().enumerate();
        open.filter(|(_, fan)| !fan.is_closed())
            .map(|(vertex, fan)| [vertex, fan.neighbours[0]])
            .collect()
    }

    /// Returns whether every edge belongs to two faces.
    pub fn is_closed(&self) -> bool {
        self.fans.iter().all(Fan::is_closed)
    }

    /// Returns χ = V − E + F, vertices less edges plus faces: 2 for what can be bent into a sphere, 2 less for each handle, 1 less for each
    /// hole with a border; for several parts the sum.
    pub fn euler_characteristic(&self) -> isize {
        let ends: usize = self.fans.iter().map(|fan| fan.neighbours.len()).sum();
        let [vertices, edges, faces] =
            [self.vertices.len(), ends / 2, self.faces.len()].map(|count| count as isize);
        vertices - edges + faces
    }

    /// Returns the vertices that share an edge with a vertex, counter-clockwise as seen from outside.
    ///
    /// At a vertex of the border, from the one end of the border to the other; else round, from the lowest.
    ///
    /// # Panics
    ///
    /// If there is no such vertex.
    #[track_caller]
    pub fn vertex_neighbours(&self, vertex: usize) -> &[usize] {
        &self.fans[vertex].neighbours
    }

    /// Returns the faces at a vertex, counter-clockwise as seen from outside: number i is that between the neighbours number i and i + 1, round the
    /// vertex if it is not of the border.
    ///
    /// # Panics
    ///
    /// If there is no such vertex.
    #[track_caller]
    pub fn vertex_faces(&self, vertex: usize) -> &[usize] {
        &self.fans[vertex].faces
    }
}

/// A direction along an edge, and the face that goes along it in this direction.
struct Side {
    from: usize,
    to: usize,
    face: usize,
}

/// Orders what surrounds each vertex, and refuses what is no surface.
pub(super) fn fans(vertices: usize, faces: &[[usize; 3]]) -> Result<Vec<Fan>> {
    check_edges(faces)?;
    // At each vertex: the next corner of each of its faces, the one before, and the face.
    let mut corners: Vec<Vec<[usize; 3]>> = with_room(vertices)?;
    corners.resize(vertices, Vec::new());
    for (face, &[a, b, c]) in faces.iter().enumerate() {
        for [vertex, next, before] in [[a, b, c], [b, c, a], [c, a, b]] {
            corners[vertex].push([next, before, face]);
        }
    }
    let fans = corners.iter_mut().enumerate();
    fans.map(|(vertex, corners)| fan(vertex, corners)).collect()
}

/// Refuses an edge of more than two faces, or of two that go along it in one direction.
fn check_edges(faces: &[[usize; 3]]) -> Result<()> {
    let mut sides: Vec<Side> = with_room(3 * faces.len())?;
    for (face, &[a, b, c]) in faces.iter().enumerate() {
        for [from, to] in [[a, b], [b, c], [c, a]] {
            sides.push(Side { from, to, face });
        }
    }
    let ends = |side: &Side| [side.from.min(side.to), side.from.max(side.to)];
    sides.sort_unstable_by_key(|side| (ends(side), side.face));
    for sides in sides.chunk_by(|one, other| ends(one) == ends(other)) {
        match sides {
            [first, second, third, ..] => {
                return Err(Error::NonManifoldEdge {
                    edge: ends(first),
                    faces: [first.face, second.face, third.face],
                });
            }
            [first, second] if first.from == second.from => {
                return Err(Error::OrientationsDisagree {
                    edge: [first.from, first.to],
                    faces: [first.face, second.face],
                });
            }
            _ => {}
        }
    }
    Ok(())
}

/// Orders the faces at a vertex, of which no two have the same next corner or the same one before.
fn fan(vertex: usize, corners: &mut [[usize; 3]]) -> Result<Fan> {
    corners.sort_unstable();
    let mut befores: Vec<usize> = corners.iter().map(|[_, before, _]| *before).collect();
    befores.sort_unstable();
    // A border begins with an edge that is no face's last.
    let open = corners
        .iter()
        .position(|[next, ..]| befores.binary_search(next).is_err());
    let mut at = open.unwrap_or(0);
    let mut fan = Fan::default();
    let Some(&[first, ..]) = corners.get(at) else {
        return Err(Error::VertexWithoutFace { vertex });
    };
    loop {
        let [next, before, face] = corners[at];
        fan.neighbours.push(next);
        fan.faces.push(face);
        if before == first {
            break;
        }
        match corners.binary_search_by_key(&before, |[next, ..]| *next) {
            Ok(following) => at = following,
            Err(_) => {
                fan.neighbours.push(before);
                break;
            }
        }
    }
    if fan.faces.len() < corners.len() {
        return Err(Error::SeveralFans {
            vertex,
            faces: corners.len(),
            following: fan.faces.len(),
        });
    }
    if let (true, &[one, other]) = (fan.is_closed(), fan.faces.as_slice()) {
        let faces = [one.min(other), one.max(other)];
        return Err(Error::FaceTwice { faces });
    }
    Ok(fan)
}
