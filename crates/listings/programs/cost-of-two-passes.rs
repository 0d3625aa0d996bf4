use equivariance::{Options, Result, output_size};

fn main() -> Result<()> {
    // ANCHOR: shown
    let side = 48; // try: 11..=512
    for kernel in [3, 5, 7, 11] {
        let shrunk = output_size(side, kernel, Options::valid())?;
        // For each output a dot product of kernel² weights, or one down and one across.
        let direct = kernel * kernel * shrunk * shrunk;
        let passes = kernel * shrunk * side + kernel * shrunk * shrunk;
        println!("weights-{kernel} = {} against {}", kernel * kernel, 2 * kernel);
        println!("direct-{kernel} = {direct}");
        println!("passes-{kernel} = {passes}");
        println!("ratio-{kernel} = {:.2}", direct as f64 / passes as f64);
    }
    // ANCHOR_END: shown
    Ok(())
}
