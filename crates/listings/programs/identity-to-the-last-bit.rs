use equivariance::{
    Fill, Kernel2d, Options, Result, correlate, seeded_noise, translate,
};
use ndarray::Array2;

fn main() -> Result<()> {
    // ANCHOR: shown
    let image: Array2<f64> = seeded_noise((24, 24), 1); // try 1: 1..=99
    let kernel: Array2<f64> = Kernel2d::GaussianBlur.weights();
    let filtered = correlate(&image, &kernel, Options::circular())?;

    let (mut shifts, mut compared, mut different) = (0, 0, 0);
    for s in (0..24).flat_map(|down| (0..24).map(move |right| [down, right])) {
        let moved = translate(&image, &s, Fill::Circular)?;
        let a = correlate(&moved, &kernel, Options::circular())?;
        let b = translate(&filtered, &s, Fill::Circular)?;
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
