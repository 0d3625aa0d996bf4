use equivariance::{Kernel1d, Options, Result, TestSignal, convolve};
use ndarray::Array1;

fn main() -> Result<()> {
    // ANCHOR: shown
    let blur: Array1<f64> = Kernel1d::GaussianBlur.weights();
    let twice = convolve(&blur, &blur, Options::full())?;
    let sixteenths = twice.iter().map(|weight| (16.0 * weight).to_string());
    let sixteenths: Vec<String> = sixteenths.collect();
    println!("sixteenths = {}", sixteenths.join(", "));

    let signal: Array1<f64> = TestSignal::Step.samples(32);
    let blurred = convolve(&signal, &blur, Options::circular())?;
    let difference = convolve(&blurred, &blur, Options::circular())?
        - convolve(&signal, &twice, Options::circular())?;
    println!("difference = {}", difference.fold(0.0, |m: f64, d| m.max(d.abs())));
    // ANCHOR_END: shown
    Ok(())
}
