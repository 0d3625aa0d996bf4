//! What the documentation promises where sizes, tolerances and numbers end.

use std::f64::consts::SQRT_2;
use std::slice::from_ref;

use equivariance::{
    Alternating, Cyclic, Dihedral, DihedralElement, Error, FiniteGroup, Group, Image, Integers,
    PointGroup, Product, Quaternion, QuaternionElement, Relation, Representation, Result,
    Symmetric, Word, commutant_of_pairs, null_space, orbits,
};
use ndarray::{Array1, Array2, arr0, array};

use super::dimensions::{plane, symmetric};
use super::naive::by_matrices;

/// The group of two signs, which says of itself only what it must.
#[derive(Clone, Debug, PartialEq)]
struct Signs;

impl Group for Signs {
    type Element = i8;

    fn contains(&self, element: &i8) -> bool {
        element.abs() == 1
    }

    fn identity(&self) -> i8 {
        1
    }

    fn compose(&self, left: &i8, right: &i8) -> i8 {
        left * right
    }

    fn inverse(&self, element: &i8) -> i8 {
        *element
    }

    fn generators(&self) -> Vec<i8> {
        vec![-1]
    }

    fn generator_names(&self) -> Vec<String> {
        vec!["−".to_owned()]
    }

    fn relations(&self) -> Vec<Relation> {
        vec![Relation::new(&[(0, 1)], 2, &self.generator_names())]
    }

    fn word(&self, element: &i8) -> Word {
        vec![(0, isize::from(*element < 0))]
    }
}

impl FiniteGroup for Signs {
    fn elements(&self) -> Vec<i8> {
        vec![1, -1]
    }

    fn order(&self) -> usize {
        2
    }
}

#[test]
fn group_of_ones_own_needs_no_index() -> Result<()> {
    assert_eq!((Signs.index(&1), Signs.index(&-1)), (0, 1));
    let regular = Representation::regular(Signs)?;
    assert_eq!(regular.matrix(&-1)?, array![[0.0, 1.0], [1.0, 0.0]]);
    Ok(())
}

#[test]
#[should_panic(expected = "3 is not an element of Signs")]
fn index_of_what_is_no_element_panics() {
    Signs.index(&3);
}

#[test]
#[should_panic(expected = "overflows")]
fn translation_beyond_all_numbers_panics() {
    let line = Integers::new(1).unwrap();
    line.compose(&vec![isize::MAX], &vec![1]);
}

#[test]
#[should_panic(expected = "the negative of -9223372036854775808 overflows")]
#[cfg(target_pointer_width = "64")]
fn translation_without_a_negative_panics() {
    Integers::new(1).unwrap().inverse(&vec![isize::MIN]);
}

#[test]
#[should_panic(expected = "the exponent overflows")]
fn relation_of_too_high_a_power_panics() {
    Relation::new(&[(0, 2)], isize::MAX as usize, &["r".to_owned()]);
}

/// Not after hours and all memory.
#[test]
#[should_panic(expected = "capacity overflow")]
fn list_of_more_permutations_than_memory_holds_panics_at_once() {
    Symmetric::new(30).unwrap().elements();
}

#[test]
fn elements_have_parts_in_their_bounds() -> Result<()> {
    let outside = DihedralElement {
        rotation: 4,
        reflected: true,
    };
    assert!(!Dihedral::new(4)?.contains(&outside));
    assert!(Dihedral::new(5)?.contains(&outside));
    assert!(!Quaternion.contains(&QuaternionElement { power: 4, j: true }));
    let torus = Product(Cyclic::new(2)?, Cyclic::new(3)?);
    assert!(torus.contains(&(1, 2)));
    assert!(!torus.contains(&(2, 1)) && !torus.contains(&(1, 3)));
    Ok(())
}

#[test]
fn order_that_no_number_holds_is_the_largest_number() -> Result<()> {
    assert_eq!(Alternating::new(21)?.order(), usize::MAX);
    assert_eq!(Alternating::new(20)?.order(), 1_216_451_004_088_320_000);
    let product = Product(Symmetric::new(20)?, Symmetric::new(20)?);
    assert_eq!(product.order(), usize::MAX);
    Ok(())
}

#[test]
fn every_two_translations_must_commute() -> Result<()> {
    let space = Integers::new(3)?;
    let [e, swap, other] = [[0, 1, 2], [1, 0, 2], [0, 2, 1]].map(|p| Image::Permutation(p.into()));
    for (images, relation) in [
        ([&swap, &other, &e], "t₁ t₂ t₁⁻¹ t₂⁻¹"),
        ([&swap, &e, &other], "t₁ t₃ t₁⁻¹ t₃⁻¹"),
        ([&e, &swap, &other], "t₂ t₃ t₂⁻¹ t₃⁻¹"),
    ] {
        let error = Representation::new(space, images.map(Clone::clone).into()).unwrap_err();
        let expected = format!("the relation {relation} = e fails");
        assert!(error.to_string().starts_with(&expected), "{error}");
    }
    Ok(())
}

#[test]
fn point_groups_refuse_turns_of_another_order() -> Result<()> {
    let ring =
        |n: usize, power: usize| Image::Permutation((0..n).map(|i| (i + power) % n).collect());
    assert!(Representation::new(PointGroup::C4, vec![ring(8, 2)]).is_ok());
    let error = Representation::new(PointGroup::C4, vec![ring(8, 1)]).unwrap_err();
    assert!(
        error.to_string().starts_with("the relation r⁴ = e fails"),
        "{error}"
    );
    // Reflections that turn with the ring instead of against it.
    let images = vec![ring(4, 1), ring(4, 2)];
    let error = Representation::new(PointGroup::D4, images).unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("the relation (r m)² = e fails"),
        "{error}"
    );
    Ok(())
}

/// 8 L d ε m² with L = d = 2 and m² = 2 is 64 ε.
#[test]
fn tolerance_of_relations_is_the_documented_one() -> Result<()> {
    let almost = |steps: f64| {
        let matrix = array![[1.0, 0.0], [0.0, -1.0 + steps * f64::EPSILON]];
        Representation::new(Cyclic::new(2)?, vec![Image::Matrix(matrix)])
    };
    assert!(almost(31.0).is_ok());
    let Err(Error::RelationFails { tolerance, .. }) = almost(33.0) else {
        panic!("the square differs from 1 by 66 ε");
    };
    assert!(
        (tolerance / (64.0 * f64::EPSILON) - 1.0).abs() < 1e-12,
        "{tolerance:e}"
    );
    // The largest norm can be that of a product: here t₁ t₂, with entries 100, 10 and 1.
    let images = [
        array![[10.0, 0.0], [0.0, 1.0]],
        array![[10.0, 1.0], [0.0, 1.0]],
    ];
    let images = images.map(Image::Matrix).into();
    let error = Representation::new(Integers::new(2)?, images).unwrap_err();
    let Error::RelationFails { tolerance, .. } = error else {
        panic!("{error}");
    };
    let expected = 8.0 * 4.0 * 2.0 * f64::EPSILON * 10101.0;
    assert!((tolerance / expected - 1.0).abs() < 1e-12, "{tolerance:e}");
    Ok(())
}

#[test]
fn entry_that_is_named_is_the_farthest() -> Result<()> {
    let shear = Image::Matrix(array![[1.0, -5.0], [0.5, 1.0]]);
    let error = Representation::new(Cyclic::new(1)?, vec![shear]).unwrap_err();
    let expected =
        "the relation r = e fails: entry [0, 1] of the product of the images is -5 and not 0";
    assert!(error.to_string().starts_with(expected), "{error}");
    // The square overflows, and the third power has 0 · ∞.
    let large = Image::Matrix(Array2::eye(2) * 1e200);
    let error = Representation::new(Cyclic::new(3)?, vec![large]).unwrap_err();
    let expected =
        "the relation r³ = e fails: entry [0, 1] of the product of the images is NaN and not 0";
    assert!(error.to_string().starts_with(expected), "{error}");
    Ok(())
}

#[test]
fn image_for_no_generator_is_an_error() -> Result<()> {
    let images = vec![Image::Permutation(vec![0]); 2];
    let error = Representation::new(Cyclic::new(1)?, images).unwrap_err();
    let expected = "the group has 1 generators (r), but 2 images are given";
    assert_eq!(error.to_string(), expected);
    Ok(())
}

#[test]
fn sums_and_products_of_matrices_are_the_documented_ones() -> Result<()> {
    // Neither factor is symmetric, and each side is a permutation once.
    let turn = plane(3)?;
    let slanted = Image::Matrix(array![[0.0, -1.0], [1.0, -1.0]]);
    let slanted = Representation::new(Cyclic::new(3)?, vec![slanted])?;
    let ring = Representation::regular(Cyclic::new(3)?)?;
    for (left, right) in [
        (&turn, &slanted),
        (&ring, &turn),
        (&slanted, &ring),
        (&ring, &ring),
    ] {
        let (m, n) = (left.dimension(), right.dimension());
        let (a, b) = (left.matrix(&1)?, right.matrix(&1)?);
        let sum = left.direct_sum(right)?.matrix(&1)?;
        for ((i, j), entry) in sum.indexed_iter() {
            let expected = match (i < m, j < m) {
                (true, true) => a[[i, j]],
                (false, false) => b[[i - m, j - m]],
                _ => 0.0,
            };
            assert_eq!(*entry, expected, "{i}, {j}");
        }
        let product = left.tensor_product(right)?.matrix(&1)?;
        for ((i, j), entry) in product.indexed_iter() {
            assert_eq!(*entry, a[[i / n, j / n]] * b[[i % n, j % n]], "{i}, {j}");
        }
    }
    Ok(())
}

/// g takes t ⊗ v to t′ ⊗ ρ(h) v where g t = t′ h, whether ρ is by permutations or by matrices.
#[test]
fn induced_matrices_move_cosets_as_permutations_do() -> Result<()> {
    let ring = Representation::regular(Cyclic::new(2)?)?;
    let six = Cyclic::new(6)?;
    let induced = ring.induce(six, |&h| 3 * h)?;
    let by_matrices = by_matrices(&ring)?.induce(six, |&h| 3 * h)?;
    for g in six.elements() {
        assert_eq!(by_matrices.matrix(&g)?, induced.matrix(&g)?, "{g}");
    }
    // 1 + 2 = 0 + 3: the last coset comes back to the first, with its axes exchanged.
    let f = array![1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
    assert_eq!(induced.act(&1, &f)?, array![6.0, 5.0, 1.0, 2.0, 3.0, 4.0]);
    Ok(())
}

#[test]
fn groups_too_large_to_induce_between_are_refused() -> Result<()> {
    let one = Representation::trivial(Cyclic::new(1)?);
    let many = Symmetric::new(30)?;
    let errors = [
        one.induce(many, |_| many.identity()).map(|_| ()),
        Representation::trivial(many)
            .induce(Cyclic::new(1)?, |_| 0)
            .map(|_| ()),
    ];
    for error in errors {
        let error = error.unwrap_err();
        assert!(matches!(error, Error::TooManyElements { .. }), "{error}");
    }
    // 6 counts as 2 when it is composed, and is no element all the same.
    let error = plane(2)?.induce(Cyclic::new(4)?, |&g| 6 * g).unwrap_err();
    assert_eq!(error.to_string(), "6 is not an element of Cyclic { n: 4 }");
    Ok(())
}

#[test]
fn what_memory_cannot_hold_is_an_error() -> Result<()> {
    let trivial = |points| Representation::permutation(Cyclic::new(1)?, points, |_, i| i);
    let (many, sign) = (trivial(1 << 23)?, by_matrices(&trivial(1)?)?);
    let points: Vec<usize> = (0..1 << 23).collect();
    let errors = [
        trivial(usize::MAX).map(|_| ()),
        many.tensor_product(&many).map(|_| ()),
        many.direct_sum(&sign).map(|_| ()),
        many.tensor_product(&sign).map(|_| ()),
        many.matrix(&0).map(|_| ()),
        orbits(from_ref(&points), from_ref(&points)).map(|_| ()),
        commutant_of_pairs(&[(Array2::eye(3000), Array2::eye(3000))]).map(|_| ()),
    ];
    for (number, error) in errors.into_iter().enumerate() {
        let error = error.expect_err("too large");
        assert!(
            matches!(error, Error::OutputTooLarge { .. }),
            "{number}: {error}"
        );
    }
    Ok(())
}

#[test]
fn number_without_an_axis_is_not_acted_on() -> Result<()> {
    let error = symmetric(3)?
        .act(&vec![0, 1, 2], &arr0(1.0).into_dyn())
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "the array that the group acts on has 0 axes, but 1 are needed"
    );
    Ok(())
}

#[test]
fn later_pair_of_another_size_is_an_error() {
    let two = Array2::eye(2);
    let error = commutant_of_pairs(&[(two.clone(), two.clone()), (Array2::eye(3), two)]);
    let expected = "the first matrix of a pair has shape [3, 3], but [2, 2] is needed";
    assert_eq!(error.unwrap_err().to_string(), expected);
}

#[test]
fn rank_rule_counts_the_longer_side() -> Result<()> {
    // One column of 1000 entries, of which all but one are 0.
    let column =
        |value: f64| Array2::from_shape_fn((1000, 1), |(i, _)| if i == 0 { value } else { 0.0 });
    assert_eq!(null_space(&column(1000.0 * f64::EPSILON))?.len(), 1);
    assert_eq!(null_space(&column(1001.0 * f64::EPSILON))?.len(), 0);
    Ok(())
}

#[test]
fn gap_is_between_the_nearest_values_in_whatever_order() {
    let epsilon = f64::EPSILON;
    let values = [1.0, 3.9e6 * epsilon, 4.0 * epsilon, 0.0];
    for places in Symmetric::new(4).unwrap().elements() {
        // The rule compares with the largest value, so all of it may be scaled.
        for scale in [1.0, 1024.0] {
            let values = Array1::from_iter(places.iter().map(|i| scale * values[*i]));
            let error = null_space(&Array2::from_diag(&values)).unwrap_err();
            let Error::AmbiguousRank { kept, dropped, .. } = error else {
                panic!("{error}");
            };
            assert!(
                (kept / scale / 3.9e6 / epsilon - 1.0).abs() < 1e-9,
                "{kept:e}"
            );
            assert!(
                (dropped / scale / 4.0 / epsilon - 1.0).abs() < 1e-9,
                "{dropped:e}"
            );
        }
    }
}

/// The singular values are about √2 and δ; the rule takes δ ≤ 3 √2 ε as zero.
#[test]
fn value_just_under_the_rule_is_found_next_to_a_large_one() -> Result<()> {
    for (steps, nullity) in [(4.0, 1), (4.5, 0)] {
        let delta = steps * f64::EPSILON;
        assert!((delta <= 3.0 * SQRT_2 * f64::EPSILON) == (nullity == 1));
        let matrix = array![[1.0, 1.0], [delta, 0.0], [0.0, delta]];
        assert_eq!(null_space(&matrix)?.len(), nullity, "{steps} ε");
    }
    Ok(())
}

#[test]
fn largest_numbers_have_a_rank() -> Result<()> {
    let basis = null_space(&array![[f64::MAX, f64::MAX]])?;
    assert_eq!(basis.len(), 1);
    assert!((basis[0][0] + basis[0][1]).abs() < 1e-15, "{}", basis[0]);
    assert_eq!(
        null_space(&array![[f64::MAX, 0.0], [0.0, -f64::MAX]])?.len(),
        0
    );
    Ok(())
}
