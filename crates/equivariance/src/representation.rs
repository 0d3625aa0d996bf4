//! Representations: groups as linear maps of a space.

mod construct;
mod image;
mod subgroup;

use ndarray::{Array, Array2, ArrayRef, RemoveAxis};

pub use image::Image;

use crate::shape::{expect_axis, expect_shape};
use crate::{Error, FiniteGroup, Group, Result, Word};

/// The largest group whose elements are gone through one by one.
const MOST_ELEMENTS: usize = 10_000_000;

/// However long its word and however large the matrices, a relation that fails by more than this fails.
const LARGEST_TOLERANCE: f64 = 1e-6;

/// A real representation of a group: an invertible matrix ρ(g) for each element g, with ρ(g h) = ρ(g) ρ(h).
///
/// It is given by the images of the generators, each a permutation of the axes or a matrix. Where all are permutations,
/// what it answers is exact; products of matrices are rounded.
///
/// # Examples
///
/// A quarter turn of the plane makes a representation of ℤ₄, and none of ℤ₃:
///
/// ```
/// use equivariance::{Cyclic, Image, Representation};
/// use ndarray::array;
///
/// let turn = Image::Matrix(array![[0.0, -1.0], [1.0, 0.0]]);
/// let plane = Representation::new(Cyclic::new(4)?, vec![turn.clone()])?;
/// assert_eq!(plane.matrix(&2)?, array![[-1.0, 0.0], [0.0, -1.0]]);
/// assert_eq!(plane.act(&1, &array![5.0, 2.0])?, array![-2.0, 5.0]);
///
/// let error = Representation::new(Cyclic::new(3)?, vec![turn]).unwrap_err();
/// assert!(error.to_string().starts_with("the relation r³ = e fails"));
/// # Ok::<(), equivariance::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Representation<G: Group> {
    group: G,
    dimension: usize,
    images: Vec<Image>,
    inverses: Vec<Image>,
    /// By how much the relations fail, which only rounding explains.
    deviation: f64,
}

impl<G: Group> Representation<G> {
    /// Returns the representation in which each generator of the group acts as its image, in the order of
    /// [`Group::generators`].
    ///
    /// The relations of the group are checked: exactly for permutations. For matrices no entry of a product may differ
    /// from the identity by more than 8 L d ε m², or 10⁻⁶ if that is smaller, where L is the length of the relation, d
    /// the dimension, ε = 2⁻⁵², and m the largest Frobenius norm of all factors and products.
    ///
    /// # Errors
    ///
    /// The first that is met: too few or too many images; one that is not square, is empty, or has another size than the
    /// first; an entry that is not finite; a permutation that is none; a matrix that is singular up to rounding (its
    /// Frobenius norm times that of its inverse is 1 / (d ε) or more); a relation that fails.
    pub fn new(group: G, images: Vec<Image>) -> Result<Self> {
        let names = group.generator_names();
        if images.len() != names.len() {
            return Err(Error::ImageCount {
                generators: names.join(", "),
                expected: names.len(),
                actual: images.len(),
            });
        }
        let dimension = images.first().map_or(0, |image| image.shape()[0]);
        let mut inverses = Vec::with_capacity(images.len());
        for (image, name) in images.iter().zip(&names) {
            inverses.push(image.checked_inverse(dimension, name)?);
        }
        let mut representation = Self {
            group,
            dimension,
            images,
            inverses,
            deviation: 0.0,
        };
        for relation in representation.group.relations() {
            let deviation = representation.check_relation(&relation.name, &relation.word)?;
            representation.deviation = representation.deviation.max(deviation);
        }
        Ok(representation)
    }

    /// Returns the group.
    pub fn group(&self) -> &G {
        &self.group
    }

    /// Returns the number of axes of the space that the group acts on.
    pub fn dimension(&self) -> usize {
        self.dimension
    }

    /// Returns the images of the generators.
    pub fn images(&self) -> &[Image] {
        &self.images
    }

    /// Returns ρ(g): a permutation where all images of generators are permutations.
    ///
    /// # Errors
    ///
    /// An element that is not of the group, and an image whose entries overflow.
    pub fn image(&self, element: &G::Element) -> Result<Image> {
        if !self.group.contains(element) {
            return Err(Error::NotAnElement {
                element: format!("{element:?}"),
                group: format!("{:?}", self.group),
            });
        }
        let (image, _) = self.product(&self.group.word(element));
        image.check_finite("image of the element (row, column)")?;
        Ok(image)
    }

    /// Returns ρ(g) as a matrix of shape `(dimension, dimension)`.
    ///
    /// # Errors
    ///
    /// As [`image`](Self::image), and a matrix that no array can hold.
    pub fn matrix(&self, element: &G::Element) -> Result<Array2<f64>> {
        self.image(element)?.dense()
    }

    /// Returns ρ(g) f. Where f has further axes, ρ(g) acts along the first, on each vector along it alike.
    ///
    /// # Errors
    ///
    /// As [`image`](Self::image), and an `f` whose first axis has another length than the dimension, or that has no axis.
    pub fn act<D: RemoveAxis>(
        &self,
        element: &G::Element,
        f: &ArrayRef<f64, D>,
    ) -> Result<Array<f64, D>> {
        let what = "array that the group acts on";
        expect_axis(what, f.ndim())?;
        let mut expected = f.shape().to_vec();
        expected[0] = self.dimension;
        expect_shape(what, &expected, f.shape())?;
        Ok(self.image(element)?.apply(f))
    }

    /// Returns the trace of ρ(g).
    ///
    /// # Errors
    ///
    /// As [`image`](Self::image).
    pub fn character(&self, element: &G::Element) -> Result<f64> {
        Ok(self.image(element)?.trace())
    }

    /// Returns the images of the generators as permutations, if all of them are.
    pub(crate) fn permutations(&self) -> Option<Vec<Vec<usize>>> {
        self.images
            .iter()
            .map(|image| image.permutation().map(<[usize]>::to_vec))
            .collect()
    }

    /// Returns by how much the relations of the group fail, which is rounding: 0 for permutations.
    pub(crate) fn deviation(&self) -> f64 {
        self.deviation
    }

    /// Returns what a word in the generators is sent to, and the largest Frobenius norm of what was met on the way.
    fn product(&self, word: &Word) -> (Image, f64) {
        let mut product = Image::identity(self.dimension);
        let mut largest = product.norm();
        for &(generator, exponent) in word {
            let mut factor = match exponent {
                0.. => self.images[generator].clone(),
                _ => self.inverses[generator].clone(),
            };
            let mut left = exponent.unsigned_abs();
            while left > 0 {
                largest = largest.max(factor.norm());
                if left % 2 == 1 {
                    product = product.times(&factor);
                    largest = largest.max(product.norm());
                }
                left /= 2;
                if left > 0 {
                    factor = factor.times(&factor);
                }
            }
        }
        (product, largest)
    }

    /// Returns by how much a relation fails if only rounding explains it.
    fn check_relation(&self, name: &str, word: &Word) -> Result<f64> {
        let (product, largest) = self.product(word);
        let length: usize = word.iter().map(|(_, power)| power.unsigned_abs()).sum();
        let tolerance = match product {
            Image::Permutation(_) => 0.0,
            Image::Matrix(_) => {
                let steps = length as f64 * self.dimension as f64;
                (8.0 * steps * f64::EPSILON * largest * largest).min(LARGEST_TOLERANCE)
            }
        };
        let (entry, [row, column]) = product.farthest_from_identity();
        let deviation = (entry - f64::from(row == column)).abs();
        if deviation <= tolerance {
            return Ok(deviation);
        }
        Err(Error::RelationFails {
            relation: name.to_owned(),
            row,
            column,
            entry,
            tolerance,
        })
    }
}

/// Returns an error if there are too many elements to go through.
pub(crate) fn check_order<G: FiniteGroup>(group: &G) -> Result<()> {
    let order = group.order();
    if order > MOST_ELEMENTS {
        return Err(Error::TooManyElements {
            group: format!("{group:?}"),
            order,
            most: MOST_ELEMENTS,
        });
    }
    Ok(())
}

/// Returns an error if two representations are of two groups.
pub(crate) fn check_same_group<G: Group>(
    left: &Representation<G>,
    right: &Representation<G>,
) -> Result<()> {
    if left.group == right.group {
        return Ok(());
    }
    Err(Error::DifferentGroups {
        left: format!("{:?}", left.group),
        right: format!("{:?}", right.group),
    })
}
