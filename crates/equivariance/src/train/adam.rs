//! The steps by which parameters follow their gradient.

use crate::Scalar;
use crate::scalar::scalar;

/// What decays per step of the mean of the gradients, and of that of their squares.
const DECAYS: [f64; 2] = [0.9, 0.999];

/// Keeps a divisor from 0.
const EPSILON: f64 = 1e-8;

/// The optimiser Adam: each parameter moves by about the rate, against the recent mean of its gradient.
///
/// ```text
/// m ← 0.9·m + 0.1·g      v ← 0.999·v + 0.001·g²
/// θ ← θ − rate · m / (1 − 0.9ᵗ) / (√(v / (1 − 0.999ᵗ)) + 1e-8)
/// ```
///
/// in step `t = 1, 2, …`, with `m` and `v` starting from 0.
///
/// # Source
///
/// Diederik Kingma, Jimmy Ba, *Adam: A Method for Stochastic Optimization*, ICLR 2015, <https://arxiv.org/abs/1412.6980>.
///
/// # Examples
///
/// ```
/// use equivariance::Adam;
///
/// let mut parameters = [1.0, 1.0, 1.0];
/// let mut adam = Adam::new(3, 0.25);
/// adam.step([&mut parameters[..]], &[50.0, 0.0, -2.0]);
/// // The first step does not depend on the size of the gradient.
/// assert!((parameters[0] - 0.75_f64).abs() < 1e-8 && parameters[1] == 1.0);
/// assert!((parameters[2] - 1.25).abs() < 1e-8);
/// ```
#[derive(Clone, Debug)]
pub struct Adam<A> {
    rate: f64,
    /// The mean of the gradients and that of their squares, for each parameter.
    means: Vec<[A; 2]>,
    /// What is left of each mean's start.
    left: [f64; 2],
}

impl<A: Scalar> Adam<A> {
    /// Returns the optimiser of so many parameters before its first step.
    pub fn new(parameters: usize, rate: f64) -> Self {
        Self {
            rate,
            means: vec![[A::zero(); 2]; parameters],
            left: [1.0; 2],
        }
    }

    /// Changes the parameters, given in pieces of any length, by the gradient.
    ///
    /// # Panics
    ///
    /// If there are not as many parameters and derivatives as the optimiser was made for.
    #[track_caller]
    pub fn step<'p>(&mut self, parameters: impl IntoIterator<Item = &'p mut [A]>, gradient: &[A])
    where
        A: 'p,
    {
        let [first, second] = DECAYS;
        self.left = [self.left[0] * first, self.left[1] * second];
        let [rate, epsilon] = [self.rate, EPSILON].map(scalar::<A>);
        let whole = self.left.map(|left| scalar::<A>(1.0 - left));
        let [keep, keep_square] = DECAYS.map(scalar::<A>);
        let [add, add_square] = DECAYS.map(|decay| scalar::<A>(1.0 - decay));
        let mut parameters = parameters.into_iter().flatten();
        assert_eq!(
            self.means.len(),
            gradient.len(),
            "a derivative for each parameter"
        );
        for ([mean, square], g) in self.means.iter_mut().zip(gradient) {
            *mean = keep * *mean + add * *g;
            *square = keep_square * *square + add_square * *g * *g;
            let step = *mean / whole[0] / ((*square / whole[1]).sqrt() + epsilon);
            let parameter = parameters.next().expect("a parameter for each derivative");
            *parameter = *parameter - rate * step;
        }
        assert!(
            parameters.next().is_none(),
            "a derivative for each parameter"
        );
    }
}
