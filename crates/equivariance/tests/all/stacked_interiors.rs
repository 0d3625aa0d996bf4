//! Where stacks of sliding maps commute with translations.

use equivariance::*;
use ndarray::{Array1, Array2, Dimension};
use proptest::prelude::*;

/// One kernel and its options for each layer.
type Layers<D> = Vec<(ndarray::Array<f64, D>, Options)>;

/// The layers in turn, each with a bias and a function that keeps different numbers different.
fn stack<D: Dimension>(
    input: &ndarray::Array<f64, D>,
    layers: &Layers<D>,
) -> ndarray::Array<f64, D> {
    layers
        .iter()
        .fold(input.clone(), |signal, (kernel, options)| {
            let sums = correlate(&signal, kernel, *options).unwrap();
            sums.mapv(|sum| (sum + 0.25).max(0.125 * (sum + 0.25)))
        })
}

/// The numbers of both ways, moved first and moved last.
fn both_ways<D: Dimension>(
    input: &ndarray::Array<f64, D>,
    layers: &Layers<D>,
    shift: &[isize],
    fill: Fill,
) -> [ndarray::Array<f64, D>; 2] {
    let stride: usize = layers.iter().map(|(_, options)| options.stride).product();
    let moved: Vec<isize> = shift.iter().map(|s| s / stride as isize).collect();
    let first = stack(&translate(input, shift, fill).unwrap(), layers);
    [
        first,
        translate(&stack(input, layers), &moved, fill).unwrap(),
    ]
}

fn inside<D: Dimension>(size: &[usize], layers: &Layers<D>, shift: &[isize], fill: Fill) -> Region {
    let windows: Vec<_> = layers
        .iter()
        .map(|(kernel, options)| (kernel.shape(), *options))
        .collect();
    stacked_interior(size, &windows, shift, fill).unwrap()
}

fn layer() -> impl Strategy<Value = (usize, Options)> {
    let padding = prop::sample::select(Padding::ALL);
    (padding, 1..5_usize, 1..3_usize, 1..3_usize).prop_map(|(padding, kernel, stride, dilation)| {
        (
            kernel,
            Options::padded(padding).stride(stride).dilation(dilation),
        )
    })
}

proptest! {
    #[test]
    fn the_interior_of_a_stack_is_exact_and_as_large_as_it_can_be(
        seed: u64,
        sizes in prop::collection::vec(layer(), 1..4),
        steps in -3..4_isize,
        circular: bool,
    ) {
        let layers: Layers<_> = sizes
            .into_iter()
            .zip(1..)
            .map(|((kernel, options), number)| (seeded_noise(kernel, seed ^ number) - 0.5, options))
            .collect();
        let input: Array1<f64> = seeded_noise(48, seed) - 0.5;
        let fill = if circular { Fill::Circular } else { Fill::Zero };
        let stride: usize = layers.iter().map(|(_, options)| options.stride).product();
        let shift = [steps * stride as isize];
        let [first, last] = both_ways(&input, &layers, &shift, fill);
        let range = inside(input.shape(), &layers, &shift, fill).ranges.remove(0);
        let count = last.len();
        // Where a ring becomes shorter than the stride makes it, places further on may agree by another way round.
        let mut size = 48;
        let stays_a_ring = layers.iter().all(|(kernel, options)| {
            let input = size;
            size = output_size(input, kernel.len(), *options).unwrap();
            input == size * options.stride
        });
        for (y, (first, last)) in first.iter().zip(&last).enumerate() {
            let filled = fill == Fill::Zero && y.checked_add_signed(-steps).is_none_or(|y| y >= count);
            if range.contains(&y) {
                prop_assert_eq!(first.to_bits(), last.to_bits(), "inside, at {}", y);
            } else if !range.is_empty() && (y + 1 == range.start || y == range.end) {
                let by_chance = fill == Fill::Circular && !stays_a_ring;
                prop_assert!(first != last || filled || by_chance, "beside, at {}", y);
            }
        }
    }
}

#[test]
fn a_stack_of_one_layer_has_the_interior_of_the_layer() {
    for padding in Padding::ALL {
        for (kernel, stride, dilation) in [(1, 1, 1), (3, 1, 1), (4, 2, 1), (3, 3, 2)] {
            let options = Options::padded(*padding).stride(stride).dilation(dilation);
            for (steps, fill) in (-4..=4).flat_map(|t| [(t, Fill::Zero), (t, Fill::Circular)]) {
                let shift = [steps * stride as isize, 0];
                let one = interior(&[20, 9], &[kernel, 2], options, &shift, fill).unwrap();
                let layers = [(&[kernel, 2][..], options)];
                assert_eq!(
                    stacked_interior(&[20, 9], &layers, &shift, fill).unwrap(),
                    one
                );
            }
        }
    }
}

#[test]
fn how_far_each_border_reaches_in_is_as_by_hand() {
    // Size, layers of 3 weights, a shift by 2: what is lost beyond the shift.
    for (options, fill, layers, expected) in [
        (Options::valid(), Fill::Zero, 4, 2..24),
        (Options::circular(), Fill::Circular, 4, 0..32),
        (Options::same(), Fill::Circular, 4, 6..28),
        (Options::padded(Padding::Reflect), Fill::Circular, 4, 6..28),
        (Options::padded(Padding::Reflect), Fill::Zero, 4, 6..28),
        (Options::circular(), Fill::Zero, 4, 6..28),
        // The zeros that come in are those that stand there; from the second layer on they are not.
        (Options::same(), Fill::Zero, 1, 2..31),
        (Options::same(), Fill::Zero, 4, 5..28),
    ] {
        let stack = vec![(&[3][..], options); layers];
        let region = stacked_interior(&[32], &stack, &[2], fill).unwrap();
        assert_eq!(region.ranges, [expected], "{options:?} {fill}");
    }
    // One layer with a window as large as the receptive field loses less.
    let one = interior(&[32], &[9], Options::same(), &[2], Fill::Zero).unwrap();
    assert_eq!(one.ranges[0], 2..28);
}

#[test]
fn each_axis_of_a_stack_is_its_own() {
    let layers: Layers<_> = vec![
        (seeded_noise((3, 5), 1) - 0.5, Options::same()),
        (seeded_noise((2, 3), 2) - 0.5, Options::valid()),
    ];
    let input: Array2<f64> = seeded_noise((16, 20), 3);
    let (shift, fill) = ([1, -3], Fill::Circular);
    let region = inside(input.shape(), &layers, &shift, fill);
    for axis in 0..2 {
        let along: Vec<_> = layers
            .iter()
            .map(|(kernel, options)| (&kernel.shape()[axis..=axis], *options))
            .collect();
        let alone = stacked_interior(
            &input.shape()[axis..=axis],
            &along,
            &shift[axis..=axis],
            fill,
        );
        assert_eq!(region.ranges[axis], alone.unwrap().ranges[0]);
    }
    let [first, last] = both_ways(&input, &layers, &shift, fill);
    assert_eq!(region.select(&first), region.select(&last));
    assert!(first != last);
}

#[test]
fn a_stack_without_layers_leaves_out_what_was_filled() {
    let none: [(&[usize], Options); 0] = [];
    for (shift, fill, expected) in [
        (2, Fill::Zero, 2..9),
        (-2, Fill::Zero, 0..7),
        (2, Fill::Circular, 0..9),
        (9, Fill::Zero, 0..0),
    ] {
        assert_eq!(
            stacked_interior(&[9], &none, &[shift], fill)
                .unwrap()
                .ranges,
            [expected]
        );
    }
}

#[test]
fn what_does_not_fit_a_stack_is_named() {
    let options = Options::valid();
    let message = |layers: &[(&[usize], Options)], shift: &[isize]| {
        stacked_interior(&[9], layers, shift, Fill::Zero)
            .unwrap_err()
            .to_string()
    };
    let strided = (&[2][..], options.stride(2));
    assert_eq!(
        message(&[strided, strided], &[2]),
        "a shift by 1 is no multiple of the stride 2, so no shift of the output answers it"
    );
    assert_eq!(
        message(&[strided, (&[5], options)], &[0]),
        "a kernel of 5 with dilation 1 spans 5 samples, but the input has 4: valid padding needs at least 5"
    );
    assert_eq!(
        message(&[strided, (&[2, 2], options)], &[0]),
        "the kernel has 2 axes, but 1 are needed"
    );
    assert_eq!(
        message(&[strided], &[0, 0]),
        "the shift has 2 axes, but 1 are needed"
    );
    assert_eq!(message(&[], &[]), "the shift has 0 axes, but 1 are needed");
}
