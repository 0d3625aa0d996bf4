use equivariance::{Fill, Pool, Result, TestImage};
use equivariance::{global_max, global_mean, max_pool, translate};
use ndarray::Array2;

fn main() -> Result<()> {
    // ANCHOR: shown
    let map: Array2<f64> = TestImage::Scene.pixels(16, 16);
    let local_max = |x: &Array2<f64>| max_pool(x, Pool::new(2, 2));
    let (mut peak, mut average, mut local) = (0.0_f64, 0.0_f64, 0.0_f64);
    for shift in (0..16).flat_map(|down| (0..16).map(move |right| [down, right])) {
        let moved = translate(&map, &shift, Fill::Circular)?;
        peak = peak.max((global_max(&moved)? - global_max(&map)?).abs());
        average = average.max((global_mean(&moved)? - global_mean(&map)?).abs());
        let change = local_max(&moved)? - local_max(&map)?;
        local = change.iter().fold(local, |m, v| m.max(v.abs()));
    }
    // ANCHOR_END: shown
    println!("global-max = {peak}");
    println!("global-mean-below-1e-12 = {}", average < 1e-12);
    println!("local-max = {local:.3}");
    Ok(())
}
