use equivariance::{Irreps, Result, Rotation, Scalar, TensorProduct, seeded_noise};
use ndarray::Array1;

use super::distance;

/// A vector with entries from −1 to 1.
fn random<A: Scalar>(size: usize, seed: u64) -> Array1<A> {
    let two = A::one() + A::one();
    seeded_noise(size, seed).mapv(|value: A| two * value - A::one())
}

const LEFT: &str = "2x0e + 0o + 1o + 2x1e + 2e + 3o";
const RIGHT: &str = "0e + 2x1o + 1e + 2o + 3o";
const TO: &str = "0e + 2x0o + 1e + 3x1o + 2e + 2o + 4o";

/// The largest error of the law, relative to the length of the output, over random features, weights and turns.
fn error_of_the_law<A: Scalar>(
    product: &TensorProduct,
    [left, right, to]: [&Irreps; 3],
) -> Result<f64> {
    let mut largest = 0.0_f64;
    for seed in 0..60 {
        let (turn, inverted) = (Rotation::<A>::random(seed), seed % 2 == 1);
        let x = random::<A>(left.dimension(), seed + 100);
        let y = random(right.dimension(), seed + 200);
        let weights = random(product.weights(), seed + 300);
        let turned_x = left.matrix(&turn, inverted).dot(&x);
        let turned_y = right.matrix(&turn, inverted).dot(&y);
        let before = product.apply(&turned_x, &turned_y, &weights)?;
        let out = product.apply(&x, &y, &weights)?;
        let after: Array1<A> = to.matrix(&turn, inverted).dot(&out);
        let length = distance(&out, &Array1::zeros(out.len()));
        largest = largest.max(distance(&before, &after) / length);
    }
    Ok(largest)
}

#[test]
fn products_commute_with_rotations_and_mirror_images() -> Result<()> {
    let (left, right, to) = (LEFT.parse()?, RIGHT.parse()?, TO.parse()?);
    let product = TensorProduct::new(
        Irreps::clone(&left),
        Irreps::clone(&right),
        Irreps::clone(&to),
    )?;
    let types = [&left, &right, &to];
    let double = error_of_the_law::<f64>(&product, types)?;
    let single = error_of_the_law::<f32>(&product, types)?;
    assert!(double <= 1e-14, "{double:e}");
    assert!(single <= 1e-6, "{single:e}");
    // Read as another type of the same dimension, the output is not turned as it should be.
    for wrong in [
        "0e + 2x0o + 1e + 3x1o + 2e + 2o + 4e",
        "0e + 2x0o + 1o + 3x1o + 2e + 2o + 4o",
    ] {
        let wrong = wrong.parse()?;
        let error = error_of_the_law::<f64>(&product, [&left, &right, &wrong])?;
        assert!(error > 0.1, "{error:e}");
    }
    Ok(())
}

#[test]
fn paths_are_those_of_the_triangle_and_the_parities() -> Result<()> {
    let both: Irreps = "0e + 1o".parse()?;
    let paths = |to: &str| -> Result<usize> {
        Ok(TensorProduct::new(both.clone(), both.clone(), to.parse()?)?
            .paths()
            .len())
    };
    // (0e + 1o)² is 2 · 0e + 2 · 1o + 1e + 2e, and there is no way to 0o.
    for (to, expected) in [
        ("0e", 2),
        ("1o", 2),
        ("1e", 1),
        ("2e", 1),
        ("0o", 0),
        ("2o", 0),
        ("3o", 0),
    ] {
        assert_eq!(paths(to)?, expected, "{to}");
    }
    let nothing = TensorProduct::new(both.clone(), both, "0o + 2x2o".parse()?)?;
    let x = random::<f64>(4, 1);
    assert_eq!(
        nothing.apply(&x, &x, &Array1::zeros(0))?,
        Array1::<f64>::zeros(11)
    );
    Ok(())
}

#[test]
fn weights_stand_in_the_order_of_paths_and_multiplicities() -> Result<()> {
    let product = TensorProduct::new("2x0e".parse()?, "3x0e".parse()?, "2x0e + 0e".parse()?)?;
    let sizes: Vec<usize> = product.paths().iter().map(|path| path.weights).collect();
    assert_eq!(sizes, [12, 6]);
    let (x, y) = (random::<f64>(2, 1), random::<f64>(3, 2));
    for place in 0..product.weights() {
        let mut weights = Array1::zeros(product.weights());
        weights[place] = 2.0;
        let out = product.apply(&x, &y, &weights)?;
        let (u, v, w) = if place < 12 {
            (place / 6, place / 2 % 3, place % 2)
        } else {
            ((place - 12) / 3, (place - 12) % 3, 2)
        };
        for (to, &value) in out.iter().enumerate() {
            let expected = if to == w { 2.0 * x[u] * y[v] } else { 0.0 };
            assert!((value - expected).abs() < 1e-15, "weight {place}");
        }
    }
    Ok(())
}

/// With the factor √(2l₃ + 1), a weight of 1 keeps the variance of independent entries.
#[test]
fn weight_of_one_keeps_the_variance() -> Result<()> {
    for (left, right, to) in [("2e", "3o", "1o"), ("1o", "1o", "0e"), ("4e", "2e", "6e")] {
        let (left, right): (Irreps, Irreps) = (left.parse()?, right.parse()?);
        let product = TensorProduct::new(left.clone(), right.clone(), to.parse()?)?;
        let mut variance = 0.0;
        // The entries of both factors one by one: the sum over all of them is the variance of all outputs.
        for i in 0..left.dimension() {
            for j in 0..right.dimension() {
                let mut x = Array1::<f64>::zeros(left.dimension());
                let mut y = Array1::zeros(right.dimension());
                (x[i], y[j]) = (1.0, 1.0);
                let out = product.apply(&x, &y, &Array1::ones(1))?;
                variance += out.iter().map(|value| value * value).sum::<f64>() / out.len() as f64;
            }
        }
        assert!(
            (variance - 1.0).abs() < 1e-14,
            "{left} {right} {to}: {variance}"
        );
    }
    Ok(())
}
