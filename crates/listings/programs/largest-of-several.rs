// ANCHOR: shown
use equivariance::seeded_noise;
use ndarray::{Array2, Axis};

fn main() {
    for m in [2, 4, 9] {
        let groups: Array2<f64> = seeded_noise([100_000, m], 1);
        let largest = groups.fold_axis(Axis(1), 0.0, |a: &f64, b| a.max(*b));
        println!("of-{m} = {:.3}", largest.sum() / 100_000.0);
        println!("of-{m}-expected = {:.3}", m as f64 / (m as f64 + 1.0));
    }
}
// ANCHOR_END: shown
