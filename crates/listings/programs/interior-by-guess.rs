use equivariance::{Fill, Kernel2d, Options, Result, TestImage, correlate, translate};
use ndarray::{Array2, s};

fn main() -> Result<()> {
    // ANCHOR: shown
    let image: Array2<f64> = TestImage::Scene.pixels(48, 48);
    let kernel: Array2<f64> = Kernel2d::SobelX.weights();
    let shift = [3, 5]; // try 5: -6..=6
    let moved = translate(&image, &shift, Fill::Zero)?;
    let a = correlate(&moved, &kernel, Options::valid())?;
    let filtered = correlate(&image, &kernel, Options::valid())?;
    let difference = (a - translate(&filtered, &shift, Fill::Zero)?).mapv(f64::abs);
    // ANCHOR_END: shown

    // ANCHOR: shown
    for margin in 0..=6 {
        let end = difference.nrows() - margin;
        let kept = difference.slice(s![margin..end, margin..end]);
        let residual = kept.fold(0.0, |m: f64, &v| m.max(v));
        // 0 stands for exactly zero.
        let places = if residual == 0.0 { 0 } else { 3 };
        println!("margin-{margin} = {residual:.places$}");
    }
    // ANCHOR_END: shown
    Ok(())
}
