use equivariance::{ConvLayer, Fill, Options, Pool, Result};
use equivariance::{max_pool, seeded_noise, translate};
use ndarray::{Array1, Array3, ArrayRef3, Axis, stack};

fn main() -> Result<()> {
    let layer = |out, from, seed| {
        let weights = seeded_noise((out, from, 3, 3), seed).mapv(|v: f64| v - 0.5);
        ConvLayer::new(weights, Array1::from_elem(out, 0.1), Options::circular())
    };
    // ANCHOR: shown
    let (first, second) = (layer(4, 1, 8)?, layer(8, 4, 9)?);
    // ANCHOR_END: shown
    let relu = |maps: Array3<f64>| maps.mapv(|v| v.max(0.0));
    let hidden = |image: &Array3<f64>| first.forward(image).map(relu);
    // ANCHOR: shown
    let features =
        |image: &Array3<f64>| second.forward(&pool(&hidden(image)?)?).map(relu);
        // ANCHOR_END: shown
    let image: Array3<f64> = seeded_noise((1, 16, 16), 3);
    // ANCHOR: shown
    let before = features(&image)?;
    // ANCHOR_END: shown
    let (mut moved_along, mut stayed) = (Vec::new(), Vec::new());
    // ANCHOR: shown
    for shift in shifts(16) {
        let after = features(&translate(&image, &shift, Fill::Circular)?)?;
        for by in shifts(8) {
            if translate(&before, &by, Fill::Circular)? == after {
                moved_along.push(shift);
            }
        }
        if largest(&after) == largest(&before) {
            stayed.push(shift);
        }
    }
    // ANCHOR_END: shown
    let is_even = |shift: &[isize; 3]| shift.iter().all(|s| s % 2 == 0);
    let even: Vec<_> = shifts(16).filter(is_even).collect();
    println!("channels-alive = {} and {}", alive(&hidden(&image)?), alive(&before));
    println!("shifts = {}", shifts(16).count());
    println!("features-moved-along = {}", moved_along.len());
    println!("answer-stayed = {}", stayed.len());
    println!("even-shifts = {}", even.len());
    println!("these-are-the-same = {}", moved_along == even && stayed == even);
    Ok(())
}

/// All shifts round a torus of `side` rows and columns.
fn shifts(side: isize) -> impl Iterator<Item = [isize; 3]> {
    (0..side).flat_map(move |down| (0..side).map(move |right| [0, down, right]))
}

/// How many channels are not zero everywhere.
fn alive(maps: &ArrayRef3<f64>) -> usize {
    largest(maps).into_iter().filter(|&value| value > 0.0).count()
}

/// Max pooling by 2, one channel at a time.
fn pool(maps: &ArrayRef3<f64>) -> Result<Array3<f64>> {
    let pooled = maps.outer_iter().map(|map| max_pool(&map, Pool::new(2, 2)));
    let pooled: Vec<_> = pooled.collect::<Result<_>>()?;
    let views: Vec<_> = pooled.iter().map(|map| map.view()).collect();
    Ok(stack(Axis(0), &views).expect("maps of one size"))
}

/// The largest value of each channel: what the network hands to its classifier.
fn largest(maps: &ArrayRef3<f64>) -> Vec<f64> {
    maps.outer_iter().map(|map| map.fold(f64::NEG_INFINITY, |m, &v| m.max(v))).collect()
}
