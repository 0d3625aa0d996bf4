// ANCHOR: shown
fn main() {
    let side: u64 = 64; // try: 17..=256
    let reach = 1; // try: 0..=8
    let dense = (side * side).pow(2);
    let circulant = side * side;
    let banded = (2 * reach + 1_u64).pow(2);
    println!("dense = {dense}");
    println!("circulant = {circulant}");
    println!("banded = {banded}");
}
// ANCHOR_END: shown
