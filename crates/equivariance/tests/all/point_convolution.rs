//! Convolutions over points in space: their laws, their paths, and the eight pieces of four cubes.

use equivariance::*;
use ndarray::{Array1, Array2, array};

/// Random points in a cube of side 2, and the edges between those that are at most 1.2 apart.
fn cloud<A: Scalar>(count: usize, seed: u64) -> Result<(Array2<A>, Graph)> {
    let noise: Array2<A> = seeded_noise((count, 3), seed);
    let points = noise.mapv(|value| value + value);
    let radius = A::from_f64(1.2).unwrap();
    let graph = radius_graph(&points, radius)?;
    Ok((points, graph))
}

/// The points after x ↦ R x, or −R x, and a shift.
fn moved<A: Scalar>(
    points: &Array2<A>,
    rotation: &Rotation<A>,
    inverted: bool,
    shift: [A; 3],
) -> Array2<A> {
    let mut moved = points.clone();
    for mut point in moved.rows_mut() {
        let turned = rotation.apply([point[0], point[1], point[2]]);
        for axis in 0..3 {
            let turned = if inverted {
                -turned[axis]
            } else {
                turned[axis]
            };
            point[axis] = turned + shift[axis];
        }
    }
    moved
}

/// By how much moving points and features first differs from moving the output, over some random motions, relative to the
/// largest number of the output. `told` is how the features are said to be turned.
fn error_of<A: Scalar>(
    layer: &PointConvolution<A>,
    told: &Irreps,
    inverted: bool,
    seed: u64,
) -> Result<f64> {
    let (points, graph) = cloud::<A>(7, seed)?;
    let features: Array2<A> = seeded_noise((7, layer.from().dimension()), seed + 1);
    let rotation = Rotation::random(seed + 2);
    let shift = seeded_noise::<A, _, _>(3, seed + 3);
    let after = moved(&points, &rotation, inverted, [shift[0], shift[1], shift[2]]);
    let left = layer.forward(
        &graph,
        &after,
        &turned(&features, &told.matrix(&rotation, inverted)),
    )?;
    let right = turned(
        &layer.forward(&graph, &points, &features)?,
        &layer.to().matrix(&rotation, inverted),
    );
    let size = right
        .iter()
        .fold(A::zero(), |size, value| size.max(value.abs()));
    let pairs = left.iter().zip(&right);
    let largest = pairs.fold(A::zero(), |largest, (a, b)| largest.max((*a - *b).abs()));
    Ok((largest / size).to_f64().unwrap())
}

/// Each row multiplied by a matrix.
fn turned<A: Scalar>(features: &Array2<A>, matrix: &Array2<A>) -> Array2<A> {
    let entry = |(row, column): (usize, usize)| {
        let products = matrix.row(column).into_iter().zip(features.row(row));
        products.fold(A::zero(), |sum, (a, b)| sum + *a * *b)
    };
    Array2::from_shape_fn(features.dim(), entry)
}

fn weighted<A: Scalar>(from: &str, degree: usize, to: &str) -> Result<PointConvolution<A>> {
    let harmonics = ["0e", "0e + 1o", "0e + 1o + 2e", "0e + 1o + 2e + 3o"][degree];
    let product = TensorProduct::new(from.parse()?, harmonics.parse()?, to.parse()?)?;
    let weights: Array1<A> = seeded_noise(product.weights(), 5);
    PointConvolution::new(from.parse()?, degree, to.parse()?, weights)
}

const LAYERS: [(&str, usize, &str); 4] = [
    ("0e", 1, "0e + 1o"),
    ("2x0e + 1o + 1e", 2, "0e + 0o + 2x1o + 1e + 2e"),
    ("0o + 2x1e", 3, "2x0o + 0e + 2o + 3e"),
    ("1o + 2e", 2, "0e + 0o + 3o + 2o"),
];

/// For features and harmonics of at most degree 3, and fewer than 10 neighbours.
const ROUNDING: [f64; 2] = [2e-14, 5e-6];

fn worst<A: Scalar>() -> Result<f64> {
    let mut worst = 0.0_f64;
    for (from, degree, to) in LAYERS {
        let layer = weighted::<A>(from, degree, to)?;
        for seed in 0..20 {
            for inverted in [false, true] {
                worst = worst.max(error_of(&layer, layer.from(), inverted, 10 * seed)?);
            }
        }
    }
    Ok(worst)
}

#[test]
fn layer_commutes_with_rotations_mirror_images_and_shifts() -> Result<()> {
    let (double, single) = (worst::<f64>()?, worst::<f32>()?);
    assert!(double < ROUNDING[0], "{double:e}");
    assert!(single < ROUNDING[1], "{single:e}");
    assert!(single > ROUNDING[0], "f32 was computed in f64: {single:e}");
    Ok(())
}

/// The check notices features that are turned in another way than the layer believes.
#[test]
fn features_of_another_type_do_not_commute() -> Result<()> {
    let layer = weighted::<f64>("1o", 2, "1e + 2o + 0e")?;
    assert!(error_of(&layer, &"1o".parse()?, true, 1)? < ROUNDING[0]);
    assert!(error_of(&layer, &"1e".parse()?, true, 1)? > 0.1);
    assert!(error_of(&layer, &"3x0o".parse()?, false, 1)? > 0.1);
    Ok(())
}

#[test]
fn renaming_the_points_renames_the_features() -> Result<()> {
    let (points, graph) = cloud::<f64>(9, 3)?;
    let layer = weighted::<f64>("0e + 1o", 2, "0e + 1e + 2e")?;
    let features: Array2<f64> = seeded_noise((9, 4), 4);
    let permutation = [3, 8, 0, 1, 7, 2, 6, 4, 5];
    let renamed = |array: &Array2<f64>| {
        let mut renamed = array.clone();
        for (from, to) in permutation.into_iter().enumerate() {
            renamed.row_mut(to).assign(&array.row(from));
        }
        renamed
    };
    let left = layer.forward(
        &graph.renamed(&permutation)?,
        &renamed(&points),
        &renamed(&features),
    )?;
    let right = renamed(&layer.forward(&graph, &points, &features)?);
    assert!((left - right).iter().all(|value| value.abs() < 1e-12));
    assert_eq!(
        radius_graph(&renamed(&points), 1.2)?,
        graph.renamed(&permutation)?
    );
    Ok(())
}

/// Every layer with weights is the one of all paths with a linear map behind it: as many dimensions as there are weights.
#[test]
fn all_paths_are_those_of_a_layer_with_weights() -> Result<()> {
    let types = [
        ("0e", 1, "0e + 1o"),
        ("0e + 1o", 1, "2x0e + 2x1o + 1e + 2e"),
        ("0e + 1o", 2, "2x0e + 3x1o + 1e + 2x2e + 2o + 3o"),
        (
            "2x0e + 1e",
            2,
            "2x0e + 2x1e + 3x1o + 3x2e + 1x2o + 1x3e + 1x0o",
        ),
    ];
    for (from, degree, to) in types {
        let layer = PointConvolution::<f64>::of_all_paths(from.parse()?, degree, |_| true)?;
        let sorted = |irreps: &Irreps| {
            let mut all: Vec<_> = irreps.iter().collect();
            all.sort();
            all
        };
        assert_eq!(sorted(layer.to()), sorted(&to.parse()?), "{from}, {degree}");
        for &(copies, irrep) in layer.to().terms() {
            let one = Irreps::new(vec![(1, irrep)])?;
            let harmonics = ["0e", "0e + 1o", "0e + 1o + 2e"][degree].parse()?;
            let product = TensorProduct::new(from.parse()?, harmonics, one)?;
            assert_eq!(product.weights(), copies);
        }
    }
    Ok(())
}

#[test]
fn features_of_all_paths_are_independent() -> Result<()> {
    let layer = PointConvolution::<f64>::of_all_paths("0e + 1o".parse()?, 2, |_| true)?;
    let mut rows = Vec::new();
    for seed in 0..20 {
        let (points, graph) = cloud::<f64>(6, 3 * seed)?;
        let features: Array2<f64> = seeded_noise((6, 4), 3 * seed + 1);
        rows.extend(layer.forward(&graph, &points, &features)?);
    }
    let samples = Array2::from_shape_vec((120, layer.to().dimension()), rows).unwrap();
    assert_eq!(null_space(&samples)?.len(), 0);
    Ok(())
}

#[test]
fn types_that_are_not_kept_are_left_out() -> Result<()> {
    let from: Irreps = "0e + 1o".parse()?;
    let natural = |irrep: Irrep| Irrep::of_harmonics(irrep.degree()).is_ok_and(|it| it == irrep);
    let layer = PointConvolution::<f64>::of_all_paths(from.clone(), 1, |irrep| {
        irrep.degree() < 2 && natural(irrep)
    })?;
    assert_eq!(layer.to().to_string(), "2x0e + 2x1o");
    let high = PointConvolution::<f64>::of_all_paths("10e".parse()?, 1, |_| true)?;
    assert_eq!(high.to().to_string(), "9o + 10e + 10o");
    assert!(PointConvolution::<f64>::of_all_paths(from, 1, |_| false).is_err());
    Ok(())
}

/// The features of the pieces in a pose of their own, of two layers over neighbours after the first.
fn features(
    piece: Tetromino,
    degree: usize,
    seed: u64,
    inverted: bool,
) -> Result<(Irreps, Array1<f64>)> {
    let shift = seeded_noise::<f64, _, _>(3, seed + 1);
    let points = moved(
        &piece.points(),
        &Rotation::random(seed),
        inverted,
        [shift[0], shift[1], shift[2]],
    );
    let graph = radius_graph(&points, 1.1)?;
    let mut features = Array2::ones((4, 1));
    let mut irreps: Irreps = "0e".parse()?;
    for most in [degree, degree, 0] {
        let layer = PointConvolution::of_all_paths(irreps, degree, |irrep| irrep.degree() <= most)?;
        features = layer.forward(&graph, &points, &features)?;
        irreps = layer.to().clone();
    }
    Ok((irreps, features.sum_axis(ndarray::Axis(0))))
}

#[test]
fn sums_over_a_piece_do_not_depend_on_its_pose() -> Result<()> {
    for degree in 1..=2 {
        for &piece in Tetromino::ALL {
            let (irreps, upright) = features(piece, degree, 0, false)?;
            for seed in 1..30 {
                for inverted in [false, true] {
                    let (_, mut posed) = features(piece, degree, 2 * seed, inverted)?;
                    if inverted {
                        for (value, irrep) in posed.iter_mut().zip(irreps.iter()) {
                            *value *= irrep.parity().sign();
                        }
                    }
                    let change = (&posed - &upright).mapv(f64::abs);
                    assert!(
                        change.iter().all(|value| *value < 1e-12),
                        "{piece}: {change}"
                    );
                }
            }
        }
    }
    Ok(())
}

/// A linear read-out needs degree 2: with degree 1 the best one, with a constant, leaves 2.41 of a sum of 8 squares.
#[test]
fn linear_read_out_tells_the_pieces_apart_from_degree_2_on() -> Result<()> {
    let mut targets = Array2::zeros((8, 6));
    for piece in 2..8 {
        targets[[piece, piece - 2]] = 1.0;
    }
    let mut found = Vec::new();
    for degree in 1..=2 {
        let (mut even, mut odd) = (Vec::new(), Vec::new());
        for (number, &piece) in Tetromino::ALL.iter().enumerate() {
            let (irreps, values) = features(piece, degree, 7 * number as u64, false)?;
            let split = irreps.iter().filter(|irrep| irrep.parity() == Parity::Even);
            let (left, right) = values.as_slice().unwrap().split_at(split.count());
            even.extend(left);
            even.push(1.0);
            odd.extend(right);
        }
        let matrix =
            |values: Vec<f64>| Array2::from_shape_vec((8, values.len() / 8), values).unwrap();
        let fit = least_squares(&matrix(even), &targets)?;
        let screws = array![[1.0], [-1.0], [0.0], [0.0], [0.0], [0.0], [0.0], [0.0]];
        let odd = least_squares(&matrix(odd), &screws)?;
        assert!(odd.loss < 1e-24 && odd.rank == 1);
        found.push((fit.rank, fit.loss));
    }
    assert!(
        found[0].0 == 4 && (found[0].1 - 2.4106).abs() < 1e-4,
        "{found:?}"
    );
    assert!(found[1].0 == 7 && found[1].1 < 1e-24, "{found:?}");
    Ok(())
}

#[test]
fn pieces_are_four_cubes_joined_and_all_different() -> Result<()> {
    let mut seen = Vec::new();
    for &piece in Tetromino::ALL {
        assert_eq!(piece.name().parse::<Tetromino>()?, piece);
        let graph = radius_graph(&piece.points::<f64>(), 1.0)?;
        let mut reached = vec![0];
        for next in 0..4 {
            let from = *reached.get(next).expect("joined");
            let new = graph
                .neighbours(from)
                .iter()
                .filter(|to| !reached.contains(to));
            reached.extend(new.copied().collect::<Vec<_>>());
        }
        // All turns of the cubes, shifted to the least coordinates and sorted.
        let poses: Vec<_> = Rotation::<f64>::octahedral()
            .iter()
            .map(|turn| pose(piece, turn))
            .collect();
        assert!(!seen.contains(&poses[0]), "{piece}");
        seen.extend(poses);
    }
    Ok(())
}

fn pose(piece: Tetromino, turn: &Rotation<f64>) -> Vec<[i32; 3]> {
    let cubes = piece.cubes().map(|cube| {
        turn.apply(cube.map(f64::from))
            .map(|value| value.round() as i32)
    });
    let least = [0, 1, 2].map(|axis| cubes.iter().map(|cube| cube[axis]).min().unwrap());
    let mut cubes: Vec<_> = cubes
        .iter()
        .map(|cube| [0, 1, 2].map(|axis| cube[axis] - least[axis]))
        .collect();
    cubes.sort_unstable();
    cubes
}

#[test]
fn screws_are_mirror_images() {
    let mirrored: Vec<_> = Tetromino::RightScrew
        .cubes()
        .iter()
        .map(|[x, y, z]| [*x, *y, -z])
        .collect();
    assert_eq!(mirrored, Tetromino::LeftScrew.cubes());
}

#[test]
fn bad_input_is_one_error_that_says_what_is_wrong() -> Result<()> {
    let layer = PointConvolution::<f64>::of_all_paths("0e".parse()?, 1, |_| true)?;
    let points = Tetromino::Line.points::<f64>();
    let graph = radius_graph(&points, 1.1)?;
    let ones = Array2::ones((4, 1));
    let told = |graph: &Graph, points: &Array2<f64>, features: &Array2<f64>| {
        layer
            .forward(graph, points, features)
            .unwrap_err()
            .to_string()
    };
    let mut at_one_place = points.clone();
    at_one_place[[2, 2]] = 1.0;
    assert_eq!(
        told(&graph, &at_one_place, &ones),
        "points 1 and 2 are neighbours at one place, so neither has a direction from the other"
    );
    let mut bad = points.clone();
    bad[[3, 0]] = f64::NAN;
    assert_eq!(
        told(&graph, &bad, &ones),
        "the coordinate of the points at [3, 0] is NaN; a finite number is needed"
    );
    assert!(radius_graph(&bad, 1.0).is_err());
    assert!(told(&Graph::cycle(3)?, &points, &ones).contains("vertices of the graph"));
    assert!(told(&graph, &points, &Array2::ones((4, 2))).contains("[4, 1]"));
    assert!(told(&graph, &Array2::ones((4, 2)), &ones).contains("[4, 3]"));
    for radius in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        let error = radius_graph(&points, radius).unwrap_err().to_string();
        assert_eq!(
            error,
            format!("the radius is {radius}; it must be positive and finite")
        );
    }
    let error = |degree, weights: Array1<f64>| {
        let made = PointConvolution::new("0e".parse()?, degree, "0e".parse()?, weights);
        Ok::<_, Error>(made.unwrap_err().to_string())
    };
    assert_eq!(
        error(12, array![1.0])?,
        "degree 12 is too high; the degrees are 0 to 10"
    );
    assert!(error(usize::MAX, array![])?.contains("too high"));
    assert!(error(2, array![1.0, 2.0])?.contains("weights"));
    // Far apart, and beyond the largest number: no neighbours, and no panic.
    let far = array![[1e308, 0.0, 0.0], [-1e308, 0.0, 0.0]];
    assert_eq!(radius_graph(&far, 1.0)?.edges().len(), 0);
    let pair = Graph::new(2, &[[0, 1]])?;
    assert!(layer.forward(&pair, &far, &Array2::ones((2, 1))).is_err());
    Ok(())
}

#[test]
fn one_weight_sends_the_direction_of_the_neighbour() -> Result<()> {
    let layer = PointConvolution::<f64>::new("0e".parse()?, 1, "1o".parse()?, array![2.0])?;
    let points = array![[1.0, 1.0, 1.0], [1.0, 4.0, 5.0]];
    let sent = layer.forward(&Graph::new(2, &[[0, 1]])?, &points, &array![[5.0], [7.0]])?;
    let length = 3.0_f64.sqrt();
    let expected = array![
        [0.0, 14.0 * length * 0.6, 14.0 * length * 0.8],
        [0.0, -10.0 * length * 0.6, -10.0 * length * 0.8],
    ];
    for (sent, expected) in sent.iter().zip(&expected) {
        assert!(
            (sent - expected).abs() <= 1e-13,
            "{sent} and not {expected}"
        );
    }
    Ok(())
}
