//! Quarter turns and mirror images of square pictures, and of maps over these groups.

use std::fmt;

use ndarray::{Array, Array3, Array4, ArrayRef, ArrayRef4, Dimension};

use crate::named::named;
use crate::shape::expect_shape;
use crate::{Error, FiniteGroup, Group, Result};

mod exact_sizes;
mod gradients;
mod group;
mod layers;
mod over_group;

pub use exact_sizes::{exact_sizes, turns_keep_windows};
pub use gradients::ProjectionGradients;
pub use layers::{GroupLayer, LiftingLayer, ProjectionLayer};
pub use over_group::{max_over_group, mean_over_group, sum_over_group};

/// A symmetry of the square, `rᵃ` or `rᵃ·m`: first the mirror image `m`, if any, then `a` quarter turns `r`.
///
/// On a picture `f` with rows downwards and columns to the right,
///
/// ```text
/// (r f)(i, j) = f(j, n − 1 − i)    a quarter turn counter-clockwise, as seen
/// (m f)(i, j) = f(i, n − 1 − j)    left and right exchanged
/// ```
///
/// so `r⁴ = e`, `m² = e` and `m·r = r³·m`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct SquareSymmetry {
    /// Less than 4.
    rotation: usize,
    reflected: bool,
}

impl SquareSymmetry {
    /// `e`, which leaves every picture as it is.
    pub const IDENTITY: Self = Self::new(0, false);
    /// `r`, the quarter turn counter-clockwise.
    pub const QUARTER_TURN: Self = Self::new(1, false);
    /// `m`, the mirror image with left and right exchanged.
    pub const MIRROR: Self = Self::new(0, true);

    /// Returns the symmetry that mirrors, if `reflected`, and then makes so many quarter turns.
    pub const fn new(rotation: usize, reflected: bool) -> Self {
        Self {
            rotation: rotation % 4,
            reflected,
        }
    }

    /// Returns the number of quarter turns counter-clockwise, less than 4.
    pub const fn rotation(self) -> usize {
        self.rotation
    }

    /// Returns whether the picture is mirrored before it is turned.
    pub const fn is_reflected(self) -> bool {
        self.reflected
    }

    /// Returns the product `self · first`: first `first`, then `self`.
    ///
    /// ```
    /// use equivariance::SquareSymmetry;
    ///
    /// let (r, m) = (SquareSymmetry::QUARTER_TURN, SquareSymmetry::MIRROR);
    /// assert_eq!(r.compose(m), SquareSymmetry::new(1, true));
    /// assert_eq!(m.compose(r), SquareSymmetry::new(3, true));
    /// ```
    pub const fn compose(self, first: Self) -> Self {
        // A mirror image exchanges the two senses of turning.
        let turned = if self.reflected {
            4 - first.rotation
        } else {
            first.rotation
        };
        Self::new(self.rotation + turned, self.reflected != first.reflected)
    }

    /// Returns the symmetry that undoes this one.
    pub const fn inverse(self) -> Self {
        if self.reflected {
            return self;
        }
        Self::new(4 - self.rotation, false)
    }

    /// Returns the picture turned and mirrored: its last two axes are rows and columns, and what stands before them stays.
    /// Values are only moved, so nothing is rounded, and `g.act(h.act(f)) = g.compose(h).act(f)`.
    ///
    /// Shapes: `(…, n, n)` → `(…, n, n)`.
    ///
    /// # Errors
    ///
    /// An array whose last two axes do not have one size.
    ///
    /// # Examples
    ///
    /// ```
    /// use equivariance::SquareSymmetry;
    /// use ndarray::array;
    ///
    /// let picture = array![[1, 2], [3, 4]];
    /// assert_eq!(SquareSymmetry::QUARTER_TURN.act(&picture)?, array![[2, 4], [1, 3]]);
    /// assert_eq!(SquareSymmetry::MIRROR.act(&picture)?, array![[2, 1], [4, 3]]);
    /// # Ok::<(), equivariance::Error>(())
    /// ```
    pub fn act<A: Clone, D: Dimension>(self, picture: &ArrayRef<A, D>) -> Result<Array<A, D>> {
        check_square(picture.shape())?;
        let samples = picture.as_standard_layout();
        let samples = samples.as_slice().expect("the layout is standard");
        let mut turned = Vec::with_capacity(samples.len());
        self.append(samples, picture.shape()[picture.ndim() - 1], &mut turned);
        Ok(Array::from_shape_vec(picture.raw_dim(), turned).expect("as many values"))
    }

    /// Appends pictures of `n` rows and columns, turned and mirrored, without a look at each index: layers do this often.
    fn append<A: Clone>(self, pictures: &[A], n: usize, turned: &mut Vec<A>) {
        let n = n as isize;
        let source = |i: isize, j: isize| {
            let (row, column) = match self.rotation {
                0 => (i, j),
                1 => (j, n - 1 - i),
                2 => (n - 1 - i, n - 1 - j),
                _ => (n - 1 - j, i),
            };
            let mirrored = n - 1 - column;
            n * row + if self.reflected { mirrored } else { column }
        };
        let first = source(0, 0);
        let (down, across) = (source(1, 0) - first, source(0, 1) - first);
        for picture in pictures.chunks_exact((n * n).max(1) as usize) {
            for row in (0..n).map(|i| first + i * down) {
                turned.extend((0..n).map(|j| picture[(row + j * across) as usize].clone()));
            }
        }
    }

    /// The maps of all channels at one place of the group, turned and mirrored: `(c, |G|, n, n)` → `(c, n, n)`.
    fn act_at<A: Clone>(self, place: usize, maps: &ArrayRef4<A>) -> Array3<A> {
        let (channels, elements, n, _) = maps.dim();
        let samples = maps.as_standard_layout();
        let samples = samples.as_slice().expect("the layout is standard");
        let mut turned = Vec::with_capacity(channels * n * n);
        for picture in samples
            .chunks_exact((n * n).max(1))
            .skip(place)
            .step_by(elements)
        {
            self.append(picture, n, &mut turned);
        }
        Array3::from_shape_vec((channels, n, n), turned).expect("as many values")
    }
}

/// Writes `e`, `r`, `r²`, `r³`, and the same before `m`.
impl fmt::Display for SquareSymmetry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match (self.rotation, self.reflected) {
            (0, false) => "e",
            (1, false) => "r",
            (2, false) => "r²",
            (_, false) => "r³",
            (0, true) => "m",
            (1, true) => "rm",
            (2, true) => "r²m",
            (_, true) => "r³m",
        })
    }
}

/// The group of the quarter turns of the square, or that of all its symmetries.
///
/// With the translations of the grid they make up the wallpaper groups p4 and p4m. Along an axis of an array, the maps over
/// the group stand in the order of [`FiniteGroup::elements`]: `e`, `r`, `r²`, `r³`, and in D4 `m`, `rm`, `r²m`, `r³m`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PointGroup {
    /// The quarter turns `e`, `r`, `r²`, `r³`.
    C4,
    /// The quarter turns, and the same of the mirror image.
    D4,
}

named!(PointGroup, "point group", {
    C4 => "c4",
    D4 => "d4",
});

impl PointGroup {
    /// Returns maps over the group after the action of an element `h`, which turns every map and moves it to another place
    /// along the group's axis:
    ///
    /// ```text
    /// (T_h F)(c, g) = R_h F(c, h⁻¹·g)
    /// ```
    ///
    /// with `R_h` for the action on pictures, [`SquareSymmetry::act`]. Values are only moved. Shapes: `(c, |G|, n, n)` →
    /// `(c, |G|, n, n)`.
    ///
    /// # Errors
    ///
    /// An element of another group, an axis of the group with another number of maps, and maps that are not square.
    ///
    /// # Examples
    ///
    /// ```
    /// use equivariance::{PointGroup, SquareSymmetry};
    /// use ndarray::array;
    ///
    /// // Four maps of a single pixel: the turn only moves them on, and the last comes to the first place.
    /// let maps = array![[[[1]], [[2]], [[3]], [[4]]]];
    /// let turned = PointGroup::C4.act(SquareSymmetry::QUARTER_TURN, &maps)?;
    /// assert_eq!(turned, array![[[[4]], [[1]], [[2]], [[3]]]]);
    /// # Ok::<(), equivariance::Error>(())
    /// ```
    pub fn act<A: Clone>(self, element: SquareSymmetry, maps: &ArrayRef4<A>) -> Result<Array4<A>> {
        if !self.contains(&element) {
            return Err(Error::NotInGroup {
                element,
                group: self,
            });
        }
        self.check(maps.shape())?;
        let sources: Vec<usize> = self
            .elements()
            .iter()
            .map(|g| self.index(&element.inverse().compose(*g)))
            .collect();
        let (_, elements, n, _) = maps.dim();
        let samples = maps.as_standard_layout();
        let samples = samples.as_slice().expect("the layout is standard");
        let mut moved = Vec::with_capacity(samples.len());
        for channel in samples.chunks_exact((elements * n * n).max(1)) {
            for source in &sources {
                element.append(&channel[source * n * n..][..n * n], n, &mut moved);
            }
        }
        Ok(Array4::from_shape_vec(maps.raw_dim(), moved).expect("as many values"))
    }

    /// Checks that an array of this shape holds a square map for every element.
    fn check(self, shape: &[usize]) -> Result<()> {
        check_square(shape)?;
        let expected = [shape[0], self.order(), shape[2], shape[3]];
        expect_shape("array of maps over the group", &expected, shape)
    }
}

/// Checks that the last two axes have one size.
fn check_square(shape: &[usize]) -> Result<()> {
    match shape {
        [.., rows, columns] if rows == columns => Ok(()),
        _ => Err(Error::NotSquare {
            shape: shape.to_vec(),
        }),
    }
}
