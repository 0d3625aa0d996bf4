// ANCHOR: shown
use equivariance::{Fill, Kernel2d, Options, Result, TestImage, correlate, translate};
use ndarray::{Array2, s};

/// The largest difference of the two pipelines, with `margin` pixels cut off on every side.
fn residual(image: &Array2<f64>, kernel: Kernel2d, shift: isize, margin: usize) -> Result<f64> {
    let filter = |x: &Array2<f64>| correlate(x, &kernel.weights(), Options::valid());
    let a = filter(&translate(image, &[shift, shift], Fill::Zero)?)?;
    let difference = a - translate(&filter(image)?, &[shift, shift], Fill::Zero)?;
    let end = difference.nrows() - margin;
    Ok(difference.slice(s![margin..end, margin..end]).fold(0.0, |m: f64, v| m.max(v.abs())))
}

fn main() -> Result<()> {
    let image = TestImage::Scene.pixels(48, 48);
    for kernel in [Kernel2d::GaussianBlur, Kernel2d::Laplacian, Kernel2d::SobelX] {
        for shift in 0..=6 {
            let residual = |margin| residual(&image, kernel, shift, margin);
            let exact = (0..).find(|&margin| residual(margin).is_ok_and(|r| r == 0.0));
            println!("{kernel}-{shift} = {:.2e}", residual(1)?);
            println!("{kernel}-{shift}-exact-margin = {}", exact.unwrap_or(48));
        }
    }
    Ok(())
}
// ANCHOR_END: shown
