use equivariance::{Cyclic, Image, Representation, Result, symmetrise};
use ndarray::{Array2, ArrayView1, array};

fn main() -> Result<()> {
    // ANCHOR: shown
    let upright = array![[1.0, 0.0], [0.0, -1.0]]; // keeps (1, 0), turns (0, 1) round
    let slant = -4.0; // try: -6..=6 by 1
    let slanted = array![[1.0, slant], [0.0, -1.0]]; // turns (-slant / 2, 1) round
    let matrix = array![[0.0, 0.0], [1.0, 0.0]];
    for (name, reflection) in [("upright", upright), ("slanted", slanted)] {
        let images = vec![Image::Matrix(reflection)];
        let plane = Representation::new(Cyclic::new(2)?, images)?;
        let mean = symmetrise(&matrix, &plane, &plane)?;
        println!("{name}-mean = {}", entries(&mean));
        println!("{name}-squared-norm = {}", squared(&mean));
        let again = symmetrise(&mean, &plane, &plane)?;
        println!("{name}-mean-of-the-mean = {}", entries(&again));
    }
    // ANCHOR_END: shown
    println!("squared-norm = {}", squared(&matrix));
    Ok(())
}

fn squared(matrix: &Array2<f64>) -> f64 {
    matrix.iter().map(|entry| entry * entry).sum()
}

/// The rows of a matrix, one behind the other.
fn entries(matrix: &Array2<f64>) -> String {
    let row = |row: ArrayView1<f64>| {
        // A zero has no sign once zero was added.
        let entries = row.iter().map(|entry| (entry + 0.0).to_string());
        format!("[{}]", entries.collect::<Vec<_>>().join(", "))
    };
    let rows = matrix.outer_iter().map(row);
    rows.collect::<Vec<_>>().join(" ")
}
