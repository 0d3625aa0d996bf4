//! Integrals and convolution on the sphere, against theorems, literature and each other.

use std::f64::consts::PI;

use equivariance::{
    Error, Irreps, LatitudeRule, Normalization, Rotation, Scalar, So3Error, SphereQuadrature,
    ZonalKernel, lie_commutant, lie_commutant_dimension, seeded_noise, sphere_coefficients,
    sphere_values, spherical_harmonics, spherical_harmonics_up_to,
};
use ndarray::{Array1, array};

/// How far rounding may move an integral: by half an ε for each of a few hundred terms, which add up to 4π at most.
const SUMS: f64 = 1e-13;

fn grid(rule: LatitudeRule, latitudes: usize, longitudes: usize) -> SphereQuadrature {
    SphereQuadrature::grid(rule, latitudes, longitudes).unwrap()
}

fn largest<A: Scalar>(values: impl IntoIterator<Item = A>) -> A {
    let values = values.into_iter();
    values.fold(A::zero(), |most, value| {
        assert!(value.is_finite());
        most.max(value.abs())
    })
}

#[test]
fn grids_are_exact_up_to_the_degree_of_the_theorem_and_no_further() {
    for &rule in LatitudeRule::ALL {
        for latitudes in 1..=9 {
            for longitudes in [1, 2, 3, 7, 18] {
                let grid = grid(rule, latitudes, longitudes);
                assert_eq!(
                    grid.exact_degree(),
                    rule.degree(latitudes, longitudes),
                    "{rule} {latitudes} {longitudes}"
                );
            }
        }
        assert_eq!(rule.degree(0, 1), None);
        assert_eq!(rule.degree(1, 0), None);
    }
}

#[test]
fn corners_of_solids_are_exact_up_to_degrees_3_and_5_and_no_degree_above_20_is_tried() {
    assert_eq!(SphereQuadrature::octahedron().exact_degree(), Some(3));
    assert_eq!(SphereQuadrature::icosahedron().exact_degree(), Some(5));
    let one = SphereQuadrature::new(vec![[0.0, 0.6, 0.8]], vec![4.0 * PI]).unwrap();
    assert_eq!(one.exact_degree(), Some(0));
    // Higher degrees than 20 are not tried.
    let fine = grid(LatitudeRule::GaussLegendre, 11, 22);
    assert_eq!(fine.exact_degree(), Some(20));
    assert_eq!(LatitudeRule::GaussLegendre.degree(11, 22), Some(21));
}

/// The mean over the sphere of x^a y^b z^c is (a−1)!! (b−1)!! (c−1)!! / (a+b+c+1)!! for even exponents and 0 else.
///
/// Gerald Folland, *How to Integrate a Polynomial over a Sphere*, American Mathematical Monthly 108 (2001).
fn mean_of_monomial(exponents: [i32; 3]) -> f64 {
    let double = |n: i32| (1..=n).rev().step_by(2).map(f64::from).product::<f64>();
    if exponents.iter().any(|e| e % 2 == 1) {
        return 0.0;
    }
    let above: f64 = exponents.iter().map(|e| double(e - 1)).product();
    above / double(exponents.iter().sum::<i32>() + 1)
}

/// A power by products, since `powi` differs between platforms.
fn power(base: f64, exponent: i32) -> f64 {
    (0..exponent).map(|_| base).product()
}

#[test]
fn exact_grids_integrate_monomials() {
    let rules = [
        grid(LatitudeRule::GaussLegendre, 6, 12),
        grid(LatitudeRule::Fejer, 11, 12),
        grid(LatitudeRule::Fejer, 12, 12),
    ];
    let mut wrong_beyond = 0;
    for rule in rules {
        assert_eq!(rule.exact_degree(), Some(11));
        for a in 0..=12 {
            for b in 0..=12 - a {
                for c in 0..=12 - a - b {
                    let integral =
                        rule.integrate(|[x, y, z]| power(x, a) * power(y, b) * power(z, c));
                    let error = (integral - 4.0 * PI * mean_of_monomial([a, b, c])).abs();
                    if a + b + c <= 11 {
                        assert!(error < SUMS, "{a} {b} {c}: {error:e}");
                    } else {
                        wrong_beyond += usize::from(error > 1e-4);
                    }
                }
            }
        }
    }
    assert!(wrong_beyond > 3);
}

/// The values of Abramowitz and Stegun, *Handbook of Mathematical Functions*, 1964, table 25.4.
#[test]
fn latitudes_of_gauss_and_legendre_are_those_of_the_handbook() {
    let five = grid(LatitudeRule::GaussLegendre, 5, 1);
    let known = [
        (0.906179845938664, 0.236926885056189),
        (0.538469310105683, 0.478628670499366),
        (0.0, 0.568888888888889),
    ];
    for (i, (y, weight)) in known.into_iter().enumerate() {
        for (place, sign) in [(i, 1.0), (4 - i, -1.0)] {
            assert!((five.points()[place][1] - sign * y).abs() < 1e-15);
            assert!((five.weights()[place] - 2.0 * PI * weight).abs() < 5e-15);
        }
    }
}

#[test]
fn weights_of_large_grids_add_up_to_the_area_and_points_lie_on_the_sphere() {
    for rule in [
        LatitudeRule::GaussLegendre,
        LatitudeRule::Fejer,
        LatitudeRule::Sines,
    ] {
        let large = grid(rule, 1024, 8);
        assert!(large.weights().iter().all(|weight| *weight > 0.0));
        let area: f64 = large.weights().iter().sum();
        assert!((area / (4.0 * PI) - 1.0).abs() < 1e-12, "{rule}");
        SphereQuadrature::new(large.points().to_vec(), large.weights().to_vec()).unwrap();
    }
}

/// A function by its coefficients up to a degree, and the same function turned, at points.
fn at<A: Scalar>(coefficients: &Array1<A>, turn: &Rotation<A>, points: &[[A; 3]]) -> Array1<A> {
    let back = turn.inverse();
    let points: Vec<_> = points.iter().map(|point| back.apply(*point)).collect();
    sphere_values(coefficients, &points).unwrap()
}

fn cast<A: Scalar>(points: &[[f64; 3]]) -> Vec<[A; 3]> {
    let cast = |x: f64| A::from_f64(x).unwrap();
    points.iter().map(|point| point.map(cast)).collect()
}

/// By how much turning first and turning last differ at most, as a part of the largest value, over random functions up to a
/// degree, kernels and turns. `convolve` makes coefficients of values at the points of the quadrature.
fn law_fails_by<A: Scalar>(
    quadrature: &SphereQuadrature,
    degree: usize,
    convolve: impl Fn(u64, &Array1<A>) -> Array1<A>,
) -> A {
    let count = (degree + 1) * (degree + 1);
    let points = cast::<A>(quadrature.points());
    let elsewhere = cast::<A>(grid(LatitudeRule::GaussLegendre, 7, 9).points());
    let still = Rotation::identity();
    let half = A::from_f64(0.5).unwrap();
    let errors = (0..20).map(|seed| {
        let function = seeded_noise::<A, _, _>(count, seed).mapv(|value| value - half);
        let turn = Rotation::<A>::random(100 + seed);
        let first = convolve(seed, &at(&function, &turn, &points));
        let last = convolve(seed, &at(&function, &still, &points));
        let first = at(&first, &still, &elsewhere);
        let last = at(&last, &turn, &elsewhere);
        largest(&first - &last) / largest(last)
    });
    largest(errors)
}

fn kernel<A: Scalar>(degree: usize, seed: u64) -> ZonalKernel<A> {
    let noise = seeded_noise::<A, _, _>(degree + 1, 1000 + seed);
    let half = A::from_f64(0.5).unwrap();
    ZonalKernel::new(noise.mapv(|value| value + half)).unwrap()
}

/// The law with a random kernel up to a degree, for functions up to a degree.
fn zonal_law_fails_by<A: Scalar>(
    quadrature: &SphereQuadrature,
    [of_function, of_kernel]: [usize; 2],
) -> A {
    law_fails_by(quadrature, of_function, |seed, values: &Array1<A>| {
        let coefficients = sphere_coefficients(of_kernel, quadrature, values).unwrap();
        kernel(of_kernel, seed).convolve(&coefficients).unwrap()
    })
}

#[test]
fn convolution_commutes_with_rotations_where_the_quadrature_is_exact() {
    for degree in 0..=8 {
        let gauss = grid(LatitudeRule::GaussLegendre, degree + 1, 2 * degree + 1);
        let fejer = grid(LatitudeRule::Fejer, 2 * degree + 1, 2 * degree + 1);
        for exact in [gauss, fejer] {
            let double = zonal_law_fails_by::<f64>(&exact, [degree, degree]);
            assert!(double < 1e-14, "{degree}: {double:e}");
            let single = zonal_law_fails_by::<f32>(&exact, [degree, degree]);
            assert!(single < 2e-6, "{degree}: {single:e}");
        }
    }
    // A product of degrees 2 and 3.
    let icosahedron = SphereQuadrature::icosahedron();
    assert!(zonal_law_fails_by::<f64>(&icosahedron, [3, 2]) < 1e-14);
    assert!(zonal_law_fails_by::<f64>(&icosahedron, [2, 3]) < 1e-14);
}

#[test]
fn convolution_does_not_commute_where_the_quadrature_is_too_coarse() {
    for degree in 1..=8 {
        for coarse in [
            grid(LatitudeRule::GaussLegendre, degree, 2 * degree + 1),
            grid(LatitudeRule::GaussLegendre, degree + 1, 2 * degree),
            grid(LatitudeRule::Sines, degree + 1, 2 * degree + 1),
            grid(LatitudeRule::PlainSines, degree + 1, 2 * degree + 1),
        ] {
            let error = zonal_law_fails_by::<f64>(&coarse, [degree, degree]);
            assert!(error > 0.01, "{degree}: {error:e}");
        }
    }
    assert!(zonal_law_fails_by::<f64>(&SphereQuadrature::icosahedron(), [3, 3]) > 0.01);
}

#[test]
fn a_map_with_another_number_for_each_order_is_rejected() {
    let quadrature = grid(LatitudeRule::GaussLegendre, 5, 9);
    let error = law_fails_by(&quadrature, 4, |_, values: &Array1<f64>| {
        let coefficients = sphere_coefficients(4, &quadrature, values).unwrap();
        coefficients * (seeded_noise::<f64, _, _>(25, 5) + 0.5)
    });
    assert!(error > 0.1, "{error:e}");
}

#[test]
fn coefficients_lead_back_to_themselves() {
    let quadrature = grid(LatitudeRule::GaussLegendre, 11, 21);
    for seed in 0..5 {
        let coefficients = seeded_noise::<f64, _, _>(121, seed);
        let values = sphere_values(&coefficients, quadrature.points()).unwrap();
        let again = sphere_coefficients(10, &quadrature, &values).unwrap();
        assert!(largest(again - coefficients) < 1e-13);
    }
}

/// By how much the two ways to the values of a convolution differ at most.
fn ways_differ_by<A: Scalar>() -> A {
    let points = cast::<A>(grid(LatitudeRule::Fejer, 5, 7).points());
    let cases = LatitudeRule::ALL
        .iter()
        .flat_map(|rule| (0..=10).map(move |degree| (*rule, degree)));
    let differences = cases.map(|(rule, degree)| {
        let quadrature = grid(rule, 4, 6);
        let values = seeded_noise::<A, _, _>(24, degree as u64);
        let kernel = kernel::<A>(degree, degree as u64);
        let coefficients = sphere_coefficients(degree, &quadrature, &values).unwrap();
        let convolved = kernel.convolve(&coefficients).unwrap();
        let one = sphere_values(&convolved, &points).unwrap();
        let other = kernel.convolve_samples(&quadrature, &values, &points);
        let most = largest(one.iter().copied());
        largest(one - other.unwrap()) / most
    });
    largest(differences)
}

#[test]
fn the_sum_over_samples_is_the_way_over_coefficients_for_any_quadrature() {
    let double = ways_differ_by::<f64>();
    assert!(double < 1e-14, "{double:e}");
    let single = ways_differ_by::<f32>();
    assert!(single < 5e-6, "{single:e}");
}

/// The theorem of Funk and Hecke: the convolution of a harmonic with a kernel is a multiple of it.
#[test]
fn multipliers_are_what_the_integral_makes_of_a_harmonic() {
    let quadrature = grid(LatitudeRule::GaussLegendre, 12, 24);
    let profile = |t: f64| 1.0 - 2.0 * t + 3.0 * t * t * t;
    let kernel = ZonalKernel::<f64>::from_profile(4, profile).unwrap();
    let [x, y, z] = [2.0 / 7.0, 3.0 / 7.0, 6.0 / 7.0];
    for l in 0..=4 {
        let harmonics = |point| spherical_harmonics(l, point, Normalization::Norm).unwrap();
        for order in 0..=2 * l {
            let integral = quadrature.integrate(|[a, b, c]| {
                profile(x * a + y * b + z * c) * harmonics([a, b, c])[order]
            });
            let expected = kernel.multipliers()[l] * harmonics([x, y, z])[order];
            assert!((integral - expected).abs() < SUMS, "{l} {order}");
        }
    }
}

/// Poisson's kernel has the multipliers r^l.
#[test]
fn multipliers_of_poissons_kernel_are_powers() {
    let r: f64 = 0.4;
    let profile = |t: f64| {
        let square: f64 = 1.0 - 2.0 * r * t + r * r;
        (1.0 - r * r) / (4.0 * PI * square * square.sqrt())
    };
    let kernel = ZonalKernel::<f64>::from_profile(10, profile).unwrap();
    for (l, multiplier) in kernel.multipliers().iter().enumerate() {
        assert!((multiplier - power(r, l as i32)).abs() < 1e-14);
    }
    // The degrees above 10 are missing in the kernel, 2.3e-3 of it at most.
    for t in [-1.0, -0.5, 0.0, 0.3, 1.0] {
        let missing: f64 = (11..60)
            .map(|l| f64::from(2 * l + 1) / (4.0 * PI) * power(r, l))
            .sum();
        assert!((kernel.at(t) - profile(t)).abs() <= missing + 1e-14);
    }
}

#[test]
fn heat_spreads_in_steps() {
    let [three, four, five] = [0.3, 0.4, 0.5].map(|s| ZonalKernel::<f64>::heat(8, s).unwrap());
    let product = three.multipliers() * four.multipliers();
    assert!(largest(product - five.multipliers()) < 1e-15);
    assert_eq!(three.multipliers()[0], 1.0);
    let none = ZonalKernel::<f64>::heat(8, 0.0).unwrap();
    assert!(
        none.multipliers()
            .iter()
            .all(|&multiplier| multiplier == 1.0)
    );
}

#[test]
fn degrees_above_that_of_the_kernel_become_0_and_others_are_multiplied() {
    let kernel = ZonalKernel::new(array![2.0, 3.0]).unwrap();
    assert_eq!(kernel.degree(), 1);
    let ones = Array1::ones(9);
    let expected = array![2.0, 3.0, 3.0, 3.0, 0.0, 0.0, 0.0, 0.0, 0.0];
    assert_eq!(kernel.convolve(&ones).unwrap(), expected);
    assert_eq!(kernel.convolve(&Array1::ones(1)).unwrap(), array![2.0]);
}

/// The addition theorem: the harmonics of degree l at two points have the product (2l + 1)/4π Pₗ.
#[test]
fn a_kernel_of_one_degree_is_the_product_of_its_harmonics() {
    let (a, b) = ([0.36, 0.48, 0.8], [2.0 / 7.0, -3.0 / 7.0, 6.0 / 7.0]);
    let t = (0..3).map(|i| a[i] * b[i]).sum();
    let [left, right] =
        [a, b].map(|point| spherical_harmonics_up_to(10, point, Normalization::Integral).unwrap());
    for l in 0..=10 {
        let mut multipliers = Array1::zeros(l + 1);
        multipliers[l] = 1.0;
        let range = l * l..(l + 1) * (l + 1);
        let product: f64 = range.map(|place| left[place] * right[place]).sum();
        let kernel = ZonalKernel::new(multipliers).unwrap();
        assert!((kernel.at(t) - product).abs() < 1e-14, "{l}");
    }
}

#[test]
fn bad_input_is_an_error_that_says_what_is_wrong() {
    let says = |error: Error, words: &str| assert_eq!(error.to_string(), words);
    let rule = LatitudeRule::GaussLegendre;
    says(
        SphereQuadrature::grid(rule, 0, 4).unwrap_err(),
        "a grid with 0 latitudes; it needs at least 1 and has at most 1024",
    );
    says(
        SphereQuadrature::grid(rule, 4, usize::MAX).unwrap_err(),
        "a grid with 18446744073709551615 longitudes; it needs at least 1 and has at most 1024",
    );
    says(
        SphereQuadrature::new(vec![[0.0, 0.0, 1.0], [0.0, 2.0, 0.0]], vec![1.0; 2]).unwrap_err(),
        "point 1 has length 2; on the unit sphere it must be 1 up to rounding",
    );
    says(
        SphereQuadrature::new(vec![[f64::NAN, 0.0, 1.0]], vec![1.0]).unwrap_err(),
        "point 0 has length NaN; on the unit sphere it must be 1 up to rounding",
    );
    says(
        SphereQuadrature::new(vec![[0.0, 0.0, 1.0]], vec![f64::INFINITY]).unwrap_err(),
        "the weight of a point at [0] is inf; a finite number is needed",
    );
    says(
        SphereQuadrature::new(vec![[0.0, 0.0, 1.0]], vec![]).unwrap_err(),
        "the list of weights of the points has shape [0], but [1] is needed",
    );
    says(
        SphereQuadrature::new(vec![], vec![]).unwrap_err(),
        "there is no point; at least 1 is needed",
    );

    let six = SphereQuadrature::octahedron();
    let too_high = sphere_coefficients(11, &six, &Array1::<f64>::zeros(6));
    assert!(matches!(
        too_high,
        Err(Error::So3(So3Error::DegreeTooHigh { degree: 11 }))
    ));
    says(
        sphere_coefficients(1, &six, &Array1::<f64>::zeros(5)).unwrap_err(),
        "the list of values at the points has shape [5], but [6] is needed",
    );
    says(
        sphere_coefficients(1, &six, &array![0.0, 0.0, f32::NAN, 0.0, 0.0, 0.0]).unwrap_err(),
        "the value at [2] is NaN; a finite number is needed",
    );
    for count in [0, 2, 5, 122] {
        says(
            sphere_values(&Array1::<f64>::zeros(count), &[[0.0, 0.0, 1.0]]).unwrap_err(),
            &format!(
                "there are {count} coefficients, but those of spherical harmonics up to degree l are (l + 1)² in number: 1, 4, 9 and so on"
            ),
        );
    }
    let too_many = sphere_values(&Array1::<f64>::zeros(144), &[[0.0, 0.0, 1.0]]);
    assert!(matches!(
        too_many,
        Err(Error::So3(So3Error::DegreeTooHigh { degree: 11 }))
    ));
    let nowhere = sphere_values(&Array1::<f64>::zeros(4), &[[0.0; 3]]);
    assert!(matches!(nowhere, Err(Error::So3(So3Error::NoDirection))));
    assert!(matches!(
        ZonalKernel::<f64>::new(array![]),
        Err(Error::EmptyKernel { .. })
    ));
    assert!(matches!(
        ZonalKernel::<f64>::heat(11, 0.1),
        Err(Error::So3(So3Error::DegreeTooHigh { .. }))
    ));
    says(
        ZonalKernel::<f32>::heat(1, f64::NAN).unwrap_err(),
        "the width of the kernel is NaN; a finite number is needed",
    );
    says(
        ZonalKernel::<f64>::from_profile(1, |t| 1.0 / (t - t)).unwrap_err(),
        "the profile of the kernel at [0] is inf; a finite number is needed",
    );
    assert_eq!(
        "sines".parse::<LatitudeRule>().unwrap(),
        LatitudeRule::Sines
    );
}

/// Functions up to degree L are 0 + 1 + … + L, and a map that commutes with rotations has a number for each degree.
#[test]
fn the_maps_that_commute_with_rotations_are_the_zonal_kernels() {
    for degree in 0..=3 {
        let terms: Vec<_> = (0..=degree)
            .map(|l| format!("{l}{}", if l % 2 == 0 { 'e' } else { 'o' }))
            .collect();
        let functions: Irreps = terms.join(" + ").parse().unwrap();
        let maps = lie_commutant(&functions, &functions).unwrap();
        assert_eq!(maps.len(), degree + 1);
        let by_characters = lie_commutant_dimension(&functions, &functions).unwrap();
        assert_eq!(by_characters, degree + 1);
        let ones = Array1::ones((degree + 1) * (degree + 1));
        for map in maps {
            // Each is what its own diagonal says, one number for each degree.
            let multipliers = (0..=degree).map(|l| map[[l * l, l * l]]).collect();
            let kernel = ZonalKernel::new(multipliers).unwrap();
            let diagonal = kernel.convolve(&ones).unwrap();
            for ((i, j), entry) in map.indexed_iter() {
                let expected = if i == j { diagonal[i] } else { 0.0 };
                assert!((entry - expected).abs() < 1e-14);
            }
        }
    }
}

#[test]
fn multipliers_of_heat_are_those_of_the_formula() {
    let kernel = ZonalKernel::<f64>::heat(2, 0.7).unwrap();
    for (multiplier, power) in kernel.multipliers().iter().zip([0.0, 1.0, 3.0]) {
        assert!((multiplier - libm::exp(-power * 0.7 * 0.7)).abs() <= 1e-15);
    }
}

#[test]
fn profiles_of_high_degree_are_integrated() {
    let kernel = ZonalKernel::<f64>::from_profile(0, |t| power(t, 100)).unwrap();
    assert!((kernel.multipliers()[0] - 4.0 * PI / 101.0).abs() <= 1e-13);
}

#[test]
fn points_of_any_length_stand_for_their_directions() {
    let six = SphereQuadrature::octahedron();
    let values = array![1.0, 2.0, 3.0, 5.0, 8.0, 13.0];
    let kernel = ZonalKernel::<f64>::new(array![1.0, 0.5]).unwrap();
    let at = |point: [f64; 3]| kernel.convolve_samples(&six, &values, &[point]).unwrap()[0];
    assert!((at([0.6, 0.8, 0.0]) - at([3.0, 4.0, 0.0])).abs() <= 1e-14);
}

#[test]
fn limits_of_quadratures_and_kernels_are_as_stated() {
    let rule = LatitudeRule::GaussLegendre;
    let error = SphereQuadrature::grid(rule, 1025, 1).unwrap_err();
    assert!(error.to_string().contains("1025 latitudes"), "{error}");
    assert_eq!(
        rule.degree(usize::MAX, usize::MAX),
        Some(usize::MAX - 1),
        "no product overflows"
    );
    let of_length =
        |length: f64| SphereQuadrature::new(vec![[0.0, length, 0.0]], vec![4.0 * PI]).map(drop);
    assert!(of_length(1.0 + 1e-13).is_ok());
    assert!(of_length(1.0 + 1e-9).is_err());

    let fine = grid(rule, 11, 22);
    let weights: Vec<f64> = fine.weights().iter().map(|w| w * (1.0 + 1e-8)).collect();
    let heavier = SphereQuadrature::new(fine.points().to_vec(), weights).unwrap();
    assert_eq!(heavier.exact_degree(), None);
    // The weights cancel up to degree 5; from degree 6 on a product with a harmonic is infinite, and the sum is not a number.
    let mut points = vec![[0.0, 1.0, 0.0]; 2];
    points.extend(fine.points());
    let mut weights = vec![f64::MAX, -f64::MAX];
    weights.extend(fine.weights());
    let overflowing = SphereQuadrature::new(points, weights).unwrap();
    assert_eq!(overflowing.exact_degree(), Some(5));

    let too_high = |error: Error| {
        assert!(
            matches!(error, Error::So3(So3Error::DegreeTooHigh { .. })),
            "{error}"
        )
    };
    let six = SphereQuadrature::octahedron();
    let zeros = Array1::<f64>::zeros(6);
    too_high(sphere_coefficients(usize::MAX, &six, &zeros).unwrap_err());
    too_high(ZonalKernel::<f64>::heat(usize::MAX, 0.1).unwrap_err());
    too_high(ZonalKernel::<f64>::from_profile(11, |_| 1.0).unwrap_err());
    too_high(ZonalKernel::new(Array1::<f64>::zeros(12)).unwrap_err());
    let kernel = ZonalKernel::new(Array1::<f64>::ones(2)).unwrap();
    too_high(kernel.convolve(&Array1::zeros(144)).unwrap_err());
    assert!(kernel.convolve(&Array1::zeros(5)).is_err());
    assert!(kernel.convolve(&array![f64::NAN]).is_err());
    assert!(sphere_values(&array![f64::NAN], &[[0.0, 1.0, 0.0]]).is_err());
    assert!(ZonalKernel::new(array![1.0, f64::NAN]).is_err());
    assert!(
        kernel
            .convolve_samples(&six, &Array1::zeros(5), &[])
            .is_err()
    );
}
