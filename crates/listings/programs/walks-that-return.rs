// ANCHOR: shown
use equivariance::{Graph, Result};

fn main() -> Result<()> {
    let (hexagon, triangle) = (Graph::cycle(6)?, Graph::cycle(3)?);
    let triangles = triangle.beside(&triangle);
    for k in 2..=7 {
        println!("hexagon-{k} = {}", hexagon.closed_walks(k)?);
        println!("triangles-{k} = {}", triangles.closed_walks(k)?);
    }
    Ok(())
}
// ANCHOR_END: shown
