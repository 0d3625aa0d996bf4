//! The fully connected layer.

use ndarray::{Array1, Array2, ArrayRef1};

use crate::shape::expect_shape;
use crate::{Result, Scalar};

/// A fully connected layer: any matrix, and a bias. It commutes with no shift, unless its weights happen to be so.
///
/// ```
/// use equivariance::Dense;
/// use ndarray::array;
///
/// let layer = Dense::new(array![[1.0, 2.0, 3.0], [0.0, 1.0, 0.0]], array![0.5, 0.0])?;
/// assert_eq!(layer.forward(&array![1.0, 1.0, 2.0])?, array![9.5, 1.0]);
/// # Ok::<(), equivariance::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Dense<A> {
    /// The matrix, `(outputs, inputs)`.
    pub weights: Array2<A>,
    /// One number for every output.
    pub bias: Array1<A>,
}

/// The gradients of a loss by what the output of a [`Dense`] layer is computed from.
#[derive(Clone, Debug, PartialEq)]
pub struct DenseGradients<A> {
    /// By the input, `(inputs,)`.
    pub input: Array1<A>,
    /// By the weights, `(outputs, inputs)`.
    pub weights: Array2<A>,
    /// By the bias, `(outputs,)`.
    pub bias: Array1<A>,
}

impl<A: Scalar> Dense<A> {
    /// Returns the layer with this matrix, `(outputs, inputs)`, and this bias.
    ///
    /// # Errors
    ///
    /// A bias that has not one number for every output.
    pub fn new(weights: Array2<A>, bias: Array1<A>) -> Result<Self> {
        let layer = Self { weights, bias };
        layer.check()?;
        Ok(layer)
    }

    /// Returns its parameters, to be changed: the weights in row-major order, then the bias.
    pub fn parameters(&mut self) -> [&mut [A]; 2] {
        crate::gradients::in_standard_layout(&mut self.weights, &mut self.bias)
    }

    /// Returns the product of the matrix with the input, and the bias added: each output is one chain of additions, from its
    /// bias over the inputs in order.
    ///
    /// # Errors
    ///
    /// An input with another number of elements than the weights have columns, and those of [`new`](Self::new).
    pub fn forward(&self, input: &ArrayRef1<A>) -> Result<Array1<A>> {
        self.check()?;
        expect_shape("input", &[self.weights.ncols()], input.shape())?;
        let input = input.as_standard_layout();
        let rows = self.weights.rows().into_iter().zip(&self.bias);
        let output = rows.map(|(row, bias)| {
            let products = row.into_iter().zip(&input);
            products.fold(*bias, |sum, (weight, sample)| sum + *weight * *sample)
        });
        Ok(output.collect())
    }

    /// Returns the gradients of a loss by input, weights and bias, where `output_gradient` is that by the output.
    ///
    /// ```text
    /// ∂ℓ/∂x = Wᵀ g      ∂ℓ/∂W = g xᵀ      ∂ℓ/∂b = g
    /// ```
    ///
    /// Sums start from 0 and take the outputs in order.
    ///
    /// # Errors
    ///
    /// Those of [`forward`](Self::forward), and an `output_gradient` of another length than its output.
    pub fn gradients(
        &self,
        input: &ArrayRef1<A>,
        output_gradient: &ArrayRef1<A>,
    ) -> Result<DenseGradients<A>> {
        self.check()?;
        expect_shape("input", &[self.weights.ncols()], input.shape())?;
        let shape = output_gradient.shape();
        expect_shape("gradient by the output", self.bias.shape(), shape)?;
        let mut by_input = Array1::zeros(input.len());
        for (row, g) in self.weights.rows().into_iter().zip(output_gradient) {
            by_input.zip_mut_with(&row, |sum, weight| *sum = *sum + *weight * *g);
        }
        let mut by_weights = Array2::zeros(self.weights.dim());
        for (mut row, g) in by_weights.rows_mut().into_iter().zip(output_gradient) {
            row.zip_mut_with(input, |value, sample| *value = *g * *sample);
        }
        Ok(DenseGradients {
            input: by_input,
            weights: by_weights,
            bias: output_gradient.to_owned(),
        })
    }

    fn check(&self) -> Result<()> {
        expect_shape("bias", &[self.weights.nrows()], self.bias.shape())
    }
}
