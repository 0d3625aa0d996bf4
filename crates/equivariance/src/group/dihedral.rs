//! The dihedral groups.

use super::{FiniteGroup, Group, Relation, Word, valid_size};
use crate::Result;

/// The dihedral group Dₙ of 2n elements: the rotations of a regular n-gon and its mirror images.
///
/// Its generators are the rotation `r` by one corner and the reflection `s` that keeps corner 0, with `s r s = r⁻¹`. D₁
/// has 2 elements and D₂ has 4; for these, on the corners alone, different elements can do the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Dihedral {
    n: usize,
}

/// The element `r^rotation` of a dihedral group, or `r^rotation · s`: first reflect, then rotate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DihedralElement {
    /// By how many corners it rotates, less than n.
    pub rotation: usize,
    /// Whether it reflects first.
    pub reflected: bool,
}

impl Dihedral {
    /// Returns Dₙ.
    ///
    /// # Errors
    ///
    /// n is 0 or larger than `isize::MAX`.
    pub fn new(n: usize) -> Result<Self> {
        Ok(Self {
            n: valid_size("dihedral group", n)?,
        })
    }

    /// Returns the corner to which an element takes a corner, `rotation + corner` or `rotation − corner`, modulo n.
    pub fn moved(&self, element: &DihedralElement, corner: usize) -> usize {
        let corner = corner % self.n;
        let reflected = if element.reflected {
            (self.n - corner) % self.n
        } else {
            corner
        };
        (element.rotation % self.n + reflected) % self.n
    }
}

impl Group for Dihedral {
    type Element = DihedralElement;

    fn contains(&self, element: &DihedralElement) -> bool {
        element.rotation < self.n
    }

    fn identity(&self) -> DihedralElement {
        DihedralElement {
            rotation: 0,
            reflected: false,
        }
    }

    fn compose(&self, left: &DihedralElement, right: &DihedralElement) -> DihedralElement {
        DihedralElement {
            rotation: self.moved(left, right.rotation),
            reflected: left.reflected != right.reflected,
        }
    }

    fn inverse(&self, element: &DihedralElement) -> DihedralElement {
        // A reflection undoes itself.
        let rotation = if element.reflected {
            element.rotation % self.n
        } else {
            (self.n - element.rotation % self.n) % self.n
        };
        DihedralElement {
            rotation,
            ..*element
        }
    }

    fn generators(&self) -> Vec<DihedralElement> {
        let rotation = 1 % self.n;
        let reflected = false;
        vec![
            DihedralElement {
                rotation,
                reflected,
            },
            DihedralElement {
                rotation: 0,
                reflected: true,
            },
        ]
    }

    fn generator_names(&self) -> Vec<String> {
        vec!["r".to_owned(), "s".to_owned()]
    }

    fn relations(&self) -> Vec<Relation> {
        let names = self.generator_names();
        vec![
            Relation::new(&[(0, 1)], self.n, &names),
            Relation::new(&[(1, 1)], 2, &names),
            Relation::new(&[(0, 1), (1, 1)], 2, &names),
        ]
    }

    fn word(&self, element: &DihedralElement) -> Word {
        vec![
            (0, (element.rotation % self.n) as isize),
            (1, isize::from(element.reflected)),
        ]
    }
}

impl FiniteGroup for Dihedral {
    /// The rotations, then the reflections, each by `rotation`.
    fn elements(&self) -> Vec<DihedralElement> {
        let turned = |reflected| {
            (0..self.n).map(move |rotation| DihedralElement {
                rotation,
                reflected,
            })
        };
        turned(false).chain(turned(true)).collect()
    }

    fn order(&self) -> usize {
        2 * self.n
    }

    fn index(&self, element: &DihedralElement) -> usize {
        element.rotation % self.n + if element.reflected { self.n } else { 0 }
    }
}
