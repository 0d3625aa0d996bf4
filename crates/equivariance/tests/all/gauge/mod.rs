//! Features on meshes: tangent planes and what is carried between them, and convolutions that do not depend on the frames.

mod bad_input;
mod convolution;
mod frames;
mod laws;

use std::f64::consts::TAU;

use equivariance::*;
use ndarray::{Array1, Array2, ArrayRef2};

type Vector = [f64; 3];

/// Meshes that are alike in nothing, with their names: curved to all sides, of both signs, coarse, with a border.
fn meshes() -> Vec<(&'static str, TriangleMesh)> {
    let saddle = |x: f64, y: f64| 0.5 * (x * x - y * y) + 0.2 * x * y * y;
    vec![
        ("tetrahedron", TriangleMesh::tetrahedron()),
        ("octahedron", TriangleMesh::octahedron()),
        ("icosphere", TriangleMesh::icosphere(2).unwrap()),
        ("torus", TriangleMesh::torus(7, 5, 2.0, 0.7).unwrap()),
        ("saddle", TriangleMesh::patch(4, 5, saddle).unwrap()),
    ]
}

fn random_angles(mesh: &TriangleMesh, seed: u64) -> Vec<f64> {
    let angles = seeded_noise::<f64, _, _>(mesh.vertices().len(), seed);
    angles
        .iter()
        .map(|angle| TAU * (2.0 * angle - 1.0))
        .collect()
}

fn random_frames(mesh: &TriangleMesh, seed: u64) -> Frames {
    Frames::new(mesh, &random_angles(mesh, seed)).unwrap()
}

fn noise<A: Scalar, D: ndarray::Dimension>(
    shape: impl ndarray::ShapeBuilder<Dim = D>,
    seed: u64,
) -> ndarray::Array<A, D> {
    let half = A::from_f64(0.5).unwrap();
    seeded_noise::<A, _, _>(shape, seed).mapv(|value| value - half)
}

fn frequencies(list: &[usize]) -> So2Representation {
    So2Representation::new(list).unwrap()
}

fn up_to(order: usize) -> So2Representation {
    frequencies(&(0..=order).collect::<Vec<_>>())
}

fn dot(a: Vector, b: Vector) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn cross(a: Vector, b: Vector) -> Vector {
    [
        a[1] * b[2] - a[2] * b[1],
        a[2] * b[0] - a[0] * b[2],
        a[0] * b[1] - a[1] * b[0],
    ]
}

/// a x + b y
fn combined(a: f64, x: Vector, b: f64, y: Vector) -> Vector {
    std::array::from_fn(|axis| a * x[axis] + b * y[axis])
}

/// The distance of two angles on the circle.
fn apart(a: f64, b: f64) -> f64 {
    let whole_turns = ((a - b) / TAU).round();
    (a - b - TAU * whole_turns).abs()
}

/// A vector turned about an axis of length 1, by Rodrigues' formula.
fn about(axis: Vector, angle: f64, v: Vector) -> Vector {
    let (sin, cos) = libm::sincos(angle);
    let along = combined(cos, v, sin, cross(axis, v));
    combined(1.0, along, (1.0 - cos) * dot(axis, v), axis)
}

/// All neighbours, each after the vertex that sees it.
fn seen(frames: &Frames) -> Vec<(usize, Neighbour)> {
    let around = |vertex| frames.neighbours(vertex).unwrap().iter();
    let vertices = 0..frames.vertices();
    vertices
        .flat_map(|vertex| around(vertex).map(move |neighbour| (vertex, *neighbour)))
        .collect()
}

/// The types of features between which layers are tried.
fn types() -> Vec<(So2Representation, So2Representation)> {
    vec![
        (up_to(2), up_to(2)),
        (frequencies(&[0]), frequencies(&[1])),
        (frequencies(&[1, 3, 1]), frequencies(&[0, 0, 2, 1])),
        (frequencies(&[2, 0]), frequencies(&[5])),
    ]
}

/// A layer with random weights, and what it is made of.
struct Layer<A> {
    from: So2Representation,
    to: So2Representation,
    own: Array2<A>,
    towards: Array2<A>,
    layer: GaugeConvolution<A>,
}

impl<A: Scalar + std::ops::AddAssign> Layer<A> {
    fn random(from: &So2Representation, to: &So2Representation, seed: u64) -> Self {
        let kernels = centre_kernels(from, to).unwrap();
        let weights: Array1<A> = noise(kernels.len(), seed);
        let shape = (to.dimension(), from.dimension());
        let mut own = Array2::from_elem(shape, A::zero());
        for (weight, kernel) in weights.iter().zip(&kernels) {
            own.zip_mut_with(kernel, |sum, entry| {
                *sum += *weight * A::from_f64(*entry).unwrap()
            });
        }
        let towards: Array2<A> = noise(shape, seed + 1);
        let (from, to) = (from.clone(), to.clone());
        let layer = GaugeConvolution::new(from.clone(), to.clone(), weights, towards.clone());
        let layer = layer.unwrap();
        Self {
            from,
            to,
            own,
            towards,
            layer,
        }
    }

    /// By how much a map of its types depends on the frames, over some random ones.
    fn dependence(
        &self,
        mesh: &TriangleMesh,
        map: impl Fn(&Frames, &ArrayRef2<A>) -> Result<Array2<A>>,
        features: &Array2<A>,
        choices: u64,
    ) -> f64 {
        let mut choices: Vec<_> = (0..choices).map(|seed| random_angles(mesh, seed)).collect();
        // Angles of any size: sines are those of the angle, not of what is left of it.
        choices[0].iter_mut().for_each(|angle| *angle *= 1e200);
        frame_dependence(mesh, (&self.from, &self.to), map, features, &choices).unwrap()
    }
}

/// A convolution that takes components as they are, with what it does with the direction and the transport of a neighbour.
fn plain<A: Scalar + std::ops::AddAssign>(
    own: &Array2<A>,
    features: &ArrayRef2<A>,
    frames: &Frames,
    send: impl Fn(&Neighbour, &Array1<A>) -> Array1<A>,
) -> Result<Array2<A>> {
    let mut output = own.dot(features);
    for (vertex, neighbour) in seen(frames) {
        let sent = send(&neighbour, &features.column(neighbour.vertex).to_owned());
        let mut sum = output.column_mut(vertex);
        sum.zip_mut_with(&sent, |sum, term| *sum += *term);
    }
    Ok(output)
}

fn largest_difference(left: &Array2<f64>, right: &Array2<f64>) -> f64 {
    (left - right).fold(0.0, |most: f64, difference| most.max(difference.abs()))
}
