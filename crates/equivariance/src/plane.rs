//! Windows over a plane: the fast path of every sliding operator.
//!
//! A plane is the last two axes of an array. Its outputs are computed in blocks. The rows of samples that a block meets are
//! taken from the input as they are where each weight meets consecutive samples; otherwise they are copied, border and
//! all, so that it does. Then a tile of a few rows and vectors is computed at a time, in registers: samples that lie in the
//! windows of all rows of the tile are loaded once for all, and each output still meets its samples in the row-major order
//! of the window.
//!
//! The loops over a tile count its rows and vectors: over iterators, the compiler keeps the tile in memory.
#![expect(
    clippy::needless_range_loop,
    reason = "the compiler unrolls these loops"
)]

use std::marker::PhantomData;
use std::ops::Range;

use pulp::{Simd, WithSimd};

use crate::lanes::Lanes;
use crate::vector_width::dispatch;
use crate::window::Axis;

/// What a window makes of its samples.
pub(crate) trait Fold<A: Lanes>: Copy {
    /// Whether a tile has several rows. It pays where arithmetic takes the time.
    const SEVERAL_ROWS: bool;

    /// Returns the value so far with one more sample, under this weight.
    fn step<S: Simd>(
        simd: S,
        value: A::Vector<S>,
        weight: A::Vector<S>,
        sample: A::Vector<S>,
    ) -> A::Vector<S>;
}

/// The sum of the products of weights and samples.
#[derive(Clone, Copy)]
pub(crate) struct SumOfProducts;

impl<A: Lanes> Fold<A> for SumOfProducts {
    const SEVERAL_ROWS: bool = true;

    #[inline(always)]
    fn step<S: Simd>(
        simd: S,
        value: A::Vector<S>,
        weight: A::Vector<S>,
        sample: A::Vector<S>,
    ) -> A::Vector<S> {
        A::add(simd, value, A::multiply(simd, weight, sample))
    }
}

/// The largest sample, of equal ones the first.
#[derive(Clone, Copy)]
pub(crate) struct Largest;

impl<A: Lanes> Fold<A> for Largest {
    const SEVERAL_ROWS: bool = false;

    #[inline(always)]
    fn step<S: Simd>(
        simd: S,
        value: A::Vector<S>,
        _: A::Vector<S>,
        sample: A::Vector<S>,
    ) -> A::Vector<S> {
        A::larger(simd, value, sample)
    }
}

/// A plane of samples and the windows over it.
#[derive(Clone, Copy)]
pub struct Plane<'a, A> {
    /// The samples, row after row; none for a plane beyond the border.
    pub(crate) samples: Option<&'a [A]>,
    /// The windows along a column and along a row.
    pub(crate) axes: [Axis; 2],
    /// The weights, row after row.
    pub(crate) weights: &'a [A],
    /// What stands for a sample beyond the border.
    pub(crate) outside: A,
}

/// What outputs start from.
#[derive(Clone, Copy)]
pub(crate) enum Start<A> {
    /// This value, everywhere.
    Value(A),
    /// What they hold.
    Held,
}

/// Outputs that are computed together: some rows, and of each the same columns.
pub struct Block<'a, A> {
    pub(crate) rows: Range<usize>,
    pub(crate) columns: Range<usize>,
    /// The outputs, row after row.
    pub(crate) values: &'a mut [A],
    pub(crate) start: Start<A>,
    /// Memory for copies of rows. What it holds does not matter.
    pub(crate) copies: &'a mut Vec<A>,
}

/// Folds the windows of a block.
pub(crate) fn fold_block<A: Lanes, F: Fold<A>>(plane: Plane<'_, A>, block: Block<'_, A>, fold: F) {
    dispatch(FoldBlock { plane, block, fold });
}

/// Adds the products with the weights of a column, and of these sums the products with the weights of a row: the weights of
/// the plane are those of both.
pub(crate) fn add_separable<A: Lanes>(plane: Plane<'_, A>, block: Block<'_, A>) {
    let [down, across] = plane.axes;
    let (column, row) = plane.weights.split_at(down.kernel);
    let height = block.rows.len();
    let mut between = vec![A::default(); height * across.input];
    fold_block(
        Plane {
            axes: [down, Axis::each(across.input)],
            weights: column,
            ..plane
        },
        Block {
            rows: block.rows,
            columns: 0..across.input,
            values: &mut between,
            start: block.start,
            copies: block.copies,
        },
        SumOfProducts,
    );
    fold_block(
        Plane {
            samples: Some(&between),
            axes: [Axis::each(height), across],
            weights: row,
            ..plane
        },
        Block {
            rows: 0..height,
            columns: block.columns,
            values: block.values,
            start: block.start,
            copies: block.copies,
        },
        SumOfProducts,
    );
}

struct FoldBlock<'a, A, F> {
    plane: Plane<'a, A>,
    block: Block<'a, A>,
    #[expect(dead_code, reason = "its type says what is computed")]
    fold: F,
}

impl<A: Lanes, F: Fold<A>> WithSimd for FoldBlock<'_, A, F> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Self { plane, block, .. } = self;
        let rows = Rows::new(&plane, &block.rows, &block.columns, block.copies);
        let [down, across] = plane.axes;
        let divisor = gcd(down.stride, down.dilation);
        let tiles = Tiles {
            rows: &rows,
            weights: plane.weights,
            kernel: [down.kernel, across.kernel],
            width: block.columns.len(),
            start: block.start,
            step: down.dilation / divisor,
            shift: down.stride / divisor,
        };
        if cfg!(target_arch = "wasm32") {
            // The module for the page must be small.
            tiles.each::<F, S>(simd, block.values);
        } else if S::IS_SCALAR || !F::SEVERAL_ROWS {
            tiles.fold::<F, S, 1, 4>(simd, block.values);
        } else if S::REGISTER_COUNT >= 32 {
            tiles.fold::<F, S, 4, 4>(simd, block.values);
        } else {
            tiles.fold::<F, S, 4, 2>(simd, block.values);
        }
    }
}

fn gcd(a: usize, b: usize) -> usize {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// The rows of samples that a block meets, in each of which a weight meets consecutive samples.
struct Rows<'a, A> {
    samples: &'a [A],
    starts: Starts,
    /// Where in a row the samples of each weight begin.
    offsets: Vec<usize>,
}

/// Where the row of samples begins that a row of weights meets under a row of outputs.
enum Starts {
    /// In the input itself: that of the first, and the distances for the next row of outputs and of weights.
    Inside {
        first: usize,
        output: usize,
        weight: usize,
    },
    /// In copies: for each row of outputs, those of all rows of weights.
    Copied { starts: Vec<usize>, kernel: usize },
}

impl<'a, A: Lanes> Rows<'a, A> {
    // Where copying can be done with vectors.
    #[cfg_attr(not(target_arch = "wasm32"), inline(always))]
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    fn new(
        plane: &Plane<'a, A>,
        rows: &Range<usize>,
        columns: &Range<usize>,
        copies: &'a mut Vec<A>,
    ) -> Self {
        let [down, across] = plane.axes;
        if let Some(samples) = plane.samples
            && across.stride == 1
            && down.are_inside(rows)
            && across.are_inside(columns)
        {
            return Self {
                samples,
                starts: Starts::Inside {
                    first: down.inner(rows.start, 0) * across.input
                        + across.inner(columns.start, 0),
                    output: down.stride * across.input,
                    weight: down.dilation * across.input,
                },
                offsets: (0..across.kernel).map(|k| k * across.dilation).collect(),
            };
        }
        let pieces = Pieces::new(across, columns.start, columns.len());
        // Each row of samples is copied once, though several windows meet it. A border is met again and again.
        let mut sources: Vec<Option<usize>> = Vec::new();
        let mut starts = Vec::with_capacity(rows.len() * down.kernel);
        for y in rows.clone() {
            for k in 0..down.kernel {
                let source = down.source(y * down.stride + k * down.dilation);
                let known = sources.iter().rev().position(|known| *known == source);
                let number = match known {
                    Some(back) => sources.len() - 1 - back,
                    None => {
                        sources.push(source);
                        sources.len() - 1
                    }
                };
                starts.push(number * pieces.length);
            }
        }
        let needed = sources.len() * pieces.length;
        if copies.len() < needed {
            copies.resize(needed, plane.outside);
        }
        for (source, copy) in sources.iter().zip(copies.chunks_exact_mut(pieces.length)) {
            match (plane.samples, source) {
                (Some(samples), Some(row)) => {
                    let row = &samples[row * across.input..][..across.input];
                    pieces.copy(across, row, plane.outside, copy);
                }
                _ => copy.fill(plane.outside),
            }
        }
        Self {
            samples: copies,
            starts: Starts::Copied {
                starts,
                kernel: down.kernel,
            },
            offsets: pieces.offsets,
        }
    }

    /// The samples from those on that a row of weights meets under a row of outputs, both counted in the block.
    #[inline(always)]
    fn row(&self, y: usize, k: usize) -> &[A] {
        let start = match &self.starts {
            Starts::Inside {
                first,
                output,
                weight,
            } => first + y * output + k * weight,
            Starts::Copied { starts, kernel } => starts[y * kernel + k],
        };
        &self.samples[start..]
    }
}

/// How a row of samples is copied so that each weight meets consecutive ones: all samples at one distance modulo the
/// stride stand together; or all that one weight meets, where that are fewer.
struct Pieces {
    /// The first place, and the number of places, of each piece.
    pieces: Vec<(usize, usize)>,
    offsets: Vec<usize>,
    length: usize,
}

impl Pieces {
    fn new(across: Axis, first: usize, width: usize) -> Self {
        let Axis {
            kernel,
            stride,
            dilation,
            ..
        } = across;
        let first = first * stride;
        let phases = stride.min(kernel);
        let longest = width + (kernel - 1) * dilation / stride;
        // The module for the page must be small: there it is always the latter.
        if cfg!(target_arch = "wasm32") || phases.saturating_mul(longest) >= kernel * width {
            return Self {
                pieces: (0..kernel).map(|k| (first + k * dilation, width)).collect(),
                offsets: (0..kernel).map(|k| k * width).collect(),
                length: kernel * width,
            };
        }
        let mut phase_of = Vec::with_capacity(phases);
        let mut offsets = Vec::with_capacity(kernel);
        for place in (0..kernel).map(|k| k * dilation) {
            let phase = place % stride;
            let at = phase_of
                .iter()
                .position(|p| *p == phase)
                .unwrap_or_else(|| {
                    phase_of.push(phase);
                    phase_of.len() - 1
                });
            offsets.push(at * longest + place / stride);
        }
        Self {
            length: phase_of.len() * longest,
            pieces: phase_of
                .into_iter()
                .map(|phase| (first + phase, longest))
                .collect(),
            offsets,
        }
    }

    #[inline(always)]
    fn copy<A: Lanes>(&self, across: Axis, row: &[A], outside: A, copy: &mut [A]) {
        let mut rest = copy;
        for (first, length) in &self.pieces {
            let (piece, after) = rest.split_at_mut(*length);
            copy_places(across, *first, row, outside, piece);
            rest = after;
        }
    }
}

/// Copies what stands at the places of a row from the first on, a stride apart.
#[inline(always)]
pub(crate) fn copy_places<A: Lanes>(
    across: Axis,
    first: usize,
    row: &[A],
    outside: A,
    copy: &mut [A],
) {
    let (stride, length) = (across.stride, copy.len());
    // The places that are inside the row.
    let end = (across.before + across.input).saturating_sub(first);
    let end = end.div_ceil(stride).min(length);
    let start = across.before.saturating_sub(first).div_ceil(stride);
    let start = start.min(end);
    for i in (0..start).chain(end..length) {
        let source = across.source(first + i * stride);
        copy[i] = source.map_or(outside, |source| row[source]);
    }
    if start == end {
        return;
    }
    let samples = &row[first + start * stride - across.before..];
    let copy = &mut copy[start..end];
    match stride {
        1 => copy.copy_from_slice(&samples[..copy.len()]),
        // The module for the page must be small.
        2 if !cfg!(target_arch = "wasm32") => copy_every::<2, A>(samples, copy),
        3 if !cfg!(target_arch = "wasm32") => copy_every::<3, A>(samples, copy),
        4 if !cfg!(target_arch = "wasm32") => copy_every::<4, A>(samples, copy),
        _ => {
            for (i, to) in copy.iter_mut().enumerate() {
                *to = samples[i * stride];
            }
        }
    }
}

/// Copies the first of every `N` samples. Where `N` is known, the compiler does it with vectors.
#[inline(always)]
fn copy_every<const N: usize, A: Lanes>(samples: &[A], copy: &mut [A]) {
    let (chunks, rest) = samples.as_chunks::<N>();
    let whole = copy.len().min(chunks.len());
    let (body, last) = copy.split_at_mut(whole);
    let chunks = &chunks[..whole];
    for i in 0..whole {
        body[i] = chunks[i][0];
    }
    if let [last] = last {
        *last = rest[0];
    }
}

/// The tiles of a block. The rows of outputs of a tile are `step` apart, so that what one row of weights meets under one of
/// them, the row of weights `shift` before it meets under the next.
struct Tiles<'a, A> {
    rows: &'a Rows<'a, A>,
    weights: &'a [A],
    kernel: [usize; 2],
    width: usize,
    start: Start<A>,
    step: usize,
    shift: usize,
}

impl<A: Lanes> Tiles<'_, A> {
    /// Computes all outputs, a vector at a time.
    #[inline(always)]
    fn each<F: Fold<A>, S: Simd>(&self, simd: S, values: &mut [A]) {
        for (y, values) in values.chunks_exact_mut(self.width).enumerate() {
            let weights = self.weights_met(y);
            for x in (0..self.width).step_by(A::count::<S>()) {
                self.vector::<F, S>(simd, &weights, x, values);
            }
        }
    }

    /// Computes all outputs, in tiles of `R` rows and `V` vectors where they fit.
    #[inline(always)]
    fn fold<F: Fold<A>, S: Simd, const R: usize, const V: usize>(&self, simd: S, values: &mut [A]) {
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

    /// As [`band`](Self::band) with four rows, for the commonest kernel. Does nothing, and says so, where the rows are too
    /// short or the outputs do not start from a value.
    ///
    /// `SHIFT` is that of the tiles, and the samples of neighbouring weights are neighbours if this is `NEAR`.
    #[inline(always)]
    fn small_kernel<F: Fold<A>, S: Simd, const SHIFT: usize, const NEAR: bool>(
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
