//! Every sliding operator meets one naive oracle, to the bit: over tables of cases, and over random shapes, options and
//! layouts.

use std::fmt::Debug;

use equivariance::*;
use layouts::{Layout, numbers};
use naive::Kind;
use ndarray::{
    Array, Array1, ArrayD, ArrayRef, Axis, Dimension, Ix1, Ix2, Ix3, Ix4, Ix5, IxDyn, RemoveAxis,
    stack,
};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

mod layouts;
mod naive;

/// A number whose bits can be compared.
trait Bits: Scalar {
    fn bits(self) -> u64;
}

impl Bits for f32 {
    fn bits(self) -> u64 {
        self.to_bits().into()
    }
}

impl Bits for f64 {
    fn bits(self) -> u64 {
        self.to_bits()
    }
}

/// One axis of a case: the sizes of the input and the kernel, and the options.
type AxisCase = (usize, usize, Options);

#[derive(Clone, Debug)]
struct Case {
    axes: Vec<AxisCase>,
    layout: Layout,
    seed: u64,
}

impl Case {
    fn new(axes: &[AxisCase]) -> Self {
        Self {
            axes: axes.to_vec(),
            layout: Layout::Standard,
            seed: axes.iter().map(|(n, k, _)| n + 10 * k).sum::<usize>() as u64,
        }
    }

    fn input(&self) -> Vec<usize> {
        self.axes.iter().map(|(n, ..)| *n).collect()
    }

    fn kernel(&self) -> Vec<usize> {
        self.axes.iter().map(|(_, k, _)| *k).collect()
    }

    fn options(&self) -> Vec<Options> {
        self.axes.iter().map(|(.., options)| *options).collect()
    }
}

const PADDINGS: [Padding; 9] = [
    Padding::Valid,
    Padding::Same,
    Padding::Full,
    Padding::Circular,
    Padding::Reflect,
    Padding::Zeros {
        before: 3,
        after: 0,
    },
    Padding::Zeros {
        before: 1,
        after: 2,
    },
    Padding::SameUpper,
    Padding::SameLower,
];

fn table_of_options() -> Vec<Options> {
    let mut table = Vec::new();
    for padding in PADDINGS {
        for (stride, dilation) in (1..=3).flat_map(|s| (1..=3).map(move |d| (s, d))) {
            let options = Options::padded(padding).stride(stride).dilation(dilation);
            table.extend([options, options.ceil()]);
        }
    }
    table
}

/// Small cases of one, two and three dimensions, with each entry of the options, and a few that are large.
fn table() -> Vec<Case> {
    let mut cases = Vec::new();
    let options = table_of_options();
    for (i, first) in options.iter().enumerate() {
        for (n, k) in (1..=9).flat_map(|n| (1..=4).map(move |k| (n, k))) {
            cases.push(Case::new(&[(n, k, *first)]));
        }
        // Another entry for each of the other axes.
        let (second, third) = (
            options[(i + 29) % options.len()],
            options[(i + 71) % options.len()],
        );
        cases.push(Case::new(&[(8, 2, *first), (9, 3, *first)]));
        cases.push(Case::new(&[(7, 3, *first), (8, 2, second)]));
        cases.push(Case::new(&[(4, 2, *first), (5, 1, *first), (3, 3, *first)]));
        cases.push(Case::new(&[(4, 2, *first), (5, 3, second), (6, 2, third)]));
        cases.push(Case::new(&[(3, 2, second), (150, 3, *first)]));
    }
    for (side, k) in [(41, 3), (67, 5), (64, 3), (37, 15)] {
        for padding in PADDINGS {
            let options = Options::padded(padding);
            cases.push(Case::new(&[(side, k, options), (side + 30, k, options)]));
            cases.push(Case::new(&[
                (side, k, options.stride(2)),
                (side, k, options.stride(2)),
            ]));
        }
    }
    cases.push(Case::new(&[]));
    cases
}

fn padding() -> impl Strategy<Value = Padding> {
    prop_oneof![
        prop::sample::select(&PADDINGS),
        (0..7_usize, 0..7_usize).prop_map(|(before, after)| Padding::Zeros { before, after }),
    ]
}

fn options() -> impl Strategy<Value = Options> {
    (padding(), 1..6_usize, 1..5_usize, any::<bool>()).prop_map(
        |(padding, stride, dilation, ceil)| Options {
            padding,
            stride,
            dilation,
            ceil,
        },
    )
}

fn axes() -> impl Strategy<Value = Vec<AxisCase>> {
    let axis = |most: usize| (1..most, 1..6_usize, options());
    prop_oneof![
        prop::collection::vec(axis(200), 1..2),
        prop::collection::vec(axis(40), 2..3),
        prop::collection::vec(axis(10), 3..4),
        prop::collection::vec(axis(5), 4..5),
    ]
}

/// Of few samples, for operators with channels.
fn random_small_case() -> impl Strategy<Value = Case> {
    let axis = |most: usize| (1..most, 1..5_usize, options());
    let axes = prop_oneof![
        prop::collection::vec(axis(50), 1..2),
        prop::collection::vec(axis(12), 2..3),
        prop::collection::vec(axis(5), 3..4),
    ];
    (axes, prop::sample::select(&Layout::ALL), any::<u64>()).prop_map(|(axes, layout, seed)| Case {
        axes,
        layout,
        seed,
    })
}

fn random_case() -> impl Strategy<Value = Case> {
    (axes(), prop::sample::select(&Layout::ALL), any::<u64>())
        .prop_map(|(axes, layout, seed)| Case { axes, layout, seed })
}

/// Runs the check over random values; `PROPTEST_CASES` sets how many.
fn randomly<S: Strategy>(strategy: &S, check: impl Fn(&S::Value))
where
    S::Value: Debug,
{
    TestRunner::new(Config::default())
        .run(strategy, |value| {
            check(&value);
            Ok(())
        })
        .unwrap_or_else(|error| panic!("{error}"));
}

/// Both are errors, or they have the same shape and the same bits.
fn assert_same<A: Bits, D: Dimension>(
    actual: Result<Array<A, D>>,
    expected: Option<&ArrayD<A>>,
    what: impl Debug,
) {
    match (actual, expected) {
        (Ok(actual), Some(expected)) => assert_same_bits(&actual, expected, what),
        (Err(_), None) => (),
        (actual, expected) => panic!("{what:?}: {actual:?} is not {expected:?}"),
    }
}

fn assert_same_bits<A: Bits, D: Dimension>(
    actual: &ArrayRef<A, D>,
    expected: &ArrayD<A>,
    what: impl Debug,
) {
    assert_eq!(actual.shape(), expected.shape(), "{what:?}");
    for ((position, expected), actual) in expected.indexed_iter().zip(actual) {
        let same = actual.bits() == expected.bits();
        assert!(
            same,
            "{what:?} at {position:?}: {actual:?} is not {expected:?}"
        );
    }
}

/// Calls a function of arrays of any dimension with arrays whose dimension is known when it is compiled.
macro_rules! with_known_dimension {
    ($axes:expr, |$dimension:ident| $call:expr) => {
        match $axes {
            1 => {
                type $dimension = Ix1;
                $call
            }
            2 => {
                type $dimension = Ix2;
                $call
            }
            3 => {
                type $dimension = Ix3;
                $call
            }
            _ => {
                type $dimension = IxDyn;
                $call
            }
        }
    };
}

fn known<A: Bits, D: Dimension>(array: &ArrayD<A>) -> Array<A, D> {
    array.clone().into_dimensionality().unwrap()
}

/// An array of the shape of `expected`, in another layout than the input.
fn room_for<A: Bits, D: Dimension>(expected: Option<&ArrayD<A>>, case: &Case) -> Array<A, D> {
    let any = vec![1; D::NDIM.unwrap_or(case.axes.len())];
    let at = Layout::ALL
        .iter()
        .position(|layout| *layout == case.layout)
        .unwrap();
    let layout = Layout::ALL[(at + 1 + (case.seed % 4) as usize) % Layout::ALL.len()];
    let room = layout.room(expected.map_or(&any[..], |expected| expected.shape()));
    room.into_dimensionality().unwrap()
}

/// Compares what is written into an array of the caller.
fn assert_writes<A: Bits>(
    write: impl Fn(&mut ArrayRef<A, IxDyn>) -> Result<()>,
    expected: Option<&ArrayD<A>>,
    case: &Case,
) {
    let mut output = room_for(expected, case);
    assert_same(write(&mut output).map(|()| output), expected, case);
}

fn correlation<A: Bits>(case: &Case) {
    let input = case.layout.of(&numbers::<A>(&case.input(), case.seed));
    let kernel = case.layout.of(&numbers::<A>(&case.kernel(), case.seed ^ 1));
    let options = &case.options()[..];
    let expected = naive::correlate(&input, &kernel, options);
    assert_same(correlate(&input, &kernel, options), expected.as_ref(), case);
    assert_same(
        convolve(&input, &flip(&kernel), options),
        expected.as_ref(),
        case,
    );
    with_known_dimension!(case.axes.len(), |D| {
        let (input, kernel) = (known::<A, D>(&input), known::<A, D>(&kernel));
        assert_same(correlate(&input, &kernel, options), expected.as_ref(), case);
    });
    assert_writes(
        |output| correlate_into(&input, &kernel, options, output),
        expected.as_ref(),
        case,
    );
    assert_writes(
        |output| convolve_into(&input, &flip(&kernel), options, output),
        expected.as_ref(),
        case,
    );
    for (axis, (n, k, options)) in case.axes.iter().enumerate() {
        let windows = naive::windows(*n, *k, *options);
        let count = windows.map(|windows| windows.indices.len());
        assert_eq!(output_size(*n, *k, *options).ok(), count, "{case:?} {axis}");
    }
}

/// Correlations and convolutions, on inputs of each layout, and on one row that stands for all.
fn correlations() {
    for case in table() {
        correlation::<f32>(&case);
        correlation::<f64>(&case);
    }
    randomly(&random_case(), |case| {
        correlation::<f32>(case);
        correlation::<f64>(case);
    });
    let row = numbers::<f64>(&[40], 1);
    let kernel = numbers::<f64>(&[3, 3], 2);
    let options = [Options::same(), Options::circular()];
    let input = row.broadcast(IxDyn(&[9, 40])).unwrap();
    assert_same(
        correlate(&input, &kernel, options),
        naive::correlate(&input, &kernel, &options).as_ref(),
        "rows",
    );
}

fn pooling<A: Bits>(case: &Case) {
    let input = case.layout.of(&numbers::<A>(&case.input(), case.seed));
    let of_axis = |(_, window, options): &AxisCase| Pool {
        window: *window,
        options: *options,
    };
    let pools: Vec<Pool> = case.axes.iter().map(of_axis).collect();
    let pools = &pools[..];
    for kind in [Kind::Max, Kind::Mean, Kind::MeanCountingPadding] {
        let expected = naive::pool(&input, pools, kind);
        let expected = expected.as_ref();
        let output = match kind {
            Kind::Max => max_pool(&input, pools),
            Kind::Mean => mean_pool(&input, pools),
            Kind::MeanCountingPadding => mean_pool_counting_padding(&input, pools),
        };
        assert_same(output, expected, (case, kind));
        with_known_dimension!(case.axes.len(), |D| {
            let input = known::<A, D>(&input);
            let output = match kind {
                Kind::Max => max_pool(&input, pools),
                Kind::Mean => mean_pool(&input, pools),
                Kind::MeanCountingPadding => mean_pool_counting_padding(&input, pools),
            };
            assert_same(output, expected, (case, kind));
        });
        let write = |output: &mut ArrayRef<A, IxDyn>| match kind {
            Kind::Max => max_pool_into(&input, pools, output),
            Kind::Mean => mean_pool_into(&input, pools, output),
            Kind::MeanCountingPadding => mean_pool_counting_padding_into(&input, pools, output),
        };
        assert_writes(write, expected, case);
    }
}

fn poolings() {
    for case in table() {
        pooling::<f32>(&case);
        pooling::<f64>(&case);
    }
    randomly(&random_case(), |case| {
        pooling::<f32>(case);
        pooling::<f64>(case);
    });
}

/// The channels of a layer and the number of inputs at once.
#[derive(Clone, Copy, Debug)]
struct Channels {
    groups: usize,
    /// In each group.
    from: usize,
    /// In each group.
    to: usize,
    batch: usize,
}

fn channels() -> impl Strategy<Value = Channels> {
    let channels = prop_oneof![
        (1..4_usize, 1..4_usize, 1..4_usize),
        (Just(1), 1..20_usize, 1..20_usize),
        (1..20_usize, Just(1), 1..3_usize),
    ];
    (channels, 0..4_usize).prop_map(|((groups, from, to), batch)| Channels {
        groups,
        from,
        to,
        batch,
    })
}

/// A layer, or a transposed one, with as many axes of weights as `D` has.
fn layer<A: Bits, D: RemoveAxis>(case: &Case, channels: Channels) {
    let Channels {
        groups,
        from,
        to,
        batch,
    } = channels;
    let inputs = [&[batch, groups * from], &case.input()[..]].concat();
    let inputs = case.layout.of(&numbers::<A>(&inputs, case.seed));
    let weights = [&[groups * to, from], &case.kernel()[..]].concat();
    let weights = case.layout.of(&numbers::<A>(&weights, case.seed ^ 1));
    let bias: Array1<A> = numbers(&[groups * to], case.seed ^ 2)
        .into_dimensionality()
        .unwrap();
    let options = &case.options()[..];
    let layer = ConvLayer::new(known::<A, D>(&weights), bias.clone(), options).unwrap();
    let layer = layer.groups(groups).unwrap();
    let mut all = Vec::new();
    for input in inputs.outer_iter() {
        let expected = naive::layer(
            &input.to_owned(),
            &weights,
            &naive::flat(&bias),
            groups,
            options,
        );
        let input = input.into_dimensionality::<D::Smaller>().unwrap();
        assert_same(layer.forward(&input), expected.as_ref(), (case, channels));
        let mut output = room_for::<A, D::Smaller>(expected.as_ref(), case);
        let written = layer.forward_into(&input, &mut output);
        assert_same(
            written.map(|()| output),
            expected.as_ref(),
            (case, channels),
        );
        all.extend(expected);
    }
    let views: Vec<_> = all.iter().map(|array| array.view()).collect();
    let Ok(expected) = stack(Axis(0), &views) else {
        assert!(all.is_empty());
        return;
    };
    let inputs = inputs.into_dimensionality::<D>().unwrap();
    assert_same(
        layer.forward_batch(&inputs),
        Some(&expected),
        (case, channels),
    );
    let mut output = room_for::<A, D>(Some(&expected), case);
    let written = layer.forward_batch_into(&inputs, &mut output);
    assert_same(written.map(|()| output), Some(&expected), (case, channels));
}

fn layer_of_any_dimension<A: Bits>(case: &Case, channels: Channels) {
    match case.axes.len() {
        1 => layer::<A, Ix3>(case, channels),
        2 => layer::<A, Ix4>(case, channels),
        3 => layer::<A, Ix5>(case, channels),
        _ => layer::<A, IxDyn>(case, channels),
    }
}

fn products(case: &Case) -> usize {
    case.axes.iter().map(|(n, k, _)| n * k).product()
}

fn layers() {
    let mut every = 0;
    // Many channels take the place of large kernels.
    let small = |case: &&Case| !case.axes.is_empty() && products(case) < 20_000;
    for case in table().iter().filter(small) {
        every += 1;
        // Each number of channels with some of the options.
        let channels = Channels {
            groups: 1 + every % 3,
            from: 1 + every % 4,
            to: 1 + every / 4 % 3,
            batch: 1,
        };
        layer_of_any_dimension::<f32>(case, channels);
        layer_of_any_dimension::<f64>(case, channels);
    }
    for (from, to, side) in [(16, 24, 14), (3, 33, 19), (33, 3, 19)] {
        for (k, options) in [
            (3, Options::valid()),
            (1, Options::valid()),
            (3, Options::same().stride(2)),
        ] {
            let case = Case::new(&[(side, k, options), (side, k, options)]);
            let channels = Channels {
                groups: 1,
                from,
                to,
                batch: 2,
            };
            layer_of_any_dimension::<f32>(&case, channels);
            layer_of_any_dimension::<f64>(&case, channels);
        }
    }
    randomly(&(random_small_case(), channels()), |(case, channels)| {
        layer_of_any_dimension::<f32>(case, *channels);
        layer_of_any_dimension::<f64>(case, *channels);
    });
}

fn transposed_correlation<A: Bits>(case: &Case) {
    let (size, options) = (&case.input()[..], &case.options()[..]);
    let kernel = case.layout.of(&numbers::<A>(&case.kernel(), case.seed ^ 1));
    let Some(axes) = naive::all_windows(size, kernel.shape(), options) else {
        let any = ArrayD::zeros(vec![1; size.len()]);
        assert!(correlate_transposed(&any, &kernel, size, options).is_err());
        return;
    };
    let shape = naive::output_shape(&axes);
    let input = case.layout.of(&numbers::<A>(&shape, case.seed));
    let expected = naive::correlate_transposed(&input, &kernel, size, &axes);
    let expected = Some(&expected);
    assert_same(
        correlate_transposed(&input, &kernel, size, options),
        expected,
        case,
    );
    with_known_dimension!(case.axes.len(), |D| {
        let (input, kernel) = (known::<A, D>(&input), known::<A, D>(&kernel));
        assert_same(
            correlate_transposed(&input, &kernel, size, options),
            expected,
            case,
        );
    });
    let write = |output: &mut ArrayRef<A, IxDyn>| {
        correlate_transposed_into(&input, &kernel, size, options, output)
    };
    assert_writes(write, expected, case);
}

/// The sizes of a case are those of the outputs, which are given.
fn transposed_layer<A: Bits, D: RemoveAxis>(case: &Case, channels: Channels) {
    let Channels {
        groups,
        from,
        to,
        batch,
    } = channels;
    let (size, options) = (&case.input()[..], &case.options()[..]);
    let weights = [&[groups * from, to], &case.kernel()[..]].concat();
    let weights = case.layout.of(&numbers::<A>(&weights, case.seed ^ 1));
    let Some(axes) = naive::all_windows(size, &case.kernel(), options) else {
        return;
    };
    let inputs = [&[batch, groups * from], &naive::output_shape(&axes)[..]].concat();
    let inputs = case.layout.of(&numbers::<A>(&inputs, case.seed));
    let bias: Array1<A> = known(&numbers(&[groups * to], case.seed ^ 2));
    let layer =
        TransposedConvLayer::grouped(known::<A, D>(&weights), bias.clone(), options, groups);
    let layer = layer.unwrap().size(size).unwrap();
    let mut all = Vec::new();
    for input in inputs.outer_iter() {
        let expected = naive::transposed_layer(
            &input.to_owned(),
            &weights,
            &naive::flat(&bias),
            groups,
            size,
            &axes,
        );
        let input = input.into_dimensionality::<D::Smaller>().unwrap();
        assert_same(layer.forward(&input), Some(&expected), (case, channels));
        let mut output = room_for::<A, D::Smaller>(Some(&expected), case);
        let written = layer.forward_into(&input, &mut output);
        assert_same(written.map(|()| output), Some(&expected), (case, channels));
        all.push(expected);
    }
    let views: Vec<_> = all.iter().map(|array| array.view()).collect();
    let Ok(expected) = stack(Axis(0), &views) else {
        return;
    };
    let inputs = inputs.into_dimensionality::<D>().unwrap();
    assert_same(
        layer.forward_batch(&inputs),
        Some(&expected),
        (case, channels),
    );
    let mut output = room_for::<A, D>(Some(&expected), case);
    let written = layer.forward_batch_into(&inputs, &mut output);
    assert_same(written.map(|()| output), Some(&expected), (case, channels));
}

fn transposed_layer_of_any_dimension<A: Bits>(case: &Case, channels: Channels) {
    match case.axes.len() {
        1 => transposed_layer::<A, Ix3>(case, channels),
        2 => transposed_layer::<A, Ix4>(case, channels),
        3 => transposed_layer::<A, Ix5>(case, channels),
        _ => transposed_layer::<A, IxDyn>(case, channels),
    }
}

fn transposed() {
    let small = |case: &&Case| products(case) < 40_000;
    for (number, case) in table().iter().filter(small).enumerate() {
        transposed_correlation::<f32>(case);
        transposed_correlation::<f64>(case);
        if !case.axes.is_empty() && products(case) < 2_000 {
            let channels = Channels {
                groups: 1 + number % 3,
                from: 1 + number % 4,
                to: 1 + number / 4 % 3,
                batch: 1,
            };
            transposed_layer_of_any_dimension::<f32>(case, channels);
            transposed_layer_of_any_dimension::<f64>(case, channels);
        }
    }
    randomly(&random_case(), |case| {
        transposed_correlation::<f32>(case);
        transposed_correlation::<f64>(case);
    });
    randomly(&(random_small_case(), channels()), |(case, channels)| {
        transposed_layer_of_any_dimension::<f32>(case, *channels);
        transposed_layer_of_any_dimension::<f64>(case, *channels);
    });
}

#[test]
fn transposed_correlations_and_layers_meet_the_oracle_to_the_bit() {
    transposed();
}

#[test]
fn layers_meet_the_oracle_to_the_bit() {
    layers();
}

#[test]
fn correlations_meet_the_oracle_to_the_bit() {
    correlations();
}

#[test]
fn poolings_meet_the_oracle_to_the_bit() {
    poolings();
}

#[test]
fn a_translation_moves_the_same_numbers_in_every_layout() {
    let f: ArrayD<f64> = numbers(&[6, 7], 3);
    for fill in [Fill::Zero, Fill::Circular] {
        let expected = translate(&f, &[1, -2], fill).unwrap();
        for layout in Layout::ALL {
            assert_eq!(translate(&layout.of(&f), &[1, -2], fill).unwrap(), expected);
        }
    }
}

#[test]
fn blurred_poolings_meet_the_sum_that_is_written_out() {
    // Of both signs: the largest of a window may lie below zero.
    let f: ndarray::Array2<f64> = seeded_noise((7, 8), 5) - 0.7;
    for (window, stride, dilation) in
        (1..=4).flat_map(|w| (1..=4).map(move |s| (w, s, 1 + (w + s) % 2)))
    {
        let pool = Pool::new(window, stride).dilation(dilation);
        if (window - 1) * dilation + 1 > 7 {
            assert!(matches!(
                blurred_max_pool(&f, pool),
                Err(Error::KernelTooLarge { .. })
            ));
            continue;
        }
        // The maximum, the blur and the choice of samples at once.
        let dense = |y: usize, x: usize| {
            let at = |i: usize| {
                f[[
                    (y + i / window * dilation) % 7,
                    (x + i % window * dilation) % 8,
                ]]
            };
            (0..window * window).map(at).fold(f64::MIN, f64::max)
        };
        let blurred = blurred_max_pool(&f, pool).unwrap();
        assert_eq!(
            blurred.dim(),
            (7_usize.div_ceil(stride), 8_usize.div_ceil(stride))
        );
        assert_eq!(
            blurred,
            blurred_max_pool(&f, pool.padding(Padding::Circular).ceil()).unwrap()
        );
        for ((y, x), value) in blurred.indexed_iter() {
            let mut expected = 0.0;
            for (i, u) in [0.25, 0.5, 0.25].into_iter().enumerate() {
                for (j, v) in [0.25, 0.5, 0.25].into_iter().enumerate() {
                    expected += u * v * dense((y * stride + i + 6) % 7, (x * stride + j + 7) % 8);
                }
            }
            // Sums of nine products in another order.
            assert!((value - expected).abs() < 1e-15, "{pool:?} {y} {x}");
        }
    }
    for padding in [
        Padding::Same,
        Padding::Zeros {
            before: 1,
            after: 1,
        },
    ] {
        let error = blurred_max_pool(&f, Pool::new(2, 2).padding(padding)).unwrap_err();
        let expected = format!("the padding is {padding}, but valid or circular is needed");
        assert_eq!(error.to_string(), expected);
    }
}
