// ANCHOR: shown
/// The number of shifts of a ring that can be reached by these and their opposites.
fn reached(samples: usize, shifts: &[usize]) -> usize {
    let mut found = vec![0];
    let mut at = 0;
    while at < found.len() {
        for shift in shifts {
            let next = (found[at] + shift) % samples;
            if !found.contains(&next) {
                found.push(next);
            }
        }
        at += 1;
    }
    found.len()
}
// ANCHOR_END: shown

fn main() {
    println!("sixteen-by-six-and-ten = {}", reached(16, &[6, 10]));
    println!("seven-by-none = {}", reached(7, &[]));
    println!("seven-by-three = {}", reached(7, &[3]));
}
