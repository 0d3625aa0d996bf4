use equivariance::{Fill, Kernel2d, Options, Result, TestImage};
use equivariance::{correlate, global_max, translate};
use ndarray::{Array2, ArrayView1};

fn main() -> Result<()> {
    // ANCHOR: shown
    let image: Array2<f64> = TestImage::Scene.pixels(48, 48);
    let kernel: Array2<f64> = Kernel2d::SobelX.weights();
    let (down, right) = (3, 5); // try 5: -20..=20

    let moved = translate(&image, &[down, right], Fill::Zero)?;
    let a = correlate(&moved, &kernel, Options::valid())?;
    let filtered = correlate(&image, &kernel, Options::valid())?;
    let b = translate(&filtered, &[down, right], Fill::Zero)?;

    let difference = (&a - &b).mapv(f64::abs);
    let unequal = difference.iter().filter(|&&value| value != 0.0).count();
    // ANCHOR_END: shown
    println!("output-size = {}×{}", a.nrows(), a.ncols());
    println!("outputs = {}", difference.len());
    // ANCHOR: shown
    println!("unequal = {unequal}");
    // ANCHOR_END: shown
    println!("equal = {}", difference.len() - unequal);
    let largest = difference.fold(0.0, |m: f64, &v| m.max(v));
    println!("residual-everywhere = {largest:.3}");
    let seam = |line: ArrayView1<f64>| line.iter().filter(|&&v| v != 0.0).count();
    println!("seam-rows = {}", seam(difference.column(22)));
    println!("seam-columns = {}", seam(difference.row(22)));
    let (low, high) = (-global_max(&-&filtered)?, global_max(&filtered)?);
    println!("filtered = {low:.3} to {high:.3}");
    println!("span = {:.3}", high - low);
    Ok(())
}
