use equivariance::{Cyclic, Representation, Result};
use equivariance::{commutant, commutant_dimension, commutant_of_pairs};

fn main() -> Result<()> {
    // ANCHOR: shown
    for (n, s) in [(4, 1), (4, 2), (6, 2), (6, 3), (12, 3), (12, 4), (6, 6)] {
        // Shift g moves n points by g·s, and n/s points by g.
        let shifts = Cyclic::new(n / s)?;
        let fine = Representation::permutation(shifts, n, |g, x| (x + g * s) % n)?;
        let coarse =
            Representation::permutation(shifts, n / s, |g, x| (x + g) % (n / s))?;
        for (name, to) in [("one-size", &fine), ("strided", &coarse)] {
            let by_orbits = commutant(&fine, to)?.len();
            let once = 1 % (n / s);
            let pair = (fine.matrix(&once)?, to.matrix(&once)?);
            let by_null_space = commutant_of_pairs(&[pair])?.len();
            let by_characters = commutant_dimension(&fine, to)?;
            println!("{name}-{n}-{s} = {by_orbits}, {by_null_space}, {by_characters}");
        }
    }
    // ANCHOR_END: shown
    Ok(())
}
