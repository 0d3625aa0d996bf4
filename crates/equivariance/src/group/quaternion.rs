//! The quaternion group.

use super::{FiniteGroup, Group, Relation, Word};

/// The quaternion group Q₈: 1, i, j, k and their negatives, with i² = j² = k² = ijk = −1.
///
/// Its generators are `i` and `j`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Quaternion;

/// The element `i^power` of the quaternion group, or `i^power · j`. So −1 is i², and k is i·j.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct QuaternionElement {
    /// The power of i, less than 4.
    pub power: usize,
    /// Whether j follows on the right.
    pub j: bool,
}

impl Group for Quaternion {
    type Element = QuaternionElement;

    fn contains(&self, element: &QuaternionElement) -> bool {
        element.power < 4
    }

    fn identity(&self) -> QuaternionElement {
        QuaternionElement { power: 0, j: false }
    }

    fn compose(&self, left: &QuaternionElement, right: &QuaternionElement) -> QuaternionElement {
        // j i = i⁻¹ j, and j² = i².
        let right_power = match left.j {
            true => 4 - right.power % 4,
            false => right.power % 4,
        };
        let square = if left.j && right.j { 2 } else { 0 };
        QuaternionElement {
            power: (left.power % 4 + right_power + square) % 4,
            j: left.j != right.j,
        }
    }

    fn inverse(&self, element: &QuaternionElement) -> QuaternionElement {
        let power = match element.j {
            true => element.power % 4 + 2,
            false => 4 - element.power % 4,
        };
        QuaternionElement {
            power: power % 4,
            ..*element
        }
    }

    fn generators(&self) -> Vec<QuaternionElement> {
        vec![
            QuaternionElement { power: 1, j: false },
            QuaternionElement { power: 0, j: true },
        ]
    }

    fn generator_names(&self) -> Vec<String> {
        vec!["i".to_owned(), "j".to_owned()]
    }

    fn relations(&self) -> Vec<Relation> {
        let names = self.generator_names();
        vec![
            Relation::new(&[(0, 1)], 4, &names),
            Relation::new(&[(0, 2), (1, -2)], 1, &names),
            Relation::new(&[(1, 1), (0, 1), (1, -1), (0, 1)], 1, &names),
        ]
    }

    fn word(&self, element: &QuaternionElement) -> Word {
        vec![
            (0, (element.power % 4) as isize),
            (1, isize::from(element.j)),
        ]
    }
}

impl FiniteGroup for Quaternion {
    /// 1, i, −1, −i, j, k, −j, −k.
    fn elements(&self) -> Vec<QuaternionElement> {
        let powers = |j| (0..4).map(move |power| QuaternionElement { power, j });
        powers(false).chain(powers(true)).collect()
    }

    fn order(&self) -> usize {
        8
    }

    fn index(&self, element: &QuaternionElement) -> usize {
        element.power % 4 + if element.j { 4 } else { 0 }
    }
}
