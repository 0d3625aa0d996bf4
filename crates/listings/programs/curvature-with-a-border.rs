use equivariance::{Result, TriangleMesh};
use std::f64::consts::TAU;

fn main() -> Result<()> {
    // ANCHOR: shown
    let height = 1.0; // try: 0..=2 by 0.25
    let dome = TriangleMesh::patch(6, 6, |x, y| height * (1.0 - x * x - y * y))?;
    let [curvature, turning] = dome.curvature_and_turning();
    println!("curvature = {:.4}", curvature / TAU);
    println!("turning = {:.4}", turning / TAU);
    println!("together = {:.4}", (curvature + turning) / TAU);
    println!("euler = {}", dome.euler_characteristic());

    // As if there were faces all round every vertex.
    let mut naive = 0.0;
    for vertex in 0..dome.vertices().len() {
        naive += TAU - dome.angle_sum(vertex)?;
    }
    println!("naive = {:.4}", naive / TAU);
    // ANCHOR_END: shown
    println!("open-edges = {}", dome.boundary_edges().len());
    if let Err(error) = dome.total_curvature() {
        println!("refused = {error}");
    }
    Ok(())
}
