use equivariance::{Kernel2d, Options, Result, correlate};
use ndarray::{Array2, array};

fn norm(window: &Array2<f64>) -> f64 {
    window.mapv(|v| v * v).sum().sqrt()
}

fn main() -> Result<()> {
    // ANCHOR: shown
    let kernel: Array2<f64> = Kernel2d::SobelX.weights();
    let edge = array![[0.0, 0.0, 1.0], [0.0, 0.0, 1.0], [0.0, 0.0, 1.0]];
    let bright: Array2<f64> = 10.0 * edge; // try: 1..=20 by 1
    let windows = [
        ("the-pattern", kernel.clone()),
        ("a-bright-edge", bright.clone()),
        ("the-edge-dimmed", &bright * (norm(&kernel) / norm(&bright))),
        ("the-opposite", -&kernel),
        ("a-flat-part", Array2::from_elem((3, 3), 10.0)), // try 10.0: 1..=99 by 1
    ];
    for (name, window) in windows {
        let output = correlate(&window, &kernel, Options::valid())?[[0, 0]];
        println!("{name} = {output:.2}");
        println!("{name}-cosine = {:.2}", output / (norm(&kernel) * norm(&window)));
    }
    // ANCHOR_END: shown
    Ok(())
}
