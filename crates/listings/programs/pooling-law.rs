use equivariance::{Fill, Pool, Result, max_pool, seeded_noise, translate};
use ndarray::Array2;

fn main() -> Result<()> {
    // ANCHOR: shown
    let side = 24; // try: 8..=30
    let map: Array2<f64> = seeded_noise((side, side), 3);
    for stride in [2, 3, 4] {
        let pool = |x: &Array2<f64>| max_pool(x, Pool::new(stride, stride));
        let pooled = pool(&map)?;
        // ANCHOR_END: shown
        let (mut multiples, mut least, mut most) = (0.0_f64, f64::INFINITY, 0.0_f64);
        // ANCHOR: shown
        for shift in 0..side as isize {
            let moved = pool(&translate(&map, &[0, shift], Fill::Circular)?)?;
            // The best that any shift of the output can do to match.
            let mut best = f64::INFINITY;
            for step in 0..pooled.ncols() as isize {
                let error = translate(&pooled, &[0, step], Fill::Circular)? - &moved;
                best = best.min(error.fold(0.0, |worst, e| e.abs().max(worst)));
            }
            // ANCHOR_END: shown
            if shift % stride as isize == 0 {
                multiples = multiples.max(best);
            } else {
                (least, most) = (least.min(best), most.max(best));
            }
        // ANCHOR: shown
        }
        // ANCHOR_END: shown
        println!("stride-{stride}-multiples = {multiples}");
        println!("stride-{stride}-others = {least:.3} to {most:.3}");
    // ANCHOR: shown
    }
    // ANCHOR_END: shown
    Ok(())
}
