// ANCHOR: shown
use equivariance::{Result, Stage, receptive_field};

fn main() -> Result<()> {
    let layers = |strides: [usize; 5]| {
        receptive_field(&strides.map(|stride| Stage::new(3, stride)))
    };
    println!("without = {}", layers([1, 1, 1, 1, 1])?);
    println!("second = {}", layers([1, 2, 1, 1, 1])?);
    println!("last = {}", layers([1, 1, 1, 1, 2])?);
    Ok(())
}
// ANCHOR_END: shown
