use equivariance::{Result, Scalar, TriangleMesh, seeded_noise};
use std::f64::consts::TAU;

fn main() -> Result<()> {
    // ANCHOR: shown
    let mesh = TriangleMesh::icosahedron();
    // The frame of each face is turned by an angle of its own.
    let transport = mesh.face_transport(&frames(&mesh, 1))?; // try: 1..=99
    let mut sum = 0.0;
    for vertex in 0..12 {
        sum += transport.holonomy(vertex)?;
    }
    println!("round-the-first = {:.2}", transport.holonomy(0)?.to_degrees());
    println!("sum = {:.2}", sum.to_degrees());
    // ANCHOR_END: shown

    // ANCHOR: shown
    let round = transport.round(0)?;
    println!("components = {}", list(&transport.carry(&round, [1.0, 0.0])?));
    println!("off-by-f64 = {:.1e}", error::<f64>(&mesh)?);
    // ANCHOR_END: shown
    println!("off-by-f32 = {:.1e}", error::<f32>(&mesh)?);
    // Each of five steps may be off by 8 ε, and each of five angles of the defect.
    println!("bound-f64 = {:.1e}", 80.0 * f64::EPSILON);
    println!("bound-f32 = {:.1e}", 40.0 * f32::EPSILON);
    Ok(())
}

fn list(components: &[[f64; 2]]) -> String {
    let pairs = components.iter().map(|[x, y]| format!("({x:.2}, {y:.2})"));
    pairs.collect::<Vec<_>>().join(" ")
}

/// How far a vector of length 1 that was carried once round a vertex is from the same
/// vector turned by the defect, at most, over all vertices and many families of frames.
fn error<A: Scalar>(mesh: &TriangleMesh) -> Result<f64> {
    let mut largest = 0.0_f64;
    for seed in 1..=100 {
        let transport = mesh.face_transport(&frames(mesh, seed))?;
        for vertex in 0..12 {
            let round = transport.round(vertex)?;
            let end = transport.carry(&round, [A::one(), A::zero()])?[5];
            let [x, y] = end.map(|part| part.to_f64().unwrap_or(f64::NAN));
            let (sine, cosine) = libm::sincos(mesh.angle_defect(vertex)?);
            largest = largest.max((x - cosine).abs()).max((y - sine).abs());
        }
    }
    Ok(largest)
}

/// An angle for the frame of each face, at random.
fn frames(mesh: &TriangleMesh, seed: u64) -> Vec<f64> {
    let noise = seeded_noise::<f64, _, _>(mesh.faces().len(), seed);
    noise.iter().map(|part| TAU * part).collect()
}
