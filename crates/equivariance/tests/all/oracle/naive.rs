//! The oracle: every operator written out from its formula, one index after another. Nothing of the crate computes here.

use equivariance::{Options, Padding, Pool, Scalar};
use ndarray::{Array1, ArrayD, ArrayRef, Axis, Dimension, indices};

/// For every output along an axis, the input index that each weight meets; none is a zero beyond the border.
pub(crate) struct Windows {
    pub(crate) indices: Vec<Vec<Option<usize>>>,
    /// For every output, how many places of its window are part of the input or its padding.
    pub(crate) padded: Vec<usize>,
}

/// None where the kernel does not fit.
pub(crate) fn windows(n: usize, k: usize, options: Options) -> Option<Windows> {
    let (n, k) = (n as i64, k as i64);
    let (stride, dilation) = (options.stride as i64, options.dilation as i64);
    let span = (k - 1) * dilation + 1;
    let wanted = (n as f64 / stride as f64).ceil() as i64;
    let missing = (0..)
        .find(|p| n + p >= (wanted - 1) * stride + span)
        .unwrap();
    let (before, after) = match options.padding {
        Padding::Valid => (0, 0),
        Padding::Full => (span - 1, span - 1),
        Padding::Zeros { before, after } => (before as i64, after as i64),
        Padding::SameUpper => (missing / 2, missing - missing / 2),
        Padding::SameLower => (missing - missing / 2, missing / 2),
        Padding::Same | Padding::Circular | Padding::Reflect => {
            ((span - 1) / 2, span - 1 - (span - 1) / 2)
        }
    };
    let (begin, end) = (-before, n + after);
    if begin + span > end {
        return None;
    }
    // Windows side by side until one reaches the end; the last one may go beyond it.
    let mut starts = vec![begin];
    while starts.last().unwrap() + span < end {
        starts.push(starts.last().unwrap() + stride);
    }
    let last = *starts.last().unwrap();
    if if options.ceil {
        last >= n
    } else {
        last + span > end
    } {
        starts.pop();
    }
    let places = |start: i64| (0..k).map(move |k| start + k * dilation);
    let sized = matches!(options.padding, Padding::Circular | Padding::Reflect);
    Some(Windows {
        indices: starts
            .iter()
            .map(|start| {
                places(*start)
                    .map(|x| source(x, n, options.padding))
                    .collect()
            })
            .collect(),
        padded: starts
            .iter()
            .map(|start| places(*start).filter(|x| sized || *x < end).count())
            .collect(),
    })
}

/// Walks round the circle, or to and fro, until the place is inside.
fn source(mut x: i64, n: i64, padding: Padding) -> Option<usize> {
    while !(0..n).contains(&x) {
        x = match padding {
            Padding::Circular if x < 0 => x + n,
            Padding::Circular => x - n,
            Padding::Reflect if n == 1 => 0,
            Padding::Reflect if x < 0 => -x,
            Padding::Reflect => 2 * (n - 1) - x,
            _ => return None,
        };
    }
    Some(x as usize)
}

/// The windows along every axis, none where the kernel does not fit along one.
pub(crate) fn all_windows(
    input: &[usize],
    kernel: &[usize],
    options: &[Options],
) -> Option<Vec<Windows>> {
    let axes = input.iter().zip(kernel).zip(options);
    axes.map(|((n, k), options)| windows(*n, *k, *options))
        .collect()
}

pub(crate) fn output_shape(axes: &[Windows]) -> Vec<usize> {
    axes.iter().map(|axis| axis.indices.len()).collect()
}

/// All positions of an array of this shape, in row-major order.
pub(crate) fn positions(shape: &[usize]) -> Vec<Vec<usize>> {
    let positions = indices(shape.to_vec()).into_iter();
    positions
        .map(|position| position.slice().to_vec())
        .collect()
}

/// Where weight `k` of output `y` meets the input, counted in row-major order; none is a zero.
pub(crate) fn meets(input: &[usize], axes: &[Windows], y: &[usize], k: &[usize]) -> Option<usize> {
    let mut place = 0;
    for (axis, n) in input.iter().enumerate() {
        place = place * n + axes[axis].indices[y[axis]][k[axis]]?;
    }
    Some(place)
}

/// The numbers in row-major order.
pub(crate) fn flat<A: Scalar, D: Dimension>(array: &ArrayRef<A, D>) -> Vec<A> {
    array.iter().copied().collect()
}

pub(crate) fn correlate<A: Scalar, D: Dimension>(
    input: &ArrayRef<A, D>,
    kernel: &ArrayRef<A, D>,
    options: &[Options],
) -> Option<ArrayD<A>> {
    let axes = all_windows(input.shape(), kernel.shape(), options)?;
    let (samples, weights) = (flat(input), flat(kernel));
    let places = positions(kernel.shape());
    Some(ArrayD::from_shape_fn(output_shape(&axes), |y| {
        let mut sum = A::zero();
        for (k, weight) in places.iter().zip(&weights) {
            let place = meets(input.shape(), &axes, y.slice(), k);
            sum = sum + *weight * place.map_or(A::zero(), |x| samples[x]);
        }
        sum
    }))
}

/// One [`correlate`] after another, along the first axis first.
pub(crate) fn correlate_separable<A: Scalar>(
    input: &ArrayD<A>,
    kernels: &[Array1<A>],
    options: &[Options],
) -> Option<ArrayD<A>> {
    let mut values = input.clone();
    for (axis, kernel) in kernels.iter().enumerate() {
        let (mut shape, mut along) = (
            vec![1; kernels.len()],
            vec![Options::valid(); kernels.len()],
        );
        (shape[axis], along[axis]) = (kernel.len(), options[axis]);
        let kernel = ArrayD::from_shape_vec(shape, flat(kernel)).unwrap();
        values = correlate(&values, &kernel, &along)?;
    }
    Some(values)
}

/// The kind of a pooling.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    Max,
    Mean,
    MeanCountingPadding,
}

/// None where a window does not fit, or has no sample of which there is a largest or a mean.
pub(crate) fn pool<A: Scalar, D: Dimension>(
    input: &ArrayRef<A, D>,
    pools: &[Pool],
    kind: Kind,
) -> Option<ArrayD<A>> {
    let samples = flat(input);
    let shape: Vec<usize> = pools.iter().map(|pool| pool.window).collect();
    let options: Vec<Options> = pools.iter().map(|pool| pool.options).collect();
    let axes = all_windows(input.shape(), &shape, &options)?;
    let places = positions(&shape);
    let mut complete = true;
    let output = ArrayD::from_shape_fn(output_shape(&axes), |y| {
        let met = places
            .iter()
            .filter_map(|k| meets(input.shape(), &axes, y.slice(), k));
        let (mut largest, mut sum, mut count) = (A::neg_infinity(), A::zero(), 0);
        for sample in met.map(|x| samples[x]) {
            if sample > largest {
                largest = sample;
            }
            sum = sum + sample;
            count += 1;
        }
        let places = axes.iter().zip(y.slice());
        let counted: usize = places.map(|(axis, y)| axis.padded[*y]).product();
        complete &= count > 0;
        match kind {
            Kind::Max => largest,
            Kind::Mean => sum / A::from(count).unwrap(),
            Kind::MeanCountingPadding => sum / A::from(counted).unwrap(),
        }
    });
    (complete || matches!(kind, Kind::MeanCountingPadding)).then_some(output)
}

/// The layer on one input of shape `(c_in, n, …)`; `weights` have shape `(c_out, c_in / groups, k, …)`.
pub(crate) fn layer<A: Scalar>(
    input: &ArrayD<A>,
    weights: &ArrayD<A>,
    bias: &[A],
    groups: usize,
    options: &[Options],
) -> Option<ArrayD<A>> {
    let (c_out, per_group, kernel) = (
        weights.shape()[0],
        weights.shape()[1],
        &weights.shape()[2..],
    );
    let places = positions(kernel);
    let spatial = &input.shape()[1..];
    let axes = all_windows(spatial, kernel, options)?;
    let (samples, numbers) = (flat(input), flat(weights));
    let size: usize = spatial.iter().product();
    let windows: Vec<Vec<Option<usize>>> = positions(&output_shape(&axes))
        .iter()
        .map(|y| places.iter().map(|k| meets(spatial, &axes, y, k)).collect())
        .collect();
    let mut values = Vec::new();
    for (o, bias) in bias.iter().enumerate() {
        let first = o / (c_out / groups) * per_group;
        for window in &windows {
            let mut sum = *bias;
            for c in 0..per_group {
                let kernel = &numbers[(o * per_group + c) * places.len()..];
                for (weight, place) in kernel.iter().zip(window) {
                    let sample = place.map_or(A::zero(), |x| samples[(first + c) * size + x]);
                    sum = sum + *weight * sample;
                }
            }
            values.push(sum);
        }
    }
    let shape = [&[c_out], &output_shape(&axes)[..]].concat();
    Some(ArrayD::from_shape_vec(shape, values).unwrap())
}

/// The adjoint of [`correlate`] on inputs of shape `size`, whose windows are `axes`.
pub(crate) fn correlate_transposed<A: Scalar>(
    input: &ArrayD<A>,
    kernel: &ArrayD<A>,
    size: &[usize],
    axes: &[Windows],
) -> ArrayD<A> {
    let mut sums = vec![A::zero(); size.iter().product()];
    spread(input, &flat(kernel), kernel.shape(), size, axes, &mut sums);
    ArrayD::from_shape_vec(size, sums).unwrap()
}

/// Each sum gathers the inputs in row-major order, and the weights of each.
fn spread<A: Scalar, D: Dimension>(
    input: &ArrayRef<A, D>,
    weights: &[A],
    kernel: &[usize],
    size: &[usize],
    axes: &[Windows],
    sums: &mut [A],
) {
    let (values, places) = (flat(input), positions(kernel));
    for (value, y) in values.iter().zip(positions(input.shape())) {
        for (weight, k) in weights.iter().zip(&places) {
            if let Some(place) = meets(size, axes, &y, k) {
                sums[place] = sums[place] + *weight * *value;
            }
        }
    }
}

/// The transposed layer on one input of shape `(c_in, n, …)`, with outputs of shape `(c_out, size, …)`; `weights` have shape
/// `(c_in, c_out / groups, k, …)`.
pub(crate) fn transposed_layer<A: Scalar>(
    input: &ArrayD<A>,
    weights: &ArrayD<A>,
    bias: &[A],
    groups: usize,
    size: &[usize],
    axes: &[Windows],
) -> ArrayD<A> {
    let (c_in, per_group) = (weights.shape()[0], weights.shape()[1]);
    let kernel = &weights.shape()[2..];
    let mut values = Vec::new();
    for (o, bias) in bias.iter().enumerate() {
        let mut sums = vec![*bias; size.iter().product()];
        for c in (0..c_in).filter(|c| c / (c_in / groups) == o / per_group) {
            let weights = weights.index_axis(Axis(0), c);
            let weights = flat(&weights.index_axis(Axis(0), o % per_group));
            spread(
                &input.index_axis(Axis(0), c),
                &weights,
                kernel,
                size,
                axes,
                &mut sums,
            );
        }
        values.extend(sums);
    }
    ArrayD::from_shape_vec([&[bias.len()], size].concat(), values).unwrap()
}
