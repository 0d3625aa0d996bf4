//! What is a neighbour of what: edges, borders, and the vertices round a vertex.

use super::TriangleMesh;
use crate::dense::with_room;
use crate::{Error, MeshError, Result};

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

/// The sides of all faces, in order: from which vertex, to which, and of which face.
struct Sides<'a> {
    faces: &'a [[usize; 3]],
    sides: Vec<[usize; 3]>,
}

/// Orders what surrounds each vertex, and refuses what is no surface.
pub(super) fn fans(vertices: usize, faces: &[[usize; 3]]) -> Result<Vec<Fan>> {
    let mut sides = with_room(3 * faces.len())?;
    for (face, &[a, b, c]) in faces.iter().enumerate() {
        sides.extend([[a, b, face], [b, c, face], [c, a, face]]);
    }
    sides.sort_unstable();
    let sides = Sides { faces, sides };
    sides.check_edges()?;
    (0..vertices).map(|vertex| sides.fan(vertex)).collect()
}

impl Sides<'_> {
    /// Those that come after all up to a vertex, and a vertex that they lead to.
    fn after(&self, from: usize, to: usize) -> &[[usize; 3]] {
        let at = self
            .sides
            .partition_point(|side| (side[0], side[1]) < (from, to));
        &self.sides[at..]
    }

    /// How many lead from a vertex to another.
    fn count(&self, from: usize, to: usize) -> usize {
        let after = self.after(from, to).iter();
        after
            .take_while(|side| (side[0], side[1]) == (from, to))
            .count()
    }

    /// Refuses an edge of more than two faces, or of two that go along it in one direction.
    fn check_edges(&self) -> Result<()> {
        let ends = |side: &[usize; 3]| [side[0], side[1]];
        for sides in self.sides.chunk_by(|one, other| ends(one) == ends(other)) {
            let (along, [from, to]) = (sides.len(), ends(&sides[0]));
            if along + self.count(to, from) > 2 {
                let edge = [from.min(to), from.max(to)];
                let faces = self.faces_with(edge);
                return Err(Error::Mesh(MeshError::NonManifoldEdge { edge, faces }));
            }
            if along > 1 {
                let edge = [from, to];
                let faces = self.faces_with(edge);
                return Err(Error::Mesh(MeshError::OrientationsDisagree { edge, faces }));
            }
        }
        Ok(())
    }

    /// The first faces with both vertices; there are enough of them.
    fn faces_with<const N: usize>(&self, edge: [usize; 2]) -> [usize; N] {
        let has_both = |face: &usize| edge.iter().all(|v| self.faces[*face].contains(v));
        let mut faces = (0..self.faces.len()).filter(has_both);
        std::array::from_fn(|_| faces.next().unwrap_or_default())
    }

    /// What surrounds a vertex, of which no two faces have the same next corner or the same one before.
    fn fan(&self, vertex: usize) -> Result<Fan> {
        let here = self.after(vertex, 0);
        let here = &here[..here.len() - self.after(vertex + 1, 0).len()];
        // A border begins with an edge that is no face's last.
        let open = here.iter().find(|side| self.count(side[1], vertex) == 0);
        let Some(&[_, first, mut face]) = open.or(here.first()) else {
            return Err(Error::Mesh(MeshError::VertexWithoutFace { vertex }));
        };
        let mut fan = Fan::default();
        let mut next = first;
        loop {
            fan.neighbours.push(next);
            fan.faces.push(face);
            let corners = self.faces[face];
            let at = usize::from(corners[1] == vertex) + 2 * usize::from(corners[2] == vertex);
            next = corners[(at + 2) % 3];
            if next == first {
                break;
            }
            match self.after(vertex, next).first() {
                Some(&[from, to, following]) if (from, to) == (vertex, next) => face = following,
                _ => {
                    fan.neighbours.push(next);
                    break;
                }
            }
        }
        if fan.faces.len() < here.len() {
            return Err(Error::Mesh(MeshError::SeveralFans {
                vertex,
                faces: here.len(),
                following: fan.faces.len(),
            }));
        }
        if let (true, &[one, other]) = (fan.is_closed(), fan.faces.as_slice()) {
            let faces = [one.min(other), one.max(other)];
            return Err(Error::Mesh(MeshError::FaceTwice { faces }));
        }
        Ok(fan)
    }
}
