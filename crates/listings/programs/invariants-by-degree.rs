use equivariance::{Cyclic, Group, Representation, Result, Symmetric};
use equivariance::{commutant, commutant_dimension};

fn main() -> Result<()> {
    // ANCHOR: shown
    let n = 8; // try: 2..=8
    let ring = Representation::regular(Cyclic::new(n)?)?;
    let nothing_moves = Representation::trivial(Cyclic::new(n)?);
    for (degree, products) in powers(&ring)?.iter().enumerate() {
        let invariants = commutant(products, &nothing_moves)?;
        println!("shifts-{} = {}", degree + 1, invariants.len());
        let count = commutant_dimension(products, &nothing_moves)?;
        println!("shifts-by-characters-{} = {count}", degree + 1);
    }
    let set = Representation::permutation(Symmetric::new(n)?, n, |p, point| p[point])?;
    let nothing_moves = Representation::trivial(Symmetric::new(n)?);
    for (degree, products) in powers(&set)?.iter().enumerate() {
        let invariants = commutant(products, &nothing_moves)?;
        println!("permutations-{} = {}", degree + 1, invariants.len());
    }
    // ANCHOR_END: shown
    Ok(())
}

/// How a group acts on the values, on their products in pairs, and on those of three.
fn powers<G: Group>(of: &Representation<G>) -> Result<[Representation<G>; 3]> {
    let pairs = of.tensor_product(of)?;
    let threes = pairs.tensor_product(of)?;
    Ok([of.clone(), pairs, threes])
}
