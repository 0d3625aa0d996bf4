use equivariance::{Fill, Options, Result, convolve, seeded_noise, translate};
use ndarray::{Array1, Array2};

fn main() -> Result<()> {
    // ANCHOR: shown
    // A matrix M that commutes with the shifts of seven points: M[i+1, j+1] = M[i, j].
    let whole_numbers = |seed| seeded_noise(7, seed).mapv(|v: f64| (v * 16.0).floor());
    let first_column = whole_numbers(11);
    let matrix = Array2::from_shape_fn((7, 7), |(i, j)| first_column[(i + 7 - j) % 7]);
    let signal = whole_numbers(12);

    // Its response to an impulse at the middle point is the kernel.
    let middle = 3; // try: 0..=6
    let impulse = Array1::from_shape_fn(7, |i| if i == middle { 1.0 } else { 0.0 });
    let kernel = matrix.dot(&impulse);
    let by_matrix = matrix.dot(&signal);
    let by_kernel = convolve(&signal, &kernel, Options::circular())?;
    let difference = (by_matrix - by_kernel).mapv(f64::abs).sum();
    println!("matrix-against-kernel = {difference}");
    // ANCHOR_END: shown

    // Two such maps, the identity and a shift by one: is one a multiple of the other?
    let shifted = translate(&impulse, &[1], Fill::Circular)?;
    let lengths = (impulse.dot(&impulse) * shifted.dot(&shifted)).sqrt();
    let cosine = impulse.dot(&shifted) / lengths;
    println!("cosine-of-two-kernels = {cosine}");
    Ok(())
}
