//! The cyclic groups.

use super::{FiniteGroup, Group, Relation, Word, valid_size};
use crate::Result;

/// The cyclic group ℤₙ: whole numbers from 0 to n − 1, added modulo n. For n = 1 it is the trivial group.
///
/// Its generator `r` is 1; on n points of a ring, or as turns by full circles over n, it moves by one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Cyclic {
    n: usize,
}

impl Cyclic {
    /// Returns ℤₙ.
    ///
    /// # Errors
    ///
    /// n is 0 or larger than `isize::MAX`.
    pub fn new(n: usize) -> Result<Self> {
        Ok(Self {
            n: valid_size("cyclic group", n)?,
        })
    }
}

impl Group for Cyclic {
    type Element = usize;

    fn contains(&self, element: &usize) -> bool {
        *element < self.n
    }

    fn identity(&self) -> usize {
        0
    }

    fn compose(&self, left: &usize, right: &usize) -> usize {
        (left % self.n + right % self.n) % self.n
    }

    fn inverse(&self, element: &usize) -> usize {
        (self.n - element % self.n) % self.n
    }

    fn generators(&self) -> Vec<usize> {
        vec![1 % self.n]
    }

    fn generator_names(&self) -> Vec<String> {
        vec!["r".to_owned()]
    }

    fn relations(&self) -> Vec<Relation> {
        vec![Relation::new(&[(0, 1)], self.n, &self.generator_names())]
    }

    fn word(&self, element: &usize) -> Word {
        vec![(0, (element % self.n) as isize)]
    }
}

impl FiniteGroup for Cyclic {
    fn elements(&self) -> Vec<usize> {
        (0..self.n).collect()
    }

    fn order(&self) -> usize {
        self.n
    }

    fn index(&self, element: &usize) -> usize {
        element % self.n
    }
}
