use equivariance::{ConvLayer, Fill, Options, Result, seeded_noise, translate};
use ndarray::{Array3, ArrayRef3, Axis};

fn main() -> Result<()> {
    let layer = |channels_out, channels_in, seed| {
        let weights = seeded_noise((channels_out, channels_in, 3, 3), seed);
        let bias = seeded_noise(channels_out, seed);
        ConvLayer::new(weights - 0.5, bias, Options::circular())
    };
    let (first, second) = (layer(5, 3, 2)?, layer(2, 5, 3)?);
    // ANCHOR: shown
    let relu = |x: &ArrayRef3<f64>| x.mapv(|v| v.max(0.0));
    let of_channels: Array3<f64> = seeded_noise((3, 1, 1), 4);
    let of_places: Array3<f64> = seeded_noise((3, 8, 8), 5);

    println!("relu = {}", differ(|x| Ok(relu(x)))?);
    println!("bias-of-each-channel = {}", differ(|x| Ok(&x.view() + &of_channels))?);
    let sum = |x: &ArrayRef3<f64>| x.sum_axis(Axis(0)).insert_axis(Axis(0));
    println!("sum-of-channels = {}", differ(|x| Ok(sum(x)))?);
    println!("convolutions = {}", differ(|x| first.forward(x))?);
    println!("two-layers = {}", differ(|x| second.forward(&relu(&first.forward(x)?)))?);
    println!("bias-of-each-place = {}", differ(|x| Ok(&x.view() + &of_places))?);
    // ANCHOR_END: shown
    println!("compared = {}", 64 * of_places.len());
    Ok(())
}

/// How many numbers differ when `map` comes before or after a shift, over all shifts.
fn differ(map: impl Fn(&ArrayRef3<f64>) -> Result<Array3<f64>>) -> Result<usize> {
    let image: Array3<f64> = seeded_noise((3, 8, 8), 1).mapv(|v: f64| v - 0.5);
    let output = map(&image)?;
    let mut count = 0;
    for s in (0..8).flat_map(|y| (0..8).map(move |x| [0, y, x])) {
        let moved_first = map(&translate(&image, &s, Fill::Circular)?)?;
        let moved_last = translate(&output, &s, Fill::Circular)?;
        count += moved_first.iter().zip(&moved_last).filter(|(a, b)| a != b).count();
    }
    Ok(count)
}
