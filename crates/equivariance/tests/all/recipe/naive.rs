//! What the library computes, once more in the plainest way.

use equivariance::{FiniteGroup, Group, Representation, Result};
use ndarray::Array2;

/// Returns `left · right`.
pub(crate) fn product(left: &Array2<f64>, right: &Array2<f64>) -> Array2<f64> {
    Array2::from_shape_fn((left.nrows(), right.ncols()), |(i, j)| {
        (0..left.ncols())
            .map(|k| left[[i, k]] * right[[k, j]])
            .sum()
    })
}

/// Returns the largest absolute difference of two matrices.
pub(crate) fn difference(left: &Array2<f64>, right: &Array2<f64>) -> f64 {
    assert_eq!(left.dim(), right.dim());
    left.iter()
        .zip(right)
        .fold(0.0, |largest, (a, b)| f64::max(largest, (a - b).abs()))
}

/// Returns Σ aᵢⱼ bᵢⱼ.
pub(crate) fn inner(left: &Array2<f64>, right: &Array2<f64>) -> f64 {
    left.iter().zip(right).map(|(a, b)| a * b).sum()
}

/// Returns the dimension of the maps with M ρ(g) = ρ′(g) M for *every* element, by elimination in whole numbers modulo a
/// prime; only for representations by whole numbers.
///
/// Modulo a prime that does not divide the order of the group, representations have the dimensions of characteristic 0
/// (Maschke).
pub(crate) fn dimension_by_elimination<G: FiniteGroup>(
    from: &Representation<G>,
    to: &Representation<G>,
) -> Result<usize> {
    const PRIME: i64 = 1_000_003;
    let whole = |value: f64| {
        assert_eq!(value, value.round(), "a representation by whole numbers");
        (value as i64).rem_euclid(PRIME)
    };
    let (p, q) = (from.dimension(), to.dimension());
    // Rows in echelon form, by the column of their first entry, which is 1.
    let mut echelon: Vec<Option<Vec<i64>>> = vec![None; p * q];
    for element in from.group().elements() {
        let (a, b) = (from.matrix(&element)?, to.matrix(&element)?);
        for i in 0..q {
            for j in 0..p {
                let mut row = vec![0; p * q];
                for k in 0..p {
                    row[i * p + k] += whole(a[[k, j]]);
                }
                for k in 0..q {
                    row[k * p + j] -= whole(b[[i, k]]);
                }
                row.iter_mut()
                    .for_each(|entry| *entry = entry.rem_euclid(PRIME));
                insert(&mut echelon, row, PRIME);
            }
        }
    }
    Ok(echelon.iter().filter(|row| row.is_none()).count())
}

fn insert(echelon: &mut [Option<Vec<i64>>], mut row: Vec<i64>, prime: i64) {
    for column in 0..row.len() {
        if row[column] == 0 {
            continue;
        }
        let Some(pivot) = &echelon[column] else {
            let inverse = power(row[column], prime - 2, prime);
            row.iter_mut()
                .for_each(|entry| *entry = *entry * inverse % prime);
            echelon[column] = Some(row);
            return;
        };
        let factor = row[column];
        for (entry, pivot) in row.iter_mut().zip(pivot) {
            *entry = (*entry - factor * pivot).rem_euclid(prime);
        }
    }
}

fn power(mut base: i64, mut exponent: i64, prime: i64) -> i64 {
    let mut product = 1;
    while exponent > 0 {
        if exponent % 2 == 1 {
            product = product * base % prime;
        }
        base = base * base % prime;
        exponent /= 2;
    }
    product
}

/// Returns a permutation representation as one by matrices, which takes every function past what is special to
/// permutations.
pub(crate) fn by_matrices<G: Group>(
    representation: &Representation<G>,
) -> Result<Representation<G>> {
    let images = representation
        .images()
        .iter()
        .map(|image| equivariance::Image::Matrix(image.matrix()));
    Representation::new(representation.group().clone(), images.collect())
}
