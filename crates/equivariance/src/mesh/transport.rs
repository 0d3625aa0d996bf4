//! Parallel transport of tangent vectors from face to face.

use ndarray::aview1;

use super::TriangleMesh;
use crate::finite::check_finite;
use crate::scalar::scalar;
use crate::shape::expect_shape;
use crate::vector::{Vector, cross, dot, length, plus, times, unit};
use crate::{Error, MeshError, Result, Scalar};

/// Parallel transport from face to face: unfold a face about its edge into the plane of its neighbour, and a vector of the one is a vector of the other.
///
/// A vector tangent to a face has two components, along the two axes of the *frame* of that face. The first axis is the direction from the face's first vertex to
/// its second, turned counter-clockwise, as seen from outside, by an angle of the face's own; the second is a quarter turn further. So a vector of angle θ in the frame of a face has
/// an angle θ + [`turn`](Self::turn) in the frame of its neighbour. Other frames give other components of the same vector.
///
/// Round a vertex, counter-clockwise, the turns add up to its [angle defect](TriangleMesh::angle_defect): the [holonomy](Self::holonomy).
///
/// # Source
///
/// Keenan Crane, Mathieu Desbrun, Peter Schröder, *Trivial Connections on Discrete Surfaces*, Computer Graphics Forum 29(5), 2010, section 2,
/// <https://doi.org/10.1111/j.1467-8659.2010.01761.x>.
///
/// # Examples
///
/// Once round a vertex of the icosahedron a vector has turned by π/3, whatever the frames.
///
/// ```
/// use std::f64::consts::PI;
/// use equivariance::TriangleMesh;
///
/// let mesh = TriangleMesh::icosahedron();
/// let frames: Vec<f64> = (0..20).map(f64::from).collect();
/// let transport = mesh.face_transport(&frames)?;
/// assert!((transport.holonomy(0)? - PI / 3.0).abs() < 1e-14);
///
/// let round = transport.round(0)?;
/// let [x, y]: [f64; 2] = transport.carry(&round, [1.0, 0.0])?[5];
/// assert!((x - 0.5).abs() < 1e-14 && (y - 0.75_f64.sqrt()).abs() < 1e-14);
/// # Ok::<(), equivariance::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct FaceTransport<'a> {
    mesh: &'a TriangleMesh,
    /// The axes of the frame of each face, in space.
    axes: Vec<[Vector; 2]>,
}

impl TriangleMesh {
    /// Returns the parallel transport from face to face, with an angle for the frame of each face.
    ///
    /// # Errors
    ///
    /// Another number of angles than faces; an angle that is not finite.
    pub fn face_transport(&self, frames: &[f64]) -> Result<FaceTransport<'_>> {
        expect_shape("list of frames", &[self.faces.len()], &[frames.len()])?;
        check_finite("angle of the frame of the face", &aview1(frames))?;
        let axes = self.faces.iter().zip(frames).map(|(&[a, b, c], &angle)| {
            let first = unit(self.edge(a, b));
            // The normal from the side that is farther from the direction of the first: in a needle two sides are almost parallel, and cancel.
            let normals = [a, b].map(|corner| cross(first, unit(self.edge(corner, c))));
            let [one, other] = normals.map(length);
            let second = cross(unit(normals[usize::from(one < other)]), first);
            let (sine, cosine) = libm::sincos(angle);
            let turned = |along, across| plus(times(first, along), times(second, across));
            [turned(cosine, sine), turned(-sine, cosine)]
        });
        Ok(FaceTransport {
            mesh: self,
            axes: axes.collect(),
        })
    }
}

impl FaceTransport<'_> {
    /// Returns the axes of the frame of a face, in space: unit vectors in its plane, at a right angle.
    ///
    /// # Errors
    ///
    /// A face that there is not.
    pub fn axes(&self, face: usize) -> Result<[[f64; 3]; 2]> {
        self.mesh.check_face(face)?;
        Ok(self.axes[face])
    }

    /// Returns by how much the components of a vector turn, counter-clockwise, when it is carried from a face to its neighbour: from −π to π.
    ///
    /// It is β − α, where their common edge has the angle α in the frame of the one and β in that of the other.
    ///
    /// # Errors
    ///
    /// A face that there is not; two faces that have no edge in common.
    pub fn turn(&self, from: usize, to: usize) -> Result<f64> {
        let [cosine, sine] = self.turning(from, to)?;
        Ok(libm::atan2(sine, cosine))
    }

    /// Returns the faces round a vertex, counter-clockwise as seen from outside, with the first once more at the end: a path for [`carry`](Self::carry).
    ///
    /// # Errors
    ///
    /// A vertex that there is not; one of the border, round which no path of faces goes.
    pub fn round(&self, vertex: usize) -> Result<Vec<usize>> {
        let fan = self.mesh.check_vertex(vertex)?;
        if !fan.is_closed() {
            let edge = [vertex, fan.neighbours[0]];
            return Err(Error::Mesh(MeshError::VertexOnBorder { vertex, edge }));
        }
        let first = fan.faces.first();
        Ok(fan.faces.iter().chain(first).copied().collect())
    }

    /// Returns the components of a vector in the frame of each face of a path, as it is carried along the path from its first face. Each face must be a neighbour of the one before.
    ///
    /// With the distance ε of 1 to the next number in `A`, n steps change the components by rounding by no more than 8 n ε times the length of the vector.
    ///
    /// # Errors
    ///
    /// A path without a face; what [`turn`](Self::turn) refuses. A vector that is not finite is carried as it is.
    pub fn carry<A: Scalar>(&self, path: &[usize], vector: [A; 2]) -> Result<Vec<[A; 2]>> {
        let Some(&first) = path.first() else {
            return Err(Error::Mesh(MeshError::EmptyPath));
        };
        self.mesh.check_face(first)?;
        let mut carried = vec![vector];
        let mut now = vector;
        for step in path.windows(2) {
            let [cosine, sine] = self.turning(step[0], step[1])?.map(scalar::<A>);
            now = [
                cosine * now[0] - sine * now[1],
                sine * now[0] + cosine * now[1],
            ];
            carried.push(now);
        }
        Ok(carried)
    }

    /// Returns by which angle a vector has turned when it was carried counter-clockwise round a vertex, back to the face where it began: from −π to π, up to whole turns the [angle defect](TriangleMesh::angle_defect).
    ///
    /// It depends neither on the frames nor on the face.
    ///
    /// # Errors
    ///
    /// What [`round`](Self::round) refuses.
    pub fn holonomy(&self, vertex: usize) -> Result<f64> {
        let round = self.round(vertex)?;
        let [cosine, sine] = self.carry(&round, [1.0, 0.0])?[round.len() - 1];
        Ok(libm::atan2(sine, cosine))
    }

    /// The cosine and the sine of the turn from a face to its neighbour.
    fn turning(&self, from: usize, to: usize) -> Result<[f64; 2]> {
        let [a, b] = self.common_edge(from, to)?;
        let edge = unit(self.mesh.edge(a, b));
        let [before, after] = [from, to].map(|face| self.axes[face].map(|axis| dot(edge, axis)));
        Ok([
            dot_of_two(before, after),
            before[0] * after[1] - before[1] * after[0],
        ])
    }

    fn common_edge(&self, from: usize, to: usize) -> Result<[usize; 2]> {
        self.mesh.check_face(from)?;
        self.mesh.check_face(to)?;
        let sides = |face: usize| {
            let [a, b, c] = self.mesh.faces[face];
            [[a, b], [b, c], [c, a]]
        };
        let others = sides(to);
        sides(from)
            .into_iter()
            .find(|[a, b]| others.contains(&[*b, *a]))
            .ok_or(Error::Mesh(MeshError::NotNeighbours { faces: [from, to] }))
    }
}

fn dot_of_two(a: [f64; 2], b: [f64; 2]) -> f64 {
    a[0] * b[0] + a[1] * b[1]
}
