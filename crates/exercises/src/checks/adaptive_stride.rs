//! Every shift of noise, whose samples all differ.

use crate::{Answer, Outcome, outcome::holds};
use equivariance::seeded_noise;
use ndarray::Array1;

fn is_shift_of(row: &[f64], other: &[f64]) -> bool {
    let shifted = |by: usize| row[by..].iter().chain(&row[..by]);
    row.len() == other.len() && (0..row.len().max(1)).any(|by| shifted(by).eq(other))
}

pub(crate) fn check(solve: impl Fn(&[f64]) -> Answer<Vec<f64>>) -> Outcome {
    for (seed, samples) in [(1, 2), (2, 8), (3, 8), (4, 16), (5, 30)] {
        let noise: Array1<f64> = seeded_noise([samples], seed);
        // A row that is easy to read.
        let signal: Vec<f64> = noise.iter().map(|x| (x * 1000.0).round()).collect();
        let every = |start: usize| -> Vec<f64> {
            signal.iter().copied().skip(start).step_by(2).collect()
        };
        let unmoved = solve(&signal)?;
        holds(
            is_shift_of(&every(0), &unmoved) || is_shift_of(&every(1), &unmoved),
            format_args!("{signal:?}"),
            format_args!("{:?} or {:?}, perhaps moved round", every(0), every(1)),
            &unmoved,
            "keep every second sample, and no other value",
        )?;
        for shift in 1..samples {
            let mut moved = signal.clone();
            moved.rotate_right(shift);
            let got = solve(&moved)?;
            holds(
                is_shift_of(&unmoved, &got),
                format_args!("{moved:?}, the signal moved by {shift}"),
                format_args!("{unmoved:?}, perhaps moved round"),
                &got,
                "choose between even and odd places by something that a shift does not change, such as their largest value",
            )?;
        }
    }
    Ok(())
}
