//! Real representations of the turns of the plane.

use ndarray::{Array, Array2, ArrayRef, Axis, RemoveAxis, Zip};

use super::harmonics;
use crate::scalar::scalar;
use crate::shape::{expect_axis, expect_shape};
use crate::{Error, LieRepresentation, Result, Scalar, So2Error};

/// The highest frequency that is computed with: its harmonics are found one after the other.
const MOST_FREQUENCY: usize = 1000;

/// The largest dimension: a dense matrix of it has 128 MB.
const MOST_DIMENSION: usize = 4096;

/// A real representation of SO(2), the turns of the plane: a direct sum of irreducible ones, each given by its frequency.
///
/// Frequency 0 is the trivial representation, of dimension 1. Frequency m ≥ 1 has dimension 2: the turn by θ acts as that
/// by m θ,
///
/// ```text
/// cos m θ   −sin m θ
/// sin m θ    cos m θ
/// ```
///
/// Every real representation of SO(2) of finite dimension that is continuous is one of these in some basis.
///
/// # Examples
///
/// ```
/// use equivariance::So2Representation;
/// use ndarray::array;
///
/// let scalar_and_vector = So2Representation::new(&[0, 1])?;
/// assert_eq!(scalar_and_vector.dimension(), 3);
/// let turned = scalar_and_vector.act(std::f64::consts::FRAC_PI_2, &array![5.0, 1.0, 0.0])?;
/// assert!((turned - array![5.0, 0.0, 1.0]).iter().all(|difference: &f64| difference.abs() < 1e-15));
/// # Ok::<(), equivariance::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct So2Representation {
    frequencies: Vec<usize>,
}

impl So2Representation {
    /// Returns the direct sum of the irreducible representations of these frequencies, in this order. A frequency may be
    /// named any number of times.
    ///
    /// # Errors
    ///
    /// No frequency, one above 1000, and a dimension above 4096.
    pub fn new(frequencies: &[usize]) -> Result<Self> {
        if frequencies.is_empty() {
            return Err(Error::So2(So2Error::NoFrequency));
        }
        if let Some(&frequency) = frequencies.iter().find(|m| **m > MOST_FREQUENCY) {
            let most = MOST_FREQUENCY;
            return Err(Error::So2(So2Error::FrequencyTooHigh { frequency, most }));
        }
        let dimension = frequencies.iter().map(|m| size(*m)).sum();
        if dimension > MOST_DIMENSION {
            let most = MOST_DIMENSION;
            return Err(Error::So2(So2Error::DimensionTooLarge { dimension, most }));
        }
        Ok(Self {
            frequencies: frequencies.to_vec(),
        })
    }

    /// Returns the frequencies of its irreducible parts.
    pub fn frequencies(&self) -> &[usize] {
        &self.frequencies
    }

    /// Returns the number of rows of its matrices.
    pub fn dimension(&self) -> usize {
        self.frequencies.iter().map(|m| size(*m)).sum()
    }

    /// Returns ρ(angle), the matrix of the turn by an angle in radians, of shape `(dimension, dimension)`.
    ///
    /// An entry of frequency m is off by at most 4 (m + 1) ε, where ε = 2⁻⁵².
    ///
    /// # Errors
    ///
    /// An angle that is not finite.
    pub fn matrix(&self, angle: f64) -> Result<Array2<f64>> {
        self.act(angle, &Array2::eye(self.dimension()))
    }

    /// Returns ρ(angle) f. Where f has further axes, as a field of features over pixels, ρ(angle) acts along the first,
    /// on each vector along it alike.
    ///
    /// # Errors
    ///
    /// An angle that is not finite; an `f` whose first axis has another length than the dimension, or that has no axis.
    pub fn act<A: Scalar, D: RemoveAxis>(
        &self,
        angle: f64,
        f: &ArrayRef<A, D>,
    ) -> Result<Array<A, D>> {
        self.check_features(f)?;
        let turns = harmonics(direction(angle)?, self.highest_frequency());
        let mut turned = f.to_owned();
        for (first, m) in self.parts() {
            if m == 0 {
                continue;
            }
            let [cos, sin] = turns[m].map(scalar::<A>);
            let (x, y) = (
                f.index_axis(Axis(0), first),
                f.index_axis(Axis(0), first + 1),
            );
            Zip::from(turned.index_axis_mut(Axis(0), first))
                .and(&x)
                .and(&y)
                .for_each(|to, &x, &y| *to = cos * x - sin * y);
            Zip::from(turned.index_axis_mut(Axis(0), first + 1))
                .and(&x)
                .and(&y)
                .for_each(|to, &x, &y| *to = sin * x + cos * y);
        }
        Ok(turned)
    }

    /// Returns the shape of features of this type, if it is one: along the first axis they have its dimension.
    pub(super) fn check_features<A, D: RemoveAxis>(
        &self,
        features: &ArrayRef<A, D>,
    ) -> Result<Vec<usize>> {
        let what = "array of features";
        expect_axis(what, features.ndim())?;
        let mut expected = features.shape().to_vec();
        expected[0] = self.dimension();
        expect_shape(what, &expected, features.shape())?;
        Ok(expected)
    }

    /// Returns the first row and the frequency of each irreducible part.
    pub(super) fn parts(&self) -> impl Iterator<Item = (usize, usize)> {
        self.frequencies.iter().scan(0, |next, &m| {
            let first = *next;
            *next += size(m);
            Some((first, m))
        })
    }
}

impl LieRepresentation for So2Representation {
    fn dimension(&self) -> usize {
        self.dimension()
    }

    fn generators(&self) -> Vec<Array2<f64>> {
        let mut generator = Array2::zeros((self.dimension(), self.dimension()));
        for (first, m) in self.parts().filter(|(_, m)| *m > 0) {
            generator[[first, first + 1]] = -(m as f64);
            generator[[first + 1, first]] = m as f64;
        }
        vec![generator]
    }

    fn characters(&self, angle: f64) -> Vec<f64> {
        let trace = |m: &usize| match m {
            0 => 1.0,
            _ => 2.0 * libm::cos(*m as f64 * angle),
        };
        vec![self.frequencies.iter().map(trace).sum()]
    }

    fn density(_: f64) -> f64 {
        1.0
    }

    fn highest_frequency(&self) -> usize {
        self.frequencies.iter().copied().max().unwrap_or(0)
    }
}

/// Returns the dimension of the irreducible representation of a frequency.
pub(super) fn size(frequency: usize) -> usize {
    if frequency == 0 { 1 } else { 2 }
}

/// Returns cos and sin of an angle.
pub(super) fn direction(angle: f64) -> Result<[f64; 2]> {
    if !angle.is_finite() {
        return Err(Error::AngleNotFinite { angle });
    }
    let (sin, cos) = libm::sincos(angle);
    Ok([cos, sin])
}
