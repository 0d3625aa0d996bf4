use equivariance::{Alternating, FiniteGroup, Result, Symmetric, TensorMaps, partitions};

fn main() -> Result<()> {
    // ANCHOR: shown
    for n in 1..=6 {
        let all = Symmetric::new(n)?.elements();
        let even = Alternating::new(n)?.elements();
        for (name, k, l) in [("sets", 1, 1), ("pairs-to-one", 2, 0), ("pairs", 2, 2)] {
            println!("{name}-{n} = {}", TensorMaps::new(n, k, l)?.dimension());
            println!("{name}-{n}-counted = {}", orbits(&all, k + l));
            println!("{name}-{n}-even = {}", orbits(&even, k + l));
        }
    }
    // ANCHOR_END: shown
    bell_numbers()
}

// ANCHOR: shown
/// The orbits of a group on lists of points: on average an element keeps so many lists.
fn orbits(group: &[Vec<usize>], indices: usize) -> usize {
    let fixed = |p: &Vec<usize>| (0..p.len()).filter(|&i| p[i] == i).count();
    let lists = group.iter().map(|p| fixed(p).pow(indices as u32));
    lists.sum::<usize>() / group.len()
}
// ANCHOR_END: shown

/// The number of partitions of so many indices, with no bound on the classes.
fn bell_numbers() -> Result<()> {
    for indices in 0..=6 {
        println!("bell-{indices} = {}", partitions(indices, indices)?.len());
    }
    Ok(())
}
