use equivariance::{LiftingLayer, Options, PointGroup, Pool, Result, SquareSymmetry};
use equivariance::{exact_sizes, max_pool, seeded_noise};
use ndarray::{Array1, Array2};

// ANCHOR: shown
fn main() -> Result<()> {
    let halved = (3, Options::same().stride(2));
    println!("one-layer = {:?}", exact_sizes(&[halved], 16..=40)?);
    println!("two-layers = {:?}", exact_sizes(&[halved, halved], 16..=40)?);
    println!("three-layers = {:?}", exact_sizes(&[halved, halved, halved], 16..=40)?);
    let without = (3, Options::valid().stride(2));
    println!("without-padding = {:?}", exact_sizes(&[without, without], 16..=40)?);

    let weights = seeded_noise::<f64, _, _>((1, 1, 3, 3), 1);
    let layer = LiftingLayer::new(PointGroup::C4, weights, Array1::zeros(1), halved.1)?;
    let maps = layer.forward(&seeded_noise((1, 17, 17), 2))?;
    println!("maps-of-17 = {:?}", maps.shape());
    if let Err(error) = layer.forward(&seeded_noise((1, 16, 16), 2)) {
        println!("maps-of-16 = {error}");
    }

    // A maximum has no order, and no layer that could refuse.
    println!("largest-of-windows-of-16 = {}", differ(16)?);
    println!("largest-of-windows-of-17 = {}", differ(17)?);
    Ok(())
}
// ANCHOR_END: shown

/// How many of the outputs of a pooling by 3 with stride 2 differ when the picture is
/// turned before it or after it.
fn differ(side: usize) -> Result<String> {
    let picture: Array2<f64> = seeded_noise((side, side), 3);
    let (r, pool) = (SquareSymmetry::QUARTER_TURN, Pool::new(3, 2));
    let first = max_pool(&r.act(&picture)?, pool)?;
    let last = r.act(&max_pool(&picture, pool)?)?;
    let differ = first.iter().zip(&last).filter(|(a, b)| a != b).count();
    Ok(format!("{differ} of {}", first.len()))
}
