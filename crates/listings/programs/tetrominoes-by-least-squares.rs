use equivariance::{
    Irreps, Parity, PointConvolution, Result, Rotation, Scalar, Tetromino,
    least_squares, radius_graph, seeded_noise,
};
use ndarray::{Array1, Array2, Axis};
use std::collections::BTreeSet;

/// Other poses than that of the fit.
const POSES: u64 = 50;

/// Numbers that no turn or shift changes, and which of them a mirror image negates.
fn invariants<A: Scalar>(
    points: &Array2<A>,
    degree: usize,
) -> Result<(Irreps, Array1<A>)> {
    // ANCHOR: shown
    // Centres at most so far apart are neighbours.
    let radius = 1.1; // try: 1.05..=1.7
    let neighbours = radius_graph(points, A::from_f64(radius).unwrap())?;
    let mut types = "0e".parse()?;
    let mut features = Array2::ones((points.nrows(), 1));
    // Sums of harmonics, and two products of them with harmonics, summed alike.
    for most in [degree, degree, 0] {
        let layer = PointConvolution::of_all_paths(types, degree, |kept| {
            kept.degree() <= most
        })?;
        features = layer.forward(&neighbours, points, &features)?;
        types = layer.to().clone();
    }
    Ok((types, features.sum_axis(Axis(0))))
    // ANCHOR_END: shown
}

fn main() -> Result<()> {
    println!("poses = {POSES}");
    for degree in 0..=2 {
        let (even, odd) = of_all_pieces(degree, 0)?;
        println!("degree-{degree}-even = {}", even.ncols() - 1);
        println!("degree-{degree}-odd = {}", odd.ncols());
        if odd.is_empty() {
            continue;
        }
        let fits = [
            least_squares(&even, &targets(Parity::Even))?,
            least_squares(&odd, &targets(Parity::Odd))?,
        ];
        println!("degree-{degree}-rank = {}", fits[0].rank);
        println!("degree-{degree}-loss = {}", shown(fits[0].loss));
        println!("degree-{degree}-loss-of-the-odd = {}", shown(fits[1].loss));
        let mut largest = 0.0_f64;
        let mut wrong = BTreeSet::new();
        for pose in 1..=POSES {
            let (even, odd) = of_all_pieces(degree, pose)?;
            let outputs = [
                product(&even, &fits[0].solution),
                product(&odd, &fits[1].solution),
            ];
            for (outputs, parity) in outputs.iter().zip([Parity::Even, Parity::Odd]) {
                let error = (outputs - targets(parity)).mapv(f64::abs);
                largest = error.into_iter().fold(largest, f64::max);
            }
            let pieces = Tetromino::ALL.iter().enumerate();
            let missed = pieces.filter(|(piece, _)| !is_right(*piece, &outputs));
            wrong.extend(missed.map(|(_, piece)| piece.name()));
        }
        println!("degree-{degree}-largest-error = {}", shown(largest));
        println!("degree-{degree}-right = {}", 8 - wrong.len());
        println!(
            "degree-{degree}-change-f64 = {:.0e}",
            change::<f64>(degree)?
        );
        println!(
            "degree-{degree}-change-f32 = {:.0e}",
            change::<f32>(degree)?
        );
        for piece in wrong {
            println!("degree-{degree}-wrong = {piece}");
        }
    }
    Ok(())
}

/// What is rounding is shown with one digit.
fn shown(value: f64) -> String {
    if value < 1e-9 {
        format!("{value:.0e}")
    } else {
        format!("{value:.2}")
    }
}

/// A row for each piece, in a pose of its own: the even numbers and a constant, and the
/// odd ones.
fn of_all_pieces(degree: usize, pose: u64) -> Result<(Array2<f64>, Array2<f64>)> {
    let (mut even, mut odd) = (Vec::new(), Vec::new());
    for (number, piece) in Tetromino::ALL.iter().enumerate() {
        let (types, values) =
            invariants(&posed(*piece, 8 * pose + number as u64), degree)?;
        for (value, irrep) in values.into_iter().zip(types.iter()) {
            match irrep.parity() {
                Parity::Even => even.push(value),
                Parity::Odd => odd.push(value),
            }
        }
        even.push(1.0);
    }
    let matrix =
        |values: Vec<f64>| Array2::from_shape_vec((8, values.len() / 8), values);
    Ok((matrix(even).expect("8 rows"), matrix(odd).expect("8 rows")))
}

/// By how much a pose changes the numbers of a piece, relative to the largest of them.
fn change<A: Scalar>(degree: usize) -> Result<f64> {
    let mut change = 0.0_f64;
    for piece in Tetromino::ALL {
        let before = invariants(&posed::<A>(*piece, 0), degree)?.1;
        let largest = before
            .iter()
            .fold(A::zero(), |most, value| most.max(value.abs()));
        for seed in 1..=POSES {
            let after = invariants(&posed::<A>(*piece, seed), degree)?.1;
            for (before, after) in before.iter().zip(after) {
                let part = (after - *before).abs() / largest;
                change = change.max(part.to_f64().unwrap());
            }
        }
    }
    Ok(change)
}

/// The piece turned about anything, and shifted.
fn posed<A: Scalar>(piece: Tetromino, seed: u64) -> Array2<A> {
    let rotation = Rotation::<A>::random(2 * seed);
    let shift = seeded_noise::<A, _, _>(3, 2 * seed + 1);
    let points = piece.points();
    let cubes = points.rows().into_iter();
    let cubes: Vec<[A; 3]> = cubes
        .map(|cube| rotation.apply([cube[0], cube[1], cube[2]]))
        .collect();
    Array2::from_shape_fn((4, 3), |(cube, axis)| cubes[cube][axis] + shift[axis])
}

/// One number for each piece that is its own mirror image, or one for both screws.
fn targets(parity: Parity) -> Array2<f64> {
    match parity {
        Parity::Even => {
            Array2::from_shape_fn((8, 6), |(piece, k)| f64::from(piece == k + 2))
        }
        Parity::Odd => {
            Array2::from_shape_fn((8, 1), |(piece, _)| [1.0, -1.0, 0.0][piece.min(2)])
        }
    }
}

/// The product of two matrices, each sum in the order of its terms.
fn product(left: &Array2<f64>, right: &Array2<f64>) -> Array2<f64> {
    Array2::from_shape_fn((left.nrows(), right.ncols()), |(i, k)| {
        let terms = left.row(i).into_iter().zip(right.column(k));
        terms.fold(0.0, |sum, (a, b)| sum + a * b)
    })
}

/// Whether the largest of all numbers, with that of the screws and its negative first,
/// is that of the piece.
fn is_right(piece: usize, [even, odd]: &[Array2<f64>; 2]) -> bool {
    let screws = [odd[[piece, 0]], -odd[[piece, 0]]];
    let all: Vec<f64> = screws.into_iter().chain(even.row(piece).to_vec()).collect();
    all.iter().all(|other| *other <= all[piece])
}
