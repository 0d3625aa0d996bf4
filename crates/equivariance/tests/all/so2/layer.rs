//! Kernels on pixels: exact under quarter turns, to the last bit of the weights and up to rounding of the sums; approximate
//! under all others.

use std::f64::consts::FRAC_PI_2;

use equivariance::*;
use ndarray::{Array2, Array3, ArrayRef3, ArrayRef4, s};

use super::{angles, noise, of};

const TYPES: [&[usize]; 4] = [&[0], &[1], &[0, 1, 2], &[3, 0, 1]];

fn rings(width: f64, limit: usize) -> Vec<Ring> {
    let ring = |radius, limit| Ring {
        radius,
        width,
        limit,
    };
    vec![
        ring(0.0, 0),
        ring(2.0 * width, limit),
        ring(4.0 * width, limit),
    ]
}

fn kernels(from: &[usize], to: &[usize], side: usize) -> SteerableKernels {
    SteerableKernels::new(of(from), of(to), side, &rings(0.7, 3)).unwrap()
}

fn coefficients(kernels: &SteerableKernels, seed: u64) -> Vec<f64> {
    noise(kernels.count(), seed).to_vec()
}

/// Returns ρ of a quarter turn, exactly.
fn quarter(representation: &So2Representation) -> Array2<f64> {
    representation.matrix(FRAC_PI_2).unwrap().mapv(f64::round)
}

fn product(a: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> {
    Array2::from_shape_fn((a.nrows(), b.ncols()), |(i, j)| {
        (0..a.ncols()).fold(0.0, |sum, k| sum + a[[i, k]] * b[[k, j]])
    })
}

#[test]
fn weights_obey_the_law_of_quarter_turns_to_the_last_bit() {
    for from in TYPES {
        for to in TYPES {
            for side in [1, 3, 7] {
                let kernels = kernels(from, to, side);
                let weights = kernels.weights(&coefficients(&kernels, 1)).unwrap();
                let (output, back) = (quarter(&of(to)), quarter(&of(from)).reversed_axes());
                for i in 0..side {
                    for j in 0..side {
                        // A quarter turn counter-clockwise sends the pixel (i, j) to (side − 1 − j, i).
                        let there = weights.slice(s![.., .., side - 1 - j, i]).to_owned();
                        let here = weights.slice(s![.., .., i, j]).to_owned();
                        assert_eq!(
                            there,
                            product(&product(&output, &here), &back),
                            "{from:?} {to:?} {i} {j}"
                        );
                    }
                }
            }
        }
    }
}

/// Returns the field turned by a quarter: the pixels move, and the features turn.
fn turned<A: Scalar>(representation: &So2Representation, field: &ArrayRef3<A>) -> Array3<A> {
    let moved = SquareSymmetry::QUARTER_TURN.act(field).unwrap();
    let matrix = quarter(representation);
    Array3::from_shape_fn(moved.dim(), |(channel, i, j)| {
        let row = matrix.row(channel);
        let terms = row.iter().zip(moved.slice(s![.., i, j]));
        terms.fold(A::zero(), |sum, (entry, value)| {
            sum + A::from_f64(*entry).unwrap() * *value
        })
    })
}

/// The law, with the bound that the documentation states.
fn layers_commute_with_quarter_turns<A: Scalar>() {
    for from in TYPES {
        for to in TYPES {
            for n in [6, 9] {
                let kernels = kernels(from, to, 7);
                let trivial = to.iter().filter(|m| **m == 0).count();
                let bias = vec![A::from_f64(0.3).unwrap(); trivial];
                let layer = kernels.layer(&coefficients(&kernels, 2), &bias).unwrap();
                let number = |value: f64| A::from_f64(value).unwrap();
                let field = noise((of(from).dimension(), n, n), 3).mapv(number);
                let first = layer.forward(&turned(&of(from), &field)).unwrap();
                let last = turned(&of(to), &layer.forward(&field).unwrap());
                let size = |value: A| value.abs();
                let sizes = ConvLayer::new(
                    layer.weights.mapv(size),
                    layer.bias.mapv(size),
                    Options::same(),
                )
                .unwrap()
                .forward(&turned(&of(from), &field).mapv(size))
                .unwrap();
                let roundings =
                    (of(from).dimension() * 49 + 4) as f64 * A::epsilon().to_f64().unwrap() / 2.0;
                let gamma = roundings / (1.0 - roundings);
                for ((first, last), size) in first.iter().zip(&last).zip(&sizes) {
                    let error = (*first - *last).abs().to_f64().unwrap();
                    assert!(
                        error <= 2.0 * gamma * size.to_f64().unwrap(),
                        "{error:e} {from:?} {to:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn layers_commute_with_quarter_turns_up_to_rounding_in_both_precisions() {
    layers_commute_with_quarter_turns::<f64>();
    layers_commute_with_quarter_turns::<f32>();
}

#[test]
fn the_law_rejects_weights_that_are_no_kernels() {
    let kernels = kernels(&[1], &[1], 7);
    let mut layer = kernels
        .layer::<f64>(&coefficients(&kernels, 4), &[])
        .unwrap();
    layer.weights[[0, 0, 1, 2]] += 0.1;
    let field = noise((2, 9, 9), 5);
    let first = layer.forward(&turned(&of(&[1]), &field)).unwrap();
    let last = turned(&of(&[1]), &layer.forward(&field).unwrap());
    assert!(
        (first - last)
            .iter()
            .any(|difference| difference.abs() > 0.01)
    );
}

/// A sum of plane waves of at most `1 / width` radians a pixel, at the pixels of a square round the origin, turned by an angle.
fn waves(side: usize, width: f64, angle: f64, seed: u64) -> Array3<f64> {
    let (sin, cos) = libm::sincos(angle);
    let parts = noise((6, 4), seed);
    let half = (side / 2) as f64;
    Array3::from_shape_fn((1, side, side), |(_, i, j)| {
        let (x, y) = (j as f64 - half, half - i as f64);
        let (x, y) = (cos * x + sin * y, cos * y - sin * x);
        let wave = |p: ndarray::ArrayView1<f64>| {
            p[0] * libm::cos((p[1] * x + p[2] * y) / (2.0 * width) + 4.0 * p[3])
        };
        parts.outer_iter().map(wave).sum()
    })
}

/// By how much two layers with a nonlinearity between them fail to commute with turns about a pixel, relative to the output there.
fn error_of_turning(width: f64) -> f64 {
    let hidden = of(&[0, 1, 1, 2]);
    let side = 2 * (7.0 * width) as usize + 1;
    let two = |from: &So2Representation, to: &So2Representation, seed| {
        let kernels =
            SteerableKernels::new(from.clone(), to.clone(), side, &rings(width, 3)).unwrap();
        (
            kernels.weights(&coefficients(&kernels, seed)).unwrap() / (width * width * 25.0),
            seed,
        )
    };
    let output = of(&[0, 1]);
    let (first, _) = two(&of(&[0]), &hidden, 1);
    let (second, _) = two(&hidden, &output, 2);
    let at_the_centre = |picture: &ArrayRef3<f64>| {
        let layer = |weights: &ArrayRef4<f64>| {
            let bias = ndarray::Array1::zeros(weights.dim().0);
            ConvLayer::new(weights.to_owned(), bias, Options::valid()).unwrap()
        };
        let maps = layer(&first).forward(picture).unwrap();
        let maps = norm_relu(&hidden, &maps, &[0.0, -0.1, 0.0, -0.1]).unwrap();
        let maps = layer(&second).forward(&maps).unwrap();
        maps.slice(s![.., 0, 0]).to_owned()
    };
    let (mut error, mut size) = (0.0_f64, 0.0_f64);
    for seed in 1..4 {
        let upright = at_the_centre(&waves(2 * side - 1, width, 0.0, seed));
        for angle in angles(4, seed) {
            let first = at_the_centre(&waves(2 * side - 1, width, angle, seed));
            let last = output.act(angle, &upright).unwrap();
            error = error.max(
                (first - &last)
                    .iter()
                    .fold(0.0, |most, d| most.max(d.abs())),
            );
            size = size.max(last.iter().fold(0.0, |most, v| most.max(v.abs())));
        }
    }
    error / size
}

#[test]
fn other_turns_are_approximate_and_better_on_wider_rings() {
    let errors = [0.5, 1.0, 2.0].map(error_of_turning);
    assert!(errors[0] > 1e-3, "{errors:?}");
    // Rings twice as wide are at least three times as good.
    assert!(
        errors[1] < errors[0] / 3.0 && errors[2] < errors[1] / 3.0,
        "{errors:?}"
    );
}

#[test]
fn limits_of_rings_are_reported() {
    let kernels = SteerableKernels::new(of(&[2]), of(&[2]), 5, &rings(0.7, 2)).unwrap();
    assert_eq!((kernels.count(), kernels.possible()), (2 + 2 + 2, 3 * 4));
    let kernels = SteerableKernels::new(of(&[2]), of(&[2]), 5, &rings(0.7, 4)).unwrap();
    assert_eq!((kernels.count(), kernels.possible()), (2 + 4 + 4, 3 * 4));
}

#[test]
fn bad_kernels_are_one_clear_error() {
    let scalars = of(&[0]);
    let new = |side, rings: &[Ring]| {
        SteerableKernels::new(scalars.clone(), scalars.clone(), side, rings)
            .map_err(|error| error.to_string())
    };
    let good = Ring {
        radius: 1.0,
        width: 0.6,
        limit: 2,
    };
    assert_eq!(
        new(4, &[good]).unwrap_err(),
        "a kernel of 4 × 4 pixels has no pixel in its centre; an odd side is needed"
    );
    assert!(new(0, &[good]).is_err());
    assert_eq!(
        new(3, &[]).unwrap_err(),
        "there is no ring; a kernel needs at least 1"
    );
    for (radius, width) in [
        (-1.0, 1.0),
        (1.0, 0.0),
        (f64::NAN, 1.0),
        (f64::INFINITY, 1.0),
        (1.0, f64::INFINITY),
    ] {
        let error = new(
            3,
            &[
                good,
                Ring {
                    radius,
                    width,
                    limit: 0,
                },
            ],
        )
        .unwrap_err();
        assert!(error.starts_with("ring 1 has the radius"), "{error}");
    }
    let kernels = new(3, &[good]).unwrap();
    assert_eq!(
        kernels.weights(&[1.0, 2.0]).unwrap_err().to_string(),
        "the list of coefficients has shape [2], but [1] is needed"
    );
    assert!(kernels.layer::<f64>(&[1.0], &[]).is_err());
    let huge = new(usize::MAX, &[good]).unwrap();
    assert!(matches!(
        huge.weights(&[1.0]).unwrap_err(),
        Error::OutputTooLarge { .. }
    ));
}

#[test]
fn weights_between_scalars_are_the_bells_of_the_rings() {
    let (radius, width) = (1.0, 0.6);
    let ring = [Ring {
        radius,
        width,
        limit: 0,
    }];
    let kernels = SteerableKernels::new(of(&[0]), of(&[0]), 5, &ring).unwrap();
    let weights = kernels.weights(&[3.0]).unwrap();
    for ((_, _, i, j), weight) in weights.indexed_iter() {
        let off = (libm::hypot(i as f64 - 2.0, j as f64 - 2.0) - radius) / width;
        let expected = 3.0 * libm::exp(-off * off / 2.0);
        assert!((weight - expected).abs() <= 1e-14, "({i}, {j})");
    }
    let kernels = SteerableKernels::new(of(&[0]), of(&[1]), 5, &ring).unwrap();
    assert_eq!(kernels.possible(), 2);
    let kernels = SteerableKernels::new(of(&[1]), of(&[0]), 5, &ring).unwrap();
    assert_eq!(kernels.possible(), 2);
}
