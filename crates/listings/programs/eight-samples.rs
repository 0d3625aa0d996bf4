use equivariance::{Fill, Pool, Result};
use equivariance::{blurred_max_pool, global_max, max_pool, mean_pool, translate};
use ndarray::{Array1, array};

type Pooling = fn(&Array1<f64>) -> Result<Array1<f64>>;

fn row(values: &Array1<f64>) -> String {
    values.iter().map(f64::to_string).collect::<Vec<_>>().join(", ")
}

fn main() -> Result<()> {
    // ANCHOR: shown
    let signal = array![0.0, 0.0, 1.0, 1.0, 0.0, 0.0, 1.0, 1.0];
    let shifted = translate(&signal, &[1], Fill::Circular)?; // try: 0..=7
    // ANCHOR_END: shown
    println!("signal = {}\nshifted = {}", row(&signal), row(&shifted));
    // ANCHOR: shown
    let kinds: [(&str, Pooling); 3] = [
        ("max", |x| max_pool(x, Pool::new(2, 2))),
        ("mean", |x| mean_pool(x, Pool::new(2, 2))),
        ("blurred", |x| blurred_max_pool(x, Pool::new(2, 2))),
    ];
    for (name, pooling) in kinds {
        let (before, after) = (pooling(&signal)?, pooling(&shifted)?);
        // ANCHOR_END: shown
        let changes = (&after - &before).mapv(f64::abs);
        let changed = changes.iter().filter(|&&change| change > 0.0).count();
        let change = changes.sum() / before.len() as f64;
        let range = global_max(&before)? + global_max(&-&before)?;
        // ANCHOR: shown
        println!("{name} = {}\n{name}-shifted = {}", row(&before), row(&after));
        // ANCHOR_END: shown
        println!("{name}-changed = {changed} of {}", before.len());
        println!("{name}-change = {change}\n{name}-range = {range}");
        println!("{name}-change-over-range = {}", change / range);
    // ANCHOR: shown
    }
    // ANCHOR_END: shown
    Ok(())
}
