use equivariance::{Cyclic, FiniteGroup, Region, Representation, Result};
use equivariance::{equivariance_error, seeded_noise, symmetrise};
use ndarray::Array2;

fn main() -> Result<()> {
    // ANCHOR: shown
    let n = 12; // try: 1..=16
    let ring = Representation::regular(Cyclic::new(n)?)?;
    let (mut kept, mut all) = (0.0, 0.0);
    for seed in 0..400 {
        let matrix: Array2<f64> = 2.0 * seeded_noise((n, n), seed) - 1.0;
        let mean = symmetrise(&matrix, &ring, &ring)?;
        kept += squared(&mean);
        all += squared(&matrix);
        // ANCHOR_END: shown
        if seed == 0 {
            println!("law-of-the-matrix = {:.2}", law(&matrix, &ring)?);
            println!("law-of-the-mean = {}", law(&mean, &ring)?);
            let again = symmetrise(&mean, &ring, &ring)?;
            println!("mean-of-the-mean = {:.0e}", difference(&again, &mean));
        }
    // ANCHOR: shown
    }
    println!("kept = {:.3}", kept / all);
    // ANCHOR_END: shown
    println!("one-in-n = {:.3}", 1.0 / n as f64);
    Ok(())
}

/// The largest difference between shifted first and last, over all impulses and shifts.
fn law<G: FiniteGroup>(matrix: &Array2<f64>, space: &Representation<G>) -> Result<f64> {
    let error = equivariance_error(
        &Array2::eye(space.dimension()),
        |impulses| Ok(matrix.dot(impulses)),
        |impulses, shift| space.act(shift, impulses),
        |outputs, shift| space.act(shift, outputs),
        &space.group().elements(),
        |_, shape| Ok(Region::full(shape)),
    )?;
    Ok(error.largest)
}

fn squared(matrix: &Array2<f64>) -> f64 {
    matrix.iter().map(|entry| entry * entry).sum()
}

fn difference(left: &Array2<f64>, right: &Array2<f64>) -> f64 {
    (left - right).iter().fold(0.0, |most, entry| entry.abs().max(most))
}
