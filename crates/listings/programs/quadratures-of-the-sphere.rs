use equivariance::{LatitudeRule, Result, SphereQuadrature};

// ANCHOR: shown
fn main() -> Result<()> {
    println!("octahedron = {}", exact_degree(&SphereQuadrature::octahedron()));
    println!("icosahedron = {}", exact_degree(&SphereQuadrature::icosahedron()));
    for latitudes in [7, 10] {
        println!("points-{latitudes} = {}", 2 * latitudes * latitudes);
        for rule in LatitudeRule::ALL {
            let grid = SphereQuadrature::grid(*rule, latitudes, 2 * latitudes)?;
            println!("{rule}-{latitudes} = {}", exact_degree(&grid));
            let area: f64 = grid.weights().iter().sum();
            println!("{rule}-{latitudes}-area = {:.3}", area);
        }
    }
    Ok(())
}
// ANCHOR_END: shown

/// The degree up to which all integrals are right.
fn exact_degree(quadrature: &SphereQuadrature) -> String {
    let degree = quadrature.exact_degree();
    degree.map_or("none".to_owned(), |degree| degree.to_string())
}
