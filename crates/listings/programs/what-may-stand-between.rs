use equivariance::{
    Result, Scalar, So2Representation, gated, norm_relu, relu, seeded_noise,
};
use ndarray::{Array1, ArrayRef1};

// ANCHOR: shown
fn errors<A: Scalar>(name: &str) -> Result<()> {
    let space = So2Representation::new(&[0, 1, 2, 3])?;
    let gates: Array1<A> = noise(3, 1);
    let norms = |f: &ArrayRef1<A>| norm_relu(&space, f, &[number(-0.3); 4]);
    println!("norms-{name} = {:.1e}", worst(&space, norms)?);
    let gates = |f: &ArrayRef1<A>| gated(&space, f, &gates);
    println!("gates-{name} = {:.1e}", worst(&space, gates)?);
    let each_number = |f: &ArrayRef1<A>| Ok(relu(f));
    println!("each-number-{name} = {:.2}", worst(&space, each_number)?);
    Ok(())
}
// ANCHOR_END: shown

fn main() -> Result<()> {
    errors::<f64>("f64")?;
    errors::<f32>("f32")
}

/// The largest difference between turning first and turning last, over many turns and
/// features.
fn worst<A: Scalar>(
    space: &So2Representation,
    map: impl Fn(&ArrayRef1<A>) -> Result<Array1<A>>,
) -> Result<f64> {
    let mut worst = 0.0_f64;
    for seed in 2..52 {
        let features = noise(space.dimension(), seed);
        let angle = seed as f64;
        let first = map(&space.act(angle, &features)?)?;
        let last = space.act(angle, &map(&features)?)?;
        for (first, last) in first.iter().zip(&last) {
            let difference = (*first - *last).abs().to_f64();
            worst = worst.max(difference.unwrap_or(f64::NAN));
        }
    }
    Ok(worst)
}

fn noise<A: Scalar>(count: usize, seed: u64) -> Array1<A> {
    seeded_noise::<f64, _, _>(count, seed).mapv(|value| number(2.0 * value - 1.0))
}

fn number<A: Scalar>(value: f64) -> A {
    A::from_f64(value).expect("a rounded value")
}
