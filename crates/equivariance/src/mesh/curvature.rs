//! Curvature: the angles that are missing round a vertex, and their sum.

use std::f64::consts::{PI, TAU};

use super::TriangleMesh;
use super::topology::Fan;
use crate::vector::angle;
use crate::{Error, MeshError, Result};

impl TriangleMesh {
    /// Returns the angle of a face at its corner number `corner`, between 0 and π.
    ///
    /// It is off by no more than 8 ε, with the distance ε of 1 to the next number.
    ///
    /// # Errors
    ///
    /// A face that there is not, or a corner that is not 0, 1 or 2.
    pub fn corner_angle(&self, face: usize, corner: usize) -> Result<f64> {
        self.check_face(face)?;
        if corner >= 3 {
            return Err(Error::Mesh(MeshError::NoSuchCorner { corner }));
        }
        let at = |turn: usize| self.faces[face][(corner + turn) % 3];
        Ok(angle(self.edge(at(0), at(1)), self.edge(at(0), at(2))))
    }

    /// Returns the sum of the angles of the faces at a vertex. It is 2π where the surface is flat, unless the vertex is of the border.
    ///
    /// # Errors
    ///
    /// A vertex that there is not.
    pub fn angle_sum(&self, vertex: usize) -> Result<f64> {
        let fan = self.check_vertex(vertex)?;
        Ok(self.sum_of_angles(vertex, fan))
    }

    /// Returns 2π less the [angles](Self::angle_sum) at a vertex within the surface: the Gaussian curvature that it stands for.
    ///
    /// It is positive at a peak, 0 where the surface is flat, negative at a saddle.
    ///
    /// # Errors
    ///
    /// A vertex that there is not, or one of the border, which has a [turning angle](Self::turning_angle).
    ///
    /// # Examples
    ///
    /// Five triangles of equal sides leave an angle of π/3.
    ///
    /// ```
    /// use std::f64::consts::PI;
    /// use equivariance::TriangleMesh;
    ///
    /// let defect = TriangleMesh::icosahedron().angle_defect(0)?;
    /// assert!((defect - PI / 3.0).abs() < 1e-14);
    /// # Ok::<(), equivariance::Error>(())
    /// ```
    pub fn angle_defect(&self, vertex: usize) -> Result<f64> {
        let fan = self.check_vertex(vertex)?;
        if !fan.is_closed() {
            let edge = [vertex, fan.neighbours[0]];
            return Err(Error::Mesh(MeshError::VertexOnBorder { vertex, edge }));
        }
        Ok(TAU - self.sum_of_angles(vertex, fan))
    }

    /// Returns π less the [angles](Self::angle_sum) at a vertex of the border: by how much the border turns there, to the side of the surface.
    ///
    /// # Errors
    ///
    /// A vertex that there is not, or one within the surface, which has an [angle defect](Self::angle_defect).
    pub fn turning_angle(&self, vertex: usize) -> Result<f64> {
        let fan = self.check_vertex(vertex)?;
        if fan.is_closed() {
            return Err(Error::Mesh(MeshError::VertexWithinSurface { vertex }));
        }
        Ok(PI - self.sum_of_angles(vertex, fan))
    }

    /// Returns the sum of the [angle defects](Self::angle_defect) of a closed mesh, which is 2π [χ](Self::euler_characteristic).
    ///
    /// That is exact but for rounding: the sum is off by no more than ε (24 F + V Σ|defect|), with the distance ε of 1 to the next number, F
    /// faces and V vertices.
    ///
    /// # Errors
    ///
    /// A mesh with a border, for which the sum would be wrong; the error names the first open edge.
    ///
    /// # Source
    ///
    /// René Descartes, *De solidorum elementis*, about 1630, for convex polyhedra. It is the theorem of Gauss and Bonnet for polyhedra: Keenan Crane,
    /// Fernando de Goes, Mathieu Desbrun, Peter Schröder, *Digital Geometry Processing with Discrete Exterior Calculus*, SIGGRAPH Courses 2013,
    /// <https://doi.org/10.1145/2504435.2504442>.
    pub fn total_curvature(&self) -> Result<f64> {
        self.check_closed()?;
        Ok(self.curvature_and_turning()[0])
    }

    /// Returns the sum of the [angle defects](Self::angle_defect) within the surface, and that of the [turning angles](Self::turning_angle) of its border. Together they
    /// are 2π [χ](Self::euler_characteristic).
    pub fn curvature_and_turning(&self) -> [f64; 2] {
        let mut sums = [0.0; 2];
        for (vertex, fan) in self.fans.iter().enumerate() {
            let angles = self.sum_of_angles(vertex, fan);
            if fan.is_closed() {
                sums[0] += TAU - angles;
            } else {
                sums[1] += PI - angles;
            }
        }
        sums
    }

    /// Returns an error that names the first open edge, unless the mesh is closed.
    ///
    /// # Errors
    ///
    /// A mesh with a border.
    pub fn check_closed(&self) -> Result<()> {
        let open = self.boundary_edges();
        open.first().map_or(Ok(()), |&edge| {
            Err(Error::Mesh(MeshError::OpenEdge {
                edge,
                open: open.len(),
            }))
        })
    }

    pub(super) fn check_face(&self, face: usize) -> Result<()> {
        let faces = self.faces.len();
        if face >= faces {
            return Err(Error::Mesh(MeshError::NoSuchFace { face, faces }));
        }
        Ok(())
    }

    fn sum_of_angles(&self, vertex: usize, fan: &Fan) -> f64 {
        let sides = |at: usize| {
            let next = (at + 1) % fan.neighbours.len();
            [at, next].map(|at| self.edge(vertex, fan.neighbours[at]))
        };
        (0..fan.faces.len())
            .map(sides)
            .map(|[one, other]| angle(one, other))
            .sum()
    }
}
