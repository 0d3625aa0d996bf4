use equivariance::{Options, Result, Scalar, convolve, seeded_noise};
use ndarray::Array1;

fn measure<A: Scalar>(name: &str) -> Result<()> {
    // ANCHOR: shown
    // Positive numbers: each exact output is also the sum of the sizes of its products.
    let f: Array1<A> = seeded_noise(256, 1);
    let g: Array1<A> = seeded_noise(64, 2);
    let one = convolve(&f, &g, Options::full())?;
    let other = convolve(&g, &f, Options::full())?;
    let number = |value: A| value.to_f64().unwrap_or(f64::NAN);
    // m roundings of at most half the distance from 1 to the next number, on each side.
    let m_epsilon = 64.0 * number(A::epsilon());
    let (mut differ, mut largest) = (0, 0.0_f64);
    for (a, b) in one.iter().zip(&other) {
        let relative = number((*a - *b).abs()) / number(a.min(*b));
        differ += usize::from(relative > 0.0);
        largest = largest.max(relative);
    }
    // ANCHOR_END: shown
    println!("{name}-differ = {differ} of {}", one.len());
    println!("{name}-largest = {largest:.1e}");
    println!("{name}-bound = {:.1e}", m_epsilon / (1.0 - m_epsilon));
    Ok(())
}

fn main() -> Result<()> {
    measure::<f64>("f64")?;
    measure::<f32>("f32")
}
