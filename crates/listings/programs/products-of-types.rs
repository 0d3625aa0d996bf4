use equivariance::{Irreps, Result, Rotation, Scalar, TensorProduct, seeded_noise};
use ndarray::{Array1, array};

// ANCHOR: shown
fn main() -> Result<()> {
    let vector: Irreps = "1o".parse()?;
    let product = TensorProduct::new(vector.clone(), vector, "0e + 1e + 2e".parse()?)?;
    let weights = array![3.0_f64.sqrt(), 2.0_f64.sqrt(), 1.0];
    let [x, y] = [array![1.0, 2.0, 0.0], array![3.0, 0.0, 0.0]];
    println!("vectors = {:.3}", product.apply(&x, &y, &weights)?);

    let both: Irreps = "0e + 1o".parse()?;
    let all = "0e + 0o + 1e + 1o + 2e + 2o".parse()?;
    let square = TensorProduct::new(both.clone(), both, all)?;
    let reached = square.paths().iter().map(|path| path.to.1.to_string());
    println!("square = {}", reached.collect::<Vec<_>>().join(" + "));
    law::<f64>("f64")?;
    law::<f32>("f32")
}
// ANCHOR_END: shown

/// The largest error of the law for a product of many types, relative to its length.
fn law<A: Scalar>(name: &str) -> Result<()> {
    let left: Irreps = "2x0e + 1o + 1e + 2e".parse()?;
    let right: Irreps = "0e + 1o + 2e + 3o".parse()?;
    let to: Irreps = "2x0o + 2x1o + 1e + 2o + 3e".parse()?;
    let product = TensorProduct::new(left.clone(), right.clone(), to.clone())?;
    let weights = noise(product.weights(), 1);
    let mut largest = 0.0_f64;
    for seed in 0..20 {
        let (turn, inverted) = (Rotation::<A>::random(seed), seed % 2 == 1);
        let x = noise(left.dimension(), seed + 100);
        let y = noise(right.dimension(), seed + 200);
        let turned_x = left.matrix(&turn, inverted).dot(&x);
        let turned_y = right.matrix(&turn, inverted).dot(&y);
        let before = product.apply(&turned_x, &turned_y, &weights)?;
        let out = product.apply(&x, &y, &weights)?;
        let after = to.matrix(&turn, inverted).dot(&out);
        largest = largest.max(length(&(before - after)) / length(&out));
    }
    println!("{name}-law = {largest:.0e}");
    Ok(())
}

fn noise<A: Scalar>(size: usize, seed: u64) -> Array1<A> {
    let half = A::from_f64(0.5).expect("a half is exact");
    seeded_noise(size, seed).mapv(|value: A| value - half)
}

fn length<A: Scalar>(values: &Array1<A>) -> f64 {
    let values = values.iter().map(|value| value.to_f64().unwrap_or(f64::NAN));
    values.map(|value| value * value).sum::<f64>().sqrt()
}
