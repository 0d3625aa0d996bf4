use equivariance::{Result, Rotation, Scalar};

use super::distance;

fn check_orthogonal<A: Scalar>(rotation: &Rotation<A>) {
    assert!(
        Rotation::from_matrix(rotation.rows()).is_ok(),
        "{rotation:?}"
    );
}

#[test]
fn groups_of_solids_have_their_order_and_are_closed() {
    for (group, order) in [
        (Rotation::<f64>::tetrahedral(), 12),
        (Rotation::octahedral(), 24),
        (Rotation::icosahedral(), 60),
    ] {
        assert_eq!(group.len(), order);
        assert_eq!(group[0], Rotation::identity());
        let near =
            |a: &Rotation<f64>, b: &Rotation<f64>| distance(&a.matrix(), &b.matrix()) < 1e-14;
        for left in &group {
            check_orthogonal(left);
            for right in &group {
                let product = left.compose(right);
                let found = group
                    .iter()
                    .filter(|element| near(element, &product))
                    .count();
                assert_eq!(found, 1);
            }
        }
    }
    for rotation in Rotation::<f32>::icosahedral() {
        check_orthogonal(&rotation);
    }
}

#[test]
fn quarter_turns_are_exact() {
    for turn in Rotation::<f64>::octahedral() {
        let whole = turn
            .rows()
            .iter()
            .flatten()
            .all(|&entry| entry == entry.round());
        assert!(whole, "{turn:?}");
    }
}

#[test]
fn turn_about_an_axis_is_counter_clockwise() -> Result<()> {
    for (axis, from, to) in [
        ([1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]),
        ([0.0, 1e-200, 0.0], [0.0, 0.0, 1.0], [1.0, 0.0, 0.0]),
        ([0.0, 0.0, 1e200], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0]),
    ] {
        let turn = Rotation::about_axis(axis, std::f64::consts::FRAC_PI_2)?;
        let moved = turn.apply(from);
        for (moved, to) in moved.iter().zip(to) {
            assert!((moved - to).abs() < 1e-15, "{axis:?}: {moved}");
        }
    }
    let turn = Rotation::about_axis([1.0, 2.0, 3.0], 0.7)?;
    let trace: f64 = turn.matrix().diag().sum();
    assert!((trace - 1.0 - 2.0 * libm::cos(0.7)).abs() < 1e-15);
    let back = Rotation::about_axis([-1.0, -2.0, -3.0], 0.7)?;
    assert!(distance(&turn.inverse().matrix(), &back.matrix()) < 1e-15);
    Ok(())
}

/// The mean of D₁ ⊗ D₁ over uniform rotations is 1/9 of the projection onto the identity; of the trace's square it is 1.
#[test]
fn random_rotations_are_uniform() {
    let count = 20_000;
    let mut moments = [0.0; 3];
    let mut squares = [0.0; 9];
    for seed in 0..count {
        let rotation = Rotation::<f64>::random(seed);
        check_orthogonal(&rotation);
        let trace: f64 = rotation.matrix().diag().sum();
        moments[0] += trace;
        moments[1] += trace * trace;
        moments[2] += trace * trace * trace;
        for (sum, entry) in squares.iter_mut().zip(rotation.rows().as_flattened()) {
            *sum += entry * entry;
        }
    }
    for sum in squares {
        let mean = sum / count as f64;
        assert!((mean - 1.0 / 3.0).abs() < 0.02, "{mean} and not 1/3");
    }
    // How often degree 0 is in the powers of degree 1: 0, 1 and 1 times.
    for (moment, expected) in moments.iter().zip([0.0, 1.0, 1.0]) {
        let mean = moment / count as f64;
        assert!((mean - expected).abs() < 0.1, "{mean} and not {expected}");
    }
    assert_eq!(Rotation::<f64>::random(3), Rotation::random(3));
}

#[test]
fn first_rotation_of_a_product_acts_first() {
    let (a, b) = (Rotation::<f64>::random(1), Rotation::random(2));
    let point = [1.0, -2.0, 0.5];
    let both = a.compose(&b).apply(point);
    for (left, right) in both.iter().zip(a.apply(b.apply(point))) {
        assert!((left - right).abs() < 1e-15);
    }
}
