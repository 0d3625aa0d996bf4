use std::f64::consts::TAU;

use equivariance::{Options, Result, Scalar, convolve, seeded_noise};
use ndarray::Array1;

type Complex<A> = (A, A);

// ANCHOR: shown
/// The transform of n samples (sign −1), or n times its inverse (1): plain sums.
fn fourier<A: Scalar>(f: &[Complex<A>], sign: f64) -> Vec<Complex<A>> {
// ANCHOR_END: shown
    let n = f.len();
    let harmonic = |k: usize, t: usize| {
        let angle = sign * TAU * (k * t % n) as f64 / n as f64;
        (rounded(libm::cos(angle)), rounded(libm::sin(angle)))
    };
    // ANCHOR: shown
    let value = |k: usize| {
        (0..n).fold(zero(), |sum, t| plus(sum, times(f[t], harmonic(k, t))))
    };
    (0..n).map(value).collect()
}

fn convolve_by_transforms<A: Scalar>(f: &[Complex<A>], g: &[Complex<A>]) -> Vec<A> {
    let (f, g) = (fourier(f, -1.0), fourier(g, -1.0));
    let products: Vec<_> = f.iter().zip(&g).map(|(a, b)| times(*a, *b)).collect();
    let n = rounded(f.len() as f64);
    fourier(&products, 1.0).iter().map(|(re, _)| *re / n).collect()
}
// ANCHOR_END: shown

fn zero<A: Scalar>() -> Complex<A> {
    (A::zero(), A::zero())
}

fn plus<A: Scalar>(a: Complex<A>, b: Complex<A>) -> Complex<A> {
    (a.0 + b.0, a.1 + b.1)
}

fn times<A: Scalar>(a: Complex<A>, b: Complex<A>) -> Complex<A> {
    (a.0 * b.0 - a.1 * b.1, a.0 * b.1 + a.1 * b.0)
}

/// The nearest number of a precision.
fn rounded<A: Scalar>(value: f64) -> A {
    A::from_f64(value).unwrap_or(A::nan())
}

fn number<A: Scalar>(value: A) -> f64 {
    value.to_f64().unwrap_or(f64::NAN)
}

/// The convolution on a ring, from its formula.
fn convolve_on_ring(f: &Array1<f64>, g: &Array1<f64>) -> Result<Vec<f64>> {
    let n = f.len();
    let full = convolve(f, g, Options::full())?;
    let wrapped = |x: usize| full.get(x + n).copied().unwrap_or(0.0);
    Ok((0..n).map(|x| full[x] + wrapped(x)).collect())
}

fn complex<A: Scalar>(f: &Array1<f64>) -> Vec<Complex<A>> {
    f.iter().map(|x| (rounded(*x), A::zero())).collect()
}

fn measure<A: Scalar>(name: &str, f: &Array1<f64>, g: &Array1<f64>) -> Result<()> {
    let exact = convolve_on_ring(f, g)?;
    let output = convolve_by_transforms::<A>(&complex(f), &complex(g));
    let norm = |f: &Array1<f64>| f.iter().map(|x| x * x).sum::<f64>().sqrt();
    let n = f.len() as f64;
    let factor = (2.0 * n.sqrt() + 1.0) * (n + 28.0);
    let unit = number(A::epsilon()) / 2.0;
    let errors = output.iter().zip(&exact).map(|(a, b)| (number(*a) - b).abs());
    println!("{name}-error = {:.1e}", errors.fold(0.0, f64::max));
    println!("{name}-bound = {:.1e}", factor * unit * norm(f) * norm(g));
    Ok(())
}

fn main() -> Result<()> {
    let n = 64;
    // Multiples of 1/1024: both precisions hold them, and the formula is exact.
    let thousandths = |x: f64| (1024.0 * x).floor() / 1024.0 - 0.5;
    let f = seeded_noise(n, 1).mapv(thousandths);
    let g = seeded_noise(n, 2).mapv(thousandths);
    println!("samples = {n}");
    measure::<f64>("f64", &f, &g)?;
    measure::<f32>("f32", &f, &g)?;

    // A step of 1 on a high plain, and the difference of neighbours.
    let plain = (1_u64 << 50) as f64;
    let step = Array1::from_shape_fn(n, |x| plain + f64::from(u8::from(x >= 32)));
    let mut difference = Array1::zeros(n);
    (difference[0], difference[1]) = (1.0, -1.0);
    let direct = convolve_on_ring(&step, &difference)?;
    let (step, difference) = (complex::<f64>(&step), complex(&difference));
    let by_transforms = convolve_by_transforms(&step, &difference);
    for (name, x) in [("step", 32), ("plain", 16)] {
        println!("{name}-direct = {:.3}", direct[x]);
        println!("{name}-by-transforms = {:.3}", by_transforms[x]);
    }
    Ok(())
}
