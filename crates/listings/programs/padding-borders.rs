// ANCHOR: shown
use equivariance::{Fill, Kernel1d, Options, Padding, Region, Result, TestSignal};
use equivariance::{correlate, equivariance_error, interior, translate};
use ndarray::Array1;

fn main() -> Result<()> {
    let signal: Array1<f64> = TestSignal::Noise.samples(16);
    let kernel: Array1<f64> = Kernel1d::GaussianBlur.weights();
    let shifts: Vec<isize> = (-3..=3).collect();

    for &padding in Padding::ALL {
        let options = Options { padding, ..Options::default() };
        let map = |x: &_| correlate(x, &kernel, options);
        let act = |x: &_, s: &isize| translate(x, &[*s], Fill::Zero);
        let exact = |s: &isize| interior(&[16], &[3], options, &[*s], Fill::Zero);
        let whole = equivariance_error(&signal, map, act, act, &shifts, |_, shape| Ok(Region::full(shape)))?;
        let inner = equivariance_error(&signal, map, act, act, &shifts, |s, _| exact(s))?;
        println!("{padding}-output = {}", map(&signal)?.len());
        println!("{padding}-everywhere = {:.3}", whole.largest);
        println!("{padding}-interior = {}", inner.largest);
        println!("{padding}-interior-size = {}", exact(&3)?.len());
    }
    Ok(())
}
// ANCHOR_END: shown
