use equivariance::{Fill, Options, Result, seeded_noise, translate};
use equivariance::{correlate, correlate_by_fft, fft_error_bound};
use ndarray::Array2;

// ANCHOR: shown
fn main() -> Result<()> {
    let image: Array2<f32> = seeded_noise((96, 96), 1);
    let kernel: Array2<f32> = seeded_noise((31, 31), 2);
    let (torus, shift) = (Options::circular(), [3, 5]);
    let moved = translate(&image, &shift, Fill::Circular)?;

    let direct = correlate(&image, &kernel, torus)?;
    let direct_of_moved = correlate(&moved, &kernel, torus)?;
    let by_fft = correlate_by_fft(&image, &kernel, torus)?;
    let by_fft_of_moved = correlate_by_fft(&moved, &kernel, torus)?;

    // The same in f64, and the bound on the error by Fourier transforms.
    let (wide, weights) = (image.mapv(f64::from), kernel.mapv(f64::from));
    let truth = correlate(&wide, &weights, torus)?;
    let bound = fft_error_bound(&image, &kernel, torus)?;
    // ANCHOR_END: shown
    println!("outputs = {}", truth.len());
    println!("largest-output = {:.0}", truth.fold(0.0, |m: f64, &v| m.max(v)));
    println!("bound = {bound:.1e}");
    for (name, output, of_moved) in [
        ("direct", direct, direct_of_moved),
        ("by-fft", by_fft, by_fft_of_moved),
    ] {
        let errors = (output.mapv(f64::from) - &truth).mapv(f64::abs);
        println!("{name}-error = {:.1e}", errors.fold(0.0, |m: f64, &v| m.max(v)));
        let output_moved = translate(&output, &shift, Fill::Circular)?;
        let pairs = of_moved.iter().zip(&output_moved);
        let differ = pairs.filter(|(a, b)| a.to_bits() != b.to_bits()).count();
        println!("{name}-differ = {differ}");
    }
    Ok(())
}
