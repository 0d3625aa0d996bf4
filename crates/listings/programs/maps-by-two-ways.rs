use equivariance::{Cyclic, Dihedral, FiniteGroup, Product, Representation, Result};
use equivariance::{Symmetric, commutant, commutant_dimension};

fn main() -> Result<()> {
    let mut agree = true;
    // ANCHOR: shown
    for n in 1..=6 {
        let ring = Representation::regular(Cyclic::new(n)?)?;
        agree &= by_two_ways(&format!("shifts-{n}"), &ring)?;

        let group = Dihedral::new(n)?;
        let polygon = Representation::permutation(group, n, |g, i| group.moved(g, i))?;
        agree &= by_two_ways(&format!("mirrored-{n}"), &polygon)?;

        let points = Representation::permutation(Symmetric::new(n)?, n, |p, i| p[i])?;
        agree &= by_two_ways(&format!("permutations-{n}"), &points)?;
    }
    for (n, m) in [(2, 3), (3, 4), (5, 5)] {
        let torus = Representation::regular(Product(Cyclic::new(n)?, Cyclic::new(m)?))?;
        agree &= by_two_ways(&format!("torus-{n}-{m}"), &torus)?;
    }
    // ANCHOR_END: shown
    println!("characters-agree = {agree}");
    Ok(())
}

/// Prints how many maps commute; returns whether characters say the same.
fn by_two_ways<G: FiniteGroup>(name: &str, space: &Representation<G>) -> Result<bool> {
    let found = commutant(space, space)?.len();
    println!("{name} = {found}");
    Ok(found == commutant_dimension(space, space)?)
}
