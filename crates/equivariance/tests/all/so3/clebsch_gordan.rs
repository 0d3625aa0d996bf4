use equivariance::{
    Irreps, Result, Rotation, clebsch_gordan, commutant_of_pairs, rotation_generators, wigner_d,
};
use ndarray::{Array2, Array3, linalg::kron};

/// All degrees up to a highest that are the sides of a triangle.
fn triangles(highest: usize) -> impl Iterator<Item = [usize; 3]> {
    let degrees = move || 0..=highest;
    degrees()
        .flat_map(move |l1| degrees().map(move |l2| [l1, l2]))
        .flat_map(move |[l1, l2]| {
            (l1.abs_diff(l2)..=(l1 + l2).min(highest)).map(move |l3| [l1, l2, l3])
        })
}

/// The coefficients as a map from products of two numbers, of shape `(2l₃ + 1, (2l₁ + 1)(2l₂ + 1))`.
fn as_map(tensor: &Array3<f64>) -> Array2<f64> {
    let (a, b, c) = tensor.dim();
    Array2::from_shape_fn((c, a * b), |(k, ij)| tensor[[ij / b, ij % b, k]])
}

#[test]
fn every_number_of_the_product_has_the_same_length() -> Result<()> {
    for [l1, l2, l3] in triangles(10) {
        let map = as_map(&clebsch_gordan(l1, l2, l3)?);
        let gram = map.dot(&map.t()) * (2.0 * l3 as f64 + 1.0);
        for ((i, j), &entry) in gram.indexed_iter() {
            let expected = f64::from(i == j);
            assert!((entry - expected).abs() < 1e-14, "{l1} {l2} {l3}: {entry}");
        }
    }
    Ok(())
}

#[test]
fn coefficients_commute_with_rotations() -> Result<()> {
    let highest = [[10, 10, 10], [9, 10, 8], [10, 10, 1], [3, 7, 10]];
    for ([l1, l2, l3], seed) in triangles(5).chain(highest).zip(0..) {
        let turn = Rotation::<f64>::random(seed);
        let map = as_map(&clebsch_gordan(l1, l2, l3)?);
        let before = map.dot(&kron(&wigner_d(l1, &turn)?, &wigner_d(l2, &turn)?));
        let after = wigner_d(l3, &turn)?.dot(&map);
        let largest = (before - after).iter().fold(0.0_f64, |a, b| a.max(b.abs()));
        assert!(largest < 1e-14, "{l1} {l2} {l3}: {largest:e}");
    }
    Ok(())
}

/// The second way: the null space of the equations that the generators of the rotations ask for, which knows no formula.
#[test]
fn coefficients_are_the_only_map_that_commutes() -> Result<()> {
    for [l1, l2, l3] in triangles(3) {
        let (first, second) = (rotation_generators(l1)?, rotation_generators(l2)?);
        let third = rotation_generators(l3)?;
        let pairs: Vec<_> = (0..3)
            .map(|axis| {
                let product = kron(&first[axis], &Array2::eye(2 * l2 + 1))
                    + kron(&Array2::eye(2 * l1 + 1), &second[axis]);
                (product, third[axis].clone())
            })
            .collect();
        let basis = commutant_of_pairs(&pairs)?;
        assert_eq!(basis.len(), 1, "{l1} {l2} {l3}");
        let map = as_map(&clebsch_gordan(l1, l2, l3)?);
        let cosine: f64 = basis[0].iter().zip(&map).map(|(a, b)| a * b).sum();
        assert!(
            (cosine.abs() - 1.0).abs() < 1e-13,
            "{l1} {l2} {l3}: {cosine}"
        );
    }
    Ok(())
}

/// Values that are known in closed form: the scalar product, the cross product, and the symmetric products of two vectors
/// without trace.
#[test]
fn products_of_vectors_are_known() -> Result<()> {
    let close = |value: f64, known: f64| (value - known).abs() < 1e-15;
    let scalar = clebsch_gordan(1, 1, 0)?;
    let cross = clebsch_gordan(1, 1, 1)?;
    let quadratic = clebsch_gordan(1, 1, 2)?;
    for i in 0..3 {
        for j in 0..3 {
            let known = f64::from(i == j) / 3.0_f64.sqrt();
            assert!(close(scalar[[i, j, 0]], known));
            for k in 0..3 {
                let sign = match (3 + j - i) % 3 {
                    1 if k != i && k != j => 1.0,
                    2 if k != i && k != j => -1.0,
                    _ => 0.0,
                };
                assert!(close(cross[[i, j, k]], sign / 6.0_f64.sqrt()));
            }
        }
    }
    // Order 0 is 2 y² − x² − z², and order −2 is x z.
    assert!(close(quadratic[[1, 1, 2]].abs(), 2.0 / 30.0_f64.sqrt()));
    assert!(close(quadratic[[0, 0, 2]].abs(), 1.0 / 30.0_f64.sqrt()));
    assert!(close(quadratic[[0, 2, 0]].abs(), 1.0 / 10.0_f64.sqrt()));
    Ok(())
}

#[test]
fn inverted_products_have_the_product_of_the_parities() -> Result<()> {
    let both: Irreps = "0e + 1o".parse()?;
    let reached: Vec<String> = both
        .iter()
        .flat_map(|left| both.iter().map(move |right| left.times(right)))
        .collect::<Result<Vec<_>>>()?
        .concat()
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(reached, ["0e", "1o", "1o", "0e", "1e", "2e"]);
    Ok(())
}
