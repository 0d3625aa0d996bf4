//! Rotations of space: spherical harmonics, the matrices that turn them, and their products, in the convention of e3nn.
//!
//! Numbers of degree l have orders −l, …, l, in this order. The polar axis is y, so that degree 1 is (x, y, z) itself, and no
//! order changes its sign (there is no Condon–Shortley phase). All is built from one recursion, from degree l and
//! (x, y, z) to degree l + 1, whose coefficients are square roots of fractions.

mod clebsch_gordan;
mod error;
mod irreps;
mod point_convolution;
mod quadrature;
mod radius_graph;
mod rotation;
mod spherical_convolution;
mod spherical_harmonics;
mod step;
mod tensor_product;
mod tetromino;
mod wigner;

pub use clebsch_gordan::clebsch_gordan;
pub use error::So3Error;
pub(crate) use irreps::MOST_DIMENSION;
pub use irreps::{Irrep, Irreps, Parity};
pub use point_convolution::PointConvolution;
pub use quadrature::{LatitudeRule, SphereQuadrature};
pub use radius_graph::radius_graph;
pub use rotation::Rotation;
pub use spherical_convolution::{ZonalKernel, sphere_coefficients, sphere_values};
pub use spherical_harmonics::{Normalization, spherical_harmonics, spherical_harmonics_up_to};
pub(crate) use tensor_product::MOST_PATHS;
pub use tensor_product::{TensorPath, TensorProduct};
pub use tetromino::Tetromino;
pub use wigner::{rotation_generators, wigner_d};

use crate::{Error, Result};

/// The highest degree l of all that is computed here.
pub(crate) const MOST_DEGREE: usize = 10;

/// Returns an error if the degree is above the highest.
fn check_degree(degree: usize) -> Result<()> {
    if degree > MOST_DEGREE {
        return Err(Error::So3(So3Error::DegreeTooHigh { degree }));
    }
    Ok(())
}
