use equivariance::{Options, Result, convolve};
use ndarray::{Array1, array};

fn main() -> Result<()> {
    // ANCHOR: shown
    let kernel: Array1<f64> = array![1.0, 1.0];
    let mut paths = array![1.0];
    for layers in 1..=6 {
        paths = convolve(&paths, &kernel, Options::full())?;
        println!("layers-{layers} = {}", numbers(&paths));
        println!("of-{layers} = {}", paths.sum());
    }
    // ANCHOR_END: shown
    Ok(())
}

fn numbers(row: &Array1<f64>) -> String {
    row.iter().map(f64::to_string).collect::<Vec<_>>().join(" ")
}
