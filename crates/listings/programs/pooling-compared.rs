use equivariance::{Fill, Pool, Result, seeded_noise, translate};
use equivariance::{blurred_max_pool, max_pool, mean_pool};
use ndarray::Array2;

// ANCHOR: shown
type Pooling = fn(&Array2<f64>, Pool) -> Result<Array2<f64>>;

fn main() -> Result<()> {
    let kinds: [(&str, Pooling); 4] = [
        ("none", |x, _| Ok(x.clone())),
        ("max", |x, pool| max_pool(x, pool)),
        ("mean", |x, pool| mean_pool(x, pool)),
        ("blurred", |x, pool| blurred_max_pool(x, pool)),
    ];
    for (name, pooling) in kinds {
        let mut changes = Vec::new();
        for seed in 0..1000 {
            let map: Array2<f64> = seeded_noise((16, 16), seed);
            let before = pooling(&map, Pool::new(2, 2))?;
            let after = pooling(&translate(&map, &[0, 1], Fill::Circular)?, Pool::new(2, 2))?;
            changes.push((&before - &after).mapv(f64::abs).mean().unwrap_or(0.0) / before.std(0.0));
        }
        changes.sort_by(f64::total_cmp);
        println!("{name} = {:.2} ({:.2} to {:.2})", changes[500], changes[50], changes[949]);
    }
    Ok(())
}
// ANCHOR_END: shown
