//! The translations of a grid.

use super::{Group, Relation, Word, subscripted, valid_size};
use crate::Result;

/// The group ℤᵈ of whole vectors under addition: the translations of an infinite grid of d axes.
///
/// Its generators `t₁` to `t_d` are the steps by one along each axis. It is infinite, so it is no
/// [`FiniteGroup`](super::FiniteGroup).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Integers {
    d: usize,
}

impl Integers {
    /// Returns ℤᵈ.
    ///
    /// # Errors
    ///
    /// d is 0 or larger than `isize::MAX`.
    pub fn new(d: usize) -> Result<Self> {
        Ok(Self {
            d: valid_size("group of whole vectors", d)?,
        })
    }
}

impl Group for Integers {
    type Element = Vec<isize>;

    fn contains(&self, element: &Vec<isize>) -> bool {
        element.len() == self.d
    }

    fn identity(&self) -> Vec<isize> {
        vec![0; self.d]
    }

    /// # Panics
    ///
    /// If a sum overflows.
    fn compose(&self, left: &Vec<isize>, right: &Vec<isize>) -> Vec<isize> {
        let sum = |(&a, &b): (&isize, &isize)| {
            a.checked_add(b)
                .unwrap_or_else(|| panic!("{a} + {b} overflows"))
        };
        left.iter().zip(right).map(sum).collect()
    }

    /// # Panics
    ///
    /// If a number is `isize::MIN`, which has no negative.
    fn inverse(&self, element: &Vec<isize>) -> Vec<isize> {
        let negative = |a: &isize| {
            a.checked_neg()
                .unwrap_or_else(|| panic!("the negative of {a} overflows"))
        };
        element.iter().map(negative).collect()
    }

    fn generators(&self) -> Vec<Vec<isize>> {
        let step = |axis| {
            let mut step = self.identity();
            step[axis] = 1;
            step
        };
        (0..self.d).map(step).collect()
    }

    fn generator_names(&self) -> Vec<String> {
        (1..=self.d).map(|axis| subscripted("t", axis)).collect()
    }

    fn relations(&self) -> Vec<Relation> {
        let names = self.generator_names();
        let mut relations = Vec::new();
        for a in 0..self.d {
            for b in a + 1..self.d {
                relations.push(Relation::new(
                    &[(a, 1), (b, 1), (a, -1), (b, -1)],
                    1,
                    &names,
                ));
            }
        }
        relations
    }

    fn word(&self, element: &Vec<isize>) -> Word {
        element.iter().copied().enumerate().collect()
    }
}
