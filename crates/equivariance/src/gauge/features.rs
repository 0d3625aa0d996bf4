//! Features at the vertices of a mesh, in other frames; and the measure of how far a map depends on the frames.

use ndarray::{Array2, ArrayRef2, aview1};

use crate::finite::check_finite;
use crate::scalar::double;
use crate::shape::expect_shape;
use crate::{Error, Frames, Result, Scalar, So2Representation, TriangleMesh};

/// Returns the components that features have once the frame at each vertex p has been turned by its angle α, ρ(−α) f at p.
///
/// Sines and cosines are rounded to `A` once. Shapes: `(dimension, vertices)` → the same.
///
/// # Errors
///
/// Features that do not have the dimension of the representation, another number of angles than of vertices, and an angle that is not finite.
///
/// # Examples
///
/// A vector along the first axis; the frame is turned to the left by a quarter, so that the vector now points to its right.
///
/// ```
/// use std::f64::consts::FRAC_PI_2;
/// use equivariance::{So2Representation, in_turned_frames};
/// use ndarray::array;
///
/// let vectors = So2Representation::new(&[1])?;
/// let along = array![[1.0_f64], [0.0]];
/// let turned = in_turned_frames(&vectors, &along, &[FRAC_PI_2])?;
/// assert!(turned[[0, 0]].abs() < 1e-15);
/// assert_eq!(turned[[1, 0]], -1.0);
/// # Ok::<(), equivariance::Error>(())
/// ```
pub fn in_turned_frames<A: Scalar>(
    representation: &So2Representation,
    features: &ArrayRef2<A>,
    angles: &[f64],
) -> Result<Array2<A>> {
    let expected = [representation.dimension(), angles.len()];
    expect_shape("array of features", &expected, features.shape())?;
    check_finite("angle of a frame", &aview1(angles))?;
    let mut turned = features.to_owned();
    for (mut feature, angle) in turned.columns_mut().into_iter().zip(angles) {
        let components = representation.act(-angle, &feature)?;
        feature.assign(&components);
    }
    Ok(turned)
}

/// Returns how much a map of features on a mesh depends on the frames: the largest
///
/// ```text
/// |map(turned frames, ρ(−α) f) − ρ′(−α) map(frames, f)|
/// ```
///
/// over the choices of angles α, one for each vertex, for ρ = `from` and ρ′ = `to`. The frames that are not turned are [`Frames::new`] with the angles 0. For a map that
/// speaks of the mesh, and not of the frames, it is rounding.
///
/// # Errors
///
/// No choice of angles, a difference that is not finite, and the errors of [`Frames::new`], [`in_turned_frames`] and the map.
pub fn frame_dependence<A: Scalar>(
    mesh: &TriangleMesh,
    (from, to): (&So2Representation, &So2Representation),
    map: impl Fn(&Frames, &ArrayRef2<A>) -> Result<Array2<A>>,
    features: &ArrayRef2<A>,
    choices: &[Vec<f64>],
) -> Result<f64> {
    let frames = Frames::new(mesh, &vec![0.0; mesh.vertices().len()])?;
    let output = map(&frames, features)?;
    let mut largest: Option<f64> = None;
    for angles in choices {
        let frames = Frames::new(mesh, angles)?;
        let turned_first = map(&frames, &in_turned_frames(from, features, angles)?)?;
        let turned_last = in_turned_frames(to, &output, angles)?;
        let (expected, actual) = (turned_last.shape(), turned_first.shape());
        expect_shape("map in the turned frames", expected, actual)?;
        for ((index, left), right) in turned_first.indexed_iter().zip(&turned_last) {
            let difference = double((*left - *right).abs());
            if !difference.is_finite() {
                return Err(Error::NonFinite {
                    what: "difference",
                    index: vec![index.0, index.1],
                    value: difference,
                });
            }
            largest = Some(largest.unwrap_or(0.0).max(difference));
        }
    }
    largest.ok_or(Error::TooFewParts {
        what: "choices of angles",
        count: 0,
        least: 1,
    })
}
