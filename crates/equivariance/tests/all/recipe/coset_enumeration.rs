//! How many elements a group has that is given by generators and relations alone.

use equivariance::Group;

/// Returns the number of elements of the group that has as many generators and these relations, and nothing else: the
/// cosets of the trivial subgroup are enumerated. `None` if more than `most` are met on the way.
///
/// # Source
///
/// J. A. Todd, H. S. M. Coxeter, *A practical method for enumerating cosets of a finite abstract group*, 1936.
pub(crate) fn order_of_presentation<G: Group>(group: &G, most: usize) -> Option<usize> {
    let count = group.generators().len();
    // Letter 2g is generator g, letter 2g + 1 its inverse.
    let relations: Vec<Vec<usize>> = group
        .relations()
        .iter()
        .map(|relation| {
            let letters = relation.word.iter().flat_map(|&(generator, exponent)| {
                let letter = 2 * generator + usize::from(exponent < 0);
                std::iter::repeat_n(letter, exponent.unsigned_abs())
            });
            letters.collect()
        })
        .collect();
    let mut table = Table {
        next: vec![vec![None; 2 * count]],
        same_as: vec![0],
    };
    let mut coset = 0;
    while coset < table.next.len() {
        if table.next.len() > most {
            return None;
        }
        for relation in &relations {
            table.scan(coset, relation);
        }
        for letter in 0..2 * count {
            if table.same_as[coset] == coset && table.next[coset][letter].is_none() {
                table.define(coset, letter);
            }
        }
        coset += 1;
    }
    Some(
        (0..table.same_as.len())
            .filter(|&c| table.same_as[c] == c)
            .count(),
    )
}

struct Table {
    /// To which coset each letter leads, if that is known.
    next: Vec<Vec<Option<usize>>>,
    /// The coset that this one was found to be the same as; itself if none.
    same_as: Vec<usize>,
}

impl Table {
    fn find(&self, mut coset: usize) -> usize {
        while self.same_as[coset] != coset {
            coset = self.same_as[coset];
        }
        coset
    }

    fn define(&mut self, coset: usize, letter: usize) -> usize {
        let new = self.next.len();
        self.next.push(vec![None; self.next[0].len()]);
        self.same_as.push(new);
        self.next[coset][letter] = Some(new);
        self.next[new][letter ^ 1] = Some(coset);
        new
    }

    /// Goes along a relation, which must lead back to where it began, with new cosets where the way is not known.
    fn scan(&mut self, start: usize, relation: &[usize]) {
        if self.same_as[start] != start {
            return;
        }
        let mut coset = start;
        for &letter in relation {
            coset = match self.next[coset][letter] {
                Some(next) => self.find(next),
                None => self.define(coset, letter),
            };
        }
        self.identify(coset, start);
    }

    fn identify(&mut self, left: usize, right: usize) {
        let mut pairs = vec![(left, right)];
        while let Some((left, right)) = pairs.pop() {
            let (left, right) = (self.find(left), self.find(right));
            let (kept, dropped) = (left.min(right), left.max(right));
            if kept == dropped {
                continue;
            }
            self.same_as[dropped] = kept;
            for letter in 0..self.next[0].len() {
                let Some(next) = self.next[dropped][letter].take() else {
                    continue;
                };
                // The way back leads to the coset that is kept.
                match self.next[kept][letter] {
                    Some(other) => pairs.push((next, other)),
                    None => self.next[kept][letter] = Some(next),
                }
                let next = self.find(next);
                match self.next[next][letter ^ 1] {
                    Some(other) if self.find(other) != kept => pairs.push((other, kept)),
                    Some(_) => {}
                    None => self.next[next][letter ^ 1] = Some(kept),
                }
            }
        }
    }
}
