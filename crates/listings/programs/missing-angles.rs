use equivariance::{Result, TriangleMesh};
use std::f64::consts::TAU;

fn main() -> Result<()> {
    let torus = TriangleMesh::torus(12, 8, 2.0, 1.0)?;
    // Vertex 4 of the torus is on its inner side.
    // ANCHOR: shown
    for (name, mesh, vertex) in [
        ("tetrahedron", TriangleMesh::tetrahedron(), 0),
        ("octahedron", TriangleMesh::octahedron(), 0),
        ("icosahedron", TriangleMesh::icosahedron(), 0),
        ("sphere", TriangleMesh::icosphere(4)?, 0), // try 4: 1..=12
        ("torus", torus, 4),
    ] {
        let defect = mesh.angle_defect(vertex)?.to_degrees();
        let sum = mesh.total_curvature()?;
        // ANCHOR_END: shown
        let expected = TAU * mesh.euler_characteristic() as f64;
        // ANCHOR: shown
        println!("{name}-vertices = {}", mesh.vertices().len());
        println!("{name}-defect = {defect:.2}");
        println!("{name}-sum = {}", turns(sum));
        // ANCHOR_END: shown
        println!("{name}-euler = {}", mesh.euler_characteristic());
        println!("{name}-off-by = {:.1e}", (sum - expected).abs());
        println!("{name}-bound = {:.1e}", bound(&mesh)?);
    }
    Ok(())
}

/// Whole turns and thousandths; adding 0 makes 0 of −0.
fn turns(angle: f64) -> String {
    format!("{:.3}", (angle / TAU * 1000.0).round() / 1000.0 + 0.0)
}

/// How far rounding may move the sum of the defects, at most.
fn bound(mesh: &TriangleMesh) -> Result<f64> {
    let (vertices, faces) = (mesh.vertices().len(), mesh.faces().len());
    let mut sum = 0.0;
    for vertex in 0..vertices {
        sum += mesh.angle_defect(vertex)?.abs();
    }
    Ok(f64::EPSILON * (24.0 * faces as f64 + vertices as f64 * sum))
}
