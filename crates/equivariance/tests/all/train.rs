//! The trainer: its gradients against finite differences, what a step does, and that the digits are the same however it runs.

use equivariance::*;
use ndarray::{Array1, Array2, Array3, ArrayRef1, array};

/// Two layers with ReLU, a global pooling, and a dense layer.
#[derive(Clone)]
struct Small<A> {
    first: ConvLayer<A>,
    second: ConvLayer<A>,
    last: Dense<A>,
    mean: bool,
}

impl<A: Scalar> Small<A> {
    fn new(options: Options, mean: bool, seed: u64) -> Result<Self> {
        let bias = |count| seeded_noise(count, seed ^ 9);
        Ok(Self {
            first: ConvLayer::new(he_uniform((5, 2, 3, 3), seed), bias(5), options)?,
            second: ConvLayer::new(he_uniform((6, 5, 3, 2), seed + 1), bias(6), options)?,
            last: Dense::new(he_uniform((3, 6), seed + 2), bias(3))?,
            mean,
        })
    }

    fn pooled(&self, maps: &Array3<A>) -> Result<Array1<A>> {
        if self.mean {
            channel_mean(maps)
        } else {
            channel_max(maps)
        }
    }
}

impl<A: Scalar> Net<A> for Small<A> {
    type Input = Array3<A>;

    fn parameters(&mut self) -> Vec<&mut [A]> {
        let (first, second) = (self.first.parameters(), self.second.parameters());
        [first, second, self.last.parameters()]
            .into_iter()
            .flatten()
            .collect()
    }

    fn logits(&self, input: &Array3<A>) -> Result<Array1<A>> {
        let a = relu(&self.first.forward(input)?);
        let b = relu(&self.second.forward(&a)?);
        self.last.forward(&self.pooled(&b)?)
    }

    fn loss_and_gradient(&self, input: &Array3<A>, label: usize) -> Result<(A, Vec<A>)> {
        let a = relu(&self.first.forward(input)?);
        let b = relu(&self.second.forward(&a)?);
        let pooled = self.pooled(&b)?;
        let (loss, by_logits) = cross_entropy(&self.last.forward(&pooled)?, label)?;
        let last = self.last.gradients(&pooled, &by_logits)?;
        let by_b = if self.mean {
            channel_mean_gradient(b.raw_dim(), &last.input)?
        } else {
            channel_max_gradient(&b, &last.input)?
        };
        let second = self.second.gradients(&a, &relu_gradient(&b, &by_b)?)?;
        let by_a = relu_gradient(&a, &second.input)?;
        let (weights, bias) = self.first.parameter_gradients(input, &by_a)?;
        let mut gradient = Vec::new();
        gradient.extend(weights.into_iter().chain(bias));
        gradient.extend(second.weights.into_iter().chain(second.bias));
        gradient.extend(last.weights.into_iter().chain(last.bias));
        Ok((loss, gradient))
    }
}

/// Noise, to which the class adds a pattern.
fn samples<A: Scalar>(count: usize) -> Vec<(Array3<A>, usize)> {
    let sample = |number: usize| {
        let mut image: Array3<A> = seeded_noise((2, 9, 8), number as u64);
        let class = number % 3;
        for i in 0..4 {
            image[[class % 2, i + number % 4, 1 + i * class]] = A::from_f64(3.0).unwrap();
        }
        (image, class)
    };
    (0..count).map(sample).collect()
}

#[test]
fn the_gradient_of_a_net_is_that_of_finite_differences() {
    const STEP: f64 = 1e-6;
    // What the quotient leaves out is about the square of the step; what rounding adds, about 1e-16 / 1e-6.
    const TOLERANCE: f64 = 1e-8;
    for (options, mean) in [
        (Options::valid(), false),
        (Options::circular(), false),
        (Options::same().stride(2), true),
        (Options::reflect().dilation(2), true),
    ] {
        let net = Small::<f64>::new(options, mean, 3).unwrap();
        for (input, label) in &samples(3) {
            let (loss, gradient) = net.loss_and_gradient(input, *label).unwrap();
            let logits = net.logits(input).unwrap();
            assert_eq!(loss, cross_entropy(&logits, *label).unwrap().0);
            let mut number = 0;
            let pieces: Vec<usize> = (net.clone().parameters().iter())
                .map(|piece| piece.len())
                .collect();
            for (piece, length) in pieces.into_iter().enumerate() {
                for i in 0..length {
                    let moved = |by: f64| {
                        let mut net = net.clone();
                        net.parameters()[piece][i] += by;
                        net.loss_and_gradient(input, *label).unwrap().0
                    };
                    let quotient = (moved(STEP) - moved(-STEP)) / (2.0 * STEP);
                    let difference = (quotient - gradient[number]).abs();
                    assert!(
                        difference < TOLERANCE,
                        "{options:?} {piece} {i}: {difference}"
                    );
                    number += 1;
                }
            }
            assert_eq!(number, gradient.len());
        }
    }
}

fn trained<A: Scalar>(seed: u64, after: impl FnMut(usize, &Small<A>) -> Result<()>) -> Small<A> {
    let mut net = Small::new(Options::circular(), false, seed).unwrap();
    let training = Training {
        steps: 60,
        batch: 7,
        rate: 0.01,
        seed,
    };
    train(&mut net, &samples(30), training, after).unwrap();
    net
}

fn bits<A: Scalar>(mut net: Small<A>) -> Vec<u64> {
    let all = net.parameters().into_iter().flatten();
    all.map(|value| value.to_f64().unwrap().to_bits()).collect()
}

/// Whatever the number of threads and the width of vectors.
fn digits_are_the_same<A: Scalar>() {
    let expected = bits(trained::<A>(5, |_, _| Ok(())));
    for threads in [1, 2, 3, 5] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        let again = pool.unwrap().install(|| trained::<A>(5, |_, _| Ok(())));
        assert!(bits(again) == expected, "{threads} threads");
    }
    for width in VectorWidth::available() {
        let again = width.run(|| trained::<A>(5, |_, _| Ok(())));
        assert!(bits(again) == expected, "{width:?}");
    }
    assert!(bits(trained::<A>(6, |_, _| Ok(()))) != expected);
}

#[test]
fn training_gives_the_same_digits_with_any_threads_and_vectors() {
    digits_are_the_same::<f32>();
    digits_are_the_same::<f64>();
}

/// What one machine computed, every machine computes.
#[test]
fn training_gives_the_same_digits_on_every_machine() {
    let bias = trained::<f64>(5, |_, _| Ok(())).last.bias;
    let expected = [
        0x3fe7_67ae_6305_aee0,
        0x3fef_1fd6_f758_0734,
        0x3fbd_b151_4892_9eb3,
    ]
    .map(f64::from_bits);
    assert_eq!(bias.to_vec(), expected, "{:x?}", bias.mapv(f64::to_bits));
    let bias = trained::<f32>(5, |_, _| Ok(())).last.bias;
    let expected = [0x3f3b_3d70, 0x3f78_feb6, 0x3ded_8a8a].map(f32::from_bits);
    assert_eq!(bias.to_vec(), expected, "{:x?}", bias.mapv(f32::to_bits));
}

#[test]
fn training_learns_what_noise_hides() {
    let (learnt, other) = (samples::<f32>(30), samples::<f32>(90).split_off(30));
    let before = Small::new(Options::circular(), false, 5).unwrap();
    assert!(accuracy(&before, &other).unwrap() < 0.5);
    let mut steps = Vec::new();
    let net = trained(5, |step, net| {
        if step % 20 == 0 {
            steps.push((step, accuracy(net, &learnt)?));
        }
        Ok(())
    });
    assert_eq!(
        steps.iter().map(|(step, _)| *step).collect::<Vec<_>>(),
        [20, 40, 60]
    );
    assert_eq!(accuracy(&net, &learnt).unwrap(), steps[2].1);
    assert_eq!(accuracy(&net, &other).unwrap(), 1.0);
}

/// A net that notes which inputs it is given: its one parameter stays, since its gradient is 0.
struct Noting {
    parameter: [f64; 1],
    gradient: Vec<f64>,
    loss: f64,
    seen: std::sync::Mutex<Vec<usize>>,
}

impl Noting {
    fn new(loss: f64, gradient: &[f64]) -> Self {
        Self {
            parameter: [1.0],
            gradient: gradient.to_vec(),
            loss,
            seen: Default::default(),
        }
    }
}

impl Net<f64> for Noting {
    type Input = usize;

    fn parameters(&mut self) -> Vec<&mut [f64]> {
        vec![&mut self.parameter]
    }

    fn logits(&self, input: &usize) -> Result<Array1<f64>> {
        Ok(array![*input as f64, 2.0, 2.0])
    }

    fn loss_and_gradient(&self, input: &usize, label: usize) -> Result<(f64, Vec<f64>)> {
        cross_entropy(&self.logits(input)?, label)?;
        self.seen.lock().unwrap().push(*input);
        Ok((self.loss, self.gradient.clone()))
    }
}

#[test]
fn each_sample_is_taken_once_before_any_is_taken_again() {
    let samples: Vec<_> = (0..10).map(|number| (number, 0)).collect();
    let order = |seed| {
        let mut net = Noting::new(1.0, &[0.0]);
        let training = Training {
            steps: 30,
            batch: 1,
            rate: 1.0,
            seed,
        };
        train(&mut net, &samples, training, |_, _| Ok(())).unwrap();
        assert_eq!(net.parameter, [1.0]);
        net.seen.into_inner().unwrap()
    };
    let taken = order(1);
    let epochs: Vec<&[usize]> = taken.chunks(10).collect();
    assert!(epochs[0] != epochs[1] && epochs[1] != epochs[2]);
    for epoch in epochs {
        let mut sorted = epoch.to_vec();
        sorted.sort_unstable();
        assert_eq!(sorted, (0..10).collect::<Vec<_>>());
    }
    assert!(order(1) == taken && order(2) != taken);
}

#[test]
fn what_cannot_be_trained_is_an_error() {
    let training = |batch| Training {
        steps: 3,
        batch,
        rate: 1.0,
        seed: 1,
    };
    let error = |loss, gradient: &[f64], samples: &[(usize, usize)], batch| {
        let mut net = Noting::new(loss, gradient);
        let error = train(&mut net, samples, training(batch), |_, _| Ok(())).unwrap_err();
        error.to_string()
    };
    let nothing = "nothing to train on: there are 0 samples, and a batch takes 2; at least 1 of each is needed";
    assert_eq!(error(1.0, &[0.0], &[], 2), nothing);
    let nothing = "nothing to train on: there are 1 samples, and a batch takes 0; at least 1 of each is needed";
    assert_eq!(error(1.0, &[0.0], &[(0, 0)], 0), nothing);
    assert_eq!(
        error(f64::NAN, &[0.0], &[(0, 0)], 1),
        "the loss at [1] is NaN; a finite number is needed"
    );
    assert_eq!(
        error(1.0, &[0.0, 1.0], &[(0, 0)], 1),
        "the gradient by the parameters has shape [2], but [1] is needed"
    );
    assert_eq!(
        error(1.0, &[0.0], &[(0, 3)], 1),
        "there is no class 3 among 3, which are numbered from 0"
    );
    let net = Noting::new(1.0, &[0.0]);
    assert!(accuracy(&net, &[]).is_err());
    // Of equal logits, the first.
    assert_eq!(
        accuracy(&net, &[(0, 1), (0, 2), (5, 0), (1, 0)]).unwrap(),
        0.5
    );
    let mut net = net;
    let stopped = train(&mut net, &[(0, 0)], training(1), |step, _| {
        if step == 2 {
            Err(Error::NoElements)
        } else {
            Ok(())
        }
    });
    assert!(matches!(stopped, Err(Error::NoElements)));
    assert_eq!(net.seen.into_inner().unwrap().len(), 2);
}

/// The formula, in plain loops, for ten steps.
#[test]
fn adam_takes_the_steps_of_its_formula() {
    let gradient = |step: i32, i: usize| f64::from(step * 7 % 5 - 2) * [1.0, 0.01, 100.0][i];
    let mut parameters = [0.5, -1.0, 2.0];
    let mut adam = Adam::new(3, 0.1);
    let (mut mean, mut square, mut expected) = ([0.0; 3], [0.0; 3], parameters);
    for step in 1..=10 {
        let (first, others) = parameters.split_at_mut(1);
        adam.step([first, others], &[0, 1, 2].map(|i| gradient(step, i)));
        for i in 0..3 {
            let g = gradient(step, i);
            mean[i] = 0.9 * mean[i] + 0.1 * g;
            square[i] = 0.999 * square[i] + 0.001 * g * g;
            let m = mean[i] / (1.0 - libm::pow(0.9, step.into()));
            let v: f64 = square[i] / (1.0 - libm::pow(0.999, step.into()));
            expected[i] -= 0.1 * m / (v.sqrt() + 1e-8);
            assert!((parameters[i] - expected[i]).abs() < 1e-12, "step {step}");
        }
    }
}

#[test]
fn the_loss_is_the_documented_one_and_does_not_overflow() {
    let logits = array![0.5, -1.0, 2.0];
    let (loss, gradient) = cross_entropy(&logits, 1).unwrap();
    let sum: f64 = logits.iter().map(|z| libm::exp(*z)).sum();
    assert!((loss - (libm::log(sum) + 1.0)).abs() < 1e-15);
    for (i, value) in gradient.iter().enumerate() {
        let expected = libm::exp(logits[i]) / sum - f64::from(i == 1);
        assert!((value - expected).abs() < 1e-15);
    }
    let (loss, gradient) = cross_entropy(&array![1000.0_f32, 0.0], 1).unwrap();
    assert_eq!((loss, gradient), (1000.0, array![1.0, -1.0]));
    assert!(cross_entropy(&array![1.0, f64::NAN], 0).unwrap().0.is_nan());
}

#[test]
fn the_first_of_equal_largest_samples_has_the_gradient() {
    let maps = array![[[0.0, 3.0], [3.0, 1.0]], [[-1.0, -2.0], [-1.0, -1.0]]];
    let gradient = channel_max_gradient(&maps, &array![5.0, 7.0]).unwrap();
    assert_eq!(
        gradient,
        array![[[0.0, 5.0], [0.0, 0.0]], [[7.0, 0.0], [0.0, 0.0]]]
    );
    let error = channel_max_gradient(&maps, &array![5.0]).unwrap_err();
    let expected = "the gradient by the output has shape [1], but [2] is needed";
    assert_eq!(error.to_string(), expected);
    let spread = channel_mean_gradient(ndarray::Dim([2, 2, 2]), &array![4.0, 8.0]).unwrap();
    assert_eq!(
        spread,
        array![[[1.0, 1.0], [1.0, 1.0]], [[2.0, 2.0], [2.0, 2.0]]]
    );
    assert!(channel_mean_gradient(ndarray::Dim([2, 2, 2]), &array![4.0]).is_err());
    assert!(channel_mean_gradient(ndarray::Dim([1, 0]), &array![4.0]).is_err());
    assert!(relu(&array![f64::NAN])[0].is_nan());
    assert!(relu_gradient(&array![1.0, 0.0], &array![1.0]).is_err());
}

#[test]
fn a_dense_layer_says_which_length_is_wrong() {
    let message = |result: Result<_>| match result {
        Ok(()) => String::new(),
        Err(error) => error.to_string(),
    };
    let error = Dense::new(Array2::<f64>::zeros((2, 3)), Array1::zeros(3)).map(|_| ());
    assert_eq!(message(error), "the bias has shape [3], but [2] is needed");
    let layer = Dense::new(Array2::<f64>::zeros((2, 3)), Array1::zeros(2)).unwrap();
    let two: &ArrayRef1<f64> = &Array1::zeros(2);
    let expected = "the input has shape [2], but [3] is needed";
    assert_eq!(message(layer.forward(two).map(|_| ())), expected);
    assert_eq!(message(layer.gradients(two, two).map(|_| ())), expected);
    let three = Array1::zeros(3);
    let error = layer.gradients(&three, &three).map(|_| ());
    assert_eq!(
        message(error),
        "the gradient by the output has shape [3], but [2] is needed"
    );
}

#[test]
fn parameters_of_any_layout_are_given_in_order() {
    let weights = array![[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]];
    let mut layer = Dense::new(weights.reversed_axes(), Array1::zeros(3)).unwrap();
    let [weights, bias] = layer.parameters();
    assert_eq!(weights, [1.0, 4.0, 2.0, 5.0, 3.0, 6.0]);
    weights[1] = 0.0;
    bias[2] = 7.0;
    assert_eq!(layer.weights, array![[1.0, 0.0], [2.0, 5.0], [3.0, 6.0]]);
    assert_eq!(layer.bias, array![0.0, 0.0, 7.0]);
}

#[test]
fn initial_weights_have_the_variance_of_their_formula() {
    let weights: Array3<f64> = he_uniform((200, 5, 10), 3);
    let variance = weights.iter().map(|w| w * w).sum::<f64>() / weights.len() as f64;
    assert!((variance - 2.0 / 50.0).abs() < 1e-3, "{variance}");
    let bound = (6.0_f64 / 50.0).sqrt();
    assert!(weights.iter().all(|weight| weight.abs() <= bound));
    assert!(weights.iter().any(|weight| *weight < -0.9 * bound));
    assert_eq!(weights, he_uniform::<f64, _, _>((200, 5, 10), 3));
    assert_ne!(weights, he_uniform::<f64, _, _>((200, 5, 10), 4));
}
