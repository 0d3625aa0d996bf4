// ANCHOR: shown
use equivariance::{Fill, Pool, Result, max_pool, seeded_noise, translate};
use ndarray::Array2;

fn main() -> Result<()> {
    let (mut raw_sum, mut pooled_sum, mut raw_range, mut pooled_range) = (0.0, 0.0, 0.0, 0.0);
    let mut not_calmer = 0;
    let inputs = 1000;
    for seed in 0..inputs {
        let map: Array2<f64> = seeded_noise((8, 8), seed);
        let moved = translate(&map, &[0, 1], Fill::Circular)?;
        let pool = |x: &Array2<f64>| max_pool(x, Pool::new(2, 2));
        let (small, small_moved) = (pool(&map)?, pool(&moved)?);
        let raw = (&map - &moved).mapv(f64::abs).mean().unwrap_or(0.0);
        let pooled = (&small - &small_moved).mapv(f64::abs).mean().unwrap_or(0.0);
        (raw_sum, pooled_sum) = (raw_sum + raw, pooled_sum + pooled);
        let spread = (map.std(0.0), small.std(0.0));
        (raw_range, pooled_range) = (raw_range + spread.0, pooled_range + spread.1);
        not_calmer += usize::from(pooled / spread.1 >= raw / spread.0);
    }
    println!("inputs = {inputs}");
    println!("raw = {:.3}\npooled = {:.3}", raw_sum / 1e3, pooled_sum / 1e3);
    println!("raw-spread = {:.3}\npooled-spread = {:.3}", raw_range / 1e3, pooled_range / 1e3);
    println!("not-calmer = {not_calmer}");
    Ok(())
}
// ANCHOR_END: shown
