//! Groups: what composes, has an identity, and can be undone.

mod alternating;
mod cyclic;
mod dihedral;
mod integers;
mod product;
mod quaternion;
mod symmetric;

use std::fmt::Debug;

pub use alternating::Alternating;
pub use cyclic::Cyclic;
pub use dihedral::{Dihedral, DihedralElement};
pub use integers::Integers;
pub use product::Product;
pub use quaternion::{Quaternion, QuaternionElement};
pub use symmetric::Symmetric;
pub(crate) use symmetric::{composed, inverted};

use crate::{Error, Result};

/// A product of powers of generators, from left to right: the index of a generator, and its exponent.
pub type Word = Vec<(usize, isize)>;

/// A word in the generators that is the identity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation {
    /// The equation, as it is read: `r⁴ = e`.
    pub name: String,
    /// The word on its left.
    pub word: Word,
}

impl Relation {
    /// Returns the relation `baseᵖᵒʷᵉʳ = e`, with the generators called by their names.
    ///
    /// # Panics
    ///
    /// If a generator has no name, or the exponent of the only one overflows.
    #[track_caller]
    pub fn new(base: &[(usize, isize)], power: usize, names: &[String]) -> Self {
        let letters: Vec<_> = base
            .iter()
            .map(|&(generator, exponent)| match exponent {
                1 => names[generator].clone(),
                _ => format!("{}{}", names[generator], superscript(exponent)),
            })
            .collect();
        let letters = letters.join(" ");
        let name = match (power, base.len()) {
            (1, _) => format!("{letters} = e"),
            (_, 1) => format!("{letters}{} = e", superscript(power)),
            _ => format!("({letters}){} = e", superscript(power)),
        };
        let word = match base {
            [(generator, exponent)] => {
                let power = isize::try_from(power).ok();
                let exponent = power.and_then(|power| exponent.checked_mul(power));
                vec![(*generator, exponent.expect("the exponent overflows"))]
            }
            _ => base.repeat(power),
        };
        Self { name, word }
    }
}

/// A group, given by generators and by relations that say all about it: whatever obeys the relations is an image of the
/// group.
///
/// There is at least one generator; that of a group of one element is the identity.
///
/// # Panics
///
/// Methods that take elements may panic if one is not an element of this group, for which there is
/// [`contains`](Self::contains), and all of them if what they return is larger than memory, as permutations of 2⁶² points are.
pub trait Group: Clone + PartialEq + Debug {
    /// What the group consists of.
    type Element: Clone + PartialEq + Debug;

    /// Returns whether this is an element of the group.
    fn contains(&self, element: &Self::Element) -> bool;

    /// Returns the element that changes nothing, `e`.
    fn identity(&self) -> Self::Element;

    /// Returns `left · right`: first `right` acts, then `left`.
    fn compose(&self, left: &Self::Element, right: &Self::Element) -> Self::Element;

    /// Returns the element whose product with this one is the identity.
    fn inverse(&self, element: &Self::Element) -> Self::Element;

    /// Returns elements whose products and inverses are the whole group.
    fn generators(&self) -> Vec<Self::Element>;

    /// Returns what the generators are called, such as `r` and `s`.
    fn generator_names(&self) -> Vec<String>;

    /// Returns words that are the identity, from which all others follow.
    fn relations(&self) -> Vec<Relation>;

    /// Returns the element as a product of powers of generators.
    fn word(&self, element: &Self::Element) -> Word;

    /// Returns the product of `exponent` times this element, of its inverse if `exponent` is negative.
    fn power(&self, element: &Self::Element, exponent: isize) -> Self::Element {
        let mut factor = match exponent {
            0.. => element.clone(),
            _ => self.inverse(element),
        };
        let mut product = self.identity();
        let mut left = exponent.unsigned_abs();
        while left > 0 {
            if left % 2 == 1 {
                product = self.compose(&product, &factor);
            }
            left /= 2;
            if left > 0 {
                factor = self.compose(&factor, &factor);
            }
        }
        product
    }

    /// Returns the product that a word stands for when generator `i` is read as `values[i]`.
    fn evaluate(&self, word: &[(usize, isize)], values: &[Self::Element]) -> Self::Element {
        word.iter()
            .fold(self.identity(), |product, &(generator, exponent)| {
                self.compose(&product, &self.power(&values[generator], exponent))
            })
    }
}

/// A group whose elements can be listed.
pub trait FiniteGroup: Group {
    /// Returns every element once, the identity first.
    ///
    /// # Panics
    ///
    /// If there is no memory for all of them.
    fn elements(&self) -> Vec<Self::Element>;

    /// Returns the number of elements, `usize::MAX` if it is larger than that.
    fn order(&self) -> usize;

    /// Returns the place of an element in [`elements`](Self::elements).
    ///
    /// # Panics
    ///
    /// If it is not an element of the group.
    fn index(&self, element: &Self::Element) -> usize {
        self.elements()
            .iter()
            .position(|other| other == element)
            .unwrap_or_else(|| panic!("{element:?} is not an element of {self:?}"))
    }
}

/// Returns the size that a group was asked for if there is such a group: at least 1, and no sum of two sizes overflows.
fn valid_size(group: &'static str, size: usize) -> Result<usize> {
    let most = isize::MAX as usize;
    match size {
        1.. if size <= most => Ok(size),
        _ => Err(Error::GroupSize { group, size, most }),
    }
}

/// Returns the number in small raised digits.
fn superscript(number: impl ToString) -> String {
    small(
        &number.to_string(),
        ['⁻', '⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'],
    )
}

/// Returns a letter with a number below it.
fn subscripted(letter: &str, number: usize) -> String {
    let digits = ['₋', '₀', '₁', '₂', '₃', '₄', '₅', '₆', '₇', '₈', '₉'];
    format!("{letter}{}", small(&number.to_string(), digits))
}

fn small(number: &str, digits: [char; 11]) -> String {
    number
        .chars()
        .map(|c| digits[c.to_digit(10).map_or(0, |digit| digit as usize + 1)])
        .collect()
}
