use equivariance::{Fill, Padding, Pool, Result, max_pool, seeded_noise, translate};
use ndarray::Array2;

// ANCHOR: shown
/// How many shifts of a map of noise some shift of the pooled map answers.
fn respected(map: &Array2<f64>, pool: Pool) -> Result<usize> {
    let pooled = max_pool(map, pool)?;
    let all_shifts = |map: &Array2<f64>| -> Result<Vec<Array2<f64>>> {
        let (rows, columns) = (map.nrows() as isize, map.ncols() as isize);
        let shifts = (0..rows).flat_map(|y| (0..columns).map(move |x| [y, x]));
        shifts.map(|shift| translate(map, &shift, Fill::Circular)).collect()
    };
    let answers = all_shifts(&pooled)?;
    let moved = all_shifts(map)?.into_iter().map(|map| max_pool(&map, pool));
    let moved: Vec<Array2<f64>> = moved.collect::<Result<_>>()?;
    Ok(moved.iter().filter(|pooled| answers.contains(pooled)).count())
}
// ANCHOR_END: shown

fn main() -> Result<()> {
    let map: Array2<f64> = seeded_noise([12, 12], 1);
    println!("window-3-stride-3 = {}", respected(&map, Pool::new(3, 3))?);
    let around = Pool::new(3, 1).padding(Padding::Circular);
    println!("window-3-stride-1 = {}", respected(&map, around)?);
    println!("window-1-stride-3 = {}", respected(&map, Pool::new(1, 3))?);
    Ok(())
}
