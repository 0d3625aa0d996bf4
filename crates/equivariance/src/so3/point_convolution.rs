//! Convolutions over points in space.

use std::collections::BTreeMap;

use ndarray::{Array1, Array2, ArrayRef2};

use super::{MOST_DEGREE, check_degree, spherical_harmonics_up_to};
use crate::finite::check_finite;
use crate::shape::expect_shape;
use crate::{Error, Graph, Irrep, Irreps, Normalization, Result, Scalar, So3Error, TensorProduct};

/// A layer over points in space: each point sums, over its neighbours, weighted products of their features with the spherical
/// harmonics of the direction to them.
///
/// ```text
/// g(i) = Σ f(j) ⊗ Y(x_j − x_i)    over the neighbours j of i
/// ```
///
/// where ⊗ is a [`TensorProduct`] and Y are the harmonics of all degrees up to a highest one, in
/// [`Normalization::Component`]. It commutes with rotations, mirror images and shifts of space, which turn the features by the
/// matrices of their [`Irreps`], and with renaming the points, all up to rounding.
///
/// Of a neighbour only the direction counts. A layer that depends on distances too is a sum of such layers, each with the graph
/// of the pairs at certain distances.
///
/// # Source
///
/// Nathaniel Thomas and others, *Tensor field networks: Rotation- and translation-equivariant neural networks for 3D point clouds*,
/// 2018, <https://doi.org/10.48550/arXiv.1802.08219>.
///
/// # Examples
///
/// From the number 1 at each point: how many neighbours it has, and the sum of the directions to them.
///
/// ```
/// use equivariance::{PointConvolution, Tetromino, radius_graph};
/// use ndarray::{Array2, s};
///
/// let points = Tetromino::Line.points::<f64>();
/// let layer = PointConvolution::of_all_paths("0e".parse()?, 1, |_| true)?;
/// assert_eq!(layer.to().to_string(), "0e + 1o");
/// let features = layer.forward(&radius_graph(&points, 1.1)?, &points, &Array2::ones((4, 1)))?;
/// assert_eq!(features.column(0).to_vec(), [1.0, 2.0, 2.0, 1.0]);
/// assert!((features[[0, 3]] - 3_f64.sqrt()).abs() < 1e-15 && features[[1, 3]].abs() < 1e-15);
/// # Ok::<(), equivariance::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct PointConvolution<A> {
    from: Irreps,
    degree: usize,
    to: Irreps,
    product: TensorProduct,
    weights: Array1<A>,
}

impl<A: Scalar> PointConvolution<A> {
    /// Returns the layer with harmonics up to `degree` and these weights, which are those of
    /// `TensorProduct::new(from, harmonics, to)`, the harmonics being `0e + 1o + 2e + …`.
    ///
    /// # Errors
    ///
    /// A degree above 10, another number of weights, and those of [`TensorProduct::new`].
    pub fn new(from: Irreps, degree: usize, to: Irreps, weights: Array1<A>) -> Result<Self> {
        let product = TensorProduct::new(from.clone(), harmonics(degree)?, to.clone())?;
        expect_shape("list of weights", &[product.weights()], weights.shape())?;
        Ok(Self {
            from,
            degree,
            to,
            product,
            weights,
        })
    }

    /// Returns the layer with harmonics up to `degree` that gives every product of features with harmonics as a feature of its own,
    /// without a choice of weights; of types that are not kept, none.
    ///
    /// The features are sorted by degree, and of one degree the even ones first. Any layer with weights, to the types that are
    /// kept, is this one with a linear map behind it that mixes the features of each type.
    ///
    /// # Errors
    ///
    /// A degree above 10, no type that is kept, and features of more than 1000 dimensions. Products of degrees above 10 are left out.
    pub fn of_all_paths(from: Irreps, degree: usize, keep: impl Fn(Irrep) -> bool) -> Result<Self> {
        let mut counts: BTreeMap<Irrep, usize> = BTreeMap::new();
        for left in from.iter() {
            for right in harmonics(degree)?.iter() {
                for l in 0..=MOST_DEGREE {
                    let product = Irrep::new(l, left.parity().times(right.parity()))?;
                    if left.reaches(right, product) && keep(product) {
                        *counts.entry(product).or_default() += 1;
                    }
                }
            }
        }
        let to = Irreps::new(
            counts
                .iter()
                .map(|(&irrep, &count)| (count, irrep))
                .collect(),
        )?;
        let product = TensorProduct::new(from.clone(), harmonics(degree)?, to.clone())?;
        // Of each path and each irreducible representation on its left one weight is 1, that of the next place in the output.
        let mut weights = Vec::with_capacity(product.weights());
        let mut taken = vec![0; to.terms().len()];
        for path in product.paths() {
            let (places, _) = to.terms()[path.to.0];
            for _ in 0..path.weights / places {
                let place = taken[path.to.0];
                weights.extend((0..places).map(|other| one_if::<A>(other == place)));
                taken[path.to.0] += 1;
            }
        }
        Self::new(from, degree, to, weights.into())
    }

    /// Returns the type of the features that it takes.
    pub fn from(&self) -> &Irreps {
        &self.from
    }

    /// Returns the type of the features that it gives.
    pub fn to(&self) -> &Irreps {
        &self.to
    }

    /// Returns the features of all points after the layer, given the neighbours, the points and the features before it.
    ///
    /// The neighbours are summed from the lowest to the highest. Shapes: points `(n, 3)`, features `(n, from.dimension())` →
    /// `(n, to.dimension())`. A point without neighbours has zeros.
    ///
    /// # Errors
    ///
    /// Arrays of other shapes, a graph with another number of vertices, a coordinate that is not finite, and neighbours at one place.
    pub fn forward(
        &self,
        neighbours: &Graph,
        points: &ArrayRef2<A>,
        features: &ArrayRef2<A>,
    ) -> Result<Array2<A>> {
        check_points(points)?;
        let count = points.nrows();
        expect_shape(
            "list of vertices of the graph",
            &[count],
            &[neighbours.vertices()],
        )?;
        let expected = [count, self.from.dimension()];
        expect_shape("array of features", &expected, features.shape())?;
        let mut output = Array2::zeros((count, self.to.dimension()));
        for (i, mut sum) in output.rows_mut().into_iter().enumerate() {
            for &j in neighbours.neighbours(i) {
                let offset = [0, 1, 2].map(|axis| points[[j, axis]] - points[[i, axis]]);
                if offset == [A::zero(); 3] {
                    let [first, second] = [i.min(j), i.max(j)];
                    return Err(Error::So3(So3Error::PointsCoincide { first, second }));
                }
                let harmonics =
                    spherical_harmonics_up_to(self.degree, offset, Normalization::Component)?;
                let sent = self
                    .product
                    .apply(&features.row(j), &harmonics, &self.weights)?;
                sum.zip_mut_with(&sent, |sum, sent| *sum = *sum + *sent);
            }
        }
        Ok(output)
    }
}

/// Returns the type of the spherical harmonics of all degrees up to this one.
fn harmonics(degree: usize) -> Result<Irreps> {
    check_degree(degree)?;
    let irreps = (0..=degree).map(|l| Ok((1, Irrep::of_harmonics(l)?)));
    Irreps::new(irreps.collect::<Result<_>>()?)
}

fn one_if<A: Scalar>(condition: bool) -> A {
    if condition { A::one() } else { A::zero() }
}

/// Returns an error if the array is not one of points in space, or has a coordinate that is not finite.
pub(super) fn check_points<A: Scalar>(points: &ArrayRef2<A>) -> Result<()> {
    expect_shape("array of points", &[points.nrows(), 3], points.shape())?;
    check_finite("coordinate of the points", points)
}
