use equivariance::{Fill, Kernel1d, Options, Padding, Region, Result, TestSignal};
use equivariance::{correlate, equivariance_error, interior, translate};
use ndarray::Array1;

fn main() -> Result<()> {
    // ANCHOR: shown
    let signal: Array1<f64> = TestSignal::Noise.samples(16);
    let kernel: Array1<f64> = Kernel1d::GaussianBlur.weights();
    let far = 3; // try: 0..=6
    let shifts: Vec<isize> = (-far..=far).collect();
    let zero = Fill::Zero;
    for &padding in Padding::ALL {
        let options = Options { padding, ..Options::default() };
        let map = |x: &_| correlate(x, &kernel, options);
        let act = |x: &_, s: &isize| translate(x, &[*s], zero);
        let all = |_: &isize, shape: &[usize]| Ok(Region::full(shape));
        let exact = |s: &isize, _: &[_]| interior(&[16], &[3], options, &[*s], zero);
        let whole = equivariance_error(&signal, map, act, act, &shifts, all)?;
        let inner = equivariance_error(&signal, map, act, act, &shifts, exact)?;
        // ANCHOR_END: shown
        let outputs = map(&signal)?.len();
        let kept = exact(&far, &[])?.ranges[0].clone();
        println!("{padding}-output = {outputs}");
        println!("{padding}-everywhere = {:.3}", whole.largest);
        // ANCHOR: shown
        println!("{padding}-interior = {}", inner.largest);
        // ANCHOR_END: shown
        println!("{padding}-interior-size = {}", kept.len());
        println!("{padding}-lost-on-the-left = {}", kept.start);
        println!("{padding}-lost-on-the-right = {}", outputs - kept.end);
    // ANCHOR: shown
    }
    // ANCHOR_END: shown
    Ok(())
}
