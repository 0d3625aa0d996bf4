//! Correlation of planes with a kernel, tile by tile.
//!
//! Two tiles, one below the other, are the real and the imaginary part of a complex one: the kernel is real, so it does not mix them. The
//! columns of a tile are transformed in strips of `WIDTH`, which fit into the nearest cache. Transposed in square
//! blocks, the rows of the tile are the columns of other strips; each of these is transformed, multiplied and transformed back
//! while it is at hand. Then the columns that hold outputs go the way back.

use pulp::{Simd, WithSimd};

use super::WIDTH;
use super::tiling::{Segment, Tiling, transformed};
use super::transform::{Complex, Transform, multiply_conjugate};
use crate::Scalar;
use crate::lanes::Lanes;
use crate::scalar::scalar;
use crate::vector_width::dispatch;

/// The real and the imaginary parts of a tile or a strip, in strips of rows of `WIDTH` numbers.
type Planes<'m, A> = Complex<&'m mut [A]>;

/// The transforms of the planes of a kernel, of the size of a tile.
pub(super) struct Kernel<'m, A> {
    tilings: &'m [Tiling; 2],
    transforms: [Transform<A>; 2],
    /// The transform of each plane, in strips as those of a tile.
    spectra: Vec<Planes<'m, A>>,
}

/// What a part of the outputs is computed in.
pub(super) struct Memory<'m, A> {
    strip: Planes<'m, A>,
    tile: Planes<'m, A>,
    /// The sum of the products so far, where there are several.
    sum: Planes<'m, A>,
}

/// So many zeros, or none if there is not enough memory.
pub(super) fn zeros<A: Scalar>(size: usize) -> Option<Vec<A>> {
    let mut zeros = Vec::new();
    zeros.try_reserve_exact(size).ok()?;
    zeros.resize(size, A::zero());
    Some(zeros)
}

impl<'m, A> Planes<'m, A> {
    /// Takes the first `2·size` numbers away.
    fn take(numbers: &mut &'m mut [A], size: usize) -> Self {
        let (planes, rest) = std::mem::take(numbers).split_at_mut(2 * size);
        *numbers = rest;
        let (re, im) = planes.split_at_mut(size);
        Complex { re, im }
    }

    fn reborrow(&mut self) -> Planes<'_, A> {
        Complex {
            re: self.re,
            im: self.im,
        }
    }

    fn strips(&self, size: usize) -> impl Iterator<Item = Complex<&[A]>> {
        let strips = self.re.chunks_exact(size);
        let strips = strips.zip(self.im.chunks_exact(size));
        strips.map(|(re, im)| Complex { re, im })
    }

    fn strips_mut(&mut self, size: usize) -> impl Iterator<Item = Planes<'_, A>> {
        let strips = self.re.chunks_exact_mut(size);
        let strips = strips.zip(self.im.chunks_exact_mut(size));
        strips.map(|(re, im)| Complex { re, im })
    }
}

impl<'m, A: Scalar> Memory<'m, A> {
    /// The number of numbers that it takes, or none if that cannot be counted.
    pub(super) fn size(tilings: &[Tiling; 2], kernel_planes: usize) -> Option<usize> {
        let [height, width] = [tilings[0].size, tilings[1].size];
        let tiles = if kernel_planes > 1 { 2 } else { 1 };
        let row = width.checked_mul(tiles)?.checked_add(WIDTH)?;
        height.checked_mul(row)?.checked_mul(2)
    }

    /// Divides as many numbers as [`size`](Self::size) says.
    pub(super) fn new(mut numbers: &'m mut [A], tilings: &[Tiling; 2]) -> Self {
        let [height, width] = [tilings[0].size, tilings[1].size];
        Self {
            strip: Planes::take(&mut numbers, height * WIDTH),
            tile: Planes::take(&mut numbers, height * width),
            sum: match numbers.len() {
                0 => Planes::take(&mut numbers, 0),
                _ => Planes::take(&mut numbers, height * width),
            },
        }
    }
}

impl<'m, A: Scalar> Kernel<'m, A> {
    /// The number of numbers that it takes, or none if that cannot be counted.
    pub(super) fn size(tilings: &[Tiling; 2], planes: usize) -> Option<usize> {
        let area = tilings[0].size.checked_mul(tilings[1].size)?;
        area.checked_mul(planes)?.checked_mul(2)
    }

    /// Transforms the planes that `weights` consist of into as many numbers as [`size`](Self::size) says.
    pub(super) fn new(
        mut numbers: &'m mut [A],
        tilings: &'m [Tiling; 2],
        weights: &[A],
        memory: &mut Memory<'_, A>,
    ) -> Self {
        let transforms = tilings.each_ref().map(|tiling| match tiling.transforms() {
            true => Transform::new(tiling.size),
            false => Transform::identity(),
        });
        let planes = weights.chunks_exact(tilings[0].kernel * tilings[1].kernel);
        let spectra = planes.map(|weights| {
            let mut spectrum = Planes::take(&mut numbers, tilings[0].size * tilings[1].size);
            dispatch(TransformKernel {
                tilings,
                transforms: &transforms,
                weights,
                strip: memory.strip.reborrow(),
                spectrum: spectrum.reborrow(),
            });
            spectrum
        });
        let spectra = spectra.collect();
        Self {
            tilings,
            transforms,
            spectra,
        }
    }

    /// The number of numbers in a strip of rows.
    fn along(&self) -> usize {
        self.tilings[1].size * WIDTH
    }
}

/// Transforms a plane of a kernel.
struct TransformKernel<'a, A> {
    tilings: &'a [Tiling; 2],
    transforms: &'a [Transform<A>; 2],
    weights: &'a [A],
    strip: Planes<'a, A>,
    spectrum: Planes<'a, A>,
}

impl<A: Scalar> WithSimd for TransformKernel<'_, A> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(mut self, simd: S) {
        let [down, across] = self.transforms;
        let along = self.tilings[1].size * WIDTH;
        let scale = scalar(1.0 / transformed(self.tilings) as f64);
        for number in 0..along / (WIDTH * WIDTH) {
            let values = &mut *self.strip.re;
            read_kernel(self.weights, scale, self.tilings, number, values);
            self.strip.im.fill(A::zero());
            down.forward(simd, self.strip.reborrow());
            transpose_to_rows(&self.strip, number, &mut self.spectrum, along);
        }
        for rows in self.spectrum.strips_mut(along) {
            across.forward(simd, rows);
        }
    }
}

/// Correlates planes of `input` with planes of a kernel and sums them; everything is in row-major order.
pub(super) struct Correlation<'a, 'm, A> {
    pub(super) input: &'a [A],
    /// The number of samples of a row of the input.
    pub(super) input_width: usize,
    pub(super) kernel: &'a Kernel<'a, A>,
    /// The products that are summed: the first sample of a plane of the input, and the number of a plane of the kernel.
    pub(super) products: &'a [(usize, usize)],
    /// Which outputs are computed, two segments of rows at a time.
    pub(super) rows: &'a [Segment],
    /// The outputs from those of the row `first_row` on.
    pub(super) output: &'a mut [A],
    pub(super) first_row: usize,
    /// The number of outputs of a row.
    pub(super) output_width: usize,
    pub(super) memory: &'a mut Memory<'m, A>,
}

/// The segments of a tile down and across.
type Tile<'a> = (&'a Segment, &'a Segment);

impl<A: Scalar> WithSimd for Correlation<'_, '_, A> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(mut self, simd: S) {
        if self.products.is_empty() {
            self.output.fill(A::zero());
            return;
        }
        for rows in self.rows.chunks(2) {
            for columns in &self.kernel.tilings[1].segments {
                let pair = [0, 1].map(|i| rows.get(i).map(|rows| (rows, columns)));
                for (step, (input, weights)) in self.products.iter().enumerate() {
                    self.transform_columns(simd, pair, *input);
                    let last = step + 1 == self.products.len();
                    self.multiply_rows(simd, *weights, step > 0, last);
                    if !last {
                        std::mem::swap(&mut self.memory.tile, &mut self.memory.sum);
                    }
                }
                self.transform_back(simd, pair);
            }
        }
    }
}

impl<A: Scalar> Correlation<'_, '_, A> {
    /// Reads the tiles from a plane of the input and transforms their columns.
    #[inline(always)]
    fn transform_columns<S: Simd>(&mut self, simd: S, pair: [Option<Tile<'_>>; 2], plane: usize) {
        let (along, down) = (self.kernel.along(), &self.kernel.transforms[0]);
        let Memory { strip, tile, .. } = &mut *self.memory;
        let input = &self.input[plane..];
        for number in 0..along / (WIDTH * WIDTH) {
            for (tile, values) in pair.into_iter().zip([&mut *strip.re, &mut *strip.im]) {
                match tile {
                    Some(tile) => read(input, self.input_width, tile, number, values),
                    None => values.fill(A::zero()),
                }
            }
            down.forward(simd, strip.reborrow());
            transpose_to_rows(strip, number, tile, along);
        }
    }

    /// Transforms the rows, multiplies with a plane of the kernel, adds the sum so far, and transforms the last sum
    /// back.
    #[inline(always)]
    fn multiply_rows<S: Simd>(&mut self, simd: S, weights: usize, add_sum: bool, last: bool) {
        let (along, across) = (self.kernel.along(), &self.kernel.transforms[1]);
        let Memory { tile, sum, .. } = &mut *self.memory;
        let mut sums = sum.strips(along);
        let spectrum = self.kernel.spectra[weights].strips(along);
        for (mut rows, spectrum) in tile.strips_mut(along).zip(spectrum) {
            across.forward(simd, rows.reborrow());
            multiply(simd, rows.reborrow(), spectrum);
            if add_sum {
                add(simd, rows.reborrow(), sums.next().expect("as many strips"));
            }
            if last {
                across.backward(simd, rows);
            }
        }
    }

    /// Transforms the columns back and writes the outputs.
    #[inline(always)]
    fn transform_back<S: Simd>(&mut self, simd: S, pair: [Option<Tile<'_>>; 2]) {
        let (along, down) = (self.kernel.along(), &self.kernel.transforms[0]);
        let Memory { strip, tile, .. } = &mut *self.memory;
        let ends = pair
            .iter()
            .flatten()
            .filter_map(|(_, columns)| columns.outputs.last());
        let end = ends.map(|(sample, _)| sample + 1).max().unwrap_or(0);
        for number in 0..end.div_ceil(WIDTH) {
            transpose_to_columns(tile, number, strip, along);
            down.backward(simd, strip.reborrow());
            for (tile, values) in pair.into_iter().zip([&*strip.re, &*strip.im]) {
                if let Some(tile) = tile {
                    write(
                        values,
                        tile,
                        number,
                        self.first_row,
                        self.output,
                        self.output_width,
                    );
                }
            }
        }
    }
}

/// Multiplies with the conjugate of the kernel's transform: a correlation, where the transform itself would convolve.
#[inline(always)]
fn multiply<A: Scalar, S: Simd>(simd: S, values: Complex<&mut [A]>, spectrum: Complex<&[A]>) {
    let re = A::vectors_mut::<S>(values.re).iter_mut();
    let im = A::vectors_mut::<S>(values.im).iter_mut();
    let spectrum_re = A::vectors::<S>(spectrum.re);
    let spectrum_im = A::vectors::<S>(spectrum.im);
    for (((re, im), b_re), b_im) in re.zip(im).zip(spectrum_re).zip(spectrum_im) {
        let a = Complex { re: *re, im: *im };
        let b = Complex {
            re: *b_re,
            im: *b_im,
        };
        let product = multiply_conjugate::<A, S>(simd, a, b);
        (*re, *im) = (product.re, product.im);
    }
}

/// Adds the values to `others`.
#[inline(always)]
fn add<A: Scalar, S: Simd>(simd: S, values: Complex<&mut [A]>, others: Complex<&[A]>) {
    for (values, others) in [(values.re, others.re), (values.im, others.im)] {
        let values = A::vectors_mut::<S>(values).iter_mut();
        for (value, other) in values.zip(A::vectors::<S>(others)) {
            *value = <A as Lanes>::add(simd, *other, *value);
        }
    }
}

/// Writes a strip of the kernel; along an axis that is not transformed, where it has one weight, that weight meets all.
fn read_kernel<A: Scalar>(
    weights: &[A],
    scale: A,
    tilings: &[Tiling; 2],
    number: usize,
    values: &mut [A],
) {
    let [rows, columns] = tilings;
    let weight = |tiling: &Tiling, sample: usize| match tiling.transforms() {
        true => Some(sample).filter(|sample| *sample < tiling.kernel),
        false => Some(0),
    };
    for (y, row) in values.chunks_exact_mut(WIDTH).enumerate() {
        for (x, value) in row.iter_mut().enumerate() {
            let place = weight(rows, y).zip(weight(columns, number * WIDTH + x));
            *value = place.map_or(A::zero(), |(y, x)| scale * weights[y * columns.kernel + x]);
        }
    }
}

/// Reads a strip of a tile.
fn read<A: Scalar>(
    input: &[A],
    width: usize,
    (rows, columns): Tile<'_>,
    number: usize,
    values: &mut [A],
) {
    let columns = &columns.sources[number * WIDTH..][..WIDTH];
    let together = columns[0].filter(|first| {
        columns
            .iter()
            .zip(*first..)
            .all(|(column, next)| *column == Some(next))
    });
    let (values, _) = values.as_chunks_mut::<WIDTH>();
    for (values, row) in values.iter_mut().zip(&rows.sources) {
        let Some(row) = row else {
            values.fill(A::zero());
            continue;
        };
        let samples = &input[row * width..][..width];
        match together {
            Some(first) => values.copy_from_slice(&samples[first..][..WIDTH]),
            None => {
                for (value, column) in values.iter_mut().zip(columns) {
                    *value = column.map_or(A::zero(), |column| samples[column]);
                }
            }
        }
    }
}

/// Writes the outputs of a strip.
fn write<A: Scalar>(
    values: &[A],
    (rows, columns): Tile<'_>,
    number: usize,
    first_row: usize,
    output: &mut [A],
    width: usize,
) {
    let start = number * WIDTH;
    let from = columns
        .outputs
        .partition_point(|(sample, _)| *sample < start);
    let to = columns
        .outputs
        .partition_point(|(sample, _)| *sample < start + WIDTH);
    let columns = &columns.outputs[from..to];
    let Some((sample, first)) = columns.first() else {
        return;
    };
    let together = columns
        .iter()
        .zip(0..)
        .all(|(column, n)| *column == (sample + n, first + n));
    let (values, _) = values.as_chunks::<WIDTH>();
    for (sample_row, output_row) in &rows.outputs {
        let row = &mut output[(output_row - first_row) * width..][..width];
        let values = &values[*sample_row];
        if together {
            row[*first..][..columns.len()]
                .copy_from_slice(&values[sample - start..][..columns.len()]);
        } else {
            for (sample, place) in columns {
                row[*place] = values[sample - start];
            }
        }
    }
}

/// Writes a strip of columns of a tile into its strips of rows.
fn transpose_to_rows<A: Scalar>(
    strip: &Planes<'_, A>,
    number: usize,
    tile: &mut Planes<'_, A>,
    along: usize,
) {
    for (strip, tile) in [(&*strip.re, &mut *tile.re), (&*strip.im, &mut *tile.im)] {
        let strips = tile.chunks_exact_mut(along);
        for (block, strip) in strip.chunks_exact(WIDTH * WIDTH).zip(strips) {
            transpose(block, &mut strip[number * WIDTH * WIDTH..][..WIDTH * WIDTH]);
        }
    }
}

/// Returns a strip of columns of a tile from its strips of rows.
fn transpose_to_columns<A: Scalar>(
    tile: &Planes<'_, A>,
    number: usize,
    strip: &mut Planes<'_, A>,
    along: usize,
) {
    for (strip, tile) in [(&mut *strip.re, &*tile.re), (&mut *strip.im, &*tile.im)] {
        let strips = tile.chunks_exact(along);
        for (block, strip) in strip.chunks_exact_mut(WIDTH * WIDTH).zip(strips) {
            transpose(&strip[number * WIDTH * WIDTH..][..WIDTH * WIDTH], block);
        }
    }
}

/// Transposes a block of `WIDTH` rows.
fn transpose<A: Copy>(from: &[A], to: &mut [A]) {
    let (from, _) = from.as_chunks::<WIDTH>();
    let (to, _) = to.as_chunks_mut::<WIDTH>();
    let from: &[[A; WIDTH]; WIDTH] = from.try_into().expect("a square block");
    let to: &mut [[A; WIDTH]; WIDTH] = to.try_into().expect("a square block");
    for (y, row) in to.iter_mut().enumerate() {
        for (x, value) in row.iter_mut().enumerate() {
            *value = from[x][y];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_that_there_is_not_is_none() {
        let memory = |height, width| {
            let tiling = |size| Tiling {
                size,
                kernel: 2,
                segments: Vec::new(),
            };
            let tilings = [tiling(height), tiling(width)];
            let size = Memory::<f32>::size(&tilings, 1)?;
            zeros::<f32>(size.checked_add(Kernel::<f32>::size(&tilings, 1)?)?)
        };
        assert_eq!(memory(64, 32).unwrap().len(), 2 * (64 * 16 + 2 * 64 * 32));
        // More numbers than can be counted, and more bytes than can be addressed.
        assert!(memory(1 << 40, 1 << 40).is_none());
        assert!(memory(1 << 31, 1 << 30).is_none());
    }
}
