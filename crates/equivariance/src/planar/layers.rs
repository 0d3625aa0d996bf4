//! Group convolutions: layers from the plane to a group, within the group, and back to the plane.
//!
//! All of them turn the picture and not the kernel. To turn a kernel is, without rounding, the same; but its products are then
//! summed in another order, and most sums are rounded to other numbers.
//!
//! # Source
//!
//! Taco S. Cohen, Max Welling, *Group Equivariant Convolutional Networks*, ICML 2016, equations 10 and 11,
//! <https://doi.org/10.48550/arXiv.1602.07576>.

use ndarray::{Array1, Array3, Array4, Array5, ArrayRef3, ArrayRef4, Axis, concatenate};

use super::exact_sizes::check_windows;
use super::over_group::sum_in_pairs;
use super::{PointGroup, SquareSymmetry, check_square};
use crate::shape::expect_shape;
use crate::{ConvLayer, FiniteGroup, Options, Result, Scalar};

/// A layer from pictures to maps over the group, one for each of its elements.
///
/// ```text
/// F(o, g) = R_g layer(R_g⁻¹ f)(o)
/// ```
///
/// with `R_g` for the [action](SquareSymmetry::act) on pictures and a [`ConvLayer`] for `layer`. If the picture is turned or
/// mirrored by an element `h`, the maps are moved by [`PointGroup::act`] of `h`, to the last bit:
///
/// ```text
/// R_g layer(R_g⁻¹ R_h f) = R_h R_h⁻¹g layer(R_h⁻¹g⁻¹ f) = (T_h F)(g)
/// ```
///
/// Where the windows lie alike from both ends ([`turns_keep_windows`](super::turns_keep_windows)) the map at `g` is, up to
/// rounding, also the correlation with the kernel turned by `g`. Elsewhere the maps of different elements would be of
/// different places, and the layer refuses.
///
/// ```
/// use equivariance::{LiftingLayer, Options, PointGroup, SquareSymmetry, seeded_noise};
/// use ndarray::Array1;
///
/// let weights = seeded_noise::<f64, _, _>((2, 1, 3, 3), 1) - 0.5;
/// let layer = LiftingLayer::new(PointGroup::C4, weights, Array1::zeros(2), Options::same())?;
/// let picture = seeded_noise((1, 6, 6), 2);
/// let r = SquareSymmetry::QUARTER_TURN;
/// let turned_first = layer.forward(&r.act(&picture)?)?;
/// let turned_last = PointGroup::C4.act(r, &layer.forward(&picture)?)?;
/// assert_eq!(turned_first.shape(), [2, 4, 6, 6]);
/// assert_eq!(turned_first, turned_last);
/// # Ok::<(), equivariance::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct LiftingLayer<A> {
    /// The group.
    pub group: PointGroup,
    /// The kernels, `(c_out, c_in, k, k)`.
    pub weights: Array4<A>,
    /// One number for every output channel, `(c_out,)`, the same at every element of the group.
    pub bias: Array1<A>,
    /// Padding, stride and dilation of both spatial axes.
    pub options: Options,
}

impl<A: Scalar> LiftingLayer<A> {
    /// Returns the layer with these weights, `(c_out, c_in, k, k)`, and this bias.
    ///
    /// # Errors
    ///
    /// Those of [`ConvLayer::new`].
    pub fn new(
        group: PointGroup,
        weights: Array4<A>,
        bias: Array1<A>,
        options: Options,
    ) -> Result<Self> {
        let layer = Self {
            group,
            weights,
            bias,
            options,
        };
        layer.planar()?;
        Ok(layer)
    }

    /// Returns the maps over the group. Shapes: `(c_in, n, n)` → `(c_out, |G|, n′, n′)`.
    ///
    /// # Errors
    ///
    /// Those of [`ConvLayer::forward`], a picture that is not square, and windows that do not lie alike from both ends.
    pub fn forward(&self, input: &ArrayRef3<A>) -> Result<Array4<A>> {
        let layer = self.checked(input.shape())?;
        over_group(self.group, &layer, |inverse| inverse.act(input))
    }

    /// The layer of the plane that is turned, for an input of this shape, which is checked.
    pub(super) fn checked(&self, input: &[usize]) -> Result<ConvLayer<A>> {
        let layer = self.planar()?;
        check_square(input)?;
        check_windows_of(&layer, input)?;
        Ok(layer)
    }

    fn planar(&self) -> Result<ConvLayer<A>> {
        ConvLayer::new(self.weights.clone(), self.bias.clone(), self.options)
    }
}

/// A layer from maps over a group to maps over the group.
///
/// ```text
/// F′(o, g) = R_g layer(T_g⁻¹ F)(o)
/// ```
///
/// with `R_g` and `T_g` for the actions on pictures and on maps over the group. The channels of `layer`, a [`ConvLayer`], are
/// the maps at the elements `u`, for every input channel in order: at `g` they are the maps at `g·u`, turned back. So sums are
/// taken in the order of the relative element `u = g⁻¹·h`, and the law of [`LiftingLayer`] holds to the last bit, by the same
/// proof.
///
/// ```
/// use equivariance::{GroupLayer, Options, PointGroup, SquareSymmetry, seeded_noise};
/// use ndarray::Array1;
///
/// let weights = seeded_noise::<f64, _, _>((2, 3, 8, 3, 3), 1) - 0.5;
/// let layer = GroupLayer::new(PointGroup::D4, weights, Array1::zeros(2), Options::same())?;
/// let maps = seeded_noise((3, 8, 6, 6), 2);
/// let m = SquareSymmetry::MIRROR;
/// let mirrored_first = layer.forward(&PointGroup::D4.act(m, &maps)?)?;
/// let mirrored_last = PointGroup::D4.act(m, &layer.forward(&maps)?)?;
/// assert_eq!(mirrored_first, mirrored_last);
/// # Ok::<(), equivariance::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct GroupLayer<A> {
    /// The group.
    pub group: PointGroup,
    /// The kernels, `(c_out, c_in, |G|, k, k)`; the third axis is that of the relative element, in the order of
    /// [`FiniteGroup::elements`](crate::FiniteGroup::elements).
    pub weights: Array5<A>,
    /// One number for every output channel, `(c_out,)`, the same at every element of the group.
    pub bias: Array1<A>,
    /// Padding, stride and dilation of both spatial axes.
    pub options: Options,
}

impl<A: Scalar> GroupLayer<A> {
    /// Returns the layer with these weights, `(c_out, c_in, |G|, k, k)`, and this bias.
    ///
    /// # Errors
    ///
    /// Those of [`ConvLayer::new`], and weights for another number of elements.
    pub fn new(
        group: PointGroup,
        weights: Array5<A>,
        bias: Array1<A>,
        options: Options,
    ) -> Result<Self> {
        let layer = Self {
            group,
            weights,
            bias,
            options,
        };
        layer.planar()?;
        Ok(layer)
    }

    /// Returns the new maps over the group. Shapes: `(c_in, |G|, n, n)` → `(c_out, |G|, n′, n′)`.
    ///
    /// # Errors
    ///
    /// Those of [`ConvLayer::forward`], an axis of the group with another number of maps, maps that are not square, and
    /// windows that do not lie alike from both ends.
    pub fn forward(&self, input: &ArrayRef4<A>) -> Result<Array4<A>> {
        let layer = self.checked(input.shape())?;
        over_group(self.group, &layer, |inverse| {
            Ok(joined(self.group.act(inverse, input)?))
        })
    }

    /// The layer of the plane that is turned, its input channels the maps of all channels at all elements, for an input of this
    /// shape, which is checked.
    pub(super) fn checked(&self, input: &[usize]) -> Result<ConvLayer<A>> {
        let layer = self.planar()?;
        self.group.check(input)?;
        check_windows_of(&layer, input)?;
        Ok(layer)
    }

    fn planar(&self) -> Result<ConvLayer<A>> {
        let (c_out, c_in, elements, rows, columns) = self.weights.dim();
        let order = self.group.order();
        let expected = [c_out, c_in, order, rows, columns];
        let actual = self.weights.shape();
        expect_shape("array of weights over the group", &expected, actual)?;
        let shape = (c_out, c_in * elements, rows, columns);
        let weights = self.weights.to_shape(shape).expect("as many weights");
        ConvLayer::new(weights.into_owned(), self.bias.clone(), self.options)
    }
}

/// A layer from maps over a group to maps of the plane.
///
/// ```text
/// f(o) = bias(o) + Σ R_g (R_g⁻¹ F(·, g) ⋆ weights(o, ·))   over the elements g
/// ```
///
/// with `⋆` for a [`ConvLayer`] without bias. The sum over the elements is taken in the order of
/// [`sum_over_group`](super::sum_over_group). If the maps are moved by [`PointGroup::act`], the result is turned with them, to
/// the last bit. Under *same* padding, for odd kernels and without biases, it is the adjoint of the [`LiftingLayer`] with the
/// flipped kernels, their channels exchanged.
#[derive(Clone, Debug, PartialEq)]
pub struct ProjectionLayer<A> {
    /// The group.
    pub group: PointGroup,
    /// The kernels, `(c_out, c_in, k, k)`.
    pub weights: Array4<A>,
    /// One number for every output channel, `(c_out,)`.
    pub bias: Array1<A>,
    /// Padding, stride and dilation of both spatial axes.
    pub options: Options,
}

impl<A: Scalar> ProjectionLayer<A> {
    /// Returns the layer with these weights, `(c_out, c_in, k, k)`, and this bias.
    ///
    /// # Errors
    ///
    /// Those of [`ConvLayer::new`].
    pub fn new(
        group: PointGroup,
        weights: Array4<A>,
        bias: Array1<A>,
        options: Options,
    ) -> Result<Self> {
        let layer = Self {
            group,
            weights,
            bias,
            options,
        };
        layer.planar()?;
        Ok(layer)
    }

    /// Returns the maps of the plane. Shapes: `(c_in, |G|, n, n)` → `(c_out, n′, n′)`.
    ///
    /// # Errors
    ///
    /// Those of [`GroupLayer::forward`].
    pub fn forward(&self, input: &ArrayRef4<A>) -> Result<Array3<A>> {
        let layer = self.checked(input.shape())?;
        let elements = self.group.elements().into_iter().enumerate();
        let turned: Result<_> = elements
            .map(|(place, g)| g.act(&layer.forward(&g.inverse().act_at(place, input))?))
            .collect();
        let mut sum = sum_in_pairs(turned?);
        for (mut map, bias) in sum.outer_iter_mut().zip(&self.bias) {
            map.mapv_inplace(|value| value + *bias);
        }
        Ok(sum)
    }

    /// The layer of the plane that is turned, without the bias, for an input of this shape, which is checked.
    pub(super) fn checked(&self, input: &[usize]) -> Result<ConvLayer<A>> {
        let layer = self.planar()?;
        self.group.check(input)?;
        check_windows_of(&layer, input)?;
        Ok(layer)
    }

    fn planar(&self) -> Result<ConvLayer<A>> {
        let layer = ConvLayer::new(self.weights.clone(), self.bias.clone(), self.options)?;
        Ok(ConvLayer {
            bias: Array1::zeros(self.bias.len()),
            ..layer
        })
    }
}

/// The maps `R_g layer(input(g⁻¹))` for every element `g`, `(c_out, |G|, n′, n′)`.
fn over_group<A: Scalar>(
    group: PointGroup,
    layer: &ConvLayer<A>,
    input: impl Fn(SquareSymmetry) -> Result<Array3<A>>,
) -> Result<Array4<A>> {
    let maps = group.elements().into_iter().map(|g| {
        let maps = layer.forward(&input(g.inverse())?)?;
        Ok(g.act(&maps)?.insert_axis(Axis(1)))
    });
    let maps = maps.collect::<Result<Vec<_>>>()?;
    let views: Vec<_> = maps.iter().map(|maps| maps.view()).collect();
    Ok(concatenate(Axis(1), &views).expect("maps of one shape"))
}

/// Checks the windows of a layer over square maps, whose last two axes are these.
fn check_windows_of<A: Scalar>(layer: &ConvLayer<A>, input: &[usize]) -> Result<()> {
    let kernel = &layer.weights.shape()[2..];
    let sizes = input[input.len() - 2..].iter().zip(kernel);
    sizes
        .zip(&layer.options)
        .try_for_each(|((size, kernel), options)| check_windows(*size, *kernel, *options))
}

/// The maps of all channels at all elements, `(c·|G|, n, n)`.
pub(super) fn joined<A: Clone>(maps: Array4<A>) -> Array3<A> {
    let (channels, elements, rows, columns) = maps.dim();
    maps.into_shape_with_order((channels * elements, rows, columns))
        .expect("the layout is standard")
}
