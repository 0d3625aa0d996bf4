use equivariance::{Kernel2d, Options, Result, TestImage, correlate};
use ndarray::Array2;

fn largest(image: Array2<f64>) -> f64 {
    image.fold(0.0, |most, value| value.abs().max(most))
}

fn main() -> Result<()> {
    // ANCHOR: shown
    let image: Array2<f64> = TestImage::Scene.pixels(48, 48);
    let board = Array2::from_shape_fn((48, 48), |(y, x)| [1.0, -1.0][(y + x) % 2]);
    for (kernel, rate) in [(Kernel2d::Sharpen, 0.2), (Kernel2d::GaussianBlur, 1.0)] {
        let weights = kernel.weights();
        let filter = |f: &Array2<f64>| correlate(f, &weights, Options::circular());
        println!("{kernel}-of-the-board = {}", largest(filter(&board)?));

        let filtered = filter(&image)?;
        let mut guess = Array2::zeros((48, 48));
        for _ in 0..100 {
            guess = &guess + rate * (&filtered - filter(&guess)?);
        }
        println!("{kernel}-undone-but-for = {:.1e}", largest(guess - &image));
    }
    // ANCHOR_END: shown
    Ok(())
}
