use equivariance::{Fill, Pool, Result, blurred_max_pool, global_max, max_pool, mean_pool, translate};
use ndarray::{Array1, array};

// ANCHOR: shown
type Pooling = fn(&Array1<f64>, Pool) -> Result<Array1<f64>>;

fn row(values: &Array1<f64>) -> String {
    values.iter().map(f64::to_string).collect::<Vec<_>>().join(", ")
}

fn main() -> Result<()> {
    let signal = array![0.0, 0.0, 1.0, 1.0, 0.0, 0.0, 1.0, 1.0];
    let shifted = translate(&signal, &[1], Fill::Circular)?;
    println!("signal = {}\nshifted = {}", row(&signal), row(&shifted));
    let kinds: [(&str, Pooling); 3] = [
        ("max", |x, pool| max_pool(x, pool)),
        ("mean", |x, pool| mean_pool(x, pool)),
        ("blurred", |x, pool| blurred_max_pool(x, pool)),
    ];
    for (name, pooling) in kinds {
        let (before, after) = (pooling(&signal, Pool::new(2, 2))?, pooling(&shifted, Pool::new(2, 2))?);
        let change = (&after - &before).mapv(f64::abs).sum() / before.len() as f64;
        let range = global_max(&before)? + global_max(&-&before)?;
        println!("{name} = {}\n{name}-shifted = {}", row(&before), row(&after));
        println!("{name}-change = {change}\n{name}-range = {range}");
        println!("{name}-change-over-range = {}", change / range);
    }
    Ok(())
}
// ANCHOR_END: shown
