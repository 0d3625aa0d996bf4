//! Nonlinearities: by norms and by gates exact up to rounding, by samples as exact as the samples are many.

use std::f64::consts::{FRAC_1_PI, PI, TAU};

use equivariance::*;
use ndarray::{Array1, Array2, ArrayRef1, ArrayRef2, array, concatenate};

use super::{angles, noise, of};

const TYPE: [usize; 5] = [0, 1, 3, 0, 10];

/// The rows of each part of this type.
const ROWS: [std::ops::Range<usize>; 5] = [0..1, 1..3, 3..5, 5..6, 6..8];

/// Tries the law against the documented bound, 16 (m + 1) ε (|v| + |bias|).
fn assert_commutes<A: Scalar>(nonlinearity: impl Fn(&ArrayRef2<A>) -> Array2<A>, bias: f64) {
    let representation = of(&TYPE);
    let epsilon = A::epsilon().to_f64().unwrap();
    for (seed, scale) in [(1, 1.0), (2, 1e-8), (3, 1e6), (4, 0.1)] {
        let features = (noise((8, 30), seed) * scale).mapv(|value| A::from_f64(value).unwrap());
        let upright = nonlinearity(&features);
        for angle in angles(20, seed) {
            let first = nonlinearity(&representation.act(angle, &features).unwrap());
            let last = representation.act(angle, &upright).unwrap();
            for (rows, frequency) in ROWS.into_iter().zip(TYPE) {
                for place in 0..30 {
                    let entries = rows
                        .clone()
                        .map(|row| features[[row, place]].to_f64().unwrap());
                    let length = entries.fold(0.0, libm::hypot);
                    let bound = 16.0 * (frequency + 1) as f64 * epsilon * (length + bias.abs());
                    for row in rows.clone() {
                        let error = (first[[row, place]] - last[[row, place]]).abs();
                        let error = error.to_f64().unwrap();
                        assert!(
                            error <= bound,
                            "{error:e} > {bound:e}, {frequency}, {angle}"
                        );
                    }
                }
            }
        }
    }
}

#[test]
fn norms_commute_with_every_turn_in_both_precisions() {
    for bias in [0.0, -0.3, 0.5] {
        assert_commutes::<f64>(|f| norm_relu(&of(&TYPE), f, &[bias; 5]).unwrap(), bias);
        let rounded = [bias as f32; 5];
        assert_commutes::<f32>(|f| norm_relu(&of(&TYPE), f, &rounded).unwrap(), bias);
    }
}

#[test]
fn gates_commute_with_every_turn_in_both_precisions() {
    let gates = noise((3, 30), 9) * 4.0;
    assert_commutes::<f64>(|f| gated(&of(&TYPE), f, &gates).unwrap(), 0.0);
    let gates = gates.mapv(|gate| gate as f32);
    assert_commutes::<f32>(|f| gated(&of(&TYPE), f, &gates).unwrap(), 0.0);
}

#[test]
#[should_panic(expected = " > ")]
fn the_law_rejects_a_relu_of_each_number() {
    assert_commutes::<f64>(relu, 0.0);
}

#[test]
fn norms_and_gates_are_the_formulas() {
    let representation = of(&[0, 1]);
    let features = array![[2.0, -3.0], [3.0, 0.0], [-4.0, 0.0]];
    assert_eq!(
        norm_relu(&representation, &features, &[1.0, 5.0]).unwrap(),
        array![[3.0, 0.0], [6.0, 0.0], [-8.0, 0.0]]
    );
    assert_eq!(
        gated(&representation, &features, &array![[0.0, 9.0]]).unwrap(),
        array![[2.0, 0.0], [1.5, 0.0], [-2.0, 0.0]]
    );
    // Neither squares that underflow nor gates that overflow matter.
    let tiny = norm_relu(&of(&[1]), &array![3e-200, 4e-200], &[0.0]).unwrap();
    assert_eq!(tiny, array![3e-200, 4e-200]);
    for (gate, open) in [(1e4, 1.0), (-1e4, 0.0)] {
        let output = gated(&of(&[1]), &array![3.0, 4.0], &array![gate]).unwrap();
        assert_eq!(output, array![3.0, 4.0] * open);
    }
}

#[test]
fn a_very_short_vector_gets_the_length_of_the_bias_in_its_direction() {
    for short in [5e-324, 1e-310] {
        let vector = array![0.0, -short];
        let found = norm_relu(&of(&[1]), &vector, &[100.0]).unwrap();
        assert_eq!(found, array![0.0, -100.0], "{short:e}");
    }
    for short in [1e-45_f32, 1e-40, 1e-37] {
        let vector = array![-short, 0.0];
        let found = norm_relu(&of(&[1]), &vector, &[100.0]).unwrap();
        assert_eq!(found, array![-100.0, 0.0], "{short:e}");
    }
}

#[test]
fn what_is_not_a_number_stays() {
    let nan = array![f64::NAN, f64::NAN, 0.0];
    for output in [
        norm_relu(&of(&[0, 1]), &nan, &[0.0, 0.0]).unwrap(),
        gated(&of(&[0, 1]), &nan, &array![0.0]).unwrap(),
        SampledRelu::new(1, 5).unwrap().apply(&nan).unwrap(),
    ] {
        assert!(output[0].is_nan() && output[1].is_nan(), "{output}");
    }
}

/// Returns c + cos m t as a function with harmonics up to a band.
fn wave(band: usize, m: usize, c: f64) -> Array1<f64> {
    let mut function = Array1::zeros(2 * band + 1);
    function[0] = c;
    function[2 * m - 1] = 1.0;
    function
}

/// Returns what the ReLU gives after each of many turns, turned back.
fn turned_back(relu: &SampledRelu, function: &ArrayRef1<f64>, turns: usize) -> Vec<Array1<f64>> {
    let representation = relu.representation();
    let turn = |k| {
        let angle = TAU * k as f64 / turns as f64;
        let turned = representation.act(angle, function).unwrap();
        representation
            .act(-angle, &relu.apply(&turned).unwrap())
            .unwrap()
    };
    (0..turns).map(turn).collect()
}

/// Returns the largest change that turns make in the output at a frequency.
fn change(outputs: &[Array1<f64>], frequency: usize) -> f64 {
    let part = |output: &Array1<f64>| match frequency {
        0 => [output[0], 0.0],
        k => [output[2 * k - 1], output[2 * k]],
    };
    let mut largest = 0.0_f64;
    for a in outputs {
        for b in outputs {
            let ([a, b], [c, d]) = (part(a), part(b));
            largest = largest.max(libm::hypot(a - c, b - d));
        }
    }
    largest
}

fn greatest_common_divisor(a: usize, b: usize) -> usize {
    if b == 0 {
        a
    } else {
        greatest_common_divisor(b, a % b)
    }
}

#[test]
fn change_of_the_mean_of_one_wave_is_that_of_an_even_number_or_of_twice_an_odd_one() {
    for m in 1..=4 {
        for samples in 2 * m + 1..=24 {
            // The phases of the samples, without those that coincide.
            let phases = samples / greatest_common_divisor(m, samples);
            let counted = if phases % 2 == 1 { 2 * phases } else { phases };
            let expected = libm::tan(PI / (2 * counted) as f64) / counted as f64;
            // Turns that meet the best and the worst: multiples of a quarter of the distance of two phases.
            let turns = 4 * m * counted;
            let relu = SampledRelu::new(m, samples).unwrap();
            let change = change(&turned_back(&relu, &wave(m, m, 0.0), turns), 0);
            assert!(
                (change - expected).abs() < 1e-13,
                "m {m}, {samples}: {change} {expected}"
            );
        }
    }
}

/// A function of odd frequencies changes sign after half a turn, so its absolute value has half the period.
#[test]
fn odd_number_of_samples_gives_for_odd_frequencies_the_even_outputs_of_twice_as_many() {
    for band in 1..=6 {
        for seed in 1..5 {
            let mut function = noise(2 * band + 1, seed);
            (0..=band).filter(|m| m % 2 == 0).for_each(|m| {
                function[(2 * m).saturating_sub(1)] = 0.0;
                function[2 * m] = 0.0;
            });
            for samples in (2 * band + 1..40).step_by(2) {
                let [odd, twice] = [samples, 2 * samples]
                    .map(|n| SampledRelu::new(band, n).unwrap().apply(&function).unwrap());
                for m in (0..=band).step_by(2) {
                    for row in (2 * m).saturating_sub(1)..=2 * m {
                        assert!(
                            (odd[row] - twice[row]).abs() < 1e-14,
                            "{band} {samples} {row}"
                        );
                    }
                }
            }
            // With an even number the odd outputs are exact: half of what went in.
            for samples in (2 * band + 2..40).step_by(2) {
                let output = SampledRelu::new(band, samples)
                    .unwrap()
                    .apply(&function)
                    .unwrap();
                for m in (1..=band).step_by(2) {
                    for row in [2 * m - 1, 2 * m] {
                        assert!((output[row] - function[row] / 2.0).abs() < 1e-14);
                    }
                }
            }
        }
    }
}

#[test]
fn neither_odd_nor_even_is_better_for_all_outputs_or_with_an_offset() {
    let error = |samples, offset, frequency| {
        let relu = SampledRelu::new(1, samples).unwrap();
        change(
            &turned_back(&relu, &wave(1, 1, offset), 8 * samples),
            frequency,
        )
    };
    for odd in [5, 7, 9, 11] {
        // Without an offset the mean is better with an odd number, and what turns is exact with an even one only.
        assert!(error(odd, 0.0, 0) < error(odd + 1, 0.0, 0) / 2.0);
        assert!(error(odd, 0.0, 1) > 0.02 && error(odd + 1, 0.0, 1) < 1e-14);
    }
    // With an offset of 0.3 the mean is better now with the one, now with the other.
    assert!(error(5, 0.3, 0) > error(6, 0.3, 0));
    assert!(error(9, 0.3, 0) < error(10, 0.3, 0));
    // An offset as large as the amplitude leaves nothing to cut.
    for samples in 3..10 {
        assert!(error(samples, 1.0, 0) < 1e-14 && error(samples, -1.0, 0) < 1e-14);
    }
}

#[test]
fn change_falls_with_the_square_of_the_number_of_samples() {
    let mut ratios = Vec::new();
    for seed in 1..=8 {
        let function = noise(7, seed);
        let errors = [16, 32, 64].map(|samples| {
            let relu = SampledRelu::new(3, samples).unwrap();
            let outputs = turned_back(&relu, &function, 5 * samples);
            (0..=3).map(|m| change(&outputs, m)).fold(0.0, f64::max)
        });
        ratios.push(errors[0] / errors[2]);
        assert!(errors[2] < 0.01, "{errors:?}");
    }
    // Sixteen times as exact with four times as many, up to how the kinks lie between the samples.
    let mean = ratios.iter().map(|ratio| libm::log2(*ratio)).sum::<f64>() / 8.0;
    assert!((3.5..4.5).contains(&mean), "{ratios:?}");
}

/// Both sides of the law for turns that exchange the samples, in a precision.
fn turns_that_exchange_samples_are_exact<A: Scalar>() {
    for (band, samples) in [(0, 1), (1, 3), (1, 4), (3, 7), (3, 10), (5, 12)] {
        let relu = SampledRelu::new(band, samples).unwrap();
        let size = 2 * band + 1;
        let features = noise((2 * size, 8), 6).mapv(|value| A::from_f64(value).unwrap());
        let both = of(&[
            relu.representation().frequencies(),
            relu.representation().frequencies(),
        ]
        .concat());
        for k in 0..samples {
            let angle = TAU * k as f64 / samples as f64;
            let first = relu.apply(&both.act(angle, &features).unwrap()).unwrap();
            let last = both.act(angle, &relu.apply(&features).unwrap()).unwrap();
            // Each number is at most 1; sums over the harmonics and over the samples, in both of them.
            let terms = (2 * size + 2 * samples + 8 * (band + 1)) as f64;
            let bound = terms * A::epsilon().to_f64().unwrap() * size as f64 * 2.0;
            for (first, last) in first.iter().zip(&last) {
                let error = (*first - *last).abs().to_f64().unwrap();
                assert!(error <= bound, "{error:e} > {bound:e} {band} {samples} {k}");
            }
        }
    }
}

#[test]
fn turns_that_exchange_the_samples_commute_up_to_rounding_in_both_precisions() {
    turns_that_exchange_samples_are_exact::<f64>();
    turns_that_exchange_samples_are_exact::<f32>();
}

#[test]
fn positive_functions_stay_and_means_tend_to_the_integral() {
    let relu = SampledRelu::new(2, 5).unwrap();
    let function: Array1<f64> = array![4.0, 1.0, -1.0, 0.5, 1.0];
    for (value, expected) in relu.apply(&function).unwrap().iter().zip(&function) {
        assert!((value - expected).abs() < 1e-14);
    }
    // Several functions, one after the other, are as each by itself.
    let two = concatenate![ndarray::Axis(0), function, wave(2, 1, 0.0)];
    let output = relu.apply(&two).unwrap();
    assert_eq!(
        output.slice(ndarray::s![5..]),
        relu.apply(&wave(2, 1, 0.0)).unwrap()
    );
    let many = SampledRelu::new(1, 1000)
        .unwrap()
        .apply(&wave(1, 1, 0.0))
        .unwrap();
    assert!((many[0] - FRAC_1_PI).abs() <= libm::tan(PI / 2000.0) / 1000.0);
}

#[test]
fn bad_input_is_one_clear_error() {
    let message = |samples, band| SampledRelu::new(band, samples).unwrap_err().to_string();
    assert_eq!(
        message(4, 2),
        "4 samples of functions with harmonics up to 2; a number from 5 to 4096 is needed"
    );
    assert_eq!(
        message(usize::MAX, 2),
        format!(
            "{} samples of functions with harmonics up to 2; a number from 5 to 4096 is needed",
            usize::MAX
        )
    );
    assert_eq!(
        message(5, 1001),
        "the frequency 1001 is too high; at most 1000 is possible"
    );
    assert!(SampledRelu::new(usize::MAX, 5).is_err());
    assert!(SampledRelu::new(2, 5).is_ok() && SampledRelu::new(1, 4096).is_ok());
    assert!(message(4097, 1).starts_with("4097 samples"));
    let relu = SampledRelu::new(1, 5).unwrap();
    for wrong in [0, 1, 4] {
        let error = relu.apply(&Array1::<f64>::zeros(wrong)).unwrap_err();
        assert!(matches!(error, Error::ShapeMismatch { .. }), "{error}");
    }
    let features = array![1.0, 2.0, 3.0];
    let error = norm_relu(&of(&[0, 1]), &features, &[1.0])
        .unwrap_err()
        .to_string();
    assert_eq!(error, "the list of biases has shape [1], but [2] is needed");
    let error = gated(&of(&[0, 1]), &features, &array![1.0, 2.0])
        .unwrap_err()
        .to_string();
    assert_eq!(error, "the array of gates has shape [2], but [1] is needed");
    assert!(norm_relu(&of(&[1]), &features, &[1.0]).is_err());
    assert!(gated(&of(&[1]), &features, &array![1.0]).is_err());
}
