use equivariance::Kernel2d;
use ndarray::Array2;

// ANCHOR: shown
/// Whether all rows are multiples of one row: then every 2×2 determinant is zero.
fn has_rank_one(kernel: &Array2<f64>) -> bool {
    let pairs = [(0, 1), (0, 2), (1, 2)];
    pairs.iter().all(|&(i, j)| {
        let product = |a, b| kernel[[i, a]] * kernel[[j, b]];
        pairs.iter().all(|&(a, b)| product(a, b) == product(b, a))
    })
}

// ANCHOR_END: shown
fn main() {
    let mut split = 0;
    // ANCHOR: shown
    for kernel in Kernel2d::ALL {
        let one = has_rank_one(&kernel.weights());
        println!("{kernel} = {one}");
        split += usize::from(one);
    }
    // ANCHOR_END: shown
    println!("kernels = {}", Kernel2d::ALL.len());
    println!("separable = {split}");
}
