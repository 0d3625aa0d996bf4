use equivariance::{GaussianDerivative, Options, Result, Scalar, TestImage};
use equivariance::{basis_angles, correlate, null_space, steer, steering_weights};
use ndarray::{Array2, ArrayRef2};

fn main() -> Result<()> {
    // ANCHOR: shown
    let angle = 30.0_f64.to_radians(); // try 30.0: 0..=180 by 15
    let filter = GaussianDerivative::new(3, 2.0, 9)?;
    // ANCHOR_END: shown
    for (j, weight) in steering_weights(3, angle)?.iter().enumerate() {
        println!("weight-{j} = {weight:.6}");
    }

    // ANCHOR: shown
    // Turned by its formula, or a sum of four filters of fixed angles.
    let turned = filter.sampled(angle)?;
    let steered = steer(&filter.basis()?, angle)?;
    println!("f64 = {:.1e}", difference::<f64>(&steered, &turned));
    // ANCHOR_END: shown

    let picture = TestImage::Scene.pixels(48, 48);
    // ANCHOR: shown
    // The same for what the filters make of a picture.
    let answer = |kernel: &Array2<f64>| correlate(&picture, kernel, Options::valid());
    let answers: Vec<_> = filter.basis()?.iter().map(answer).collect::<Result<_>>()?;
    let steered = steer(&answers, angle)?;
    println!("answers = {:.1e}", difference(&steered, &answer(&turned)?));

    // Turned by its pixels, each between the four nearest.
    let by_pixels = turned_by_pixels(&filter.sampled(0.0)?, angle);
    println!("by-pixels = {:.1e}", difference(&by_pixels, &turned));
    // ANCHOR_END: shown
    let turned = filter.sampled(angle)?;
    let steered = steer(&filter.basis()?, angle)?;
    println!("f32 = {:.1e}", difference::<f32>(&steered, &turned));
    let bound = |epsilon: f64| 4.0 * 16.0 * epsilon;
    println!("f64-bound = {:.1e}", bound(f64::EPSILON));
    println!("f32-bound = {:.1e}", bound(f32::EPSILON.into()));
    println!("angle = {:.0}°", angle.to_degrees());
    for (j, angle) in basis_angles(3)?.into_iter().enumerate() {
        println!("basis-{j} = {:.0}°", angle.to_degrees());
    }
    for order in 1..=4 {
        println!("span-{order} = {}", span(order)?);
    }
    Ok(())
}

/// How many dimensions a dozen turned copies span, as samples.
fn span(order: usize) -> Result<usize> {
    let filter = GaussianDerivative::new(order, 2.0, 9)?;
    let copies: Vec<Array2<f64>> =
        (0..12).map(|k| filter.sampled(0.3 * f64::from(k))).collect::<Result<_>>()?;
    let samples = copies[0].len();
    let columns = Array2::from_shape_fn((samples, 12), |(pixel, k)| {
        copies[k].as_slice().expect("the layout is standard")[pixel]
    });
    Ok(12 - null_space(&columns)?.len())
}

/// The samples of a filter, turned by interpolation between them.
fn turned_by_pixels(filter: &ArrayRef2<f64>, angle: f64) -> Array2<f64> {
    let (sin, cos) = libm::sincos(angle);
    let (side, middle) = (filter.nrows() as isize, filter.nrows() as f64 / 2.0 - 0.5);
    let at = |row: f64, column: f64| {
        let (row, column) = (row as isize, column as isize);
        let inside = (0..side).contains(&row) && (0..side).contains(&column);
        if inside { filter[(row as usize, column as usize)] } else { 0.0 }
    };
    Array2::from_shape_fn(filter.dim(), |(row, column)| {
        let (x, y) = (column as f64 - middle, middle - row as f64);
        let (right, up) = (x * cos + y * sin, y * cos - x * sin);
        let (row, column) = (middle - up, middle + right);
        let (top, left) = (row.floor(), column.floor());
        let (down, across) = (row - top, column - left);
        let line = |row| (1.0 - across) * at(row, left) + across * at(row, left + 1.0);
        (1.0 - down) * line(top) + down * line(top + 1.0)
    })
}

/// The largest difference, relative to the largest number of the second array.
fn difference<A: Scalar>(a: &ArrayRef2<A>, b: &ArrayRef2<A>) -> f64 {
    let size = |value: A| value.abs().to_f64().unwrap_or(f64::NAN);
    let largest = b.iter().fold(0.0_f64, |most, value| most.max(size(*value)));
    let differences = a.iter().zip(b).map(|(a, b)| size(*a - *b));
    differences.fold(0.0, f64::max) / largest
}
