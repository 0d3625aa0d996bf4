// ANCHOR: shown
fn main() {
    let side: u64 = 64;
    let dense = (side * side).pow(2);
    let circulant = side * side;
    let banded = 3 * 3;
    println!("dense = {dense}");
    println!("circulant = {circulant}");
    println!("banded = {banded}");
}
// ANCHOR_END: shown
