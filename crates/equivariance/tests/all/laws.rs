//! Laws that hold for every input, as properties.

use equivariance::*;
use ndarray::{Array1, Array2, Array3, Axis, array, s};
use proptest::prelude::*;

fn options() -> impl Strategy<Value = Options> {
    let padding = prop_oneof![
        5 => prop::sample::select(Padding::ALL),
        2 => prop::sample::select(&[Padding::SameUpper, Padding::SameLower]),
        2 => (0..4_usize, 0..4_usize).prop_map(|(before, after)| Padding::Zeros { before, after }),
    ];
    (padding, 1..4_usize, 1..3_usize, prop::bool::ANY).prop_map(
        |(padding, stride, dilation, ceil)| Options {
            padding,
            stride,
            dilation,
            ceil,
        },
    )
}

fn bits(array: &Array2<f64>) -> Vec<u64> {
    // Both zeros count as one value.
    array.iter().map(|value| (value + 0.0).to_bits()).collect()
}

proptest! {
    #[test]
    fn circular_translation_is_a_group_action(seed: u64, h in 1..7_usize, w in 1..7_usize, s in prop::array::uniform2(-20..20_isize), t in prop::array::uniform2(-20..20_isize)) {
        let f: Array2<f64> = seeded_noise((h, w), seed);
        let act = |f: &Array2<f64>, s: [isize; 2]| translate(f, &s, Fill::Circular).unwrap();
        prop_assert_eq!(act(&f, [0, 0]), f.clone());
        prop_assert_eq!(act(&act(&f, t), s), act(&f, [s[0] + t[0], s[1] + t[1]]));
        prop_assert_eq!(act(&act(&f, s), [-s[0], -s[1]]), f);
    }

    #[test]
    fn zero_filled_translations_of_one_sign_compose(seed: u64, s in 0..5_isize, t in 0..5_isize, sign in prop::bool::ANY) {
        let f: Array2<f64> = seeded_noise((6, 5), seed);
        let sign = if sign { 1 } else { -1 };
        let act = |f: &Array2<f64>, s: isize| translate(f, &[sign * s, -sign * s], Fill::Zero).unwrap();
        prop_assert_eq!(act(&act(&f, t), s), act(&f, s + t));
    }

    #[test]
    fn circular_correlation_commutes_to_the_last_bit(seed: u64, s in prop::array::uniform2(-20..20_isize), k in 1..5_usize, dilation in 1..4_usize) {
        let f: Array2<f64> = seeded_noise((7, 6), seed);
        let kernel: Array2<f64> = seeded_noise((k, 3), seed ^ 1) - 0.5;
        let options = Options::circular().dilation(dilation);
        let left = correlate(&translate(&f, &s, Fill::Circular).unwrap(), &kernel, options).unwrap();
        let right = translate(&correlate(&f, &kernel, options).unwrap(), &s, Fill::Circular).unwrap();
        prop_assert_eq!(bits(&left), bits(&right));
    }

    #[test]
    fn the_interior_is_exact_to_the_last_bit(seed: u64, options in options(), t in prop::array::uniform2(-4..5_isize), circular: bool) {
        let f: Array2<f64> = seeded_noise((13, 12), seed) - 0.5;
        let kernel: Array2<f64> = seeded_noise((3, 4), seed ^ 1) - 0.5;
        let fill = if circular { Fill::Circular } else { Fill::Zero };
        let stride = options.stride as isize;
        let s = [t[0] * stride, t[1] * stride];
        let left = correlate(&translate(&f, &s, fill).unwrap(), &kernel, options).unwrap();
        let right = translate(&correlate(&f, &kernel, options).unwrap(), &t, fill).unwrap();
        let region = interior(f.shape(), kernel.shape(), options, &s, fill).unwrap();
        prop_assert_eq!(bits(&region.select(&left)), bits(&region.select(&right)));
        // It is as large as it can be: the next position on each side differs somewhere.
        if !region.is_empty() {
            for (axis, range) in region.ranges.iter().enumerate() {
                for beside in [range.start.checked_sub(1), Some(range.end)].into_iter().flatten() {
                    if beside < left.shape()[axis] {
                        let (l, r) = (left.index_axis(Axis(axis), beside), right.index_axis(Axis(axis), beside));
                        let filled = fill == Fill::Zero && usize::try_from(beside as isize - t[axis]).map_or(true, |y| y >= left.shape()[axis]);
                        prop_assert!(l != r || filled, "axis {} at {}", axis, beside);
                    }
                }
            }
        }
    }

    #[test]
    fn convolution_is_correlation_with_the_flipped_kernel(seed: u64, options in options()) {
        let f: Array2<f64> = seeded_noise((9, 10), seed);
        let kernel: Array2<f64> = seeded_noise((3, 2), seed ^ 1);
        let flipped = Array2::from_shape_fn((3, 2), |(i, j)| kernel[[2 - i, 1 - j]]);
        prop_assert_eq!(convolve(&f, &kernel, options).unwrap(), correlate(&f, &flipped, options).unwrap());
    }

    #[test]
    fn convolution_is_the_documented_sum(seed: u64, n in 4..9_usize, k in 1..5_usize, options in options()) {
        let f: Array1<f64> = seeded_noise(n, seed);
        let kernel: Array1<f64> = seeded_noise(k, seed ^ 1);
        let Ok(output) = convolve(&f, &kernel, options) else {
            let may_be_too_small = matches!(options.padding, Padding::Valid | Padding::Zeros { .. });
            prop_assert!(may_be_too_small);
            return Ok(());
        };
        let (before, n, reach) = (options.before(n, k) as isize, n as isize, ((k - 1) * options.dilation) as isize);
        let c = match options.padding {
            Padding::Full => 0,
            Padding::Valid => reach,
            Padding::Same | Padding::Circular | Padding::Reflect => (reach + 1) / 2,
            Padding::Zeros { .. } | Padding::SameUpper | Padding::SameLower => reach - before,
        };
        for (y, value) in output.iter().enumerate() {
            let mut sum = 0.0;
            for (k, weight) in kernel.iter().enumerate() {
                let x = (options.stride * y) as isize + c - (options.dilation * k) as isize;
                let x = match options.padding {
                    Padding::Circular => x.rem_euclid(n),
                    Padding::Reflect => (n - 1) - ((n - 1) - x.rem_euclid(2 * (n - 1))).abs(),
                    _ => x,
                };
                sum += weight * usize::try_from(x).ok().and_then(|x| f.get(x)).unwrap_or(&0.0);
            }
            // The library takes the same products in the opposite order.
            prop_assert!((value - sum).abs() < 1e-14);
        }
    }

    #[test]
    fn the_transposed_correlation_is_the_adjoint(seed: u64, n in prop::array::uniform2(1..9_usize), k in prop::array::uniform2(1..5_usize), options in prop::array::uniform2(options())) {
        // Whole numbers, whose sums are exact in any order.
        let whole = |shape: (usize, usize), seed| seeded_noise::<f64, _, _>(shape, seed).mapv(|v| (v * 19.0).floor() - 9.0);
        let (f, kernel) = (whole((n[0], n[1]), seed), whole((k[0], k[1]), seed ^ 1));
        let Ok(output) = correlate(&f, &kernel, options) else {
            return Ok(());
        };
        let g = whole(output.dim(), seed ^ 2);
        let back = correlate_transposed(&g, &kernel, &n, options).unwrap();
        prop_assert_eq!((&output * &g).sum(), (&f * &back).sum());

        // So are the layers without biases, the channels exchanged.
        let kernels = seeded_noise::<f64, _, _>((2, 3, k[0], k[1]), seed ^ 3).mapv(|v| (v * 9.0).floor() - 4.0);
        let layer = ConvLayer::new(kernels.clone(), Array1::zeros(2), options).unwrap();
        let back = TransposedConvLayer::new(kernels, Array1::zeros(3), options).unwrap().size(n).unwrap();
        let stacked = |count, of: &Array2<f64>| Array3::from_shape_fn((count, of.nrows(), of.ncols()), |(c, y, x)| of[[y, x]] + (c * y) as f64);
        let (f, g) = (stacked(3, &f), stacked(2, &g));
        prop_assert_eq!((&layer.forward(&f).unwrap() * &g).sum(), (&f * &back.forward(&g).unwrap()).sum());
    }

    #[test]
    fn a_transposed_layer_finds_a_size_that_the_convolution_takes_back(n in 1..6_usize, k in 1..5_usize, options in options(), more in 0..6_usize) {
        let layer = TransposedConvLayer::new(Array3::<f64>::ones((1, 1, k)), array![0.5], options).unwrap();
        let input = seeded_noise((1, n), 1);
        let reached = (n - 1) * options.stride + (k - 1) * options.dilation + 1;
        let Ok(output) = layer.forward(&input) else {
            let may_cut_all_off = matches!(options.padding, Padding::Full | Padding::Zeros { .. });
            prop_assert!(may_cut_all_off);
            return Ok(());
        };
        let size = output.ncols();
        let reach = (k - 1) * options.dilation;
        prop_assert_eq!(size, match options.padding {
            Padding::Valid => reached,
            Padding::Full => reached - 2 * reach,
            Padding::Zeros { before, after } => reached - before - after,
            Padding::SameUpper | Padding::SameLower => n * options.stride,
            Padding::Same | Padding::Circular | Padding::Reflect => reached - reach,
        });
        let floor = Options { ceil: false, ..options };
        prop_assert_eq!(output_size(size, k, floor).unwrap(), n);
        // Rounding up may leave the last window out, where it begins in the padding behind.
        let given = TransposedConvLayer { options: vec![floor], ..layer.clone() }.size(size).unwrap();
        prop_assert_eq!(given.forward(&input).unwrap(), &output);
        let with_more = layer.output_padding(more).unwrap().forward(&input);
        match options.padding {
            Padding::SameUpper | Padding::SameLower => prop_assert_eq!(with_more.unwrap().ncols(), size),
            Padding::Circular | Padding::Reflect => prop_assert_eq!(with_more.is_ok(), output_size(size + more, k, options).unwrap() == n),
            _ => {
                // The same windows, and where they reach no further the bias alone.
                let with_more = with_more.unwrap();
                prop_assert_eq!(with_more.ncols(), size + more);
                prop_assert_eq!(with_more.slice(s![.., ..size]), &output);
                let beyond = (reached - options.before(size, k)).min(size + more);
                prop_assert!(with_more.iter().skip(beyond).all(|value| *value == 0.5));
            }
        }
    }

    #[test]
    fn max_pool_commutes_with_multiples_of_its_stride(seed: u64, t in prop::array::uniform2(-3..4_isize)) {
        let f: Array2<f64> = seeded_noise((8, 8), seed);
        let pool = Pool::new(2, 2);
        let left = max_pool(&translate(&f, &t.map(|t| 2 * t), Fill::Circular).unwrap(), pool).unwrap();
        prop_assert_eq!(left, translate(&max_pool(&f, pool).unwrap(), &t, Fill::Circular).unwrap());
        let left = blurred_max_pool(&translate(&f, &t.map(|t| 2 * t), Fill::Circular).unwrap(), pool).unwrap();
        prop_assert_eq!(left, translate(&blurred_max_pool(&f, pool).unwrap(), &t, Fill::Circular).unwrap());
    }
}
