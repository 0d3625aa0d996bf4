use equivariance::{Irrep, Irreps, Result};
use std::collections::BTreeSet;

/// After how many products a 0o can be there, starting from 0e, or that it never is.
fn products(inside: &str, harmonics: &str) -> Result<String> {
    let (inside, harmonics): (Irreps, Irreps) = (inside.parse()?, harmonics.parse()?);
    let goal: Irrep = "0o".parse()?;
    // ANCHOR: shown
    let mut there = BTreeSet::from(["0e".parse::<Irrep>()?]);
    for product in 1..=10 {
        let before = there.clone();
        for feature in &before {
            for harmonic in harmonics.iter() {
                there.extend(feature.times(harmonic)?);
            }
        }
        if there.contains(&goal) {
            return Ok(product.to_string());
        }
        there.retain(|irrep| inside.iter().any(|kept| kept == *irrep));
        // ANCHOR_END: shown
        if there == before {
            break;
        }
        // ANCHOR: shown
    }
    // ANCHOR_END: shown
    Ok("never".to_owned())
}

fn main() -> Result<()> {
    for (name, inside, harmonics) in [
        ("harmonics-to-degree-2", "0e + 1o + 2e", "0e + 1o + 2e"),
        ("and-1e", "0e + 1o + 2e + 1e", "0e + 1o + 2e"),
        ("and-2o", "0e + 1o + 2e + 2o", "0e + 1o + 2e"),
        ("harmonics-to-degree-1", "0e + 1o", "0e + 1o"),
        ("degree-1-and-1e", "0e + 1o + 1e", "0e + 1o"),
        ("degree-1-and-2e-2o", "0e + 1o + 2e + 2o", "0e + 1o"),
    ] {
        println!("{name} = {}", products(inside, harmonics)?);
    }
    Ok(())
}
