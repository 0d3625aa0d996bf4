use equivariance::{Fill, Kernel1d, Options, Result, TestSignal, correlate, translate};
use ndarray::{Array1, ArrayRef1};

fn main() -> Result<()> {
    let kernel = map(&impulse(16))?;
    let weights = kernel.iter().filter(|weight| **weight != 0.0);
    println!("weights-not-zero = {}", weights.count());

    let noise: Array1<f64> = TestSignal::Noise.samples(16);
    let difference = convolved(&noise)? - map(&noise)?;
    let largest = difference.fold(0.0_f64, |largest, d| largest.max(d.abs()));
    println!("largest-difference = {largest:.0e}");
    Ok(())
}

/// A 1 at the place 0, and zeros.
fn impulse(n: usize) -> Array1<f64> {
    Array1::from_shape_fn(n, |x| f64::from(u8::from(x == 0)))
}

fn blur(f: &ArrayRef1<f64>) -> Result<Array1<f64>> {
    correlate(f, &Kernel1d::GaussianBlur.weights(), Options::circular())
}

// ANCHOR: shown
/// Blurs twice, and takes away the signal moved by 3.
fn map(f: &ArrayRef1<f64>) -> Result<Array1<f64>> {
    Ok(blur(&blur(f)?)? - translate(f, &[3], Fill::Circular)?) // try: 0..=15
}

/// The same by the sum of a convolution, with the kernel that the map itself tells.
fn convolved(f: &Array1<f64>) -> Result<Array1<f64>> {
    let n = f.len();
    let g = map(&impulse(n))?;
    let sum = |x| (0..n).map(|t| f[t] * g[(n + x - t) % n]).sum();
    Ok(Array1::from_shape_fn(n, sum))
}
// ANCHOR_END: shown
