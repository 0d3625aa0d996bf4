use equivariance::{Kernel1d, Options, Result, correlate};
use ndarray::Array1;

fn main() -> Result<()> {
    let kernel: Array1<f64> = Kernel1d::Derivative.weights();
    // ANCHOR: shown
    // x² on whole numbers: the slope at x is 2x, and the central difference is exact.
    let parabola: Array1<f64> = (0..10).map(|x| f64::from(x * x)).collect();
    let response = correlate(&parabola, &kernel, Options::valid())?;
    println!("slope-at-3 = {}", 2 * 3);
    println!("response-at-3 = {}", response[3 - 1]);
    let central = &response / 2.0;
    let exact = (0..central.len()).all(|p| central[p] == 2.0 * (p + 1) as f64);
    println!("half-is-the-slope-everywhere = {exact}");

    // x³: the slope at x is 3x², and the central difference is off by h² = 1.
    let cube: Array1<f64> = (0..10).map(|x| f64::from(x * x * x)).collect();
    let central = correlate(&cube, &kernel, Options::valid())? / 2.0;
    // ANCHOR_END: shown
    println!("cube-slope-at-4 = {}", 3 * 4 * 4);
    // ANCHOR: shown
    println!("cube-central-at-4 = {}", central[4 - 1]);
    // ANCHOR_END: shown
    Ok(())
}
