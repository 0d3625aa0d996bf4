use equivariance::{ConvLayer, Fill, Options, Pool, Result, max_pool, seeded_noise, translate};
use ndarray::{Array1, Array3, ArrayRef3, Axis, stack};

// ANCHOR: shown
fn main() -> Result<()> {
    let layer = |out, from, seed| {
        let weights = seeded_noise((out, from, 3, 3), seed).mapv(|v: f64| v - 0.5);
        ConvLayer::new(weights, Array1::from_elem(out, 0.1), Options::circular())
    };
    let (first, second) = (layer(4, 1, 1)?, layer(8, 4, 2)?);
    let features = |image: &Array3<f64>| -> Result<Array3<f64>> {
        let hidden = pool(&first.forward(image)?.mapv(|v| v.max(0.0)))?;
        Ok(second.forward(&hidden)?.mapv(|v| v.max(0.0)))
    };
    let image: Array3<f64> = seeded_noise((1, 16, 16), 3);
    let (mut moved_along, mut stayed) = (0, 0);
    for shift in (0..16).flat_map(|y| (0..16).map(move |x| [0, y, x])) {
        let before = features(&image)?;
        let after = features(&translate(&image, &shift, Fill::Circular)?)?;
        let half = shift.map(|s| s / 2);
        moved_along += usize::from(after == translate(&before, &half, Fill::Circular)?);
        stayed += usize::from(largest(&after) == largest(&before));
    }
    println!("shifts = {}", 16 * 16);
    println!("features-moved-along = {moved_along}");
    println!("answer-stayed = {stayed}");
    Ok(())
}
// ANCHOR_END: shown

/// Max pooling by 2, one channel at a time.
fn pool(maps: &ArrayRef3<f64>) -> Result<Array3<f64>> {
    let pooled: Vec<_> =
        maps.outer_iter().map(|map| max_pool(&map, Pool::new(2, 2))).collect::<Result<_>>()?;
    let views: Vec<_> = pooled.iter().map(|map| map.view()).collect();
    Ok(stack(Axis(0), &views).expect("maps of one size"))
}

/// The largest value of each channel: what the network hands to its classifier.
fn largest(maps: &ArrayRef3<f64>) -> Vec<f64> {
    maps.outer_iter().map(|map| map.fold(f64::NEG_INFINITY, |m, &v| m.max(v))).collect()
}
