use equivariance::{
    Fill, Kernel2d, Options, Result, correlate, seeded_noise, translate,
};
use ndarray::Array2;

fn main() -> Result<()> {
    // ANCHOR: shown
    let n = 24; // try: 3..=32
    let image: Array2<f64> = seeded_noise((n, n), 1); // try 1: 1..=99
    let kernel: Array2<f64> = Kernel2d::GaussianBlur.weights();
    let filtered = correlate(&image, &kernel, Options::circular())?;

    let (mut shifts, mut compared, mut different) = (0, 0, 0);
    for shift in all_shifts(n) {
        let moved = translate(&image, &shift, Fill::Circular)?;
        let a = correlate(&moved, &kernel, Options::circular())?;
        let b = translate(&filtered, &shift, Fill::Circular)?;
        shifts += 1;
        compared += a.len();
        different +=
            a.iter().zip(&b).filter(|(a, b)| a.to_bits() != b.to_bits()).count();
    }
    // ANCHOR_END: shown
    println!("shifts = {shifts}");
    println!("numbers-compared = {compared}");
    println!("numbers-that-differ = {different}");
    Ok(())
}

/// All shifts round a torus of `n` rows and columns, down and to the right.
fn all_shifts(n: usize) -> impl Iterator<Item = [isize; 2]> {
    let n = n as isize;
    (0..n).flat_map(move |down| (0..n).map(move |right| [down, right]))
}
