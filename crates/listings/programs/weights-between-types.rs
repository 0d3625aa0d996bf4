use equivariance::{Irreps, Result, lie_commutant_dimension};

fn main() -> Result<()> {
    // ANCHOR: shown
    let copies = 2; // try: 1..=6
    for (name, vectors) in [
        ("one-parity", format!("{copies}x1o")),
        ("both-parities", format!("{copies}x1o + {copies}x1e")),
        ("turns-alone", format!("{}x1o", copies + copies)),
    ] {
        let features: Irreps = format!("4x0e + {vectors}").parse()?;
        println!("{name} = {}", lie_commutant_dimension(&features, &features)?);
        println!("{name}-entries = {}", features.dimension() * features.dimension());
    }
    // ANCHOR_END: shown
    Ok(())
}
