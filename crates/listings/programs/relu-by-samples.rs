use std::f64::consts::TAU;

use equivariance::{Result, SampledRelu, seeded_noise};
use ndarray::{Array1, ArrayRef1, array};

// ANCHOR: shown
/// How much turns change what the ReLU of a function gives, turned back: the mean, and
/// the part of frequency 1.
fn change(samples: usize, function: &ArrayRef1<f64>) -> Result<[f64; 2]> {
    let relu = SampledRelu::new(function.len() / 2, samples)?;
    let space = relu.representation();
    let mut outputs = Vec::new();
    for turn in 0..60 {
        // Within the distance of two samples; other turns only exchange the samples.
        let angle = TAU * turn as f64 / (60 * samples) as f64;
        let output = relu.apply(&space.act(angle, function)?)?;
        outputs.push(space.act(-angle, &output)?);
    }
    Ok([spread(&outputs, &[0]), spread(&outputs, &[1, 2])])
}
// ANCHOR_END: shown

fn main() -> Result<()> {
    for (name, offset) in [("cosine", 0.0), ("offset", 0.3)] {
        for samples in 5..=12 {
            let [mean, turning] = change(samples, &array![offset, 1.0, 0.0])?;
            println!("{name}-{samples}-mean = {mean:.4}");
            println!("{name}-{samples}-turning = {turning:.4}");
        }
    }
    for samples in [7, 8, 16, 32, 64, 128] {
        let function = seeded_noise::<f64, _, _>(7, 1) - 0.5;
        let [mean, turning] = change(samples, &function)?;
        println!("any-{samples} = {:.1e}", mean.max(turning));
    }
    Ok(())
}

/// The largest distance of two outputs, in some of their numbers.
fn spread(outputs: &[Array1<f64>], numbers: &[usize]) -> f64 {
    let mut largest = 0.0_f64;
    for a in outputs {
        for b in outputs {
            let squares = numbers.iter().map(|k| (a[*k] - b[*k]) * (a[*k] - b[*k]));
            largest = largest.max(squares.sum());
        }
    }
    largest.sqrt()
}
