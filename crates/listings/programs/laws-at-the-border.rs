use equivariance::{Options, Padding, Result, convolve};
use ndarray::{Array1, array};

type Row = Array1<f64>;

fn main() {
    // ANCHOR: shown
    let f = array![1.0, 5.0, 2.0, 2.0, 7.0, 3.0];
    let g = array![2.0, 0.0, 1.0, 4.0, 1.0, 1.0];
    let short = array![1.0, 2.0, -1.0]; // try -1.0: -3..=3 by 1
    let third = array![3.0, 0.0, 1.0];
    for &padding in Padding::ALL {
        let times = |a: &_, b: &_| convolve(a, b, Options::padded(padding));
        compare(padding, "one-length", times(&f, &g), times(&g, &f));
        compare(padding, "two-lengths", times(&f, &short), times(&short, &f));
        // Two layers, and one whose kernel is the full convolution of both.
        let two = times(&f, &short).and_then(|once| times(&once, &third));
        let both = convolve(&short, &third, Options::full());
        let one = both.and_then(|both| times(&f, &both));
        compare(padding, "two-layers", two, one);
    }
    // ANCHOR_END: shown
}

/// Prints how many outputs differ, and which.
fn compare(padding: Padding, law: &str, one: Result<Row>, other: Result<Row>) {
    let (Ok(one), Ok(other)) = (one, other) else {
        return println!("{padding}-{law} = does not fit");
    };
    if one.len() != other.len() {
        return println!("{padding}-{law} = {} outputs and {}", one.len(), other.len());
    }
    let differ = |x: &usize| one[*x] != other[*x];
    let places: Vec<String> =
        (0..one.len()).filter(differ).map(|x| x.to_string()).collect();
    println!("{padding}-{law} = {} of {}", places.len(), one.len());
    if !places.is_empty() {
        println!("{padding}-{law}-at = {}", places.join(", "));
    }
}
