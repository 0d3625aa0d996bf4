//! Rotations of space: harmonics, matrices, coefficients and products, against laws, other programs and each other.

mod bad_input;
mod clebsch_gordan;
mod dimensions;
mod harmonics;
mod products;
mod rotations;
mod turns;
mod wigner;

use equivariance::{Rotation, Scalar};
use ndarray::{ArrayBase, Data, Dimension};

/// A point that is not near the origin.
fn random_point<A: Scalar>(seed: u64) -> [A; 3] {
    let point = Rotation::<A>::random(seed ^ 0x5eed).apply([A::one(), A::zero(), A::zero()]);
    let length = A::from_u64(seed % 5 + 1).unwrap();
    point.map(|value| length * value)
}

/// The length of a difference, in `f64`.
fn distance<A: Scalar, D: Dimension>(
    left: &ArrayBase<impl Data<Elem = A>, D>,
    right: &ArrayBase<impl Data<Elem = A>, D>,
) -> f64 {
    assert_eq!(left.shape(), right.shape());
    let squares = left.iter().zip(right).map(|(&a, &b)| {
        let difference = a.to_f64().unwrap() - b.to_f64().unwrap();
        difference * difference
    });
    squares.sum::<f64>().sqrt()
}
