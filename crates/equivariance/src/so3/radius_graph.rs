//! Which points are neighbours.

use ndarray::ArrayRef2;

use super::point_convolution::check_points;
use crate::scalar::double;
use crate::{Error, Graph, Result, Scalar, So3Error};

/// Returns the graph whose vertices are the points, with an edge between two that are at most `radius` apart.
///
/// Rotations and shifts change it only where a distance is within rounding of the radius. Shape of the points: `(n, 3)`. Every
/// pair is looked at, so time grows as n².
///
/// # Errors
///
/// An array of another shape, a coordinate that is not finite, and a radius that is not positive or not finite.
///
/// # Examples
///
/// ```
/// use equivariance::{Tetromino, radius_graph};
///
/// let square = radius_graph(&Tetromino::Square.points::<f64>(), 1.1)?;
/// assert_eq!(square.edges(), [[0, 1], [0, 2], [1, 3], [2, 3]]);
/// # Ok::<(), equivariance::Error>(())
/// ```
pub fn radius_graph<A: Scalar>(points: &ArrayRef2<A>, radius: A) -> Result<Graph> {
    check_points(points)?;
    if !radius.is_finite() || radius <= A::zero() {
        return Err(Error::So3(So3Error::RadiusNotPositive {
            radius: double(radius),
        }));
    }
    let mut edges = Vec::new();
    for (j, to) in points.rows().into_iter().enumerate() {
        for (i, from) in points.rows().into_iter().take(j).enumerate() {
            let [x, y, z] = [0, 1, 2].map(|axis| (to[axis] - from[axis]) / radius);
            if x * x + y * y + z * z <= A::one() {
                edges.push([i, j]);
            }
        }
    }
    Graph::new(points.nrows(), &edges)
}
