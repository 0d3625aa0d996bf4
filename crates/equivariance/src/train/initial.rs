//! The weights with which training starts.

use ndarray::{Array, Dimension, ShapeBuilder};

use crate::scalar::scalar;
use crate::{Scalar, seeded_noise};

/// Returns weights uniform between −√(6/m) and √(6/m), the same for a seed on every machine, where each output sums `m`
/// products: the number of weights along all axes but the first. Their variance is 2/m, with which, before the first step,
/// layers with a [`relu`](crate::relu) behind them neither enlarge nor reduce the mean of the squares.
///
/// # Panics
///
/// If no array can have this shape.
///
/// # Source
///
/// Kaiming He, Xiangyu Zhang, Shaoqing Ren, Jian Sun, *Delving Deep into Rectifiers*, ICCV 2015,
/// <https://doi.org/10.1109/ICCV.2015.123>.
///
/// # Examples
///
/// ```
/// let weights = equivariance::he_uniform::<f64, _, _>((8, 2, 3), 7);
/// assert!(weights.iter().all(|weight| (-1.0..1.0).contains(weight)));
/// ```
pub fn he_uniform<A: Scalar, D: Dimension, S: ShapeBuilder<Dim = D>>(
    shape: S,
    seed: u64,
) -> Array<A, D> {
    let weights: Array<A, D> = seeded_noise(shape, seed);
    let products = weights.shape().iter().skip(1).product::<usize>().max(1);
    let bound: A = scalar((6.0 / products as f64).sqrt());
    weights.mapv(|weight| bound * (weight + weight - A::one()))
}
