//! Several samples at a time: the vectors of `f32` and `f64` that the machine has.
//!
//! A vector never changes a result. Each lane holds an output of its own, which meets its samples in the order of the
//! documentation; a product is rounded before it is added, on every machine.

use pulp::Simd;

use crate::channels::{Product, multiply_windows};
use crate::nan::has_nan;
use crate::plane::{Block, Largest, Plane, SumOfProducts, add_separable, fold_block};

/// What the fast paths need of `f32` and `f64`. [`Scalar`](crate::Scalar) asks for it; it has no public name, so no other type
/// can be a scalar.
pub trait Lanes: Copy + Default + Send + Sync + 'static {
    /// As many values as fit into a register.
    type Vector<S: Simd>: Copy;

    /// The number of lanes of a vector.
    fn count<S: Simd>() -> usize;
    /// Returns the vectors that a slice consists of, without what is left at its end.
    fn vectors<S: Simd>(values: &[Self]) -> &[Self::Vector<S>];
    /// As [`vectors`](Self::vectors), to be changed.
    fn vectors_mut<S: Simd>(values: &mut [Self]) -> &mut [Self::Vector<S>];
    /// Returns the value in every lane.
    fn splat<S: Simd>(simd: S, value: Self) -> Self::Vector<S>;
    /// Returns the first values of a slice; the lanes beyond a shorter slice hold something.
    fn load<S: Simd>(simd: S, values: &[Self]) -> Self::Vector<S>;
    /// Writes the lanes over the first values of a slice, which may be shorter than the vector.
    fn store<S: Simd>(simd: S, values: &mut [Self], vector: Self::Vector<S>);
    /// Returns `a + b`.
    fn add<S: Simd>(simd: S, a: Self::Vector<S>, b: Self::Vector<S>) -> Self::Vector<S>;
    /// Returns `a − b`.
    fn subtract<S: Simd>(simd: S, a: Self::Vector<S>, b: Self::Vector<S>) -> Self::Vector<S>;
    /// Returns `a · b`.
    fn multiply<S: Simd>(simd: S, a: Self::Vector<S>, b: Self::Vector<S>) -> Self::Vector<S>;
    /// Returns the larger one of two numbers, the value so far where they are equal.
    fn larger<S: Simd>(
        simd: S,
        so_far: Self::Vector<S>,
        sample: Self::Vector<S>,
    ) -> Self::Vector<S>;

    // What follows is not generic, so that it is compiled and optimised with this crate, not with those that use it.

    /// Adds the products of weights and samples, under each window of a block.
    fn add_products(plane: Plane<'_, Self>, block: Block<'_, Self>);
    /// Adds the products with the weights of a column, and of these sums those with the weights of a row.
    fn add_separable(plane: Plane<'_, Self>, block: Block<'_, Self>);
    /// Finds the largest sample under each window of a block.
    fn find_largest(plane: Plane<'_, Self>, block: Block<'_, Self>);
    /// Computes some of the output channels of a layer.
    fn multiply_windows(product: Product<'_, Self>);
    /// Says whether one of the values is not a number.
    fn has_nan(values: &[Self]) -> bool;
}

macro_rules! lanes {
    ($scalar:ty, $vector:ident, $count:ident, $splat:ident, $whole:ident, $whole_mut:ident, $load:ident, $store:ident,
     $add:ident, $subtract:ident, $multiply:ident, $larger:ident, $select:ident) => {
        impl Lanes for $scalar {
            type Vector<S: Simd> = S::$vector;

            #[inline(always)]
            fn count<S: Simd>() -> usize {
                S::$count
            }

            #[inline(always)]
            fn vectors<S: Simd>(values: &[Self]) -> &[Self::Vector<S>] {
                S::$whole(values).0
            }

            #[inline(always)]
            fn vectors_mut<S: Simd>(values: &mut [Self]) -> &mut [Self::Vector<S>] {
                S::$whole_mut(values).0
            }

            #[inline(always)]
            fn splat<S: Simd>(simd: S, value: Self) -> Self::Vector<S> {
                simd.$splat(value)
            }

            #[inline(always)]
            fn load<S: Simd>(simd: S, values: &[Self]) -> Self::Vector<S> {
                match S::$whole(values).0 {
                    [first, ..] => *first,
                    [] => simd.$load(values),
                }
            }

            #[inline(always)]
            fn store<S: Simd>(simd: S, values: &mut [Self], vector: Self::Vector<S>) {
                if values.len() < S::$count {
                    simd.$store(values, vector);
                } else {
                    S::$whole_mut(values).0[0] = vector;
                }
            }

            #[inline(always)]
            fn add<S: Simd>(simd: S, a: Self::Vector<S>, b: Self::Vector<S>) -> Self::Vector<S> {
                simd.$add(a, b)
            }

            #[inline(always)]
            fn subtract<S: Simd>(
                simd: S,
                a: Self::Vector<S>,
                b: Self::Vector<S>,
            ) -> Self::Vector<S> {
                simd.$subtract(a, b)
            }

            #[inline(always)]
            fn multiply<S: Simd>(
                simd: S,
                a: Self::Vector<S>,
                b: Self::Vector<S>,
            ) -> Self::Vector<S> {
                simd.$multiply(a, b)
            }

            #[inline(always)]
            fn larger<S: Simd>(
                simd: S,
                so_far: Self::Vector<S>,
                sample: Self::Vector<S>,
            ) -> Self::Vector<S> {
                simd.$select(simd.$larger(sample, so_far), sample, so_far)
            }

            fn add_products(plane: Plane<'_, Self>, block: Block<'_, Self>) {
                fold_block(plane, block, SumOfProducts);
            }

            fn add_separable(plane: Plane<'_, Self>, block: Block<'_, Self>) {
                add_separable(plane, block);
            }

            fn find_largest(plane: Plane<'_, Self>, block: Block<'_, Self>) {
                fold_block(plane, block, Largest);
            }

            fn multiply_windows(product: Product<'_, Self>) {
                multiply_windows(product);
            }

            fn has_nan(values: &[Self]) -> bool {
                has_nan(values)
            }
        }
    };
}

lanes!(
    f32,
    f32s,
    F32_LANES,
    splat_f32s,
    as_simd_f32s,
    as_mut_simd_f32s,
    partial_load_f32s,
    partial_store_f32s,
    add_f32s,
    sub_f32s,
    mul_f32s,
    greater_than_f32s,
    select_f32s
);
lanes!(
    f64,
    f64s,
    F64_LANES,
    splat_f64s,
    as_simd_f64s,
    as_mut_simd_f64s,
    partial_load_f64s,
    partial_store_f64s,
    add_f64s,
    sub_f64s,
    mul_f64s,
    greater_than_f64s,
    select_f64s
);
