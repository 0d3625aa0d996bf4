use equivariance::{Fill, Options, Padding, Pool, Result, correlate};
use equivariance::{correlate_transposed, max_pool, seeded_noise, translate};
use ndarray::{Array1, array};

fn main() -> Result<()> {
    // ANCHOR: shown
    let kernel = array![1.0, 2.0, 4.0];
    let layer = |x: &_, stride, dilation| {
        correlate(x, &kernel, Options::circular().stride(stride).dilation(dilation))
    };
    println!("stride-1 = {}", respected(|x| layer(x, 1, 1))?);
    println!("stride-2 = {}", respected(|x| layer(x, 2, 1))?);
    println!("stride-3 = {}", respected(|x| layer(x, 3, 1))?);
    println!("another-stride = {}", respected(|x| layer(x, 5, 1))?); // try 5: 1..=12
    println!("stride-2-twice = {}", respected(|x| layer(&layer(x, 2, 1)?, 2, 1))?);
    println!("dilation-2 = {}", respected(|x| layer(x, 1, 2))?);
    println!("max-pool-2 = {}", respected(|x| max_pool(x, Pool::new(2, 2)))?);
    let dense = Pool::new(2, 1).padding(Padding::Circular);
    println!("max-without-stride = {}", respected(|x| max_pool(x, dense))?);
    // ANCHOR_END: shown
    let even = Options::circular().stride(2);
    let down_and_up = |x: &Array1<f64>| {
        let down = correlate(x, &kernel, even)?;
        correlate_transposed(&down, &kernel, &[12], even)
    };
    println!("down-and-up = {}", respected(down_and_up)?);
    let ones = Array1::<f64>::ones(3);
    let enlarged = correlate_transposed(&Array1::ones(6), &ones, &[12], even)?;
    println!("enlarged-constant = {}", list(enlarged.iter()));
    // Only every second sample moves, by 2.
    let f = noise();
    let moved = translate(&f, &[2], Fill::Circular)?;
    let some = Array1::from_shape_fn(12, |x| if x % 2 == 0 { moved[x] } else { f[x] });
    for dilation in [1, 2] {
        let (before, after) = (layer(&f, 1, dilation)?, layer(&some, 1, dilation)?);
        let answer = translate(&before, &[2], Fill::Circular)?;
        let answered =
            (0..12).all(|x| after[x] == if x % 2 == 0 { answer[x] } else { before[x] });
        println!("half-moved-dilation-{dilation} = {answered}");
    }
    Ok(())
}

/// The shifts of the input that some shift of the output answers.
fn respected(map: impl Fn(&Array1<f64>) -> Result<Array1<f64>>) -> Result<String> {
    let f = noise();
    let output = map(&f)?;
    let mut respected = Vec::new();
    for s in 0..12 {
        let moved = map(&translate(&f, &[s], Fill::Circular)?)?;
        for t in 0..output.len() as isize {
            if moved == translate(&output, &[t], Fill::Circular)? {
                respected.push(s);
            }
        }
    }
    Ok(list(respected.iter()))
}

fn noise() -> Array1<f64> {
    seeded_noise(12, 4)
}

fn list(values: impl Iterator<Item = impl ToString>) -> String {
    values.map(|value| value.to_string()).collect::<Vec<_>>().join(", ")
}
