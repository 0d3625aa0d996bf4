use equivariance::{
    ConvLayer, FiniteGroup, GroupLayer, LiftingLayer, Options, PointGroup,
    ProjectionLayer, Region, Result, SquareSymmetry, equivariance_error, max_over_group,
    mean_over_group, relu, seeded_noise,
};
use ndarray::{Array, Array3, ArrayRef3, Axis, Dimension, ShapeBuilder};

const C4: PointGroup = PointGroup::C4;

fn main() -> Result<()> {
    // ANCHOR: shown
    let (same, bias) = (Options::same(), |channels| noise(channels, 9));
    let lift = LiftingLayer::new(C4, noise((4, 1, 3, 3), 1), bias(4), same)?;
    let group = GroupLayer::new(C4, noise((4, 4, 4, 3, 3), 2), bias(4), same)?;
    let project = ProjectionLayer::new(C4, noise((1, 4, 3, 3), 3), bias(1), same)?;
    let maps = |f: &ArrayRef3<f64>| group.forward(&relu(&lift.forward(f)?));

    println!("projection = {}", error(|f| project.forward(&relu(&maps(f)?)))?);
    println!("largest = {}", error(|f| max_over_group(C4, &maps(f)?))?);
    println!("mean-in-pairs = {}", error(|f| mean_over_group(C4, &maps(f)?))?);
    let in_order = |f: &ArrayRef3<f64>| Ok(maps(f)?.sum_axis(Axis(1)) / 4.0);
    println!("mean-in-order = {:.1e}", error(in_order)?);
    // ANCHOR_END: shown

    // ANCHOR: shown
    let first = ConvLayer::new(noise((4, 1, 3, 3), 1), bias(4), same)?;
    let second = ConvLayer::new(noise((1, 4, 3, 3), 2), bias(1), same)?;
    let planar = |f: &ArrayRef3<f64>| second.forward(&relu(&first.forward(f)?));
    println!("planar = {:.2}", error(planar)?);
    // ANCHOR_END: shown
    Ok(())
}

/// The largest difference that any quarter turn makes, before the map or after it.
fn error(map: impl Fn(&ArrayRef3<f64>) -> Result<Array3<f64>>) -> Result<f64> {
    let act = |f: &ArrayRef3<f64>, g: &SquareSymmetry| g.act(f);
    let everywhere = |_: &_, shape: &[usize]| Ok(Region::full(shape));
    let picture = noise((1, 12, 12), 4);
    let turns = C4.elements();
    Ok(equivariance_error(&picture, map, act, act, &turns, everywhere)?.largest)
}

fn noise<D: Dimension>(shape: impl ShapeBuilder<Dim = D>, seed: u64) -> Array<f64, D> {
    seeded_noise::<f64, _, _>(shape, seed) - 0.5
}

