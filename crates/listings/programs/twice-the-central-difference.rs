use equivariance::{Kernel1d, Options, Result, correlate};
use ndarray::{Array1, s};

fn main() -> Result<()> {
    let kernel: Array1<f64> = Kernel1d::Derivative.weights();
    let largest = |error: Array1<f64>| error.fold(0.0, |m: f64, e| m.max(e.abs()));
    // ANCHOR: shown
    let h = 1.0; // try: 0.125..=2 by 0.125
    let x = Array1::from_shape_fn(10, |i| h * i as f64);
    // x²: the slope is 2x, and the central difference has no error.
    let response = correlate(&(&x * &x), &kernel, Options::valid())?;
    println!("slope-at-3 = {}", 2.0 * x[3]);
    println!("response-at-3 = {}", response[3 - 1]);
    let central = response / (2.0 * h);
    println!("parabola-error = {}", largest(central - 2.0 * &x.slice(s![1..9])));

    // x³: the slope is 3x², and the central difference is off by h².
    let central = correlate(&(&x * &x * &x), &kernel, Options::valid())? / (2.0 * h);
    let slope = 3.0 * &x * &x;
    println!("cube-slope-at-4 = {}", slope[4]);
    println!("cube-central-at-4 = {}", central[4 - 1]);
    println!("cube-error-at-4 = {}", central[4 - 1] - slope[4]);
    // ANCHOR_END: shown
    Ok(())
}
