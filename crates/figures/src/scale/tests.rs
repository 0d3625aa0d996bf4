//! The scale as people see it whose eyes know two kinds of light only, and on paper without colours.

#![expect(
    clippy::disallowed_methods,
    reason = "the last bits of a measure with a tolerance may differ between platforms"
)]

use super::*;
use crate::Theme;

/// The least difference between the colours of the two signs, in units of CAM02-UCS: ten times what can just be seen.
const LEAST: f64 = 20.0;

type Vector = [f64; 3];
type Matrix = [Vector; 3];

fn product(matrix: &Matrix, vector: Vector) -> Vector {
    matrix.map(|row| row.iter().zip(vector).map(|(a, b)| a * b).sum())
}

/// sRGB as linear light, from 0 to 1 (IEC 61966-2-1).
fn light(Colour(red, green, blue): Colour) -> Vector {
    [red, green, blue].map(|level| match f64::from(level) / 255.0 {
        low if low <= 0.040_45 => low / 12.92,
        high => ((high + 0.055) / 1.055).powf(2.4),
    })
}

/// Linear light as it looks without one kind of cone, at severity 1.
///
/// # Source
/// G. M. Machado, M. M. Oliveira and L. A. F. Fernandes, *A Physiologically-based Model for Simulation of Color Vision Deficiency*,
/// IEEE Transactions on Visualization and Computer Graphics 15 (2009), table of its supplement.
const SIGHTS: [(&str, Matrix); 4] = [
    (
        "all cones",
        [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
    ),
    (
        "protanopia",
        [
            [0.152_286, 1.052_583, -0.204_868],
            [0.114_503, 0.786_281, 0.099_216],
            [-0.003_882, -0.048_116, 1.051_998],
        ],
    ),
    (
        "deuteranopia",
        [
            [0.367_322, 0.860_646, -0.227_968],
            [0.280_085, 0.672_501, 0.047_413],
            [-0.011_820, 0.042_940, 0.968_881],
        ],
    ),
    (
        "tritanopia",
        [
            [1.255_528, -0.076_749, -0.178_779],
            [-0.078_411, 0.930_809, 0.147_602],
            [0.004_733, 0.691_367, 0.303_900],
        ],
    ),
];

/// Linear light of sRGB as tristimulus values, 100 for the luminance of white.
fn tristimulus(light: Vector) -> Vector {
    let matrix = [
        [41.245_64, 35.757_61, 18.043_75],
        [21.267_29, 71.515_22, 7.217_50],
        [1.933_39, 11.919_20, 95.030_41],
    ];
    product(&matrix, light)
}

/// What the eye is adapted to: the tristimulus values of white, the luminance around in cd/m², and the luminance of what lies behind the
/// colour, of 100 for white. The surround is an average one.
struct Viewing {
    white: Vector,
    adapting: f64,
    background: f64,
}

impl Viewing {
    /// sRGB in a room lit with 64 lux, as its standard has it.
    fn of_screen() -> Self {
        Self {
            white: tristimulus([1.0; 3]),
            adapting: 64.0 / std::f64::consts::PI / 5.0,
            background: 20.0,
        }
    }
}

/// The place of a colour in CAM02-UCS: lightness, and two coordinates of its hue and colourfulness.
///
/// # Source
/// CIE 159:2004, *A Colour Appearance Model for Colour Management Systems: CIECAM02*; M. R. Luo, G. Cui and C. Li, *Uniform Colour
/// Spaces Based on CIECAM02 Colour Appearance Model*, Color Research & Application 31 (2006), 320–330.
fn cam02_ucs(xyz: Vector, viewing: &Viewing) -> Vector {
    const CAT02: Matrix = [
        [0.7328, 0.4296, -0.1624],
        [-0.7036, 1.6975, 0.0061],
        [0.0030, 0.0136, 0.9834],
    ];
    /// From the adapted responses of [`CAT02`] to those of the cones: Hunt, Pointer and Estevez after the inverse of it.
    const TO_CONES: Matrix = [
        [0.740_979_2, 0.218_024_5, 0.041_005_8],
        [0.285_353_2, 0.624_201_4, 0.090_445_4],
        [-0.009_628_0, -0.005_698_0, 1.015_326_0],
    ];
    let Viewing {
        white, adapting, ..
    } = *viewing;
    let k = 1.0 / (5.0 * adapting + 1.0);
    let level = 0.2 * k.powi(4) * 5.0 * adapting
        + 0.1 * (1.0 - k.powi(4)).powi(2) * (5.0 * adapting).cbrt();
    let background = viewing.background / white[1];
    let induction = 0.725 * background.powf(-0.2);
    let adaptation = 1.0 - 1.0 / 3.6 * ((-adapting - 42.0) / 92.0).exp();
    let white_response = product(&CAT02, white);
    let compressed = |xyz: Vector| {
        let response = product(&CAT02, xyz);
        let adapted = [0, 1, 2]
            .map(|i| response[i] * (adaptation * white[1] / white_response[i] + 1.0 - adaptation));
        product(&TO_CONES, adapted).map(|cone| {
            let power = (level * cone.abs() / 100.0).powf(0.42);
            (400.0 * power / (27.13 + power)).copysign(cone) + 0.1
        })
    };
    let achromatic = |[l, m, s]: Vector| (2.0 * l + m + s / 20.0 - 0.305) * induction;
    let cones = compressed(xyz);
    let [l, m, s] = cones;
    let (a, b) = (l - 12.0 * m / 11.0 + s / 11.0, (l + m - 2.0 * s) / 9.0);
    let hue = b.atan2(a);
    let exponent = 0.69 * (1.48 + background.sqrt());
    let relative = achromatic(cones).max(0.0) / achromatic(compressed(white));
    let lightness = 100.0 * relative.powf(exponent);
    let eccentricity = ((hue + 2.0).cos() + 3.8) / 4.0;
    let t = 50_000.0 / 13.0 * induction * eccentricity * a.hypot(b) / (l + m + 1.05 * s);
    let chroma =
        t.powf(0.9) * (lightness / 100.0).sqrt() * (1.64 - 0.29_f64.powf(background)).powf(0.73);
    let colourfulness = (1.0 + 0.0228 * chroma * level.powf(0.25)).ln() / 0.0228;
    [
        1.7 * lightness / (1.0 + 0.007 * lightness),
        colourfulness * hue.cos(),
        colourfulness * hue.sin(),
    ]
}

/// How far apart two colours are to a kind of sight.
fn difference(sight: &Matrix, a: Colour, b: Colour) -> f64 {
    let [a, b] = [a, b].map(|colour| {
        let seen = product(sight, light(colour));
        let xyz = tristimulus(seen.map(|part| part.clamp(0.0, 1.0)));
        cam02_ucs(xyz, &Viewing::of_screen())
    });
    let squares = a.iter().zip(b).map(|(a, b)| (a - b).powi(2));
    squares.sum::<f64>().sqrt()
}

/// The lightness L* of CIE 1976, from 0 to 100: what is left of a colour in grey.
fn lightness(colour: Colour) -> f64 {
    let [_, luminance, _] = tristimulus(light(colour)).map(|part| part / 100.0);
    if luminance > 216.0 / 24_389.0 {
        116.0 * luminance.cbrt() - 16.0
    } else {
        24_389.0 / 27.0 * luminance
    }
}

#[test]
fn a_worked_example_of_the_appearance_model_comes_out() {
    // A green under incandescent light: J = 48.0314, M = 38.7789, h = 191.0452°.
    let viewing = Viewing {
        white: [98.88, 90.0, 32.03],
        adapting: 200.0,
        background: 18.0,
    };
    let [lightness, a, b] = cam02_ucs([19.31, 23.93, 10.14], &viewing);
    let expected = 1.7 * 48.0314 / (1.0 + 0.007 * 48.0314);
    assert!(
        (lightness - expected).abs() < 1e-3,
        "{lightness} {expected}"
    );
    let expected = (1.0 + 0.0228 * 38.7789_f64).ln() / 0.0228;
    assert!(
        (a.hypot(b) - expected).abs() < 1e-3,
        "{} {expected}",
        a.hypot(b)
    );
    let hue = b.atan2(a).to_degrees().rem_euclid(360.0);
    assert!((hue - 191.0452).abs() < 1e-2, "{hue}");
}

#[test]
fn the_two_signs_differ_to_every_kind_of_colour_vision_at_half_and_full_scale() {
    let scale = Scale::Signed(1.0);
    let mut pairs: Vec<_> = [0.5, 1.0]
        .map(|value| {
            (
                format!("±{value}"),
                scale.colour(value),
                scale.colour(-value),
            )
        })
        .into();
    for theme in [Theme::Light, Theme::Dark] {
        let palette = theme.palette();
        pairs.push((
            format!("lines, {theme:?}"),
            palette.positive,
            palette.negative,
        ));
    }
    for (what, positive, negative) in pairs {
        for (sight, matrix) in &SIGHTS {
            let difference = difference(matrix, positive, negative);
            assert!(difference >= LEAST, "{what} with {sight}: {difference:.1}");
        }
    }
}

#[test]
fn the_signs_of_the_former_colours_were_alike_without_green_cones() {
    // #008fa8 and #b5178e.
    let (_, deuteranopia) = &SIGHTS[2];
    let difference = difference(
        deuteranopia,
        Colour(0x00, 0x8f, 0xa8),
        Colour(0xb5, 0x17, 0x8e),
    );
    assert!((difference - 7.8).abs() < 0.1, "{difference}");
}

#[test]
fn in_grey_every_shade_is_lighter_than_the_one_below_it_and_zero_lies_far_from_both_ends() {
    let scale = Scale::Signed(1.0);
    let shades = (-127..=127).map(|shade| lightness(scale.colour(f64::from(shade) / 127.0)));
    let shades: Vec<f64> = shades.collect();
    assert!(shades.windows(2).all(|pair| pair[1] > pair[0] - 0.2));
    assert!(shades.windows(6).all(|pair| pair[5] > pair[0]));
    let [least, zero, greatest] = [-1.0, 0.0, 1.0].map(|value| lightness(scale.colour(value)));
    assert!(
        zero - least > LEAST && greatest - zero > LEAST,
        "{least} {zero} {greatest}"
    );
}

#[test]
fn zero_has_one_colour_whatever_the_scale_and_what_is_not_0_has_its_sign() {
    for most in [1e-300, 0.17, 1.0, 4e15] {
        let scale = Scale::Signed(most);
        assert_eq!([0.0, -0.0].map(|zero| scale.colour(zero)), [ZERO; 2]);
        assert_eq!(scale.colour(most), POSITIVE);
        assert_eq!(scale.colour(-2.0 * most), NEGATIVE);
    }
    assert_eq!(Scale::signed(&[0.0, -0.0]), Scale::Signed(1.0));
    assert_eq!(
        Scale::signed(&[0.17, -0.1, f64::NAN, f64::INFINITY]),
        Scale::Signed(0.17)
    );
}

#[test]
fn an_output_is_signed_as_soon_as_a_weight_is_negative_and_else_as_bright_as_white_makes_it() {
    for (weights, output, scale) in [
        (vec![-1.0, 1.0], vec![0.17, 0.17], Scale::Signed(0.17)),
        (vec![-1.0, 1.0], vec![0.0, 0.0], Scale::Signed(1.0)),
        (vec![0.5, 0.5], vec![0.2, 0.1], Scale::Grey(1.0)),
        (vec![2.0], vec![0.2, 0.1], Scale::Grey(2.0)),
        (vec![0.0], vec![0.0], Scale::Grey(1.0)),
    ] {
        assert_eq!(Scale::of_output(&weights, &output), scale, "{weights:?}");
    }
}

#[test]
fn a_brightness_is_its_part_of_the_levels_of_grey() {
    for level in 0..=255 {
        let colour = Scale::BRIGHTNESS.colour(f64::from(level) / 255.0);
        assert_eq!(colour, Colour(level, level, level));
    }
}
