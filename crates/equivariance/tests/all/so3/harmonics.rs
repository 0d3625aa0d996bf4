use equivariance::{
    Normalization, Result, Rotation, Scalar, spherical_harmonics, spherical_harmonics_up_to,
    wigner_d,
};
use ndarray::Array1;
use sphrs::{Coordinates, RealSH, SHEval};

use super::{distance, random_point};

const DEGREES: std::ops::RangeInclusive<usize> = 0..=10;

/// The largest |Yₗ(R x) − Dₗ(R) Yₗ(x)| of many rotations and points.
fn error_of_the_law<A: Scalar>(degree: usize, normalization: Normalization) -> Result<f64> {
    let mut largest = 0.0_f64;
    // The other lengths are factors behind the same numbers.
    let cases = if normalization == Normalization::Norm {
        200
    } else {
        20
    };
    for seed in 0..cases {
        let rotation = Rotation::<A>::random(seed);
        let point = random_point(seed);
        let moved = spherical_harmonics(degree, rotation.apply(point), normalization)?;
        let still = spherical_harmonics(degree, point, normalization)?;
        let turned: Array1<A> = wigner_d(degree, &rotation)?.dot(&still);
        largest = largest.max(distance(&moved, &turned));
    }
    Ok(largest)
}

#[test]
fn turned_points_have_turned_harmonics() -> Result<()> {
    for degree in DEGREES {
        for &normalization in Normalization::ALL {
            let length = normalization.length(degree);
            let double = error_of_the_law::<f64>(degree, normalization)?;
            let single = error_of_the_law::<f32>(degree, normalization)?;
            assert!(
                double <= 1e-14 * length,
                "degree {degree}, {normalization}: {double:e}"
            );
            assert!(
                single <= 2e-6 * length,
                "degree {degree}, {normalization}: {single:e}"
            );
        }
    }
    Ok(())
}

/// Another program, which computes with angles, Legendre's functions and factorials. Its polar axis is z.
#[test]
fn harmonics_are_those_of_sphrs() -> Result<()> {
    for seed in 0..50 {
        let point = random_point::<f64>(seed);
        let there = Coordinates::cartesian(point[2], point[0], point[1]);
        let all = spherical_harmonics_up_to(10, point, Normalization::Integral)?;
        let mut values = all.iter();
        for l in 0..=10 {
            for m in -l..=l {
                let value = values.next().unwrap();
                let known = RealSH::Spherical.eval(l, m, &there);
                assert!(
                    (value - known).abs() < 1e-13,
                    "{l} {m}: {value} and {known}"
                );
            }
        }
    }
    Ok(())
}

/// Σₘ Yₗₘ(x) Yₗₘ(y) is Legendre's polynomial of the cosine, here by its own recursion.
#[test]
fn addition_theorem_holds() -> Result<()> {
    for seed in 0..50 {
        let (x, y) = (random_point::<f64>(seed), random_point(seed + 100));
        let [first, second] = [x, y].map(|point| {
            let harmonics = |l| spherical_harmonics(l, point, Normalization::Norm);
            DEGREES.map(harmonics).collect::<Result<Vec<_>>>()
        });
        let (first, second) = (first?, second?);
        let cosine = first[1].dot(&second[1]);
        let (mut last, mut legendre) = (0.0, 1.0);
        for l in DEGREES {
            let sum = first[l].dot(&second[l]);
            assert!(
                (sum - legendre).abs() < 1e-14,
                "degree {l}: {sum} and {legendre}"
            );
            let n = l as f64;
            let next = ((2.0 * n + 1.0) * cosine * legendre - n * last) / (n + 1.0);
            (last, legendre) = (legendre, next);
        }
    }
    Ok(())
}

#[test]
fn degree_one_is_the_direction_itself() -> Result<()> {
    let unit = spherical_harmonics(1, [3.0, 0.0, 4.0], Normalization::Norm)?;
    assert_eq!(unit.to_vec(), [0.6, 0.0, 0.8]);
    // No square overflows or vanishes.
    for size in [f64::MIN_POSITIVE / 4.0, f64::MAX / 4.0] {
        let unit = spherical_harmonics(1, [3.0 * size, 0.0, 4.0 * size], Normalization::Norm)?;
        assert!((unit[0] - 0.6).abs() < 1e-15, "{size}");
    }
    Ok(())
}

#[test]
fn normalizations_are_as_named() -> Result<()> {
    let sphere = 4.0 * std::f64::consts::PI;
    for (normalization, square) in [
        (Normalization::Norm, 1.0),
        (Normalization::Component, 7.0),
        (Normalization::Integral, 7.0 / sphere),
    ] {
        let harmonics = spherical_harmonics(3, random_point::<f64>(1), normalization)?;
        assert!(
            (harmonics.dot(&harmonics) - square).abs() < 1e-14,
            "{normalization}"
        );
        assert_eq!(
            normalization.name().parse::<Normalization>()?,
            normalization
        );
    }
    Ok(())
}

/// A law checked with a wrong action must fail: numbers of a degree that change sign are not turned by the matrix.
#[test]
fn other_harmonics_are_not_turned_by_the_matrix() -> Result<()> {
    let rotation = Rotation::<f64>::random(1);
    let point = random_point(1);
    for degree in 1..=10 {
        let negated = |point: [f64; 3]| -> Result<_> {
            let mut harmonics = spherical_harmonics(degree, point, Normalization::Norm)?;
            harmonics[0] = -harmonics[0];
            Ok(harmonics)
        };
        let moved: Array1<f64> = negated(rotation.apply(point))?;
        let turned = wigner_d(degree, &rotation)?.dot(&negated(point)?);
        assert!(distance(&moved, &turned) > 0.01, "degree {degree}");
    }
    Ok(())
}
