use equivariance::{Result, So2Representation, ring_kernels_up_to};

fn main() -> Result<()> {
    // ANCHOR: shown
    let from = So2Representation::new(&[1])?; // try 1: 0..=6
    let to = So2Representation::new(&[3])?; // try 3: 0..=6
    for limit in 0..=6 {
        let (kernels, possible) = ring_kernels_up_to(&from, &to, limit)?;
        println!("up-to-{limit} = {} of {possible}", kernels.count());
    }
    // ANCHOR_END: shown
    Ok(())
}
