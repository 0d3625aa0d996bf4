//! The kernels that have a name.

use ndarray::{Array1, Array2, aview1, aview2};

use crate::Scalar;
use crate::named::named;
use crate::scalar::scalar;

/// A named kernel of a signal. All have 3 weights but [`Difference`](Kernel1d::Difference), which has 2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kernel1d {
    /// `[-1, 0, 1]`: twice the central difference.
    Derivative,
    /// `[-1, 1]`: the forward difference.
    Difference,
    /// `[1, 1, 1] / 3`: the mean.
    BoxBlur,
    /// `[1, 2, 1] / 4`: binomial weights, which are `[1, 1] / 2` convolved with itself.
    GaussianBlur,
    /// `[-1, 3, -1]`: the signal minus its second difference.
    Sharpen,
    /// `[0, 1, 0]`.
    Identity,
}

named!(Kernel1d, "kernel of a signal", {
    Derivative => "derivative",
    Difference => "difference",
    BoxBlur => "box-blur",
    GaussianBlur => "gaussian-blur",
    Sharpen => "sharpen",
    Identity => "identity",
});

impl Kernel1d {
    /// Returns the weights, in the order in which [`correlate`](crate::correlate) meets the samples.
    pub fn weights<A: Scalar>(self) -> Array1<A> {
        let (weights, divisor): (&[f64], f64) = match self {
            Self::Derivative => (&[-1.0, 0.0, 1.0], 1.0),
            Self::Difference => (&[-1.0, 1.0], 1.0),
            Self::BoxBlur => (&[1.0, 1.0, 1.0], 3.0),
            Self::GaussianBlur => (&[1.0, 2.0, 1.0], 4.0),
            Self::Sharpen => (&[-1.0, 3.0, -1.0], 1.0),
            Self::Identity => (&[0.0, 1.0, 0.0], 1.0),
        };
        aview1(weights).mapv(|weight| scalar::<A>(weight) / scalar(divisor))
    }
}

/// A named kernel of an image, 3×3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kernel2d {
    /// 1 in the middle.
    Identity,
    /// Rising to the right, smoothed by `[1, 2, 1]` down.
    SobelX,
    /// Rising downwards, smoothed by `[1, 2, 1]` across.
    SobelY,
    /// Rising to the right, summed over three rows.
    PrewittX,
    /// Rising downwards, summed over three columns.
    PrewittY,
    /// The four neighbours minus four times the middle.
    Laplacian,
    /// The mean of nine pixels.
    BoxBlur,
    /// The binomial weights `[1, 2, 1] / 4` down and across.
    GaussianBlur,
    /// The image minus its Laplacian.
    Sharpen,
    /// A relief lit along the diagonal.
    Emboss,
}

named!(Kernel2d, "kernel of an image", {
    Identity => "identity",
    SobelX => "sobel-x",
    SobelY => "sobel-y",
    PrewittX => "prewitt-x",
    PrewittY => "prewitt-y",
    Laplacian => "laplacian",
    BoxBlur => "box-blur",
    GaussianBlur => "gaussian-blur",
    Sharpen => "sharpen",
    Emboss => "emboss",
});

impl Kernel2d {
    /// Returns the weights, `(3, 3)`, rows from top to bottom.
    pub fn weights<A: Scalar>(self) -> Array2<A> {
        let (weights, divisor): ([[f64; 3]; 3], f64) = match self {
            Self::Identity => ([[0.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 0.0]], 1.0),
            Self::SobelX => ([[-1.0, 0.0, 1.0], [-2.0, 0.0, 2.0], [-1.0, 0.0, 1.0]], 1.0),
            Self::SobelY => ([[-1.0, -2.0, -1.0], [0.0, 0.0, 0.0], [1.0, 2.0, 1.0]], 1.0),
            Self::PrewittX => ([[-1.0, 0.0, 1.0], [-1.0, 0.0, 1.0], [-1.0, 0.0, 1.0]], 1.0),
            Self::PrewittY => ([[-1.0, -1.0, -1.0], [0.0, 0.0, 0.0], [1.0, 1.0, 1.0]], 1.0),
            Self::Laplacian => ([[0.0, 1.0, 0.0], [1.0, -4.0, 1.0], [0.0, 1.0, 0.0]], 1.0),
            Self::BoxBlur => ([[1.0; 3]; 3], 9.0),
            Self::GaussianBlur => ([[1.0, 2.0, 1.0], [2.0, 4.0, 2.0], [1.0, 2.0, 1.0]], 16.0),
            Self::Sharpen => ([[0.0, -1.0, 0.0], [-1.0, 5.0, -1.0], [0.0, -1.0, 0.0]], 1.0),
            Self::Emboss => ([[-2.0, -1.0, 0.0], [-1.0, 1.0, 1.0], [0.0, 1.0, 2.0]], 1.0),
        };
        aview2(&weights).mapv(|weight| scalar::<A>(weight) / scalar(divisor))
    }

    /// Returns a column and a row whose outer product is the kernel, or none if it has no such factors.
    ///
    /// ```text
    /// weights(i, j) = column(i) · row(j)
    /// ```
    ///
    /// The column acts down, the row across. The product equals [`weights`](Self::weights) exactly, except for the box
    /// blur, where 1/3 · 1/3 may differ from 1/9 in the last bit.
    pub fn factors<A: Scalar>(self) -> Option<(Array1<A>, Array1<A>)> {
        let sum = Array1::from_elem(3, A::one());
        let binomial = || Kernel1d::GaussianBlur.weights::<A>();
        let smooth = || binomial().mapv(|weight| weight * scalar(4.0));
        let derivative = || Kernel1d::Derivative.weights::<A>();
        let same = |factor: Array1<A>| (factor.clone(), factor);
        match self {
            Self::Identity => Some(same(Kernel1d::Identity.weights())),
            Self::SobelX => Some((smooth(), derivative())),
            Self::SobelY => Some((derivative(), smooth())),
            Self::PrewittX => Some((sum, derivative())),
            Self::PrewittY => Some((derivative(), sum)),
            Self::BoxBlur => Some(same(Kernel1d::BoxBlur.weights())),
            Self::GaussianBlur => Some(same(binomial())),
            Self::Laplacian | Self::Sharpen | Self::Emboss => None,
        }
    }
}
