use equivariance::{Options, Result, correlate};
use ndarray::{Array1, array, s};

fn main() -> Result<()> {
    // ANCHOR: shown
    let input = array![0., 0., 1., 3., 3., 3., 2., 0.]; // try 1.: -3..=6 by 0.5
    let kernel = array![-1., 0., 1.]; // try 0.: -2..=2 by 0.5

    let positions = input.len() - kernel.len() + 1;
    let by_hand = Array1::from_shape_fn(positions, |p| {
        input.slice(s![p..p + kernel.len()]).dot(&kernel)
    });
    let by_library = correlate(&input, &kernel, Options::valid())?;

    println!("inputs = {}", input.len());
    println!("outputs = {positions}");
    println!("output = {by_hand}");
    println!("first-window = {}", by_hand[0]);
    println!("second-window = {}", by_hand[1]);
    println!("same-as-library = {}", by_hand == by_library);
    // ANCHOR_END: shown
    Ok(())
}
