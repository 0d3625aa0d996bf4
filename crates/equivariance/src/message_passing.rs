//! The layer of a network in which each vertex of a graph listens to its neighbours.

use ndarray::{Array1, Array2, ArrayRef2};

use crate::shape::expect_shape;
use crate::{Error, Graph, Result, Scalar};

/// A layer that adds to each vertex of a graph what its neighbours send: message passing.
///
/// It is the layer of sets with *all others* replaced by *the neighbours*. On the complete graph, where all others are neighbours, it
/// is that layer. Renaming the vertices of the graph and of the features renames those of the output.
///
/// # Examples
///
/// ```
/// use equivariance::{Graph, MessageLayer};
/// use ndarray::array;
///
/// let path = Graph::new(3, &[[0, 1], [1, 2]])?;
/// let layer = MessageLayer::new(array![[10.0]], array![[1.0]], array![0.5])?;
/// let output = layer.forward(&path, &array![[1.0, 2.0, 4.0]])?;
/// assert_eq!(output, array![[12.5, 25.5, 42.5]]);
/// # Ok::<(), equivariance::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct MessageLayer<A> {
    own: Array2<A>,
    neighbours: Array2<A>,
    bias: Array1<A>,
}

impl<A: Scalar + std::ops::AddAssign> MessageLayer<A> {
    /// Returns the layer with weights for a vertex itself and for its neighbours, both `(c_out, c_in)`, and a bias `(c_out,)`.
    ///
    /// # Errors
    ///
    /// No channels, and weights or a bias of another shape.
    pub fn new(own: Array2<A>, neighbours: Array2<A>, bias: Array1<A>) -> Result<Self> {
        let shape = own.shape().to_vec();
        if own.is_empty() {
            return Err(Error::EmptyKernel { shape });
        }
        for (what, expected, actual) in [
            (
                "array of weights for neighbours",
                &shape[..],
                neighbours.shape(),
            ),
            ("array of biases", &shape[..1], bias.shape()),
        ] {
            expect_shape(what, expected, actual)?;
        }
        Ok(Self {
            own,
            neighbours,
            bias,
        })
    }

    /// Returns the output of the layer.
    ///
    /// ```text
    /// g(o, v) = bias(o) + Σ own(o, c) f(c, v) + Σ neighbours(o, c) Σ f(c, w)   over the input channels c, the last sum over the neighbours w of v
    /// ```
    ///
    /// Sums are taken in this order, the neighbours from the lowest to the highest. Whole numbers give the exact result as long as no sum reaches
    /// 2⁵³ (2²⁴ in `f32`); else renaming the vertices changes the order of a sum, and with it the rounding. Shapes: `(c_in, n)` → `(c_out, n)`.
    ///
    /// # Errors
    ///
    /// Features of another shape.
    pub fn forward(&self, graph: &Graph, features: &ArrayRef2<A>) -> Result<Array2<A>> {
        let (c_out, c_in) = self.own.dim();
        let expected = [c_in, graph.vertices()];
        expect_shape("array of features", &expected, features.shape())?;
        let heard = Array2::from_shape_fn(expected, |(c, v)| {
            let neighbours = graph.neighbours(v).iter();
            neighbours.fold(A::zero(), |sum, w| sum + features[[c, *w]])
        });
        Ok(Array2::from_shape_fn(
            [c_out, graph.vertices()],
            |(o, v)| {
                let mut sum = self.bias[o];
                for (weights, values) in [(&self.own, features), (&self.neighbours, &*heard)] {
                    for c in 0..c_in {
                        sum += weights[[o, c]] * values[[c, v]];
                    }
                }
                sum
            },
        ))
    }
}
