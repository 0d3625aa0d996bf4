use crate::Answer;

pub(crate) fn solve(kernel: [[f64; 3]; 3]) -> Answer<Option<([f64; 3], [f64; 3])>> {
    let places = (0..3).flat_map(|a| (0..3).map(move |b| (a, b)));
    // Every row is a multiple of the row with the largest weight, if there is a column.
    let size = |&(a, b): &(usize, usize)| kernel[a][b].abs();
    let largest = places
        .clone()
        .max_by(|one, other| size(one).total_cmp(&size(other)));
    let (top, left) = largest.unwrap_or_default();
    let pivot = kernel[top][left];
    if pivot == 0.0 {
        return Ok(Some(([0.0; 3], [0.0; 3])));
    }
    let row = kernel[top];
    let column = [0, 1, 2].map(|a| kernel[a][left] / pivot);
    let fits =
        |(a, b): (usize, usize)| (column[a] * row[b] - kernel[a][b]).abs() < 1e-9;
    Ok(places.clone().all(fits).then_some((column, row)))
}
