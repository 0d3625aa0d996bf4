//! What has no order, and what is equal but not the same, under the largest sample of a window.

use equivariance::*;
use ndarray::{ArrayD, IxDyn};

use super::compare::{Bits, assert_same, with_vectors_of_every_width};
use super::naive::{self, Kind};

/// A sample that is not a number is refused by its place, whether a window meets it or not.
pub(crate) fn nan_is_refused<A: Bits>(
    shape: &[usize],
    pool: Pool,
    places: impl Iterator<Item = usize> + Clone,
) {
    let mut input: ArrayD<A> = seeded_noise(IxDyn(shape), 1);
    let mut output = max_pool(&input, pool).unwrap();
    with_vectors_of_every_width(|| {
        assert!(max_pool(&input, pool).is_ok());
    });
    for place in places {
        let before = std::mem::replace(&mut input.as_slice_mut().unwrap()[place], A::nan());
        let mut rest = place;
        let mut index = vec![0; shape.len()];
        for (index, n) in index.iter_mut().zip(shape).rev() {
            (*index, rest) = (rest % n, rest / n);
        }
        let check = |result: Result<()>| match result {
            Err(Error::NonFinite { index: named, .. }) => assert_eq!(named, index, "{pool:?}"),
            other => panic!("{shape:?} {index:?} {pool:?}: {other:?}"),
        };
        with_vectors_of_every_width(|| check(max_pool(&input, pool).map(|_| ())));
        check(max_pool_into(&input, pool, &mut output));
        check(global_max(&input).map(|_| ()));
        input.as_slice_mut().unwrap()[place] = before;
    }
}

/// Infinities of both signs, whose sum is not a number, and zeros of both signs, of which the first counts.
pub(crate) fn infinities_and_zeros_have_an_order<A: Bits>() {
    let values = [A::infinity(), A::neg_infinity(), A::zero(), -A::zero()];
    for (shape, pool) in [
        (&[400][..], Pool::new(3, 1)),
        (&[40, 90], Pool::new(2, 2)),
        (&[40, 90], Pool::new(3, 1).padding(Padding::Same)),
        (&[3, 9, 150], Pool::new(2, 1).dilation(2)),
    ] {
        let noise: ArrayD<f64> = seeded_noise(IxDyn(shape), 5);
        // All four, those below infinity, and zeros alone.
        for first in 0..3 {
            let choice = &values[first..];
            let input = noise.mapv(|x| choice[(x * choice.len() as f64) as usize]);
            let pools = vec![pool; shape.len()];
            let expected = naive::pool(&input, &pools, Kind::Max);
            with_vectors_of_every_width(|| {
                assert_same(max_pool(&input, pool), expected.as_ref(), (shape, pool));
            });
        }
    }
}
