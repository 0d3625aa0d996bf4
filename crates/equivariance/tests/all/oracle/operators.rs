//! Each operator beside the oracle, in `f32` and `f64`. The public functions take nothing and go through all cases.

use equivariance::*;
use ndarray::{
    Array, Array1, ArrayD, ArrayRef, ArrayRef1, Axis, Dimension, Ix1, Ix2, Ix3, Ix4, Ix5, IxDyn,
    RemoveAxis, stack,
};

use super::cases::{
    AxisCase, Case, Channels, channels, one_in, random_case, random_small_case, randomly, table,
};
use super::compare::{
    Bits, assert_same, assert_writes, known, room_for, with_known_dimension,
    with_vectors_of_every_width,
};
use super::layouts::numbers;
use super::naive::{self, Kind};
use super::paths;

fn correlation<A: Bits>(case: &Case) {
    let input = case.layout.of(&numbers::<A>(&case.input(), case.seed));
    let kernel = case.layout.of(&numbers::<A>(&case.kernel(), case.seed ^ 1));
    let (flipped, options) = (flip(&kernel), &case.options()[..]);
    let expected = naive::correlate(&input, &kernel, options);
    let expected = expected.as_ref();
    with_vectors_of_every_width(|| {
        assert_same(correlate(&input, &kernel, options), expected, case);
        assert_same(convolve(&input, &flipped, options), expected, case);
        with_known_dimension!(case.axes.len(), |D| {
            let (input, kernel) = (known::<A, D>(&input), known::<A, D>(&kernel));
            assert_same(correlate(&input, &kernel, options), expected, case);
        });
        let write =
            |output: &mut ArrayRef<A, IxDyn>| correlate_into(&input, &kernel, options, output);
        assert_writes(write, expected, case);
        let write =
            |output: &mut ArrayRef<A, IxDyn>| convolve_into(&input, &flipped, options, output);
        assert_writes(write, expected, case);
    });
    for (axis, (n, k, options)) in case.axes.iter().enumerate() {
        let windows = naive::windows(*n, *k, *options);
        let count = windows.map(|windows| windows.indices.len());
        assert_eq!(output_size(*n, *k, *options).ok(), count, "{case:?} {axis}");
    }
}

pub(crate) fn correlations() {
    for case in table() {
        correlation::<f32>(&case);
        correlation::<f64>(&case);
    }
    randomly(&random_case(), |case| {
        correlation::<f32>(case);
        correlation::<f64>(case);
    });
}

/// What is returned, and what is written into an array of the caller.
fn correlation_on_path<A: Bits>(case: &Case) {
    let input = case.layout.of(&numbers::<A>(&case.input(), case.seed));
    let kernel = numbers::<A>(&case.kernel(), case.seed ^ 1);
    let options = &case.options()[..];
    let expected = naive::correlate(&input, &kernel, options);
    let expected = expected.as_ref();
    with_vectors_of_every_width(|| {
        assert_same(correlate(&input, &kernel, options), expected, case);
        let write =
            |output: &mut ArrayRef<A, IxDyn>| correlate_into(&input, &kernel, options, output);
        assert_writes(write, expected, case);
    });
}

/// On every path.
pub(crate) fn correlations_on_paths() {
    let cases = [
        paths::planes(),
        paths::copies(),
        paths::spaces(),
        paths::blocks(),
    ];
    for case in cases.concat() {
        correlation_on_path::<f32>(&case);
        correlation_on_path::<f64>(&case);
    }
    one_in(8, &paths::long_case(), |case| {
        correlation_on_path::<f32>(case);
        correlation_on_path::<f64>(case);
    });
}

fn separable_correlation<A: Bits>(case: &Case) {
    let input = case.layout.of(&numbers::<A>(&case.input(), case.seed));
    let options = &case.options()[..];
    let sizes = case.kernel().into_iter().zip(case.seed..);
    let kernels: Vec<Array1<A>> = sizes.map(|(k, seed)| known(&numbers(&[k], seed))).collect();
    let expected = naive::correlate_separable(&input, &kernels, options);
    let expected = expected.as_ref();
    let kernels: Vec<&ArrayRef1<A>> = kernels.iter().map(|kernel| &**kernel).collect();
    with_vectors_of_every_width(|| {
        assert_same(
            correlate_separable(&input, &kernels, options),
            expected,
            case,
        );
        with_known_dimension!(case.axes.len(), |D| {
            let input = known::<A, D>(&input);
            assert_same(
                correlate_separable(&input, &kernels, options),
                expected,
                case,
            );
        });
        let write = |output: &mut ArrayRef<A, IxDyn>| {
            correlate_separable_into(&input, &kernels, options, output)
        };
        assert_writes(write, expected, case);
    });
}

pub(crate) fn separable_correlations() {
    for case in table() {
        separable_correlation::<f32>(&case);
        separable_correlation::<f64>(&case);
    }
    randomly(&random_case(), |case| {
        separable_correlation::<f32>(case);
        separable_correlation::<f64>(case);
    });
}

/// On every path: each case has a pass along a column and one along a row.
pub(crate) fn separable_correlations_on_paths() {
    let planes = paths::planes().into_iter().step_by(5);
    let copies = paths::copies().into_iter().step_by(3);
    let rest = [paths::spaces(), paths::blocks()].concat();
    for (number, mut case) in planes.chain(copies).chain(rest).enumerate() {
        // One in three has infinite numbers.
        case.seed = number as u64;
        separable_correlation::<f32>(&case);
        separable_correlation::<f64>(&case);
    }
    one_in(8, &paths::long_case(), |case| {
        separable_correlation::<f32>(case);
        separable_correlation::<f64>(case);
    });
}

fn pools_of(case: &Case) -> Vec<Pool> {
    let of_axis = |(_, window, options): &AxisCase| Pool {
        window: *window,
        options: *options,
    };
    case.axes.iter().map(of_axis).collect()
}

fn pooling<A: Bits>(case: &Case) {
    let input = case.layout.of(&numbers::<A>(&case.input(), case.seed));
    let pools = &pools_of(case)[..];
    for kind in [Kind::Max, Kind::Mean, Kind::MeanCountingPadding] {
        let expected = naive::pool(&input, pools, kind);
        let expected = expected.as_ref();
        with_vectors_of_every_width(|| {
            assert_same(pooled(&input, pools, kind), expected, (case, kind));
            with_known_dimension!(case.axes.len(), |D| {
                let input = known::<A, D>(&input);
                assert_same(pooled(&input, pools, kind), expected, (case, kind));
            });
            let write = |output: &mut ArrayRef<A, IxDyn>| match kind {
                Kind::Max => max_pool_into(&input, pools, output),
                Kind::Mean => mean_pool_into(&input, pools, output),
                Kind::MeanCountingPadding => mean_pool_counting_padding_into(&input, pools, output),
            };
            assert_writes(write, expected, case);
        });
    }
}

fn pooled<A: Bits, D: Dimension>(
    input: &ArrayRef<A, D>,
    pools: &[Pool],
    kind: Kind,
) -> Result<Array<A, D>> {
    match kind {
        Kind::Max => max_pool(input, pools),
        Kind::Mean => mean_pool(input, pools),
        Kind::MeanCountingPadding => mean_pool_counting_padding(input, pools),
    }
}

pub(crate) fn poolings() {
    for case in table() {
        pooling::<f32>(&case);
        pooling::<f64>(&case);
    }
    randomly(&random_case(), |case| {
        pooling::<f32>(case);
        pooling::<f64>(case);
    });
}

fn maximum<A: Bits>(case: &Case) {
    let input = case.layout.of(&numbers::<A>(&case.input(), case.seed));
    let pools = &pools_of(case)[..];
    let expected = naive::pool(&input, pools, Kind::Max);
    let expected = expected.as_ref();
    with_vectors_of_every_width(|| {
        assert_same(max_pool(&input, pools), expected, case);
        let write = |output: &mut ArrayRef<A, IxDyn>| max_pool_into(&input, pools, output);
        assert_writes(write, expected, case);
    });
}

/// On every path. Means are sums of products, as correlations are.
pub(crate) fn poolings_on_paths() {
    let planes = paths::planes().into_iter().step_by(5);
    let copies = paths::copies().into_iter().step_by(2);
    let spaces = paths::spaces().into_iter().step_by(3);
    for case in planes.chain(copies).chain(spaces).chain(paths::blocks()) {
        maximum::<f32>(&case);
        maximum::<f64>(&case);
    }
    one_in(8, &paths::long_case(), |case| {
        maximum::<f32>(case);
        maximum::<f64>(case);
    });
}

/// The four ways to call a layer.
trait Layer<A, D: RemoveAxis> {
    fn one(&self, input: &ArrayRef<A, D::Smaller>) -> Result<Array<A, D::Smaller>>;
    fn one_into(
        &self,
        input: &ArrayRef<A, D::Smaller>,
        output: &mut ArrayRef<A, D::Smaller>,
    ) -> Result<()>;
    fn batch(&self, input: &ArrayRef<A, D>) -> Result<Array<A, D>>;
    fn batch_into(&self, input: &ArrayRef<A, D>, output: &mut ArrayRef<A, D>) -> Result<()>;
}

macro_rules! layer {
    ($layer:ident) => {
        impl<A: Bits, D: RemoveAxis> Layer<A, D> for $layer<A, D> {
            fn one(&self, input: &ArrayRef<A, D::Smaller>) -> Result<Array<A, D::Smaller>> {
                self.forward(input)
            }

            fn one_into(
                &self,
                input: &ArrayRef<A, D::Smaller>,
                output: &mut ArrayRef<A, D::Smaller>,
            ) -> Result<()> {
                self.forward_into(input, output)
            }

            fn batch(&self, input: &ArrayRef<A, D>) -> Result<Array<A, D>> {
                self.forward_batch(input)
            }

            fn batch_into(
                &self,
                input: &ArrayRef<A, D>,
                output: &mut ArrayRef<A, D>,
            ) -> Result<()> {
                self.forward_batch_into(input, output)
            }
        }
    };
}
layer!(ConvLayer);
layer!(TransposedConvLayer);

/// Calls the layer in each way with a batch of inputs; `expected` says what it makes of one.
fn assert_layer<A: Bits, D: RemoveAxis>(
    layer: &impl Layer<A, D>,
    inputs: &ArrayD<A>,
    expected: impl Fn(&ArrayD<A>) -> Option<ArrayD<A>>,
    (case, channels): (&Case, Channels),
) {
    let what = (case, channels);
    let mut all = Vec::new();
    for input in inputs.outer_iter() {
        let expected = expected(&input.to_owned());
        let input = input.into_dimensionality::<D::Smaller>().unwrap();
        with_vectors_of_every_width(|| {
            assert_same(layer.one(&input), expected.as_ref(), what);
            let mut output = room_for::<A, D::Smaller>(expected.as_ref(), case);
            let written = layer.one_into(&input, &mut output);
            assert_same(written.map(|()| output), expected.as_ref(), what);
        });
        all.extend(expected);
    }
    let views: Vec<_> = all.iter().map(|array| array.view()).collect();
    let Ok(expected) = stack(Axis(0), &views) else {
        return;
    };
    let inputs = inputs.view().into_dimensionality::<D>().unwrap();
    with_vectors_of_every_width(|| {
        assert_same(layer.batch(&inputs), Some(&expected), what);
        let mut output = room_for::<A, D>(Some(&expected), case);
        let written = layer.batch_into(&inputs, &mut output);
        assert_same(written.map(|()| output), Some(&expected), what);
    });
}

/// A layer with as many axes of weights as `D` has.
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
    let bias: Array1<A> = known(&numbers(&[groups * to], case.seed ^ 2));
    let options = &case.options()[..];
    let layer = ConvLayer::new(known::<A, D>(&weights), bias.clone(), options).unwrap();
    let layer = layer.groups(groups).unwrap();
    let bias = naive::flat(&bias);
    let expected = |input: &ArrayD<A>| naive::layer(input, &weights, &bias, groups, options);
    assert_layer(&layer, &inputs, expected, (case, channels));
}

fn layer_of_any_dimension<A: Bits>(case: &Case, channels: Channels) {
    match case.axes.len() {
        1 => layer::<A, Ix3>(case, channels),
        2 => layer::<A, Ix4>(case, channels),
        3 => layer::<A, Ix5>(case, channels),
        _ => layer::<A, IxDyn>(case, channels),
    }
}

pub(crate) fn layers() {
    let mut every = 0;
    // Many channels take the place of large kernels.
    let small = |case: &&Case| !case.axes.is_empty() && case.products() < 20_000;
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
    for (from, to, side) in [(16, 24, 14), (3, 33, 19), (33, 3, 19), (32, 40, 12)] {
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
    // Rows of outputs that are shorter than the kernel is.
    for (rows, columns, k) in [(4, 1, 3), (7, 2, 5), (20, 3, 7), (5, 1, 9)] {
        let case = Case::new(&[(rows, 1, Options::valid()), (columns, k, Options::same())]);
        let channels = Channels {
            groups: 1,
            from: 2,
            to: 9,
            batch: 1,
        };
        layer_of_any_dimension::<f32>(&case, channels);
        layer_of_any_dimension::<f64>(&case, channels);
    }
    randomly(&(random_small_case(), channels()), |(case, channels)| {
        layer_of_any_dimension::<f32>(case, *channels);
        layer_of_any_dimension::<f64>(case, *channels);
    });
}

/// On every path.
pub(crate) fn layers_on_paths() {
    for (case, channels) in paths::layers() {
        layer_of_any_dimension::<f32>(&case, channels);
        layer_of_any_dimension::<f64>(&case, channels);
    }
    one_in(8, &paths::long_layer(), |(case, channels)| {
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
    with_vectors_of_every_width(|| {
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
    });
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
    let bias = naive::flat(&bias);
    let expected = |input: &ArrayD<A>| {
        Some(naive::transposed_layer(
            input, &weights, &bias, groups, size, &axes,
        ))
    };
    assert_layer(&layer, &inputs, expected, (case, channels));
}

fn transposed_layer_of_any_dimension<A: Bits>(case: &Case, channels: Channels) {
    match case.axes.len() {
        1 => transposed_layer::<A, Ix3>(case, channels),
        2 => transposed_layer::<A, Ix4>(case, channels),
        3 => transposed_layer::<A, Ix5>(case, channels),
        _ => transposed_layer::<A, IxDyn>(case, channels),
    }
}

pub(crate) fn transposed() {
    let small = |case: &&Case| case.products() < 40_000;
    for (number, case) in table().iter().filter(small).enumerate() {
        transposed_correlation::<f32>(case);
        transposed_correlation::<f64>(case);
        if !case.axes.is_empty() && case.products() < 2_000 {
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

/// On every path: those of layers.
pub(crate) fn transposed_on_paths() {
    for (case, channels) in paths::layers().into_iter().step_by(3) {
        transposed_layer_of_any_dimension::<f32>(&case, channels);
        transposed_layer_of_any_dimension::<f64>(&case, channels);
    }
    for case in paths::planes().iter().step_by(9) {
        transposed_correlation::<f32>(case);
        transposed_correlation::<f64>(case);
    }
}

/// So many products that several threads share them, where there are several.
pub(crate) fn shared_by_threads() {
    for case in paths::shared() {
        correlation_on_path::<f32>(&case);
        separable_correlation::<f64>(&case);
        maximum::<f32>(&case);
    }
    for (case, channels) in paths::shared_layers() {
        layer_of_any_dimension::<f32>(&case, channels);
        layer_of_any_dimension::<f64>(&case, channels);
        transposed_layer_of_any_dimension::<f64>(&case, channels);
    }
}
