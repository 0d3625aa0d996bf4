//! Gradients: each number is a difference quotient, which is exact for a loss that is linear and numbers that are whole; and
//! each sum has the order that is documented.

use equivariance::*;
use ndarray::{Array, Array1, Array2, Array3, Array4, ArrayD, Dimension, IxDyn, array};
use proptest::prelude::*;

fn options() -> impl Strategy<Value = Options> {
    let padding = prop_oneof![
        5 => prop::sample::select(Padding::ALL),
        2 => prop::sample::select(&[Padding::SameUpper, Padding::SameLower]),
        2 => (0..4_usize, 0..4_usize).prop_map(|(before, after)| Padding::Zeros { before, after }),
    ];
    (padding, 1..4_usize, 1..4_usize, prop::bool::ANY).prop_map(
        |(padding, stride, dilation, ceil)| Options {
            padding,
            stride,
            dilation,
            ceil,
        },
    )
}

/// Whole numbers from −9 to 9, whose sums of products are exact in any order.
fn whole(shape: &[usize], seed: u64) -> ArrayD<f64> {
    seeded_noise::<f64, _, _>(shape, seed).mapv(|value| (value * 19.0).floor() - 9.0)
}

fn inner<D: Dimension>(a: &Array<f64, D>, b: &Array<f64, D>) -> f64 {
    (a * b).sum()
}

/// What a loss grows by as each element grows by one: where the loss is linear in them, its gradient.
fn differences<D: Dimension>(
    at: &Array<f64, D>,
    loss: impl Fn(&Array<f64, D>) -> f64,
) -> Array<f64, D> {
    let before = loss(at);
    let mut moved = at.clone();
    let mut gradient = Array::zeros(at.raw_dim());
    for number in 0..at.len() {
        let bump = |moved: &mut Array<f64, D>, by: f64| {
            *moved.iter_mut().nth(number).unwrap() += by;
        };
        bump(&mut moved, 1.0);
        *gradient.iter_mut().nth(number).unwrap() = loss(&moved) - before;
        bump(&mut moved, -1.0);
    }
    gradient
}

/// An axis: the sizes of the input and of the kernel, and its options.
fn axis() -> impl Strategy<Value = (usize, usize, Options)> {
    (1..7_usize, 1..5_usize, options())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn the_kernel_gradient_is_the_difference_that_one_more_makes(seed: u64, axes in prop::collection::vec(axis(), 1..4)) {
        let (n, k): (Vec<_>, Vec<_>) = axes.iter().map(|(n, k, _)| (*n, *k)).unzip();
        let options: Vec<_> = axes.iter().map(|(.., options)| *options).collect();
        let (input, kernel) = (whole(&n, seed), whole(&k, seed ^ 1));
        let Ok(output) = correlate(&input, &kernel, &options[..]) else {
            prop_assert!(kernel_gradient(&input, &input, &k, &options[..]).is_err());
            return Ok(());
        };
        let gradient = whole(output.shape(), seed ^ 2);
        let by_kernel = kernel_gradient(&input, &gradient, &k, &options[..]).unwrap();
        let loss = |input: &ArrayD<f64>, kernel: &ArrayD<f64>| {
            inner(&correlate(input, kernel, &options[..]).unwrap(), &gradient)
        };
        prop_assert_eq!(&by_kernel, &differences(&kernel, |kernel| loss(&input, kernel)));
        let by_input = correlate_transposed(&gradient, &kernel, &n, &options[..]).unwrap();
        prop_assert_eq!(&by_input, &differences(&input, |input| loss(input, &kernel)));
        // The adjoint of each of the two linear maps.
        prop_assert_eq!(inner(&output, &gradient), inner(&kernel, &by_kernel));
        prop_assert_eq!(inner(&output, &gradient), inner(&input, &by_input));
    }

    #[test]
    fn the_gradients_of_a_layer_are_the_differences_that_one_more_makes(
        seed: u64, axes in prop::collection::vec(axis(), 1..3), groups in 1..4_usize, c_in in 1..3_usize, c_out in 1..6_usize,
    ) {
        let options: Vec<_> = axes.iter().map(|(.., options)| *options).collect();
        let sizes = axes.iter().map(|(n, ..)| *n);
        let kernel = axes.iter().map(|(_, k, _)| *k);
        let input = whole(&[groups * c_in].into_iter().chain(sizes).collect::<Vec<_>>(), seed);
        let weights = whole(&[groups * c_out, c_in].into_iter().chain(kernel).collect::<Vec<_>>(), seed ^ 1);
        let bias = whole(&[groups * c_out], seed ^ 2).into_dimensionality().unwrap();
        let layer = ConvLayer::new(weights, bias, &options[..]).unwrap().groups(groups).unwrap();
        let Ok(output) = layer.forward(&input) else {
            prop_assert!(layer.gradients(&input, &input).is_err());
            return Ok(());
        };
        let gradient = whole(output.shape(), seed ^ 3);
        let gradients = layer.gradients(&input, &gradient).unwrap();
        let loss = |layer: &ConvLayer<f64, IxDyn>, input: &ArrayD<f64>| {
            inner(&layer.forward(input).unwrap(), &gradient)
        };
        prop_assert_eq!(&gradients.input, &differences(&input, |input| loss(&layer, input)));
        let of_weights = |weights: &ArrayD<f64>| loss(&ConvLayer { weights: weights.clone(), ..layer.clone() }, &input);
        prop_assert_eq!(&gradients.weights, &differences(&layer.weights, of_weights));
        let of_bias = |bias: &Array1<f64>| loss(&ConvLayer { bias: bias.clone(), ..layer.clone() }, &input);
        prop_assert_eq!(&gradients.bias, &differences(&layer.bias, of_bias));
        let sum = inner(&layer.weights, &gradients.weights) + inner(&layer.bias, &gradients.bias);
        prop_assert_eq!(inner(&output, &gradient), sum);
    }
}

/// The index at a place, counted from the first padded sample.
fn source(place: usize, n: usize, k: usize, options: Options) -> Option<usize> {
    let x = place as isize - options.before(n, k) as isize;
    let n = n as isize;
    let x = match options.padding {
        Padding::Circular => x.rem_euclid(n),
        Padding::Reflect => (n - 1) - ((n - 1) - x.rem_euclid(2 * (n - 1))).abs(),
        _ => x,
    };
    usize::try_from(x).ok()
}

/// The sum of the documentation: over the outputs in row-major order, from 0.
fn documented<A: Scalar>(
    input: &Array2<A>,
    gradient: &Array2<A>,
    kernel: [usize; 2],
    options: Options,
) -> Array2<A> {
    Array2::from_shape_fn(kernel, |(i, j)| {
        gradient.indexed_iter().fold(A::zero(), |sum, ((y, x), g)| {
            let (s, d) = (options.stride, options.dilation);
            let row = source(s * y + d * i, input.nrows(), kernel[0], options);
            let column = source(s * x + d * j, input.ncols(), kernel[1], options);
            let sample = row.zip(column).and_then(|place| input.get(place));
            sum + *g * sample.copied().unwrap_or(A::zero())
        })
    })
}

/// That by the input: what a transposed layer gives; under *circular* and *reflect*, for the padded samples, which are then added
/// in row-major order.
fn documented_by_input<A: Scalar>(
    layer: &ConvLayer<A>,
    size: [usize; 2],
    gradient: &Array3<A>,
) -> Array3<A> {
    let options = layer.options[0];
    let c_in = layer.weights.dim().1 * layer.groups;
    let spread = |options, size: [usize; 2]| {
        let (weights, bias) = (layer.weights.clone(), Array1::zeros(c_in));
        let back = TransposedConvLayer::grouped(weights, bias, options, layer.groups).unwrap();
        back.size(size).unwrap().forward(gradient).unwrap()
    };
    if !matches!(options.padding, Padding::Circular | Padding::Reflect) {
        return spread(options, size);
    }
    let (_, height, width) = gradient.dim();
    let (kernel, s, d) = (
        &layer.weights.shape()[2..],
        options.stride,
        options.dilation,
    );
    let valid = Options::valid().stride(s).dilation(d);
    let places = |outputs, kernel| (outputs - 1) * s + (kernel - 1) * d + 1;
    let padded = spread(valid, [places(height, kernel[0]), places(width, kernel[1])]);
    let mut sums = Array3::zeros((c_in, size[0], size[1]));
    for ((c, y, x), value) in padded.indexed_iter() {
        let source = |place, axis: usize| source(place, size[axis], kernel[axis], options).unwrap();
        let sum = &mut sums[[c, source(y, 0), source(x, 1)]];
        *sum = *sum + *value;
    }
    sums
}

/// On all paths: a kernel by itself, layers of few and of many channels, groups of channels that are laid out one after another,
/// one thread and several, vectors of each width.
fn sums_are_in_order<A: Scalar>() {
    let noise = |shape: &[usize], seed| {
        seeded_noise::<A, _, _>(shape, seed).mapv(|value| value - A::from_f64(0.5).unwrap())
    };
    for (n, c_in, c_out, groups) in [(12, 2, 3, 1), (9, 3, 10, 2), (70, 60, 9, 1)] {
        for options in [
            Options::valid().stride(2),
            Options::same().dilation(2),
            Options::circular(),
            Options::reflect().stride(3),
        ] {
            let channels = [groups * c_in, n, n + 3];
            let input: Array3<A> = noise(&channels, 1).into_dimensionality().unwrap();
            let weights: Array4<A> = (noise(&[groups * c_out, c_in, 3, 2], 2))
                .into_dimensionality()
                .unwrap();
            let layer = ConvLayer::new(weights, Array1::zeros(groups * c_out), options).unwrap();
            let layer = layer.groups(groups).unwrap();
            let output = layer.forward(&input).unwrap();
            let gradient: Array3<A> = noise(output.shape(), 3).into_dimensionality().unwrap();
            for width in VectorWidth::available() {
                width.run(|| {
                    let gradients = layer.gradients(&input, &gradient).unwrap();
                    for (o, gradient) in gradient.outer_iter().enumerate() {
                        for c in 0..c_in {
                            let sample = input.index_axis(ndarray::Axis(0), o / c_out * c_in + c);
                            let kernel = gradients.weights.slice(ndarray::s![o, c, .., ..]);
                            let alone = kernel_gradient(&sample, &gradient, &[3, 2], options);
                            assert_eq!(alone.unwrap(), kernel, "{options:?}");
                            if o < 2 && c < 2 {
                                let (sample, gradient) = (sample.to_owned(), gradient.to_owned());
                                let sum = documented(&sample, &gradient, [3, 2], options);
                                assert_eq!(sum, kernel, "{options:?}");
                            }
                        }
                        let sum = gradient.iter().fold(A::zero(), |sum, value| sum + *value);
                        assert_eq!(sum, gradients.bias[o]);
                    }
                    assert_eq!(
                        gradients.input,
                        documented_by_input(&layer, [n, n + 3], &gradient)
                    );
                });
            }
        }
    }
}

#[test]
fn each_sum_has_the_order_of_the_documentation_in_f32() {
    sums_are_in_order::<f32>();
}

#[test]
fn each_sum_has_the_order_of_the_documentation_in_f64() {
    sums_are_in_order::<f64>();
}

#[test]
fn a_gradient_of_another_shape_than_the_output_is_an_error() {
    let (input, options) = (array![1.0, 2.0, 3.0, 4.0], Options::valid());
    let error = kernel_gradient(&input, &array![1.0, 2.0, 3.0], &[3], options).unwrap_err();
    let expected = "the gradient by the output has shape [3], but [2] is needed";
    assert_eq!(error.to_string(), expected);
    let error = kernel_gradient(&input, &array![1.0, 2.0], &[3, 1], options).unwrap_err();
    assert_eq!(error.to_string(), "the kernel has 2 axes, but 1 are needed");
    let layer = ConvLayer::new(Array3::<f64>::ones((2, 1, 3)), Array1::zeros(2), options).unwrap();
    let input = Array2::ones((1, 4));
    let error = layer.gradients(&input, &Array2::ones((1, 2))).unwrap_err();
    let expected = "the gradient by the output has shape [1, 2], but [2, 2] is needed";
    assert_eq!(error.to_string(), expected);
    let error = layer.gradients(&Array2::ones((2, 4)), &Array2::ones((2, 2)));
    assert!(matches!(error, Err(Error::ChannelMismatch { .. })));
}

/// What is computed takes memory for windows and samples, not for the places between them.
#[test]
fn strides_and_zeros_far_beyond_the_input_have_gradients() {
    const FAR: usize = 1 << 40;
    let far = Options::zeros(FAR, 0).stride(FAR);
    let layer = ConvLayer::new(array![[[2.0, 3.0]]], array![0.0], far).unwrap();
    let input = array![[5.0, 7.0, 11.0]];
    assert_eq!(layer.forward(&input).unwrap(), array![[0.0, 31.0]]);
    let gradients = layer.gradients(&input, &array![[1.0, 10.0]]).unwrap();
    assert_eq!(gradients.weights, array![[[50.0, 70.0]]]);
    assert_eq!(gradients.input, array![[20.0, 30.0, 0.0]]);
    let weights = Array4::ones((1, 1, 1, 3));
    let options = [far, Options::circular()];
    let layer = ConvLayer::new(weights, array![0.0], options).unwrap();
    let gradient = array![[[0.0, 0.0, 0.0], [1.0, 10.0, 100.0]]];
    let by_input = layer.input_gradient(ndarray::Dim([1, 1, 3]), &gradient);
    assert_eq!(by_input.unwrap(), array![[[111.0, 111.0, 111.0]]]);

    let layer = ConvLayer::new(
        array![[[2.0, 3.0]]],
        array![0.0],
        Options::circular().dilation(FAR),
    );
    let error = layer.unwrap().gradients(&input, &input).unwrap_err();
    assert!(matches!(error, Error::OutputTooLarge { .. }), "{error}");
}
