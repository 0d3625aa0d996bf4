//! The irreducible representations of rotations and mirror images of space, and their direct sums.

use std::fmt::{self, Display};
use std::str::FromStr;

use ndarray::Array2;

use super::{check_degree, rotation_generators, wigner_d};
use crate::{Error, LieRepresentation, Result, Rotation, Scalar, So3Error};

/// The largest dimension of a direct sum.
pub(crate) const MOST_DIMENSION: usize = 1000;

/// What the inversion x ↦ −x does to the numbers of an irreducible representation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Parity {
    /// It leaves them: `e`.
    Even,
    /// It changes their sign: `o`.
    Odd,
}

impl Parity {
    /// Returns the parity of products of numbers of these two.
    #[must_use]
    pub fn times(self, other: Self) -> Self {
        if self == other { Self::Even } else { Self::Odd }
    }

    /// Returns 1 or −1.
    pub fn sign(self) -> f64 {
        match self {
            Self::Even => 1.0,
            Self::Odd => -1.0,
        }
    }
}

/// An irreducible real representation of O(3), all rotations of space and their products with the inversion: a degree l from 0
/// to 10, and a parity.
///
/// A rotation R acts by [`wigner_d`] of R, and −R by the same matrix with the sign of the parity. Written as users of e3nn
/// write it: `0e` is a number, `0o` one that a mirror image negates, `1o` a vector, `1e` an axial vector, as a cross product is.
///
/// # Examples
///
/// ```
/// use equivariance::Irrep;
///
/// let vector: Irrep = "1o".parse()?;
/// assert_eq!(vector.dimension(), 3);
/// let products: Vec<_> = vector.times(vector)?.iter().map(ToString::to_string).collect();
/// assert_eq!(products, ["0e", "1e", "2e"]);
/// # Ok::<(), equivariance::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Irrep {
    degree: usize,
    parity: Parity,
}

impl Irrep {
    /// Returns the representation of this degree and parity.
    ///
    /// # Errors
    ///
    /// A degree above 10.
    pub fn new(degree: usize, parity: Parity) -> Result<Self> {
        check_degree(degree)?;
        Ok(Self { degree, parity })
    }

    /// Returns the representation of the spherical harmonics of a degree: even for even degrees, and odd for odd ones.
    ///
    /// # Errors
    ///
    /// A degree above 10.
    pub fn of_harmonics(degree: usize) -> Result<Self> {
        let parity = if degree.is_multiple_of(2) {
            Parity::Even
        } else {
            Parity::Odd
        };
        Self::new(degree, parity)
    }

    /// Returns the degree l.
    pub fn degree(self) -> usize {
        self.degree
    }

    /// Returns the parity.
    pub fn parity(self) -> Parity {
        self.parity
    }

    /// Returns 2l + 1.
    pub fn dimension(self) -> usize {
        2 * self.degree + 1
    }

    /// Returns the representations that the products of numbers of these two are a direct sum of: one of each degree from
    /// |l₁ − l₂| to l₁ + l₂, with the product of the parities.
    ///
    /// # Errors
    ///
    /// Degrees that sum to more than 10.
    pub fn times(self, other: Self) -> Result<Vec<Self>> {
        let parity = self.parity.times(other.parity);
        let degrees = self.degree.abs_diff(other.degree)..=self.degree + other.degree;
        degrees.map(|degree| Self::new(degree, parity)).collect()
    }

    /// Returns whether products of numbers of `self` and `other` hold numbers of `product`.
    ///
    /// Unlike [`times`](Self::times) it answers for all degrees.
    pub fn reaches(self, other: Self, product: Self) -> bool {
        let degrees = self.degree.abs_diff(other.degree)..=self.degree + other.degree;
        degrees.contains(&product.degree) && product.parity == self.parity.times(other.parity)
    }
}

impl Display for Irrep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parity = match self.parity {
            Parity::Even => 'e',
            Parity::Odd => 'o',
        };
        f.pad(&format!("{}{parity}", self.degree))
    }
}

impl FromStr for Irrep {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let unknown = || {
            Error::So3(So3Error::UnknownIrrep {
                text: text.to_owned(),
            })
        };
        let (parity, degree) = match text.strip_suffix('e') {
            Some(degree) => (Parity::Even, degree),
            None => (Parity::Odd, text.strip_suffix('o').ok_or_else(unknown)?),
        };
        Self::new(whole(degree).ok_or_else(unknown)?, parity)
    }
}

/// Reads a whole number of digits alone; the largest `usize` if it is larger than that.
fn whole(text: &str) -> Option<usize> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().unwrap_or(usize::MAX))
}

/// A direct sum of irreducible representations of O(3), each as often as its multiplicity says: `2x0e + 1o`.
///
/// The numbers stand one after the other in the order of the sum, the 2l + 1 of one together.
///
/// # Examples
///
/// ```
/// use equivariance::Irreps;
///
/// let features: Irreps = "2x0e + 1o".parse()?;
/// assert_eq!(features.dimension(), 5);
/// assert_eq!(features.to_string(), "2x0e + 1o");
/// # Ok::<(), equivariance::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Irreps {
    terms: Vec<(usize, Irrep)>,
}

impl Irreps {
    /// Returns the direct sum of so many of each.
    ///
    /// # Errors
    ///
    /// No term, a multiplicity of 0, and a dimension above 1000.
    pub fn new(terms: Vec<(usize, Irrep)>) -> Result<Self> {
        if let Some((_, irrep)) = terms.iter().find(|(multiplicity, _)| *multiplicity == 0) {
            return Err(Error::So3(So3Error::NoIrreps {
                irrep: Some(irrep.to_string()),
            }));
        }
        if terms.is_empty() {
            return Err(Error::So3(So3Error::NoIrreps { irrep: None }));
        }
        let dimension = terms.iter().fold(0_usize, |sum, (multiplicity, irrep)| {
            sum.saturating_add(multiplicity.saturating_mul(irrep.dimension()))
        });
        if dimension > MOST_DIMENSION {
            return Err(Error::So3(So3Error::TooManyIrreps { dimension }));
        }
        Ok(Self { terms })
    }

    /// Returns the terms: how often each irreducible representation, in the order of the sum.
    pub fn terms(&self) -> &[(usize, Irrep)] {
        &self.terms
    }

    /// Returns the irreducible representations one by one, each as often as it is there.
    pub fn iter(&self) -> impl Iterator<Item = Irrep> {
        let each = self.terms.iter();
        each.flat_map(|&(multiplicity, irrep)| std::iter::repeat_n(irrep, multiplicity))
    }

    /// Returns the number of numbers.
    pub fn dimension(&self) -> usize {
        self.iter().map(Irrep::dimension).sum()
    }

    /// Returns where the numbers of each irreducible representation of a term begin.
    pub(super) fn starts(&self, term: usize) -> Vec<usize> {
        let size = |&(multiplicity, irrep): &(usize, Irrep)| multiplicity * irrep.dimension();
        let start: usize = self.terms[..term].iter().map(size).sum();
        let (multiplicity, irrep) = self.terms[term];
        (0..multiplicity)
            .map(|i| start + i * irrep.dimension())
            .collect()
    }

    /// Returns the matrix by which R acts, or −R if `inverted`, of shape `(dimension, dimension)`.
    pub fn matrix<A: Scalar>(&self, rotation: &Rotation<A>, inverted: bool) -> Array2<A> {
        self.blocks(|irrep| {
            let matrix = wigner_d(irrep.degree, rotation).expect("the degree was checked");
            match irrep.parity {
                Parity::Odd if inverted => matrix.mapv(|entry| -entry),
                _ => matrix,
            }
        })
    }

    /// Returns the matrix with a block for each irreducible representation on its diagonal.
    fn blocks<A: Scalar>(&self, block: impl Fn(Irrep) -> Array2<A>) -> Array2<A> {
        let mut matrix = Array2::zeros((self.dimension(), self.dimension()));
        let mut start = 0;
        for &(multiplicity, irrep) in &self.terms {
            let block = block(irrep);
            for _ in 0..multiplicity {
                let range = start..start + irrep.dimension();
                matrix
                    .slice_mut(ndarray::s![range.clone(), range])
                    .assign(&block);
                start += irrep.dimension();
            }
        }
        matrix
    }
}

/// O(3): its Lie algebra is that of the rotations, and the inversion is an element of its other part.
impl LieRepresentation for Irreps {
    fn dimension(&self) -> usize {
        self.dimension()
    }

    fn generators(&self) -> Vec<Array2<f64>> {
        let turns = [0, 1, 2].map(|axis| {
            self.blocks(|irrep| {
                let generators = rotation_generators(irrep.degree);
                generators.expect("the degree was checked")[axis].clone()
            })
        });
        let inversion = self.blocks(|irrep| Array2::eye(irrep.dimension()) * irrep.parity.sign());
        turns.into_iter().chain([inversion]).collect()
    }

    fn characters(&self, angle: f64) -> Vec<f64> {
        // About the polar axis order m turns by m times the angle.
        let mut sums = [0.0; 2];
        for &(multiplicity, irrep) in &self.terms {
            let orders = (1..=irrep.degree).map(|order| 2.0 * libm::cos(order as f64 * angle));
            let trace = multiplicity as f64 * (1.0 + orders.sum::<f64>());
            sums[0] += trace;
            sums[1] += irrep.parity.sign() * trace;
        }
        sums.to_vec()
    }

    fn density(angle: f64) -> f64 {
        1.0 - libm::cos(angle)
    }

    fn highest_frequency(&self) -> usize {
        let degrees = self.terms.iter().map(|(_, irrep)| irrep.degree);
        degrees.max().unwrap_or(0)
    }
}

impl Display for Irreps {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let terms: Vec<String> = self
            .terms
            .iter()
            .map(|(multiplicity, irrep)| match multiplicity {
                1 => irrep.to_string(),
                _ => format!("{multiplicity}x{irrep}"),
            })
            .collect();
        f.pad(&terms.join(" + "))
    }
}

impl FromStr for Irreps {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let term = |term: &str| {
            let term = term.trim();
            match term.split_once('x') {
                Some((multiplicity, irrep)) => {
                    let multiplicity = whole(multiplicity).ok_or_else(|| {
                        Error::So3(So3Error::UnknownIrrep {
                            text: term.to_owned(),
                        })
                    })?;
                    Ok((multiplicity, irrep.parse()?))
                }
                None => Ok((1, term.parse()?)),
            }
        };
        Self::new(text.split('+').map(term).collect::<Result<_>>()?)
    }
}
