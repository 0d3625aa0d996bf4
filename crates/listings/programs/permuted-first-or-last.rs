use std::ops::AddAssign;

use equivariance::{FiniteGroup, Region, Result, Scalar, Symmetric, TensorLayer};
use equivariance::{equivariance_error, permute, seeded_noise};
use ndarray::{Array2, Array3, ArrayRef3, Axis, Ix2};

fn main() -> Result<()> {
    // ANCHOR: shown
    let whole = |value: f64| (20.0 * value - 10.0).round();
    let (layer, x) = (layer(whole)?, pairs().mapv(whole));
    println!("fifteen-whole = {}", error(&x, |x| layer.forward(x))?);

    let cube = |x: &ArrayRef3<f64>| {
        let x = x.index_axis(Axis(0), 0).into_dimensionality::<Ix2>().unwrap();
        Ok(x.dot(&x).dot(&x).insert_axis(Axis(0)))
    };
    println!("cube-whole = {}", error(&x, cube)?);

    let above = |x: &ArrayRef3<f64>| {
        let kept = |(c, i, j)| if i < j { x[[c, i, j]] } else { 0.0 };
        Ok(Array3::from_shape_fn(x.dim(), kept))
    };
    println!("above-the-diagonal = {}", error(&x, above)?);
    // ANCHOR_END: shown
    fractions::<f64>("f64")?;
    fractions::<f32>("f32")
}

/// Two relations between 5 points, of numbers from 0 to 1.
fn pairs<A: Scalar>() -> Array3<A> {
    seeded_noise((2, 5, 5), 1)
}

/// A layer of the fifteen maps from 2 relations to 3, its numbers made of noise.
fn layer<A: Scalar + AddAssign>(number: impl Fn(A) -> A) -> Result<TensorLayer<A>> {
    let weights = seeded_noise((3, 2, 15), 2).mapv(&number);
    let bias: Array2<A> = seeded_noise((3, 2), 3).mapv(&number);
    TensorLayer::new((2, 2), weights, bias)
}

/// The largest difference between permuting first and last, over all 120 permutations.
fn error<A: Scalar>(
    x: &Array3<A>,
    map: impl Fn(&ArrayRef3<A>) -> Result<Array3<A>>,
) -> Result<f64> {
    let act = |x: &ArrayRef3<A>, p: &Vec<usize>| permute(x, 1, p);
    let all = Symmetric::new(5)?.elements();
    let everywhere = |_: &Vec<usize>, shape: &[usize]| Ok(Region::full(shape));
    Ok(equivariance_error(x, map, act, act, &all, everywhere)?.largest)
}

/// The error for numbers that are not whole, and its bound.
fn fractions<A: Scalar + AddAssign>(name: &str) -> Result<()> {
    let number = |value: A| value - A::from_f64(0.5).unwrap();
    let (first, x) = (layer(number)?, pairs().mapv(number));
    println!("{name} = {:.1e}", error(&x, |x| first.forward(x))?);
    let absolute = layer(|value| number(value).abs())?;
    let size: Array3<A> = absolute.forward(&x.mapv(A::abs))?;
    let size = size.iter().filter_map(|v| v.to_f64()).fold(0.0, f64::max);
    // The number of terms: 25 of a sum, 15 maps of 2 channels, and 2 biases.
    let steps = (25 + 2 * 15 + 2) as f64 * A::epsilon().to_f64().unwrap() / 2.0;
    println!("{name}-bound = {:.1e}", 2.0 * steps / (1.0 - steps) * size);
    Ok(())
}
