//! The plain Fourier transform that a chapter shows is the one that `rustfft` computes.

/// The program of the chapter, with its own names.
#[expect(
    dead_code,
    reason = "only the transform is tried here; the book runs the rest"
)]
mod program {
    include!("../crates/listings/programs/theorem-and-rounding.rs");

    use rustfft::{FftNum, FftPlanner};

    /// The largest difference between the program's transform and that of `rustfft`, relative to the norm that a transform has.
    fn difference<A: Scalar + FftNum>(n: usize, sign: f64) -> f64 {
        let parts: Array1<A> = seeded_noise(2 * n, n as u64);
        let signal: Vec<Complex<A>> = (0..n).map(|t| (parts[t], parts[n + t])).collect();
        let mut expected: Vec<_> = signal
            .iter()
            .map(|f| rustfft::num_complex::Complex::new(f.0, f.1))
            .collect();
        let mut planner = FftPlanner::new();
        let transform = match sign {
            ..0.0 => planner.plan_fft_forward(n),
            _ => planner.plan_fft_inverse(n),
        };
        transform.process(&mut expected);
        let squares = signal.iter().map(|f| number(f.0 * f.0 + f.1 * f.1));
        let norm = (n as f64 * squares.sum::<f64>()).sqrt();
        let values = fourier(&signal, sign).into_iter().zip(expected);
        let differences = values.map(|(a, b)| number((a.0 - b.re).abs().max((a.1 - b.im).abs())));
        differences.fold(0.0, f64::max) / norm
    }

    #[test]
    fn transform_of_the_chapter_is_that_of_rustfft() {
        for n in [1, 2, 3, 4, 5, 7, 12, 64, 97, 256] {
            for sign in [-1.0, 1.0] {
                // The chapter's bound for one transform, (n + 22) u √n of the norm, and as much again for `rustfft`.
                let allowed = |unit: f64| 2.0 * (n as f64).sqrt() * (n as f64 + 22.0) * unit;
                let found = difference::<f64>(n, sign);
                assert!(
                    found <= allowed(f64::EPSILON / 2.0),
                    "{n} {sign}: {found:e}"
                );
                let found = difference::<f32>(n, sign);
                assert!(
                    found <= allowed(f64::from(f32::EPSILON) / 2.0),
                    "{n} {sign}: {found:e}"
                );
            }
        }
    }

    /// The largest error of a convolution by transforms, over what the chapter says that it is at most.
    fn error_over_bound<A: Scalar>(f: &Array1<f64>, g: &Array1<f64>) -> Result<f64> {
        // Whole numbers that are small enough for every sum of the formula to be exact.
        let exact = convolve_on_ring(f, g)?;
        let output = convolve_by_transforms::<A>(&complex(f), &complex(g));
        let norm = |f: &Array1<f64>| f.iter().map(|x| x * x).sum::<f64>().sqrt();
        let n = f.len() as f64;
        let unit = number(A::epsilon()) / 2.0;
        let bound = (2.0 * n.sqrt() + 1.0) * (n + 28.0) * unit * norm(f) * norm(g);
        let errors = output
            .iter()
            .zip(&exact)
            .map(|(a, b)| (number(*a) - b).abs());
        Ok(errors.fold(0.0, f64::max) / bound)
    }

    #[test]
    fn convolution_by_transforms_keeps_the_bound_of_the_chapter() -> Result<()> {
        for n in [1, 2, 3, 8, 31, 64, 200] {
            for seed in 0..20 {
                let noise = seeded_noise(n, seed).mapv(|x: f64| (2000.0 * x - 1000.0).round());
                let impulse = Array1::from_shape_fn(n, |x| f64::from(u8::from(x == n / 2)));
                let constant = Array1::from_elem(n, 999.0);
                let other = seeded_noise(n, seed + 100).mapv(|x: f64| (2000.0 * x).round());
                for (f, g) in [
                    (&noise, &other),
                    (&noise, &impulse),
                    (&constant, &noise),
                    (&constant, &constant),
                ] {
                    let (double, single) = (
                        error_over_bound::<f64>(f, g)?,
                        error_over_bound::<f32>(f, g)?,
                    );
                    assert!(
                        double <= 1.0 && single <= 1.0,
                        "{n} {seed}: {double} {single}"
                    );
                }
            }
        }
        Ok(())
    }

    #[test]
    fn both_transforms_after_another_are_the_signal_times_n() {
        let signal: Vec<Complex<f64>> = (0..12)
            .map(|t| (f64::from(t), f64::from(t * t % 5)))
            .collect();
        for (back, f) in fourier(&fourier(&signal, -1.0), 1.0)
            .into_iter()
            .zip(signal)
        {
            assert!((back.0 - 12.0 * f.0).abs() < 1e-12 && (back.1 - 12.0 * f.1).abs() < 1e-12);
        }
    }
}
