//! The commonest kernel, of three rows and columns.
#![expect(
    clippy::needless_range_loop,
    reason = "the compiler unrolls these loops"
)]

use std::marker::PhantomData;

use pulp::{Simd, WithSimd};

use crate::lanes::Lanes;
use crate::plane::tiles::Tiles;
use crate::plane::{Fold, Start};

impl<A: Lanes> Tiles<'_, A> {
    /// Computes four rows of outputs, for the commonest kernel. Does nothing, and says so, where the rows are too
    /// short or the outputs do not start from a value.
    ///
    /// `SHIFT` is that of the tiles, and the samples of neighbouring weights are neighbours if this is `NEAR`.
    #[inline(always)]
    pub(super) fn small_kernel<F: Fold<A>, S: Simd, const SHIFT: usize, const NEAR: bool>(
        &self,
        simd: S,
        y: usize,
        values: &mut [A],
    ) -> bool {
        let Start::Value(start) = self.start else {
            return false;
        };
        if self.width < A::count::<S>() {
            return false;
        }
        let offsets: [usize; 3] = std::array::from_fn(|k| self.rows.offsets[k]);
        let reach = offsets[0].max(offsets[1]).max(offsets[2]);
        let rows = std::array::from_fn(|k| {
            let last = (k / SHIFT).min(3);
            match k - last * SHIFT {
                weight @ 0..3 => &self.rows.row(y + last * self.step, weight)[..self.width + reach],
                _ => &[][..],
            }
        });
        let mut outputs = values
            .chunks_exact_mut(self.width)
            .skip(y)
            .step_by(self.step);
        simd.vectorize(SmallKernel::<A, F, SHIFT, NEAR> {
            rows,
            offsets,
            weights: std::array::from_fn(|k| self.weights[k]),
            outputs: std::array::from_fn(|_| outputs.next().expect("a tile has four rows")),
            start,
            fold: PhantomData,
        });
        true
    }
}

/// Four rows of outputs of a kernel of three rows and columns, whose weights stay in registers: a function of its own, since
/// the compiler optimises that better than a part of a large one.
struct SmallKernel<'a, A, F, const SHIFT: usize, const NEAR: bool> {
    /// The rows of samples that are met, each from its first sample under the first output.
    rows: [&'a [A]; 12],
    offsets: [usize; 3],
    weights: [A; 9],
    outputs: [&'a mut [A]; 4],
    start: A,
    fold: PhantomData<F>,
}

impl<A: Lanes, F: Fold<A>, const SHIFT: usize, const NEAR: bool> WithSimd
    for SmallKernel<'_, A, F, SHIFT, NEAR>
{
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let lanes = A::count::<S>();
        let width = self.outputs[0].len();
        let offsets = if NEAR { [0, 1, 2] } else { self.offsets };
        let reach = if NEAR {
            2
        } else {
            offsets[0].max(offsets[1]).max(offsets[2])
        };
        let mut rows: [&[A]; 12] = [&[]; 12];
        for k in 0..3 * SHIFT + 3 {
            rows[k] = &self.rows[k][..width + reach];
        }
        let [first, second, third, fourth] = self.outputs;
        let outputs = [
            &mut first[..width],
            &mut second[..width],
            &mut third[..width],
            &mut fourth[..width],
        ];
        let mut weights = [[A::splat(simd, A::default()); 3]; 3];
        for k in 0..9 {
            weights[k / 3][k % 3] = A::splat(simd, self.weights[k]);
        }
        let start = A::splat(simd, self.start);
        // Macros, since the compiler would leave loops over the rows as they are, and the tile in memory.
        macro_rules! samples {
            ($x:ident, $tile:ident, $($k:literal)*) => { $(
                if $k < 3 * SHIFT + 3 {
                    for j in 0..3 {
                        let samples = &rows[$k][$x + offsets[j]..][..lanes];
                        let samples = A::load(simd, samples);
                        for r in 0..4 {
                            if r * SHIFT <= $k && $k - r * SHIFT < 3 {
                                let weight = weights[$k - r * SHIFT][j];
                                $tile[r] = F::step(simd, $tile[r], weight, samples);
                            }
                        }
                    }
                }
            )* };
        }
        macro_rules! tile {
            ($x:ident, $($r:literal)*) => {
                let mut tile = [start; 4];
                samples!($x, tile, 0 1 2 3 4 5 6 7 8 9 10 11);
                $(
                    A::store(simd, &mut outputs[$r][$x..][..lanes], tile[$r]);
                )*
            };
        }
        let mut x = 0;
        while x + lanes <= width {
            tile!(x, 0 1 2 3);
            x += lanes;
        }
        if x < width {
            // Some outputs are computed again.
            let x = width - lanes;
            tile!(x, 0 1 2 3);
        }
    }
}
