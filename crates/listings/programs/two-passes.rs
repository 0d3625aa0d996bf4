use equivariance::{Kernel2d, Options, Result, TestImage, correlate};
use ndarray::{Array2, Axis};

fn main() -> Result<()> {
    // ANCHOR: shown
    // Whole grey levels, so that every sum is exact and "equal" means equal.
    let image = TestImage::Scene.pixels(48, 48).mapv(|v: f64| (255.0 * v).round());
    let kernel: Array2<f64> = Kernel2d::SobelX.weights();
    let Some((column, row)) = Kernel2d::SobelX.factors::<f64>() else { return Ok(()) };
    // ANCHOR_END: shown
    println!("column = {column}");
    println!("row = {row}");

    // ANCHOR: shown
    let direct = correlate(&image, &kernel, Options::valid())?;
    let down = correlate(&image, &column.insert_axis(Axis(1)), Options::valid())?;
    let passes = correlate(&down, &row.insert_axis(Axis(0)), Options::valid())?;
    let largest = (&direct - &passes).fold(0.0, |m: f64, d| d.abs().max(m));
    println!("largest-difference = {largest}");
    // ANCHOR_END: shown
    println!("between = {}×{}", down.nrows(), down.ncols());

    // ANCHOR: shown
    println!("multiplications-direct = {}", 9 * direct.len());
    println!("multiplications-two-passes = {}", 3 * down.len() + 3 * passes.len());
    // ANCHOR_END: shown
    println!("additions-direct = {}", 8 * direct.len());
    println!("additions-two-passes = {}", 2 * down.len() + 2 * passes.len());
    Ok(())
}
