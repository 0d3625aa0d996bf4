use equivariance::{Options, Result, convolve, correlate};
use ndarray::{Array1, array};

fn row(values: &Array1<f64>) -> String {
    values.iter().map(f64::to_string).collect::<Vec<_>>().join(", ")
}

fn main() -> Result<()> {
    // ANCHOR: shown
    let f = array![1.0, 2.0, 3.0]; // try 1.0: -3..=6
    let g = array![0.0, 1.0, 2.0];
    println!("f-convolved-with-g = {}", row(&convolve(&f, &g, Options::full())?));
    println!("g-convolved-with-f = {}", row(&convolve(&g, &f, Options::full())?));
    println!("f-correlated-with-g = {}", row(&correlate(&f, &g, Options::full())?));
    println!("g-correlated-with-f = {}", row(&correlate(&g, &f, Options::full())?));
    // ANCHOR_END: shown
    Ok(())
}
