use crate::Answer;

pub(crate) fn solve(
    input: &[f64],
    kernel: &[f64],
    stride: usize,
    dilation: usize,
) -> Answer<Vec<f64>> {
    let reach = dilation * (kernel.len() - 1) + 1;
    let starts = (0..(input.len() + 1).saturating_sub(reach)).step_by(stride);
    let output = |start: usize| {
        let terms = kernel.iter().enumerate();
        terms
            .map(|(k, weight)| input[start + k * dilation] * weight)
            .sum()
    };
    Ok(starts.map(output).collect())
}
