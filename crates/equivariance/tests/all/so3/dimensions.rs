//! How many linear maps commute with all rotations and mirror images, by two ways.

use equivariance::{
    Irrep, Irreps, LieRepresentation, Parity, Result, Rotation, lie_commutant,
    lie_commutant_dimension,
};
use ndarray::Array2;

/// By Schur's lemma: a number for each pair of equal irreducible representations, all of which are of real type.
fn equal_pairs(from: &Irreps, to: &Irreps) -> usize {
    let equal = |irrep| to.iter().filter(|other| *other == irrep).count();
    from.iter().map(equal).sum()
}

#[test]
fn maps_between_types_are_numbers_for_equal_pairs() -> Result<()> {
    let types = [
        "0e",
        "0o",
        "1o",
        "1e + 1o",
        "2x0e + 1o",
        "2x1o + 2e",
        "0o + 2x2e + 3o",
        "4e + 4o",
    ];
    for from in types {
        for to in types {
            let (from, to): (Irreps, Irreps) = (from.parse()?, to.parse()?);
            let expected = equal_pairs(&from, &to);
            let basis = lie_commutant(&from, &to)?;
            assert_eq!(basis.len(), expected, "null space, {from} to {to}");
            let counted = lie_commutant_dimension(&from, &to)?;
            assert_eq!(counted, expected, "characters, {from} to {to}");
            // What commutes with the generators commutes with the rotations and their products with the inversion.
            for (map, seed) in basis.iter().zip(0..) {
                let turn = Rotation::random(seed);
                for inverted in [false, true] {
                    let before = map.dot(&from.matrix(&turn, inverted));
                    let after = to.matrix(&turn, inverted).dot(map);
                    assert!(super::distance(&before, &after) < 1e-13, "{from} to {to}");
                }
            }
        }
    }
    Ok(())
}

#[test]
fn irreducible_representations_are_counted_up_to_the_highest_degree() -> Result<()> {
    let all = (0..=10).flat_map(|degree| {
        [Parity::Even, Parity::Odd]
            .map(|parity| Irreps::new(vec![(1, Irrep::new(degree, parity)?)]))
    });
    let all: Vec<Irreps> = all.collect::<Result<_>>()?;
    for from in &all {
        for to in &all {
            let expected = usize::from(from == to);
            assert_eq!(
                lie_commutant_dimension(from, to)?,
                expected,
                "{from} to {to}"
            );
        }
    }
    Ok(())
}

/// The characters are computed from cosines alone, and are the traces of the matrices.
#[test]
fn characters_are_traces() -> Result<()> {
    let types: Irreps = "2x0e + 0o + 1o + 3x4e + 10o".parse()?;
    for seed in 0..20_u64 {
        let angle = 0.3 * seed as f64;
        let axis = Rotation::<f64>::random(seed).rows()[0];
        let turn = Rotation::about_axis(axis, angle)?;
        let traces = [false, true].map(|inverted| types.matrix(&turn, inverted).diag().sum());
        for (character, trace) in types.characters(angle).iter().zip(traces) {
            assert!((character - trace).abs() < 1e-12, "{character} and {trace}");
        }
    }
    Ok(())
}

#[test]
fn matrices_of_types_have_a_block_for_each() -> Result<()> {
    let types: Irreps = "2x0o + 1e".parse()?;
    let inversion = types.matrix(&Rotation::<f64>::identity(), true);
    let expected = Array2::from_diag(&ndarray::array![-1.0, -1.0, 1.0, 1.0, 1.0]);
    assert_eq!(inversion, expected);
    assert_eq!(types.generators()[3], expected);
    Ok(())
}
