//! The operators beside their Rust peers: `cargo bench-operators`, and at the end part of a name for some of them.
//!
//! One thread; a call allocates its result and lets go of it. The rate counts products, or samples where there are none.

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use equivariance::{
    ConvLayer, Options, Padding, Pool, Scalar, correlate, correlate_by_fft, correlate_separable,
    max_pool, seeded_noise,
};
use imageproc::definitions::Image;
use imageproc::filter;
use imageproc::image::Luma;
use imageproc::kernel::Kernel;
use ndarray::{Array1, Array2, Array3, Array4, Axis, s};
use ndarray_conv::{ConvExt, ConvFFTExt, ConvMode, PaddingMode};

fn main() {
    divan::main();
}

/// Times `call`, which does `work` products.
fn time<R>(bencher: Bencher<'_, '_>, work: usize, call: impl Fn() -> R) {
    let bencher = bencher.counter(ItemsCount::new(work));
    bencher.bench_local(|| drop(black_box(call())));
}

fn noise<A: Scalar>(rows: usize, columns: usize) -> Array2<A> {
    let values = seeded_noise(rows * columns, 1);
    values.into_shape_with_order((rows, columns)).unwrap()
}

/// As many products as correlating an image with a kernel takes without padding.
fn products(image: usize, kernel: usize) -> usize {
    ((image + 1 - kernel) * kernel).pow(2)
}

/// Who correlates an image with a kernel.
trait Engine<A> {
    type Image;
    type Kernel;
    fn image(samples: Array2<A>) -> Self::Image;
    fn kernel(weights: Array2<A>) -> Self::Kernel;
    fn correlate(image: &Self::Image, kernel: &Self::Kernel) -> Self::Image;
}

struct Equivariance;
struct EquivarianceByFft;
struct NdarrayConv;
struct NdarrayConvByFft;
struct Imageproc;
struct Loop;

macro_rules! ndarray_engine {
    ($engine:ident, $scalar:ty, |$image:ident, $kernel:ident| $call:expr) => {
        impl Engine<$scalar> for $engine {
            type Image = Array2<$scalar>;
            type Kernel = Array2<$scalar>;
            fn image(samples: Array2<$scalar>) -> Array2<$scalar> {
                samples
            }
            fn kernel(weights: Array2<$scalar>) -> Array2<$scalar> {
                weights
            }
            fn correlate($image: &Array2<$scalar>, $kernel: &Array2<$scalar>) -> Array2<$scalar> {
                $call
            }
        }
    };
}

macro_rules! ndarray_engines {
    ($scalar:ty) => {
        ndarray_engine!(Equivariance, $scalar, |image, kernel| correlate(
            image,
            kernel,
            Options::valid()
        )
        .unwrap());
        ndarray_engine!(EquivarianceByFft, $scalar, |image, kernel| {
            correlate_by_fft(image, kernel, Options::valid()).unwrap()
        });
        ndarray_engine!(NdarrayConv, $scalar, |image, kernel| image
            .conv(kernel, ConvMode::Valid, PaddingMode::Zeros)
            .unwrap());
        ndarray_engine!(NdarrayConvByFft, $scalar, |image, kernel| image
            .conv_fft(kernel, ConvMode::Valid, PaddingMode::Zeros)
            .unwrap());
        ndarray_engine!(Loop, $scalar, |image, kernel| looped(image, kernel));
    };
}

ndarray_engines!(f32);
ndarray_engines!(f64);

/// Every output by itself, as the formula says.
fn looped<A: Scalar>(image: &Array2<A>, kernel: &Array2<A>) -> Array2<A> {
    let ((h, w), (k_h, k_w)) = (image.dim(), kernel.dim());
    Array2::from_shape_fn((h + 1 - k_h, w + 1 - k_w), |(y, x)| {
        let mut sum = A::zero();
        for i in 0..k_h {
            for j in 0..k_w {
                sum = sum + kernel[[i, j]] * image[[y + i, x + j]];
            }
        }
        sum
    })
}

/// Has no padding *valid*: it repeats the samples at the border, and computes that many more outputs.
impl Engine<f32> for Imageproc {
    type Image = Image<Luma<f32>>;
    type Kernel = Array2<f32>;
    fn image(samples: Array2<f32>) -> Self::Image {
        let (height, width) = samples.dim();
        Image::from_raw(
            width as u32,
            height as u32,
            samples.into_raw_vec_and_offset().0,
        )
        .unwrap()
    }
    fn kernel(weights: Array2<f32>) -> Array2<f32> {
        weights
    }
    fn correlate(image: &Self::Image, kernel: &Array2<f32>) -> Self::Image {
        let (height, width) = kernel.dim();
        let kernel = Kernel::new(kernel.as_slice().unwrap(), width as u32, height as u32);
        filter::filter(image, kernel, |sum| sum)
    }
}

fn correlation<A: Scalar, E: Engine<A>>(bencher: Bencher<'_, '_>, n: usize, k: usize) {
    let (image, kernel) = (E::image(noise(n, n)), E::kernel(noise(k, k)));
    time(bencher, products(n, k), || {
        E::correlate(black_box(&image), black_box(&kernel))
    });
}

#[divan::bench(max_time = 1, args = [48, 512, 4096], types = [Equivariance, NdarrayConv, Imageproc, Loop])]
fn correlate_3x3<E: Engine<f32>>(bencher: Bencher<'_, '_>, n: usize) {
    correlation::<f32, E>(bencher, n, 3);
}

#[divan::bench(max_time = 1, args = [48, 512], types = [Equivariance, NdarrayConv, Loop])]
fn correlate_3x3_f64<E: Engine<f64>>(bencher: Bencher<'_, '_>, n: usize) {
    correlation::<f64, E>(bencher, n, 3);
}

#[divan::bench(max_time = 1, args = [15, 31], types = [Equivariance, EquivarianceByFft, NdarrayConv, NdarrayConvByFft, Imageproc, Loop])]
fn correlate_1024<E: Engine<f32>>(bencher: Bencher<'_, '_>, k: usize) {
    correlation::<f32, E>(bencher, 1024, k);
}

#[divan::bench(max_time = 1, args = [101], types = [EquivarianceByFft, NdarrayConvByFft])]
fn correlate_1024_large<E: Engine<f32>>(bencher: Bencher<'_, '_>, k: usize) {
    correlation::<f32, E>(bencher, 1024, k);
}

#[divan::bench_group(max_time = 1)]
mod separable_5x5_on_4096 {
    use super::*;

    const WORK: usize = 4092 * (4092 + 4096) * 5;

    fn one_after_another<E: Engine<f32>>(bencher: Bencher<'_, '_>) {
        let (image, down, across) = (
            E::image(noise(4096, 4096)),
            E::kernel(noise(5, 1)),
            E::kernel(noise(1, 5)),
        );
        time(bencher, WORK, || {
            E::correlate(&E::correlate(&image, &down), &across)
        });
    }

    #[divan::bench]
    fn equivariance(bencher: Bencher<'_, '_>) {
        let image: Array2<f32> = noise(4096, 4096);
        let (down, across) = (seeded_noise(5, 2), seeded_noise(5, 3));
        time(bencher, WORK, || {
            correlate_separable(&image, &[&down, &across], Options::valid()).unwrap()
        });
    }

    #[divan::bench]
    fn ndarray_conv(bencher: Bencher<'_, '_>) {
        one_after_another::<NdarrayConv>(bencher);
    }

    #[divan::bench]
    fn imageproc(bencher: Bencher<'_, '_>) {
        let (image, kernel) = (
            Imageproc::image(noise(4096, 4096)),
            [0.1f32, 0.2, 0.4, 0.2, 0.1],
        );
        time(bencher, WORK, || {
            filter::separable_filter_equal(&image, &kernel)
        });
    }

    #[divan::bench]
    fn r#loop(bencher: Bencher<'_, '_>) {
        one_after_another::<Loop>(bencher);
    }
}

/// 64 channels of 56² samples to 64 channels, with kernels of 3×3.
#[divan::bench_group(max_time = 2)]
mod layer {
    use super::*;

    const WORK: usize = 64 * 64 * 9 * 54 * 54;

    fn input() -> (Array3<f32>, Array4<f32>, Array1<f32>) {
        let input = noise(64, 56 * 56)
            .into_shape_with_order((64, 56, 56))
            .unwrap();
        let weights = noise(64, 64 * 9)
            .into_shape_with_order((64, 64, 3, 3))
            .unwrap();
        (input, weights, seeded_noise(64, 1))
    }

    #[divan::bench]
    fn equivariance(bencher: Bencher<'_, '_>) {
        let (input, weights, bias) = input();
        let layer = ConvLayer::new(weights, bias, Options::valid()).unwrap();
        time(bencher, WORK, || layer.forward(&input).unwrap());
    }

    /// A kernel in three dimensions for each channel of the output: it flips them, which costs as much.
    #[divan::bench]
    fn ndarray_conv(bencher: Bencher<'_, '_>) {
        let (input, weights, bias) = input();
        time(bencher, WORK, || {
            let mut output = Array3::zeros((64, 54, 54));
            for ((mut map, kernel), bias) in
                output.outer_iter_mut().zip(weights.outer_iter()).zip(&bias)
            {
                let sums = input
                    .conv(&kernel, ConvMode::Valid, PaddingMode::Zeros)
                    .unwrap();
                map.assign(&(&sums.index_axis(Axis(0), 0) + *bias));
            }
            output
        });
    }

    #[divan::bench]
    fn r#loop(bencher: Bencher<'_, '_>) {
        let (input, weights, bias) = input();
        time(bencher, WORK, || {
            Array3::from_shape_fn((64, 54, 54), |(o, y, x)| {
                let window = input.slice(s![.., y..y + 3, x..x + 3]);
                let weights = weights.index_axis(Axis(0), o);
                window
                    .iter()
                    .zip(weights)
                    .fold(bias[o], |sum, (sample, weight)| sum + weight * sample)
            })
        });
    }
}

/// Only the plain loop is beside it: the other two crates have no pooling.
#[divan::bench_group(max_time = 1)]
mod max_pool_2x2_on_4096 {
    use super::*;

    #[divan::bench]
    fn equivariance(bencher: Bencher<'_, '_>) {
        let image: Array2<f32> = noise(4096, 4096);
        time(bencher, image.len(), || {
            max_pool(&image, Pool::new(2, 2)).unwrap()
        });
    }

    #[divan::bench]
    fn r#loop(bencher: Bencher<'_, '_>) {
        let image: Array2<f32> = noise(4096, 4096);
        time(bencher, image.len(), || {
            Array2::from_shape_fn((2048, 2048), |(y, x)| {
                let window = image.slice(s![2 * y..2 * y + 2, 2 * x..2 * x + 2]);
                window.iter().fold(f32::NEG_INFINITY, |most, sample| {
                    if *sample > most { *sample } else { most }
                })
            })
        });
    }
}

/// Every padding, stride and dilation on 512², 5×5; compare the rates.
#[divan::bench(max_time = 0.5, args = Padding::ALL.iter().flat_map(|padding|
    [(1, 1), (2, 1), (3, 1), (1, 2), (1, 3), (2, 3)].map(|(stride, dilation)|
        Options::padded(*padding).stride(stride).dilation(dilation))))]
fn options_5x5_on_512(bencher: Bencher<'_, '_>, options: &Options) {
    let (image, kernel): (Array2<f32>, Array2<f32>) = (noise(512, 512), noise(5, 5));
    let outputs = correlate(&image, &kernel, *options).unwrap().len();
    time(bencher, outputs * kernel.len(), || {
        correlate(&image, &kernel, *options).unwrap()
    });
}

/// Time against size: the rate stays as it is.
#[divan::bench(max_time = 0.5, args = [32, 64, 128, 256, 512, 1024, 2048, 4096])]
fn samples(bencher: Bencher<'_, '_>, n: usize) {
    correlation::<f32, Equivariance>(bencher, n, 3);
}

/// Time against the number of weights, on 512².
#[divan::bench(max_time = 0.5, args = [1, 2, 4, 8, 16, 32])]
fn weights(bencher: Bencher<'_, '_>, k: usize) {
    correlation::<f32, Equivariance>(bencher, 512, k);
}
