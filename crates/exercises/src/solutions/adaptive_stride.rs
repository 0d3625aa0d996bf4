use crate::Answer;

pub(crate) fn solve(signal: &[f64]) -> Answer<Vec<f64>> {
    let from = |start: usize| signal.iter().copied().skip(start).step_by(2);
    // Which of the two holds the largest sample does not depend on where they begin.
    let largest = |start: usize| from(start).fold(f64::NEG_INFINITY, f64::max);
    let start = usize::from(largest(1) > largest(0));
    Ok(from(start).collect())
}
