use equivariance::{Irreps, Result, lie_commutant, lie_commutant_dimension};

fn main() -> Result<()> {
    // ANCHOR: shown
    for (name, from, to) in [
        ("number-to-number", "0e", "0e"),
        ("vector-to-vector", "1o", "1o"),
        ("vector-to-axial", "1o", "1e"),
        ("vector-to-number", "1o", "0e"),
        ("mixed", "2x0e + 2x1o", "3x0e + 2x1o + 2e"),
    ] {
        let (from, to): (Irreps, Irreps) = (from.parse()?, to.parse()?);
        let maps = lie_commutant(&from, &to)?;
        println!("{name} = {}", maps.len());
        println!("{name}-counted = {}", lie_commutant_dimension(&from, &to)?);
        println!("{name}-entries = {}", from.dimension() * to.dimension());
    }
    // ANCHOR_END: shown
    Ok(())
}
