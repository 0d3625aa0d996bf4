//! Maps whose respected shifts are the multiples of a step that is known.

use crate::{Answer, Outcome, outcome::equal};

type Map = fn(&[f64]) -> Vec<f64>;

fn every(step: usize, row: &[f64]) -> Vec<f64> {
    row.iter().copied().step_by(step).collect()
}

fn difference(row: &[f64]) -> Vec<f64> {
    (0..row.len())
        .map(|i| row[(i + 1) % row.len()] - row[i])
        .collect()
}

fn zeros_outside(row: &[f64]) -> Vec<f64> {
    let at = |i: usize| row.get(i).copied().unwrap_or(0.0);
    (0..row.len()).map(|i| at(i) + at(i + 1)).collect()
}

fn pair_means(row: &[f64]) -> Vec<f64> {
    row.chunks(2)
        .map(|pair| pair.iter().sum::<f64>() / 2.0)
        .collect()
}

fn gain(row: &[f64]) -> Vec<f64> {
    let gain = |i: usize| if i % 4 == 3 { 2.0 } else { 1.0 };
    row.iter().enumerate().map(|(i, x)| gain(i) * x).collect()
}

/// The name of a map, the map, its inputs, the step of the respected shifts, and a hint.
const CASES: [(&str, Map, usize, usize, &str); 9] = [
    (
        "the identity",
        |row| row.to_vec(),
        8,
        1,
        "every shift is answered by itself",
    ),
    (
        "the difference to the next sample",
        difference,
        8,
        1,
        "a convolution on a ring respects every shift",
    ),
    (
        "every second sample",
        |row| every(2, row),
        8,
        2,
        "a shift of the outputs by t answers a shift of the inputs by 2t; try every t, not only s",
    ),
    (
        "every third sample of 8",
        |row| every(3, row),
        8,
        8,
        "the outputs of one shift must do for every input: try all impulses, not one",
    ),
    (
        "the sum of each sample and the next, with a zero beyond the end",
        zeros_outside,
        8,
        8,
        "one impulse sees nothing of the border; try all of them",
    ),
    (
        "the means of pairs",
        pair_means,
        12,
        2,
        "the outputs are fewer than the inputs, so t is smaller than their number",
    ),
    (
        "a gain of 2 on every fourth sample",
        gain,
        12,
        4,
        "for one s, a single t must do for all inputs",
    ),
    (
        "the sum of all samples",
        |row| vec![row.iter().sum()],
        5,
        1,
        "a single output answers every shift by t = 0",
    ),
    (
        "the identity on one sample",
        |row| row.to_vec(),
        1,
        1,
        "a ring of one sample has the shift 0 only",
    ),
];

pub(crate) fn check(
    solve: impl Fn(&dyn Fn(&[f64]) -> Vec<f64>, usize) -> Answer<Vec<usize>>,
) -> Outcome {
    for (name, map, samples, step, hint) in CASES {
        let expected: Vec<usize> = (0..samples).step_by(step).collect();
        let input = format!("{name}, {samples} samples");
        equal(input, &expected, &solve(&map, samples)?, hint)?;
    }
    Ok(())
}
