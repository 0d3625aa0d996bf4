use equivariance::{
    ConvLayer, Dense, FiniteGroup, GroupLayer, LiftingLayer, Net, Options, PointGroup,
    Result, SquareSymmetry, Training, accuracy, channel_max, channel_max_gradient,
    cross_entropy, he_uniform, relu, relu_gradient, seeded_noise, train,
};
use ndarray::{Array1, Array3};

/// Rows and columns of an image. It is odd, since the first layer has a stride of 2.
const SIDE: usize = 13;
/// The letters A, E, F, G, J, K, P and R, of which none is another one turned.
const GLYPHS: [[&str; 5]; 8] = [
    [".###.", "#...#", "#####", "#...#", "#...#"],
    ["#####", "#....", "###..", "#....", "#####"],
    ["#####", "#....", "###..", "#....", "#...."],
    [".####", "#....", "#.###", "#...#", ".###."],
    ["..###", "...#.", "...#.", "#..#.", ".##.."],
    ["#...#", "#..#.", "###..", "#..#.", "#...#"],
    ["####.", "#...#", "####.", "#....", "#...."],
    ["####.", "#...#", "####.", "#..#.", "#...#"],
];
/// Uniform from 0 to this, beside the ink, which is 1.
const NOISE: f32 = 0.2;
const SEEDS: [u64; 3] = [1, 2, 3];
const STEPS: usize = 240;
/// After so many steps the accuracy is noted.
const NOTED: [usize; 10] = [10, 20, 30, 40, 60, 80, 120, 160, 200, STEPS];
const C4: PointGroup = PointGroup::C4;

type Image = Array3<f32>;
type Sample = (Image, usize);

// ANCHOR: shown
fn logits(net: &P4, image: &Image) -> Result<Array1<f32>> {
    let first = relu(&net.lifting.forward(image)?);
    let second = relu(&net.group.forward(&first)?);
    // For each channel the largest, over all places and all elements of the group.
    net.last.forward(&channel_max(&second)?)
}

fn on_turns<N>(net: &N, test: &[Sample]) -> Result<Vec<f64>>
where
    N: Net<f32, Input = Image>,
{
    let after = |g| accuracy(net, &turned(test, |_| g)?);
    C4.elements().into_iter().map(after).collect()
}
// ANCHOR_END: shown

fn main() -> Result<()> {
    let upright = images(Part::Training)?;
    // Each image by a turn of its own.
    let all_ways = turned(&upright, |number| C4.elements()[number % 4])?;
    println!("training-images = {}", upright.len());
    println!("test-images = {}", images(Part::Test)?.len());
    println!("chance = {:.3}", 1.0 / GLYPHS.len() as f64);
    println!("steps = {STEPS}");
    println!(
        "curve-steps = {}",
        NOTED.map(|step| step.to_string()).join(" ")
    );
    println!("planar-weights = {}", count(&mut Planar::new(1)?));
    println!("p4-weights = {}", count(&mut P4::new(1)?));
    let trained = 3 * SEEDS.len();
    for (number, seed) in SEEDS.into_iter().enumerate() {
        report("planar", seed, Planar::new(seed)?, &upright)?;
        eprintln!("progress {}/{trained}", 3 * number + 1);
        report("planar-turned", seed, Planar::new(seed)?, &all_ways)?;
        eprintln!("progress {}/{trained}", 3 * number + 2);
        report("p4", seed, P4::new(seed)?, &upright)?;
        eprintln!("progress {}/{trained}", 3 * number + 3);
    }
    let (mut net, mut other) = (P4::new(SEEDS[0])?, P4::new(SEEDS[0])?);
    let steps = 20;
    println!("steps-of-both = {steps}");
    learn(&mut net, &upright, steps, SEEDS[0])?;
    learn(&mut other, &all_ways, steps, SEEDS[0])?;
    let bits = |net: &mut P4| -> Vec<u32> {
        let pieces = net.parameters().into_iter();
        let bits = pieces.flat_map(|piece| piece.iter().map(|weight| weight.to_bits()));
        bits.collect()
    };
    let (net, other) = (bits(&mut net), bits(&mut other));
    let differ = net.iter().zip(&other).filter(|(a, b)| a != b).count();
    println!("p4-weights-that-differ-when-trained-turned = {differ}");
    Ok(())
}

/// Trains the net and returns its accuracy after a quarter turn in the course of it.
fn learn<N>(net: &mut N, samples: &[Sample], steps: usize, seed: u64) -> Result<String>
where
    N: Net<f32, Input = Image>,
{
    let test = turned(&images(Part::Test)?, |_| SquareSymmetry::QUARTER_TURN)?;
    let training = Training {
        steps,
        batch: 16,
        rate: 0.005,
        seed,
    };
    let mut curve = Vec::new();
    train(net, samples, training, |step, net| {
        if NOTED.contains(&step) {
            curve.push(format!("{:.2}", accuracy(net, &test)?));
        }
        Ok(())
    })?;
    Ok(curve.join(" "))
}
fn count<N: Net<f32>>(net: &mut N) -> usize {
    net.parameters().iter().map(|piece| piece.len()).sum()
}

/// Trains the net and prints what became of it.
fn report<N>(name: &str, seed: u64, mut net: N, samples: &[Sample]) -> Result<()>
where
    N: Net<f32, Input = Image>,
{
    let curve = learn(&mut net, samples, STEPS, seed)?;
    let test = images(Part::Test)?;
    let on_turns = on_turns(&net, &test)?;
    let turned_only = on_turns[1..].iter().sum::<f64>() / 3.0;
    println!("{name}-{seed}-turned = {turned_only:.2}");
    for (turns, right) in on_turns.into_iter().enumerate() {
        println!("{name}-{seed}-turns-{turns} = {right:.2}");
    }
    let mirrored = accuracy(&net, &turned(&test, |_| SquareSymmetry::MIRROR)?)?;
    println!("{name}-{seed}-mirrored = {mirrored:.2}");
    let between = accuracy(&net, &images(Part::TurnedByAnEighth)?)?;
    println!("{name}-{seed}-eighth-of-a-turn = {between:.2}");
    let (mut compared, mut equal) = (0, 0);
    for (image, _) in &test {
        let upright = net.logits(image)?.mapv(f32::to_bits);
        for g in &C4.elements()[1..] {
            let turned = net.logits(&g.act(image)?)?;
            compared += 1;
            equal += usize::from(turned.mapv(f32::to_bits) == upright);
        }
    }
    println!("{name}-{seed}-compared = {compared}");
    println!("{name}-{seed}-equal-bits = {equal}");
    println!("{name}-{seed}-curve = {curve}");
    Ok(())
}

/// The samples, each turned or mirrored by an element that depends on its number.
fn turned(
    samples: &[Sample],
    element: impl Fn(usize) -> SquareSymmetry,
) -> Result<Vec<Sample>> {
    let samples = samples.iter().enumerate();
    let turned = samples
        .map(|(number, (image, label))| Ok((element(number).act(image)?, *label)));
    turned.collect()
}

#[derive(Clone, Copy, PartialEq)]
enum Part {
    /// Glyphs at two thirds of the places.
    Training,
    /// Glyphs at the other places.
    Test,
    /// Those of the test that have room for it.
    TurnedByAnEighth,
}

fn images(part: Part) -> Result<Vec<Sample>> {
    let places = SIDE - 5 + 1;
    let mut images = Vec::new();
    for number in 0..GLYPHS.len() * places * places {
        let (label, place) = (number / (places * places), number % (places * places));
        let (top, left) = (place / places, place % places);
        let is_test = (top + 2 * left) % 3 == 0;
        let at_border = [top, left].iter().any(|at| *at == 0 || *at == places - 1);
        let eighth = part == Part::TurnedByAnEighth;
        if is_test == (part == Part::Training) || (eighth && at_border) {
            continue;
        }
        let noise = seeded_noise::<f32, _, _>((1, SIDE, SIDE), number as u64) * NOISE;
        let middle = [top, left].map(|at| at as f32 + 2.5);
        let ink = |(_, y, x): (usize, usize, usize)| ink(label, [y, x], middle, eighth);
        images.push((noise + Array3::from_shape_fn((1, SIDE, SIDE), ink), label));
    }
    Ok(images)
}

/// The share of a pixel that a glyph covers: how many of a few points in it.
fn ink(label: usize, pixel: [usize; 2], middle: [f32; 2], eighth: bool) -> f32 {
    let mut covered = 0;
    for point in 0..16 {
        let within = [point / 4, point % 4].map(|at| (at as f32 + 0.5) / 4.0);
        let [mut y, mut x] = [0, 1].map(|i| pixel[i] as f32 + within[i] - middle[i]);
        if eighth {
            let half = f32::sqrt(0.5);
            (y, x) = (half * (y + x), half * (x - y));
        }
        let [row, column] = [y, x].map(|at| (at + 2.5).floor());
        let inside = [row, column].iter().all(|at| (0.0..5.0).contains(at));
        if inside && GLYPHS[label][row as usize].as_bytes()[column as usize] == b'#' {
            covered += 1;
        }
    }
    covered as f32 / 16.0
}

struct P4 {
    lifting: LiftingLayer<f32>,
    group: GroupLayer<f32>,
    last: Dense<f32>,
}

impl P4 {
    fn new(seed: u64) -> Result<Self> {
        let [first, second, last] = [0, 1, 2].map(|layer| 10 * seed + layer);
        let (c4, same, bias) = (PointGroup::C4, Options::same(), Array1::zeros);
        let lifting = he_uniform((8, 1, 3, 3), first);
        let group = he_uniform((16, 8, 4, 3, 3), second);
        Ok(Self {
            lifting: LiftingLayer::new(c4, lifting, bias(8), same.stride(2))?,
            group: GroupLayer::new(c4, group, bias(16), same)?,
            last: Dense::new(he_uniform((8, 16), last), bias(8))?,
        })
    }
}

impl Net<f32> for P4 {
    type Input = Image;

    fn parameters(&mut self) -> Vec<&mut [f32]> {
        let (first, second) = (self.lifting.parameters(), self.group.parameters());
        let last = self.last.parameters();
        [first, second, last].into_iter().flatten().collect()
    }

    fn logits(&self, image: &Image) -> Result<Array1<f32>> {
        logits(self, image)
    }

    fn loss_and_gradient(
        &self,
        image: &Image,
        label: usize,
    ) -> Result<(f32, Vec<f32>)> {
        let first = relu(&self.lifting.forward(image)?);
        let second = relu(&self.group.forward(&first)?);
        let pooled = channel_max(&second)?;
        let (loss, by_logits) = cross_entropy(&self.last.forward(&pooled)?, label)?;
        let last = self.last.gradients(&pooled, &by_logits)?;
        let by_second = channel_max_gradient(&second, &last.input)?;
        let by_second = relu_gradient(&second, &by_second)?;
        let middle = self.group.gradients(&first, &by_second)?;
        let by_first = relu_gradient(&first, &middle.input)?;
        let (weights, bias) = self.lifting.parameter_gradients(image, &by_first)?;
        let mut gradient: Vec<f32> = weights.into_iter().chain(bias).collect();
        gradient.extend(middle.weights.into_iter().chain(middle.bias));
        gradient.extend(last.weights.into_iter().chain(last.bias));
        Ok((loss, gradient))
    }
}

struct Planar {
    first: ConvLayer<f32>,
    second: ConvLayer<f32>,
    last: Dense<f32>,
}

impl Planar {
    fn new(seed: u64) -> Result<Self> {
        let [first, second, last] = [0, 1, 2].map(|layer| 10 * seed + layer);
        let (same, bias) = (Options::same(), Array1::zeros);
        let one = he_uniform((16, 1, 3, 3), first);
        let two = he_uniform((31, 16, 3, 3), second);
        Ok(Self {
            first: ConvLayer::new(one, bias(16), same.stride(2))?,
            second: ConvLayer::new(two, bias(31), same)?,
            last: Dense::new(he_uniform((8, 31), last), bias(8))?,
        })
    }
}

impl Net<f32> for Planar {
    type Input = Image;

    fn parameters(&mut self) -> Vec<&mut [f32]> {
        let (first, second) = (self.first.parameters(), self.second.parameters());
        let last = self.last.parameters();
        [first, second, last].into_iter().flatten().collect()
    }

    fn logits(&self, image: &Image) -> Result<Array1<f32>> {
        let first = relu(&self.first.forward(image)?);
        let second = relu(&self.second.forward(&first)?);
        self.last.forward(&channel_max(&second)?)
    }

    fn loss_and_gradient(
        &self,
        image: &Image,
        label: usize,
    ) -> Result<(f32, Vec<f32>)> {
        let first = relu(&self.first.forward(image)?);
        let second = relu(&self.second.forward(&first)?);
        let pooled = channel_max(&second)?;
        let (loss, by_logits) = cross_entropy(&self.last.forward(&pooled)?, label)?;
        let last = self.last.gradients(&pooled, &by_logits)?;
        let by_second = channel_max_gradient(&second, &last.input)?;
        let by_second = relu_gradient(&second, &by_second)?;
        let middle = self.second.gradients(&first, &by_second)?;
        let by_first = relu_gradient(&first, &middle.input)?;
        let (weights, bias) = self.first.parameter_gradients(image, &by_first)?;
        let mut gradient: Vec<f32> = weights.into_iter().chain(bias).collect();
        gradient.extend(middle.weights.into_iter().chain(middle.bias));
        gradient.extend(last.weights.into_iter().chain(last.bias));
        Ok((loss, gradient))
    }
}
