//! The discrete Fourier transform of many columns at once.
//!
//! A row of lanes is transformed like a number, so no value ever moves from one lane to another: a column gives the
//! same bits beside any others and at any width of the vectors. Decimation in frequency leaves the frequencies in an
//! order of its own, decimation in time takes them in that order, and what is multiplied between them does not care
//! about it.

use pulp::Simd;

use super::WIDTH;
use crate::Scalar;
use crate::lanes::Lanes;
use crate::scalar::scalar;

/// The transform of one size, which is 2 and 3 multiplied any number of times.
pub(super) struct Transform<A> {
    /// Decimation in frequency goes through them in this order, decimation in time in the opposite one.
    stages: Vec<Stage<A>>,
}

/// One stage: transforms of `radix` values, `stride` apart, and what their results are multiplied by.
struct Stage<A> {
    radix: usize,
    /// The number of rows from one value of a butterfly to the next.
    stride: usize,
    /// For every offset within the stride but the first the powers 1 to `radix - 1` of a root of unity.
    twiddles: Vec<Complex<A>>,
}

#[derive(Clone, Copy)]
pub(super) struct Complex<V> {
    pub(super) re: V,
    pub(super) im: V,
}

impl<A: Scalar> Transform<A> {
    /// The transform of this size: `Fₖ = Σⱼ fⱼ · e^(−2πi·jk/size)`.
    pub(super) fn new(size: usize) -> Self {
        let mut rest = size;
        let mut stages = Vec::new();
        while rest > 1 {
            let radix = [3, 4, 2]
                .into_iter()
                .find(|radix| rest.is_multiple_of(*radix));
            let radix = radix.expect("a size of twos and threes");
            let stride = rest / radix;
            let powers = (1..stride).flat_map(|j| (1..radix).map(move |k| j * k));
            stages.push(Stage {
                radix,
                stride,
                twiddles: powers.map(|power| root_of_unity(power, rest)).collect(),
            });
            rest = stride;
        }
        Self { stages }
    }

    /// The transform that changes nothing.
    pub(super) fn identity() -> Self {
        Self { stages: Vec::new() }
    }

    /// Transforms columns of complex numbers, given row by row, into their frequencies in an order of its own.
    #[inline(always)]
    pub(super) fn forward<S: Simd>(&self, simd: S, rows: Complex<&mut [A]>) {
        let per_row = WIDTH / A::count::<S>();
        let (re, im) = (A::vectors_mut::<S>(rows.re), A::vectors_mut::<S>(rows.im));
        for stage in &self.stages {
            stage.apply::<S, false>(simd, re, im, per_row);
        }
    }

    /// Returns from the frequencies to the columns, times the size.
    ///
    /// With the real and the imaginary parts exchanged before and after, the same roots of unity transform back.
    #[inline(always)]
    pub(super) fn backward<S: Simd>(&self, simd: S, rows: Complex<&mut [A]>) {
        let per_row = WIDTH / A::count::<S>();
        let (re, im) = (A::vectors_mut::<S>(rows.re), A::vectors_mut::<S>(rows.im));
        for stage in self.stages.iter().rev() {
            stage.apply::<S, true>(simd, im, re, per_row);
        }
    }
}

impl<A: Scalar> Stage<A> {
    /// Applies the butterflies of all blocks, with the twiddles before them (decimation in time) or behind.
    #[inline(always)]
    fn apply<S: Simd, const TIME: bool>(
        &self,
        simd: S,
        re: &mut [A::Vector<S>],
        im: &mut [A::Vector<S>],
        per_row: usize,
    ) {
        let block = self.radix * self.stride * per_row;
        for (re, im) in re.chunks_exact_mut(block).zip(im.chunks_exact_mut(block)) {
            match self.radix {
                4 => self.block::<S, Four, 4, TIME>(simd, re, im, per_row),
                3 => self.block::<S, Three, 3, TIME>(simd, re, im, per_row),
                _ => self.block::<S, Two, 2, TIME>(simd, re, im, per_row),
            }
        }
    }

    #[inline(always)]
    fn block<S: Simd, B: Butterfly<R>, const R: usize, const TIME: bool>(
        &self,
        simd: S,
        re: &mut [A::Vector<S>],
        im: &mut [A::Vector<S>],
        per_row: usize,
    ) {
        let part = self.stride * per_row;
        let (re, im) = (&mut re[..R * part], &mut im[..R * part]);
        let zero = A::splat(simd, A::zero());
        let zeros = [Complex { re: zero, im: zero }; R];
        // Loops over `R` by index: of iterators the compiler makes loops through memory, which take three times as
        // long. The twiddles of the first offset are 1.
        for i in 0..per_row {
            let mut values = zeros;
            for r in 0..R {
                values[r] = Complex {
                    re: re[r * part + i],
                    im: im[r * part + i],
                };
            }
            let values = B::apply::<A, S>(simd, values);
            for r in 0..R {
                (re[r * part + i], im[r * part + i]) = (values[r].re, values[r].im);
            }
        }
        for (powers, first) in self
            .twiddles
            .chunks_exact(R - 1)
            .zip((per_row..).step_by(per_row))
        {
            let mut twiddles = zeros;
            for r in 1..R {
                twiddles[r] = Complex {
                    re: A::splat(simd, powers[r - 1].re),
                    im: A::splat(simd, powers[r - 1].im),
                };
            }
            for i in first..first + per_row {
                let mut values = zeros;
                for r in 0..R {
                    values[r] = Complex {
                        re: re[r * part + i],
                        im: im[r * part + i],
                    };
                }
                if TIME {
                    for r in 1..R {
                        values[r] = multiply::<A, S>(simd, values[r], twiddles[r]);
                    }
                }
                let mut values = B::apply::<A, S>(simd, values);
                if !TIME {
                    for r in 1..R {
                        values[r] = multiply::<A, S>(simd, values[r], twiddles[r]);
                    }
                }
                for r in 0..R {
                    (re[r * part + i], im[r * part + i]) = (values[r].re, values[r].im);
                }
            }
        }
    }
}

/// The transform of `R` values.
trait Butterfly<const R: usize> {
    fn apply<A: Scalar, S: Simd>(
        simd: S,
        values: [Complex<A::Vector<S>>; R],
    ) -> [Complex<A::Vector<S>>; R];
}

struct Two;
struct Three;
struct Four;

impl Butterfly<2> for Two {
    #[inline(always)]
    fn apply<A: Scalar, S: Simd>(
        simd: S,
        [a, b]: [Complex<A::Vector<S>>; 2],
    ) -> [Complex<A::Vector<S>>; 2] {
        [add::<A, S>(simd, a, b), subtract::<A, S>(simd, a, b)]
    }
}

impl Butterfly<3> for Three {
    #[inline(always)]
    fn apply<A: Scalar, S: Simd>(
        simd: S,
        [a, b, c]: [Complex<A::Vector<S>>; 3],
    ) -> [Complex<A::Vector<S>>; 3] {
        let sum = add::<A, S>(simd, b, c);
        let half = scale::<A, S>(simd, 0.5, sum);
        let middle = subtract::<A, S>(simd, a, half);
        let difference = subtract::<A, S>(simd, b, c);
        let side = scale::<A, S>(simd, 0.75_f64.sqrt(), difference);
        [
            add::<A, S>(simd, a, sum),
            subtract_turned::<A, S>(simd, middle, side),
            add_turned::<A, S>(simd, middle, side),
        ]
    }
}

impl Butterfly<4> for Four {
    #[inline(always)]
    fn apply<A: Scalar, S: Simd>(
        simd: S,
        [a, b, c, d]: [Complex<A::Vector<S>>; 4],
    ) -> [Complex<A::Vector<S>>; 4] {
        let (even, odd) = (add::<A, S>(simd, a, c), subtract::<A, S>(simd, a, c));
        let (sum, difference) = (add::<A, S>(simd, b, d), subtract::<A, S>(simd, b, d));
        [
            add::<A, S>(simd, even, sum),
            subtract_turned::<A, S>(simd, odd, difference),
            subtract::<A, S>(simd, even, sum),
            add_turned::<A, S>(simd, odd, difference),
        ]
    }
}

#[inline(always)]
fn add<A: Lanes, S: Simd>(
    simd: S,
    a: Complex<A::Vector<S>>,
    b: Complex<A::Vector<S>>,
) -> Complex<A::Vector<S>> {
    Complex {
        re: A::add(simd, a.re, b.re),
        im: A::add(simd, a.im, b.im),
    }
}

#[inline(always)]
fn subtract<A: Lanes, S: Simd>(
    simd: S,
    a: Complex<A::Vector<S>>,
    b: Complex<A::Vector<S>>,
) -> Complex<A::Vector<S>> {
    Complex {
        re: A::subtract(simd, a.re, b.re),
        im: A::subtract(simd, a.im, b.im),
    }
}

/// Returns `a + i·b`.
#[inline(always)]
fn add_turned<A: Lanes, S: Simd>(
    simd: S,
    a: Complex<A::Vector<S>>,
    b: Complex<A::Vector<S>>,
) -> Complex<A::Vector<S>> {
    Complex {
        re: A::subtract(simd, a.re, b.im),
        im: A::add(simd, a.im, b.re),
    }
}

/// Returns `a − i·b`.
#[inline(always)]
fn subtract_turned<A: Lanes, S: Simd>(
    simd: S,
    a: Complex<A::Vector<S>>,
    b: Complex<A::Vector<S>>,
) -> Complex<A::Vector<S>> {
    Complex {
        re: A::add(simd, a.re, b.im),
        im: A::subtract(simd, a.im, b.re),
    }
}

#[inline(always)]
fn scale<A: Scalar, S: Simd>(
    simd: S,
    factor: f64,
    a: Complex<A::Vector<S>>,
) -> Complex<A::Vector<S>> {
    let factor = A::splat(simd, scalar(factor));
    Complex {
        re: A::multiply(simd, factor, a.re),
        im: A::multiply(simd, factor, a.im),
    }
}

#[inline(always)]
fn multiply<A: Lanes, S: Simd>(
    simd: S,
    a: Complex<A::Vector<S>>,
    b: Complex<A::Vector<S>>,
) -> Complex<A::Vector<S>> {
    Complex {
        re: A::subtract(
            simd,
            A::multiply(simd, a.re, b.re),
            A::multiply(simd, a.im, b.im),
        ),
        im: A::add(
            simd,
            A::multiply(simd, a.re, b.im),
            A::multiply(simd, a.im, b.re),
        ),
    }
}

/// Returns `a` times the conjugate of `b`.
#[inline(always)]
pub(super) fn multiply_conjugate<A: Lanes, S: Simd>(
    simd: S,
    a: Complex<A::Vector<S>>,
    b: Complex<A::Vector<S>>,
) -> Complex<A::Vector<S>> {
    Complex {
        re: A::add(
            simd,
            A::multiply(simd, a.re, b.re),
            A::multiply(simd, a.im, b.im),
        ),
        im: A::subtract(
            simd,
            A::multiply(simd, a.im, b.re),
            A::multiply(simd, a.re, b.im),
        ),
    }
}

/// Returns `e^(−2πi·power/size)`, whose angle is first brought to an eighth of a turn without rounding.
fn root_of_unity<A: Scalar>(power: usize, size: usize) -> Complex<A> {
    // In eighths of a turn: which one is the nearest, and how far away, in units of 1/(8·size) of a turn.
    let eighths = 8 * (power % size);
    let quarter = (eighths + size) / (2 * size);
    let away = eighths as f64 - (2 * size * quarter) as f64;
    let angle = std::f64::consts::FRAC_PI_4 * (away / size as f64);
    let (sin, cos) = (libm::sin(angle), libm::cos(angle));
    let (re, im) = match quarter % 4 {
        0 => (cos, -sin),
        1 => (-sin, -cos),
        2 => (-cos, sin),
        _ => (sin, cos),
    };
    Complex {
        re: scalar(re),
        im: scalar(im),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use pulp::WithSimd;

    use super::*;
    use crate::vector_width::dispatch;

    /// The transform of columns, or there and back.
    struct Run<'a> {
        transform: &'a Transform<f64>,
        re: &'a mut [f64],
        im: &'a mut [f64],
        back: bool,
    }

    impl WithSimd for Run<'_> {
        type Output = ();

        #[inline(always)]
        fn with_simd<S: Simd>(self, simd: S) {
            let Self {
                transform,
                re,
                im,
                back,
            } = self;
            transform.forward(
                simd,
                Complex {
                    re: &mut *re,
                    im: &mut *im,
                },
            );
            if back {
                transform.backward(simd, Complex { re, im });
            }
        }
    }

    /// The transform of the `j`-th unit vector in the last column.
    fn of_unit(size: usize, j: usize, back: bool) -> Vec<(f64, f64)> {
        let (mut re, mut im) = (vec![0.0; size * WIDTH], vec![0.0; size * WIDTH]);
        re[(j + 1) * WIDTH - 1] = 1.0;
        let transform = &Transform::new(size);
        dispatch(Run {
            transform,
            re: &mut re,
            im: &mut im,
            back,
        });
        let rows = re.chunks_exact(WIDTH).zip(im.chunks_exact(WIDTH));
        let column = rows.map(|(re, im)| {
            // The other columns are zeros and stay so.
            assert!(
                re[..WIDTH - 1]
                    .iter()
                    .chain(&im[..WIDTH - 1])
                    .all(|value| *value == 0.0)
            );
            (re[WIDTH - 1], im[WIDTH - 1])
        });
        column.collect()
    }

    #[test]
    fn transforms_have_every_frequency_once_and_come_back() {
        for size in [1, 2, 3, 4, 6, 8, 9, 16, 18, 24, 27, 32, 48, 64, 72, 96, 144] {
            // The unit vector of 1 shows which frequency stands where: its transform there is e^(−2πi·k/size).
            let turn = 2.0 * std::f64::consts::PI / size as f64;
            let frequency = |(re, im): &(f64, f64)| {
                (-libm::atan2(*im, *re) / turn)
                    .round()
                    .rem_euclid(size as f64)
            };
            let frequencies: Vec<f64> = match size {
                1 => vec![0.0],
                _ => of_unit(size, 1, false).iter().map(frequency).collect(),
            };
            let different: BTreeSet<usize> = frequencies.iter().map(|k| *k as usize).collect();
            assert_eq!(different.len(), size, "{size}: {frequencies:?}");
            for j in 0..size {
                for ((re, im), k) in of_unit(size, j, false).into_iter().zip(&frequencies) {
                    let angle = -turn * (k * j as f64);
                    assert!((re - libm::cos(angle)).abs() < 1e-12, "{size} {j} {k}");
                    assert!((im - libm::sin(angle)).abs() < 1e-12, "{size} {j} {k}");
                }
                for (place, (re, im)) in of_unit(size, j, true).into_iter().enumerate() {
                    let expected = if place == j { size as f64 } else { 0.0 };
                    assert!(
                        (re - expected).abs() < 1e-12 && im.abs() < 1e-12,
                        "{size} {j}"
                    );
                }
            }
        }
    }

    #[test]
    fn roots_of_unity_are_near_and_on_the_axes_exact() {
        for size in [1, 2, 3, 4, 12, 96, 128] {
            for power in 0..2 * size {
                let root: Complex<f64> = root_of_unity(power, size);
                // Where the angle itself is rounded, the comparison is so much coarser.
                let angle = -2.0 * std::f64::consts::PI * power as f64 / size as f64;
                assert!((root.re - libm::cos(angle)).abs() < 1e-14);
                assert!((root.im - libm::sin(angle)).abs() < 1e-14);
                let radius = libm::hypot(root.re, root.im);
                assert!((radius - 1.0).abs() < 2.0 * f64::EPSILON);
                if (4 * power).is_multiple_of(size) {
                    assert_eq!(
                        (root.re.abs() + root.im.abs(), root.re * root.im),
                        (1.0, 0.0)
                    );
                }
            }
        }
    }
}
