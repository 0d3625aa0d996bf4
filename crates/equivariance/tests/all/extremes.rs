//! Sizes at both ends of what a number can hold: an answer or an error, never a panic.

use equivariance::*;
use ndarray::{Array1, Array2, Array3, Array4, Axis};
use proptest::prelude::*;

/// Small sizes, and those at which sums and doubles overflow. None between: an operator may really make what fits.
fn size() -> impl Strategy<Value = usize> {
    let half = isize::MAX as usize;
    prop_oneof![
        0..6_usize,
        (0..3_usize).prop_map(|below| usize::MAX - below),
        (0..5_usize).prop_map(move |around| half - 2 + around),
        (0..5_usize).prop_map(move |around| half / 2 - 2 + around),
    ]
}

/// As [`size`], and about the square root of the largest: the product of two just fits, or just does not.
fn factor() -> impl Strategy<Value = usize> {
    prop_oneof![
        size(),
        (0..5_usize).prop_map(|around| (1 << (usize::BITS / 2)) - 2 + around)
    ]
}

fn shift() -> impl Strategy<Value = isize> {
    prop_oneof![
        -6..7_isize,
        (0..3_isize).prop_map(|above| isize::MIN + above),
        (0..3_isize).prop_map(|below| isize::MAX - below),
    ]
}

fn padding() -> impl Strategy<Value = Padding> {
    prop_oneof![
        5 => prop::sample::select(Padding::ALL),
        2 => prop::sample::select(&[Padding::SameUpper, Padding::SameLower]),
        2 => (size(), size()).prop_map(|(before, after)| Padding::Zeros { before, after }),
    ]
}

fn options() -> impl Strategy<Value = Options> {
    (padding(), size(), size(), prop::bool::ANY).prop_map(|(padding, stride, dilation, ceil)| {
        Options {
            padding,
            stride,
            dilation,
            ceil,
        }
    })
}

fn stage() -> impl Strategy<Value = Stage> {
    let kernel = prop_oneof![1..4_usize, factor()];
    (kernel, factor(), factor()).prop_map(|(kernel, stride, dilation)| Stage {
        kernel,
        stride,
        dilation,
    })
}

/// The formula in numbers of twice the width, which stay at their largest value instead of overflowing.
fn wide_field(stages: &[Stage]) -> u128 {
    let mut jump = 1_u128;
    let mut field = 1_u128;
    for stage in stages {
        let reach = (stage.kernel as u128 - 1) * stage.dilation as u128;
        field = field.saturating_add(reach.saturating_mul(jump));
        jump = jump.saturating_mul(stage.stride as u128);
    }
    field
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn a_receptive_field_is_right_or_an_error(stages in prop::collection::vec(stage(), 0..5)) {
        let empty = stages.iter().any(|s| s.kernel == 0 || s.stride == 0 || s.dilation == 0);
        match receptive_field(&stages) {
            Ok(field) => prop_assert_eq!(field as u128, wide_field(&stages)),
            Err(Error::FieldOverflow { stages: first }) => {
                prop_assert!(wide_field(&stages[..first]) > usize::MAX as u128);
                prop_assert!(wide_field(&stages[..first - 1]) <= usize::MAX as u128);
            }
            Err(_) => prop_assert!(empty),
        }
    }

    #[test]
    fn an_output_size_is_right_or_an_error(input in size(), kernel in size(), options in options()) {
        let wide = |size: usize| size as i128;
        let (n, stride) = (wide(input), wide(options.stride.max(1)));
        let span_less_one = (kernel.max(1) as u128 - 1) * options.dilation as u128;
        let reach = wide(usize::try_from(span_less_one).unwrap_or(usize::MAX));
        // The last of ⌈n / s⌉ windows ends here, which may be inside the input.
        let missing = ((n.max(1) - 1) / stride * stride + reach + 1 - n.max(1)).max(0);
        let (before, after) = match options.padding {
            Padding::Valid => (0, 0),
            Padding::Full => (reach, reach),
            Padding::Zeros { before, after } => (wide(before), wide(after)),
            Padding::SameUpper => (missing / 2, missing - missing / 2),
            Padding::SameLower => (missing - missing / 2, missing / 2),
            _ => (reach / 2, reach - reach / 2),
        };
        prop_assert_eq!(wide(options.before(input, kernel)), before);
        let room = before + n + after - reach - 1;
        let Ok(size) = output_size(input, kernel, options) else {
            // Nothing is refused that an array could have.
            let small = [input, kernel, options.stride, options.dilation].iter().all(|size| (1..6).contains(size));
            prop_assert!(!small || room < 0 || before + n + after > wide(isize::MAX as usize / 2));
            return Ok(());
        };
        let mut expected = room / stride + 1;
        if options.ceil {
            expected = (room + stride - 1) / stride + 1;
            // A last window that begins in the padding behind does not count, as in ONNX and PyTorch.
            expected -= i128::from((expected - 1) * stride >= before + n);
        }
        prop_assert_eq!(wide(size), expected);
        if matches!(options.padding, Padding::SameUpper | Padding::SameLower) {
            prop_assert_eq!(wide(size), (n + stride - 1) / stride);
        }
    }

    #[test]
    fn every_sliding_operator_answers(n in 0..6_usize, k in 0..4_usize, options in options(), place in size(), s in shift()) {
        let (f, w) = (Array1::<f64>::ones(n), Array1::<f64>::ones(k));
        let size = output_size(n, k, options).ok();
        match correlate(&f, &w, options) {
            Ok(output) => {
                prop_assert_eq!(output.len(), size.unwrap());
                prop_assert_eq!(window_at(&f, &[k], options, &[place]).is_ok(), place < output.len());
            }
            Err(Error::OutputTooLarge { shape }) => prop_assert!(shape == [size.unwrap()] && shape[0] > 1 << 30),
            Err(_) => prop_assert!(size.is_none()),
        }
        for fill in [Fill::Zero, Fill::Circular] {
            prop_assert_eq!(translate(&f, &[s], fill).unwrap().len(), n);
            let region = interior(&[n], &[k], options, &[s], fill);
            prop_assert!(region.is_err() || size.is_some());
        }
        let (f, w) = (Array2::<f64>::ones((n, 2)), Array2::<f64>::ones((k, 2)));
        prop_assert!(correlate(&f, &w, options).is_err() || size.is_some());
        let layer = ConvLayer::new(Array4::<f64>::ones((1, 1, 2, 2)), Array1::ones(1), options).unwrap();
        prop_assert!(layer.forward(&Array3::ones((1, n, 2))).is_err() || output_size(n, 2, options).is_ok());
    }

    #[test]
    fn every_transposed_operator_answers(n in 0..6_usize, k in 0..4_usize, options in options(), given in size(), more in size()) {
        let (f, w) = (Array1::<f64>::ones(n), Array1::<f64>::ones(k));
        let spread = correlate_transposed(&f, &w, &[given], options);
        prop_assert!(spread.is_err() || output_size(given, k, options).unwrap() == n);
        let layer = TransposedConvLayer::new(Array3::<f64>::ones((1, 1, k.max(1))), Array1::ones(1), options).unwrap();
        let f = f.insert_axis(Axis(0));
        if let Ok(output) = layer.forward(&f) {
            prop_assert!(output.iter().all(|value| *value >= 1.0));
        }
        let with_size = layer.clone().size(given).unwrap().forward(&f);
        prop_assert!(with_size.is_err() || with_size.unwrap().len() == given);
        // What is cut off may be as long as can be counted: as many samples as a padding says, or all but n·s.
        let cut = matches!(
            options.padding,
            Padding::SameUpper | Padding::SameLower | Padding::Zeros { .. }
        );
        prop_assert!(layer.output_padding(more).unwrap().forward(&f).is_err() || cut || more < 1 << 30);
    }

    #[test]
    fn the_interior_of_a_shape_without_an_array_answers(input in size(), kernel in size(), options in options(), s in shift()) {
        for fill in [Fill::Zero, Fill::Circular] {
            let region = interior(&[input, 3], &[kernel, 1], options, &[s, 0], fill);
            prop_assert!(region.is_err() || output_size(input, kernel, options).is_ok());
        }
    }

    #[test]
    fn every_pooling_answers(n in 0..6_usize, window in size(), stride in size()) {
        let f = Array2::<f64>::ones((n, 3));
        let pool = Pool::new(window, stride);
        let fits = (1..=n.min(3)).contains(&window) && stride > 0;
        prop_assert_eq!(max_pool(&f, pool).is_ok(), fits);
        prop_assert_eq!(mean_pool(&f, pool).is_ok(), fits);
        prop_assert_eq!(blurred_max_pool(&f, pool).is_ok(), fits);
    }

    #[test]
    fn every_pooling_with_options_answers(n in 0..6_usize, window in size(), options in options()) {
        let f = Array1::<f64>::ones(n);
        let pool = Pool { window, options };
        let size = output_size(n, window, options).ok();
        let mean = mean_pool_counting_padding(&f, pool);
        prop_assert_eq!(mean.as_ref().map(|mean| mean.len()).ok(), size.filter(|_| mean.is_ok()));
        // What has a size has an answer, if an array can have its size and its window can be counted.
        let small = size.is_some_and(|size| size < 1 << 30) && window < 1 << 30;
        prop_assert_eq!(mean.is_ok(), small);
        let largest = max_pool(&f, pool);
        prop_assert_eq!(largest.is_ok(), mean_pool(&f, pool).is_ok());
        if let Ok(largest) = largest {
            prop_assert!(mean.is_ok() && largest.iter().all(|value| *value == 1.0));
        }
        prop_assert!(blurred_max_pool(&f, pool).is_err() || matches!(options.padding, Padding::Valid | Padding::Circular));
    }

    #[test]
    fn a_region_counts_its_positions(ranges in prop::collection::vec((factor(), factor()), 0..4)) {
        let ranges: Vec<_> = ranges.into_iter().map(|(start, end)| start..end).collect();
        let wide = ranges.iter().fold(1_u128, |count, range| count.saturating_mul(range.len() as u128));
        let region = Region { ranges };
        prop_assert_eq!(region.len(), usize::try_from(wide).unwrap_or(usize::MAX));
        prop_assert_eq!(region.is_empty(), wide == 0);
    }
}

#[test]
fn a_field_too_large_names_the_stage_that_made_it_so() {
    let stages = [
        Stage::new(2, usize::MAX),
        Stage::new(2, usize::MAX),
        Stage::new(3, 1),
    ];
    let message = receptive_field(&stages).unwrap_err().to_string();
    assert!(
        message.starts_with("the receptive field of the first 2 stages"),
        "{message}"
    );
    // 1 + 1 + MAX - 2 fits, and a stride that no later stage needs does not matter.
    let fits = [Stage::new(2, usize::MAX - 2), Stage::new(2, usize::MAX)];
    assert_eq!(receptive_field(&fits).unwrap(), usize::MAX);
    let ones = [Stage::new(1, usize::MAX); 3];
    assert_eq!(receptive_field(&ones).unwrap(), 1);
    let needed = [&ones[..], &[Stage::new(2, 1)]].concat();
    assert!(receptive_field(&needed).is_err());
}

#[test]
fn a_stage_without_weights_stride_or_dilation_is_an_error() {
    let zeros = [(0, 1, 1), (1, 0, 1), (1, 1, 0)].map(|(kernel, stride, dilation)| {
        let stage = Stage {
            kernel,
            stride,
            dilation,
        };
        receptive_field(&[Stage::new(3, 1), stage]).unwrap_err()
    });
    assert!(matches!(
        zeros,
        [
            Error::EmptyKernel { .. },
            Error::ZeroStride,
            Error::ZeroDilation
        ]
    ));
}

#[test]
fn an_output_that_only_its_axes_together_make_too_large_is_an_error() {
    let (one, kernel) = (Array3::<f64>::ones((1, 1, 1)), Array3::ones((2, 2, 2)));
    // On a machine of 64 bits: three axes of 2²¹ + 1 places, each of which fits by itself.
    let options = Options::full().dilation(1 << (usize::BITS / 3));
    let error = correlate(&one, &kernel, options).unwrap_err();
    assert!(matches!(error, Error::OutputTooLarge { .. }), "{error}");

    let options = Options::full().dilation(1 << (usize::BITS / 2));
    let layer =
        ConvLayer::new(Array4::<f64>::ones((1, 1, 2, 2)), Array1::ones(1), options).unwrap();
    let error = layer.forward(&one).unwrap_err();
    assert!(matches!(error, Error::OutputTooLarge { .. }), "{error}");
}

#[test]
fn an_interior_of_more_windows_than_there_is_memory_for_is_an_error() {
    // The outputs of stride 5 could be the shape of an array, but of none that fits into a machine.
    let most = isize::MAX as usize / 2;
    for (n, k) in [(most - 1, 1), (most - 2, 3), (1, most - 1)] {
        let options = Options::full().stride(5);
        let error = interior(&[n], &[k], options, &[0], Fill::Zero).unwrap_err();
        let expected = matches!(
            error,
            Error::OutputTooLarge { .. } | Error::WindowTooLarge { .. }
        );
        assert!(expected, "{error}");
    }
}

#[test]
fn an_output_that_is_not_there_is_named_with_the_shape_of_those_that_are() {
    let f = Array1::<f64>::ones(4);
    let error = window_at(&f, &[3], Options::valid(), &[usize::MAX]).unwrap_err();
    assert_eq!(
        error.to_string(),
        format!(
            "there is no output at [{}] where the outputs have shape [2]",
            usize::MAX
        )
    );
}

/// A tile of rows this far apart once overflowed.
#[test]
fn a_stride_as_large_as_can_be_counted_leaves_one_window() {
    let stride = usize::MAX;
    let f = Array2::<f64>::ones((1, 1));
    let output = correlate(&f, &f, Options::same().stride(stride)).unwrap();
    assert_eq!(output, f);
    assert_eq!(max_pool(&f, Pool::new(1, stride)).unwrap(), f);
}
