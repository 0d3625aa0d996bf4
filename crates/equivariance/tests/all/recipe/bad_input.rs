//! What is no representation, or no pair of them, is one clear error that names what is wrong first.

use equivariance::{
    Cyclic, Dihedral, DihedralElement, Error, Image, Integers, Representation, Result, Symmetric,
    commutant, commutant_dimension, commutant_of_pairs, orbits, symmetrise,
};
use ndarray::{Array2, array};

use super::dimensions::{dihedral, plane, symmetric};

fn message<T>(result: Result<T>) -> String {
    match result {
        Ok(_) => panic!("no error"),
        Err(error) => error.to_string(),
    }
}

fn permutation(points: &[usize]) -> Image {
    Image::Permutation(points.to_vec())
}

#[test]
fn relation_that_fails_is_named() -> Result<()> {
    let d4 = Dihedral::new(4)?;
    let shift = permutation(&[1, 2, 3, 0]);
    // A reflection of two corners only: s² = e holds, (r s)² = e does not.
    let error = message(Representation::new(
        d4,
        vec![shift.clone(), permutation(&[1, 0, 2, 3])],
    ));
    let expected = "the relation (r s)² = e fails: entry [3, 0] of the product of the images is 1 and not 0, where no difference is allowed";
    assert_eq!(error, expected);
    let error = message(Representation::new(Cyclic::new(3)?, vec![shift]));
    assert!(error.starts_with("the relation r³ = e fails"), "{error}");
    let almost = Image::Matrix(array![[0.0, -1.0], [1.000001, 0.0]]);
    let error = message(Representation::new(Cyclic::new(4)?, vec![almost]));
    let expected = "the relation r⁴ = e fails: entry [0, 0] of the product of the images is 1.000002000001 and not 1, where a difference of ";
    assert!(error.starts_with(expected), "{error}");
    // What rounding explains passes, and ten times as much does not.
    let stretched = |by: f64| Image::Matrix(array![[0.0, -1.0], [1.0 + by, 0.0]]);
    assert!(Representation::new(Cyclic::new(4)?, vec![stretched(1e-14)]).is_ok());
    assert!(Representation::new(Cyclic::new(4)?, vec![stretched(1e-13)]).is_err());
    // Two translations that do not commute.
    let plane = Integers::new(2)?;
    let images = vec![permutation(&[1, 0, 2]), permutation(&[0, 2, 1])];
    let error = message(Representation::new(plane, images));
    assert!(
        error.starts_with("the relation t₁ t₂ t₁⁻¹ t₂⁻¹ = e fails"),
        "{error}"
    );
    // Every relation is checked, not the first alone. With s₁ = s₃ all of them hold: this is S₄ on three things.
    let exchanges = symmetric(4)?.images().to_vec();
    for replaced in 0..3 {
        for by in 0..3 {
            let mut images = exchanges.clone();
            images[replaced] = exchanges[by].clone();
            let made = Representation::new(Symmetric::new(4)?, images);
            assert_eq!(made.is_ok(), (replaced + by) % 2 == 0, "{replaced} by {by}");
        }
    }
    Ok(())
}

#[test]
fn matrices_whose_relations_cannot_be_checked_are_refused() -> Result<()> {
    // Reflections in a basis so slanted that rounding alone would explain far more than may be.
    let slanted = |entry| Image::Matrix(array![[1.0, 1e6], [0.0, entry]]);
    assert!(Representation::new(Cyclic::new(2)?, vec![slanted(-1.0)]).is_ok());
    let error = Representation::new(Cyclic::new(2)?, vec![slanted(-1.0 + 1e-10)]).unwrap_err();
    assert!(
        matches!(
            error,
            Error::RelationFails {
                tolerance: 1e-6,
                ..
            }
        ),
        "{error}"
    );
    let huge = Image::Matrix(array![[1e200, 0.0], [0.0, 1e-200]]);
    let error = Representation::new(Cyclic::new(2)?, vec![huge]).unwrap_err();
    assert!(matches!(error, Error::SingularImage { .. }), "{error}");
    let large = Image::Matrix(array![[1e200]]);
    let error = Representation::new(Cyclic::new(2)?, vec![large]).unwrap_err();
    assert!(
        matches!(error, Error::RelationFails { entry, .. } if entry == f64::INFINITY),
        "{error}"
    );
    Ok(())
}

#[test]
fn generators_of_the_wrong_number_or_size_are_errors() -> Result<()> {
    let d4 = Dihedral::new(4)?;
    let shift = permutation(&[1, 2, 3, 0]);
    let error = message(Representation::new(d4, vec![shift.clone()]));
    assert_eq!(
        error,
        "the group has 2 generators (r, s), but 1 images are given"
    );
    let error = message(Representation::new(
        d4,
        vec![shift.clone(), permutation(&[1, 0])],
    ));
    assert_eq!(
        error,
        "the image of the generator s has shape [2, 2], but [4, 4] is needed"
    );
    let error = message(Representation::new(
        d4,
        vec![shift, Image::Matrix(Array2::zeros((4, 3)))],
    ));
    assert_eq!(
        error,
        "the image of the generator s has shape [4, 3], but [4, 4] is needed"
    );
    let error = message(Representation::new(Cyclic::new(1)?, vec![permutation(&[])]));
    assert_eq!(
        error,
        "the image of the generator r has shape [0, 0], but [1, 1] is needed"
    );
    let error = message(Representation::new(
        Cyclic::new(2)?,
        vec![Image::Matrix(Array2::zeros((2, 0)))],
    ));
    assert_eq!(
        error,
        "the image of the generator r has shape [2, 0], but [2, 2] is needed"
    );
    Ok(())
}

#[test]
fn permutation_that_is_none_is_an_error_at_its_first_fault() -> Result<()> {
    let c3 = Cyclic::new(3)?;
    let error = message(Representation::new(c3, vec![permutation(&[1, 2, 1])]));
    assert_eq!(
        error,
        "the permutation sends both 0 and 2 to 1; each point must be reached once"
    );
    let error = message(Representation::new(c3, vec![permutation(&[1, 3, 0])]));
    assert_eq!(
        error,
        "the permutation sends point 1 to 3, but the 3 points are numbered from 0"
    );
    let error = message(Representation::permutation(c3, 3, |_, _| 0));
    assert_eq!(
        error,
        "the permutation sends both 0 and 1 to 0; each point must be reached once"
    );
    Ok(())
}

#[test]
fn singular_matrix_and_one_that_is_not_finite_are_errors() -> Result<()> {
    let line = Integers::new(1)?;
    for singular in [
        array![[0.0]],
        array![[0.0, 0.0], [0.0, 0.0]]
            .into_dyn()
            .into_dimensionality()
            .expect("two axes"),
        array![[1.0, 2.0], [2.0, 4.0]],
        array![[0.1, 0.3], [0.3, 0.9]],
        array![[1.0, 0.0], [0.0, 1e-17]],
        array![[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]],
    ] {
        let error = message(Representation::new(line, vec![Image::Matrix(singular)]));
        assert!(
            error.starts_with("the image of the generator t₁ is singular"),
            "{error}"
        );
    }
    let undefined = Image::Matrix(array![[1.0, 0.0], [f64::NAN, 1.0]]);
    let error = message(Representation::new(line, vec![undefined]));
    assert_eq!(
        error,
        "the image of a generator (row, column) at [1, 0] is NaN; a finite number is needed"
    );
    // Small is not singular.
    let small = Representation::new(line, vec![Image::Matrix(array![[1e-200]])])?;
    assert_eq!(small.matrix(&vec![1])?, array![[1e-200]]);
    // Its second power is 0, and the second power of its inverse overflows.
    let error = message(small.matrix(&vec![-2]));
    assert_eq!(
        error,
        "the image of the element (row, column) at [0, 0] is inf; a finite number is needed"
    );
    Ok(())
}

#[test]
fn element_of_another_group_and_array_of_another_size_are_errors() -> Result<()> {
    let ring = Representation::regular(Cyclic::new(4)?)?;
    assert_eq!(
        message(ring.matrix(&4)),
        "4 is not an element of Cyclic { n: 4 }"
    );
    let error = message(ring.act(&1, &array![1.0, 2.0]));
    assert_eq!(
        error,
        "the array that the group acts on has shape [2], but [4] is needed"
    );
    Ok(())
}

#[test]
fn representations_of_two_groups_are_an_error() -> Result<()> {
    let (three, four) = (plane(3)?, plane(4)?);
    let matrix = Array2::zeros((2, 2));
    let errors = [
        message(commutant(&three, &four)),
        message(commutant_dimension(&three, &four)),
        message(symmetrise(&matrix, &three, &four)),
        message(three.direct_sum(&four)),
        message(three.tensor_product(&four)),
    ];
    let expected = "the representations are of two groups, Cyclic { n: 3 } and Cyclic { n: 4 }; both must be of one";
    assert!(errors.iter().all(|error| error == expected), "{errors:?}");
    Ok(())
}

#[test]
fn inclusion_that_is_none_is_an_error() -> Result<()> {
    let (c2, c3, c4) = (Cyclic::new(2)?, Cyclic::new(3)?, Cyclic::new(4)?);
    let d4 = dihedral(4)?;
    let turn = |&rotation: &usize| DihedralElement {
        rotation,
        reflected: false,
    };
    let error = message(d4.restrict(c3, turn));
    assert!(
        error.starts_with("the inclusion breaks the relation r³ = e: in the group the product is"),
        "{error}"
    );
    let error = message(plane(4)?.restrict(c2, |&g| g + 7));
    assert_eq!(error, "8 is not an element of Cyclic { n: 4 }");
    let error = message(plane(2)?.induce(c4, |&g| g));
    assert!(
        error.starts_with("the inclusion breaks the relation r² = e"),
        "{error}"
    );
    let error = message(plane(2)?.induce(c4, |_| 0));
    assert_eq!(
        error,
        "the inclusion sends both 0 and 1 to 0; a subgroup needs a place for each"
    );
    let error = message(plane(3)?.induce(Cyclic::new(6)?, |&g| if g == 2 { 1 } else { 2 * g }));
    assert_eq!(
        error,
        "the inclusion sends 2 to 1, but the product of the generators that it consists of is 4"
    );
    Ok(())
}

#[test]
fn groups_too_large_to_go_through_are_refused() -> Result<()> {
    let group = Symmetric::new(12)?;
    let points = Representation::permutation(group, 12, |p, i| p[i])?;
    let error = message(commutant_dimension(&points, &points));
    let expected =
        "Symmetric { n: 12 } has 479001600 elements; at most 10000000 are gone through one by one";
    assert_eq!(error, expected);
    assert_eq!(message(Representation::regular(group)), expected);
    let sign = Representation::new(group, vec![Image::Matrix(array![[-1.0]]); 11])?;
    assert_eq!(
        message(symmetrise(&Array2::zeros((1, 12)), &points, &sign)),
        expected
    );
    // The null space needs generators only: nothing commutes from points to the sign.
    assert!(commutant(&points, &sign)?.is_empty());
    let error = message(Representation::regular(Symmetric::new(30)?));
    assert!(
        error.starts_with("Symmetric { n: 30 } has at least "),
        "{error}"
    );
    Ok(())
}

#[test]
fn pairs_that_are_none_are_errors() {
    assert_eq!(
        message(commutant_of_pairs(&[])),
        "there is no generator to commute with; at least 1 is needed"
    );
    let square = Array2::<f64>::eye(2);
    let error = message(commutant_of_pairs(&[(
        Array2::zeros((2, 3)),
        square.clone(),
    )]));
    assert_eq!(
        error,
        "the first matrix of a pair has shape [2, 3], but [2, 2] is needed"
    );
    let pairs = [
        (square.clone(), square.clone()),
        (square.clone(), Array2::eye(3)),
    ];
    let error = message(commutant_of_pairs(&pairs));
    assert_eq!(
        error,
        "the second matrix of a pair has shape [3, 3], but [2, 2] is needed"
    );
    let error = message(commutant_of_pairs(&[(
        square.clone(),
        Array2::zeros((0, 0)),
    )]));
    assert_eq!(
        error,
        "the second matrix of a pair has shape [0, 0], but [1, 1] is needed"
    );
    let error = message(commutant_of_pairs(&[(array![[f64::INFINITY]], square)]));
    assert_eq!(
        error,
        "the first matrix of a pair at [0, 0] is inf; a finite number is needed"
    );
}

#[test]
fn orbits_of_what_are_no_permutations_are_errors() {
    let shift = vec![1, 2, 0];
    assert_eq!(
        message(orbits(&[], &[])),
        "there is no generator to commute with; at least 1 is needed"
    );
    let error = message(orbits(std::slice::from_ref(&shift), &[]));
    assert_eq!(
        error,
        "the list of permutations of the output has shape [0], but [1] is needed"
    );
    let error = message(orbits(
        &[shift.clone(), vec![0, 1]],
        &[shift.clone(), shift.clone()],
    ));
    assert_eq!(error, "the permutation has shape [2], but [3] is needed");
    let error = message(orbits(
        &[shift.clone(), shift.clone()],
        &[shift.clone(), vec![0, 0, 1]],
    ));
    assert_eq!(
        error,
        "the permutation sends both 0 and 1 to 0; each point must be reached once"
    );
    let error = message(orbits(&[vec![]], &[shift]));
    assert_eq!(error, "the permutation has shape [0], but [1] is needed");
}

#[test]
fn matrix_of_the_wrong_shape_cannot_be_symmetrised() -> Result<()> {
    let (ring, plane) = (Representation::regular(Cyclic::new(3)?)?, plane(3)?);
    let error = message(symmetrise(&Array2::zeros((3, 2)), &ring, &plane));
    assert_eq!(
        error,
        "the matrix of the map has shape [3, 2], but [2, 3] is needed"
    );
    let mut undefined = Array2::zeros((3, 3));
    undefined[[2, 0]] = f64::NEG_INFINITY;
    let error = message(symmetrise(&undefined, &ring, &ring));
    assert_eq!(
        error,
        "the matrix of the map at [2, 0] is -inf; a finite number is needed"
    );
    Ok(())
}

#[test]
fn rank_that_rounding_leaves_open_is_refused() -> Result<()> {
    // The same reflection twice, once with an entry that is off by less than the relations allow, and by more than a
    // singular value may be to count as zero.
    let right = Image::Matrix(array![[1.0, 0.0], [0.0, -1.0]]);
    let slanted = Image::Matrix(array![[1.0, 0.0], [0.0, -1.0 - 5e-15]]);
    let from = Representation::new(Cyclic::new(2)?, vec![right])?;
    let to = Representation::new(Cyclic::new(2)?, vec![slanted])?;
    assert_eq!(commutant_dimension(&from, &to)?, 2);
    let error = commutant(&from, &to).unwrap_err();
    assert!(matches!(error, Error::AmbiguousRank { .. }), "{error}");
    Ok(())
}

#[test]
fn dimension_that_is_not_whole_is_an_error() -> Result<()> {
    // The large entry makes the relations hold up to 10⁻⁶ only, which the other entries use up.
    let mut matrix = Array2::from_diag(&array![1.0, -1.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
    matrix[[0, 1]] = 3e4;
    (2..7).for_each(|i| matrix[[i, i]] = -1.0 + 4e-7);
    let made = Representation::new(Cyclic::new(2)?, vec![Image::Matrix(matrix)])?;
    let error = message(commutant_dimension(&made, &made));
    assert!(
        error.starts_with("the mean of the products of characters is 36.99999"),
        "{error}"
    );
    Ok(())
}
