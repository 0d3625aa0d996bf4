//! Windows over a plane: the fast path of every sliding operator.
//!
//! A plane is the last two axes of an array. Its outputs are computed in blocks. The rows of samples that a block meets are
//! taken from the input as they are where each weight meets consecutive samples; otherwise they are copied, border and
//! all, so that it does. Then a tile of a few rows and vectors is computed at a time, in registers: samples that lie in the
//! windows of all rows of the tile are loaded once for all, and each output still meets its samples in the row-major order
//! of the window.
use std::ops::Range;

use pulp::{Simd, WithSimd};

use crate::lanes::Lanes;
use crate::vector_width::dispatch;
use crate::window::Axis;

mod rows;
mod small_kernel;
mod tiles;

use rows::Rows;
pub(crate) use rows::copy_places;
use tiles::Tiles;
pub(crate) use tiles::vectors;

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
