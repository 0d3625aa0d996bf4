//! Surfaces made of triangles: what is a neighbour of what, how curved they are, and how a tangent vector is carried along them.

mod curvature;
mod error;
mod obj;
mod obj_error;
mod solids;
mod topology;
mod transport;

pub use error::MeshError;
pub use obj::parse_obj;
pub use obj_error::ObjError;
pub use transport::FaceTransport;

use topology::Fan;

use crate::vector::{Vector, area_and_longest, minus};
use crate::{Error, Result};

/// The largest absolute value of a coordinate: with it, no product of two lengths overflows.
const FARTHEST: f64 = 1e150;
/// A triangle is degenerate if its height over its longest side is no more than so many of these sides: it has no plane then.
const FLATTEST: f64 = 1e-10;

/// A surface in space made of triangles: vertices 0, 1, 2, … with coordinates, and faces of three vertices each.
///
/// Every edge belongs to one face, and is then part of the border, or to two; and the faces at a vertex follow one another round it, once.
/// The corners of a face are given counter-clockwise, as seen from the side that is called outside, and neighbours agree about that side.
/// The surface may have several parts and any number of holes and handles.
///
/// ```
/// use equivariance::TriangleMesh;
///
/// let square = TriangleMesh::new(
///     vec![[0.0, 0.0, 0.0], [1.0, 0.0, 0.0], [1.0, 1.0, 0.0], [0.0, 1.0, 0.0]],
///     vec![[0, 1, 2], [0, 2, 3]],
/// )?;
/// assert_eq!(square.vertex_neighbours(0), [1, 2, 3]);
/// assert_eq!(square.boundary_edges(), [[0, 1], [1, 2], [2, 3], [3, 0]]);
/// assert_eq!(square.euler_characteristic(), 1);
/// # Ok::<(), equivariance::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct TriangleMesh {
    vertices: Vec<Vector>,
    faces: Vec<[usize; 3]>,
    /// What surrounds each vertex.
    fans: Vec<Fan>,
}

impl TriangleMesh {
    /// Returns the mesh of these vertices and faces.
    ///
    /// # Errors
    ///
    /// The first of these that is found, in this order: no face; a coordinate that is not finite or larger than 10¹⁵⁰ in absolute
    /// value; a face with a vertex that there is not, with a vertex twice, or whose height over its longest side is no more than
    /// 10⁻¹⁰ of it; an edge of more than two faces; two faces that go along their common edge in the same direction, so that they
    /// disagree about what is outside (a Möbius strip has such a pair in whatever way it is numbered); a vertex of no face, or whose
    /// faces do not follow one another round it; two faces with the same three vertices.
    pub fn new(vertices: Vec<[f64; 3]>, faces: Vec<[usize; 3]>) -> Result<Self> {
        if faces.is_empty() {
            return Err(Error::Mesh(MeshError::NoFaces));
        }
        for (vertex, point) in vertices.iter().enumerate() {
            let near = |value: &&f64| (-FARTHEST..=FARTHEST).contains(*value);
            if let Some(&value) = point.iter().find(|value| !near(value)) {
                return Err(Error::Mesh(MeshError::CoordinateOutOfRange {
                    vertex,
                    value,
                }));
            }
        }
        for (face, &corners) in faces.iter().enumerate() {
            check_triangle(&vertices, face, corners)?;
        }
        let fans = topology::fans(vertices.len(), &faces)?;
        Ok(Self {
            vertices,
            faces,
            fans,
        })
    }

    /// Returns the coordinates of the vertices.
    pub fn vertices(&self) -> &[[f64; 3]] {
        &self.vertices
    }

    /// Returns the vertices of each face, counter-clockwise as seen from outside, from the one that was given first.
    pub fn faces(&self) -> &[[usize; 3]] {
        &self.faces
    }

    /// The way from a vertex to another.
    fn edge(&self, from: usize, to: usize) -> Vector {
        minus(self.vertices[to], self.vertices[from])
    }

    fn check_vertex(&self, vertex: usize) -> Result<&Fan> {
        let vertices = self.vertices.len();
        self.fans
            .get(vertex)
            .ok_or(Error::Mesh(MeshError::NoSuchVertex { vertex, vertices }))
    }
}

/// Refuses a face that is no triangle.
fn check_triangle(vertices: &[Vector], face: usize, corners: [usize; 3]) -> Result<()> {
    if let Some(&vertex) = corners.iter().find(|vertex| **vertex >= vertices.len()) {
        return Err(Error::Mesh(MeshError::FaceToNowhere {
            face,
            vertex,
            vertices: vertices.len(),
        }));
    }
    let [a, b, c] = corners.map(|vertex| vertices[vertex]);
    let (area, longest) = area_and_longest([minus(b, a), minus(c, b), minus(a, c)]);
    // Twice the area is the height times the longest side; both are relative to one scale. A vertex that is met twice has no area.
    if 2.0 * area <= FLATTEST * longest * longest {
        return Err(Error::Mesh(MeshError::DegenerateTriangle { face, corners }));
    }
    Ok(())
}
