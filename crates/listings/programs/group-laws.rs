use equivariance::{Fill, Result, seeded_noise, translate};
use ndarray::Array2;

fn main() -> Result<()> {
    // ANCHOR: shown
    let f: Array2<f64> = seeded_noise((9, 7), 5);
    for fill in [Fill::Circular, Fill::Zero] {
        let act = |x: &Array2<f64>, s: [isize; 2]| translate(x, &s, fill);
        println!("{fill}-identity = {}", act(&f, [0, 0])? == f);
        println!(
            "{fill}-sum = {}",
            act(&act(&f, [2, 1])?, [1, 3])? == act(&f, [3, 4])?
        );
        let (one, other) =
            (act(&act(&f, [2, 1])?, [-1, 3])?, act(&act(&f, [-1, 3])?, [2, 1])?);
        println!("{fill}-order = {}", one == other);
        println!("{fill}-inverse = {}", act(&act(&f, [2, 1])?, [-2, -1])? == f);
    }
    // ANCHOR_END: shown
    Ok(())
}
