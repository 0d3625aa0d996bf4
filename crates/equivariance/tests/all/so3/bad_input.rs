//! What cannot be answered is one error that names what is wrong and what would be right.

use equivariance::{
    Irrep, Irreps, Normalization, Result, Rotation, Scalar, TensorProduct, clebsch_gordan,
    rotation_generators, spherical_harmonics, spherical_harmonics_up_to, wigner_d,
};
use ndarray::array;

fn message<T>(result: Result<T>) -> String {
    match result {
        Ok(_) => panic!("no error"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn degree_above_the_highest_is_an_error() {
    let point = [1.0, 0.0, 0.0];
    let rotation = Rotation::<f64>::identity();
    for degree in [11, 1_000_000, usize::MAX] {
        let expected = format!("degree {degree} is too high; the degrees are 0 to 10");
        for error in [
            message(spherical_harmonics(degree, point, Normalization::Norm)),
            message(spherical_harmonics_up_to(
                degree,
                point,
                Normalization::Norm,
            )),
            message(wigner_d(degree, &rotation)),
            message(rotation_generators(degree)),
            message(clebsch_gordan(degree, 1, 1)),
            message(clebsch_gordan(1, degree, 1)),
            message(clebsch_gordan(1, 1, degree)),
            message(Irrep::of_harmonics(degree)),
            message(format!("{degree}e").parse::<Irrep>()),
        ] {
            assert_eq!(error, expected);
        }
    }
    let (six, five) = ("6e".parse::<Irrep>().unwrap(), "5o".parse().unwrap());
    let expected = "degree 11 is too high; the degrees are 0 to 10";
    assert_eq!(message(six.times(five)), expected);
}

#[test]
fn point_without_a_direction_is_an_error() {
    let at = |point| message(spherical_harmonics::<f64>(2, point, Normalization::Norm));
    let zero = "the zero vector has no direction; at least one coordinate must differ from 0";
    assert_eq!(at([0.0, -0.0, 0.0]), zero);
    assert_eq!(message(Rotation::<f32>::about_axis([0.0; 3], 1.0)), zero);
    assert_eq!(
        at([1.0, f64::NAN, 0.0]),
        "the coordinate of the point at [1] is NaN; a finite number is needed"
    );
    let error = message(spherical_harmonics(
        0,
        [0.0, 0.0, f32::INFINITY],
        Normalization::Norm,
    ));
    let expected = "the coordinate of the point at [2] is inf; a finite number is needed";
    assert_eq!(error, expected);
    assert_eq!(
        message(Rotation::about_axis([1.0, f64::NAN, 0.0], 1.0)),
        "the coordinate of the axis at [1] is NaN; a finite number is needed"
    );
    assert_eq!(
        message(Rotation::about_axis([1.0, 0.0, 0.0], f64::INFINITY)),
        "the angle is inf; a finite number is needed"
    );
}

#[test]
fn matrix_that_is_no_rotation_is_an_error() {
    let eye = Rotation::<f64>::identity().rows();
    let mut stretched = eye;
    stretched[1][1] = 2.0;
    assert_eq!(
        message(Rotation::from_matrix(stretched)),
        "the matrix R is no rotation: entry (1, 1) of RᵀR is 4, where 1 within 1.4e-14 is needed"
    );
    let mut sheared = eye;
    sheared[0][1] = 0.5;
    assert_eq!(
        message(Rotation::from_matrix(sheared)),
        "the matrix R is no rotation: entry (0, 1) of RᵀR is 0.5, where 0 within 1.4e-14 is needed"
    );
    assert_eq!(
        message(Rotation::from_matrix(
            eye.map(|row| row.map(|entry| -entry))
        )),
        "the matrix is no rotation: its determinant is −1, that of a mirror image; 1 is needed"
    );
    let mut broken = eye;
    broken[2][0] = f64::NAN;
    assert_eq!(
        message(Rotation::from_matrix(broken)),
        "the entry of the rotation at [2, 0] is NaN; a finite number is needed"
    );
    // Products of entries that overflow are no rotation either.
    for huge in [f64::MAX, -f64::MAX] {
        let error = message(Rotation::from_matrix([[huge; 3]; 3]));
        assert!(error.starts_with("the matrix R is no rotation"), "{error}");
    }
}

/// What rounding explains passes, and ten times as much does not, in both precisions.
#[test]
fn tolerance_of_a_rotation_is_as_stated() {
    fn check<A: Scalar>() {
        let nearly = |by: f64| {
            let mut rows = Rotation::<A>::identity().rows();
            rows[0][1] = A::epsilon() * A::from_f64(by).unwrap();
            Rotation::from_matrix(rows)
        };
        assert!(nearly(63.0).is_ok());
        assert!(nearly(65.0).is_err());
    }
    check::<f64>();
    check::<f32>();
}

#[test]
fn degrees_that_are_no_triangle_are_an_error() {
    assert_eq!(
        message(clebsch_gordan(1, 3, 1)),
        "products of degrees 1 and 3 have degrees from 2 to 4, and not 1"
    );
    assert!(clebsch_gordan(10, 10, 10).is_ok());
    assert!(clebsch_gordan(0, 2, 3).is_err());
    assert!(clebsch_gordan(2, 2, 5).is_err());
}

#[test]
fn text_that_names_no_representation_is_an_error() {
    for text in [
        "", "1", "e", "-1e", "+1o", "1x", "1 e", "1E", "１e", "1oo", "1.0e",
    ] {
        let error = message(text.parse::<Irrep>());
        assert!(
            error.starts_with(&format!("\"{text}\" names no")),
            "{error}"
        );
    }
    for text in [
        "", " ", "1o +", "+ 1o", "x1o", "-2x1o", "2xx1o", "1o, 2e", "2 1o",
    ] {
        let error = message(text.parse::<Irreps>());
        assert!(
            error.contains("names no irreducible representation"),
            "{text}: {error}"
        );
    }
    let read: Irreps = " 2x0e+1o +  3x2e ".parse().unwrap();
    assert_eq!(read.to_string(), "2x0e + 1o + 3x2e");
    assert_eq!(read.dimension(), 20);
}

#[test]
fn direct_sum_without_terms_or_too_large_is_an_error() {
    assert_eq!(
        message(Irreps::new(Vec::new())),
        "the direct sum has no term; at least one is needed, such as 0e"
    );
    assert_eq!(
        message("2x0e + 0x1o".parse::<Irreps>()),
        "1o is there 0 times; leave it out, or write how often it is there"
    );
    assert!("1000x0e".parse::<Irreps>().is_ok());
    assert_eq!(
        message("1001x0e".parse::<Irreps>()),
        "the direct sum has 1001 dimensions; at most 1000 are possible"
    );
    // The sum is 2⁶⁴, whose remainder is 0.
    let wraps = message("9223372036854775808x0e + 9223372036854775808x0e".parse::<Irreps>());
    assert!(wraps.contains("at most 1000 are possible"), "{wraps}");
    let error = message("99999999999999999999x1o + 99999999999999999999x1o".parse::<Irreps>());
    assert!(error.contains("at most 1000 are possible"), "{error}");
}

#[test]
fn factors_and_weights_of_other_sizes_are_an_error() -> Result<()> {
    let vector: Irreps = "1o".parse()?;
    let product = TensorProduct::new(vector.clone(), vector, "0e".parse()?)?;
    let (x, w) = (array![1.0, 0.0, 0.0], array![1.0]);
    assert!(product.apply(&x, &x, &w).is_ok());
    let (long, two) = (array![1.0, 0.0, 0.0, 0.0], array![1.0, 1.0]);
    let error = message(product.apply(&long, &x, &w));
    assert!(error.contains("left factor"), "{error}");
    let error = message(product.apply(&x, &long, &w));
    assert!(error.contains("right factor"), "{error}");
    let error = message(product.apply(&x, &x, &two));
    assert!(error.contains("weights of the product"), "{error}");
    let paths = |counts: [usize; 3]| {
        let [left, right, to] =
            counts.map(|count| vec!["0e"; count].join(" + ").parse::<Irreps>().unwrap());
        TensorProduct::new(left, right, to).map(|product| product.paths().len())
    };
    assert_eq!(paths([10, 10, 100])?, 10_000);
    assert!(paths([73, 137, 1]).is_err()); // 10 001
    // 22³ paths.
    let many: Irreps = ["0e"; 22].join(" + ").parse()?;
    assert_eq!(
        message(TensorProduct::new(many.clone(), many.clone(), many)),
        "the product has more than 10000 paths; write equal terms together, as 2x1o for 1o + 1o"
    );
    Ok(())
}
