use equivariance::{Kernel1d, Options, Result, convolve, correlate, flip};
use ndarray::Array1;

fn main() -> Result<()> {
    // ANCHOR: shown
    let ramp: Array1<f64> = (0..8).map(f64::from).collect();
    let derivative: Array1<f64> = Kernel1d::Derivative.weights();
    println!("kernel = {derivative}");
    println!("flipped = {}", flip(&derivative));

    let slid = correlate(&ramp, &derivative, Options::valid())?;
    let flipped = convolve(&ramp, &derivative, Options::valid())?;
    println!("correlation = {}", slid[0]);
    println!("convolution = {}", flipped[0]);
    println!("opposite-everywhere = {}", slid == -&flipped);

    let again = convolve(&ramp, &flip(&derivative), Options::valid())?;
    println!("flipped-twice-is-correlation = {}", again == slid);
    // ANCHOR_END: shown

    let blur: Array1<f64> = Kernel1d::GaussianBlur.weights();
    let same = correlate(&ramp, &blur, Options::valid())?
        == convolve(&ramp, &blur, Options::valid())?;
    println!("symmetric-kernel-same = {same}");
    Ok(())
}
