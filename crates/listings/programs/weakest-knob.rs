// ANCHOR: shown
/// The respected shifts along one axis of a torus, after layers with these strides.
fn respected(side: usize, strides: &[usize]) -> usize {
    let step: usize = strides.iter().product();
    if side.is_multiple_of(step) { side / step } else { 1 }
}

fn main() {
    let side = 48; // try: 30..=96
    println!("two-three = {}", respected(side, &[2, 3]).pow(2));
    println!("two-two-two = {}", respected(side, &[2, 2, 2]).pow(2));
    println!("five = {}", respected(side, &[5]).pow(2));
}
// ANCHOR_END: shown
