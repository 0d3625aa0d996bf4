use equivariance::{Options, Result, correlate, matrix_of};
use ndarray::{Array1, Array2, Dim, array};

fn main() -> Result<()> {
    let (g, h) = (array![1.0, 2.0, 4.0], array![1.0, 3.0, 9.0]);
    for (name, options) in [("ring", Options::circular()), ("zeros", Options::same())] {
        // ANCHOR: shown
        let matrix = |kernel: &Array1<f64>| {
            matrix_of(Dim(12), |f| correlate(f, kernel, options))
        };
        let (g, h) = (matrix(&g)?, matrix(&h)?);
        let (gh, hg) = (g.dot(&h), h.dot(&g));
        let differ = gh.iter().zip(&hg).filter(|(a, b)| a != b).count();
        println!("{name}-order-matters-at = {differ}");
        println!("{name}-leaves-a-diagonal-at = {}", breaks(&gh));
        let mut layers = g.clone();
        for count in 1..=6 {
            let seen = layers.row(6).iter().filter(|entry| **entry != 0.0).count();
            println!("{name}-inputs-seen-by-{count} = {seen}");
            layers = layers.dot(&g);
        }
        // ANCHOR_END: shown
    }
    Ok(())
}

/// At how many places a matrix differs from its neighbour up and to the left.
fn breaks(matrix: &Array2<f64>) -> usize {
    let n = matrix.nrows();
    let places = (1..n).flat_map(|i| (1..n).map(move |j| (i, j)));
    places.filter(|(i, j)| matrix[(*i, *j)] != matrix[(i - 1, j - 1)]).count()
}
