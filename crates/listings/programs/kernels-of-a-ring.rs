use std::f64::consts::FRAC_PI_2;

use equivariance::{
    Result, So2Representation, centre_kernels, commutant_of_pairs, lie_commutant,
    lie_commutant_dimension, ring_kernels_up_to,
};

fn main() -> Result<()> {
    let mut agree = true;
    // ANCHOR: shown
    for (m, n) in [(0, 0), (0, 1), (1, 0), (1, 1), (1, 2), (2, 2)] {
        let from = So2Representation::new(&[m])?;
        let to = So2Representation::new(&[n])?;
        let centre = centre_kernels(&from, &to)?.len();
        println!("from-{m}-to-{n}-centre = {centre}");
        agree &= by_two_ways(&from, &to)? == [centre; 2];
        for limit in [2, 4] {
            let (kernels, possible) = ring_kernels_up_to(&from, &to, limit)?;
            let found = kernels.count();
            println!("from-{m}-to-{n}-up-to-{limit} = {found} of {possible}");
            // Maps to functions on the circle, with values of the type of the outputs.
            let functions = So2Representation::new(&on_the_circle(n, limit))?;
            agree &= by_two_ways(&from, &functions)? == [found; 2];
        }
    }
    // ANCHOR_END: shown
    println!("both-ways-agree = {agree}");
    println!("from-1-to-5-by-a-quarter = {}", by_one_turn(1, 5, FRAC_PI_2)?);
    println!("from-1-to-5-by-a-radian = {}", by_one_turn(1, 5, 1.0)?);
    Ok(())
}

/// How many maps from frequency m to n commute with one turn.
fn by_one_turn(m: usize, n: usize, angle: f64) -> Result<usize> {
    let from = So2Representation::new(&[m])?.matrix(angle)?;
    let to = So2Representation::new(&[n])?.matrix(angle)?;
    Ok(commutant_of_pairs(&[(from, to)])?.len())
}

/// How many maps commute with all turns: a null space, and the integral of characters.
fn by_two_ways(from: &So2Representation, to: &So2Representation) -> Result<[usize; 2]> {
    Ok([lie_commutant(from, to)?.len(), lie_commutant_dimension(from, to)?])
}

/// The frequencies of functions on the circle with values of frequency n and harmonics
/// k up to `limit`: for each k the sum and the difference of n and k.
fn on_the_circle(n: usize, limit: usize) -> Vec<usize> {
    let mut frequencies = vec![n];
    for k in 1..=limit {
        frequencies.push(n + k);
        match n {
            0 => {}
            n if n == k => frequencies.extend([0, 0]),
            n => frequencies.push(n.abs_diff(k)),
        }
    }
    frequencies
}
