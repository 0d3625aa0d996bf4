use equivariance::{LiftingLayer, Options, PointGroup, Pool, Result, SquareSymmetry};
use equivariance::{exact_sizes, max_pool, seeded_noise};
use ndarray::{Array1, Array2};

fn main() -> Result<()> {
    // ANCHOR: shown
    let halved = (3, Options::same().stride(2));
    println!("one-layer = {}", sizes(&[halved])?);
    println!("two-layers = {}", sizes(&[halved, halved])?);
    println!("three-layers = {}", sizes(&[halved, halved, halved])?);
    let without = (3, Options::valid().stride(2));
    println!("without-padding = {}", sizes(&[without, without])?);

    let weights = seeded_noise::<f64, _, _>((1, 1, 3, 3), 1);
    let layer = LiftingLayer::new(PointGroup::C4, weights, Array1::zeros(1), halved.1)?;
    let maps = layer.forward(&seeded_noise((1, 17, 17), 2))?;
    // ANCHOR_END: shown
    println!("rows-of-maps-of-17 = {}", maps.shape()[2]);
    // ANCHOR: shown
    if let Err(error) = layer.forward(&seeded_noise((1, 16, 16), 2)) {
        println!("maps-of-16 = {error}");
    }
    // ANCHOR_END: shown

    // A maximum has no order, and no layer that could refuse.
    println!("largest-of-windows-of-16 = {}", differ(16)?);
    println!("largest-of-windows-of-17 = {}", differ(17)?);
    Ok(())
}

/// The sizes from 16 to 40 that every level takes.
fn sizes(levels: &[(usize, Options)]) -> Result<String> {
    let sizes = exact_sizes(levels, 16..=40)?;
    let sizes: Vec<String> = sizes.iter().map(ToString::to_string).collect();
    Ok(sizes.join(", "))
}

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
