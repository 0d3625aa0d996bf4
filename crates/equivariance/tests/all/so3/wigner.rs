use equivariance::{Result, Rotation, Scalar, rotation_generators, wigner_d};
use ndarray::Array2;

use super::distance;

#[test]
fn matrices_are_a_representation_by_orthogonal_matrices() -> Result<()> {
    fn check<A: Scalar>(tolerance: f64) -> Result<()> {
        for degree in 0..=10 {
            for seed in 0..50 {
                let (r, s) = (Rotation::<A>::random(seed), Rotation::random(seed + 1000));
                let (d_r, d_s) = (wigner_d(degree, &r)?, wigner_d(degree, &s)?);
                let both = wigner_d(degree, &r.compose(&s))?;
                let error = distance(&both, &d_r.dot(&d_s));
                assert!(error < tolerance, "product, degree {degree}: {error:e}");
                let error = distance(&d_r.dot(&d_r.t()), &Array2::eye(2 * degree + 1));
                assert!(error < tolerance, "orthogonal, degree {degree}: {error:e}");
            }
        }
        Ok(())
    }
    check::<f64>(1e-13)?;
    check::<f32>(1e-5)
}

#[test]
fn generators_are_the_derivatives_of_turns() -> Result<()> {
    let angle = 1e-4;
    for degree in 0..=10 {
        for (axis, generator) in rotation_generators(degree)?.iter().enumerate() {
            let mut direction = [0.0; 3];
            direction[axis] = 1.0;
            let forth = wigner_d(degree, &Rotation::about_axis(direction, angle)?)?;
            let back = wigner_d(degree, &Rotation::about_axis(direction, -angle)?)?;
            let slope = (forth - back) / (2.0 * angle);
            let error = distance(&slope, generator);
            // The next term is angle² / 6 times the third power of the generator.
            let bound = angle * angle * libm::pow(degree as f64, 3.5) + 1e-11;
            assert!(error < bound, "degree {degree}, axis {axis}: {error:e}");
            let error = distance(generator, &generator.t().mapv(|entry| -entry));
            assert!(error < 1e-14, "degree {degree}, axis {axis}: {error:e}");
        }
    }
    Ok(())
}

/// [X, Y] = Z and so on, in every degree, and X² + Y² + Z² = −l (l + 1).
#[test]
fn generators_have_the_brackets_of_the_rotations() -> Result<()> {
    for degree in 0..=10 {
        let [x, y, z] = rotation_generators(degree)?;
        let bracket = |a: &Array2<f64>, b: &Array2<f64>| a.dot(b) - b.dot(a);
        assert!(distance(&bracket(&x, &y), &z) < 1e-12);
        assert!(distance(&bracket(&y, &z), &x) < 1e-12);
        assert!(distance(&bracket(&z, &x), &y) < 1e-12);
        let casimir = x.dot(&x) + y.dot(&y) + z.dot(&z);
        let expected = Array2::<f64>::eye(2 * degree + 1) * -((degree * (degree + 1)) as f64);
        assert!(distance(&casimir, &expected) < 1e-12, "degree {degree}");
    }
    Ok(())
}

/// About the polar axis, order m turns by m times the angle.
#[test]
fn turn_about_the_polar_axis_turns_each_order_by_itself() -> Result<()> {
    let angle = 0.3;
    let turn = Rotation::about_axis([0.0, 1.0, 0.0], angle)?;
    for degree in 0..=10_usize {
        let expected = Array2::from_shape_fn((2 * degree + 1, 2 * degree + 1), |(i, j)| {
            let (i, j) = (i as f64 - degree as f64, j as f64 - degree as f64);
            match () {
                () if i == j => libm::cos(i * angle),
                () if i == -j => -libm::sin(i * angle),
                () => 0.0,
            }
        });
        let error = distance(&wigner_d(degree, &turn)?, &expected);
        assert!(error < 1e-14, "degree {degree}: {error:e}");
    }
    Ok(())
}
