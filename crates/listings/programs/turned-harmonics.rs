use equivariance::{Normalization, Result, Rotation, Scalar};
use equivariance::{spherical_harmonics, wigner_d};

const NORM: Normalization = Normalization::Norm;

fn main() -> Result<()> {
    let quadratic = spherical_harmonics(2, [1.0_f64, 2.0, 3.0], NORM)?;
    println!("degree-2 = {quadratic:.6}");
    measure::<f64>("f64")?;
    measure::<f32>("f32")
}

// ANCHOR: shown
/// The point is turned, or its harmonics are: how far apart both are at most.
fn measure<A: Scalar>(name: &str) -> Result<()> {
    for degree in [1, 2, 5, 10] {
        let mut largest = 0.0_f64;
        for seed in 0..50 {
            let (turn, point) = (Rotation::random(seed), point::<A>(seed));
            let moved = spherical_harmonics(degree, turn.apply(point), NORM)?;
            let still = spherical_harmonics(degree, point, NORM)?;
            let turned = wigner_d(degree, &turn)?.dot(&still);
            largest = largest.max(distance(&moved, &turned));
        }
        println!("{name}-degree-{degree} = {largest:.0e}");
    }
    Ok(())
}
// ANCHOR_END: shown

fn point<A: Scalar>(seed: u64) -> [A; 3] {
    Rotation::random(1000 + seed).rows()[0]
}

fn distance<A: Scalar>(left: &ndarray::Array1<A>, right: &ndarray::Array1<A>) -> f64 {
    let differences = left.iter().zip(right).map(|(&a, &b)| (a - b).to_f64());
    let squares = differences.map(|difference| difference.map_or(f64::NAN, |d| d * d));
    squares.sum::<f64>().sqrt()
}
