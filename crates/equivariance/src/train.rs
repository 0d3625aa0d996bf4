//! Training a small network: a fixed number of steps of [`Adam`], each on a batch of samples.
//!
//! Nothing here differentiates by itself. A [`Net`] computes its loss and the gradient of it; [`Dense`],
//! [`ConvLayer::gradients`](crate::ConvLayer::gradients) and the functions whose names end in `_gradient` are what it is
//! written with.

use ndarray::Array1;

use crate::fold::{for_each_part, threads};
use crate::scalar::{double, scalar};
use crate::shape::expect_shape;
use crate::signals::split_mix;
use crate::{Error, Result, Scalar};

mod activations;
mod adam;
mod dense;
mod initial;
mod loss;

pub use activations::{
    channel_max, channel_max_gradient, channel_mean, channel_mean_gradient, relu, relu_gradient,
};
pub use adam::Adam;
pub use dense::{Dense, DenseGradients};
pub use initial::he_uniform;
pub use loss::cross_entropy;

/// A network that says how much each of several classes fits an input.
///
/// ```
/// use equivariance::{Dense, Net, Result, Training, accuracy, cross_entropy, train};
/// use ndarray::{Array1, Array2, array};
///
/// struct Linear(Dense<f64>);
///
/// impl Net<f64> for Linear {
///     type Input = Array1<f64>;
///
///     fn parameters(&mut self) -> Vec<&mut [f64]> {
///         self.0.parameters().into()
///     }
///
///     fn logits(&self, input: &Array1<f64>) -> Result<Array1<f64>> {
///         self.0.forward(input)
///     }
///
///     fn loss_and_gradient(&self, input: &Array1<f64>, label: usize) -> Result<(f64, Vec<f64>)> {
///         let (loss, by_logits) = cross_entropy(&self.logits(input)?, label)?;
///         let gradients = self.0.gradients(input, &by_logits)?;
///         Ok((loss, gradients.weights.into_iter().chain(gradients.bias).collect()))
///     }
/// }
///
/// let mut net = Linear(Dense::new(Array2::zeros((2, 1)), Array1::zeros(2))?);
/// let samples = [(array![-1.0], 0), (array![0.5], 1), (array![2.0], 1)];
/// let training = Training { steps: 100, batch: 2, rate: 0.1, seed: 1 };
/// train(&mut net, &samples, training, |_, _| Ok(()))?;
/// assert_eq!(accuracy(&net, &samples)?, 1.0);
/// # Ok::<(), equivariance::Error>(())
/// ```
pub trait Net<A: Scalar>: Sync {
    /// What it is given: an image, mostly.
    type Input: Sync;

    /// Returns all its parameters, to be changed, in pieces of any length.
    fn parameters(&mut self) -> Vec<&mut [A]>;

    /// Returns a number for each class, the larger the better the class fits.
    ///
    /// # Errors
    ///
    /// Those of its layers.
    fn logits(&self, input: &Self::Input) -> Result<Array1<A>>;

    /// Returns the loss for an input of this class, and its gradient by all parameters in the order of
    /// [`parameters`](Self::parameters).
    ///
    /// # Errors
    ///
    /// Those of its layers, and a class that there is not.
    fn loss_and_gradient(&self, input: &Self::Input, label: usize) -> Result<(A, Vec<A>)>;
}

/// How long and how fast a network is trained.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Training {
    /// The number of steps.
    pub steps: usize,
    /// The number of samples of each step.
    pub batch: usize,
    /// The step size of [`Adam`].
    pub rate: f64,
    /// What the order of the samples depends on.
    pub seed: u64,
}

/// Trains the network on samples with their classes: in each step, [`Adam`] changes the parameters by the mean of the
/// gradients of a batch. After each step `after` is given the number of steps so far, and the network.
///
/// The samples are taken in an order that the seed determines; after all of them, in another one. The gradients of a batch
/// are summed in that order, from 0. So a seed gives the same bits on every machine and any number of threads, if
/// [`Net::loss_and_gradient`] does; with the feature `rayon` the samples of a batch are shared by all threads.
///
/// # Errors
///
/// No sample, an empty batch, a gradient of another length than the parameters, a loss or a gradient that is not finite (the
/// index begins with the number of the step), and those of the network and of `after`.
pub fn train<A: Scalar, N: Net<A>>(
    net: &mut N,
    samples: &[(N::Input, usize)],
    training: Training,
    mut after: impl FnMut(usize, &N) -> Result<()>,
) -> Result<()> {
    if samples.is_empty() || training.batch == 0 {
        return Err(Error::NothingToTrainOn {
            samples: samples.len(),
            batch: training.batch,
        });
    }
    let count = net.parameters().iter().map(|piece| piece.len()).sum();
    let mut adam = Adam::new(count, training.rate);
    let mut order = Order::new(samples.len(), training.seed);
    for step in 1..=training.steps {
        let batch: Vec<usize> = (0..training.batch).map(|_| order.next()).collect();
        let results = in_parallel(&batch, |number| {
            let (input, label) = &samples[*number];
            net.loss_and_gradient(input, *label)
        })?;
        let mut mean = vec![A::zero(); count];
        for (loss, gradient) in results {
            if !loss.is_finite() {
                return Err(Error::NonFinite {
                    what: "loss",
                    index: vec![step],
                    value: double(loss),
                });
            }
            expect_shape("gradient by the parameters", &[count], &[gradient.len()])?;
            for (sum, value) in mean.iter_mut().zip(gradient) {
                *sum = *sum + value;
            }
        }
        for value in &mut mean {
            *value = *value / scalar(training.batch as f64);
        }
        if let Some(place) = mean.iter().position(|value| !value.is_finite()) {
            return Err(Error::NonFinite {
                what: "gradient by the parameters (step, place)",
                index: vec![step, place],
                value: double(mean[place]),
            });
        }
        adam.step(net.parameters(), &mean);
        after(step, net)?;
    }
    Ok(())
}

/// Returns the share of the samples whose class has the largest of the logits, of equal ones the first.
///
/// # Errors
///
/// No sample, logits of which one is not a number or of which there is none, and those of the network.
pub fn accuracy<A: Scalar, N: Net<A>>(net: &N, samples: &[(N::Input, usize)]) -> Result<f64> {
    if samples.is_empty() {
        return Err(Error::NothingToTrainOn {
            samples: 0,
            batch: 1,
        });
    }
    let right = in_parallel(samples, |(input, label)| {
        let logits = net.logits(input)?;
        let largest = crate::global_max(&logits)?;
        let class = logits.iter().position(|logit| *logit == largest);
        Ok(class == Some(*label))
    })?;
    let count = right.iter().filter(|right| **right).count();
    Ok(count as f64 / samples.len() as f64)
}

/// What is computed of each, in their order; of several errors the first.
fn in_parallel<T: Sync, R: Send>(
    items: &[T],
    compute: impl Fn(&T) -> Result<R> + Sync + Send,
) -> Result<Vec<R>> {
    let mut results: Vec<Option<Result<R>>> = items.iter().map(|_| None).collect();
    let parts = items.iter().zip(&mut results);
    for_each_part(
        parts,
        threads(usize::MAX),
        || (),
        |(), (item, result)| *result = Some(compute(item)),
    );
    let computed = results
        .into_iter()
        .map(|result| result.expect("each part has been computed"));
    computed.collect()
}

/// The numbers of the samples, each once in a random order, then again in another one.
struct Order {
    numbers: Vec<usize>,
    taken: usize,
    state: u64,
}

impl Order {
    fn new(samples: usize, seed: u64) -> Self {
        Self {
            numbers: (0..samples).collect(),
            taken: samples,
            state: seed,
        }
    }

    fn next(&mut self) -> usize {
        if self.taken == self.numbers.len() {
            self.taken = 0;
            for last in (1..self.numbers.len()).rev() {
                // The top half of the product is uniform up to a part in 2⁶⁴.
                let random = u128::from(split_mix(&mut self.state)) * (last as u128 + 1);
                self.numbers.swap(last, (random >> 64) as usize);
            }
        }
        self.taken += 1;
        self.numbers[self.taken - 1]
    }
}
