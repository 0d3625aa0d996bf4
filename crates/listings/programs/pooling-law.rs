// ANCHOR: shown
use equivariance::{Fill, Pool, Result, max_pool, seeded_noise, translate};
use ndarray::Array2;

fn main() -> Result<()> {
    let map: Array2<f64> = seeded_noise((24, 24), 3);
    for stride in [2, 3, 4] {
        let pool = Pool::new(stride, stride);
        let step = stride as isize;
        let (mut multiples, mut others) = (0.0_f64, f64::INFINITY);
        for shift in 0..24 {
            let moved_first = max_pool(&translate(&map, &[0, shift], Fill::Circular)?, pool)?;
            let nearest = (shift + step / 2) / step;
            let moved_last = translate(&max_pool(&map, pool)?, &[0, nearest], Fill::Circular)?;
            let error = (moved_first - moved_last).fold(0.0, |m: f64, v| m.max(v.abs()));
            if shift % step == 0 {
                multiples = multiples.max(error);
            } else {
                others = others.min(error);
            }
        }
        println!("stride-{stride}-multiples = {multiples}");
        println!("stride-{stride}-others = {others:.3}");
    }
    Ok(())
}
// ANCHOR_END: shown
