// ANCHOR: shown
use equivariance::{Fill, Options, Result, convolve, seeded_noise, translate};
use ndarray::{Array1, Array2};

fn main() -> Result<()> {
    // A matrix M that commutes with the shifts of seven points: M[i+1, j+1] = M[i, j].
    let first_column: Array1<f64> = seeded_noise(7, 11).mapv(|v: f64| (v * 16.0).floor());
    let matrix = Array2::from_shape_fn((7, 7), |(i, j)| first_column[(i + 7 - j) % 7]);
    let signal: Array1<f64> = seeded_noise(7, 12).mapv(|v: f64| (v * 16.0).floor());

    // Its response to an impulse at the middle point is the kernel.
    let impulse = Array1::from_shape_fn(7, |i| if i == 3 { 1.0 } else { 0.0 });
    let kernel = matrix.dot(&impulse);
    let by_matrix = matrix.dot(&signal);
    let by_kernel = convolve(&signal, &kernel, Options::circular())?;
    println!("matrix-against-kernel = {}", (by_matrix - by_kernel).mapv(f64::abs).sum());

    // Two such maps, the identity and a shift by one: is one a multiple of the other?
    let shifted = translate(&impulse, &[1], Fill::Circular)?;
    let cosine = impulse.dot(&shifted) / (impulse.dot(&impulse) * shifted.dot(&shifted)).sqrt();
    println!("cosine-of-two-kernels = {cosine}");
    Ok(())
}
// ANCHOR_END: shown
