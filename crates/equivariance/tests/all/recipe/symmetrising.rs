//! The mean over a group is a projection onto the maps that commute, and orthogonal only where the representations are.

use equivariance::{
    Alternating, Cyclic, Dihedral, FiniteGroup, Image, Product, Representation, Result, Symmetric,
    commutant, seeded_noise, symmetrise,
};
use ndarray::{Array2, array};

use super::dimensions::{dihedral, plane, quaternions, symmetric};
use super::naive::{by_matrices, difference, inner, product};

const ROUNDING: f64 = 1e-13;

fn noise(shape: (usize, usize), seed: u64) -> Array2<f64> {
    2.0 * seeded_noise::<f64, _, _>(shape, seed) - 1.0
}

/// The mean, from its formula: the sum over all elements, by matrices.
fn mean<G: FiniteGroup>(
    matrix: &Array2<f64>,
    from: &Representation<G>,
    to: &Representation<G>,
) -> Result<Array2<f64>> {
    let group = from.group();
    let mut sum = Array2::zeros(matrix.dim());
    for element in group.elements() {
        let back = to.matrix(&group.inverse(&element))?;
        sum = sum + product(&back, &product(matrix, &from.matrix(&element)?));
    }
    Ok(sum / group.order() as f64)
}

/// The orthogonal projection onto the space that the commutant spans.
fn projection<G: FiniteGroup>(
    matrix: &Array2<f64>,
    from: &Representation<G>,
    to: &Representation<G>,
) -> Result<Array2<f64>> {
    let mut projection = Array2::zeros(matrix.dim());
    for map in commutant(from, to)? {
        projection.scaled_add(inner(matrix, &map), &map);
    }
    Ok(projection)
}

fn assert_orthogonal_projection<G: FiniteGroup>(
    from: &Representation<G>,
    to: &Representation<G>,
) -> Result<()> {
    for seed in 1..4 {
        let matrix = noise((to.dimension(), from.dimension()), seed);
        let once = symmetrise(&matrix, from, to)?;
        assert!(
            difference(&once, &mean(&matrix, from, to)?) < ROUNDING,
            "{from:?}"
        );
        assert!(
            difference(&once, &symmetrise(&once, from, to)?) < ROUNDING,
            "{from:?}"
        );
        assert!(
            difference(&once, &projection(&matrix, from, to)?) < ROUNDING,
            "{from:?}"
        );
    }
    Ok(())
}

#[test]
fn mean_over_orthogonal_matrices_is_the_orthogonal_projection() -> Result<()> {
    for n in 1..=6 {
        let ring = Representation::regular(Cyclic::new(n)?)?;
        assert_orthogonal_projection(&ring, &ring)?;
        assert_orthogonal_projection(&dihedral(n)?, &dihedral(n)?)?;
        assert_orthogonal_projection(&ring, &plane(n)?)?;
        assert_orthogonal_projection(&by_matrices(&ring)?, &ring)?;
    }
    assert_orthogonal_projection(&symmetric(4)?, &symmetric(4)?)?;
    assert_orthogonal_projection(&quaternions()?, &quaternions()?)?;
    let even = Representation::permutation(Alternating::new(4)?, 4, |p, i| p[i])?;
    assert_orthogonal_projection(&even, &even)?;
    let torus = Representation::regular(Product(Cyclic::new(2)?, Cyclic::new(3)?))?;
    assert_orthogonal_projection(&torus, &torus)
}

#[test]
fn mean_over_slanted_matrices_is_a_projection_that_is_not_orthogonal() -> Result<()> {
    // The reflection that keeps (1, 0) and sends (2, 1) to its negative: not at right angles.
    let slanted = Image::Matrix(array![[1.0, -4.0], [0.0, -1.0]]);
    let plane = Representation::new(Cyclic::new(2)?, vec![slanted])?;
    let matrix = array![[0.0, 1.0], [0.0, 0.0]];
    let once = symmetrise(&matrix, &plane, &plane)?;
    assert_eq!(once, array![[0.0, 0.0], [0.0, 0.0]]);
    let matrix = array![[0.0, 0.0], [1.0, 0.0]];
    let once = symmetrise(&matrix, &plane, &plane)?;
    assert_eq!(symmetrise(&once, &plane, &plane)?, once);
    assert!(difference(&once, &mean(&matrix, &plane, &plane)?) < ROUNDING);
    // It is longer than what it is a projection of, which no orthogonal projection is.
    assert_eq!(once, array![[-2.0, 8.0], [0.0, 2.0]]);
    assert!(inner(&once, &once) > inner(&matrix, &matrix));
    assert!(difference(&once, &projection(&matrix, &plane, &plane)?) > 1.0);
    Ok(())
}

#[test]
fn mean_over_permutations_commutes_to_the_last_bit() -> Result<()> {
    let points = Representation::permutation(Dihedral::new(12)?, 12, |g, i| {
        Dihedral::new(12).map_or(0, |group| group.moved(g, i))
    })?;
    let once = symmetrise(&noise((12, 12), 9), &points, &points)?;
    for element in points.group().elements() {
        // On rows by g and on columns by g: entry (i, j) moves to (g i, g j).
        let rows = points.act(&element, &once)?;
        let both = points.act(&element, &rows.t().to_owned())?.t().to_owned();
        assert_eq!(both, once);
    }
    Ok(())
}

#[test]
fn orbits_need_no_list_of_a_large_group() -> Result<()> {
    let points = Representation::permutation(Symmetric::new(40)?, 40, |p, i| p[i])?;
    let matrix = noise((40, 40), 2);
    let once = symmetrise(&matrix, &points, &points)?;
    let mean = matrix.diag().sum() / 40.0;
    assert_eq!(once[[0, 0]], mean);
    assert_eq!(once[[7, 7]], mean);
    assert_eq!(commutant(&points, &points)?.len(), 2);
    Ok(())
}

#[test]
fn cyclic_group_keeps_one_in_n_of_the_squared_norm_on_average() -> Result<()> {
    for n in [2, 5, 12] {
        let ring = Representation::regular(Cyclic::new(n)?)?;
        let draws = 400;
        let (mut kept, mut all) = (0.0, 0.0);
        for seed in 0..draws {
            let matrix = noise((n, n), seed);
            let once = symmetrise(&matrix, &ring, &ring)?;
            kept += inner(&once, &once);
            all += inner(&matrix, &matrix);
        }
        // The standard deviation of the mean is below 1 / (n √draws).
        let expected = 1.0 / n as f64;
        assert!(
            (kept / all - expected).abs() < 4.0 * expected / (draws as f64).sqrt(),
            "{n}: {}",
            kept / all
        );
    }
    Ok(())
}
