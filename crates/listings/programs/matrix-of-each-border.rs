use equivariance::{
    Options, Padding, Result, correlate, correlate_transposed, matrix_of,
};
use ndarray::{Array2, Dim, array};

fn main() -> Result<()> {
    // ANCHOR: shown
    let kernel = array![2.0, 3.0, 5.0];
    for &padding in Padding::ALL {
        let options = Options::padded(padding);
        let matrix = matrix_of(Dim(8), |f| correlate(f, &kernel, options))?;
        let (rows, columns) = matrix.dim();
        let adjoint = matrix_of(Dim(rows), |y| {
            correlate_transposed(y, &kernel, &[columns], options)
        })?;
        println!("{padding}-size = {rows}×{columns}");
        println!("{padding}-toeplitz = {}", constant_along_diagonals(&matrix));
        println!("{padding}-circulant = {}", is_circulant(&matrix));
        println!("{padding}-adjoint-is-transpose = {}", adjoint == matrix.t());
    }
    // ANCHOR_END: shown
    Ok(())
}

fn constant_along_diagonals(matrix: &Array2<f64>) -> bool {
    let (rows, columns) = matrix.dim();
    let places = (1..rows).flat_map(|i| (1..columns).map(move |j| (i, j)));
    places.into_iter().all(|(i, j)| matrix[(i, j)] == matrix[(i - 1, j - 1)])
}

fn is_circulant(matrix: &Array2<f64>) -> bool {
    let (rows, columns) = matrix.dim();
    let moved = |i: usize, j: usize| matrix[((i + 1) % rows, (j + 1) % columns)];
    rows == columns
        && matrix.indexed_iter().all(|((i, j), value)| *value == moved(i, j))
}
