//! How many kernels commute with all turns, by the closed form, a null space and an integral; and that each does commute.

use std::f64::consts::{FRAC_PI_2, PI};

use equivariance::*;
use ndarray::{Array2, array};

use super::{angles, of};

fn product<A: Scalar>(a: &Array2<A>, b: &Array2<A>) -> Array2<A> {
    Array2::from_shape_fn((a.nrows(), b.ncols()), |(i, j)| {
        (0..a.ncols()).fold(A::zero(), |sum, k| sum + a[[i, k]] * b[[k, j]])
    })
}

fn difference<A: Scalar>(a: &Array2<A>, b: &Array2<A>) -> f64 {
    assert_eq!(a.dim(), b.dim());
    let differences = a
        .iter()
        .zip(b)
        .map(|(a, b)| (*a - *b).abs().to_f64().unwrap());
    differences.fold(0.0, f64::max)
}

/// Returns the frequencies of the functions with values in `to` on a circle that have harmonics up to `limit`: the tensor
/// product with the functions on the circle, where m ⊗ k is k + m and abs(k − m).
fn functions_on_the_circle(to: &So2Representation, limit: usize) -> So2Representation {
    let mut frequencies = Vec::new();
    for &m in to.frequencies() {
        for k in 0..=limit {
            match (m, k) {
                (0, k) => frequencies.push(k),
                (m, 0) => frequencies.push(m),
                (m, k) => {
                    frequencies.push(m + k);
                    // Where both agree, the difference is two copies of the trivial representation.
                    let copies = if m == k { 2 } else { 1 };
                    frequencies.extend(vec![m.abs_diff(k); copies]);
                }
            }
        }
    }
    of(&frequencies)
}

const TYPES: [&[usize]; 9] = [
    &[0],
    &[1],
    &[2],
    &[3],
    &[7],
    &[0, 1],
    &[1, 1, 2],
    &[0, 0, 3],
    &[2, 0, 1],
];

#[test]
fn the_null_space_and_the_integral_of_characters_agree_for_all_types() {
    for from in TYPES.map(of) {
        for to in TYPES.map(of) {
            let found = lie_commutant(&from, &to).unwrap();
            let counted = lie_commutant_dimension(&from, &to).unwrap();
            assert_eq!(found.len(), counted, "{from:?} {to:?}");
            // A third way: equal parts meet in one map, or in two where they turn.
            let pairs = from
                .frequencies()
                .iter()
                .flat_map(|m| to.frequencies().iter().map(move |n| (m, n)));
            let expected: usize = pairs
                .filter(|(m, n)| m == n)
                .map(|(m, _)| if *m == 0 { 1 } else { 2 })
                .sum();
            assert_eq!(counted, expected, "{from:?} {to:?}");
            // The basis commutes with turns and not only with the generator.
            for angle in angles(5, 1) {
                let (input, output) = (from.matrix(angle).unwrap(), to.matrix(angle).unwrap());
                for map in &found {
                    let commutes = difference(&product(map, &input), &product(&output, map));
                    assert!(commutes < 1e-13, "{commutes:e} {from:?} {to:?}");
                }
            }
        }
    }
}

#[test]
fn two_generic_turns_have_the_same_commutant_as_the_generator() {
    for from in TYPES.map(of) {
        for to in TYPES.map(of) {
            let pairs =
                [0.7, 2.1].map(|angle| (from.matrix(angle).unwrap(), to.matrix(angle).unwrap()));
            let found = commutant_of_pairs(&pairs).unwrap().len();
            assert_eq!(found, lie_commutant_dimension(&from, &to).unwrap());
        }
    }
}

#[test]
fn quarter_turns_alone_take_frequencies_for_equal_that_differ_by_four() {
    let quarter = |m| of(&[m]).matrix(FRAC_PI_2).unwrap();
    for (m, n, expected) in [
        (1, 5, 2),
        (1, 3, 2),
        (1, 2, 0),
        (2, 6, 4),
        (4, 8, 4),
        (1, 1, 2),
    ] {
        let found = commutant_of_pairs(&[(quarter(m), quarter(n))]).unwrap();
        assert_eq!(found.len(), expected, "{m} {n}");
    }
}

#[test]
fn representations_respect_products_and_have_their_characters() {
    let frequencies = [0, 1, 2, 10, 1000];
    let all = of(&frequencies);
    for pair in angles(40, 2).as_slice().unwrap().chunks(2) {
        let [a, b] = [pair[0], pair[1]];
        let both = product(&all.matrix(a).unwrap(), &all.matrix(b).unwrap());
        // The angle a + b is rounded once, and frequency 1000 multiplies that.
        let bound = 16.0 * 1001.0 * f64::EPSILON;
        assert!(difference(&all.matrix(a + b).unwrap(), &both) < bound);
        let trace: f64 = all.matrix(a).unwrap().diag().sum();
        assert!((trace - all.characters(a)[0]).abs() < bound);
    }
    for m in [1, 2, 10, 1000] {
        for angle in angles(40, 3) {
            let matrix = of(&[m]).matrix(angle).unwrap();
            let expected = libm::cos(m as f64 * angle);
            let of_the_product = m as f64 * PI * f64::EPSILON;
            let bound = 4.0 * (m + 1) as f64 * f64::EPSILON + of_the_product;
            assert!((matrix[[0, 0]] - expected).abs() < bound);
        }
    }
}

#[test]
fn closed_form_counts_one_two_and_four_kernels_between_irreducible_types() {
    for (m, n, frequencies) in [
        (0, 0, vec![0]),
        (0, 3, vec![3, 3]),
        (3, 0, vec![3, 3]),
        (1, 1, vec![0, 0, 2, 2]),
        (2, 2, vec![0, 0, 4, 4]),
        (1, 2, vec![1, 1, 3, 3]),
        (5, 2, vec![3, 3, 7, 7]),
    ] {
        let kernels = ring_kernels(&of(&[m]), &of(&[n])).unwrap();
        assert_eq!(kernels.frequencies(), frequencies, "{m} {n}");
    }
}

#[test]
fn limit_reduces_the_count_and_the_answer_says_so() {
    for (m, n, found) in [
        (1, 1, 4),
        (2, 2, 2),
        (1, 2, 2),
        (0, 2, 2),
        (0, 3, 0),
        (3, 0, 0),
    ] {
        let (from, to) = (of(&[m]), of(&[n]));
        let (kernels, possible) = ring_kernels_up_to(&from, &to, 2).unwrap();
        assert_eq!(
            (kernels.count(), possible),
            (found, from.dimension() * to.dimension()),
            "{m} {n}"
        );
    }
}

/// A kernel on a circle is a map from the inputs to functions on the circle with values in the outputs, and it commutes with
/// all turns exactly if that map does.
#[test]
fn kernels_are_counted_by_two_ways_more_for_every_limit() {
    for from in TYPES.map(of) {
        for to in TYPES.map(of) {
            for limit in [0, 1, 2, 4, 14] {
                let (kernels, possible) = ring_kernels_up_to(&from, &to, limit).unwrap();
                let functions = functions_on_the_circle(&to, limit);
                let counted = lie_commutant_dimension(&from, &functions).unwrap();
                assert_eq!(kernels.count(), counted, "{from:?} {to:?} {limit}");
                if functions.dimension() * from.dimension() < 120 {
                    let found = lie_commutant(&from, &functions).unwrap().len();
                    assert_eq!(found, counted, "{from:?} {to:?} {limit}");
                }
                if limit == 14 {
                    assert_eq!(kernels.count(), possible);
                }
                // The frequencies of the tensor product are right: its character is the product of the characters.
                let circle = of(&(0..=limit).collect::<Vec<_>>());
                for angle in angles(3, 4) {
                    let [a, b] = [&circle, &to].map(|r| r.matrix(angle).unwrap());
                    let trace = functions.matrix(angle).unwrap().diag().sum();
                    assert!((a.diag().sum() * b.diag().sum() - trace).abs() < 1e-11);
                }
            }
        }
    }
}

/// The law K(θ + φ) = ρ′(φ) K(θ) ρ(φ)⁻¹ in a precision; the bound counts the roundings of angles, powers and products.
fn kernels_obey_the_law<A: Scalar>(from: &So2Representation, to: &So2Representation) {
    let kernels = ring_kernels(from, to).unwrap();
    let rounded = |matrix: Array2<f64>| matrix.mapv(|value| A::from_f64(value).unwrap());
    let highest = kernels.frequencies().into_iter().max().unwrap();
    // Angles and powers in f64, then three factors rounded and two products of at most two terms each.
    let bound = 16.0 * (highest + 1) as f64 * f64::EPSILON + 24.0 * A::epsilon().to_f64().unwrap();
    for pair in angles(40, 5).as_slice().unwrap().chunks(2) {
        let [theta, phi] = [pair[0], pair[1]];
        let [input, output] =
            [(from, -phi), (to, phi)].map(|(r, angle)| rounded(r.matrix(angle).unwrap()));
        let there = kernels.at(theta + phi).unwrap();
        for (there, here) in there.into_iter().zip(kernels.at(theta).unwrap()) {
            let turned = product(&product(&output, &rounded(here)), &input);
            let error = difference(&rounded(there), &turned);
            assert!(error <= bound, "{error:e} > {bound:e} {from:?} {to:?}");
        }
    }
}

#[test]
fn kernels_commute_with_turns_in_both_precisions() {
    for from in TYPES.map(of) {
        for to in TYPES.map(of) {
            kernels_obey_the_law::<f64>(&from, &to);
            kernels_obey_the_law::<f32>(&from, &to);
        }
    }
}

#[test]
fn kernels_are_independent() {
    for from in TYPES.map(of) {
        for to in TYPES.map(of) {
            // By K(0) alone: a combination that vanishes there vanishes on the whole circle.
            let kernels = ring_kernels(&from, &to).unwrap().at(0.3).unwrap();
            let columns = kernels.len();
            let matrix = Array2::from_shape_fn(
                (from.dimension() * to.dimension(), columns),
                |(entry, kernel)| *kernels[kernel].iter().nth(entry).unwrap(),
            );
            assert!(null_space(&matrix).unwrap().is_empty(), "{from:?} {to:?}");
        }
    }
}

#[test]
fn the_law_rejects_a_kernel_of_another_frequency() {
    let vectors = of(&[1]);
    // T(θ) has frequency 1, where vectors to vectors have 0 and 2.
    let wrong = |angle| vectors.matrix(angle).unwrap();
    let (theta, phi) = (0.3, 1.1);
    let turned = product(
        &product(&vectors.matrix(phi).unwrap(), &wrong(theta)),
        &vectors.matrix(-phi).unwrap(),
    );
    assert!(difference(&wrong(theta + phi), &turned) > 0.1);
}

/// Says that it is of dimension 1 with a character that no representation has, and has this many generators.
struct NoRepresentation(usize);

impl LieRepresentation for NoRepresentation {
    fn dimension(&self) -> usize {
        1
    }
    fn generators(&self) -> Vec<Array2<f64>> {
        vec![array![[0.0]]; self.0]
    }
    fn characters(&self, _: f64) -> Vec<f64> {
        vec![1.3]
    }
    fn density(_: f64) -> f64 {
        1.0
    }
    fn highest_frequency(&self) -> usize {
        0
    }
}

#[test]
fn characters_that_no_representation_has_are_an_error() {
    let none = NoRepresentation(1);
    let error = lie_commutant_dimension(&none, &none).unwrap_err();
    assert!(matches!(error, Error::DimensionNotWhole { .. }), "{error}");
    let error = lie_commutant(&none, &NoRepresentation(2)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the list of generators has shape [2], but [1] is needed"
    );
}

#[test]
fn centre_kernels_are_the_maps_that_commute() {
    for from in TYPES.map(of) {
        for to in TYPES.map(of) {
            let kernels = centre_kernels(&from, &to).unwrap();
            assert_eq!(kernels.len(), lie_commutant_dimension(&from, &to).unwrap());
            for angle in angles(3, 6) {
                let (input, output) = (from.matrix(angle).unwrap(), to.matrix(angle).unwrap());
                for kernel in &kernels {
                    let error = difference(&product(kernel, &input), &product(&output, kernel));
                    assert!(error < 1e-14);
                }
            }
        }
    }
}

#[test]
fn features_turn_in_both_precisions_and_fields_at_each_place_alike() {
    let representation = of(&[1, 0, 2]);
    let field = seeded_noise::<f32, _, _>((5, 3, 2), 1);
    let turned = representation.act(0.4, &field).unwrap();
    let matrix = representation.matrix(0.4).unwrap();
    for i in 0..3 {
        for j in 0..2 {
            for row in 0..5 {
                let expected: f64 = (0..5)
                    .map(|k| matrix[[row, k]] * f64::from(field[[k, i, j]]))
                    .sum();
                assert!(
                    (f64::from(turned[[row, i, j]]) - expected).abs()
                        < 4.0 * f64::from(f32::EPSILON)
                );
            }
        }
    }
}

#[test]
fn bad_input_is_one_clear_error() {
    let message = |error: Error| error.to_string();
    assert_eq!(
        message(So2Representation::new(&[]).unwrap_err()),
        "there is no frequency; a representation of the turns of the plane needs at least 1"
    );
    assert_eq!(
        message(So2Representation::new(&[0, usize::MAX]).unwrap_err()),
        format!(
            "the frequency {} is too high; at most 1000 is possible",
            usize::MAX
        )
    );
    assert_eq!(
        message(So2Representation::new(&[1; 3000]).unwrap_err()),
        "the representation has dimension 6000; at most 4096 is possible"
    );
    assert!(So2Representation::new(&[1000]).is_ok());
    assert!(So2Representation::new(&[1001]).is_err());
    assert!(So2Representation::new(&[0; 4096]).is_ok());
    assert!(So2Representation::new(&[0; 4097]).is_err());
    let vectors = of(&[1]);
    for angle in [f64::NAN, f64::INFINITY] {
        let expected = format!("the angle is {angle}; a finite number is needed");
        assert_eq!(message(vectors.matrix(angle).unwrap_err()), expected);
        let kernels = ring_kernels(&vectors, &vectors).unwrap();
        assert_eq!(message(kernels.at(angle).unwrap_err()), expected);
    }
    assert!(vectors.matrix(1e300).is_ok());
    let wrong = vectors.act(1.0, &array![1.0, 2.0, 3.0]).unwrap_err();
    assert_eq!(
        message(wrong),
        "the array of features has shape [3], but [2] is needed"
    );
    let many = of(&[1; 2000]);
    assert_eq!(
        message(lie_commutant(&many, &many).unwrap_err()),
        "the maps have 4000 × 4000 entries; those that commute are found for at most 4096"
    );
    assert_eq!(
        message(ring_kernels(&many, &many).unwrap_err()),
        "there are 16000000 kernels; at most 1048576 are listed"
    );
    let (kernels, possible) = ring_kernels_up_to(&of(&[1; 512]), &of(&[3; 512]), 0).unwrap();
    assert_eq!((kernels.count(), possible), (0, 1_048_576));
    let many = of(&[1; 500]);
    let kernels = ring_kernels(&many, &many).unwrap();
    assert!(matches!(
        kernels.at(0.0).unwrap_err(),
        Error::OutputTooLarge { .. }
    ));
}
