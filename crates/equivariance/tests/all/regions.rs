//! Boxes of positions, where a map is exactly equivariant, and how far it is from being so elsewhere.

use std::panic::catch_unwind;

use equivariance::*;
use ndarray::{Array1, Array2, Array3, ArrayRef1, ArrayRef2, array, s};

fn region(ranges: &[std::ops::Range<usize>]) -> Region {
    Region {
        ranges: ranges.to_vec(),
    }
}

#[test]
fn a_region_contains_the_positions_that_it_counts_and_selects() {
    let array = Array2::from_shape_fn((5, 6), |(y, x)| 10 * y + x);
    for ranges in [
        [0..5, 0..6],
        [1..3, 2..6],
        [4..5, 0..1],
        [2..2, 1..3],
        [1..3, 4..4],
    ] {
        let region = region(&ranges);
        let inside: Vec<usize> = array
            .indexed_iter()
            .filter(|((y, x), _)| region.contains(&[*y, *x]))
            .map(|(_, value)| *value)
            .collect();
        let [down, across] = ranges;
        let expected = array.slice(s![down.clone(), across.clone()]);
        assert_eq!(inside, expected.iter().copied().collect::<Vec<_>>());
        assert_eq!(region.select(&array), expected);
        assert_eq!(region.crop_view(&array), expected);
        assert_eq!(region.len(), inside.len());
        assert_eq!(region.is_empty(), inside.is_empty());
        assert_eq!(region.shape(), [down.len(), across.len()]);
    }
    let full = Region::full(&[5, 6]);
    assert_eq!(full.ranges, [0..5, 0..6]);
    assert!(!full.contains(&[5, 0]) && !full.contains(&[0, 6]));
    // A position has a number for each axis.
    assert!(!full.contains(&[1]) && !full.contains(&[1, 1, 1]));
}

#[test]
fn a_region_that_leaves_its_array_selects_nothing() {
    let array = Array2::<f64>::zeros((5, 6));
    let backwards = std::ops::Range { start: 3, end: 2 };
    for ranges in [
        vec![0..6, 0..6],
        vec![0..5, 0..7],
        vec![backwards.clone(), 0..6],
        vec![0..5, backwards],
        std::iter::once(0..5).collect(),
        vec![0..5, 0..6, 0..1],
    ] {
        let region = Region { ranges };
        let message = *catch_unwind(|| region.select(&array))
            .unwrap_err()
            .downcast::<String>()
            .unwrap();
        let expected = format!(
            "the region {:?} is not inside an array of shape [5, 6]",
            region.ranges
        );
        assert_eq!(message, expected);
    }
    assert_eq!(region(&[0..5, 6..6]).select(&array).dim(), (5, 0));
}

/// The positions at which both ways meet the same samples, found by numbering the samples; a padded zero is number 0.
fn exact_positions(n: usize, k: usize, options: Options, shift: isize, fill: Fill) -> Vec<bool> {
    let numbered = Array1::from_shape_fn(n, |x| (x + 1) as f64);
    let translated = translate(&numbered, &[shift], fill).unwrap();
    let count = output_size(n, k, options).unwrap();
    let places = Array1::from_shape_fn(count, |y| (y + 1) as f64);
    let moved = translate(&places, &[shift / options.stride as isize], fill).unwrap();
    let exact = |(y, from): (usize, &f64)| {
        // Number 0 was filled.
        let Some(from) = (*from as usize).checked_sub(1) else {
            return false;
        };
        let window = |input: &Array1<f64>, y| window_at(input, &[k], options, &[y]).unwrap();
        window(&translated, y) == window(&numbered, from)
    };
    moved.iter().enumerate().map(exact).collect()
}

#[test]
fn the_interior_is_the_first_longest_run_of_exact_positions() {
    let mut interrupted = 0;
    let others = [
        Padding::SameUpper,
        Padding::SameLower,
        Padding::Zeros {
            before: 3,
            after: 0,
        },
    ];
    for padding in Padding::ALL.iter().chain(&others) {
        for (stride, dilation, k) in [
            (1, 1, 3),
            (1, 2, 3),
            (2, 1, 3),
            (3, 1, 2),
            (1, 1, 1),
            (1, 3, 3),
        ] {
            let options = Options::padded(*padding).stride(stride).dilation(dilation);
            for (steps, fill) in (-9..=9).flat_map(|t| [(t, Fill::Zero), (t, Fill::Circular)]) {
                let shift = steps * stride as isize;
                let exact = exact_positions(9, k, options, shift, fill);
                let runs = (0..exact.len()).flat_map(|a| (a..=exact.len()).map(move |b| a..b));
                let all_exact = runs.filter(|run| exact[run.clone()].iter().all(|exact| *exact));
                // Of runs of one length `max_by_key` takes the last, so they are given from behind.
                let all: Vec<_> = all_exact.collect();
                let longest = all.iter().rev().max_by_key(|run| run.len()).unwrap();
                let found = interior(&[9], &[k], options, &[shift], fill).unwrap();
                let what = format!("{options:?} {k} {shift} {fill}");
                assert_eq!(found.len(), longest.len(), "{what}");
                if !longest.is_empty() {
                    assert_eq!(found.ranges[0], *longest, "{what}");
                }
                let count = exact.iter().filter(|exact| **exact).count();
                interrupted += usize::from(count > longest.len());
            }
        }
    }
    // The table holds cases in which the exact positions are no box.
    assert!(interrupted > 0);
}

#[test]
fn each_axis_of_an_interior_is_its_own() {
    let options = Options::same().stride(2);
    let region = interior(&[12, 9], &[3, 5], options, &[4, -2], Fill::Zero).unwrap();
    for (axis, (n, k, s)) in [(12, 3, 4), (9, 5, -2)].into_iter().enumerate() {
        let alone = interior(&[n], &[k], options, &[s], Fill::Zero).unwrap();
        assert_eq!(region.ranges[axis], alone.ranges[0]);
    }
}

#[test]
fn the_shift_of_an_interior_fits_its_input_and_its_stride() {
    let at = |stride, shift: &[isize]| {
        interior(
            &[8],
            &[3],
            Options::valid().stride(stride),
            shift,
            Fill::Circular,
        )
    };
    for shift in [&[][..], &[0, 0]] {
        let error = at(1, shift).unwrap_err();
        let Error::DimensionMismatch {
            expected: 1,
            actual,
            ..
        } = error
        else {
            panic!("{error}");
        };
        assert_eq!(actual, shift.len());
    }
    for (stride, shift) in [(2, 3), (3, -4), (2, -1), (usize::MAX, 1), (usize::MAX, -1)] {
        let error = at(stride, &[shift]).unwrap_err();
        assert!(
            matches!(error, Error::ShiftNotMultipleOfStride { shift: s, stride: t } if s == shift && t == stride)
        );
    }
    // 0 is a multiple of every stride.
    for stride in [1, 2, 5, usize::MAX] {
        let count = output_size(8, 3, Options::valid().stride(stride)).unwrap();
        assert_eq!(at(stride, &[0]).unwrap(), Region::full(&[count]));
    }
}

#[test]
fn an_output_that_is_not_there_has_no_window() {
    let f: Array2<f64> = seeded_noise((5, 6), 1);
    let outside = |output: &[usize]| window_at(&f, &[3, 3], Options::valid(), output).unwrap_err();
    for output in [[3, 0], [0, 4], [7, 9]] {
        let expected =
            format!("there is no output at {output:?} where the outputs have shape [3, 4]");
        assert_eq!(outside(&output).to_string(), expected);
    }
    assert!(matches!(outside(&[1]), Error::DimensionMismatch { .. }));
    let last = window_at(&f, &[3, 3], Options::valid(), &[2, 3]).unwrap();
    assert_eq!(last, f.slice(s![2..5, 3..6]));
}

/// A map that is not equivariant: each value is multiplied by its position, counted from 1.
fn by_position(f: &ArrayRef1<f64>) -> Result<Array1<f64>> {
    Ok(Array1::from_shape_fn(f.len(), |x| f[x] * (x + 1) as f64))
}

fn shifted(f: &ArrayRef1<f64>, s: &isize) -> Result<Array1<f64>> {
    translate(f, &[*s], Fill::Circular)
}

#[test]
fn the_error_is_taken_over_all_elements_and_the_positions_of_their_regions() {
    let f = array![1.0, 2.0, 4.0, 8.0];
    // By 1: [8, 2, 6, 16] against [32, 1, 4, 12], so [24, 1, 2, 4]; by 2: [4, 16, 3, 8] against [12, 32, 1, 4], so [8, 16, 2, 4].
    let error = |elements: &[isize], ranges: fn(isize) -> std::ops::Range<usize>| {
        equivariance_error(&f, by_position, shifted, shifted, elements, |s, _| {
            Ok(region(&[ranges(*s)]))
        })
        .unwrap()
    };
    let all = error(&[1, 2], |_| 0..4);
    assert_eq!((all.largest, all.worst, all.mean), (24.0, 1, 61.0 / 8.0));
    // A part of each, and not the same number of positions.
    let some = error(&[1, 2], |s| if s == 1 { 1..4 } else { 1..2 });
    assert_eq!((some.largest, some.worst, some.mean), (16.0, 2, 23.0 / 4.0));
    assert_eq!(some.region.ranges, [std::ops::Range { start: 1, end: 2 }]);
    // Of equal ones the first.
    let tie = error(&[2, 1], |_| 2..4);
    assert_eq!((tie.largest, tie.worst, tie.mean), (4.0, 2, 12.0 / 4.0));
}

#[test]
fn an_infinite_difference_is_named_by_its_place_in_the_output() {
    let f: Array3<f64> = seeded_noise((3, 4, 5), 1);
    let act = |f: &ndarray::ArrayRef3<f64>, _: &()| Ok(f.to_owned());
    let mut calls = std::cell::Cell::new(0);
    for place in [[1, 2, 4], [2, 1, 3], [1, 1, 2]] {
        // Each call another value there, so that the two ways differ.
        let map = |f: &ndarray::ArrayRef3<f64>| {
            calls.set(calls.get() + 1);
            let mut output = f.to_owned();
            output[place] = if calls.get() % 2 == 0 {
                f64::INFINITY
            } else {
                0.0
            };
            Ok(output)
        };
        let error = equivariance_error(&f, map, act, act, &[()], |(), _| {
            Ok(region(&[1..3, 1..4, 2..5]))
        });
        let Err(Error::NonFinite { index, value, .. }) = error else {
            panic!("{error:?}");
        };
        assert_eq!((index, value), (place.to_vec(), f64::INFINITY));
        calls = std::cell::Cell::new(0);
    }
}

#[test]
fn two_ways_to_outputs_of_two_shapes_are_an_error() {
    let f: Array2<f64> = seeded_noise((4, 6), 1);
    let turned = |f: &ArrayRef2<f64>, _: &()| Ok(f.t().to_owned());
    let kept = |f: &ArrayRef2<f64>, _: &()| Ok(f.to_owned());
    let map = |f: &ArrayRef2<f64>| Ok(f.to_owned());
    let error = equivariance_error(&f, map, turned, kept, &[()], |(), n| Ok(Region::full(n)));
    let Err(Error::ShapeMismatch {
        expected, actual, ..
    }) = error
    else {
        panic!("{error:?}");
    };
    assert_eq!((expected, actual), (vec![4, 6], vec![6, 4]));
    let outside = equivariance_error(&f, map, kept, kept, &[()], |(), _| {
        Ok(region(&[0..4, 0..7]))
    });
    assert!(matches!(outside, Err(Error::RegionOutside { .. })));
}
