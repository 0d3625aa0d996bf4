// ANCHOR: shown
use equivariance::{Options, Result, output_size};

fn main() -> Result<()> {
    let size = |options| {
        Result::Ok(format!(
            "{}×{}",
            output_size(60, 5, options)?,
            output_size(100, 5, options)?
        ))
    };
    println!("valid = {}", size(Options::valid())?);
    println!("valid-stride-2 = {}", size(Options::valid().stride(2))?);
    println!("same-dilation-2 = {}", size(Options::same().dilation(2))?);
    Ok(())
}
// ANCHOR_END: shown
