//! Our side of `peers.py`, which measures it in turn with other libraries.
//!
//! Reads lines `item repetitions`, such as `correlate,n=512,k=3 100`, and answers each with the nanoseconds of one call.
//! For 0 repetitions the answer is the sum of the output, which tells whether both sides computed the same.

use std::error::Error;
use std::hint::black_box;
use std::io::{BufRead, Write, stdin, stdout};
use std::str::FromStr;
use std::time::Instant;

use equivariance::{ConvLayer, Options, Padding, Pool, Scalar, correlate, max_pool, seeded_noise};
use ndarray::{Array, Array2, Dimension};

/// One call; returns the sum of its output if that is asked for.
type Call = Box<dyn FnMut(bool) -> f64>;

fn main() -> Result<(), Box<dyn Error>> {
    let mut current = (String::new(), None);
    for line in stdin().lock().lines() {
        let line = line?;
        let (item, repetitions) = line.split_once(' ').ok_or("write: item repetitions")?;
        let repetitions: u64 = repetitions.parse()?;
        if current.0 != item {
            current = (item.to_owned(), Some(Item::parse(item)?.call()?));
        }
        let call = current.1.as_mut().expect("it was just prepared");
        if repetitions == 0 {
            println!("{}", call(true));
        } else {
            let start = Instant::now();
            for _ in 0..repetitions {
                call(false);
            }
            println!("{}", start.elapsed().as_nanos() / u128::from(repetitions));
        }
        stdout().flush()?;
    }
    Ok(())
}

/// What is computed: an operator and its settings.
struct Item {
    operator: String,
    double: bool,
    into: bool,
    n: usize,
    k: usize,
    channels: usize,
    options: Options,
}

impl Item {
    fn parse(text: &str) -> Result<Self, Box<dyn Error>> {
        let mut parts = text.split(',');
        let mut item = Self {
            operator: parts.next().unwrap_or_default().to_owned(),
            double: false,
            into: false,
            n: 512,
            k: 3,
            channels: 64,
            options: Options::valid(),
        };
        for part in parts {
            let (name, value) = part.split_once('=').ok_or("write: name=value")?;
            match name {
                "double" => item.double = value.parse()?,
                "into" => item.into = value.parse()?,
                "n" => item.n = value.parse()?,
                "k" => item.k = value.parse()?,
                "channels" => item.channels = value.parse()?,
                "padding" => item.options.padding = Padding::from_str(value)?,
                "stride" => item.options.stride = value.parse()?,
                "dilation" => item.options.dilation = value.parse()?,
                _ => return Err(format!("no setting is called {name}").into()),
            }
        }
        Ok(item)
    }

    fn call(&self) -> Result<Call, Box<dyn Error>> {
        if self.double {
            self.call_in::<f64>()
        } else {
            self.call_in::<f32>()
        }
    }

    fn call_in<A: Scalar>(&self) -> Result<Call, Box<dyn Error>> {
        let Self {
            n,
            k,
            channels,
            options,
            ..
        } = *self;
        let image: Array2<A> = seeded_noise((n, n), 1);
        Ok(match self.operator.as_str() {
            "correlate" => {
                let kernel = seeded_noise((k, k), 2);
                allocating(move || correlate(&image, &kernel, options))
            }
            "separable" => {
                let (down, across) = (seeded_noise((k, 1), 2), seeded_noise((1, k), 3));
                allocating(move || correlate(&correlate(&image, &down, options)?, &across, options))
            }
            "layer" => {
                let input = seeded_noise((channels, n, n), 1);
                let weights = seeded_noise((channels, channels, k, k), 2);
                let layer = ConvLayer::<A>::new(weights, seeded_noise(channels, 3), options)?;
                allocating(move || layer.forward(&input))
            }
            "max_pool" => {
                let pool = Pool::new(k, k);
                allocating(move || max_pool(&image, pool))
            }
            // What memory allows: every sample is read and written once.
            "copy" => {
                let mut copy = image.clone();
                Box::new(move |check| {
                    copy.assign(black_box(&image));
                    if check { sum(&copy) } else { 0.0 }
                })
            }
            other => return Err(format!("no operator is called {other}").into()),
        })
    }
}

fn allocating<A: Scalar, D: Dimension + 'static>(
    compute: impl Fn() -> equivariance::Result<Array<A, D>> + 'static,
) -> Call {
    Box::new(move |check| {
        let output = black_box(compute().expect("the settings are valid"));
        if check { sum(&output) } else { 0.0 }
    })
}

fn sum<A: Scalar, D: Dimension>(output: &Array<A, D>) -> f64 {
    output.iter().filter_map(|value| value.to_f64()).sum()
}
