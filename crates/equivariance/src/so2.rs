//! The turns of the plane, SO(2): how they act on features, the kernels that commute with them, and filters of any angle.

mod error;
mod gaussian_derivative;
mod kernels;
mod layer;
mod nonlinearity;
mod representation;
mod turning_error;

pub use error::So2Error;
pub use gaussian_derivative::{GaussianDerivative, basis_angles, steer, steering_weights};
pub use kernels::{RingKernels, centre_kernels, ring_kernels, ring_kernels_up_to};
pub use layer::{Ring, SteerableKernels};
pub use nonlinearity::{SampledRelu, gated, norm_relu};
pub use representation::So2Representation;
pub use turning_error::{TurnedPicture, turning_error};

/// Returns cos and sin of k times an angle for k = 0, 1, …, `highest`, from those of the angle, by powers of
/// cos + i sin.
///
/// A quarter turn exchanges both numbers and changes a sign. It does so here to the last bit, for every k, which the
/// cosine of a rounded multiple of an angle would not.
fn harmonics([cos, sin]: [f64; 2], highest: usize) -> Vec<[f64; 2]> {
    let next = |&[c, s]: &[f64; 2]| Some([c * cos - s * sin, c * sin + s * cos]);
    std::iter::successors(Some([1.0, 0.0]), next)
        .take(highest + 1)
        .collect()
}
