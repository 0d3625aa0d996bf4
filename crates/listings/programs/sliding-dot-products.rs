use equivariance::{Kernel1d, Options, Result, correlate};
use ndarray::{Array1, array, s};

fn main() -> Result<()> {
    // ANCHOR: shown
    let input: Array1<f64> = array![0., 0., 1., 3., 3., 3., 2., 0.]; // try 1.: -3..=6 by 0.5
    let kernel: Array1<f64> = Kernel1d::Derivative.weights();

    let positions = input.len() - kernel.len() + 1;
    let by_hand = Array1::from_shape_fn(positions, |p| {
        input.slice(s![p..p + kernel.len()]).dot(&kernel)
    });
    let by_library = correlate(&input, &kernel, Options::valid())?;

    println!("inputs = {}", input.len());
    println!("outputs = {positions}");
    println!("output = {by_hand}");
    println!("first-window = {}", by_hand[0]);
    println!("largest = {}", by_hand[1]);
    println!("same-as-library = {}", by_hand == by_library);
    // ANCHOR_END: shown
    Ok(())
}
