use equivariance::{
    Dense, Irrep, Irreps, Net, Parity, PointConvolution, Result, Rotation, Tetromino,
    Training, accuracy, he_uniform, radius_graph, relu, relu_gradient, seeded_noise,
    train,
};
use ndarray::{Array1, Array2, Axis};

/// Two cubes are neighbours when their centres are at most so far apart.
const RADIUS: f64 = 1.1;
const SEEDS: [u64; 3] = [1, 2, 3];
/// Poses of each piece to learn from, and others to test with.
const POSES: [usize; 2] = [32, 25];
const STEPS: usize = 100;
/// After so many steps the accuracy is noted.
const NOTED: [usize; 11] = [2, 5, 10, 15, 20, 25, 30, 40, 60, 80, STEPS];

type Points = Array2<f64>;
type Sample = (Points, usize);

// ANCHOR: shown
/// Numbers that no turn or shift changes, from sums over neighbours.
fn invariants(
    layers: &[PointConvolution<f64>],
    points: &Points,
) -> Result<Array1<f64>> {
    let neighbours = radius_graph(points, RADIUS)?;
    let mut features = Array2::ones((points.nrows(), 1));
    for layer in layers {
        features = layer.forward(&neighbours, points, &features)?;
    }
    Ok(features.sum_axis(Axis(0)))
}
// ANCHOR_END: shown

/// Seven numbers. Mirror images negate `odd` and with it the first, and no other.
fn read_out(model: &Model, even: &Array1<f64>, odd: f64) -> Result<Array1<f64>> {
    let hidden = relu(&model.first.forward(even)?);
    let mut outputs = model.last.forward(&hidden)?;
    outputs[0] *= odd;
    Ok(outputs)
}

fn main() -> Result<()> {
    println!("training-poses = {}", POSES[0]);
    println!("test-poses = {}", POSES[1]);
    println!("steps = {STEPS}");
    let noted = NOTED.map(|step| step.to_string());
    println!("curve-steps = {}", noted.join(" "));
    let mut done = 0;
    for seed in SEEDS {
        for (name, given, width) in [
            ("both-parities", Given::products(|_| true)?, 28),
            ("one-parity", Given::products(is_natural)?, 28),
            ("coordinates", Given::Coordinates, 17),
        ] {
            report(name, seed, given, width)?;
            done += 1;
            eprintln!("progress {done}/{}", 3 * SEEDS.len());
        }
    }
    Ok(())
}

/// Whether harmonics are of this type: even in even degrees, and odd in odd ones.
fn is_natural(irrep: Irrep) -> bool {
    irrep.degree().is_multiple_of(2) == (irrep.parity() == Parity::Even)
}

/// What a read-out is given.
enum Given {
    /// The products that the layers find, of these types.
    Products(Vec<PointConvolution<f64>>, Irreps),
    /// The coordinates of the cubes, from their mean.
    Coordinates,
}

impl Given {
    /// The sums of the harmonics of the neighbours, and two tensor products of these
    /// with harmonics, all up to degree 1; inside, only what is kept.
    fn products(keep: impl Fn(Irrep) -> bool) -> Result<Self> {
        let (mut types, mut layers) = ("0e".parse()?, Vec::new());
        for most in [1, 1, 0] {
            let kept = |irrep: Irrep| irrep.degree() <= most && keep(irrep);
            let layer = PointConvolution::of_all_paths(types, 1, kept)?;
            types = layer.to().clone();
            layers.push(layer);
        }
        Ok(Self::Products(layers, types))
    }

    /// The even numbers, and the odd one: 1 if there is none.
    fn of(&self, points: &Points) -> Result<(Array1<f64>, f64)> {
        match self {
            Self::Products(layers, types) => {
                let all = invariants(layers, points)?;
                let (mut even, mut odd) = (Vec::new(), 1.0);
                for (value, irrep) in all.into_iter().zip(types.iter()) {
                    match irrep.parity() {
                        Parity::Even => even.push(value),
                        Parity::Odd => odd = value,
                    }
                }
                Ok((even.into(), odd))
            }
            Self::Coordinates => {
                let mean = points.sum_axis(Axis(0)) / points.nrows() as f64;
                Ok(((points - &mean).flatten().into_owned(), 1.0))
            }
        }
    }
}

struct Model {
    given: Given,
    /// The mean of each even number in the training, and its spread.
    mean: Array1<f64>,
    spread: Array1<f64>,
    first: Dense<f64>,
    last: Dense<f64>,
}

impl Model {
    fn new(given: Given, width: usize, seed: u64, samples: &[Sample]) -> Result<Self> {
        let mut rows = Vec::new();
        for (points, _) in samples {
            rows.push(given.of(points)?.0);
        }
        let count = rows.len() as f64;
        let inputs = rows[0].len();
        let sum = |sum: Array1<f64>, row: Array1<f64>| sum + row;
        let mean = rows.iter().cloned().fold(Array1::zeros(inputs), sum) / count;
        let squares = rows
            .iter()
            .map(|row| (row - &mean).mapv(|value| value * value));
        let spread = squares.fold(Array1::zeros(inputs), sum) / count;
        let bias = Array1::zeros;
        Ok(Self {
            given,
            mean,
            spread: spread.mapv(f64::sqrt),
            first: Dense::new(he_uniform((width, inputs), 10 * seed), bias(width))?,
            last: Dense::new(he_uniform((7, width), 10 * seed + 1), bias(7))?,
        })
    }

    fn inputs(&self, points: &Points) -> Result<(Array1<f64>, f64)> {
        let (even, odd) = self.given.of(points)?;
        Ok(((even - &self.mean) / &self.spread, odd))
    }
}

/// What the seven numbers should be for each piece.
fn targets(label: usize) -> Array1<f64> {
    let mut targets = Array1::zeros(7);
    match label {
        0 => targets[0] = 1.0,
        1 => targets[0] = -1.0,
        _ => targets[label - 1] = 1.0,
    }
    targets
}

impl Net<f64> for Model {
    type Input = Points;

    fn parameters(&mut self) -> Vec<&mut [f64]> {
        let (first, last) = (self.first.parameters(), self.last.parameters());
        first.into_iter().chain(last).collect()
    }

    fn logits(&self, points: &Points) -> Result<Array1<f64>> {
        let (even, odd) = self.inputs(points)?;
        let outputs = read_out(self, &even, odd)?;
        let screws = [outputs[0], -outputs[0]].into_iter();
        Ok(screws.chain(outputs.iter().skip(1).copied()).collect())
    }

    fn loss_and_gradient(
        &self,
        points: &Points,
        label: usize,
    ) -> Result<(f64, Vec<f64>)> {
        let (even, odd) = self.inputs(points)?;
        let difference = read_out(self, &even, odd)? - targets(label);
        let loss = difference.iter().map(|value| value * value).sum();
        let mut by_last = difference * 2.0;
        by_last[0] *= odd;
        let hidden = relu(&self.first.forward(&even)?);
        let last = self.last.gradients(&hidden, &by_last)?;
        let by_first = relu_gradient(&hidden, &last.input)?;
        let first = self.first.gradients(&even, &by_first)?;
        let first = first.weights.into_iter().chain(first.bias);
        let last = last.weights.into_iter().chain(last.bias);
        Ok((loss, first.chain(last).collect()))
    }
}

/// Each piece in so many poses: turned about anything, and shifted.
fn posed(poses: usize, seed: u64) -> Vec<Sample> {
    let mut samples = Vec::new();
    for number in 0..poses * 8 {
        let (label, seed) = (number % 8, 10_000 * seed + number as u64);
        let rotation = Rotation::<f64>::random(2 * seed);
        let cubes = Tetromino::ALL[label].cubes();
        let cubes = cubes.map(|cube| rotation.apply(cube.map(f64::from)));
        let shift = seeded_noise::<f64, _, _>(3, 2 * seed + 1) * 10.0;
        let place = |(cube, axis): (usize, usize)| cubes[cube][axis] + shift[axis];
        samples.push((Array2::from_shape_fn((4, 3), place), label));
    }
    samples
}

/// Trains the model and prints what became of it.
fn report(name: &str, seed: u64, given: Given, width: usize) -> Result<()> {
    let (samples, test) = (posed(POSES[0], seed), posed(POSES[1], 10 + seed));
    let upright = posed(1, 0);
    let mut model = Model::new(given, width, seed, &samples)?;
    let training = Training {
        steps: STEPS,
        batch: 32,
        rate: 0.03,
        seed,
    };
    let (mut curve, mut right_after) = (Vec::new(), None);
    train(&mut model, &samples, training, |step, model| {
        if NOTED.contains(&step) {
            curve.push(format!("{:.3}", accuracy(model, &test)?));
        }
        let all_right = accuracy(model, &upright)? == 1.0;
        right_after = all_right.then(|| right_after.unwrap_or(step));
        Ok(())
    })?;
    if seed == SEEDS[0] {
        let weights: usize = model.parameters().iter().map(|piece| piece.len()).sum();
        println!("{name}-weights = {weights}");
    }
    println!("{name}-{seed}-learnt = {:.3}", accuracy(&model, &samples)?);
    println!("{name}-{seed}-unseen = {:.3}", accuracy(&model, &test)?);
    let right_after = right_after.map_or("never".to_owned(), |step| step.to_string());
    println!("{name}-{seed}-all-right-after = {right_after}");
    let (mut mirrored, mut change) = (Vec::new(), 0.0_f64);
    for (points, label) in &test {
        let before = model.logits(&upright[*label].0)?;
        let difference = model.logits(points)? - before;
        change = difference
            .iter()
            .fold(change, |most, value| most.max(value.abs()));
        mirrored.push((points * -1.0, [1, 0, 2, 3, 4, 5, 6, 7][*label]));
    }
    println!("{name}-{seed}-change = {change:.1e}");
    println!(
        "{name}-{seed}-mirrored = {:.3}",
        accuracy(&model, &mirrored)?
    );
    println!("{name}-{seed}-curve = {}", curve.join(" "));
    Ok(())
}
