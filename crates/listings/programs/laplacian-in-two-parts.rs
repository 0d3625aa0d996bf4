// ANCHOR: shown
use equivariance::{Kernel2d, Options, Result, TestImage, correlate};
use ndarray::{Array2, array};

fn main() -> Result<()> {
    let scene: Array2<f64> = TestImage::Scene.pixels(48, 48);
    let image = scene.mapv(|grey| (grey * 255.0).round());
    let filter = |kernel: &Array2<f64>| correlate(&image, kernel, Options::circular());
    let across = filter(&array![[1.0, -2.0, 1.0]])?;
    let down = filter(&array![[1.0], [-2.0], [1.0]])?;
    let laplacian = filter(&Kernel2d::Laplacian.weights())?;
    let difference = (across + down - laplacian).fold(0.0, |m: f64, d| m.max(d.abs()));
    println!("difference = {difference}");
    println!("weights = {} instead of {}", 3 + 3, 9);
    Ok(())
}
// ANCHOR_END: shown
