use equivariance::{FaceTransport, Result, TriangleMesh, seeded_noise};
use std::f64::consts::TAU;

fn main() -> Result<()> {
    // ANCHOR: shown
    let mesh = TriangleMesh::icosphere(3)?;
    let path = &mesh.vertex_faces(20)[..4];
    // One vector in space, from the first of four faces round a vertex to the last.
    let mut carried = Vec::new();
    let mut copied = Vec::new();
    for seed in 1..=100 {
        let transport = mesh.face_transport(&frames(&mesh, seed))?;
        let vector = components(&transport, path[0], [0.2, -0.7, 0.4])?;
        let end = transport.carry(path, vector)?[3];
        carried.push(in_space(&transport, path[3], end)?);
        copied.push(in_space(&transport, path[3], vector)?);
    }
    println!("carried = {:.1e}", spread(&carried));
    println!("copied = {:.2}", spread(&copied));
    // ANCHOR_END: shown
    Ok(())
}

/// The components of the part of a vector in space that is tangent to a face.
fn components(frames: &FaceTransport, face: usize, v: [f64; 3]) -> Result<[f64; 2]> {
    let axes = frames.axes(face)?;
    Ok(axes.map(|axis| axis.iter().zip(v).map(|(a, b)| a * b).sum()))
}

/// The vector in space that has these components in a face.
fn in_space(frames: &FaceTransport, face: usize, vector: [f64; 2]) -> Result<[f64; 3]> {
    let ([x, y], [first, second]) = (vector, frames.axes(face)?);
    Ok([0, 1, 2].map(|i| x * first[i] + y * second[i]))
}

/// The largest difference in a coordinate.
fn spread(vectors: &[[f64; 3]]) -> f64 {
    let pairs = vectors.iter().flat_map(|a| vectors.iter().map(move |b| (a, b)));
    let differences = pairs.flat_map(|(a, b)| [0, 1, 2].map(|i| (a[i] - b[i]).abs()));
    differences.fold(0.0, f64::max)
}

/// An angle for the frame of each face, at random.
fn frames(mesh: &TriangleMesh, seed: u64) -> Vec<f64> {
    let noise = seeded_noise::<f64, _, _>(mesh.faces().len(), seed);
    noise.iter().map(|part| TAU * part).collect()
}
