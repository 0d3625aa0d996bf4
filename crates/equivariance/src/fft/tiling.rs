//! How the outputs of an axis are divided among tiles, and how large a tile is.

use super::WIDTH;
use crate::window::Axis;

/// One axis, cut into segments of `size` samples.
pub(super) struct Tiling {
    pub(super) size: usize,
    /// The number of weights along the axis.
    pub(super) kernel: usize,
    pub(super) segments: Vec<Segment>,
}

/// What a tile reads and writes along one axis.
pub(super) struct Segment {
    /// The input index of every sample; none stands for a zero.
    pub(super) sources: Vec<Option<usize>>,
    /// Which samples of the answer are outputs, as pairs of the sample and the number of the output, in rising order.
    pub(super) outputs: Vec<(usize, usize)>,
}

impl Tiling {
    /// A kernel of a single weight along an axis needs no transform along it.
    pub(super) fn transforms(&self) -> bool {
        self.kernel > 1
    }

    fn new(axis: &Axis, size: usize) -> Self {
        let phases = Phases::new(axis);
        Self {
            size,
            kernel: axis.kernel,
            segments: phases.segments(axis, size).collect(),
        }
    }

    /// So many rows of `width` samples, which are correlated each by itself.
    pub(super) fn rows(number: usize, width: usize) -> Self {
        // Two tiles at a time, so half of the rows each.
        let most = (CACHED_AREA / width).max(WIDTH) / WIDTH * WIDTH;
        let size = number.div_ceil(2).next_multiple_of(WIDTH).min(most);
        let segment = |first: usize| {
            let rows = first..number.min(first + size);
            let sources = rows.clone().map(Some).chain(std::iter::repeat(None));
            Segment {
                sources: sources.take(size).collect(),
                outputs: (0..).zip(rows).collect(),
            }
        };
        Self {
            size,
            kernel: 1,
            segments: (0..number).step_by(size).map(segment).collect(),
        }
    }

    /// A single segment, which a kernel fits into.
    pub(super) fn whole(size: usize, kernel: usize) -> Self {
        let segment = Segment {
            sources: (0..size).map(Some).collect(),
            outputs: (0..=size - kernel).map(|sample| (sample, sample)).collect(),
        };
        Self {
            size,
            kernel,
            segments: vec![segment],
        }
    }
}

/// The number of samples of a tile that are transformed together.
pub(super) fn transformed(tilings: &[Tiling]) -> usize {
    let transformed = tilings.iter().filter(|tiling| tiling.transforms());
    transformed.map(|tiling| tiling.size).product()
}

/// The outputs of an axis by the remainder of their first place on division by the dilation, the phase.
///
/// In a phase every `dilation`-th place is a sample, and a kernel that is not dilated meets them. The outputs of a
/// phase are every `period`-th one, and their windows start `step` samples apart.
struct Phases {
    period: usize,
    step: usize,
}

impl Phases {
    fn new(axis: &Axis) -> Self {
        let common = greatest_common_divisor(axis.stride, axis.dilation);
        Self {
            period: axis.dilation / common,
            step: axis.stride / common,
        }
    }

    /// The first output of each phase.
    fn firsts(&self, axis: &Axis) -> std::ops::Range<usize> {
        0..self.period.min(axis.output)
    }

    /// How many outputs of a phase a segment holds.
    fn outputs_of_segment(&self, axis: &Axis, size: usize) -> usize {
        (size - axis.kernel) / self.step + 1
    }

    /// The number of segments of this size.
    fn count(&self, axis: &Axis, size: usize) -> usize {
        let outputs = self.outputs_of_segment(axis, size);
        let firsts = self.firsts(axis);
        firsts
            .map(|first| {
                (axis.output - first)
                    .div_ceil(self.period)
                    .div_ceil(outputs)
            })
            .sum()
    }

    fn segments(&self, axis: &Axis, size: usize) -> impl Iterator<Item = Segment> {
        let most = self.outputs_of_segment(axis, size);
        self.firsts(axis).flat_map(move |first| {
            let outputs: Vec<usize> = (first..axis.output).step_by(self.period).collect();
            let segments = outputs.chunks(most).map(|outputs| {
                let place = outputs[0] * axis.stride;
                let used = (outputs.len() - 1) * self.step + axis.kernel;
                let sources = (0..used).map(|sample| axis.source(place + sample * axis.dilation));
                Segment {
                    sources: sources.chain(std::iter::repeat(None)).take(size).collect(),
                    outputs: (0..)
                        .step_by(self.step)
                        .zip(outputs.iter().copied())
                        .collect(),
                }
            });
            segments.collect::<Vec<_>>()
        })
    }
}

fn greatest_common_divisor(a: usize, b: usize) -> usize {
    if b == 0 {
        a
    } else {
        greatest_common_divisor(b, a % b)
    }
}

/// Cuts two axes into tiles of the size that is expected to take the least time.
///
/// The choice depends on the shapes and the options alone, so that it is the same on every machine.
pub(super) fn tilings(axes: [&Axis; 2]) -> [Tiling; 2] {
    let [rows, columns] = axes.map(counts);
    let sizes = rows
        .iter()
        .flat_map(|rows| columns.iter().map(move |columns| (*rows, *columns)));
    let cost = |((height, down), (width, across)): ((usize, usize), (usize, usize))| {
        let pairs = down.div_ceil(2) as f64 * across as f64;
        pairs * cost_of_tile(height as f64 * width as f64)
    };
    let best = sizes.min_by(|a, b| cost(*a).total_cmp(&cost(*b)));
    let ((height, _), (width, _)) = best.expect("there is a size for every kernel");
    [Tiling::new(axes[0], height), Tiling::new(axes[1], width)]
}

/// Cuts a single axis into segments of the size that is expected to take the least time.
pub(super) fn row_segments(axis: &Axis) -> Vec<Segment> {
    let cost = |(size, segments): (usize, usize)| {
        segments as f64 * cost_of_tile(size as f64 * WIDTH as f64)
    };
    let best = counts(axis)
        .into_iter()
        .min_by(|a, b| cost(*a).total_cmp(&cost(*b)));
    let (size, _) = best.expect("there is a size for every kernel");
    Tiling::new(axis, size).segments
}

/// The sizes that a segment may have, and how many segments there are then.
fn counts(axis: &Axis) -> Vec<(usize, usize)> {
    let phases = Phases::new(axis);
    let doubled = |size: usize| std::iter::successors(Some(size), |size| size.checked_mul(2));
    // Twos and threes only, for the transform, and whole strips.
    let mut sizes: Vec<usize> = [1, 3, 9]
        .into_iter()
        .flat_map(|odd| doubled(odd * WIDTH))
        .collect();
    sizes.sort_unstable();
    let sizes = sizes.into_iter().skip_while(|size| *size < axis.kernel);
    sizes
        .take(MOST_SIZES)
        .map(|size| (size, phases.count(axis, size)))
        .collect()
}

/// How many sizes are compared: up to more than ten times the kernel.
const MOST_SIZES: usize = 12;

/// What a tile of this number of samples costs: for each sample a level of the transform for each factor 2, and as much
/// as `SAMPLE_COST` levels for reading, transposing and writing it; twice that beyond the cache.
fn cost_of_tile(area: f64) -> f64 {
    let beyond = if area > CACHED_AREA as f64 { 2.0 } else { 1.0 };
    area * (SAMPLE_COST + libm::log2(area)) * beyond
}

/// As measured.
const SAMPLE_COST: f64 = 20.0;

/// The number of samples of a tile that fits into the second-level cache of usual processors beside the transformed
/// kernel.
const CACHED_AREA: usize = 1 << 17;
