use equivariance::{Options, Padding, Result, correlate};
use ndarray::{Array1, array};

fn main() -> Result<()> {
    // ANCHOR: shown
    let kernel = array![1.0, 2.0, 1.0] / 4.0;
    let image: Array1<f64> = Array1::ones(32);
    for (name, padding) in [("zeros", Padding::Same), ("reflect", Padding::Reflect)] {
        let mut output = image.clone();
        for _ in 0..4 { // try 4: 1..=12
            output = correlate(&output, &kernel, Options::padded(padding))?;
        }
        // On an endless constant image each output is 1.
        for place in 0..5 {
            let missing = 1.0 - output[place];
            // 0 stands for exactly zero.
            let digits = if missing == 0.0 { 0 } else { 3 };
            println!("{name}-at-{place} = {missing:.digits$}");
        }
    }
    // ANCHOR_END: shown
    Ok(())
}
