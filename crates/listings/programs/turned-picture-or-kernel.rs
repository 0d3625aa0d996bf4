use equivariance::{ConvLayer, FiniteGroup, LiftingLayer, Options, PointGroup, Result};
use equivariance::{Scalar, SquareSymmetry, correlate, seeded_noise};
use ndarray::{Array1, Array3, Array4, ArrayRef3, Axis, concatenate};

const C4: PointGroup = PointGroup::C4;
const SIDE: usize = 48;

// ANCHOR: shown
fn measure<A: Scalar>(name: &str) -> Result<()> {
    let digits = 60; // try: 1..=60
    let picture: Array3<A> = noise((1, SIDE, SIDE), 1, digits);
    let weights = noise((1, 1, 3, 3), 2, digits);
    let layer = LiftingLayer::new(C4, weights, Array1::zeros(1), Options::same())?;
    let r = SquareSymmetry::QUARTER_TURN;

    let turned_first = layer.forward(&r.act(&picture)?)?;
    let turned_last = C4.act(r, &layer.forward(&picture)?)?;
    compare(&format!("{name}-picture"), &turned_first, &turned_last);

    // The maps once more, each by a kernel that is turned.
    let turned_first = with_turned_kernels(&layer, &r.act(&picture)?)?;
    let turned_last = C4.act(r, &with_turned_kernels(&layer, &picture)?)?;
    compare(&format!("{name}-kernel"), &turned_first, &turned_last);
    // ANCHOR_END: shown
    // Each way sums nine products, within m·u / (1 − m·u) of their sizes.
    let size = |value: A| value.abs();
    let sizes = correlate(
        &picture.index_axis(Axis(0), 0).mapv(size),
        &layer.weights.index_axis(Axis(0), 0).index_axis(Axis(0), 0).mapv(size),
        Options::same(),
    )?;
    let largest = sizes.iter().fold(0.0, |most: f64, size| most.max(number(*size)));
    let roundings = 9.0 * number(A::epsilon()) / 2.0;
    println!("{name}-bound = {:.1e}", 2.0 * roundings / (1.0 - roundings) * largest);
    Ok(())
}

fn main() -> Result<()> {
    println!("outputs = {}", 4 * SIDE * SIDE);
    measure::<f64>("f64")?;
    measure::<f32>("f32")
}

fn with_turned_kernels<A: Scalar>(
    layer: &LiftingLayer<A>,
    picture: &ArrayRef3<A>,
) -> Result<Array4<A>> {
    let maps = C4.elements().into_iter().map(|g| {
        let weights = g.act(&layer.weights)?;
        let planar = ConvLayer::new(weights, layer.bias.clone(), layer.options)?;
        Ok(planar.forward(picture)?.insert_axis(Axis(1)))
    });
    let maps: Vec<_> = maps.collect::<Result<_>>()?;
    let views: Vec<_> = maps.iter().map(|map| map.view()).collect();
    Ok(concatenate(Axis(1), &views).expect("maps of one shape"))
}

fn compare<A: Scalar>(name: &str, a: &Array4<A>, b: &Array4<A>) {
    let differences = a.iter().zip(b).map(|(a, b)| number((*a - *b).abs()));
    let (mut differ, mut largest) = (0, 0.0_f64);
    for difference in differences {
        differ += usize::from(difference > 0.0);
        largest = largest.max(difference);
    }
    println!("{name}-differ = {differ}");
    println!("{name}-share = {:.0} %", 100.0 * differ as f64 / a.len() as f64);
    println!("{name}-largest = {largest:.1e}");
}

/// Numbers from −1/2 to 1/2, rounded to so many binary digits after the point. Of more
/// than they have, nothing is rounded.
fn noise<A: Scalar, D: ndarray::Dimension>(
    shape: impl ndarray::ShapeBuilder<Dim = D>,
    seed: u64,
    digits: u32,
) -> ndarray::Array<A, D> {
    let exact = |power: f64| A::from_f64(power).expect("a power of two is exact");
    let (half, scale) = (exact(0.5), exact((1_u64 << digits) as f64));
    seeded_noise::<A, _, _>(shape, seed)
        .mapv(|value| ((value - half) * scale).round() / scale)
}

fn number<A: Scalar>(value: A) -> f64 {
    value.to_f64().unwrap_or(f64::NAN)
}
