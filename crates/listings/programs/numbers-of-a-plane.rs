use std::f64::consts::TAU;

use equivariance::{Cyclic, Dihedral, FiniteGroup, Image, Quaternion, Representation};
use equivariance::{Result, commutant, commutant_dimension};
use ndarray::{Array2, array};

// ANCHOR: shown
fn main() -> Result<()> {
    for n in [1, 2, 3, 4, 12] {
        let (cos, sin) = (libm::cos(TAU / n as f64), libm::sin(TAU / n as f64));
        let turn = array![[cos, -sin], [sin, cos]];
        let mirror = array![[1.0, 0.0], [0.0, -1.0]];

        numbers(&format!("turns-{n}"), Cyclic::new(n)?, vec![turn.clone()])?;
        numbers(&format!("mirrors-{n}"), Dihedral::new(n)?, vec![turn, mirror])?;
    }
    // Quaternions a + b i + c j + d k, multiplied from the left by i and by j.
    let i = array![[0, -1, 0, 0], [1, 0, 0, 0], [0, 0, 0, -1], [0, 0, 1, 0]];
    let j = array![[0, 0, -1, 0], [0, 0, 0, 1], [1, 0, 0, 0], [0, -1, 0, 0]];
    numbers("quaternions", Quaternion, vec![i.mapv(f64::from), j.mapv(f64::from)])
}
// ANCHOR_END: shown

type Matrices = Vec<Array2<f64>>;

/// Prints how many numbers a map has that commutes, which characters confirm.
fn numbers<G: FiniteGroup>(name: &str, group: G, generators: Matrices) -> Result<()> {
    let images = generators.into_iter().map(Image::Matrix).collect();
    let space = Representation::new(group, images)?;
    let found = commutant(&space, &space)?.len();
    assert_eq!(found, commutant_dimension(&space, &space)?);
    println!("{name} = {found}");
    Ok(())
}
