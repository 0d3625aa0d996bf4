// ANCHOR: shown
use equivariance::{Kernel2d, Options, Result, correlate, seeded_noise};
use ndarray::Array2;

fn main() -> Result<()> {
    let noise: Array2<f64> = seeded_noise([256, 256], 1);
    for kernel in [Kernel2d::SobelX, Kernel2d::GaussianBlur] {
        let weights: Array2<f64> = kernel.weights();
        let filtered = correlate(&noise, &weights, Options::circular())?;
        let times = filtered.std(0.0) / noise.std(0.0);
        let root = weights.iter().map(|w| w * w).sum::<f64>().sqrt();
        println!("{} = {times:.2}", kernel.name());
        println!("{}-root = {root:.2}", kernel.name());
    }
    Ok(())
}
// ANCHOR_END: shown
