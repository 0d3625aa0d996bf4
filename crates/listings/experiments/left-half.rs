use equivariance::{
    ConvLayer, Dense, Fill, Net, Options, Result, Training, accuracy, channel_max,
    channel_max_gradient, channel_mean, channel_mean_gradient, cross_entropy,
    he_uniform, relu, relu_gradient, seeded_noise, train, translate,
};
use ndarray::{Array1, Array3};
use std::ops::Range;

/// Rows and columns of an image.
const SIDE: usize = 16;
/// Each has nine pixels, so their number tells nothing.
const GLYPHS: [[&str; 5]; 4] = [
    ["#....", "#....", "#....", "#....", "#####"],
    ["#####", "..#..", "..#..", "..#..", "..#.."],
    ["#...#", ".#.#.", "..#..", ".#.#.", "#...#"],
    ["..#..", "..#..", "#####", "..#..", "..#.."],
];
/// Uniform from 0 to this, beside the ink, which is 1.
const NOISE: f32 = 0.1;
const SEEDS: [u64; 3] = [1, 2, 3];
const STEPS: usize = 400;
/// After so many steps the accuracy is noted.
const NOTED: [usize; 13] = [5, 10, 15, 20, 30, 40, 60, 80, 120, 160, 240, 320, STEPS];
const CONVOLUTIONAL: [(&str, Options, Pooling); 5] = [
    ("circular-max", Options::circular(), Pooling::Max),
    ("zeros-max", Options::same(), Pooling::Max),
    ("valid-max", Options::valid(), Pooling::Max),
    ("circular-mean", Options::circular(), Pooling::Mean),
    ("valid-mean", Options::valid(), Pooling::Mean),
];

type Image = Array3<f32>;

// ANCHOR: shown
fn logits(net: &Convolutional, image: &Image) -> Result<Array1<f32>> {
    let first = relu(&net.first.forward(image)?);
    let second = relu(&net.second.forward(&first)?);
    net.last.forward(&net.pool(&second)?)
}

// ANCHOR_END: shown
fn learn<N>(net: &mut N, seed: u64, mut note: impl FnMut(usize, f64)) -> Result<()>
where
    N: Net<f32, Input = Image>,
{
    // ANCHOR: shown
    // By the columns of a glyph's left edge: no glyph reaches into the other half.
    let (left, right) = (images(0..4), images(8..12));
    // ANCHOR_END: shown
    let training = Training {
        steps: STEPS,
        batch: 16,
        rate: 0.005,
        seed,
    };
    // ANCHOR: shown
    train(net, &left, training, |step, net| {
        if NOTED.contains(&step) {
            note(step, accuracy(net, &right)?);
        }
        Ok(())
    })
    // ANCHOR_END: shown
}

fn main() -> Result<()> {
    println!("images-of-a-half = {}", images(0..4).len());
    println!("steps = {STEPS}");
    let noted = NOTED.map(|step| step.to_string());
    println!("curve-steps = {}", noted.join(" "));
    let mut done = 0;
    for seed in SEEDS {
        for (name, options, pooling) in CONVOLUTIONAL {
            let net = Convolutional::new(options, pooling, seed)?;
            let net = report(name, seed, net, &mut done)?;
            if name == "valid-max" {
                let share = |columns| accuracy(&net, &images(columns));
                println!("valid-max-{seed}-beside-the-border = {:.2}", share(11..12)?);
                println!("valid-max-{seed}-elsewhere = {:.2}", share(8..11)?);
            }
        }
        report("connected", seed, Connected::new(seed)?, &mut done)?;
    }
    Ok(())
}

/// Trains the net and prints what became of it.
fn report<N>(name: &str, seed: u64, mut net: N, done: &mut usize) -> Result<N>
where
    N: Net<f32, Input = Image>,
{
    let mut curve = Vec::new();
    let total = SEEDS.len() * (CONVOLUTIONAL.len() + 1) * STEPS;
    learn(&mut net, seed, |step, accuracy| {
        curve.push(format!("{accuracy:.2}"));
        eprintln!("progress {}/{total}", *done + step);
    })?;
    *done += STEPS;
    if seed == SEEDS[0] {
        let weights: usize = net.parameters().iter().map(|piece| piece.len()).sum();
        println!("{name}-weights = {weights}");
    }
    println!("{name}-{seed}-left = {:.2}", accuracy(&net, &images(0..4))?);
    println!(
        "{name}-{seed}-right = {:.2}",
        accuracy(&net, &images(8..12))?
    );
    let (moved, equal) = moved(&net)?;
    println!("{name}-{seed}-moved = {moved}");
    println!("{name}-{seed}-equal-bits = {equal}");
    println!("{name}-{seed}-curve = {}", curve.join(" "));
    Ok(net)
}

/// Of an image of each class under every circular shift: how many there are, and of how
/// many all logits have the bits that they had before the shift.
fn moved<N: Net<f32, Input = Image>>(net: &N) -> Result<(usize, usize)> {
    let bits =
        |image: &Image| net.logits(image).map(|logits| logits.mapv(f32::to_bits));
    let side = SIDE as isize;
    let (mut moved, mut equal) = (0, 0);
    for (image, _) in images(8..9).iter().step_by(SIDE - 4) {
        let expected = bits(image)?;
        for (down, right) in (0..side * side).map(|shift| (shift / side, shift % side))
        {
            let image = translate(image, &[0, down, right], Fill::Circular)?;
            moved += 1;
            equal += usize::from(bits(&image)? == expected);
        }
    }
    Ok((moved, equal))
}

/// Each glyph at each height, its left edge in each of these columns, in noise of its
/// own.
fn images(columns: Range<usize>) -> Vec<(Image, usize)> {
    let mut images = Vec::new();
    for (label, glyph) in GLYPHS.iter().enumerate() {
        for (top, left) in
            (0..=SIDE - 5).flat_map(|top| columns.clone().map(move |left| (top, left)))
        {
            let seed = (label * SIDE + top) * SIDE + left;
            let mut image = seeded_noise((1, SIDE, SIDE), seed as u64) * NOISE;
            for (y, row) in glyph.iter().enumerate() {
                for (x, _) in row.char_indices().filter(|(_, ink)| *ink == '#') {
                    image[[0, top + y, left + x]] += 1.0;
                }
            }
            images.push((image, label));
        }
    }
    images
}

#[derive(Clone, Copy)]
enum Pooling {
    Max,
    Mean,
}

struct Convolutional {
    first: ConvLayer<f32>,
    second: ConvLayer<f32>,
    last: Dense<f32>,
    pooling: Pooling,
}

impl Convolutional {
    fn new(options: Options, pooling: Pooling, seed: u64) -> Result<Self> {
        let [first, second, last] = [0, 1, 2].map(|layer| 10 * seed + layer);
        let bias = Array1::zeros;
        Ok(Self {
            first: ConvLayer::new(he_uniform((8, 1, 3, 3), first), bias(8), options)?,
            second: ConvLayer::new(
                he_uniform((12, 8, 3, 3), second),
                bias(12),
                options,
            )?,
            last: Dense::new(he_uniform((4, 12), last), bias(4))?,
            pooling,
        })
    }

    fn pool(&self, maps: &Array3<f32>) -> Result<Array1<f32>> {
        match self.pooling {
            Pooling::Max => channel_max(maps),
            Pooling::Mean => channel_mean(maps),
        }
    }
}

impl Net<f32> for Convolutional {
    type Input = Image;

    fn parameters(&mut self) -> Vec<&mut [f32]> {
        let (first, second) = (self.first.parameters(), self.second.parameters());
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
        let first = relu(&self.first.forward(image)?);
        let second = relu(&self.second.forward(&first)?);
        let pooled = self.pool(&second)?;
        let (loss, by_logits) = cross_entropy(&self.last.forward(&pooled)?, label)?;
        let last = self.last.gradients(&pooled, &by_logits)?;
        let by_second = match self.pooling {
            Pooling::Max => channel_max_gradient(&second, &last.input)?,
            Pooling::Mean => channel_mean_gradient(second.raw_dim(), &last.input)?,
        };
        let middle = self
            .second
            .gradients(&first, &relu_gradient(&second, &by_second)?)?;
        let by_first = relu_gradient(&first, &middle.input)?;
        let (weights, bias) = self.first.parameter_gradients(image, &by_first)?;
        let mut gradient: Vec<f32> = weights.into_iter().chain(bias).collect();
        gradient.extend(middle.weights.into_iter().chain(middle.bias));
        gradient.extend(last.weights.into_iter().chain(last.bias));
        Ok((loss, gradient))
    }
}

/// Every pixel joined to each of 16 numbers, and these to the classes.
struct Connected {
    first: Dense<f32>,
    last: Dense<f32>,
}

impl Connected {
    fn new(seed: u64) -> Result<Self> {
        let [first, last] = [0, 1].map(|layer| 10 * seed + layer);
        Ok(Self {
            first: Dense::new(he_uniform((16, SIDE * SIDE), first), Array1::zeros(16))?,
            last: Dense::new(he_uniform((4, 16), last), Array1::zeros(4))?,
        })
    }
}

impl Net<f32> for Connected {
    type Input = Image;

    fn parameters(&mut self) -> Vec<&mut [f32]> {
        let (first, last) = (self.first.parameters(), self.last.parameters());
        [first, last].into_iter().flatten().collect()
    }

    fn logits(&self, image: &Image) -> Result<Array1<f32>> {
        let hidden = relu(&self.first.forward(&image.flatten())?);
        self.last.forward(&hidden)
    }

    fn loss_and_gradient(
        &self,
        image: &Image,
        label: usize,
    ) -> Result<(f32, Vec<f32>)> {
        let pixels = image.flatten();
        let hidden = relu(&self.first.forward(&pixels)?);
        let (loss, by_logits) = cross_entropy(&self.last.forward(&hidden)?, label)?;
        let last = self.last.gradients(&hidden, &by_logits)?;
        let by_hidden = relu_gradient(&hidden, &last.input)?;
        let first = self.first.gradients(&pixels, &by_hidden)?;
        let mut gradient: Vec<f32> =
            first.weights.into_iter().chain(first.bias).collect();
        gradient.extend(last.weights.into_iter().chain(last.bias));
        Ok((loss, gradient))
    }
}
