//! Every sliding operator meets one naive oracle, over one table of cases.

use equivariance::*;
use ndarray::{Array1, Array2, Array3};

const PADDINGS: [Padding; 5] = [
    Padding::Valid,
    Padding::Same,
    Padding::Full,
    Padding::Circular,
    Padding::Reflect,
];

/// The input indices under the kernel, from a padded copy of the indices: no formula shared with the crate.
fn windows(n: usize, k: usize, options: Options) -> Option<Vec<Vec<Option<usize>>>> {
    let span = 1 + (k - 1) * options.dilation;
    let (before, after) = match options.padding {
        Padding::Valid => (0, 0),
        Padding::Full => (span - 1, span - 1),
        _ => ((span - 1) / 2, span - 1 - (span - 1) / 2),
    };
    let mut padded: Vec<Option<usize>> = (0..n).map(Some).collect();
    // Circular: walk backwards and forwards round the circle. Reflect: walk to and fro.
    let fro: Vec<usize> = (0..n).chain((1..n.max(2) - 1).rev()).collect();
    for step in 1..=before.max(after) {
        let (front, back) = match options.padding {
            Padding::Circular => (
                Some((0..n).rev().cycle().nth(step - 1).unwrap()),
                Some((0..n).cycle().nth(step - 1).unwrap()),
            ),
            Padding::Reflect => (
                Some(*fro.iter().cycle().nth(step).unwrap()),
                Some(*fro.iter().cycle().nth(n - 1 + step).unwrap()),
            ),
            _ => (None, None),
        };
        if step <= before {
            padded.insert(0, front);
        }
        if step <= after {
            padded.push(back);
        }
    }
    if span > padded.len() {
        return None;
    }
    Some(
        padded
            .windows(span)
            .step_by(options.stride)
            .map(|w| w.iter().copied().step_by(options.dilation).collect())
            .collect(),
    )
}

fn table() -> Vec<Options> {
    let mut cases = Vec::new();
    for padding in PADDINGS {
        for stride in 1..=3 {
            for dilation in 1..=3 {
                cases.push(Options::padded(padding).stride(stride).dilation(dilation));
            }
        }
    }
    cases
}

#[test]
fn one_dimension_meets_the_oracle() {
    for options in table() {
        for n in 1..=9 {
            for k in 1..=4 {
                let f: Array1<f64> = seeded_noise(n, 10 + n as u64);
                let w: Array1<f64> = seeded_noise(k, 20 + k as u64);
                let Some(windows) = windows(n, k, options) else {
                    assert!(
                        matches!(
                            correlate(&f, &w, options),
                            Err(Error::KernelTooLarge { .. })
                        ),
                        "{options:?} {n} {k}"
                    );
                    continue;
                };
                let expected = |w: &Array1<f64>| -> Array1<f64> {
                    let sum = |taps: &Vec<Option<usize>>| {
                        let mut sum = 0.0;
                        for (j, tap) in taps.iter().enumerate() {
                            sum += w[j] * tap.map_or(0.0, |i| f[i]);
                        }
                        sum
                    };
                    windows.iter().map(sum).collect()
                };
                assert_eq!(
                    correlate(&f, &w, options).unwrap(),
                    expected(&w),
                    "{options:?} {n} {k}"
                );
                let reversed: Array1<f64> = w.iter().rev().copied().collect();
                assert_eq!(
                    convolve(&f, &w, options).unwrap(),
                    expected(&reversed),
                    "{options:?} {n} {k}"
                );
                assert_eq!(
                    output_size(n, k, options).unwrap(),
                    windows.len(),
                    "{options:?} {n} {k}"
                );
            }
        }
    }
}

#[test]
fn two_dimensions_meet_the_oracle() {
    for options in table() {
        let f: Array2<f64> = seeded_noise((8, 9), 1);
        let w: Array2<f64> = seeded_noise((2, 3), 2);
        let (down, across) = (
            windows(8, 2, options).unwrap(),
            windows(9, 3, options).unwrap(),
        );
        let expected = Array2::from_shape_fn((down.len(), across.len()), |(y, x)| {
            let mut sum = 0.0;
            for (i, r) in down[y].iter().enumerate() {
                for (j, c) in across[x].iter().enumerate() {
                    sum += w[[i, j]] * r.zip(*c).map_or(0.0, |(r, c)| f[[r, c]]);
                }
            }
            sum
        });
        assert_eq!(correlate(&f, &w, options).unwrap(), expected, "{options:?}");
        assert_eq!(
            convolve(&f, &flip(&w), options).unwrap(),
            expected,
            "{options:?}"
        );
    }
}

#[test]
fn three_dimensions_meet_the_oracle() {
    for options in table() {
        let f: Array3<f64> = seeded_noise((4, 5, 3), 6);
        let w: Array3<f64> = seeded_noise((2, 1, 3), 7);
        let taps = [(4, 2), (5, 1), (3, 3)].map(|(n, k)| windows(n, k, options));
        let [Some(a), Some(b), Some(c)] = taps else {
            assert!(correlate(&f, &w, options).is_err(), "{options:?}");
            continue;
        };
        let expected = Array3::from_shape_fn((a.len(), b.len(), c.len()), |(z, y, x)| {
            let mut sum = 0.0;
            for ((i, j, k), weight) in w.indexed_iter() {
                let sample = match (a[z][i], b[y][j], c[x][k]) {
                    (Some(z), Some(y), Some(x)) => f[[z, y, x]],
                    _ => 0.0,
                };
                sum += weight * sample;
            }
            sum
        });
        assert_eq!(correlate(&f, &w, options).unwrap(), expected, "{options:?}");
        let (f, w) = (f.into_dyn(), w.into_dyn());
        assert_eq!(
            correlate(&f, &w, options).unwrap(),
            expected.into_dyn(),
            "{options:?}"
        );
    }
}

#[test]
fn a_transposed_view_is_read_in_its_own_order() {
    let f: Array2<f64> = seeded_noise((6, 7), 3);
    let w: Array2<f64> = seeded_noise((3, 2), 4);
    let copied = f.t().as_standard_layout().into_owned();
    assert_eq!(
        correlate(&f.t(), &w, Options::same()).unwrap(),
        correlate(&copied, &w, Options::same()).unwrap()
    );
    assert_eq!(
        translate(&f.t(), &[1, -2], Fill::Zero).unwrap(),
        translate(&copied, &[1, -2], Fill::Zero).unwrap()
    );
}

#[test]
fn pools_meet_the_oracle() {
    // Of both signs: the largest of a window may lie below zero.
    let f: Array2<f64> = seeded_noise((7, 8), 5) - 0.7;
    for window in 1..=4 {
        for stride in 1..=4 {
            let options = Options::valid().stride(stride);
            let (down, across) = (
                windows(7, window, options).unwrap(),
                windows(8, window, options).unwrap(),
            );
            let samples = |y: usize, x: usize| -> Vec<f64> {
                down[y]
                    .iter()
                    .flat_map(|r| across[x].iter().map(|c| f[[r.unwrap(), c.unwrap()]]))
                    .collect()
            };
            let shape = (down.len(), across.len());
            let largest = Array2::from_shape_fn(shape, |(y, x)| {
                samples(y, x).into_iter().fold(f64::MIN, f64::max)
            });
            let mean = Array2::from_shape_fn(shape, |(y, x)| {
                samples(y, x).iter().sum::<f64>() / (window * window) as f64
            });
            let pool = Pool::new(window, stride);
            assert_eq!(max_pool(&f, pool).unwrap(), largest);
            assert_eq!(mean_pool(&f, pool).unwrap(), mean);

            // Blurred: the maximum, the blur and the choice of samples written out at once.
            let dense = |y: usize, x: usize| {
                let inside = |i: usize| f[[(y + i / window) % 7, (x + i % window) % 8]];
                (0..window * window).map(inside).fold(f64::MIN, f64::max)
            };
            let blurred = blurred_max_pool(&f, pool).unwrap();
            assert_eq!(
                blurred.dim(),
                (7_usize.div_ceil(stride), 8_usize.div_ceil(stride))
            );
            for ((y, x), value) in blurred.indexed_iter() {
                let mut expected = 0.0;
                for (i, u) in [0.25, 0.5, 0.25].into_iter().enumerate() {
                    for (j, v) in [0.25, 0.5, 0.25].into_iter().enumerate() {
                        expected +=
                            u * v * dense((y * stride + i + 6) % 7, (x * stride + j + 7) % 8);
                    }
                }
                // Sums of nine products in another order.
                assert!((value - expected).abs() < 1e-15, "{pool:?} {y} {x}");
            }
        }
    }
}
