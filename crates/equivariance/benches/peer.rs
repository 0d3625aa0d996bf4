//! Our side of `peers.py`, which measures it in turn with other libraries.
//!
//! Reads lines `item repetitions`, such as `correlate,n=512,k=3 100`, and answers each with the nanoseconds of one call.
//! For 0 repetitions the answer is the sum of the output, which tells whether both sides computed the same.

use std::error::Error;
use std::hint::black_box;
use std::io::{BufRead, Write, stdin, stdout};
use std::str::FromStr;
use std::thread;
use std::time::Instant;

use equivariance::{
    ConvLayer, Options, Padding, Pool, Scalar, VectorWidth, correlate, correlate_into,
    correlate_separable, correlate_separable_into, max_pool, max_pool_into, seeded_noise,
};
use ndarray::{Array, Array2, Array4, Axis, Dimension};

/// One call; returns the sum of its output if that is asked for.
type Call = Box<dyn FnMut(bool) -> f64>;

fn main() -> Result<(), Box<dyn Error>> {
    let mut prepared = None;
    for line in stdin().lock().lines() {
        let line = line?;
        let (text, repetitions) = line.split_once(' ').ok_or("write: item repetitions")?;
        let repetitions: u64 = repetitions.parse()?;
        let (width, call) = match &mut prepared {
            Some((item, width, call)) if item == text => (*width, call),
            _ => {
                let item = Item::parse(text)?;
                let (_, width, call) = prepared.insert((text.to_owned(), item.width, item.call()?));
                (*width, call)
            }
        };
        if repetitions == 0 {
            println!("{}", width.run(|| call(true)));
        } else {
            let start = Instant::now();
            width.run(|| {
                for _ in 0..repetitions {
                    call(false);
                }
            });
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
    /// Of a copy; rayon has as many as its environment variable says.
    threads: usize,
    width: VectorWidth,
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
            threads: 1,
            width: *VectorWidth::available()
                .last()
                .expect("every machine has one"),
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
                "threads" => item.threads = value.parse()?,
                "width" => {
                    let named = |width: &VectorWidth| format!("{width:?}").to_lowercase() == value;
                    let found = VectorWidth::available().into_iter().find(named);
                    item.width = found.ok_or("this machine has no vectors of that width")?;
                }
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
            into,
            threads,
            ..
        } = *self;
        let image: Array2<A> = seeded_noise((n, n), 1);
        let pool = Pool::new(k, k);
        Ok(match (self.operator.as_str(), into) {
            ("correlate", _) => {
                let kernel = seeded_noise((k, k), 2);
                if into {
                    let output = correlate(&image, &kernel, options)?;
                    writing(output, move |output| {
                        correlate_into(&image, &kernel, options, output)
                    })
                } else {
                    allocating(move || correlate(&image, &kernel, options))
                }
            }
            #[cfg(feature = "fft")]
            ("correlate_by_fft", _) => {
                let kernel = seeded_noise((k, k), 2);
                if into {
                    let output = equivariance::correlate_by_fft(&image, &kernel, options)?;
                    writing(output, move |output| {
                        equivariance::correlate_by_fft_into(&image, &kernel, options, output)
                    })
                } else {
                    allocating(move || equivariance::correlate_by_fft(&image, &kernel, options))
                }
            }
            ("separable", _) => {
                let (down, across) = (seeded_noise(k, 2), seeded_noise(k, 3));
                if into {
                    let output = correlate_separable(&image, &[&down, &across], options)?;
                    writing(output, move |output| {
                        correlate_separable_into(&image, &[&down, &across], options, output)
                    })
                } else {
                    allocating(move || correlate_separable(&image, &[&down, &across], options))
                }
            }
            ("layer", _) => {
                let input = seeded_noise((channels, n, n), 1);
                let weights: Array4<A> = seeded_noise((channels, channels, k, k), 2);
                let layer = ConvLayer::new(weights, seeded_noise(channels, 3), options)?;
                if into {
                    let output = layer.forward(&input)?;
                    writing(output, move |output| layer.forward_into(&input, output))
                } else {
                    allocating(move || layer.forward(&input))
                }
            }
            ("max_pool", false) => allocating(move || max_pool(&image, pool)),
            ("max_pool", true) => {
                let output = max_pool(&image, pool)?;
                writing(output, move |output| max_pool_into(&image, pool, output))
            }
            // What memory allows: every sample is read and written once.
            ("copy", _) => writing(image.clone(), move |output| {
                let rows = n.div_ceil(threads);
                thread::scope(|scope| {
                    let parts = output.axis_chunks_iter_mut(Axis(0), rows);
                    for (mut to, from) in parts.zip(image.axis_chunks_iter(Axis(0), rows)) {
                        scope.spawn(move || to.assign(&from));
                    }
                });
                Ok(())
            }),
            _ => return Err(format!("no operator is called {}", self.operator).into()),
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

fn writing<A: Scalar, D: Dimension + 'static>(
    mut output: Array<A, D>,
    compute: impl Fn(&mut Array<A, D>) -> equivariance::Result<()> + 'static,
) -> Call {
    Box::new(move |check| {
        compute(black_box(&mut output)).expect("the settings are valid");
        if check { sum(&output) } else { 0.0 }
    })
}

fn sum<A: Scalar, D: Dimension>(output: &Array<A, D>) -> f64 {
    output.iter().filter_map(|value| value.to_f64()).sum()
}
