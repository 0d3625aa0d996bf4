use equivariance::{Fill, Pool, Result, max_pool, seeded_noise, translate};
use ndarray::Array2;

fn difference(before: &Array2<f64>, after: &Array2<f64>) -> f64 {
    (before - after).mapv(f64::abs).mean().unwrap_or(0.0)
}

fn main() -> Result<()> {
    // ANCHOR: shown
    let pool = |x: &Array2<f64>| max_pool(x, Pool::new(2, 2));
    // ANCHOR_END: shown
    let mut sums = [0.0; 4];
    let mut not_calmer = 0;
    // ANCHOR: shown
    for seed in 0..1000 {
        let map: Array2<f64> = seeded_noise((8, 8), seed);
        let moved = translate(&map, &[0, 1], Fill::Circular)?; // try 1: 1..=7
        let (small, small_moved) = (pool(&map)?, pool(&moved)?);
        let raw = difference(&map, &moved);
        let pooled = difference(&small, &small_moved);
        let (spread, small_spread) = (map.std(0.0), small.std(0.0));
        // ANCHOR_END: shown
        for (sum, value) in sums.iter_mut().zip([raw, pooled, spread, small_spread]) {
            *sum += value;
        }
        // ANCHOR: shown
        not_calmer += usize::from(pooled / small_spread >= raw / spread);
    }
    // ANCHOR_END: shown
    let names = ["raw", "pooled", "raw-spread", "pooled-spread"];
    println!("inputs = 1000");
    for (name, sum) in names.iter().zip(sums) {
        println!("{name} = {:.3}", sum / 1000.0);
    }
    println!("not-calmer = {not_calmer}");
    Ok(())
}
