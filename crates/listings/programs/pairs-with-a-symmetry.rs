use equivariance::{FiniteGroup, PairSpace, Result, Symmetric, pair_maps};

// ANCHOR: shown
fn main() -> Result<()> {
    let mut agree = true;
    for n in 1..=5 {
        let group = Symmetric::new(n)?.elements();
        for &space in PairSpace::ALL {
            let dimension = pair_maps(n, space, space)?.len();
            println!("{space}-{n} = {dimension}");
            let squares = group.iter().map(|p| character(space, p).pow(2));
            agree &= dimension == squares.sum::<usize>() / group.len();
        }
    }
    println!("same-by-characters = {agree}");
    Ok(())
}
// ANCHOR_END: shown

/// The trace of a permutation on a space of pairs.
fn character(space: PairSpace, p: &[usize]) -> usize {
    let once = (0..p.len()).filter(|&i| p[i] == i).count();
    let twice = (0..p.len()).filter(|&i| p[p[i]] == i).count();
    match space {
        PairSpace::All => once * once,
        PairSpace::ZeroDiagonal => once * once - once,
        PairSpace::Symmetric => (once * once + twice) / 2,
        PairSpace::SymmetricZeroDiagonal => (once * once + twice) / 2 - once,
        // The trace may be negative; only its square is used.
        PairSpace::Antisymmetric => (once * once).abs_diff(twice) / 2,
    }
}
