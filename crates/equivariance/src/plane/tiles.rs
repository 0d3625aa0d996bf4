//! The outputs of a block, in tiles of rows and vectors that stay in registers.
//!
//! The loops over a tile count its rows and vectors: over iterators, the compiler keeps the tile in memory.
#![expect(
    clippy::needless_range_loop,
    reason = "the compiler unrolls these loops"
)]

use pulp::Simd;

use crate::lanes::Lanes;
use crate::plane::rows::Rows;
use crate::plane::{Fold, Start};

/// The tiles of a block. The rows of outputs of a tile are `step` apart, so that what one row of weights meets under one of
/// them, the row of weights `shift` before it meets under the next.
pub(super) struct Tiles<'a, A> {
    pub(super) rows: &'a Rows<'a, A>,
    pub(super) weights: &'a [A],
    pub(super) kernel: [usize; 2],
    pub(super) width: usize,
    pub(super) start: Start<A>,
    pub(super) step: usize,
    pub(super) shift: usize,
}

impl<A: Lanes> Tiles<'_, A> {
    /// Computes all outputs, a vector at a time.
    #[inline(always)]
    pub(super) fn each<F: Fold<A>, S: Simd>(&self, simd: S, values: &mut [A]) {
        for (y, values) in values.chunks_exact_mut(self.width).enumerate() {
            let weights = self.weights_met(y);
            for x in (0..self.width).step_by(A::count::<S>()) {
                self.vector::<F, S>(simd, &weights, x, values);
            }
        }
    }

    /// Computes all outputs, in tiles of `R` rows and `V` vectors where they fit.
    #[inline(always)]
    pub(super) fn fold<F: Fold<A>, S: Simd, const R: usize, const V: usize>(
        &self,
        simd: S,
        values: &mut [A],
    ) {
        let height = values.len() / self.width;
        let size = V * A::count::<S>();
        let small = R == 4 && F::SEVERAL_ROWS && self.kernel == [3, 3];
        // Where the rows of a tile have few products with the same samples, single rows take less time.
        let [rows, columns] = self.kernel;
        let common = rows
            .saturating_sub(self.shift.saturating_mul(R - 1))
            .saturating_mul(columns);
        let shared = F::SEVERAL_ROWS && common >= 8;
        let near = small && self.rows.offsets == [0, 1, 2];
        let tile = self.step.saturating_mul(R);
        let whole = height - height % tile;
        for y in (0..whole).step_by(tile) {
            for y in y..y + self.step {
                let done = match self.shift {
                    1 if near => self.small_kernel::<F, S, 1, true>(simd, y, values),
                    1 if small => self.small_kernel::<F, S, 1, false>(simd, y, values),
                    2 if small => self.small_kernel::<F, S, 2, false>(simd, y, values),
                    3 if small => self.small_kernel::<F, S, 3, false>(simd, y, values),
                    _ => false,
                };
                if done {
                    continue;
                }
                // Outputs that start from what they hold cannot be computed again.
                let whole =
                    self.width.is_multiple_of(size) || matches!(self.start, Start::Value(_));
                if shared && self.width >= size && whole {
                    self.band::<F, S, R, V>(simd, y, values);
                } else {
                    for r in 0..R {
                        self.single_row::<F, S, V>(simd, y + r * self.step, values);
                    }
                }
            }
        }
        for y in whole..height {
            self.single_row::<F, S, V>(simd, y, values);
        }
    }

    /// Computes `R` rows of outputs.
    #[inline(always)]
    fn band<F: Fold<A>, S: Simd, const R: usize, const V: usize>(
        &self,
        simd: S,
        y: usize,
        values: &mut [A],
    ) {
        let size = V * A::count::<S>();
        let mut x = 0;
        while x + size <= self.width {
            self.tile::<F, S, R, V>(simd, y, x, values);
            x += size;
        }
        if x < self.width {
            // Some outputs of the last tile are computed again.
            self.tile::<F, S, R, V>(simd, y, self.width - size, values);
        }
    }

    /// Computes a row of outputs, one weight after another for each tile.
    #[inline(always)]
    fn single_row<F: Fold<A>, S: Simd, const V: usize>(&self, simd: S, y: usize, values: &mut [A]) {
        let size = V * A::count::<S>();
        let weights = self.weights_met(y);
        let values = &mut values[y * self.width..][..self.width];
        let mut x = 0;
        while x + size <= self.width {
            self.single_tile::<F, S, V>(simd, &weights, x, values);
            x += size;
        }
        match self.start {
            // Some outputs of the last tile are computed again.
            Start::Value(_) if x > 0 && x < self.width => {
                self.single_tile::<F, S, V>(simd, &weights, self.width - size, values);
            }
            _ => {
                for x in (x..self.width).step_by(A::count::<S>()) {
                    self.vector::<F, S>(simd, &weights, x, values);
                }
            }
        }
    }

    /// The weights, each with the samples that it meets under a row of outputs.
    fn weights_met(&self, y: usize) -> Vec<(A, &[A])> {
        let mut weights = Vec::with_capacity(self.weights.len());
        for (k, row) in self.weights.chunks_exact(self.kernel[1]).enumerate() {
            let samples = self.rows.row(y, k);
            for (weight, offset) in row.iter().zip(&self.rows.offsets) {
                weights.push((*weight, &samples[*offset..][..self.width]));
            }
        }
        weights
    }

    /// Computes `V` vectors of a row.
    #[inline(always)]
    fn single_tile<F: Fold<A>, S: Simd, const V: usize>(
        &self,
        simd: S,
        weights: &[(A, &[A])],
        x: usize,
        values: &mut [A],
    ) {
        let lanes = A::count::<S>();
        let mut tile = match self.start {
            Start::Value(value) => [A::splat(simd, value); V],
            Start::Held => vectors::<A, S, V>(simd, &values[x..]),
        };
        for (weight, samples) in weights {
            let samples = vectors::<A, S, V>(simd, &samples[x..]);
            let weight = A::splat(simd, *weight);
            for v in 0..V {
                tile[v] = F::step(simd, tile[v], weight, samples[v]);
            }
        }
        let values = &mut values[x..][..V * lanes];
        for v in 0..V {
            A::store(simd, &mut values[v * lanes..][..lanes], tile[v]);
        }
    }

    /// Computes `R` rows of `V` vectors, all of which meet some of the rows of samples.
    #[inline(always)]
    fn tile<F: Fold<A>, S: Simd, const R: usize, const V: usize>(
        &self,
        simd: S,
        y: usize,
        x: usize,
        values: &mut [A],
    ) {
        let lanes = A::count::<S>();
        let mut tile = [[A::splat(simd, A::default()); V]; R];
        let at = |r: usize| (y + r * self.step) * self.width + x;
        for r in 0..R {
            tile[r] = match self.start {
                Start::Value(value) => [A::splat(simd, value); V],
                Start::Held => vectors::<A, S, V>(simd, &values[at(r)..]),
            };
        }
        let [height, width] = self.kernel;
        let all = (R - 1) * self.shift;
        // First, and last, come the rows of weights whose samples not all rows of outputs meet.
        let early = |r: usize| 0..all - r * self.shift;
        let late = |r: usize| height - r * self.shift..height;
        // A macro, since the compiler would leave a loop over the rows of outputs as it is, and the tile in memory.
        macro_rules! lines {
            ($rows:ident: $($r:literal)*) => { $(
                if $r < R {
                    for k in $rows($r) {
                        self.line::<F, S, V>(simd, y + $r * self.step, k, x, &mut tile[$r % R]);
                    }
                }
            )* };
        }
        lines!(early: 0 1 2 3);
        for k in all..height {
            let samples = &self.rows.row(y + (R - 1) * self.step, k - all)[x..];
            let mut weights: [&[A]; R] = [&[]; R];
            for r in 0..R {
                weights[r] = &self.weights[(k - r * self.shift) * width..][..width];
            }
            for (j, offset) in self.rows.offsets[..width].iter().enumerate() {
                let samples = vectors::<A, S, V>(simd, &samples[*offset..]);
                for r in 0..R {
                    let weight = A::splat(simd, weights[r][j]);
                    for v in 0..V {
                        tile[r][v] = F::step(simd, tile[r][v], weight, samples[v]);
                    }
                }
            }
        }
        lines!(late: 0 1 2 3);
        for r in 0..R {
            let values = &mut values[at(r)..][..V * lanes];
            for v in 0..V {
                A::store(simd, &mut values[v * lanes..][..lanes], tile[r][v]);
            }
        }
    }

    /// One row of weights under one row of outputs.
    #[inline(always)]
    fn line<F: Fold<A>, S: Simd, const V: usize>(
        &self,
        simd: S,
        y: usize,
        k: usize,
        x: usize,
        values: &mut [A::Vector<S>; V],
    ) {
        let width = self.kernel[1];
        let samples = &self.rows.row(y, k)[x..];
        let weights = &self.weights[k * width..][..width];
        for (weight, offset) in weights.iter().zip(&self.rows.offsets) {
            let samples = vectors::<A, S, V>(simd, &samples[*offset..]);
            let weight = A::splat(simd, *weight);
            for v in 0..V {
                values[v] = F::step(simd, values[v], weight, samples[v]);
            }
        }
    }

    /// Computes a vector of a row, or fewer outputs at its end.
    #[inline(always)]
    fn vector<F: Fold<A>, S: Simd>(
        &self,
        simd: S,
        weights: &[(A, &[A])],
        x: usize,
        values: &mut [A],
    ) {
        let length = A::count::<S>().min(self.width - x);
        let values = &mut values[x..][..length];
        let mut vector = match self.start {
            Start::Value(value) => A::splat(simd, value),
            Start::Held => A::load(simd, values),
        };
        for (weight, samples) in weights {
            let sample = A::load(simd, &samples[x..][..length]);
            vector = F::step(simd, vector, A::splat(simd, *weight), sample);
        }
        A::store(simd, values, vector);
    }
}

/// Loads the first `V` vectors.
#[inline(always)]
pub(crate) fn vectors<A: Lanes, S: Simd, const V: usize>(
    simd: S,
    values: &[A],
) -> [A::Vector<S>; V] {
    let lanes = A::count::<S>();
    let values = &values[..V * lanes];
    let mut vectors = [A::splat(simd, A::default()); V];
    for v in 0..V {
        vectors[v] = A::load(simd, &values[v * lanes..][..lanes]);
    }
    vectors
}
