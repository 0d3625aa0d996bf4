use equivariance::{Result, Rotation, commutant_of_pairs, wigner_d};

fn main() -> Result<()> {
    // ANCHOR: shown
    let (cube, icosahedron) = (Rotation::octahedral(), Rotation::icosahedral());
    let generic = [Rotation::random(1), Rotation::random(2)];
    // ANCHOR_END: shown
    for from in 0..=3 {
        for to in from..=6 - from {
            let pair = format!("{from}-to-{to}");
            // The second and the third turn of these lists generate the others.
            // ANCHOR: shown
            println!("cube-{pair} = {}", maps(&cube[1..3], from, to)?);
            println!("icosahedron-{pair} = {}", maps(&icosahedron[1..3], from, to)?);
            println!("generic-{pair} = {}", maps(&generic, from, to)?);
            // ANCHOR_END: shown
            count(&pair, [("cube", &cube), ("icosahedron", &icosahedron)], from, to)?;
        }
    }
    Ok(())
}

// ANCHOR: shown
/// How many independent maps from one degree to another commute with some turns.
fn maps(turns: &[Rotation<f64>], from: usize, to: usize) -> Result<usize> {
    let pair = |turn| Ok((wigner_d(from, turn)?, wigner_d(to, turn)?));
    let pairs: Vec<_> = turns.iter().map(pair).collect::<Result<_>>()?;
    Ok(commutant_of_pairs(&pairs)?.len())
}
// ANCHOR_END: shown

/// The same by characters, the traces: their products' mean over the whole group.
fn count(
    pair: &str,
    groups: [(&str, &[Rotation<f64>]); 2],
    from: usize,
    to: usize,
) -> Result<()> {
    for (name, group) in groups {
        let mut sum = 0.0;
        for turn in group {
            let trace = |degree| Result::Ok(wigner_d(degree, turn)?.diag().sum());
            sum += trace(from)? * trace(to)?;
        }
        let mean = sum / group.len() as f64;
        println!("{name}-{pair}-counted = {}", mean.round() as usize);
    }
    Ok(())
}
