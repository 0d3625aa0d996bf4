//! Maps between two representations by permutations: their entries fall into orbits.

use ndarray::{Array2, Ix2};

use crate::shape::expect_shape;
use crate::tensor_maps::check_permutation;
use crate::window::filled;
use crate::{Error, Result};

/// Returns the orbit of each entry (i, j) of a matrix under a group that permutes rows and columns: the generator g takes
/// it to (`to[g][i]`, `from[g][j]`).
///
/// A matrix commutes with the group if and only if its entries are equal on every orbit. So the number of orbits is the
/// dimension of these matrices.
///
/// Shape: as many rows as `to` has points, as many columns as `from` has. Orbits are numbered from 0, in row-major order
/// of the first entry of each. Whole numbers only, in a time that is in proportion to the entries and generators.
///
/// # Errors
///
/// No generator, or not the same number of both; generators of no points, of different numbers of points, or that are no
/// permutations; and more entries than there is memory for.
///
/// # Examples
///
/// Matrices that commute with the shift of 3 points are circulant:
///
/// ```
/// use equivariance::orbits;
/// use ndarray::array;
///
/// let shift = vec![1, 2, 0];
/// let orbits = orbits(&[shift.clone()], &[shift])?;
/// assert_eq!(orbits, array![[0, 1, 2], [2, 0, 1], [1, 2, 0]]);
/// # Ok::<(), equivariance::Error>(())
/// ```
pub fn orbits(from: &[Vec<usize>], to: &[Vec<usize>]) -> Result<Array2<usize>> {
    let what = "list of permutations of the output";
    expect_shape(what, &[from.len()], &[to.len()])?;
    let (columns, rows) = (points(from)?, points(to)?);
    const UNSEEN: usize = usize::MAX;
    let mut orbits = filled(Ix2(rows, columns), UNSEEN)?;
    let mut count = 0;
    let mut waiting = Vec::new();
    for start in ndarray::indices((rows, columns)) {
        if orbits[start] != UNSEEN {
            continue;
        }
        orbits[start] = count;
        waiting.push(start);
        // A generator of a finite set has a power that undoes it, so its inverse need not be tried.
        while let Some((i, j)) = waiting.pop() {
            for (column, row) in from.iter().zip(to) {
                let moved = (row[i], column[j]);
                if orbits[moved] == UNSEEN {
                    orbits[moved] = count;
                    waiting.push(moved);
                }
            }
        }
        count += 1;
    }
    Ok(orbits)
}

/// Returns how many entries each orbit has.
pub(crate) fn sizes(orbits: &Array2<usize>) -> Vec<usize> {
    let mut sizes = vec![0; orbits.iter().max().map_or(0, |last| last + 1)];
    for &orbit in orbits {
        sizes[orbit] += 1;
    }
    sizes
}

/// Returns how many points all these permutations move.
fn points(permutations: &[Vec<usize>]) -> Result<usize> {
    let points = permutations.first().ok_or(Error::NoPairs)?.len();
    for permutation in permutations {
        expect_shape("permutation", &[points.max(1)], &[permutation.len()])?;
        check_permutation(permutation)?;
    }
    Ok(points)
}
