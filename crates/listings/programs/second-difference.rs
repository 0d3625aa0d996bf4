// ANCHOR: shown
use equivariance::{Options, Result, correlate};
use ndarray::{Array1, array};

fn main() -> Result<()> {
    let kernel = array![1.0, -2.0, 1.0];
    let powers = |power| -> Array1<f64> {
        (0..6_i32).map(|x| f64::from(x.pow(power))).collect()
    };
    for (name, power) in [("line", 1), ("squares", 2), ("cubes", 3)] {
        let output = correlate(&powers(power), &kernel, Options::valid())?;
        let output: Vec<String> = output.iter().map(f64::to_string).collect();
        println!("{name} = {}", output.join(", "));
    }
    Ok(())
}
// ANCHOR_END: shown
