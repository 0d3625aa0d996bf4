//! Correlation by Fourier transforms against sums that are exact to twice the precision of `f64`.
#![cfg(feature = "fft")]

use std::f64::consts::PI;

use equivariance::*;
use ndarray::{
    Array, Array1, Array2, Array3, ArrayD, Dimension, IntoDimension, IxDyn, ShapeBuilder, arr0,
    array, s,
};
use proptest::prelude::*;

/// Returns the sum of the products as if computed with twice the precision of `f64`, and then rounded.
///
/// T. Ogita, S. Rump, S. Oishi, *Accurate sum and dot product*, SIAM Journal on Scientific Computing 26, 2005, algorithm 5.3.
fn dot(products: impl Iterator<Item = (f64, f64)>) -> f64 {
    let (mut sum, mut rest) = (0.0, 0.0);
    for (a, b) in products {
        let product = a * b;
        let total: f64 = sum + product;
        let part = total - sum;
        rest += f64::mul_add(a, b, -product) + ((sum - (total - part)) + (product - part));
        sum = total;
    }
    sum + rest
}

fn exact<A: Scalar, D: Dimension>(
    input: &Array<A, D>,
    kernel: &Array<A, D>,
    options: Options,
) -> Vec<f64> {
    let shape = correlate(input, kernel, options).unwrap().raw_dim();
    let outputs = ndarray::indices(shape).into_iter();
    outputs
        .map(|output| {
            let output = output.into_dimension();
            let samples = window_at(input, kernel.shape(), options, output.slice()).unwrap();
            let products = samples.iter().zip(kernel);
            dot(products.map(|(a, b)| (a.to_f64().unwrap(), b.to_f64().unwrap())))
        })
        .collect()
}

/// The largest error of `values`.
fn error<A: Scalar>(values: impl IntoIterator<Item = A>, exact: &[f64]) -> f64 {
    let values = values.into_iter().map(|value| value.to_f64().unwrap());
    let errors = values
        .zip(exact)
        .map(|(value, exact)| (value - exact).abs());
    errors.fold(
        0.0,
        |largest, error| if error <= largest { largest } else { error },
    )
}

/// Returns the largest error as a part of the bound.
fn part_of_bound<A: Scalar, D: Dimension>(
    input: &Array<A, D>,
    kernel: &Array<A, D>,
    options: Options,
) -> f64 {
    let by_fft = correlate_by_fft(input, kernel, options).unwrap();
    assert_eq!(
        by_fft.shape(),
        correlate(input, kernel, options).unwrap().shape()
    );
    let bound = fft_error_bound(input, kernel, options).unwrap();
    let error = error(by_fft, &exact(input, kernel, options));
    // Zeros give zeros: 0 of 0.
    if error == 0.0 { 0.0 } else { error / bound }
}

const PADDINGS: [Padding; 8] = [
    Padding::Valid,
    Padding::Same,
    Padding::Full,
    Padding::Circular,
    Padding::Reflect,
    Padding::Zeros {
        before: 5,
        after: 1,
    },
    Padding::SameUpper,
    Padding::SameLower,
];

fn table() -> impl Iterator<Item = Options> {
    PADDINGS.into_iter().flat_map(|padding| {
        (1..4).flat_map(move |stride| {
            (1..4).flat_map(move |dilation| {
                [false, true].map(|ceil| Options {
                    padding,
                    stride,
                    dilation,
                    ceil,
                })
            })
        })
    })
}

fn meets_the_bound<D: Dimension>(shape: D, kernel: D) {
    for options in table() {
        let f: Array<f64, D> = seeded_noise(shape.clone(), 1) - 0.5;
        let w: Array<f64, D> = seeded_noise(kernel.clone(), 2) - 0.5;
        if let Err(expected) = correlate(&f, &w, options) {
            let error = correlate_by_fft(&f, &w, options).unwrap_err();
            assert_eq!(error.to_string(), expected.to_string());
            continue;
        }
        let part = part_of_bound(&f, &w, options);
        assert!(part <= 1.0, "{options:?} {shape:?} {kernel:?}: {part}");
        let (f, w) = (f.mapv(|x| x as f32), w.mapv(|x| x as f32));
        let part = part_of_bound(&f, &w, options);
        assert!(
            part <= 1.0,
            "{options:?} {shape:?} {kernel:?} in f32: {part}"
        );
    }
}

#[test]
fn one_dimension_meets_the_bound() {
    for (n, k) in [(1, 1), (7, 1), (7, 3), (300, 20)] {
        meets_the_bound(n.into_dimension(), k.into_dimension());
    }
}

#[test]
fn a_long_line_meets_the_bound() {
    let f: Array1<f32> = seeded_noise(600_000, 19) - 0.5;
    let w: Array1<f32> = seeded_noise(17, 20) - 0.5;
    let output = correlate_by_fft(&f, &w, Options::valid()).unwrap();
    let bound = fft_error_bound(&f, &w, Options::valid()).unwrap();
    // Of a prime, so that every place of a tile is met.
    for y in (0..output.len()).step_by(97) {
        let products = f.slice(s![y..]).into_iter().zip(&w);
        let exact = dot(products.map(|(a, b)| (f64::from(*a), f64::from(*b))));
        assert!((f64::from(output[y]) - exact).abs() <= bound, "{y}");
    }
}

#[test]
fn two_dimensions_meet_the_bound() {
    for (n, k) in [
        ((1, 1), (1, 1)),
        ((8, 9), (2, 3)),
        ((30, 50), (1, 1)),
        ((30, 50), (1, 7)),
        ((50, 30), (7, 1)),
        ((40, 50), (11, 6)),
    ] {
        meets_the_bound(n.into_dimension(), k.into_dimension());
    }
}

#[test]
fn more_dimensions_meet_the_bound() {
    meets_the_bound((4, 5, 6).into_dimension(), (2, 1, 3).into_dimension());
    meets_the_bound((9, 12, 11).into_dimension(), (3, 4, 2).into_dimension());
    meets_the_bound(IxDyn(&[3, 4, 5, 6]), IxDyn(&[2, 3, 2, 2]));
    let none = correlate_by_fft(&arr0(3.0), &arr0(0.5), Options::valid()).unwrap();
    assert_eq!(none, arr0(1.5));
}

#[test]
fn every_size_of_tile_meets_the_bound() {
    // Sizes of all factors, with several tiles along each axis and with an odd number of them.
    for (n, k) in [
        (100, 5),
        (200, 17),
        (150, 60),
        (230, 100),
        (300, 150),
        (330, 289),
    ] {
        let f: Array2<f32> = seeded_noise((n, n + 3), 3) - 0.5;
        let w: Array2<f32> = seeded_noise((k, k / 2), 4) - 0.5;
        let options = Options::valid().stride(7);
        let part = part_of_bound(&f, &w, options);
        assert!(part <= 1.0, "{n} {k}: {part}");
    }
}

#[test]
fn the_bound_is_what_the_documentation_says() {
    // One tile of 16 by 16 holds all 10 by 10 samples.
    let f: Array2<f32> = seeded_noise((10, 10), 5);
    let w: Array2<f32> = seeded_noise((5, 4), 6);
    let norm = |a: &Array2<f32>| {
        a.iter()
            .map(|x| f64::from(*x) * f64::from(*x))
            .sum::<f64>()
            .sqrt()
    };
    let expected = (12.0 * 8.0 + 1.0) * f64::from(f32::EPSILON) * norm(&f) * norm(&w);
    let bound = fft_error_bound(&f, &w, Options::valid()).unwrap();
    assert!((bound / expected - 1.0).abs() < 1e-12, "{bound} {expected}");
    // An axis with one weight is not transformed.
    let w = w.slice(s![.., ..1]).to_owned();
    let expected = (12.0 * 4.0 + 1.0) * f64::from(f32::EPSILON) * norm(&f) * norm(&w);
    let bound = fft_error_bound(&f, &w, Options::valid()).unwrap();
    assert!((bound / expected - 1.0).abs() < 1e-12, "{bound} {expected}");
}

#[test]
fn the_bound_is_within_a_factor_1000_of_an_error() {
    // What is concentrated in one place comes nearest to the bound.
    let largest = (0..100).map(|seed| {
        let place = |n: f32| (10.0 * n) as usize;
        let r: Array1<f32> = seeded_noise(6, seed);
        let (mut f, mut w) = (Array2::zeros((10, 10)), Array2::zeros((10, 10)));
        f[[place(r[0]), place(r[1])]] = 1.0 + r[2];
        w[[place(r[3]), place(r[4])]] = 1.0 + r[5];
        part_of_bound::<f32, _>(&f, &w, Options::full())
    });
    let largest = largest.fold(0.0, f64::max);
    assert!((1e-3..=1.0).contains(&largest), "{largest}");
}

/// Correlates by a plain transform of size 16, of which one root of unity is off by `wrong`.
fn by_plain_transform(input: &Array1<f32>, kernel: &Array1<f32>, wrong: f64) -> Vec<f64> {
    let n = 16;
    let root = |power: usize| {
        let angle = 2.0 * PI * (power % n) as f64 / n as f64;
        let wrong = if power % n == 3 { wrong } else { 0.0 };
        (libm::cos(angle) + wrong, libm::sin(angle))
    };
    let transform = |values: &Array1<f32>, k: usize| {
        values
            .iter()
            .enumerate()
            .fold((0.0, 0.0), |(re, im), (j, value)| {
                let (cos, sin) = root(j * k);
                (re + f64::from(*value) * cos, im - f64::from(*value) * sin)
            })
    };
    let output = |y: usize| {
        let terms = (0..n).map(|k| {
            let ((a, b), (c, d)) = (transform(input, k), transform(kernel, k));
            let (cos, sin) = root(y * k);
            (a * c + b * d) * cos - (b * c - a * d) * sin
        });
        terms.sum::<f64>() / n as f64
    };
    (0..=input.len() - kernel.len()).map(output).collect()
}

#[test]
fn a_transform_with_a_wrong_root_exceeds_the_bound() {
    let f: Array1<f32> = seeded_noise(14, 7) - 0.5;
    let w: Array1<f32> = seeded_noise(5, 8) - 0.5;
    let bound = fft_error_bound(&f, &w, Options::valid()).unwrap();
    let exact = exact(&f, &w, Options::valid());
    let part = |wrong| error(by_plain_transform(&f, &w, wrong), &exact) / bound;
    assert!(part(0.0) <= 1.0, "{}", part(0.0));
    assert!(part(1e-3) > 1.0, "{}", part(1e-3));
}

#[test]
fn every_width_of_the_vectors_gives_the_same_bits() {
    let f: Array2<f32> = seeded_noise((150, 170), 9) - 0.5;
    let w: Array2<f32> = seeded_noise((31, 20), 10) - 0.5;
    let widest = correlate_by_fft(&f, &w, Options::reflect()).unwrap();
    let (f64s, weights) = (f.mapv(f64::from), w.mapv(f64::from));
    let widest_f64 = correlate_by_fft(&f64s, &weights, Options::reflect()).unwrap();
    for width in VectorWidth::available() {
        let same = width
            .run(|| correlate_by_fft(&f, &w, Options::reflect()))
            .unwrap();
        assert_eq!(same, widest, "{width:?}");
        let same = width
            .run(|| correlate_by_fft(&f64s, &weights, Options::reflect()))
            .unwrap();
        assert_eq!(same, widest_f64, "{width:?}");
    }
}

/// An input that is large enough for threads, and a kernel.
fn large() -> (Array2<f32>, Array2<f32>) {
    let f: Array2<f32> = seeded_noise((300, 280), 9);
    let w: Array2<f32> = seeded_noise((31, 20), 10);
    (f - 0.5, w - 0.5)
}

#[test]
fn the_bits_are_those_of_every_machine() {
    // A sum over the bits of all outputs, as computed once: another order of any operation changes it.
    let (f, w) = large();
    let output = correlate_by_fft(&f, &w, Options::same()).unwrap();
    let sum = output.iter().fold(0_u64, |sum, value| {
        sum.wrapping_mul(31).wrapping_add(value.to_bits().into())
    });
    assert_eq!(sum, 2_263_414_557_174_140_911);
}

#[cfg(feature = "rayon")]
#[test]
fn any_number_of_threads_gives_the_same_bits() {
    let (f, w) = large();
    for options in [
        Options::same(),
        Options::circular().stride(2),
        Options::full().dilation(3),
    ] {
        let on = |threads| {
            let pool = rayon::ThreadPoolBuilder::new()
                .num_threads(threads)
                .build()
                .unwrap();
            pool.install(|| correlate_by_fft(&f, &w, options).unwrap())
        };
        let expected = on(1);
        for threads in 2..5 {
            assert_eq!(on(threads), expected, "{threads} threads, {options:?}");
        }
    }
}

#[test]
fn views_of_any_layout_are_read_in_their_own_order() {
    let f: Array2<f64> = seeded_noise((40, 60), 11);
    let w: Array2<f64> = seeded_noise((9, 8), 12);
    for (view, weights) in [
        (f.t(), w.t()),
        (f.slice(s![..;-1, ..;2]), w.slice(s![.., ..;-1])),
        (f.slice(s![3..30, 5..]), w.slice(s![1.., 2..])),
    ] {
        let copies = (
            view.as_standard_layout().into_owned(),
            weights.as_standard_layout().into_owned(),
        );
        let by_fft = correlate_by_fft(&view, &weights, Options::same()).unwrap();
        assert_eq!(
            by_fft,
            correlate_by_fft(&copies.0, &copies.1, Options::same()).unwrap()
        );
        let bound = fft_error_bound(&view, &weights, Options::same()).unwrap();
        assert!(error(by_fft, &exact(&copies.0, &copies.1, Options::same())) <= bound);
    }
}

#[test]
fn options_may_differ_by_axis() {
    let f: Array2<f64> = seeded_noise((40, 60), 13);
    let w: Array2<f64> = seeded_noise((9, 8), 14);
    let options = [
        Options::circular().stride(3),
        Options::zeros(2, 7).dilation(2),
    ];
    let direct = correlate(&f, &w, options).unwrap();
    let by_fft = correlate_by_fft(&f, &w, options).unwrap();
    let bound = fft_error_bound(&f, &w, options).unwrap();
    assert!(error(by_fft - direct, &[0.0; 20 * 60]) <= 2.0 * bound);
}

#[test]
fn an_array_of_the_caller_may_have_any_layout() {
    let f: Array3<f64> = seeded_noise((3, 20, 30), 17);
    let w: Array3<f64> = seeded_noise((2, 5, 4), 18);
    // Of a full padding with a dilation some planes of the output meet nothing but zeros.
    let options = Options::full().dilation(4);
    let expected = correlate_by_fft(&f, &w, options).unwrap();
    let (height, width, depth) = expected.dim();
    let mut output = Array3::from_elem((width, depth, height).f(), f64::NAN);
    let mut view = output.view_mut().permuted_axes([2, 0, 1]);
    correlate_by_fft_into(&f, &w, options, &mut view).unwrap();
    assert_eq!(view, expected);
    let mut output = Array3::from_elem((height, width, depth), f64::NAN);
    correlate_by_fft_into(&f, &w, options, &mut output).unwrap();
    assert_eq!(output, expected);

    let mut wrong = Array3::zeros((1, 2, 3));
    let error = correlate_by_fft_into(&f, &w, options, &mut wrong).unwrap_err();
    let direct = correlate_into(&f, &w, options, &mut wrong).unwrap_err();
    assert_eq!(error.to_string(), direct.to_string());
}

#[test]
fn what_is_not_finite_is_an_error_that_names_the_place() {
    let (f, w) = (Array2::<f32>::ones((6, 7)), Array2::<f32>::ones((2, 3)));
    for value in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
        let mut wrong = f.clone();
        wrong[[4, 5]] = value;
        for view in [wrong.view(), wrong.slice(s![..;-1, ..])] {
            let error = correlate_by_fft(&view, &w, Options::same()).unwrap_err();
            let row = view.column(5).iter().position(|x| !x.is_finite()).unwrap();
            let expected =
                format!("the sample at [{row}, 5] is {value}; a finite number is needed");
            assert_eq!(error.to_string(), expected);
            assert!(fft_error_bound(&view, &w, Options::same()).is_err());
        }
        let mut wrong = w.clone();
        wrong[[1, 2]] = value;
        let error = correlate_by_fft(&f, &wrong, Options::same()).unwrap_err();
        let expected = format!("the weight at [1, 2] is {value}; a finite number is needed");
        assert_eq!(error.to_string(), expected);
    }
}

#[test]
fn wrong_arguments_are_the_errors_of_the_direct_sum() {
    let f = ArrayD::<f64>::ones(IxDyn(&[5, 6]));
    let ones = |shape: &[usize]| ArrayD::<f64>::ones(IxDyn(shape));
    for (f, w, options) in [
        (&f, ones(&[3]), Options::valid()),
        (&f, ones(&[2, 0]), Options::valid()),
        (&ones(&[0, 3]), ones(&[2, 2]), Options::same()),
        (&f, ones(&[6, 2]), Options::valid()),
        (&f, ones(&[2, 2]), Options::valid().stride(0)),
        (&f, ones(&[2, 2]), Options::valid().dilation(0)),
        (&f, ones(&[2, 2]), Options::same().dilation(usize::MAX)),
        (&f, ones(&[2, 2]), Options::full().dilation(usize::MAX / 8)),
    ] {
        let direct = correlate(f, &w, options).unwrap_err().to_string();
        assert_eq!(
            correlate_by_fft(f, &w, options).unwrap_err().to_string(),
            direct
        );
        assert_eq!(
            fft_error_bound(f, &w, options).unwrap_err().to_string(),
            direct
        );
    }
}

#[test]
fn overflow_is_seen_in_the_output() {
    let f = Array2::<f32>::from_elem((20, 20), 1e30);
    let w = Array2::<f32>::from_elem((3, 3), 1e10);
    let output = correlate_by_fft(&f, &w, Options::valid()).unwrap();
    assert!(output.iter().all(|value| !value.is_finite()));
}

#[test]
fn a_large_dilation_or_stride_needs_neither_time_nor_memory() {
    let f: Array1<f64> = seeded_noise(5, 15);
    let w = array![1.0, 2.0, 4.0];
    let huge = 1 << 40;
    for options in [
        Options::circular().dilation(huge + 1),
        Options::same().dilation(huge).stride(2),
        Options::full().dilation(huge).stride(huge),
        Options::zeros(huge, huge).dilation(huge).stride(huge / 2),
    ] {
        let part = part_of_bound(&f, &w, options);
        assert!(part <= 1.0, "{options:?}: {part}");
    }
}

fn options() -> impl Strategy<Value = Options> {
    let zeros =
        (0..4_usize, 0..4_usize).prop_map(|(before, after)| Padding::Zeros { before, after });
    let padding = prop_oneof![4 => prop::sample::select(&PADDINGS), 1 => zeros];
    (padding, 1..4_usize, 1..4_usize, prop::bool::ANY).prop_map(
        |(padding, stride, dilation, ceil)| Options {
            padding,
            stride,
            dilation,
            ceil,
        },
    )
}

/// Noise; a few samples among zeros; or noise of which a half is a trillion times as large as the other.
fn samples(shape: [usize; 2], kind: u8, seed: u64) -> Array2<f64> {
    let noise = || seeded_noise::<f64, _, _>(shape, seed) - 0.5;
    let few = seeded_noise::<f64, _, _>(shape, seed ^ 1);
    match kind {
        0 => noise(),
        1 => noise() * few.mapv(|x| if x < 0.03 { 1.0 } else { 0.0 }),
        _ => {
            Array2::from_shape_fn(shape, |(_, x)| if 2 * x < shape[1] { 1e6 } else { 1e-6 })
                * noise()
        }
    }
}

proptest! {
    #[test]
    fn the_bound_holds(
        seed: u64,
        shape in prop::array::uniform2(1..50_usize),
        kernel in prop::array::uniform2(1..18_usize),
        kinds in prop::array::uniform2(0..3_u8),
        options in options(),
    ) {
        let (f, w) = (samples(shape, kinds[0], seed), samples(kernel, kinds[1], !seed));
        prop_assume!(correlate(&f, &w, options).is_ok());
        let part = part_of_bound(&f, &w, options);
        prop_assert!(part <= 1.0, "{}", part);
        let part = part_of_bound(&f.mapv(|x| x as f32), &w.mapv(|x| x as f32), options);
        prop_assert!(part <= 1.0, "{} in f32", part);
    }
}
