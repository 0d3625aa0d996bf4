use equivariance::{Result, So2Representation, centre_kernels, ring_kernels};
use equivariance::{lie_commutant, lie_commutant_dimension};

fn main() -> Result<()> {
    let mut agree = true;
    // ANCHOR: shown
    for (n, m) in pairs() {
        let (from, to) = (up_to(n)?, up_to(m)?);
        let own = centre_kernels(&from, &to)?.len();
        let neighbours = ring_kernels(&from, &to)?.count();
        println!("own-{n}-{m} = {own}");
        println!("neighbours-{n}-{m} = {neighbours}");

        // A kernel on a ring is a map to functions on the ring.
        let functions = times(&to, &up_to(n + m)?)?;
        for (closed_form, to) in [(own, to), (neighbours, functions)] {
            agree &= lie_commutant(&from, &to)?.len() == closed_form;
            agree &= lie_commutant_dimension(&from, &to)? == closed_form;
        }
    }
    // ANCHOR_END: shown
    println!("two-more-ways-agree = {agree}");
    Ok(())
}

fn pairs() -> [(usize, usize); 6] {
    [(0, 0), (0, 1), (1, 1), (1, 2), (2, 2), (3, 3)]
}

/// One feature of each frequency up to the order.
fn up_to(order: usize) -> Result<So2Representation> {
    So2Representation::new(&(0..=order).collect::<Vec<_>>())
}

/// Products of features: frequencies are added and, where both turn, subtracted.
fn times(
    left: &So2Representation,
    right: &So2Representation,
) -> Result<So2Representation> {
    let mut frequencies = Vec::new();
    for &a in left.frequencies() {
        for &b in right.frequencies() {
            frequencies.push(a + b);
            if a > 0 && b > 0 {
                // What does not turn has one dimension, not two.
                let copies = if a == b { 2 } else { 1 };
                frequencies.extend(vec![a.abs_diff(b); copies]);
            }
        }
    }
    So2Representation::new(&frequencies)
}
