//! Quarter turns and mirror images: the laws of the group layers, to the last bit, and where they do not hold.

use equivariance::*;
use ndarray::{
    Array, Array1, Array2, Array3, Array4, Array5, ArrayRef, ArrayRef3, Axis, Dimension, array, s,
};
use proptest::prelude::*;

const GROUPS: [PointGroup; 2] = [PointGroup::C4, PointGroup::D4];
const R: SquareSymmetry = SquareSymmetry::QUARTER_TURN;
const M: SquareSymmetry = SquareSymmetry::MIRROR;

/// The bits of every value; a zero and its negative are two values.
fn bits<A: Scalar, D: Dimension>(array: &ArrayRef<A, D>) -> Vec<u64> {
    let exact = |value: &A| value.to_f64().unwrap().to_bits();
    array.iter().map(exact).collect()
}

/// Numbers around 0.
fn noise<A: Scalar, D: Dimension>(
    shape: impl ndarray::ShapeBuilder<Dim = D>,
    seed: u64,
) -> Array<A, D> {
    seeded_noise::<A, _, _>(shape, seed).mapv_into(|v| v - A::from_f64(0.5).unwrap())
}

/// Small whole numbers, whose sums are exact in any order.
fn whole<D: Dimension>(shape: impl ndarray::ShapeBuilder<Dim = D>, seed: u64) -> Array<f64, D> {
    seeded_noise::<f64, _, _>(shape, seed).mapv_into(|v| (v * 19.0).floor() - 9.0)
}

fn lifting<A: Scalar>(group: PointGroup, k: usize, options: Options) -> LiftingLayer<A> {
    LiftingLayer::new(group, noise((3, 2, k, k), 1), noise(3, 2), options).unwrap()
}

fn within<A: Scalar>(group: PointGroup, k: usize, options: Options) -> GroupLayer<A> {
    let weights = noise((3, 2, group.order(), k, k), 3);
    GroupLayer::new(group, weights, noise(3, 4), options).unwrap()
}

fn projection<A: Scalar>(group: PointGroup, k: usize, options: Options) -> ProjectionLayer<A> {
    ProjectionLayer::new(group, noise((3, 2, k, k), 5), noise(3, 6), options).unwrap()
}

/// Checks every layer and every element of both groups on pictures of this size.
fn all_layers_obey_the_law<A: Scalar>(n: usize, k: usize, options: Options) {
    for group in GROUPS {
        let picture: Array3<A> = noise((2, n, n), 7);
        let maps: Array4<A> = noise((2, group.order(), n, n), 8);
        let (lift, group_layer) = (lifting(group, k, options), within(group, k, options));
        let project = projection(group, k, options);
        for h in group.elements() {
            let context = format!("{group} {h} n={n} k={k} {options:?}");
            let (turned, moved) = (h.act(&picture).unwrap(), group.act(h, &maps).unwrap());
            let first = lift.forward(&turned).unwrap();
            let last = group.act(h, &lift.forward(&picture).unwrap()).unwrap();
            assert_eq!(bits(&first), bits(&last), "lifting {context}");
            let first = group_layer.forward(&moved).unwrap();
            let last = group.act(h, &group_layer.forward(&maps).unwrap()).unwrap();
            assert_eq!(bits(&first), bits(&last), "group to group {context}");
            let first = project.forward(&moved).unwrap();
            let last = h.act(&project.forward(&maps).unwrap()).unwrap();
            assert_eq!(bits(&first), bits(&last), "projection {context}");
        }
    }
}

#[test]
fn a_quarter_turn_goes_counter_clockwise_and_a_mirror_image_exchanges_left_and_right() {
    let picture = array![[1, 2, 3], [4, 5, 6], [7, 8, 9]];
    assert_eq!(
        R.act(&picture).unwrap(),
        array![[3, 6, 9], [2, 5, 8], [1, 4, 7]]
    );
    assert_eq!(
        M.act(&picture).unwrap(),
        array![[3, 2, 1], [6, 5, 4], [9, 8, 7]]
    );
    // First the mirror image, then the turn.
    let both = SquareSymmetry::new(1, true);
    assert_eq!(
        both.act(&picture).unwrap(),
        array![[1, 4, 7], [2, 5, 8], [3, 6, 9]]
    );
    assert_eq!(R.compose(M), both);
    // What stands before the last two axes stays.
    let stack = Array::from_shape_fn((2, 3, 4, 4), |(a, b, i, j)| 1000 * a + 100 * b + 10 * i + j);
    let turned = R.act(&stack).unwrap();
    assert!(turned.is_standard_layout());
    for ((a, b, i, j), value) in turned.indexed_iter() {
        assert_eq!(*value, stack[[a, b, j, 3 - i]]);
    }
}

#[test]
fn the_symmetries_of_the_square_are_groups_that_act() {
    for n in [1, 2, 5, 6] {
        let picture = Array2::from_shape_fn((n, n), |(i, j)| n * i + j);
        for (group, g) in GROUPS
            .iter()
            .flat_map(|group| group.elements().into_iter().map(move |g| (*group, g)))
        {
            assert_eq!(group.elements()[group.index(&g)], g);
            assert_eq!(g.compose(g.inverse()), SquareSymmetry::IDENTITY);
            assert_eq!(g.inverse().compose(g), SquareSymmetry::IDENTITY);
            for h in group.elements() {
                let product = g.compose(h);
                assert!(group.contains(&product));
                let one_by_one = g.act(&h.act(&picture).unwrap()).unwrap();
                assert_eq!(product.act(&picture).unwrap(), one_by_one, "{g}·{h}");
                let maps =
                    Array4::from_shape_fn((2, group.order(), n, n), |(c, g, i, j)| [c, g, i, j]);
                let one_by_one = group.act(g, &group.act(h, &maps).unwrap()).unwrap();
                assert_eq!(
                    group.act(product, &maps).unwrap(),
                    one_by_one,
                    "{group} {g}·{h}"
                );
            }
        }
        // No two elements act alike on a picture that is large enough.
        let images: std::collections::BTreeSet<_> = PointGroup::D4
            .elements()
            .iter()
            .map(|g| g.act(&picture).unwrap().into_raw_vec_and_offset().0)
            .collect();
        assert_eq!(images.len(), if n == 1 { 1 } else { 8 });
    }
    assert_eq!(M.compose(R), R.compose(R).compose(R).compose(M));
    let names: Vec<_> = PointGroup::D4
        .elements()
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(names, ["e", "r", "r²", "r³", "m", "rm", "r²m", "r³m"]);
}

#[test]
fn layers_obey_the_law_to_the_last_bit_for_every_padding_and_size() {
    let symmetric = Options::zeros(2, 2);
    for options in [
        Options::valid(),
        Options::same(),
        Options::full(),
        Options::circular(),
        Options::reflect(),
        symmetric,
    ] {
        for n in 1..=8 {
            for (k, dilation) in [(1, 1), (3, 1), (3, 2)] {
                let options = options.dilation(dilation);
                if output_size(n, k, options).is_err() {
                    continue;
                }
                all_layers_obey_the_law::<f64>(n, k, options);
                all_layers_obey_the_law::<f32>(n, k, options);
            }
        }
    }
    // A kernel of even size has as much padding before as behind where there is none, where it is full, or by dilation.
    for (options, k) in [
        (Options::valid(), 2),
        (Options::full(), 2),
        (Options::valid(), 4),
        (Options::same().dilation(2), 2),
    ] {
        for n in [5, 6] {
            all_layers_obey_the_law::<f64>(n, k, options);
            all_layers_obey_the_law::<f32>(n, k, options);
        }
    }
    all_layers_obey_the_law::<f64>(1, 1, Options::valid());
    // Large enough for the vectors and threads of the fast paths, and for their remainders.
    all_layers_obey_the_law::<f32>(67, 5, Options::same());
    all_layers_obey_the_law::<f64>(64, 3, Options::reflect());
}

#[test]
fn the_layout_of_an_array_changes_nothing() {
    let group = PointGroup::D4;
    let options = Options::same();
    let maps: Array4<f64> = noise((6, 6, 8, 2), 1);
    let maps = maps.permuted_axes([3, 2, 1, 0]);
    let (copy, kernel) = (
        maps.as_standard_layout().into_owned(),
        noise::<f64, _>((3, 3, 2, 3), 2),
    );
    assert!(!maps.is_standard_layout());
    for g in group.elements() {
        assert_eq!(group.act(g, &maps).unwrap(), group.act(g, &copy).unwrap());
        assert_eq!(g.act(&maps).unwrap(), g.act(&copy).unwrap());
    }
    let kernel = kernel.permuted_axes([3, 2, 0, 1]);
    let project = ProjectionLayer::new(group, kernel.clone(), noise(3, 3), options).unwrap();
    let same = ProjectionLayer {
        weights: kernel.as_standard_layout().into_owned(),
        ..project.clone()
    };
    assert_eq!(
        project.forward(&maps).unwrap(),
        same.forward(&copy).unwrap()
    );
    let weights = noise::<f64, _>((3, 3, 8, 2, 3), 4).permuted_axes([4, 3, 2, 1, 0]);
    let layer = GroupLayer::new(group, weights.clone(), noise(3, 3), options).unwrap();
    let same = GroupLayer {
        weights: weights.as_standard_layout().into_owned(),
        ..layer.clone()
    };
    assert_eq!(layer.forward(&maps).unwrap(), same.forward(&copy).unwrap());
    let by_output = noise((3, 8, 6, 6), 5);
    assert_eq!(
        layer.gradients(&maps, &by_output).unwrap(),
        same.gradients(&copy, &by_output).unwrap()
    );
    // The parameters are given in order, whatever the layout was.
    let mut layer = layer;
    assert_eq!(
        layer.parameters()[0].to_vec(),
        weights.iter().copied().collect::<Vec<_>>()
    );
}

/// The correlation of a picture with zeros beyond its border, at one place.
fn at(
    picture: &Array2<f64>,
    kernel: &Array2<f64>,
    dilation: usize,
    (row, column): (isize, isize),
) -> f64 {
    let sample = |i: isize, j: isize| {
        let place = [usize::try_from(i).ok()?, usize::try_from(j).ok()?];
        picture.get(place).copied()
    };
    let products = kernel.indexed_iter().map(|((i, j), weight)| {
        weight
            * sample(
                row + (dilation * i) as isize,
                column + (dilation * j) as isize,
            )
            .unwrap_or(0.0)
    });
    products.sum()
}

/// All three layers as their definitions by turned kernels, on whole numbers, for which sums are exact in any order.
fn layers_are_correlations_with_turned_kernels(
    group: PointGroup,
    n: usize,
    k: usize,
    options: Options,
) {
    let (before, stride) = (options.before(n, k) as isize, options.stride as isize);
    let out = output_size(n, k, options).unwrap();
    let map = |value: &dyn Fn(isize, isize) -> f64| {
        Array2::from_shape_fn((out, out), |(i, j)| {
            value(stride * i as isize - before, stride * j as isize - before)
        })
    };
    let picture = whole((2, n, n), 1);
    let maps = whole((2, group.order(), n, n), 2);
    let (planar, over_group) = (
        whole((3, 2, k, k), 3),
        whole((3, 2, group.order(), k, k), 4),
    );
    let bias: Array1<f64> = whole(3, 5);
    let lift = LiftingLayer::new(group, planar.clone(), bias.clone(), options).unwrap();
    let layer = GroupLayer::new(group, over_group.clone(), bias.clone(), options).unwrap();
    let project = ProjectionLayer::new(group, planar.clone(), bias.clone(), options).unwrap();
    let (lifted, moved, projected) = (
        lift.forward(&picture).unwrap(),
        layer.forward(&maps).unwrap(),
        project.forward(&maps).unwrap(),
    );
    let turned = |g: &SquareSymmetry, kernel: ndarray::ArrayView2<f64>| g.act(&kernel).unwrap();
    for o in 0..3 {
        let mut sum = Array2::from_elem((out, out), bias[o]);
        for (place, g) in group.elements().iter().enumerate() {
            let mut lifted_map = Array2::from_elem((out, out), bias[o]);
            let mut moved_map = lifted_map.clone();
            for c in 0..2 {
                let picture = picture.index_axis(Axis(0), c).to_owned();
                let kernel = turned(g, planar.slice(s![o, c, .., ..]));
                lifted_map += &map(&|i, j| at(&picture, &kernel, options.dilation, (i, j)));
                let here = maps.slice(s![c, place, .., ..]).to_owned();
                sum += &map(&|i, j| at(&here, &kernel, options.dilation, (i, j)));
                for (from, h) in group.elements().iter().enumerate() {
                    let relative = group.index(&g.inverse().compose(*h));
                    let kernel = turned(g, over_group.slice(s![o, c, relative, .., ..]));
                    let there = maps.slice(s![c, from, .., ..]).to_owned();
                    moved_map += &map(&|i, j| at(&there, &kernel, options.dilation, (i, j)));
                }
            }
            assert_eq!(lifted.slice(s![o, place, .., ..]), lifted_map);
            assert_eq!(moved.slice(s![o, place, .., ..]), moved_map);
        }
        assert_eq!(projected.index_axis(Axis(0), o), sum);
    }
}

#[test]
fn layers_are_correlations_with_turned_kernels_where_the_windows_lie_alike() {
    for group in GROUPS {
        for (n, k, options) in [
            (5, 3, Options::valid()),
            (6, 3, Options::same()),
            (4, 2, Options::full()),
            (9, 3, Options::same().stride(2)),
            (11, 3, Options::valid().stride(3).dilation(2)),
            (8, 2, Options::valid().stride(2)),
            (7, 4, Options::zeros(1, 1).stride(5)),
            // One sample of padding behind is never met.
            (9, 3, Options::zeros(0, 1).stride(2)),
        ] {
            layers_are_correlations_with_turned_kernels(group, n, k, options);
        }
    }
}

#[test]
fn turning_the_kernel_sums_in_another_order() {
    let n = 48;
    let picture: Array3<f64> = noise((1, n, n), 1);
    let layer = LiftingLayer::new(
        PointGroup::C4,
        noise((1, 1, 3, 3), 2),
        Array1::zeros(1),
        Options::same(),
    )
    .unwrap();
    let turned_picture = layer.forward(&picture).unwrap();
    let (mut differ, mut largest) = (0, 0.0_f64);
    for (place, g) in PointGroup::C4.elements().iter().enumerate() {
        let kernel = g.act(&layer.weights).unwrap();
        let turned_kernel = ConvLayer::new(kernel, Array1::zeros(1), Options::same())
            .unwrap()
            .forward(&picture)
            .unwrap();
        let map = turned_picture.index_axis(Axis(1), place);
        let here = map
            .iter()
            .zip(&turned_kernel)
            .filter(|(a, b)| a != b)
            .count();
        if *g == SquareSymmetry::IDENTITY {
            assert_eq!(here, 0);
        }
        differ += here;
        largest = map
            .iter()
            .zip(&turned_kernel)
            .fold(largest, |so_far, (a, b)| so_far.max((a - b).abs()));
    }
    // Of the outputs at r, r² and r³ most are rounded differently, by the last bits.
    let share = differ as f64 / (3 * n * n) as f64;
    assert!((0.5..0.9).contains(&share), "{share}");
    assert!(largest < 1e-15, "{largest}");
}

#[test]
fn channels_in_the_order_of_the_elements_themselves_break_the_law() {
    let group = PointGroup::C4;
    let layer = within::<f64>(group, 3, Options::same());
    let maps: Array4<f64> = noise((2, 4, 6, 6), 1);
    // As the layer, but at g the channels stand in the order of the elements and not of the relative ones.
    let reordered = |maps: &Array4<f64>| {
        let mut output = Array4::zeros((3, 4, 6, 6));
        for (place, g) in group.elements().iter().enumerate() {
            let weights = Array5::from_shape_fn((3, 2, 4, 3, 3), |(o, c, h, i, j)| {
                let relative = g.inverse().compose(group.elements()[h]);
                layer.weights[[o, c, group.index(&relative), i, j]]
            });
            let weights = weights.into_shape_with_order((3, 8, 3, 3)).unwrap();
            let planar = ConvLayer::new(weights, layer.bias.clone(), layer.options).unwrap();
            let turned = g
                .inverse()
                .act(maps)
                .unwrap()
                .into_shape_with_order((8, 6, 6))
                .unwrap();
            output
                .index_axis_mut(Axis(1), place)
                .assign(&g.act(&planar.forward(&turned).unwrap()).unwrap());
        }
        output
    };
    let right = layer.forward(&maps).unwrap();
    let wrong = reordered(&maps);
    let largest = (&right - &wrong).fold(0.0_f64, |so_far, v| so_far.max(v.abs()));
    assert!(largest > 0.0 && largest < 1e-14, "{largest}");
    let first = reordered(&group.act(R, &maps).unwrap());
    assert_ne!(bits(&first), bits(&group.act(R, &wrong).unwrap()));
}

fn sums_obey_the_law<A: Scalar>() {
    for group in GROUPS {
        for n in [1, 4, 5] {
            // Squares, since the noise lies on a grid so coarse that its sums are hardly ever rounded.
            let mut maps: Array4<A> = noise((3, group.order(), n, n), 1).mapv_into(|v: A| v * v);
            // Signs of zeros, too.
            maps.slice_mut(s![0, 1.., .., ..]).fill(A::neg_zero());
            maps.slice_mut(s![0, ..1, .., ..]).fill(A::zero());
            for h in group.elements() {
                let moved = group.act(h, &maps).unwrap();
                for over in [sum_over_group, mean_over_group, max_over_group] {
                    let last = h.act(&over(group, &maps).unwrap()).unwrap();
                    assert_eq!(
                        bits(&over(group, &moved).unwrap()),
                        bits(&last),
                        "{group} {h}"
                    );
                }
            }
        }
    }
}

#[test]
fn sums_means_and_maxima_over_the_group_obey_the_law_to_the_last_bit() {
    sums_obey_the_law::<f32>();
    sums_obey_the_law::<f64>();
    let maps = Array4::from_shape_fn((1, 8, 1, 2), |(_, g, _, j)| (10 * j + g) as f64);
    assert!(matches!(
        sum_over_group(PointGroup::D4, &maps),
        Err(Error::NotSquare { .. })
    ));
    let maps = Array4::from_shape_fn((1, 8, 1, 1), |(_, g, ..)| (g * g) as f64);
    assert_eq!(
        sum_over_group(PointGroup::D4, &maps).unwrap(),
        array![[[140.0]]]
    );
    assert_eq!(
        mean_over_group(PointGroup::D4, &maps).unwrap(),
        array![[[17.5]]]
    );
    assert_eq!(
        max_over_group(PointGroup::D4, &maps).unwrap(),
        array![[[49.0]]]
    );
    // From the first to the last, the sum is rounded differently once the maps have moved.
    let maps: Array4<f64> = noise((1, 4, 9, 9), 3);
    let in_order = |maps: &Array4<f64>| maps.sum_axis(Axis(1));
    let first = in_order(&PointGroup::C4.act(R, &maps).unwrap());
    assert_ne!(bits(&first), bits(&R.act(&in_order(&maps)).unwrap()));
}

#[test]
fn a_network_of_group_layers_is_equivariant_and_a_plain_one_is_not() {
    let picture: Array3<f64> = noise((1, 9, 9), 1);
    let relu = |maps: Array4<f64>| maps.mapv_into(|v| v.max(0.0));
    for group in GROUPS {
        let strided = Options::same().stride(2);
        let first =
            LiftingLayer::new(group, noise((3, 1, 3, 3), 2), noise(3, 3), Options::same()).unwrap();
        let second = GroupLayer::new(
            group,
            noise((4, 3, group.order(), 3, 3), 4),
            noise(4, 5),
            strided,
        )
        .unwrap();
        let last =
            ProjectionLayer::new(group, noise((2, 4, 3, 3), 6), noise(2, 7), Options::valid())
                .unwrap();
        let net =
            |f: &ArrayRef3<f64>| last.forward(&relu(second.forward(&relu(first.forward(f)?))?));
        let act = |f: &ArrayRef3<f64>, g: &SquareSymmetry| g.act(f);
        let everywhere = |_: &_, shape: &[usize]| Ok(Region::full(shape));
        let error =
            equivariance_error(&picture, net, act, act, &group.elements(), everywhere).unwrap();
        assert_eq!(error.largest, 0.0);
        assert_eq!(net(&picture).unwrap().shape(), [2, 3, 3]);

        let plain = |f: &ArrayRef3<f64>| {
            let layer = |out, from, seed, options| {
                ConvLayer::new(
                    noise((out, from, 3, 3), seed),
                    noise(out, seed + 1),
                    options,
                )
            };
            let hidden = layer(3, 1, 2, Options::same())?
                .forward(f)?
                .mapv_into(|v| v.max(0.0));
            layer(2, 3, 4, strided)?.forward(&hidden)
        };
        let error =
            equivariance_error(&picture, plain, act, act, &group.elements(), everywhere).unwrap();
        assert!(error.largest > 0.1, "{error:?}");
        assert_ne!(error.worst, SquareSymmetry::IDENTITY);
    }
    // With a kernel that the group leaves as it is, a layer of the plane is equivariant as well, but only up to rounding.
    let kernel: Array2<f64> = Kernel2d::GaussianBlur.weights();
    let kernel = kernel * 0.1;
    let blur = |f: &ndarray::ArrayRef2<f64>| correlate(f, &kernel, Options::same());
    let act = |f: &ndarray::ArrayRef2<f64>, g: &SquareSymmetry| g.act(f);
    let picture = picture.index_axis(Axis(0), 0);
    let error = equivariance_error(
        &picture,
        blur,
        act,
        act,
        &PointGroup::D4.elements(),
        |_, shape| Ok(Region::full(shape)),
    )
    .unwrap();
    assert!(error.largest > 0.0 && error.largest < 1e-15, "{error:?}");
}

#[test]
fn a_stride_whose_windows_lie_off_centre_breaks_the_law_of_what_is_not_turned() {
    // A maximum does not know an order; only the places of its windows can break the law.
    let differ = |n, pool: Pool| {
        let picture: Array2<f64> = noise((n, n), 1);
        let first = max_pool(&R.act(&picture).unwrap(), pool).unwrap();
        let last = R.act(&max_pool(&picture, pool).unwrap()).unwrap();
        first.iter().zip(&last).filter(|(a, b)| a != b).count()
    };
    for n in 10..24 {
        for (window, stride) in [(2, 2), (3, 2), (3, 1), (3, 3)] {
            let pool = Pool::new(window, stride);
            let exact = turns_keep_windows(n, window, pool.options).unwrap();
            assert_eq!(differ(n, pool) == 0, exact, "n={n} {window} {stride}");
            assert_eq!(exact, (n - window) % stride == 0);
        }
    }
}

/// Whether every window of the mirrored line is the mirrored window, found by numbering the samples; a padded zero is 0.
fn mirrored_windows_are_windows(n: usize, k: usize, options: Options) -> bool {
    let line = Array1::from_shape_fn(n, |x| (x + 1) as f64);
    let mirrored = line.slice(s![..;-1]).to_owned();
    let count = output_size(n, k, options).unwrap();
    (0..count).all(|y| {
        let window = window_at(&line, &[k], options, &[y]).unwrap();
        let other = window_at(&mirrored, &[k], options, &[count - 1 - y]).unwrap();
        window == other.slice(s![..;-1])
    })
}

fn any_options() -> impl Strategy<Value = Options> {
    let padding = prop_oneof![
        5 => prop::sample::select(Padding::ALL),
        2 => prop::sample::select(&[Padding::SameUpper, Padding::SameLower]),
        3 => (0..4_usize, 0..4_usize).prop_map(|(before, after)| Padding::Zeros { before, after }),
    ];
    (padding, 1..5_usize, 1..4_usize, prop::bool::ANY).prop_map(
        |(padding, stride, dilation, ceil)| Options {
            padding,
            stride,
            dilation,
            ceil,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn the_rule_for_strides_is_that_mirrored_windows_are_windows(n in 5..20_usize, k in 1..6_usize, options in any_options()) {
        let Ok(outputs) = output_size(n, k, options) else {
            prop_assert!(turns_keep_windows(n, k, options).is_err());
            return Ok(());
        };
        let keeps = turns_keep_windows(n, k, options).unwrap();
        prop_assert_eq!(keeps, mirrored_windows_are_windows(n, k, options));
        // With as much padding on both sides it is the rule with the remainder.
        let padding = match options.padding {
            Padding::Valid => Some(0),
            Padding::Zeros { before, after } if before == after => Some(2 * before),
            Padding::Full => Some(2 * (k - 1) * options.dilation),
            _ => None,
        };
        if let Some(padding) = padding.filter(|_| !options.ceil) {
            let left_over = (n + padding - options.dilation * (k - 1) - 1) % options.stride;
            prop_assert_eq!(keeps, left_over == 0);
        }

        let weights: Array4<f64> = noise((1, 1, k, k), 1);
        let layer = LiftingLayer::new(PointGroup::D4, weights, Array1::zeros(1), options).unwrap();
        match layer.forward(&noise((1, n, n), 2)) {
            Ok(maps) => {
                prop_assert!(keeps);
                prop_assert_eq!(maps.shape(), [1, 8, outputs, outputs]);
                all_layers_obey_the_law::<f64>(n, k, options);
            }
            Err(Error::WindowsOffCentre { would_do, .. }) => {
                prop_assert!(!keeps);
                let maps = noise((2, 8, n, n), 3);
                let refused = |result: Error| matches!(result, Error::WindowsOffCentre { .. });
                prop_assert!(refused(within::<f64>(PointGroup::D4, k, options).forward(&maps).unwrap_err()));
                prop_assert!(refused(projection::<f64>(PointGroup::D4, k, options).forward(&maps).unwrap_err()));
                for size in would_do {
                    prop_assert!(layer.forward(&noise((1, size, size), 2)).is_ok());
                }
            }
            Err(error) => prop_assert!(false, "{}", error),
        }
    }

    #[test]
    fn sizes_for_several_levels_are_those_that_every_level_takes(levels in prop::collection::vec((1..4_usize, any_options()), 0..4)) {
        let mut expected = Vec::new();
        for n in 1..40 {
            let mut size = Some(n);
            for (k, options) in &levels {
                size = size.filter(|size| turns_keep_windows(*size, *k, *options).unwrap_or(false));
                size = size.map(|size| output_size(size, *k, *options).unwrap());
            }
            expected.extend(size.map(|_| n));
        }
        prop_assert_eq!(exact_sizes(&levels, 1..=39).unwrap(), expected);
    }

    #[test]
    fn a_projection_is_the_adjoint_of_a_lifting(seed: u64, n in 1..7_usize, d4: bool) {
        let group = GROUPS[usize::from(d4)];
        let weights = whole((3, 2, 3, 3), seed);
        let lift = LiftingLayer::new(group, weights.clone(), Array1::zeros(3), Options::same()).unwrap();
        let flipped = weights.permuted_axes([1, 0, 2, 3]).slice(s![.., .., ..;-1, ..;-1]).to_owned();
        let project = ProjectionLayer::new(group, flipped, Array1::zeros(2), Options::same()).unwrap();
        let (f, maps) = (whole((2, n, n), seed ^ 1), whole((3, group.order(), n, n), seed ^ 2));
        let left = (&lift.forward(&f).unwrap() * &maps).sum();
        prop_assert_eq!(left, (&f * &project.forward(&maps).unwrap()).sum());
    }
}

#[test]
fn what_does_not_fit_is_an_error_that_says_what_would() {
    let message = |n: usize, k: usize, options: Options| {
        let weights: Array4<f64> = noise((1, 1, k, k), 1);
        let layer = LiftingLayer::new(PointGroup::C4, weights, Array1::zeros(1), options).unwrap();
        layer.forward(&noise((1, n, n), 2)).unwrap_err().to_string()
    };
    assert_eq!(
        message(8, 3, Options::valid().stride(2)),
        "windows of 3 weights with stride 2 and dilation 1 under valid padding begin with an input of 8 and end 1 sample before its \
         end, so a turn does not carry windows into windows; of the sizes near it, 7 and 9 would do"
    );
    assert!(
        message(16, 3, Options::same().stride(2))
            .contains(" begin 1 sample before an input of 16 and end with it, ")
    );
    assert_eq!(
        message(8, 2, Options::same()),
        "windows of 2 weights with stride 1 and dilation 1 under same padding begin with an input of 8 and end 1 sample behind it, \
         so a turn does not carry windows into windows; no size near it would do, since padding must be alike on both sides"
    );
    assert_eq!(
        PointGroup::C4
            .act(M, &Array4::<f64>::zeros((1, 4, 2, 2)))
            .unwrap_err()
            .to_string(),
        "m is no element of c4, whose elements are e, r, r², r³"
    );
    assert_eq!(
        R.act(&Array2::<f64>::zeros((2, 3)))
            .unwrap_err()
            .to_string(),
        "an array of shape [2, 3] holds no square pictures; a quarter turn needs as many rows as columns, in the last two axes"
    );
    let wrong_axis = PointGroup::C4
        .act(R, &Array4::<f64>::zeros((1, 8, 2, 2)))
        .unwrap_err();
    assert_eq!(
        wrong_axis.to_string(),
        "the array of maps over the group has shape [1, 8, 2, 2], but [1, 4, 2, 2] is needed"
    );
    assert!(matches!(
        PointGroup::C4.act(M, &Array4::<f64>::zeros((1, 4, 2, 2))),
        Err(Error::NotInGroup { .. })
    ));
    assert!(matches!(
        R.act(&Array1::<f64>::zeros(3)),
        Err(Error::NotSquare { .. })
    ));
    let weights = Array5::<f64>::zeros((1, 1, 8, 3, 3));
    let wrong_weights =
        GroupLayer::new(PointGroup::C4, weights, Array1::zeros(1), Options::same()).unwrap_err();
    assert_eq!(
        wrong_weights.to_string(),
        "the array of weights over the group has shape [1, 1, 8, 3, 3], but [1, 1, 4, 3, 3] is needed"
    );
    let layer = within::<f64>(PointGroup::C4, 3, Options::same());
    assert!(matches!(
        layer.forward(&Array4::zeros((1, 4, 5, 5))),
        Err(Error::ChannelMismatch { .. })
    ));
    assert!(matches!(
        layer.forward(&Array4::zeros((2, 4, 5, 6))),
        Err(Error::NotSquare { .. })
    ));
    assert!(matches!(
        layer.forward(&Array4::zeros((2, 3, 5, 5))),
        Err(Error::ShapeMismatch { .. })
    ));
    assert!(matches!(
        layer.forward(&Array4::zeros((2, 4, 0, 0))),
        Err(Error::EmptyInput { .. })
    ));
    assert!(matches!(
        exact_sizes(&[(0, Options::valid())], 1..=3),
        Err(Error::EmptyKernel { .. })
    ));
    assert!(matches!(
        exact_sizes(&[(3, Options::valid().stride(0))], 1..=3),
        Err(Error::ZeroStride)
    ));
    let nan = Array4::from_elem((1, 4, 1, 1), f64::NAN);
    assert!(matches!(
        max_over_group(PointGroup::C4, &nan),
        Err(Error::NonFinite { .. })
    ));
    // An oblong kernel under which a square picture gives an oblong one.
    let oblong = LiftingLayer::new(
        PointGroup::C4,
        Array4::<f64>::zeros((1, 1, 1, 3)),
        Array1::zeros(1),
        Options::valid(),
    );
    assert!(matches!(
        oblong.unwrap().forward(&Array3::zeros((1, 5, 5))),
        Err(Error::NotSquare { .. })
    ));
}

/// What a loss grows by as each element grows by one: where the loss is linear in them, its gradient.
fn differences<D: Dimension>(
    at: &Array<f64, D>,
    loss: impl Fn(&Array<f64, D>) -> f64,
) -> Array<f64, D> {
    let before = loss(at);
    let mut gradient = Array::zeros(at.raw_dim());
    for (number, slope) in gradient.iter_mut().enumerate() {
        let mut moved = at.clone();
        *moved.iter_mut().nth(number).unwrap() += 1.0;
        *slope = loss(&moved) - before;
    }
    gradient
}

#[test]
fn gradients_are_the_differences_that_one_more_makes() {
    for (n, k, options) in [
        (3, 3, Options::same()),
        (5, 3, Options::same().stride(2)),
        (4, 2, Options::valid()),
        (4, 3, Options::circular()),
        (4, 3, Options::reflect().dilation(2)),
    ] {
        for group in GROUPS {
            let (picture, maps) = (whole((2, n, n), 1), whole((2, group.order(), n, n), 2));
            let bias: Array1<f64> = whole(3, 3);
            let lift =
                LiftingLayer::new(group, whole((3, 2, k, k), 4), bias.clone(), options).unwrap();
            let by_output = whole(lift.forward(&picture).unwrap().raw_dim(), 5);
            let gradients = lift.gradients(&picture, &by_output).unwrap();
            let loss = |layer: &LiftingLayer<f64>, input: &Array3<f64>| {
                (&layer.forward(input).unwrap() * &by_output).sum()
            };
            assert_eq!(gradients.input, differences(&picture, |f| loss(&lift, f)));
            assert_eq!(
                gradients.weights,
                differences(&lift.weights, |w| loss(
                    &LiftingLayer {
                        weights: w.clone(),
                        ..lift.clone()
                    },
                    &picture
                ))
            );
            assert_eq!(
                gradients.bias,
                differences(&lift.bias, |b| loss(
                    &LiftingLayer {
                        bias: b.clone(),
                        ..lift.clone()
                    },
                    &picture
                ))
            );
            let parameters = lift.parameter_gradients(&picture, &by_output).unwrap();
            assert_eq!(parameters, (gradients.weights, gradients.bias));

            let layer = GroupLayer::new(
                group,
                whole((3, 2, group.order(), k, k), 6),
                bias.clone(),
                options,
            )
            .unwrap();
            let gradients = layer.gradients(&maps, &by_output).unwrap();
            let loss = |layer: &GroupLayer<f64>, input: &Array4<f64>| {
                (&layer.forward(input).unwrap() * &by_output).sum()
            };
            assert_eq!(gradients.input, differences(&maps, |f| loss(&layer, f)));
            assert_eq!(
                gradients.weights,
                differences(&layer.weights, |w| loss(
                    &GroupLayer {
                        weights: w.clone(),
                        ..layer.clone()
                    },
                    &maps
                ))
            );
            assert_eq!(
                gradients.bias,
                differences(&layer.bias, |b| loss(
                    &GroupLayer {
                        bias: b.clone(),
                        ..layer.clone()
                    },
                    &maps
                ))
            );

            let project =
                ProjectionLayer::new(group, whole((3, 2, k, k), 7), bias.clone(), options).unwrap();
            let by_output = whole(project.forward(&maps).unwrap().raw_dim(), 8);
            let gradients = project.gradients(&maps, &by_output).unwrap();
            let loss = |layer: &ProjectionLayer<f64>, input: &Array4<f64>| {
                (&layer.forward(input).unwrap() * &by_output).sum()
            };
            assert_eq!(gradients.input, differences(&maps, |f| loss(&project, f)));
            assert_eq!(
                gradients.weights,
                differences(&project.weights, |w| loss(
                    &ProjectionLayer {
                        weights: w.clone(),
                        ..project.clone()
                    },
                    &maps
                ))
            );
            assert_eq!(
                gradients.bias,
                differences(&project.bias, |b| loss(
                    &ProjectionLayer {
                        bias: b.clone(),
                        ..project.clone()
                    },
                    &maps
                ))
            );
        }
    }
}

fn gradients_obey_the_law<A: Scalar>() {
    let options = Options::same();
    for group in GROUPS {
        let (picture, maps): (Array3<A>, Array4<A>) =
            (noise((2, 6, 6), 1), noise((2, group.order(), 6, 6), 2));
        let (by_maps, by_picture): (Array4<A>, Array3<A>) =
            (noise((3, group.order(), 6, 6), 3), noise((3, 6, 6), 4));
        let (lift, layer, project) = (
            lifting(group, 3, options),
            within(group, 3, options),
            projection(group, 3, options),
        );
        let lifted = lift.gradients(&picture, &by_maps).unwrap();
        let moved = layer.gradients(&maps, &by_maps).unwrap();
        let projected = project.gradients(&maps, &by_picture).unwrap();
        for h in group.elements() {
            let act = |maps: &Array4<A>| group.act(h, maps).unwrap();
            let (turned, gradient) = (h.act(&picture).unwrap(), act(&by_maps));
            let after = lift.gradients(&turned, &gradient).unwrap();
            assert_eq!(bits(&after.input), bits(&h.act(&lifted.input).unwrap()));
            assert_eq!(bits(&after.weights), bits(&lifted.weights));
            assert_eq!(bits(&after.bias), bits(&lifted.bias));
            let after = layer.gradients(&act(&maps), &gradient).unwrap();
            assert_eq!(bits(&after.input), bits(&act(&moved.input)));
            assert_eq!(bits(&after.weights), bits(&moved.weights));
            assert_eq!(bits(&after.bias), bits(&moved.bias));
            let after = project
                .gradients(&act(&maps), &h.act(&by_picture).unwrap())
                .unwrap();
            assert_eq!(bits(&after.input), bits(&act(&projected.input)));
            assert_eq!(bits(&after.weights), bits(&projected.weights));
            assert_eq!(bits(&after.bias), bits(&projected.bias));
        }
    }
}

#[test]
fn gradients_obey_the_law_to_the_last_bit() {
    gradients_obey_the_law::<f32>();
    gradients_obey_the_law::<f64>();
}

#[test]
fn gradients_by_an_output_of_another_shape_are_an_error() {
    let group = PointGroup::C4;
    let (lift, layer) = (
        lifting::<f64>(group, 3, Options::same()),
        within::<f64>(group, 3, Options::same()),
    );
    let project = projection::<f64>(group, 3, Options::same());
    let (picture, maps) = (Array3::zeros((2, 5, 5)), Array4::zeros((2, 4, 5, 5)));
    for wrong in [(2, 4, 5, 5), (3, 4, 4, 4), (3, 3, 5, 5)] {
        let gradient = Array4::zeros(wrong);
        assert!(matches!(
            lift.gradients(&picture, &gradient),
            Err(Error::ShapeMismatch { .. })
        ));
        assert!(matches!(
            layer.gradients(&maps, &gradient),
            Err(Error::ShapeMismatch { .. })
        ));
    }
    for wrong in [(2, 5, 5), (3, 4, 4), (3, 5, 4)] {
        let result = project.gradients(&maps, &Array3::zeros(wrong));
        assert!(matches!(
            result,
            Err(Error::ShapeMismatch { .. } | Error::NotSquare { .. })
        ));
    }
    let strided = lifting::<f64>(group, 3, Options::same().stride(2));
    let gradient = Array4::zeros((3, 4, 2, 2));
    assert!(matches!(
        strided.gradients(&Array3::zeros((2, 4, 4)), &gradient),
        Err(Error::WindowsOffCentre { .. })
    ));
}

#[test]
fn the_point_groups_are_a_cyclic_and_a_dihedral_group() {
    let dihedral = Dihedral::new(4).unwrap();
    let as_dihedral = |g: &SquareSymmetry| DihedralElement {
        rotation: g.rotation(),
        reflected: g.is_reflected(),
    };
    let elements = FiniteGroup::elements(&PointGroup::D4);
    assert_eq!(
        elements.iter().map(as_dihedral).collect::<Vec<_>>(),
        dihedral.elements()
    );
    for group in GROUPS {
        let generators = group.generators();
        assert_eq!(
            FiniteGroup::order(&group),
            FiniteGroup::elements(&group).len()
        );
        for g in group.elements() {
            assert!(group.contains(&g));
            assert_eq!(FiniteGroup::elements(&group)[group.index(&g)], g);
            assert_eq!(group.evaluate(&group.word(&g), &generators), g);
            assert_eq!(
                as_dihedral(&Group::inverse(&group, &g)),
                dihedral.inverse(&as_dihedral(&g))
            );
            for h in group.elements() {
                let product = Group::compose(&group, &g, &h);
                assert_eq!(
                    as_dihedral(&product),
                    dihedral.compose(&as_dihedral(&g), &as_dihedral(&h))
                );
            }
        }
        for relation in group.relations() {
            assert_eq!(
                group.evaluate(&relation.word, &generators),
                group.identity(),
                "{}",
                relation.name
            );
        }
    }
    assert!(!PointGroup::C4.contains(&M));
    assert_eq!(PointGroup::D4.relations().len(), dihedral.relations().len());
}

#[test]
fn maps_of_square_pictures_are_counted_alike_by_orbits_characters_and_a_null_space() {
    for (group, dimensions) in [
        (PointGroup::C4, [1, 4, 21, 64, 157, 324]),
        (PointGroup::D4, [1, 3, 15, 36, 91, 171]),
    ] {
        for (n, dimension) in (1..).zip(dimensions) {
            let numbers = Array2::from_shape_fn((n, n), |(i, j)| n * i + j);
            let pixels = Representation::permutation(group, n * n, |g, pixel| {
                g.inverse().act(&numbers).unwrap()[[pixel / n, pixel % n]]
            });
            let pixels = pixels.unwrap();
            assert_eq!(
                commutant(&pixels, &pixels).unwrap().len(),
                dimension,
                "{group} {n}"
            );
            assert_eq!(
                commutant_dimension(&pixels, &pixels).unwrap(),
                dimension,
                "{group} {n}"
            );
            // The representation is the action on pictures.
            let picture = whole((n, n), 1);
            for g in group.elements() {
                let acted = pixels.act(&g, &picture.flatten().into_owned()).unwrap();
                assert_eq!(acted, g.act(&picture).unwrap().flatten());
            }
            if n <= 3 {
                let generators = group.generators();
                let matrix = |g: &SquareSymmetry| pixels.matrix(g).unwrap();
                let pairs: Vec<_> = generators.iter().map(|g| (matrix(g), matrix(g))).collect();
                assert_eq!(
                    commutant_of_pairs(&pairs).unwrap().len(),
                    dimension,
                    "{group} {n}"
                );
            }
        }
    }
}

/// Where the points of a torus of n rows and columns, or these with each element of the group, go under two shifts and the
/// generators of the group.
fn moves_of_a_torus(group: PointGroup, n: usize, over_group: bool) -> Vec<Vec<usize>> {
    let elements = if over_group { group.order() } else { 1 };
    let moved = |shift: [usize; 2], by: SquareSymmetry| -> Vec<usize> {
        let points = 0..n * n * elements;
        let moved = points.map(|point| {
            let (place, g) = (
                point / elements,
                FiniteGroup::elements(&group)[point % elements],
            );
            let (mut i, mut j) = (place / n, place % n);
            if by.is_reflected() {
                j = (n - j) % n;
            }
            for _ in 0..by.rotation() {
                (i, j) = ((n - j) % n, i);
            }
            let place = (i + shift[0]) % n * n + (j + shift[1]) % n;
            place * elements + group.index(&by.compose(g)) % elements
        });
        moved.collect()
    };
    let shifts = [[0, 1], [1, 0]].map(|shift| moved(shift, SquareSymmetry::IDENTITY));
    shifts
        .into_iter()
        .chain(group.generators().into_iter().map(|by| moved([0, 0], by)))
        .collect()
}

#[test]
fn group_layers_are_all_linear_maps_that_commute_with_shifts_and_turns_of_a_torus() {
    for group in GROUPS {
        for n in 1..=3 {
            let (plane, over) = (
                moves_of_a_torus(group, n, false),
                moves_of_a_torus(group, n, true),
            );
            let count = |from: &[Vec<usize>], to: &[Vec<usize>]| {
                orbits(from, to).unwrap().iter().max().unwrap() + 1
            };
            // As many as a kernel as large as the torus has weights.
            assert_eq!(count(&plane, &over), n * n);
            assert_eq!(count(&over, &plane), n * n);
            assert_eq!(count(&over, &over), n * n * group.order());
            let pairs = |from: &[Vec<usize>], to: &[Vec<usize>]| -> Vec<_> {
                let matrix = |moved: &Vec<usize>| Image::Permutation(moved.clone()).matrix();
                from.iter()
                    .zip(to)
                    .map(|(from, to)| (matrix(from), matrix(to)))
                    .collect()
            };
            if n <= 2 {
                assert_eq!(
                    commutant_of_pairs(&pairs(&plane, &over)).unwrap().len(),
                    n * n
                );
                assert_eq!(
                    commutant_of_pairs(&pairs(&over, &plane)).unwrap().len(),
                    n * n
                );
            }
            if n == 2 && group == PointGroup::C4 {
                assert_eq!(commutant_of_pairs(&pairs(&over, &over)).unwrap().len(), 16);
            }
        }
    }
    // On a torus the layers commute with shifts as well, to the last bit.
    let (n, options) = (6, Options::circular());
    for group in GROUPS {
        let (lift, layer) = (
            lifting::<f64>(group, 3, options),
            within::<f64>(group, 3, options),
        );
        let project = projection::<f64>(group, 3, options);
        let (picture, maps): (Array3<f64>, Array4<f64>) =
            (noise((2, n, n), 1), noise((2, group.order(), n, n), 2));
        for [down, right] in [[1, 0], [0, 1], [2, -3]] {
            let move_maps =
                |maps: &Array4<f64>| translate(maps, &[0, 0, down, right], Fill::Circular).unwrap();
            let move_picture =
                |f: &Array3<f64>| translate(f, &[0, down, right], Fill::Circular).unwrap();
            let (first, last) = (
                lift.forward(&move_picture(&picture)).unwrap(),
                move_maps(&lift.forward(&picture).unwrap()),
            );
            assert_eq!(bits(&first), bits(&last));
            let (first, last) = (
                layer.forward(&move_maps(&maps)).unwrap(),
                move_maps(&layer.forward(&maps).unwrap()),
            );
            assert_eq!(bits(&first), bits(&last));
            let (first, last) = (
                project.forward(&move_maps(&maps)).unwrap(),
                move_picture(&project.forward(&maps).unwrap()),
            );
            assert_eq!(bits(&first), bits(&last));
        }
    }
}
