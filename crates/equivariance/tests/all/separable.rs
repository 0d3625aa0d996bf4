//! Kernels that are products of kernels along the axes.

use equivariance::*;
use ndarray::{Array1, Array2, Array3, Axis};

/// One kernel along each axis has the bits of one correlation after another.
#[test]
fn a_separable_correlation_is_one_correlation_after_another() {
    let pair = |first: Options, second: Options| [first, second];
    for options in [
        pair(Options::valid(), Options::valid()),
        pair(Options::same(), Options::circular().dilation(2)),
        pair(Options::reflect().stride(2), Options::full().stride(3)),
        pair(Options::same().stride(2).dilation(3), Options::zeros(0, 4)),
    ] {
        for (h, w) in [(1, 1), (7, 40), (33, 9), (60, 75)] {
            let input: Array2<f32> = seeded_noise((h, w), 3) - 0.5;
            let (a, b): (Array1<f32>, Array1<f32>) = (seeded_noise(5, 1), seeded_noise(4, 2));
            let column = a.view().insert_axis(Axis(1));
            let row = b.view().insert_axis(Axis(0));
            let result = correlate_separable(&input, &[&a, &b], options);
            let Ok(between) = correlate(&input, &column, [options[0], Options::valid()]) else {
                assert!(result.is_err());
                continue;
            };
            let Ok(expected) = correlate(&between, &row, [Options::valid(), options[1]]) else {
                assert!(result.is_err());
                continue;
            };
            let bits = |a: &Array2<f32>| a.mapv(f32::to_bits);
            let result = result.unwrap();
            assert_eq!(bits(&result), bits(&expected), "{options:?} {h} {w}");
            let mut turned = Array2::zeros((expected.ncols(), expected.nrows()));
            correlate_separable_into(
                &input,
                &[&a, &b],
                options,
                &mut turned.view_mut().reversed_axes(),
            )
            .unwrap();
            assert_eq!(bits(&turned.reversed_axes()), bits(&expected));
        }
    }
}

#[test]
fn a_separable_correlation_in_space_is_one_correlation_after_another() {
    let input: Array3<f64> = seeded_noise((6, 7, 9), 3) - 0.5;
    let kernels: [Array1<f64>; 3] = [2, 3, 4].map(|k| seeded_noise(k, k as u64));
    let options = [
        Options::same(),
        Options::reflect(),
        Options::valid().stride(2),
    ];
    let mut expected = input.clone();
    for (axis, kernel) in kernels.iter().enumerate() {
        let mut shape = [1, 1, 1];
        shape[axis] = kernel.len();
        let mut along = [Options::valid(); 3];
        along[axis] = options[axis];
        let kernel = kernel.to_shape(shape).unwrap();
        expected = correlate(&expected, &kernel, along).unwrap();
    }
    let kernels = kernels.each_ref().map(|kernel| &**kernel);
    assert_eq!(
        correlate_separable(&input, &kernels, options).unwrap(),
        expected
    );
    let error = correlate_separable(&input, &kernels[..2], options).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the separable kernel has 2 axes, but 3 are needed"
    );
}
