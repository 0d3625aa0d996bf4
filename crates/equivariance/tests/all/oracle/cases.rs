//! The cases: shapes, options and layouts, from tables and at random.

use std::fmt::Debug;

use equivariance::{Options, Padding};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::layouts::Layout;

/// One axis of a case: the sizes of the input and the kernel, and the options.
pub(crate) type AxisCase = (usize, usize, Options);

#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) axes: Vec<AxisCase>,
    pub(crate) layout: Layout,
    pub(crate) seed: u64,
}

impl Case {
    pub(crate) fn new(axes: &[AxisCase]) -> Self {
        Self {
            axes: axes.to_vec(),
            layout: Layout::Standard,
            seed: axes.iter().map(|(n, k, _)| n + 10 * k).sum::<usize>() as u64,
        }
    }

    pub(crate) fn input(&self) -> Vec<usize> {
        self.axes.iter().map(|(n, ..)| *n).collect()
    }

    pub(crate) fn kernel(&self) -> Vec<usize> {
        self.axes.iter().map(|(_, k, _)| *k).collect()
    }

    /// The number of products, if every window is inside.
    pub(crate) fn products(&self) -> usize {
        self.axes.iter().map(|(n, k, _)| n * k).product()
    }

    pub(crate) fn options(&self) -> Vec<Options> {
        self.axes.iter().map(|(.., options)| *options).collect()
    }
}

pub(crate) const PADDINGS: [Padding; 9] = [
    Padding::Valid,
    Padding::Same,
    Padding::Full,
    Padding::Circular,
    Padding::Reflect,
    Padding::Zeros {
        before: 3,
        after: 0,
    },
    Padding::Zeros {
        before: 1,
        after: 2,
    },
    Padding::SameUpper,
    Padding::SameLower,
];

pub(crate) fn table_of_options() -> Vec<Options> {
    let mut table = Vec::new();
    for padding in PADDINGS {
        for (stride, dilation) in (1..=3).flat_map(|s| (1..=3).map(move |d| (s, d))) {
            let options = Options::padded(padding).stride(stride).dilation(dilation);
            table.extend([options, options.ceil()]);
        }
    }
    table
}

/// Small cases of one, two and three dimensions, with each entry of the options, and a few that are large.
pub(crate) fn table() -> Vec<Case> {
    let mut cases = Vec::new();
    let options = table_of_options();
    for (i, first) in options.iter().enumerate() {
        // A quarter of the sizes for each entry, so that four entries have all.
        for (n, k) in (1..=9).flat_map(|n| (1..=4).map(move |k| (n, k))) {
            if (n + k + i) % 4 == 0 {
                cases.push(Case::new(&[(n, k, *first)]));
            }
        }
        // Another entry for each of the other axes.
        let (second, third) = (
            options[(i + 29) % options.len()],
            options[(i + 71) % options.len()],
        );
        cases.push(Case::new(&[(8, 2, *first), (9, 3, *first)]));
        cases.push(Case::new(&[(7, 3, *first), (8, 2, second)]));
        cases.push(Case::new(&[(4, 2, *first), (5, 1, *first), (3, 3, *first)]));
        cases.push(Case::new(&[(4, 2, *first), (5, 3, second), (6, 2, third)]));
        cases.push(Case::new(&[(3, 2, second), (150, 3, *first)]));
    }
    for padding in PADDINGS {
        let options = Options::padded(padding);
        for (side, k, stride) in [(41, 3, 1), (38, 5, 1), (33, 4, 2)] {
            let options = options.stride(stride);
            cases.push(Case::new(&[(side, k, options), (side + 30, k, options)]));
        }
    }
    for options in [Options::valid(), Options::same(), Options::circular()] {
        cases.push(Case::new(&[(37, 15, options), (67, 15, options)]));
    }
    // More outputs than one block has, and so many products that several threads share them.
    let same = Options::same();
    cases.push(Case::new(&[(20_000, 5, same)]));
    cases.push(Case::new(&[(230, 3, same), (270, 17, same)]));
    cases.push(Case::new(&[]));
    cases
}

pub(crate) fn padding() -> impl Strategy<Value = Padding> {
    prop_oneof![
        prop::sample::select(&PADDINGS),
        (0..7_usize, 0..7_usize).prop_map(|(before, after)| Padding::Zeros { before, after }),
    ]
}

pub(crate) fn options() -> impl Strategy<Value = Options> {
    (padding(), 1..6_usize, 1..5_usize, any::<bool>()).prop_map(
        |(padding, stride, dilation, ceil)| Options {
            padding,
            stride,
            dilation,
            ceil,
        },
    )
}

pub(crate) fn axes() -> impl Strategy<Value = Vec<AxisCase>> {
    let axis = |most: usize| (1..most, 1..6_usize, options());
    prop_oneof![
        prop::collection::vec(axis(200), 1..2),
        prop::collection::vec(axis(40), 2..3),
        prop::collection::vec(axis(10), 3..4),
        prop::collection::vec(axis(5), 4..5),
    ]
}

/// Of few samples, for operators with channels.
pub(crate) fn random_small_case() -> impl Strategy<Value = Case> {
    let axis = |most: usize| (1..most, 1..5_usize, options());
    let axes = prop_oneof![
        prop::collection::vec(axis(50), 1..2),
        prop::collection::vec(axis(12), 2..3),
        prop::collection::vec(axis(5), 3..4),
    ];
    (axes, prop::sample::select(&Layout::ALL), any::<u64>()).prop_map(|(axes, layout, seed)| Case {
        axes,
        layout,
        seed,
    })
}

pub(crate) fn random_case() -> impl Strategy<Value = Case> {
    (axes(), prop::sample::select(&Layout::ALL), any::<u64>())
        .prop_map(|(axes, layout, seed)| Case { axes, layout, seed })
}

/// The channels of a layer and the number of inputs at once.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Channels {
    pub(crate) groups: usize,
    /// In each group.
    pub(crate) from: usize,
    /// In each group.
    pub(crate) to: usize,
    pub(crate) batch: usize,
}

pub(crate) fn channels() -> impl Strategy<Value = Channels> {
    let channels = prop_oneof![
        (1..4_usize, 1..4_usize, 1..4_usize),
        (Just(1), 1..20_usize, 1..20_usize),
        (1..20_usize, Just(1), 1..3_usize),
    ];
    (channels, 0..4_usize).prop_map(|((groups, from, to), batch)| Channels {
        groups,
        from,
        to,
        batch,
    })
}

/// Runs the check over random values; `PROPTEST_CASES` sets how many.
pub(crate) fn randomly<S: Strategy>(strategy: &S, check: impl Fn(&S::Value))
where
    S::Value: Debug,
{
    one_in(1, strategy, check);
}

/// As [`randomly`], over fewer values, of which each takes longer.
pub(crate) fn one_in<S: Strategy>(fewer: u32, strategy: &S, check: impl Fn(&S::Value))
where
    S::Value: Debug,
{
    let mut config = Config::default();
    config.cases = config.cases.div_ceil(fewer);
    TestRunner::new(config)
        .run(strategy, |value| {
            check(&value);
            Ok(())
        })
        .unwrap_or_else(|error| panic!("{error}"));
}
