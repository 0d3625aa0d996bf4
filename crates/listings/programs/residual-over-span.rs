use equivariance::{Fill, Kernel2d, Options, Result, TestImage};
use equivariance::{correlate, global_max, interior, translate};
use ndarray::{Array2, s};

// ANCHOR: shown
fn residuals(image: &Array2<f64>) -> Result<[f64; 2]> {
    let (kernel, shift) = (Kernel2d::SobelX.weights(), [3, 5]);
    let filter = |x: &Array2<f64>| correlate(x, &kernel, Options::valid());
    let moved = |x: &Array2<f64>| translate(x, &shift, Fill::Zero);
    let filtered = filter(image)?;
    let difference = (filter(&moved(image)?)? - moved(&filtered)?).mapv(f64::abs);
    let span = global_max(&filtered)? + global_max(&-&filtered)?;
    let inside = interior(&[48, 48], &[3, 3], Options::valid(), &shift, Fill::Zero)?;
    let [rows, columns] = [inside.ranges[0].clone(), inside.ranges[1].clone()];
    let inside = difference.slice(s![rows, columns]).to_owned();
    Ok([global_max(&difference)? / span, global_max(&inside)?])
}
// ANCHOR_END: shown

fn main() -> Result<()> {
    let image: Array2<f64> = TestImage::Scene.pixels(48, 48);
    println!("original = {:.3}", residuals(&image)?[0]);
    let [over_span, inside] = residuals(&(10.0 * &image))?;
    println!("bright = {over_span:.3}");
    println!("inside = {inside}");
    Ok(())
}
