//! The convolution on a mesh that does not depend on the frames.

use ndarray::{Array1, Array2, ArrayRef1, ArrayRef2, ArrayView1, Ix2};

use crate::scalar::{double, scalar};
use crate::shape::expect_shape;
use crate::window::filled;
use crate::{Frames, LieRepresentation, Result, Scalar, So2Representation, centre_kernels};

/// A convolution of features on a mesh: what a vertex has itself, and what its neighbours send.
///
/// ```text
/// g(p) = Kₛ f(p) + Σ K(θ) ρ(g) f(q)    over the neighbours q of p
/// ```
///
/// where θ is the direction and g the transport of the [neighbour](crate::Neighbour). The features at a vertex are turned by ρ = `from` and ρ′ = `to` when its frame is turned.
/// For the output not to depend on the frames Kₛ must commute with all turns, and K must obey K(θ + φ) = ρ′(φ) K(θ) ρ(−φ). The second says that K(0) is any matrix, and
///
/// ```text
/// K(θ) = ρ′(θ) K(0) ρ(−θ)
/// ```
///
/// so K(0) is what the layer holds. It acts in a frame that points to the neighbour. One ring of neighbours has thus as many weights as K(0) has entries, (2N + 1)(2N′ + 1) for all frequencies
/// up to N and up to N′, and the vertex itself 2 min(N, N′) + 1. Any other matrices that obey the constraint at every angle are of this form.
///
/// # Examples
///
/// From one number at each vertex to a vector: each neighbour draws with the strength of its number. On an icosahedron with the same number everywhere they draw to all sides alike.
///
/// ```
/// use equivariance::{Frames, GaugeConvolution, So2Representation, TriangleMesh};
/// use ndarray::{Array1, Array2, array};
///
/// let (numbers, vectors) = (So2Representation::new(&[0])?, So2Representation::new(&[1])?);
/// let towards = array![[1.0], [0.0]];
/// let layer = GaugeConvolution::new(numbers, vectors, Array1::zeros(0), towards)?;
///
/// let solid = TriangleMesh::icosahedron();
/// let frames = Frames::new(&solid, &[0.0; 12])?;
/// let output = layer.forward(&frames, &Array2::ones((1, 12)))?;
/// assert!(output.iter().all(|component: &f64| component.abs() < 1e-14));
/// # Ok::<(), equivariance::Error>(())
/// ```
///
/// # Source
///
/// Pim de Haan, Maurice Weiler, Taco Cohen, Max Welling, *Gauge Equivariant Mesh CNNs: Anisotropic convolutions on geometric graphs*, ICLR
/// 2021, <https://doi.org/10.48550/arXiv.2003.05425>.
#[derive(Clone, Debug)]
pub struct GaugeConvolution<A> {
    from: So2Representation,
    to: So2Representation,
    own: Array2<A>,
    neighbours: Array2<A>,
}

impl<A: Scalar + std::ops::AddAssign> GaugeConvolution<A> {
    /// Returns the layer between features of two types, with a weight for each of [`centre_kernels`], which are summed to Kₛ, and with the matrix K(0), of shape
    /// `(to.dimension(), from.dimension())`.
    ///
    /// # Errors
    ///
    /// Another number of weights, a matrix of another shape, and the errors of [`centre_kernels`].
    pub fn new(
        from: So2Representation,
        to: So2Representation,
        own: Array1<A>,
        neighbours: Array2<A>,
    ) -> Result<Self> {
        let basis = centre_kernels(&from, &to)?;
        expect_shape("list of own weights", &[basis.len()], own.shape())?;
        let shape = [to.dimension(), from.dimension()];
        expect_shape("matrix for neighbours", &shape, neighbours.shape())?;
        let mut sum = Array2::from_elem(shape, A::zero());
        for (weight, kernel) in own.iter().zip(&basis) {
            sum.zip_mut_with(kernel, |sum, entry| *sum += *weight * scalar(*entry));
        }
        Ok(Self {
            from,
            to,
            own: sum,
            neighbours,
        })
    }

    /// Returns the output of the layer, in the frames in which the features are given.
    ///
    /// In other frames the output has the components that [`in_turned_frames`](crate::in_turned_frames) returns, up to rounding
    /// ([`frame_error_bound`](Self::frame_error_bound)).
    ///
    /// Products are rounded, then added over the columns of a matrix, then over the vertex itself and its neighbours in their order.
    /// Shapes: `(from.dimension(), vertices)` → `(to.dimension(), vertices)`.
    ///
    /// # Errors
    ///
    /// Features of another shape, and an output that no array can hold.
    pub fn forward(&self, frames: &Frames, features: &ArrayRef2<A>) -> Result<Array2<A>> {
        let expected = [self.from.dimension(), frames.vertices()];
        expect_shape("array of features", &expected, features.shape())?;
        let mut output = filled(Ix2(self.to.dimension(), frames.vertices()), A::zero())?;
        for (vertex, mut sum) in output.columns_mut().into_iter().enumerate() {
            sum += &product(&self.own, &features.column(vertex));
            for neighbour in frames.neighbours(vertex).unwrap_or_default() {
                // K(θ) ρ(g) = ρ′(θ) K(0) ρ(g − θ)
                let angle = neighbour.transport - neighbour.angle;
                let seen = self.from.act(angle, &features.column(neighbour.vertex))?;
                let sent = product(&self.neighbours, &seen);
                sum += &self.to.act(neighbour.angle, &sent)?;
            }
        }
        Ok(output)
    }

    /// Returns a bound on how much the output in any two choices of frames differs by rounding, once both are expressed in the same:
    ///
    /// ```text
    /// (d + k + 100 (1 + N + N′) κ) ε max (|Kₛ| |f(p)| + |K(0)| Σ |f(q)|)    over the vertices p, the sum over the neighbours q
    /// ```
    ///
    /// for d = `from.dimension()`, at most k neighbours, the highest frequencies N of the input and N′ of the output, [κ](Frames::condition) of the mesh, Frobenius norms, and ε the distance
    /// from 1 to the next number of `A`. Directions and transports are of double precision, and what rounding does to them once is what the second term is about. To the first order in ε.
    ///
    /// # Errors
    ///
    /// Features of another shape.
    pub fn frame_error_bound(&self, frames: &Frames, features: &ArrayRef2<A>) -> Result<f64> {
        let expected = [self.from.dimension(), frames.vertices()];
        expect_shape("array of features", &expected, features.shape())?;
        let sizes: Vec<f64> = features.columns().into_iter().map(norm).collect();
        let (own, towards) = (norm(&self.own), norm(&self.neighbours));
        let (mut largest, mut most) = (0.0_f64, 0);
        for (vertex, size) in sizes.iter().enumerate() {
            let around = frames.neighbours(vertex).unwrap_or_default();
            let sent: f64 = around.iter().map(|neighbour| sizes[neighbour.vertex]).sum();
            largest = largest.max(own * size + towards * sent);
            most = most.max(around.len());
        }
        let highest = self.from.highest_frequency() + self.to.highest_frequency();
        let angles = 100.0 * (1 + highest) as f64 * frames.condition();
        let sums = (self.from.dimension() + most) as f64;
        Ok((sums + angles) * double(A::epsilon()) * largest)
    }
}

/// Returns the square root of the sum of the squares.
fn norm<'a, A: Scalar + 'a>(values: impl IntoIterator<Item = &'a A>) -> f64 {
    let squares = values
        .into_iter()
        .map(|value| double(*value) * double(*value));
    squares.sum::<f64>().sqrt()
}

/// Returns the product of a matrix with a vector, each sum in the order of the columns.
fn product<A: Scalar>(matrix: &ArrayRef2<A>, vector: &ArrayRef1<A>) -> Array1<A> {
    let row = |weights: ArrayView1<'_, A>| {
        let products = weights.into_iter().zip(vector);
        products.fold(A::zero(), |sum, (weight, value)| sum + *weight * *value)
    };
    matrix.outer_iter().map(row).collect()
}
