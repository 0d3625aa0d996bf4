//! The layer of a network on sets, relations or tensors of any order.

use ndarray::{Array, Array2, Array3, ArrayRef, Axis, Dimension};

use crate::shape::expect_shape;
use crate::tensor_maps::{apply, dimension};
use crate::window::filled;
use crate::{Classes, Error, Partition, Result, Scalar, partitions};

/// A layer from tensors of order k to tensors of order l over a set of points, with channels, that commutes with every permutation of the points.
///
/// It has a weight for each [`Partition`] of the l + k indices, the l of the output first, for every pair of channels, and a bias for each
/// partition of the l indices of the output. Its maps are those of [`Classes::Free`], so the same weights hold for any number of
/// points. Of order 1 → 1 it is the layer of sets, λ f + μ Σ f + b, with 2 weights and 1 bias; of order 2 → 2 that of
/// [relations](crate::PairMap), with 15 weights and 2 biases; of order 2 → 0 it reads an invariant from a relation, with 2 weights, those of the trace and
/// of the total, and 1 bias. Over fewer than k + l points some of the maps are combinations of others; the layer commutes with permutations all the same.
///
/// # Examples
///
/// ```
/// use equivariance::TensorLayer;
/// use ndarray::{Array2, array};
///
/// let sets = TensorLayer::new((1, 1), array![[[2.0, 1.0]]], array![[0.5]])?;
/// let output: Array2<f64> = sets.forward(&array![[1.0, 3.0]])?;
/// assert_eq!(output, array![[6.5, 10.5]]);
/// # Ok::<(), equivariance::Error>(())
/// ```
///
/// # Source
///
/// Manzil Zaheer and others, *Deep Sets*, NeurIPS 2017, <https://doi.org/10.48550/arXiv.1703.06114>, for order 1 → 1; Haggai Maron and
/// others, *Invariant and Equivariant Graph Networks*, ICLR 2019, <https://doi.org/10.48550/arXiv.1812.09902>, for any order.
#[derive(Clone, Debug, PartialEq)]
pub struct TensorLayer<A> {
    from: usize,
    to: usize,
    weights: Array3<A>,
    bias: Array2<A>,
    /// The partitions that the weights stand for, and those of the biases.
    maps: Vec<Partition>,
    constants: Vec<Partition>,
}

impl<A: Scalar + std::ops::AddAssign> TensorLayer<A> {
    /// Returns the layer of an order `(from, to)`, with weights `(c_out, c_in, partitions of to + from indices)` and biases
    /// `(c_out, partitions of to indices)`, both in the order of [`partitions`].
    ///
    /// # Errors
    ///
    /// Inputs of order 0, which tell no number of points; orders that add up to more than 10; no channels; weights or biases of another shape.
    pub fn new((from, to): (usize, usize), weights: Array3<A>, bias: Array2<A>) -> Result<Self> {
        if from == 0 {
            return Err(Error::NoIndex);
        }
        let positions = from.saturating_add(to);
        let maps = partitions(positions, positions)?;
        let constants = partitions(to, to)?;
        let (c_out, c_in, _) = weights.dim();
        if c_out == 0 || c_in == 0 {
            let shape = weights.shape().to_vec();
            return Err(Error::EmptyKernel { shape });
        }
        for (what, expected, actual) in [
            (
                "array of weights",
                vec![c_out, c_in, maps.len()],
                weights.shape(),
            ),
            (
                "array of biases",
                vec![c_out, constants.len()],
                bias.shape(),
            ),
        ] {
            expect_shape(what, &expected, actual)?;
        }
        Ok(Self {
            from,
            to,
            weights,
            bias,
            maps,
            constants,
        })
    }

    /// Returns the output of the layer.
    ///
    /// ```text
    /// g(o) = Σ bias(o, q) 1(q) + Σ weights(o, c, p) map(p, f(c))   over the partitions q, the input channels c and the partitions p
    /// ```
    ///
    /// where `1(q)` is 1 at the indices that are equal within the classes of `q`, else 0. Products are rounded, then added in the order of the
    /// formula to the bias. Whole numbers give the exact result, as long as no sum reaches 2⁵³ (2²⁴ in `f32`), so the layer
    /// then commutes with permutations to the last bit. Else it commutes up to rounding, since a permutation changes the order within the sums: both sides differ by
    /// at most 2 t ε / (1 − t ε) times the output of the same layer with the absolute values of its weights, biases and input, where t = nᵏ + p c_in + q is at least the number of additions and
    /// products that a term goes through, p and q count the partitions, and ε is half the distance from 1 to the next number. Shapes: `(c_in, n, …)` → `(c_out, n, …)`.
    ///
    /// # Errors
    ///
    /// An input that has not `c_in` channels, or not `from` further axes of one length that is at least 1; an output whose type has not 1 + `to` axes, and
    /// one that no array can hold.
    pub fn forward<D: Dimension, E: Dimension>(
        &self,
        input: &ArrayRef<A, D>,
    ) -> Result<Array<A, E>> {
        let (c_out, c_in, _) = self.weights.dim();
        if input.ndim() != 1 + self.from {
            return Err(Error::DimensionMismatch {
                what: "input",
                expected: 1 + self.from,
                actual: input.ndim(),
            });
        }
        let n = input.shape()[1];
        if n == 0 {
            return Err(Error::NoPoints);
        }
        let shape = |channels, order| [vec![channels], vec![n; order]].concat();
        expect_shape("input", &shape(c_in, self.from), input.shape())?;
        let mut output: Array<A, E> = filled(dimension(&shape(c_out, self.to))?, A::zero())?;
        let term = |partition, input: &[A]| apply(partition, n, self.to, Classes::Free, input);
        // What the biases and weights of every output channel multiply.
        let mut terms: Vec<Vec<A>> = self
            .constants
            .iter()
            .map(|q| term(q, &[A::one()]))
            .collect();
        let input: Vec<A> = input.iter().copied().collect();
        for channel in input.chunks(input.len() / c_in) {
            terms.extend(self.maps.iter().map(|p| term(p, channel)));
        }
        let size = output.len() / c_out;
        for (at, sum) in output.iter_mut().enumerate() {
            let (o, place) = (at / size, at % size);
            let weights = self.weights.index_axis(Axis(0), o);
            let factors = self.bias.row(o).into_iter().chain(weights);
            *sum = factors
                .zip(&terms)
                .fold(A::zero(), |sum, (factor, term)| sum + *factor * term[place]);
        }
        Ok(output)
    }
}
