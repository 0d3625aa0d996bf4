use equivariance::{Fill, Options, Result};
use equivariance::{correlate, global_max, seeded_noise, translate};
use ndarray::{Array2, s};

type Thinning = fn(&Array2<f64>) -> Array2<f64>;

/// A convolution with weights of this seed, and a ReLU.
fn layer(map: &Array2<f64>, seed: u64) -> Result<Array2<f64>> {
    let kernel = seeded_noise((3, 3), seed).mapv(|weight: f64| weight - 0.5);
    Ok(correlate(map, &kernel, Options::circular())?.mapv(|value| value.max(0.0)))
}

// ANCHOR: shown
/// Of the four ways to keep every second row and column, the one of the largest energy.
fn adaptive(map: &Array2<f64>) -> Array2<f64> {
    let keep = |y: usize, x: usize| map.slice(s![y..;2, x..;2]).to_owned();
    let energy = |kept: &Array2<f64>| kept.mapv(|value| value * value).sum();
    let ways = [keep(0, 0), keep(0, 1), keep(1, 0), keep(1, 1)];
    ways.into_iter().max_by(|a, b| energy(a).total_cmp(&energy(b))).expect("four ways")
}
// ANCHOR_END: shown

fn main() -> Result<()> {
    let image: Array2<f64> = seeded_noise((16, 16), 3);
    let ways: [(&str, Thinning); 3] = [
        ("no-stride", |map| map.clone()),
        ("stride-2", |map| map.slice(s![..;2, ..;2]).to_owned()),
        ("adaptive", adaptive),
    ];
    // ANCHOR: shown
    for (name, thin) in ways {
        let answer = |x: &Array2<f64>| global_max(&layer(&thin(&layer(x, 1)?), 2)?);
        let mut stayed = 0;
        for shift in (0..16).flat_map(|down| (0..16).map(move |right| [down, right])) {
            let moved = translate(&image, &shift, Fill::Circular)?;
            stayed += usize::from(answer(&moved)? == answer(&image)?);
        }
        // ANCHOR_END: shown
        println!("{name} = {stayed} of {}", image.len());
    // ANCHOR: shown
    }
    // ANCHOR_END: shown
    Ok(())
}
