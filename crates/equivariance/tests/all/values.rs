//! Values that a person can check by hand.

use equivariance::*;
use ndarray::{Array, Array1, Array2, Array3, Array4, ArrayD, arr0, array};

#[test]
fn named_kernels_of_signals_are_as_written() {
    let third = 1.0 / 3.0;
    let table: [(Kernel1d, &str, Array1<f64>); 6] = [
        (Kernel1d::Derivative, "derivative", array![-1.0, 0.0, 1.0]),
        (Kernel1d::Difference, "difference", array![-1.0, 1.0]),
        (Kernel1d::BoxBlur, "box-blur", array![third, third, third]),
        (
            Kernel1d::GaussianBlur,
            "gaussian-blur",
            array![0.25, 0.5, 0.25],
        ),
        (Kernel1d::Sharpen, "sharpen", array![-1.0, 3.0, -1.0]),
        (Kernel1d::Identity, "identity", array![0.0, 1.0, 0.0]),
    ];
    assert_eq!(table.len(), Kernel1d::ALL.len());
    for (kernel, name, weights) in table {
        assert_eq!(kernel.weights::<f64>(), weights, "{kernel}");
        assert_eq!(name.parse::<Kernel1d>().unwrap(), kernel);
        assert_eq!(kernel.to_string(), name);
    }
}

#[test]
#[rustfmt::skip]
fn named_kernels_of_images_are_as_written() {
    let ninth = 1.0 / 9.0;
    let table: [(Kernel2d, &str, Array2<f64>); 10] = [
        (Kernel2d::Identity, "identity", array![[0., 0., 0.],
                                                [0., 1., 0.],
                                                [0., 0., 0.]]),
        (Kernel2d::SobelX, "sobel-x", array![[-1., 0., 1.],
                                             [-2., 0., 2.],
                                             [-1., 0., 1.]]),
        (Kernel2d::SobelY, "sobel-y", array![[-1., -2., -1.],
                                             [ 0.,  0.,  0.],
                                             [ 1.,  2.,  1.]]),
        (Kernel2d::PrewittX, "prewitt-x", array![[-1., 0., 1.],
                                                 [-1., 0., 1.],
                                                 [-1., 0., 1.]]),
        (Kernel2d::PrewittY, "prewitt-y", array![[-1., -1., -1.],
                                                 [ 0.,  0.,  0.],
                                                 [ 1.,  1.,  1.]]),
        (Kernel2d::Laplacian, "laplacian", array![[0.,  1., 0.],
                                                  [1., -4., 1.],
                                                  [0.,  1., 0.]]),
        (Kernel2d::BoxBlur, "box-blur", array![[ninth, ninth, ninth],
                                               [ninth, ninth, ninth],
                                               [ninth, ninth, ninth]]),
        (Kernel2d::GaussianBlur, "gaussian-blur", array![[0.0625, 0.125, 0.0625],
                                                         [0.125,  0.25,  0.125 ],
                                                         [0.0625, 0.125, 0.0625]]),
        (Kernel2d::Sharpen, "sharpen", array![[ 0., -1.,  0.],
                                              [-1.,  5., -1.],
                                              [ 0., -1.,  0.]]),
        (Kernel2d::Emboss, "emboss", array![[-2., -1., 0.],
                                            [-1.,  1., 1.],
                                            [ 0.,  1., 2.]]),
    ];
    assert_eq!(table.len(), Kernel2d::ALL.len());
    for (kernel, name, weights) in table {
        assert_eq!(kernel.weights::<f64>(), weights, "{kernel}");
        assert_eq!(name.parse::<Kernel2d>().unwrap(), kernel);
        assert_eq!(kernel.to_string(), name);
    }
}

#[test]
fn factors_multiply_to_the_weights() {
    let mut separable = Vec::new();
    for kernel in Kernel2d::ALL {
        let Some((column, row)) = kernel.factors::<f64>() else {
            continue;
        };
        separable.push(kernel.name());
        let product = Array2::from_shape_fn((3, 3), |(i, j)| column[i] * row[j]);
        // Only the box blur, 1/3 · 1/3 against 1/9, may differ at all, by a last bit.
        let tolerance = if *kernel == Kernel2d::BoxBlur {
            f64::EPSILON / 8.0
        } else {
            0.0
        };
        let difference = (&product - &kernel.weights::<f64>()).mapv(f64::abs);
        assert!(
            difference.iter().all(|d| *d <= tolerance),
            "{kernel}: {difference}"
        );
    }
    assert_eq!(
        separable,
        [
            "identity",
            "sobel-x",
            "sobel-y",
            "prewitt-x",
            "prewitt-y",
            "box-blur",
            "gaussian-blur"
        ]
    );
}

#[test]
fn output_sizes_are_as_counted_by_hand() {
    let size = |n, k, options| output_size(n, k, options).unwrap();
    assert_eq!(size(5, 3, Options::valid()), 3);
    assert_eq!(size(3, 3, Options::valid()), 1);
    assert_eq!(size(7, 3, Options::valid().stride(2)), 3);
    assert_eq!(size(8, 3, Options::valid().stride(2)), 3);
    assert_eq!(size(9, 3, Options::valid().dilation(2)), 5);
    assert_eq!(size(5, 3, Options::full()), 7);
    assert_eq!(size(5, 4, Options::same()), 5);
    assert_eq!(size(5, 3, Options::same().stride(2)), 3);
    assert_eq!(size(6, 3, Options::circular().stride(2)), 3);
    assert_eq!(size(5, 3, Options::reflect()), 5);
}

#[test]
fn sizes_rounded_up_are_as_counted_by_hand() {
    let size = |n, k, options: Options| output_size(n, k, options.ceil()).unwrap();
    // Windows begin at 0, 2, 4; the last one has one sample too few.
    assert_eq!(size(6, 3, Options::valid().stride(2)), 3);
    assert_eq!(size(7, 3, Options::valid().stride(2)), 3);
    // From -1 on: -1, 1, 3; a fourth would begin at 5, behind the input.
    assert_eq!(size(5, 3, Options::zeros(1, 1).stride(2)), 3);
    assert_eq!(size(5, 2, Options::zeros(1, 2).stride(2)), 3);
    assert_eq!(size(6, 2, Options::zeros(1, 2).stride(2)), 4);
    assert_eq!(size(5, 1, Options::valid().stride(3)), 2);
    assert_eq!(size(5, 1, Options::valid().stride(usize::MAX)), 1);
}

#[test]
fn same_as_tensorflow_and_onnx_say_it_by_hand() {
    let f = array![1.0, 2.0, 4.0, 8.0, 16.0];
    let w = array![1.0, 10.0, 100.0, 1000.0];
    let at = |padding, stride| {
        let options = Options::padded(padding).stride(stride);
        correlate(&f, &w, options).unwrap().to_vec()
    };
    // Three zeros in all at stride 1, and again three at stride 2: the windows begin at 0, 2, 4 of the padded signal.
    let upper = [4210.0, 8421.0, 16842.0, 1684.0, 168.0];
    assert_eq!(at(Padding::SameUpper, 1), upper);
    assert_eq!(at(Padding::Same, 1), upper);
    assert_eq!(at(Padding::SameUpper, 2), [4210.0, 16842.0, 168.0]);
    assert_eq!(at(Padding::SameLower, 2), [2100.0, 8421.0, 1684.0]);
    // Of two windows at stride 3 the second begins at 3: two zeros, one on each side. At stride 4 three again.
    assert_eq!(at(Padding::SameUpper, 3), [4210.0, 1684.0]);
    assert_eq!(at(Padding::SameUpper, 4), [4210.0, 168.0]);
    // None where the windows leave samples out.
    let one = |padding| {
        let options = Options::padded(padding).stride(2);
        correlate(&f, &array![1.0], options).unwrap().to_vec()
    };
    assert_eq!(one(Padding::SameLower), [1.0, 4.0, 16.0]);
    assert_eq!(one(Padding::SameUpper), [1.0, 4.0, 16.0]);
}

#[test]
fn zeros_stand_where_they_are_said_to() {
    let f = array![1.0, 2.0, 4.0];
    let w = array![1.0, 10.0];
    let at = |options| correlate(&f, &w, options).unwrap().to_vec();
    assert_eq!(at(Options::zeros(1, 0)), [10.0, 21.0, 42.0]);
    assert_eq!(at(Options::zeros(0, 2)), [21.0, 42.0, 4.0, 0.0]);
    assert_eq!(at(Options::zeros(0, 0).stride(2)), [21.0]);
    assert_eq!(at(Options::zeros(0, 0).stride(2).ceil()), [21.0, 4.0]);
    let error = correlate(&f, &Array1::ones(7), Options::zeros(1, 2)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "a kernel of 7 with dilation 1 spans 7 samples, but the input and its zeros have 6: at least 7 are needed"
    );
    let error = output_size(3, 2, Options::zeros(usize::MAX, 2)).unwrap_err();
    assert_eq!(
        error.to_string(),
        format!(
            "an input of 3 with {} zeros before it and 2 behind it has more than {} samples",
            usize::MAX,
            isize::MAX / 2
        )
    );
}

#[test]
fn each_axis_may_have_its_own_options() {
    let f: Array2<f64> = seeded_noise((5, 6), 1);
    let w: Array2<f64> = seeded_noise((2, 3), 2);
    let options = [Options::circular().stride(2), Options::zeros(2, 1)];
    let output = correlate(&f, &w, options).unwrap();
    let turned = correlate(&f.t(), &w.t(), [options[1], options[0]]).unwrap();
    assert_eq!(output.dim(), (3, 7));
    // The same products in another order.
    assert!((&output - &turned.t()).iter().all(|d| d.abs() < 1e-14));
    assert_eq!(output, correlate(&f, &w, &options[..]).unwrap());
    assert_eq!(output, convolve(&f, &flip(&w), options).unwrap());
    let window = window_at(&f, &[2, 3], options, &[2, 0]).unwrap();
    assert_eq!(window, array![[0.0, 0.0, f[[4, 0]]], [0.0, 0.0, f[[0, 0]]]]);
    let region = interior(&[5, 6], &[2, 3], options, &[0, 1], Fill::Zero).unwrap();
    assert_eq!(region.ranges, [0..3, 1..6]);
    for wrong in [&options[..1], &[options[0]; 3]] {
        assert_eq!(
            correlate(&f, &w, wrong).unwrap_err().to_string(),
            format!(
                "the list with an entry for each axis has {} axes, but 2 are needed",
                wrong.len()
            )
        );
    }
}

#[test]
fn every_name_of_a_padding_is_read_back() {
    let strided = [Padding::SameUpper, Padding::SameLower];
    for padding in Padding::ALL.iter().chain(&strided) {
        assert_eq!(padding.to_string().parse::<Padding>().unwrap(), *padding);
    }
    assert_eq!(
        "zeros".parse::<Padding>().unwrap_err().to_string(),
        "'zeros' is no padding; there are valid, same, full, circular, reflect, same-upper, same-lower"
    );
}

#[test]
fn every_padding_by_hand() {
    let f = array![1.0, 2.0, 4.0, 8.0];
    let w = array![1.0, 10.0, 100.0];
    let at = |options| correlate(&f, &w, options).unwrap().to_vec();
    assert_eq!(at(Options::valid()), [421.0, 842.0]);
    assert_eq!(at(Options::same()), [210.0, 421.0, 842.0, 84.0]);
    assert_eq!(at(Options::full()), [100.0, 210.0, 421.0, 842.0, 84.0, 8.0]);
    assert_eq!(at(Options::circular()), [218.0, 421.0, 842.0, 184.0]);
    assert_eq!(at(Options::reflect()), [212.0, 421.0, 842.0, 484.0]);
}

#[test]
fn positive_shift_moves_down_and_right() {
    let f = array![[1.0, 2.0], [3.0, 4.0]];
    assert_eq!(
        translate(&f, &[1, 0], Fill::Zero).unwrap(),
        array![[0.0, 0.0], [1.0, 2.0]]
    );
    assert_eq!(
        translate(&f, &[0, 1], Fill::Zero).unwrap(),
        array![[0.0, 1.0], [0.0, 3.0]]
    );
    assert_eq!(
        translate(&f, &[0, -1], Fill::Zero).unwrap(),
        array![[2.0, 0.0], [4.0, 0.0]]
    );
    assert_eq!(
        translate(&f, &[isize::MIN, isize::MAX], Fill::Zero).unwrap(),
        Array2::<f64>::zeros((2, 2))
    );
}

#[test]
fn an_array_without_samples_or_without_axes_stays_as_it_is() {
    let empty = Array2::<f64>::zeros((0, 3));
    for fill in [Fill::Zero, Fill::Circular] {
        assert_eq!(translate(&empty, &[1, 2], fill).unwrap(), empty);
        assert_eq!(translate(&arr0(2.5), &[], fill).unwrap(), arr0(2.5));
    }
    let product = correlate(&arr0(2.5), &arr0(-2.0), Options::valid()).unwrap();
    assert_eq!(product, arr0(-5.0));
}

#[test]
fn zhang_example_of_eight_samples() {
    let f = array![0.0, 0.0, 1.0, 1.0, 0.0, 0.0, 1.0, 1.0];
    let shifted = translate(&f, &[-1], Fill::Circular).unwrap();
    let pool = Pool::new(2, 2);
    assert_eq!(max_pool(&f, pool).unwrap(), array![0.0, 1.0, 0.0, 1.0]);
    assert_eq!(
        max_pool(&shifted, pool).unwrap(),
        array![1.0, 1.0, 1.0, 1.0]
    );
    assert_eq!(
        blurred_max_pool(&f, pool).unwrap(),
        array![0.5, 1.0, 0.5, 1.0]
    );
    assert_eq!(
        blurred_max_pool(&shifted, pool).unwrap(),
        array![0.75, 0.75, 0.75, 0.75]
    );
    assert_eq!(global_max(&f).unwrap(), 1.0);
    assert_eq!(global_mean(&f).unwrap(), 0.5);
}

#[test]
fn poolings_with_padding_by_hand() {
    let f = array![-1.0, -2.0, -6.0, -3.0, -9.0];
    let pool = Pool::new(2, 2);
    let at = |pool: Pool| {
        [
            max_pool(&f, pool).unwrap().to_vec(),
            mean_pool(&f, pool).unwrap().to_vec(),
            mean_pool_counting_padding(&f, pool).unwrap().to_vec(),
        ]
    };
    // One zero before: it is not the largest, and counts only where it is said to.
    let before = pool.padding(Padding::Zeros {
        before: 1,
        after: 0,
    });
    assert_eq!(
        at(before),
        [[-1.0, -2.0, -3.0], [-1.0, -4.0, -6.0], [-0.5, -4.0, -6.0]]
    );
    // Rounded up: the last window has one sample, and no padding.
    assert_eq!(
        at(pool.ceil()),
        [[-1.0, -3.0, -9.0], [-1.5, -4.5, -9.0], [-1.5, -4.5, -9.0]]
    );
    assert_eq!(at(pool.dilation(3)), [[-1.0], [-2.0], [-2.0]]);
    assert_eq!(
        at(pool.padding(Padding::Circular).ceil()),
        [[-1.0, -3.0, -1.0], [-1.5, -4.5, -5.0], [-1.5, -4.5, -5.0]]
    );
    // Each axis its own.
    let f = array![[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]];
    let pools = [Pool::new(2, 1), Pool::new(1, 2)];
    assert_eq!(max_pool(&f, pools).unwrap(), array![[4.0, 6.0]]);
    assert_eq!(mean_pool(&f, pools).unwrap(), array![[2.5, 4.5]]);
}

#[test]
fn of_equal_samples_the_first_is_the_largest() {
    let sign = |f: Array1<f64>| {
        let pooled = max_pool(&f, Pool::new(f.len(), 1)).unwrap()[0];
        assert_eq!(pooled.to_bits(), global_max(&f).unwrap().to_bits());
        pooled.is_sign_negative()
    };
    assert!(sign(array![-1.0, -0.0, 0.0, -3.0]));
    assert!(!sign(array![-1.0, 0.0, -0.0, -3.0]));
}

#[test]
fn a_window_without_a_sample_is_an_error_unless_padding_counts() {
    let f = array![[3.0, 4.0]];
    let zeros = Padding::Zeros {
        before: 0,
        after: 3,
    };
    let pools = [Pool::new(1, 1), Pool::new(2, 1).padding(zeros)];
    let expected = "the window of output 2 along axis 1 meets no sample, only padding; it has neither a largest nor a mean";
    let errors = [max_pool(&f, pools), mean_pool(&f, pools)];
    for error in errors {
        assert_eq!(error.unwrap_err().to_string(), expected);
    }
    assert_eq!(
        mean_pool_counting_padding(&f, pools).unwrap(),
        array![[3.5, 2.0, 0.0, 0.0]]
    );
}

#[test]
fn an_output_of_the_caller_has_the_shape_of_what_is_written() {
    let f = array![[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]];
    let pool = Pool::new(2, 1);
    let mut wrong = Array2::from_elem((2, 1), 7.0);
    let kernel = Array2::ones((2, 2));
    let errors = [
        correlate_into(&f, &kernel, Options::valid(), &mut wrong),
        convolve_into(&f, &kernel, Options::valid(), &mut wrong),
        max_pool_into(&f, pool, &mut wrong),
        mean_pool_into(&f, pool, &mut wrong),
        mean_pool_counting_padding_into(&f, pool, &mut wrong),
    ];
    for error in errors {
        assert_eq!(
            error.unwrap_err().to_string(),
            "the output has shape [2, 1], but [1, 2] is needed"
        );
    }
    assert_eq!(wrong, array![[7.0], [7.0]]);
}

#[test]
fn layer_sums_channels_and_adds_bias() {
    let weights = Array4::from_shape_vec((2, 2, 1, 1), vec![1.0, 10.0, 0.0, 2.0]).unwrap();
    let layer = ConvLayer::new(weights, array![0.5, -1.0], Options::valid()).unwrap();
    let input = Array3::from_shape_vec((2, 1, 2), vec![1.0, 2.0, 3.0, 4.0]).unwrap();
    let output = layer.forward(&input).unwrap();
    assert_eq!(
        output,
        Array3::from_shape_vec((2, 1, 2), vec![31.5, 42.5, 5.0, 7.0]).unwrap()
    );
    let wrong = layer.forward(&Array3::zeros((3, 4, 4)));
    assert!(matches!(
        wrong,
        Err(Error::ChannelMismatch {
            expected: 2,
            actual: 3,
            ..
        })
    ));
}

#[test]
fn a_layer_adds_one_product_after_another_to_its_bias() {
    // 1 + 2⁻⁵³ is 1 again; the two small products together would not be lost.
    let tiny = f64::EPSILON / 2.0;
    let weights = Array::from_elem((1, 2, 1), tiny);
    let layer = ConvLayer::new(weights, array![1.0], Options::valid()).unwrap();
    let output = layer.forward(&array![[1.0], [1.0]]).unwrap();
    assert_eq!(output, array![[1.0]]);
}

#[test]
fn a_layer_of_groups_keeps_them_apart() {
    let weights = array![[[1.0]], [[10.0]], [[100.0]], [[1000.0]]];
    let layer = ConvLayer::new(weights, Array1::zeros(4), Options::valid()).unwrap();
    let groups = |groups| layer.clone().groups(groups);
    let input = array![[1.0, 2.0], [3.0, 4.0]];
    let expected = array![[1.0, 2.0], [10.0, 20.0], [300.0, 400.0], [3000.0, 4000.0]];
    assert_eq!(groups(2).unwrap().forward(&input).unwrap(), expected);
    for wrong in [0, 3, 5, usize::MAX] {
        let expected =
            format!("4 output channels cannot be divided into {wrong} groups of one size");
        assert_eq!(groups(wrong).unwrap_err().to_string(), expected);
    }
    assert_eq!(
        groups(4).unwrap().forward(&input).unwrap_err().to_string(),
        "the input of shape [2, 2] has 2 channels, but weights of shape [4, 1, 1] in 4 groups need 4"
    );
    assert_eq!(
        layer.forward(&input).unwrap_err().to_string(),
        "the input of shape [2, 2] has 2 channels, but weights of shape [4, 1, 1] in 1 group need 1"
    );
}

#[test]
fn a_layer_takes_weights_inputs_and_options_of_its_dimension() {
    let message = |error: Error| error.to_string();
    let bias = || array![0.0];
    let flat = ConvLayer::new(Array2::ones((1, 1)), bias(), Options::valid());
    assert_eq!(
        message(flat.unwrap_err()),
        "the array of weights has 2 axes, but 3 are needed"
    );
    let options = [Options::valid(); 3];
    let four = ConvLayer::new(Array4::ones((1, 1, 1, 1)), bias(), options);
    assert_eq!(
        message(four.unwrap_err()),
        "the list with an entry for each axis has 3 axes, but 2 are needed"
    );
    let empty = ConvLayer::new(Array3::ones((1, 0, 2)), bias(), Options::valid());
    assert!(matches!(empty, Err(Error::EmptyKernel { .. })));
    let weights = Array4::<f64>::ones((1, 1, 1, 1)).into_dyn();
    let layer = ConvLayer::new(weights, bias(), Options::valid()).unwrap();
    for axes in [0, 1, 2, 4] {
        let input = ArrayD::ones(vec![1; axes]);
        assert_eq!(
            message(layer.forward(&input).unwrap_err()),
            format!("the input of a layer has {axes} axes, but 3 are needed")
        );
    }
    for axes in [0, 1, 3, 5] {
        let input = ArrayD::ones(vec![1; axes]);
        assert_eq!(
            message(layer.forward_batch(&input).unwrap_err()),
            format!("the batch of inputs has {axes} axes, but 4 are needed")
        );
    }
    let none = layer
        .forward_batch(&ArrayD::ones(vec![0, 1, 2, 3]))
        .unwrap();
    assert_eq!(none.shape(), [0, 1, 2, 3]);
}

#[test]
fn an_output_of_a_layer_of_another_shape_is_left_as_it_is() {
    let layer =
        ConvLayer::new(Array3::ones((2, 1, 3)), Array1::zeros(2), Options::valid()).unwrap();
    let mut wrong = Array2::from_elem((2, 4), 7.0);
    let error = layer.forward_into(&Array2::ones((1, 5)), &mut wrong);
    assert_eq!(
        error.unwrap_err().to_string(),
        "the output has shape [2, 4], but [2, 3] is needed"
    );
    let mut batch = Array3::from_elem((1, 2, 3), 7.0);
    let error = layer.forward_batch_into(&Array3::ones((2, 1, 5)), &mut batch);
    assert_eq!(
        error.unwrap_err().to_string(),
        "the output has shape [1, 2, 3], but [2, 2, 3] is needed"
    );
    assert!(wrong.iter().chain(&batch).all(|value| *value == 7.0));
}

#[test]
fn a_transposed_correlation_names_the_sizes_that_do_not_fit() {
    let spread = |n: usize, size: &[usize], options: Options| {
        let kernel = array![1.0, 2.0, 3.0];
        let error = correlate_transposed(&Array1::ones(n), &kernel, size, options);
        error.unwrap_err().to_string()
    };
    assert_eq!(
        spread(2, &[3], Options::valid()),
        "the input has shape [2], but [1] is needed"
    );
    assert_eq!(
        spread(2, &[3, 1], Options::valid()),
        "the size of the output has 2 axes, but 1 are needed"
    );
    assert!(spread(2, &[2], Options::valid()).starts_with("a kernel of 3 with dilation 1 spans 3"));
    let mut wrong = array![7.0, 7.0];
    let kernel = array![1.0, 2.0, 3.0];
    let written =
        correlate_transposed_into(&array![1.0], &kernel, &[3], Options::valid(), &mut wrong);
    assert_eq!(
        written.unwrap_err().to_string(),
        "the output has shape [2], but [3] is needed"
    );
    assert_eq!(wrong, array![7.0, 7.0]);
}

#[test]
fn only_weights_that_meet_an_output_are_in_its_sum() {
    let spread = |kernel: &[f64], size: usize, options| {
        let kernel = Array1::from(kernel.to_vec());
        correlate_transposed(&array![2.0, 3.0], &kernel, &[size], options)
            .unwrap()
            .to_vec()
    };
    // An infinite weight times a zero beyond the border would be no number.
    let infinite = spread(&[1.0, f64::INFINITY, 10.0], 5, Options::valid().stride(2));
    assert_eq!(infinite, [2.0, f64::INFINITY, 23.0, f64::INFINITY, 30.0]);
    let one =
        |options: Options| correlate_transposed(&array![2.0], &array![1.0, 10.0], &[5], options);
    let expected = array![2.0, 20.0, 0.0, 0.0, 0.0];
    for stride in [4, 5, isize::MAX as usize, usize::MAX] {
        assert_eq!(one(Options::valid().stride(stride)).unwrap(), expected);
    }
    // A sum of nothing stays the bias, to the sign of its zero.
    let options = Options::valid().stride(2);
    let layer = TransposedConvLayer::new(array![[[1.0]]], array![-0.0], options).unwrap();
    let output = layer.size(4).unwrap().forward(&array![[0.0, 1.0]]).unwrap();
    let signs: Vec<bool> = output
        .iter()
        .map(|value| f64::is_sign_negative(*value))
        .collect();
    assert_eq!(signs, [false, true, false, true]);
}

#[test]
fn a_transposed_layer_by_hand() {
    // Two groups of one input each, the second with two outputs.
    let weights = array![[[1.0, 2.0], [3.0, 4.0]], [[5.0, 6.0], [7.0, 8.0]]];
    let bias = array![0.0, 100.0, 200.0, 300.0];
    let options = Options::valid().stride(2);
    let layer = TransposedConvLayer::grouped(weights.clone(), bias, options, 2).unwrap();
    let input = array![[1.0, 10.0], [2.0, 20.0]];
    let expected = array![
        [1.0, 2.0, 10.0, 20.0],
        [103.0, 104.0, 130.0, 140.0],
        [210.0, 212.0, 300.0, 320.0],
        [314.0, 316.0, 440.0, 460.0]
    ];
    assert_eq!(layer.forward(&input).unwrap(), expected);

    // In one group both inputs go to both outputs.
    let of = |padding| {
        let options = Options::padded(padding).stride(2);
        TransposedConvLayer::new(weights.clone(), array![0.0, 0.0], options).unwrap()
    };
    let whole = array![[11.0, 14.0, 110.0, 140.0], [17.0, 20.0, 170.0, 200.0]];
    let first = |layer: TransposedConvLayer<f64, _>| layer.forward(&input).unwrap().row(0).to_vec();
    assert_eq!(of(Padding::Valid).forward(&input).unwrap(), whole);
    assert_eq!(first(of(Padding::SameUpper)), [11.0, 14.0, 110.0, 140.0]);
    let zeros = Padding::Zeros {
        before: 1,
        after: 1,
    };
    assert_eq!(first(of(zeros)), [14.0, 110.0]);
    assert_eq!(
        first(of(zeros).output_padding(1).unwrap()),
        [14.0, 110.0, 140.0]
    );
    let given = |padding, size: usize| first(of(padding).size(size).unwrap());
    assert_eq!(given(Padding::SameUpper, 3), [11.0, 14.0, 110.0]);
    assert_eq!(given(Padding::SameLower, 3), [14.0, 110.0, 140.0]);
    assert_eq!(
        given(Padding::SameUpper, 6),
        [11.0, 14.0, 110.0, 140.0, 0.0, 0.0]
    );
    assert_eq!(given(Padding::Valid, 5), [11.0, 14.0, 110.0, 140.0, 0.0]);
}

#[test]
fn a_transposed_layer_names_what_does_not_fit() {
    let weights = Array3::ones((2, 3, 2));
    let message = |error: Error| error.to_string();
    let new = |weights: &Array3<f64>, bias, groups| {
        TransposedConvLayer::grouped(
            weights.clone(),
            Array1::ones(bias),
            Options::valid(),
            groups,
        )
    };
    assert_eq!(
        message(new(&weights, 9, 3).unwrap_err()),
        "2 input channels cannot be divided into 3 groups of one size"
    );
    assert!(new(&weights, 0, 0).is_err());
    assert_eq!(
        message(new(&weights, 3, 2).unwrap_err()),
        "the bias has shape [3], but [6] is needed"
    );
    let layer = new(&weights, 3, 1).unwrap();
    let forward = |layer: &TransposedConvLayer<f64, _>| {
        message(layer.forward(&Array2::ones((2, 4))).unwrap_err())
    };
    let with = |options: Options| TransposedConvLayer {
        options: vec![options],
        ..layer.clone()
    };
    assert_eq!(
        forward(&with(Options::zeros(3, 2))),
        "the windows of the transposed layer reach 5 samples, and its padding cuts 5 off: no output is left"
    );
    assert_eq!(
        forward(&layer.clone().size(4).unwrap()),
        "the input along an axis has shape [4], but [3] is needed"
    );
    assert!(forward(&with(Options::valid().stride(0))).starts_with("the stride is 0"));
    assert!(forward(&with(Options::valid().dilation(0))).starts_with("the dilation is 0"));
    assert_eq!(
        message(layer.forward(&Array2::ones((3, 4))).unwrap_err()),
        "the input of shape [3, 4] has 3 channels, but weights of shape [2, 3, 2] in 1 group need 2"
    );
    assert!(matches!(
        layer.forward(&Array2::ones((2, 0))),
        Err(Error::EmptyInput { .. })
    ));
    let same = with(Options::padded(Padding::SameLower)).size(0).unwrap();
    assert!(forward(&same).contains("no output is left"));
    let list = "the list with an entry for each axis has 2 axes, but 1 are needed";
    assert_eq!(message(layer.clone().size([1, 2]).unwrap_err()), list);
    assert_eq!(
        message(layer.clone().output_padding([1, 2]).unwrap_err()),
        list
    );
    let changed = TransposedConvLayer {
        output_padding: vec![0, 0],
        ..layer
    };
    assert_eq!(forward(&changed), list);
}

#[test]
fn a_layer_has_one_bias_for_every_output_channel() {
    let weights = Array4::<f64>::ones((2, 1, 1, 1));
    for bias in [array![], array![1.0], array![1.0, 2.0, 3.0]] {
        let error = ConvLayer::new(weights.clone(), bias.clone(), Options::valid()).unwrap_err();
        let expected = format!("the bias has shape [{}], but [2] is needed", bias.len());
        assert_eq!(error.to_string(), expected);
        // Its fields are public, so that it may be changed later.
        let mut layer =
            ConvLayer::new(weights.clone(), array![1.0, 2.0], Options::valid()).unwrap();
        layer.bias = bias;
        let error = layer.forward(&Array3::ones((1, 2, 2))).unwrap_err();
        assert_eq!(error.to_string(), expected);
    }
}

#[test]
fn bad_input_is_an_error() {
    let f: Array1<f64> = array![1.0, 2.0];
    let w = array![1.0, 2.0, 3.0];
    let none = Array1::<f64>::zeros(0);
    assert_eq!(
        correlate(&f, &w, Options::valid()).unwrap_err().to_string(),
        "a kernel of 3 with dilation 1 spans 3 samples, but the input has 2: valid padding needs at least 3"
    );
    assert!(matches!(
        correlate(&none, &w, Options::same()),
        Err(Error::EmptyInput { .. })
    ));
    assert!(matches!(
        correlate(&f, &none, Options::same()),
        Err(Error::EmptyKernel { .. })
    ));
    assert!(matches!(
        correlate(&f, &w, Options::same().stride(0)),
        Err(Error::ZeroStride)
    ));
    assert!(matches!(
        correlate(&f, &w, Options::same().dilation(0)),
        Err(Error::ZeroDilation)
    ));
    assert!(matches!(
        output_size(5, usize::MAX, Options::full().dilation(3)),
        Err(Error::SizeOverflow { .. })
    ));
    assert!(matches!(
        translate(&f, &[1, 2], Fill::Zero),
        Err(Error::DimensionMismatch { .. })
    ));
    assert!(matches!(
        max_pool(&array![1.0, f64::NAN], Pool::new(1, 1)),
        Err(Error::NonFinite { .. })
    ));
    assert!(matches!(global_mean(&none), Err(Error::EmptyInput { .. })));
    let odd = interior(&[8], &[2], Options::valid().stride(2), &[1], Fill::Circular);
    assert!(matches!(
        odd,
        Err(Error::ShiftNotMultipleOfStride {
            shift: 1,
            stride: 2
        })
    ));
    assert!(
        "sobel"
            .parse::<Kernel2d>()
            .unwrap_err()
            .to_string()
            .contains("sobel-x")
    );
    assert!(grey_from_bytes(b"no picture", Grey::Linear).is_err());
}

#[test]
fn checker_rejects_a_map_that_is_not_equivariant() {
    let f = array![1.0, 4.0, 2.0, 8.0];
    let shift = |f: &ndarray::ArrayRef1<f64>, s: &isize| translate(f, &[*s], Fill::Circular);
    let weighted = |f: &ndarray::ArrayRef1<f64>| Ok(&f.view() * &array![1.0, 1.0, 1.0, 2.0]);
    let error = equivariance_error(&f, weighted, shift, shift, &[0, 1, 2], |_, n| {
        Ok(Region::full(n))
    })
    .unwrap();
    // s = 1: left [8, 1, 4, 4], right [16, 1, 4, 2]; s = 2: left [2, 8, 1, 8], right [2, 16, 1, 4].
    assert_eq!((error.largest, error.worst), (8.0, 1));
    assert_eq!(error.mean, (8.0 + 2.0 + 8.0 + 4.0) / 12.0);
    let single = equivariance_error(&f, weighted, shift, shift, &[1], |_, _| {
        Ok(Region {
            ranges: std::iter::once(1..3).collect(),
        })
    })
    .unwrap();
    assert_eq!(single.largest, 0.0);
    let none = equivariance_error(&f, weighted, shift, shift, &[], |_, n| Ok(Region::full(n)));
    assert!(matches!(none, Err(Error::NoElements)));
    let empty = equivariance_error(&f, weighted, shift, shift, &[1], |_, _| {
        Ok(Region {
            ranges: std::iter::once(2..2).collect(),
        })
    });
    assert!(matches!(empty, Err(Error::EmptyRegion { .. })));
}

#[test]
fn receptive_field_of_vgg_16() {
    let (conv, pool) = (Stage::new(3, 1), Stage::new(2, 2));
    let stack = [
        conv, conv, pool, conv, conv, pool, conv, conv, conv, pool, conv, conv, conv, pool, conv,
        conv, conv, pool,
    ];
    assert_eq!(receptive_field(&stack).unwrap(), 212);
    assert_eq!(
        receptive_field(&[Stage {
            kernel: 3,
            stride: 1,
            dilation: 4
        }])
        .unwrap(),
        9
    );
    assert_eq!(receptive_field(&[]).unwrap(), 1);
}

#[test]
fn signals_by_hand() {
    let of = |signal: TestSignal| signal.samples::<f64>(8).to_vec();
    assert_eq!(
        of(TestSignal::Step),
        [0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0]
    );
    assert_eq!(
        of(TestSignal::Impulse),
        [0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0]
    );
    assert_eq!(
        TestSignal::Ramp.samples::<f64>(5).to_vec(),
        [0.0, 0.25, 0.5, 0.75, 1.0]
    );
    assert_eq!(
        of(TestSignal::Square),
        [1.0, -1.0, 1.0, -1.0, 1.0, -1.0, 1.0, -1.0]
    );
    // Sample i of 8 is the sine of i² / 64 of a turn.
    let chirp = of(TestSignal::Chirp);
    let eighth = 0.382_683_432_365_089_8;
    for (i, sine) in [(0, 0.0), (2, eighth), (4, 1.0), (6, -eighth)] {
        assert!((chirp[i] - sine).abs() < f64::EPSILON, "{chirp:?}");
    }
    // SplitMix64 with seed 1 starts with 0x910a2dec89025cc1.
    assert_eq!(
        of(TestSignal::Noise)[0],
        (0x910a_2dec_8902_5cc1_u64 >> 11) as f64 / (1_u64 << 53) as f64
    );
    for signal in TestSignal::ALL {
        assert_eq!(signal.samples::<f32>(0).len(), 0);
        assert_eq!(signal.samples::<f32>(1).len(), 1);
        assert_eq!(signal.name().parse::<TestSignal>().unwrap(), *signal);
    }
}

#[test]
fn images_are_in_range_and_the_letter_has_no_symmetry() {
    for image in TestImage::ALL {
        for (h, w) in [(0, 3), (1, 1), (48, 48), (20, 31)] {
            let pixels = image.pixels::<f64>(h, w);
            assert_eq!(pixels.dim(), (h, w));
            assert!(
                pixels.iter().all(|value| (0.0..=1.0).contains(value)),
                "{image}"
            );
        }
        let pixels = image.pixels::<f64>(48, 48);
        assert!(
            pixels.iter().any(|value| *value != pixels[[0, 0]]),
            "{image}"
        );
    }
    let f = TestImage::Letter.pixels::<f64>(48, 48);
    let (mirrored, upturned) = (
        f.slice(ndarray::s![.., ..;-1]),
        f.slice(ndarray::s![..;-1, ..]),
    );
    let turned = f.slice(ndarray::s![..;-1, ..;-1]);
    let rest = [
        f.t(),
        mirrored.t(),
        upturned.t(),
        turned.t(),
        mirrored,
        upturned,
        turned,
    ];
    assert!(rest.iter().all(|other| *other != f));
}
