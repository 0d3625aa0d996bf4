use equivariance::{Fill, Kernel1d, Options, Pool, Result, TestSignal, correlate, max_pool, mean_pool, translate};
use ndarray::{Array1, ArrayRef1};

fn main() -> Result<()> {
    let kernel: Array1<f64> = Kernel1d::GaussianBlur.weights();
    let filter = |options| {
        let kernel = &kernel;
        move |x: &ArrayRef1<f64>| correlate(x, kernel, options)
    };
    let pool = |size| move |x: &ArrayRef1<f64>| max_pool(x, Pool::new(size, size));
    println!("samples = {SAMPLES}");
    turn("padding-circular", filter(Options::circular()))?;
    turn("padding-valid", filter(Options::valid()))?;
    turn("padding-same", filter(Options::same()))?;
    turn("padding-full", filter(Options::full()))?;
    turn("padding-reflect", filter(Options::reflect()))?;
    turn("stride-2", filter(Options::circular().stride(2)))?;
    turn("stride-4", filter(Options::circular().stride(4)))?;
    turn("dilation-2", filter(Options::circular().dilation(2)))?;
    turn("dilation-2-stride-2", filter(Options::circular().dilation(2).stride(2)))?;
    turn("pooling-2", pool(2))?;
    turn("pooling-4", pool(4))?;
    turn("mean-pooling-2", |x: &ArrayRef1<f64>| mean_pool(x, Pool::new(2, 2)))
}

// ANCHOR: shown
const SAMPLES: usize = 16;

/// Which circular shifts of the samples `map` respects, and how wrong it is at the worst other one.
fn turn(name: &str, map: impl Fn(&ArrayRef1<f64>) -> Result<Array1<f64>>) -> Result<()> {
    let signal: Array1<f64> = TestSignal::Noise.samples(SAMPLES);
    let output = map(&signal)?;
    let mut errors = Vec::new();
    for s in 0..SAMPLES {
        let moved = map(&translate(&signal, &[s as isize], Fill::Circular)?)?;
        // The best that any shift of the output can do to match.
        let mut best = f64::INFINITY;
        for t in 0..output.len() as isize {
            let difference = translate(&output, &[t], Fill::Circular)? - &moved;
            best = best.min(difference.fold(0.0, |worst, d| d.abs().max(worst)));
        }
        errors.push(best);
    }
    let respected: Vec<usize> = (0..SAMPLES).filter(|&s| errors[s] == 0.0).collect();
    println!("{name}-respected = {}", respected.len());
    println!("{name}-step = {}", respected.get(1).unwrap_or(&SAMPLES));
    println!("{name}-outside = {:.3}", errors.into_iter().fold(0.0, f64::max));
    Ok(())
}
// ANCHOR_END: shown
