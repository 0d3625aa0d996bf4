use equivariance::{Options, Result, Stage, correlate, receptive_field};
use ndarray::Array2;
use std::collections::BTreeSet;

fn main() -> Result<()> {
    // ANCHOR: shown
    let layers = 3; // try: 1..=4
    let stride = 1; // try: 1..=2
    let (ones, valid) = (Array2::from_elem((3, 3), 1.0), Options::valid());
    let stack = |image: &Array2<f64>| {
        let first = correlate(image, &ones, valid.stride(stride))?;
        (1..layers).try_fold(first, |below, _| correlate(&below, &ones, valid))
    };
    // ANCHOR_END: shown
    let outputs = stack(&Array2::zeros((15, 15)))?;
    let middle = (outputs.nrows() / 2, outputs.ncols() / 2);
    println!("outputs = {}", outputs.len());
    let mut noticed = Vec::new();

    // ANCHOR: shown
    // Light one input pixel at a time and see which of them the middle output notices.
    for pixel in (0..15).flat_map(|y| (0..15).map(move |x| (y, x))) {
        let mut image = Array2::zeros((15, 15));
        image[pixel] = 1.0;
        if stack(&image)?[middle] != 0.0 {
            noticed.push(pixel);
        }
    }
    // ANCHOR_END: shown
    let rows: BTreeSet<_> = noticed.iter().map(|&(row, _)| row).collect();
    println!("pixels-noticed = {}", noticed.len());
    println!("rows-noticed = {}", rows.len());
    let mut stages = vec![Stage::new(3, 1); layers];
    stages[0].stride = stride;
    println!("computed = {}", receptive_field(&stages)?);
    println!("weights-of-the-stack = {}", 9 * layers);
    println!("weights-of-one-layer = {}", noticed.len());
    let mut dilated = [Stage::new(3, 1); 3];
    (dilated[1].dilation, dilated[2].dilation) = (2, 4);
    let reach = receptive_field(&dilated)?;
    println!("dilated-1-2-4 = {reach}");
    Ok(())
}
