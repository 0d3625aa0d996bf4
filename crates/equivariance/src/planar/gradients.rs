//! The gradients of the group layers, by way of those of the layer of the plane that is turned.
//!
//! What the elements of the group contribute is added in the order of [`sum_over_group`](super::sum_over_group). So the
//! gradients obey the law as well: if an input and the gradient by its output are moved by an element of the group, the
//! gradient by the input moves with them and those by weights and bias stay, to the last bit. A network of such layers that is
//! trained on turned pictures becomes the same network.

use ndarray::{Array1, Array3, Array4, ArrayRef3, ArrayRef4, Axis, Ix4, Ix5};

use super::layers::joined;
use super::over_group::sum_in_pairs;
use super::{GroupLayer, LiftingLayer, PointGroup, ProjectionLayer, SquareSymmetry};
use crate::gradients::in_standard_layout;
use crate::scalar::scalar;
use crate::window::filled;
use crate::{FiniteGroup, LayerGradients, Result, Scalar};

/// The gradients of a loss by what the output of a [`ProjectionLayer`] is computed from.
#[derive(Clone, Debug, PartialEq)]
pub struct ProjectionGradients<A> {
    /// By the input, `(c_in, |G|, n, n)`.
    pub input: Array4<A>,
    /// By the weights, `(c_out, c_in, k, k)`.
    pub weights: Array4<A>,
    /// By the bias, `(c_out,)`.
    pub bias: Array1<A>,
}

impl<A: Scalar> LiftingLayer<A> {
    /// Returns its parameters, to be changed: the weights in row-major order, then the bias.
    pub fn parameters(&mut self) -> [&mut [A]; 2] {
        in_standard_layout(&mut self.weights, &mut self.bias)
    }

    /// Returns the gradients of a loss by the input, the weights and the bias of the layer, where `output_gradient` is that by
    /// the output of [`forward`](Self::forward).
    ///
    /// Each is a sum over the elements `g`, in the order of [`sum_over_group`](super::sum_over_group), of what
    /// [`ConvLayer::gradients`](crate::ConvLayer::gradients) gives for the picture and the gradient turned by `g⁻¹`; that by the input is turned by `g`
    /// again. Shapes: `(c_in, n, n)`, `(c_out, |G|, n′, n′)` → those of input, weights and bias.
    ///
    /// # Errors
    ///
    /// Those of [`forward`](Self::forward), and an `output_gradient` of another shape than its output.
    pub fn gradients(
        &self,
        input: &ArrayRef3<A>,
        output_gradient: &ArrayRef4<A>,
    ) -> Result<LayerGradients<A, Ix4>> {
        let (weights, bias) = self.parameter_gradients(input, output_gradient)?;
        let layer = self.checked(input.shape())?;
        let terms = each(self.group, output_gradient, |g, gradient| {
            g.act(&layer.input_gradient(input.raw_dim(), &gradient)?)
        });
        Ok(LayerGradients {
            input: sum_in_pairs(terms?),
            weights,
            bias,
        })
    }

    /// Returns what [`gradients`](Self::gradients) does by the weights and by the bias: all that the first layer of a network
    /// needs.
    ///
    /// # Errors
    ///
    /// Those of [`gradients`](Self::gradients).
    pub fn parameter_gradients(
        &self,
        input: &ArrayRef3<A>,
        output_gradient: &ArrayRef4<A>,
    ) -> Result<(Array4<A>, Array1<A>)> {
        let layer = self.checked(input.shape())?;
        let terms = each(self.group, output_gradient, |g, gradient| {
            layer.parameter_gradients(&g.inverse().act(input)?, &gradient)
        });
        let (weights, bias) = terms?.into_iter().unzip();
        Ok((sum_in_pairs(weights), sum_in_pairs(bias)))
    }
}

impl<A: Scalar> GroupLayer<A> {
    /// Returns its parameters, to be changed: the weights in row-major order, then the bias.
    pub fn parameters(&mut self) -> [&mut [A]; 2] {
        in_standard_layout(&mut self.weights, &mut self.bias)
    }

    /// Returns the gradients of a loss by the input, the weights and the bias of the layer, where `output_gradient` is that by
    /// the output of [`forward`](Self::forward).
    ///
    /// Each is a sum over the elements `g`, in the order of [`sum_over_group`](super::sum_over_group), of what
    /// [`ConvLayer::gradients`](crate::ConvLayer::gradients) gives for the maps and the gradient moved by `g⁻¹`; that by the input is moved by `g` again.
    /// Shapes: `(c_in, |G|, n, n)`, `(c_out, |G|, n′, n′)` → those of input, weights and bias.
    ///
    /// # Errors
    ///
    /// Those of [`forward`](Self::forward), and an `output_gradient` of another shape than its output.
    pub fn gradients(
        &self,
        input: &ArrayRef4<A>,
        output_gradient: &ArrayRef4<A>,
    ) -> Result<LayerGradients<A, Ix5>> {
        let layer = self.checked(input.shape())?;
        let terms = each(self.group, output_gradient, |g, gradient| {
            let maps = joined(self.group.act(g.inverse(), input)?);
            let gradients = layer.gradients(&maps, &gradient)?;
            let by_input = gradients.input.into_shape_with_order(input.raw_dim());
            let by_input = self.group.act(g, &by_input.expect("as many samples"))?;
            Ok((by_input, (gradients.weights, gradients.bias)))
        });
        let (by_input, parameters): (_, Vec<_>) = terms?.into_iter().unzip();
        let (weights, bias) = parameters.into_iter().unzip();
        let weights = sum_in_pairs(weights).into_shape_with_order(self.weights.raw_dim());
        Ok(LayerGradients {
            input: sum_in_pairs(by_input),
            weights: weights.expect("as many weights"),
            bias: sum_in_pairs(bias),
        })
    }
}

impl<A: Scalar> ProjectionLayer<A> {
    /// Returns its parameters, to be changed: the weights in row-major order, then the bias.
    pub fn parameters(&mut self) -> [&mut [A]; 2] {
        in_standard_layout(&mut self.weights, &mut self.bias)
    }

    /// Returns the gradients of a loss by the input, the weights and the bias of the layer, where `output_gradient` is that by
    /// the output of [`forward`](Self::forward).
    ///
    /// That by the weights is a sum over the elements `g`, in the order of [`sum_over_group`](super::sum_over_group), of what
    /// [`ConvLayer::gradients`](crate::ConvLayer::gradients) gives for the map at `g` and the gradient, both turned by `g⁻¹`; that by the bias is the mean
    /// over the elements of the sum of the turned gradient, so that no turn changes a bit of it. Shapes: `(c_in, |G|, n, n)`,
    /// `(c_out, n′, n′)` → those of input, weights and bias.
    ///
    /// # Errors
    ///
    /// Those of [`forward`](Self::forward), and an `output_gradient` of another shape than its output.
    pub fn gradients(
        &self,
        input: &ArrayRef4<A>,
        output_gradient: &ArrayRef3<A>,
    ) -> Result<ProjectionGradients<A>> {
        let layer = self.checked(input.shape())?;
        let mut by_input = filled(input.raw_dim(), A::zero())?;
        let (mut weights, mut bias) = (Vec::new(), Vec::new());
        for (place, g) in self.group.elements().into_iter().enumerate() {
            let back = g.inverse();
            let maps = back.act_at(place, input);
            let gradients = layer.gradients(&maps, &back.act(output_gradient)?)?;
            by_input
                .index_axis_mut(Axis(1), place)
                .assign(&g.act(&gradients.input)?);
            weights.push(gradients.weights);
            bias.push(gradients.bias);
        }
        let count: A = scalar(self.group.order() as f64);
        Ok(ProjectionGradients {
            input: by_input,
            weights: sum_in_pairs(weights),
            bias: sum_in_pairs(bias).mapv_into(|sum| sum / count),
        })
    }
}

/// What a function gives for every element `g` and the maps at `g`, `(c, n, n)`, turned by `g⁻¹`.
fn each<A: Scalar, T>(
    group: PointGroup,
    maps: &ArrayRef4<A>,
    value: impl Fn(SquareSymmetry, Array3<A>) -> Result<T>,
) -> Result<Vec<T>> {
    group.check(maps.shape())?;
    let elements = group.elements().into_iter().enumerate();
    elements
        .map(|(place, g)| value(g, g.inverse().act_at(place, maps)))
        .collect()
}
