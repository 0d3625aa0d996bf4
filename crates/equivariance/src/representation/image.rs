//! What an element of a group is sent to.

use ndarray::{Array, Array2, ArrayRef, ArrayRef2, Axis, Ix2, RemoveAxis, s};

use crate::dense::{inverse, product, with_room};
use crate::finite::check_finite;
use crate::group::{composed, inverted};
use crate::tensor_maps::check_permutation;
use crate::window::filled;
use crate::{Error, Result};

/// What an element of a group is sent to by a representation: a linear map that can be undone.
#[derive(Clone, Debug, PartialEq)]
pub enum Image {
    /// A permutation `p` of the axes: the value at place `i` moves to place `p[i]`.
    Permutation(Vec<usize>),
    /// A square matrix, f ↦ M f.
    Matrix(Array2<f64>),
}

impl Image {
    /// Returns the matrix: for a permutation, column i is 1 in row `p[i]` and else 0.
    ///
    /// # Panics
    ///
    /// If there is no memory for the matrix of a permutation.
    pub fn matrix(&self) -> Array2<f64> {
        self.dense()
            .unwrap_or_else(|error| panic!("the matrix of a permutation: {error}"))
    }

    /// As [`matrix`](Self::matrix), with an error where there is no memory for it.
    pub(crate) fn dense(&self) -> Result<Array2<f64>> {
        match self {
            Self::Permutation(permutation) => {
                let n = permutation.len();
                let mut matrix = filled(Ix2(n, n), 0.0)?;
                for (i, &image) in permutation.iter().enumerate() {
                    matrix[[image, i]] = 1.0;
                }
                Ok(matrix)
            }
            Self::Matrix(matrix) => Ok(matrix.clone()),
        }
    }

    /// Returns the permutation, if it is given as one.
    pub fn permutation(&self) -> Option<&[usize]> {
        match self {
            Self::Permutation(permutation) => Some(permutation),
            Self::Matrix(_) => None,
        }
    }

    pub(super) fn identity(dimension: usize) -> Self {
        Self::Permutation((0..dimension).collect())
    }

    pub(super) fn shape(&self) -> [usize; 2] {
        match self {
            Self::Permutation(permutation) => [permutation.len(); 2],
            Self::Matrix(matrix) => [matrix.nrows(), matrix.ncols()],
        }
    }

    /// Returns the map that applies `right` first, then `self`.
    pub(super) fn times(&self, right: &Self) -> Self {
        match (self, right) {
            (Self::Permutation(left), Self::Permutation(right)) => {
                Self::Permutation(composed(left, right))
            }
            (Self::Matrix(left), Self::Permutation(_)) => Self::Matrix(right.behind(left)),
            (_, Self::Matrix(right)) => Self::Matrix(self.apply(right)),
        }
    }

    /// Returns the map of an array whose first axis has the right length, along that axis.
    pub(crate) fn apply<D: RemoveAxis>(&self, f: &ArrayRef<f64, D>) -> Array<f64, D> {
        match self {
            Self::Permutation(permutation) => {
                let mut output = Array::zeros(f.raw_dim());
                for (row, &image) in f.outer_iter().zip(permutation) {
                    output.index_axis_mut(Axis(0), image).assign(&row);
                }
                output
            }
            Self::Matrix(matrix) => product(matrix, f),
        }
    }

    /// Returns `left · self`, for a matrix with as many columns as this map has rows.
    pub(crate) fn behind(&self, left: &ArrayRef2<f64>) -> Array2<f64> {
        match self {
            Self::Permutation(permutation) => left.select(Axis(1), permutation),
            Self::Matrix(right) => product(left, right),
        }
    }

    pub(super) fn trace(&self) -> f64 {
        match self {
            Self::Permutation(permutation) => {
                let fixed = permutation.iter().enumerate().filter(|&(i, &p)| i == p);
                fixed.count() as f64
            }
            Self::Matrix(matrix) => matrix.diag().sum(),
        }
    }

    /// Returns the Frobenius norm, divided by the largest entry first, so that no square overflows.
    pub(super) fn norm(&self) -> f64 {
        match self {
            Self::Permutation(permutation) => (permutation.len() as f64).sqrt(),
            Self::Matrix(matrix) => {
                let largest = matrix.fold(0.0_f64, |largest, entry| largest.max(entry.abs()));
                let square = |entry: &f64| (entry / largest) * (entry / largest);
                match largest {
                    0.0 => 0.0,
                    _ => largest * matrix.iter().map(square).sum::<f64>().sqrt(),
                }
            }
        }
    }

    /// Returns the entry that differs most from that of the identity, and its row and column.
    pub(super) fn farthest_from_identity(&self) -> (f64, [usize; 2]) {
        let matrix = match self {
            Self::Permutation(permutation) => {
                let moved = permutation.iter().enumerate().find(|&(i, &p)| i != p);
                return moved.map_or((1.0, [0, 0]), |(i, &p)| (1.0, [p, i]));
            }
            Self::Matrix(matrix) => matrix,
        };
        let mut farthest = (1.0, [0, 0]);
        let mut largest = 0.0;
        for ((row, column), &entry) in matrix.indexed_iter() {
            let deviation = (entry - f64::from(row == column)).abs();
            // An entry that is not a number is as far as can be.
            if deviation > largest || deviation.is_nan() {
                (farthest, largest) = ((entry, [row, column]), deviation);
            }
            if deviation.is_nan() {
                break;
            }
        }
        farthest
    }

    /// Returns the inverse of the image of a generator, or the first thing that is wrong with it.
    pub(super) fn checked_inverse(&self, dimension: usize, name: &str) -> Result<Self> {
        let shape = self.shape();
        if shape != [dimension; 2] || dimension == 0 {
            return Err(Error::ImageShape {
                generator: name.to_owned(),
                expected: dimension.max(1),
                actual: shape,
            });
        }
        match self {
            Self::Permutation(permutation) => {
                check_permutation(permutation)?;
                Ok(Self::Permutation(inverted(permutation)))
            }
            Self::Matrix(matrix) => {
                self.check_finite("image of a generator (row, column)")?;
                let inverse = inverse(matrix).map(Self::Matrix);
                // The product of the norms is at least the condition number, which is infinite for a singular matrix.
                let condition = |inverse: &Self| self.norm() * inverse.norm();
                inverse
                    .filter(|inverse| condition(inverse) * dimension as f64 * f64::EPSILON < 1.0)
                    .ok_or_else(|| Error::SingularImage {
                        generator: name.to_owned(),
                    })
            }
        }
    }

    pub(super) fn check_finite(&self, what: &'static str) -> Result<()> {
        match self {
            Self::Permutation(_) => Ok(()),
            Self::Matrix(matrix) => check_finite(what, matrix),
        }
    }

    /// Returns the map of two spaces side by side.
    pub(super) fn beside(&self, other: &Self) -> Result<Self> {
        let (m, n) = (self.shape()[0], other.shape()[0]);
        if let (Self::Permutation(left), Self::Permutation(right)) = (self, other) {
            let mut sum = with_room(m + n)?;
            sum.extend(left.iter().copied().chain(right.iter().map(|i| i + m)));
            return Ok(Self::Permutation(sum));
        }
        let mut sum = filled(Ix2(m + n, m + n), 0.0)?;
        sum.slice_mut(s![..m, ..m]).assign(&self.dense()?);
        sum.slice_mut(s![m.., m..]).assign(&other.dense()?);
        Ok(Self::Matrix(sum))
    }

    /// Returns the map of the tensor product of two spaces, eᵢ ⊗ eⱼ standing at i · n + j.
    pub(super) fn kronecker(&self, other: &Self) -> Result<Self> {
        let (m, n) = (self.shape()[0], other.shape()[0]);
        let shape = vec![m, n];
        let size = m.checked_mul(n).ok_or(Error::OutputTooLarge { shape })?;
        if let (Self::Permutation(left), Self::Permutation(right)) = (self, other) {
            let mut product = with_room(size)?;
            let pairs = left
                .iter()
                .flat_map(|i| right.iter().map(move |j| i * n + j));
            product.extend(pairs);
            return Ok(Self::Permutation(product));
        }
        let mut product = filled(Ix2(size, size), 0.0)?;
        let (left, right) = (self.dense()?, other.dense()?);
        for ((i, j), entry) in product.indexed_iter_mut() {
            *entry = left[[i / n, j / n]] * right[[i % n, j % n]];
        }
        Ok(Self::Matrix(product))
    }
}
