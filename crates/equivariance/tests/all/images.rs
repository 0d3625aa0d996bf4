//! The images made by code, against their documentation: counted by hand, or drawn by a second program.

use equivariance::{TestImage, seeded_noise};
use ndarray::{Array2, array, s};

/// Two ways to the same brightness, each with some twenty operations on numbers of that size.
const ROUNDING: f64 = 1e-12;

/// The points of a pixel whose mean it is, from its left or upper edge, in eighths of a pixel.
const EIGHTHS: [i64; 4] = [1, 3, 5, 7];

#[test]
fn disk_has_a_radius_of_35_hundredths_of_the_side() {
    // In eighths of a pixel a side of 40 is 320 and the radius 112; the middle lies at 160.
    let inside = |row: i64, column: i64| {
        let count = EIGHTHS.map(|i| {
            let down = 8 * row + i - 160;
            let within = |j: &&i64| down * down + (8 * column + **j - 160).pow(2) <= 112 * 112;
            EIGHTHS.iter().filter(within).count()
        });
        count.iter().sum::<usize>() as f64 / 16.0
    };
    let expected = Array2::from_shape_fn((40, 40), |(y, x)| inside(y as i64, x as i64));
    assert_eq!(TestImage::Disk.pixels::<f64>(40, 40), expected);
    assert_eq!((expected[[0, 20]], expected[[20, 20]]), (0.0, 1.0));
}

#[test]
fn letter_is_an_f_of_three_bars() {
    // On 100 pixels every edge of a bar lies between two pixels.
    let mut expected = Array2::zeros((100, 100));
    expected.slice_mut(s![15..85, 28..42]).fill(1.0);
    expected.slice_mut(s![15..29, 28..75]).fill(1.0);
    expected.slice_mut(s![43..56, 28..63]).fill(1.0);
    assert_eq!(TestImage::Letter.pixels::<f64>(100, 100), expected);
}

#[test]
fn checkerboard_has_eight_by_eight_squares_black_at_the_top_left() {
    let board = TestImage::Checkerboard.pixels::<f64>(16, 24);
    // Squares of 2 rows and 3 columns.
    let expected = Array2::from_shape_fn((16, 24), |(y, x)| f64::from((y / 2 + x / 3) as u32 % 2));
    assert_eq!(board, expected);
    assert_eq!(board.row(0).to_vec()[..8], [0., 0., 0., 1., 1., 1., 0., 0.]);
    // Where they do not divide the size, there are as many.
    let changes = |line: ndarray::ArrayView1<'_, f64>| {
        line.windows(2)
            .into_iter()
            .filter(|pair| pair[0] != pair[1])
            .count()
    };
    let board = TestImage::Checkerboard.pixels::<f64>(20, 31);
    assert_eq!((changes(board.row(0)), changes(board.column(0))), (7, 7));
}

#[test]
fn gradient_goes_from_black_at_the_left_to_white_at_the_right() {
    let expected = array![[0.0, 0.25, 0.5, 0.75, 1.0], [0.0, 0.25, 0.5, 0.75, 1.0]];
    assert_eq!(TestImage::Gradient.pixels::<f64>(2, 5), expected);
    assert_eq!(
        TestImage::Gradient.pixels::<f64>(2, 1),
        array![[0.0], [0.0]]
    );
}

#[test]
fn noise_is_the_same_on_every_machine() {
    let noise = TestImage::Noise.pixels::<f64>(3, 4);
    assert_eq!(noise, seeded_noise::<f64, _, _>((3, 4), 787));
    // SplitMix64 with seed 787 starts with 0x9280b7dd012d5656.
    let first = (0x9280_b7dd_012d_5656_u64 >> 11) as f64 / (1_u64 << 53) as f64;
    assert_eq!(noise[[0, 0]], first);
}

#[test]
fn what_is_drawn_fills_the_square_in_the_middle() {
    for image in [TestImage::Disk, TestImage::Letter, TestImage::Scene] {
        let square = image.pixels::<f64>(20, 20);
        let (wide, high) = (image.pixels::<f64>(20, 36), image.pixels::<f64>(36, 20));
        assert_eq!(wide.slice(s![.., 8..28]), square, "{image}");
        assert_eq!(high.slice(s![8..28, ..]), square, "{image}");
    }
    for image in [TestImage::Disk, TestImage::Letter] {
        let wide = image.pixels::<f64>(20, 36);
        assert!(wide.slice(s![.., ..8]).iter().all(|value| *value == 0.0));
        assert!(wide.slice(s![.., 28..]).iter().all(|value| *value == 0.0));
    }
}

/// A scene as a second program sees it: what stands in the way of a ray is found by how near the ray passes to the middle
/// of a ball, and a highlight by mirroring the ray and not the light.
mod second {
    type Vector = [f64; 3];

    struct Ball {
        middle: Vector,
        radius: f64,
        reflectance: f64,
    }

    /// To the right, up, and away from the eye, which is 1.5 above the ground.
    const BALLS: [Ball; 2] = [
        Ball {
            middle: [-0.35, 1.0, 5.0],
            radius: 1.0,
            reflectance: 0.8,
        },
        Ball {
            middle: [1.15, 0.45, 3.9],
            radius: 0.45,
            reflectance: 0.55,
        },
    ];
    const EYE: Vector = [0.0, 1.5, 0.0];
    /// The picture stands 1.35 before the eye, and its middle 0.18 below the horizon.
    const PICTURE: (f64, f64) = (1.35, 0.18);
    const SKYLIGHT: f64 = 0.16;
    const SUNLIGHT: f64 = 0.85;
    const HORIZON: f64 = 0.62;

    fn dot(a: Vector, b: Vector) -> f64 {
        a.iter().zip(b).map(|(a, b)| a * b).sum()
    }

    fn plus(a: Vector, times: f64, b: Vector) -> Vector {
        std::array::from_fn(|i| a[i] + times * b[i])
    }

    fn unit(a: Vector) -> Vector {
        a.map(|x| x / dot(a, a).sqrt())
    }

    impl Ball {
        /// How far along the ray the ball is met, if it is before the start.
        fn met(&self, start: Vector, ray: Vector) -> Option<f64> {
            let to = plus(self.middle, -1.0, start);
            let nearest = dot(to, ray);
            let miss = plus(to, -nearest, ray);
            let half_chord = self.radius * self.radius - dot(miss, miss);
            (nearest > 0.0 && half_chord > 0.0).then(|| nearest - half_chord.sqrt())
        }
    }

    /// The brightness at a point of the picture, x to the right, y down, as a screen is told it.
    pub(super) fn brightness(x: f64, y: f64) -> f64 {
        let sun = unit([-0.6, 0.9, -0.55]);
        let ray = unit([x, -(y + PICTURE.1), PICTURE.0]);
        let lit = |point: Vector, besides: Option<usize>| {
            let others = BALLS
                .iter()
                .enumerate()
                .filter(|(k, _)| Some(*k) != besides);
            others
                .map(|(_, ball)| ball)
                .all(|ball| ball.met(point, sun).is_none())
        };
        // No ball covers another one in this picture.
        let seen = BALLS
            .iter()
            .enumerate()
            .find_map(|(k, ball)| Some((k, ball, ball.met(EYE, ray)?)));
        let light = if let Some((k, ball, distance)) = seen {
            let point = plus(EYE, distance, ray);
            let normal = unit(plus(point, -1.0, ball.middle));
            let facing = dot(normal, sun);
            let sunny = facing > 0.0 && lit(point, Some(k));
            let sky = SKYLIGHT * (0.35 * normal[1] + 0.65);
            let mirrored = plus(ray, -2.0 * dot(ray, normal), normal);
            let highlight = libm::pow(dot(mirrored, sun).max(0.0), 40.0);
            let direct = if sunny { SUNLIGHT * facing } else { 0.0 };
            ball.reflectance * (sky + direct) + if sunny { 0.45 * highlight } else { 0.0 }
        } else if ray[1] > 0.0 {
            HORIZON - 0.75 * ray[1]
        } else {
            let distance = EYE[1] / -ray[1];
            let point = plus(EYE, distance, ray);
            let [across, away] = [point[0], point[2]].map(|place| place.floor() as i64);
            let tile = if (across + away) % 2 == 0 { 0.30 } else { 0.52 };
            let direct = if lit(point, None) {
                SUNLIGHT * sun[1]
            } else {
                0.0
            };
            let clear = libm::exp(-distance / 28.0);
            clear * tile * (SKYLIGHT + direct) + (1.0 - clear) * HORIZON
        };
        libm::pow(light.clamp(0.0, 1.0), 1.0 / 2.2)
    }
}

#[test]
fn scene_is_what_a_second_program_draws() {
    for (height, width) in [(48, 48), (20, 33)] {
        let side = f64::from(height.min(width));
        let place = |pixel: usize, eighths: i64, size: i32| {
            (pixel as f64 + eighths as f64 / 8.0 - f64::from(size) / 2.0) / side
        };
        let scene = TestImage::Scene.pixels::<f64>(height as usize, width as usize);
        for ((row, column), value) in scene.indexed_iter() {
            let mut sum = 0.0;
            for i in EIGHTHS {
                for j in EIGHTHS {
                    sum += second::brightness(place(column, j, width), place(row, i, height));
                }
            }
            let expected = sum / 16.0;
            assert!(
                (value - expected).abs() < ROUNDING,
                "{row} {column}: {value} is not {expected}"
            );
        }
    }
}
