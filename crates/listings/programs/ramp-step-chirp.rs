use equivariance::{Kernel1d, Options, Result, TestSignal, correlate};
use ndarray::{Array1, s};

fn main() -> Result<()> {
    // ANCHOR: shown
    let kernel: Array1<f64> = Kernel1d::Derivative.weights();
    let respond = |signal: &Array1<f64>| correlate(signal, &kernel, Options::valid());
    let ramp = respond(&(0..32).map(|x| 0.25 * f64::from(x)).collect())?; // try 0.25: -2..=2 by 0.25
    println!("ramp-at-start = {}", ramp[0]);
    println!("ramp-at-end = {}", ramp[29]);

    let step = respond(&TestSignal::Step.samples(32))?;
    println!("step-nonzero = {}", step.iter().filter(|v| **v != 0.0).count());
    println!("step-height = {}", step[14]);
    // Every second sample of the library's chirp, which ends with two samples a cycle.
    let chirp = respond(&TestSignal::Chirp.samples(64).slice(s![..;2]).to_owned())?;
    for (part, from) in [("slow", 0), ("middle", 12), ("fast", 24)] {
        let swing = (from..from + 6).map(|i| chirp[i].abs()).fold(0.0, f64::max);
        println!("chirp-{part} = {swing:.2}");
    }
    // ANCHOR_END: shown
    Ok(())
}
