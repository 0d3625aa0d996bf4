// ANCHOR: shown
/// The respected shifts along one axis of a torus, after layers with these strides.
fn respected(side: usize, strides: &[usize]) -> usize {
    let step: usize = strides.iter().product();
    if side.is_multiple_of(step) { side / step } else { 1 }
}
// ANCHOR_END: shown

fn main() {
    println!("two-three = {}", respected(48, &[2, 3]).pow(2));
    println!("two-two-two = {}", respected(48, &[2, 2, 2]).pow(2));
    println!("five = {}", respected(48, &[5]).pow(2));
}
