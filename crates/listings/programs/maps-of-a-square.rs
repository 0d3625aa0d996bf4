use equivariance::{PointGroup, Representation, Result};
use equivariance::{commutant, commutant_dimension};
use ndarray::Array2;

fn main() -> Result<()> {
    for group in [PointGroup::C4, PointGroup::D4] {
        for n in 1..=6 {
            // ANCHOR: shown
            let pixels = on_pixels(group, n)?;
            let maps = commutant(&pixels, &pixels)?;
            println!("{group}-{n} = {}", maps.len());
            let counted = commutant_dimension(&pixels, &pixels)?;
            println!("{group}-{n}-counted = {counted}");
            // ANCHOR_END: shown
        }
    }
    Ok(())
}

// ANCHOR: shown
fn on_pixels(group: PointGroup, n: usize) -> Result<Representation<PointGroup>> {
    let numbers = Array2::from_shape_fn((n, n), |(i, j)| n * i + j);
    Representation::permutation(group, n * n, |g, pixel| {
        // Turned back, the picture of all numbers says of a pixel where it goes.
        let turned = g.inverse().act(&numbers).expect("the picture is square");
        turned[[pixel / n, pixel % n]]
    })
}
// ANCHOR_END: shown
