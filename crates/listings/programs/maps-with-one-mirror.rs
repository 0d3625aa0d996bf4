// ANCHOR: shown
use equivariance::{Cyclic, Representation, Result, commutant};

fn main() -> Result<()> {
    // One mirror image of a row has order two, as a ring of two places.
    for n in [5, 6] {
        let mirror = |turns: &usize, i| if *turns == 1 { n - 1 - i } else { i };
        let row = Representation::permutation(Cyclic::new(2)?, n, mirror)?;
        println!("mirror-of-{n} = {}", commutant(&row, &row)?.len());
    }
    Ok(())
}
// ANCHOR_END: shown
