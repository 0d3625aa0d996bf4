//! The eight pieces of four cubes.

use ndarray::Array2;

use crate::Scalar;
use crate::named::named;
use crate::scalar::scalar;

/// A piece of four unit cubes in space, joined face to face, of which any two of one kind can be brought together by a
/// rotation and a shift. Only the two screws are mirror images of each other; every other piece is its own mirror image.
///
/// # Examples
///
/// ```
/// use equivariance::Tetromino;
///
/// assert_eq!(Tetromino::ALL.len(), 8);
/// assert_eq!(Tetromino::Line.cubes(), [[0, 0, 0], [0, 0, 1], [0, 0, 2], [0, 0, 3]]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tetromino {
    /// A path of three edges at right angles to each other, which turns as a right-handed screw does.
    RightScrew,
    /// The mirror image of the right-handed screw.
    LeftScrew,
    /// Two by two.
    Square,
    /// Four in a row.
    Line,
    /// Three neighbours of one cube, in three directions at right angles to each other.
    Corner,
    /// Three in a row, and one beside the last.
    L,
    /// Three in a row, and one beside the middle.
    T,
    /// A path in a plane that turns to one side and then to the other.
    Zigzag,
}

named!(Tetromino, "tetromino", {
    RightScrew => "right-screw",
    LeftScrew => "left-screw",
    Square => "square",
    Line => "line",
    Corner => "corner",
    L => "l",
    T => "t",
    Zigzag => "zigzag",
});

impl Tetromino {
    /// Returns the centres of the four cubes.
    pub const fn cubes(self) -> [[i32; 3]; 4] {
        match self {
            Self::RightScrew => [[1, 0, 0], [0, 0, 0], [0, 1, 0], [0, 1, -1]],
            Self::LeftScrew => [[1, 0, 0], [0, 0, 0], [0, 1, 0], [0, 1, 1]],
            Self::Square => [[0, 0, 0], [1, 0, 0], [0, 1, 0], [1, 1, 0]],
            Self::Line => [[0, 0, 0], [0, 0, 1], [0, 0, 2], [0, 0, 3]],
            Self::Corner => [[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]],
            Self::L => [[0, 0, 0], [0, 0, 1], [0, 0, 2], [0, 1, 2]],
            Self::T => [[0, 0, 0], [0, 0, 1], [0, 0, 2], [0, 1, 1]],
            Self::Zigzag => [[0, 0, 0], [1, 0, 0], [1, 1, 0], [2, 1, 0]],
        }
    }

    /// Returns the centres of the cubes as an array of shape `(4, 3)`.
    pub fn points<A: Scalar>(self) -> Array2<A> {
        let cubes = self.cubes();
        Array2::from_shape_fn((4, 3), |(cube, axis)| scalar(f64::from(cubes[cube][axis])))
    }
}
