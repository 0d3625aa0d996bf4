//! Circulant matrices, and matrices that are nearly so.

use crate::{Answer, Outcome, outcome::equal};

type Matrix = Vec<Vec<f64>>;

fn circulant(kernel: &[f64]) -> Matrix {
    let n = kernel.len();
    let row = |i: usize| (0..n).map(move |j| kernel[(i + n - j) % n]).collect();
    (0..n).map(row).collect()
}

pub(crate) fn check(
    solve: impl Fn(&[Vec<f64>]) -> Answer<Option<Vec<f64>>>,
) -> Outcome {
    let kernels = [
        vec![2.0],
        vec![1.0, -2.0, 0.5, 0.0],
        vec![0.0, 1.0],
        vec![1.0, 2.0, 3.0, 4.0, 5.0],
    ];
    for kernel in kernels {
        let (matrix, n) = (circulant(&kernel), kernel.len());
        let hint = "the kernel is the answer to an impulse at 0: the first column, not the first row";
        equal(
            format_args!("{matrix:?}"),
            &Some(kernel),
            &solve(&matrix)?,
            hint,
        )?;
        for at in 0..n * n {
            // A matrix of one number is a convolution whatever it holds.
            if n == 1 {
                continue;
            }
            let mut other = matrix.clone();
            other[at / n][at % n] += 7.0;
            let hint = "one number out of place is enough: look at all of them";
            equal(format_args!("{other:?}"), &None, &solve(&other)?, hint)?;
        }
        let transposed: Matrix = (0..n)
            .map(|j| matrix.iter().map(|row| row[j]).collect())
            .collect();
        let backwards = (0..n).map(|k| matrix[(n - k) % n][0]).collect();
        let hint =
            "a transposed convolution is one too, with its kernel read backwards";
        equal(
            format_args!("{transposed:?}"),
            &Some(backwards),
            &solve(&transposed)?,
            hint,
        )?;
    }
    Ok(())
}
