type Complex = (i64, i64);

/// The discrete Fourier transform of four samples; its factors 1, -i, -1, i are exact.
fn transform(f: [i64; 4]) -> [Complex; 4] {
    std::array::from_fn(|k| {
        (0..4).fold((0, 0), |(re, im), t| match k * t % 4 {
            0 => (re + f[t], im),
            1 => (re, im - f[t]),
            2 => (re - f[t], im),
            _ => (re, im + f[t]),
        })
    })
}

// ANCHOR: shown
fn main() {
    let (f, g) = ([3, 1, 4, 1], [2, 7, 1, 8]);
    let convolved =
        std::array::from_fn(|x| (0..4).map(|t| f[t] * g[(x + 4 - t) % 4]).sum());
    let (left, a, b) = (transform(convolved), transform(f), transform(g));
    for k in 0..4 {
        let product =
            (a[k].0 * b[k].0 - a[k].1 * b[k].1, a[k].0 * b[k].1 + a[k].1 * b[k].0);
        println!("harmonic-{k} = {}", left[k] == product);
    }
}
// ANCHOR_END: shown
