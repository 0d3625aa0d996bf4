use equivariance::{Fill, Pool, Result};
use equivariance::{blurred_max_pool, max_pool, mean_pool, translate};
use ndarray::{Array1, array};

type Pooling = fn(&Array1<f64>) -> Result<Array1<f64>>;

fn row(values: &Array1<f64>) -> String {
    values.iter().map(f64::to_string).collect::<Vec<_>>().join(", ")
}

fn main() -> Result<()> {
    // ANCHOR: shown
    let wave = array![0.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0, 1.0];
    let moved = translate(&wave, &[1], Fill::Circular)?;
    let kinds: [(&str, Pooling); 4] = [
        ("stride-alone", |x| max_pool(x, Pool::new(1, 2))),
        ("max", |x| max_pool(x, Pool::new(2, 2))),
        ("mean", |x| mean_pool(x, Pool::new(2, 2))),
        ("blurred", |x| blurred_max_pool(x, Pool::new(2, 2))),
    ];
    for (name, pooling) in kinds {
        println!("{name} = {}", row(&pooling(&wave)?));
        println!("{name}-moved = {}", row(&pooling(&moved)?));
    }
    // ANCHOR_END: shown
    Ok(())
}
