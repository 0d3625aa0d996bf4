//! Correlation of planes with a kernel, tile by tile.
//!
//! Two tiles are the real and the imaginary part of one: the kernel is real, so it leaves them apart. A tile is transformed
//! down its columns a strip at a time, `WIDTH` columns next to each other, which stays in the nearest cache; then the strips
//! are transposed, so that its rows become the columns of other strips, and are transformed, multiplied with
//! the transform of the kernel and transformed back; and so is, transposed again, what holds outputs.

use pulp::{Simd, WithSimd};

use super::WIDTH;
use super::tiling::{Segment, Tiling, transformed};
use super::transform::{Complex, Transform, multiply_conjugate};
use crate::Scalar;
use crate::lanes::Lanes;
use crate::scalar::scalar;

/// Correlates the planes of `input` with those of `kernel`; everything is in row-major order.
pub(super) struct Correlation<'a, A> {
    pub(super) input: &'a [A],
    /// The number of samples of a row of the input.
    pub(super) input_width: usize,
    pub(super) kernel: &'a [A],
    pub(super) tilings: &'a [Tiling; 2],
    /// For each plane of the output the products whose sum it is: the first sample of a plane of the input, and the
    /// number of a plane of the kernel.
    pub(super) sums: &'a [Vec<(usize, usize)>],
    /// Zeros, which the outputs take the place of.
    pub(super) output: &'a mut [A],
    /// The numbers of outputs of a plane and of a row.
    pub(super) output_size: usize,
    pub(super) output_width: usize,
    pub(super) memory: Memory<A>,
}

/// What a correlation needs besides its input and output.
pub(super) struct Memory<A> {
    strip: Planes<A>,
    tile: Planes<A>,
    /// The sum of the products so far, where there are several.
    sum: Planes<A>,
    /// The transform of each plane of the kernel.
    spectra: Vec<Planes<A>>,
}

/// Real and imaginary parts, in strips of rows of `WIDTH` numbers.
struct Planes<A> {
    re: Vec<A>,
    im: Vec<A>,
}

impl<A: Scalar> Memory<A> {
    /// None if there is not enough memory.
    pub(super) fn new(tilings: &[Tiling; 2], kernel_planes: usize) -> Option<Self> {
        let [height, width] = [tilings[0].size, tilings[1].size];
        let area = height.checked_mul(width)?;
        let mut spectra = Vec::new();
        spectra.try_reserve_exact(kernel_planes).ok()?;
        for _ in 0..kernel_planes {
            spectra.push(Planes::new(area)?);
        }
        Some(Self {
            strip: Planes::new(height.checked_mul(WIDTH)?)?,
            tile: Planes::new(area)?,
            sum: Planes::new(if kernel_planes > 1 { area } else { 0 })?,
            spectra,
        })
    }
}

impl<A: Scalar> Planes<A> {
    fn new(size: usize) -> Option<Self> {
        let zeros = || {
            let mut zeros = Vec::new();
            zeros.try_reserve_exact(size).ok()?;
            zeros.resize(size, A::zero());
            Some(zeros)
        };
        Some(Self {
            re: zeros()?,
            im: zeros()?,
        })
    }

    fn all(&mut self) -> Complex<&mut [A]> {
        Complex {
            re: &mut self.re,
            im: &mut self.im,
        }
    }

    fn strips(&mut self, size: usize) -> impl Iterator<Item = Complex<&mut [A]>> {
        let strips = self.re.chunks_exact_mut(size);
        let strips = strips.zip(self.im.chunks_exact_mut(size));
        strips.map(|(re, im)| Complex { re, im })
    }
}

impl<A: Scalar> WithSimd for Correlation<'_, A> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let [rows, columns] = self.tilings;
        let transform = |tiling: &Tiling| match tiling.transforms() {
            true => Transform::new(tiling.size),
            false => Transform::identity(),
        };
        let (down, across) = (transform(rows), transform(columns));
        let Memory {
            mut strip,
            mut tile,
            mut sum,
            mut spectra,
        } = self.memory;
        let along = columns.size * WIDTH;

        let scale = scalar::<A>(1.0 / transformed(self.tilings) as f64);
        let planes = self.kernel.chunks_exact(rows.kernel * columns.kernel);
        for (weights, spectrum) in planes.zip(&mut spectra) {
            for number in 0..columns.size / WIDTH {
                read_kernel(weights, scale, self.tilings, number, &mut strip.re);
                strip.im.fill(A::zero());
                down.forward(simd, strip.all());
                transpose_to_rows(&strip, number, spectrum, along);
            }
            for rows in spectrum.strips(along) {
                across.forward(simd, rows);
            }
        }

        let tiles = rows.segments.len() * columns.segments.len();
        let segments = |tile: usize| {
            let (y, x) = (tile / columns.segments.len(), tile % columns.segments.len());
            (&rows.segments[y], &columns.segments[x])
        };
        for (products, output) in self
            .sums
            .iter()
            .zip(self.output.chunks_exact_mut(self.output_size))
        {
            for first in (0..tiles).step_by(2) {
                let pair = [
                    Some(first),
                    Some(first + 1).filter(|second| *second < tiles),
                ];
                let pair = pair.map(|tile| tile.map(segments));
                for (step, (plane, weights)) in products.iter().enumerate() {
                    let input = &self.input[*plane..];
                    for number in 0..columns.size / WIDTH {
                        for (tile, values) in pair.iter().zip([&mut strip.re, &mut strip.im]) {
                            match tile {
                                Some(tile) => read(input, self.input_width, *tile, number, values),
                                None => values.fill(A::zero()),
                            }
                        }
                        down.forward(simd, strip.all());
                        transpose_to_rows(&strip, number, &mut tile, along);
                    }
                    let last = step + 1 == products.len();
                    let spectrum = spectra[*weights].strips(along);
                    let mut sums = sum.strips(along);
                    for (mut values, spectrum) in tile.strips(along).zip(spectrum) {
                        across.forward(simd, values.reborrow());
                        multiply(simd, &mut values, spectrum);
                        if step > 0 {
                            add(simd, &mut values, sums.next().expect("as many strips"));
                        }
                        if last {
                            across.backward(simd, values);
                        }
                    }
                    drop(sums);
                    if !last {
                        std::mem::swap(&mut tile, &mut sum);
                    }
                }
                if products.is_empty() {
                    continue;
                }
                let used = pair
                    .iter()
                    .flatten()
                    .map(|(_, columns)| columns.outputs[columns.outputs.len() - 1].0 + 1);
                let used = used.max().unwrap_or(0).div_ceil(WIDTH);
                for number in 0..used {
                    transpose_to_columns(&tile, number, &mut strip, along);
                    down.backward(simd, strip.all());
                    for (tile, values) in pair.iter().zip([&strip.re, &strip.im]) {
                        if let Some(tile) = tile {
                            write(values, *tile, number, output, self.output_width);
                        }
                    }
                }
            }
        }
    }
}

impl<A> Complex<&mut [A]> {
    fn reborrow(&mut self) -> Complex<&mut [A]> {
        Complex {
            re: self.re,
            im: self.im,
        }
    }
}

/// Multiplies with the conjugate of the kernel's transform: a correlation, where the transform itself would convolve.
#[inline(always)]
fn multiply<A: Scalar, S: Simd>(
    simd: S,
    values: &mut Complex<&mut [A]>,
    spectrum: Complex<&mut [A]>,
) {
    let re = A::vectors_mut::<S>(values.re).iter_mut();
    let im = A::vectors_mut::<S>(values.im).iter_mut();
    let spectrum_re = A::vectors_mut::<S>(spectrum.re);
    let spectrum_im = A::vectors_mut::<S>(spectrum.im);
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

#[inline(always)]
fn add<A: Scalar, S: Simd>(simd: S, values: &mut Complex<&mut [A]>, others: Complex<&mut [A]>) {
    for (values, others) in [(&mut *values.re, others.re), (&mut *values.im, others.im)] {
        let values = A::vectors_mut::<S>(values).iter_mut();
        for (value, other) in values.zip(A::vectors_mut::<S>(others)) {
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
    (rows, columns): (&Segment, &Segment),
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
    (rows, columns): (&Segment, &Segment),
    number: usize,
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
        let row = &mut output[output_row * width..][..width];
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
    strip: &Planes<A>,
    number: usize,
    tile: &mut Planes<A>,
    along: usize,
) {
    for (strip, tile) in [(&strip.re, &mut tile.re), (&strip.im, &mut tile.im)] {
        let strips = tile.chunks_exact_mut(along);
        for (block, strip) in strip.chunks_exact(WIDTH * WIDTH).zip(strips) {
            transpose(block, &mut strip[number * WIDTH * WIDTH..][..WIDTH * WIDTH]);
        }
    }
}

/// Returns a strip of columns of a tile from its strips of rows.
fn transpose_to_columns<A: Scalar>(
    tile: &Planes<A>,
    number: usize,
    strip: &mut Planes<A>,
    along: usize,
) {
    for (strip, tile) in [(&mut strip.re, &tile.re), (&mut strip.im, &tile.im)] {
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
