//! Samples that are not numbers.

use pulp::{Simd, WithSimd};

use crate::lanes::Lanes;
use crate::vector_width::dispatch;

/// Says whether one of the values is not a number.
pub(crate) fn has_nan<A: Lanes + PartialOrd>(values: &[A]) -> bool {
    let unordered = |value: &A| value.partial_cmp(value).is_none();
    // The module for the page must be small.
    if cfg!(target_arch = "wasm32") {
        return values.iter().any(unordered);
    }
    // Only a sum that is not a number needs a closer look; opposite infinities make it so as well.
    dispatch(Sum(values)) && values.iter().any(unordered)
}

/// Says whether the sum of the values is not a number.
struct Sum<'a, A>(&'a [A]);

impl<A: Lanes + PartialOrd> WithSimd for Sum<'_, A> {
    type Output = bool;

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> bool {
        let lanes = A::count::<S>();
        let mut sums = [A::splat(simd, A::default()); 4];
        let mut chunks = self.0.chunks_exact(4 * lanes);
        for chunk in &mut chunks {
            for (sum, values) in sums.iter_mut().zip(chunk.chunks_exact(lanes)) {
                *sum = A::add(simd, *sum, A::load(simd, values));
            }
        }
        let [a, b, c, d] = sums;
        let sum = A::add(simd, A::add(simd, a, b), A::add(simd, c, d));
        // As many as a vector may have, at most.
        let mut values = [A::default(); 16];
        A::store(simd, &mut values[..lanes], sum);
        let rest = chunks.remainder();
        let unordered = |value: &A| value.partial_cmp(value).is_none();
        values.iter().chain(rest).any(unordered)
    }
}
