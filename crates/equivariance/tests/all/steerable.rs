//! Derivatives of a Gaussian that are turned to any angle, and what the grid of pixels makes of turns.

use std::f64::consts::{FRAC_PI_2, PI, TAU};

use equivariance::*;
use ndarray::{Array1, Array2, array};
use proptest::prelude::*;

const ORDERS: std::ops::RangeInclusive<usize> = 0..=10;

/// Returns how far a filter, turned to an angle, is from the sum of its basis, relative to the largest sample.
fn steering_error<A: Scalar>(filter: &GaussianDerivative, angle: f64) -> f64 {
    let turned: Array2<A> = filter.sampled(angle).unwrap();
    let steered = steer(&filter.basis::<A>().unwrap(), angle).unwrap();
    relative(&steered, &turned)
}

/// Returns the largest difference of two arrays, relative to the largest number of the second.
fn relative<A: Scalar>(actual: &Array2<A>, expected: &Array2<A>) -> f64 {
    let differences = actual.iter().zip(expected).map(|(a, b)| (*a - *b).abs());
    largest(differences) / largest(expected.iter().copied())
}

fn largest<A: Scalar>(values: impl IntoIterator<Item = A>) -> f64 {
    let size = |value: A| value.abs().to_f64().unwrap();
    values.into_iter().map(size).fold(0.0, f64::max)
}

/// Returns the bound that the documentation of [`steer`] states.
fn bound(order: usize, epsilon: f64) -> f64 {
    4.0 * ((order + 1) * (order + 1)) as f64 * epsilon
}

#[test]
fn weights_are_those_of_the_literature() {
    let weights = steering_weights(3, 30_f64.to_radians()).unwrap();
    let expected = [0.433013, 0.836516, -0.25, 0.224144];
    for (weight, expected) in weights.iter().zip(expected) {
        assert!((weight - expected).abs() < 5e-7, "{weights:?}");
    }
    // Freeman and Adelson, equations 3 and 18: cos and sin for the first order; for the second, a third of 1 + 2 cos 2(θ − θⱼ).
    let angle: f64 = 0.7;
    let first = steering_weights(1, angle).unwrap();
    assert!((first[0] - libm::cos(angle)).abs() < 1e-15);
    assert!((first[1] - libm::sin(angle)).abs() < 1e-15);
    for (j, weight) in steering_weights(2, angle).unwrap().iter().enumerate() {
        let expected = (1.0 + 2.0 * libm::cos(2.0 * (angle - PI * j as f64 / 3.0))) / 3.0;
        assert!((weight - expected).abs() < 1e-15);
    }
}

#[test]
fn weights_at_an_angle_of_the_basis_choose_its_copy() {
    for order in ORDERS {
        for (j, angle) in basis_angles(order).unwrap().into_iter().enumerate() {
            let weights = steering_weights(order, angle).unwrap();
            for (k, weight) in weights.iter().enumerate() {
                assert!(
                    (weight - f64::from(j == k)).abs() < 1e-14,
                    "{order} {weights:?}"
                );
            }
        }
    }
}

proptest! {
    #[test]
    fn weights_are_quotients_of_sines(order in ORDERS, angle in -10.0..10.0_f64) {
        for (j, weight) in steering_weights(order, angle).unwrap().into_iter().enumerate() {
            let copies = (order + 1) as f64;
            let turned = angle - PI * j as f64 / copies;
            let (above, below) = (libm::sin(copies * turned), copies * libm::sin(turned));
            prop_assert!((weight * below - above).abs() < 1e-13 * copies);
        }
    }

    #[test]
    fn a_sampled_filter_is_steered_to_any_angle(order in ORDERS, angle in -10.0..10.0_f64, width in 0.3..5.0_f64, reach in 0..12_usize) {
        // A window that ends before the polynomial is large holds no sample to be relative to.
        let reach = reach.max((4.0 * width) as usize);
        let filter = GaussianDerivative::new(order, width, reach).unwrap();
        prop_assert!(steering_error::<f64>(&filter, angle) <= bound(order, f64::EPSILON));
        prop_assert!(steering_error::<f32>(&filter, angle) <= bound(order, f32::EPSILON.into()));
    }

    #[test]
    fn answers_of_a_layer_are_steered_as_its_kernel_is(order in 0..5_usize, angle in -10.0..10.0_f64, seed: u64) {
        let filter = GaussianDerivative::new(order, 1.5, 6).unwrap();
        let picture: Array2<f64> = seeded_noise((20, 18), seed);
        let answer = |kernel: &Array2<f64>| correlate(&picture, kernel, Options::same()).unwrap();
        let answers: Vec<_> = filter.basis().unwrap().iter().map(answer).collect();
        let steered = steer(&answers, angle).unwrap();
        let expected = answer(&filter.sampled(angle).unwrap());
        prop_assert!((steered - expected).iter().all(|difference| difference.abs() < 1e-13));
    }
}

#[test]
fn fewer_copies_or_other_weights_do_not_steer() {
    let angle = 0.4;
    for order in 1..=10 {
        let filter = GaussianDerivative::new(order, 2.0, 8).unwrap();
        let turned: Array2<f64> = filter.sampled(angle).unwrap();
        // Copies at as many angles as the order has, where one more is needed.
        let copies: Vec<Array2<f64>> = (0..order)
            .map(|j| filter.sampled(PI * j as f64 / order as f64).unwrap())
            .collect();
        let error = relative(&steer(&copies, angle).unwrap(), &turned);
        assert!(error > 1e-3, "order {order}: {error}");
        let wrong = steer(&filter.basis::<f64>().unwrap(), angle + 1e-6).unwrap();
        let error = relative(&wrong, &turned);
        assert!(error > 1e-7, "order {order}: {error}");
    }
}

/// Returns the rank of a matrix by its null space.
fn rank(matrix: &Array2<f64>) -> usize {
    matrix.ncols() - null_space(matrix).unwrap().len()
}

fn many_angles(order: usize) -> Vec<f64> {
    (0..2 * order + 5).map(|k| 0.1 + 0.37 * k as f64).collect()
}

#[test]
fn turned_copies_span_one_dimension_more_than_their_order_as_samples() {
    for order in ORDERS {
        let filter = GaussianDerivative::new(order, 2.0, 9).unwrap();
        let angles = many_angles(order);
        let columns: Vec<Array2<f64>> =
            angles.iter().map(|a| filter.sampled(*a).unwrap()).collect();
        let samples = Array2::from_shape_fn((columns[0].len(), columns.len()), |(pixel, k)| {
            columns[k].as_slice().unwrap()[pixel]
        });
        assert_eq!(
            rank(&(&samples / largest(samples.iter().copied()))),
            order + 1
        );
        assert_eq!(frequencies(order), order + 1);
    }
}

/// Returns how many frequencies of the angle a sample contains, by its Fourier coefficients over equal angles.
fn frequencies(order: usize) -> usize {
    let count = 2 * order + 2;
    let turned = |k: usize| {
        let filter = GaussianDerivative::new(order, 2.0, 3).unwrap();
        filter
            .sampled::<f64>(TAU * k as f64 / count as f64)
            .unwrap()[(0, 5)]
    };
    let samples: Vec<f64> = (0..count).map(turned).collect();
    let size = |frequency: usize| {
        let part = |wave: fn(f64) -> f64| -> f64 {
            let angle = |k: usize| TAU * (k * frequency) as f64 / count as f64;
            samples
                .iter()
                .enumerate()
                .map(|(k, value)| value * wave(angle(k)))
                .sum()
        };
        libm::hypot(part(libm::cos), part(libm::sin))
    };
    let most = largest(samples.iter().copied());
    (0..count)
        .filter(|frequency| size(*frequency) > 1e-9 * most)
        .count()
}

/// Returns the coefficients of xᵃ yᵇ in Heₙ(x cos θ + y sin θ), for a + b ≤ n.
fn coefficients(order: usize, angle: f64) -> Vec<f64> {
    let (sin, cos) = libm::sincos(angle);
    // A polynomial in u is a list of coefficients from that of 1.
    let (mut last, mut before) = (vec![1.0], vec![]);
    for k in 0..order {
        let mut next = vec![0.0];
        next.extend(&last);
        for (power, value) in before.iter().enumerate() {
            next[power] -= k as f64 * value;
        }
        (last, before) = (next, last);
    }
    let mut coefficients = Vec::new();
    for (degree, value) in last.iter().enumerate() {
        let mut choices = 1.0;
        for b in 0..=degree {
            let power = libm::pow(cos, (degree - b) as f64) * libm::pow(sin, b as f64);
            coefficients.push(value * choices * power);
            choices = choices * (degree - b) as f64 / (b + 1) as f64;
        }
    }
    coefficients
}

#[test]
fn turned_copies_span_one_dimension_more_than_their_order_as_functions() {
    for order in ORDERS {
        let columns: Vec<_> = many_angles(order)
            .into_iter()
            .map(|angle| coefficients(order, angle))
            .collect();
        let matrix =
            Array2::from_shape_fn((columns[0].len(), columns.len()), |(i, k)| columns[k][i]);
        assert_eq!(rank(&matrix), order + 1, "order {order}");
    }
}

/// Hermite's polynomials from a table of their coefficients, from the constant on.
#[test]
fn a_filter_is_a_polynomial_of_hermite_times_a_gaussian() {
    let table: [&[f64]; 6] = [
        &[1.0],
        &[0.0, 1.0],
        &[3.0, 0.0, -6.0, 0.0, 1.0],
        &[0.0, 15.0, 0.0, -10.0, 0.0, 1.0],
        &[-15.0, 0.0, 45.0, 0.0, -15.0, 0.0, 1.0],
        &[
            -945.0, 0.0, 4725.0, 0.0, -3150.0, 0.0, 630.0, 0.0, -45.0, 0.0, 1.0,
        ],
    ];
    for coefficients in table {
        let (order, width) = (coefficients.len() - 1, 1.5);
        let filter = GaussianDerivative::new(order, width, 5).unwrap();
        let weights = filter.sampled::<f64>(0.0).unwrap();
        for ((row, column), weight) in weights.indexed_iter() {
            let (x, y) = ((column as f64 - 5.0) / width, (5.0 - row as f64) / width);
            let polynomial = coefficients.iter().rev().fold(0.0, |sum, c| sum * x + c);
            let gaussian = libm::exp(-(x * x + y * y) / 2.0) / (TAU * width * width);
            let size = coefficients
                .iter()
                .rev()
                .fold(0.0, |sum, c| sum * x.abs() + c.abs());
            assert!(
                (weight - polynomial * gaussian).abs() <= 1e-14 * size * gaussian,
                "order {order} at ({x}, {y})"
            );
        }
    }
}

#[test]
fn a_filter_answers_with_a_derivative_along_its_direction() {
    // x²/2 + 3x − 2y, with rows downwards.
    let picture = Array2::from_shape_fn((41, 41), |(row, column)| {
        let (x, y) = (column as f64 - 20.0, 20.0 - row as f64);
        x * x / 2.0 + 3.0 * x - 2.0 * y
    });
    let width = 2.0;
    let answer = |order, angle: f64| {
        let filter = GaussianDerivative::new(order, width, 18).unwrap();
        let kernel: Array2<f64> = filter.sampled(angle).unwrap();
        correlate(&picture, &kernel, Options::same()).unwrap()[(20, 20)]
    };
    for (order, angle, expected) in [
        (1, 0.0, 3.0 * width),
        (1, FRAC_PI_2, -2.0 * width),
        (1, PI, -3.0 * width),
        (2, 0.0, width * width),
        (2, FRAC_PI_2, 0.0),
        (0, 1.0, width * width / 2.0),
    ] {
        let actual = answer(order, angle);
        assert!(
            (actual - expected).abs() < 1e-11,
            "order {order} at {angle}: {actual}"
        );
    }
}

/// An elongated spot of a width and twice that, beside the middle.
fn stroke(width: f64) -> impl Fn(f64, f64) -> f64 {
    move |x, y| {
        let (x, y) = (x / width - 0.3, y / width + 0.2);
        libm::exp(-(x * x + y * y / 4.0) / 2.0)
    }
}

fn filter(order: usize, width: f64, widths: f64) -> GaussianDerivative {
    GaussianDerivative::new(order, width, (widths * width).ceil() as usize).unwrap()
}

/// Returns the error of a turn by 30° over outputs that reach as far as the picture.
fn error(filter: &GaussianDerivative, picture: f64, turned: TurnedPicture) -> f64 {
    let outputs = (4, (filter.width() / 2.0).ceil() as usize);
    turning_error(
        filter,
        stroke(picture),
        turned,
        30_f64.to_radians(),
        outputs,
    )
    .unwrap()
}

use TurnedPicture::{FromFormula, FromPixels};

#[test]
fn the_error_falls_faster_than_any_power_if_picture_and_filter_widen_and_nothing_is_cut() {
    for order in 0..=3 {
        let errors: Vec<f64> = [0.75, 1.0, 1.25, 1.5, 1.75]
            .map(|width| error(&filter(order, width, 8.5), width, FromFormula))
            .to_vec();
        // The exponent of the power of the width that the error falls by from one width to the next.
        let exponents: Vec<f64> = errors
            .windows(2)
            .zip([0.75, 1.0, 1.25, 1.5])
            .map(|(pair, width)| libm::log(pair[0] / pair[1]) / libm::log((width + 0.25) / width))
            .collect();
        assert!(
            exponents.windows(2).all(|pair| pair[1] > pair[0] + 2.0),
            "{order} {errors:?} {exponents:?}"
        );
        assert!(exponents[3] > 30.0, "{exponents:?}");
        for width in [2.5, 3.0] {
            let error = error(&filter(order, width, 8.5), width, FromFormula);
            assert!(error < 1e-13, "order {order}, width {width}: {error}");
        }
    }
}

#[test]
fn the_error_of_round_spots_keeps_the_bound_of_poissons_formula() {
    for width in [0.6, 0.75, 1.0, 1.25, 1.5, 1.75] {
        let spot = |x: f64, y: f64| {
            let (x, y) = (x - 0.3, y + 0.2);
            libm::exp(-(x * x + y * y) / (2.0 * width * width))
        };
        // The sum over n ≠ 0 of exp(−π²σ²|n|²) over pairs of whole numbers n.
        let line: f64 = (-9..=9)
            .map(|n| libm::exp(-PI * PI * width * width * f64::from(n * n)))
            .sum();
        let others = line * line - 1.0;
        let bound = 2.0 * others / (1.0 - others);
        let error = turning_error(&filter(0, width, 8.5), spot, FromFormula, 0.5, (4, 1)).unwrap();
        assert!(
            error <= bound + 1e-14,
            "width {width}: {error} above {bound}"
        );
        assert!(
            error >= 1e-2 * bound,
            "width {width}: {error} far below {bound}"
        );
    }
}

#[test]
fn a_cut_a_fixed_picture_and_interpolation_each_leave_an_error() {
    for width in [2.0, 3.0, 4.0] {
        let cut = error(&filter(1, width, 3.0), width, FromFormula);
        assert!((3e-4..2e-2).contains(&cut), "cut, width {width}: {cut}");
        let fixed = error(&filter(1, width, 8.5), 0.5, FromFormula);
        assert!(
            (3e-3..1e-1).contains(&fixed),
            "fixed, width {width}: {fixed}"
        );
        // Between pixels the error is that of the second derivative: it falls with the square of the width, and no faster.
        let between = error(&filter(1, width, 8.5), width, FromPixels) * width * width;
        assert!(
            (0.05..1.0).contains(&between),
            "interpolated, width {width}: {between}"
        );
        let none = error(&filter(1, width, 8.5), width, FromFormula);
        assert!(none < 1e-13, "width {width}: {none}");
    }
}

#[test]
fn a_longer_filter_cuts_less() {
    let errors =
        [3.0, 4.0, 5.0, 6.0, 7.0].map(|widths| error(&filter(1, 2.0, widths), 2.0, FromFormula));
    assert!(
        errors.windows(2).all(|pair| pair[1] < pair[0] / 8.0),
        "{errors:?}"
    );
    assert!(errors[4] < 1e-11, "{errors:?}");
}

#[test]
fn the_size_of_the_image_has_nothing_to_do_with_it() {
    for width in [0.75, 1.0, 1.25] {
        let errors = [6, 12, 24, 48].map(|half| {
            turning_error(
                &filter(1, width, 7.0),
                stroke(width),
                FromFormula,
                0.5,
                (half, 1),
            )
            .unwrap()
        });
        assert!(errors.iter().all(|error| *error == errors[0]), "{errors:?}");
    }
}

#[test]
fn quarter_turns_cost_nothing_and_no_turn_no_bit() {
    for width in [0.4, 0.5, 1.0] {
        for turned in [FromFormula, FromPixels] {
            let filter = filter(1, width, 3.0);
            let error = |angle| turning_error(&filter, stroke(0.5), turned, angle, (6, 1)).unwrap();
            assert_eq!(error(0.0), 0.0);
            for quarter in 1..4 {
                assert!(error(FRAC_PI_2 * f64::from(quarter)) < 1e-14);
            }
            assert!(error(0.5) > 1e-3);
        }
    }
}

#[test]
fn the_error_is_that_of_two_plain_sums() {
    let (filter, angle) = (GaussianDerivative::new(2, 1.3, 4).unwrap(), 0.7_f64);
    let picture = |x: f64, y: f64| 1.0 / (1.0 + x * x + 0.3 * y * y + 0.2 * x);
    let (sin, cos) = libm::sincos(angle);
    let back = |x: f64, y: f64| (cos * x + sin * y, cos * y - sin * x);
    let weights = |angle| filter.sampled::<f64>(angle).unwrap();
    let (turned, upright) = (weights(angle), weights(0.0));
    let (mut difference, mut most) = (0.0_f64, 0.0_f64);
    for (i, j) in (-3..=3).flat_map(|i| (-3..=3).map(move |j| (i, j))) {
        let (px, py) = (f64::from(2 * i), f64::from(2 * j));
        let (mut first, mut last) = (0.0, 0.0);
        for (a, b) in (-4..=4).flat_map(|a| (-4..=4).map(move |b| (a, b))) {
            let (kx, ky) = (f64::from(a), f64::from(b));
            let at = ((4 - b) as usize, (4 + a) as usize);
            let (x, y) = back(px + kx, py + ky);
            first += turned[at] * picture(x, y);
            let (x, y) = back(px, py);
            last += upright[at] * picture(x + kx, y + ky);
        }
        difference = difference.max(f64::abs(first - last));
        most = most.max(f64::abs(last));
    }
    let error = turning_error(&filter, picture, FromFormula, angle, (3, 2)).unwrap();
    assert!((error - difference / most).abs() < 1e-14, "{error}");
    assert!(error > 1e-3, "{error}");
}

#[test]
fn bad_input_is_one_clear_error() {
    let message = |error: Error| error.to_string();
    let new =
        |order, width, reach| message(GaussianDerivative::new(order, width, reach).unwrap_err());
    assert_eq!(
        new(11, 1.0, 3),
        "the order of the derivative is 11; at most 10 is possible"
    );
    for width in [0.0, -1.0, 0.05, 2000.0, f64::NAN, f64::INFINITY] {
        let expected = format!(
            "the width of the Gaussian is {width} pixels; a number from 0.1 to 1000 is needed"
        );
        assert_eq!(new(1, width, 3), expected);
    }
    assert_eq!(
        new(1, 1.0, usize::MAX),
        format!(
            "the filter reaches {} pixels from its middle; at most 1000 are possible",
            usize::MAX
        )
    );
    assert!(new(1, 1.0, 1001).contains("1001"));
    assert!(GaussianDerivative::new(10, 1000.0, 1000).is_ok());
    let filter = GaussianDerivative::new(1, 2.0, 4).unwrap();
    for angle in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let expected = format!("the angle is {angle}; a finite number is needed");
        assert_eq!(message(filter.sampled::<f64>(angle).unwrap_err()), expected);
        assert_eq!(message(steering_weights(2, angle).unwrap_err()), expected);
        let error = turning_error(&filter, |_, _| 1.0, FromFormula, angle, (1, 1));
        assert_eq!(message(error.unwrap_err()), expected);
    }
    assert_eq!(
        message(steer::<f64, ndarray::Ix1>(&[], 0.0).unwrap_err()),
        "there is nothing to steer; a filter of order n is steered from n + 1 arrays"
    );
    let parts: Vec<Array1<f64>> = vec![Array1::zeros(2); 12];
    assert_eq!(
        message(steer(&parts, 0.0).unwrap_err()),
        "the order of the derivative is 11; at most 10 is possible"
    );
    assert_eq!(
        message(steer(&[array![1.0, 2.0], array![1.0]], 0.0).unwrap_err()),
        "the part to be steered has shape [1], but [2] is needed"
    );
    let outputs =
        |outputs| message(turning_error(&filter, |x, _| x, FromFormula, 0.1, outputs).unwrap_err());
    assert_eq!(outputs((1, 0)), "the stride is 0; it must be at least 1");
    for large in [(usize::MAX, 2), (1997, 1), (usize::MAX, 1)] {
        assert_eq!(
            outputs(large),
            "the windows of the outputs reach more than 2000 pixels from the middle of the picture; fewer outputs, a smaller step or a shorter filter is needed"
        );
    }
    assert!(turning_error(&filter, |x, _| x, FromFormula, 0.1, (1, 1996)).is_ok());
    let of = |picture: fn(f64, f64) -> f64| {
        message(turning_error(&filter, picture, FromFormula, 0.1, (2, 1)).unwrap_err())
    };
    assert_eq!(
        of(|_, _| f64::NAN),
        "the picture has the value NaN, or sums of it have; finite numbers are needed"
    );
    // Infinite only where no pixel of the turned picture comes from.
    let message = of(|x, y| {
        let far = libm::hypot(x - 6.19, y - 5.79) < 0.05;
        if far { f64::INFINITY } else { x }
    });
    assert!(
        message.ends_with("sums of it have; finite numbers are needed"),
        "{message}"
    );
    assert_eq!(
        of(|_, _| 0.0),
        "the filtered picture is 0 at all outputs, so no error can be relative to it; other outputs or another picture is needed"
    );
}

#[test]
fn extreme_angles_and_filters_of_one_pixel_are_answered() {
    for angle in [1e300, f64::MAX, -1e17, 5e-324] {
        let filter = GaussianDerivative::new(4, 1.0, 4).unwrap();
        assert!(
            steering_error::<f64>(&filter, angle) <= bound(4, f64::EPSILON),
            "{angle}"
        );
    }
    let one = GaussianDerivative::new(2, 0.1, 0).unwrap();
    assert_eq!(one.sampled::<f32>(1.0).unwrap().dim(), (1, 1));
    let narrow = GaussianDerivative::new(10, 0.1, 1000).unwrap();
    assert!(
        narrow
            .sampled::<f32>(1.0)
            .unwrap()
            .iter()
            .all(|value| value.is_finite())
    );
}

#[test]
fn the_negative_of_a_picture_has_the_same_error() {
    let filter = GaussianDerivative::new(1, 1.0, 3).unwrap();
    let error = |sign: f64| {
        let picture = |x: f64, y: f64| sign * libm::exp(-(x * x + 2.0 * y * y) / 3.0 + x);
        turning_error(&filter, picture, FromPixels, 0.4, (0, 1)).unwrap()
    };
    assert!(error(1.0) > 0.0);
    assert_eq!(error(1.0), error(-1.0));
}
