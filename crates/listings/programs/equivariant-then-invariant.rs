use equivariance::{
    Fill, Kernel2d, Options, Result, TestImage, correlate, global_max, translate,
};
use ndarray::Array2;

fn main() -> Result<()> {
    // ANCHOR: shown
    let image: Array2<f64> = TestImage::Letter.pixels(32, 32);
    let kernel: Array2<f64> = Kernel2d::SobelX.weights();
    let layer = |x: &Array2<f64>| correlate(x, &kernel, Options::circular());
    let shift = [4, 9]; // try 9: -16..=16
    let moved = translate(&image, &shift, Fill::Circular)?;
    let (before, after) = (layer(&image)?, layer(&moved)?);

    let changed = before.iter().zip(&after).filter(|(a, b)| a != b).count();
    println!("outputs = {}", before.len());
    println!("changed = {changed}");
    let moved_along = translate(&before, &shift, Fill::Circular)? == after;
    println!("moved-with-the-input = {moved_along}");
    let change = (global_max(&after)? - global_max(&before)?).abs();
    println!("change-of-the-maximum = {change}");
    // ANCHOR_END: shown
    Ok(())
}
