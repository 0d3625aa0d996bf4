use equivariance::Kernel2d::{GaussianBlur, Identity};
use equivariance::{Fill, Options, Pool, Result, blurred_max_pool};
use equivariance::{correlate, max_pool, mean_pool, seeded_noise, translate};
use ndarray::Array2;

type Pooling = fn(&Array2<f64>) -> Result<Array2<f64>>;

// ANCHOR: shown
/// The mean absolute difference that a shift along the rows makes, over the spread.
fn change(map: &Array2<f64>, pooling: Pooling) -> Result<f64> {
    let before = pooling(map)?;
    let after = pooling(&translate(map, &[0, 1], Fill::Circular)?)?; // try 1: 1..=8
    Ok((&before - &after).mapv(f64::abs).mean().unwrap_or(0.0) / before.std(0.0))
}

// ANCHOR_END: shown
fn main() -> Result<()> {
    let none: Pooling = |map| Ok(map.clone());
    let kinds: [(&str, Pooling); 4] = [
        ("none", none),
        ("max", |map| max_pool(map, Pool::new(2, 2))),
        ("mean", |map| mean_pool(map, Pool::new(2, 2))),
        ("blurred", |map| blurred_max_pool(map, Pool::new(2, 2))),
    ];
    for (input, blur) in [("noise", Identity), ("smooth", GaussianBlur)] {
        for (kind, pooling) in kinds {
            let (mut changes, mut loses) = (Vec::new(), 0);
            // ANCHOR: shown
            for seed in 0..1000 {
                let noise: Array2<f64> = seeded_noise((16, 16), seed);
                let map = correlate(&noise, &blur.weights(), Options::circular())?;
                changes.push(change(&map, pooling)?);
                loses += usize::from(change(&map, pooling)? > change(&map, none)?);
            }
            changes.sort_by(f64::total_cmp);
            let [low, median, high] = [50, 500, 949].map(|place| changes[place]);
            // ANCHOR_END: shown
            println!("{kind}-{input} = {median:.2} ({low:.2} to {high:.2})");
            println!("{kind}-{input}-loses = {loses}");
        }
    }
    Ok(())
}
