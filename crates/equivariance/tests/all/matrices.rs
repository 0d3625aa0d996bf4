//! Linear maps as matrices.

use equivariance::*;
use ndarray::{Array1, Array2, Dim, Ix2, array, aview1};
use proptest::prelude::*;

/// Whole numbers from −4 to 4, whose sums of products are exact.
fn whole_numbers<D: ndarray::Dimension>(shape: D, seed: u64) -> ndarray::Array<f64, D> {
    seeded_noise(shape, seed).mapv(|value: f64| (9.0 * value).floor() - 4.0)
}

proptest! {
    #[test]
    fn the_matrix_of_a_map_times_an_input_is_what_the_map_makes_of_it(
        seed: u64,
        padding in prop::sample::select(Padding::ALL),
        (rows, columns) in (1..4_usize, 1..4_usize),
        stride in 1..3_usize,
    ) {
        let input = whole_numbers(Dim([6, 5]), seed);
        let kernel = whole_numbers(Dim([rows, columns]), seed ^ 1);
        let options = Options::padded(padding).stride(stride);
        let map = |f: &ndarray::ArrayRef2<f64>| correlate(f, &kernel, options);
        let matrix = matrix_of(input.raw_dim(), map).unwrap();
        let output = map(&input).unwrap();
        prop_assert_eq!(matrix.dim(), (output.len(), input.len()));
        let product = matrix.dot(&input.flatten());
        prop_assert_eq!(product, output.flatten());

        // The matrix of the adjoint is the transpose.
        let adjoint = matrix_of(output.raw_dim(), |g| correlate_transposed(g, &kernel, input.shape(), options));
        prop_assert_eq!(adjoint.unwrap(), matrix.t());
    }

    #[test]
    fn on_a_ring_the_matrix_is_circulant_and_beside_zeros_it_is_toeplitz(seed: u64, n in 1..9_usize, k in 1..9_usize) {
        let kernel = whole_numbers(Dim(k), seed);
        let matrix = |options| matrix_of(Dim(n), |f| correlate(f, &kernel, options)).unwrap();
        let ring = matrix(Options::circular());
        for (i, j) in (0..n).flat_map(|i| (0..n).map(move |j| (i, j))) {
            prop_assert_eq!(ring[[i, j]], ring[[(i + 1) % n, (j + 1) % n]]);
        }
        for options in [Options::same(), Options::full()] {
            let zeros = matrix(options);
            for (i, j) in (1..zeros.nrows()).flat_map(|i| (1..n).map(move |j| (i, j))) {
                prop_assert_eq!(zeros[[i, j]], zeros[[i - 1, j - 1]]);
            }
        }
    }
}

#[test]
fn a_matrix_numbers_its_arrays_in_row_major_order() {
    // The transposition of pictures of 2 rows and 3 columns.
    let matrix = matrix_of(Ix2(2, 3), |f: &ndarray::ArrayRef2<f32>| {
        Ok(f.t().to_owned())
    })
    .unwrap();
    let numbers: Array2<f32> = array![[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]];
    let places = matrix.dot(&numbers.flatten());
    assert_eq!(places, array![0.0, 3.0, 1.0, 4.0, 2.0, 5.0]);
    // A map to one number is a row.
    let sum = matrix_of(Ix2(2, 3), |f: &ndarray::ArrayRef2<f64>| {
        Ok(ndarray::arr0(f.sum()))
    });
    assert_eq!(sum.unwrap(), Array2::<f64>::ones((1, 6)));
}

#[test]
fn what_has_no_matrix_is_named() {
    let message = |n: usize, map: fn(&ndarray::ArrayRef1<f64>) -> Result<Array1<f64>>| {
        matrix_of(Dim(n), map).unwrap_err().to_string()
    };
    assert_eq!(
        message(0, |f| Ok(f.to_owned())),
        "the input of shape [0] is empty; every axis needs at least one sample"
    );
    assert_eq!(
        message(3, |f| Ok(Array1::from_iter(
            f.iter().enumerate().map(|(i, v)| v + i as f64 / 2.0)
        ))),
        "the map gives 0.5 at [1] for an input of zeros; a linear map gives 0, so one without a bias is needed"
    );
    assert_eq!(
        message(3, |f| Ok(Array1::zeros(2 + f[1] as usize))),
        "the output of the map has shape [3], but [2] is needed"
    );
    // What the map refuses is what is said.
    assert_eq!(
        message(2, |f| correlate(
            f,
            &aview1(&[1.0, 2.0, 3.0]),
            Options::valid()
        )),
        "a kernel of 3 with dilation 1 spans 3 samples, but the input has 2: valid padding needs at least 3"
    );
    let huge = matrix_of(Dim(usize::MAX), |f: &ndarray::ArrayRef1<f64>| {
        Ok(f.to_owned())
    });
    assert!(matches!(huge, Err(Error::OutputTooLarge { .. })));
}
