use equivariance::{ConvLayer, Fill, Options, Pool, Result};
use equivariance::{max_pool, seeded_noise, translate};
use ndarray::{Array1, Array3, ArrayRef3, Axis, stack};

fn main() -> Result<()> {
    let layer = |out, from, seed| {
        let weights = seeded_noise((out, from, 3, 3), seed).mapv(|v: f64| v - 0.5);
        ConvLayer::new(weights, Array1::from_elem(out, 0.1), Options::circular())
    };
    // ANCHOR: shown
    let stride = 2; // try: 1..=4
    let channels = 4; // try: 1..=8
    let (first, second) = (layer(channels, 1, 8)?, layer(8, channels, 9)?);
    // ANCHOR_END: shown
    let relu = |maps: Array3<f64>| maps.mapv(|v| v.max(0.0));
    let hidden = |image: &Array3<f64>| first.forward(image).map(relu);
    let pooled = |image: &Array3<f64>| pool(&hidden(image)?, stride);
    // ANCHOR: shown
    let features = |image: &Array3<f64>| second.forward(&pooled(image)?).map(relu);
    let image: Array3<f64> = seeded_noise((1, 16, 16), 3); // try 3: 1..=99
    let before = features(&image)?;
    // ANCHOR_END: shown
    let side = before.dim().1;
    let (mut moved_along, mut stayed) = (Vec::new(), Vec::new());
    // ANCHOR: shown
    for shift in shifts(16) {
        let after = features(&translate(&image, &shift, Fill::Circular)?)?;
        if shifts(side).any(|by| is_moved(&before, &by, &after)) {
            moved_along.push(shift);
        }
        if largest(&after) == largest(&before) {
            stayed.push(shift);
        }
    }
    // ANCHOR_END: shown
    let step = stride as isize;
    let is_multiple = |shift: &[isize; 3]| shift.iter().all(|s| s % step == 0);
    let multiples: Vec<_> = shifts(16).filter(is_multiple).collect();
    println!("channels-alive = {} and {}", alive(&hidden(&image)?), alive(&before));
    println!("shifts = {}", shifts(16).count());
    println!("features-moved-along = {}", moved_along.len());
    println!("answer-stayed = {}", stayed.len());
    println!("multiples-of-the-stride = {}", multiples.len());
    let same = moved_along == multiples && stayed == multiples;
    println!("these-are-the-same = {same}");
    Ok(())
}

/// All shifts round a torus of `side` rows and columns.
fn shifts(side: usize) -> impl Iterator<Item = [isize; 3]> {
    let side = side as isize;
    (0..side).flat_map(move |down| (0..side).map(move |right| [0, down, right]))
}

/// Whether each map of `after` is that of `before`, moved round its torus.
fn is_moved(before: &ArrayRef3<f64>, by: &[isize; 3], after: &ArrayRef3<f64>) -> bool {
    let (_, rows, columns) = before.dim();
    let [_, down, right] = by.map(|shift| shift as usize);
    before.indexed_iter().all(|((map, y, x), value)| {
        *value == after[[map, (y + down) % rows, (x + right) % columns]]
    })
}

/// How many channels are not zero everywhere.
fn alive(maps: &ArrayRef3<f64>) -> usize {
    largest(maps).into_iter().filter(|&value| value > 0.0).count()
}

/// Max pooling by `stride`, one channel at a time.
fn pool(maps: &ArrayRef3<f64>, stride: usize) -> Result<Array3<f64>> {
    let pooled = maps.outer_iter().map(|map| max_pool(&map, Pool::new(stride, stride)));
    let pooled: Vec<_> = pooled.collect::<Result<_>>()?;
    let views: Vec<_> = pooled.iter().map(|map| map.view()).collect();
    Ok(stack(Axis(0), &views).expect("maps of one size"))
}

/// The largest value of each channel: what the network hands to its classifier.
fn largest(maps: &ArrayRef3<f64>) -> Vec<f64> {
    maps.outer_iter().map(|map| map.fold(f64::NEG_INFINITY, |m, &v| m.max(v))).collect()
}
