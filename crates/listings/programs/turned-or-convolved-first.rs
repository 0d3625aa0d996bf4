use equivariance::{Irreps, LatitudeRule, Result, Rotation, Scalar, SphereQuadrature};
use equivariance::{ZonalKernel, lie_commutant, lie_commutant_dimension, seeded_noise};
use equivariance::{sphere_coefficients, sphere_values};
use ndarray::Array1;

const DEGREE: usize = 6;

// ANCHOR: shown
/// The coefficients of the convolution, from values at the points of a grid.
fn convolved<A: Scalar>(grid: &SphereQuadrature, f: &Array1<A>) -> Result<Array1<A>> {
    let kernel = ZonalKernel::<A>::heat(DEGREE, 0.4)?; // try: 0.1..=1.5
    kernel.convolve(&sphere_coefficients(DEGREE, grid, f)?)
}

// ANCHOR_END: shown
/// How far turning last is from turning first, as a part of the largest value.
fn difference<A: Scalar>(
    grid: &SphereQuadrature,
    function: impl Fn(&[[A; 3]]) -> Result<Array1<A>>,
    layers: impl Fn(&SphereQuadrature, &Array1<A>) -> Result<Array1<A>>,
) -> Result<f64> {
    // ANCHOR: shown
    let points = points::<A>(grid);
    let back = Rotation::<A>::random(7).inverse();
    let turned: Vec<_> = points.iter().map(|x| back.apply(*x)).collect();
    let first = sphere_values(&layers(grid, &function(&turned)?)?, &points)?;
    let last = sphere_values(&layers(grid, &function(&points)?)?, &turned)?;
    Ok(largest(&(&first - &last)) / largest(&last))
    // ANCHOR_END: shown
}

fn main() -> Result<()> {
    use LatitudeRule::{Fejer, GaussLegendre, Sines};
    let cases = [
        ("gauss-7", GaussLegendre, 7),
        ("gauss-6", GaussLegendre, 6),
        ("fejer-13", Fejer, 13),
        ("sines-7", Sines, 7),
        ("sines-70", Sines, 70),
    ];
    for (name, rule, latitudes) in cases {
        let grid = SphereQuadrature::grid(rule, latitudes, 14)?;
        let double = difference::<f64>(&grid, polynomial, convolved)?;
        let single = difference::<f32>(&grid, polynomial, convolved)?;
        println!("{name}-f64 = {double:.1e}");
        println!("{name}-f32 = {single:.1e}");
    }
    for latitudes in [7, 14, 28] {
        let grid = SphereQuadrature::grid(GaussLegendre, latitudes, 2 * latitudes)?;
        let of_patches = difference(&grid, patches, convolved)?;
        println!("patches-{latitudes} = {of_patches:.3}");
        let with_relu = difference::<f64>(&grid, polynomial, relu_between)?;
        println!("relu-{latitudes} = {with_relu:.1e}");
    }
    let functions: Irreps = "0e + 1o + 2e".parse()?;
    println!("maps-to-degree-2 = {}", lie_commutant(&functions, &functions)?.len());
    let by_characters = lie_commutant_dimension(&functions, &functions)?;
    println!("maps-to-degree-2-by-characters = {by_characters}");
    Ok(())
}

/// Two convolutions, and between them a ReLU of the values at the points.
fn relu_between(grid: &SphereQuadrature, f: &Array1<f64>) -> Result<Array1<f64>> {
    let between = sphere_values(&convolved(grid, f)?, grid.points())?;
    convolved(grid, &between.mapv(|value| value.max(0.0)))
}

/// A function of degree 6 with random coefficients.
fn polynomial<A: Scalar>(points: &[[A; 3]]) -> Result<Array1<A>> {
    let half = A::from_f64(0.5).unwrap_or(A::nan());
    let noise = seeded_noise::<A, _, _>((DEGREE + 1) * (DEGREE + 1), 1);
    sphere_values(&noise.mapv(|value| value - half), points)
}

/// 1 within about 26 degrees of a point and −1 within as much of another one, else 0.
fn patches(points: &[[f64; 3]]) -> Result<Array1<f64>> {
    let near = |[x, y, z]: [f64; 3], [a, b, c]: [f64; 3]| {
        f64::from(u8::from(x * a + y * b + z * c > 0.9))
    };
    let value = |x: &[f64; 3]| near(*x, [0.0, 0.6, 0.8]) - near(*x, [0.8, 0.0, 0.6]);
    Ok(points.iter().map(value).collect())
}

fn points<A: Scalar>(grid: &SphereQuadrature) -> Vec<[A; 3]> {
    let rounded = |x: f64| A::from_f64(x).unwrap_or(A::nan());
    grid.points().iter().map(|point| point.map(rounded)).collect()
}

fn largest<A: Scalar>(values: &Array1<A>) -> f64 {
    let most = values.iter().fold(A::zero(), |most, x| most.max(x.abs()));
    most.to_f64().unwrap_or(f64::NAN)
}
