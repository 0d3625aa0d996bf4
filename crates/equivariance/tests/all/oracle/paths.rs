//! Cases that reach each way in which outputs are computed: tiles of several rows and vectors, whole and in part, rows that
//! are copied, several blocks, several threads.
//!
//! The sizes follow from those of tiles, at most 4 rows of 64 outputs, and of blocks, 8192 outputs.

use equivariance::{Options, Padding};
use proptest::prelude::*;

use super::cases::{AxisCase, Case, Channels, PADDINGS, channels, options};
use super::layouts::Layout;

/// Finite numbers, so that each sum tells of all its products.
fn finite(axes: &[AxisCase]) -> Case {
    Case {
        axes: axes.to_vec(),
        layout: Layout::Standard,
        seed: 3 * axes.len() as u64 + 1,
    }
}

/// An input on which a kernel of `k` weights has so many outputs without padding.
fn axis(outputs: usize, k: usize, options: Options) -> AxisCase {
    let n = (outputs - 1) * options.stride + (k - 1) * options.dilation + 1;
    (n, k, options)
}

/// More than a tile on each side, for those of every width: whole tiles, vectors, and a part of a vector.
const WIDTHS: [usize; 7] = [5, 16, 37, 64, 75, 93, 128];

/// Wide zeros on both sides, a circle and a mirror, and such as few windows meet.
const BORDERS: [Padding; 6] = [
    Padding::Valid,
    Padding::Zeros {
        before: 20,
        after: 31,
    },
    Padding::Circular,
    Padding::Reflect,
    Padding::Same,
    Padding::Full,
];

/// In the plane.
pub(crate) fn planes() -> Vec<Case> {
    let mut cases = Vec::new();
    let mut number = 0;
    let kernels = [
        (3, 3),
        (5, 5),
        (4, 4),
        (9, 9),
        (7, 2),
        (3, 1),
        (12, 1),
        (1, 5),
        (2, 3),
        (3, 4),
    ];
    for (height, width) in kernels {
        for (stride, dilation) in (1..=3).flat_map(|s| (1..=3).map(move |d| (s, d))) {
            // Samples that are neighbours, apart, and in copies.
            for (across, apart) in [
                (1, 1),
                (1, 1 + dilation),
                (1 + stride, 1),
                (stride, dilation),
            ] {
                number += 1;
                let padding = BORDERS[number % BORDERS.len()];
                let along = |stride, dilation| Options {
                    padding,
                    stride,
                    dilation,
                    ceil: false,
                };
                // A tile, and some rows more.
                let rows = 4 * dilation + 1 + number % 4;
                let inside = if padding == Padding::Valid || number % 4 == 0 {
                    rows
                } else {
                    rows.div_ceil(2)
                };
                cases.push(finite(&[
                    axis(inside, height, along(stride, dilation)),
                    axis(WIDTHS[number % WIDTHS.len()], width, along(across, apart)),
                ]));
            }
        }
        // Every width of a row with samples in the input itself.
        for columns in WIDTHS {
            let valid = Options::valid();
            cases.push(finite(&[
                axis(6, height, valid),
                axis(columns, width, valid),
            ]));
        }
    }
    cases
}

/// Rows of samples that are copied, with every border.
pub(crate) fn copies() -> Vec<Case> {
    let mut cases = Vec::new();
    for (stride, k) in [
        (1, 3),
        (2, 1),
        (2, 3),
        (2, 8),
        (3, 5),
        (4, 2),
        (4, 11),
        (5, 3),
        (5, 13),
    ] {
        for (number, padding) in PADDINGS.into_iter().chain(BORDERS).enumerate() {
            let options = Options::padded(padding).stride(stride);
            let options = options.dilation(1 + number % 3);
            cases.push(finite(&[axis(40 + number, k, options)]));
            cases.push(finite(&[(3, 1, Options::same()), axis(20, k, options)]));
        }
    }
    // Round the circle, and to and fro, several times.
    for padding in [Padding::Circular, Padding::Reflect] {
        for (n, k, dilation) in [(7, 9, 4), (50, 11, 13), (2, 6, 3), (1, 5, 2)] {
            let options = Options::padded(padding).dilation(dilation);
            cases.push(finite(&[(n, k, options)]));
            cases.push(finite(&[(n, k, options), (n + 1, 3, options.stride(2))]));
        }
    }
    cases
}

/// With more than two axes outputs start from sums that they hold.
pub(crate) fn spaces() -> Vec<Case> {
    let mut cases = Vec::new();
    for (number, columns) in [5, 16, 64, 75, 128, 33].into_iter().enumerate() {
        for padding in [Padding::Valid, BORDERS[1 + number % 5]] {
            for (k, stride, dilation) in [(3, 1, 1), (5, 1, 1), (5, 1, 2), (3, 2, 1)] {
                let options = Options::padded(padding);
                cases.push(finite(&[
                    axis(2, 2, options.dilation(2)),
                    axis(
                        4 * dilation + 1,
                        k,
                        options.stride(stride).dilation(dilation),
                    ),
                    axis(columns, k, options.stride(1 + number % 2)),
                ]));
            }
        }
    }
    let options = Options::same();
    cases.push(finite(&[
        (2, 2, options),
        (2, 2, options),
        (5, 5, options),
        axis(66, 5, Options::valid()),
    ]));
    cases
}

/// More outputs than a block has, of one row and of several.
pub(crate) fn blocks() -> Vec<Case> {
    let mut cases = Vec::new();
    for (number, padding) in BORDERS.into_iter().enumerate() {
        let options = Options::padded(padding);
        let (stride, dilation) = (1 + number % 3, 1 + number / 2);
        cases.push(finite(&[axis(
            8190 + number * 2500,
            3,
            options.stride(stride).dilation(dilation),
        )]));
        cases.push(finite(&[
            axis(150, 3, options.dilation(dilation)),
            axis(75, 2, options.stride(stride)),
        ]));
        cases.push(finite(&[
            axis(2, 1, options),
            axis(5, 2, options),
            axis(2000, 2, options),
        ]));
    }
    // A kernel as high as its input, and rows that are longer than a block.
    let valid = Options::valid();
    cases.push(finite(&[(3, 3, valid), (9000, 2, valid)]));
    cases.push(finite(&[(5, 3, valid), (9000, 3, valid)]));
    cases
}

/// Layers with tiles of channels: their case and their channels.
pub(crate) fn layers() -> Vec<(Case, Channels)> {
    let mut cases = Vec::new();
    let mut number = 0;
    let mut push = |axes: &[AxisCase], groups, from, to| {
        cases.push((
            finite(axes),
            Channels {
                groups,
                from,
                to,
                batch: 1,
            },
        ));
    };
    for to in [3, 4, 7, 8, 9, 12, 17] {
        for padding in BORDERS {
            number += 1;
            let options = Options::padded(padding);
            let (stride, dilation) = (1 + number % 3, 1 + number / 2 % 3);
            let strided = options.stride(stride).dilation(dilation);
            let groups = 1 + number % 2;
            // Planes below and above the size of a tile, rows below and above that of a vector.
            push(&[axis(3, 3, strided), axis(4, 3, options)], groups, 3, to);
            push(&[axis(20, 2, options), axis(5, 3, strided)], groups, 2, to);
            push(&[axis(7, 3, strided), axis(40, 2, strided)], groups, 2, to);
            push(&[axis(90 + number, 3, strided)], groups, 3, to);
        }
        // In the input itself.
        let valid = Options::valid();
        for (rows, columns) in [(1, 70), (9, 9), (33, 2), (66, 1), (6, 41)] {
            push(&[axis(rows, 3, valid), axis(columns, 3, valid)], 1, 2, to);
            push(
                &[axis(rows, 2, valid), axis(columns, 2, valid.dilation(2))],
                2,
                2,
                to,
            );
        }
        let spaces = [valid, Options::same(), Options::circular().stride(2)];
        for options in spaces {
            push(
                &[
                    axis(3, 2, options),
                    axis(4, 3, options),
                    axis(18, 3, options),
                ],
                1,
                2,
                to,
            );
        }
        // A dilation as large as the output.
        push(
            &[axis(3, 2, valid.dilation(100)), axis(2, 2, valid)],
            1,
            2,
            to,
        );
        push(
            &[axis(3, 2, valid), axis(2, 2, valid.dilation(90))],
            1,
            2,
            to,
        );
    }
    cases
}

/// So many products that several threads share them.
pub(crate) fn shared() -> Vec<Case> {
    let same = Options::same();
    vec![
        finite(&[axis(30_000, 36, same)]),
        finite(&[axis(230, 5, same), axis(190, 5, same.stride(2))]),
        finite(&[
            axis(3, 3, same),
            axis(60, 4, Options::circular()),
            axis(300, 3, same),
        ]),
    ]
}

/// As [`shared`], for layers.
pub(crate) fn shared_layers() -> Vec<(Case, Channels)> {
    let one = |case: Case, from, to| {
        let channels = Channels {
            groups: 1,
            from,
            to,
            batch: 1,
        };
        (case, channels)
    };
    let side = |options| axis(24, 3, options);
    let (valid, same) = (Options::valid(), Options::same());
    vec![
        one(finite(&[side(valid), side(valid)]), 12, 20),
        one(finite(&[side(same), side(same.stride(2))]), 14, 33),
        one(finite(&[axis(1200, 3, same), axis(70, 3, same)]), 2, 2),
    ]
}

/// At random, one axis long.
pub(crate) fn long_case() -> impl Strategy<Value = Case> {
    let axis = |most: usize| (1..most, 1..10_usize, options());
    let axes = prop_oneof![
        (axis(30), axis(200)).prop_map(|(a, b)| vec![a, b]),
        (axis(200), axis(30)).prop_map(|(a, b)| vec![a, b]),
        (axis(4), axis(12), axis(140)).prop_map(|(a, b, c)| vec![a, b, c]),
    ];
    (axes, prop::sample::select(&Layout::ALL), any::<u64>()).prop_map(|(axes, layout, seed)| Case {
        axes,
        layout,
        seed,
    })
}

/// At random, one axis long and several output channels.
pub(crate) fn long_layer() -> impl Strategy<Value = (Case, Channels)> {
    let axis = |most: usize| (1..most, 1..4_usize, options());
    let axes = prop_oneof![
        axis(200).prop_map(|a| vec![a]),
        (axis(12), axis(80)).prop_map(|(a, b)| vec![a, b]),
        (axis(80), axis(12)).prop_map(|(a, b)| vec![a, b]),
        (axis(4), axis(8), axis(40)).prop_map(|(a, b, c)| vec![a, b, c]),
    ];
    let case = (axes, prop::sample::select(&Layout::ALL), any::<u64>())
        .prop_map(|(axes, layout, seed)| Case { axes, layout, seed });
    let channels = (channels(), 4..20_usize).prop_map(|(channels, to)| Channels {
        groups: channels.groups.min(3),
        from: channels.from.min(4),
        to,
        batch: 1,
    });
    (case, channels)
}
