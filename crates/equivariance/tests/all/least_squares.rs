//! The best linear fit: what remains is at right angles to all samples, and nothing shorter fits as well.

use equivariance::*;
use ndarray::{Array1, Array2, array};

/// By how much the digits may be off, for matrices of a few rows with entries of about 1 and singular values above 1/100.
const ROUNDING: f64 = 1e-12;

fn random(rows: usize, columns: usize, seed: u64) -> Array2<f64> {
    seeded_noise((rows, columns), seed) - 0.5
}

fn largest(matrix: &Array2<f64>) -> f64 {
    matrix
        .iter()
        .fold(0.0, |largest, entry| largest.max(entry.abs()))
}

/// A matrix whose rank is the smallest of the three numbers.
fn of_rank(rows: usize, rank: usize, columns: usize, seed: u64) -> Array2<f64> {
    random(rows, rank, seed).dot(&random(rank, columns, seed + 1))
}

const SIZES: [(usize, usize, usize); 6] = [
    (9, 4, 4),
    (4, 4, 9),
    (8, 3, 11),
    (12, 2, 5),
    (6, 6, 6),
    (1, 1, 3),
];

#[test]
fn what_remains_is_at_right_angles_to_every_input() {
    for (rows, rank, columns) in SIZES {
        for seed in 0..20 {
            let samples = of_rank(rows, rank, columns, 3 * seed);
            let targets = random(rows, 3, 3 * seed + 2);
            let fit = least_squares(&samples, &targets).unwrap();
            assert_eq!(fit.rank, rank);
            let rest = samples.dot(&fit.solution) - &targets;
            assert!(largest(&samples.t().dot(&rest)) < ROUNDING);
            let squares: f64 = rest.iter().map(|entry| entry * entry).sum();
            assert!((fit.loss - squares).abs() < ROUNDING);
        }
    }
}

/// Of all solutions the shortest is the one at right angles to what the samples send to zero.
#[test]
fn solution_is_the_shortest() {
    for (rows, rank, columns) in SIZES {
        let samples = of_rank(rows, rank, columns, 7);
        let fit = least_squares(&samples, &random(rows, 2, 9)).unwrap();
        let basis = null_space(&samples).unwrap();
        assert_eq!(basis.len(), columns - rank);
        for vector in basis {
            let inner: Array1<f64> = vector.dot(&fit.solution);
            assert!(inner.iter().all(|entry| entry.abs() < ROUNDING));
        }
    }
}

#[test]
fn map_is_found_again_whatever_the_units() {
    for (unit, answers) in [(1.0, 1.0), (1e-200, 1.0), (1e200, 1.0), (1e-150, 1e-300)] {
        let samples = random(7, 4, 1) * unit;
        let map = random(4, 2, 2) * (answers / unit);
        let fit = least_squares(&samples, &samples.dot(&map)).unwrap();
        let error = largest(&((fit.solution - &map) / (answers / unit)));
        assert!(error < ROUNDING, "{unit:e}: {error:e}");
    }
}

#[test]
fn zeros_have_rank_0_and_fit_nothing() {
    let fit = least_squares(&Array2::zeros((3, 2)), &array![[1.0], [2.0], [2.0]]).unwrap();
    assert_eq!((fit.rank, fit.loss), (0, 9.0));
    assert_eq!(fit.solution, array![[0.0], [0.0]]);
}

#[test]
fn bad_input_is_one_error_that_says_what_is_wrong() {
    let good = array![[1.0, 2.0], [3.0, 4.0]];
    let told = |samples: &Array2<f64>, targets: &Array2<f64>| {
        least_squares(samples, targets).unwrap_err().to_string()
    };
    let bad = |value| array![[1.0, value], [3.0, 4.0]];
    assert_eq!(
        told(&bad(f64::NAN), &good),
        "the matrix at [0, 1] is NaN; a finite number is needed"
    );
    assert_eq!(
        told(&good, &bad(f64::INFINITY)),
        "the target at [0, 1] is inf; a finite number is needed"
    );
    assert_eq!(
        told(&Array2::zeros((0, 2)), &Array2::zeros((0, 1))),
        "the input of shape [0, 2] is empty; every axis needs at least one sample"
    );
    assert!(told(&good, &Array2::zeros((3, 1))).contains("[2, 1]"));
    assert!(told(&good, &Array2::zeros((2, 0))).contains("[2, 1]"));
    assert!(told(&array![[1e-300]], &array![[1e300]]).contains("solution at [0, 0] is inf"));
    let overflow = told(&array![[1.0], [0.0]], &array![[1.0], [1e200]]);
    assert!(overflow.contains("squared difference"), "{overflow}");
    let nearly = array![[1.0, 1.0], [1.0, 1.0 + 1e-15], [1.0, 1.0]];
    let fit = least_squares(&nearly, &Array2::zeros((3, 1))).unwrap();
    assert_eq!(fit.rank, 1);
    let nearly = array![[1.0, 0.0, 0.0], [0.0, 1e-12, 0.0], [0.0, 0.0, 1e-16]];
    let ambiguous = least_squares(&nearly, &Array2::zeros((3, 1))).unwrap_err();
    assert!(
        matches!(ambiguous, Error::AmbiguousRank { .. }),
        "{ambiguous}"
    );
}
