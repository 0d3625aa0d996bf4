use equivariance::{Options, Result, Stage, correlate, receptive_field};
use ndarray::Array2;
use std::collections::BTreeSet;

fn main() -> Result<()> {
    // ANCHOR: shown
    let ones = Array2::from_elem((3, 3), 1.0);
    let stack = |image: &Array2<f64>| -> Result<Array2<f64>> {
        let first = correlate(image, &ones, Options::valid())?;
        let second = correlate(&first, &ones, Options::valid())?;
        correlate(&second, &ones, Options::valid())
    };
    // ANCHOR_END: shown
    println!("outputs = {}", stack(&Array2::zeros((15, 15)))?.len());

    // ANCHOR: shown
    // Light one input pixel at a time and see which of them the middle output notices.
    // ANCHOR_END: shown
    let (mut noticed, mut rows) = (0, BTreeSet::new());
    // ANCHOR: shown
    for pixel in (0..15).flat_map(|y| (0..15).map(move |x| [y, x])) {
        let mut image = Array2::zeros((15, 15));
        image[pixel] = 1.0;
        if stack(&image)?[[4, 4]] != 0.0 {
            noticed += 1;
            rows.insert(pixel[0]);
        }
    }
    // ANCHOR_END: shown
    println!("pixels-noticed = {noticed}");
    println!("rows-noticed = {}", rows.len());
    println!("computed = {}", receptive_field(&[Stage::new(3, 1); 3])?);
    println!("weights-three-layers = {}", 3 * 9);
    println!("weights-one-layer = {}", 7 * 7);
    let dilated = |dilation| Stage { kernel: 3, stride: 1, dilation };
    let reach = receptive_field(&[dilated(1), dilated(2), dilated(4)])?;
    println!("dilated-1-2-4 = {reach}");
    Ok(())
}
