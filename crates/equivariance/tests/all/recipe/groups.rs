//! Each group is a group, its words are its elements, and its relations say all about it.

use equivariance::{
    Alternating, Cyclic, Dihedral, Error, FiniteGroup, Group, Integers, Product, Quaternion,
    Result, Symmetric,
};

use super::coset_enumeration::order_of_presentation;

/// Tries the laws on all elements of a group whose order is known.
fn assert_is_a_group<G: FiniteGroup>(group: &G, order: usize) {
    let elements = group.elements();
    assert_eq!(elements.len(), order, "{group:?}");
    assert_eq!(group.order(), order, "{group:?}");
    assert_eq!(elements[0], group.identity(), "{group:?}");
    let generators = group.generators();
    assert_eq!(generators.len(), group.generator_names().len());
    for (index, a) in elements.iter().enumerate() {
        assert!(group.contains(a), "{a:?} of {group:?}");
        assert_eq!(
            group.index(a),
            index,
            "each element once: {a:?} of {group:?}"
        );
        assert_eq!(group.compose(a, &group.identity()), *a);
        assert_eq!(group.compose(&group.identity(), a), *a);
        assert_eq!(group.compose(a, &group.inverse(a)), group.identity());
        assert_eq!(group.compose(&group.inverse(a), a), group.identity());
        assert_eq!(group.evaluate(&group.word(a), &generators), *a, "{group:?}");
        for b in &elements {
            let product = group.compose(a, b);
            assert!(elements.contains(&product), "{group:?} is closed");
            // With associativity for generators, it follows for all.
            for c in &generators {
                let (left, right) = (group.compose(&product, c), group.compose(b, c));
                assert_eq!(left, group.compose(a, &right), "{group:?} is associative");
            }
        }
    }
    for relation in group.relations() {
        let product = group.evaluate(&relation.word, &generators);
        assert_eq!(product, group.identity(), "{} in {group:?}", relation.name);
    }
    let presented = order_of_presentation(group, 100_000);
    assert_eq!(presented, Some(order), "the relations of {group:?} say all");
}

#[test]
fn each_finite_group_obeys_the_laws_and_is_given_by_its_relations() -> Result<()> {
    for n in 1..=9 {
        assert_is_a_group(&Cyclic::new(n)?, n);
        assert_is_a_group(&Dihedral::new(n)?, 2 * n);
    }
    for (n, factorial) in [(1, 1), (2, 2), (3, 6), (4, 24), (5, 120)] {
        assert_is_a_group(&Symmetric::new(n)?, factorial);
        assert_is_a_group(&Alternating::new(n)?, factorial.div_ceil(2));
    }
    assert_is_a_group(&Quaternion, 8);
    assert_is_a_group(&Product(Cyclic::new(3)?, Cyclic::new(4)?), 12);
    assert_is_a_group(&Product(Cyclic::new(1)?, Cyclic::new(1)?), 1);
    assert_is_a_group(&Product(Dihedral::new(3)?, Symmetric::new(3)?), 36);
    let three = Product(Product(Cyclic::new(2)?, Cyclic::new(2)?), Cyclic::new(2)?);
    assert_is_a_group(&three, 8);
    Ok(())
}

#[test]
fn left_of_a_product_acts_last() -> Result<()> {
    let s3 = Symmetric::new(3)?;
    // First exchange 1 and 2, then 0 and 1: 2 goes to 1 and on to 0.
    assert_eq!(s3.compose(&vec![1, 0, 2], &vec![0, 2, 1]), [1, 2, 0]);
    // Reflect, then rotate: corner 1 of a square goes to 3 and on to 0.
    let d4 = Dihedral::new(4)?;
    let [r, s] = d4.generators().try_into().expect("two generators");
    assert_eq!(d4.moved(&d4.compose(&r, &s), 1), 0);
    assert_eq!(d4.moved(&d4.compose(&s, &r), 1), 2);
    Ok(())
}

#[test]
fn elements_move_corners_as_they_compose() -> Result<()> {
    for n in 1..=6 {
        let group = Dihedral::new(n)?;
        for a in group.elements() {
            for b in group.elements() {
                for corner in 0..n {
                    let one_by_one = group.moved(&a, group.moved(&b, corner));
                    assert_eq!(group.moved(&group.compose(&a, &b), corner), one_by_one);
                }
            }
        }
    }
    Ok(())
}

#[test]
fn quaternions_multiply_as_hamilton_wrote() {
    let group = Quaternion;
    let [i, j] = group.generators().try_into().expect("two generators");
    let k = group.compose(&i, &j);
    let minus_one = group.power(&i, 2);
    for unit in [i, j, k] {
        assert_eq!(group.compose(&unit, &unit), minus_one);
    }
    assert_eq!(group.compose(&group.compose(&i, &j), &k), minus_one);
    assert_eq!(group.compose(&j, &i), group.inverse(&k));
}

#[test]
fn translations_add() -> Result<()> {
    let plane = Integers::new(2)?;
    let step = vec![3, -5];
    assert_eq!(
        plane.compose(&step, &plane.inverse(&step)),
        plane.identity()
    );
    assert_eq!(plane.power(&step, -2), [-6, 10]);
    assert_eq!(
        plane.evaluate(&plane.word(&step), &plane.generators()),
        step
    );
    let names: Vec<_> = plane
        .relations()
        .into_iter()
        .map(|relation| relation.name)
        .collect();
    assert_eq!(names, ["t₁ t₂ t₁⁻¹ t₂⁻¹ = e"]);
    assert_eq!(
        plane.evaluate(&plane.relations()[0].word, &plane.generators()),
        [0, 0]
    );
    Ok(())
}

#[test]
fn large_groups_are_not_listed_to_be_used() -> Result<()> {
    let points: Vec<_> = (0..60).map(|i| (7 * i + 3) % 60).collect();
    let all = Symmetric::new(60)?;
    assert_eq!(all.evaluate(&all.word(&points), &all.generators()), points);
    assert_eq!(all.order(), usize::MAX);
    assert_eq!(Symmetric::new(20)?.order(), 2_432_902_008_176_640_000);
    let even = all.power(&points, 2);
    let alternating = Alternating::new(60)?;
    assert_eq!(
        alternating.evaluate(&alternating.word(&even), &alternating.generators()),
        even
    );
    assert_eq!(Cyclic::new(1 << 40)?.power(&1, -1), (1 << 40) - 1);
    Ok(())
}

#[test]
fn relations_have_names_that_are_read_as_equations() -> Result<()> {
    let names = |relations: Vec<equivariance::Relation>| -> Vec<_> {
        relations
            .into_iter()
            .map(|relation| relation.name)
            .collect()
    };
    assert_eq!(names(Cyclic::new(12)?.relations()), ["r¹² = e"]);
    assert_eq!(
        names(Dihedral::new(4)?.relations()),
        ["r⁴ = e", "s² = e", "(r s)² = e"]
    );
    let torus = Product(Cyclic::new(3)?, Cyclic::new(5)?);
    let expected = ["r³ = e", "r′⁵ = e", "r r′ r⁻¹ r′⁻¹ = e"];
    assert_eq!(names(torus.relations()), expected);
    assert_eq!(
        names(Symmetric::new(3)?.relations()),
        ["s₁² = e", "(s₁ s₂)³ = e", "s₂² = e"]
    );
    Ok(())
}

#[test]
fn element_of_another_group_is_not_contained() -> Result<()> {
    assert!(!Cyclic::new(4)?.contains(&4));
    assert!(!Symmetric::new(3)?.contains(&vec![0, 1]));
    assert!(!Symmetric::new(3)?.contains(&vec![0, 1, 1]));
    assert!(!Symmetric::new(3)?.contains(&vec![0, 1, 3]));
    assert!(!Alternating::new(3)?.contains(&vec![1, 0, 2]));
    assert!(!Integers::new(2)?.contains(&vec![1]));
    Ok(())
}

#[test]
fn group_of_no_points_is_an_error() {
    let errors = [
        Cyclic::new(0).unwrap_err(),
        Dihedral::new(0).unwrap_err(),
        Symmetric::new(0).unwrap_err(),
        Alternating::new(0).unwrap_err(),
        Integers::new(0).unwrap_err(),
        Cyclic::new(usize::MAX).unwrap_err(),
    ];
    for error in &errors {
        assert!(matches!(error, Error::GroupSize { .. }), "{error}");
    }
    let message = errors[0].to_string();
    assert!(
        message.starts_with("there is no cyclic group of size 0"),
        "{message}"
    );
}
