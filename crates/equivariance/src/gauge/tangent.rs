//! Tangent planes at the vertices of a mesh, and the shortest turn from one to another.

use crate::vector::{Vector, cross, dot, length, minus, plus, times, unit};
use crate::{Error, MeshError, Result, TriangleMesh};

/// What is left of a vector after cancellation counts as nothing up to this part of it: its direction would have lost six digits.
const SMALLEST_PART: f64 = 1e-6;

/// Returns the unit normal at each vertex: the direction of the sum of the normals of its triangles, each as long as its triangle is large.
///
/// # Errors
///
/// A vertex whose normals cancel.
pub(super) fn vertex_normals(mesh: &TriangleMesh) -> Result<Vec<Vector>> {
    let points = mesh.vertices();
    let sides = |[a, b, c]: [usize; 3]| [minus(points[b], points[a]), minus(points[c], points[a])];
    // In units of the largest side, since the products of very small ones vanish.
    let components = mesh.faces().iter().flat_map(|face| sides(*face)).flatten();
    let largest = components.fold(0.0, |most: f64, component| most.max(component.abs()));
    let mut sums = vec![([0.0; 3], 0.0); points.len()];
    for &face in mesh.faces() {
        let [one, other] = sides(face).map(|side| side.map(|component| component / largest));
        let area = cross(one, other);
        for vertex in face {
            let (sum, areas) = sums[vertex];
            sums[vertex] = (plus(sum, area), areas + length(area));
        }
    }
    let normal = |(vertex, (sum, areas)): (usize, (Vector, f64))| match length(sum) {
        size if size > SMALLEST_PART * areas => Ok(unit(sum)),
        _ => Err(Error::Mesh(MeshError::NoTangentPlane { vertex })),
    };
    sums.into_iter().enumerate().map(normal).collect()
}

/// Returns the frame of a vertex whose first axis points towards a neighbour: two axes in the tangent plane, the second counter-clockwise from the first as
/// seen from the tip of the normal, and the normal.
///
/// # Errors
///
/// A neighbour along the normal.
pub(super) fn frame_towards(
    mesh: &TriangleMesh,
    vertex: usize,
    neighbour: usize,
    normal: Vector,
) -> Result<[Vector; 3]> {
    let direction = unit(edge(mesh, vertex, neighbour));
    let within = minus(direction, times(normal, dot(direction, normal)));
    if length(within) <= SMALLEST_PART {
        return Err(Error::Mesh(MeshError::NeighbourAlongNormal {
            vertex,
            neighbour,
        }));
    }
    let first = unit(within);
    Ok([first, cross(normal, first), normal])
}

/// Returns a frame, turned about its normal.
pub(super) fn turned([first, second, normal]: [Vector; 3], angle: f64) -> [Vector; 3] {
    let (sin, cos) = libm::sincos(angle);
    [
        plus(times(first, cos), times(second, sin)),
        minus(times(second, cos), times(first, sin)),
        normal,
    ]
}

/// Returns the logarithm of a neighbour in polar coordinates, the angle at which the frame of the vertex sees it and the length of the edge; and the part of the edge that lies
/// in the tangent plane.
///
/// # Errors
///
/// A neighbour along the normal.
pub(super) fn logarithm(
    mesh: &TriangleMesh,
    vertex: usize,
    neighbour: usize,
    [first, second, _]: [Vector; 3],
) -> Result<([f64; 2], f64)> {
    let edge = edge(mesh, vertex, neighbour);
    let direction = unit(edge);
    let (x, y) = (dot(direction, first), dot(direction, second));
    let part = length([x, y, 0.0]);
    if part <= SMALLEST_PART {
        return Err(Error::Mesh(MeshError::NeighbourAlongNormal {
            vertex,
            neighbour,
        }));
    }
    Ok(([libm::atan2(y, x), dot(edge, direction)], part))
}

/// Returns the angle, in the frame `to`, of the first axis of the frame `from` once the shortest turn of space has taken its normal n to that of the other, n′;
/// and (1 + n·n′) / 2. `None` if the normals are opposite.
pub(super) fn shortest_turn(from: [Vector; 3], to: [Vector; 3]) -> Option<(f64, f64)> {
    let ([axis, _, start], [first, second, end]) = (from, to);
    let both = 1.0 + dot(start, end);
    if both <= SMALLEST_PART {
        return None;
    }
    // For v at right angles to the start s, the turn is v − (v·e) / (1 + s·e) (s + e).
    let turned = minus(axis, times(plus(start, end), dot(axis, end) / both));
    let angle = libm::atan2(dot(turned, second), dot(turned, first));
    Some((angle, both / 2.0))
}

fn edge(mesh: &TriangleMesh, from: usize, to: usize) -> Vector {
    minus(mesh.vertices()[to], mesh.vertices()[from])
}
