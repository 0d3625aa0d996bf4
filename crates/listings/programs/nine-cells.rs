// ANCHOR: shown
use equivariance::{Fill, Pool, Result, max_pool, seeded_noise, translate};
use ndarray::Array2;

fn main() -> Result<()> {
    let mut sum = 0.0;
    for seed in 0..1000 {
        let map: Array2<f64> = seeded_noise((30, 30), seed);
        let moved = translate(&map, &[0, 1], Fill::Circular)?; // try 1: 1..=4
        let pool = |x: &Array2<f64>| max_pool(x, Pool::new(3, 3));
        sum += (pool(&map)? - pool(&moved)?).mapv(f64::abs).mean().unwrap_or(0.0);
    }
    println!("measured = {:.4}", sum / 1000.0);
    // ANCHOR_END: shown
    println!("three-sixty-fifths = {:.4}", 3.0 / 65.0);
    // ANCHOR: shown
    Ok(())
}
// ANCHOR_END: shown
