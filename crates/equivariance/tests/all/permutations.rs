//! What commutes with every permutation of some points: maps between tensors, layers, graphs and their colours.

use equivariance::*;
use ndarray::{Array1, Array2, Array3, ArrayD, ArrayRefD, Axis, Ix2, Ix3, IxDyn, array, s};
use proptest::prelude::*;

/// All permutations of some points.
fn permutations(points: usize) -> Vec<Vec<usize>> {
    let Some(last) = points.checked_sub(1) else {
        return vec![vec![]];
    };
    let insert =
        |of: Vec<usize>| (0..points).map(move |at| [&of[..at], &[last], &of[at..]].concat());
    permutations(last).into_iter().flat_map(insert).collect()
}

fn is_even(permutation: &[usize]) -> bool {
    let pairs = (0..permutation.len()).flat_map(|j| (0..j).map(move |i| (i, j)));
    pairs
        .filter(|(i, j)| permutation[*i] > permutation[*j])
        .count()
        % 2
        == 0
}

/// A permutation of some points that is as random as its seed.
fn shuffled(points: usize, seed: u64) -> Vec<usize> {
    let keys = seeded_noise::<f64, _, _>(points, seed);
    let mut order: Vec<usize> = (0..points).collect();
    order.sort_by(|i, j| keys[*i].total_cmp(&keys[*j]));
    order
}

/// Whole numbers from −8 to 8.
fn whole_numbers(shape: &[usize], seed: u64) -> ArrayD<i64> {
    seeded_noise::<f64, _, _>(IxDyn(shape), seed).mapv(|value| (value * 17.0) as i64 - 8)
}

fn whole(shape: &[usize], seed: u64) -> ArrayD<f64> {
    whole_numbers(shape, seed).mapv(|value| value as f64)
}

/// The number of orbits of a group on the tuples of `positions` points, by going from tuple to tuple.
fn orbits(points: usize, positions: usize, group: &[Vec<usize>]) -> usize {
    let count = points.pow(positions as u32);
    let mut met = vec![false; count];
    let mut orbits = 0;
    for first in 0..count {
        if met[first] {
            continue;
        }
        orbits += 1;
        for permutation in group {
            let (mut rest, mut image, mut place) = (first, 0, 1);
            for _ in 0..positions {
                image += place * permutation[rest % points];
                rest /= points;
                place *= points;
            }
            met[image] = true;
        }
    }
    orbits
}

/// The mean over a group of a function of its elements, which is a whole number for a product of characters.
fn mean(group: &[Vec<usize>], character: impl Fn(&[usize]) -> i64) -> i64 {
    let sum: i64 = group.iter().map(|permutation| character(permutation)).sum();
    assert_eq!(sum % group.len() as i64, 0, "a mean of characters is whole");
    sum / group.len() as i64
}

fn fixed(permutation: &[usize]) -> i64 {
    (0..permutation.len())
        .filter(|i| permutation[*i] == *i)
        .count() as i64
}

fn squared(permutation: &[usize]) -> Vec<usize> {
    permutation
        .iter()
        .map(|image| permutation[*image])
        .collect()
}

/// The rank of some vectors of whole numbers, by elimination modulo a prime that no minor of theirs is a multiple of but by chance.
fn rank(mut rows: Vec<Vec<i64>>) -> usize {
    const PRIME: i64 = 2_147_483_629;
    let inverse = |value: i64| {
        let (mut power, mut result, mut exponent) = (value, 1, PRIME - 2);
        while exponent > 0 {
            if exponent % 2 == 1 {
                result = result * power % PRIME;
            }
            power = power * power % PRIME;
            exponent /= 2;
        }
        result
    };
    let mut rank = 0;
    for column in 0..rows.first().map_or(0, Vec::len) {
        let Some(pivot) = (rank..rows.len()).find(|row| rows[*row][column] % PRIME != 0) else {
            continue;
        };
        rows.swap(rank, pivot);
        let lead = rows[rank].clone();
        let unit = inverse(lead[column].rem_euclid(PRIME));
        for row in &mut rows[rank + 1..] {
            let factor = row[column].rem_euclid(PRIME) * unit % PRIME;
            for (value, lead) in row.iter_mut().zip(&lead) {
                *value = (*value - factor * lead.rem_euclid(PRIME)).rem_euclid(PRIME);
            }
        }
        rank += 1;
    }
    rank
}

const BELL: [usize; 8] = [1, 1, 2, 5, 15, 52, 203, 877];

#[test]
fn partitions_are_counted_by_the_bell_numbers() {
    for (positions, bell) in BELL.into_iter().enumerate() {
        let all = partitions(positions, positions).unwrap();
        assert_eq!(all.len(), bell);
        assert!(all.is_sorted());
        for partition in &all {
            assert_eq!(&Partition::of(partition.classes()), partition);
        }
    }
    let error = TensorMaps::new(3, 6, 5).unwrap_err().to_string();
    assert_eq!(
        error,
        "11 indices have too many partitions to list; at most 10 are possible"
    );
    let error = TensorMaps::new(0, 1, 1).unwrap_err().to_string();
    assert_eq!(error, "there is no point; at least 1 is needed");
}

/// The known numbers, then the number of partitions, of orbits and the mean of characters against each other.
#[test]
fn the_dimension_is_the_same_by_partitions_orbits_and_characters() {
    let dimension = |n, k, l| TensorMaps::new(n, k, l).unwrap().dimension();
    assert_eq!(
        [1, 2, 3, 4, 5].map(|n| dimension(n, 2, 2)),
        [1, 8, 14, 15, 15]
    );
    assert_eq!([1, 2, 3].map(|n| dimension(n, 1, 1)), [1, 2, 2]);
    assert_eq!([1, 2, 3].map(|n| dimension(n, 2, 0)), [1, 2, 2]);
    for points in 1..=6 {
        let group = permutations(points);
        let most = if points < 5 { 6 } else { 4 };
        for (positions, bell) in BELL.into_iter().enumerate().take(most + 1) {
            let expected = orbits(points, positions, &group);
            let power = |permutation: &[usize]| fixed(permutation).pow(positions as u32);
            assert_eq!(mean(&group, power), expected as i64);
            for from in 0..=positions {
                assert_eq!(dimension(points, from, positions - from), expected);
            }
            // Bell numbers count them from n = k + l on, and not before.
            assert_eq!(expected == bell, points >= positions || positions <= 1);
        }
    }
}

/// A matrix that commutes with the even permutations only: an orbit divides in two where at most one point is left out of its
/// classes, since then no odd permutation keeps all of these points in their places.
#[test]
fn even_permutations_leave_more_maps_only_over_few_points() {
    let mut pairs = Vec::new();
    for points in 2..=6 {
        let group: Vec<_> = permutations(points)
            .into_iter()
            .filter(|p| is_even(p))
            .collect();
        for positions in 1..=if points < 5 { 5 } else { 4 } {
            let maps = TensorMaps::new(points, positions, 0).unwrap();
            let divided = maps.partitions().iter().filter(|p| p.count() + 1 >= points);
            let expected = maps.dimension() + divided.count();
            assert_eq!(orbits(points, positions, &group), expected);
            assert_eq!(
                mean(&group, |p| fixed(p).pow(positions as u32)),
                expected as i64
            );
            if positions == 4 {
                pairs.push(expected);
            }
        }
    }
    assert_eq!(pairs, [16, 27, 22, 16, 15]);
}

#[test]
fn each_entry_of_a_matrix_belongs_to_one_orbit() {
    for (points, from, to) in [
        (1, 2, 2),
        (2, 1, 2),
        (3, 2, 2),
        (5, 2, 1),
        (4, 3, 1),
        (3, 0, 2),
    ] {
        let maps = TensorMaps::new(points, from, to).unwrap();
        let mut sum = Array2::zeros([points.pow(to as u32), points.pow(from as u32)]);
        for map in 0..maps.dimension() {
            let orbit = maps.matrix(map, Classes::Distinct).unwrap();
            assert!(
                orbit.iter().any(|entry| *entry == 1.0),
                "an orbit has an entry"
            );
            sum += &orbit;
        }
        assert!(sum.iter().all(|entry| *entry == 1.0));
    }
}

/// The definition, entry by entry: whether the indices of one class are equal, and, if asked for, those of different classes are not.
#[test]
fn an_entry_is_one_where_its_indices_are_equal_as_the_partition_says() {
    for (points, from, to) in [(1, 2, 2), (3, 2, 2), (4, 1, 2), (3, 2, 1), (3, 3, 0)] {
        let maps = TensorMaps::new(points, from, to).unwrap();
        for (map, partition) in maps.partitions().iter().enumerate() {
            let [distinct, free] = [Classes::Distinct, Classes::Free]
                .map(|classes| maps.matrix(map, classes).unwrap());
            let classes = partition.classes();
            let pairs: Vec<_> = (0..classes.len())
                .flat_map(|j| (0..j).map(move |i| (i, j)))
                .collect();
            for (at, index) in ndarray::indices(vec![points; to + from])
                .into_iter()
                .enumerate()
            {
                let equal = |(i, j): &(usize, usize)| index[*i] == index[*j];
                let joined = |(i, j): &(usize, usize)| classes[*i] == classes[*j];
                let here = [at / distinct.ncols(), at % distinct.ncols()];
                assert_eq!(
                    distinct[here] == 1.0,
                    pairs.iter().all(|pair| equal(pair) == joined(pair))
                );
                assert_eq!(
                    free[here] == 1.0,
                    pairs.iter().all(|pair| equal(pair) || !joined(pair))
                );
                assert!(
                    [distinct[here], free[here]]
                        .iter()
                        .all(|entry| [0.0, 1.0].contains(entry))
                );
            }
        }
    }
}

#[test]
fn free_maps_are_a_basis_too() {
    for points in 1..=5 {
        let maps = TensorMaps::new(points, 2, 2).unwrap();
        let row = |map| {
            let matrix = maps.matrix(map, Classes::Free).unwrap();
            matrix.into_iter().map(|entry| entry as i64).collect()
        };
        assert_eq!(
            rank((0..maps.dimension()).map(row).collect()),
            maps.dimension()
        );
    }
}

#[test]
fn what_is_applied_is_the_matrix() {
    for points in 1..=4 {
        for (from, to) in [
            (0, 0),
            (0, 2),
            (1, 1),
            (2, 0),
            (2, 2),
            (1, 3),
            (3, 1),
            (2, 1),
            (3, 2),
        ] {
            let maps = TensorMaps::new(points, from, to).unwrap();
            let input = whole(&vec![points; from], 3);
            let column = input.flatten().to_owned();
            for map in 0..maps.dimension() {
                for classes in [Classes::Distinct, Classes::Free] {
                    let output: ArrayD<f64> = maps.apply(map, classes, &input).unwrap();
                    let expected = maps.matrix(map, classes).unwrap().dot(&column);
                    assert_eq!(
                        output.flatten(),
                        expected,
                        "{from} → {to}, map {map}, {classes:?}"
                    );
                }
            }
        }
    }
}

#[test]
#[rustfmt::skip]
fn the_fifteen_are_what_their_names_say() {
    let relation = array![[1, 2, 4],
                          [8, 16, 32],
                          [64, 128, 256]].into_dyn();
    let diagonal = [1, 16, 256];
    let (rows, columns) = ([7, 56, 448], [73, 146, 292]);
    let maps = partitions(4, 4).unwrap();
    assert_eq!(PairMap::ALL.len(), maps.len());
    let along = |values: [i64; 3]| Array2::from_shape_fn((3, 3), |(i, _)| values[i]);
    let only = |values: [i64; 3]| Array2::from_diag(&ndarray::arr1(&values));
    for (named, partition) in PairMap::ALL.iter().zip(maps) {
        assert_eq!(named.partition(), partition);
        assert_eq!(named.name().parse::<PairMap>().unwrap(), *named);
        let expected = match named {
            PairMap::Diagonal => only(diagonal),
            PairMap::RowSumsOnDiagonal => only(rows),
            PairMap::ColumnSumsOnDiagonal => only(columns),
            PairMap::TraceOnDiagonal => only([273; 3]),
            PairMap::TotalOnDiagonal => only([511; 3]),
            PairMap::DiagonalAlongRows => along(diagonal),
            PairMap::Identity => relation.clone().into_dimensionality::<Ix2>().unwrap(),
            PairMap::RowSumsAlongRows => along(rows),
            PairMap::Transpose => array![[1, 8, 64], [2, 16, 128], [4, 32, 256]],
            PairMap::DiagonalAlongColumns => along(diagonal).reversed_axes(),
            PairMap::RowSumsAlongColumns => along(rows).reversed_axes(),
            PairMap::ColumnSumsAlongRows => along(columns),
            PairMap::ColumnSumsAlongColumns => along(columns).reversed_axes(),
            PairMap::TraceEverywhere => along([273; 3]),
            PairMap::TotalEverywhere => along([511; 3]),
        };
        // Over 3 points the map with four classes is no part of the basis, so its layer computes it.
        let mut weights = Array3::zeros((1, 1, 15));
        weights[[0, 0, PairMap::ALL.iter().position(|of| of == named).unwrap()]] = 1.0;
        let layer = TensorLayer::new((2, 2), weights, array![[0.0, 0.0]]).unwrap();
        let input = relation.mapv(|value| value as f64).insert_axis(Axis(0));
        let output: ArrayD<f64> = layer.forward(&input).unwrap();
        assert_eq!(output.index_axis(Axis(0), 0), expected.mapv(|value| value as f64).into_dyn(), "{named}");
    }
}

/// The character of a space of relations, by the numbers of points that a permutation and its square leave in their places.
fn character(space: PairSpace, permutation: &[usize]) -> i64 {
    let (one, two) = (fixed(permutation), fixed(&squared(permutation)));
    match space {
        PairSpace::All => one * one,
        PairSpace::ZeroDiagonal => one * one - one,
        PairSpace::Symmetric => (one * one + two) / 2,
        PairSpace::SymmetricZeroDiagonal => (one * one + two) / 2 - one,
        PairSpace::Antisymmetric => (one * one - two) / 2,
    }
}

/// A relation as near as can be to a given one, twice as large, in a space.
fn project(space: PairSpace, relation: &Array2<i64>) -> Array2<i64> {
    let mut projected = match space {
        PairSpace::All | PairSpace::ZeroDiagonal => relation * 2,
        PairSpace::Symmetric | PairSpace::SymmetricZeroDiagonal => relation + &relation.t(),
        PairSpace::Antisymmetric => relation - &relation.t(),
    };
    if matches!(
        space,
        PairSpace::ZeroDiagonal | PairSpace::SymmetricZeroDiagonal
    ) {
        projected.diag_mut().fill(0);
    }
    projected
}

#[test]
fn maps_between_relations_with_symmetry_have_the_dimension_of_the_characters() {
    for points in 1..=6 {
        let group = permutations(points);
        for &from in PairSpace::ALL {
            for &to in PairSpace::ALL {
                let expected = mean(&group, |p| character(from, p) * character(to, p));
                let maps = pair_maps(points, from, to).unwrap();
                assert_eq!(
                    maps.len() as i64,
                    expected,
                    "{points} points, {from} → {to}"
                );
            }
        }
    }
}

#[test]
fn maps_between_relations_with_symmetry_stay_between_them() {
    let points = 4;
    let orbits = TensorMaps::new(points, 2, 2).unwrap();
    let apply = |weights: &[i8], input: &Array2<i64>| {
        let mut sum = Array2::<i64>::zeros((points, points));
        for (map, weight) in weights.iter().enumerate() {
            let output: Array2<i64> = orbits.apply(map, Classes::Distinct, input).unwrap();
            sum += &(output * i64::from(*weight));
        }
        sum
    };
    let relation = whole_numbers(&[points, points], 5)
        .into_dimensionality::<Ix2>()
        .unwrap();
    for &from in PairSpace::ALL {
        for &to in PairSpace::ALL {
            let inside = project(from, &relation);
            let beside = &relation * 2 - &inside;
            let maps = pair_maps(points, from, to).unwrap();
            for weights in &maps {
                let output = apply(weights, &inside);
                assert_eq!(project(to, &output), &output * 2, "{from} → {to}");
                assert_eq!(
                    apply(weights, &beside),
                    Array2::<i64>::zeros((points, points))
                );
            }
            let rows = maps
                .iter()
                .map(|weights| weights.iter().map(|w| i64::from(*w)).collect());
            assert_eq!(rank(rows.collect()), maps.len());
        }
    }
}

type Permutation = Vec<usize>;

fn everywhere(_: &Permutation, shape: &[usize]) -> Result<Region> {
    Ok(Region::full(shape))
}

fn act<A: Scalar>(tensor: &ArrayRefD<A>, permutation: &Permutation) -> Result<ArrayD<A>> {
    permute(tensor, 1, permutation)
}

/// A layer of some orders with random weights, whole or not, and the layer with their absolute values.
fn layers<A: Scalar + std::ops::AddAssign>(
    orders: (usize, usize),
    whole: bool,
    seed: u64,
) -> [TensorLayer<A>; 2] {
    let count = |positions: usize| BELL[positions];
    let number = |value: A| {
        let number = (value - A::from_f64(0.5).unwrap()) * A::from_f64(7.0).unwrap();
        if whole { number.round() } else { number }
    };
    let weights: Array3<A> = seeded_noise((2, 3, count(orders.0 + orders.1)), seed).mapv(number);
    let bias: Array2<A> = seeded_noise((2, count(orders.1)), seed + 1).mapv(number);
    [
        TensorLayer::new(orders, weights.clone(), bias.clone()).unwrap(),
        TensorLayer::new(orders, weights.mapv(A::abs), bias.mapv(A::abs)).unwrap(),
    ]
}

fn exact_up_to_rounding<A: Scalar + std::ops::AddAssign>(
    orders: (usize, usize),
    points: usize,
    seed: u64,
) {
    let [layer, absolute] = layers::<A>(orders, false, seed);
    let shape = [vec![3], vec![points; orders.0]].concat();
    let input =
        seeded_noise::<A, _, _>(IxDyn(&shape), seed + 2).mapv(|v| v - A::from_f64(0.5).unwrap());
    let elements: Vec<_> = (0..5).map(|seed| shuffled(points, seed)).collect();
    let error = equivariance_error(
        &input,
        |f| layer.forward(f),
        act,
        act,
        &elements,
        everywhere,
    )
    .unwrap();
    let size: ArrayD<A> = absolute.forward(&input.mapv(A::abs)).unwrap();
    let size = size.iter().map(|v| v.to_f64().unwrap()).fold(0.0, f64::max);
    // The documented bound; the size itself is rounded, and is larger by at most one part in a hundred than it is.
    let steps = points.pow(orders.0 as u32) + 3 * BELL[orders.0 + orders.1] + BELL[orders.1];
    let rounding = steps as f64 * A::epsilon().to_f64().unwrap() / 2.0;
    let bound = 2.0 * rounding / (1.0 - rounding) * size * 1.01;
    assert!(
        error.largest <= bound,
        "{} > {bound} for {orders:?}",
        error.largest
    );
}

proptest! {
    #[test]
    fn each_map_commutes_with_permutations(seed: u64, points in 1..6_usize, from in 0..3_usize, to in 0..3_usize) {
        let maps = TensorMaps::new(points, from, to).unwrap();
        let input = whole_numbers(&vec![points; from], seed);
        let permutation = shuffled(points, seed ^ 1);
        for map in 0..maps.dimension() {
            for classes in [Classes::Distinct, Classes::Free] {
                let first: ArrayD<i64> = maps.apply(map, classes, &permute(&input, 0, &permutation).unwrap()).unwrap();
                let last = permute(&maps.apply(map, classes, &input).unwrap(), 0, &permutation).unwrap();
                prop_assert_eq!(first, last);
            }
        }
    }

    #[test]
    fn permuting_is_a_group_action(seed: u64, points in 1..6_usize) {
        let tensor = whole_numbers(&[2, points, points], seed);
        let (p, q) = (shuffled(points, seed ^ 1), shuffled(points, seed ^ 2));
        let both: Vec<usize> = q.iter().map(|image| p[*image]).collect();
        let in_turn = permute(&permute(&tensor, 1, &q).unwrap(), 1, &p).unwrap();
        prop_assert_eq!(permute(&tensor, 1, &both).unwrap(), in_turn);
    }

    #[test]
    fn layers_commute_with_permutations_exactly_in_whole_numbers(seed in 0..u64::MAX / 2, points in 1..6_usize) {
        let elements = [shuffled(points, seed ^ 1), shuffled(points, seed ^ 2)];
        for orders in [(1, 1), (1, 2), (2, 0), (2, 1), (2, 2)] {
            let [layer, _] = layers::<f64>(orders, true, seed);
            let input = whole(&[vec![3], vec![points; orders.0]].concat(), seed);
            let error = equivariance_error(&input, |f| layer.forward(f), act, act, &elements, everywhere).unwrap();
            prop_assert_eq!(error.largest, 0.0);
            // A network of layers and ReLU commutes as well.
            if orders == (2, 2) {
                let deep = |f: &ArrayRefD<f64>| {
                    let hidden = layer.forward(f)?.mapv(|v| v.max(0.0));
                    layer.forward(&ndarray::concatenate![Axis(0), hidden, hidden.slice(s![..1, .., ..]).into_dyn()])
                };
                let error = equivariance_error(&input, deep, act, act, &elements, everywhere).unwrap();
                prop_assert_eq!(error.largest, 0.0);
            }
        }
    }

    #[test]
    fn layers_commute_with_permutations_up_to_rounding(seed in 0..u64::MAX / 2, points in 2..9_usize) {
        for orders in [(1, 1), (2, 0), (2, 1), (2, 2)] {
            exact_up_to_rounding::<f64>(orders, points, seed);
            exact_up_to_rounding::<f32>(orders, points, seed);
        }
    }

    #[test]
    fn a_product_of_relations_commutes_with_permutations(seed: u64, points in 1..7_usize) {
        let relations = whole(&[1, points, points], seed);
        let cube = |f: &ArrayRefD<f64>| {
            let x = f.index_axis(Axis(0), 0).into_dimensionality::<Ix2>().unwrap();
            Ok(x.dot(&x).dot(&x).insert_axis(Axis(0)).into_dyn())
        };
        let error = equivariance_error(&relations, cube, act, act, &[shuffled(points, seed ^ 1)], everywhere).unwrap();
        prop_assert_eq!(error.largest, 0.0);
    }
}

/// The checker must see it when a map prefers some points to others.
#[test]
fn maps_that_prefer_points_are_rejected() {
    let relation = whole(&[1, 4, 4], 7);
    let elements: Vec<_> = permutations(4);
    let error = |map: &dyn Fn(&ArrayRefD<f64>) -> ArrayD<f64>| {
        equivariance_error(&relation, |f| Ok(map(f)), act, act, &elements, everywhere)
            .unwrap()
            .largest
    };
    assert_eq!(error(&|f| f.to_owned()), 0.0);
    let above = |f: &ArrayRefD<f64>| {
        let mut part = f.to_owned();
        part.indexed_iter_mut()
            .filter(|(index, _)| index[1] > index[2])
            .for_each(|(_, value)| *value = 0.0);
        part
    };
    assert!(
        error(&above) > 0.0,
        "the part above the diagonal depends on the order of the points"
    );
    let next = |f: &ArrayRefD<f64>| {
        let mut moved = f.to_owned();
        moved
            .indexed_iter_mut()
            .for_each(|(index, value)| *value = f[[0, index[1], (index[2] + 1) % 4]]);
        moved
    };
    assert!(
        error(&next) > 0.0,
        "a shift of the columns is a permutation of its own"
    );
    let mut places = TensorMaps::new(4, 2, 2)
        .unwrap()
        .matrix(5, Classes::Distinct)
        .unwrap();
    places[[1, 1]] += 0.5;
    let nearly = |f: &ArrayRefD<f64>| {
        let column = f.flatten().to_owned();
        places
            .dot(&column)
            .into_shape_with_order(IxDyn(&[1, 4, 4]))
            .unwrap()
    };
    assert!(error(&nearly) > 0.0, "one entry of its own is enough");
    // A shift and an exchange that generate all permutations find it too; the shift alone does not.
    let shift = vec![1, 2, 3, 0];
    let by = |elements: &[Vec<usize>]| {
        equivariance_error(&relation, |f| Ok(next(f)), act, act, elements, everywhere)
            .unwrap()
            .largest
    };
    assert_eq!(by(std::slice::from_ref(&shift)), 0.0);
    assert!(by(&[shift, vec![1, 0, 2, 3]]) > 0.0);
}

fn hexagon() -> Graph {
    Graph::cycle(6).unwrap()
}

fn two_triangles() -> Graph {
    let triangle = Graph::cycle(3).unwrap();
    triangle.beside(&triangle)
}

/// Two hexagons that share an edge.
fn decalin() -> Graph {
    let ring: Vec<_> = (0..10).map(|v| [v, (v + 1) % 10]).collect();
    Graph::new(10, &[ring.as_slice(), &[[0, 5]]].concat()).unwrap()
}

/// Two pentagons with an edge between them.
fn bicyclopentyl() -> Graph {
    let pentagon = Graph::cycle(5).unwrap();
    let both = pentagon.beside(&pentagon);
    Graph::new(10, &[both.edges(), &[[0, 5]]].concat()).unwrap()
}

/// Two graphs in which each vertex has three neighbours: a prism, and three points joined to three others.
fn prism_and_three_to_three() -> [Graph; 2] {
    let upright = [[0, 3], [1, 4], [2, 5]];
    let three = (0..3).flat_map(|v| (3..6).map(move |w| [v, w]));
    [
        Graph::new(6, &[two_triangles().edges(), &upright].concat()).unwrap(),
        Graph::new(6, &three.collect::<Vec<_>>()).unwrap(),
    ]
}

fn sorted(mut values: Vec<usize>) -> Vec<usize> {
    values.sort_unstable();
    values
}

/// Whether colour refinement tells two graphs apart.
fn colours_differ(one: &Graph, other: &Graph) -> bool {
    let [one, other] = colour_refinement(&[one, other]).try_into().unwrap();
    sorted(one) != sorted(other)
}

#[test]
fn an_edge_that_is_none_is_named() {
    let error = |edges: &[[usize; 2]]| Graph::new(4, edges).unwrap_err().to_string();
    assert_eq!(
        error(&[[0, 1], [2, 4], [9, 9]]),
        "edge 1, from 2 to 4, leads to nowhere: the 4 vertices are numbered from 0"
    );
    assert_eq!(
        error(&[[5, 5]]),
        "edge 0, from 5 to 5, leads to nowhere: the 4 vertices are numbered from 0"
    );
    assert_eq!(
        error(&[[0, 1], [3, 3]]),
        "edge 1 joins vertex 3 to itself; an edge must join two vertices"
    );
    assert_eq!(
        error(&[[0, 1], [1, 2], [1, 0]]),
        "edge 2, from 1 to 0, is given a second time; once is enough, in either direction"
    );
    assert_eq!(Graph::new(0, &[]).unwrap().vertices(), 0);
    assert_eq!(
        Graph::cycle(2).unwrap_err().to_string(),
        "a cycle of 2 vertices is no graph without loops; at least 3 are needed"
    );
    assert!(Graph::new(2, &[[1, 0]]).unwrap().closed_walks(65).unwrap() == 0);
    let error = Graph::new(3, &[[0, 1], [1, 2], [2, 0]])
        .unwrap()
        .closed_walks(70)
        .unwrap_err()
        .to_string();
    assert_eq!(
        error,
        "the closed walks of length 70 are more than 64 bits can count"
    );
}

#[test]
fn a_permutation_that_is_none_is_named() {
    let points = array![1.0, 2.0, 3.0];
    let error = |permutation: &[usize]| permute(&points, 0, permutation).unwrap_err().to_string();
    assert_eq!(
        error(&[0, 3, 1]),
        "the permutation sends point 1 to 3, but the 3 points are numbered from 0"
    );
    assert_eq!(
        error(&[0, 1, 0]),
        "the permutation sends both 0 and 2 to 0; each point must be reached once"
    );
    assert_eq!(
        error(&[1, 0]),
        "the tensor has shape [3], but [2] is needed"
    );
    assert_eq!(
        permute(&points, 0, &[1, 2, 0]).unwrap(),
        array![3.0, 1.0, 2.0]
    );
    let error = hexagon().renamed(&[0, 1]).unwrap_err().to_string();
    assert_eq!(error, "the permutation has shape [2], but [6] is needed");
}

#[test]
fn bad_layers_and_inputs_are_named() {
    let message = |error: Error| error.to_string();
    let relations = |weights, bias| {
        TensorLayer::<f64>::new((2, 2), Array3::zeros(weights), Array2::zeros(bias))
    };
    assert_eq!(
        message(relations((1, 1, 14), (1, 2)).unwrap_err()),
        "the array of weights has shape [1, 1, 14], but [1, 1, 15] is needed"
    );
    assert_eq!(
        message(relations((1, 1, 15), (1, 1)).unwrap_err()),
        "the array of biases has shape [1, 1], but [1, 2] is needed"
    );
    let none = TensorLayer::<f64>::new((0, 1), Array3::zeros((1, 1, 1)), Array2::zeros((1, 1)));
    assert_eq!(
        message(none.unwrap_err()),
        "inputs of order 0 do not tell how many points there are; the order must be at least 1"
    );
    let layer = relations((1, 2, 15), (1, 2)).unwrap();
    let forward =
        |shape: &[usize]| message(layer.forward::<_, Ix3>(&ArrayD::zeros(shape)).unwrap_err());
    assert_eq!(
        forward(&[1, 3, 3]),
        "the input has shape [1, 3, 3], but [2, 3, 3] is needed"
    );
    assert_eq!(
        forward(&[2, 3, 4]),
        "the input has shape [2, 3, 4], but [2, 3, 3] is needed"
    );
    assert_eq!(
        forward(&[2, 0, 0]),
        "there is no point; at least 1 is needed"
    );
    assert_eq!(forward(&[2]), "the input has 1 axes, but 3 are needed");
    let maps = TensorMaps::new(2, 1, 1).unwrap();
    assert_eq!(
        message(maps.matrix(2, Classes::Free).unwrap_err()),
        "there is no map 2; there are 2, from 0"
    );
    let messages = MessageLayer::new(array![[1.0]], array![[1.0]], array![0.0]).unwrap();
    let error = messages
        .forward(&hexagon(), &Array2::zeros((1, 5)))
        .unwrap_err();
    assert_eq!(
        message(error),
        "the array of features has shape [1, 5], but [1, 6] is needed"
    );
}

#[test]
fn closed_walks_are_the_traces_of_powers() {
    for graph in [hexagon(), two_triangles(), decalin(), bicyclopentyl()] {
        let adjacency = graph.adjacency();
        let mut power = Array2::eye(graph.vertices());
        for length in 0..8 {
            assert_eq!(
                graph.closed_walks(length).unwrap() as f64,
                power.diag().sum()
            );
            power = power.dot(&adjacency);
        }
    }
}

#[test]
fn colours_do_not_depend_on_names() {
    let paw = Graph::new(4, &[[0, 1], [1, 2], [2, 0], [2, 3]]).unwrap();
    let colours = colour_refinement(&[&paw]).remove(0);
    assert_eq!(
        colours
            .iter()
            .collect::<std::collections::BTreeSet<_>>()
            .len(),
        3
    );
    for permutation in permutations(4) {
        let renamed = colour_refinement(&[&paw.renamed(&permutation).unwrap()]).remove(0);
        assert!((0..4).all(|v| renamed[permutation[v]] == colours[v]));
    }
    // It takes a round for each vertex to tell the ends of two long paths from those of a shorter and a longer one.
    let path = |n: usize| Graph::new(n, &(1..n).map(|v| [v - 1, v]).collect::<Vec<_>>()).unwrap();
    assert!(colours_differ(
        &path(6).beside(&path(6)),
        &path(5).beside(&path(7))
    ));
    assert!(!colours_differ(
        &path(5).beside(&path(7)),
        &path(7).beside(&path(5))
    ));
    assert_eq!(colour_refinement(&[]).len(), 0);
}

#[test]
fn colours_and_triangles_tell_the_molecules_apart_only_as_said() {
    let [prism, three_to_three] = prism_and_three_to_three();
    for (one, other, first, walks) in [
        (hexagon(), two_triangles(), 3, [0, 12]),
        (decalin(), bicyclopentyl(), 5, [0, 20]),
        (prism, three_to_three, 3, [12, 0]),
    ] {
        assert_eq!(
            [one.vertices(), one.edges().len()],
            [other.vertices(), other.edges().len()]
        );
        assert!(!colours_differ(&one, &other));
        for length in 0..first {
            assert_eq!(
                one.closed_walks(length).unwrap(),
                other.closed_walks(length).unwrap()
            );
        }
        assert_eq!(
            [&one, &other].map(|graph| graph.closed_walks(first).unwrap()),
            walks
        );
    }
}

/// A network of two layers of the fifteen maps with ReLU, and two numbers read from it. Its weights are whole, so the numbers are exact.
fn fifteen(graph: &Graph, seed: u64) -> Vec<f64> {
    let layer = |orders, maps, biases, channels: (usize, usize), seed| {
        let weights = whole(&[channels.1, channels.0, maps], seed)
            .into_dimensionality()
            .unwrap();
        let bias = whole(&[channels.1, biases], seed + 1)
            .into_dimensionality()
            .unwrap();
        TensorLayer::new(orders, weights, bias).unwrap()
    };
    let relu = |tensor: ArrayD<f64>| tensor.mapv(|value| value.max(0.0));
    let adjacency = graph.adjacency().insert_axis(Axis(0)).into_dyn();
    let hidden = relu(
        layer((2, 2), 15, 2, (1, 3), seed)
            .forward(&adjacency)
            .unwrap(),
    );
    let hidden = relu(
        layer((2, 2), 15, 2, (3, 3), seed + 2)
            .forward(&hidden)
            .unwrap(),
    );
    let read: Array1<f64> = layer((2, 0), 2, 1, (3, 2), seed + 4)
        .forward(&hidden)
        .unwrap();
    read.to_vec()
}

/// Two layers of message passing with ReLU, and the sum over all vertices.
fn messages(graph: &Graph, seed: u64) -> Vec<f64> {
    let matrix =
        |shape: [usize; 2], seed| whole(&shape, seed).into_dimensionality::<Ix2>().unwrap();
    let layer = |shape: [usize; 2], seed| {
        let bias = matrix([1, shape[0]], seed + 2).row(0).to_owned();
        MessageLayer::new(matrix(shape, seed), matrix(shape, seed + 1), bias).unwrap()
    };
    let hidden = layer([3, 1], seed)
        .forward(graph, &Array2::ones((1, graph.vertices())))
        .unwrap();
    let hidden = layer([3, 3], seed + 3)
        .forward(graph, &hidden.mapv(|v| v.max(0.0)))
        .unwrap();
    hidden.mapv(|v| v.max(0.0)).sum_axis(Axis(1)).to_vec()
}

#[test]
fn neither_messages_nor_the_fifteen_tell_apart_what_colours_do_not() {
    let [prism, three_to_three] = prism_and_three_to_three();
    let alike = [
        (hexagon(), two_triangles()),
        (decalin(), bicyclopentyl()),
        (prism, three_to_three),
    ];
    let path = Graph::new(6, &[[0, 1], [1, 2], [2, 3], [3, 4], [4, 5]]).unwrap();
    let star = Graph::new(6, &[[0, 1], [0, 2], [0, 3], [0, 4], [0, 5]]).unwrap();
    assert!(colours_differ(&path, &star));
    for network in [fifteen, messages] {
        let (mut differ, mut alive) = (0, 0);
        for seed in (0..20).map(|seed| 10 * seed) {
            for (one, other) in &alike {
                assert_eq!(network(one, seed), network(other, seed));
                alive += usize::from(network(one, seed)[0] != network(&path, seed)[0]);
            }
            differ += usize::from(network(&path, seed) != network(&star, seed));
        }
        assert!(
            differ > 10,
            "networks of this kind see a difference where there is one: {differ} of 20"
        );
        assert!(
            alive > 30,
            "their outputs depend on the graph: {alive} of 60"
        );
    }
}

#[test]
fn messages_on_the_complete_graph_are_the_layer_of_sets() {
    for points in 1..6 {
        let edges: Vec<_> = (0..points)
            .flat_map(|v| (0..v).map(move |w| [v, w]))
            .collect();
        let complete = Graph::new(points, &edges).unwrap();
        let features = whole(&[1, points], 3).into_dimensionality::<Ix2>().unwrap();
        let messages = MessageLayer::new(array![[5.0]], array![[3.0]], array![1.0]).unwrap();
        let sets = TensorLayer::new((1, 1), array![[[2.0, 3.0]]], array![[1.0]]).unwrap();
        let expected = sets.forward(&features.clone().into_dyn()).unwrap();
        assert_eq!(
            messages.forward(&complete, &features).unwrap().into_dyn(),
            expected
        );
    }
}

/// A graph and its features as one stack of relations, so that one permutation acts on both: first the adjacency, then the features
/// on diagonals.
fn heard(layer: &MessageLayer<f64>, stack: &ArrayRefD<f64>) -> Result<ArrayD<f64>> {
    let points = stack.shape()[1];
    let edges: Vec<_> = stack
        .index_axis(Axis(0), 0)
        .indexed_iter()
        .filter(|(index, value)| index[0] < index[1] && **value != 0.0)
        .map(|(index, _)| [index[0], index[1]])
        .collect();
    let features = Array2::from_shape_fn((stack.shape()[0] - 1, points), |(c, v)| {
        stack[[c + 1, v, v]]
    });
    Ok(layer
        .forward(&Graph::new(points, &edges)?, &features)?
        .into_dyn())
}

fn stack(graph: &Graph, features: &Array2<f64>) -> ArrayD<f64> {
    let points = graph.vertices();
    let adjacency = graph.adjacency();
    ArrayD::from_shape_fn(
        IxDyn(&[features.nrows() + 1, points, points]),
        |index| match index[0] {
            0 => adjacency[[index[1], index[2]]],
            channel if index[1] == index[2] => features[[channel - 1, index[1]]],
            _ => 0.0,
        },
    )
}

#[test]
fn messages_commute_with_renaming() {
    let layer = MessageLayer::new(array![[2.0, -3.0]], array![[5.0, 1.0]], array![7.0]).unwrap();
    let elements: Vec<_> = (0..20).map(|seed| shuffled(10, seed)).collect();
    let error = |features: &Array2<f64>, map: &dyn Fn(&ArrayRefD<f64>) -> Result<ArrayD<f64>>| {
        let input = stack(&decalin(), features);
        equivariance_error(&input, map, act, act, &elements, everywhere)
            .unwrap()
            .largest
    };
    let features = whole(&[2, 10], 1).into_dimensionality::<Ix2>().unwrap();
    assert_eq!(error(&features, &|f| heard(&layer, f)), 0.0);
    // Sums of at most 3 neighbours, 5 terms and 2 channels of numbers below 1, with weights of at most 5: rounding only.
    let noise = seeded_noise((2, 10), 1);
    let rounding = error(&noise, &|f| heard(&layer, f));
    assert!(rounding <= 40.0 * 10.0 * f64::EPSILON, "{rounding}");
    // A weight for each vertex by its number is no longer the same for all.
    let numbered = |f: &ArrayRefD<f64>| {
        let mut output = heard(&layer, f)?;
        output
            .indexed_iter_mut()
            .for_each(|(index, value)| *value *= index[1] as f64);
        Ok(output)
    };
    assert!(error(&features, &numbered) > 0.0);
}

/// Tensors of some order as a representation by permutations of their entries.
fn tensors<G: Group<Element = Vec<usize>>>(
    group: G,
    points: usize,
    order: usize,
) -> Representation<G> {
    let trivial = Representation::trivial(group.clone());
    let one = Representation::permutation(group, points, |p, i| p[i]).unwrap();
    (0..order).fold(trivial, |product, _| product.tensor_product(&one).unwrap())
}

#[test]
fn the_maps_are_the_commutant() {
    for points in 1..=5 {
        let group = Symmetric::new(points).unwrap();
        for (from, to) in [(1, 1), (0, 2), (2, 1), (2, 2)] {
            let [domain, codomain] = [from, to].map(|order| tensors(group, points, order));
            let maps = TensorMaps::new(points, from, to).unwrap();
            assert_eq!(
                commutant_dimension(&domain, &codomain).unwrap(),
                maps.dimension()
            );
            // Both bases are orbits, one with entries 1 and one of norm 1, so they agree but for the order.
            let basis = commutant(&domain, &codomain).unwrap();
            assert_eq!(basis.len(), maps.dimension());
            let mut orbits: Vec<_> = (0..maps.dimension())
                .map(|map| maps.matrix(map, Classes::Distinct).unwrap())
                .collect();
            for map in basis {
                let orbit = map.mapv(|entry| f64::from(u8::from(entry != 0.0)));
                let at = orbits
                    .iter()
                    .position(|other| *other == orbit)
                    .expect("it is one of the orbits");
                orbits.swap_remove(at);
            }
        }
    }
}

#[test]
fn the_commutant_of_even_permutations_is_larger_over_few_points() {
    for (points, sets, pairs) in [(1, 1, 1), (2, 4, 16), (3, 3, 27), (4, 2, 22), (5, 2, 16)] {
        let group = Alternating::new(points).unwrap();
        for (order, expected) in [(1, sets), (2, pairs)] {
            let space = tensors(group, points, order);
            assert_eq!(commutant_dimension(&space, &space).unwrap(), expected);
            assert_eq!(commutant(&space, &space).unwrap().len(), expected);
        }
    }
}

/// An orthonormal basis of a space of relations, as rows over the n² pairs.
fn basis(space: PairSpace, n: usize) -> Array2<f64> {
    let mut rows: Vec<Array1<f64>> = Vec::new();
    let mut add = |entries: &[(usize, usize, f64)]| {
        let mut row = Array1::zeros(n * n);
        entries
            .iter()
            .for_each(|(i, j, value)| row[i * n + j] = *value);
        rows.push(row);
    };
    let half = 0.5_f64.sqrt();
    for i in 0..n {
        if matches!(space, PairSpace::All | PairSpace::Symmetric) {
            add(&[(i, i, 1.0)]);
        }
        for j in 0..i {
            match space {
                PairSpace::All | PairSpace::ZeroDiagonal => {
                    add(&[(i, j, 1.0)]);
                    add(&[(j, i, 1.0)]);
                }
                PairSpace::Symmetric | PairSpace::SymmetricZeroDiagonal => {
                    add(&[(i, j, half), (j, i, half)])
                }
                PairSpace::Antisymmetric => add(&[(i, j, half), (j, i, -half)]),
            }
        }
    }
    let rows: Vec<_> = rows.iter().map(|row| row.view()).collect();
    ndarray::stack(Axis(0), &rows).unwrap()
}

/// Here the representations are matrices, so the commutant is a null space.
#[test]
fn maps_between_relations_with_symmetry_are_the_commutant_of_matrices() {
    for points in 2..=4 {
        let group = Symmetric::new(points).unwrap();
        let all = tensors(group, points, 2);
        let spaces: Vec<_> = PairSpace::ALL
            .iter()
            .map(|space| {
                let basis = basis(*space, points);
                let matrices = group
                    .generators()
                    .into_iter()
                    .map(|p| Image::Matrix(basis.dot(&all.matrix(&p).unwrap()).dot(&basis.t())));
                Representation::new(group, matrices.collect()).unwrap()
            })
            .collect();
        for (from, domain) in PairSpace::ALL.iter().zip(&spaces) {
            for (to, codomain) in PairSpace::ALL.iter().zip(&spaces) {
                let expected = pair_maps(points, *from, *to).unwrap().len();
                assert_eq!(
                    commutant(domain, codomain).unwrap().len(),
                    expected,
                    "{points} points, {from} → {to}"
                );
                assert_eq!(commutant_dimension(domain, codomain).unwrap(), expected);
            }
        }
    }
}
