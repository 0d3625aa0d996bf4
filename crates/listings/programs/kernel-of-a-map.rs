// ANCHOR: shown
use equivariance::{Fill, Kernel1d, Options, Result, TestSignal, correlate, translate};
use ndarray::{Array1, ArrayRef1};

/// Blurs twice, and takes away the signal moved by 3.
fn map(f: &ArrayRef1<f64>) -> Result<Array1<f64>> {
    let blur = Kernel1d::GaussianBlur.weights();
    let once = correlate(f, &blur, Options::circular())?;
    let twice = correlate(&once, &blur, Options::circular())?;
    Ok(twice - translate(f, &[3], Fill::Circular)?)
}

fn main() -> Result<()> {
    let n = 16;
    let impulse = Array1::from_shape_fn(n, |x| f64::from(u8::from(x == 0)));
    let g = map(&impulse)?;
    let weights = g.iter().filter(|weight| **weight != 0.0);
    println!("weights-not-zero = {}", weights.count());

    let f: Array1<f64> = TestSignal::Noise.samples(n);
    let sums = |x| (0..n).map(|t| f[t] * g[(n + x - t) % n]).sum::<f64>();
    let difference = Array1::from_shape_fn(n, sums) - map(&f)?;
    let largest = difference.fold(0.0_f64, |largest, d| largest.max(d.abs()));
    println!("largest-difference = {largest:.0e}");
    Ok(())
}
// ANCHOR_END: shown
