use equivariance::TurnedPicture::{FromFormula, FromPixels};
use equivariance::{GaussianDerivative, Result, TurnedPicture, turning_error};

const ANGLE: f64 = std::f64::consts::FRAC_PI_6;

/// An elongated spot beside the centre.
fn spot(x: f64, y: f64) -> f64 {
    let (x, y) = (x - 0.3, y + 0.2);
    libm::exp(-(x * x + y * y / 4.0) / 2.0)
}

// ANCHOR: shown
/// The width of the filter, where it ends, in widths, and the width of the picture.
fn error(width: f64, cut: f64, picture: f64, turned: TurnedPicture) -> Result<f64> {
    let filter = GaussianDerivative::new(1, width, (cut * width).ceil() as usize)?;
    let spot = |x: f64, y: f64| spot(x / picture, y / picture);
    turning_error(&filter, spot, turned, ANGLE, (4, (width / 2.0).ceil() as usize))
}

// ANCHOR_END: shown
fn main() -> Result<()> {
    // ANCHOR: shown
    for quarters in [2, 4, 6, 8, 16] {
        let width = f64::from(quarters) / 4.0;
        println!("kept-{quarters} = {:.1e}", error(width, 8.5, width, FromFormula)?);
        println!("cut-{quarters} = {:.1e}", error(width, 3.0, width, FromFormula)?); // try 3.0: 2..=8
        println!("fixed-{quarters} = {:.1e}", error(width, 8.5, 0.5, FromFormula)?);
        println!("between-{quarters} = {:.1e}", error(width, 8.5, width, FromPixels)?);
    }
    // ANCHOR_END: shown
    for widths in 4..=8 {
        let error = error(4.0, f64::from(widths), 4.0, FromFormula)?;
        println!("cut-at-{widths} = {error:.1e}");
    }
    // What one neighbour in the formula of Poisson weighs for a spot of half a pixel.
    let pi = std::f64::consts::PI;
    println!("neighbour = {:.1e}", libm::exp(-2.0 * pi * pi * 0.25));
    let (small, large) = (of_all_outputs(8)?, of_all_outputs(64)?);
    println!("image-17 = {small:.1e}");
    println!("image-129 = {large:.1e}");
    println!("images-are-alike = {}", small == large);
    println!("angle = {:.0}°", ANGLE.to_degrees());
    println!("quarter-turn = {:.1e}", quarter_turn()?);
    Ok(())
}

/// The error at σ = 1, over all outputs of an image of a size.
fn of_all_outputs(half: usize) -> Result<f64> {
    let filter = GaussianDerivative::new(1, 1.0, 7)?;
    turning_error(&filter, spot, FromFormula, ANGLE, (half, 1))
}

/// The error of a quarter turn where all else is at its worst.
fn quarter_turn() -> Result<f64> {
    let filter = GaussianDerivative::new(1, 0.5, 2)?;
    let spot = |x: f64, y: f64| libm::exp(-(x * x + y * y / 4.0) / 0.5);
    let angle = std::f64::consts::FRAC_PI_2;
    turning_error(&filter, spot, FromPixels, angle, (8, 1))
}
