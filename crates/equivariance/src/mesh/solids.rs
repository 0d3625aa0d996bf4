//! Meshes made by code: three solids, a sphere, a torus, and a patch with a border.

use std::f64::consts::TAU;

use super::TriangleMesh;
use crate::vector::{Vector, plus, times, unit};
use crate::{Error, MeshError, Result};

/// The largest number of faces of a mesh that is made here.
const MOST_FACES: usize = 1 << 20;

impl TriangleMesh {
    /// Returns the tetrahedron with its 4 vertices on the unit sphere.
    pub fn tetrahedron() -> Self {
        let vertices = [
            [1.0, 1.0, 1.0],
            [1.0, -1.0, -1.0],
            [-1.0, 1.0, -1.0],
            [-1.0, -1.0, 1.0],
        ];
        let faces = [[0, 1, 2], [0, 2, 3], [0, 3, 1], [1, 3, 2]];
        on_sphere(&vertices, &faces)
    }

    /// Returns the octahedron, whose 6 vertices are the unit vectors along the axes.
    pub fn octahedron() -> Self {
        let vertices = [
            [1.0, 0.0, 0.0],
            [-1.0, 0.0, 0.0],
            [0.0, 1.0, 0.0],
            [0.0, -1.0, 0.0],
            [0.0, 0.0, 1.0],
            [0.0, 0.0, -1.0],
        ];
        let faces = [
            [0, 2, 4],
            [2, 1, 4],
            [1, 3, 4],
            [3, 0, 4],
            [2, 0, 5],
            [1, 2, 5],
            [3, 1, 5],
            [0, 3, 5],
        ];
        on_sphere(&vertices, &faces)
    }

    /// Returns the icosahedron with its 12 vertices on the unit sphere: in the direction of (0, ±1, ±φ) and what these become when the axes are
    /// exchanged in turn, with the golden ratio φ.
    pub fn icosahedron() -> Self {
        let golden = f64::midpoint(1.0, 5.0_f64.sqrt());
        let vertices = [
            [-1.0, golden, 0.0],
            [1.0, golden, 0.0],
            [-1.0, -golden, 0.0],
            [1.0, -golden, 0.0],
            [0.0, -1.0, golden],
            [0.0, 1.0, golden],
            [0.0, -1.0, -golden],
            [0.0, 1.0, -golden],
            [golden, 0.0, -1.0],
            [golden, 0.0, 1.0],
            [-golden, 0.0, -1.0],
            [-golden, 0.0, 1.0],
        ];
        let faces = [
            [0, 11, 5],
            [0, 5, 1],
            [0, 1, 7],
            [0, 7, 10],
            [0, 10, 11],
            [1, 5, 9],
            [5, 11, 4],
            [11, 10, 2],
            [10, 7, 6],
            [7, 1, 8],
            [3, 9, 4],
            [3, 4, 2],
            [3, 2, 6],
            [3, 6, 8],
            [3, 8, 9],
            [4, 9, 5],
            [2, 4, 11],
            [6, 2, 10],
            [8, 6, 7],
            [9, 8, 1],
        ];
        on_sphere(&vertices, &faces)
    }

    /// Returns the icosahedron with each edge divided into `parts` equal parts, its faces into `parts`² triangles, and all vertices moved
    /// outwards onto the unit sphere: 20 `parts`² faces and 10 `parts`² + 2 vertices, of which the first 12 are the icosahedron's.
    ///
    /// # Errors
    ///
    /// No part, or so many that there would be more than 2²⁰ faces.
    pub fn icosphere(parts: usize) -> Result<Self> {
        let solid = Self::icosahedron();
        check_parts("parts", parts, 1)?;
        check_faces(&[solid.faces.len(), parts, parts])?;
        let (vertices, faces) = divided(&solid, parts);
        Self::new(vertices.into_iter().map(unit).collect(), faces)
    }

    /// Returns the torus round the z axis: a circle of the radius `minor`, whose centre goes round a circle of the radius `major`.
    ///
    /// It has `around` circles of `sides` vertices each; vertex `sides` · i + j is on circle i, and j = 0 is farthest from the axis.
    ///
    /// # Errors
    ///
    /// Fewer than 3 circles or sides, or so many that there would be more than 2²⁰ faces; radii that are not 0 < `minor` < `major` ≤ 10¹⁰⁰; a
    /// degenerate triangle, if a radius is too small for the number of sides.
    pub fn torus(around: usize, sides: usize, major: f64, minor: f64) -> Result<Self> {
        check_parts("circles of a torus", around, 3)?;
        check_parts("sides of a torus", sides, 3)?;
        check_faces(&[2, around, sides])?;
        if !(0.0 < minor && minor < major && major <= 1e100) {
            return Err(Error::Mesh(MeshError::TorusRadii { major, minor }));
        }
        let circle = |at: usize, count: usize| libm::sincos(TAU * at as f64 / count as f64);
        let mut vertices = Vec::new();
        let mut faces = Vec::new();
        for i in 0..around {
            let (sine, cosine) = circle(i, around);
            for j in 0..sides {
                let (up, out) = circle(j, sides);
                let radius = major + minor * out;
                vertices.push([radius * cosine, radius * sine, minor * up]);
                let at = |i: usize, j: usize| sides * (i % around) + j % sides;
                let corners = [at(i, j), at(i + 1, j), at(i + 1, j + 1), at(i, j + 1)];
                faces.extend(two_triangles(corners));
            }
        }
        Self::new(vertices, faces)
    }

    /// Returns a patch over the square from −1 to 1, which has a border: at (x, y) it is `height(x, y)` high.
    ///
    /// The square is divided into `rows` by `columns` rectangles of two triangles each. Its `rows` + 1 rows of `columns` + 1 vertices come in order, from
    /// x = −1, y = −1 with x first. Outside is where z is large.
    ///
    /// # Errors
    ///
    /// No row or column, or so many that there would be more than 2²⁰ faces; a height that is not finite or larger than 10¹⁵⁰ in absolute
    /// value, or so large beside the rectangles that a triangle is degenerate.
    ///
    /// # Examples
    ///
    /// ```
    /// use equivariance::TriangleMesh;
    ///
    /// let saddle = TriangleMesh::patch(4, 4, |x, y| x * x - y * y)?;
    /// assert_eq!(saddle.boundary_edges().len(), 16);
    /// assert!(saddle.angle_defect(12)? < 0.0);
    /// # Ok::<(), equivariance::Error>(())
    /// ```
    pub fn patch(rows: usize, columns: usize, height: impl Fn(f64, f64) -> f64) -> Result<Self> {
        check_parts("rows of a patch", rows, 1)?;
        check_parts("columns of a patch", columns, 1)?;
        check_faces(&[2, rows, columns])?;
        let place = |at: usize, count: usize| 2.0 * at as f64 / count as f64 - 1.0;
        let mut vertices = Vec::new();
        let mut faces = Vec::new();
        for row in 0..=rows {
            for column in 0..=columns {
                let (x, y) = (place(column, columns), place(row, rows));
                vertices.push([x, y, height(x, y)]);
                if row < rows && column < columns {
                    let at = |row: usize, column: usize| (columns + 1) * row + column;
                    faces.extend(two_triangles([
                        at(row, column),
                        at(row, column + 1),
                        at(row + 1, column + 1),
                        at(row + 1, column),
                    ]));
                }
            }
        }
        Self::new(vertices, faces)
    }
}

/// The two triangles of a quadrilateral, divided from its first corner to its third.
fn two_triangles([a, b, c, d]: [usize; 4]) -> [[usize; 3]; 2] {
    [[a, b, c], [a, c, d]]
}

/// A mesh whose vertices are moved onto the unit sphere.
fn on_sphere(vertices: &[Vector], faces: &[[usize; 3]]) -> TriangleMesh {
    let vertices = vertices.iter().map(|vertex| unit(*vertex)).collect();
    TriangleMesh::new(vertices, faces.to_vec()).expect("the solids are meshes, as the tests find")
}

fn check_parts(what: &'static str, count: usize, least: usize) -> Result<()> {
    if count < least {
        return Err(Error::TooFewParts { what, count, least });
    }
    Ok(())
}

/// Refuses a mesh with more faces than the product of what may be made.
fn check_faces(factors: &[usize]) -> Result<()> {
    let product = |product: usize, factor: &usize| product.checked_mul(*factor);
    match factors.iter().try_fold(1, product) {
        Some(faces) if faces <= MOST_FACES => Ok(()),
        _ => Err(Error::Mesh(MeshError::TooManyFaces { most: MOST_FACES })),
    }
}

/// The vertices and faces of a mesh in which each edge is divided into equal parts: first the vertices of the mesh, then those of its edges in their order,
/// each from its lower end, then those within each face.
fn divided(mesh: &TriangleMesh, parts: usize) -> (Vec<Vector>, Vec<[usize; 3]>) {
    let edges = mesh.edges();
    let between = |weighted: &[(usize, usize)]| {
        let sum = |sum, &(vertex, weight): &(usize, usize)| {
            plus(sum, times(mesh.vertices[vertex], weight as f64))
        };
        times(weighted.iter().fold([0.0; 3], sum), 1.0 / parts as f64)
    };
    let mut vertices = mesh.vertices.clone();
    for &[low, high] in &edges {
        vertices.extend((1..parts).map(|at| between(&[(low, parts - at), (high, at)])));
    }
    let mut faces = Vec::new();
    for &[a, b, c] in &mesh.faces {
        let first_within = vertices.len();
        for j in 1..parts {
            let rest = parts - j;
            vertices.extend((1..rest).map(|k| between(&[(a, rest - k), (b, j), (c, k)])));
        }
        let on_edge = |from: usize, to: usize, at: usize| {
            let ends = [from.min(to), from.max(to)];
            let edge = edges.partition_point(|edge| *edge < ends);
            let at = if from < to { at } else { parts - at };
            mesh.vertices.len() + edge * (parts - 1) + at - 1
        };
        // The vertex j parts of the way from the first corner to the second and k parts to the third.
        let at = |j: usize, k: usize| match (parts - j - k, j, k) {
            (_, 0, 0) => a,
            (0, _, 0) => b,
            (0, 0, _) => c,
            (_, at, 0) => on_edge(a, b, at),
            (0, _, at) => on_edge(b, c, at),
            (_, 0, at) => on_edge(a, c, at),
            // Before row j there are rows of parts − 2, parts − 3, … vertices.
            _ => first_within + (j - 1) * (2 * parts - 2 - j) / 2 + k - 1,
        };
        for j in 0..parts {
            for k in 0..parts - j {
                faces.push([at(j, k), at(j + 1, k), at(j, k + 1)]);
                if j + k + 1 < parts {
                    faces.push([at(j + 1, k), at(j + 1, k + 1), at(j, k + 1)]);
                }
            }
        }
    }
    (vertices, faces)
}
