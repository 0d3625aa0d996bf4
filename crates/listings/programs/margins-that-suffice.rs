use equivariance::{Fill, Kernel2d, Options, Result, TestImage};
use equivariance::{correlate, global_max, translate};
use ndarray::{Array2, s};

// ANCHOR: shown
/// The largest difference of the two pipelines, `margin` pixels cut off on every side.
fn residual(kernel: Kernel2d, shift: isize, margin: usize) -> Result<f64> {
    let filter = |x: &Array2<f64>| correlate(x, &kernel.weights(), Options::valid());
    let act = |x: &Array2<f64>| translate(x, &[shift, shift], Fill::Zero);
    let image = TestImage::Scene.pixels(48, 48);
    let difference = filter(&act(&image)?)? - act(&filter(&image)?)?;
    let end = difference.nrows() - margin;
    let kept = difference.slice(s![margin..end, margin..end]);
    Ok(kept.fold(0.0, |m: f64, v| m.max(v.abs())))
}

// ANCHOR_END: shown
fn main() -> Result<()> {
    for kernel in [Kernel2d::GaussianBlur, Kernel2d::Laplacian, Kernel2d::SobelX] {
        for shift in 0..=6 {
            // ANCHOR: shown
            let residual = |margin| residual(kernel, shift, margin);
            let is_exact = |margin: &usize| residual(*margin).is_ok_and(|r| r == 0.0);
            // ANCHOR_END: shown
            println!("{kernel}-{shift} = {:.3}", residual(1)?);
            // ANCHOR: shown
            let margin = (0..).find(is_exact).unwrap_or(48);
            // ANCHOR_END: shown
            println!("{kernel}-{shift}-exact-margin = {margin}");
        }
        // One pixel of margin again, up to a shift by the whole picture.
        let far: Vec<f64> =
            (0..=48).map(|shift| residual(kernel, shift, 1)).collect::<Result<_>>()?;
        let constant = far[2..].iter().take_while(|r| **r == far[2]).count();
        println!("{kernel}-constant-up-to = {}", 1 + constant);
        let last = far.iter().rposition(|r| *r > 0.0).unwrap_or(0);
        println!("{kernel}-zero-from = {}", 1 + last);
        let image: Array2<f64> = TestImage::Scene.pixels(48, 48);
        let filtered = correlate(&image, &kernel.weights(), Options::valid())?;
        let span = global_max(&filtered)? + global_max(&-&filtered)?;
        println!("{kernel}-span = {span:.3}");
    }
    let blur: Array2<f64> = Kernel2d::GaussianBlur.weights();
    println!("gaussian-blur-weight-of-two-columns = {}", blur.slice(s![.., 1..]).sum());
    Ok(())
}
