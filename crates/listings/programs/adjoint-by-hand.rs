use equivariance::{Options, Result, convolve, correlate};
use equivariance::{correlate_transposed, kernel_gradient};
use ndarray::{Array1, array};

fn main() -> Result<()> {
    // ANCHOR: shown
    let (input, kernel) = (array![1.0, 2.0, 3.0, 4.0], array![-1.0, 0.0, 1.0]);
    // What each output counts in the loss.
    let y = array![1.0, 2.0]; // try 2.0: -3..=3 by 0.5
    let valid = Options::valid();

    let output = correlate(&input, &kernel, valid)?;
    let by_input = correlate_transposed(&y, &kernel, &[4], valid)?;
    let by_kernel = kernel_gradient(&input, &y, &[3], valid)?;
    println!("output = {}", row(&output));
    println!("by-input = {}", row(&by_input));
    println!("by-kernel = {}", row(&by_kernel));

    println!("y-times-output = {}", y.dot(&output));
    println!("input-times-by-input = {}", input.dot(&by_input));
    println!("kernel-times-by-kernel = {}", kernel.dot(&by_kernel));
    // ANCHOR_END: shown
    println!("y-convolved-in-full = {}", row(&convolve(&y, &kernel, Options::full())?));
    println!("input-correlated-with-y = {}", row(&correlate(&input, &y, valid)?));
    Ok(())
}

fn row(values: &Array1<f64>) -> String {
    let value = |value: &f64| value.to_string().replace('-', "−");
    values.iter().map(value).collect::<Vec<_>>().join(", ")
}
