// ANCHOR: shown
use equivariance::{Fill, Options, Result, interior};

fn main() -> Result<()> {
    let shift = [-2, -7]; // up and to the left
    let region = interior(&[48, 48], &[3, 3], Options::valid(), &shift, Fill::Zero)?;
    let [rows, columns] = [&region.ranges[0], &region.ranges[1]];
    println!("rows = {} to {}", rows.start, rows.end - 1);
    println!("columns = {} to {}", columns.start, columns.end - 1);
    println!("positions = {}", region.len());
    Ok(())
}
// ANCHOR_END: shown
