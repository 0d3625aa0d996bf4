//! The invariants of signals on a ring: what they are transforms of, what they forget, and what they do not.

use equivariance::*;
use ndarray::{Array1, Array2, array};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::f64::consts::TAU;

/// A complex number.
type Complex = [f64; 2];

fn times(a: Complex, b: Complex) -> Complex {
    [a[0] * b[0] - a[1] * b[1], a[0] * b[1] + a[1] * b[0]]
}

/// The Fourier transform, as it is defined.
fn transform(signal: &Array1<f64>) -> Vec<Complex> {
    let n = signal.len();
    let coefficient = |k: usize| {
        signal.iter().enumerate().fold([0.0; 2], |sum, (u, value)| {
            let angle = -TAU * (k * u % n) as f64 / n as f64;
            [
                sum[0] + value * libm::cos(angle),
                sum[1] + value * libm::sin(angle),
            ]
        })
    };
    (0..n).map(coefficient).collect()
}

fn close(a: Complex, b: Complex) -> bool {
    libm::hypot(a[0] - b[0], a[1] - b[1]) < 1e-10
}

fn signals() -> impl Strategy<Value = Array1<f64>> {
    prop::collection::vec(-3..4_i32, 1..9)
        .prop_map(|values| values.into_iter().map(f64::from).collect())
}

proptest! {
    #[test]
    fn no_shift_changes_them_and_a_mirror_image_changes_the_triple_correlation_as_documented(signal in signals(), shift in -9..9_isize) {
        let (a, c) = (autocorrelation(&signal).unwrap(), triple_correlation(&signal).unwrap());
        let moved = translate(&signal, &[shift], Fill::Circular).unwrap();
        prop_assert_eq!(&autocorrelation(&moved).unwrap(), &a);
        prop_assert_eq!(&triple_correlation(&moved).unwrap(), &c);
        let n = signal.len();
        let mirrored: Array1<f64> = signal.iter().rev().copied().collect();
        prop_assert_eq!(&autocorrelation(&mirrored).unwrap(), &a);
        let back = Array2::from_shape_fn((n, n), |(s, t)| c[[(n - s) % n, (n - t) % n]]);
        prop_assert_eq!(&triple_correlation(&mirrored).unwrap(), &back);
    }

    #[test]
    fn their_transforms_are_the_power_spectrum_and_the_bispectrum(signal in signals()) {
        let n = signal.len();
        let f = transform(&signal);
        let conjugate = |[re, im]: Complex| [re, -im];
        let power = transform(&autocorrelation(&signal).unwrap());
        for k in 0..n {
            prop_assert!(close(power[k], times(f[k], conjugate(f[k]))));
        }
        // Along one axis, then along the other.
        let c = triple_correlation(&signal).unwrap();
        let rows: Vec<_> = c.rows().into_iter().map(|row| transform(&row.to_owned())).collect();
        for l in 0..n {
            let column = |part: usize| transform(&rows.iter().map(|row| row[l][part]).collect());
            let (re, im) = (column(0), column(1));
            for k in 0..n {
                let of_column = [re[k][0] - im[k][1], re[k][1] + im[k][0]];
                let bispectrum = times(times(f[k], f[l]), conjugate(f[(k + l) % n]));
                prop_assert!(close(of_column, bispectrum));
            }
        }
    }
}

/// The sets of points of a ring as signals of 0 and 1, one of each class of shifts.
fn sets(n: usize) -> Vec<Array1<f64>> {
    let shifts = |set: usize| (0..n).map(move |s| (set << s | set >> (n - s)) & ((1 << n) - 1));
    let first = (0..1_usize << n).filter(|set| shifts(*set).all(|shift| *set <= shift));
    let signal = |set: usize| (0..n).map(|i| f64::from((set >> i & 1) as u8)).collect();
    first.map(signal).collect()
}

fn classes<const D: usize>(
    sets: &[Array1<f64>],
    of: impl Fn(&Array1<f64>) -> Vec<f64>,
) -> [usize; D] {
    let mut sizes: BTreeMap<Vec<u64>, usize> = BTreeMap::new();
    for set in sets {
        *sizes
            .entry(of(set).iter().map(|value| value.to_bits()).collect())
            .or_default() += 1;
    }
    std::array::from_fn(|size| sizes.values().filter(|count| **count == size + 1).count())
}

/// Counted once by another program: 36 classes of sets of 8 points, which have 29 autocorrelations and 36 triple correlations;
/// 352 of 12 points, which have 351 triple correlations.
#[test]
fn sets_of_points_are_told_apart_as_often_as_another_program_counted() {
    let triple = |set: &Array1<f64>| triple_correlation(set).unwrap().into_iter().collect();
    let eight = sets(8);
    assert_eq!(eight.len(), 36);
    let of = |set: &Array1<f64>| autocorrelation(set).unwrap().to_vec();
    assert_eq!(classes::<4>(&eight, of).iter().sum::<usize>(), 29);
    assert_eq!(classes::<2>(&eight, triple), [36, 0]);
    assert_eq!(classes::<3>(&sets(12), triple), [350, 1, 0]);
}

#[test]
fn two_sets_of_eight_points_have_one_autocorrelation_and_two_triple_correlations() {
    let a = array![1.0, 1.0, 0.0, 1.0, 1.0, 0.0, 0.0, 0.0];
    let b = array![1.0, 1.0, 1.0, 0.0, 0.0, 1.0, 0.0, 0.0];
    let expected = array![4.0, 2.0, 1.0, 2.0, 2.0, 2.0, 1.0, 2.0];
    assert_eq!(autocorrelation(&a).unwrap(), expected);
    assert_eq!(autocorrelation(&b).unwrap(), expected);
    assert_ne!(
        triple_correlation(&a).unwrap(),
        triple_correlation(&b).unwrap()
    );
}

#[test]
fn an_empty_signal_is_an_error() {
    let empty: Array1<f64> = array![];
    assert!(matches!(
        autocorrelation(&empty),
        Err(Error::EmptyInput { .. })
    ));
    assert!(matches!(
        triple_correlation(&empty),
        Err(Error::EmptyInput { .. })
    ));
}
