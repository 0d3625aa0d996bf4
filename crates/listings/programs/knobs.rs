use equivariance::{
    Fill, Kernel1d, Options, Pool, Result, TestSignal, correlate, max_pool, mean_pool,
    translate,
};
use ndarray::{Array1, ArrayRef1};

fn main() -> Result<()> {
    let filter = |options| {
        let blur = Kernel1d::GaussianBlur.weights();
        move |x: &ArrayRef1<f64>| correlate(x, &blur, options)
    };
    let pool = |size| move |x: &ArrayRef1<f64>| max_pool(x, Pool::new(size, size));
    println!("samples = {SAMPLES}");
    turn("padding-circular", &filter(Options::circular()))?;
    turn("padding-valid", &filter(Options::valid()))?;
    turn("padding-same", &filter(Options::same()))?;
    turn("padding-full", &filter(Options::full()))?;
    turn("padding-reflect", &filter(Options::reflect()))?;
    turn("stride-2", &filter(Options::circular().stride(2)))?;
    turn("stride-3", &filter(Options::circular().stride(3)))?;
    turn("stride-4", &filter(Options::circular().stride(4)))?;
    turn("dilation-2", &filter(Options::circular().dilation(2)))?;
    turn("dilation-2-stride-2", &filter(Options::circular().dilation(2).stride(2)))?;
    turn("pooling-2", &pool(2))?;
    turn("pooling-3", &pool(3))?;
    turn("pooling-4", &pool(4))?;
    turn("mean-pooling-2", &|x: &ArrayRef1<f64>| mean_pool(x, Pool::new(2, 2)))?;
    let on_noise = errors(&pool(3), &[TestSignal::Noise.samples(SAMPLES)])?;
    println!(
        "pooling-3-on-noise = {}",
        on_noise.iter().filter(|error| **error == 0.0).count()
    );
    Ok(())
}

const SAMPLES: usize = 16;
type Map = dyn Fn(&ArrayRef1<f64>) -> Result<Array1<f64>>;

// ANCHOR: shown
/// For each circular shift of the inputs, by how much the best shift of outputs errs.
fn errors(map: &Map, inputs: &[Array1<f64>]) -> Result<Vec<f64>> {
    let outputs: Vec<_> = inputs.iter().map(|f| map(f)).collect::<Result<_>>()?;
    let mut errors = vec![f64::INFINITY; SAMPLES];
    for (s, best) in errors.iter_mut().enumerate() {
        for t in 0..outputs[0].len() {
            let mut worst = 0.0; // for one t, which must do for all inputs
            for (f, output) in inputs.iter().zip(&outputs) {
                worst = largest(map(&moved(f, s)?)? - moved(output, t)?).max(worst);
            }
            *best = worst.min(*best);
        }
    }
    Ok(errors)
}
// ANCHOR_END: shown

fn moved(signal: &Array1<f64>, by: usize) -> Result<Array1<f64>> {
    translate(signal, &[by as isize], Fill::Circular)
}

fn largest(difference: Array1<f64>) -> f64 {
    difference.fold(0.0, |worst, d| d.abs().max(worst))
}

/// Which shifts `map` respects, and how wrong it is at the worst other one.
fn turn(name: &str, map: &Map) -> Result<()> {
    let impulse = |j| Array1::from_shape_fn(SAMPLES, |i| f64::from(u8::from(i == j)));
    let errors = errors(map, &(0..SAMPLES).map(impulse).collect::<Vec<_>>())?;
    let respected: Vec<usize> = (0..SAMPLES).filter(|&s| errors[s] == 0.0).collect();
    println!("{name}-respected = {}", respected.len());
    println!("{name}-step = {}", respected.get(1).unwrap_or(&SAMPLES));
    println!("{name}-outside = {}", errors.into_iter().fold(0.0, f64::max));
    Ok(())
}
