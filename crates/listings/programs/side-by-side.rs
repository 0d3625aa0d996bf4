use equivariance::{Options, Result, correlate, seeded_noise};
use ndarray::Array1;

// A finished sum before the next one begins.
// ANCHOR: shown
fn one_by_one(samples: &[f32], weights: &[f32], outputs: &mut [f32]) {
    for (x, output) in outputs.iter_mut().enumerate() {
        for (k, weight) in weights.iter().enumerate() {
            *output += weight * samples[x + k];
        }
    }
}
// A weight for many outputs before the next weight comes.
fn side_by_side(samples: &[f32], weights: &[f32], outputs: &mut [f32]) {
    for (k, weight) in weights.iter().enumerate() {
        for (x, output) in outputs.iter_mut().enumerate() {
            *output += weight * samples[x + k];
        }
    }
}
// ANCHOR_END: shown

// Each sum in four parts.
fn in_parts(samples: &[f32], weights: &[f32], outputs: &mut [f32]) {
    for (x, output) in outputs.iter_mut().enumerate() {
        let mut parts = [0.0; 4];
        for (k, weight) in weights.iter().enumerate() {
            parts[k % 4] += weight * samples[x + k];
        }
        *output = (parts[0] + parts[1]) + (parts[2] + parts[3]);
    }
}

// The product and the sum in one operation.
fn fused(samples: &[f32], weights: &[f32], outputs: &mut [f32]) {
    for (x, output) in outputs.iter_mut().enumerate() {
        for (k, weight) in weights.iter().enumerate() {
            *output = weight.mul_add(samples[x + k], *output);
        }
    }
}

type Sums = fn(&[f32], &[f32], &mut [f32]);

fn main() -> Result<()> {
    let (samples, weights): (Array1<f32>, Array1<f32>) =
        (seeded_noise(4120, 1), seeded_noise(25, 2));
    let run = |sums: Sums| {
        let mut outputs = [0.0; 4096];
        sums(samples.as_slice().unwrap(), weights.as_slice().unwrap(), &mut outputs);
        outputs
    };
    let expected = run(one_by_one);
    let differ = |outputs: &[f32]| {
        let pairs = outputs.iter().zip(&expected);
        pairs.filter(|(a, b)| a.to_bits() != b.to_bits()).count()
    };
    println!("outputs = {}", expected.len());
    println!("side-by-side = {}", differ(&run(side_by_side)));
    println!("in-parts = {}", differ(&run(in_parts)));
    println!("fused = {}", differ(&run(fused)));
    let library = correlate(&samples, &weights, Options::valid())?;
    println!("library = {}", differ(library.as_slice().unwrap()));
    Ok(())
}
