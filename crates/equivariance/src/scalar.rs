//! The numbers that the operators work on.

use std::fmt::Debug;

use num_traits::{Float, FromPrimitive};

use crate::lanes::Lanes;

/// A real number of the machine: `f32` or `f64`.
pub trait Scalar: Float + FromPrimitive + Debug + Lanes {}

impl Scalar for f32 {}
impl Scalar for f64 {}

/// Returns the number as an `f64`, which holds it exactly.
pub(crate) fn double<A: Scalar>(value: A) -> f64 {
    value.to_f64().expect("f64 holds every f32 and f64")
}

/// Returns the `A` nearest to `value`.
pub(crate) fn scalar<A: Scalar>(value: f64) -> A {
    A::from_f64(value).expect("f32 and f64 hold a rounded value of every f64")
}
