//! A representation sends products to products, in whatever way it was made.

use equivariance::{
    Cyclic, Dihedral, DihedralElement, FiniteGroup, Image, Integers, Product, Quaternion,
    Representation, Result, Symmetric, seeded_noise,
};
use ndarray::{Array1, Array2, array};

use super::dimensions::{dihedral, plane, quaternions, symmetric};
use super::naive::{by_matrices, difference, product};

const ROUNDING: f64 = 1e-13;

fn assert_homomorphism<G: FiniteGroup>(representation: &Representation<G>) -> Result<()> {
    let group = representation.group();
    let elements = group.elements();
    let matrices = elements
        .iter()
        .map(|g| representation.matrix(g))
        .collect::<Result<Vec<_>>>()?;
    assert_eq!(matrices[0], Array2::<f64>::eye(representation.dimension()));
    let f: Array1<f64> = seeded_noise(representation.dimension(), 3);
    for (a, left) in elements.iter().zip(&matrices) {
        assert_eq!(representation.character(a)?, left.diag().sum());
        let acted = representation.act(a, &f)?;
        let column = f.clone().insert_axis(ndarray::Axis(1));
        assert!(
            difference(
                &acted.insert_axis(ndarray::Axis(1)),
                &product(left, &column)
            ) < ROUNDING
        );
        for (b, right) in elements.iter().zip(&matrices) {
            let whole = representation.matrix(&group.compose(a, b))?;
            let parts = product(left, right);
            assert!(
                difference(&whole, &parts) < ROUNDING,
                "{a:?} {b:?} of {representation:?}"
            );
        }
    }
    Ok(())
}

#[test]
fn every_construction_sends_products_to_products() -> Result<()> {
    assert_homomorphism(&Representation::trivial(Quaternion))?;
    assert_homomorphism(&Representation::regular(Quaternion)?)?;
    assert_homomorphism(&quaternions()?)?;
    assert_homomorphism(&symmetric(4)?)?;
    assert_homomorphism(&dihedral(6)?)?;
    assert_homomorphism(&plane(7)?)?;
    assert_homomorphism(&Representation::regular(Product(
        Cyclic::new(2)?,
        Dihedral::new(3)?,
    ))?)?;
    let turned = plane(5)?;
    let ring = Representation::regular(Cyclic::new(5)?)?;
    for (left, right) in [
        (&ring, &ring),
        (&ring, &turned),
        (&turned, &ring),
        (&turned, &turned),
    ] {
        assert_homomorphism(&left.direct_sum(right)?)?;
        assert_homomorphism(&left.tensor_product(right)?)?;
    }
    let turns = |&rotation: &usize| DihedralElement {
        rotation,
        reflected: false,
    };
    assert_homomorphism(&turned.induce(Dihedral::new(5)?, turns)?)?;
    assert_homomorphism(&ring.induce(Dihedral::new(5)?, turns)?)?;
    assert_homomorphism(&dihedral(5)?.restrict(Cyclic::new(5)?, turns)?)
}

#[test]
fn permutations_stay_permutations_and_agree_with_matrices() -> Result<()> {
    let points = symmetric(3)?;
    let made = [
        points.clone(),
        points.direct_sum(&points)?,
        points.tensor_product(&points)?,
    ];
    let matrices = by_matrices(&points)?;
    let same = [
        matrices.clone(),
        matrices.direct_sum(&matrices)?,
        matrices.tensor_product(&matrices)?,
    ];
    for (permutations, matrices) in made.iter().zip(&same) {
        for element in points.group().elements() {
            assert!(permutations.image(&element)?.permutation().is_some());
            assert_eq!(permutations.matrix(&element)?, matrices.matrix(&element)?);
            assert_eq!(
                permutations.character(&element)?,
                matrices.character(&element)?
            );
        }
    }
    Ok(())
}

#[test]
fn value_at_a_place_moves_where_the_group_takes_it() -> Result<()> {
    let ring = Representation::regular(Cyclic::new(4)?)?;
    assert_eq!(
        ring.act(&1, &array![1.0, 2.0, 3.0, 4.0])?,
        array![4.0, 1.0, 2.0, 3.0]
    );
    let cycle = vec![1, 2, 0];
    assert_eq!(
        symmetric(3)?.act(&cycle, &array![5.0, 6.0, 7.0])?,
        array![7.0, 5.0, 6.0]
    );
    // On a torus, the axes are in row-major order.
    let torus = Representation::regular(Product(Cyclic::new(2)?, Cyclic::new(3)?))?;
    let picture = array![0.0, 1.0, 2.0, 3.0, 4.0, 5.0];
    assert_eq!(
        torus.act(&(1, 1), &picture)?,
        array![5.0, 3.0, 4.0, 2.0, 0.0, 1.0]
    );
    // Further axes are left alone.
    let columns = array![[1.0, 10.0], [2.0, 20.0], [3.0, 30.0], [4.0, 40.0]];
    let moved = array![[4.0, 40.0], [1.0, 10.0], [2.0, 20.0], [3.0, 30.0]];
    assert_eq!(ring.act(&1, &columns)?, moved);
    Ok(())
}

#[test]
fn matrices_that_say_the_same_as_a_permutation_act_alike() -> Result<()> {
    let swap = Image::Permutation(vec![1, 0]);
    let matrix = Image::Matrix(array![[0.0, 1.0], [1.0, 0.0]]);
    for image in [swap, matrix] {
        let line = Representation::new(Integers::new(1)?, vec![image])?;
        assert_eq!(line.act(&vec![-3], &array![1.0, 2.0])?, array![2.0, 1.0]);
        assert_eq!(line.matrix(&vec![2])?, Array2::<f64>::eye(2));
    }
    Ok(())
}

#[test]
fn far_elements_of_an_infinite_group_are_reached_by_squaring() -> Result<()> {
    let points = 7;
    let line = Representation::permutation(Integers::new(1)?, points, |step, i| {
        (i as isize + step[0]).rem_euclid(points as isize) as usize
    })?;
    let far = line.image(&vec![-1_000_000_000_001])?;
    let expected: Vec<_> = (0..points)
        .map(|i| (i + 7 - 1_000_000_000_001 % 7) % 7)
        .collect();
    assert_eq!(far.permutation(), Some(expected.as_slice()));
    Ok(())
}

#[test]
fn relations_hold_up_to_rounding_for_many_turns() -> Result<()> {
    for n in [3, 12, 1000, 1_000_000] {
        assert_eq!(plane(n)?.dimension(), 2);
    }
    let group = Symmetric::new(8)?;
    assert_eq!(
        Representation::regular(Symmetric::new(5)?)?.dimension(),
        120
    );
    assert_eq!(
        Representation::permutation(group, 8, |p, i| p[i])?.dimension(),
        8
    );
    Ok(())
}
