//! Is this matrix a convolution on a ring?
//!
//! Write [`solve`]. It is given a square matrix as its rows, at least one. If there is a kernel `w` on the ring of `n` places with
//! `matrix[i][j] == w[(i - j) mod n]` for all `i` and `j`, return the kernel; else return `None`. Compare with `==`.

use crate::{Answer, Unsolved};

/// Returns the kernel of the matrix.
pub fn solve(matrix: &[Vec<f64>]) -> Answer<Option<Vec<f64>>> {
    let _ = matrix;
    Err(Unsolved)
}
