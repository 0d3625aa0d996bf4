// ANCHOR: shown
use equivariance::{Fill, Options, Result, stacked_interior};

fn main() -> Result<()> {
    let size = |options: Options, count: usize| {
        let layers = vec![(&[3, 3][..], options); count];
        let region = stacked_interior(&[48, 48], &layers, &[3, 5], Fill::Zero)?;
        Result::Ok(format!("{}×{}", region.ranges[0].len(), region.ranges[1].len()))
    };
    println!("valid = {}", size(Options::valid(), 2)?);
    println!("same-one-layer = {}", size(Options::same(), 1)?);
    println!("same = {}", size(Options::same(), 2)?);
    Ok(())
}
// ANCHOR_END: shown
