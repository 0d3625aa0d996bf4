// ANCHOR: shown
use equivariance::{Fill, Pool, Result, max_pool, translate};
use ndarray::{Array1, array};

fn main() -> Result<()> {
    let row = array![3.0, 1.0, 4.0, 1.0, 5.0, 9.0, 2.0, 6.0];
    for shift in 0..3 {
        let moved: Array1<f64> = translate(&row, &[shift], Fill::Circular)?;
        let pooled = max_pool(&moved, Pool::new(2, 2))?;
        let pooled: Vec<String> = pooled.iter().map(f64::to_string).collect();
        println!("moved-by-{shift} = {}", pooled.join(", "));
    }
    Ok(())
}
// ANCHOR_END: shown
