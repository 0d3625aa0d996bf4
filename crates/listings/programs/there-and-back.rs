use equivariance::{Fill, Result, translate};
use ndarray::Array2;

fn main() -> Result<()> {
    // ANCHOR: shown
    let marks = Array2::<f64>::ones((48, 48));
    let and_back = |fill| {
        let there = translate(&marks, &[3, 5], fill)?;
        let back: Array2<f64> = translate(&there, &[-3, -5], fill)?;
        Result::Ok(back.iter().filter(|&&mark| mark == 1.0).count())
    };
    let kept = and_back(Fill::Zero)?;
    println!("kept = {kept}");
    println!("lost = {}", marks.len() - kept);
    println!("lost-on-a-torus = {}", marks.len() - and_back(Fill::Circular)?);
    // ANCHOR_END: shown
    Ok(())
}
