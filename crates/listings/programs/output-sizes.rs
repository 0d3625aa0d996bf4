use equivariance::{Kernel2d, Options, Result, TestImage, correlate, output_size};
use ndarray::Array2;

fn main() -> Result<()> {
    // ANCHOR: shown
    let n = 48; // try: 11..=224
    let image: Array2<f64> = TestImage::Scene.pixels(n, n);
    let kernel: Array2<f64> = Kernel2d::SobelX.weights();
    let edges = correlate(&image, &kernel, Options::valid())?;
    // ANCHOR_END: shown
    println!("input-size = {}×{}", image.nrows(), image.ncols());
    println!("kernel-size = {}×{}", kernel.nrows(), kernel.ncols());
    println!("output-size = {}×{}", edges.nrows(), edges.ncols());

    // ANCHOR: shown
    let side = |name: &str, kernel, options| {
        println!("{name} = {}", output_size(n, kernel, options)?);
        Result::Ok(())
    };
    side("valid-3", 3, Options::valid())?;
    side("valid-5", 5, Options::valid())?;
    side("same-3", 3, Options::same())?;
    side("full-3", 3, Options::full())?;
    side("valid-3-stride-2", 3, Options::valid().stride(2))?;
    side("valid-3-dilation-2", 3, Options::valid().dilation(2))?;
    side("same-3-stride-2", 3, Options::same().stride(2))
    // ANCHOR_END: shown
}
