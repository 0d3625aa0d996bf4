//! What stands between layers and commutes with the turns of the plane: by norms, by gates, or nearly, by samples.

use std::f64::consts::TAU;

use ndarray::{Array, Array2, ArrayRef, Axis, RemoveAxis};

use super::So2Representation;
use crate::scalar::{double, scalar};
use crate::shape::{expect_axis, expect_shape};
use crate::{Error, Result, Scalar, So2Error, relu};

/// The largest number of samples of a circle.
const MOST_SAMPLES: usize = 1 << 12;

/// Returns the features with the length of each vector changed by a ReLU after a bias, and their directions as they are:
///
/// ```text
/// v ↦ max(|v| + bias, 0) v / |v|    for a part of frequency 1 or more,
/// x ↦ max(x + bias, 0)              for a part of frequency 0,
/// ```
///
/// with one bias for each irreducible part, in order, and 0 for v = 0. The first axis of `features` is that of the
/// representation; further axes are places, at which all happens alike.
///
/// A turn leaves lengths as they are, so this commutes with every turn up to rounding: both sides differ by at most
/// 16 (m + 1) ε (|v| + |bias|) in each part of frequency m, where ε is the distance from 1 to the next number, and nothing
/// overflows or underflows.
///
/// # Errors
///
/// Another number of biases than irreducible parts, and features whose first axis is not that of the representation.
///
/// # Source
///
/// Daniel E. Worrall and others, *Harmonic Networks: Deep Translation and Rotation Equivariance*, CVPR 2017,
/// <https://doi.org/10.48550/arXiv.1612.04642>.
///
/// # Examples
///
/// ```
/// use equivariance::{So2Representation, norm_relu};
/// use ndarray::array;
///
/// let vectors = So2Representation::new(&[1])?;
/// assert_eq!(norm_relu(&vectors, &array![3.0, 4.0], &[-2.5])?, array![1.5, 2.0]);
/// assert_eq!(norm_relu(&vectors, &array![3.0, 4.0], &[-7.0])?, array![0.0, 0.0]);
/// # Ok::<(), equivariance::Error>(())
/// ```
pub fn norm_relu<A: Scalar, D: RemoveAxis>(
    representation: &So2Representation,
    features: &ArrayRef<A, D>,
    bias: &[A],
) -> Result<Array<A, D>> {
    representation.check_features(features)?;
    let parts = representation.frequencies().len();
    expect_shape("list of biases", &[parts], &[bias.len()])?;
    let mut output = features.to_owned();
    for ((first, frequency), &bias) in representation.parts().zip(bias) {
        if frequency == 0 {
            let mut part = output.index_axis_mut(Axis(0), first);
            part.mapv_inplace(|value| positive(value + bias));
            continue;
        }
        map_part(&mut output, first, |vector| {
            let [x, y] = vector.map(double);
            let length: A = scalar(libm::hypot(x, y));
            if length == A::zero() {
                return [A::zero(); 2];
            }
            let new_length = positive(length + bias);
            let factor = new_length / length;
            // The factor of a very short vector overflows, but not its direction.
            vector.map(|part| match factor.is_infinite() {
                true => part / length * new_length,
                false => part * factor,
            })
        });
    }
    Ok(output)
}

/// Returns the features with each vector multiplied by a gate, a number between 0 and 1:
///
/// ```text
/// v ↦ v / (1 + exp(−gate))    for a part of frequency 1 or more,
/// x ↦ max(x, 0)               for a part of frequency 0.
/// ```
///
/// The gates are scalars, which a turn leaves as they are: further channels of frequency 0 that the layer before computes. They have the shape of the
/// features, with one number for each part of frequency 1 or more on the first axis, in order.
///
/// It commutes with every turn up to rounding: both sides differ by at most 16 (m + 1) ε |v| in each part of frequency m, where ε is
/// the distance from 1 to the next number, and nothing overflows or underflows.
///
/// # Errors
///
/// Gates of another shape, and features whose first axis is not that of the representation.
///
/// # Source
///
/// Maurice Weiler and others, *3D Steerable CNNs: Learning Rotationally Equivariant Features in Volumetric Data*, NeurIPS 2018,
/// <https://doi.org/10.48550/arXiv.1807.02547>.
///
/// # Examples
///
/// ```
/// use equivariance::{So2Representation, gated};
/// use ndarray::array;
///
/// let scalar_and_vector = So2Representation::new(&[0, 1])?;
/// let output = gated(&scalar_and_vector, &array![-5.0, 3.0, 4.0], &array![0.0])?;
/// assert_eq!(output, array![0.0, 1.5, 2.0]);
/// # Ok::<(), equivariance::Error>(())
/// ```
pub fn gated<A: Scalar, D: RemoveAxis>(
    representation: &So2Representation,
    features: &ArrayRef<A, D>,
    gates: &ArrayRef<A, D>,
) -> Result<Array<A, D>> {
    let mut expected = representation.check_features(features)?;
    expected[0] = representation.parts().filter(|(_, m)| *m > 0).count();
    expect_shape("array of gates", &expected, gates.shape())?;
    let mut output = features.to_owned();
    let mut gates = gates.outer_iter();
    for (first, frequency) in representation.parts() {
        if frequency == 0 {
            let mut part = output.index_axis_mut(Axis(0), first);
            part.mapv_inplace(positive);
            continue;
        }
        let gates = gates.next().expect("one for each such part");
        let mut gates = gates.iter();
        map_part(&mut output, first, |vector| {
            let gate = double(*gates.next().expect("one for each place"));
            let factor: A = scalar(1.0 / (1.0 + libm::exp(-gate)));
            vector.map(|part| part * factor)
        });
    }
    Ok(output)
}

/// The ReLU of functions on a circle that are known by their harmonics: they are sampled at equal angles, each sample goes
/// through a ReLU, and the samples are made harmonics again.
///
/// The features are functions of frequencies up to a band B,
///
/// ```text
/// f(t) = a₀ + Σ aₘ cos m t + bₘ sin m t,    m = 1, …, B,
/// ```
///
/// each by the 2 B + 1 numbers a₀, a₁, b₁, …, on which the turns act by the frequencies 0, 1, …, B. With t_j = 2π j / N the answer
/// is
///
/// ```text
/// a₀ = 1/N Σ_j g_j,    aₘ = 2/N Σ_j g_j cos m t_j,    bₘ = 2/N Σ_j g_j sin m t_j,    g_j = max(f(t_j), 0).
/// ```
///
/// It commutes with the turns by multiples of 2π/N up to rounding, since they exchange the samples, and with all other turns
/// approximately. The ReLU makes harmonics of every frequency, and N samples take the harmonic l for k where l − k is a
/// multiple of N. Since max(f, 0) = f/2 + |f|/2 and f itself is sampled without loss, only harmonics of |f| do harm; they
/// fall as 1/l². What is known beyond that:
///
/// - For f = a cos(m t − φ), turns change the mean a₀ by at most a tan(π / 2 n) / n, and by so much if all turns are tried.
///   Here n is N / gcd(m, N), the number of different phases of the samples, or twice that if it is odd.
/// - Where all frequencies of f are odd, f changes its sign after half a turn. Then an odd N gives the same outputs of even frequency as 2 N
///   does, and an even N gives the outputs of odd frequency without error.
/// - With an offset below the amplitude, or with frequencies of both parities, neither is better in general.
///
/// # Source
///
/// Daniel Franzen, Michael Wand, *General Nonlinearities in SO(2)-Equivariant CNNs*, NeurIPS 2021,
/// <https://doi.org/10.48550/arXiv.2109.06861>.
///
/// # Examples
///
/// ```
/// use equivariance::SampledRelu;
/// use ndarray::array;
///
/// // The mean of the positive part of a cosine is 1/π; 7 samples are near to it.
/// let relu = SampledRelu::new(1, 7)?;
/// let output = relu.apply(&array![0.0, 1.0, 0.0])?;
/// assert!((output[0] - std::f64::consts::FRAC_1_PI).abs() < 0.01);
/// # Ok::<(), equivariance::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct SampledRelu {
    representation: So2Representation,
    /// Row j has the value at t_j of each function of the basis: 1, cos t, sin t, …
    values: Array2<f64>,
}

impl SampledRelu {
    /// Returns the ReLU of functions with harmonics up to `band`, by so many samples.
    ///
    /// # Errors
    ///
    /// Fewer samples than 2 `band` + 1, which do not determine the function; more than 4096; a band above 1000.
    pub fn new(band: usize, samples: usize) -> Result<Self> {
        let frequencies: Vec<usize> = (0..=band.min(MOST_SAMPLES)).collect();
        let representation = So2Representation::new(&frequencies)?;
        let least = representation.dimension();
        if !(least..=MOST_SAMPLES).contains(&samples) {
            let most = MOST_SAMPLES;
            return Err(Error::So2(So2Error::SampleCount {
                samples,
                band,
                least,
                most,
            }));
        }
        let mut values = Array2::ones((samples, least));
        for ((j, column), value) in values.indexed_iter_mut() {
            // Column 2 m − 1 is cos m t, column 2 m is sin m t. A whole number of circles makes no difference.
            let turns = (column.div_ceil(2) * j % samples) as f64 / samples as f64;
            let (sin, cos) = libm::sincos(TAU * turns);
            *value = if column % 2 == 1 || column == 0 {
                cos
            } else {
                sin
            };
        }
        Ok(Self {
            representation,
            values,
        })
    }

    /// Returns the type of the functions: the frequencies 0, 1, …, B.
    pub fn representation(&self) -> &So2Representation {
        &self.representation
    }

    /// Returns the ReLU of each function. The first axis holds the numbers of one function or of several, one after the
    /// other; further axes are places.
    ///
    /// # Errors
    ///
    /// Features without an axis, or whose first axis is not a multiple of 2 B + 1.
    pub fn apply<A: Scalar, D: RemoveAxis>(
        &self,
        features: &ArrayRef<A, D>,
    ) -> Result<Array<A, D>> {
        expect_axis("array of features", features.ndim())?;
        let size = self.representation.dimension();
        let mut expected = features.shape().to_vec();
        expected[0] = expected[0].div_ceil(size).max(1) * size;
        expect_shape("array of features", &expected, features.shape())?;
        let samples = self.values.nrows();
        let mut output = features.to_owned();
        output.fill(A::zero());
        for first in (0..features.len_of(Axis(0))).step_by(size) {
            for sample in self.values.outer_iter() {
                let mut at_angle = features.index_axis(Axis(0), first).map(|_| A::zero());
                for (k, &value) in sample.iter().enumerate() {
                    at_angle.scaled_add(scalar(value), &features.index_axis(Axis(0), first + k));
                }
                let at_angle = relu(&at_angle);
                for (k, &value) in sample.iter().enumerate() {
                    let share = if k == 0 { 1.0 } else { 2.0 } / samples as f64;
                    let mut sum = output.index_axis_mut(Axis(0), first + k);
                    sum.scaled_add(scalar(share * value), &at_angle);
                }
            }
        }
        Ok(output)
    }
}

/// Puts another vector for each of a part of dimension 2, place by place in their order.
fn map_part<A: Scalar, D: RemoveAxis>(
    features: &mut Array<A, D>,
    first: usize,
    mut map: impl FnMut([A; 2]) -> [A; 2],
) {
    let mut part = features.slice_axis_mut(Axis(0), (first..first + 2).into());
    let (mut upper, mut lower) = part.view_mut().split_at(Axis(0), 1);
    for (x, y) in upper.iter_mut().zip(&mut lower) {
        [*x, *y] = map([*x, *y]);
    }
}

/// Returns a number where it is positive, else 0; what is not a number stays.
fn positive<A: Scalar>(value: A) -> A {
    if value <= A::zero() { A::zero() } else { value }
}
