use equivariance::{Fill, Pool, Result, max_pool, seeded_noise, translate};
use ndarray::Array2;

// ANCHOR: shown
/// The mean absolute difference of two maps, divided by the spread of the first.
fn change(before: &Array2<f64>, after: &Array2<f64>) -> f64 {
    (before - after).mapv(f64::abs).mean().unwrap_or(0.0) / before.std(0.0)
}

// ANCHOR_END: shown
fn main() -> Result<()> {
    let pool = |x: &Array2<f64>| max_pool(x, Pool::new(2, 2));
    let mut summaries = Vec::new();
    println!("ratio-from = {}", cells(std::array::from_fn(|bin| bin as f64 / 10.0)));
    // ANCHOR: shown
    for side in [8, 16, 32] {
        let (mut raw, mut pooled, mut bins) = (0.0, 0.0, [0.0; 14]);
        for seed in 0..1000 {
            let map: Array2<f64> = seeded_noise((side, side), seed);
            let moved = translate(&map, &[0, 1], Fill::Circular)?;
            let changes = (change(&map, &moved), change(&pool(&map)?, &pool(&moved)?));
            (raw, pooled) = (raw + changes.0, pooled + changes.1);
            bins[(10.0 * changes.1 / changes.0) as usize] += 1.0;
        }
        // ANCHOR_END: shown
        println!("side-{side:<5} = {}", cells(bins));
        let loses = bins[10..].iter().sum::<f64>();
        summaries.push((side, loses, raw / 1000.0, pooled / 1000.0));
    // ANCHOR: shown
    }
    // ANCHOR_END: shown
    for (side, loses, raw, pooled) in summaries {
        println!("side-{side}-loses = {loses}");
        println!("side-{side}-means = {raw:.3} to {pooled:.3}");
    }
    Ok(())
}

/// A row of numbers, one below another with those of other rows.
fn cells(bins: [f64; 14]) -> String {
    bins.map(|value| format!("{value:>4}")).concat()
}
