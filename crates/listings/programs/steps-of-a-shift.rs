use equivariance::{Fill, Pool, Result, max_pool, seeded_noise, translate};
use ndarray::Array2;

// ANCHOR: shown
fn difference(a: &Array2<f64>, b: &Array2<f64>) -> f64 {
    (a - b).mapv(f64::abs).mean().unwrap_or(0.0)
}

// ANCHOR_END: shown
fn main() -> Result<()> {
    let pool = |x: &Array2<f64>| max_pool(x, Pool::new(2, 2));
    // ANCHOR: shown
    for step in 1..=4 {
        let (mut raw, mut pooled) = (0.0, 0.0);
        for seed in 0..1000 {
            let map: Array2<f64> = seeded_noise((32, 32), seed);
            let moved = translate(&map, &[0, step], Fill::Circular)?;
            raw += difference(&map, &moved);
            pooled += difference(&pool(&map)?, &pool(&moved)?);
        }
        println!("raw-{step} = {:.3}", raw / 1000.0);
        println!("pooled-{step} = {:.3}", pooled / 1000.0);
    }
    // ANCHOR_END: shown
    println!("four-thirty-fifths = {:.3}", 4.0 / 35.0);
    println!("eight-forty-fifths = {:.3}", 8.0 / 45.0);
    Ok(())
}
