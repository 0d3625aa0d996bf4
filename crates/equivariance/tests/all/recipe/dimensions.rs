//! How many linear maps commute: the null space, the orbits, the characters and plain elimination agree, and are what is
//! known.

use equivariance::{
    Alternating, Cyclic, Dihedral, FiniteGroup, Group, Image, Integers, Product, Quaternion,
    Region, Representation, Result, Symmetric, commutant, commutant_dimension, commutant_of_pairs,
    equivariance_error, equivariant_bias, symmetrise,
};
use ndarray::{Array2, array};

use super::naive::{by_matrices, difference, dimension_by_elimination, inner, product};

/// What rounding may do to an entry of these small matrices.
const ROUNDING: f64 = 1e-13;

pub(crate) fn dihedral(n: usize) -> Result<Representation<Dihedral>> {
    let group = Dihedral::new(n)?;
    Representation::permutation(group, n, |g, corner| group.moved(g, corner))
}

pub(crate) fn symmetric(n: usize) -> Result<Representation<Symmetric>> {
    Representation::permutation(Symmetric::new(n)?, n, |p, i| p[i])
}

fn alternating(n: usize) -> Result<Representation<Alternating>> {
    Representation::permutation(Alternating::new(n)?, n, |p, i| p[i])
}

/// Returns the plane, turned by a full circle over n.
pub(crate) fn plane(n: usize) -> Result<Representation<Cyclic>> {
    Representation::new(Cyclic::new(n)?, vec![turn(n)])
}

fn turn(n: usize) -> Image {
    let angle = 2.0 * std::f64::consts::PI / n as f64;
    let (sin, cos) = (libm::sin(angle), libm::cos(angle));
    Image::Matrix(array![[cos, -sin], [sin, cos]])
}

/// Returns the quaternions, on which i and j act by multiplication from the left.
pub(crate) fn quaternions() -> Result<Representation<Quaternion>> {
    let i = array![[0, -1, 0, 0], [1, 0, 0, 0], [0, 0, 0, -1], [0, 0, 1, 0]];
    let j = array![[0, 0, -1, 0], [0, 0, 0, 1], [1, 0, 0, 0], [0, -1, 0, 0]];
    let images = [i, j].map(|image| Image::Matrix(image.mapv(f64::from)));
    Representation::new(Quaternion, images.into())
}

/// Tries that these maps commute with the generators and are orthonormal.
fn assert_basis<G: Group>(basis: &[Array2<f64>], from: &Representation<G>, to: &Representation<G>) {
    for (k, map) in basis.iter().enumerate() {
        assert_eq!(map.dim(), (to.dimension(), from.dimension()));
        for (a, b) in from.images().iter().zip(to.images()) {
            let (first, last) = (product(map, &a.matrix()), product(&b.matrix(), map));
            assert!(difference(&first, &last) < ROUNDING, "{map} of {from:?}");
        }
        for (l, other) in basis.iter().enumerate() {
            let expected = f64::from(k == l);
            assert!(
                (inner(map, other) - expected).abs() < ROUNDING,
                "{k}, {l} of {from:?}"
            );
        }
    }
}

/// Tries that the null space has this dimension, and that characters say so too.
fn assert_dimension<G: FiniteGroup>(
    from: &Representation<G>,
    to: &Representation<G>,
    dimension: usize,
) -> Result<()> {
    let basis = commutant(from, to)?;
    assert_eq!(basis.len(), dimension, "{from:?} to {to:?}");
    assert_basis(&basis, from, to);
    assert_eq!(
        commutant_dimension(from, to)?,
        dimension,
        "characters of {from:?} to {to:?}"
    );
    Ok(())
}

/// As [`assert_dimension`], and by three further ways: by matrices instead of permutations, by pairs of them, and by
/// elimination.
fn assert_dimension_of_permutations<G: FiniteGroup>(
    from: &Representation<G>,
    to: &Representation<G>,
    dimension: usize,
) -> Result<()> {
    assert_dimension(from, to, dimension)?;
    let matrices = (by_matrices(from)?, by_matrices(to)?);
    assert_dimension(&matrices.0, &matrices.1, dimension)?;
    let generators = from.group().generators();
    let pairs = generators
        .iter()
        .map(|g| Ok((from.matrix(g)?, to.matrix(g)?)));
    let pairs = pairs.collect::<Result<Vec<_>>>()?;
    assert_eq!(
        commutant_of_pairs(&pairs)?.len(),
        dimension,
        "pairs of {from:?}"
    );
    assert_eq!(
        dimension_by_elimination(from, to)?,
        dimension,
        "elimination of {from:?}"
    );
    // Both bases span one space: each map of the one is its own projection onto the other.
    let by_pairs = commutant_of_pairs(&pairs)?;
    for map in commutant(from, to)? {
        let mut projection = Array2::zeros(map.dim());
        for other in &by_pairs {
            projection.scaled_add(inner(&map, other), other);
        }
        assert!(difference(&map, &projection) < ROUNDING, "{from:?}");
    }
    Ok(())
}

#[test]
fn shifts_of_a_ring_leave_n() -> Result<()> {
    for n in 1..=8 {
        let ring = Representation::regular(Cyclic::new(n)?)?;
        assert_dimension_of_permutations(&ring, &ring, n)?;
    }
    Ok(())
}

#[test]
fn shifts_of_a_torus_leave_n_times_m() -> Result<()> {
    for (n, m) in [(1, 1), (1, 4), (2, 2), (2, 3), (3, 3), (4, 2)] {
        let torus = Representation::regular(Product(Cyclic::new(n)?, Cyclic::new(m)?))?;
        assert_dimension_of_permutations(&torus, &torus, n * m)?;
    }
    Ok(())
}

#[test]
fn rotations_and_mirror_images_of_a_polygon_leave_half_of_n_and_one() -> Result<()> {
    // For one and two points too: ⌊1/2⌋ + 1 is 1, and ⌊2/2⌋ + 1 is 2.
    for n in 1..=9 {
        let corners = dihedral(n)?;
        assert_dimension_of_permutations(&corners, &corners, n / 2 + 1)?;
    }
    Ok(())
}

#[test]
fn all_permutations_leave_two() -> Result<()> {
    for n in 1..=5 {
        let points = symmetric(n)?;
        assert_dimension_of_permutations(&points, &points, n.min(2))?;
    }
    Ok(())
}

#[test]
fn even_permutations_leave_two_from_four_points_on() -> Result<()> {
    // A₂ is trivial, and A₃ is the shifts of three points.
    for (n, dimension) in [(1, 1), (2, 4), (3, 3), (4, 2), (5, 2)] {
        let points = alternating(n)?;
        assert_dimension_of_permutations(&points, &points, dimension)?;
    }
    Ok(())
}

#[test]
fn pairs_of_points_leave_fifteen_from_four_points_on() -> Result<()> {
    for (n, dimension) in [(1, 1), (2, 8), (3, 14), (4, 15)] {
        let points = symmetric(n)?;
        let pairs = points.tensor_product(&points)?;
        assert_dimension(&pairs, &pairs, dimension)?;
        assert_eq!(commutant(&points, &pairs)?.len(), [1, 4, 5, 5][n - 1]);
        if n <= 3 {
            assert_dimension_of_permutations(&pairs, &pairs, dimension)?;
        }
    }
    let points = symmetric(5)?;
    let pairs = points.tensor_product(&points)?;
    assert_dimension(&pairs, &pairs, 15)
}

#[test]
fn trivial_group_leaves_every_matrix() -> Result<()> {
    for (p, q) in [(1, 1), (2, 3), (4, 1)] {
        let identity = |n| Image::Permutation((0..n).collect());
        let from = Representation::new(Cyclic::new(1)?, vec![identity(p)])?;
        let to = Representation::new(Cyclic::new(1)?, vec![identity(q)])?;
        assert_dimension_of_permutations(&from, &to, p * q)?;
        let basis = commutant_of_pairs(&[(Array2::eye(p), Array2::eye(q))])?;
        assert_eq!(basis.len(), p * q);
    }
    Ok(())
}

#[test]
fn turns_of_the_plane_leave_two_and_mirror_images_one() -> Result<()> {
    // Over the real numbers the plane is irreducible under three turns or more, and still two maps are left.
    for (n, dimension) in [(1, 4), (2, 4), (3, 2), (4, 2), (5, 2), (12, 2), (100, 2)] {
        assert_dimension(&plane(n)?, &plane(n)?, dimension)?;
    }
    for (n, dimension) in [(1, 2), (2, 2), (3, 1), (4, 1), (7, 1)] {
        let mirror = Image::Matrix(array![[1.0, 0.0], [0.0, -1.0]]);
        let polygon = Representation::new(Dihedral::new(n)?, vec![turn(n), mirror])?;
        assert_dimension(&polygon, &polygon, dimension)?;
    }
    Ok(())
}

#[test]
fn quaternions_leave_four() -> Result<()> {
    let quaternions = quaternions()?;
    assert_dimension(&quaternions, &quaternions, 4)?;
    assert_eq!(dimension_by_elimination(&quaternions, &quaternions)?, 4);
    // The real regular representation: four of dimension 1, and the quaternions once.
    let regular = Representation::regular(Quaternion)?;
    assert_dimension_of_permutations(&regular, &regular, 8)?;
    assert_dimension(&quaternions, &regular, 4)?;
    assert_dimension(&Representation::trivial(Quaternion), &quaternions, 0)
}

#[test]
fn sign_of_a_permutation_meets_points_once_for_two_of_them() -> Result<()> {
    for (n, dimension) in [(2, 1), (3, 0), (4, 0)] {
        let exchange = Image::Matrix(array![[-1.0]]);
        let sign = Representation::new(Symmetric::new(n)?, vec![exchange; n - 1])?;
        assert_dimension(&symmetric(n)?, &sign, dimension)?;
        assert_eq!(dimension_by_elimination(&symmetric(n)?, &sign)?, dimension);
    }
    Ok(())
}

#[test]
fn mixed_images_are_matrices_and_permutations_at_once() -> Result<()> {
    // Corners of a square with a sign that the reflection changes.
    let square = dihedral(4)?;
    let sign = [1.0, -1.0].map(|sign| Image::Matrix(array![[sign]]));
    let sign = Representation::new(Dihedral::new(4)?, sign.into())?;
    let signed = square.tensor_product(&sign)?;
    assert_dimension(&signed, &signed, 3)?;
    // What is antisymmetric: the difference of the neighbours.
    assert_dimension(&square, &signed, 1)?;
    assert_eq!(dimension_by_elimination(&square, &signed)?, 1);
    let both = vec![square.images()[0].clone(), signed.images()[1].clone()];
    let both = Representation::new(Dihedral::new(4)?, both)?;
    assert_dimension(&both, &signed, 3)
}

#[test]
fn sums_and_products_have_the_dimensions_that_bilinearity_gives() -> Result<()> {
    let (ring, turned) = (Representation::regular(Cyclic::new(6)?)?, plane(6)?);
    let sum = ring.direct_sum(&turned)?;
    assert_eq!(sum.dimension(), 8);
    let parts = [
        (&ring, &ring),
        (&ring, &turned),
        (&turned, &ring),
        (&turned, &turned),
    ];
    let dimensions = parts.map(|(from, to)| commutant_dimension(from, to));
    let expected = dimensions.into_iter().sum::<Result<usize>>()?;
    assert_eq!(expected, 6 + 2 + 2 + 2);
    assert_dimension(&sum, &sum, expected)?;
    // Maps from V to W are vectors of V* ⊗ W that the group leaves alone, and V* is V here.
    let product = turned.tensor_product(&ring)?;
    assert_eq!(
        equivariant_bias(&product)?.len(),
        commutant_dimension(&turned, &ring)?
    );
    // Whatever is multiplied by the regular representation is a multiple of it.
    assert_dimension(&product, &ring, 2 * 6)
}

#[test]
fn induced_representations_obey_frobenius() -> Result<()> {
    let d4 = Dihedral::new(4)?;
    let quarter_turns = |&rotation: &usize| equivariance::DihedralElement {
        rotation,
        reflected: false,
    };
    let c4 = Cyclic::new(4)?;
    let small = [
        Representation::trivial(c4),
        Representation::regular(c4)?,
        plane(4)?,
    ];
    let large = [
        Representation::trivial(d4),
        dihedral(4)?,
        Representation::regular(d4)?,
    ];
    for v in &small {
        let induced = v.induce(d4, quarter_turns)?;
        assert_eq!(induced.dimension(), 2 * v.dimension());
        for w in &large {
            let restricted = w.restrict(c4, quarter_turns)?;
            let expected = commutant_dimension(v, &restricted)?;
            assert_dimension(&induced, w, expected)?;
            assert_dimension(w, &induced, commutant_dimension(&restricted, v)?)?;
        }
    }
    // From the group of one element, the regular representation is induced.
    let one = Cyclic::new(1)?;
    let induced = Representation::trivial(one).induce(d4, |_| d4.identity())?;
    assert_eq!(induced, Representation::regular(d4)?);
    // The points are induced from the permutations that keep one of them.
    let s3_in_s4 = |p: &Vec<usize>| [p.as_slice(), &[3]].concat();
    let points =
        Representation::trivial(Symmetric::new(3)?).induce(Symmetric::new(4)?, s3_in_s4)?;
    assert_dimension_of_permutations(&points, &symmetric(4)?, 2)
}

#[test]
fn restriction_never_leaves_fewer_maps() -> Result<()> {
    let points = symmetric(5)?;
    let cycle = |&shift: &usize| (0..5).map(|i| (i + shift) % 5).collect();
    let ring = points.restrict(Cyclic::new(5)?, cycle)?;
    assert_dimension_of_permutations(&ring, &ring, 5)?;
    let even = points.restrict(Alternating::new(5)?, Clone::clone)?;
    assert_dimension_of_permutations(&even, &even, 2)
}

#[test]
fn maps_that_commute_with_an_infinite_group_are_found_from_its_generators() -> Result<()> {
    let plane = Integers::new(2)?;
    let shift = |axis: usize| {
        let moved = |point: usize| {
            let (row, column) = (point / 4, point % 4);
            if axis == 0 {
                (row + 1) % 3 * 4 + column
            } else {
                row * 4 + (column + 1) % 4
            }
        };
        Image::Permutation((0..12).map(moved).collect())
    };
    let torus = Representation::new(plane, vec![shift(0), shift(1)])?;
    let basis = commutant(&torus, &torus)?;
    assert_eq!(basis.len(), 12);
    assert_basis(&basis, &torus, &torus);
    // A shear has an inverse, but no power that is the identity. What commutes with it are a + b shear.
    let line = Integers::new(1)?;
    let shear = Representation::new(line, vec![Image::Matrix(array![[1.0, 1.0], [0.0, 1.0]])])?;
    assert_eq!(shear.matrix(&vec![-5])?, array![[1.0, -5.0], [0.0, 1.0]]);
    let basis = commutant(&shear, &shear)?;
    assert_eq!(basis.len(), 2);
    assert_basis(&basis, &shear, &shear);
    Ok(())
}

#[test]
fn turns_by_their_generator_leave_what_harmonics_allow() -> Result<()> {
    // The circular harmonics of order l turn by l: one map for 0 to 0, two for l to itself, none between others.
    let generator = |l: usize| match l {
        0 => array![[0.0]],
        _ => array![[0.0, -(l as f64)], [l as f64, 0.0]],
    };
    for from in 0..=4 {
        for to in 0..=4 {
            let maps = commutant_of_pairs(&[(generator(from), generator(to))])?;
            let expected = if from != to { 0 } else { from.min(1) + 1 };
            assert_eq!(maps.len(), expected, "{from} to {to}");
        }
    }
    Ok(())
}

#[test]
fn biases_are_constant_on_what_the_group_moves() -> Result<()> {
    let ring = Representation::regular(Cyclic::new(4)?)?;
    assert_eq!(equivariant_bias(&ring)?, [array![0.5, 0.5, 0.5, 0.5]]);
    assert!(equivariant_bias(&plane(3)?)?.is_empty());
    let two = ring.direct_sum(&ring)?;
    assert_eq!(equivariant_bias(&two)?.len(), 2);
    assert_eq!(equivariant_bias(&by_matrices(&two)?)?.len(), 2);
    Ok(())
}

#[test]
fn change_of_basis_leaves_the_dimension() -> Result<()> {
    // A slanted basis: no matrix of the group is orthogonal in it.
    let slant = array![[1.0, 0.7, -2.0], [0.0, 1.5, 0.3], [0.0, 0.0, 1.0]];
    let back = Representation::new(Integers::new(1)?, vec![Image::Matrix(slant.clone())])?
        .matrix(&vec![-1])?;
    let points = symmetric(3)?;
    let slanted = |image: &Image| Image::Matrix(product(&slant, &product(&image.matrix(), &back)));
    let images = points.images().iter().map(slanted).collect();
    let slanted = Representation::new(*points.group(), images)?;
    assert_dimension(&slanted, &slanted, 2)?;
    assert_dimension(&points, &slanted, 2)?;
    assert_dimension(&slanted, &points, 2)
}

#[test]
fn each_map_of_a_basis_passes_the_checker_and_a_changed_one_does_not() -> Result<()> {
    let d5 = dihedral(5)?;
    let pentagon = Representation::new(
        Dihedral::new(5)?,
        vec![turn(5), Image::Matrix(array![[1.0, 0.0], [0.0, -1.0]])],
    )?;
    let basis = commutant(&d5, &pentagon)?;
    assert_eq!(basis.len(), 1);
    let elements = d5.group().elements();
    // All inputs at once: the action is on the first axis.
    let inputs = Array2::eye(5);
    let error = |map: &Array2<f64>| {
        equivariance_error(
            &inputs,
            |x| Ok(product(map, &x.to_owned())),
            |x, g| d5.act(g, x),
            |y, g| pentagon.act(g, y),
            &elements,
            |_, shape| Ok(Region::full(shape)),
        )
    };
    assert!(error(&basis[0])?.largest < ROUNDING);
    let mut changed = basis[0].clone();
    changed[[0, 1]] += 1e-6;
    assert!(error(&changed)?.largest > 1e-7);
    // What is symmetrised commutes again.
    assert!(error(&symmetrise(&changed, &d5, &pentagon)?)?.largest < ROUNDING);
    Ok(())
}
