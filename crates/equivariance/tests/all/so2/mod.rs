//! The turns of the plane: representations, the kernels that commute with them, the layers made of these.

use std::f64::consts::PI;

use equivariance::{So2Representation, seeded_noise};
use ndarray::{Array, Array1, Dimension, ShapeBuilder};

mod kernels;
mod layer;
mod nonlinearity;

fn of(frequencies: &[usize]) -> So2Representation {
    So2Representation::new(frequencies).unwrap()
}

/// Returns `count` angles between −π and π.
fn angles(count: usize, seed: u64) -> Array1<f64> {
    (seeded_noise::<f64, _, _>(count, seed) - 0.5) * (2.0 * PI)
}

/// Returns numbers between −1 and 1.
fn noise<D: Dimension>(shape: impl ShapeBuilder<Dim = D>, seed: u64) -> Array<f64, D> {
    seeded_noise::<f64, _, _>(shape, seed).mapv_into(|value| 2.0 * value - 1.0)
}
