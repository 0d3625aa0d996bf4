use std::collections::BTreeSet;

fn main() {
    // ANCHOR: shown
    let places: usize = 8; // try: 2..=8
    for factors in 1..=4 {
        let mut patterns = BTreeSet::new();
        for product in 0..places.pow(factors) {
            let place = |at: u32| product / places.pow(at) % places;
            // For each factor the first one at its place: what no permutation changes.
            let first = |at: u32| (0..at).find(|&other| place(other) == place(at));
            patterns.insert((0..factors).map(first).collect::<Vec<_>>());
        }
        println!("products-of-{factors} = {}", patterns.len());
    }
    // ANCHOR_END: shown
}
