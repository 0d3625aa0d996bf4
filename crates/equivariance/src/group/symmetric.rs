//! The symmetric groups, and what permutations share.

use super::{FiniteGroup, Group, Relation, Word, subscripted, valid_size};
use crate::Result;

/// The symmetric group Sₙ: all permutations of n points. The permutation `p` takes point i to `p[i]`.
///
/// Its generators are the exchanges of neighbours, sᵢ of i − 1 and i, for i from 1 to n − 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Symmetric {
    n: usize,
}

impl Symmetric {
    /// Returns Sₙ.
    ///
    /// # Errors
    ///
    /// n is 0 or larger than `isize::MAX`.
    pub fn new(n: usize) -> Result<Self> {
        Ok(Self {
            n: valid_size("symmetric group", n)?,
        })
    }
}

impl Group for Symmetric {
    type Element = Vec<usize>;

    fn contains(&self, element: &Vec<usize>) -> bool {
        is_permutation(element, self.n)
    }

    fn identity(&self) -> Vec<usize> {
        (0..self.n).collect()
    }

    fn compose(&self, left: &Vec<usize>, right: &Vec<usize>) -> Vec<usize> {
        composed(left, right)
    }

    fn inverse(&self, element: &Vec<usize>) -> Vec<usize> {
        inverted(element)
    }

    fn generators(&self) -> Vec<Vec<usize>> {
        if self.n == 1 {
            return vec![self.identity()];
        }
        let exchange = |i| {
            let mut permutation = self.identity();
            permutation.swap(i - 1, i);
            permutation
        };
        (1..self.n).map(exchange).collect()
    }

    fn generator_names(&self) -> Vec<String> {
        (1..self.n.max(2)).map(|i| subscripted("s", i)).collect()
    }

    fn relations(&self) -> Vec<Relation> {
        let names = self.generator_names();
        if self.n == 1 {
            return vec![Relation::new(&[(0, 1)], 1, &names)];
        }
        let mut relations = Vec::new();
        for i in 0..names.len() {
            relations.push(Relation::new(&[(i, 1)], 2, &names));
            for j in i + 1..names.len() {
                let power = if j == i + 1 { 3 } else { 2 };
                relations.push(Relation::new(&[(i, 1), (j, 1)], power, &names));
            }
        }
        relations
    }

    fn word(&self, element: &Vec<usize>) -> Word {
        // Exchanging neighbours sorts the permutation; undone from the last to the first, the exchanges are the
        // permutation.
        let mut sorted = element.clone();
        let mut word = Vec::new();
        for end in (1..self.n).rev() {
            for i in 0..end {
                if sorted[i] > sorted[i + 1] {
                    sorted.swap(i, i + 1);
                    word.push((i, 1));
                }
            }
        }
        word.reverse();
        word
    }
}

impl FiniteGroup for Symmetric {
    /// In the order of a dictionary.
    fn elements(&self) -> Vec<Vec<usize>> {
        all_permutations(self.n)
    }

    fn order(&self) -> usize {
        factorial(self.n)
    }

    fn index(&self, element: &Vec<usize>) -> usize {
        index_in_dictionary(element)
    }
}

/// Returns all permutations of n points, in the order of a dictionary.
pub(super) fn all_permutations(n: usize) -> Vec<Vec<usize>> {
    let mut permutation: Vec<_> = (0..n).collect();
    // Where there is no memory for all, this says so at once.
    let mut all = Vec::with_capacity(factorial(n));
    all.push(permutation.clone());
    while next_permutation(&mut permutation) {
        all.push(permutation.clone());
    }
    all
}

/// Returns the place of a permutation in [`all_permutations`].
pub(super) fn index_in_dictionary(permutation: &[usize]) -> usize {
    (0..permutation.len()).fold(0, |index, i| {
        let smaller = permutation[i..].iter().filter(|&&p| p < permutation[i]);
        index * (permutation.len() - i) + smaller.count()
    })
}

/// Returns n!, or `usize::MAX` if it is larger than that.
pub(super) fn factorial(n: usize) -> usize {
    (2..=n)
        .try_fold(1_usize, usize::checked_mul)
        .unwrap_or(usize::MAX)
}

/// Returns whether each number below n stands in `permutation` once.
pub(super) fn is_permutation(permutation: &[usize], n: usize) -> bool {
    let mut seen = vec![false; n];
    permutation.len() == n
        && permutation
            .iter()
            .all(|&i| i < n && !std::mem::replace(&mut seen[i], true))
}

/// Returns the permutation that applies `right` first, then `left`.
pub(crate) fn composed(left: &[usize], right: &[usize]) -> Vec<usize> {
    right.iter().map(|&i| left[i]).collect()
}

/// Returns the permutation that undoes this one.
pub(crate) fn inverted(permutation: &[usize]) -> Vec<usize> {
    let mut inverse = vec![0; permutation.len()];
    for (i, &image) in permutation.iter().enumerate() {
        inverse[image] = i;
    }
    inverse
}

/// Replaces the permutation by the next one in the order of a dictionary; false if it was the last.
fn next_permutation(permutation: &mut [usize]) -> bool {
    let Some(rise) = permutation.windows(2).rposition(|pair| pair[0] < pair[1]) else {
        return false;
    };
    let next = permutation
        .iter()
        .rposition(|&value| value > permutation[rise])
        .expect("the value behind a rise is larger");
    permutation.swap(rise, next);
    permutation[rise + 1..].reverse();
    true
}
