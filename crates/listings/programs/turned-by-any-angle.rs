use std::f64::consts::PI;

use equivariance::{
    ConvLayer, Options, Result, Ring, Scalar, So2Representation, SteerableKernels,
    norm_relu, seeded_noise,
};
use ndarray::{Array1, Array2, Array3, s};

// ANCHOR: shown
/// The relative error of two layers, with norms between them or not, in the centre.
fn error<A: Scalar>(width: f64, degrees: f64, norms: bool) -> Result<f64> {
    let scalars = So2Representation::new(&[0])?;
    let hidden = So2Representation::new(&[0, 1, 1, 2])?;
    let vectors = So2Representation::new(&[1])?;
    let first = layer::<A>(&scalars, &hidden, width, 1)?;
    let second = layer::<A>(&hidden, &vectors, width, 2)?;
    let network = |angle| -> Result<Array1<A>> {
        let mut maps = first.forward(&picture::<A>(width, angle))?;
        if norms {
            maps = norm_relu(&hidden, &maps, &[number(-0.1); 4])?;
        }
        Ok(second.forward(&maps)?.slice(s![.., 0, 0]).to_owned())
    };
    let angle = degrees * PI / 180.0;
    let turned_first = network(angle)?;
    let turned_last = vectors.act(angle, &network(0.0)?)?;
    Ok(length(&(&turned_first - &turned_last)) / length(&turned_last))
}
// ANCHOR_END: shown

fn main() -> Result<()> {
    println!("quarter-f64 = {:.1e}", error::<f64>(1.0, 90.0, true)?);
    println!("quarter-f32 = {:.1e}", error::<f32>(1.0, 90.0, true)?);
    for (name, norms) in [("linear", false), ("norms", true)] {
        for (named, width) in [("half", 0.5), ("one", 1.0), ("two", 2.0)] {
            let mut worst = 0.0_f64;
            for degrees in [10.0, 45.0, 75.0] {
                worst = worst.max(error::<f64>(width, degrees, norms)?);
            }
            println!("{name}-{named} = {worst:.1e}");
        }
    }
    Ok(())
}

/// A disc and two rings, with random coefficients.
fn layer<A: Scalar>(
    from: &So2Representation,
    to: &So2Representation,
    width: f64,
    seed: u64,
) -> Result<ConvLayer<A>> {
    let rings = [(0.0, 0), (2.0, 3), (4.0, 3)].map(|(radius, limit)| Ring {
        radius: radius * width,
        width,
        limit,
    });
    let kernels = SteerableKernels::new(from.clone(), to.clone(), side(width), &rings)?;
    let size = (5.0 * width) * (5.0 * width);
    let coefficients = seeded_noise::<f64, _, _>(kernels.count(), seed);
    let coefficients = coefficients.mapv(|value| (2.0 * value - 1.0) / size);
    let weights = kernels.weights(&coefficients.to_vec())?.mapv(number);
    let bias = Array1::zeros(to.dimension());
    ConvLayer::new(weights, bias, Options::valid())
}

fn side(width: f64) -> usize {
    2 * (7.0 * width) as usize + 1
}

/// A sum of plane waves, as wide as the rings, turned by an angle, from its formula.
fn picture<A: Scalar>(width: f64, angle: f64) -> Array3<A> {
    let parts: Array2<f64> = seeded_noise((6, 4), 3);
    let side = 2 * side(width) - 1;
    let half = (side / 2) as f64;
    let (sin, cos) = libm::sincos(angle);
    Array3::from_shape_fn((1, side, side), |(_, i, j)| {
        let (x, y) = ((j as f64 - half) / width, (half - i as f64) / width);
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
