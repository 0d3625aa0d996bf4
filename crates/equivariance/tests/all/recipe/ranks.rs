//! How many singular values are zero: decided where it can be, refused where rounding leaves it open.

use equivariance::{Error, Result, commutant_of_pairs, null_space, seeded_noise};
use ndarray::{Array1, Array2, array};

use super::naive::product;

fn nullity(matrix: &Array2<f64>) -> Result<usize> {
    let basis = null_space(matrix)?;
    let largest = matrix
        .iter()
        .fold(1.0, |largest, entry| f64::max(largest, entry.abs()));
    for (k, vector) in basis.iter().enumerate() {
        let column = vector.clone().insert_axis(ndarray::Axis(1));
        let image = product(matrix, &column);
        let allowed = 1e-13 * largest * matrix.ncols() as f64;
        assert!(image.iter().all(|entry| entry.abs() <= allowed), "{image}");
        for (l, other) in basis.iter().enumerate() {
            let inner: f64 = vector.iter().zip(other).map(|(a, b)| a * b).sum();
            assert!((inner - f64::from(k == l)).abs() < 1e-13);
        }
    }
    Ok(basis.len())
}

#[test]
fn zero_matrix_leaves_everything_and_identity_nothing() -> Result<()> {
    for shape in [(1, 1), (3, 3), (2, 5), (5, 2)] {
        assert_eq!(nullity(&Array2::zeros(shape))?, shape.1);
        let smaller = shape.0.min(shape.1);
        let identity = Array2::from_shape_fn(shape, |(i, j)| f64::from(i == j));
        assert_eq!(nullity(&identity)?, shape.1 - smaller);
    }
    Ok(())
}

#[test]
fn products_of_thin_matrices_have_the_rank_of_the_thinnest() -> Result<()> {
    for (rows, rank, columns) in [
        (1, 1, 4),
        (4, 1, 4),
        (9, 3, 5),
        (5, 3, 9),
        (30, 7, 20),
        (60, 33, 45),
    ] {
        let left: Array2<f64> = 2.0 * seeded_noise((rows, rank), 4) - 1.0;
        let right: Array2<f64> = 2.0 * seeded_noise((rank, columns), 5) - 1.0;
        assert_eq!(
            nullity(&product(&left, &right))?,
            columns - rank,
            "{rows} {rank} {columns}"
        );
    }
    Ok(())
}

#[test]
fn size_of_the_entries_does_not_change_the_rank() -> Result<()> {
    let matrix = array![[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]];
    for power in [-10, 0, 40, 1019] {
        assert_eq!(
            nullity(&(&matrix * libm::scalbn(1.0, power)))?,
            1,
            "2^{power}"
        );
    }
    // Below rounding of 1, all is zero: the rule is not relative to the largest value alone.
    assert_eq!(nullity(&(&matrix * 1e-20))?, 3);
    assert_eq!(nullity(&(&matrix * 1e-310))?, 3);
    Ok(())
}

/// The rule itself, on matrices whose singular values are their diagonal.
#[test]
fn ambiguous_rank_is_refused_and_a_clear_one_is_not() -> Result<()> {
    let epsilon = f64::EPSILON;
    let values = |values: &[f64]| Array2::from_diag(&Array1::from(values.to_vec()));
    // Zero up to 3 ε, and the next value 10⁶ times as large.
    assert_eq!(nullity(&values(&[1.0, 3e6 * epsilon, 3.0 * epsilon]))?, 1);
    assert_eq!(nullity(&values(&[1.0, 1.0, 3.0 * epsilon]))?, 1);
    assert_eq!(nullity(&values(&[1.0, 1.0, 3.1 * epsilon]))?, 0);
    // None on one side: nothing to compare with.
    assert_eq!(nullity(&values(&[1.0, 1e-9, 1e-14]))?, 0);
    assert_eq!(nullity(&values(&[epsilon, epsilon, 0.0]))?, 3);
    assert_eq!(nullity(&values(&[1.0, 1e-9, 0.0]))?, 1);
    for ambiguous in [
        [1.0, 2.9e6 * epsilon, 3.0 * epsilon],
        [1.0, 1e-12, 1e-17],
        [1.0, 4.0 * epsilon, epsilon],
    ] {
        let error = null_space(&values(&ambiguous)).unwrap_err();
        let Error::AmbiguousRank { kept, dropped, .. } = error else {
            panic!("{error}");
        };
        assert!(
            (kept / ambiguous[1] - 1.0).abs() < 1e-9,
            "{ambiguous:?}: {kept:e}"
        );
        assert!(
            (dropped / ambiguous[2] - 1.0).abs() < 1e-9,
            "{ambiguous:?}: {dropped:e}"
        );
    }
    Ok(())
}

#[test]
fn small_values_are_found_that_squares_would_lose() -> Result<()> {
    // AᵀA has the entry 1 + 10⁻¹⁸ only in name.
    let matrix = array![[1.0, 1.0], [1e-9, 0.0], [0.0, 1e-9]];
    assert_eq!(nullity(&matrix)?, 0);
    Ok(())
}

#[test]
fn turns_that_are_nearly_equal_commute_with_nothing_until_they_cannot_be_told_apart() -> Result<()>
{
    let turn = |angle: f64| {
        let (sin, cos) = (libm::sin(angle), libm::cos(angle));
        array![[cos, -sin], [sin, cos]]
    };
    // M turns by 1 before it and by 1 + δ behind it. The singular values of the equation are about δ and 2 sin 1.
    for exponent in 1..=17 {
        let delta = libm::exp10(-f64::from(exponent));
        let maps = commutant_of_pairs(&[(turn(1.0), turn(1.0 + delta))]);
        match (exponent, maps) {
            (..=14, Ok(maps)) => assert_eq!(maps.len(), 0, "10^-{exponent}"),
            // Between: refused, or decided by the rule.
            (15, Ok(maps)) => assert_eq!(maps.len(), 2),
            (16.., Ok(maps)) => assert_eq!(maps.len(), 2, "10^-{exponent}"),
            (_, Err(error)) => panic!("10^-{exponent}: {error}"),
        }
    }
    Ok(())
}

#[test]
fn what_is_no_matrix_for_this_is_an_error() {
    let error = null_space(&Array2::zeros((0, 3))).unwrap_err();
    assert!(matches!(error, Error::EmptyInput { .. }), "{error}");
    let error = null_space(&array![[1.0, f64::NAN]]).unwrap_err();
    assert!(
        matches!(&error, Error::NonFinite { index, .. } if index == &[0, 1]),
        "{error}"
    );
}
