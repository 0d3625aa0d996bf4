use equivariance::{Fill, Options, Region, Result};
use equivariance::{correlate, equivariance_error, global_max, seeded_noise, translate};
use ndarray::Array2;

fn main() -> Result<()> {
    // ANCHOR: shown
    let image: Array2<f64> = seeded_noise((24, 24), 1);
    let width = 5; // try: 1..=9
    let kernel: Array2<f64> = seeded_noise((width, width), 2);
    let shifts: Vec<_> = (0..24).flat_map(|y| (0..24).map(move |x| [y, x])).collect();
    let act = |x: &_, shift: &[isize; 2]| translate(x, shift, Fill::Circular);
    let everywhere = |_: &[isize; 2], shape: &[usize]| Ok(Region::full(shape));

    let circular = |x: &_| correlate(x, &kernel, Options::circular());
    let error = equivariance_error(&image, circular, act, act, &shifts, everywhere)?;
    println!("shifts = {}", shifts.len());
    println!("circular = {}", error.largest);

    let same = |x: &_| correlate(x, &kernel, Options::same());
    let error = equivariance_error(&image, same, act, act, &shifts, everywhere)?;
    println!("zeros-outside = {:.3}", error.largest);
    // ANCHOR_END: shown
    let output = same(&image)?;
    println!("span = {:.3}", global_max(&output)? + global_max(&-&output)?);
    Ok(())
}
