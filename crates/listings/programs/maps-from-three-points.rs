use equivariance::{Image, Representation, Result, Symmetric};
use equivariance::{commutant, commutant_dimension};
use ndarray::array;

fn main() -> Result<()> {
    // ANCHOR: shown
    let n = 3; // try: 2..=5
    let group = Symmetric::new(n)?;
    let points = Representation::permutation(group, n, |p, i| p[i])?;
    let pairs =
        Representation::permutation(group, n * n, |p, k| n * p[k / n] + p[k % n])?;
    let number = Representation::permutation(group, 1, |_, only| only)?;
    // Each exchange of neighbours changes the sign.
    let sign = Representation::new(group, vec![Image::Matrix(array![[-1.0]]); n - 1])?;
    let outputs = [&points, &pairs, &number, &sign];
    for (name, to) in ["points", "pairs", "number", "sign"].iter().zip(outputs) {
        println!("to-{name} = {}", commutant_dimension(&points, to)?);
        println!("to-{name}-found = {}", commutant(&points, to)?.len());
    }
    // ANCHOR_END: shown
    Ok(())
}
