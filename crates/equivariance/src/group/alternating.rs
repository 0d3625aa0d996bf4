//! The alternating groups.

use super::symmetric::{
    all_permutations, composed, factorial, index_in_dictionary, inverted, is_permutation,
};
use super::{FiniteGroup, Group, Relation, Word, subscripted, valid_size};
use crate::Result;

/// The alternating group Aₙ: the even permutations of n points, those that an even number of exchanges makes.
///
/// Its generators are the cycles xₖ of three points, 0 to 1 to k to 0, for k from 2 to n − 1. A₁ and A₂ are trivial.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Alternating {
    n: usize,
}

impl Alternating {
    /// Returns Aₙ.
    ///
    /// # Errors
    ///
    /// n is 0 or larger than `isize::MAX`.
    pub fn new(n: usize) -> Result<Self> {
        Ok(Self {
            n: valid_size("alternating group", n)?,
        })
    }
}

impl Group for Alternating {
    type Element = Vec<usize>;

    fn contains(&self, element: &Vec<usize>) -> bool {
        is_permutation(element, self.n) && is_even(element)
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
        if self.n < 3 {
            return vec![self.identity()];
        }
        let cycle = |k| {
            let mut permutation = self.identity();
            (permutation[0], permutation[1], permutation[k]) = (1, k, 0);
            permutation
        };
        (2..self.n).map(cycle).collect()
    }

    fn generator_names(&self) -> Vec<String> {
        (2..self.n.max(3)).map(|k| subscripted("x", k)).collect()
    }

    /// # Source
    ///
    /// R. D. Carmichael, *Abstract definitions of the symmetric and alternating groups and certain other permutation
    /// groups*, Quarterly Journal of Pure and Applied Mathematics 49 (1923), 226–270.
    fn relations(&self) -> Vec<Relation> {
        let names = self.generator_names();
        if self.n < 3 {
            return vec![Relation::new(&[(0, 1)], 1, &names)];
        }
        let mut relations = Vec::new();
        for i in 0..names.len() {
            relations.push(Relation::new(&[(i, 1)], 3, &names));
            for j in i + 1..names.len() {
                relations.push(Relation::new(&[(i, 1), (j, 1)], 2, &names));
            }
        }
        relations
    }

    fn word(&self, element: &Vec<usize>) -> Word {
        // Bring each point home, the last first, by cycles that leave those behind it alone. The inverses of these, in
        // the same order, are the element.
        let generators = self.generators();
        let mut rest = element.clone();
        let mut word = Vec::new();
        for home in (2..self.n).rev() {
            let here = rest[home];
            let undone = match here {
                _ if here == home => continue,
                0 => vec![(home - 2, 1)],
                1 => vec![(home - 2, -1)],
                _ => vec![(here - 2, -1), (home - 2, 1)],
            };
            let home_again = inverted(&self.evaluate(&undone, &generators));
            rest = composed(&home_again, &rest);
            word.extend(undone);
        }
        word
    }
}

impl FiniteGroup for Alternating {
    /// In the order of a dictionary.
    fn elements(&self) -> Vec<Vec<usize>> {
        let mut elements = all_permutations(self.n);
        elements.retain(|permutation| is_even(permutation));
        elements
    }

    fn order(&self) -> usize {
        match factorial(self.n) {
            // 21!/2 is too large as well.
            usize::MAX => usize::MAX,
            all => (all / 2).max(1),
        }
    }

    fn index(&self, element: &Vec<usize>) -> usize {
        // Two permutations that follow one another differ in their last two values, and one of them is even.
        index_in_dictionary(element) / 2
    }
}

/// Returns whether the number of cycles differs from the number of points by an even number.
fn is_even(permutation: &[usize]) -> bool {
    let mut seen = vec![false; permutation.len()];
    let mut even = true;
    for start in 0..permutation.len() {
        let mut point = start;
        let mut length = 0;
        while !std::mem::replace(&mut seen[point], true) {
            point = permutation[point];
            length += 1;
        }
        even ^= length > 0 && length % 2 == 0;
    }
    even
}
