//! All windows of an array, plane by plane and block by block, on one thread or several.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};

use ndarray::{Array, ArrayRef, Dimension, indices};

use crate::plane::{Block, Plane, Start};
use crate::region::index_of;
use crate::window::{Axis, output_shape};
use crate::{Error, Result, Scalar};

/// The windows of an array and what they are folded with.
pub(crate) struct Windows<'a, A> {
    pub(crate) axes: &'a [Axis],
    /// The weights of a window, in row-major order.
    pub(crate) weights: &'a [A],
    /// How many weights a plane of a window has.
    pub(crate) weights_of_plane: usize,
    /// What stands for a sample beyond the border.
    pub(crate) outside: A,
    /// What every output starts from.
    pub(crate) start: A,
    /// Folds the windows of a block of a plane.
    pub(crate) fold: fn(Plane<'_, A>, Block<'_, A>),
    /// Where it is noted that a sample of the input is not a number, should that matter.
    pub(crate) nan: Option<&'a AtomicBool>,
}

/// The columns of a block where a plane is a single row.
const COLUMNS: usize = 8192;
/// About as many outputs has a block of several rows: so many that its memory stays in the nearest cache.
const OUTPUTS: usize = 8192;

/// From so many bytes on, an allocator asks the system for memory, which is zero, instead of using some again.
const FRESH: usize = 32 << 20;

impl<A: Scalar> Windows<'_, A> {
    /// Folds every window into one output, its samples in row-major order.
    pub(crate) fn fold_all<D: Dimension>(&self, input: &ArrayRef<A, D>) -> Result<Array<A, D>> {
        let samples = input.as_standard_layout();
        let samples = samples.as_slice().expect("the layout is standard");
        let shape = output_shape(self.axes);
        let values = self
            .values(samples, shape.iter().product())
            .ok_or_else(|| Error::OutputTooLarge {
                shape: shape.clone(),
            })?;
        let mut dimension = D::zeros(shape.len());
        dimension.slice_mut().copy_from_slice(&shape);
        Ok(Array::from_shape_vec(dimension, values).expect("one value for every window"))
    }

    /// The values in row-major order, none if there is no memory for so many.
    fn values(&self, samples: &[A], count: usize) -> Option<Vec<A>> {
        let mut values: Vec<A> = Vec::new();
        values.try_reserve_exact(count).ok()?;
        let fresh = self.threads(count) > 1 || size_of::<A>() * count >= FRESH;
        // The module for the page must be small.
        if fresh && !cfg!(target_arch = "wasm32") {
            // Now that there is memory for so many. Zeros from the system cost less than zeros that are written.
            drop(values);
            let mut values = vec![A::zero(); count];
            self.fold_slice(samples, &mut values);
            return Some(values);
        }
        // Values that are appended need not be written twice, as those of an array of zeros would.
        let planes = Planes::new(self, samples);
        let mut block = vec![A::zero(); planes.block[0] * planes.block[1]];
        let mut copies = Vec::new();
        for position in planes.positions() {
            let block = &mut block[..position.len()];
            planes.fold(&position, block, &mut copies);
            values.extend_from_slice(block);
        }
        Some(values)
    }

    /// As [`fold_all`](Self::fold_all), into an array that has one value for every window.
    pub(crate) fn fold_into<D: Dimension>(
        &self,
        input: &ArrayRef<A, D>,
        output: &mut ArrayRef<A, D>,
    ) {
        let samples = input.as_standard_layout();
        let samples = samples.as_slice().expect("the layout is standard");
        match output.as_slice_mut() {
            Some(values) => self.fold_slice(samples, values),
            None => {
                let mut values = vec![A::zero(); output.len()];
                self.fold_slice(samples, &mut values);
                output
                    .iter_mut()
                    .zip(values)
                    .for_each(|(to, from)| *to = from);
            }
        }
    }

    /// As [`fold_into`](Self::fold_into), samples and outputs in row-major order.
    pub(crate) fn fold_slice(&self, samples: &[A], values: &mut [A]) {
        Planes::new(self, samples).fold_slice(values, self.threads(values.len()));
    }

    /// How many threads share so many outputs.
    fn threads(&self, outputs: usize) -> usize {
        threads(outputs.saturating_mul(self.weights.len()))
    }
}

/// How many threads share so many products: one for so few that waking another takes longer than they do.
pub(crate) fn threads(products: usize) -> usize {
    #[cfg(all(feature = "rayon", not(target_family = "wasm")))]
    if products >= 1 << 20 {
        return rayon::current_num_threads();
    }
    let _ = products;
    1
}

/// Does the work of each part, on several threads if so many are given, with the vectors that are chosen here. `memory` makes
/// what a thread keeps from one part to the next.
pub(crate) fn for_each_part<T: Send, M>(
    parts: impl Iterator<Item = T>,
    threads: usize,
    memory: impl Fn() -> M + Sync + Send,
    work: impl Fn(&mut M, T) + Sync + Send,
) {
    #[cfg(all(feature = "rayon", not(target_family = "wasm")))]
    if threads > 1 {
        use rayon::prelude::*;
        let width = crate::VectorWidth::chosen();
        let parts: Vec<_> = parts.collect();
        let fewest = parts.len().div_ceil(8 * threads);
        let parts = parts.into_par_iter().with_min_len(fewest);
        parts.for_each_init(memory, |memory, part| {
            crate::VectorWidth::run_chosen(width, || work(memory, part));
        });
        return;
    }
    let _ = threads;
    let mut memory = memory();
    parts.for_each(|part| work(&mut memory, part));
}

/// The planes of the outputs: each has the last two axes of the array, or the only one.
struct Planes<'a, A> {
    windows: &'a Windows<'a, A>,
    samples: &'a [A],
    /// The axes before the last two.
    leading: &'a [Axis],
    axes: [Axis; 2],
    /// The number of rows of a block, and of columns.
    block: [usize; 2],
}

impl<'a, A: Scalar> Planes<'a, A> {
    fn new(windows: &'a Windows<'a, A>, samples: &'a [A]) -> Self {
        let (leading, axes) = match windows.axes {
            [] => (&[][..], [Axis::SINGLE; 2]),
            [across] => (&[][..], [Axis::SINGLE, *across]),
            [leading @ .., down, across] => (leading, [*down, *across]),
        };
        let [down, across] = axes;
        let block = if down.output == 1 {
            [1, COLUMNS.min(across.output)]
        } else {
            // The rows of a tile are as far apart as the dilation is, at most.
            let tile = down.dilation.saturating_mul(4).min(down.output);
            let tiles = (OUTPUTS / across.output / tile).max(1);
            [(tiles * tile).min(down.output), across.output]
        };
        Self {
            windows,
            samples,
            leading,
            axes,
            block,
        }
    }

    /// Where the blocks are, in the order of their outputs.
    fn positions(&self) -> impl Iterator<Item = Position> {
        let planes: usize = self.leading.iter().map(|axis| axis.output).product();
        let [height, width] = self.axes.map(|axis| axis.output);
        let [rows, columns] = self.block;
        let [down, across] = [height.div_ceil(rows), width.div_ceil(columns)];
        let count = planes * down * across;
        (0..count).map(move |number| {
            let (y, x) = (number / across % down * rows, number % across * columns);
            Position {
                part: [number, count],
                plane: number / across / down,
                rows: y..(y + rows).min(height),
                columns: x..(x + columns).min(width),
            }
        })
    }

    /// Folds the windows of all outputs.
    fn fold_slice(&self, values: &mut [A], threads: usize) {
        let mut rest = values;
        let blocks = self.positions().map(|position| {
            let (block, after) = std::mem::take(&mut rest).split_at_mut(position.len());
            rest = after;
            (position, block)
        });
        for_each_part(blocks, threads, Vec::new, |copies, (position, block)| {
            self.fold(&position, block, copies);
        });
    }

    /// Folds the windows of a block.
    fn fold(&self, position: &Position, values: &mut [A], copies: &mut Vec<A>) {
        if let Some(nan) = self.windows.nan {
            // About the samples that this block meets, while they are near; all blocks together look at all samples.
            let [number, count] = position.part;
            let share = self.samples.len().div_ceil(count);
            let first = (number * share).min(self.samples.len());
            let samples = &self.samples[first..];
            if A::has_nan(&samples[..share.min(samples.len())]) {
                nan.store(true, Ordering::Relaxed);
            }
        }
        let weights: Vec<usize> = self.leading.iter().map(|axis| axis.kernel).collect();
        let plane = index_of(position.plane, &output_shape(self.leading));
        let [down, across] = self.axes;
        let size = down.input * across.input;
        let mut start = Start::Value(self.windows.start);
        let planes = self
            .windows
            .weights
            .chunks_exact(self.windows.weights_of_plane);
        for (weight, weights) in indices(&weights[..]).into_iter().zip(planes) {
            // Beyond the border of one axis is beyond the border.
            let number = self
                .leading
                .iter()
                .enumerate()
                .try_fold(0, |number, (i, axis)| {
                    let source = axis.source(plane[i] * axis.stride + weight[i] * axis.dilation);
                    source.map(|source| number * axis.input + source)
                });
            let plane = Plane {
                samples: number.map(|number| &self.samples[number * size..][..size]),
                axes: self.axes,
                weights,
                outside: self.windows.outside,
            };
            let block = Block {
                rows: position.rows.clone(),
                columns: position.columns.clone(),
                values: &mut *values,
                start,
                copies,
            };
            (self.windows.fold)(plane, block);
            start = Start::Held;
        }
    }
}

/// Where a block is.
struct Position {
    /// Its number among all blocks, and how many there are.
    part: [usize; 2],
    /// The number of the plane.
    plane: usize,
    rows: Range<usize>,
    columns: Range<usize>,
}

impl Position {
    fn len(&self) -> usize {
        self.rows.len() * self.columns.len()
    }
}

#[cfg(all(test, feature = "rayon"))]
mod tests {
    use std::sync::Mutex;
    use std::thread::{ThreadId, current};

    use super::*;
    use crate::VectorWidth;
    use crate::correlate::sums_of_products;

    /// The threads that have folded a block, and with which vectors.
    static FOLDED: Mutex<Vec<(ThreadId, Option<VectorWidth>)>> = Mutex::new(Vec::new());

    /// Results do not tell the width, so what folds a block notes it.
    #[test]
    fn threads_use_the_width_that_is_chosen_where_they_are_called() {
        fn note(_: Plane<'_, f32>, _: Block<'_, f32>) {
            let folded = (current().id(), VectorWidth::chosen());
            FOLDED.lock().expect("no thread panics").push(folded);
            // So long that other threads wake and take blocks too.
            std::thread::sleep(std::time::Duration::from_millis(1));
        }
        let axes = [Axis::each(1 << 20)];
        let windows = Windows {
            fold: note,
            ..sums_of_products(&axes, &[1.0])
        };
        let samples = vec![0.0; 1 << 20];
        let pool = rayon::ThreadPoolBuilder::new().num_threads(3).build();
        let pool = pool.expect("a pool of threads");
        let chosen = VectorWidth::available().into_iter().map(Some);
        for width in chosen.chain([None]) {
            FOLDED.lock().expect("no thread panics").clear();
            let fold = || windows.fold_slice(&samples, &mut vec![0.0; 1 << 20]);
            pool.install(|| match width {
                Some(width) => width.run(fold),
                None => fold(),
            });
            let folded = FOLDED.lock().expect("no thread panics");
            assert_eq!(folded.len(), (1_usize << 20).div_ceil(COLUMNS));
            assert!(folded.iter().all(|(_, chosen)| *chosen == width));
            assert!(folded.iter().any(|(thread, _)| *thread != folded[0].0));
        }
    }
}
