//! Why something about rotations of space could not be answered.

use super::{MOST_DEGREE, MOST_DIMENSION, MOST_PATHS};

/// Why something about rotations of space could not be answered.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum So3Error {
    /// A degree of spherical harmonics or of an irreducible representation above the highest.
    #[error("degree {degree} is too high; the degrees are 0 to {MOST_DEGREE}")]
    DegreeTooHigh {
        /// The degree.
        degree: usize,
    },
    /// The zero vector, where a direction is needed.
    #[error("the zero vector has no direction; at least one coordinate must differ from 0")]
    NoDirection,
    /// A matrix that is no rotation: its columns are not orthonormal.
    #[error(
        "the matrix R is no rotation: entry ({row}, {column}) of RᵀR is {entry}, where {} within {tolerance:.1e} is needed",
        u8::from(row == column)
    )]
    NotOrthogonal {
        /// The row of the product.
        row: usize,
        /// The column of the product.
        column: usize,
        /// The entry.
        entry: f64,
        /// By how much it may differ.
        tolerance: f64,
    },
    /// A matrix that is no rotation: it exchanges left and right.
    #[error(
        "the matrix is no rotation: its determinant is −1, that of a mirror image; 1 is needed"
    )]
    MirrorImage,
    /// Degrees with no product of the first two in the third.
    #[error(
        "products of degrees {} and {} have degrees from {} to {}, and not {}",
        degrees[0], degrees[1], degrees[0].abs_diff(degrees[1]), degrees[0] + degrees[1], degrees[2]
    )]
    NoTriangle {
        /// The degrees.
        degrees: [usize; 3],
    },
    /// What should name an irreducible representation of O(3) does not.
    #[error(
        "\"{text}\" names no irreducible representation; write its degree and e or o, as 0e or 1o, with how often before it, as 2x1o"
    )]
    UnknownIrrep {
        /// What was written.
        text: String,
    },
    /// A direct sum without terms, or with an empty one.
    #[error("{}", match irrep {
        Some(irrep) => format!("{irrep} is there 0 times; leave it out, or write how often it is there"),
        None => "the direct sum has no term; at least one is needed, such as 0e".to_owned(),
    })]
    NoIrreps {
        /// What is there 0 times, if there is a term.
        irrep: Option<String>,
    },
    /// A direct sum of a dimension above the largest.
    #[error("the direct sum has {dimension} dimensions; at most {MOST_DIMENSION} are possible")]
    TooManyIrreps {
        /// The dimension.
        dimension: usize,
    },
    /// A product of too many terms.
    #[error(
        "the product has more than {MOST_PATHS} paths; write equal terms together, as 2x1o for 1o + 1o"
    )]
    TooManyPaths,
    /// A point that should lie on the unit sphere.
    #[error("point {index} has length {length}; on the unit sphere it must be 1 up to rounding")]
    NotOnSphere {
        /// The place of the point.
        index: usize,
        /// Its length.
        length: f64,
    },
    /// A grid on the sphere without circles, or with too many.
    #[error("a grid with {count} {what}; it needs at least 1 and has at most {most}")]
    CirclesOfGrid {
        /// Which circles, `"latitudes"` or `"longitudes"`.
        what: &'static str,
        /// Their number.
        count: usize,
        /// The largest number.
        most: usize,
    },
    /// Numbers that cannot be the coefficients of a function on the sphere.
    #[error(
        "there are {count} coefficients, but those of spherical harmonics up to degree l are (l + 1)² in number: 1, 4, 9 and so on"
    )]
    CoefficientCount {
        /// Their number.
        count: usize,
    },
    /// A radius within which nothing is, or everything.
    #[error("the radius is {radius}; it must be positive and finite")]
    RadiusNotPositive {
        /// The radius.
        radius: f64,
    },
    /// Two neighbours at one place.
    #[error(
        "points {first} and {second} are neighbours at one place, so neither has a direction from the other"
    )]
    PointsCoincide {
        /// The number of the one.
        first: usize,
        /// The number of the other.
        second: usize,
    },
}
