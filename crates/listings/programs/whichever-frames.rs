use std::f64::consts::TAU;
use std::ops::AddAssign;

use equivariance::{Frames, GaugeConvolution, Result, Scalar, So2Representation};
use equivariance::{TriangleMesh, frame_dependence, seeded_noise};
use ndarray::{Array, Array2, ArrayRef2, Dimension, ShapeBuilder};

fn measure<A: Scalar + AddAssign>(name: &str) -> Result<()> {
    // ANCHOR: shown
    let mesh = TriangleMesh::torus(12, 8, 2.0, 0.8)?;
    let order = So2Representation::new(&[0, 1, 2])?;
    let (own, towards) = (noise(5, 1), noise((5, 5), 2));
    let [from, to] = [&order, &order];
    let layer = GaugeConvolution::new(from.clone(), to.clone(), own, towards)?;

    let features: Array2<A> = noise((5, mesh.vertices().len()), 3);
    let choices: Vec<_> = (4..24).map(|seed| angles(&mesh, seed)).collect();
    let depends =
        |map: Map<A>| frame_dependence(&mesh, (from, to), map, &features, &choices);
    println!("{name}-layer = {:.1e}", depends(&|frames, f| layer.forward(frames, f))?);
    println!("{name}-plain = {:.1}", depends(&plain)?);

    let frames = Frames::new(&mesh, &choices[0])?;
    println!("{name}-bound = {:.1e}", layer.frame_error_bound(&frames, &features)?);
    // ANCHOR_END: shown
    Ok(())
}

fn main() -> Result<()> {
    measure::<f64>("f64")?;
    measure::<f32>("f32")?;

    let solid = TriangleMesh::icosahedron();
    let frames = Frames::new(&solid, &angles(&solid, 1))?;
    let faces = solid.faces().iter();
    let degrees = faces.map(|face| Ok(frames.holonomy(*face)?.to_degrees()));
    let degrees: Vec<f64> = degrees.collect::<Result<_>>()?;
    println!("round-a-face = {:.0}", degrees[0]);
    println!("round-all-faces = {:.0}", degrees.iter().sum::<f64>());
    Ok(())
}

type Map<'a, A> = &'a dyn Fn(&Frames, &ArrayRef2<A>) -> Result<Array2<A>>;

/// Sums over the neighbours: one matrix for all directions, components as they are.
fn plain<A: Scalar + AddAssign>(
    frames: &Frames,
    features: &ArrayRef2<A>,
) -> Result<Array2<A>> {
    let matrix: Array2<A> = noise((5, 5), 2);
    let mut output = Array2::from_elem(features.dim(), A::zero());
    for vertex in 0..frames.vertices() {
        for neighbour in frames.neighbours(vertex).unwrap_or_default() {
            for ((i, j), weight) in matrix.indexed_iter() {
                output[[i, vertex]] += *weight * features[[j, neighbour.vertex]];
            }
        }
    }
    Ok(output)
}

fn angles(mesh: &TriangleMesh, seed: u64) -> Vec<f64> {
    let part = seeded_noise::<f64, _, _>(mesh.vertices().len(), seed);
    part.iter().map(|part| TAU * part).collect()
}

fn noise<A: Scalar, D: Dimension>(
    shape: impl ShapeBuilder<Dim = D>,
    seed: u64,
) -> Array<A, D> {
    let half = A::from_f64(0.5).expect("a half is exact");
    seeded_noise::<A, _, _>(shape, seed).mapv(|value| value - half)
}
