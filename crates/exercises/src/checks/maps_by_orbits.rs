//! Groups whose maps are counted on paper.

use crate::{Answer, Outcome, outcome::equal};

type Permutation = Vec<usize>;

fn shift(n: usize, s: usize) -> Permutation {
    (0..n).map(|i| (i + s) % n).collect()
}

fn mirror(n: usize) -> Permutation {
    (0..n).rev().collect()
}

/// The exchange of the points 0 and 1.
fn exchange(n: usize) -> Permutation {
    let mut points: Permutation = (0..n).collect();
    points.swap(0, 1);
    points
}

fn greatest_common_divisor(a: usize, b: usize) -> usize {
    if b == 0 {
        a
    } else {
        greatest_common_divisor(b, a % b)
    }
}

pub(crate) fn check(solve: impl Fn(&[Permutation]) -> Answer<usize>) -> Outcome {
    let check = |permutations: &[Permutation], dimension: usize, hint| {
        let input = format_args!("{permutations:?}");
        equal(input, &dimension, &solve(permutations)?, hint)
    };
    for n in [2, 5, 12] {
        let hint = "the identity asks for nothing: all entries are free";
        check(&[shift(n, 0)], n * n, hint)?;
        for s in 1..n {
            let hint =
                "an entry is joined to all that it reaches, not to the next one alone";
            check(&[shift(n, s)], n * greatest_common_divisor(n, s), hint)?;
        }
        let hint = "the mirror image joins entries in pairs, and the middle one to itself where n is odd";
        check(&[mirror(n)], (n * n).div_ceil(2), hint)?;
    }
    for n in [3, 6, 60] {
        let hint = "entries that one permutation joins and entries that another joins become one class";
        check(&[shift(n, 1), mirror(n)], n / 2 + 1, hint)?;
        let hint = "all permutations leave the diagonal and the rest";
        check(&[shift(n, 1), exchange(n)], 2, hint)?;
        check(&[exchange(n), shift(n, 1)], 2, hint)?;
    }
    Ok(())
}
