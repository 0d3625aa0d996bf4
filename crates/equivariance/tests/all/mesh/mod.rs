//! Triangle meshes: what is a mesh and what is none, their curvature, vectors carried along them, and files that hold them.

mod curvature;
mod obj;
mod surfaces;
mod transport;

use std::f64::consts::TAU;

use equivariance::*;

type Vector = [f64; 3];

fn dot(a: Vector, b: Vector) -> f64 {
    (0..3).map(|i| a[i] * b[i]).sum()
}

fn minus(a: Vector, b: Vector) -> Vector {
    std::array::from_fn(|i| a[i] - b[i])
}

fn cross(a: Vector, b: Vector) -> Vector {
    std::array::from_fn(|i| a[(i + 1) % 3] * b[(i + 2) % 3] - a[(i + 2) % 3] * b[(i + 1) % 3])
}

fn unit(a: Vector) -> Vector {
    let length = dot(a, a).sqrt();
    a.map(|value| value / length)
}

/// The difference of two angles, up to whole turns.
fn apart(a: f64, b: f64) -> f64 {
    let turns = (a - b) / TAU;
    ((turns - turns.round()) * TAU).abs()
}

fn noise(count: usize, seed: u64) -> Vec<f64> {
    seeded_noise::<f64, _, _>(count, seed).to_vec()
}

/// The mesh with each vertex moved by up to half of `by` along each axis.
fn shaken(mesh: &TriangleMesh, by: f64, seed: u64) -> TriangleMesh {
    let noise = noise(3 * mesh.vertices().len(), seed);
    let moved = mesh.vertices().iter().zip(noise.chunks(3));
    let moved =
        moved.map(|(point, noise)| std::array::from_fn(|i| point[i] + by * (noise[i] - 0.5)));
    TriangleMesh::new(moved.collect(), mesh.faces().to_vec()).unwrap()
}

/// Two meshes as one, which share no vertex.
fn beside(one: &TriangleMesh, other: &TriangleMesh) -> TriangleMesh {
    let count = one.vertices().len();
    let faces = other.faces().iter().map(|face| face.map(|v| v + count));
    TriangleMesh::new(
        [one.vertices(), other.vertices()].concat(),
        one.faces().iter().copied().chain(faces).collect(),
    )
    .unwrap()
}

/// The mesh without some of its faces.
fn without(mesh: &TriangleMesh, faces: &[usize]) -> TriangleMesh {
    let left = mesh.faces().iter().enumerate();
    let left = left.filter(|(face, _)| !faces.contains(face));
    TriangleMesh::new(
        mesh.vertices().to_vec(),
        left.map(|(_, corners)| *corners).collect(),
    )
    .unwrap()
}

/// Meshes of every kind, with their Euler characteristics.
fn meshes() -> Vec<(&'static str, TriangleMesh, isize)> {
    let sphere = TriangleMesh::icosphere(4).unwrap();
    let torus = TriangleMesh::torus(12, 7, 2.0, 0.8).unwrap();
    let patch = TriangleMesh::patch(5, 4, |x, y| x * x - y * y * y).unwrap();
    vec![
        ("tetrahedron", TriangleMesh::tetrahedron(), 2),
        ("octahedron", TriangleMesh::octahedron(), 2),
        ("icosahedron", TriangleMesh::icosahedron(), 2),
        (
            "shaken icosahedron",
            shaken(&TriangleMesh::icosahedron(), 0.8, 3),
            2,
        ),
        ("sphere", sphere.clone(), 2),
        ("shaken sphere", shaken(&sphere, 0.2, 1), 2),
        ("torus", torus.clone(), 0),
        ("shaken torus", shaken(&torus, 0.5, 2), 0),
        ("sphere beside torus", beside(&sphere, &torus), 2),
        ("patch", patch.clone(), 1),
        ("shaken patch", shaken(&patch, 0.3, 4), 1),
        ("sphere with a hole", without(&sphere, &[7]), 1),
        (
            "sphere with three holes",
            without(&sphere, &[0, 100, 200]),
            -1,
        ),
        ("torus with a hole", without(&torus, &[30]), -1),
    ]
}

/// ε of f64.
const EPSILON: f64 = f64::EPSILON;
