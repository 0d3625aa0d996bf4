use equivariance::{Fill, Options, Padding, Result, correlate, equivariance_error};
use equivariance::{Kernel1d, Stage, TestSignal, receptive_field};
use equivariance::{stacked_interior, translate};
use ndarray::{Array1, ArrayRef1};

fn measure(name: &str, options: Options, count: usize) -> Result<()> {
    // ANCHOR: shown
    let signal: Array1<f64> = TestSignal::Noise.samples(48);
    let kernel: Array1<f64> = Kernel1d::GaussianBlur.weights();
    // Each layer has a bias and a ReLU.
    let map = |x: &ArrayRef1<f64>| {
        (0..count).try_fold(x.to_owned(), |x, _| {
            Ok(correlate(&x, &kernel, options)?.mapv(|v| (v - 0.1).max(0.0)))
        })
    };
    let act = |x: &_, s: &isize| translate(x, &[*s], Fill::Circular);
    let layers = vec![(&[3][..], options); count];
    let inside =
        |s: &isize, _: &[_]| stacked_interior(&[48], &layers, &[*s], Fill::Circular);

    let shifts: Vec<isize> = (1..=8).collect();
    let error = equivariance_error(&signal, map, act, act, &shifts, inside)?;
    // ANCHOR_END: shown
    let exact = inside(&8, &[])?.ranges[0].clone();
    println!("{name}-{count}-before = {}", exact.start.saturating_sub(8));
    println!("{name}-{count}-behind = {}", map(&signal)?.len() - exact.end);
    println!("{name}-{count}-inside = {}", error.largest);
    // Outside the interior something must differ, or the program would see nothing.
    let (first, last) = (map(&act(&signal, &8)?)?, act(&map(&signal)?, &8)?);
    let differ = first.iter().zip(&last).filter(|(a, b)| a != b).count();
    println!("{name}-{count}-differ = {differ} of {}", first.len());
    Ok(())
}

fn main() -> Result<()> {
    for (name, padding) in [
        ("valid", Padding::Valid),
        ("zeros", Padding::Same),
        ("reflect", Padding::Reflect),
        ("circular", Padding::Circular),
    ] {
        for count in [1, 2, 4] {
            measure(name, Options::padded(padding), count)?;
        }
    }
    for count in [1, 2, 4] {
        // A translation that brings in zeros, to layers that stand among zeros.
        let layers = vec![(&[3][..], Options::same()); count];
        let exact =
            stacked_interior(&[48], &layers, &[8], Fill::Zero)?.ranges[0].clone();
        println!("among-zeros-{count}-before = {}", exact.start - 8);
        println!("among-zeros-{count}-behind = {}", 48 - exact.end);
        let field = receptive_field(&vec![Stage::new(3, 1); count])?;
        println!("half-the-field-{count} = {}", (field - 1) / 2);
    }
    Ok(())
}
