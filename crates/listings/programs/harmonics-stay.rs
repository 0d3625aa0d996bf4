use std::f64::consts::TAU;

use equivariance::{Cyclic, Dihedral, Group, Product, Representation, Result, commutant};
use ndarray::Array1;

type Space<G> = Representation<G>;

fn inspect<G: Group>(name: &str, space: &Space<G>, [n, m]: [usize; 2]) -> Result<()> {
    // ANCHOR: shown
    let (mut off, mut turned) = (0.0, 0.0);
    for map in commutant(space, space)? {
        let kernel = map.column(0); // the answer to an impulse at place 0
        for frequency in 0..n * m {
            let (cos, sin) = harmonic(frequency, n, m);
            // The transform of the kernel, plain sums: its value is a − i b.
            let (a, b) = (kernel.dot(&cos), kernel.dot(&sin));
            // (a − i b)(cos + i sin), real and imaginary part.
            let (real, imaginary) = (a * &cos + b * &sin, a * &sin - b * &cos);
            largest(&mut off, &(map.dot(&cos) - real));
            largest(&mut off, &(map.dot(&sin) - imaginary));
            largest(&mut turned, &Array1::from_elem(1, b));
        }
    }
    // ANCHOR_END: shown
    println!("{name}-off = {off:.1e}");
    println!("{name}-imaginary = {turned:.1e}");
    Ok(())
}

/// A harmonic on the torus of n rows and m columns: its real and imaginary part.
fn harmonic(frequency: usize, n: usize, m: usize) -> (Array1<f64>, Array1<f64>) {
    let angle = |place: usize| {
        let rows = (frequency / m) * (place / m) % n;
        let columns = (frequency % m) * (place % m) % m;
        TAU * (rows as f64 / n as f64 + columns as f64 / m as f64)
    };
    let part =
        |part: fn(f64) -> f64| (0..n * m).map(|place| part(angle(place))).collect();
    (part(libm::cos), part(libm::sin))
}

fn largest(so_far: &mut f64, values: &Array1<f64>) {
    values.for_each(|value| *so_far = so_far.max(value.abs()));
}

fn main() -> Result<()> {
    let ring = Representation::regular(Cyclic::new(12)?)?;
    inspect("ring", &ring, [1, 12])?;
    let group = Dihedral::new(12)?;
    let polygon = Representation::permutation(group, 12, |g, i| group.moved(g, i))?;
    inspect("polygon", &polygon, [1, 12])?;
    let torus = Representation::regular(Product(Cyclic::new(4)?, Cyclic::new(6)?))?;
    inspect("torus", &torus, [4, 6])
}
