use equivariance::{Fill, Pool, Result, max_pool, seeded_noise, translate};
use ndarray::Array2;

fn main() -> Result<()> {
    let (mut equal, mut changed) = (0, 0);
    // ANCHOR: shown
    for seed in 0..1000 {
        // Whole grey levels, so that every sum is exact. Each fills two by two cells.
        let levels = seeded_noise((4, 4), seed).mapv(|v: f64| (255.0 * v).round());
        let map = Array2::from_shape_fn((8, 8), |(y, x)| levels[[y / 2, x / 2]]);
        let moved = translate(&map, &[0, 1], Fill::Circular)?;
        let pooled = max_pool(&map, Pool::new(2, 2))?;
        let pooled_moved = max_pool(&moved, Pool::new(2, 2))?;

        let raw = (&map - &moved).mapv(f64::abs).mean().unwrap_or(0.0);
        let after = (&pooled - &pooled_moved).mapv(f64::abs).mean().unwrap_or(0.0);
        equal += usize::from(raw == after);
        changed += usize::from(raw > 0.0);
    }
    // ANCHOR_END: shown
    println!("inputs = 1000");
    println!("changed-by-the-shift = {changed}");
    println!("raw-equals-pooled = {equal}");
    Ok(())
}
