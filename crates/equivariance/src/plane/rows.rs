//! The samples that a block meets, so that each weight meets consecutive ones.

use std::ops::Range;

use crate::lanes::Lanes;
use crate::plane::Plane;
use crate::window::Axis;

/// The rows of samples that a block meets, in each of which a weight meets consecutive samples.
pub(super) struct Rows<'a, A> {
    samples: &'a [A],
    starts: Starts,
    /// Where in a row the samples of each weight begin.
    pub(super) offsets: Vec<usize>,
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
    pub(super) fn new(
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
    pub(super) fn row(&self, y: usize, k: usize) -> &[A] {
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
