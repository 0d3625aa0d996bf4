//! Products of numbers of two types, weighted: the bilinear layers of networks on space.

use ndarray::{Array1, ArrayRef1};

use super::clebsch_gordan;
use crate::scalar::scalar;
use crate::shape::expect_shape;
use crate::{Error, Irrep, Irreps, Result, Scalar, So3Error};

/// The largest number of paths.
pub(crate) const MOST_PATHS: usize = 10_000;

/// The products of the numbers of one term of a type with those of another that belong to a term of a third.
#[derive(Clone, Debug, PartialEq)]
pub struct TensorPath {
    /// The place of the term in the left factor, and what it is.
    pub left: (usize, Irrep),
    /// The place of the term in the right factor, and what it is.
    pub right: (usize, Irrep),
    /// The place of the term in the output, and what it is.
    pub to: (usize, Irrep),
    /// The number of its weights: the product of the three multiplicities.
    pub weights: usize,
}

/// All products of numbers of two types that are of a third type, each with a weight: every bilinear map that commutes with
/// the rotations and mirror images of space.
///
/// There is a path for each choice of a term of the left factor, one of the right factor and one of the output with
/// |l₁ − l₂| ≤ l₃ ≤ l₁ + l₂, where the parity of the output is the product of the others. For the u-th of its left irreducible representations,
/// the v-th of the right and the w-th of the output it has a weight, and adds
///
/// ```text
/// weight · √(2l₃ + 1) Σ_ab C_abc x_a y_b
/// ```
///
/// to the output, with the [`clebsch_gordan`] coefficients C. With the square root, entries of x and y that are independent, with mean
/// 0 and variance 1, give numbers whose variance is the square of the weight.
///
/// # Examples
///
/// The products of two vectors are their scalar product and their cross product, which a mirror image does not negate.
///
/// ```
/// use equivariance::TensorProduct;
/// use ndarray::array;
///
/// let product = TensorProduct::new("1o".parse()?, "1o".parse()?, "0e + 1e".parse()?)?;
/// assert_eq!(product.paths().len(), 2);
/// let [x, y] = [array![1.0, 2.0, 0.0], array![1.0, 0.0, 0.0]];
/// let weights = array![3.0_f64.sqrt(), 2.0_f64.sqrt()];
/// let out = product.apply(&x, &y, &weights)?;
/// for (value, known) in out.iter().zip([1.0, 0.0, 0.0, -2.0]) {
///     assert!((value - known).abs() < 1e-15);
/// }
/// # Ok::<(), equivariance::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct TensorProduct {
    left: Irreps,
    right: Irreps,
    to: Irreps,
    paths: Vec<TensorPath>,
    /// The coefficients of each path, as a place in the next list.
    tensors: Vec<usize>,
    coefficients: Vec<Coefficients>,
}

/// The coefficients of three degrees that are not 0, with the places a, b and c.
#[derive(Clone, Debug, PartialEq)]
struct Coefficients {
    degrees: [usize; 3],
    entries: Vec<([usize; 3], f64)>,
}

impl TensorProduct {
    /// Returns the product of two types into a third, with all of its paths: for each term of the left factor those of the
    /// right one, and for each of these those of the output.
    ///
    /// There may be no path at all, and then every output is 0.
    ///
    /// # Errors
    ///
    /// More than 10 000 paths.
    pub fn new(left: Irreps, right: Irreps, to: Irreps) -> Result<Self> {
        let mut paths = Vec::new();
        for (i, &(u, first)) in left.terms().iter().enumerate() {
            for (j, &(v, second)) in right.terms().iter().enumerate() {
                for (k, &(w, third)) in to.terms().iter().enumerate() {
                    if first.reaches(second, third) {
                        if paths.len() == MOST_PATHS {
                            return Err(Error::So3(So3Error::TooManyPaths));
                        }
                        paths.push(TensorPath {
                            left: (i, first),
                            right: (j, second),
                            to: (k, third),
                            weights: u * v * w,
                        });
                    }
                }
            }
        }
        let mut coefficients: Vec<Coefficients> = Vec::new();
        let mut tensors = Vec::new();
        for path in &paths {
            let degrees = [path.left, path.right, path.to].map(|(_, irrep)| irrep.degree());
            let known = coefficients
                .iter()
                .position(|known| known.degrees == degrees);
            tensors.push(known.unwrap_or(coefficients.len()));
            if known.is_none() {
                coefficients.push(Coefficients::new(degrees)?);
            }
        }
        Ok(Self {
            left,
            right,
            to,
            paths,
            tensors,
            coefficients,
        })
    }

    /// Returns the paths.
    pub fn paths(&self) -> &[TensorPath] {
        &self.paths
    }

    /// Returns the number of weights, those of all paths together.
    pub fn weights(&self) -> usize {
        self.paths.iter().map(|path| path.weights).sum()
    }

    /// Returns the sum of all weighted products of the numbers x of the left type and y of the right.
    ///
    /// The weights are those of the paths in their order, within a path in row-major order of (u, v, w).
    ///
    /// # Errors
    ///
    /// Another number of numbers than the dimension of the type, or of weights than [`weights`](Self::weights).
    pub fn apply<A: Scalar>(
        &self,
        x: &ArrayRef1<A>,
        y: &ArrayRef1<A>,
        weights: &ArrayRef1<A>,
    ) -> Result<Array1<A>> {
        expect_shape("left factor", &[self.left.dimension()], x.shape())?;
        expect_shape("right factor", &[self.right.dimension()], y.shape())?;
        expect_shape(
            "list of weights of the product",
            &[self.weights()],
            weights.shape(),
        )?;
        let mut out = Array1::zeros(self.to.dimension());
        let mut weights = weights.iter();
        for (path, &tensor) in self.paths.iter().zip(&self.tensors) {
            for a in self.left.starts(path.left.0) {
                for b in self.right.starts(path.right.0) {
                    let mut product = vec![A::zero(); path.to.1.dimension()];
                    for &([i, j, k], value) in &self.coefficients[tensor].entries {
                        product[k] = product[k] + scalar::<A>(value) * x[a + i] * y[b + j];
                    }
                    for c in self.to.starts(path.to.0) {
                        let weight = *weights.next().expect("the number of weights was checked");
                        for (k, &value) in product.iter().enumerate() {
                            out[c + k] = out[c + k] + weight * value;
                        }
                    }
                }
            }
        }
        Ok(out)
    }
}

impl Coefficients {
    /// Returns the coefficients with the factor √(2l₃ + 1).
    fn new(degrees: [usize; 3]) -> Result<Self> {
        let [l1, l2, l3] = degrees;
        let tensor = clebsch_gordan(l1, l2, l3)? * ((2 * l3 + 1) as f64).sqrt();
        let entries = tensor.indexed_iter().filter(|(_, value)| **value != 0.0);
        Ok(Self {
            degrees,
            entries: entries
                .map(|((a, b, c), &value)| ([a, b, c], value))
                .collect(),
        })
    }
}
