use std::f64::consts::PI;

use equivariance::{
    ConvLayer, Options, Result, Ring, Scalar, So2Representation, SteerableKernels,
    norm_relu, seeded_noise,
};
use ndarray::{Array1, Array2, Array3, s};

/// The relative error of two layers, with norms between them or not, in the centre.
fn error<A: Scalar>(kind: Kind, degrees: f64) -> Result<f64> {
    let scalars = So2Representation::new(&[0])?;
    let hidden = So2Representation::new(&[0, 1, 1, 2])?;
    let vectors = So2Representation::new(&[1])?;
    // ANCHOR: shown
    let limit = 3; // try: 0..=4
    let first = layer::<A>(&scalars, &hidden, (kind, limit), 1)?;
    let second = layer::<A>(&hidden, &vectors, (kind, limit), 2)?;
    let network = |angle| -> Result<Array1<A>> {
        let mut maps = first.forward(&picture::<A>(kind, angle))?;
        if kind.norms {
            maps = norm_relu(&hidden, &maps, &[number(-0.1); 4])?;
        }
        Ok(second.forward(&maps)?.slice(s![.., 0, 0]).to_owned())
    };
    let angle = degrees * PI / 180.0;
    let turned_first = network(angle)?;
    let turned_last = vectors.act(angle, &network(0.0)?)?;
    Ok(length(&(&turned_first - &turned_last)) / length(&turned_last))
    // ANCHOR_END: shown
}

/// What is tried.
#[derive(Clone, Copy)]
struct Kind {
    /// The radius of the ring, in widths.
    radius: f64,
    /// The width of the ring and of the waves, in pixels.
    width: f64,
    norms: bool,
}

fn main() -> Result<()> {
    let kind = Kind { radius: 2.0, width: 1.0, norms: true };
    println!("quarter-f64 = {}", shown(error::<f64>(kind, 90.0)?));
    println!("quarter-f32 = {}", shown(error::<f32>(kind, 90.0)?));
    for (name, radius, norms) in
        [("near", 2.0, false), ("far", 6.0, false), ("norms", 6.0, true)]
    {
        for (named, width) in [("half", 0.5), ("one", 1.0), ("two", 2.0)] {
            let kind = Kind { radius, width, norms };
            println!("{name}-{named} = {}", shown(error::<f64>(kind, 30.0)?));
        }
    }
    Ok(())
}

/// An error with two digits. An answer of 0 has none.
fn shown(error: f64) -> String {
    if error.is_nan() {
        return "none: the answer is 0".to_owned();
    }
    format!("{error:.1e}")
}

/// A disc and a ring of harmonics up to a limit, with random coefficients.
fn layer<A: Scalar>(
    from: &So2Representation,
    to: &So2Representation,
    (kind, limit): (Kind, usize),
    seed: u64,
) -> Result<ConvLayer<A>> {
    let width = kind.width;
    let ring = |radius, limit| Ring { radius: radius * width, width, limit };
    let rings = [ring(0.0, 0), ring(kind.radius, limit)];
    let kernels = SteerableKernels::new(from.clone(), to.clone(), side(kind), &rings)?;
    let size = (5.0 * width) * (5.0 * width);
    let coefficients = seeded_noise::<f64, _, _>(kernels.count(), seed);
    let coefficients = coefficients.mapv(|value| (2.0 * value - 1.0) / size);
    let weights = kernels.weights(&coefficients.to_vec())?.mapv(number);
    let bias = Array1::zeros(to.dimension());
    ConvLayer::new(weights, bias, Options::valid())
}

/// Seven widths more than the ring, on either side.
fn side(kind: Kind) -> usize {
    2 * ((kind.radius + 7.0) * kind.width) as usize + 1
}

/// A sum of plane waves, as wide as the rings, turned by an angle, from its formula.
fn picture<A: Scalar>(kind: Kind, angle: f64) -> Array3<A> {
    let parts: Array2<f64> = seeded_noise((6, 4), 3);
    let side = 2 * side(kind) - 1;
    let half = (side / 2) as f64;
    let (sin, cos) = libm::sincos(angle);
    Array3::from_shape_fn((1, side, side), |(_, i, j)| {
        let (x, y) = ((j as f64 - half) / kind.width, (half - i as f64) / kind.width);
        let (x, y) = (cos * x + sin * y, cos * y - sin * x);
        let waves = parts.outer_iter().map(|part| {
            let phase = (part[0] - 0.5) * x + (part[1] - 0.5) * y + 2.0 * PI * part[2];
            part[3] * libm::cos(phase)
        });
        number(waves.sum())
    })
}

fn length<A: Scalar>(vector: &Array1<A>) -> f64 {
    let number = |value: A| value.to_f64().unwrap_or(f64::NAN);
    libm::hypot(number(vector[0]), number(vector[1]))
}

fn number<A: Scalar>(value: f64) -> A {
    A::from_f64(value).expect("a rounded value")
}
