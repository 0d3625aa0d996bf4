//! Layers with several output channels: the products of a matrix of weights with windows, a tile at a time.
//!
//! A row of the matrix holds the weights of one output channel, in the order in which they are summed. The samples are
//! laid out so that neighbouring outputs lie as far apart as the samples that a weight meets under them: the input itself
//! where the stride is 1 and nothing is padded, else a copy in which the samples at one distance modulo the stride stand
//! together, border and all. So a weight meets consecutive samples under consecutive outputs, and a tile of a few channels
//! and vectors stays in registers for all weights. At the end of a row of outputs some are computed that do not exist;
//! they are left out.

use ndarray::indices;
use pulp::{Simd, WithSimd};

use crate::Scalar;
use crate::correlate::sums_of_products;
use crate::fold::{for_each_part, threads};
use crate::lanes::Lanes;
use crate::plane::{copy_places, vectors};
use crate::region::index_of;
use crate::vector_width::dispatch;
use crate::window::{Axis, output_shape};

/// One group of the channels of a layer.
pub(crate) struct Group<'a, A> {
    /// The windows along the spatial axes.
    pub(crate) axes: &'a [Axis],
    /// The input, `(c_in, n, …)`.
    pub(crate) samples: &'a [A],
    /// `(c_out, c_in, k, …)`.
    pub(crate) weights: &'a [A],
    /// `(c_out,)`.
    pub(crate) bias: &'a [A],
}

impl<A: Scalar> Group<'_, A> {
    /// Writes the outputs, `(c_out, n', …)`. Each is one chain of additions from the bias, over the channels in order, and
    /// within a channel over the weights in row-major order.
    pub(crate) fn write(&self, outputs: &mut [A]) {
        let channels = self.bias.len();
        let layout = (channels >= 4).then(|| Layout::new(self.axes)).flatten();
        let Some(layout) = layout else {
            return self.write_each(outputs);
        };
        let copy = layout.copied.then(|| layout.copy(self.axes, self.samples));
        multiply(Product {
            samples: copy.as_deref().unwrap_or(self.samples),
            offsets: &layout.offsets(self.axes, self.weights.len() / channels),
            weights: self.weights,
            bias: self.bias,
            outputs,
            layout: &layout,
        });
    }

    /// One channel after another, its input channels as an axis that each window fills.
    fn write_each(&self, outputs: &mut [A]) {
        let channels = self.bias.len();
        let inputs = self.weights.len()
            / channels
            / self.axes.iter().map(|axis| axis.kernel).product::<usize>();
        let across = Axis {
            input: inputs,
            kernel: inputs,
            ..Axis::SINGLE
        };
        let axes = [&[across], self.axes].concat();
        let each = outputs.len() / channels;
        let kernels = self.weights.chunks(self.weights.len() / channels);
        for ((output, weights), bias) in outputs.chunks_mut(each).zip(kernels).zip(self.bias) {
            let mut windows = sums_of_products(&axes, weights);
            windows.start = *bias;
            windows.fold_slice(self.samples, output);
        }
    }
}

/// Computes a product, several output channels on each thread.
fn multiply<A: Scalar>(product: Product<'_, A>) {
    let channels = product.bias.len();
    let each = product.outputs.len() / channels;
    let products = each.saturating_mul(product.weights.len());
    let threads = threads(products).min(channels.div_ceil(8));
    // Whole tiles, so that each thread has as many channels of a tile as there are.
    let share = channels.div_ceil(8).div_ceil(threads) * 8;
    let parts = (product.outputs.chunks_mut(share * each))
        .zip(product.weights.chunks(share * product.offsets.len()))
        .zip(product.bias.chunks(share));
    for_each_part(
        parts,
        threads,
        || (),
        |(), ((outputs, weights), bias)| {
            A::multiply_windows(Product {
                weights,
                bias,
                outputs,
                ..product
            });
        },
    );
}

/// Writes the product of two matrices in row-major order, of which the second one has so many columns and [`MOST`] numbers
/// behind the last. Each sum starts from 0.
pub(crate) fn multiply_matrices<A: Scalar>(
    left: &[A],
    right: &[A],
    columns: usize,
    product: &mut [A],
) {
    let rows = product.len() / columns;
    let offsets: Vec<usize> = (0..left.len() / rows).map(|row| row * columns).collect();
    multiply(Product {
        samples: right,
        offsets: &offsets,
        weights: left,
        bias: &vec![A::zero(); rows],
        outputs: product,
        layout: &Layout {
            residues: Vec::new(),
            sizes: vec![columns],
            copied: true,
            outputs: vec![columns],
        },
    });
}

/// Where the samples of a channel stand.
pub(crate) struct Layout {
    /// Along each axis, the distances modulo the stride at which there are samples.
    residues: Vec<Vec<usize>>,
    /// Along each axis, the number of samples at one such distance.
    sizes: Vec<usize>,
    /// Whether the samples must be copied. Then some more stand behind the last one, so that a tile may go beyond it.
    copied: bool,
    /// The shape of the outputs of a channel.
    outputs: Vec<usize>,
}

/// As many samples as the largest tile has in a row.
pub(crate) const MOST: usize = 64;

impl Layout {
    /// None where copies would hold far more samples than there are outputs: with a dilation that is as large as the output.
    fn new(axes: &[Axis]) -> Option<Self> {
        let inside = axes
            .iter()
            .all(|axis| axis.stride == 1 && axis.are_inside(&(0..axis.output)));
        let mut residues = Vec::new();
        let mut sizes = Vec::new();
        for axis in axes {
            let reach = (axis.kernel - 1) * axis.dilation;
            let size = axis.output + reach / axis.stride;
            if size > 2 * axis.output + MOST {
                return None;
            }
            let mut distances = Vec::new();
            for k in 0..axis.kernel {
                let residue = k * axis.dilation % axis.stride;
                if !distances.contains(&residue) {
                    distances.push(residue);
                }
            }
            residues.push(distances);
            sizes.push(if inside { axis.input } else { size });
        }
        let mut layout = Self {
            residues,
            sizes,
            copied: false,
            outputs: output_shape(axes),
        };
        layout.copied = !inside || layout.plane() < MOST;
        Some(layout)
    }

    /// The distance between two neighbouring samples along each axis.
    fn pitches(&self) -> Vec<usize> {
        let mut pitches = vec![1; self.sizes.len()];
        for axis in (1..pitches.len()).rev() {
            pitches[axis - 1] = pitches[axis] * self.sizes[axis];
        }
        pitches
    }

    /// The number of samples from that of the first output of a plane to that of the last: a plane has the last two axes.
    fn plane(&self) -> usize {
        let [rows, columns] = last_two(&self.outputs);
        let [_, pitch] = last_two(&self.sizes);
        (rows - 1) * pitch + columns
    }

    /// The number of samples of a channel.
    fn channel(&self) -> usize {
        let classes: usize = self.residues.iter().map(Vec::len).product();
        classes * self.sizes.iter().product::<usize>()
    }

    /// Where the samples of each weight begin.
    fn offsets(&self, axes: &[Axis], weights: usize) -> Vec<usize> {
        let kernel: Vec<usize> = axes.iter().map(|axis| axis.kernel).collect();
        let classes: Vec<usize> = self.residues.iter().map(Vec::len).collect();
        let pitches = self.pitches();
        let size: usize = self.sizes.iter().product();
        let within: Vec<usize> = indices(&kernel[..])
            .into_iter()
            .map(|weight| {
                let (mut class, mut place) = (0, 0);
                for (i, axis) in axes.iter().enumerate() {
                    let distance = weight[i] * axis.dilation;
                    let residue = self.residues[i]
                        .iter()
                        .position(|residue| *residue == distance % axis.stride)
                        .expect("every weight has one");
                    class = class * classes[i] + residue;
                    place += distance / axis.stride * pitches[i];
                }
                class * size + place
            })
            .collect();
        let channels = 0..weights / within.len();
        channels
            .flat_map(|channel| {
                within
                    .iter()
                    .map(move |offset| channel * self.channel() + offset)
            })
            .collect()
    }

    /// The samples of all channels in this layout.
    fn copy<A: Scalar>(&self, axes: &[Axis], samples: &[A]) -> Vec<A> {
        let (across, down) = axes.split_last().expect("a layer has a spatial axis");
        let channels = samples.chunks_exact(axes.iter().map(|axis| axis.input).product());
        let classes: Vec<usize> = self.residues.iter().map(Vec::len).collect();
        // Zeros beyond the border, and behind the last sample.
        let mut copy = vec![A::zero(); channels.len() * self.channel() + MOST];
        let length = self.sizes[down.len()];
        let mut copies = copy.chunks_exact_mut(length);
        for channel in channels {
            for class in indices(&classes[..]) {
                let first = |axis: usize| self.residues[axis][class[axis]];
                for row in indices(&self.sizes[..down.len()]) {
                    let copy = copies.next().expect("there is room for every row");
                    let number = down.iter().enumerate().try_fold(0, |number, (i, axis)| {
                        let source = axis.source(first(i) + row[i] * axis.stride);
                        source.map(|source| number * axis.input + source)
                    });
                    if let Some(number) = number {
                        let row = &channel[number * across.input..][..across.input];
                        copy_places(*across, first(down.len()), row, A::zero(), copy);
                    }
                }
            }
        }
        copy
    }
}

/// The last two of some numbers, 1 for one that is missing.
fn last_two(numbers: &[usize]) -> [usize; 2] {
    match numbers {
        [] => [1, 1],
        [last] => [1, *last],
        [.., before, last] => [*before, *last],
    }
}

/// The products of weights with windows, for some of the output channels.
pub struct Product<'a, A> {
    samples: &'a [A],
    /// Where the samples of each weight begin.
    offsets: &'a [usize],
    weights: &'a [A],
    bias: &'a [A],
    outputs: &'a mut [A],
    layout: &'a Layout,
}

/// Computes the outputs.
pub(crate) fn multiply_windows<A: Lanes>(product: Product<'_, A>) {
    dispatch(product);
}

impl<A: Lanes> WithSimd for Product<'_, A> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        if S::REGISTER_COUNT >= 32 {
            self.planes::<S, 8, 3>(simd);
        } else {
            self.planes::<S, 4, 2>(simd);
        }
    }
}

impl<A: Lanes> Product<'_, A> {
    #[inline(always)]
    fn planes<S: Simd, const M: usize, const V: usize>(mut self, simd: S) {
        let leading = self.layout.outputs.len().saturating_sub(2);
        let (leading, pitches) = (&self.layout.outputs[..leading], self.layout.pitches());
        let length = V * A::count::<S>();
        let plane = self.layout.plane();
        for number in 0..leading.iter().product() {
            let position = index_of(number, leading);
            let first: usize = position
                .iter()
                .zip(&pitches)
                .map(|(x, pitch)| x * pitch)
                .sum();
            for start in (0..plane).step_by(length) {
                // Without a copy nothing stands behind the last sample: some outputs are computed again.
                let start = if self.layout.copied {
                    start
                } else {
                    start.min(plane - length)
                };
                let samples = &self.samples[first + start..];
                let mut channel = 0;
                while channel < self.bias.len() {
                    channel += match self.bias.len() - channel {
                        left if left >= M => {
                            self.tile::<S, M, V>(simd, samples, channel, number, start)
                        }
                        left if left >= 4 => {
                            self.tile::<S, 4, V>(simd, samples, channel, number, start)
                        }
                        _ => self.tile::<S, 1, V>(simd, samples, channel, number, start),
                    };
                }
            }
        }
    }

    /// Computes a tile of `M` channels, and returns `M`.
    #[inline(always)]
    fn tile<S: Simd, const M: usize, const V: usize>(
        &mut self,
        simd: S,
        samples: &[A],
        channel: usize,
        plane: usize,
        start: usize,
    ) -> usize {
        let lanes = A::count::<S>();
        let count = self.offsets.len();
        let mut tile = [[A::splat(simd, A::default()); V]; M];
        let mut weights: [&[A]; M] = [&[]; M];
        for m in 0..M {
            tile[m] = [A::splat(simd, self.bias[channel + m]); V];
            weights[m] = &self.weights[(channel + m) * count..][..count];
        }
        for k in 0..count {
            let samples = vectors::<A, S, V>(simd, &samples[self.offsets[k]..]);
            for m in 0..M {
                let weight = A::splat(simd, weights[m][k]);
                for v in 0..V {
                    tile[m][v] = A::add(simd, tile[m][v], A::multiply(simd, weight, samples[v]));
                }
            }
        }
        let [_, pitch] = last_two(&self.layout.sizes);
        let [rows, columns] = last_two(&self.layout.outputs);
        let each = self.outputs.len() / self.bias.len();
        for (m, row) in tile.into_iter().enumerate() {
            let mut sums = [A::default(); 2 * MOST];
            for v in 0..V {
                A::store(simd, &mut sums[v * lanes..][..lanes], row[v]);
            }
            let first = (channel + m) * each + plane * rows * columns;
            let outputs = &mut self.outputs[first..][..rows * columns];
            for v in 0..V {
                // The vector goes over the ends of rows of outputs. What it writes there too much, what follows puts right.
                let place = start + v * lanes;
                // One that begins behind the end of a row has nothing before the next row.
                let mut y = place / pitch + usize::from(place % pitch >= columns);
                let mut lane = (y * pitch).saturating_sub(place);
                let mut output = y * columns + (place + lane - y * pitch);
                while lane < lanes && output < outputs.len() {
                    let vector = A::load(simd, &sums[v * lanes + lane..][..lanes]);
                    A::store(simd, &mut outputs[output..], vector);
                    y += 1;
                    lane = y * pitch - place;
                    output = y * columns;
                }
            }
        }
        M
    }
}
