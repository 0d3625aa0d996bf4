use equivariance::{Fill, Kernel2d, Options, Result, TestImage};
use equivariance::{correlate, equivariance_error, interior, translate};
use ndarray::Array2;

fn main() -> Result<()> {
    // ANCHOR: shown
    let image: Array2<f64> = TestImage::Scene.pixels(48, 48);
    let kernel: Array2<f64> = Kernel2d::SobelX.weights();
    let valid = Options::valid();
    let exact = |s: &[isize; 2]| interior(&[48, 48], &[3, 3], valid, s, Fill::Zero);

    let region = exact(&[3, 5])?; // try 5: -40..=40
    // ANCHOR_END: shown
    println!("rows = {} to {}", region.ranges[0].start, region.ranges[0].end - 1);
    println!("columns = {} to {}", region.ranges[1].start, region.ranges[1].end - 1);
    println!("size = {}×{}", region.ranges[0].len(), region.ranges[1].len());
    println!("positions = {}", region.len());

    // ANCHOR: shown
    let far = 8; // try: 0..=12
    let shifts: Vec<_> =
        (-far..=far).flat_map(|y| (-far..=far).map(move |x| [y, x])).collect();
    let map = |x: &_| correlate(x, &kernel, valid);
    let act = |x: &_, shift: &[isize; 2]| translate(x, shift, Fill::Zero);
    let error = equivariance_error(&image, map, act, act, &shifts, |s, _| exact(s))?;
    // ANCHOR_END: shown
    println!("shifts = {}", shifts.len());
    // ANCHOR: shown
    println!("largest-error = {}", error.largest);
    // ANCHOR_END: shown
    Ok(())
}
