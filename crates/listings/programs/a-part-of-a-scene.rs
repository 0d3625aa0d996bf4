use equivariance::{Options, Padding, Result, correlate, seeded_noise};
use ndarray::{Array1, array, s};

fn main() -> Result<()> {
    // ANCHOR: shown
    let scene: Array1<f64> = seeded_noise(96, 9);
    let kernel = array![1.0, 2.0, 1.0] / 4.0;
    for (name, padding) in PADDINGS {
        let mut of_scene = scene.clone();
        // The picture is the middle of the scene.
        let mut of_picture = scene.slice(s![32..64]).to_owned();
        for count in 1..=4 { // try 4: 1..=15
            of_scene = correlate(&of_scene, &kernel, Options::circular())?;
            of_picture = correlate(&of_picture, &kernel, Options::padded(padding))?;
            let first = 48 - of_picture.len() / 2;
            let differ = |x: &usize| of_picture[*x] != of_scene[first + x];
            let wrong = (0..of_picture.len()).filter(differ).count();
            println!("{name}-{count} = {wrong} of {}", of_picture.len());
        }
    }
    // ANCHOR_END: shown
    Ok(())
}

const PADDINGS: [(&str, Padding); 4] = [
    ("valid", Padding::Valid),
    ("zeros", Padding::Same),
    ("reflect", Padding::Reflect),
    ("circular", Padding::Circular),
];
