//! A frame in the tangent plane at each vertex of a mesh, and how its neighbours are seen from there.

use ndarray::aview1;

use super::tangent::{frame_towards, logarithm, shortest_turn, turned, vertex_normals};
use crate::finite::check_finite;
use crate::shape::expect_shape;
use crate::{Error, MeshError, Result, TriangleMesh};

/// How a vertex of a mesh sees one of its neighbours, in given frames.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Neighbour {
    /// The number of the neighbour.
    pub vertex: usize,
    /// Its direction θ in the frame of the vertex, from −π to π, counter-clockwise as seen from the tip of the normal: that of the edge
    /// without its part along the normal.
    pub angle: f64,
    /// The length of the edge. With the angle it makes up the logarithm of the neighbour, in polar coordinates.
    pub distance: f64,
    /// The transport g to the vertex, from −π to π: what has the components v in the frame of the neighbour has the components v turned by g in
    /// that of the vertex, once the plane of the neighbour has been turned into that of the vertex.
    pub transport: f64,
}

/// A frame at each vertex of a mesh: two axes at right angles in its tangent plane.
///
/// The tangent plane is at right angles to the normal of the vertex, which is the mean of the normals of its triangles weighted by their areas.
/// A neighbour q of p has the direction of the edge from p to q without its part along the normal of p, and the length of that edge. The plane of
/// q is brought into that of p by the shortest turn of space that makes one normal the other, its axis at right angles to both. That is parallel transport on the sphere
/// of unit normals. So what is carried round a triangle comes back turned by the area of the spherical triangle of its three normals
/// ([`holonomy`](Self::holonomy)). Nothing here asks for a closed mesh: a vertex on the border has fewer neighbours.
///
/// # Examples
///
/// The faces of an icosahedron are alike, and their normals cover the sphere once: each turns what is carried round it by a twentieth of 4π.
///
/// ```
/// use std::f64::consts::PI;
/// use equivariance::{Frames, TriangleMesh};
///
/// let solid = TriangleMesh::icosahedron();
/// let frames = Frames::new(&solid, &[0.0; 12])?;
/// let face = solid.faces()[0];
/// assert!((frames.holonomy(face)? - PI / 5.0).abs() < 1e-14);
/// # Ok::<(), equivariance::Error>(())
/// ```
///
/// # Source
///
/// Pim de Haan, Maurice Weiler, Taco Cohen, Max Welling, *Gauge Equivariant Mesh CNNs: Anisotropic convolutions on geometric graphs*, ICLR
/// 2021, <https://doi.org/10.48550/arXiv.2003.05425>.
#[derive(Clone, Debug, PartialEq)]
pub struct Frames {
    axes: Vec<[[f64; 3]; 3]>,
    neighbours: Vec<Vec<Neighbour>>,
    condition: f64,
}

impl Frames {
    /// Returns the frames that are turned by these angles, one for each vertex, counter-clockwise as seen from the tip of the normal, from those whose first axis
    /// points towards the first of [`TriangleMesh::vertex_neighbours`].
    ///
    /// Directions and transports are computed from the turned axes, each up to an error of at most 20 [`condition`](Self::condition) ε for the distance ε from 1 to the next number.
    ///
    /// # Errors
    ///
    /// Another number of angles than of vertices; an angle that is not finite; a vertex in no triangle, or whose normals cancel; a neighbour
    /// along the normal; two neighbouring vertices with opposite normals. What remains up to a millionth counts as nothing.
    pub fn new(mesh: &TriangleMesh, angles: &[f64]) -> Result<Self> {
        let vertices = mesh.vertices().len();
        expect_shape("list of angles", &[vertices], &[angles.len()])?;
        check_finite("angle of a frame", &aview1(angles))?;
        let normals = vertex_normals(mesh)?;
        let frame = |vertex: usize| {
            let first = mesh.vertex_neighbours(vertex)[0];
            let frame = frame_towards(mesh, vertex, first, normals[vertex])?;
            Ok(turned(frame, angles[vertex]))
        };
        let axes: Vec<_> = (0..vertices).map(frame).collect::<Result<_>>()?;
        let mut condition = 1.0_f64;
        let mut seen = |vertex: usize, neighbour: usize| {
            let ([angle, distance], part) = logarithm(mesh, vertex, neighbour, axes[vertex])?;
            let transport = shortest_turn(axes[neighbour], axes[vertex]);
            let (transport, closeness) =
                transport.ok_or(Error::Mesh(MeshError::OppositeNormals {
                    vertex,
                    neighbour,
                }))?;
            condition = condition.max(1.0 / part).max(1.0 / closeness);
            Ok(Neighbour {
                vertex: neighbour,
                angle,
                distance,
                transport,
            })
        };
        let mut around = |vertex: usize| {
            let neighbours = mesh.vertex_neighbours(vertex).iter();
            neighbours
                .map(|neighbour| seen(vertex, *neighbour))
                .collect()
        };
        let neighbours = (0..vertices).map(&mut around).collect::<Result<_>>()?;
        Ok(Self {
            axes,
            neighbours,
            condition,
        })
    }

    /// Returns the number of vertices.
    pub fn vertices(&self) -> usize {
        self.axes.len()
    }

    /// Returns the frame at a vertex: the two axes in its tangent plane, and the normal, which is their vector product. `None` if there is no such vertex.
    pub fn axes(&self, vertex: usize) -> Option<[[f64; 3]; 3]> {
        self.axes.get(vertex).copied()
    }

    /// Returns how a vertex sees its neighbours, in the order of [`TriangleMesh::vertex_neighbours`]. `None` if there is no such vertex.
    pub fn neighbours(&self, vertex: usize) -> Option<&[Neighbour]> {
        self.neighbours.get(vertex).map(Vec::as_slice)
    }

    /// Returns κ, by how much the mesh enlarges the rounding of directions and transports: the largest of |edge| / |edge in the tangent plane| and 2 / (1 + n·n′), over all neighbours,
    /// with their normals n and n′. It is 1 on a plane.
    pub fn condition(&self) -> f64 {
        self.condition
    }

    /// Returns by which angle, from −π to π, a vector comes back turned that is carried from the first vertex of a triangle to the second, the third, and back.
    ///
    /// In the frames of the mesh it is the signed area of the spherical triangle of the three normals, up to whole turns, whichever frames were chosen.
    ///
    /// # Errors
    ///
    /// Two of the vertices that are no neighbours.
    pub fn holonomy(&self, [first, second, third]: [usize; 3]) -> Result<f64> {
        let mut angle = 0.0;
        for (from, to) in [(first, second), (second, third), (third, first)] {
            let edge = self.neighbours(to).and_then(|around| {
                let mut around = around.iter();
                around.find(|neighbour| neighbour.vertex == from)
            });
            angle += edge
                .ok_or(Error::Mesh(MeshError::NoSuchEdge { ends: [from, to] }))?
                .transport;
        }
        let (sine, cosine) = libm::sincos(angle);
        Ok(libm::atan2(sine, cosine))
    }
}
