//! Split a kernel into a column and a row.
//!
//! Write [`solve`]. It is given a kernel of three rows and three columns. If it is a column times a row, so that
//! `kernel[a][b] == column[a] * row[b]` for all `a` and `b`, return one such pair; if there is none, return `None`. The check allows
//! an error of a millionth. A kernel of zeros is a column times a row too.

use crate::{Answer, Unsolved};

/// Returns a column and a row whose product is the kernel.
pub fn solve(kernel: [[f64; 3]; 3]) -> Answer<Option<([f64; 3], [f64; 3])>> {
    let _ = kernel;
    Err(Unsolved)
}
