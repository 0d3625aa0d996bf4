use equivariance::{
    Fill, Kernel1d, Options, Result, TestSignal, correlate, global_max, translate,
};
use ndarray::{Array1, ArrayRef1};

// ANCHOR: shown
/// The position of the largest value.
fn peak(signal: &ArrayRef1<f64>) -> usize {
    (0..signal.len()).fold(0, |best, i| if signal[i] > signal[best] { i } else { best })
}

// ANCHOR_END: shown
fn main() -> Result<()> {
    // ANCHOR: shown
    let signal: Array1<f64> = TestSignal::Noise.samples(32);
    let kernel: Array1<f64> = Kernel1d::GaussianBlur.weights();
    let before = correlate(&signal, &kernel, Options::circular())?;
    let moved = translate(&signal, &[5], Fill::Circular)?; // try: 0..=31
    let after = correlate(&moved, &kernel, Options::circular())?;
    println!("peak-before = {}", peak(&before));
    println!("peak-after = {}", peak(&after));
    println!("largest-before = {:.4}", global_max(&before)?);
    println!("largest-after = {:.4}", global_max(&after)?);
    println!("change-of-largest = {}", global_max(&after)? - global_max(&before)?);
    // ANCHOR_END: shown
    Ok(())
}
