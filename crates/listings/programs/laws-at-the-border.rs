use equivariance::{Options, Padding, Result, convolve};
use ndarray::{Array1, array};

fn main() {
    // ANCHOR: shown
    let f = array![1.0, 5.0, 2.0, 2.0, 7.0, 3.0];
    let g = array![2.0, 0.0, 1.0, 4.0, 1.0, 1.0];
    let (short, third) = (array![1.0, 2.0, -1.0], array![3.0, 0.0, 1.0]);
    for &padding in Padding::ALL {
        let times = |a: &_, b: &_| convolve(a, b, Options::padded(padding));
        let one_length = compared(times(&f, &g), times(&g, &f));
        let two_lengths = compared(times(&f, &short), times(&short, &f));
        println!("{padding}-one-length = {one_length}");
        println!("{padding}-two-lengths = {two_lengths}");
        // Two layers, and one whose kernel is the full convolution of both.
        let two = times(&f, &short).and_then(|once| times(&once, &third));
        let both = convolve(&short, &third, Options::full());
        let one = both.and_then(|both| times(&f, &both));
        println!("{padding}-two-layers = {}", compared(two, one));
    }
    // ANCHOR_END: shown
}

fn compared(one: Result<Array1<f64>>, other: Result<Array1<f64>>) -> String {
    match (one, other) {
        (Ok(one), Ok(other)) if one.len() != other.len() => {
            format!("{} outputs and {}", one.len(), other.len())
        }
        (Ok(one), Ok(other)) => {
            let differ = |x: &usize| one[*x] != other[*x];
            let places = (0..one.len()).filter(differ).map(|x| x.to_string());
            let places: Vec<String> = places.collect();
            let at = if places.is_empty() { "" } else { ": " };
            let list = places.join(", ");
            format!("{} of {} differ{at}{list}", places.len(), one.len())
        }
        _ => "does not fit".to_owned(),
    }
}
