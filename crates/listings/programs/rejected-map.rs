use equivariance::{Fill, Kernel2d, Options, Region, Result};
use equivariance::{correlate, equivariance_error, global_max, seeded_noise, translate};
use ndarray::Array2;

fn main() -> Result<()> {
    let image: Array2<f64> = seeded_noise((16, 16), 7);
    let kernel: Array2<f64> = Kernel2d::GaussianBlur.weights();
    // ANCHOR: shown
    // What a single column is multiplied by; every other one by one.
    let gain = 2.0; // try: 0..=3 by 0.5
    let at = |(_, x)| if x == 9 { gain } else { 1.0 };
    let gains = Array2::from_shape_fn((16, 16), at);
    // ANCHOR_END: shown
    let act = |x: &_, shift: &[isize; 2]| translate(x, shift, Fill::Circular);
    let everywhere = |_: &[isize; 2], shape: &[usize]| Ok(Region::full(shape));
    // ANCHOR: shown
    let map = |x: &_| Ok(correlate(x, &kernel, Options::circular())? * &gains);

    let down: Vec<[isize; 2]> = (0..16).map(|y| [y, 0]).collect();
    let error = equivariance_error(&image, map, act, act, &down, everywhere)?;
    println!("up-and-down = {}", error.largest);

    let across: Vec<[isize; 2]> = (0..16).map(|x| [0, x]).collect();
    let error = equivariance_error(&image, map, act, act, &across, everywhere)?;
    println!("left-and-right = {:.3}", error.largest);
    println!("worst-shift = {}", error.worst[1]);
    // ANCHOR_END: shown
    let output = map(&image)?;
    println!("span = {:.3}", global_max(&output)? + global_max(&-&output)?);
    Ok(())
}
