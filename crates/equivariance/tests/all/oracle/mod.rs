//! Every sliding operator meets one naive oracle, to the bit: over tables of cases, and over random shapes, options and
//! layouts, with vectors of every width that the machine has.

use equivariance::*;
use layouts::{Layout, numbers};
use ndarray::ArrayD;

mod cases;
mod compare;
mod largest;
mod layouts;
mod naive;
mod operators;
mod paths;

#[test]
fn correlations_meet_the_oracle_to_the_bit() {
    operators::correlations();
}

#[test]
fn separable_correlations_meet_the_oracle_to_the_bit() {
    operators::separable_correlations();
}

#[test]
fn poolings_meet_the_oracle_to_the_bit() {
    operators::poolings();
}

#[test]
fn layers_meet_the_oracle_to_the_bit() {
    operators::layers();
}

#[test]
fn transposed_correlations_and_layers_meet_the_oracle_to_the_bit() {
    operators::transposed();
}

#[test]
fn correlations_meet_the_oracle_on_every_path() {
    operators::correlations_on_paths();
}

#[test]
fn separable_correlations_meet_the_oracle_on_every_path() {
    operators::separable_correlations_on_paths();
}

#[test]
fn poolings_meet_the_oracle_on_every_path() {
    operators::poolings_on_paths();
}

#[test]
fn layers_meet_the_oracle_on_every_path() {
    operators::layers_on_paths();
}

#[test]
fn transposed_correlations_and_layers_meet_the_oracle_on_every_path() {
    operators::transposed_on_paths();
}

#[test]
fn any_number_of_threads_gives_the_bits_of_the_oracle() {
    for threads in [1, 2, 3, 5] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        pool.unwrap().install(operators::shared_by_threads);
    }
}

#[test]
fn a_sample_that_is_not_a_number_is_refused_wherever_it_stands() {
    // Every place, some of which no window meets; fewer places than a vector has too.
    largest::nan_is_refused::<f32>(&[7], Pool::new(2, 1), 0..7);
    largest::nan_is_refused::<f64>(&[3, 13], Pool::new(2, 1), 0..3 * 13);
    largest::nan_is_refused::<f32>(&[1300], Pool::new(1, 2), 0..1300);
    largest::nan_is_refused::<f64>(&[23, 41], Pool::new(2, 3), 0..23 * 41);
    largest::nan_is_refused::<f32>(&[3, 9, 20], Pool::new(2, 5), 0..3 * 9 * 20);
    // In several blocks, and around their borders.
    let blocks = (0..20_000).filter(|place| place % 997 < 3 || place % 8192 < 2);
    largest::nan_is_refused::<f32>(&[20_000], Pool::new(1, 2), blocks);
    // On several threads. The last columns of the plane are met by no window.
    for threads in [1, 2, 3] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        pool.unwrap().install(|| {
            let places = (0..150_000).filter(|place| place % 14_983 < 2 || *place == 149_999);
            largest::nan_is_refused::<f32>(&[150_000], Pool::new(8, 1), places.clone());
            largest::nan_is_refused::<f64>(&[300, 500], Pool::new(8, 2).dilation(3), places);
        });
    }
}

#[test]
fn infinities_and_zeros_have_an_order() {
    largest::infinities_and_zeros_have_an_order::<f32>();
    largest::infinities_and_zeros_have_an_order::<f64>();
}

#[test]
fn one_row_may_stand_for_all() {
    let row = numbers::<f32>(&[50], 1);
    let input = row.broadcast(ndarray::IxDyn(&[9, 50])).unwrap();
    let (kernel, options) = (numbers(&[3, 4], 2), [Options::same(), Options::circular()]);
    let expected = naive::correlate(&input, &kernel, &options);
    compare::assert_same(correlate(&input, &kernel, options), expected.as_ref(), "");
    let pools = [Pool::new(3, 2), Pool::new(2, 1)];
    for (kind, output) in [
        (naive::Kind::Max, max_pool(&input, pools)),
        (naive::Kind::Mean, mean_pool(&input, pools)),
    ] {
        let expected = naive::pool(&input, &pools, kind);
        compare::assert_same(output, expected.as_ref(), kind);
    }
    // All channels are one, too.
    let inputs = row.broadcast(ndarray::IxDyn(&[4, 50])).unwrap();
    let weights = numbers(&[5, 4, 3], 3);
    let layer = ConvLayer::new(weights.clone(), ndarray::Array1::zeros(5), Options::same());
    let expected = naive::layer(
        &inputs.to_owned(),
        &weights,
        &[0.0; 5],
        1,
        &[Options::same()],
    );
    compare::assert_same(layer.unwrap().forward(&inputs), expected.as_ref(), "layer");
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
