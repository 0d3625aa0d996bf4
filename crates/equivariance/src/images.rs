//! Grey images made by code.

use ndarray::Array2;

use crate::named::named;
use crate::scalar::scalar;
use crate::vector::{Vector, dot};
use crate::{Scalar, seeded_noise};

/// A grey image to try things on, of any size, with values in [0, 1].
///
/// Disk, letter and scene are drawn in the largest square in the middle; what is beyond continues the background.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TestImage {
    /// Two balls on a chequered ground under a bright sky, with shading and shadows, as a photograph would show them.
    Scene,
    /// A white disk on black.
    Disk,
    /// Eight by eight squares, black at the top left.
    Checkerboard,
    /// From black at the left to white at the right.
    Gradient,
    /// The letter F, white on black, which no rotation and no mirror maps to itself.
    Letter,
    /// Uniform in [0, 1), always the same.
    Noise,
}

named!(TestImage, "image", {
    Scene => "scene",
    Disk => "disk",
    Checkerboard => "checkerboard",
    Gradient => "gradient",
    Letter => "letter",
    Noise => "noise",
});

/// The seed of [`TestImage::Noise`]. Its 8×8 map is a typical one: shifts change it, and its pooled maps, as on average.
const NOISE_SEED: u64 = 787;

/// Each pixel is the mean of this many squared points.
const POINTS: usize = 4;

impl TestImage {
    /// Returns the pixels, `(height, width)`.
    ///
    /// # Panics
    ///
    /// If no array can have this shape.
    pub fn pixels<A: Scalar>(self, height: usize, width: usize) -> Array2<A> {
        let shape = (height, width);
        match self {
            Self::Scene => drawn(shape, scene),
            Self::Disk => drawn(shape, |x, y| f64::from(x * x + y * y <= 0.35 * 0.35)),
            Self::Letter => drawn(shape, |x, y| f64::from(letter_f(x, y))),
            Self::Checkerboard => Array2::from_shape_fn(shape, |(r, c)| {
                scalar(((8 * r / height + 8 * c / width) % 2) as f64)
            }),
            Self::Gradient => {
                Array2::from_shape_fn(shape, |(_, c)| scalar(c as f64 / (width.max(2) - 1) as f64))
            }
            Self::Noise => seeded_noise(shape, NOISE_SEED),
        }
    }
}

/// Draws a picture given as a function of the plane: the origin in the middle, x to the right, y down, and 1 the shorter
/// side of the image.
fn drawn<A: Scalar>((height, width): (usize, usize), value: impl Fn(f64, f64) -> f64) -> Array2<A> {
    let side = height.min(width) as f64;
    let coordinate = |pixel: usize, point: usize, size: usize| {
        (pixel as f64 + (point as f64 + 0.5) / POINTS as f64 - size as f64 / 2.0) / side
    };
    Array2::from_shape_fn((height, width), |(row, column)| {
        let mut sum = 0.0;
        for i in 0..POINTS {
            for j in 0..POINTS {
                sum += value(coordinate(column, j, width), coordinate(row, i, height));
            }
        }
        scalar(sum / (POINTS * POINTS) as f64)
    })
}

fn letter_f(x: f64, y: f64) -> bool {
    let inside = |left: f64, right: f64, top: f64, bottom: f64| {
        (left..right).contains(&x) && (top..bottom).contains(&y)
    };
    inside(-0.22, -0.08, -0.35, 0.35)
        || inside(-0.22, 0.25, -0.35, -0.21)
        || inside(-0.22, 0.13, -0.07, 0.06)
}

/// The balls, as centre and radius; x to the right, y up, z away from the eye; the ground is y = 0.
const BALLS: [(Vector, f64); 2] = [([-0.35, 1.0, 5.0], 1.0), ([1.15, 0.45, 3.9], 0.45)];
/// How much light the balls reflect.
const REFLECTANCE: [f64; 2] = [0.8, 0.55];
const EYE: Vector = [0.0, 1.5, 0.0];
/// Towards the sun, to the left, above and behind the eye. Not of length 1.
const SUN: Vector = [-0.6, 0.9, -0.55];
const SKYLIGHT: f64 = 0.16;

/// The brightness seen at a point of the picture, encoded for a screen.
fn scene(x: f64, y: f64) -> f64 {
    let ray = unit([x, -y - 0.18, 1.35]);
    let sun = unit(SUN);
    let light = match nearest_ball(EYE, ray) {
        Some((ball, distance)) => {
            let (centre, radius) = BALLS[ball];
            let point = along(EYE, ray, distance);
            let normal = [0, 1, 2].map(|i| (point[i] - centre[i]) / radius);
            let facing = dot(normal, sun);
            let direct = if facing > 0.0 && !in_shadow(point, sun) {
                facing
            } else {
                0.0
            };
            let mirrored = [0, 1, 2].map(|i| 2.0 * facing * normal[i] - sun[i]);
            let gloss = libm::pow((-dot(mirrored, ray)).max(0.0), 40.0) * f64::from(direct > 0.0);
            // Light from the sky above, and a little from the ground below.
            let ambient = SKYLIGHT * (0.65 + 0.35 * normal[1]);
            REFLECTANCE[ball] * (ambient + 0.85 * direct) + 0.45 * gloss
        }
        None if ray[1] < 0.0 => {
            let distance = -EYE[1] / ray[1];
            let point = along(EYE, ray, distance);
            // The remainder by division: the function for it takes longer than all the rest of the ground.
            let odd = |place: f64| place.floor() != 2.0 * (place.floor() / 2.0).floor();
            let tile = f64::from(odd(point[0]) != odd(point[2]));
            let direct = if in_shadow(point, sun) { 0.0 } else { sun[1] };
            let ground = (0.30 + 0.22 * tile) * (SKYLIGHT + 0.85 * direct);
            // Haze: far ground takes the brightness of the horizon.
            let haze = 1.0 - libm::exp(-distance / 28.0);
            ground + haze * (0.62 - ground)
        }
        None => 0.62 - 0.75 * ray[1],
    };
    libm::pow(light.clamp(0.0, 1.0), 1.0 / 2.2)
}

fn nearest_ball(from: Vector, ray: Vector) -> Option<(usize, f64)> {
    let mut nearest = None;
    for (ball, (centre, radius)) in BALLS.iter().enumerate() {
        let to = [0, 1, 2].map(|i| from[i] - centre[i]);
        let half = dot(to, ray);
        let under_root = half * half - (dot(to, to) - radius * radius);
        if under_root <= 0.0 {
            continue;
        }
        let distance = -half - under_root.sqrt();
        if distance > 1e-6 && nearest.is_none_or(|(_, so_far)| distance < so_far) {
            nearest = Some((ball, distance));
        }
    }
    nearest
}

fn in_shadow(point: Vector, sun: Vector) -> bool {
    nearest_ball(point, sun).is_some()
}

fn along(from: Vector, ray: Vector, distance: f64) -> Vector {
    [0, 1, 2].map(|i| from[i] + distance * ray[i])
}

fn unit(v: Vector) -> Vector {
    let length = dot(v, v).sqrt();
    v.map(|x| x / length)
}
