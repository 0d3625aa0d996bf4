//! Which turns tell the maps that commute with all rotations from others.

use equivariance::{Result, Rotation, commutant_of_pairs, wigner_d};

/// How many independent maps from one degree to another commute with some turns.
fn maps(turns: &[Rotation<f64>], from: usize, to: usize) -> Result<usize> {
    let pairs: Result<Vec<_>> = turns
        .iter()
        .map(|turn| Ok((wigner_d(from, turn)?, wigner_d(to, turn)?)))
        .collect();
    Ok(commutant_of_pairs(&pairs?)?.len())
}

/// The same by characters: the mean over a group of the products of the traces.
fn mean_of_characters(group: &[Rotation<f64>], from: usize, to: usize) -> Result<f64> {
    let mut sum = 0.0;
    for turn in group {
        sum += wigner_d(from, turn)?.diag().sum() * wigner_d(to, turn)?.diag().sum();
    }
    Ok(sum / group.len() as f64)
}

/// The degrees from 1 to 10 with numbers that a group leaves as they are, and how many.
type Invariants = [usize; 11];

const TETRAHEDRAL: Invariants = [1, 0, 0, 1, 1, 0, 2, 1, 1, 2, 2];
const OCTAHEDRAL: Invariants = [1, 0, 0, 0, 1, 0, 1, 0, 1, 1, 1];
const ICOSAHEDRAL: Invariants = [1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1];

#[test]
fn maps_between_degrees_are_as_many_as_invariants_of_their_products() -> Result<()> {
    for (group, invariants) in [
        (Rotation::tetrahedral(), TETRAHEDRAL),
        (Rotation::octahedral(), OCTAHEDRAL),
        (Rotation::icosahedral(), ICOSAHEDRAL),
    ] {
        for (degree, &count) in invariants.iter().enumerate() {
            let mean = mean_of_characters(&group, 0, degree)?;
            assert!(
                (mean - count as f64).abs() < 1e-12,
                "degree {degree}: {mean}"
            );
        }
        for from in 0..=4 {
            for to in from..=5 {
                // The products of the two degrees have each degree from the difference to the sum once.
                let expected: usize = (to - from..=to + from)
                    .map(|degree| invariants[degree])
                    .sum();
                let mean = mean_of_characters(&group, from, to)?;
                assert!(
                    (mean - expected as f64).abs() < 1e-12,
                    "{from} {to}: {mean}"
                );
                // The second and the third element generate the others.
                assert_eq!(maps(&group[1..3], from, to)?, expected, "{from} {to}");
            }
        }
    }
    Ok(())
}

/// The sum of degrees below which no map is mistaken: the lowest degree above 0 with an invariant.
#[test]
fn turns_of_solids_suffice_up_to_a_sum_of_degrees() -> Result<()> {
    for (group, first) in [
        (Rotation::tetrahedral(), 3),
        (Rotation::octahedral(), 4),
        (Rotation::icosahedral(), 6),
    ] {
        for from in 0..=3 {
            for to in 0..=6 - from {
                let found = maps(&group[1..3], from, to)?;
                let right = usize::from(from == to);
                assert!(found >= right);
                if from + to < first {
                    assert_eq!(found, right, "{from} {to}");
                } else if from + to == first {
                    assert!(found > right, "{from} {to}");
                }
            }
        }
    }
    Ok(())
}

#[test]
fn generic_turns_are_never_mistaken() -> Result<()> {
    for seed in 0..4 {
        let turns = [Rotation::random(2 * seed), Rotation::random(2 * seed + 1)];
        for from in 0..=4 {
            for to in 0..=5 {
                assert_eq!(
                    maps(&turns, from, to)?,
                    usize::from(from == to),
                    "{from} {to}"
                );
            }
        }
        assert_eq!(maps(&turns, 8, 8)?, 1);
    }
    Ok(())
}

/// One turn alone is always mistaken: it commutes with the turns about its own axis.
#[test]
fn one_turn_is_not_enough() -> Result<()> {
    let turn = [Rotation::random(5)];
    for degree in 1..=4 {
        assert_eq!(maps(&turn, degree, degree)?, 2 * degree + 1);
        assert_eq!(maps(&turn, degree, degree + 1)?, 2 * degree + 1);
    }
    Ok(())
}
