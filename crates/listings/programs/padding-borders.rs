use equivariance::{Fill, Kernel1d, Options, Padding, Region, Result, TestSignal};
use equivariance::{correlate, equivariance_error, interior, translate};
use ndarray::Array1;

fn main() -> Result<()> {
    // ANCHOR: shown
    let signal: Array1<f64> = TestSignal::Noise.samples(16);
    let kernel: Array1<f64> = Kernel1d::GaussianBlur.weights();
    let shifts: Vec<isize> = (-3..=3).collect();
    let zero = Fill::Zero;
    for &padding in Padding::ALL {
        let options = Options { padding, ..Options::default() };
        let map = |x: &_| correlate(x, &kernel, options);
        let act = |x: &_, s: &isize| translate(x, &[*s], zero);
        let everywhere = |_: &isize, shape: &[usize]| Ok(Region::full(shape));
        let exact = |s: &isize, _: &[_]| interior(&[16], &[3], options, &[*s], zero);
        let whole = equivariance_error(&signal, map, act, act, &shifts, everywhere)?;
        let inner = equivariance_error(&signal, map, act, act, &shifts, exact)?;
        let (outputs, kept) = (map(&signal)?.len(), exact(&3, &[])?.ranges[0].clone());
        // ANCHOR_END: shown
        println!("{padding}-output = {outputs}");
        println!("{padding}-everywhere = {:.3}", whole.largest);
        println!("{padding}-interior = {}", inner.largest);
        println!("{padding}-interior-size = {}", kept.len());
        println!("{padding}-lost-on-the-left = {}", kept.start);
        println!("{padding}-lost-on-the-right = {}", outputs - kept.end);
    // ANCHOR: shown
    }
    // ANCHOR_END: shown
    Ok(())
}
