// ANCHOR: shown
use equivariance::{Kernel1d, Options, Result, correlate};
use ndarray::{Array1, array};

fn main() -> Result<()> {
    let blur: Array1<f64> = Kernel1d::GaussianBlur.weights();
    let waves = [
        ("constant", array![1.0, 1.0, 1.0, 1.0]),
        ("four-samples-a-cycle", array![1.0, 0.0, -1.0, 0.0]),
        ("two-samples-a-cycle", array![1.0, -1.0, 1.0, -1.0]),
    ];
    for (name, wave) in waves {
        println!("{name} = {}", correlate(&wave, &blur, Options::circular())?[0]);
    }
    Ok(())
}
// ANCHOR_END: shown
