use equivariance::{Kernel2d, Options, Result, correlate};
use ndarray::Array2;

fn first_row(image: &Array2<f64>) -> String {
    image.row(0).iter().map(f64::to_string).collect::<Vec<_>>().join(", ")
}

fn main() -> Result<()> {
    // A soft edge between two flat parts, in whole grey levels.
    // ANCHOR: shown
    let edge = [40.0, 40.0, 40.0, 80.0, 160.0, 200.0, 200.0, 200.0]; // try 160.0: 0..=255 by 5
    let image = Array2::from_shape_fn((3, 8), |(_, column)| edge[column]);
    let valid = Options::valid();
    let filter = |kernel: Kernel2d| correlate(&image, &kernel.weights(), valid);
    let (before, after) = (filter(Kernel2d::Identity)?, filter(Kernel2d::Sharpen)?);
    let laplacian = filter(Kernel2d::Laplacian)?;
    println!("before = {}", first_row(&before));
    println!("after = {}", first_row(&after));
    println!("is-image-minus-laplacian = {}", after == before - laplacian);

    let weights: Array2<f64> = Kernel2d::Sharpen.weights();
    println!("sum-of-weights = {}", weights.sum());
    println!("noise-grows-times = {:.2}", weights.mapv(|w| w * w).sum().sqrt());
    // ANCHOR_END: shown
    Ok(())
}
