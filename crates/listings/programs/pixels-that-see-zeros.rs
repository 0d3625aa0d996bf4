use equivariance::{
    Fill, Kernel2d, Options, Result, correlate, seeded_noise, translate,
};
use ndarray::Array2;

fn main() -> Result<()> {
    // ANCHOR: shown
    let n = 32; // try: 12..=48
    let image: Array2<f64> = seeded_noise((n, n), 1);
    let kernel: Array2<f64> = Kernel2d::GaussianBlur.weights();
    let blur = |f: &Array2<f64>| correlate(f, &kernel, Options::same());
    let differ = |shift: [isize; 2]| -> Result<usize> {
        let a = blur(&translate(&image, &shift, Fill::Circular)?)?;
        let b = translate(&blur(&image)?, &shift, Fill::Circular)?;
        Ok(a.iter().zip(&b).filter(|(a, b)| a != b).count())
    };
    println!("as-in-the-figure = {}", differ([4, 9])?);
    println!("one-column = {}", differ([0, 1])?);
    // ANCHOR_END: shown
    println!("two-frames-less-the-overlap = {}", 2 * (4 * n - 4) - 8);
    Ok(())
}
