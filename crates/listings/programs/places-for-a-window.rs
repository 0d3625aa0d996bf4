// ANCHOR: shown
use equivariance::{Options, Result, output_size};

fn main() -> Result<()> {
    let places = |options| output_size(100, 7, options);
    println!("places = {}", places(Options::valid())?);
    println!("stride-5 = {}", places(Options::valid().stride(5))?);
    println!("dilation-3 = {}", places(Options::valid().dilation(3))?);
    Ok(())
}
// ANCHOR_END: shown
