use equivariance::{Fill, Pool, Result, TestImage, max_pool, translate};
use ndarray::Array2;

// ANCHOR: shown
/// The mean absolute difference, and the same divided by the spread of the first map.
fn change(before: &Array2<f64>, after: &Array2<f64>) -> [f64; 2] {
    let mean = (before - after).mapv(f64::abs).mean().unwrap_or(0.0);
    [mean, mean / before.std(0.0)]
}

// ANCHOR_END: shown
fn main() -> Result<()> {
    // ANCHOR: shown
    let pool = |x: &Array2<f64>| max_pool(x, Pool::new(2, 2));
    for image in [TestImage::Gradient, TestImage::Disk, TestImage::Letter] {
        for side in [8, 16] {
            let map: Array2<f64> = image.pixels(side, side);
            let moved = translate(&map, &[0, 1], Fill::Circular)?;
            let raw = change(&map, &moved);
            let pooled = change(&pool(&map)?, &pool(&moved)?);
            // ANCHOR_END: shown
            println!("{image}-{side} = {:.3} to {:.3}", raw[0], pooled[0]);
            println!("{image}-{side}-over-spread = {:.3} to {:.3}", raw[1], pooled[1]);
        // ANCHOR: shown
        }
    }
    // ANCHOR_END: shown
    Ok(())
}
