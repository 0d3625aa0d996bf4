//! The named kernels and a few others, whose rank is known by their minors.

use crate::{Answer, Outcome, outcome::holds};
use equivariance::Kernel2d;

type Kernel = [[f64; 3]; 3];
type Pair = ([f64; 3], [f64; 3]);

const OTHERS: [(&str, Kernel, &str); 5] = [
    (
        "zeros",
        [[0.0; 3]; 3],
        "zeros are a column of zeros times any row",
    ),
    (
        "only its last row has weights",
        [[0.0; 3], [0.0; 3], [2.0, -1.0, 3.0]],
        "the first row may be zero: take a row that is not",
    ),
    (
        "its first column is zero",
        [[0.0, 1.0, 2.0], [0.0, -2.0, -4.0], [0.0, 3.0, 6.0]],
        "do not divide by a weight that is zero",
    ),
    (
        "all but one weight as of a product",
        [[1.0, 2.0, 3.0], [2.0, 4.0, 6.0], [3.0, 6.0, 8.0]],
        "compare all nine weights with the product",
    ),
    (
        "two different rows and a row of zeros between them",
        [[1.0, 2.0, 1.0], [0.0; 3], [1.0, 0.0, 1.0]],
        "two rows that are no multiples of one another need two products",
    ),
];

/// Whether all minors of two rows and two columns are zero.
fn has_rank_one(kernel: &Kernel) -> bool {
    let pairs = [(0, 1), (0, 2), (1, 2)];
    pairs.iter().all(|&(a, b)| {
        pairs.iter().all(|&(c, d)| {
            (kernel[a][c] * kernel[b][d] - kernel[a][d] * kernel[b][c]).abs() < 1e-12
        })
    })
}

pub(crate) fn check(solve: impl Fn(Kernel) -> Answer<Option<Pair>>) -> Outcome {
    let named = Kernel2d::ALL.iter().filter_map(|kernel| {
        let weights = kernel.weights::<f64>();
        let square = weights.dim() == (3, 3);
        let square =
            square.then(|| [0, 1, 2].map(|a| [0, 1, 2].map(|b| weights[[a, b]])));
        Some((
            kernel.name(),
            square?,
            "a kernel can be split if each row is a multiple of one row",
        ))
    });
    for (name, kernel, hint) in named.chain(OTHERS) {
        let got = solve(kernel)?;
        let splits = has_rank_one(&kernel);
        let right = match &got {
            None => !splits,
            Some((column, row)) => (0..9).all(|at| {
                let (a, b) = (at / 3, at % 3);
                (column[a] * row[b] - kernel[a][b]).abs() < 1e-6
            }),
        };
        let expected = match splits {
            true => "a column and a row whose product is the kernel",
            false => "None",
        };
        holds(
            right,
            format_args!("{kernel:?}, {name}"),
            expected,
            &got,
            hint,
        )?;
    }
    Ok(())
}
